//! What the arms of a `switch` are for. Rhai keeps only hashes of that, so it is read from the tokens.

use tierline_model::Value;

use super::tokens::{Token, TokenKind, token_at};
use crate::{source::Spot, tree::Case};

/// What each arm of the `switch` at a spot is for; none where that is more than texts, whole numbers and ranges.
pub(super) fn cases(tokens: &[Token], at: Spot) -> Option<Vec<Case>> {
    let switch = token_at(tokens, at)?;
    let mut read = Reader { tokens, next: switch + 1 };
    // What stands before the arms.
    while !read.takes("{") {
        let token = read.token()?;
        if ["if", "switch", "#{"].contains(&token.text.as_str()) || token.kind == TokenKind::Template {
            return None;
        }
    }
    let mut cases = vec![];
    while !read.takes("}") {
        cases.push(read.case()?);
        read.body()?;
    }
    Some(cases)
}

struct Reader<'a> {
    tokens: &'a [Token],
    next: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<&'a Token> {
        self.tokens.get(self.next)
    }

    fn token(&mut self) -> Option<&'a Token> {
        let token = self.peek()?;
        self.next += 1;
        Some(token)
    }

    fn takes(&mut self, text: &str) -> bool {
        let is_next = self.peek().is_some_and(|token| token.kind != TokenKind::Text && token.text == text);
        self.next += usize::from(is_next);
        is_next
    }

    /// `"a" | "b" =>`, `0..5 =>`, `_ =>`
    fn case(&mut self) -> Option<Case> {
        let mut case = Case::default();
        if self.takes("_") {
            return self.takes("=>").then_some(case);
        }
        loop {
            let label = self.token()?;
            match (label.kind, label.text.as_str()) {
                (TokenKind::Text, text) => case.values.push(Value::text(text)),
                (TokenKind::Word, "true") => case.values.push(Value::Bool(true)),
                (TokenKind::Word, "false") => case.values.push(Value::Bool(false)),
                (TokenKind::Number, number) => {
                    let first = number.parse().ok()?;
                    let is_closed = self.takes("..=");
                    match is_closed || self.takes("..") {
                        true => case.ranges.push((first, self.token()?.text.parse().ok()?, is_closed)),
                        false => case.values.push(Value::Int(first)),
                    }
                }
                _ => return None,
            }
            if self.takes("=>") {
                return Some(case);
            }
            if !self.takes("|") {
                return None;
            }
        }
    }

    /// What an arm gives, up to the next arm or the end.
    fn body(&mut self) -> Option<()> {
        let is_statement = self.peek().is_some_and(|token| ["{", "if", "switch", "for"].contains(&token.text.as_str()));
        let mut depth = 0u32;
        loop {
            if depth == 0 && self.takes(",") {
                return Some(());
            }
            let token = self.peek()?;
            if token.kind != TokenKind::Text {
                match token.text.as_str() {
                    "(" | "[" | "?[" | "{" | "#{" => depth += 1,
                    "}" if depth == 0 => return Some(()),
                    ")" | "]" | "}" => depth = depth.checked_sub(1)?,
                    _ => {}
                }
            }
            self.next += 1;
            let closes = depth == 0 && token.kind != TokenKind::Text && token.text == "}";
            if closes && is_statement && !self.peek()?.text.eq("else") {
                self.takes(",");
                return Some(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rhai::tokens;

    fn read(text: &str) -> Option<Vec<Case>> {
        let tokens = tokens(text);
        cases(&tokens, tokens[0].spot)
    }

    #[test]
    fn arms_are_told_apart() {
        let text = r#"switch ticket.a(1) { "x" | "y" => f([1, 2], "}"), 0..5 => { 1 } 7 => if a { 1 } else { `b ${c}` }, _ => 3 }"#;
        let texts = |words: [&str; 2]| words.map(Value::text).into();
        let found = read(text).unwrap();
        assert_eq!(found.len(), 4);
        assert_eq!(found[0], Case { values: texts(["x", "y"]), ranges: vec![] });
        assert_eq!(found[1], Case { values: vec![], ranges: vec![(0, 5, false)] });
        assert_eq!(found[2], Case { values: vec![Value::Int(7)], ranges: vec![] });
        assert_eq!(found[3], Case::default());
        assert_eq!(read("switch a { -1 => 2 }").unwrap()[0].values, [Value::Int(-1)]);
    }

    #[test]
    fn what_is_more_than_words_is_left() {
        assert_eq!(read("switch a { 1.5 => 2 }"), None);
        assert_eq!(read("switch a { \"x\" if b => 2 }"), None);
        assert_eq!(read("switch if a { b } else { c } { \"x\" => 2 }"), None);
    }
}
