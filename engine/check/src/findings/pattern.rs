//! Patterns that look for something else than what they seem to say: slashes around one, a word in brackets, and escapes that the
//! text took before the pattern saw them, or left to it.

use tierline_condition::functions::{Function, Takes};
use tierline_model::{Place, Spot, Text, quoted};

use crate::{Finding, survey::Survey};

pub(super) fn look(survey: &Survey<'_>) -> Vec<Finding> {
    let takes_pattern =
        |function: &&Function| function.params.iter().any(|param| matches!(param.takes, Takes::Pattern(_)));
    let names: Vec<&str> = Function::all().filter(takes_pattern).map(|function| function.name).collect();
    let mut found = vec![];
    for (file, text) in survey.desk.pack().rule_files() {
        survey.work.charge(text.len() as u64 / 256);
        for (place, literal) in places(&file.into(), text, &names) {
            let value: Text = literal.value.as_str().into();
            let Some((what, help)) = slip(&literal.written, &value).filter(|_| is_pattern(survey, &value)) else {
                continue;
            };
            if !survey.is_asked(&place) {
                continue;
            }
            if found.len() == super::MOST || !survey.turns_to(&value, &place) {
                return found;
            }
            found.push(survey.finding(&place, "odd-pattern", what, help));
        }
    }
    found
}

/// Whether the desk looks for it.
fn is_pattern(survey: &Survey<'_>, text: &Text) -> bool {
    [true, false].iter().any(|folds| survey.frame().patterns.get(text, *folds).is_some())
}

/// The texts of a file that stand where a pattern may stand: in a constant, or behind the name of what takes one, if need be a line
/// above.
fn places(file: &Text, text: &str, names: &[&str]) -> Vec<(Place, Literal)> {
    let has_name = |text: &str| names.iter().any(|name| text.contains(name));
    let (mut places, mut above) = (vec![], "");
    for (number, line) in (1..).zip(text.lines()) {
        for literal in literals(line) {
            let before: String = line.chars().take(literal.at).collect();
            let goes_on = || before.trim().is_empty() && above.trim_end().ends_with(['(', ',']) && has_name(above);
            let (column, length) = (u32::try_from(literal.at + 1), u32::try_from(literal.written.chars().count()));
            if let (Ok(column), Ok(length)) = (column, length)
                && (before.trim_start().starts_with("const ") || has_name(&before) || goes_on())
            {
                places.push((Spot::new(number, column, length).of(file), literal));
            }
        }
        above = line;
    }
    places
}

/// A text that is written out in a line.
struct Literal {
    /// How many letters stand before it.
    at: usize,
    /// With its quotes.
    written: String,
    value: String,
}

/// The texts of a line, up to a comment.
fn literals(line: &str) -> Vec<Literal> {
    let letters: Vec<char> = line.chars().collect();
    let (mut literals, mut at) = (vec![], 0);
    while let Some(c) = letters.get(at).copied() {
        let rest = &letters[at..];
        match c {
            '/' if rest.get(1) == Some(&'/') => break,
            '"' | '`' => {
                let Some(length) = length(rest, c) else { break };
                let inside = &rest[1..length - 1];
                let value = if c == '"' { unescaped(inside) } else { Some(inside.iter().collect()) };
                literals.extend(value.map(|value| Literal { at, written: rest[..length].iter().collect(), value }));
                at += length;
            }
            _ => at += 1,
        }
    }
    literals
}

/// How many letters a text takes, its quotes among them.
fn length(letters: &[char], quote: char) -> Option<usize> {
    let mut is_escaped = false;
    let closes = |c: &char| {
        let closes = *c == quote && !is_escaped;
        is_escaped = quote == '"' && *c == '\\' && !is_escaped;
        closes
    };
    Some(letters.iter().skip(1).position(closes)? + 2)
}

/// What stands between the quotes, its escapes read.
fn unescaped(inside: &[char]) -> Option<String> {
    let (mut value, mut letters) = (String::new(), inside.iter().copied());
    while let Some(c) = letters.next() {
        value.push(match c {
            '\\' => escape(&mut letters)?,
            c => c,
        });
    }
    Some(value)
}

fn escape(letters: &mut impl Iterator<Item = char>) -> Option<char> {
    let digits = match letters.next()? {
        't' => return Some('\t'),
        'n' => return Some('\n'),
        'r' => return Some('\r'),
        'x' => 2,
        'u' => 4,
        'U' => 8,
        c => return Some(c),
    };
    let number: String = letters.take(digits).collect();
    char::from_u32(u32::from_str_radix(&number, 16).ok()?)
}

/// What is odd about a pattern, and what to do about it.
fn slip(written: &str, value: &str) -> Option<(String, String)> {
    let in_slashes = || {
        let inner = between_slashes(value)?;
        Some((
            format!("the pattern {} looks for the slashes as well", quoted(value)),
            format!("write it without them: {}; how upper and lower case are read, the call says", shown(inner)),
        ))
    };
    let word = || {
        let word = word_in_brackets(value)?;
        Some((
            format!("`[{word}]` of the pattern stands for one of these letters, not for the word"),
            format!(
                "for the text with its brackets write `\\\\[{word}\\\\]`; for the word alone leave them out; letters that are meant one by one stand in their order"
            ),
        ))
    };
    let eaten = || {
        let (escape, c) = eaten(written)?;
        let becomes =
            if c.is_control() { "a letter that nobody types".to_owned() } else { format!("`{c}`, which says more") };
        Some((
            format!("the text makes of `{escape}` {becomes}, before the pattern is read"),
            format!("write `\\{escape}`, so that the pattern sees the escape"),
        ))
    };
    let twice = || {
        let escape = twice(value)?;
        Some((
            format!("`\\\\{escape}` of the pattern looks for a backslash and for `{escape}`"),
            format!(
                "for what `\\{escape}` stands for write `\\\\{escape}` between double quotes, and `\\{escape}` between backticks"
            ),
        ))
    };
    in_slashes().or_else(word).or_else(eaten).or_else(twice)
}

