//! What is said of how rules run.

use tierline::PartRuns::{self, Key, Numbers};
use tierline_tests::desk;

/// How the parts of each rule run.
fn runs(rules: &str) -> Vec<Vec<Vec<PartRuns>>> {
    let forms = desk(rules).forms();
    forms.into_iter().map(|form| form.parts.into_iter().map(|part| part.runs).collect()).collect()
}

#[test]
fn a_range_is_a_key_where_it_is_narrow_and_nothing_else_is_one() {
    let conditions = [
        "ticket.reopened == 0",
        "ticket.reopened in 1..=2",
        // All that it asks of one number is the key.
        "ticket.reopened >= 3 && ticket.affected_users < 100 && ticket.reopened < 5",
        // Wide: the rule is as soon looked at every time.
        "ticket.reopened >= 1",
        "ticket.category == \"network\" && ticket.reopened == 4",
        // The narrowest of two.
        "ticket.reopened <= 2 && ticket.affected_users == 100",
        "ticket.affected_users in 20..30 && ticket.affected_users != 25",
    ];
    let rules = (0..)
        .zip(conditions)
        .map(|(rule, when): (u8, _)| format!("rule \"{rule}\" {{\n  when {when}\n  then {{ add_tag(\"a\"); }}\n}}\n"));
    let runs = runs(&format!("stage triage\n{}", rules.collect::<String>()));
    assert_eq!(runs[0], [[Key]]);
    assert_eq!(runs[1], [[Key]]);
    assert_eq!(runs[2], [[Key], [Numbers], [Key]]);
    assert_eq!(runs[3], [[Numbers]]);
    assert_eq!(runs[4], [[Key], [Numbers]]);
    assert_eq!(runs[5], [[Numbers], [Key]]);
    assert_eq!(runs[6], [[Key], [PartRuns::Predicate]]);
}
