//! Comparisons that cannot be meant.

use tierline_condition::Comparison;
use tierline_model::{Field, FieldType, Path, Root, Value, quoted, suggest};

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
        if let Some(value) = node.constant(self.constants()) {
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
            ("!", [arg]) => self.inverted(arg),
            ("in", [item, container]) => self.membership(item, container),
            (sign, [a, b]) => {
                if let Some(comparison) = Comparison::named(sign) {
                    self.comparison(at, comparison, a, b);
                }
            }
            _ => {}
        }
    }

    /// That what is turned round is true or false: `not` binds before comparisons.
    fn inverted(&mut self, arg: &Node) {
        let before = self.slips.len();
        self.must_be_boolean(arg);
        for slip in self.slips.iter_mut().skip(before) {
            slip.help = Some("`not` and `!` bind before `==`: write `x != y`, or `!(x == y)`".to_owned());
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
        let is_comparison =
            |side: &Node| matches!(&side.form, Form::Operator { sign, .. } if Comparison::named(sign).is_some());
        if comparison.is_ordering() && (is_comparison(a) || is_comparison(b)) {
            let slip = Slip::new("chained-comparison", "this compares the outcome of a comparison");
            return self.say(at, slip.help("write between(x, 10, 20), or join two comparisons with `&&`"));
        }
        let (left, right) = (a.constant(self.constants()), b.constant(self.constants()));
        let (field, value, value_at) = match (left, right) {
            // A constant with a name is a switch that somebody may turn.
            (Some(_), Some(_)) if [a, b].iter().any(|side| matches!(side.form, Form::Name(_))) => return,
            (Some(_), Some(_)) => {
                let slip = Slip::new("constant-comparison", "this compares two constants, so it is always the same");
                return self.say(at, slip.help("name a field on one side, such as `ticket.category`"));
            }
            (Some(value), None) => (self.declared(b), value, a.at),
            (None, Some(value)) => (self.declared(a), value, b.at),
            (None, None) => {
                let ranked = [a, b].into_iter().filter_map(|side| self.declared(side));
                let ranked = ranked.into_iter().find(|field| matches!(field.kind, FieldType::OneOf(_)));
                let slip = ranked.filter(|_| comparison.is_ordering());
                if let Some(slip) = slip.and_then(|field| never(field, comparison, &Value::Missing)) {
                    self.say(at, slip);
                }
                return;
            }
        };
        if let Some(slip) = field.and_then(|field| self.never(field, comparison, &value)) {
            self.say(value_at, slip);
        }
    }

    fn never(&self, field: &Field, comparison: Comparison, value: &Value) -> Option<Slip> {
        let queues = self.names.queues;
        match value {
            Value::Text(queue) if is_queue(&field.path) && !queues.is_empty() && !queues.contains(queue) => {
                let slip = Slip::new("unknown-queue", format!("there is no queue {value}"));
                Some(slip.maybe_help(suggest::did_you_mean(queue, queues.iter().map(|known| &**known), "\"")))
            }
            value => never(field, comparison, value),
        }
    }

    fn membership(&mut self, item: &Node, container: &Node) {
        if let Form::Operator { sign, args } = &container.form
            && let (true, [first, end]) = (sign.starts_with(".."), args.as_slice())
            && let (Some(Value::Int(first)), Some(Value::Int(end))) =
                (first.constant(self.constants()), end.constant(self.constants()))
            && (first > end || (first == end && sign == ".."))
        {
            let slip = Slip::new("empty-range", format!("no number lies in {first}{sign}{end}"));
            return self.say(container.at, slip.help("the lower number stands first; `..=` has the last one in it"));
        }
        if let Form::List(items) = &container.form {
            let is_range = |item: &&Node| matches!(&item.form, Form::Operator { sign, .. } if sign.starts_with(".."));
            if let Some(range) = items.iter().find(is_range) {
                let slip = Slip::new("range-in-list", "a range in a list is one item, and nothing equals it");
                return self.say(range.at, slip.help("write `x in 1..=9`, without brackets"));
            }
        }
        let (Some(field), Form::List(items)) = (self.declared(item), &container.form) else { return };
        let constants = items.iter().filter_map(|item| Some((item.at, item.constant(self.constants())?)));
        let slips: Vec<(Spot, Slip)> =
            constants.filter_map(|(at, value)| Some((at, self.never(field, Comparison::Equal, &value)?))).collect();
        slips.into_iter().for_each(|(at, slip)| self.say(at, slip));
    }
}

/// Whether a path leads to the queue of the ticket.
pub(crate) fn is_queue(path: &Path) -> bool {
    path.root == Root::Ticket && path.names.len() == 1 && &*path.names[0] == "queue"
}

/// Why comparing a field with a value can never hold, if it cannot.
fn never(field: &Field, comparison: Comparison, value: &Value) -> Option<Slip> {
    let path = &field.path;
    if let (FieldType::OneOf(words), true) = (&field.kind, comparison.is_ordering()) {
        let meant: Vec<String> = words
            .iter()
            .filter(|word| comparison.holds(&Value::Text((*word).clone()), value) == Some(true))
            .map(|word| quoted(word).to_string())
            .collect();
        let help = match (words.first().map(|word| &**word), meant.is_empty()) {
            (Some("P1"), false) => format!("write {path} in [{}]", meant.join(", ")),
            (Some("P1"), true) => "write outranks(a, b), which is true where a is worked on before b".to_owned(),
            _ => "write `in [...]` with the words you mean".to_owned(),
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
            return Some(slip.help(format!("write at({})", quoted(text))));
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
