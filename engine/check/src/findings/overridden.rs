//! What a rule writes in vain: wherever it fires, a later one writes the same field, and nobody looks at it in between.

use tierline_condition::{Call, Expr, Frame};
use tierline_model::{Given, Mode, Path, SortedMap, Value, quoted};
use tierline_rules::{Rule, actions::can_fail};

use crate::{
    Finding,
    by_path::ByPath,
    deeds::{self, Set},
    overlaps::{Member, Overlaps, Side},
    survey::{Survey, Surveyed},
};

pub(super) fn look(survey: &Survey<'_>) -> Vec<Finding> {
    let mut found = vec![];
    let later = Later::of(survey);
    for rule in survey.rules.iter().filter(|rule| !rule.is_otherwise) {
        let sets = deeds::sets(rule.rule);
        if sets.is_empty() {
            continue;
        }
        if !survey.turns_to_rule(rule.rule) {
            return found;
        }
        for set in sets {
            if found.len() == super::MOST {
                return found;
            }
            let by = later.overrider(rule, &set);
            found.extend(by.map(|by| told(survey, rule, &set, by)));
        }
    }
    found
}

/// Who may write over what an earlier rule wrote, and who keeps others from doing so.
struct Later<'s, 'a> {
    survey: &'s Survey<'a>,
    /// For each field, the rules that are sure to set it wherever they hold.
    setting: SortedMap<Path, Overlaps<'s, Surveyed<'a>>>,
    /// The rules that look at fields.
    reading: ByPath,
    /// The rules behind which nothing is known of any field: they look at whatever they like, or end the evaluation.
    closing: Vec<usize>,
    /// For each rule, the first one behind those that it keeps from firing.
    behind: Vec<usize>,
}

impl<'s, 'a> Later<'s, 'a> {
    fn of(survey: &'s Survey<'a>) -> Later<'s, 'a> {
        let mut setting: SortedMap<Path, Vec<Member>> = SortedMap::new();
        let (mut reading, mut closing) = (ByPath::default(), vec![]);
        for rule in &survey.rules {
            for path in rule.reads.iter().chain(&rule.reads_acting) {
                reading.add(path.clone(), rule.number);
            }
            if rule.is_asking || deeds::stops(rule.rule) || deeds::is_scripted(rule.rule) {
                closing.push(rule.number);
            }
            if is_sure_to_fire(rule) && cannot_fail(rule.rule, survey.frame()) {
                for set in deeds::sets(rule.rule) {
                    let of_field = setting.get_or_default(set.field);
                    if of_field.last().is_none_or(|last| last.number != rule.number) {
                        of_field.push(Member { number: rule.number, kind: 0 });
                    }
                }
            }
        }
        let setting = setting.into_iter().map(|(field, rules)| (field, survey.overlaps(&rules))).collect();
        Later { survey, setting, reading, closing, behind: behind(survey) }
    }

    /// The rule that always writes over what this one sets.
    fn overrider(&self, rule: &Surveyed<'a>, set: &Set<'_>) -> Option<&'s Surveyed<'a>> {
        if deeds::stops(rule.rule) {
            return None;
        }
        // Who looks at it in between has a use for it, who ends the evaluation keeps the others from it, and what a script
        // does is not known.
        let looking = self.reading.overlapping(&set.field).into_iter();
        let end = looking.chain([&*self.closing]).filter_map(|rules| self.next(rules, rule)).min();
        let side = Side::Below(end.unwrap_or(usize::MAX));
        let later = self.setting.get(&set.field)?.near(Member { number: rule.number, kind: 1 }, side);
        later.into_iter().map(|later| &self.survey.rules[later]).filter(|other| may_follow(rule, other)).find(|other| {
            let is_asked = self.survey.is_asked(&rule.rule.place) || self.survey.is_asked(&other.rule.place);
            let reads = other.reads(&set.field) || other.reads_acting.iter().any(|path| path.overlaps(&set.field));
            is_asked
                && !reads
                && writes_something_else(other, set)
                && self.survey.never(&[&rule.holds, &other.holds_not])
        })
    }

    /// The first of some rules that is looked at behind one that has fired.
    fn next(&self, rules: &[usize], rule: &Surveyed<'_>) -> Option<usize> {
        let behind = self.behind.get(rule.number).copied().unwrap_or_default();
        let later = &rules[rules.partition_point(|number| *number < behind)..];
        later.iter().copied().find(|number| may_follow(rule, &self.survey.rules[*number]))
    }
}

/// For each rule, the number of the first one behind those right below it that it keeps from firing.
fn behind(survey: &Survey<'_>) -> Vec<usize> {
    let mut behind: Vec<usize> = (1..=survey.rules.len()).collect();
    let pairs = survey.rules.iter().zip(survey.rules.iter().skip(1)).rev();
    for (rule, next) in pairs {
        let is_first = rule.stage.mode == Mode::First && rule.stage.stage == next.stage.stage;
        if is_first || rule.rule.is_row_above(next.rule) {
            behind[rule.number] = behind[next.number];
        }
    }
    behind
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
