//! JSON text, read piece by piece.

use std::borrow::Cow;

use super::{Built, JsonError, error};
use crate::{SortedMap, Text};

/// How deep lists and maps may be nested.
pub const DEEPEST: u32 = 127;

type Result<T> = std::result::Result<T, JsonError>;

/// Reads JSON text from its beginning.
#[derive(Debug)]
pub struct Reader<'a> {
    text: &'a str,
    /// How many bytes have been read.
    at: usize,
    depth: u32,
}

/// What a text begins with behind white space, as far as it takes to go on.
enum Begun<'a> {
    Null,
    Bool(bool),
    Number(Cow<'a, str>),
    Text(Cow<'a, str>),
    List,
    Map,
}

impl<'a> Reader<'a> {
    /// A reader of `text`.
    pub fn new(text: &'a str) -> Reader<'a> {
        Reader { text, at: 0, depth: 0 }
    }

    /// Reads a value.
    ///
    /// # Errors
    ///
    /// Where the text goes on with none.
    pub fn value<T: Built>(&mut self) -> Result<T> {
        Ok(match self.begun()? {
            Begun::Null => T::null(),
            Begun::Bool(yes) => T::bool(yes),
            Begun::Number(digits) => T::number(&digits).ok_or_else(|| self.wrong(error::TOO_LONG))?,
            Begun::Text(text) => T::text(text.into()),
            Begun::List => {
                let mut items = vec![];
                while self.has_item(items.is_empty())? {
                    items.push(self.value()?);
                }
                T::list(items)
            }
            Begun::Map => {
                let mut entries = SortedMap::new();
                let mut is_first = true;
                while let Some(name) = self.name(&mut is_first)? {
                    entries.insert(name.into(), self.value()?);
                }
                T::map(entries)
            }
        })
    }

    /// Begins a map, where one follows.
    ///
    /// # Errors
    ///
    /// Where something is wrong with what follows.
    pub fn enter_map(&mut self) -> Result<bool> {
        Ok(matches!(self.begun()?, Begun::Map))
    }

    /// Begins a list, where one follows.
    ///
    /// # Errors
    ///
    /// Where something is wrong with what follows.
    pub fn enter_list(&mut self) -> Result<bool> {
        Ok(matches!(self.begun()?, Begun::List))
    }

    /// Reads the name of the next entry of a map, or its end.
    ///
    /// # Errors
    ///
    /// Where neither follows.
    pub fn name(&mut self, is_first: &mut bool) -> Result<Option<Cow<'a, str>>> {
        let is_first = std::mem::replace(is_first, false);
        match self.peek() {
            None => return Err(self.wrong(error::ENDS_IN_MAP)),
            Some(b'}') => {
                self.leave();
                return Ok(None);
            }
            Some(b'"') if is_first => {}
            Some(_) if is_first => return Err(self.wrong_next(error::KEY)),
            Some(b',') => {
                self.at += 1;
                match self.peek() {
                    Some(b'"') => {}
                    Some(b'}') => return Err(self.wrong_next(error::TRAILING_COMMA)),
                    Some(_) => return Err(self.wrong_next(error::KEY)),
                    None => return Err(self.wrong(error::ENDS_IN_VALUE)),
                }
            }
            Some(_) => return Err(self.wrong_next(error::NO_MAP_END)),
        }
        self.at += 1;
        let name = self.text()?;
        self.colon()?;
        Ok(Some(name))
    }

    /// Whether a list goes on; where it does not, its end is read.
    ///
    /// # Errors
    ///
    /// Where neither an item follows nor the end.
    pub fn has_item(&mut self, is_first: bool) -> Result<bool> {
        match self.peek() {
            None => Err(self.wrong(error::ENDS_IN_LIST)),
            Some(b']') => {
                self.leave();
                Ok(false)
            }
            Some(_) if is_first => Ok(true),
            Some(b',') => {
                self.at += 1;
                match self.peek() {
                    Some(b']') => Err(self.wrong_next(error::TRAILING_COMMA)),
                    Some(_) => Ok(true),
                    None => Err(self.wrong(error::ENDS_IN_VALUE)),
                }
            }
            Some(_) => Err(self.wrong_next(error::NO_LIST_END)),
        }
    }

    /// That the text ends here.
    ///
    /// # Errors
    ///
    /// Where it does not.
    pub fn end(&mut self) -> Result<()> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.wrong_next(error::TRAILING)),
        }
    }

    /// Passes over a value; gives its text. It may be nested as deep as it likes, and hold halves of surrogate pairs.
    ///
    /// # Errors
    ///
    /// Where the text goes on with none.
    pub fn raw(&mut self) -> Result<&'a str> {
        self.peek();
        let start = self.at;
        // The ends of the lists and maps that are open.
        let mut open = vec![];
        loop {
            let byte = self.peek().ok_or_else(|| self.wrong(error::ENDS_IN_VALUE))?;
            let mut may_go_on = true;
            match byte {
                b'[' | b'{' => {
                    self.at += 1;
                    // In ASCII the end stands two behind the beginning.
                    open.push(byte + 2);
                    may_go_on = false;
                }
                b'"' => {
                    self.at += 1;
                    self.pass_text()?;
                }
                b'-' | b'0'..=b'9' => _ = self.number(error::NUMBER)?,
                _ => _ = self.word(byte)?,
            }
            // As many ends as follow.
            let end = loop {
                let Some(end) = open.last().copied() else { return Ok(&self.text[start..self.at]) };
                match self.peek() {
                    None if end == b']' => return Err(self.wrong(error::ENDS_IN_LIST)),
                    None => return Err(self.wrong(error::ENDS_IN_MAP)),
                    Some(b',') if may_go_on => {
                        self.at += 1;
                        break end;
                    }
                    Some(byte) if byte == end => {
                        self.at += 1;
                        open.pop();
                        may_go_on = true;
                    }
                    Some(_) if !may_go_on => break end,
                    Some(_) if end == b']' => return Err(self.wrong_next(error::NO_LIST_END)),
                    Some(_) => return Err(self.wrong_next(error::NO_MAP_END)),
                }
            };
            if end == b'}' {
                match self.peek() {
                    Some(b'"') => self.at += 1,
                    Some(_) => return Err(self.wrong_next(error::KEY)),
                    None => return Err(self.wrong(error::ENDS_IN_MAP)),
                }
                self.pass_text()?;
                self.colon()?;
            }
        }
    }

    fn begun(&mut self) -> Result<Begun<'a>> {
        let byte = self.peek().ok_or_else(|| self.wrong(error::ENDS_IN_VALUE))?;
        Ok(match byte {
            b'[' | b'{' => {
                if self.depth == DEEPEST {
                    return Err(self.wrong_next(error::TOO_DEEP));
                }
                self.depth += 1;
                self.at += 1;
                if byte == b'[' { Begun::List } else { Begun::Map }
            }
            b'"' => {
                self.at += 1;
                Begun::Text(self.text()?)
            }
            b'-' | b'0'..=b'9' => Begun::Number(self.number(error::ENDS_IN_VALUE)?),
            _ => self.word(byte)?,
        })
    }

    fn leave(&mut self) {
        self.at += 1;
        self.depth -= 1;
    }

    fn colon(&mut self) -> Result<()> {
        match self.peek() {
            Some(b':') => {
                self.at += 1;
                Ok(())
            }
            Some(_) => Err(self.wrong_next(error::NO_COLON)),
            None => Err(self.wrong(error::ENDS_IN_MAP)),
        }
    }

    fn word(&mut self, first: u8) -> Result<Begun<'a>> {
        let (word, begun) = match first {
            b'n' => ("null", Begun::Null),
            b't' => ("true", Begun::Bool(true)),
            b'f' => ("false", Begun::Bool(false)),
            _ => return Err(self.wrong_next(error::NO_VALUE)),
        };
        for letter in word.bytes() {
            let byte = self.byte().ok_or_else(|| self.wrong(error::ENDS_IN_VALUE))?;
            self.at += 1;
            if byte != letter {
                return Err(self.wrong(error::WORD));
            }
        }
        Ok(begun)
    }

    /// Reads a number; gives its digits, with the sign of the exponent. `cut_off` is what is wrong where the text ends in it.
    fn number(&mut self, cut_off: &'static str) -> Result<Cow<'a, str>> {
        let start = self.at;
        if self.byte() == Some(b'-') {
            self.at += 1;
        }
        match self.digit(cut_off)? {
            b'0' if self.byte().is_some_and(|byte| byte.is_ascii_digit()) => return Err(self.wrong_next(error::NUMBER)),
            b'0' => {}
            _ => self.pass_digits(),
        }
        if self.byte() == Some(b'.') {
            self.at += 1;
            match self.byte() {
                Some(byte) if byte.is_ascii_digit() => self.pass_digits(),
                Some(_) => return Err(self.wrong_next(error::NUMBER)),
                None => return Err(self.wrong(cut_off)),
            }
        }
        let plain = &self.text[start..self.at];
        if !matches!(self.byte(), Some(b'e' | b'E')) {
            return Ok(Cow::Borrowed(plain));
        }
        self.at += 1;
        let sign = match self.byte() {
            Some(b'-') => "-",
            _ => "+",
        };
        if matches!(self.byte(), Some(b'-' | b'+')) {
            self.at += 1;
        }
        let exponent = self.at;
        self.digit(cut_off)?;
        self.pass_digits();
        Ok(Cow::Owned([plain, "e", sign, &self.text[exponent..self.at]].concat()))
    }

    fn digit(&mut self, cut_off: &'static str) -> Result<u8> {
        let byte = self.byte().ok_or_else(|| self.wrong(cut_off))?;
        self.at += 1;
        if byte.is_ascii_digit() { Ok(byte) } else { Err(self.wrong(error::NUMBER)) }
    }

    fn pass_digits(&mut self) {
        while self.byte().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
    }

    /// Reads a text up to its closing quote.
    fn text(&mut self) -> Result<Cow<'a, str>> {
        let mut start = self.at;
        let mut text = String::new();
        loop {
            match self.special()? {
                b'"' => {
                    let rest = &self.text[start..self.at];
                    self.at += 1;
                    return Ok(if text.is_empty() { Cow::Borrowed(rest) } else { Cow::Owned(text + rest) });
                }
                b'\\' => {
                    text.push_str(&self.text[start..self.at]);
                    self.at += 1;
                    text.push(self.escaped()?);
                    start = self.at;
                }
                _ => {
                    self.at += 1;
                    return Err(self.wrong(error::CONTROL));
                }
            }
        }
    }

    /// Passes over a text up to its closing quote.
    fn pass_text(&mut self) -> Result<()> {
        loop {
            match self.special()? {
                b'"' => {
                    self.at += 1;
                    return Ok(());
                }
                b'\\' => {
                    self.at += 1;
                    if self.escape()? == b'u' {
                        self.hex()?;
                    }
                }
                _ => return Err(self.wrong(error::CONTROL)),
            }
        }
    }

    /// Goes to the next byte of a text that does not stand for itself.
    fn special(&mut self) -> Result<u8> {
        let rest = &self.text.as_bytes()[self.at..];
        let plain = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20)).unwrap_or(rest.len());
        self.at += plain;
        self.byte().ok_or_else(|| self.wrong(error::ENDS_IN_TEXT))
    }

    /// Reads what follows a backslash.
    fn escaped(&mut self) -> Result<char> {
        Ok(match self.escape()? {
            b'b' => '\x08',
            b'f' => '\x0c',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => self.by_number()?,
            byte => char::from(byte),
        })
    }

    fn escape(&mut self) -> Result<u8> {
        let byte = self.byte().ok_or_else(|| self.wrong(error::ENDS_IN_TEXT))?;
        self.at += 1;
        match byte {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' | b'u' => Ok(byte),
            _ => Err(self.wrong(error::ESCAPE)),
        }
    }

    /// Reads a character by its number in UTF-16.
    fn by_number(&mut self) -> Result<char> {
        let first = self.hex()?;
        if let Some(char) = char::from_u32(first) {
            return Ok(char);
        }
        if first >= 0xdc00 {
            return Err(self.wrong(error::LONE_SURROGATE));
        }
        for wanted in *b"\\u" {
            let byte = self.byte().ok_or_else(|| self.wrong(error::ENDS_IN_TEXT))?;
            self.at += 1;
            if byte != wanted {
                return Err(self.wrong(error::HALF_A_PAIR));
            }
        }
        match self.hex()? {
            second @ 0xdc00..=0xdfff => {
                let number = 0x1_0000 + ((first - 0xd800) << 10 | (second - 0xdc00));
                char::from_u32(number).ok_or_else(|| self.wrong(error::LONE_SURROGATE))
            }
            _ => Err(self.wrong(error::LONE_SURROGATE)),
        }
    }

    /// Reads four hexadecimal digits.
    fn hex(&mut self) -> Result<u32> {
        let Some(digits) = self.text.as_bytes().get(self.at..self.at + 4) else {
            self.at = self.text.len();
            return Err(self.wrong(error::ENDS_IN_TEXT));
        };
        self.at += 4;
        let digit = |number: u32, digit: &u8| Some(number << 4 | char::from(*digit).to_digit(16)?);
        digits.iter().try_fold(0, digit).ok_or_else(|| self.wrong(error::ESCAPE))
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The next byte behind white space.
    fn peek(&mut self) -> Option<u8> {
        while matches!(self.byte(), Some(b' ' | b'\n' | b'\t' | b'\r')) {
            self.at += 1;
        }
        self.byte()
    }

    /// What is wrong with what was read last.
    #[cold]
    fn wrong(&self, what: &'static str) -> JsonError {
        JsonError::new(what, self.text, self.at)
    }

    /// What is wrong with the byte that follows.
    #[cold]
    fn wrong_next(&self, what: &'static str) -> JsonError {
        JsonError::new(what, self.text, self.at + 1)
    }
}

/// The parts of a map by name, as they stand in its text; `None` where that is another value.
///
/// # Errors
///
/// Where the text is no JSON.
pub fn parts(text: &str) -> Result<Option<SortedMap<Text, &str>>> {
    let mut reader = Reader::new(text);
    if !reader.enter_map()? {
        return Ok(None);
    }
    let (mut parts, mut is_first) = (SortedMap::new(), true);
    while let Some(name) = reader.name(&mut is_first)? {
        parts.insert(name.into(), reader.raw()?);
    }
    reader.end()?;
    Ok(Some(parts))
}

/// The items of a list, as they stand in its text; `None` where that is no such text.
pub fn items(text: &str) -> Option<Vec<&str>> {
    let mut reader = Reader::new(text);
    let mut items = vec![];
    if !reader.enter_list().ok()? {
        return None;
    }
    while reader.has_item(items.is_empty()).ok()? {
        items.push(reader.raw().ok()?);
    }
    reader.end().ok()?;
    Some(items)
}
