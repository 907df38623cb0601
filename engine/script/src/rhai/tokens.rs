//! The tokens of a piece, with their places.

use std::sync::LazyLock;

use rhai::Engine;

use crate::source::Spot;

static LEXER: LazyLock<Engine> = LazyLock::new(Engine::new_raw);

/// A token and where it stands in its piece.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    /// Its text: the content of a text literal, else as written.
    pub(crate) text: String,
    pub(crate) spot: Spot,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Word,
    Text,
    Number,
    Sign,
    /// Not a token of the language.
    Broken,
}

/// The tokens of `text`, up to the first that is none; comments are left out.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let input = [text];
    let (tokens, _) = LEXER.lex(&input);
    let mut found = vec![];
    for (token, position) in tokens {
        let (kind, content) = match &token {
            rhai::Token::EOF => break,
            rhai::Token::StringConstant(text) => (TokenKind::Text, text.to_string()),
            rhai::Token::InterpolatedString(text) => (TokenKind::Sign, format!("`{text}")),
            rhai::Token::Identifier(word) | rhai::Token::Reserved(word) | rhai::Token::Custom(word) => {
                let is_word = word.chars().all(|c| c.is_alphanumeric() || c == '_');
                (if is_word { TokenKind::Word } else { TokenKind::Sign }, word.to_string())
            }
            rhai::Token::IntegerConstant(int) => (TokenKind::Number, int.to_string()),
            rhai::Token::LexError(_) => (TokenKind::Broken, String::new()),
            other if other.is_literal() => (TokenKind::Number, other.to_string()),
            other => {
                let written = other.to_string();
                let is_word = written.chars().all(|c| c.is_alphanumeric() || c == '_');
                (if is_word { TokenKind::Word } else { TokenKind::Sign }, written)
            }
        };
        let spot = spot_of(position);
        let length = written_length(text, spot, kind, &content);
        found.push(Token { kind, text: content, spot: Spot { length, ..spot } });
        if kind == TokenKind::Broken {
            break;
        }
    }
    found
}

pub(super) fn spot_of(position: rhai::Position) -> Spot {
    let number = |n: Option<usize>| n.and_then(|n| u32::try_from(n).ok()).unwrap_or(1);
    Spot::new(number(position.line()), number(position.position()), 1)
}

/// How many characters the token at `spot` takes as written.
fn written_length(text: &str, spot: Spot, kind: TokenKind, content: &str) -> u32 {
    let count = |n: usize| u32::try_from(n).unwrap_or(1).max(1);
    if kind != TokenKind::Text {
        return count(content.chars().count());
    }
    let line = text.lines().nth(spot.line as usize - 1).unwrap_or_default();
    let mut escaped = false;
    let mut quote = None;
    for (index, c) in line.chars().skip(spot.column as usize - 1).enumerate() {
        match quote {
            None => quote = Some(c),
            Some(_) if escaped => escaped = false,
            Some(_) if c == '\\' => escaped = true,
            Some(open) if c == open => return count(index + 1),
            Some(_) => {}
        }
    }
    1
}
