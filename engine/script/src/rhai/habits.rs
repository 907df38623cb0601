//! Habits of other languages: what a piece that does not parse was probably meant to say.

use super::{
    parse::Slip,
    tokens::{Token, TokenKind},
};
use crate::source::Spot;

/// A better word for why `text` does not parse than the parser has, if a habit explains it.
pub(super) fn explain(text: &str, tokens: &[Token]) -> Option<Slip> {
    typeset(text).or_else(|| words(tokens))
}

/// Characters that word processors set, and comments of other languages.
fn typeset(text: &str) -> Option<Slip> {
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim_start().starts_with('#') && !line.trim_start().starts_with("#{") {
            let column = line.len() - line.trim_start().len() + 1;
            let at = Spot::new(number, u32::try_from(column).unwrap_or(1), 1);
            return Some(Slip::new("comment", "`#` begins no comment here").help("comments begin with `//`").at(at));
        }
        let mut in_text = false;
        for (column, c) in (1..).zip(line.chars()) {
            in_text ^= c == '"';
            let at = Spot::new(number, column, 1);
            match c {
                '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{2018}' | '\u{2019}' | '\u{ab}' | '\u{bb}' if !in_text => {
                    let slip = Slip::new("typeset-quote", "this quotation mark was typeset by a word processor");
                    return Some(slip.help("write the plain \"").at(at));
                }
                '\u{a0}' | '\u{202f}' if !in_text => {
                    let slip = Slip::new("typeset-blank", "this blank was typeset by a word processor");
                    return Some(slip.help("write a plain blank").at(at));
                }
                _ => {}
            }
        }
    }
    None
}

/// Operators in words.
fn words(tokens: &[Token]) -> Option<Slip> {
    let word = |token: &Token, word: &str| token.kind == TokenKind::Word && token.text == word;
    for (index, token) in tokens.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|before| tokens.get(before));
        let after = tokens.get(index + 1);
        let follows_a_value =
            before.is_some_and(|before| before.kind != TokenKind::Sign || [")", "]"].contains(&&*before.text));
        let precedes_a_value = after.is_some_and(|after| after.kind != TokenKind::Sign);
        let help = match token.text.as_str() {
            _ if token.kind != TokenKind::Word => continue,
            "not" if after.is_some_and(|after| word(after, "in")) => "write `x !in [...]`",
            "contains" if follows_a_value && precedes_a_value => "write contains(x, \"...\") or x.contains(\"...\")",
            "is" if follows_a_value && precedes_a_value => "write `==`",
            "AND" | "And" if follows_a_value => "write `and` or `&&`",
            "OR" | "Or" if follows_a_value => "write `or` or `||`",
            "NOT" | "Not" if precedes_a_value => "write `not` or `!`",
            "null" | "nil" | "none" | "None" | "NULL" if !precedes_a_value => {
                "a missing value is written `()`; is_set(x) asks whether there is one"
            }
            _ => continue,
        };
        let message = format!("`{}` is not an operator here", token.text);
        return Some(Slip::new("operator", message).help(help).at(token.spot));
    }
    None
}
