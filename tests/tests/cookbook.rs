//! The recipes of the cookbook compile alone, their tests pass, and the page lists them.

use std::{collections::BTreeSet, fs, path::Path};

use serde_json::json;
use tierline::{Desk, Timestamp};
use tierline_check::{Scope, check};
use tierline_tests::{
    NOW, ask_request,
    cookbook::{self, Recipe},
    desk,
};

/// The desk that a recipe is.
fn desk_of(recipe: &Recipe) -> Desk {
    desk(&recipe.rules)
}

#[test]
fn there_are_enough_and_each_is_numbered() {
    let recipes = cookbook::recipes();
    assert!(recipes.len() >= 30, "{}", recipes.len());
    for (recipe, number) in recipes.iter().zip(1..) {
        assert!(recipe.file.starts_with(&format!("{number:02}-")), "{}: {number:02} is missing", recipe.file);
        assert!(recipe.file.ends_with(".rhai"), "{}", recipe.file);
    }
}

#[test]
fn each_says_what_is_asked_and_what_to_do() {
    for Recipe { file, title, question, answer, .. } in cookbook::recipes() {
        assert!(!title.is_empty() && !title.ends_with(['.', '?']), "{file}: {title:?} is no title");
        assert!(question.ends_with('?'), "{file}: {question:?} is no question");
        assert!(answer.len() >= 100, "{file}: {answer:?} is no answer");
    }
}

#[test]
fn each_compiles_alone_and_leaves_nothing_to_say() {
    for recipe in cookbook::recipes() {
        let desk = desk_of(&recipe);
        assert_eq!(desk.warnings(), [], "{}", recipe.file);
        let found = check(&desk, &Scope { files: None, now: Timestamp::parse(NOW) });
        let found: Vec<String> = found.iter().map(|finding| finding.diagnostic.to_string()).collect();
        assert_eq!(found, Vec::<String>::new(), "{}", recipe.file);
    }
}

#[test]
fn the_tests_of_each_pass() {
    for recipe in cookbook::recipes() {
        let reports = desk_of(&recipe).test();
        assert!(!reports.is_empty(), "{} shows nothing: it has no test", recipe.file);
        for report in reports {
            assert_eq!(report.failures, [], "{}: {}", recipe.file, report.test);
        }
    }
}

#[test]
fn the_page_is_that_of_the_recipes() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../rules/COOKBOOK.md")).unwrap();
    let recipes = cookbook::recipes();
    let linked: BTreeSet<&str> =
        page.split("](cookbook/").skip(1).map(|rest| rest.split(')').next().unwrap()).collect();
    let there: BTreeSet<&str> = recipes.iter().map(|recipe| recipe.file.as_str()).collect();
    assert_eq!(linked, there);
    assert!(page == cookbook::page(&recipes), "the cookbook has changed: run `cargo xtask generate`");
}

// A test of a rule file cannot switch a group off: a request does that.
#[test]
fn a_group_that_is_switched_off_is_left_out() {
    let recipes = cookbook::recipes();
    let recipe = recipes.iter().find(|recipe| recipe.file.contains("switch-rules-off")).unwrap();
    let resolved = |without: &[&str]| {
        let request = json!({
            "ticket": {"status": "resolved", "sentiment": -70, "tags": ["found-a-bug"]},
            "event": {"kind": "resolved", "before": {"status": "open"}},
            "without_groups": without,
        });
        ask_request(&desk_of(recipe), &request.to_string()).effects.len()
    };
    assert_eq!(resolved(&[]), 3);
    assert_eq!(resolved(&["surveys"]), 1);
}
