//! What a rule writes in vain: wherever it fires, a later one writes the same field, and nobody looks at it in between.

use tierline_condition::Expr;
use tierline_model::{Mode, Path};

use crate::{
    Finding,
    deeds::{self, Set},
    reason::paths,
    survey::{Survey, Surveyed},
};

pub(super) fn look(survey: &Survey<'_>) -> Vec<Finding> {
    let mut found = vec![];
    for (number, rule) in survey.rules.iter().enumerate().filter(|(_, rule)| !rule.is_otherwise) {
        for set in deeds::sets(rule.rule) {
            if found.len() == super::MOST {
                return found;
            }
            let by = overrider(survey, number, rule, &set);
            found.extend(by.map(|by| told(survey, rule, &set, by)));
        }
    }
    found
}

/// The rule that always writes over what this one sets.
fn overrider<'s, 'a>(
    survey: &'s Survey<'a>,
    number: usize,
    rule: &Surveyed<'a>,
    set: &Set<'_>,
) -> Option<&'s Surveyed<'a>> {
    let later = &survey.rules[number + 1..];
    for other in later {
        let writes = deeds::sets(other.rule).into_iter().find(|other| other.field == set.field);
        let may_follow = !other.is_otherwise
            && (other.stage.stage != rule.stage.stage || rule.stage.mode == Mode::All)
            && !rule.rule.row.zip(other.rule.row).is_some_and(|(one, row)| one.first && one.table == row.table);
        let is_asked = survey.is_asked(&rule.rule.place) || survey.is_asked(&other.rule.place);
        let overrides = writes.as_ref().is_some_and(|writes| {
            let is_other = writes.constant().is_none() || writes.constant() != set.constant();
            writes.always && is_other && may_follow && is_asked && !reads_in_call(writes, &set.field)
        });
        if overrides
            && other.rule.group.is_none()
            && !reads(survey, other, &set.field)
            && is_sure_to_follow(other)
            && !survey.are_apart(rule, other)
            && survey.never(&[&rule.holds, &other.holds_not])
        {
            return Some(other);
        }
        // Who looks at it in between has a use for it; and what a script does is not known.
        if reads(survey, other, &set.field) || deeds::is_scripted(other.rule) {
            return None;
        }
    }
    None
}

/// Whether a rule fires wherever it holds: no other can keep it from doing so.
fn is_sure_to_follow(rule: &Surveyed<'_>) -> bool {
    rule.stage.mode == Mode::All && !rule.rule.row.is_some_and(|row| row.first)
}

fn reads(survey: &Survey<'_>, rule: &Surveyed<'_>, field: &Path) -> bool {
    let in_condition = rule.rule.condition.parts.iter().any(|part| {
        !part.expr.asks().is_empty() || paths(&part.expr, survey.frame()).iter().any(|path| path.overlaps(field))
    });
    let in_calls = deeds::calls(rule.rule).iter().any(|call| {
        let exprs = call.args.iter().chain(call.when.iter().flat_map(|when| when.iter()));
        let is_read = |expr: &Expr| paths(expr, survey.frame()).iter().any(|path| path.overlaps(field));
        let reads_what_it_writes = ["prioritise_at_least", "escalate_to"];
        exprs.into_iter().any(is_read)
            || deeds::spec(call).is_some_and(|spec| reads_what_it_writes.contains(&spec.name))
                && deeds::writes(call).iter().any(|path| path.overlaps(field))
    });
    in_condition || in_calls
}

fn reads_in_call(set: &Set<'_>, field: &Path) -> bool {
    matches!(set.to, Expr::Read(path) if path.overlaps(field))
}

fn told(survey: &Survey<'_>, rule: &Surveyed<'_>, set: &Set<'_>, by: &Surveyed<'_>) -> Finding {
    let (name, by_name, field) = (&*rule.rule.name, &*by.rule.name, &set.field);
    let message = format!(
        "what the rule {name:?} writes to `{field}` is always lost: {by_name:?} holds wherever it does and writes over it"
    );
    let help = format!("let {by_name:?} leave tickets alone that {name:?} is for, or take the action away");
    let place = set.call.at.of(&rule.rule.place.file);
    survey.finding(&place, "lost-write", message, help).about([rule.rule, by.rule])
}
