//! The example files of the language compile with a stage heading added, and their tests pass.
//!
//! 04 and 05 go without their calendar functions and `escalate` blocks, and 03 waits for both.

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

#[test]
fn queues_without_calendars() {
    let text = example("04-queues-and-time").replace("!within_hours(\"uk-office\")", "hour_of_day() !in 8..=17");
    assert_eq!(run(&[("04.rhai", text)]), 2);
}

#[test]
fn joiners_without_ladder() {
    let text = example("05-joiners-and-leavers");
    let start = text.find("escalate \"approvals\"").unwrap();
    let end = start + text[start..].find("\n}\n").unwrap() + 3;
    assert_eq!(run(&[("05.rhai", [&text[..start], &text[end..]].concat())]), 2);
}
