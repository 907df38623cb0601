//! What checking takes: of desks of many kinds, four times as large takes six times the work at most, and nothing that ordinary desks
//! hold is left out.

use std::fmt::Write;

use tierline::{Desk, Limits, Pack};
use tierline_check::{Checked, NOT_LOOKED_AT, Scope, check_within, what_if_within};
use tierline_tests::large::{KINDS, Large};

fn checked(kind: &Large, count: usize) -> Checked {
    let desk =
        Desk::compile((kind.make)(count), Limits::NONE).unwrap_or_else(|wrong| panic!("{}: {}", kind.name, wrong[0]));
    check_within(&desk, &Scope::default(), Limits::SERVER.check_work)
}

#[test]
fn four_times_the_desk_takes_six_times_the_work_at_most() {
    let mut grown = String::new();
    for kind in KINDS {
        let (few, many) = (checked(kind, kind.count).work, checked(kind, 4 * kind.count).work);
        if many > 6 * few {
            writeln!(grown, "{}: {few} and {many}", kind.name).unwrap();
        }
    }
    assert_eq!(grown, "");
}

fn codes(checked: &Checked) -> Vec<&str> {
    checked.findings.iter().map(|finding| &*finding.diagnostic.code).collect()
}

#[test]
fn rules_that_are_told_apart_by_a_word_are_all_compared() {
    for kind in KINDS.iter().filter(|kind| kind.is_told_apart) {
        let checked = checked(kind, 4 * kind.count);
        assert!(!codes(&checked).contains(&NOT_LOOKED_AT), "{}: {:?}", kind.name, checked.findings.last());
    }
}

#[test]
fn a_twin_is_found_however_far_away() {
    let mut rules = String::from("stage triage\n");
    for number in (0..5_000).chain([17]) {
        let name = rules.len();
        writeln!(rules, "rule \"{name}\" {{ when ticket.id == \"INC-{number}\" then {{ notify(\"x{number}\"); }} }}")
            .unwrap();
    }
    let desk = Desk::compile(Pack::of("desk.rhai", &rules), Limits::SERVER).unwrap();
    let checked = check_within(&desk, &Scope::default(), Limits::SERVER.check_work);
    let twins: Vec<_> = checked.findings.iter().filter(|one| one.diagnostic.code == "duplicate-rule").collect();
    assert_eq!(twins.iter().map(|one| one.diagnostic.place.line).collect::<Vec<_>>(), [5_002]);
    assert!(!codes(&checked).contains(&NOT_LOOKED_AT));
}

#[test]
fn what_is_not_looked_at_is_named() {
    let kind = KINDS.iter().find(|kind| kind.name == "overlapping rules").unwrap();
    let all = checked(kind, 600);
    let note = all.findings.iter().find(|one| one.diagnostic.code == NOT_LOOKED_AT).unwrap();
    assert!(
        note.diagnostic
            .message
            .starts_with("unreachable-rule is not looked for any further at \"r201\" and 398 more: ")
    );
    let desk = Desk::compile((kind.make)(600), Limits::SERVER).unwrap();
    let less = check_within(&desk, &Scope::default(), 20_000);
    let note = less.findings.iter().find(|one| one.diagnostic.code == NOT_LOOKED_AT).unwrap();
    assert!(note.diagnostic.message.contains("checking a desk may take 20000 units of work"), "{}", note.diagnostic);
    assert!(note.diagnostic.help.as_ref().unwrap().contains("`check_work`"));
    assert!(less.work < 40_000, "{}", less.work);
}

#[test]
fn what_would_have_had_to_differ_is_looked_for_as_long_as_there_is_work() {
    let rules = "stage triage\nrule \"urgent\" { when ticket.priority == \"P1\" && requester.vip then { add_tag(\"urgent\"); } }\n";
    let desk = Desk::compile(Pack::of("desk.rhai", rules), Limits::SERVER).unwrap();
    let now = tierline::Timestamp::parse("2026-11-23T10:00:00Z").unwrap();
    let request = desk.read_ticket(serde_json::json!({"priority": "P3"}), now).unwrap();
    let all = what_if_within(&desk, &request, "urgent", Limits::SERVER.what_if_work);
    assert!(all.found.is_some() && !all.is_cut_short && all.work < Limits::SERVER.what_if_work / 100);
    let none = what_if_within(&desk, &request, "urgent", 1);
    assert!(none.found.is_none() && none.is_cut_short);
}
