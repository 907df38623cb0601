//! The next answer.

use super::{AtEnd, Called, Course, Cycles, DeadlineField, MetricRow, Reopens, Start, Stop};
use crate::{checked, reference};

pub(super) const ROW: MetricRow = MetricRow {
    kept: 1,
    name: "next_response",
    verb: "reply",
    help: reference("From the oldest unanswered message of the requester to the next public answer."),
    called: checked(Called { en: "Next answer", de: "Nächste Antwort" }),
    deadline: Some(DeadlineField { name: "reply_by", help: reference("When the next answer is due; set in answers.") }),
    pauses_unless_said: false,
    merges_back: false,
    course: Course::Cycles(Cycles {
        starts: Start::NextQuestion,
        stops: Stop::Answer,
        at_end: AtEnd::Stops,
        reopens: Reopens::No,
    }),
};
