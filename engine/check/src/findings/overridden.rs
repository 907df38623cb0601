//! What a rule writes in vain: wherever it fires, a later one writes the same field, and nobody looks at it in between.

use tierline_condition::{Call, Expr, Frame};
use tierline_model::{Given, Mode, Value, quoted};
use tierline_rules::{Rule, actions::can_fail};

use crate::{
    Finding,
    deeds::{self, Set},
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
    if deeds::stops(rule.rule) {
        return None;
    }
    for other in survey.rules[number + 1..].iter().filter(|other| may_follow(rule, other)) {
        let is_asked = survey.is_asked(&rule.rule.place) || survey.is_asked(&other.rule.place);
        let reads = other.reads(&set.field) || other.reads_acting.iter().any(|path| path.overlaps(&set.field));
        if is_asked
            && !reads
            && writes_something_else(other, set)
            && is_sure_to_fire(other)
            && cannot_fail(other.rule, survey.frame())
            && !survey.are_apart(rule, other)
            && survey.never(&[&rule.holds, &other.holds_not])
        {
            return Some(other);
        }
        // Who looks at it in between has a use for it, who ends the evaluation keeps the others from it, and what a script
        // does is not known.
        if reads || deeds::stops(other.rule) || deeds::is_scripted(other.rule) {
            return None;
        }
    }
    None
}

/// Whether a rule is looked at where another above it has fired.
fn may_follow(above: &Surveyed<'_>, rule: &Surveyed<'_>) -> bool {
    let is_beside = above.stage.stage == rule.stage.stage;
    !(is_beside && (above.stage.mode == Mode::First || rule.is_otherwise || above.rule.is_row_above(rule.rule)))
}

/// Whether a rule fires wherever it holds: no other can keep it from doing so.
fn is_sure_to_fire(rule: &Surveyed<'_>) -> bool {
    rule.stage.mode == Mode::All
        && !rule.is_otherwise
        && rule.rule.group.is_none()
        && !rule.rule.row.is_some_and(|row| row.first)
}

/// Whether nothing that a rule asks for can be a fault, which would undo all that it writes.
fn cannot_fail(rule: &Rule, frame: &Frame) -> bool {
    let fits = |call: &Call| {
        let Some(spec) = deeds::spec(call) else { return false };
        let given: Vec<Given<'_>> = call.args.iter().map(given).collect();
        let fits = spec.params.iter().zip(&given).all(|(param, given)| match given {
            // It was looked at when the desk was compiled.
            Given::Value(_) => true,
            Given::Text => param.kind.takes_any_text(),
            Given::Unknown => false,
        });
        fits && !can_fail(spec, &given, &frame.schema)
    };
    let branches = |call: &Call| call.when.iter().flat_map(|when| when.iter()).all(|test| test.is_sure(frame));
    !deeds::is_scripted(rule) && deeds::calls(rule).iter().all(|call| fits(call) && branches(call))
}

/// What is known of an argument: what is written out, or that it is a text of which some part is.
fn given(arg: &Expr) -> Given<'_> {
    match arg {
        Expr::Const(value) => Given::Value(value),
        Expr::Template(parts) => {
            let is_plain = |part: &Expr| matches!(part, Expr::Const(_) | Expr::Field(_) | Expr::Read(_));
            let says = |part: &Expr| matches!(part, Expr::Const(Value::Text(text)) if !text.trim().is_empty());
            match parts.iter().all(is_plain) && parts.iter().any(says) {
                true => Given::Text,
                false => Given::Unknown,
            }
        }
        _ => Given::Unknown,
    }
}

fn writes_something_else(rule: &Surveyed<'_>, set: &Set<'_>) -> bool {
    let theirs = deeds::sets(rule.rule).into_iter().find(|theirs| theirs.field == set.field);
    theirs.is_some_and(|theirs| theirs.always && (theirs.constant().is_none() || theirs.constant() != set.constant()))
}

fn told(survey: &Survey<'_>, rule: &Surveyed<'_>, set: &Set<'_>, by: &Surveyed<'_>) -> Finding {
    let (name, by_name, field) = (&*rule.rule.name, &*by.rule.name, &set.field);
    let message = format!(
        "what the rule {name} writes to `{field}` is always lost: {by_name} holds wherever it does and writes over it",
        name = quoted(name),
        by_name = quoted(by_name)
    );
    let help = format!(
        "let {by_name} leave tickets alone that {name} is for, or take the action away",
        by_name = quoted(by_name),
        name = quoted(name)
    );
    let place = set.call.at.of(&rule.rule.place.file);
    survey.finding(&place, "lost-write", message, help).about([rule.rule, by.rule])
}
