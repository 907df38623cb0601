//! Input, piece by piece, with a bound on what is held in memory.
//!
//! A piece is a line, a record of a CSV file, or an element of a JSON list. What is too long is read to its end and
//! thrown away.

use std::{
    fmt,
    io::{self, BufRead, Cursor, Read},
};

/// Bytes of a piece that are read to its end and thrown away: an input may have none.
const MOST_PASSED_OVER: u64 = 256 * 1024 * 1024;

/// Where a piece ends.
#[derive(Debug)]
pub enum Cut {
    /// At the end of the line.
    Line,
    /// At the end of the line, unless that stands in quotes.
    Csv(CsvCut),
    /// At the comma between two elements of the outermost list.
    Json(JsonCut),
}

/// What to do with a byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Keep,
    KeepAndEnd,
    Drop,
    End,
}

impl Cut {
    fn step(&mut self, byte: u8) -> Step {
        match self {
            Cut::Line if byte == b'\n' => Step::End,
            Cut::Line => Step::Keep,
            Cut::Csv(csv) => csv.step(byte),
            Cut::Json(json) => json.step(byte),
        }
    }

    /// How many of the bytes that come are kept, with no end of a line or piece among them, as far as is plain at a glance.
    fn run(&mut self, bytes: &[u8]) -> usize {
        match self {
            Cut::Line => up_to(bytes, |byte| byte == b'\n'),
            Cut::Csv(csv) => csv.run(bytes),
            Cut::Json(_) => 0,
        }
    }

    /// What is wrong with the piece just read, whatever stands in it.
    fn complaint(&mut self, at_end: bool) -> Option<&'static str> {
        match self {
            Cut::Line => None,
            Cut::Csv(csv) => (at_end && *csv == CsvCut::Quoted).then_some("the record has a quote that is not closed"),
            Cut::Json(json) => json.complaint(at_end),
        }
    }
}

/// Where in a record of a CSV file we are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CsvCut {
    /// Before the first byte of a cell.
    #[default]
    CellStart,
    /// In a cell without quotes.
    Plain,
    /// In quotes.
    Quoted,
    /// After a quote in quotes, which ends them or is the first of two.
    QuoteInQuotes,
}

impl CsvCut {
    fn run(&mut self, bytes: &[u8]) -> usize {
        if matches!(self, CsvCut::Quoted | CsvCut::QuoteInQuotes) {
            return 0;
        }
        let length = up_to(bytes, |byte| matches!(byte, b'\n' | b'"'));
        match length.checked_sub(1).and_then(|last| bytes.get(last)) {
            None => {}
            Some(b',') => *self = CsvCut::CellStart,
            Some(_) => *self = CsvCut::Plain,
        }
        length
    }

    fn step(&mut self, byte: u8) -> Step {
        *self = match (*self, byte) {
            (CsvCut::Quoted, b'"') => CsvCut::QuoteInQuotes,
            (CsvCut::Quoted, _) => CsvCut::Quoted,
            (_, b'\n') => {
                *self = CsvCut::CellStart;
                return Step::End;
            }
            (_, b',') => CsvCut::CellStart,
            (CsvCut::CellStart | CsvCut::QuoteInQuotes, b'"') => CsvCut::Quoted,
            _ => CsvCut::Plain,
        };
        Step::Keep
    }
}

/// How many bytes stand before the first that `ends`.
fn up_to(bytes: &[u8], ends: impl Fn(u8) -> bool) -> usize {
    bytes.iter().position(|byte| ends(*byte)).unwrap_or(bytes.len())
}

/// Where in a JSON file we are.
#[derive(Debug, Default)]
pub struct JsonCut {
    state: JsonState,
    depth: usize,
    in_text: bool,
    escaped: bool,
    /// Whether something of the element was kept.
    begun: bool,
    after_comma: bool,
    complaint: Option<&'static str>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum JsonState {
    #[default]
    Before,
    InList,
    InOne,
    After,
    Astray,
}

