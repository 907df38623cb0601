//! Holes: tickets that nobody routes, that get no priority, or that no SLA is for.
//!
//! They are looked for only where the desk means to deal with such tickets: where it has rules or SLAs for their kind.

use tierline_condition::{Comparison, Condition, Expr, Part, Slot};
use tierline_model::{Answer, Class, Mode, Path, SortedSet, Text, Value, agreement::Amount};
use tierline_rules::Rule;

use crate::{
    Finding, Witness, deeds,
    reason::{Formula, paths},
    survey::{Survey, Surveyed, fired},
};

pub(super) fn look(survey: &Survey<'_>) -> Vec<Finding> {
    let written = [
        ("queue", "no-route", "is routed by no rule", "routes it"),
        ("priority", "no-priority", "gets no priority", "sets its priority"),
    ];
    let of_rules =
        written.into_iter().filter_map(|(field, code, what, help)| of_field(survey, field, code, what, help));
    of_rules.chain(of_sla(survey)).collect()
}

/// A ticket in which no rule writes a field that other rules write for tickets of its kind.
fn of_field(survey: &Survey<'_>, field: &str, code: &str, what: &str, help: &str) -> Option<Finding> {
    let path = Path::of_ticket(field);
    let writing: Vec<&Surveyed<'_>> = survey.rules.iter().filter(|rule| writes(rule, &path)).collect();
    let first = writing.first()?;
    let asked = writing.iter().any(|rule| survey.is_asked(&rule.rule.place));
    if !asked || survey.rules.iter().any(|rule| deeds::is_scripted(rule.rule)) {
        return None;
    }
    if !survey.turns_to_rule(first.rule) {
        return None;
    }
    let kinds = kinds(survey, &writing);
    let empty = survey.at_first(&path, &Value::Missing);
    let unwritten = unwritten(survey, &path);
    for kind in &kinds {
        if !survey.turns_to_rule(first.rule) {
            return None;
        }
        let of_kind = survey.at_first(&Path::of_ticket("kind"), &Value::Text(kind.clone()));
        let mut wanted: Vec<&Formula> = vec![&empty, &of_kind];
        wanted.extend(&unwritten);
        let witness = unless_stopped(survey, wanted, &|answer| !answer.ticket.contains_key(field));
        if let Some(witness) = witness {
            let message = format!("{} {what}", witness.told());
            let help = format!("add `otherwise` or a rule without `when` that {help}");
            return Some(survey.finding(&first.rule.place, code, message, help).shown_by(witness));
        }
    }
    None
}

/// A ticket that no customer SLA is for, where others of its kind have one.
fn of_sla(survey: &Survey<'_>) -> Option<Finding> {
    let agreements = survey.desk.agreements();
    let policies: Vec<_> = agreements.policies.iter().filter(|policy| policy.class == Class::Customer).collect();
    let first = policies.first()?;
    if !policies.iter().any(|policy| survey.is_asked(&policy.place)) {
        return None;
    }
    let conditions: Vec<_> = policies.iter().filter_map(|policy| agreements.conditions.get(policy.when.0)).collect();
    let slot = survey.frame().layout.slot_of(&Path::of_ticket("kind"));
    let named: SortedSet<Text> = conditions
        .iter()
        .flat_map(|condition| condition.parts.iter())
        .flat_map(|part| slot.map(|slot| constants(&part.expr, slot)).unwrap_or_default())
        .collect();
    let kinds = if named.is_empty() { [Text::from("incident")].into() } else { named };
    // A target that a field of the ticket names takes that field: without it, nothing is owed.
    let mut is_named: SortedSet<&Path> = SortedSet::new();
    let named_by: Vec<&Path> = agreements
        .policies
        .iter()
        .flat_map(|policy| &policy.targets)
        .filter_map(|target| match &target.amount {
            Amount::By(promise) => is_named.insert(&promise.field).then_some(&promise.field),
            _ => None,
        })
        .collect();
    if !survey.turns_to(&first.name, &first.place) {
        return None;
    }
    let none: Vec<Formula> =
        conditions.iter().map(|condition| survey.in_the_end(&without(condition, &is_named, survey)).1).collect();
    let unapplied = survey.at_first(&Path::of_ticket("applied_sla"), &Value::Missing);
    let promised: Vec<Formula> = named_by.iter().map(|path| survey.is_set_at_first(path)).collect();
    for kind in kinds.iter().take_while(|_| survey.turns_to(&first.name, &first.place)) {
        let of_kind = survey.at_first(&Path::of_ticket("kind"), &Value::Text(kind.clone()));
        let mut wanted: Vec<&Formula> = vec![&of_kind, &unapplied];
        wanted.extend(none.iter().chain(&promised));
        let has_sla = |answer: &Answer| answer.ticket.contains_key("sla") || answer.ticket.contains_key("applied_sla");
        let witness = unless_stopped(survey, wanted, &|answer| !has_sla(answer));
        if let Some(witness) = witness {
            let message = format!("{} gets no SLA", witness.told());
            let help = "add an SLA without `when` below the others, or widen one";
            return Some(survey.finding(&first.place, "no-sla", message, help).shown_by(witness));
        }
    }
    None
}

/// A ticket that shows a hole, and whose evaluation no rule stops: what is stopped is meant to be left alone.
fn unless_stopped<'s>(
    survey: &'s Survey<'_>,
    mut wanted: Vec<&'s Formula>,
    shows: &dyn Fn(&Answer) -> bool,
) -> Option<Witness> {
    let stopping: Vec<&Surveyed<'_>> = survey.rules.iter().filter(|rule| deeds::stops(rule.rule)).collect();
    wanted.extend(stopping.iter().map(|rule| &rule.holds_not));
    let told: Vec<&Rule> = stopping.iter().map(|rule| rule.rule).collect();
    survey.witness(&wanted, &told, &|answer| {
        shows(answer) && answer.faults.is_empty() && !told.iter().any(|rule| fired(answer, rule))
    })
}

