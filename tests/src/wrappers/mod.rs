//! What bindings have of the tables: what those with functions of their own call the verbs by, and what people call the clocks.
//! `cargo xtask generate` writes the files, and a test holds them to that.

mod elements;
mod javascript;
mod python;

use tierline_wire::{PartKind, Verb, Wrapper};

/// A file that is made, from the root of the repository, and what stands in it.
pub type Made = (String, String);

/// All files that are made.
pub fn all() -> Vec<Made> {
    let mut all = vec![
        ("bindings/js/rust/src/verbs.rs".to_owned(), javascript::rust()),
        ("bindings/js/src/verbs.js".to_owned(), javascript::arguments()),
        ("bindings/python/python/tierline/_verbs.py".to_owned(), python::module()),
        ("bindings/js/src/elements/clocks.js".to_owned(), elements::clocks()),
    ];
    all.extend(javascript::entries());
    all
}

/// All wrappers and the verbs that they call, in the order of the table.
fn wrappers() -> impl Iterator<Item = (&'static Verb, &'static Wrapper)> {
    Verb::all().flat_map(|verb| verb.wrappers.iter().map(move |wrapper| (verb, wrapper)))
}

/// A part that a wrapper takes, and what it is.
struct Param {
    name: &'static str,
    kind: PartKind,
}

impl Param {
    /// What the caller of a wrapper hands in, in order.
    fn all(verb: &Verb, wrapper: &Wrapper) -> Vec<Param> {
        let kind = |name: &str| verb.takes.iter().find(|part| part.name == name).map(|part| part.kind);
        let param = |name: &'static str| Param { name, kind: kind(name).expect("a wrapper takes what its verb takes") };
        wrapper.takes.iter().copied().map(param).collect()
    }

    /// Whether it may be left out.
    fn is_option(&self) -> bool {
        matches!(self.kind, PartKind::Truth | PartKind::Names | PartKind::Instant)
    }
}

/// The lines of a text, none of them wider than that.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last_mut().expect("there is a line");
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(word.to_owned());
        } else {
            line.push_str(if line.is_empty() { "" } else { " " });
            line.push_str(word);
        }
    }
    lines
}

/// A name as JavaScript writes it.
pub fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| format!("{name}{}{}", word[..1].to_uppercase(), &word[1..]))
}
