//! Time in a support tier.

use super::{Called, Course, Held, Holder, MetricRow};
use crate::{checked, reference};

pub(super) const ROW: MetricRow = MetricRow {
    kept: 8,
    name: "tier",
    verb: "tier",
    help: reference("As long as one support tier has it."),
    called: checked(Called { en: "Support tier", de: "Support-Stufe" }),
    deadline: None,
    pauses_unless_said: true,
    merges_back: false,
    course: Course::Held(Held {
        by: Holder::Tier,
        // Lest ping-pong fill budgets up.
        continues_on_return: true,
    }),
};
