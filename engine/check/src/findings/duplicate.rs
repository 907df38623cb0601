//! Rules that say the same twice.

use tierline_condition::Call;
use tierline_model::{Mode, quoted};

use crate::{
    Finding, deeds,
    survey::{Survey, Surveyed},
};

pub(super) fn look(survey: &Survey<'_>) -> Vec<Finding> {
    let mut found = vec![];
    // Where the first that fits ends the search, the second is said to be unreachable.
    let all = survey.rules.iter().enumerate().filter(|(_, rule)| rule.stage.mode == Mode::All && !rule.is_otherwise);
    for (number, rule) in all {
        let above = survey.rules[..number].iter().rev().take_while(|above| above.stage.stage == rule.stage.stage);
        let twin = above.into_iter().find(|above| is_twin(survey, above, rule));
        if let Some(twin) = twin
            && found.len() < super::MOST
        {
            let (name, line) = (&*rule.rule.name, &twin.rule.place);
            let message = format!(
                "the rule {name} says what {} says already ({}:{})",
                quoted(&twin.rule.name),
                line.file,
                line.line,
                name = quoted(name)
            );
            let help = "take one of them away";
            let finding = survey.finding(&rule.rule.place, "duplicate-rule", message, help);
            found.push(finding.about([rule.rule, twin.rule]));
        }
    }
    found
}

fn is_twin(survey: &Survey<'_>, above: &Surveyed<'_>, rule: &Surveyed<'_>) -> bool {
    let is_asked = survey.is_asked(&rule.rule.place) || survey.is_asked(&above.rule.place);
    let (theirs, ours) = (deeds::calls(above.rule), deeds::calls(rule.rule));
    is_asked
        && !above.rule.is_row_above(rule.rule)
        && !ours.is_empty()
        && theirs.len() == ours.len()
        && theirs.iter().zip(ours).all(|(one, another)| is_same(one, another))
        && above.rule.condition.parts.len() == rule.rule.condition.parts.len()
        && above.rule.group == rule.rule.group
        && above.holds == rule.holds
        && above.rule.condition.on_fault == rule.rule.condition.on_fault
        && (!rule.rule.condition.fires_on_fault() || above.rule.condition.parts == rule.rule.condition.parts)
        && !above.holds.is_true()
        // What only a script knows may differ though it reads alike.
        && rule.rule.condition.parts.iter().chain(&above.rule.condition.parts).all(|part| part.expr.asks().is_empty())
}

fn is_same(one: &Call, another: &Call) -> bool {
    one.action == another.action && one.args == another.args && one.when == another.when
}
