//! Between which lexemes of a line a space stands.

use crate::rhai::{Lexeme, LexemeKind};

/// Words that no call and no index follows: `if (a)`, `in ["a"]`.
const KEYWORDS: [&str; 19] = [
    "if", "else", "in", "for", "switch", "return", "let", "and", "or", "not", "when", "while", "then", "expect", "by",
    "salience", "given", "event", "const",
];

/// Signs that stand close to what is on both sides.
const CLOSE: [&str; 5] = [".", "?.", "::", "..", "..="];

/// Whether a space stands between two lexemes; `back` is the one before them.
pub(super) fn spaced(back: Option<&Lexeme<'_>>, left: &Lexeme<'_>, right: &Lexeme<'_>) -> bool {
    let is_number = |lexeme: &Lexeme<'_>| lexeme.kind == LexemeKind::Number;
    let is_sign = |lexeme: &Lexeme<'_>, signs: &[&str]| signs.iter().any(|sign| lexeme.is(sign));
    // `0.. => x` would become `0 ..= > x`.
    let would_join = left.is("..") && right.text.starts_with('=');
    if left.is_comment() || right.is_comment() || would_join {
        return true;
    }
    // The lexer takes the `-` of `salience -n` for one between two operands.
    let is_minus = || left.is("-") && back.is_some_and(|back| KEYWORDS.iter().any(|word| back.is(word)));
    if left.kind == LexemeKind::Prefix || is_minus() || is_sign(left, &CLOSE) || is_sign(left, &["(", "[", "?["]) {
        return false;
    }
    if is_sign(right, &CLOSE) || is_sign(right, &[",", ";", ":", ")", "]"]) {
        return false;
    }
    match right.text {
        _ if left.is("#{") => !right.is("}"),
        // `f()` is a call, `due ()` expects nothing.
        "()" if left.kind == LexemeKind::Word => !right.is_tight,
        "(" | "[" | "?[" if right.kind == LexemeKind::Sign => !can_be_asked(back, left),
        // A time such as `08:30`.
        _ if left.is(":") => !(is_number(right) && back.is_some_and(is_number)),
        "%" if is_number(left) && back.is_some_and(|back| back.is("at") || back.is("within")) => false,
        // `75%` and `30m` are other things than `75 % x` and `30 m`.
        _ if is_number(left) && (right.is("%") || right.kind == LexemeKind::Word) => !right.is_tight,
        _ => true,
    }
}

/// Whether a `(` behind it makes a call, a `[` an index.
pub(super) fn can_be_asked(back: Option<&Lexeme<'_>>, left: &Lexeme<'_>) -> bool {
    match left.kind {
        LexemeKind::Word => back.is_some_and(|back| back.is(".") || back.is("?.")) || !KEYWORDS.contains(&left.text),
        LexemeKind::Text => true,
        _ => [")", "]", "()"].iter().any(|sign| left.is(sign)),
    }
}