impl JsonCut {
    fn step(&mut self, byte: u8) -> Step {
        let is_space = byte.is_ascii_whitespace();
        match self.state {
            JsonState::Before | JsonState::After if is_space => Step::Drop,
            JsonState::Before if byte == b'[' => {
                self.state = JsonState::InList;
                Step::Drop
            }
            JsonState::Before if byte == b'{' => {
                self.state = JsonState::InOne;
                self.inside(byte)
            }
            JsonState::InList if self.depth == 0 && !self.in_text => self.between(byte, is_space),
            JsonState::InList | JsonState::InOne => self.inside(byte),
            JsonState::Before | JsonState::After | JsonState::Astray => {
                self.state = JsonState::Astray;
                Step::Keep
            }
        }
    }

    fn between(&mut self, byte: u8, is_space: bool) -> Step {
        match byte {
            _ if is_space && !self.begun => Step::Drop,
            b',' => {
                if !self.begun {
                    self.complaint = Some("a ticket is missing before this comma");
                }
                (self.begun, self.after_comma) = (false, true);
                Step::End
            }
            b']' => {
                if !self.begun && self.after_comma {
                    self.complaint = Some("a ticket is missing after the last comma");
                }
                self.state = JsonState::After;
                Step::End
            }
            _ => self.inside(byte),
        }
    }

    fn inside(&mut self, byte: u8) -> Step {
        self.begun = true;
        if self.in_text {
            self.in_text = self.escaped || byte != b'"';
            self.escaped = !self.escaped && byte == b'\\';
            return Step::Keep;
        }
        match byte {
            b'"' => self.in_text = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        if self.state == JsonState::InOne && self.depth == 0 {
            self.state = JsonState::After;
            return Step::KeepAndEnd;
        }
        Step::Keep
    }

    fn complaint(&mut self, at_end: bool) -> Option<&'static str> {
        let at_end = match self.state {
            _ if !at_end => None,
            JsonState::InList => Some("the list of tickets is not closed with `]`: the file seems to be cut off"),
            JsonState::InOne => Some("the ticket is not closed with `}`: the file seems to be cut off"),
            JsonState::Astray => {
                Some("this is no part of a ticket or a list of tickets; for one ticket a line, use the format ndjson")
            }
            JsonState::Before | JsonState::After => None,
        };
        self.complaint.take().or(at_end)
    }
}

/// A piece of the input that is not blank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The line it begins on, from 1.
    pub line: u64,
    /// Its text; why it was refused where it has none.
    pub text: Result<String, Refusal>,
    /// The beginning of what was refused.
    pub head: Vec<u8>,
}

/// Bytes that are kept of a piece that is refused.
const HEAD_BYTES: usize = 1_024;

/// Why a piece was refused unread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It has so many bytes, and so many is the most.
    TooLong(u64, usize),
    /// At this byte of it.
    NotUtf8(usize),
    /// It has no proper end or beginning.
    Broken(&'static str),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::TooLong(length, most) => write!(f, "it has {length} bytes, and {most} is the most"),
            Refusal::NotUtf8(offset) => write!(f, "it is not UTF-8 text at byte offset {offset}"),
            Refusal::Broken(why) => f.write_str(why),
        }
    }
}

/// The pieces of an input, in order.
pub struct Pieces {
    input: Box<dyn BufRead>,
    cut: Cut,
    most: usize,
    line: u64,
    consumed: u64,
    ended: bool,
}

impl Pieces {
    /// Cuts `input` into pieces of which none has more than `most` bytes. A byte order mark at its start is skipped.
    ///
    /// # Errors
    ///
    /// Where the first bytes cannot be read.
    pub fn new(mut input: Box<dyn BufRead>, cut: Cut, most: usize) -> io::Result<Pieces> {
        let mut head = vec![];
        input.by_ref().take(3).read_to_end(&mut head)?;
        if head == [0xef, 0xbb, 0xbf] {
            head.clear();
        }
        let input = Box::new(Cursor::new(head).chain(input));
        Ok(Pieces { input, cut, most, line: 1, consumed: 0, ended: false })
    }

    /// How many bytes were read so far.
    pub fn consumed(&self) -> u64 {
        self.consumed
    }

    fn piece(&mut self) -> io::Result<Option<Piece>> {
        while !self.ended {
            let mut taken = Taken { bytes: vec![], length: 0, last: 0, first_line: self.line };
            self.ended = !self.take(&mut taken)?;
            let complaint = self.cut.complaint(self.ended);
            if let Some(piece) = taken.piece(complaint, self.most) {
                return Ok(Some(piece));
            }
        }
        Ok(None)
    }

