//! What of a condition an index can look up.

use tierline_model::{FieldType, PRIORITIES, Text, Value};

use crate::{
    Comparison, Condition, Expr, Frame, Slot,
    functions::{Asks, Case, Function, Gives, Kind, Takes, Total},
};

/// A test that must hold for a condition to hold, and that can be looked up without deciding the condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Probe {
    /// The field holds one of these: texts, true or false, or nothing.
    OneOf(Slot, Vec<Value>),
    /// The field holds none of these.
    NoneOf(Slot, Vec<Value>),
    /// The field holds a whole number from the first to the second.
    Within(Slot, i64, i64),
    /// The field is a list that has one of these texts.
    Has(Slot, Vec<Text>),
    /// The field is a text that has one of these parts somewhere in it.
    Contains {
        /// The field.
        slot: Slot,
        /// Whether upper and lower case are alike; the parts are folded then.
        folds: bool,
        /// The parts, none of them empty.
        parts: Vec<Text>,
    },
}

/// The probes of a condition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Probes {
    /// Tests that must all hold, and the number of the part that each comes from. Where one does not hold, no part before it
    /// can raise an error either.
    pub probes: Vec<(usize, Probe)>,
    /// For each part, whether they are all there is to it: where they hold, it does.
    pub says_all: Vec<bool>,
}

impl Probes {
    /// Whether they are all there is to the condition: where they hold, it does.
    pub fn are_all(&self) -> bool {
        self.says_all.iter().all(|says_all| *says_all)
    }
}

impl Condition {
    /// What an index can look up of it.
    ///
    /// Only what stands before the first part that may need a script counts: a rule is never passed over that would have
    /// been named as a fault, or that would have fired for being one.
    pub fn probes(&self, frame: &Frame) -> Probes {
        let mut found = Probes { probes: vec![], says_all: vec![false; self.parts.len()] };
        for (number, part) in self.parts.iter().enumerate() {
            let mut says_all = true;
            for conjunct in conjuncts(&part.expr, frame) {
                let (probe, says_it) = probe(conjunct, frame);
                found.probes.extend(probe.map(|probe| (number, probe)));
                if !is_sure(conjunct, frame) {
                    return found;
                }
                says_all &= says_it;
            }
            found.says_all[number] = says_all;
        }
        found
    }
}

/// What stands between the `&&` of an expression, those in brackets and in helpers among them.
fn conjuncts<'a>(expr: &'a Expr, frame: &Frame) -> Vec<&'a Expr> {
    match expr {
        Expr::And(parts) => parts.iter().flat_map(|part| conjuncts(part, frame)).collect(),
        Expr::Helper(args, gives) if args.iter().all(|arg| gives_surely(arg, frame)) => conjuncts(gives, frame),
        expr => vec![expr],
    }
}

/// The probe of an expression, and whether the expression holds wherever the probe does.
fn probe(expr: &Expr, frame: &Frame) -> (Option<Probe>, bool) {
    let exact = |probe: Option<Probe>| (probe.is_some()).then_some((probe, true));
    let found = match expr {
        Expr::Const(Value::Bool(true)) => Some((None, true)),
        Expr::Field(slot) => exact(is_boolean(*slot, frame).then(|| Probe::OneOf(*slot, vec![Value::Bool(true)]))),
        Expr::Not(inner) => exact(negated(inner, frame)),
        Expr::Or(choices) => exact(either(choices, frame)),
        Expr::Compare(comparison, sides) => exact(match &**sides {
            (Expr::Field(slot), Expr::Const(value)) => compared(*slot, *comparison, value, frame),
            (Expr::Const(value), Expr::Field(slot)) => compared(*slot, comparison.turned(), value, frame),
            _ => None,
        }),
        Expr::In(sides) => exact(match &**sides {
            (Expr::Field(slot), Expr::Const(Value::List(items))) => {
                items.iter().all(is_word).then(|| Probe::OneOf(*slot, items.clone()))
            }
            (Expr::Const(Value::Text(item)), Expr::Field(slot)) => match kind(*slot, frame) {
                Some(FieldType::TextList | FieldType::List) => Some(Probe::Has(*slot, vec![item.clone()])),
                Some(kind) if is_text(kind) => contains(*slot, Case::Exact, std::slice::from_ref(item)),
                _ => None,
            },
            _ => None,
        }),
        Expr::InRange(item, range) => match &**item {
            Expr::Field(slot) if is_integer(*slot, frame) => {
                let last = if range.closed { Some(range.end) } else { range.end.checked_sub(1) };
                exact(last.map(|last| Probe::Within(*slot, range.first, last)))
            }
            _ => None,
        },
        Expr::Call(function, args) => called(function, args, frame),
        _ => None,
    };
    found.unwrap_or((None, false))
}

