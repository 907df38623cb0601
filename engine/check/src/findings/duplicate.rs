//! Rules that say the same twice.

use tierline_condition::Call;
use tierline_model::{Mode, SortedMap, quoted};

use crate::{
    Finding, deeds,
    reason::{Mark, named},
    survey::{Survey, Surveyed},
};

pub(super) fn look(survey: &Survey<'_>) -> Vec<Finding> {
    let mut found = vec![];
    // Where the first that fits ends the search, the second is said to be unreachable.
    for (_, rules) in survey.stages().filter(|(stage, _)| stage.mode == Mode::All) {
        let mut alike: SortedMap<u64, Vec<&Surveyed<'_>>> = SortedMap::new();
        for rule in rules.iter().filter(|rule| !rule.is_otherwise && may_have_twin(rule)) {
            if found.len() == super::MOST || !survey.turns_to_rule(rule.rule) {
                return found;
            }
            let above = alike.get_or_default(mark(rule));
            survey.work.charge(rule.holds.weight() * (1 + above.len() as u64));
            let twin = above.iter().rev().find(|above| is_twin(survey, above, rule));
            found.extend(twin.map(|twin| told(survey, twin, rule)));
            if above.len() == MOST_ALIKE {
                above.remove(0);
            }
            above.push(rule);
        }
    }
    found
}

/// Rules that look alike and are kept to be compared with: the last ones.
const MOST_ALIKE: usize = 64;

fn told(survey: &Survey<'_>, twin: &Surveyed<'_>, rule: &Surveyed<'_>) -> Finding {
    let (name, line) = (&*rule.rule.name, &twin.rule.place);
    let message = format!(
        "the rule {name} says what {} says already ({}:{})",
        quoted(&twin.rule.name),
        line.file,
        line.line,
        name = quoted(name)
    );
    let finding = survey.finding(&rule.rule.place, "duplicate-rule", message, "take one of them away");
    finding.about([rule.rule, twin.rule])
}

/// Whether it can be said of a rule at all that it is like another one. What only a script knows may differ though it reads
/// alike.
fn may_have_twin(rule: &Surveyed<'_>) -> bool {
    !deeds::calls(rule.rule).is_empty()
        && !rule.holds.is_true()
        && rule.rule.condition.parts.iter().all(|part| part.expr.asks().is_empty())
}

/// A number that is the same for rules that are alike, and mostly another one for others.
fn mark(rule: &Surveyed<'_>) -> u64 {
    let mut mark = Mark::default();
    rule.holds.mark(&mut mark);
    for call in deeds::calls(rule.rule) {
        mark.add(call.action as usize);
        // Numbers that are the same may be written in several ways.
        call.args.iter().filter_map(named).for_each(|text| mark.add_text(text));
    }
    mark.told()
}

fn is_twin(survey: &Survey<'_>, above: &Surveyed<'_>, rule: &Surveyed<'_>) -> bool {
    let is_asked = survey.is_asked(&rule.rule.place) || survey.is_asked(&above.rule.place);
    let (theirs, ours) = (deeds::calls(above.rule), deeds::calls(rule.rule));
    is_asked
        && !above.rule.is_row_above(rule.rule)
        && theirs.len() == ours.len()
        && theirs.iter().zip(ours).all(|(one, another)| is_same(one, another))
        && above.rule.condition.parts.len() == rule.rule.condition.parts.len()
        && above.rule.group == rule.rule.group
        && above.holds == rule.holds
        && above.rule.condition.on_fault == rule.rule.condition.on_fault
        && (!rule.rule.condition.fires_on_fault() || above.rule.condition.parts == rule.rule.condition.parts)
}

fn is_same(one: &Call, another: &Call) -> bool {
    one.action == another.action && one.args == another.args && one.when == another.when
}
