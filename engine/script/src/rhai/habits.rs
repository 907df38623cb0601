//! Habits of other languages: what a piece that does not parse was probably meant to say.

use super::{
    parse::Slip,
    sandbox::IN,
    tokens::{Token, TokenKind},
};
use crate::source::{Spot, is_typeset_quote, offset};

/// A better word for why `text` does not parse at `at` than the parser has, if a habit explains it.
pub(super) fn explain(text: &str, tokens: &[Token], at: Spot) -> Option<Slip> {
    typeset(text, at.line).or_else(|| words(tokens, at))
}

/// What to do about a name or instant that stands without quotes at `at`.
pub(crate) fn in_quotes(text: &str, at: Spot) -> Option<String> {
    let from = text.get(offset(text, at)..)?;
    let written = from.split(|c: char| c.is_whitespace() || "{}\",;".contains(c)).next()?;
    let is_name = written.starts_with(|c: char| c.is_alphanumeric());
    is_name.then(|| format!("write \"{written}\", in double quotes"))
}

/// Characters that word processors set, and comments of other languages, on the line where parsing ended.
pub(crate) fn typeset(text: &str, number: u32) -> Option<Slip> {
    let line = text.lines().nth((number as usize).saturating_sub(1))?;
    if is_foreign_comment(line) {
        let column = u32::try_from(line.chars().take_while(|c| c.is_whitespace()).count()).unwrap_or(0) + 1;
        let slip = Slip::new("comment", "`#` begins no comment here").help("comments begin with `//`");
        return Some(slip.at(Spot::new(number, column, 1)));
    }
    let mut inside = None;
    let mut last = ' ';
    for (column, c) in (1..).zip(line.chars()) {
        let at = Spot::new(number, column, 1);
        match (inside, c) {
            (Some(quote), c) if c == quote => inside = None,
            (Some(_), _) => {}
            (None, '"' | '`') => inside = Some(c),
            (None, '/') if last == '/' => return None,
            (None, c) if is_typeset_quote(c) => {
                let slip = Slip::new("typeset-quote", "this quotation mark was typeset by a word processor");
                return Some(slip.help("write the plain \"").at(at));
            }
            (None, '\u{2010}'..='\u{2015}' | '\u{2212}') => {
                let slip = Slip::new("typeset-dash", "this dash was typeset by a word processor");
                return Some(slip.help("write the plain -").at(at));
            }
            (None, '\u{a0}' | '\u{202f}') => {
                let slip = Slip::new("typeset-blank", "this blank was typeset by a word processor");
                return Some(slip.help("write a plain blank").at(at));
            }
            _ => {}
        }
        last = c;
    }
    None
}

/// Whether a line begins with `#`, as a comment of other languages does.
pub(super) fn is_foreign_comment(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with('#') && !line.starts_with("#{")
}

/// Operators in words.
fn words(tokens: &[Token], at: Spot) -> Option<Slip> {
    let here = tokens.iter().position(|token| (token.spot.line, token.spot.column) >= (at.line, at.column))?;
    let word = |token: &Token, word: &str| token.kind == TokenKind::Word && token.text == word;
    for (index, token) in tokens.iter().enumerate().take(here + 1).skip(here.saturating_sub(1)) {
        let before = index.checked_sub(1).and_then(|before| tokens.get(before));
        let after = tokens.get(index + 1);
        let follows_a_value =
            before.is_some_and(|before| before.kind != TokenKind::Sign || [")", "]"].contains(&&*before.text));
        let precedes_a_value = after.is_some_and(|after| after.kind != TokenKind::Sign);
        let help = match token.text.as_str() {
            _ if token.kind != TokenKind::Word => continue,
            "not" if after.is_some_and(|after| word(after, "in")) => "write `x !in [...]`",
            IN if follows_a_value && precedes_a_value => "write contains(x, \"...\") or x.contains(\"...\")",
            "is" if follows_a_value && precedes_a_value => "write `==`",
            "AND" | "And" if follows_a_value => "write `and` or `&&`",
            "OR" | "Or" if follows_a_value => "write `or` or `||`",
            "NOT" | "Not" if precedes_a_value => "write `not` or `!`",
            _ => continue,
        };
        let message = format!("`{}` is not an operator here", token.text);
        return Some(Slip::new("operator", message).help(help).at(token.spot));
    }
    None
}