/// The probe of what holds where `expr` does not.
fn negated(expr: &Expr, frame: &Frame) -> Option<Probe> {
    match probe(expr, frame) {
        (Some(Probe::OneOf(slot, values)), true) => Some(Probe::NoneOf(slot, values)),
        (Some(Probe::NoneOf(slot, values)), true) => Some(Probe::OneOf(slot, values)),
        _ => None,
    }
}

/// The probe of choices that all ask the same field what it holds.
fn either(choices: &[Expr], frame: &Frame) -> Option<Probe> {
    let mut asked = None;
    let mut all = vec![];
    for choice in choices {
        let (Some(Probe::OneOf(slot, values)), true) = probe(choice, frame) else { return None };
        if *asked.get_or_insert(slot) != slot {
            return None;
        }
        all.extend(values);
    }
    Some(Probe::OneOf(asked?, all))
}

fn compared(slot: Slot, comparison: Comparison, value: &Value, frame: &Frame) -> Option<Probe> {
    match (comparison, value) {
        (Comparison::Equal, value) if is_word(value) => Some(Probe::OneOf(slot, vec![value.clone()])),
        (Comparison::NotEqual, value) if is_word(value) => Some(Probe::NoneOf(slot, vec![value.clone()])),
        (_, Value::Int(int)) if is_integer(slot, frame) => {
            let (first, last) = match comparison {
                Comparison::Equal => (Some(*int), Some(*int)),
                Comparison::Less => (Some(i64::MIN), int.checked_sub(1)),
                Comparison::AtMost => (Some(i64::MIN), Some(*int)),
                Comparison::More => (int.checked_add(1), Some(i64::MAX)),
                Comparison::AtLeast => (Some(*int), Some(i64::MAX)),
                Comparison::NotEqual => return None,
            };
            Some(Probe::Within(slot, first?, last?))
        }
        _ => None,
    }
}

fn called(function: &Function, args: &[Expr], frame: &Frame) -> Option<(Option<Probe>, bool)> {
    let (Expr::Field(slot), rest) = args.split_first()? else { return None };
    let kind = kind(*slot, frame);
    let (is_list, is_text) = (kind.is_some_and(is_list), kind.is_some_and(is_text));
    let (probe, says_all) = match function.asks {
        Asks::Nothing => None,
        Asks::Held => Some((Probe::NoneOf(*slot, vec![Value::Missing]), false)),
        Asks::Item | Asks::Part(_) if is_list => Some((Probe::Has(*slot, words(function, rest)?), true)),
        Asks::Item => None,
        Asks::Part(case) if is_text => contains(*slot, case, &words(function, rest)?).map(|probe| (probe, true)),
        Asks::PartAtLeast(case) if is_text => {
            contains(*slot, case, &words(function, rest)?).map(|probe| (probe, false))
        }
        Asks::Part(_) | Asks::PartAtLeast(_) => None,
        Asks::Between => match rest {
            [Expr::Const(Value::Int(lowest)), Expr::Const(Value::Int(highest))] if is_integer(*slot, frame) => {
                Some((Probe::Within(*slot, *lowest, *highest), true))
            }
            _ => None,
        },
    }?;
    Some((Some(probe), says_all))
}

