//! The table of actions.

use crate::{Elsewhere, named_outside};

/// Words that are something else, too: where, and what.
const ELSEWHERE: Elsewhere<'_> = &[
    ("engine/model/src/metrics", &["resolve", "assign"], "verbs of metrics"),
    ("engine/script/src/policies.rs", &["stop"], "a clause of SLAs"),
    ("engine/script/src/format/clauses.rs", &["stop"], "a clause of SLAs"),
    ("bindings/js/src/elements/drawing.js", &["apply_sla"], "a change of a clock"),
    ("engine/script/src/rhai/habits.rs", &["comment"], "the code of a mistake"),
];

#[test]
fn no_action_is_named_outside_its_table() {
    let names: Vec<&str> = tierline::actions().map(|spec| spec.name).collect();
    let outside = named_outside(&names, |file| file.starts_with("engine/rules/src/actions/"), ELSEWHERE);
    assert_eq!(outside, []);
}

#[test]
fn what_an_effect_says_aloud_names_its_values() {
    for row in tierline::effects() {
        let aloud = row.aloud.get();
        for named in aloud.split('{').skip(1) {
            let (named, _) = named.split_once('}').unwrap_or_else(|| panic!("{}: {}", row.name, aloud));
            let (name, how) = named.split_once(':').unwrap_or((named, ""));
            assert!(row.values.iter().any(|value| value.name == name), "{}: {name}", row.name);
            assert!(["", "quoted", "words", "value"].contains(&how), "{}: {how}", row.name);
        }
        let perhaps: Vec<&str> = aloud.split(['[', ']']).skip(1).step_by(2).collect();
        for value in row.values.iter().filter(|value| value.optional) {
            let named = format!("{{{}", value.name);
            let is_outside = aloud.contains(&named) && !perhaps.iter().any(|part| part.contains(&named));
            assert!(!is_outside, "{}: `{}` may be missing", row.name, value.name);
        }
        assert!(row.about.is_none_or(|about| usize::from(about) < row.values.len()), "{}", row.name);
        assert!(
            !row.help.get().is_empty() && row.values.iter().all(|value| !value.help.get().is_empty()),
            "{}",
            row.name
        );
    }
}
