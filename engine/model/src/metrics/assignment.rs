//! Somebody who takes it.

use super::{AtEnd, Called, Course, Cycles, MetricRow, Reopens, Start, Stop};
use crate::{checked, reference};

pub(super) const ROW: MetricRow = MetricRow {
    kept: 6,
    name: "assignment",
    verb: "assign",
    help: reference("From entering a queue, or from creation, until somebody has it."),
    called: checked(Called { en: "Assignment", de: "Zuweisung" }),
    deadline: None,
    pauses_unless_said: false,
    merges_back: false,
    course: Course::Cycles(Cycles {
        starts: Start::NobodyHasIt,
        stops: Stop::SomebodyHasIt,
        at_end: AtEnd::Stops,
        reopens: Reopens::No,
    }),
};
