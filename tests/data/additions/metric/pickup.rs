//! The first touch.

use super::{AtEnd, Called, Course, Cycles, MetricRow, Reopens, Start, Stop};
use crate::{checked, reference};

pub(super) const ROW: MetricRow = MetricRow {
    kept: 10,
    name: "pickup",
    verb: "pick_up",
    help: reference("From creation until somebody has it or answers."),
    called: checked(Called { en: "First touch", de: "Erste Berührung" }),
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
