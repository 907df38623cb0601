//! The resolution.

use super::{AtEnd, Called, Course, Cycles, DeadlineField, MetricRow, Reopens, Start, Stop};
use crate::{checked, reference};

pub(super) const ROW: MetricRow = MetricRow {
    kept: 5,
    name: "resolution",
    verb: "resolve",
    help: reference("From creation to resolution."),
    called: checked(Called { en: "Resolution", de: "Lösung" }),
    deadline: Some(DeadlineField { name: "resolve_by", help: reference("When it is to be resolved; set in answers.") }),
    pauses_unless_said: true,
    merges_back: true,
    course: Course::Cycles(Cycles {
        starts: Start::Creation,
        stops: Stop::Over,
        at_end: AtEnd::Nothing,
        reopens: Reopens::Yes,
    }),
};
