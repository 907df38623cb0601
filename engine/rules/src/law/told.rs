//! Whom an action tells, by what its effects say.

use tierline_condition::Facts;
use tierline_model::{Path, Reaches, SaidKind, Tells, Text, Value, effect::Deed};

use crate::{Draft, draft::Step};

/// Whether these effects tell whom a row says and nobody else; those that are named by their names.
pub(super) fn is_as_declared(
    tells: Tells,
    deeds: &[Deed],
    args: &[Value],
    facts: &Facts,
    draft: &mut Draft<'_>,
) -> bool {
    if deeds.is_empty() {
        return true;
    }
    let named: Vec<Option<Text>> = deeds.iter().flat_map(people).collect();
    let reached: Vec<Reaches> = deeds.iter().flat_map(|deed| deed.spec.reaches.get()).copied().collect();
    let given = |argument: usize| args.get(argument).and_then(Value::as_text);
    let is_only = |wanted: &[Reaches]| named.is_empty() && reached == wanted;
    let is_named = |who: Option<&str>| !named.is_empty() && named.iter().all(|named| named.as_deref() == who);
    match tells {
        Tells::Nobody => is_only(&[]),
        Tells::Person(argument) => reached.is_empty() && is_named(given(argument)),
        Tells::Queue(argument) => {
            let says =
                |deed: &Deed| deed.values().any(|(_, said)| said.as_text().map(|text| &**text) == given(argument));
            is_only(&[Reaches::Queue]) && given(argument).is_some() && deeds.iter().all(says)
        }
        // Where nobody gets it, the others must see to it.
        Tells::Agent => match draft.steps.iter().any(|step| matches!(step, Step::Write(..))) {
            true => reached.is_empty() && is_named(draft.read(&Path::of_ticket("assignee")).as_text()),
            false => is_only(&[Reaches::Staff]) && deeds.iter().all(|deed| deed.spec.about.is_none()),
        },
        Tells::Manager => reached.is_empty() && is_named(manager(facts, args.first()).as_deref()),
        Tells::Requester => is_only(&[Reaches::Requester]),
        Tells::Staff => is_only(&[Reaches::Staff]) || is_only(&[Reaches::Staff, Reaches::Queue]),
        Tells::Host => is_only(&[Reaches::Host]),
    }
}

/// The people, teams and roles in an effect, those that it may name and does not among them.
fn people(deed: &Deed) -> Vec<Option<Text>> {
    let values = deed.spec.values.iter().filter(|value| value.kind == SaidKind::Person);
    values.map(|value| deed.value(value.name).and_then(|said| said.as_text().cloned())).collect()
}

/// Who stands so far above the agent who has the ticket, step by step.
fn manager(facts: &Facts, level: Option<&Value>) -> Option<Text> {
    let Some(Value::Int(level)) = level else { return None };
    let mut who = facts.read(&Path::of_ticket("assignee")).as_text().map(Text::from);
    for _ in 0..*level {
        who = who.and_then(|who| facts.roster().agent(&who)?.manager.clone());
    }
    who
}
