//! Rules that undo each other: one adds a tag, or another item of a list, that another takes away for the same ticket event.

use tierline_model::{Path, quoted};
use tierline_rules::Rule;

use crate::{
    Finding, deeds,
    survey::{Survey, Surveyed, fired},
};

pub(super) fn look(survey: &Survey<'_>) -> Vec<Finding> {
    let mut found = vec![];
    let adding = survey.rules.iter().enumerate().filter(|(_, rule)| !items(rule.rule, true).is_empty());
    for (number, adding) in adding {
        for taking in &survey.rules[number + 1..] {
            if found.len() == super::MOST {
                return found;
            }
            found.extend(undone(survey, adding, taking));
        }
    }
    found
}

/// The items that a rule surely adds to lists, or takes out of them.
fn items(rule: &Rule, is_added: bool) -> Vec<(Path, &str)> {
    let items = deeds::items(rule).into_iter();
    let wanted = items.filter(|item| item.is_added == is_added && item.call.when.is_none());
    wanted.filter_map(|item| Some((item.field, item.constant?))).collect()
}

/// What an item of a list is called: `tag` of `ticket.tags`.
fn word_for_item(field: &Path) -> String {
    let name = field.names.last().map(|name| &**name).unwrap_or_default();
    name.strip_suffix('s').unwrap_or(name).replace('_', " ")
}

fn undone(survey: &Survey<'_>, adding: &Surveyed<'_>, taking: &Surveyed<'_>) -> Option<Finding> {
    let taken = items(taking.rule, false);
    let (field, item) = items(adding.rule, true).into_iter().find(|item| taken.contains(item))?;
    let is_asked = survey.is_asked(&adding.rule.place) || survey.is_asked(&taking.rule.place);
    if !is_asked || survey.are_apart(adding, taking) {
        return None;
    }
    let witness = survey.witness(&[&adding.holds, &taking.holds], &[adding.rule, taking.rule], &|answer| {
        fired(answer, adding.rule) && fired(answer, taking.rule)
    })?;
    let (name, other) = (&*taking.rule.name, &*adding.rule.name);
    let message = format!(
        "the rules {other} and {name} undo each other: both fire for {}; the first adds the {word} {item}, the second takes it away",
        witness.told(),
        other = quoted(other),
        name = quoted(name),
        word = word_for_item(&field),
        item = quoted(item)
    );
    let help = "tell them apart in their conditions";
    let finding = survey.finding(&taking.rule.place, "undone", message, help);
    Some(finding.about([taking.rule, adding.rule]).shown_by(witness))
}
