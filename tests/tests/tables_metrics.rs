//! The table of metrics (`engine/model/src/metrics/`) is the only place that knows them: no other code names one.

use std::{collections::BTreeSet, path::Path};

use tierline_model::{Class, FieldType, Metric, Schema, Stage};
use tierline_rules::actions::ACTIONS;
use tierline_tests::sources::{Language, Token, code_of, files};

/// Where the metrics stand.
const TABLE: &str = "engine/model/src/metrics/";

/// Words that are a metric's and something else's, where code that speaks of metrics means the other: the file, the word, how
/// often, and what it is there.
const OTHERS: [(&str, &str, usize, &str); 9] = [
    ("engine/model/src/fields.rs", "supplier", 1, "an author of events"),
    ("engine/model/src/fields.rs", "tier", 2, "fields of the ticket and of the requester"),
    ("engine/model/src/agreement.rs", "supplier", 1, "a class of agreements"),
    ("engine/script/src/policies.rs", "own", 1, "what a merge keeps"),
    ("engine/sla/src/watch.rs", "tier", 2, "a field of the ticket"),
    ("bindings/wire/src/verify/sla/manner.rs", "update_mode", 1, "a setting: from what updates are due"),
    ("bindings/wire/src/verify/sla/manner.rs", "own", 2, "what a merge keeps"),
    ("bindings/wire/src/verify/sla/events.rs", "supplier", 2, "an author of events"),
    ("bindings/wire/src/verify/sla/events.rs", "tier", 2, "a field of the ticket"),
];

/// The tree in which is counted: this one, unless `TIERLINE_ROOT` names another.
fn root() -> std::path::PathBuf {
    std::env::var_os("TIERLINE_ROOT").map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join(".."), Into::into)
}

/// What rules and answers call metrics.
fn words() -> BTreeSet<&'static str> {
    Metric::ALL
        .into_iter()
        .flat_map(|metric| [Some(metric.name()), Some(metric.verb()), metric.deadline_field()])
        .flatten()
        .collect()
}

/// The words of the other tables: actions, fields and what they may hold, stages, classes.
fn words_of_others() -> BTreeSet<String> {
    let schema = Schema::standard();
    let mut words: BTreeSet<String> = ACTIONS.iter().map(|action| action.spec.name.to_owned()).collect();
    words.extend(Stage::ALL.map(|stage| stage.name().to_owned()));
    words.extend(Class::ALL.map(|class| class.name().to_owned()));
    for field in schema.fields().filter(|field| field.path.root != tierline_model::Root::Sla) {
        words.extend(field.path.names.last().map(ToString::to_string));
        if let FieldType::OneOf(known) = &field.kind {
            words.extend(known.iter().map(ToString::to_string));
        }
    }
    words.retain(|word| !Metric::ALL.iter().any(|metric| metric.deadline_field() == Some(word.as_str())));
    words
}

/// A metric that is named where it should not be.
#[derive(Debug)]
struct Named {
    file: String,
    line: usize,
    what: String,
}

/// Every metric that code outside the table names: as a variant, as a text that is a name, a verb or a field of a deadline,
/// in a key such as `resolution_due`, or in a clause such as `... for resolve`.
///
/// A word that another table has as well is that other's in a file that does not speak of metrics at all.
fn named() -> Vec<Named> {
    let (words, others) = (words(), words_of_others());
    let variants: BTreeSet<String> = Metric::ALL.iter().map(|metric| format!("{metric:?}")).collect();
    let names: Vec<String> = Metric::ALL
        .iter()
        .map(|metric| metric.name())
        .filter(|name| !others.contains(*name))
        .map(|name| format!("{name}_"))
        .collect();
    let tails: Vec<String> = Metric::ALL
        .iter()
        .flat_map(|metric| [format!(" for {}", metric.verb()), format!(" left to {}", metric.verb())])
        .collect();
    let mut found = vec![];
    let files = files(&root(), &["engine", "bindings", "xtask"]).unwrap();
    assert!(files.len() > 100, "{}", files.len());
    let is_looked_at = |file: &str| Language::of(file) == Some(Language::Rust) && !file.starts_with(TABLE);
    for (file, text) in files.into_iter().filter(|(file, _)| is_looked_at(file)) {
        let tokens = code_of(&file, &text);
        let is_of_metrics = tokens.iter().any(|(_, token)| *token == Token::Word("Metric".to_owned()));
        for (index, (line, token)) in tokens.iter().enumerate() {
            let what = match token {
                Token::Text(text) if words.contains(text.as_str()) => {
                    (is_of_metrics || !others.contains(text)).then(|| format!("{text:?}"))
                }
                Token::Text(text) => {
                    let key = names.iter().any(|name| text.starts_with(name.as_str()) && !text.contains(' '));
                    let clause = tails.iter().any(|tail| text.ends_with(tail.as_str()));
                    (key || clause).then(|| format!("{text:?}"))
                }
                Token::Word(word) if variants.contains(word) => {
                    let before: Vec<&Token> =
                        tokens[index.saturating_sub(3)..index].iter().map(|(_, token)| token).collect();
                    let is_variant = matches!(before.as_slice(), [Token::Word(of), Token::Sign(':'), Token::Sign(':')] if of == "Metric");
                    is_variant.then(|| format!("Metric::{word}"))
                }
                Token::Word(_) | Token::Sign(_) => None,
            };
            found.extend(what.map(|what| Named { file: file.clone(), line: *line, what }));
        }
    }
    found
}

