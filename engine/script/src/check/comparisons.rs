//! Comparisons that cannot be meant.

use std::sync::LazyLock;

use tierline_condition::Comparison;
use tierline_model::{Field, FieldType, PRIORITIES, Text, Value};

use super::{
    Check, Kinds, Type,
    mends::{of_comparison, of_item, of_membership, of_order, of_range},
    types::Words,
    values::{instead_of_order, never},
    written::{said, told, written_or_this, written_or_x, wrong_kind},
};
use crate::{
    rhai::Slip,
    source::Spot,
    tree::{Case, Form, Node},
};

/// One side of a comparison: what it is and what it may give.
#[derive(Clone, Copy)]
pub(super) struct Side<'a> {
    pub(super) node: &'a Node,
    pub(super) given: &'a Type,
    /// Its value, where it is written out.
    pub(super) value: Option<&'a Value>,
}

impl Check<'_> {
    /// `a == b` and its like.
    pub(super) fn comparison(&mut self, at: Spot, comparison: Comparison, a: &Node, b: &Node) -> Type {
        let (left, right) = (self.compared(a), self.compared(b));
        let wrong = self.chained(comparison, a, b).map(|slip| slip.at(at));
        let wrong = wrong.or_else(|| self.uncomparable(at, comparison, (a, &left), (b, &right)));
        wrong.into_iter().for_each(|slip| self.slips.push(slip));
        Type::of(Kinds::TRUTH)
    }

    fn chained(&self, comparison: Comparison, a: &Node, b: &Node) -> Option<Slip> {
        let is_comparison =
            |side: &Node| matches!(&side.form, Form::Operator { sign, .. } if Comparison::named(sign).is_some());
        let slip = Slip::new("chained-comparison", "this compares the outcome of a comparison");
        let is_chained = comparison.is_ordering() && (is_comparison(a) || is_comparison(b));
        is_chained.then(|| slip.help("write between(x, 10, 20), or join two comparisons with `&&`"))
    }

    /// Why a comparison comes out the same on every ticket, if it does.
    fn uncomparable(&self, at: Spot, comparison: Comparison, a: (&Node, &Type), b: (&Node, &Type)) -> Option<Slip> {
        let (left, right) = (a.0.constant(self.constants()), b.0.constant(self.constants()));
        let a = Side { node: a.0, given: a.1, value: left.as_ref() };
        let b = Side { node: b.0, given: b.1, value: right.as_ref() };
        let (field, of, other, at) = match (a.value, b.value) {
            // A constant with a name is a switch that somebody may turn.
            (Some(_), Some(_)) if [a, b].iter().any(|side| matches!(side.node.form, Form::Name(_))) => return None,
            (Some(_), Some(_)) => {
                let slip = Slip::new("constant-comparison", "this compares two constants, so it is always the same");
                return Some(slip.help("name a field on one side, such as `ticket.category`").at(at));
            }
            (Some(_), None) => (self.declared(b.node), b, a, a.node.at),
            (None, Some(_)) => (self.declared(a.node), a, b, b.node.at),
            (None, None) => (self.ranked(a, b).filter(|_| comparison.is_ordering()), a, b, at),
        };
        let turned = if of.node.at == a.node.at { comparison } else { comparison.turned() };
        if let (None, true, Some(words)) = (field, comparison.is_ordering(), priorities(of.given)) {
            let written = written_or_x(of.node);
            let slip =
                Slip::new("no-order", format!("`{written}` is a priority, which has no order that `<` and `>` know"));
            let value = other.value.unwrap_or(&Value::Missing);
            return Some(slip.help(instead_of_order(&written, words, turned, value)).at(at));
        }
        let slip = match field {
            Some(field) => self.never(field, comparison, turned, other).or_else(|| misfit(comparison, of, other)),
            None => misfit(comparison, of, other),
        };
        Some(slip?.at(at)).map(|slip| slip.or_help(of_comparison(turned, of, other)))
    }

    /// Words of arms that a `switch` over a field never comes to.
    pub(super) fn cases(&mut self, on: &Node, arms: &[(Node, Node)], cases: &[Case]) {
        let Some(field) = self.declared(on) else { return };
        let never = |(case, (_, body)): (&Case, &(Node, Node))| {
            let slips = case.values.iter().filter_map(|value| {
                let slip = self.never_holds(field, Comparison::Equal, value)?;
                let given = Type::of_value(value);
                let (held, other) =
                    (Type::of_field_type(&field.kind), Side { node: on, given: &given, value: Some(value) });
                let of = Side { node: on, given: &held, value: None };
                Some(slip.at(body.start()).or_help(of_item(of, other)))
            });
            slips.collect::<Vec<_>>()
        };
        let slips: Vec<Slip> = cases.iter().zip(arms).flat_map(never).collect();
        self.slips.extend(slips);
    }

    /// The side that is a field with words of its own.
    fn ranked(&self, a: Side<'_>, b: Side<'_>) -> Option<&Field> {
        let fields = [a, b].into_iter().filter_map(|side| self.declared(side.node));
        fields.into_iter().find(|field| matches!(field.kind, FieldType::OneOf(_)))
    }
}

