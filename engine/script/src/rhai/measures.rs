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

/// The units: as written, the letter that stands for it in a name that no rule writes, in an amount, and its seconds.
const UNITS: [(&str, char, &str, i64); 3] =
    [("s", '\u{217d}', "seconds", 1), ("m", '\u{217f}', "minutes", 60), ("h", '\u{210e}', "hours", 3_600)];
/// The reading that is a share of the target.
const PERCENT: &str = "used";

/// The text as Rhai shall see it.
pub(super) fn replaced(text: &str, tokens: &[Token]) -> Result<Option<String>, Slip> {
    let mut out: Option<Vec<char>> = None;
    for (index, number) in tokens.iter().enumerate().filter(|(_, token)| token.kind == TokenKind::Number) {
        let Some(unit) = tokens.get(index + 1) else { continue };
        let start = offset(text, number.spot);
        let digits: String = text[start..].chars().take_while(|c| c.is_ascii_digit() || "_.".contains(*c)).collect();
        let is_next = unit.spot.line == number.spot.line
            && unit.spot.column as usize == number.spot.column as usize + digits.len();
        let known = UNITS.into_iter().find(|(name, ..)| *name == unit.text);
        if is_next && unit.text == "d" {
            let slip = Slip::new("measure", format!("`{digits}d` can be {digits} times 24 hours, or working days"));
            return Err(slip.help("write it in hours, as the calendar of the clock is open: 16h").at(number.spot));
        }
        let percent = unit.text == "%" && is_end(tokens.get(index + 2)) && !is_amount(tokens, index);
        if !is_next || known.is_none() && !percent {
            continue;
        }
        let written = format!("{digits}{}", unit.text);
        if let Some((_, _, word, _)) = known.filter(|_| is_amount(tokens, index)) {
            let slip = Slip::new("unknown-unit", format!("`{written}` is not how an amount is written"));
            return Err(slip.help(format!("write `{digits} {word}`")).at(number.spot));
        }
        let beside = beside(tokens, (index, index + 1)).or_else(|| expected_of_a_clock(tokens, index));
        let help = match beside {
            None => "such as sla.resolution.used >= 75% or sla.tier.left < 30m",
            Some(PERCENT) if known.is_some() => "`used` is a share of the target, such as `75%`",
            Some("left" | "elapsed" | "paused") if known.is_none() => "it is a time, such as `30m` or `4h`",
            Some("cycle" | "visits") => "it is a plain number",
            Some(_) => "",
        };
        if !help.is_empty() {
            let of =
                beside.map_or("for the readings of a clock".to_owned(), |reading| format!("no value of `{reading}`"));
            let slip = Slip::new("measure", format!("`{written}` is {of}"));
            return Err(slip.help(help).at(number.spot));
        }
        if digits.contains('.') {
            let slip = Slip::new("measure", format!("`{written}` is not whole")).at(number.spot);
            return Err(slip.help(match known {
                Some(_) => "write it in a smaller unit: `90m`, not `1.5h`",
                None => "readings are rounded down to whole percent: write `75%`",
            }));
        }
        let chars = out.get_or_insert_with(|| text.chars().collect());
        let at = text[..start].chars().count();
        match known {
            Some((_, letter, ..)) => {
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

/// The reading of a clock that the number between two tokens is compared with, both included: `sla.resolution.left < 30m`, or the
/// other way round.
fn beside(tokens: &[Token], (first, last): (usize, usize)) -> Option<&str> {
    const COMPARISONS: [&str; 6] = ["<", "<=", ">", ">=", "==", "!="];
    let at = |index: Option<usize>| index.and_then(|index| tokens.get(index)).map_or("", |token| token.text.as_str());
    if COMPARISONS.contains(&at(first.checked_sub(1))) && at(first.checked_sub(6)) == "sla" {
        return Some(at(first.checked_sub(2)));
    }
    let turned = COMPARISONS.contains(&at(Some(last + 1))) && at(Some(last + 2)) == "sla";
    turned.then(|| at(Some(last + 6)))
}

/// What a test expects of a clock: `expect clock resolution left 2h`.
fn expected_of_a_clock(tokens: &[Token], index: usize) -> Option<&str> {
    let clock = tokens.get(index.checked_sub(3)?)?;
    (clock.text == "clock").then(|| tokens.get(index - 1)).flatten().map(|reading| reading.text.as_str())
}

/// Numbers beside readings that do not say what they count: `sla.resolution.used >= 0.75`, `sla.tier.left < 30`.
pub(crate) fn without_unit(tokens: &[Token]) -> Vec<Slip> {
    let numbers = tokens.iter().enumerate().filter(|(_, token)| token.kind == TokenKind::Number && token.text != "0");
    let slips = numbers.filter_map(|(index, number)| {
        let has_unit = tokens.get(index + 1).is_some_and(|next| {
            next.text == "%" || UNITS.iter().any(|(unit, ..)| next.text == *unit) || next.text == "d"
        });
        let reading = beside(tokens, (index, index)).filter(|_| !has_unit)?;
        let help = match reading {
            PERCENT => format!("write `{}%`", percent_of(&number.text)),
            "left" | "elapsed" => {
                format!("it is read as seconds; write `{0}m` for minutes, `{0}s` for seconds", number.text)
            }
            _ => return None,
        };
        let slip = Slip::new("no-unit", format!("`{}` beside `{reading}` has no unit", number.text));
        Some(slip.help(help).at(number.spot))
    });
    slips.collect()
}

/// `75` for `0.75`, which is meant as a part of one; other numbers as they are.
fn percent_of(number: &str) -> String {
    let part = number.strip_prefix("0.").and_then(|digits| format!("{digits:0<2}").get(..2)?.parse::<u32>().ok());
    part.map_or_else(|| number.to_owned(), |percent| percent.to_string())
}

/// The seconds that a name made by [`replaced`] stands for.
pub(super) fn seconds(name: &str) -> Option<i64> {
    let (_, letter, _, unit) = UNITS.into_iter().find(|(_, letter, ..)| name.starts_with(*letter))?;
    let digits: String = name[letter.len_utf8()..].chars().filter(|c| *c != '_').collect();
    digits.parse::<i64>().ok()?.checked_mul(unit)
}
