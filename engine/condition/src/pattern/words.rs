//! What stands in every text that a pattern is found in: looked for first, for that takes a fiftieth of the time.

use std::{iter::Peekable, str::Chars};

use super::size::{skip_escape, times};

/// Letters that are too few to tell texts apart.
const FEWEST: usize = 2;

/// Words of which one stands in every text that the pattern is found in. `None` where they cannot be told: the pattern has flags
/// or classes inside of classes, or a branch of it has no two letters in a row that are always there.
///
/// What is no pattern is refused elsewhere, and gives whatever it gives.
pub(super) fn words(pattern: &str) -> Option<Box<[String]>> {
    let mut chars = pattern.chars().peekable();
    let mut branches = vec![Branch::default()];
    let mut depth = 0usize;
    while let Some(c) = chars.next() {
        let branch = branches.last_mut()?;
        match c {
            '(' => {
                branch.end();
                depth += 1;
            }
            ')' => depth = depth.checked_sub(1)?,
            '[' => {
                branch.end();
                skip_class(&mut chars)?;
            }
            '|' if depth == 0 => branches.push(Branch::default()),
            '*' | '?' => branch.take_back(),
            '{' => {
                times(&mut chars);
                branch.take_back();
            }
            '+' | '.' | '^' | '$' => branch.end(),
            '\\' => match chars.next_if(char::is_ascii_punctuation) {
                Some(c) if depth == 0 => branch.run.push(c),
                Some(_) => {}
                None => {
                    branch.end();
                    skip_escape(&mut chars);
                }
            },
            c if depth == 0 => branch.run.push(c),
            _ => {}
        }
    }
    let longest = |mut branch: Branch| {
        branch.end();
        Some(branch.longest).filter(|word| word.chars().nth(FEWEST - 1).is_some())
    };
    if has_flags(pattern) { None } else { branches.into_iter().map(longest).collect() }
}

/// Whether flags of a pattern may change how it is read: `(?-i)`.
pub(super) fn has_flags(pattern: &str) -> bool {
    pattern.split("(?").skip(1).any(|group| !matches!(group.bytes().next(), Some(b':' | b'P' | b'<')))
}

/// What always stands in one way to be found.
#[derive(Default)]
struct Branch {
    longest: String,
    /// The letters in a row that were read last.
    run: String,
}

impl Branch {
    fn end(&mut self) {
        let run = std::mem::take(&mut self.run);
        if run.len() > self.longest.len() {
            self.longest = run;
        }
    }

    /// The last letter may be left out.
    fn take_back(&mut self) {
        self.run.pop();
        self.end();
    }
}

/// `None` where there is another class in it.
fn skip_class(chars: &mut Peekable<Chars<'_>>) -> Option<()> {
    chars.next_if_eq(&'^');
    chars.next_if_eq(&']');
    loop {
        match chars.next()? {
            ']' => return Some(()),
            '[' => return None,
            '\\' => drop(chars.next()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn what_is_always_there_is_told() {
        let told = |pattern| words(pattern).map(|words| words.join(" "));
        let known = [
            ("inc-?[0-9]{4,}x", "inc"),
            ("printer|scanner+s|a .*down", "printer scanner down"),
            (r"\b[a-z.]+@[a-z]+\.example", ".example"),
            ("(?:foo|bar) baz(qux)?", " baz"),
            (r"abc{3}de\.\d+fgh", "de."),
            ("^srv-[0-9]+$", "srv-"),
            (r"\x41bc\pLd\p{Greek}efgh\u00e9", "efgh"),
        ];
        for (pattern, expected) in known {
            assert_eq!(told(pattern).as_deref(), Some(expected), "{pattern}");
        }
        for pattern in ["(?i)abc", "abc|d", "a[[:alpha:]]bcd", "[a-z]+", "(abc)", "", "abc)", "[abc"] {
            assert_eq!(told(pattern), None, "{pattern}");
        }
    }
}
