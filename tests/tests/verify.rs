//! Cases, run through the wire: those of other products, our own, and what is said of cases that cannot be run.

use std::{fs, path::Path};

use tierline_wire::verify::verify;

/// Runs the cases of a file; what went wrong with each that failed.
fn failures(file: &str) -> (usize, Vec<String>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/cases").join(file);
    let mut passed = 0;
    let mut wrong = vec![];
    for (index, line) in fs::read_to_string(path).unwrap().lines().enumerate() {
        let report = verify(line);
        if report.passed() {
            passed += 1;
            continue;
        }
        wrong.push(format!("{file}:{}: {}", index + 1, serde_json::to_string(&report).unwrap()));
    }
    (passed, wrong)
}

/// All cases of these files pass; how many there are.
#[track_caller]
fn count(files: &[&str]) -> usize {
    let (passed, wrong): (Vec<usize>, Vec<Vec<String>>) = files.iter().map(|file| failures(file)).unzip();
    let wrong = wrong.concat();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    passed.iter().sum()
}

#[test]
fn every_calendar_case_of_other_projects_holds() {
    let files = ["biz", "business_time", "random", "rt", "working_hours"].map(|file| format!("calendar/{file}.jsonl"));
    assert_eq!(count(&files.each_ref().map(String::as_str)), 2_540);
}

#[test]
fn every_sla_case_of_other_products_holds() {
    assert_eq!(count(&["sla/docs.jsonl", "sla/frappe.jsonl", "sla/glpi.jsonl", "sla/rt.jsonl"]), 88);
}