    /// Reads to the end of the piece; whether there may be another one.
    fn take(&mut self, taken: &mut Taken) -> io::Result<bool> {
        loop {
            let buffer = match self.input.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                buffer => buffer?,
            };
            if buffer.is_empty() {
                return Ok(false);
            }
            let mut used = self.cut.run(buffer);
            let (run, others) = buffer.split_at(used);
            taken.keep_all(run, self.line, self.most);
            let mut is_over = false;
            for &byte in others {
                used += 1;
                let step = self.cut.step(byte);
                if matches!(step, Step::Keep | Step::KeepAndEnd) {
                    taken.keep(byte, self.line, self.most);
                }
                self.line += u64::from(byte == b'\n');
                if matches!(step, Step::End | Step::KeepAndEnd) {
                    is_over = true;
                    break;
                }
            }
            self.input.consume(used);
            self.consumed += used as u64;
            if is_over {
                return Ok(true);
            }
            if taken.length.saturating_sub(self.most as u64) > MOST_PASSED_OVER {
                let (line, most) = (taken.first_line, MOST_PASSED_OVER / (1024 * 1024));
                return Err(io::Error::other(format!(
                    "what begins on line {line} is too long to be passed over: it goes on for more than {most} MiB"
                )));
            }
        }
    }
}

impl Iterator for Pieces {
    type Item = io::Result<Piece>;

    fn next(&mut self) -> Option<io::Result<Piece>> {
        self.piece().transpose()
    }
}

/// What was read of a piece.
struct Taken {
    /// Its bytes, or its first ones once there are too many.
    bytes: Vec<u8>,
    length: u64,
    last: u8,
    first_line: u64,
}

impl Taken {
    fn keep(&mut self, byte: u8, line: u64, most: usize) {
        if self.length == 0 {
            self.first_line = line;
        }
        self.length += 1;
        self.last = byte;
        // One byte more, for the `\r` of a line end.
        if self.bytes.len() <= most && self.length == self.bytes.len() as u64 + 1 {
            self.bytes.push(byte);
        } else {
            self.bytes.truncate(HEAD_BYTES);
            self.bytes.shrink_to_fit();
        }
    }

    /// As [`keep`](Taken::keep), of many bytes.
    fn keep_all(&mut self, bytes: &[u8], line: u64, most: usize) {
        let Some((last, all_before)) = bytes.split_last() else { return };
        let is_whole = self.length == self.bytes.len() as u64;
        if is_whole && self.bytes.len() + all_before.len() <= most {
            if self.length == 0 {
                self.first_line = line;
            }
            self.bytes.extend_from_slice(bytes);
            self.length += bytes.len() as u64;
            self.last = *last;
        } else {
            bytes.iter().for_each(|byte| self.keep(*byte, line, most));
        }
    }

