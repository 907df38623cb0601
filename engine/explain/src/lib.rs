//! A trace in sentences: why a ticket went where it went, what nearly happened, and why its clocks read what they read.
//!
//! Nothing is evaluated again: the sentences say what the [`Answer`] holds.

mod clock;
mod effect;
mod spoken;
mod timeline;
mod why_not;

use tierline_model::{
    Answer, Effect, Fault, Missed, Override, RuleTrace, Saw, StageTrace, Verdict, answer::Asked, effect::ClockEffect,
    quoted, sort::sort_by,
};

pub use clock::{clock_name, clock_sentences};
pub use spoken::{duration, local};
pub use timeline::{shown_span, timeline};
pub use why_not::why_not;

/// Why the answer is what it is, in sentences, in the order things happened: rules, steps of ladders, breaches; then what
/// the clocks come to and when to look again. An answer without a trace says what is to be done and which rules are faults.
///
/// ```
/// # use tierline_model::{Answer, Effect, Timestamp, answer::Asked, effect::ClockEffect};
/// let effect = Effect::Clock(ClockEffect::CorrectBreach { breach: "gold/resolution/1".into() });
/// let effects = vec![Asked { effect, rule: "history".into(), key: None, at: None }];
/// let (desk, now) = ("".into(), Timestamp::from_second(0));
/// let (ticket, readings, done, faults) = Default::default();
/// let answer = Answer { id: None, desk, now, effects, ticket, readings, done, wake_at: None, faults, trace: None };
/// let sentence = "The breach gold/resolution/1 is none, by what has come to be known since; it stays on record.";
/// assert_eq!(tierline_explain::sentences(&answer), [sentence]);
/// ```
pub fn sentences(answer: &Answer) -> Vec<String> {
    let mut said = vec![];
    match &answer.trace {
        Some(trace) => {
            trace.stages.iter().for_each(|stage| said.extend(stage_sentences(stage, answer)));
            said.extend(trace.steps.iter().filter_map(|step| step_sentence(step, answer)));
        }
        None => said.extend(
            asked_by_rule(answer).into_iter().map(|(rule, asks)| format!("{rule} asks {asks}.", rule = quoted(&rule))),
        ),
    }
    said.extend(answer.effects.iter().filter_map(breach_sentence));
    said.extend(answer.trace.iter().flat_map(|trace| &trace.overrides).map(override_sentence));
    said.extend(answer.faults.iter().map(|fault| fault_sentence(fault, answer)));
    if said.is_empty() {
        said.push("No rule fired: there is nothing to do.".to_owned());
    }
    said.extend(clock::outlook(&answer.readings, answer.now));
    said.extend(answer.wake_at.map(|at| format!("Nothing changes by time alone before {at}: ask again then.")));
    said
}

/// What nearly happened: rules of which all parts but the last held, those of which most parts held first.
pub fn near_misses(answer: &Answer) -> Vec<String> {
    let stages = answer.trace.iter().flat_map(|trace| &trace.stages);
    let missed = stages.flat_map(|stage| &stage.rules).filter_map(|RuleTrace { rule, verdict, .. }| match verdict {
        Verdict::Missed(missed) if missed.is_near() => Some((rule, missed)),
        _ => None,
    });
    let mut missed: Vec<_> = missed.collect();
    sort_by(&mut missed, |(_, a), (_, b)| b.held.cmp(&a.held));
    missed.into_iter().map(|(rule, missed)| near_miss(rule, missed)).collect()
}

fn near_miss(rule: &str, Missed { part, saw, held, .. }: &Missed) -> String {
    let before = match held {
        1 => "its first part held".to_owned(),
        held => format!("its first {held} parts held"),
    };
    format!("{rule} nearly fired: {before}, but not `{part}`{}.", seen(saw, "; "), rule = quoted(rule))
}

fn stage_sentences(stage: &StageTrace, answer: &Answer) -> Vec<String> {
    let mut said: Vec<String> = stage
        .rules
        .iter()
        .filter_map(|RuleTrace { rule, verdict, .. }| match verdict {
            Verdict::Fired { undecided, saw } => {
                let because = match undecided {
                    Some(why) => format!(", because its condition could not be decided: {why}"),
                    None => seen(saw, ", because "),
                };
                let asks = match effect::of_rule(answer, rule) {
                    asks if asks.is_empty() => nothing_left(answer, rule).to_owned(),
                    asks => format!("asks {asks}"),
                };
                Some(format!("In {}, {rule} {asks}{because}.", stage.stage.name(), rule = quoted(rule)))
            }
            _ => None,
        })
        .collect();
    said.extend(held_already(stage));
    let is_silent = said.is_empty();
    let passed = stage.rules.iter().filter(|rule| matches!(rule.verdict, Verdict::Passed { .. })).count();
    if is_silent && passed < stage.rules.len() {
        said.push(format!("In {}, no rule fired.", stage.stage.name()));
    }
    said
}

