//! The example files of the language compile with a stage heading added, and their tests pass.

use tierline::{Desk, Limits, Pack};

fn example(name: &str) -> String {
    let path = format!("{}/data/examples-of-rules/{name}.rhai", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap()
}

/// Compiles examples, each under a heading, and runs their tests; gives how many there are.
fn run(files: &[(&str, String)]) -> usize {
    let files = files.iter().map(|(name, text)| ((*name).to_owned(), format!("stage triage\n\n{text}")));
    let desk = match Desk::compile(Pack { files: files.collect() }, Limits::SERVER) {
        Ok(desk) => desk,
        Err(wrong) => panic!("{}", wrong.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")),
    };
    let reports = desk.test();
    for report in &reports {
        assert_eq!(report.failures, [], "{}", report.test);
    }
    reports.len()
}

/// 01 looks up the matrix of 02: the two belong together.
#[test]
fn triage_and_priority_matrix() {
    let files = [("01.rhai", example("01-triage")), ("02.rhai", example("02-priority-matrix"))];
    assert_eq!(run(&files), 4);
    assert_eq!(run(&files[1..]), 2);
}

/// 04 asks for the calendar of 03, and the ladder of 05 climbs on its clocks.
#[test]
fn calendars_policies_and_ladders() {
    let sla = ("03.rhai", example("03-sla-and-escalation"));
    assert_eq!(run(std::slice::from_ref(&sla)), 2);
    assert_eq!(run(&[sla.clone(), ("04.rhai", example("04-queues-and-time"))]), 4);
    assert_eq!(run(&[sla, ("05.rhai", example("05-joiners-and-leavers"))]), 4);
}

#[test]
fn a_ladder_without_any_policy_is_only_warned_of() {
    assert_eq!(run(&[("05.rhai", example("05-joiners-and-leavers"))]), 2);
}

/// Only the test of a third reopening goes another way in the company of 01: there a ticket without a category is routed to
/// triage, and in one stage the last to route wins.
#[test]
fn all_five_compile_as_one_desk() {
    let names =
        ["01-triage", "02-priority-matrix", "03-sla-and-escalation", "04-queues-and-time", "05-joiners-and-leavers"];
    let file = |name: &str| (format!("{name}.rhai"), format!("stage triage\n\n{}", example(name)));
    let desk = Desk::compile(Pack { files: names.into_iter().map(file).collect() }, Limits::SERVER).unwrap();
    let failed: Vec<_> = desk.test().into_iter().filter(|report| !report.failures.is_empty()).collect();
    assert_eq!(failed.len(), 1);
    assert_eq!(&*failed[0].test, "A third reopening is a problem");
}
