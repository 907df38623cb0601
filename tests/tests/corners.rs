//! Corner cases of clocks that no case file can tell: the language of `sla` blocks, what a host keeps, late events.

use tierline_tests::{compile, desk};

/// A desk with one policy.
fn sla(clauses: &str) -> String {
    format!(
        "calendar \"office\" {{\n    timezone \"UTC\"\n    mon..fri 09:00 - 17:00\n}}\nsla \"s\" {{\n    calendar \"office\"\n    {clauses}\n}}\n"
    )
}

#[test]
fn every_clause_of_an_sla_compiles() {
    let clauses = [
        "resolve within 5 working days end of day",
        "resolve within 5 days end of day of \"office\" when ticket.kind == \"incident\"",
        "resolve within 8 hours of \"office\"\n    due stays while paused",
        "resolve within 8 hours\n    due stays while paused\n    pause while ticket.status == \"waiting\" for resolve",
        "resolve within 8 hours\n    stop when event.public && event.kind == \"message\" for resolve",
        "resolve within 8 hours\n    closed while false",
        "resolve within 3 calendar days",
        "resolve within 3 calendar days of \"office\"",
        "resolve within 8 hours\n    counts from match",
        "resolve within 8 hours\n    reopening pauses within 14 calendar days",
        "tier within 50% left to resolve\n    resolve within 8 hours",
        "resolve within 8 hours\n    on version change keep elapsed for resolve\n    on hours change restart",
    ];
    for clause in clauses {
        assert_eq!(compile(&sla(clause)).map(drop), Ok(()), "{clause}");
    }
    desk(&format!(
        "{}test \"t\" {{\n    at \"2026-11-23T10:00:00Z\" event #{{ kind: \"message\", author: \"agent\", public: true }}\n    expect event.public\n}}\n",
        sla("respond within 1 hour")
    ));
}