/// At a `timer` event: the rules that hold and held at the evaluation before.
fn held_already(stage: &StageTrace) -> Option<String> {
    let held = stage.rules.iter().filter(|rule| matches!(rule.verdict, Verdict::HeldAlready));
    let held: Vec<String> = held.map(|rule| quoted(&rule.rule).to_string()).collect();
    let (stage, count) = (stage.stage.name(), held.len());
    match count {
        0 => None,
        1 => Some(format!("In {stage}, {} holds as it did at the look before: it is not carried out again.", held[0])),
        _ => Some(format!(
            "In {stage}, {} hold as they did at the look before: they are not carried out again.",
            effect::listed(held)
        )),
    }
}

/// What a step of a ladder came to. A step that is a fault is among the faults.
fn step_sentence(step: &RuleTrace, answer: &Answer) -> Option<String> {
    let Verdict::Fired { .. } = step.verdict else { return None };
    let of_step = answer.effects.iter().find(|asked| asked.rule == step.rule && asked.key.is_some());
    let reached = of_step.and_then(|asked| asked.at).map(|at| format!(", reached at {at},")).unwrap_or_default();
    let asks = match effect::of_rule(answer, &step.rule) {
        asks if asks.is_empty() => "changes nothing".to_owned(),
        asks => format!("asks {asks}"),
    };
    Some(format!("The step {}{reached} {asks}.", quoted(&step.rule)))
}

/// What is wrong with a rule, or with what was handed in, which has no place.
fn fault_sentence(Fault { rule, place, reason, .. }: &Fault, answer: &Answer) -> String {
    let left = effect::of_rule(answer, rule);
    let becomes = match (has_fired(answer, rule), left.as_str()) {
        (true, _) => "could not be decided, and fires as it says".to_owned(),
        (false, "") => "could not be decided or carried out and counts as not there".to_owned(),
        (false, left) => format!("could not be decided or carried out, and asks at the least {left}"),
    };
    match place.file.is_empty() {
        true => format!("{rule} counts as not there: {reason}."),
        false => format!("{rule} {becomes} ({place}): {reason}.", rule = quoted(rule)),
    }
}

/// Whether a rule fired, as far as the answer tells.
fn has_fired(answer: &Answer, rule: &str) -> bool {
    let stages = answer.trace.iter().flat_map(|trace| &trace.stages);
    let mut rules = stages.flat_map(|stage| &stage.rules);
    rules.any(|told| *told.rule == *rule && matches!(told.verdict, Verdict::Fired { .. }))
}

/// A breach, or one that is none by what has come to be known since.
fn breach_sentence(asked: &Asked) -> Option<String> {
    let at = asked.at.map(|at| format!(" at {at}")).unwrap_or_default();
    match &asked.effect {
        Effect::Clock(ClockEffect::Breach { clock, class, of, cycle, rebased }) => {
            let of = of.as_ref().map(|of| format!(" of {}", quoted(of))).unwrap_or_default();
            let (clock, class, policy) = (clock.name(), class.name(), &*asked.rule);
            let how = match rebased {
                true => format!("is breached: a change{at} put its deadline into the past"),
                false => format!("is breached: its deadline passed{at}"),
            };
            Some(format!(
                "The clock {clock}{of} of the {class} SLA {policy} (cycle {cycle}) {how}.",
                policy = quoted(policy)
            ))
        }
        Effect::Clock(ClockEffect::CorrectBreach { breach }) => {
            Some(format!("The breach {breach} is none, by what has come to be known since; it stays on record."))
        }
        Effect::Deed(_) => None,
    }
}

/// What to say of a rule that fired and of whose effects none is left.
fn nothing_left(answer: &Answer, rule: &str) -> &'static str {
    let mut overrides = answer.trace.iter().flat_map(|trace| &trace.overrides);
    match overrides.any(|change| *change.rule == *rule) {
        true => "fired, and a later rule replaced what it asked for",
        false => "fired, but changes nothing",
    }
}

fn asked_by_rule(answer: &Answer) -> Vec<(String, String)> {
    let mut rules: Vec<String> = vec![];
    let asked_for = answer.effects.iter().filter(|asked| breach_sentence(asked).is_none());
    for asked in asked_for {
        if !rules.iter().any(|rule| **rule == *asked.rule) {
            rules.push(asked.rule.to_string());
        }
    }
    rules.into_iter().map(|rule| (rule.clone(), effect::of_rule(answer, &rule))).collect()
}

fn override_sentence(change: &Override) -> String {
    format!(
        "{} had set {} to {}; {} set it to {} after that.",
        quoted(&change.rule),
        change.field,
        change.was,
        quoted(&change.by),
        change.now
    )
}

/// `; ticket.category is "network" and requester.vip is true`
pub(crate) fn seen(saw: &[Saw], before: &str) -> String {
    if saw.is_empty() {
        return String::new();
    }
    let field = |saw: &Saw| match saw.value.is_missing() {
        true => format!("{} is missing", saw.field),
        false => format!("{} is {}", saw.field, saw.value),
    };
    format!("{before}{}", effect::listed(saw.iter().map(field).collect()))
}
