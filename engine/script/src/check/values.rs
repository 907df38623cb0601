//! What a field never holds.

use tierline_condition::Comparison;
use tierline_model::{Field, FieldType, PRIORITIES, Path, Root, Text, Value, quoted, suggest};

use super::Check;
use crate::{rhai::Slip, tree::Node};

impl Check<'_> {
    /// The declared field that this is, if it is one.
    pub(super) fn declared(&self, node: &Node) -> Option<&Field> {
        self.is_field(node).then(|| node.path())?.and_then(|path| self.names.schema.field(&path))
    }

    /// Why comparing a field with a value can never hold, if it cannot.
    pub(super) fn never_holds(&self, field: &Field, comparison: Comparison, value: &Value) -> Option<Slip> {
        let queues = self.names.queues;
        match value {
            Value::Text(queue) if is_queue(&field.path) && !queues.is_empty() && !queues.contains(queue) => {
                let slip = Slip::new("unknown-queue", format!("there is no queue {value}"));
                Some(slip.maybe_help(suggest::did_you_mean(queue, queues.iter().map(|known| &**known), "\"")))
            }
            value => never(field, comparison, value),
        }
    }
}

/// Whether a path leads to the queue of the ticket.
pub(crate) fn is_queue(path: &Path) -> bool {
    path.root == Root::Ticket && path.names.len() == 1 && &*path.names[0] == "queue"
}

/// Why comparing a field with a value can never hold, if it cannot.
pub(crate) fn never(field: &Field, comparison: Comparison, value: &Value) -> Option<Slip> {
    let path = &field.path;
    if let (FieldType::OneOf(words), true) = (&field.kind, comparison.is_ordering()) {
        let slip = Slip::new("no-order", format!("`{path}` has no order that `<` and `>` know"));
        return Some(slip.help(instead_of_order(&path.to_string(), words, comparison, value)));
    }
    let can_hold = match (&field.kind, value) {
        (_, Value::Missing) => true,
        (FieldType::Integer | FieldType::Number, Value::Int(_) | Value::Decimal(_)) => true,
        (FieldType::Id | FieldType::Text, Value::Text(_)) => true,
        (FieldType::Instant | FieldType::Date, Value::Text(_)) => {
            let compares = if comparison.is_ordering() { "has no order with" } else { "is never equal to" };
            let is = if field.kind == FieldType::Date { "a date" } else { "an instant" };
            return Some(Slip::new("never-equal", format!("`{path}` is {is} and {compares} text")));
        }
        (FieldType::Date, Value::Instant(_)) => true,
        (FieldType::Id, _) => false,
        (kind, value) => kind.read(value).is_some(),
    };
    let compares = if comparison.is_ordering() { "has no order with" } else { "never holds" };
    let message = || format!("`{path}` {compares} {value}: it is {}", field.kind.wanted());
    (!can_hold).then(|| Slip::new("never-equal", message()))
}

/// What to write instead of putting words in order. Who writes that a priority is more than another may mean either way round:
/// the help says what is which.
pub(super) fn instead_of_order(path: &str, words: &[Text], comparison: Comparison, value: &Value) -> String {
    let listed = |words: Vec<&Text>| words.iter().map(|word| quoted(word).to_string()).collect::<Vec<_>>().join(", ");
    if !words.iter().map(|word| &**word).eq(PRIORITIES.iter().copied()) {
        return "write `in [...]` with the words you mean".to_owned();
    }
    let text = value.as_text().filter(|text| PRIORITIES.contains(text));
    let Some(text) = text else {
        return "write outranks(a, b), which is true where a is worked on before b".to_owned();
    };
    let holds = |word: &&Text| comparison.holds(&Value::Text((**word).clone()), value) == Some(true);
    let meant = listed(words.iter().filter(holds).collect());
    let above = listed(words.iter().filter(|word| &***word < text).collect());
    match above.is_empty() || meant.is_empty() || meant == above {
        true => format!(
            "P1 outranks P2: write outranks({path}, {value}){}",
            if above.is_empty() { String::new() } else { format!(", which is true of {above}") }
        ),
        false => format!("P1 outranks P2: write outranks({path}, {value}) for {above}, or {path} in [{meant}]"),
    }
}