fn shown(pattern: &str) -> String {
    format!("\"{}\"", pattern.replace('\\', "\\\\").replace('"', "\\\""))
}

/// `vpn` of `/vpn/` and `/vpn/i`.
fn between_slashes(value: &str) -> Option<&str> {
    let (inner, flags) = value.strip_prefix('/')?.rsplit_once('/')?;
    let is_path = inner.replace("\\/", "").contains('/');
    (!inner.is_empty() && !is_path && flags.chars().all(|c| "dgimsuvxy".contains(c))).then_some(inner)
}

/// A class that is a word rather than letters of which each may stand there: they are in no order, one is there twice, or there are
/// many.
fn word_in_brackets(value: &str) -> Option<String> {
    let letters: Vec<char> = value.chars().collect();
    let (mut at, mut found) = (0, None);
    while let (None, Some(c)) = (&found, letters.get(at)) {
        match c {
            '\\' => at += 1,
            '[' => {
                let length = letters[at + 1..].iter().position(|c| *c == ']')?;
                let inside = &letters[at + 1..at + 1 + length];
                let is_repeated = letters.get(at + length + 2).is_some_and(|next| "*+?{".contains(*next));
                found = (!is_repeated && is_word(inside)).then(|| inside.iter().collect());
                at += length + 1;
            }
            _ => {}
        }
        at += 1;
    }
    found
}

fn is_word(letters: &[char]) -> bool {
    const SHORTEST: usize = 4;
    let is_of_words = letters.iter().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '_' | '#'));
    let count = letters.iter().filter(|c| c.is_alphabetic()).count();
    let is_loud = count >= SHORTEST - 1 && letters.iter().all(|c| c.is_uppercase());
    let in_order = letters.is_sorted_by(|a, b| a < b);
    let has_gap = letters.windows(2).any(|pair| u32::from(pair[1]) != u32::from(pair[0]) + 1);
    let is_vowel = |c: &char| "aeiouy".contains(c.to_ascii_lowercase());
    let is_mixed = letters.iter().any(is_vowel) && !letters.iter().all(is_vowel);
    let is_many = count > SHORTEST && has_gap && is_mixed;
    is_of_words && (count >= SHORTEST || is_loud) && (!in_order || is_many)
}

/// An escape of the text that becomes what a pattern reads in another way.
fn eaten(written: &str) -> Option<(String, char)> {
    let inside: Vec<char> = written.strip_prefix('"')?.chars().collect();
    let mut at = 0;
    while let Some(c) = inside.get(at) {
        at += 1;
        if *c != '\\' {
            continue;
        }
        let begins = at - 1;
        let mut rest = inside[at..].iter().copied();
        let before = rest.len();
        let letter = escape(&mut rest)?;
        at += before - rest.len();
        let is_special = before - rest.len() > 1 && (".[](){}*+?|^$\\".contains(letter) || letter.is_control());
        if is_special {
            return Some((inside[begins..at].iter().collect(), letter));
        }
    }
    None
}

/// What stands behind a backslash that is looked for itself, though it looks like an escape: `d+`, or `b` at the end.
fn twice(value: &str) -> Option<String> {
    let letters: Vec<char> = value.chars().collect();
    let mut at = 0;
    while let Some(c) = letters.get(at) {
        let next = |ahead: usize| letters.get(at + ahead).copied();
        if *c == '\\' {
            if next(1) == Some('\\') {
                match (next(2), next(3)) {
                    (Some(kind), Some(times)) if "dDwWsS".contains(kind) && "*+?{".contains(times) => {
                        return Some(kind.to_string());
                    }
                    (Some('b'), None) => return Some("b".to_owned()),
                    _ => {}
                }
            }
            at += 1;
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn odd(line: &str) -> Vec<String> {
        literals(line).iter().filter_map(|one| slip(&one.written, &one.value)).map(|(what, _)| what).collect()
    }

    #[test]
    fn what_is_hardly_meant_is_told() {
        for line in [
            r#"is(x, "/vpn/i")"#,
            r#"is(x, "/vpn/")"#,
            r#"is(x, "[ALERT]")"#,
            r#"is(x, "^[External mail]: .*")"#,
            r#"is(x, "[ABORT] x")"#,
            r#"is(x, "[EXT]")"#,
            r#"is(x, "\x5bnet\x5d")"#,
            r#"is(x, "\x08net\x08")"#,
            r#"is(x, "case \\\\d+")"#,
            r"is(x, `case \\d{4}`)",
            r"is(x, `\\bvpn\\b`)",
        ] {
            assert_eq!(odd(line).len(), 1, "{line}: {:?}", odd(line));
        }
    }

    #[test]
    fn what_is_meant_is_not() {
        for line in [
            r#"is(x, "vpn/i") // "/a/i""#,
            r#"is(x, "/var/log/")"#,
            r#"is(x, "[aeiou][AEIOUaeiou][abcdef][a-z]{3}[^dcba]")"#,
            r#"is(x, "\\[ALERT\\] [0-9A-F] [xyz] [P1]")"#,
            r#"is(x, "[dcba]+[:alpha:]")"#,
            r#"is(x, "\\bvpn\\b \\d+ \\\\server\\\\data \\.")"#,
            r#"is(x, "a\tb\n\u00e4\x41")"#,
            r"is(x, `\bvpn\b`)",
        ] {
            assert_eq!(odd(line), Vec::<String>::new(), "{line}");
        }
    }
}
