//! Comparisons that cannot be meant.

use tierline_condition::Comparison;
use tierline_model::{Field, FieldType, Value, suggest};

use super::Check;
use crate::{
    rhai::Slip,
    source::Spot,
    tree::{Form, Node},
};

impl Check<'_> {
    /// That a condition is one.
    pub(super) fn must_be_boolean(&mut self, node: &Node) {
        let wrong = |what: String| {
            Slip::new("not-a-condition", format!("{what} is no condition"))
                .help("a condition is true or false, such as a comparison")
        };
        if let Some(value) = node.constant(self.names.constants) {
            if !matches!(value, Value::Bool(_)) {
                self.say(node.at, wrong(value.described()));
            }
            return;
        }
        if let Some(field) = self.declared(node).filter(|field| field.kind != FieldType::Boolean) {
            let (path, holds) = (field.path.clone(), field.kind.wanted());
            self.say(node.at, wrong(format!("`{path}` holds {holds}, which")));
        }
    }

    pub(super) fn operator(&mut self, at: Spot, sign: &str, args: &[Node]) {
        match (sign, args) {
            ("!", [arg]) => self.must_be_boolean(arg),
            ("in", [item, container]) => self.membership(item, container),
            (sign, [a, b]) => {
                if let Some(comparison) = Comparison::named(sign) {
                    self.comparison(at, comparison, a, b);
                }
            }
            _ => {}
        }
    }

    /// Whether this is `!x in list`, and says so.
    pub(super) fn is_inverted_membership(&mut self, sign: &str, args: &[Node]) -> bool {
        let inverted = args.first().filter(|_| sign == "in").and_then(|item| match &item.form {
            Form::Operator { sign, .. } if sign == "!" => Some(item.at),
            _ => None,
        });
        if let Some(at) = inverted {
            let slip = Slip::new("precedence", "`!x in list` turns x round first");
            self.say(at, slip.help("write `x !in list`"));
        }
        inverted.is_some()
    }

    fn declared(&self, node: &Node) -> Option<&Field> {
        self.is_field(node).then(|| node.path())?.and_then(|path| self.names.schema.field(&path))
    }

    fn comparison(&mut self, at: Spot, comparison: Comparison, a: &Node, b: &Node) {
        let (left, right) = (a.constant(self.names.constants), b.constant(self.names.constants));
        let (field, value, value_at) = match (left, right) {
            (Some(_), Some(_)) => {
                let slip = Slip::new("constant-comparison", "this compares two constants, so it is always the same");
                return self.say(at, slip.help("name a field on one side, such as `ticket.category`"));
            }
            (Some(value), None) => (self.declared(b), value, a.at),
            (None, Some(value)) => (self.declared(a), value, b.at),
            (None, None) => return,
        };
        if let Some(slip) = field.and_then(|field| never(field, comparison, &value)) {
            self.say(value_at, slip);
        }
    }

    fn membership(&mut self, item: &Node, container: &Node) {
        let (Some(field), Form::List(items)) = (self.declared(item), &container.form) else { return };
        let constants = items.iter().filter_map(|item| Some((item.at, item.constant(self.names.constants)?)));
        let slips: Vec<(Spot, Slip)> =
            constants.filter_map(|(at, value)| Some((at, never(field, Comparison::Equal, &value)?))).collect();
        slips.into_iter().for_each(|(at, slip)| self.say(at, slip));
    }
}

/// Why comparing a field with a value can never hold, if it cannot.
fn never(field: &Field, comparison: Comparison, value: &Value) -> Option<Slip> {
    let path = &field.path;
    if let (FieldType::OneOf(words), true) = (&field.kind, comparison.is_ordering()) {
        let help = match words.first().map(|word| &**word) {
            Some("P1") => format!("write outranks({path}, {value})"),
            _ => "use `in [...]` with the words you mean".to_owned(),
        };
        return Some(Slip::new("no-order", format!("`{path}` has no order that `<` and `>` know")).help(help));
    }
    if value.is_missing() {
        return None;
    }
    let can_hold = match (&field.kind, value) {
        (FieldType::Integer | FieldType::Number, Value::Int(_) | Value::Decimal(_)) => true,
        (FieldType::Id | FieldType::Text, Value::Text(_)) => true,
        (FieldType::Instant, Value::Text(text)) => {
            let slip = Slip::new("never-equal", format!("`{path}` is an instant and is never equal to text"));
            return Some(slip.help(format!("write at({text:?})")));
        }
        (FieldType::Id, _) => false,
        (kind, value) => kind.read(value).is_some(),
    };
    if can_hold {
        return None;
    }
    let slip = Slip::new("never-equal", format!("`{path}` never holds {value}: it is {}", field.kind.wanted()));
    Some(match (&field.kind, value) {
        (FieldType::OneOf(words), Value::Text(text)) => {
            slip.maybe_help(suggest::did_you_mean(text, words.iter().map(|word| &**word), "\""))
        }
        (FieldType::Integer | FieldType::Number, Value::Text(text)) if text.parse::<i64>().is_ok() => {
            slip.help(format!("write it without quotes: {text}"))
        }
        (FieldType::TextList, Value::Text(text)) => slip.help(format!("write \"{text}\" in {path}")),
        _ => slip,
    })
}
