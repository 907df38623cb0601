//! The resolution.

use super::{AtEnd, Course, Cycles, DeadlineField, MetricRow, Reopens, Start, Stop};
use crate::reference;

pub(super) const ROW: MetricRow = MetricRow {
    kept: 5,
    name: "resolution",
    verb: "resolve",
    help: reference("From creation to resolution."),
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
