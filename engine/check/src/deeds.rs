//! What rules do, as far as it stands in them.

use std::borrow::Cow;

use tierline_condition::{Call, Doing, Expr, Frame};
use tierline_model::{ActionSpec, Ends, How, ParamKind, Path, Reads, Tells, To, Value, Writes, Written};
use tierline_rules::{Rule, actions::ACTIONS};

use crate::reason::paths;

/// A field that a call sets, and to what.
#[derive(Clone, Debug)]
pub(crate) struct Set<'a> {
    pub(crate) field: Path,
    pub(crate) to: Cow<'a, Expr>,
    /// Whether it does so wherever its rule fires.
    pub(crate) always: bool,
    pub(crate) call: &'a Call,
}

impl Set<'_> {
    /// What it writes, where that is one and the same for all tickets.
    pub(crate) fn constant(&self) -> Option<&Value> {
        match &*self.to {
            Expr::Const(value) => Some(value),
            _ => None,
        }
    }
}

/// An item that a call adds to a list, or takes out of it.
#[derive(Clone, Debug)]
pub(crate) struct Item<'a> {
    pub(crate) field: Path,
    pub(crate) is_added: bool,
    /// The item, where it is one and the same for all tickets.
    pub(crate) constant: Option<&'a str>,
    pub(crate) call: &'a Call,
}

/// What the table of actions says of a call.
pub(crate) fn spec(call: &Call) -> Option<&'static ActionSpec> {
    ACTIONS.get(call.action as usize).map(|action| &action.spec)
}

/// The calls of a rule, where they are known.
pub(crate) fn calls(rule: &Rule) -> &[Call] {
    match &rule.doing {
        Doing::Calls { calls, .. } => calls,
        Doing::Script { .. } => &[],
    }
}

/// Whether a rule may end the evaluation where it fires: no later rule is looked at then.
pub(crate) fn stops(rule: &Rule) -> bool {
    calls(rule).iter().filter_map(spec).any(|spec| spec.ends == Ends::Evaluation)
}

/// What a rule may end or hold back where it fires.
pub(crate) fn ends(rule: &Rule) -> Option<Ends> {
    calls(rule).iter().filter_map(spec).map(|spec| spec.ends).find(|ends| *ends != Ends::Nothing)
}

/// Whether a call gives somebody word of the ticket.
pub(crate) fn tells(call: &Call) -> bool {
    spec(call).is_some_and(|spec| spec.tells != Tells::Nobody)
}

/// What a rule gives as arguments of a kind, in calls that have such a parameter.
pub(crate) fn args_of_kind(rule: &Rule, is_wanted: impl Fn(ParamKind) -> bool) -> Vec<(&Call, &Expr)> {
    let mut found = vec![];
    for call in calls(rule) {
        let params = spec(call).into_iter().flat_map(|spec| spec.params);
        let given = params.zip(call.args.iter()).filter(|(param, _)| is_wanted(param.kind));
        found.extend(given.map(|(_, arg)| (call, arg)));
    }
    found
}

/// Whether a rule does what only its script knows.
pub(crate) fn is_scripted(rule: &Rule) -> bool {
    matches!(rule.doing, Doing::Script { .. })
}

/// The fields that a call may write.
pub(crate) fn writes(call: &Call) -> Vec<Path> {
    let rows = spec(call).into_iter().flat_map(|spec| spec.writes);
    rows.flat_map(|row| fields(call, row)).collect()
}

/// The fields that a call may write by a row of its action: one, where the call says which.
fn fields(call: &Call, row: &Writes) -> Vec<Path> {
    match row.field {
        Written::Field(field) => vec![Path::of_ticket(field)],
        Written::NamedBy(argument) => {
            constant_text(call, argument).and_then(Path::parse_in_ticket).into_iter().collect()
        }
        Written::OneOf(argument, known) => {
            let named = constant_text(call, argument);
            let may_be = known.iter().filter(|field| named.is_none_or(|named| named == **field));
            may_be.map(|field| Path::of_ticket(field)).collect()
        }
    }
}

