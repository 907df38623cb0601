//! The table of functions.

use std::path::Path;

use tierline_tests::{functions, literals::literals};

#[test]
fn functions_are_known_by_their_table_alone() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let found = functions::with_table(|table| literals(&root, table)).unwrap();
    let found: Vec<String> =
        found.iter().map(|found| format!("{}:{}: {}", found.file, found.line, found.name)).collect();
    assert!(found.is_empty(), "names of functions outside their table:\n{}", found.join("\n"));
}