impl Check<'_> {
    fn never(&self, field: &Field, written: Comparison, turned: Comparison, other: Side<'_>) -> Option<Slip> {
        match other.value {
            Some(value) => self.never_holds(field, turned, value),
            None => never(field, written, &Value::Missing),
        }
    }

    /// `item in container`, or `item !in container`.
    pub(super) fn membership(&mut self, at: Spot, is: bool, item: &Node, container: &Node) -> Type {
        let found = self.node(item);
        let before = self.slips.len();
        let whole = self.node(container);
        let of_range = self.mend_of_range(is, (item, &found), container);
        if let Some(help) = &of_range {
            let of_ends = |slip: &&mut Slip| slip.code == "wrong-kind" && slip.at == container.at;
            self.slips.iter_mut().skip(before).filter(of_ends).for_each(|slip| slip.help = Some(help.clone()));
        }
        let wrong = match self.odd_range(container) {
            Some(slip) => vec![slip],
            None => self.not_in(at, is, (item, &found), (container, &whole)),
        };
        self.slips.extend(wrong.into_iter().map(|slip| slip.or_help(of_range.clone())));
        Type::of(Kinds::TRUTH)
    }

    /// What to write instead of a range whose ends are no whole numbers.
    fn mend_of_range(&self, is: bool, (item, found): (&Node, &Type), container: &Node) -> Option<String> {
        let Form::Operator { sign, args } = &container.form else { return None };
        let [first, last] = args.as_slice() else { return None };
        if !sign.starts_with("..") {
            return None;
        }
        let (lowest, highest) = (first.constant(self.constants()), last.constant(self.constants()));
        let given = |end: &Option<Value>| end.as_ref().map_or(Type::any(), Type::of_value);
        let (low, high) = (given(&lowest), given(&highest));
        let first = Side { node: first, given: &low, value: lowest.as_ref() };
        let last = Side { node: last, given: &high, value: highest.as_ref() };
        of_range(is, Side { node: item, given: found, value: None }, sign, (first, last))
    }

    fn odd_range(&self, container: &Node) -> Option<Slip> {
        match &container.form {
            Form::Operator { sign, args } if sign.starts_with("..") => {
                let [first, end] = args.as_slice() else { return None };
                let ends = (first.constant(self.constants()), end.constant(self.constants()));
                let (Some(Value::Int(first)), Some(Value::Int(end))) = ends else { return None };
                let slip = Slip::new("empty-range", format!("no number lies in {first}{sign}{end}"));
                let slip = slip.help("the lower number stands first; `..=` has the last one in it").at(container.at);
                (first > end || (first == end && sign == "..")).then_some(slip)
            }
            Form::List(items) => {
                let is_range =
                    |item: &&Node| matches!(&item.form, Form::Operator { sign, .. } if sign.starts_with(".."));
                let range = items.iter().find(is_range)?;
                let slip = Slip::new("range-in-list", "a range in a list is one item, and nothing equals it");
                Some(slip.help("write `x in 1..=9`, without brackets").at(range.at))
            }
            _ => None,
        }
    }

    /// Why something is in a container on no ticket, if it is not; of a list that is written out, every item that it never is.
    fn not_in(&self, at: Spot, is: bool, item: (&Node, &Type), container: (&Node, &Type)) -> Vec<Slip> {
        let (value, listed) = (item.0.constant(self.constants()), container.0.constant(self.constants()));
        let of = Side { node: item.0, given: item.1, value: value.as_ref() };
        let whole = Side { node: container.0, given: container.1, value: listed.as_ref() };
        if let Form::List(items) = &container.0.form
            && (item.1.kinds != Kinds::LIST || items.is_empty())
        {
            return items.iter().filter_map(|other| self.never_is(of, other)).collect();
        }
        let slip = match never_in(of, container) {
            None => return vec![],
            Some(slip) if slip.code == "wrong-kind" => slip.at(at),
            Some(slip) => slip.at(item.0.at),
        };
        vec![slip.or_help(of_membership(is, of, whole))]
    }

    /// Why something is never this item of a list.
    fn never_is(&self, of: Side<'_>, item: &Node) -> Option<Slip> {
        let value = item.constant(self.constants());
        let given = value.as_ref().map_or(Type::any(), Type::of_value);
        let other = Side { node: item, given: &given, value: value.as_ref() };
        let slip = match (self.declared(of.node), &value) {
            (Some(field), Some(value)) => self.never_holds(field, Comparison::Equal, value),
            _ => misfit(Comparison::Equal, of, other),
        };
        Some(slip?.at(item.at)).map(|slip| slip.or_help(of_item(of, other)))
    }
}

