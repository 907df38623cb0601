//! Names and texts in messages.

use std::fmt::{self, Write};

/// A name or a text as a rule would write it: in double quotes. What nobody would see, such as a line break or a mark that
/// turns the direction of writing, stands there as an escape, so that a message stays one line and shows what it says.
///
/// ```
/// use tierline_model::quoted;
/// assert_eq!(quoted("Büro „Süd“").to_string(), r#""Büro „Süd“""#);
/// assert_eq!(quoted("a\"b\n\u{202e}").to_string(), r#""a\"b\n\u202e""#);
/// ```
pub fn quoted(text: &str) -> Quoted<'_> {
    Quoted(text)
}

/// See [`quoted`].
#[derive(Clone, Copy, Debug)]
pub struct Quoted<'a>(&'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        for c in self.0.chars() {
            match c {
                '"' | '\\' => write!(f, "\\{c}")?,
                '\n' => f.write_str("\\n")?,
                '\r' => f.write_str("\\r")?,
                '\t' => f.write_str("\\t")?,
                // All of these have at most four digits.
                c if is_unseen(c) => write!(f, "\\u{:04x}", u32::from(c))?,
                c => f.write_char(c)?,
            }
        }
        f.write_char('"')
    }
}

/// Whether nobody sees a character as what it is. What joins letters and emoji is seen by what it does.
fn is_unseen(c: char) -> bool {
    const SOFT_HYPHEN: char = '\u{ad}';
    const ARABIC_LETTER_MARK: char = '\u{61c}';
    const BYTE_ORDER_MARK: char = '\u{feff}';
    c.is_control()
        || c.is_whitespace() && c != ' '
        || matches!(c, SOFT_HYPHEN | ARABIC_LETTER_MARK | BYTE_ORDER_MARK)
        || matches!(c, '\u{200b}' | '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
}
