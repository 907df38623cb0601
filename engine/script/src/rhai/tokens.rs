//! The tokens of a piece, with their places.

use std::sync::LazyLock;

use rhai::Engine;

use crate::source::{Spot, Walk};

pub(super) static LEXER: LazyLock<Engine> = LazyLock::new(Engine::new_raw);

/// A token and where it stands in its piece.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    /// Its text: the content of a text literal, else as written.
    pub(crate) text: String,
    pub(crate) spot: Spot,
    /// Where in the piece it begins, in bytes.
    pub(crate) from: usize,
}

/// The token that begins at a spot. Tokens stand in order.
pub(super) fn token_at(tokens: &[Token], spot: Spot) -> Option<usize> {
    let found = token_from(tokens, spot);
    let begins = |token: &Token| (token.spot.line, token.spot.column) == (spot.line, spot.column);
    tokens.get(found).is_some_and(begins).then_some(found)
}

/// The first token that begins at a spot or behind it; how many there are, where none does.
pub(crate) fn token_from(tokens: &[Token], spot: Spot) -> usize {
    tokens.partition_point(|token| (token.spot.line, token.spot.column) < (spot.line, spot.column))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Word,
    Text,
    Number,
    Sign,
    /// The part of a template before `${`.
    Template,
    /// Not a token of the language.
    Broken,
}

/// The tokens of `text`, up to the first that is none; comments are left out.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let input = [text];
    let (stream, control) = LEXER.lex(&input);
    // How many braces are open inside each `${` that is open.
    let mut templates: Vec<u32> = vec![];
    let mut walk = Walk::new(text);
    let mut found = vec![];
    for (token, position) in stream {
        match (&token, templates.last_mut()) {
            (rhai::Token::EOF, _) => break,
            (rhai::Token::InterpolatedString(_), _) => templates.push(0),
            (rhai::Token::LeftBrace | rhai::Token::MapStart, Some(open)) => *open += 1,
            (rhai::Token::RightBrace, Some(open)) if *open > 1 => *open -= 1,
            (rhai::Token::RightBrace, Some(_)) => {
                // Rhai's parser would tell the tokenizer that the template goes on here.
                templates.pop();
                control.borrow_mut().is_within_text = true;
            }
            _ => {}
        }
        let (kind, content) = kind_and_text(&token);
        let spot = spot_of(position);
        let from = walk.to(spot.line as usize, spot.column as usize);
        let length = written_length(&text[from..], kind, &content);
        found.push(Token { kind, text: content, spot: Spot { length, ..spot }, from });
        if kind == TokenKind::Broken {
            break;
        }
    }
    found
}

fn kind_and_text(token: &rhai::Token) -> (TokenKind, String) {
    let written = match token {
        rhai::Token::StringConstant(text) => return (TokenKind::Text, text.to_string()),
        rhai::Token::InterpolatedString(text) => return (TokenKind::Template, text.to_string()),
        rhai::Token::IntegerConstant(int) => return (TokenKind::Number, int.to_string()),
        rhai::Token::LexError(_) => return (TokenKind::Broken, String::new()),
        rhai::Token::Identifier(word) | rhai::Token::Reserved(word) | rhai::Token::Custom(word) => word.to_string(),
        other => other.to_string(),
    };
    if written.starts_with(|c: char| c.is_ascii_digit()) {
        return (TokenKind::Number, written);
    }
    let is_word = written.chars().all(|c| c.is_alphanumeric() || c == '_');
    (if is_word { TokenKind::Word } else { TokenKind::Sign }, written)
}

pub(super) fn spot_of(position: rhai::Position) -> Spot {
    let number = |n: Option<usize>| n.and_then(|n| u32::try_from(n).ok()).unwrap_or(1);
    Spot::new(number(position.line()), number(position.position()), 1)
}

/// How many characters a token takes as written, of a text that begins with it.
fn written_length(text: &str, kind: TokenKind, content: &str) -> u32 {
    let count = |n: usize| u32::try_from(n).unwrap_or(1).max(1);
    if kind != TokenKind::Text {
        return count(content.chars().count());
    }
    let mut escaped = false;
    let mut quote = None;
    for (index, c) in text.chars().take_while(|c| *c != '\n').enumerate() {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_read_to_their_end() {
        let texts: Vec<(TokenKind, String)> =
            tokens("f(`a ${ #{ b: 1 }.b } it's ${c}`); d").into_iter().map(|token| (token.kind, token.text)).collect();
        let kinds =
            |kind| texts.iter().filter(|(found, _)| *found == kind).map(|(_, text)| text.as_str()).collect::<Vec<_>>();
        assert_eq!(kinds(TokenKind::Template), ["a ", " it's "]);
        assert_eq!(kinds(TokenKind::Broken), Vec::<&str>::new());
        assert_eq!(texts.last(), Some(&(TokenKind::Word, "d".to_owned())));
    }

    #[test]
    fn places_count_characters() {
        let found = tokens("\"é\" ==\n  \"a\\\"b\"");
        let spots: Vec<Spot> = found.iter().map(|token| token.spot).collect();
        assert_eq!(spots, [Spot::new(1, 1, 3), Spot::new(1, 5, 2), Spot::new(2, 3, 6)]);
    }
}
