//! The packs that ship compile without a warning, and their tests pass.

use tierline::{Desk, Diagnostic, Limits};
use tierline_tests::pack;

/// Compiles a pack and runs its tests; gives how many there are.
fn run(folder: &str) -> usize {
    let desk = match Desk::compile(pack(folder), Limits::SERVER) {
        Ok(desk) => desk,
        Err(wrong) => panic!("{}", wrong.iter().map(Diagnostic::to_string).collect::<Vec<_>>().join("\n")),
    };
    assert_eq!(desk.warnings(), []);
    let reports = desk.test();
    let failures: Vec<String> = reports
        .iter()
        .flat_map(|report| {
            report.failures.iter().map(|failure| format!("{}: {}: {}", failure.place, report.test, failure.message))
        })
        .collect();
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
    reports.len()
}

#[test]
fn help_desk() {
    assert!(run("rules/help-desk") >= 10);
}

#[test]
fn service_desk() {
    assert!(run("rules/service-desk") >= 140);
}

#[test]
fn round_the_clock() {
    assert!(run("rules/round-the-clock") >= 40);
}

#[test]
fn managed_services() {
    assert!(run("rules/managed-services") >= 40);
}

#[test]
fn proactive() {
    assert!(run("rules/proactive") >= 100);
}

#[test]
fn self_service() {
    assert!(run("rules/self-service") >= 130);
}

#[test]
fn change_management() {
    assert!(run("rules/change-management") >= 150);
}

#[test]
fn problem_management() {
    assert!(run("rules/problem-management") >= 120);
}

#[test]
fn request_fulfilment() {
    assert!(run("rules/request-fulfilment") >= 180);
}

#[test]
fn asset_management() {
    assert!(run("rules/asset-management") >= 130);
}

#[test]
fn feedback() {
    assert!(run("rules/feedback") >= 80);
}

#[test]
fn incident_log_sla() {
    assert!(run("examples/incident-log/sla") >= 2);
}

#[test]
fn incident_log() {
    assert!(run("examples/incident-log/desk") >= 10);
}
