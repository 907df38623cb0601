//! The first touch.

use super::{AtEnd, Course, Cycles, MetricRow, Reopens, Start, Stop};
use crate::reference;

pub(super) const ROW: MetricRow = MetricRow {
    kept: 10,
    name: "pickup",
    verb: "pick_up",
    help: reference("From creation until somebody has it or answers."),
    deadline: None,
    pauses_unless_said: false,
    merges_back: false,
    course: Course::Cycles(Cycles {
        starts: Start::NobodyHasIt,
        stops: Stop::Answer,
        at_end: AtEnd::Stops,
        reopens: Reopens::No,
    }),
};
