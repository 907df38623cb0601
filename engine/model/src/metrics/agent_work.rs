//! Time that the desk works.

use super::{AtEnd, Course, Cycles, MetricRow, Reopens, Start, Stop};
use crate::reference;

pub(super) const ROW: MetricRow = MetricRow {
    kept: 4,
    name: "agent_work",
    verb: "work",
    help: reference("As long as the desk works on it."),
    deadline: None,
    pauses_unless_said: true,
    merges_back: true,
    course: Course::Cycles(Cycles {
        starts: Start::Creation,
        stops: Stop::Over,
        at_end: AtEnd::Nothing,
        reopens: Reopens::Yes,
    }),
};
