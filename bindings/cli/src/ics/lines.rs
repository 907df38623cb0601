//! The lines of an iCalendar file.

use super::Wrong;

/// A line, unfolded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Where it begins, counted from 1.
    pub number: usize,
    /// Its name in capitals, such as `DTSTART`.
    pub name: String,
    /// What stands behind the colon, as written.
    pub value: String,
}

impl Line {
    /// The value as text: escapes undone.
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(self.value.len());
        let mut characters = self.value.chars();
        while let Some(character) = characters.next() {
            match character {
                '\\' => match characters.next() {
                    Some('n' | 'N') => text.push(' '),
                    Some(escaped) => text.push(escaped),
                    None => text.push('\\'),
                },
                character => text.push(character),
            }
        }
        text
    }

    /// It is wrong.
    pub fn wrong(&self, why: impl Into<String>) -> Wrong {
        Wrong::at(self.number, why)
    }

    fn parse(number: usize, text: &str) -> Result<Line, Wrong> {
        let no_line = || Wrong::at(number, "it is no line of iCalendar, such as `SUMMARY:Christmas Day`");
        let mut in_quotes = false;
        let is_end = |character: char| {
            in_quotes ^= character == '"';
            !in_quotes && character == ':'
        };
        let (head, value) = text.split_at(text.find(is_end).ok_or_else(no_line)?);
        let mut in_quotes = false;
        let mut parts = head.split(|character: char| {
            in_quotes ^= character == '"';
            !in_quotes && character == ';'
        });
        let name = parts.next().unwrap_or_default().trim().to_ascii_uppercase();
        let is_name = |name: &str| {
            !name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_.".contains(letter))
        };
        if !is_name(&name) {
            return Err(no_line());
        }
        // Values tell by themselves whether they are dates or times, and midnight is midnight in every zone.
        if !parts.all(|param| param.contains('=')) {
            return Err(no_line());
        }
        Ok(Line { number, name, value: value.strip_prefix(':').unwrap_or(value).to_owned() })
    }
}

/// All lines of a file; what is folded is joined, empty lines are left out.
///
/// # Errors
///
/// At the first line that is none.
pub fn lines(text: &str) -> Result<Vec<Line>, Wrong> {
    let mut unfolded: Vec<(usize, String)> = vec![];
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    for (index, line) in text.split('\n').enumerate() {
        let line = line.strip_suffix('\r').unwrap_or(line);
        match (line.strip_prefix([' ', '\t']), unfolded.last_mut()) {
            (Some(more), Some((_, begun))) => begun.push_str(more),
            _ if line.trim().is_empty() => {}
            _ => unfolded.push((index + 1, line.to_owned())),
        }
    }
    unfolded.iter().map(|(number, line)| Line::parse(*number, line)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folded_lines_are_one_and_keep_their_number() {
        let read =
            lines("A:1\r\nSUMMARY;LANGUAGE=\"a:b;c\":Tag der\r\n  Deutschen\r\n\t Einheit\r\n\r\nB:2\n").unwrap();
        assert_eq!(read.iter().map(|line| line.number).collect::<Vec<_>>(), [1, 2, 6]);
        assert_eq!(read[1].value, "Tag der Deutschen Einheit");
    }

    #[test]
    fn escapes_are_undone() {
        assert_eq!(lines("SUMMARY:a\\, b\\; c\\\\ d\\ne").unwrap()[0].text(), "a, b; c\\ d e");
    }

    #[test]
    fn what_is_no_line_is_named() {
        let wrong = |text| lines(text).unwrap_err().line;
        assert_eq!((wrong("A:1\nnonsense\n"), wrong("A;b:1"), wrong(":1")), (2, 1, 1));
    }
}
