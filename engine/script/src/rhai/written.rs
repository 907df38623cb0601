//! A piece as it is written: every token and every comment, none of them changed, and how far apart they stand.

use rhai::{Position, Token};

use super::tokens::LEXER;
use crate::source::Walk;

/// A token or a comment, as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lexeme<'a> {
    pub(crate) kind: LexemeKind,
    pub(crate) text: &'a str,
    /// Line breaks before it: none, one, or two for any more.
    pub(crate) breaks: u8,
    /// Whether it stands right behind the lexeme before it.
    pub(crate) is_tight: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LexemeKind {
    Word,
    /// A text in quotes, or a template with all that stands in it.
    Text,
    Number,
    /// A sign before its only operand: `!` or `-`.
    Prefix,
    Sign,
    Comment,
}

impl Lexeme<'_> {
    pub(crate) fn is(&self, text: &str) -> bool {
        matches!(self.kind, LexemeKind::Word | LexemeKind::Sign | LexemeKind::Prefix) && self.text == text
    }

    pub(crate) fn is_comment(&self) -> bool {
        self.kind == LexemeKind::Comment
    }
}

/// The lexemes of `text`; none where something in it is no token.
pub(crate) fn lexemes(text: &str) -> Option<Vec<Lexeme<'_>>> {
    let input = [text];
    let (mut stream, control) = LEXER.lex(&input);
    let mut walk = Walk::new(text);
    let mut out = Written { text, end: 0, lexemes: vec![] };
    // Where the outermost open template begins, and how many braces are open inside each `${` that is open.
    let mut template = None;
    let mut open: Vec<u32> = vec![];
    while let Some((token, position)) = stream.next() {
        match (&token, open.last_mut()) {
            (Token::EOF, _) => break,
            (Token::LexError(_), _) => return None,
            (Token::InterpolatedString(_), _) => {
                // Where a template goes on behind a `}`, it is none of its own.
                if template.is_none() {
                    template = Some(offset(&mut walk, position, 0));
                }
                open.push(0);
                continue;
            }
            (Token::LeftBrace | Token::MapStart, Some(braces)) => *braces += 1,
            (Token::RightBrace, Some(braces)) if *braces > 1 => *braces -= 1,
            (Token::RightBrace, Some(_)) => {
                open.pop();
                control.borrow_mut().is_within_text = true;
            }
            (Token::StringConstant(_), None) if template.is_some() => {
                let from = template.take()?;
                out.push(LexemeKind::Text, from, offset(&mut walk, stream.pos, 1))?;
                continue;
            }
            _ => {}
        }
        if template.is_none() {
            let from = offset(&mut walk, position, 0);
            out.push(kind_of(&token), from, offset(&mut walk, stream.pos, 1))?;
        }
    }
    // A template that is never closed hides what follows it.
    if template.is_some() { None } else { out.finish() }
}

fn kind_of(token: &Token) -> LexemeKind {
    match token {
        Token::StringConstant(_) | Token::CharConstant(_) => LexemeKind::Text,
        Token::IntegerConstant(_) | Token::DecimalConstant(_) => LexemeKind::Number,
        Token::UnaryMinus | Token::UnaryPlus | Token::Bang => LexemeKind::Prefix,
        Token::Identifier(_) => LexemeKind::Word,
        other if other.to_string().starts_with(|c: char| c.is_alphabetic() || c == '_') => LexemeKind::Word,
        _ => LexemeKind::Sign,
    }
}

/// How many bytes stand before the character `more` columns right of a position.
fn offset(walk: &mut Walk<'_>, position: Position, more: usize) -> usize {
    walk.to(position.line().unwrap_or(1), position.position().unwrap_or(1) + more)
}

/// What was found so far.
struct Written<'a> {
    text: &'a str,
    /// Where the last lexeme ends.
    end: usize,
    lexemes: Vec<Lexeme<'a>>,
}

impl<'a> Written<'a> {
    /// Adds the token between two offsets, and the comments before it.
    fn push(&mut self, kind: LexemeKind, from: usize, until: usize) -> Option<()> {
        let breaks = self.comments_up_to(from)?;
        // Signs that mean nothing, such as a `#` alone, are read with the blank behind them.
        let text = self.text.get(from..until)?.trim_end();
        if text.is_empty() {
            return None;
        }
        self.lexemes.push(Lexeme { kind, text, breaks, is_tight: from == self.end });
        self.end = from + text.len();
        Some(())
    }

    /// Adds the comments between the last lexeme and an offset; how many line breaks follow them.
    fn comments_up_to(&mut self, until: usize) -> Option<u8> {
        let mut rest = self.text.get(self.end..until)?;
        loop {
            let said = rest.trim_start();
            let breaks = rest[..rest.len() - said.len()].matches('\n').take(2).map(|_| 1).sum();
            if said.is_empty() {
                return Some(breaks);
            }
            let length = comment_length(said)?;
            let is_tight = rest.len() == said.len();
            self.lexemes.push(Lexeme { kind: LexemeKind::Comment, text: said[..length].trim_end(), breaks, is_tight });
            self.end = until - said.len() + length;
            rest = &said[length..];
        }
    }

    fn finish(mut self) -> Option<Vec<Lexeme<'a>>> {
        self.comments_up_to(self.text.len())?;
        Some(self.lexemes)
    }
}

/// The bytes of the comment that a text begins with.
fn comment_length(text: &str) -> Option<usize> {
    if text.starts_with("//") {
        return Some(text.find('\n').unwrap_or(text.len()));
    }
    if !text.starts_with("/*") {
        return None;
    }
    let (mut depth, mut at) = (0u32, 0);
    while let Some(found) = text[at..].find(['/', '*']) {
        at += found;
        match text.get(at..at + 2) {
            Some("/*") => (depth, at) = (depth + 1, at + 2),
            Some("*/") if depth <= 1 => return Some(at + 2),
            Some("*/") => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
    }
    Some(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        lexemes(text).unwrap().into_iter().map(|lexeme| lexeme.text).collect()
    }

    #[test]
    fn everything_is_there_as_it_is_written() {
        let text =
            "f(`a ${ #{ b: \"}\" }.b /* c */ } it's ${c}`, 1_000, 0..5, -1, é); // why\n/* a /* b */ c */ \"x\\\"\"";
        let found = texts(text);
        let template = "`a ${ #{ b: \"}\" }.b /* c */ } it's ${c}`";
        let behind = [",", "1_000", ",", "0", "..", "5", ",", "-1", ",", "é", ")", ";", "// why"];
        assert_eq!(found[..3], ["f", "(", template]);
        assert_eq!(found[3..16], behind);
        assert_eq!(found[16..], ["/* a /* b */ c */", "\"x\\\"\""]);
    }

    #[test]
    fn breaks_and_neighbours_are_told() {
        let found = lexemes("a\n\n\n// c\nb 30m").unwrap();
        let told: Vec<(u8, bool)> = found.iter().map(|lexeme| (lexeme.breaks, lexeme.is_tight)).collect();
        assert_eq!(told, [(0, true), (2, false), (1, false), (0, false), (0, true)]);
    }

    #[test]
    fn what_is_no_token_is_not_guessed() {
        assert_eq!(lexemes("a \"b\nc"), None);
        assert_eq!(lexemes("a ` b ${ c"), None);
    }
}