/// The priorities, where something is one of them and nothing else.
pub(super) fn priorities(given: &Type) -> Option<&'static [Text]> {
    static ALL: LazyLock<Vec<Text>> = LazyLock::new(|| PRIORITIES.iter().map(|&word| word.into()).collect());
    let all: &'static [Text] = &ALL;
    let is_text = given.kinds.without(Kinds::MISSING) == Kinds::TEXT;
    match &given.words {
        Words::OneOf(words) if is_text && words.len() > 1 && words.iter().all(|word| all.contains(word)) => Some(all),
        _ => None,
    }
}

/// Why two things never compare, if they do not. What is missing on every ticket was meant to be, and of what nobody knows nothing is
/// said.
fn misfit(comparison: Comparison, of: Side<'_>, other: Side<'_>) -> Option<Slip> {
    let is_meant = [of, other].iter().any(|side| side.given.is_nothing() || side.given.is_unknown());
    let can_hold = match comparison.is_ordering() {
        true => of.given.has_order_with(other.given),
        false => of.given.can_equal(other.given),
    };
    if is_meant || can_hold {
        return None;
    }
    let both = of.given.kinds.and(other.given.kinds);
    if comparison.is_ordering() && both.has(Kinds::LIST.or(Kinds::MAP)) {
        let slip =
            Slip::new("no-order", format!("{}, which has no order that `<` and `>` know", said(of.node, of.given)));
        return Some(slip.help(of_order(comparison, of, other)));
    }
    let settled = match of.given.words {
        Words::Settled(kind) if both.has(Kinds::TEXT) => kind.settled_as(),
        _ => None,
    };
    let is = match settled {
        Some(is) => format!("{} {is} and is never equal to", written_or_this(of.node)),
        _ if comparison.is_ordering() => format!("{} and has no order with", said(of.node, of.given)),
        _ => format!("{} and is never equal to", said(of.node, of.given)),
    };
    Some(Slip::new("never-equal", format!("{is} {}", told(other.node, other.given))))
}

/// Why something is in a container on no ticket, if it is not: an error on every ticket, or never so.
fn never_in(of: Side<'_>, (container, whole): (&Node, &Type)) -> Option<Slip> {
    let (item, texts) = (of.given, Kinds::TEXT.or(Kinds::MAP));
    let containers = Kinds::CONTAINERS.or(Kinds::RANGE);
    if item.is_nothing() || whole.is_nothing() {
        return None;
    }
    if !whole.may_be(containers) {
        return Some(wrong_kind("`in` looks into a list, a text or a range", container, whole));
    }
    let is_part = whole.may_be(texts) && item.may_be(Kinds::TEXT) && may_be_part(of, whole);
    let is_item = whole.may_be(Kinds::LIST)
        && whole.items.as_ref().is_none_or(|items| items.is_nothing() || items.can_equal(item));
    let is_within = whole.may_be(Kinds::RANGE) && item.may_be(Kinds::NUMBER);
    if is_part || is_item || is_within {
        return None;
    }
    if whole.may_be(Kinds::LIST) || item.may_be(Kinds::TEXT) && whole.may_be(Kinds::TEXT) {
        let message = format!("{} and never has {} in it", said(container, whole), told(of.node, item));
        return Some(Slip::new("never-equal", message));
    }
    let looks_for = match whole.kinds {
        kinds if kinds.has(Kinds::RANGE) => "a range has numbers in it",
        kinds if kinds.has(Kinds::TEXT) => "a text has text in it",
        _ => "a record has names in it",
    };
    Some(wrong_kind(looks_for, of.node, item))
}

/// Whether what is written out may be a part of a text, which may be in lower case.
fn may_be_part(of: Side<'_>, whole: &Type) -> bool {
    match (whole.settled_parts(), of.value.and_then(Value::as_text)) {
        (Some(kind), Some(part)) => kind.settled(part).as_deref() == Some(part),
        _ => true,
    }
}
