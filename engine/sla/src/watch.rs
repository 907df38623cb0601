//! What clocks must know of an event, seen in the ticket as it was just after it.

use std::sync::Arc;

use tierline_condition::{Condition, Facts, Guest, Outcome, Slot, shortened};
use tierline_model::{
    Fault, Map, Metric, Path, Root, Text, Value,
    metrics::{Course, Holder, Start},
    quoted, suggest,
};

use crate::{
    agreements::{Agreements, said_of_clocks},
    moment::{ByHand, Moment, Promised},
    select::NONE,
    timeline::ASSUMED,
};

/// Decides the conditions of all policies on the ticket as it was after an event that changed these fields, each of which held that
/// before.
pub(crate) fn watch(
    agreements: &Agreements,
    played: &Arc<Facts>,
    before: Option<&Moment>,
    (record, changed): (Arc<Map>, Vec<(Path, Value)>),
    guest: &mut dyn Guest,
    faults: &mut Vec<Fault>,
) -> Moment {
    let touched = || changed.iter().map(|(path, _)| path);
    let holds = decided(agreements, played, before, touched(), guest, faults);
    name_unknown(agreements, played, faults);
    let event = |name: &str| played.event().get(name);
    let word = |name: &str| event(name).and_then(Value::as_text);
    let yes = |name: &str| event(name) == Some(&Value::Bool(true));
    let ticket = |name: &str| played.ticket().0.get(name).and_then(Value::as_text).filter(|text| !text.is_empty());
    let text = |name: &str| ticket(name).map(Text::from);
    let kind = word("kind").unwrap_or_default();
    let author = word("author");
    let status = ticket("status");
    let status_stays = before.is_some() && !touched().any(is_status);
    let stays = |was: fn(&Moment) -> bool| status_stays && kind != "reopened" && before.is_some_and(was);
    let by_requester = author.is_none_or(|author| author == "requester");
    let silent = yes("automated") || yes("no_answer_needed");
    Moment {
        number: before.map_or(0, |before| before.number + 1),
        at: played.now(),
        because: because(kind, author, touched(), played).into(),
        created: kind == "created",
        assumed: yes(ASSUMED),
        by_time: is_of_time(kind, author) && before.is_none_or(|before| before.at < played.now() || before.by_time),
        by_requester,
        silent,
        unwritten: yes("without_message"),
        answer: kind == "message" && author == Some("agent") && yes("public") && !yes("automated"),
        message: kind == "message" && by_requester && !silent,
        resolved: status == Some("resolved") || kind == "resolved" || stays(|before| before.resolved),
        closed: status == Some("closed") || kind == "closed" || stays(|before| before.closed),
        supplied: matches!(status, Some("waiting-supplier" | "with-supplier")),
        gone: ["merged", "deleted", "spam"]
            .contains(&kind)
            .then(|| kind.into())
            .or(before.and_then(|was| was.gone.clone())),
        queue: text("queue"),
        tier: text("tier"),
        assigned: text("assignee").is_some(),
        applied: text("applied_sla"),
        by_hand: (kind == "deadline").then(|| ByHand {
            clock: word("clock").unwrap_or_else(|| Metric::USUAL.name()).into(),
            due: event("due").and_then(Promised::of),
            by: word("by").unwrap_or("somebody").into(),
            reason: word("reason").unwrap_or_default().into(),
        }),
        rebase: kind == "rebase",
        absorbed: event("opened_at").and_then(Value::as_instant).filter(|_| kind == "absorbed"),
        holds,
        dates: agreements.fields.iter().map(|field| Promised::of(&played.read(field))).collect(),
        record,
        changed,
    }
}

/// What every condition gives: what it gave before, where nothing that it reads was touched.
fn decided<'a>(
    agreements: &Agreements,
    played: &Arc<Facts>,
    before: Option<&Moment>,
    touched: impl Iterator<Item = &'a Path>,
    guest: &mut dyn Guest,
    faults: &mut Vec<Fault>,
) -> Arc<[bool]> {
    let known = before.map(|before| &before.holds);
    let anew = match known {
        Some(_) => agreements.moved_by(touched.flat_map(|path| played.frame().slots_of(path))),
        None => (0..agreements.conditions.len()).collect(),
    };
    // What is decided is part of what has happened: it counts, and is never left out.
    played.charge(anew.len() as u64);
    let mut holds = known.map_or_else(|| vec![false; agreements.conditions.len()].into(), Arc::clone);
    for index in anew {
        let Some(condition) = agreements.conditions.get(index) else { continue };
        let is_held = decide(condition, played, guest, faults);
        if holds.get(index) != Some(&is_held) {
            Arc::make_mut(&mut holds)[index] = is_held;
        }
    }
    holds
}

