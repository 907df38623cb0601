//! A trace in sentences: why a ticket went where it went, and what nearly happened.
//!
//! Nothing is evaluated again: the sentences say what the [`Answer`] holds.

mod effect;

use tierline_model::{Answer, Missed, Override, RuleTrace, Saw, StageTrace, Verdict};

/// Why the answer is what it is, in sentences, in the order things happened. An answer without a trace says what is to be
/// done and which rules are faults.
///
/// ```
/// # use tierline_model::{Answer, Effect, Timestamp, answer::Asked};
/// let effects = vec![Asked { effect: Effect::Route { queue: "network-l2".into() }, rule: "VIP outage".into(), key: None, at: None }];
/// let (desk, now) = ("".into(), Timestamp::from_second(0));
/// let (ticket, readings, done, faults) = Default::default();
/// let answer = Answer { id: None, desk, now, effects, ticket, readings, done, wake_at: None, faults, trace: None };
/// assert_eq!(tierline_explain::sentences(&answer), ["\"VIP outage\" asks to route it to network-l2."]);
/// ```
pub fn sentences(answer: &Answer) -> Vec<String> {
    let mut said = vec![];
    match &answer.trace {
        Some(trace) => trace.stages.iter().for_each(|stage| said.extend(stage_sentences(stage, answer))),
        None => said.extend(asked_by_rule(answer).into_iter().map(|(rule, asks)| format!("{rule:?} asks {asks}."))),
    }
    said.extend(answer.trace.iter().flat_map(|trace| &trace.overrides).map(override_sentence));
    said.extend(answer.faults.iter().map(|fault| {
        format!(
            "{:?} could not be decided or carried out and counts as not there ({}): {}.",
            fault.rule, fault.place, fault.reason
        )
    }));
    if said.is_empty() {
        said.push("No rule fired: there is nothing to do.".to_owned());
    }
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
    missed.sort_by_key(|(_, missed)| std::cmp::Reverse(missed.held));
    missed.into_iter().map(|(rule, missed)| near_miss(rule, missed)).collect()
}

fn near_miss(rule: &str, Missed { part, saw, held, .. }: &Missed) -> String {
    let before = match held {
        1 => "its first part held".to_owned(),
        held => format!("its first {held} parts held"),
    };
    format!("{rule:?} nearly fired: {before}, but not `{part}`{}.", seen(saw, "; "))
}

fn stage_sentences(stage: &StageTrace, answer: &Answer) -> Vec<String> {
    let mut said: Vec<String> = stage
        .rules
        .iter()
        .filter_map(|RuleTrace { rule, verdict, .. }| match verdict {
            Verdict::Fired { saw } => {
                let asks = match effect::of_rule(answer, rule) {
                    asks if asks.is_empty() => nothing_left(answer, rule).to_owned(),
                    asks => format!("asks {asks}"),
                };
                Some(format!("In {}, {rule:?} {asks}{}.", stage.stage.name(), seen(saw, ", because ")))
            }
            _ => None,
        })
        .collect();
    let fired = !said.is_empty();
    let passed = stage.rules.iter().filter(|rule| matches!(rule.verdict, Verdict::Passed { .. })).count();
    if !fired && passed < stage.rules.len() {
        said.push(format!("In {}, no rule fired.", stage.stage.name()));
    }
    said
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
    for asked in &answer.effects {
        if !rules.iter().any(|rule| **rule == *asked.rule) {
            rules.push(asked.rule.to_string());
        }
    }
    rules.into_iter().map(|rule| (rule.clone(), effect::of_rule(answer, &rule))).collect()
}

fn override_sentence(change: &Override) -> String {
    format!(
        "{:?} had set {} to {}; {:?} set it to {} after that.",
        change.rule, change.field, change.was, change.by, change.now
    )
}

/// `; ticket.category is "network" and requester.vip is true`
fn seen(saw: &[Saw], before: &str) -> String {
    if saw.is_empty() {
        return String::new();
    }
    let field = |saw: &Saw| match saw.value.is_missing() {
        true => format!("{} is missing", saw.field),
        false => format!("{} is {}", saw.field, saw.value),
    };
    format!("{before}{}", effect::listed(saw.iter().map(field).collect()))
}
