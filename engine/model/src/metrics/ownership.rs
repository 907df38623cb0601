//! Time in a queue.

use super::{Called, Course, Held, Holder, MetricRow};
use crate::{checked, reference};

pub(super) const ROW: MetricRow = MetricRow {
    kept: 7,
    name: "ownership",
    verb: "own",
    help: reference("As long as one queue has it."),
    called: checked(Called { en: "Queue", de: "Warteschlange" }),
    deadline: None,
    pauses_unless_said: true,
    merges_back: false,
    course: Course::Held(Held { by: Holder::Queue, continues_on_return: false }),
};
