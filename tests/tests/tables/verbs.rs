//! The table of verbs.

use tierline_tests::wrappers;
use tierline_wire::Verb;

use crate::{Elsewhere, named_outside};

/// Words that are something else, too: where, and what. What makes a desk is written by hand.
const ELSEWHERE: Elsewhere<'_> = &[
    ("bindings/wasm/component/src/lib.rs", &["compile", "load"], "how a desk is made"),
    ("bindings/wasm/component/src/lib.rs", &["bundle"], "a part of a call"),
    ("bindings/js/rust/src/desk.rs", &["compile", "load"], "how a desk is made"),
    ("bindings/js/rust/src/desk.rs", &["bundle"], "a part of a call"),
    ("bindings/python/python/tierline/__init__.py", &["compile", "load"], "how a desk is made"),
    ("bindings/wire/src/call.rs", &["bundle"], "a part of a call"),
    ("bindings/wire/src/schema/", &["deadlines"], "a schema"),
    ("bindings/wire/src/schema/", &["format"], "a word of JSON Schema"),
    ("bindings/js/tools/types.mjs", &["deadlines"], "a schema"),
    ("bindings/js/tools/types.mjs", &["format"], "a word of JSON Schema"),
    ("bindings/cli/src/columns.rs", &["format"], "how instants are written in a column"),
    ("bindings/cli/src/commands/schema.rs", &["deadlines"], "a schema"),
    ("bindings/cli/src/commands/check.rs", &["test"], "what is counted"),
];

#[test]
fn no_verb_is_named_outside_its_table() {
    let names: Vec<&str> = Verb::all().map(|verb| verb.name).collect();
    let made = wrappers::all();
    // The engine knows nothing of verbs.
    let is_at_home = |file: &str| {
        let is_made = made.iter().any(|(made, _)| made == file);
        is_made || file.starts_with("bindings/wire/src/verbs/") || file.starts_with("engine/")
    };
    assert_eq!(named_outside(&names, is_at_home, ELSEWHERE), []);
}
