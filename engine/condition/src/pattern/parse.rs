//! Patterns as they are written.

use std::sync::Arc;

use super::{
    class::{Class, Items, Reading, Set, letter},
    escape::Escape,
};

/// How deep groups may stand in each other.
const DEEPEST: usize = 50;

/// A part of a pattern.
#[derive(Debug)]
pub(super) enum Node {
    Letter(char, Reading),
    Class(Arc<Class>),
    Look(Look),
    /// One behind the other.
    All(Vec<Node>),
    /// One of several.
    Either(Vec<Node>),
    /// At least so often, and at most.
    Times(Box<Node>, u32, Option<u32>),
}

/// What is asked of a place in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    Start,
    End,
    StartOfLine,
    EndOfLine,
    StartOfLineCrlf,
    EndOfLineCrlf,
    WordEdge,
    NoWordEdge,
    WordStart,
    WordEnd,
    BeforeWord,
    BehindWord,
}

#[derive(Clone, Copy, Default)]
pub(super) struct Flags {
    pub(super) reading: Reading,
    by_lines: bool,
    dot_has_lines: bool,
    crlf: bool,
    /// Blanks and comments stand for nothing.
    is_spaced: bool,
}

/// Reads a pattern.
///
/// # Errors
///
/// Where it is none, in words.
pub(super) fn parse(pattern: &str, reading: Reading) -> Result<Node, String> {
    let flags = Flags { reading, ..Flags::default() };
    let mut reader = Reader { letters: pattern.chars().collect(), at: 0, flags, names: vec![] };
    let node = reader.branches(0)?;
    match reader.peek() {
        None => Ok(node),
        Some(_) => Err("found closing ')' without matching '('".to_owned()),
    }
}

pub(super) struct Reader {
    pub(super) letters: Vec<char>,
    pub(super) at: usize,
    pub(super) flags: Flags,
    names: Vec<String>,
}

pub(super) type Read<T> = Result<T, String>;

pub(super) fn refused<T>(why: &str) -> Read<T> {
    Err(why.to_owned())
}

impl Reader {
    pub(super) fn peek(&self) -> Option<char> {
        self.letters.get(self.at).copied()
    }

    pub(super) fn next(&mut self) -> Option<char> {
        let next = self.peek();
        self.at += usize::from(next.is_some());
        next
    }

    pub(super) fn next_if(&mut self, wanted: char) -> bool {
        let is_it = self.peek() == Some(wanted);
        self.at += usize::from(is_it);
        is_it
    }

    fn next_if_all(&mut self, wanted: &str) -> bool {
        let is_it = self.letters.get(self.at..).is_some_and(|rest| {
            rest.len() >= wanted.len() && rest.iter().zip(wanted.chars()).all(|(one, other)| *one == other)
        });
        self.at += if is_it { wanted.len() } else { 0 };
        is_it
    }

    /// Blanks and comments, where they stand for nothing.
    pub(super) fn skip_space(&mut self) {
        while self.flags.is_spaced {
            match self.peek() {
                Some(c) if c.is_whitespace() => self.at += 1,
                Some('#') => while self.next().is_some_and(|c| c != '\n') {},
                _ => return,
            }
        }
    }

    fn branches(&mut self, depth: usize) -> Read<Node> {
        if depth > DEEPEST {
            return refused("pattern has too much nesting");
        }
        let (mut branches, mut all) = (vec![], vec![]);
        loop {
            self.skip_space();
            let Some(c) = self.peek() else { break };
            match c {
                ')' => break,
                '|' => {
                    self.at += 1;
                    branches.push(Node::All(std::mem::take(&mut all)));
                }
                '(' => {
                    self.at += 1;
                    all.extend(self.group(depth)?);
                }
                '[' => {
                    self.at += 1;
                    let class = self.class()?;
                    all.push(Node::Class(class.into()));
                }
                '?' | '*' | '+' => {
                    self.at += 1;
                    let (least, most) = match c {
                        '?' => (0, Some(1)),
                        '*' => (0, None),
                        _ => (1, None),
                    };
                    self.repeated(&mut all, least, most, "uncounted")?;
                }
                '{' => {
                    self.at += 1;
                    let (least, most) = self.counts()?;
                    self.repeated(&mut all, least, most, "counted")?;
                }
                _ => all.push(self.one()?),
            }
        }
        branches.push(Node::All(all));
        Ok(if branches.len() == 1 { branches.remove(0) } else { Node::Either(branches) })
    }

    /// What stands behind `(`, up to the closing one; nothing where it only sets flags.
    fn group(&mut self, depth: usize) -> Read<Option<Node>> {
        let outside = self.flags;
        self.skip_space();
        if ["?=", "?!", "?<=", "?<!"].iter().any(|look| self.next_if_all(look)) {
            return refused("look-around is not supported");
        }
        let mut sets_flags = false;
        if self.next_if_all("?P<") || self.next_if_all("?<") {
            self.name()?;
        } else if self.next_if('?') {
            sets_flags = self.flags()?;
        }
        if sets_flags {
            // They hold up to the end of the group around.
            return Ok(None);
        }
        let node = self.branches(depth + 1)?;
        if !self.next_if(')') {
            return refused("found open group without closing ')'");
        }
        self.flags = outside;
        Ok(Some(node))
    }

