//! Numbers and instants at the edges.

use super::Dice;

const INTEGERS: [i64; 24] = [
    0,
    1,
    2,
    3,
    5,
    -1,
    -3,
    7,
    20,
    -20,
    i64::MAX,
    i64::MAX - 1,
    i64::MIN,
    i64::MIN + 1,
    i32::MAX as i64,
    i32::MAX as i64 + 1,
    i32::MIN as i64,
    i32::MIN as i64 - 1,
    u32::MAX as i64,
    u32::MAX as i64 + 1,
    (1 << 53) - 1,
    1 << 53,
    (1 << 53) + 1,
    -(1 << 53) - 1,
];

const DECIMALS: [&str; 20] = [
    "0.1",
    "0.2",
    "0.3",
    "0.30",
    "1.0",
    "2.5",
    "-3.00",
    "-0.0",
    "0.5",
    "4.999999999999999999",
    "1.0000000000000002",
    "9007199254740992.5",
    "9223372036854775807.5",
    "9223372036854775808",
    "-9223372036854775809",
    "0.0000000000000000000000000001",
    "1.000000000000000000000000001",
    "1234567890123456789012345678",
    "79228162514264337593543950335",
    "-79228162514264337593543950335",
];

const INSTANTS: [&str; 26] = [
    "2026-11-23",
    "2026-11-23T10:00:00Z",
    "2026-11-23T09:30:00Z",
    "2026-11-23T11:00:00+01:00",
    "2026-11-23T10:00:00.999Z",
    "2026-11-23t10:00:00z",
    "2026-11-22T22:00:00-12:00",
    "2026-11-24T00:00:00+14:00",
    "2024-02-29",
    "2024-02-29T23:59:59+14:00",
    "2028-02-29T00:00:00-09:30",
    "2023-02-29",
    "2100-02-29",
    "2026-03-29T02:30:00+01:00",
    "2026-10-25T02:30:00+01:00",
    "2026-12-25",
    "2026-06-30T23:59:60Z",
    "2026-11-23T24:00:00Z",
    "1969-12-31T23:59:59Z",
    "1970-01-01",
    "0000-01-01",
    "9999-12-31T23:59:59Z",
    "9999-12-31T23:59:59-12:00",
    "2026-11-23T10:00:00",
    "20261123",
    "2026-11-23 ",
];

/// A whole number: half the time a small one.
pub fn integer(dice: &mut Dice) -> i64 {
    if dice.once_in(2) { INTEGERS[dice.below(10)] } else { INTEGERS[dice.below(INTEGERS.len())] }
}

/// A decimal, in digits.
pub fn decimal(dice: &mut Dice) -> &'static str {
    dice.pick(&DECIMALS)
}

/// An instant or a date, or what only looks so.
pub fn instant(dice: &mut Dice) -> &'static str {
    dice.pick(&INSTANTS)
}

/// A number, written out in a rule.
pub fn written(dice: &mut Dice) -> String {
    if dice.once_in(4) { decimal(dice).to_owned() } else { integer(dice).to_string() }
}

/// A range, written out in a rule: most often one that has numbers in it.
pub fn written_range(dice: &mut Dice) -> String {
    let usual = ["1..=5", "0..3", "-3..1", "5..=1", "0..2", "0..LIMIT", "1..=LIMIT", "0..0", "0..=0"];
    match dice.below(3) {
        0 => format!("{}{}{}", integer(dice), dice.pick(&["..", "..="]), integer(dice)),
        _ => dice.pick(&usual).to_owned(),
    }
}
