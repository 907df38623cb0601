//! What stands beside the readings of a clock: which reading a number is compared with, and numbers that do not say what they
//! count.

use super::{
    measures::is_unit,
    parse::Slip,
    tokens::{Token, TokenKind},
};

/// The reading that is a share of the target.
pub(super) const PERCENT: &str = "used";

/// The reading that the number between two tokens, both included, is for: `sla.resolution.left < 30m`, the other way round, or
/// what a test expects of a clock: `expect clock resolution left 2h`.
pub(super) fn reading(tokens: &[Token], (first, last): (usize, usize)) -> Option<&str> {
    compared(tokens, (first, last)).or_else(|| {
        let clock = tokens.get(first.checked_sub(3)?).filter(|token| token.text == "clock");
        clock.and_then(|_| tokens.get(first - 1)).map(|reading| reading.text.as_str())
    })
}

fn compared(tokens: &[Token], (first, last): (usize, usize)) -> Option<&str> {
    const COMPARISONS: [&str; 6] = ["<", "<=", ">", ">=", "==", "!="];
    let at = |index: Option<usize>| index.and_then(|index| tokens.get(index)).map_or("", |token| token.text.as_str());
    if COMPARISONS.contains(&at(first.checked_sub(1))) && at(first.checked_sub(6)) == "sla" {
        return Some(at(first.checked_sub(2)));
    }
    let turned = COMPARISONS.contains(&at(Some(last + 1))) && at(Some(last + 2)) == "sla";
    turned.then(|| at(Some(last + 6)))
}

/// Numbers beside readings that do not say what they count: `sla.resolution.used >= 0.75`, `sla.tier.left < 30`.
pub(crate) fn without_unit(tokens: &[Token]) -> Vec<Slip> {
    let numbers = tokens.iter().enumerate().filter(|(_, token)| token.kind == TokenKind::Number && token.text != "0");
    let slips = numbers.filter_map(|(index, number)| {
        let has_unit = tokens.get(index + 1).is_some_and(|next| next.text == "%" || is_unit(&next.text));
        let reading = compared(tokens, (index, index)).filter(|_| !has_unit)?;
        let help = match reading {
            PERCENT => format!("write `{}%`", percent_of(&number.text)),
            "left" | "elapsed" | "longest" => {
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