/// The fields that the actions of a rule read: in their arguments and branches, and by themselves.
pub(crate) fn reads(rule: &Rule, frame: &Frame) -> Vec<Path> {
    let of_call = |call: &Call| {
        let exprs = call.args.iter().chain(call.when.iter().flat_map(|when| when.iter()));
        let mut read: Vec<Path> = exprs.flat_map(|expr| paths(expr, frame)).collect();
        read.extend(spec(call).into_iter().flat_map(|spec| spec.reads.get()).filter_map(|row| looked_at(call, row)));
        read
    };
    calls(rule).iter().flat_map(of_call).collect()
}

/// The field of the ticket that a call looks at by a row of its action, if it does.
fn looked_at(call: &Call, row: &Reads) -> Option<Path> {
    match *row {
        Reads::Field(field) => Some(Path::of_ticket(field)),
        Reads::FieldUnlessNamed { field, argument, name } => {
            let is_named = match call.args.get(argument) {
                Some(Expr::Const(Value::Map(named))) => named.get(name).is_some_and(|value| !value.is_missing()),
                Some(Expr::Const(_)) => true,
                _ => false,
            };
            (!is_named).then(|| Path::of_ticket(field))
        }
        Reads::Roster | Reads::Turns | Reads::Now => None,
    }
}

/// The single values that a rule sets whatever they held before.
pub(crate) fn sets(rule: &Rule) -> Vec<Set<'_>> {
    rows(rule).filter_map(|(call, row)| set(call, row)).collect()
}

fn set<'a>(call: &'a Call, row: &Writes) -> Option<Set<'a>> {
    let [field] = <[Path; 1]>::try_from(fields(call, row)).ok()?;
    let is_given = match row.to {
        To::Argument(argument) => is_given(call, argument),
        To::Word(_) | To::Nothing | To::Found => Some(true),
    };
    let to = match row.to {
        To::Argument(argument) => Cow::Borrowed(call.args.get(argument)?),
        To::Word(word) => Cow::Owned(Expr::Const(Value::text(word))),
        To::Nothing => Cow::Owned(Expr::Const(Value::Missing)),
        To::Found => return None,
    };
    let always = row.is_sure && call.when.is_none() && is_given == Some(true);
    (row.how == How::Set && is_given != Some(false)).then_some(Set { field, to, always, call })
}

/// Whether an argument is given that may be left out; `None` where that depends on the ticket.
fn is_given(call: &Call, argument: usize) -> Option<bool> {
    let param = spec(call)?.params.get(argument)?;
    match call.args.get(argument) {
        None => Some(false),
        Some(_) if !param.optional => Some(true),
        Some(Expr::Const(value)) => Some(!value.is_missing()),
        Some(_) => None,
    }
}

/// The items that a rule adds to lists and takes out of them.
pub(crate) fn items(rule: &Rule) -> Vec<Item<'_>> {
    rows(rule).filter_map(|(call, row)| item(call, row)).collect()
}

fn item<'a>(call: &'a Call, row: &Writes) -> Option<Item<'a>> {
    let is_added = match row.how {
        How::Add => true,
        How::Remove => false,
        How::Set | How::Raise | How::Lower => return None,
    };
    let [field] = <[Path; 1]>::try_from(fields(call, row)).ok()?;
    let constant = match row.to {
        To::Argument(argument) => constant_text(call, argument),
        To::Word(word) => Some(word),
        To::Nothing | To::Found => None,
    };
    Some(Item { field, is_added, constant, call })
}

/// The calls of a rule with each row of what their action writes.
fn rows(rule: &Rule) -> impl Iterator<Item = (&Call, &'static Writes)> {
    calls(rule).iter().flat_map(|call| spec(call).into_iter().flat_map(|spec| spec.writes).map(move |row| (call, row)))
}

/// The text of an argument that is a constant.
pub(crate) fn constant_text(call: &Call, index: usize) -> Option<&str> {
    match call.args.get(index)? {
        Expr::Const(value) => value.as_text(),
        _ => None,
    }
}
