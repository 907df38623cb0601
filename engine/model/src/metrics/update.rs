//! Periodic updates.

use super::{AtEnd, Called, Course, Cycles, DeadlineField, MetricRow, Reopens, Start, Stop};
use crate::{checked, reference};

pub(super) const ROW: MetricRow = MetricRow {
    kept: 2,
    name: "update",
    verb: "update",
    help: reference("From one contact to the next."),
    called: checked(Called { en: "Next update", de: "Nächste Nachricht" }),
    deadline: Some(DeadlineField {
        name: "update_by",
        help: reference("When the next update is due; set in answers."),
    }),
    pauses_unless_said: true,
    merges_back: false,
    course: Course::Cycles(Cycles {
        starts: Start::Contact,
        stops: Stop::Contact,
        at_end: AtEnd::Stops,
        reopens: Reopens::Yes,
    }),
};