#[test]
fn no_code_names_a_metric_outside_the_table() {
    let mut found = named();
    for (file, word, count, means) in OTHERS {
        let is_it = |named: &Named| named.file == file && named.what == format!("{word:?}");
        assert_eq!(found.iter().filter(|named| is_it(named)).count(), count, "{word} in {file}: {means}");
        found.retain(|named| !is_it(named));
    }
    let listed: Vec<String> = found.iter().map(|Named { file, line, what }| format!("{file}:{line}: {what}")).collect();
    assert!(listed.is_empty(), "{} are named outside {TABLE}:\n{}", listed.len(), listed.join("\n"));
}

#[test]
fn rows_are_told_apart_by_all_that_names_them() {
    let rows = || Metric::ALL.into_iter().map(Metric::row);
    let words: Vec<&str> = rows().map(|row| row.name).collect();
    assert_eq!(words.iter().collect::<BTreeSet<_>>().len(), Metric::ALL.len());
    for metric in Metric::ALL {
        // Its variant and its clock have one name, and neither word means another metric.
        let snake = format!("{metric:?}").chars().fold(String::new(), |name, c| match c.is_uppercase() {
            true if name.is_empty() => c.to_lowercase().collect(),
            true => format!("{name}_{}", c.to_lowercase()),
            false => format!("{name}{c}"),
        });
        assert_eq!(metric.name(), snake);
        assert_eq!((Metric::named(metric.name()), Metric::named(metric.verb())), (Some(metric), Some(metric)));
        assert_eq!(serde_json::to_value(metric).unwrap(), metric.name());
        assert!(metric.row().help.ends_with('.'), "{metric:?}");
    }
    let deadlines: Vec<&str> = Metric::ALL.into_iter().filter_map(Metric::deadline_field).collect();
    assert_eq!(deadlines.iter().collect::<BTreeSet<_>>().len(), deadlines.len());
    let kept: BTreeSet<u8> = rows().map(|row| row.kept).collect();
    assert_eq!(kept.len(), Metric::ALL.len());
}

/// Bundles that are about keep metrics by these numbers.
#[test]
fn bundles_keep_metrics_as_they_did() {
    const KEPT: [&str; 10] = [
        "first_response",
        "next_response",
        "update",
        "requester_wait",
        "agent_work",
        "resolution",
        "assignment",
        "ownership",
        "tier",
        "supplier",
    ];
    for (number, name) in KEPT.into_iter().enumerate() {
        assert_eq!(usize::from(Metric::named(name).unwrap().row().kept), number, "{name}");
    }
}

/// Every language of the browser elements has a phrase for each clock: that of its row.
#[test]
fn the_elements_have_a_phrase_for_every_metric() {
    let phrases = std::fs::read_to_string(root().join("bindings/js/src/elements/phrases.js")).unwrap();
    let languages = phrases.lines().filter(|line| line.ends_with("= {")).count();
    let made = Metric::ALL[0].row().called.get().by_language();
    assert_eq!(languages, made.len());
    for (language, _) in made {
        assert!(phrases.contains(&format!("const {language} = {{\n    clocks: clocks.{language},\n")), "{language}");
    }
    for metric in Metric::ALL {
        for (language, phrase) in metric.row().called.get().by_language() {
            assert!(phrase.starts_with(char::is_uppercase), "{metric:?} in {language}: {phrase:?}");
        }
    }
}
