//! Rules that want different things for the same ticket, and nothing says which is to win.

use tierline_model::{Mode, Path, quoted};

use crate::{
    Finding,
    deeds::{self, Set},
    survey::{Survey, Surveyed, fired},
};

pub(super) fn look(survey: &Survey<'_>) -> Vec<Finding> {
    let mut found = vec![];
    for stage in &survey.desk.rules().stages {
        if stage.mode == Mode::First {
            // The order says which is to win.
            continue;
        }
        let rules: Vec<&Surveyed<'_>> =
            survey.rules.iter().filter(|rule| rule.stage.stage == stage.stage && !rule.is_otherwise).collect();
        for (number, rule) in rules.iter().enumerate() {
            for above in &rules[..number] {
                if found.len() == super::MOST {
                    return found;
                }
                found.extend(conflict(survey, above, rule));
            }
        }
    }
    found
}

fn conflict(survey: &Survey<'_>, above: &Surveyed<'_>, rule: &Surveyed<'_>) -> Option<Finding> {
    let is_asked = survey.is_asked(&rule.rule.place) || survey.is_asked(&above.rule.place);
    let rows = above.rule.row.zip(rule.rule.row);
    let is_ordered = above.rule.salience != rule.rule.salience
        || rows.is_some_and(|(above, row)| above.table == row.table && row.first);
    if !is_asked || is_ordered || survey.are_apart(above, rule) {
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
    let witness = survey.witness(&[&above.holds, &after], &[above.rule, rule.rule], &|_, answer| {
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
    let is_told = |field: &Path| {
        let names = ["queue", "priority", "tier", "category", "impact", "urgency", "status"];
        names.iter().any(|name| *field == Path::of_ticket(name))
    };
    let certain = |rule: &Surveyed<'a>| {
        deeds::sets(rule.rule).into_iter().filter(|set| set.always && set.constant().is_some() && is_told(&set.field))
    };
    certain(above).find_map(|theirs| {
        let ours = certain(rule).find(|ours| ours.field == theirs.field && ours.constant() != theirs.constant())?;
        Some((theirs, ours))
    })
}
