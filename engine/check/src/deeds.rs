//! What rules do, as far as it stands in them.

use tierline_condition::{Call, Doing, Expr, Frame};
use tierline_model::{ActionSpec, Path, Value};
use tierline_rules::{Rule, actions::ACTIONS};

use crate::reason::paths;

/// A field that a call writes, and to what.
#[derive(Clone, Debug)]
pub(crate) struct Set<'a> {
    pub(crate) field: Path,
    pub(crate) to: &'a Expr,
    /// Whether it stands in no branch.
    pub(crate) always: bool,
    pub(crate) call: &'a Call,
}

impl Set<'_> {
    /// What it writes, where that is one and the same for all tickets.
    pub(crate) fn constant(&self) -> Option<&Value> {
        match self.to {
            Expr::Const(value) => Some(value),
            _ => None,
        }
    }
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

/// The calls of an action by its name.
pub(crate) fn calls_of<'a>(rule: &'a Rule, action: &'a str) -> impl Iterator<Item = &'a Call> {
    calls(rule).iter().filter(move |call| spec(call).is_some_and(|spec| spec.name == action))
}

/// Whether a rule does what only its script knows.
pub(crate) fn is_scripted(rule: &Rule) -> bool {
    matches!(rule.doing, Doing::Script { .. })
}

/// The fields that a call may write.
pub(crate) fn writes(call: &Call) -> Vec<Path> {
    let Some(spec) = spec(call) else { return vec![] };
    match spec.name {
        "set_field" => constant_text(call, 0).and_then(Path::parse_in_ticket).into_iter().collect(),
        _ => spec.writes.iter().map(|name| Path::of_ticket(name)).collect(),
    }
}

/// The fields that the actions of a rule read: in their arguments and branches, and what they raise.
pub(crate) fn reads(rule: &Rule, frame: &Frame) -> Vec<Path> {
    const RAISING: [&str; 2] = ["prioritise_at_least", "escalate_to"];
    let of_call = |call: &Call| {
        let exprs = call.args.iter().chain(call.when.iter().flat_map(|when| when.iter()));
        let mut read: Vec<Path> = exprs.flat_map(|expr| paths(expr, frame)).collect();
        if spec(call).is_some_and(|spec| RAISING.contains(&spec.name)) {
            read.extend(writes(call));
        }
        read
    };
    calls(rule).iter().flat_map(of_call).collect()
}

/// The single values that a rule sets whatever they held before.
pub(crate) fn sets(rule: &Rule) -> Vec<Set<'_>> {
    calls(rule).iter().filter_map(set).collect()
}

fn set(call: &Call) -> Option<Set<'_>> {
    let (field, to) = match spec(call)?.name {
        "route" => (Path::of_ticket("queue"), 0),
        "prioritise" => (Path::of_ticket("priority"), 0),
        "set_impact" => (Path::of_ticket("impact"), 0),
        "set_urgency" => (Path::of_ticket("urgency"), 0),
        "set_category" => (Path::of_ticket("category"), 0),
        "set_status" => (Path::of_ticket("status"), 0),
        "set_tier" => (Path::of_ticket("tier"), 0),
        "apply_sla" => (Path::of_ticket("applied_sla"), 0),
        "set_field" => (constant_text(call, 0).and_then(Path::parse_in_ticket)?, 1),
        _ => return None,
    };
    Some(Set { field, to: call.args.get(to)?, always: call.when.is_none(), call })
}

/// The text of an argument that is a constant.
pub(crate) fn constant_text(call: &Call, index: usize) -> Option<&str> {
    match call.args.get(index)? {
        Expr::Const(value) => value.as_text(),
        _ => None,
    }
}
