//! `75%` and `30m` beside the readings of a clock.
//!
//! Rhai has neither. Before it sees a piece, a percent sign becomes a blank and a duration a name that the token mapper
//! turns into its seconds; both take as many characters as before, so that every place stays what it was.

use tierline_model::Metric;

use super::{
    beside::{self, PERCENT},
    parse::Slip,
    tokens::{Token, TokenKind},
};
use crate::source::Spot;

/// A unit of time: as written, the letter that stands for it in a name that no rule writes, in an amount, and its seconds.
type Unit = (&'static str, char, &'static str, i64);

const UNITS: [Unit; 3] =
    [("s", '\u{217d}', "seconds", 1), ("m", '\u{217f}', "minutes", 60), ("h", '\u{210e}', "hours", 3_600)];

/// The text as Rhai shall see it, and what is wrong with the measures in it: those that are wrong are replaced as well, so that the
/// rest can be read.
pub(super) fn replaced(text: &str, tokens: &[Token]) -> (Option<String>, Vec<Slip>) {
    let (mut out, mut slips): (Option<Vec<char>>, _) = (None, vec![]);
    for index in 0..tokens.len() {
        let checked = match Measure::read(text, tokens, index) {
            Ok(None) => continue,
            Ok(Some(measure)) => {
                measure.replace(text, out.get_or_insert_with(|| text.chars().collect()));
                measure.check(tokens, index)
            }
            Err(slip) => Err(slip),
        };
        slips.extend(checked.err());
    }
    (out.map(|chars| chars.into_iter().collect()), slips)
}

/// A number with a unit right behind it.
struct Measure {
    digits: String,
    at: Spot,
    /// Where in the piece it begins, in bytes.
    from: usize,
    /// The unit of time; none for percent.
    unit: Option<Unit>,
}

impl Measure {
    fn read(text: &str, tokens: &[Token], index: usize) -> Result<Option<Measure>, Slip> {
        let (Some(number), Some(unit)) = (tokens.get(index), tokens.get(index + 1)) else { return Ok(None) };
        if number.kind != TokenKind::Number {
            return Ok(None);
        }
        let at = number.spot;
        let digits = text.get(number.from..).unwrap_or_default().chars();
        let digits: String = digits.take_while(|c| c.is_ascii_digit() || "_.".contains(*c)).collect();
        if unit.spot.line != at.line || unit.spot.column as usize != at.column as usize + digits.len() {
            return Ok(None);
        }
        if unit.text == "d" {
            let slip = Slip::new("measure", format!("`{digits}d` can be {digits} times 24 hours, or working days"));
            return Err(slip.help("write it in hours, as the calendar of the clock is open: 16h").at(at));
        }
        let is_percent = unit.text == "%" && is_end(tokens.get(index + 2)) && !is_amount(tokens, index);
        let unit = UNITS.into_iter().find(|(name, ..)| *name == unit.text);
        Ok((unit.is_some() || is_percent).then_some(Measure { digits, at, from: number.from, unit }))
    }

    fn written(&self) -> String {
        format!("{}{}", self.digits, self.unit.map_or("%", |(name, ..)| name))
    }

    /// That it can stand where it does.
    fn check(&self, tokens: &[Token], index: usize) -> Result<(), Slip> {
        let written = self.written();
        if let Some((_, _, word, _)) = self.unit.filter(|_| is_amount(tokens, index)) {
            let slip = Slip::new("unknown-unit", format!("`{written}` is not how an amount is written"));
            return Err(slip.help(format!("write `{} {word}`", self.digits)).at(self.at));
        }
        let wrong = |what: String, help: &str| Err(Slip::new("measure", what).help(help).at(self.at));
        let Some(reading) = beside::reading(tokens, (index, index + 1)) else {
            let help = "such as sla.resolution.used >= 75% or sla.tier.left < 30m";
            return wrong(format!("`{written}` is for the readings of a clock"), help);
        };
        let misfit = match (reading, self.unit) {
            (PERCENT, Some(_)) => Some("`used` is a share of the target, such as `75%`"),
            ("left" | "elapsed" | "longest" | "paused", None) => Some("it is a time, such as `30m` or `4h`"),
            ("cycle" | "visits", _) => Some("it is a plain number"),
            _ => None,
        };
        if let Some(help) = misfit {
            return wrong(format!("`{written}` is no value of `{reading}`"), help);
        }
        if self.digits.contains('.') {
            let help = match self.unit {
                Some(_) => "write it in a smaller unit: `90m`, not `1.5h`",
                None => "readings are rounded down to whole percent: write `75%`",
            };
            return wrong(format!("`{written}` is not whole"), help);
        }
        Ok(())
    }

    fn replace(&self, text: &str, chars: &mut [char]) {
        let at = text[..self.from].chars().count();
        let behind = at + self.digits.len();
        match self.unit {
            Some((_, letter, ..)) => {
                chars[at..=behind].rotate_right(1);
                chars[at] = letter;
            }
            None => chars[behind] = ' ',
        }
    }
}

/// Whether a word is a unit of time, those that are refused among them.
pub(super) fn is_unit(word: &str) -> bool {
    word == "d" || UNITS.iter().any(|(unit, ..)| *unit == word)
}

/// Whether an expression can end before this token, so that a `%` before it takes no second number.
fn is_end(token: Option<&Token>) -> bool {
    const SIGNS: [&str; 11] = ["&&", "||", ")", "]", "}", "{", ",", ";", "?", "==", "!="];
    const WORDS: [&str; 8] = ["and", "or", "then", "for", "expect", "at", "given", "when"];
    token.is_none_or(|token| match token.kind {
        TokenKind::Sign => SIGNS.contains(&token.text.as_str()),
        TokenKind::Word => WORDS.contains(&token.text.as_str()) || Metric::named(&token.text).is_some(),
        _ => false,
    })
}

/// Whether an amount of a clause stands here, or was meant to: `within 4 hours`, `resolve: 4h`.
fn is_amount(tokens: &[Token], index: usize) -> bool {
    let back = |count: usize| index.checked_sub(count).and_then(|at| tokens.get(at)).map_or("", |token| &token.text);
    let is_meant = || [":", "=", "in"].contains(&back(1)) && Metric::named(back(2)).is_some();
    ["within", "at", "after", "every"].contains(&back(1)) || is_meant()
}

/// The seconds that a name made by [`replaced`] stands for.
pub(super) fn seconds(name: &str) -> Option<i64> {
    let (_, letter, _, unit) = UNITS.into_iter().find(|(_, letter, ..)| name.starts_with(*letter))?;
    let digits: String = name[letter.len_utf8()..].chars().filter(|c| *c != '_').collect();
    digits.parse::<i64>().ok()?.checked_mul(unit)
}
