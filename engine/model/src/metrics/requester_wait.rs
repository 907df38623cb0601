//! Time that the requester waits.

use super::{AtEnd, Called, Course, Cycles, MetricRow, Reopens, Start, Stop};
use crate::{checked, reference};

pub(super) const ROW: MetricRow = MetricRow {
    kept: 3,
    name: "requester_wait",
    verb: "wait",
    help: reference("As long as the requester waits for the desk."),
    called: checked(Called { en: "Waiting time", de: "Wartezeit" }),
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
