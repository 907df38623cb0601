//! Time that the desk works.

use super::{AtEnd, Called, Course, Cycles, MetricRow, Reopens, Start, Stop};
use crate::{checked, reference};

pub(super) const ROW: MetricRow = MetricRow {
    kept: 4,
    name: "agent_work",
    verb: "work",
    help: reference("As long as the desk works on it."),
    called: checked(Called { en: "Work", de: "Bearbeitung" }),
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