    fn name(&mut self) -> Read<()> {
        let mut name = String::new();
        loop {
            match self.next() {
                None => return refused("expected end of capture group name, but got end of pattern"),
                Some('>') if name.is_empty() => return refused("empty capture group names are not allowed"),
                Some('>') if self.names.contains(&name) => return refused("duplicate capture group name"),
                Some('>') => break,
                Some(c) if c == '_' || c.is_alphabetic() => name.push(c),
                Some(c) if !name.is_empty() && (c.is_alphanumeric() || ".[]".contains(c)) => name.push(c),
                Some(_) => return refused("invalid group name"),
            }
        }
        self.names.push(name);
        Ok(())
    }

    /// Flags up to `:` or `)`; whether it was the latter.
    fn flags(&mut self) -> Read<bool> {
        let (mut seen, mut is_on) = (String::new(), true);
        loop {
            let Some(c) = self.next() else {
                return refused("expected ':' or ')' to end inline flags, but got end of pattern");
            };
            match c {
                ')' if seen.is_empty() => return refused("empty flag directive '(?)' is not allowed"),
                ':' | ')' if seen.ends_with('-') => return refused("inline flags cannot end with negation directive"),
                ':' | ')' => return Ok(c == ')'),
                '-' if !is_on => return refused("inline flag negation cannot be repeated"),
                c if seen.contains(c) => return refused("duplicate inline flag is not allowed"),
                '-' => is_on = false,
                'i' => self.flags.reading.folds = is_on,
                'm' => self.flags.by_lines = is_on,
                's' => self.flags.dot_has_lines = is_on,
                'R' => self.flags.crlf = is_on,
                'x' => self.flags.is_spaced = is_on,
                // Which of several ways is found, and what letters are: it makes no difference here.
                'U' | 'u' => {}
                _ => return refused("unrecognized inline flag"),
            }
            seen.push(c);
        }
    }

    fn repeated(&mut self, all: &mut Vec<Node>, least: u32, most: Option<u32>, how: &str) -> Read<()> {
        // As few as may be, or as many: it is found in either way.
        self.next_if('?');
        let Some(node) = all.pop() else {
            return Err(format!("{how} repetition operator must be applied to a sub-expression"));
        };
        if most.is_some_and(|most| least > most) {
            return refused("found counted repetition with a min bigger than its max");
        }
        all.push(Node::Times(Box::new(node), least, most));
        Ok(())
    }

    /// What stands behind `{`, with the closing brace.
    fn counts(&mut self) -> Read<(u32, Option<u32>)> {
        let least = self.count()?;
        let most = match self.next_if(',') {
            false => Some(least),
            true => {
                self.skip_blanks();
                if self.peek() == Some('}') { None } else { Some(self.count()?) }
            }
        };
        match self.next() {
            Some('}') => Ok((least, most)),
            Some(_) => refused("expected closing brace for counted repetition, but got something else"),
            None => refused("found unclosed counted repetition operator"),
        }
    }

    fn skip_blanks(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
    }

    fn count(&mut self) -> Read<u32> {
        self.skip_blanks();
        let mut digits = String::new();
        while let Some(c) = self.peek().filter(char::is_ascii_digit) {
            digits.push(c);
            self.at += 1;
        }
        self.skip_blanks();
        match (digits.parse(), digits.is_empty()) {
            (Ok(count), _) => Ok(count),
            (_, true) => refused("expected decimal number, but found no digits"),
            (_, false) => refused("got invalid decimal number"),
        }
    }

    /// A letter, a place or a set.
    fn one(&mut self) -> Read<Node> {
        let flags = self.flags;
        Ok(match self.next() {
            Some('\\') => match self.escape()? {
                Escape::Letter(c) => self.letter(c),
                Escape::Look(look) => Node::Look(look),
                Escape::Set(set, is_turned) => Node::Class(
                    Items { sets: vec![(set, is_turned)], ..Items::default() }.class(false, flags.reading).into(),
                ),
            },
            Some('.') => {
                let but = match (flags.dot_has_lines, flags.crlf) {
                    (true, _) => vec![],
                    (false, true) => vec![('\n', '\n'), ('\r', '\r')],
                    (false, false) => vec![('\n', '\n')],
                };
                Node::Class(Items { ranges: but, ..Items::default() }.class(true, Reading::default()).into())
            }
            Some('^') => Node::Look(match (flags.by_lines, flags.crlf) {
                (false, _) => Look::Start,
                (true, false) => Look::StartOfLine,
                (true, true) => Look::StartOfLineCrlf,
            }),
            Some('$') => Node::Look(match (flags.by_lines, flags.crlf) {
                (false, _) => Look::End,
                (true, false) => Look::EndOfLine,
                (true, true) => Look::EndOfLineCrlf,
            }),
            // White space of any kind and length, as text tests have it.
            Some(c) if flags.reading.is_plain && (c == ' ' || !c.is_ascii() && c.is_whitespace()) => {
                let blanks = Items { sets: vec![(Set::Blanks, false)], ..Items::default() };
                Node::Times(Box::new(Node::Class(blanks.class(false, Reading::default()).into())), 1, None)
            }
            Some(c) => self.letter(c),
            None => Node::All(vec![]),
        })
    }

    fn letter(&self, c: char) -> Node {
        let reading = self.flags.reading;
        Node::Letter(letter(c, reading), reading)
    }
}