/// A condition without the parts that ask for one of these fields.
fn without(condition: &Condition, fields: &SortedSet<&Path>, survey: &Survey<'_>) -> Condition {
    let asks = |part: &Part| paths(&part.expr, survey.frame()).iter().any(|path| fields.contains(path));
    let parts = condition.parts.iter().filter(|part| !asks(part)).cloned().collect();
    Condition { parts, ..condition.clone() }
}

fn writes(rule: &Surveyed<'_>, path: &Path) -> bool {
    deeds::calls(rule.rule).iter().any(|call| deeds::writes(call).contains(path))
}

/// The kinds of tickets that rules which write a field are for: those that they name, or incidents where they name none.
fn kinds(survey: &Survey<'_>, writing: &[&Surveyed<'_>]) -> SortedSet<Text> {
    let Some(slot) = survey.frame().layout.slot_of(&Path::of_ticket("kind")) else {
        return [Text::from("incident")].into();
    };
    let parts = writing.iter().flat_map(|rule| rule.rule.condition.parts.iter());
    let named: SortedSet<Text> = parts.flat_map(|part| constants(&part.expr, slot)).collect();
    if named.is_empty() { [Text::from("incident")].into() } else { named }
}

/// The texts that an expression compares a field with.
fn constants(expr: &Expr, slot: Slot) -> Vec<Text> {
    let texts = |value: &Value| match value {
        Value::Text(text) => vec![text.clone()],
        Value::List(items) => items.iter().filter_map(Value::as_text).map(Text::from).collect(),
        _ => vec![],
    };
    match expr {
        Expr::Compare(Comparison::Equal, sides) | Expr::In(sides) => match &**sides {
            (Expr::Field(field), Expr::Const(value)) | (Expr::Const(value), Expr::Field(field)) if *field == slot => {
                texts(value)
            }
            _ => vec![],
        },
        expr => expr.below().into_iter().flat_map(|part| constants(part, slot)).collect(),
    }
}

/// What all ways together may weigh in which nothing is written by the rules of a stage.
const MOST_OF_WAYS: u64 = 100_000;

/// What it takes for no rule to write a field: stage by stage.
fn unwritten(survey: &Survey<'_>, path: &Path) -> Vec<Formula> {
    let mut all = vec![];
    for (stage, rules) in survey.stages() {
        let of_stage = || rules.iter().filter(|rule| !rule.is_otherwise);
        let otherwise = rules.iter().find(|rule| rule.is_otherwise && writes(rule, path));
        let silent = |rule: &Surveyed<'_>| not_writing(survey, rule, path);
        match stage.mode {
            Mode::All => {
                all.extend(of_stage().filter(|rule| writes(rule, path)).map(&silent));
                if otherwise.is_some() {
                    all.push(Formula::any(
                        of_stage().filter(|rule| !writes(rule, path)).map(|rule| rule.holds.clone()),
                    ));
                }
            }
            Mode::First => {
                // Some rule that does not write it is the first to hold, or none holds and `otherwise` does not write it.
                let mut before: Vec<Formula> = vec![];
                let mut ways: Vec<Formula> = vec![];
                let (mut of_before, mut left) = (0, MOST_OF_WAYS);
                for rule in of_stage() {
                    if writes(rule, path) {
                        before.push(silent(rule));
                        of_before += before.last().map_or(0, Formula::weight);
                    } else if of_before < left {
                        left -= of_before;
                        ways.push(Formula::all(before.iter().cloned().chain([rule.holds.clone()])));
                    } else {
                        // It is but one way less in which a ticket may be found.
                        survey.work.cut();
                    }
                }
                if otherwise.is_none() {
                    ways.push(Formula::all(before));
                }
                all.push(Formula::any(ways));
            }
        }
    }
    all
}

/// That a rule does not write a field: it does not hold, or the branches are not taken in which it would.
fn not_writing(survey: &Survey<'_>, rule: &Surveyed<'_>, path: &Path) -> Formula {
    let calls = deeds::calls(rule.rule).iter().filter(|call| deeds::writes(call).contains(path));
    let branches = calls.map(|call| {
        let tests = call.when.iter().flat_map(|when| when.iter());
        Formula::any(tests.map(|test| survey.is_at(rule, test, false)))
    });
    let branches: Vec<Formula> = branches.collect();
    Formula::any([rule.holds_not.clone(), Formula::all(branches)])
}

impl Survey<'_> {
    /// That a field of the ticket holds something as it comes.
    fn is_set_at_first(&self, path: &Path) -> Formula {
        let Some(slot) = self.frame().layout.slot_of(path) else { return Formula::TRUE };
        let sides = Box::new((Expr::Field(slot), Expr::Const(Value::Missing)));
        self.is_at_first(&Expr::Compare(Comparison::NotEqual, sides), true)
    }

    /// That a field of the ticket holds a value as it comes. Where no condition reads it, it holds nothing anyway.
    fn at_first(&self, path: &Path, value: &Value) -> Formula {
        let Some(slot) = self.frame().layout.slot_of(path) else { return Formula::TRUE };
        let sides = Box::new((Expr::Field(slot), Expr::Const(value.clone())));
        self.is_at_first(&Expr::Compare(Comparison::Equal, sides), true)
    }
}
