//! Rules that undo each other: one adds a tag that another, for the same ticket event, takes away.

use tierline_rules::Rule;

use tierline_model::quoted;

use crate::{
    Finding, deeds,
    survey::{Survey, Surveyed, fired},
};

pub(super) fn look(survey: &Survey<'_>) -> Vec<Finding> {
    let mut found = vec![];
    let adding = survey.rules.iter().enumerate().filter(|(_, rule)| tags(rule.rule, "add_tag").next().is_some());
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

fn tags<'a>(rule: &'a Rule, action: &'a str) -> impl Iterator<Item = &'a str> {
    let always = deeds::calls_of(rule, action).filter(|call| call.when.is_none());
    always.filter_map(|call| deeds::constant_text(call, 0))
}

fn undone(survey: &Survey<'_>, adding: &Surveyed<'_>, taking: &Surveyed<'_>) -> Option<Finding> {
    let tag = tags(adding.rule, "add_tag").find(|tag| tags(taking.rule, "remove_tag").any(|other| other == *tag))?;
    let is_asked = survey.is_asked(&adding.rule.place) || survey.is_asked(&taking.rule.place);
    if !is_asked || survey.are_apart(adding, taking) {
        return None;
    }
    let witness = survey.witness(&[&adding.holds, &taking.holds], &[adding.rule, taking.rule], &|_, answer| {
        fired(answer, adding.rule) && fired(answer, taking.rule)
    })?;
    let (name, other) = (&*taking.rule.name, &*adding.rule.name);
    let message = format!(
        "the rules {other} and {name} undo each other: both fire for {}; the first adds the tag {tag}, the second takes it away",
        witness.told(),
        other = quoted(other),
        name = quoted(name),
        tag = quoted(tag)
    );
    let help = "tell them apart in their conditions";
    let finding = survey.finding(&taking.rule.place, "undone", message, help);
    Some(finding.about([taking.rule, adding.rule]).shown_by(witness))
}
