//! Why a rule did not fire.

use tierline_model::{Answer, Missed, RuleTrace, Verdict, quoted};

use crate::seen;

/// Why a rule did not fire, in a sentence; `None` where it did, and where the answer does not tell of it.
///
/// ```
/// # use tierline_model::Answer;
/// # let (desk, now) = ("".into(), tierline_model::Timestamp::from_second(0));
/// # let (effects, ticket, readings, done, faults) = Default::default();
/// # let answer = Answer { id: None, desk, now, effects, ticket, readings, done, wake_at: None, faults, trace: None };
/// assert_eq!(tierline_explain::why_not(&answer, "unknown"), None);
/// ```
pub fn why_not(answer: &Answer, rule: &str) -> Option<String> {
    let stages = answer.trace.iter().flat_map(|trace| &trace.stages);
    let RuleTrace { group, verdict, .. } = stages.flat_map(|stage| &stage.rules).find(|known| &*known.rule == rule)?;
    Some(match verdict {
        Verdict::Fired { .. } => return None,
        Verdict::Missed(Missed { part, held, parts, saw }) => {
            let before = match (held, parts) {
                (0, 1) => String::new(),
                (0, _) => "its first part asks for more: ".to_owned(),
                (held, parts) => format!("{held} of its {parts} parts held, but not the next: "),
            };
            format!("{rule} did not fire: {before}`{part}`{}.", seen(saw, ", where "), rule = quoted(rule))
        }
        Verdict::Fault => {
            format!("{rule} did not fire: it could not be decided or carried out; see above.", rule = quoted(rule))
        }
        Verdict::HeldAlready => {
            format!("{rule} holds as it did at the look before: it is not carried out again.", rule = quoted(rule))
        }
        Verdict::Off => {
            let group = group.as_deref().unwrap_or_default();
            format!(
                "{rule} was not looked at: its group {group} is switched off.",
                rule = quoted(rule),
                group = quoted(group)
            )
        }
        Verdict::Passed { by } => format!(
            "{rule} was not looked at: {} fired before it and ended the search.",
            quoted(by),
            rule = quoted(rule)
        ),
    })
}