/// The words that stand behind the field of a call: one, or a list where it takes that.
fn words(function: &Function, rest: &[Expr]) -> Option<Vec<Text>> {
    let takes = function.params.last()?.takes;
    match rest {
        [Expr::Const(Value::Text(text))] => Some(vec![text.clone()]),
        [Expr::Const(Value::List(items))] if matches!(takes, Takes::Words | Takes::ItemsOf(_)) => {
            items.iter().map(|item| item.as_text().map(Text::from)).collect()
        }
        _ => None,
    }
}

fn contains(slot: Slot, case: Case, parts: &[Text]) -> Option<Probe> {
    let folds = case.folds();
    let parts: Vec<Text> =
        parts.iter().map(|part| if folds { crate::plain(part).into() } else { part.clone() }).collect();
    (!parts.iter().any(|part| part.is_empty())).then_some(Probe::Contains { slot, folds, parts })
}

/// Whether a value can be told from others by itself: a text, true or false, nothing.
fn is_word(value: &Value) -> bool {
    matches!(value, Value::Text(_) | Value::Bool(_) | Value::Missing)
}

fn is_text(kind: &FieldType) -> bool {
    matches!(kind, FieldType::Text | FieldType::Id | FieldType::OneOf(_))
}

fn is_list(kind: &FieldType) -> bool {
    matches!(kind, FieldType::TextList | FieldType::List)
}

fn is_integer(slot: Slot, frame: &Frame) -> bool {
    kind(slot, frame) == Some(&FieldType::Integer)
}

/// What the field of a slot holds, where it is declared.
fn kind(slot: Slot, frame: &Frame) -> Option<&FieldType> {
    frame.schema.field(frame.layout.path(slot)?).map(|field| &field.kind)
}

/// Whether a field is always true or false.
fn is_boolean(slot: Slot, frame: &Frame) -> bool {
    let field = frame.layout.path(slot).and_then(|path| frame.schema.field(path));
    field.is_some_and(|field| field.kind == FieldType::Boolean && matches!(field.default, Value::Bool(_)))
}

impl Expr {
    /// Whether deciding it never raises an error and never needs a script, whatever the ticket holds. The steps that it
    /// takes are set aside.
    pub fn is_sure(&self, frame: &Frame) -> bool {
        is_sure(self, frame)
    }
}

/// Whether deciding an expression never needs a script, whatever the ticket holds. The steps that it takes are set aside:
/// a rule that is passed over takes none.
fn is_sure(expr: &Expr, frame: &Frame) -> bool {
    let gives = |expr: &Expr| gives_surely(expr, frame);
    match expr {
        Expr::Const(value) => matches!(value, Value::Bool(_)),
        Expr::Field(slot) => is_boolean(*slot, frame),
        Expr::And(parts) | Expr::Or(parts) => parts.iter().all(|part| is_sure(part, frame)),
        Expr::Not(part) => is_sure(part, frame),
        Expr::Choose(parts) => parts.iter().all(|part| is_sure(part, frame)),
        Expr::Helper(args, of) => args.iter().all(gives) && is_sure(of, frame),
        Expr::Compare(comparison, sides) => {
            let (a, b) = &**sides;
            gives(a) && gives(b) && (!comparison.is_ordering() || is_plain(a, frame) || is_plain(b, frame))
        }
        Expr::In(sides) => match &**sides {
            (item, Expr::Const(Value::List(_))) => gives(item),
            (item, Expr::Field(slot)) => match kind(*slot, frame) {
                Some(FieldType::TextList | FieldType::List) => gives(item),
                Some(kind) if is_text(kind) => matches!(item, Expr::Const(Value::Text(_))),
                _ => false,
            },
            _ => false,
        },
        Expr::InRange(item, _) => is_number(item, frame),
        Expr::Call(function, args) => has_truth(function) && is_total(function, args, frame),
        // A value where true or false is needed: the script must say what it makes of that.
        _ => false,
    }
}

