//! All rules as one script: what somebody writes who knows that Rhai looks the cases of a `switch` up by hash.

use std::collections::BTreeMap;

use tierline_peers::{Mode, Op, Rule, Test};

/// What a script for the first rule says where none holds.
pub const NONE: usize = 999_999_999;

/// The texts that rules compare, those that tell most apart first.
const TELLING: [&str; 7] = ["category", "site", "department", "channel", "language", "ticket_type", "priority"];

/// The rules as one script, under a `switch` over the most telling field of each.
pub fn of(rules: &[Rule], mode: Mode) -> String {
    let mut switches: BTreeMap<&str, BTreeMap<String, String>> = BTreeMap::new();
    let mut rest = String::new();
    for rule in rules {
        match telling(rule) {
            Some(test) => {
                let cases = switches.entry(&test.field).or_default();
                *cases.entry(test.value.to_string()).or_default() += &clause(rule, Some(test), mode);
            }
            None => rest += &clause(rule, None, mode),
        }
    }
    let switches = switches.iter().map(|(field, cases)| {
        let cases: String = cases.iter().map(|(value, clauses)| format!("{value} => {{\n{clauses}}}\n")).collect();
        format!("switch {field} {{\n{cases}_ => ()\n}}\n")
    });
    let switches: String = switches.collect();
    match mode {
        Mode::First => format!("let best = {NONE};\n{switches}{rest}best"),
        Mode::Collect => format!("let all = [];\n{switches}{rest}all"),
    }
}

fn telling(rule: &Rule) -> Option<&Test> {
    TELLING.iter().find_map(|field| rule.tests.iter().find(|test| test.field == *field && test.op == Op::Equal))
}

/// What is left of a rule once `known` is known to hold.
fn clause(rule: &Rule, known: Option<&Test>, mode: Mode) -> String {
    let tests = rule.tests.iter().filter(|test| !known.is_some_and(|known| std::ptr::eq(*test, known)));
    let left = tests.map(Test::in_dots).collect::<Vec<_>>().join(" && ");
    match mode {
        Mode::First => format!("if best > {0} && {left} {{ best = {0}; }}\n", rule.id),
        Mode::Collect => format!("if {left} {{ all.push({}); }}\n", rule.id),
    }
}