/// Whether a condition holds; where it cannot be decided, it does not.
fn decide(condition: &Condition, played: &Arc<Facts>, guest: &mut dyn Guest, faults: &mut Vec<Fault>) -> bool {
    match condition.decide(played, guest) {
        Ok(outcome) => {
            if let (Some(onlooker), Some(script)) = (played.frame().onlooker(), condition.script) {
                onlooker.decided(script, outcome);
            }
            outcome == Outcome::Held
        }
        Err(trouble) => {
            let fault = Fault {
                rule: "a condition of an SLA".into(),
                place: trouble.place,
                code: trouble.code.into(),
                reason: trouble.reason,
            };
            say_once(faults, fault);
            false
        }
    }
}

/// Names what an event or the ticket names and nobody knows: a clock, a policy.
fn name_unknown(agreements: &Agreements, played: &Facts, faults: &mut Vec<Fault>) {
    let mut say = |rule: &str, code: &str, reason: String| {
        say_once(faults, Fault::without_place(rule, code, reason));
    };
    let event = |name: &str| played.event().get(name).and_then(Value::as_text);
    if let Some(clock) =
        event("clock").filter(|clock| event("kind") == Some("deadline") && Metric::named(clock).is_none())
    {
        let hint = suggest::behind(clock, Metric::ALL.map(Metric::name), "\"");
        say(
            "the deadline set by hand",
            "unknown-clock",
            format!("there is no clock {clock}{hint}", clock = quoted(clock)),
        );
    }
    let applied = played.ticket().0.get("applied_sla").and_then(Value::as_text).filter(|name| *name != NONE);
    let policies = || agreements.policies.iter().map(|policy| &*policy.name);
    if let Some(name) = applied.filter(|name| !name.is_empty() && !policies().any(|known| known == *name)) {
        let hint = suggest::behind(name, policies(), "\"");
        say("applied_sla", "unknown-sla", format!("there is no SLA {name}{hint}", name = quoted(name)));
    }
}

/// Adds a fault, unless it is there already.
fn say_once(faults: &mut Vec<Fault>, fault: Fault) {
    if !faults.contains(&fault) {
        faults.push(fault);
    }
}

/// Whether nobody did this but the desk.
fn is_of_time(kind: &str, author: Option<&str>) -> bool {
    kind == "timer" || kind == "updated" && author == Some("system")
}

/// Whether clocks look at a field of the ticket: it may decide a condition, is a date that a target names, or says how the ticket
/// is or who has it, where anybody owes something about that. What the engine itself says of its clocks is no part of the history.
pub(crate) fn is_looked_at(agreements: &Agreements, played: &Facts, path: &Path) -> bool {
    let owes = |held: fn(&Course) -> bool| agreements.tracks.iter().any(|(_, metric)| held(&metric.row().course));
    let name = path.names.first().filter(|_| path.root == Root::Ticket).map(|name| &**name);
    if said_of_clocks().any(|own| name == Some(own)) {
        return false;
    }
    let is_read = match name {
        Some("status" | "applied_sla") => true,
        Some("queue") => owes(|course| is_held(course, Holder::Queue) || is_waited_for(course)),
        Some("tier") => owes(|course| is_held(course, Holder::Tier)),
        Some("assignee") => owes(is_waited_for),
        _ => false,
    };
    let slots: Vec<Slot> = played.frame().slots_of(path).collect();
    is_read || agreements.fields.iter().any(|field| field.overlaps(path)) || agreements.is_read_in(&slots)
}

/// Whether a clock runs as long as somebody has the ticket.
fn is_held(course: &Course, by: Holder) -> bool {
    matches!(course, Course::Held(held) if held.by == by)
}

/// Whether a clock runs until somebody has the ticket.
fn is_waited_for(course: &Course) -> bool {
    matches!(course, Course::Cycles(cycles) if cycles.starts == Start::NobodyHasIt)
}

pub(crate) fn is_status(path: &Path) -> bool {
    path.root == Root::Ticket && path.names.first().is_some_and(|name| &**name == "status")
}

/// What brought a moment about, in a few words.
fn because<'a>(kind: &str, author: Option<&str>, touched: impl Iterator<Item = &'a Path>, played: &Facts) -> String {
    match kind {
        "message" => format!("a message of the {}", author.unwrap_or("requester")),
        "created" => "the ticket was created".to_owned(),
        "updated" | "timer" | "" => match touched.min_by_key(|path| !is_status(path)) {
            Some(path) => match played.ticket().get(path) {
                Value::Missing => format!("{path} was taken away"),
                value => format!("{path} became {}", shortened(value)),
            },
            None => "the ticket was looked at".to_owned(),
        },
        kind => format!("the ticket was {kind}"),
    }
}
