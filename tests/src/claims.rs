//! What `check` claims of rules, held to what they do.

use std::collections::BTreeSet;

use tierline::{Desk, Tell};
use tierline_check::check;
use tierline_model::{Request, Verdict};

/// The rules that fire for a request.
pub fn firing(desk: &Desk, request: &Request) -> BTreeSet<String> {
    let answer = desk.evaluate_telling(request.clone(), &Tell::All);
    let rules = answer.trace.iter().flat_map(|trace| &trace.stages).flat_map(|stage| &stage.rules);
    rules.filter(|rule| matches!(rule.verdict, Verdict::Fired { .. })).map(|rule| rule.rule.to_string()).collect()
}

/// How many claims `check` makes of the conditions of a desk, whose rules fire for these requests as `fired` says.
///
/// # Errors
///
/// The first claim that a request refutes.
pub fn claims(desk: &Desk, fired: &[BTreeSet<String>]) -> Result<usize, String> {
    let mut claims = 0;
    for finding in check(desk, &Default::default()) {
        let mut rules = finding.rules.iter().map(ToString::to_string);
        let rule = rules.next().unwrap_or_default();
        let others: Vec<String> = rules.collect();
        let is_so = |fired: &BTreeSet<String>| match finding.diagnostic.code.as_str() {
            "never-holds" => !fired.contains(&rule),
            "always-holds" => fired.contains(&rule),
            "unreachable-rule" => !fired.contains(&rule) || others.iter().any(|other| fired.contains(other)),
            _ => true,
        };
        claims += usize::from(["never-holds", "always-holds", "unreachable-rule"].contains(&&*finding.diagnostic.code));
        if !fired.iter().all(is_so) {
            return Err(finding.diagnostic.to_string());
        }
    }
    Ok(claims)
}
