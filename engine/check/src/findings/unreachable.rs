//! Rules that never get their turn: where they hold, one above them does and ends the search.

use tierline_model::{Mode, quoted};
use tierline_rules::Rule;

use super::named;
use crate::{
    Finding,
    overlaps::{Member, Overlaps, Side},
    reason::Formula,
    survey::{Survey, Surveyed, ladders},
};

/// Rules that are named as those that cover another.
const MOST_NAMED: usize = 5;

pub(super) fn look(survey: &Survey<'_>) -> Vec<Finding> {
    let mut found = vec![];
    for ladder in ladders(survey) {
        let may_cover = ladder.iter().filter(|rule| !rule.holds_not.is_true());
        let above = may_cover.map(|rule| Member { number: rule.number, kind: 0 }).collect::<Vec<_>>();
        let above = survey.overlaps(&above);
        for rule in ladder {
            if found.len() >= super::MOST || !survey.turns_to_rule(rule.rule) {
                break;
            }
            let covering = covering(survey, &above, rule);
            found.extend(covering.map(|covering| told(survey, rule.rule, &covering)));
        }
    }
    found.extend(silent_otherwise(survey));
    found
}

/// The rules above that together hold wherever `rule` does.
fn covering<'s, 'a>(
    survey: &'s Survey<'a>,
    above: &Overlaps<'s, Surveyed<'a>>,
    rule: &Surveyed<'a>,
) -> Option<Vec<&'s Surveyed<'a>>> {
    rule.bounds.as_ref()?;
    let near = above.near(Member { number: rule.number, kind: 1 }, Side::Above);
    let mut covering: Vec<&Surveyed<'_>> = near.into_iter().map(|number| &survey.rules[number]).collect();
    let is_asked = |rule: &Surveyed<'_>| survey.is_asked(&rule.rule.place);
    if covering.is_empty() || !is_asked(rule) && !covering.iter().any(|rule| is_asked(rule)) {
        return None;
    }
    if survey.stands_free(rule, &covering) {
        return None;
    }
    let covered = |by: &[&Surveyed<'_>]| {
        let wanted: Vec<&Formula> = [&rule.holds].into_iter().chain(by.iter().map(|other| &other.holds_not)).collect();
        survey.never(&wanted)
    };
    if !covered(&covering) || covered(&[]) {
        return None;
    }
    if let Some(alone) = covering.iter().copied().find(|other| covered(&[other])) {
        let is_asked = is_asked(rule) || is_asked(alone);
        return (is_asked && !survey.work.is_spent()).then(|| vec![alone]);
    }
    // Take away whoever is not needed.
    let mut number = 0;
    while number < covering.len() {
        let needless = needless(&covering[number..], &|from| {
            let (needed, left) = covering.split_at(number);
            covered(&[needed, &left[from..]].concat())
        });
        covering.drain(number..number + needless);
        number += 1;
    }
    let is_asked = is_asked(rule) || covering.iter().any(|other| is_asked(other));
    // Who is needed was not found out where there was no work left for it.
    (is_asked && !survey.work.is_spent()).then_some(covering)
}

/// How many of the first of `rules` can be left out together, where `is_enough` says whether those from a number on will do:
/// looked for by halves.
fn needless(rules: &[&Surveyed<'_>], is_enough: &dyn Fn(usize) -> bool) -> usize {
    let (mut few, mut many) = (0, rules.len());
    // Mostly it is none, or but one or two.
    let mut step = 1;
    while few < many {
        let tried = (few + step).min(many);
        match is_enough(tried) {
            true => (few, step) = (tried, step * 2),
            false if tried == few + 1 => return few,
            false => (many, step) = (tried - 1, 1),
        }
    }
    few
}

fn told(survey: &Survey<'_>, rule: &Rule, covering: &[&Surveyed<'_>]) -> Finding {
    let name = &*rule.name;
    let above = named(covering.iter().take(MOST_NAMED).map(|other| other.rule));
    let (holds, more) = match covering.len() {
        1 => ("holds", String::new()),
        count if count > MOST_NAMED => ("together hold", format!(" and {} more", count - MOST_NAMED)),
        _ => ("together hold", String::new()),
    };
    let message = format!(
        "the rule {name} never gets its turn: {above}{more} above it {holds} wherever it does",
        name = quoted(name)
    );
    let group =
        covering.iter().find_map(|other| other.rule.group.as_ref().filter(|group| rule.group.as_ref() != Some(*group)));
    let help = match group {
        Some(group) => format!(
            "it does only while the group {group} is switched off; otherwise move it above",
            group = quoted(group)
        ),
        None => "move it above, loosen it, or take it away".to_owned(),
    };
    let rules = [rule].into_iter().chain(covering.iter().map(|other| other.rule));
    survey.finding(&rule.place, "unreachable-rule", message, help).about(rules)
}

/// `otherwise` blocks of stages in which some rule always fires.
fn silent_otherwise(survey: &Survey<'_>) -> Vec<Finding> {
    let all = survey.rules.iter().filter(|rule| rule.is_otherwise && survey.is_asked(&rule.rule.place));
    let silent = all.take_while(|otherwise| survey.turns_to_rule(otherwise.rule)).filter_map(|otherwise| {
        let beside = survey.rules.iter().filter(|rule| rule.stage.stage == otherwise.stage.stage && !rule.is_otherwise);
        let may: Vec<&Surveyed<'_>> = beside.filter(|rule| !rule.holds_not.is_true()).collect();
        // In a stage where all may fire, later rules see what earlier ones wrote.
        let is_sure = otherwise.stage.mode == Mode::First || may.len() == 1;
        let wanted: Vec<&Formula> = may.iter().map(|rule| &rule.holds_not).collect();
        (is_sure && !wanted.is_empty() && survey.never(&wanted)).then(|| {
            let stage = otherwise.stage.stage.name();
            let message =
                format!("`otherwise` of the stage {stage} never gets its turn: some rule of the stage always holds");
            let help = "take it away, or tighten the rule that always holds";
            survey.finding(&otherwise.rule.place, "unreachable-rule", message, help).about([otherwise.rule])
        })
    });
    silent.collect()
}
