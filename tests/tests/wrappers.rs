//! What bindings call the verbs by is what the table of verbs says.

use std::{collections::BTreeSet, fs, path::Path};

use tierline_tests::wrappers;
use tierline_wire::Verb;

/// A text without what layout adds: white space, and commas before a closing bracket.
fn plain(text: &str) -> String {
    let text: String = text.split_whitespace().collect();
    text.replace(",)", ")").replace(",}", "}").replace(",]", "]")
}

#[test]
fn what_is_made_is_up_to_date() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for (name, text) in wrappers::all() {
        let found = fs::read_to_string(root.join(&name)).unwrap();
        assert!(plain(&found) == plain(&text), "{name} is not up to date: run `cargo xtask generate`");
    }
}

#[test]
fn names_are_written_as_javascript_writes_them() {
    let written = ["check", "evaluate_batch", "test_with_coverage"].map(wrappers::camel);
    assert_eq!(written, ["check", "evaluateBatch", "testWithCoverage"]);
}

#[test]
fn every_verb_can_be_called_by_every_binding() {
    // Desks are made and let go by their class; what a session was asked is told by processes that serve many.
    let by_hand = ["compile", "load", "forget", "stats", "desks", "metrics"];
    let without: BTreeSet<&str> = Verb::all().filter(|verb| verb.wrappers.is_empty()).map(|verb| verb.name).collect();
    assert_eq!(without, BTreeSet::from(by_hand));
    let read = |name: &str| fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name)).unwrap();
    let (glue, python) = (read("bindings/js/src/glue.d.ts"), read("bindings/python/python/tierline/_verbs.py"));
    for wrapper in Verb::all().flat_map(|verb| verb.wrappers) {
        let camel = wrappers::camel(wrapper.name);
        assert!(glue.contains(&format!("{camel}(")), "JavaScript lacks {camel}");
        assert!(python.contains(&format!("def {}(", wrapper.name)), "Python lacks {}", wrapper.name);
    }
}
