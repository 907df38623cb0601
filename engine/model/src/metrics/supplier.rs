//! Time with a supplier.

use super::{Called, Course, Held, Holder, MetricRow};
use crate::{checked, reference};

pub(super) const ROW: MetricRow = MetricRow {
    kept: 9,
    name: "supplier",
    verb: "supplier",
    help: reference("As long as a supplier has it."),
    called: checked(Called { en: "Supplier", de: "Lieferant" }),
    deadline: None,
    pauses_unless_said: false,
    merges_back: false,
    course: Course::Held(Held { by: Holder::Supplier, continues_on_return: false }),
};
