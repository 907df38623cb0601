//! The tables of the language: all there is to know of a word stands in its row, and nowhere else.

mod actions;
mod functions;
mod verbs;

use std::path::Path;

use tierline_tests::sources::{Literal, literals};

/// Words that are something else, too: where, and what. Each is met.
type Elsewhere<'a> = &'a [(&'a str, &'a [&'a str], &'a str)];

/// Where words of a table stand in a source outside their home, but for those that are something else there.
fn named_outside(names: &[&str], is_at_home: impl Fn(&str) -> bool, elsewhere: Elsewhere<'_>) -> Vec<Literal> {
    let all = literals(&Path::new(env!("CARGO_MANIFEST_DIR")).join("..")).unwrap();
    assert!(all.len() > 1_000, "{}", all.len());
    let named = all.into_iter().filter(|literal| names.contains(&&*literal.text));
    let mut outside: Vec<Literal> = named.filter(|literal| !is_at_home(&literal.file)).collect();
    for (place, words, what) in elsewhere {
        for word in *words {
            let is_it = |literal: &Literal| literal.file.starts_with(place) && literal.text == *word;
            assert!(outside.iter().any(is_it), "{word} is not in {place} any more: {what}");
            outside.retain(|literal| !is_it(literal));
        }
    }
    outside
}