    /// The piece; `None` where it is blank and there is nothing to complain of.
    fn piece(mut self, complaint: Option<&'static str>, most: usize) -> Option<Piece> {
        let is_whole = self.length == self.bytes.len() as u64;
        if self.last == b'\r' {
            self.bytes.pop();
            self.length -= 1;
        }
        let line = self.first_line;
        let refused = |refusal, mut head: Vec<u8>| {
            head.truncate(HEAD_BYTES);
            Piece { line, text: Err(refusal), head }
        };
        Some(match (complaint, is_whole && self.bytes.len() <= most) {
            (Some(complaint), _) => refused(Refusal::Broken(complaint), self.bytes),
            (None, false) => refused(Refusal::TooLong(self.length, most), self.bytes),
            (None, true) if self.bytes.trim_ascii().is_empty() => return None,
            (None, true) => match String::from_utf8(self.bytes) {
                Ok(text) => Piece { line, text: Ok(text), head: vec![] },
                Err(error) => refused(Refusal::NotUtf8(error.utf8_error().valid_up_to()), error.into_bytes()),
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(input: &[u8], cut: Cut, most: usize) -> Vec<(u64, Result<String, String>)> {
        let pieces = Pieces::new(Box::new(Cursor::new(input.to_vec())), cut, most).unwrap();
        let said = |piece: Piece| (piece.line, piece.text.map_err(|why| why.to_string()));
        pieces.map(|piece| piece.map(said).unwrap()).collect()
    }

    fn lines(input: &[u8], most: usize) -> Vec<(u64, Result<String, String>)> {
        pieces(input, Cut::Line, most)
    }

    fn ok(line: u64, text: &str) -> (u64, Result<String, String>) {
        (line, Ok(text.to_owned()))
    }

    fn refused(line: u64, why: &str) -> (u64, Result<String, String>) {
        (line, Err(why.to_owned()))
    }

    #[test]
    fn lines_have_their_numbers_and_blank_ones_are_skipped() {
        assert_eq!(lines(b"\xef\xbb\xbfa\r\n\n  \r\nb\nc", 9), [ok(1, "a"), ok(4, "b"), ok(5, "c")]);
        assert_eq!(lines(b"", 9), []);
        assert_eq!(lines(b"\n\n", 9), []);
        assert_eq!(lines(b"x", 9), [ok(1, "x")]);
    }

    #[test]
    fn a_line_may_be_as_long_as_the_bound_and_no_longer() {
        let too_long = |n| format!("it has {n} bytes, and 3 is the most");
        assert_eq!(
            lines(b"abc\r\nabcd\nabcde\r\nd", 3),
            [ok(1, "abc"), refused(2, &too_long(4)), refused(3, &too_long(5)), ok(4, "d"),]
        );
        assert_eq!(lines(b"ab\rcd", 3), [refused(1, &too_long(5))]);
        assert_eq!(lines(&[b' '; 10], 3), [refused(1, &too_long(10))]);
    }

    #[test]
    fn what_is_not_utf8_is_refused_with_its_offset() {
        assert_eq!(
            lines(b"ok\nab\xff\nok", 9),
            [ok(1, "ok"), refused(2, "it is not UTF-8 text at byte offset 2"), ok(3, "ok"),]
        );
    }

    #[test]
    fn csv_records_end_outside_quotes() {
        let csv = |input: &[u8]| pieces(input, Cut::Csv(CsvCut::default()), 99);
        assert_eq!(csv(b"a,\"b\nc\",d\ne,5\" disk\nf\n"), [ok(1, "a,\"b\nc\",d"), ok(3, "e,5\" disk"), ok(4, "f")]);
        assert_eq!(csv(b"\"a\"\"\n\",b\nc"), [ok(1, "\"a\"\"\n\",b"), ok(3, "c")]);
        assert_eq!(csv(b"a\n\"b\nc"), [ok(1, "a"), refused(2, "the record has a quote that is not closed")]);
    }

    fn json(input: &str) -> Vec<(u64, Result<String, String>)> {
        pieces(input.as_bytes(), Cut::Json(JsonCut::default()), 99)
    }

    #[test]
    fn elements_of_a_list_are_pieces() {
        assert_eq!(json("[]"), []);
        assert_eq!(
            json(" [ {\"a\": [1, 2]},\n\n {\"b\": \"],\\\"\"}\n]\n"),
            [ok(1, "{\"a\": [1, 2]}"), ok(3, "{\"b\": \"],\\\"\"}\n"),]
        );
        assert_eq!(json("[1 2, nonsense]"), [ok(1, "1 2"), ok(1, "nonsense")]);
        assert_eq!(json("\n{\n\"a\": {}}\n"), [ok(2, "{\n\"a\": {}}")]);
    }

    #[test]
    fn a_list_that_is_not_whole_is_refused() {
        assert_eq!(json("[1,,2]"), [ok(1, "1"), refused(1, "a ticket is missing before this comma"), ok(1, "2")]);
        assert_eq!(json("[1,]"), [ok(1, "1"), refused(1, "a ticket is missing after the last comma")]);
        let cut_off = "the list of tickets is not closed with `]`: the file seems to be cut off";
        assert_eq!(json("[1,"), [ok(1, "1"), refused(1, cut_off)]);
        assert_eq!(json("[1,\n{\"a\":\"b"), [ok(1, "1"), refused(2, cut_off)]);
        assert_eq!(json("{\"a\":"), [refused(1, "the ticket is not closed with `}`: the file seems to be cut off")]);
        let astray = "this is no part of a ticket or a list of tickets; for one ticket a line, use the format ndjson";
        assert_eq!(json("{}\n{}"), [ok(1, "{}"), refused(2, astray)]);
        assert_eq!(json("nonsense"), [refused(1, astray)]);
    }
}
