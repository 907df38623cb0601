//! Rules that want different things for the same ticket, and nothing says which is to win.

use tierline_model::{Mode, Path, SortedMap, Value, quoted};
use tierline_rules::Rule;

use crate::{
    Finding,
    deeds::{self, Set},
    overlaps::{Member, Overlaps, Side},
    survey::{Survey, Surveyed, fired},
};

/// Fields of which it is told that rules disagree about them.
const FIELDS: [&str; 7] = ["queue", "priority", "tier", "category", "impact", "urgency", "status"];

pub(super) fn look(survey: &Survey<'_>) -> Vec<Finding> {
    let mut found = vec![];
    // Where the first that holds ends the stage, the order says which is to win.
    let all = survey.stages().filter(|(stage, _)| stage.mode == Mode::All);
    for (_, rules) in all {
        let rules: Vec<&Surveyed<'_>> = rules.iter().filter(|rule| !rule.is_otherwise).collect();
        let by_field: Vec<OfField<'_, '_>> = FIELDS.iter().map(|field| OfField::of(survey, field, &rules)).collect();
        for rule in rules {
            if found.len() == super::MOST || !survey.turns_to_rule(rule.rule) {
                return found;
            }
            let mut above: Vec<usize> = by_field.iter().flat_map(|field| field.above(rule)).collect();
            above.sort_unstable();
            above.dedup();
            let conflicts = above.into_iter().filter_map(|above| conflict(survey, &survey.rules[above], rule));
            found.extend(conflicts.take(super::MOST - found.len()));
        }
    }
    found
}

/// The rules of a stage that set a field for sure, by what they set it to.
struct OfField<'s, 'a> {
    rules: Overlaps<'s, Surveyed<'a>>,
    /// Each rule, and the number of the value that it sets.
    values: SortedMap<usize, usize>,
}

impl<'s, 'a> OfField<'s, 'a> {
    fn of(survey: &'s Survey<'a>, field: &str, rules: &[&Surveyed<'a>]) -> OfField<'s, 'a> {
        let field = Path::of_ticket(field);
        let mut numbers: SortedMap<String, usize> = SortedMap::new();
        let mut members = vec![];
        for rule in rules {
            let sets = certain(rule.rule);
            let values = sets.iter().filter(|set| set.field == field).filter_map(Set::constant);
            let value = match values.map(Value::to_string).collect::<Vec<_>>().as_slice() {
                [] => continue,
                [value] => value.clone(),
                // Who sets it twice may disagree with whoever does the same.
                _ => format!("rule {}", rule.number),
            };
            let next = numbers.len();
            let kind = *numbers.get_or_insert_with(value, || next);
            members.push(Member { number: rule.number, kind });
        }
        let values = members.iter().map(|member| (member.number, member.kind)).collect();
        OfField { rules: survey.overlaps(&members), values }
    }

    /// The rules above one that set the field to something else and may hold for the same ticket.
    fn above(&self, rule: &Surveyed<'_>) -> Vec<usize> {
        let value = self.values.get(&rule.number).copied();
        let member = value.map(|kind| Member { number: rule.number, kind });
        member.map(|member| self.rules.near(member, Side::Above)).unwrap_or_default()
    }
}

fn conflict(survey: &Survey<'_>, above: &Surveyed<'_>, rule: &Surveyed<'_>) -> Option<Finding> {
    let is_asked = survey.is_asked(&rule.rule.place) || survey.is_asked(&above.rule.place);
    let is_ordered = above.rule.salience != rule.rule.salience || above.rule.is_row_above(rule.rule);
    if !is_asked || is_ordered || survey.work.is_spent() {
        return None;
    }
    let (theirs, ours) = disagreement(above, rule)?;
    // Who looks at the field knows of the other; who is an exception to the other is meant to win.
    let knows = rule.reads(&ours.field);
    let is_exception = || survey.never(&[&rule.holds, &above.holds_not]);
    // Where the one always writes over the other, that is said instead.
    let is_lost = || survey.never(&[&above.holds, &rule.holds_not]);
    if knows || is_lost() || is_exception() {
        return None;
    }
    let after = survey.holds_after(rule, above);
    let witness = survey.witness(&[&above.holds, &after], &[above.rule, rule.rule], &|answer| {
        fired(answer, above.rule) && fired(answer, rule.rule)
    })?;
    let (name, other, field) = (&*rule.rule.name, &*above.rule.name, &ours.field);
    let message = format!(
        "the rules {other} and {name} disagree about `{field}`: both fire for {}; the first wants {}, the second {} and wins",
        witness.told(),
        theirs.constant()?,
        ours.constant()?,
        other = quoted(other),
        name = quoted(name)
    );
    let help = "tell them apart in their conditions, or say by `salience` which is to have the last word";
    let finding = survey.finding(&rule.rule.place, "conflicting-rules", message, help);
    Some(finding.about([rule.rule, above.rule]).shown_by(witness))
}

/// A field that both set, whatever the ticket is, and to different values.
fn disagreement<'a>(above: &Surveyed<'a>, rule: &Surveyed<'a>) -> Option<(Set<'a>, Set<'a>)> {
    let mut ours = certain(rule.rule);
    certain(above.rule).into_iter().find_map(|theirs| {
        let differs = |ours: &Set<'_>| ours.field == theirs.field && ours.constant() != theirs.constant();
        let number = ours.iter().position(differs)?;
        Some((theirs, ours.swap_remove(number)))
    })
}

/// What a rule surely sets these fields to, where that is one and the same for all tickets.
fn certain(rule: &Rule) -> Vec<Set<'_>> {
    let mut sets = deeds::sets(rule);
    let is_told = |field: &Path| FIELDS.iter().any(|name| *field == Path::of_ticket(name));
    sets.retain(|set| set.always && set.constant().is_some() && is_told(&set.field));
    sets
}