/// Whether a function only gives true or false.
fn has_truth(function: &Function) -> bool {
    function.gives == Gives::Always(Kind::Truth)
}

/// Whether a function never fails for these arguments, and gives nothing that a script may not make.
fn is_total(function: &Function, args: &[Expr], frame: &Frame) -> bool {
    let fit = || function.params.iter().zip(args).all(|(param, arg)| fits(param.takes, arg, frame));
    let is_safe = match function.total {
        Total::Always => true,
        Total::WhereArgsFit => fit(),
        Total::Never => false,
    };
    is_safe && args.iter().all(|arg| gives_surely(arg, frame))
}

/// Whether what an expression gives surely is what a parameter takes, or where that is no name, missing.
fn fits(takes: Takes, arg: &Expr, frame: &Frame) -> bool {
    let of_field = |fits: &dyn Fn(&FieldType) -> bool| match arg {
        Expr::Field(slot) => kind(*slot, frame).is_some_and(fits),
        _ => false,
    };
    let text = match arg {
        Expr::Const(Value::Text(text)) => Some(text),
        _ => None,
    };
    match takes {
        Takes::Anything | Takes::List | Takes::ItemsOf(_) | Takes::HeldBy(_) => true,
        Takes::Text => text.is_some() || of_field(&is_text),
        Takes::TextOrList => of_field(&|kind| is_text(kind) || is_list(kind) || *kind == FieldType::Map),
        Takes::PartOf(_) => text.is_some(),
        Takes::Words => matches!(arg, Expr::Const(Value::Text(_) | Value::List(_))),
        Takes::Instant => {
            matches!(arg, Expr::Now | Expr::Const(Value::Instant(_) | Value::Date(_)))
                || of_field(&|kind| matches!(kind, FieldType::Instant | FieldType::Date))
        }
        Takes::Priority => is_priority(arg, frame),
        Takes::Field => text.is_some(),
        Takes::Matrix => text.is_some_and(|name| frame.matrices.contains_key(name)),
        Takes::Pattern(case) => text.is_some_and(|text| frame.patterns.get(text, case.folds()).is_some()),
        // What has an order may be missing, and calendars end.
        Takes::InOrder | Takes::Like(_) | Takes::Calendar => false,
    }
}

/// Whether an expression gives a value whatever the ticket holds.
fn gives_surely(expr: &Expr, frame: &Frame) -> bool {
    match expr {
        Expr::Const(_) | Expr::Field(_) | Expr::Now => true,
        Expr::Coalesce(choices) => choices.iter().all(|choice| gives_surely(choice, frame)),
        Expr::Call(function, args) => is_total(function, args, frame),
        truth => is_sure(truth, frame),
    }
}

/// Whether a value is never a list or a map.
fn is_plain(expr: &Expr, frame: &Frame) -> bool {
    match expr {
        Expr::Const(value) => !matches!(value, Value::List(_) | Value::Map(_)),
        Expr::Now => true,
        Expr::Field(slot) => kind(*slot, frame)
            .is_some_and(|kind| !matches!(kind, FieldType::TextList | FieldType::List | FieldType::Map)),
        _ => false,
    }
}

/// Whether a value is always a number, or missing.
fn is_number(expr: &Expr, frame: &Frame) -> bool {
    match expr {
        Expr::Field(slot) => matches!(kind(*slot, frame), Some(FieldType::Integer | FieldType::Number)),
        Expr::Call(function, args) => function.gives.kind() == Kind::Whole && is_total(function, args, frame),
        _ => false,
    }
}

/// Whether a value is always a priority, or missing.
fn is_priority(expr: &Expr, frame: &Frame) -> bool {
    let is_known = |word: &str| PRIORITIES.contains(&word);
    match expr {
        Expr::Const(Value::Text(word)) => is_known(word),
        Expr::Field(slot) => match kind(*slot, frame) {
            Some(FieldType::OneOf(words)) => words.iter().all(|word| is_known(word)),
            _ => false,
        },
        _ => false,
    }
}
