//! What is generated from the engine's tables and checked in: `rules/schema/` and the reference page.
//!
//! `cargo xtask generate` writes them anew.

use std::{fs, path::Path};

use tierline::Schema;

fn committed(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn schemas_are_those_of_the_types() {
    let schemas = tierline_wire::schema::all(&Schema::standard());
    let schemas = schemas.as_object().unwrap();
    assert_eq!(schemas.len(), 5);
    for (name, schema) in schemas {
        let generated = format!("{}\n", serde_json::to_string_pretty(schema).unwrap());
        assert!(
            committed(&format!("rules/schema/{name}.schema.json")) == generated,
            "{name} has changed: run `cargo xtask generate`"
        );
    }
}

#[test]
fn the_reference_page_is_that_of_the_tables() {
    let generated = tierline_wire::reference::as_markdown();
    assert!(committed("rules/REFERENCE.md") == generated, "the reference has changed: run `cargo xtask generate`");
}
