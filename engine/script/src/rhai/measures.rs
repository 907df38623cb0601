//! `75%` and `30m` beside the readings of a clock.
//!
//! Rhai has neither. Before it sees a piece, a percent sign becomes a blank and a duration a name that the token mapper
//! turns into its seconds; both take as many characters as before, so that every place stays what it was.

use tierline_model::Metric;

use super::{
    parse::Slip,
    tokens::{Token, TokenKind},
};
use crate::source::offset;

/// The units: as written, the letter that stands for it in a name that no rule writes, and its seconds.
const UNITS: [(&str, char, i64); 3] = [("s", '\u{217d}', 1), ("m", '\u{217f}', 60), ("h", '\u{210e}', 3_600)];

/// The text as Rhai shall see it.
pub(super) fn replaced(text: &str, tokens: &[Token]) -> Result<Option<String>, Slip> {
    let mut out: Option<Vec<char>> = None;
    for (index, number) in tokens.iter().enumerate().filter(|(_, token)| token.kind == TokenKind::Number) {
        let Some(unit) = tokens.get(index + 1) else { continue };
        let start = offset(text, number.spot);
        let digits: String = text[start..].chars().take_while(|c| c.is_ascii_digit() || *c == '_').collect();
        let is_next = unit.spot.line == number.spot.line
            && unit.spot.column as usize == number.spot.column as usize + digits.len();
        let known = UNITS.into_iter().find(|(name, ..)| *name == unit.text);
        if is_next && unit.text == "d" {
            let slip = Slip::new("measure", format!("`{digits}d` can be {digits} times 24 hours, or working days"));
            return Err(slip.help("write it in hours, as the calendar of the clock is open: 16h").at(number.spot));
        }
        let percent = unit.text == "%" && is_end(tokens.get(index + 2)) && !is_step(tokens, index);
        if !is_next || known.is_none() && !percent {
            continue;
        }
        let unit_word = known.map(|(name, ..)| {
            if name == "h" {
                "hours"
            } else if name == "m" {
                "minutes"
            } else {
                "seconds"
            }
        });
        if let Some(word) = unit_word.filter(|_| is_amount(tokens, index)) {
            let slip = Slip::new("unknown-unit", format!("`{digits}{}` is not how an amount is written", unit.text));
            return Err(slip.help(format!("write `{digits} {word}`")).at(number.spot));
        }
        if !is_beside_a_reading(tokens, index) {
            let slip = Slip::new("measure", format!("`{digits}{}` is for the readings of a clock", unit.text));
            return Err(slip.help("such as sla.resolution.used >= 75% or sla.tier.left < 30m").at(number.spot));
        }
        let chars = out.get_or_insert_with(|| text.chars().collect());
        let at = text[..start].chars().count();
        match known {
            Some((_, letter, _)) => {
                chars[at..=at + digits.len()].rotate_right(1);
                chars[at] = letter;
            }
            None => chars[at + digits.len()] = ' ',
        }
    }
    Ok(out.map(|chars| chars.into_iter().collect()))
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

/// Whether an amount of a clause stands here: `within 4 hours`.
fn is_amount(tokens: &[Token], index: usize) -> bool {
    let before = index.checked_sub(1).and_then(|before| tokens.get(before));
    before.is_some_and(|before| ["within", "at", "after", "every"].contains(&before.text.as_str()))
}

/// Whether this is `at 75% {`, the step of a ladder.
fn is_step(tokens: &[Token], index: usize) -> bool {
    index.checked_sub(1).and_then(|before| tokens.get(before)).is_some_and(|before| before.text == "at")
}

/// Whether a number is compared with what a clock reads: `sla.resolution.left < 30m`, or the other way round.
fn is_beside_a_reading(tokens: &[Token], index: usize) -> bool {
    const COMPARISONS: [&str; 6] = ["<", "<=", ">", ">=", "==", "!="];
    let is = |at: Option<usize>, words: &[&str]| {
        at.and_then(|at| tokens.get(at)).is_some_and(|token| words.contains(&token.text.as_str()))
    };
    let before = is(index.checked_sub(1), &COMPARISONS) && is(index.checked_sub(6), &["sla"]);
    before || is(Some(index + 2), &COMPARISONS) && is(Some(index + 3), &["sla"])
}

/// The seconds that a name made by [`replaced`] stands for.
pub(super) fn seconds(name: &str) -> Option<i64> {
    let (_, letter, unit) = UNITS.into_iter().find(|(_, letter, _)| name.starts_with(*letter))?;
    let digits: String = name[letter.len_utf8()..].chars().filter(|c| *c != '_').collect();
    digits.parse::<i64>().ok()?.checked_mul(unit)
}
