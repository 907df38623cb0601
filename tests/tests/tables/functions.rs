//! The table of functions.

use std::path::Path;

use tierline_tests::{
    functions,
    literals::{Table, literals},
};

#[test]
fn functions_are_known_by_their_table_alone() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let found = functions::with_table(|table| literals(&root, table)).unwrap();
    let found: Vec<String> =
        found.iter().map(|found| format!("{}:{}: {}", found.file, found.line, found.text)).collect();
    assert!(found.is_empty(), "names of functions outside their table:\n{}", found.join("\n"));
}

#[test]
fn what_is_said_to_mean_something_else_is_met() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    functions::with_table(|table| {
        let all = literals(&root, &Table { others: &[], ..*table }).unwrap();
        for other in table.others {
            assert!(all.iter().any(|found| (&*found.file, &*found.text) == *other), "{other:?}");
        }
    });
}
