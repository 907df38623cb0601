//! What is told of letters, held to what another crate says of all there are.

use regex::Regex;

use super::{kinds::KINDS, scripts::SCRIPTS, *};

fn all() -> impl Iterator<Item = char> {
    (0..=0x10_ffff).filter_map(char::from_u32)
}

fn is(of: &str) -> impl Fn(char) -> bool + use<> {
    let regex = Regex::new(of).unwrap();
    move |c| regex.is_match(c.encode_utf8(&mut [0; 4]))
}

#[test]
fn every_character_is_of_the_kind_that_unicode_says() {
    let kinds: Vec<_> = KINDS.iter().map(|name| is(&format!(r"\p{{{name}}}"))).collect();
    let word = is(r"\w");
    for c in all() {
        assert!(kinds[usize::from(kind(c))](c), "U+{:04x} is no {}", u32::from(c), KINDS[usize::from(kind(c))]);
        assert_eq!(is_word(c), word(c), "U+{:04x}", u32::from(c));
    }
    let (mark, blank) = (is(r"\p{M}"), is(r"\s"));
    assert!(all().all(|c| is_mark(c) == mark(c) && c.is_whitespace() == blank(c)));
}

#[test]
fn every_character_is_of_the_script_that_unicode_says() {
    let scripts: Vec<_> = SCRIPTS.iter().map(|(name, _)| is(&format!(r"\p{{{name}}}"))).collect();
    for c in all() {
        let found = scripts.iter().position(|is_of| is_of(c)).map_or(0, |place| place + 1);
        assert_eq!(usize::from(script(c)), found, "U+{:04x}", u32::from(c));
    }
}

#[test]
fn kinds_and_scripts_have_names() {
    for name in
        ["L", "letter", "Lu", "Uppercase_Letter", "gc=Nd", "P", "sc=Greek", "script=cyrl", "Han", "Hira", "katakana"]
    {
        let property = named(name).unwrap_or_else(|| panic!("{name}"));
        let by_others = is(&format!(r"\p{{{name}}}"));
        for c in all() {
            let is_it = match property {
                Property::Kinds(kinds) => kinds >> kind(c) & 1 == 1,
                Property::Scripts(scripts) => scripts >> script(c) & 1 == 1,
                Property::Ascii => c.is_ascii(),
            };
            assert_eq!(is_it, by_others(c), "{name}: U+{:04x}", u32::from(c));
        }
    }
    assert_eq!((named("Klingon"), named("gc=Greek"), named("x=L"), named("")), (None, None, None, None));
}
