//! What the tests of a desk reach: small desks whose coverage is worked out by hand, and the packs that ship.

use std::{fs, path::Path};

use tierline::{Coverage, Desk, Goal, GoalKind, Limits};
use tierline_tests::{desk, pack};

/// The goals of a desk's tests, which all pass.
fn coverage(desk: &Desk) -> Coverage {
    let (reports, coverage) = desk.test_with_coverage();
    let failed: Vec<_> = reports.iter().filter(|report| !report.failures.is_empty()).collect();
    assert!(failed.is_empty(), "{failed:?}");
    assert_eq!(reports, desk.test());
    coverage
}

/// `4 held 2 requester.vip`: line, kind, how often, text. Where `+` is expected, once or more.
fn line(goal: &Goal, expected: &str) -> String {
    let kind = serde_json::to_value(goal.kind).unwrap();
    let times = match expected.split(' ').nth(2) {
        Some("+") if goal.is_reached() => "+".to_owned(),
        _ => goal.times.to_string(),
    };
    format!("{} {} {times} {}", goal.place.line, kind.as_str().unwrap(), goal.text)
}

/// Compares the coverage of `tests/data/coverage/NAME.rhai` with what is expected of it.
fn is_as_expected(name: &str) {
    let file = |ends: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/coverage").join(format!("{name}.{ends}"));
        fs::read_to_string(path).unwrap()
    };
    let (rules, expected) = (file("rhai"), file("expected"));
    let expected: Vec<&str> = expected.lines().collect();
    let desk = desk(&rules);
    // A bundle covers what its source does.
    for desk in [&desk, &Desk::load(&desk.bundle(), Limits::SERVER).unwrap()] {
        let coverage = coverage(desk);
        let goals = coverage.goals.iter().enumerate();
        let lines: Vec<String> = goals.map(|(n, goal)| line(goal, expected.get(n).unwrap_or(&""))).collect();
        assert_eq!(lines, expected);
    }
}

#[test]
fn rules_parts_branches_cells_and_rows_are_counted() {
    is_as_expected("rules");
}

#[test]
fn slas_targets_and_steps_are_counted() {
    is_as_expected("clocks");
}

#[test]
fn a_desk_without_anything_to_reach_is_covered() {
    let coverage = coverage(&desk("queue \"net\" \"Network\"\n"));
    assert_eq!((coverage.goals.len(), coverage.percent()), (0, 100));
}

#[test]
fn a_desk_without_tests_reaches_nothing() {
    let coverage = coverage(&desk("stage triage\nrule \"a\" {\n    then { add_tag(\"a\"); }\n}\n"));
    let goals: Vec<_> = coverage.missing().map(|goal| (goal.kind, &*goal.text, goal.place.line)).collect();
    assert_eq!((goals, coverage.percent()), (vec![(GoalKind::Rule, "a", 2)], 0));
}

/// The rules of the packs that ship are tested, and most of what stands in them.
#[test]
fn the_tests_of_the_packs_reach_most_of_them() {
    let least = [
        ("rules/service-desk", 80),
        ("rules/help-desk", 80),
        ("rules/round-the-clock", 80),
        ("rules/managed-services", 80),
    ];
    for (folder, percent) in least {
        let coverage = coverage(&Desk::compile(pack(folder), Limits::SERVER).unwrap());
        println!("{folder}: {} of {}, {} %", coverage.reached(), coverage.goals.len(), coverage.percent());
        assert!(coverage.percent() >= percent, "{folder}: {} %", coverage.percent());
    }
}
