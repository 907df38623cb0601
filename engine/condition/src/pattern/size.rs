//! How large a pattern is: the same number on every machine, whatever a compiled pattern takes there.

use std::{iter::Peekable, str::Chars};

/// What the brackets of a group come to.
const AROUND_A_GROUP: u64 = 2;

/// How many letters and classes of letters a pattern comes to, once its repetitions are written out.
///
/// It is read as loosely as can be, for what is no pattern is refused elsewhere: a `#` comment counts like the rest.
pub(super) fn size(pattern: &str) -> u64 {
    let mut chars = pattern.chars().peekable();
    let mut group = Group::default();
    // The groups around it.
    let mut outside: Vec<Group> = vec![];
    while let Some(c) = chars.next() {
        match c {
            '(' => {
                skip_flags(&mut chars);
                outside.push(std::mem::take(&mut group));
            }
            ')' => {
                let around = outside.pop().unwrap_or_default();
                let inner = std::mem::replace(&mut group, around).all();
                group.add(inner.saturating_add(AROUND_A_GROUP));
            }
            '[' => group.add(class(&mut chars)),
            '\\' => {
                skip_escape(&mut chars);
                group.add(1);
            }
            '{' => {
                let times = times(&mut chars);
                group.last = group.last.saturating_mul(times);
            }
            _ => group.add(1),
        }
    }
    outside.into_iter().chain([group]).map(Group::all).fold(0, u64::saturating_add)
}

#[derive(Default)]
struct Group {
    before: u64,
    last: u64,
}

impl Group {
    fn add(&mut self, size: u64) {
        self.before = self.before.saturating_add(self.last);
        self.last = size;
    }

    fn all(self) -> u64 {
        self.before.saturating_add(self.last)
    }
}

/// `?:`, `?i:`, `?P<name>` behind the bracket of a group.
fn skip_flags(chars: &mut Peekable<Chars<'_>>) {
    if chars.next_if_eq(&'?').is_some() {
        while chars.next_if(|c| c.is_alphanumeric() || "-_<".contains(*c)).is_some() {}
        chars.next_if(|c| ":>".contains(*c));
    }
}

/// What a class of letters comes to: looking a letter up goes through its ranges one by one.
fn class(chars: &mut Peekable<Chars<'_>>) -> u64 {
    const RANGES_OF_A_LETTER: u64 = 8;
    let mut letters = 0;
    chars.next_if_eq(&'^');
    // The first bracket is a letter of the class.
    letters += u64::from(chars.next_if_eq(&']').is_some());
    while let Some(c) = chars.next_if(|c| *c != ']') {
        if c == '\\' {
            skip_escape(chars);
        }
        letters += 1;
    }
    chars.next();
    1 + letters / RANGES_OF_A_LETTER
}

/// What stands behind a backslash: `d`, `x41`, `x{41}`, `pL`, `p{Greek}`.
pub(super) fn skip_escape(chars: &mut Peekable<Chars<'_>>) {
    let letters = match chars.next() {
        Some('x') => 2,
        Some('u') => 4,
        Some('U') => 8,
        Some('p' | 'P') => 1,
        _ => return,
    };
    if chars.next_if_eq(&'{').is_some() {
        while chars.next_if(|c| *c != '}').is_some() {}
        chars.next();
    } else {
        chars.nth(letters - 1);
    }
}

/// How often `{3}`, `{3,}` or `{3,5}` repeats at most what it stands behind, with one more for `{3,}`.
pub(super) fn times(chars: &mut Peekable<Chars<'_>>) -> u64 {
    let mut ends = vec![String::new()];
    while let Some(c) = chars.next_if(|c| *c != '}') {
        match (c, ends.last_mut()) {
            (',', _) => ends.push(String::new()),
            (digit, Some(end)) if digit.is_ascii_digit() => end.push(digit),
            _ => {}
        }
    }
    chars.next();
    let number = |end: &String| end.parse::<u64>().unwrap_or(if end.is_empty() { 0 } else { u64::MAX });
    let is_open = ends.len() > 1 && ends.last().is_some_and(String::is_empty);
    ends.iter().map(number).max().unwrap_or(0).saturating_add(u64::from(is_open)).max(1)
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn repetitions_are_written_out() {
        let sizes = [
            ("", 0),
            ("abc", 3),
            ("a*b+", 4),
            (r"\d{4}", 4),
            (r"\x{1F600}é", 2),
            (r"\x41\pL\P{Greek}b", 4),
            ("a{3}", 3),
            ("a{3,}", 4),
            ("a{2,5}b", 6),
            ("(ab){3}", 12),
            ("(?:ab|cd){2}", 14),
            ("(?P<year>\\d{4})-", 7),
            ("[]a]b", 2),
            ("[^\\]xyz0-9a-fA-F]", 2),
            ("((a{10}){10}){10}", 1_220),
        ];
        for (pattern, expected) in sizes {
            assert_eq!(size(pattern), expected, "{pattern}");
        }
        assert_eq!(size("(a{1000}){1000}"), 1_002_000);
        assert_eq!(size(&"(".repeat(9)), 0);
        assert_eq!(size(&format!("({}", "a{99999999999999999999}".repeat(3))), u64::MAX);
        assert_eq!(size("a)b]c}{"), 7);
    }
}
