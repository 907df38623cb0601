//! What the documents show compiles and does what they say.

use std::{fs, path::Path};

use tierline::{Desk, Limits, Pack};

/// The code blocks of a language in a document of the repository.
fn blocks(document: &str, language: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(document);
    let text = fs::read_to_string(path).unwrap();
    let fence = format!("```{language}\n");
    text.split(&fence).skip(1).map(|rest| rest.split("```").next().unwrap().to_owned()).collect()
}

#[test]
fn the_rules_of_the_guide_compile_and_pass() {
    let blocks: Vec<String> = ["README.md", "rules/README.md", "rules/FORMATS.md"]
        .into_iter()
        .flat_map(|document| blocks(document, "rhai"))
        .collect();
    assert!(blocks.len() >= 3, "{}", blocks.len());
    for block in blocks {
        let desk = Desk::compile(Pack::of("guide.rhai", &block), Limits::SERVER).unwrap_or_else(|wrong| {
            panic!("{}\n{block}", wrong.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
        });
        for report in desk.test() {
            assert_eq!(report.failures, [], "{}", report.test);
        }
    }
}
