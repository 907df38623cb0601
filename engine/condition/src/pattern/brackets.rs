//! Classes of a pattern, as they are written in brackets.

use super::{
    class::{Class, Items, Set},
    escape::Escape,
    parse::{Read, Reader, refused},
};

impl Reader {
    /// What stands behind `[`, with the closing bracket.
    pub(super) fn class(&mut self) -> Read<Class> {
        const UNCLOSED: &str = "found unclosed character class";
        let mut items = Items::default();
        self.skip_space();
        let is_turned = self.next_if('^');
        self.skip_space();
        while self.next_if('-') {
            items.ranges.push(('-', '-'));
            self.skip_space();
        }
        if items.ranges.is_empty() && self.next_if(']') {
            items.ranges.push((']', ']'));
        }
        loop {
            self.skip_space();
            let twice = self.letters.get(self.at + 1) == self.letters.get(self.at);
            match self.peek() {
                None => return refused(UNCLOSED),
                Some(']') => break,
                Some('[') => match self.posix() {
                    Some(set) => items.sets.push(set),
                    None => return refused("nested character classes are not supported"),
                },
                Some('&') if twice => return refused("character class intersection is not supported"),
                Some('-') if twice => return refused("character class difference is not supported"),
                Some('~') if twice => return refused("character class symmetric difference is not supported"),
                Some(_) => self.range(&mut items)?,
            }
        }
        self.at += 1;
        Ok(items.class(is_turned, self.flags.reading))
    }

    /// A letter, a range or a set of a class.
    fn range(&mut self, items: &mut Items) -> Read<()> {
        let one = self.item()?;
        self.skip_space();
        if !self.goes_on_as_range() {
            match one {
                Escape::Letter(c) => items.ranges.push((c, c)),
                Escape::Set(set, is_turned) => items.sets.push((set, is_turned)),
                Escape::Look(_) => return refused("invalid escape sequence in character class"),
            }
            return Ok(());
        }
        match (one, self.item()?) {
            (Escape::Letter(first), Escape::Letter(last)) if first <= last => items.ranges.push((first, last)),
            (Escape::Letter(_), Escape::Letter(_)) => return refused("invalid range in character class"),
            _ => return refused("character class ranges must start and end with a single character"),
        }
        Ok(())
    }

    /// Whether `-` and another letter follow; if so, it is at that.
    fn goes_on_as_range(&mut self) -> bool {
        let back = self.at;
        if !self.next_if('-') {
            return false;
        }
        self.skip_space();
        let is_range = !matches!(self.peek(), Some(']' | '-'));
        if !is_range {
            self.at = back;
        }
        is_range
    }

    fn item(&mut self) -> Read<Escape> {
        match self.next() {
            Some('\\') => self.escape(),
            Some(c) => Ok(Escape::Letter(c)),
            None => refused("non-empty character class has no closing bracket"),
        }
    }

    /// `[:alpha:]`, and whether it is `[:^alpha:]`.
    fn posix(&mut self) -> Option<(Set, bool)> {
        let rest: String = self.letters.get(self.at..)?.iter().collect();
        let name = rest.strip_prefix("[:")?;
        let end = name.find(":]")?;
        let written = name.get(..end)?;
        let name = written.strip_prefix('^').unwrap_or(written);
        let is: fn(char) -> bool = match name {
            "upper" | "lower" if self.flags.reading.folds => |c| c.is_ascii_alphabetic(),
            "alnum" => |c| c.is_ascii_alphanumeric(),
            "alpha" => |c| c.is_ascii_alphabetic(),
            "ascii" => |c| c.is_ascii(),
            "blank" => |c| matches!(c, '\t' | ' '),
            "cntrl" => |c| c.is_ascii_control(),
            "digit" => |c| c.is_ascii_digit(),
            "graph" => |c| c.is_ascii_graphic(),
            "lower" => |c| c.is_ascii_lowercase(),
            "print" => |c| matches!(c, ' '..='~'),
            "punct" => |c| c.is_ascii_punctuation(),
            "space" => |c| matches!(c, '\t'..='\r' | ' '),
            "upper" => |c| c.is_ascii_uppercase(),
            "word" => |c| c.is_ascii_alphanumeric() || c == '_',
            "xdigit" => |c| c.is_ascii_hexdigit(),
            _ => return None,
        };
        self.at += 2 + written.chars().count() + 2;
        Some((Set::Ascii(is), written.starts_with('^')))
    }
}
