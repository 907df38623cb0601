//! The first answer.

use super::{AtEnd, Called, Course, Cycles, DeadlineField, MetricRow, Reopens, Start, Stop};
use crate::{checked, reference};

pub(super) const ROW: MetricRow = MetricRow {
    kept: 0,
    name: "first_response",
    verb: "respond",
    help: reference("From creation to the first public answer."),
    called: checked(Called { en: "First answer", de: "Erste Antwort" }),
    deadline: Some(DeadlineField {
        name: "respond_by",
        help: reference("When the first answer is due; set in answers."),
    }),
    pauses_unless_said: false,
    merges_back: true,
    course: Course::Cycles(Cycles {
        starts: Start::FirstQuestion,
        stops: Stop::Answer,
        at_end: AtEnd::Answers,
        reopens: Reopens::WhereUnanswered,
    }),
};
