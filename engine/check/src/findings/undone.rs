//! Rules that undo each other: one adds a tag, or another item of a list, that another takes away for the same ticket event.

use tierline_model::{Path, SortedMap, quoted};
use tierline_rules::Rule;

use crate::{
    Finding, deeds,
    overlaps::{Member, Overlaps, Side},
    survey::{Survey, Surveyed, fired},
};

pub(super) fn look(survey: &Survey<'_>) -> Vec<Finding> {
    let mut found = vec![];
    let takers = takers(survey);
    for adding in &survey.rules {
        let items = items(adding.rule, true);
        let of_items: Vec<&Overlaps<'_, Surveyed<'_>>> = items.iter().filter_map(|item| takers.get(item)).collect();
        if of_items.is_empty() {
            continue;
        }
        if found.len() == super::MOST || !survey.turns_to_rule(adding.rule) {
            return found;
        }
        let member = Member { number: adding.number, kind: 1 };
        let near = of_items.into_iter().flat_map(|takers| takers.near(member, Side::Below(usize::MAX)));
        let mut taking: Vec<usize> = near.collect();
        taking.sort_unstable();
        taking.dedup();
        let undone = taking.into_iter().filter_map(|taking| undone(survey, adding, &survey.rules[taking]));
        found.extend(undone.take(super::MOST - found.len()));
    }
    found
}

/// The rules that take an item out of a list, for each item.
fn takers<'s, 'a>(survey: &'s Survey<'a>) -> SortedMap<(Path, &'a str), Overlaps<'s, Surveyed<'a>>> {
    let mut takers: SortedMap<(Path, &str), Vec<Member>> = SortedMap::new();
    for rule in &survey.rules {
        for item in items(rule.rule, false) {
            let of_item = takers.get_or_default(item);
            if of_item.last().is_none_or(|last| last.number != rule.number) {
                of_item.push(Member { number: rule.number, kind: 0 });
            }
        }
    }
    takers.into_iter().map(|(item, rules)| (item, survey.overlaps(&rules))).collect()
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
    if !is_asked || survey.work.is_spent() {
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
