//! What stands behind a backslash in a pattern.

use super::{
    class::Set,
    parse::{Look, Read, Reader, refused},
};
use crate::letters::named;

/// What a backslash and what follows it stand for.
pub(super) enum Escape {
    Letter(char),
    Look(Look),
    Set(Set, bool),
}

impl Reader {
    /// What stands behind a backslash.
    pub(super) fn escape(&mut self) -> Read<Escape> {
        let Some(c) = self.next() else {
            return refused("saw start of escape sequence, but saw end of pattern before it finished");
        };
        Ok(match c {
            '0'..='9' => return refused("backreferences are not supported"),
            'p' | 'P' => {
                let (property, is_turned) = self.property()?;
                Escape::Set(property, is_turned != (c == 'P'))
            }
            'x' => Escape::Letter(self.hex(2)?),
            'u' => Escape::Letter(self.hex(4)?),
            'U' => Escape::Letter(self.hex(8)?),
            'd' | 'D' => Escape::Set(Set::Digits, c == 'D'),
            's' | 'S' => Escape::Set(Set::Blanks, c == 'S'),
            'w' | 'W' => Escape::Set(Set::Words, c == 'W'),
            'a' => Escape::Letter('\x07'),
            'f' => Escape::Letter('\x0c'),
            't' => Escape::Letter('\t'),
            'n' => Escape::Letter('\n'),
            'r' => Escape::Letter('\r'),
            'v' => Escape::Letter('\x0b'),
            'A' => Escape::Look(Look::Start),
            'z' => Escape::Look(Look::End),
            'b' => Escape::Look(self.word_edge()?),
            'B' => Escape::Look(Look::NoWordEdge),
            '<' => Escape::Look(Look::WordStart),
            '>' => Escape::Look(Look::WordEnd),
            c if c.is_ascii() && !c.is_ascii_alphanumeric() => Escape::Letter(c),
            _ => return refused("unrecognized escape sequence"),
        })
    }

    /// `\b{start}` and its like; `\b{3}` is a count.
    fn word_edge(&mut self) -> Read<Look> {
        let named = |c: &char| c.is_ascii_alphabetic() || *c == '-';
        if self.peek() != Some('{') || !self.letters.get(self.at + 1).is_some_and(named) {
            return Ok(Look::WordEdge);
        }
        self.at += 1;
        let mut name = String::new();
        while let Some(c) = self.peek().filter(named) {
            name.push(c);
            self.at += 1;
        }
        if !self.next_if('}') {
            return refused("special word boundary assertion is unclosed or has an invalid character");
        }
        match &*name {
            "start" => Ok(Look::WordStart),
            "end" => Ok(Look::WordEnd),
            "start-half" => Ok(Look::BeforeWord),
            "end-half" => Ok(Look::BehindWord),
            _ => refused("special word boundary assertion is unrecognized"),
        }
    }

    /// What stands behind `\p`: `L`, `{Greek}`, `{^Greek}`; with whether it is turned round.
    fn property(&mut self) -> Read<(Set, bool)> {
        let mut name = String::new();
        let mut is_turned = false;
        match self.next() {
            Some('{') => {
                is_turned = self.next_if('^');
                loop {
                    match self.next() {
                        Some('}') => break,
                        Some(c) => name.push(c),
                        None => return refused("found `\\p{` without a closing brace"),
                    }
                }
            }
            Some(c) => name.push(c),
            None => return refused("`\\p` needs a name, as in `\\p{Greek}`"),
        }
        match named(&name) {
            Some(property) => Ok((Set::Of(property), is_turned)),
            None => Err(format!(
                "`\\p{{{name}}}` names no letters that are known here: general categories such as `L`, `Lu` and `Nd`, and the \
                 scripts Latin, Greek, Cyrillic, Arabic, Hebrew, Devanagari, Thai, Han, Hiragana, Katakana, Hangul, Lao, \
                 Khmer and Myanmar"
            )),
        }
    }

    fn hex(&mut self, digits: usize) -> Read<char> {
        let mut number = String::new();
        if self.next_if('{') {
            loop {
                match self.next() {
                    Some('}') => break,
                    Some(c) if c.is_ascii_hexdigit() => number.push(c),
                    Some(_) => return refused("expected hexadecimal number in braces, but got non-hex digit"),
                    None => return refused("expected hexadecimal number, but saw end of pattern before closing brace"),
                }
            }
        } else {
            for _ in 0..digits {
                match self.next() {
                    Some(c) if c.is_ascii_hexdigit() => number.push(c),
                    Some(_) => return refused("expected fixed length hexadecimal number, but got non-hex digit"),
                    None => {
                        return refused("expected fixed length hexadecimal number, but saw end of pattern first");
                    }
                }
            }
        }
        let letter = u32::from_str_radix(&number, 16).ok().and_then(char::from_u32);
        letter.ok_or_else(|| "got an invalid hexadecimal number".to_owned())
    }
}
