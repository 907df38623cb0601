//! Tests of whole desks.

use super::{super::Dice, CATEGORIES, KINDS, LEVELS, SITES};

/// Some tests, of which it matters only which rules they fire.
pub(super) fn tests(dice: &mut Dice) -> Vec<String> {
    (0..1 + dice.below(4)).map(|number| test(dice, number)).collect()
}

fn test(dice: &mut Dice, number: usize) -> String {
    let mut given = vec![format!("id: \"T-{number}\"")];
    let words: [(&str, &[&str]); 5] = [
        ("category", &CATEGORIES),
        ("site", &SITES),
        ("kind", &KINDS),
        ("impact", &LEVELS),
        ("priority", &["P1", "P2", "P3"]),
    ];
    for (field, words) in words {
        if dice.once_in(2) {
            given.push(format!("{field}: \"{}\"", dice.pick(words)));
        }
    }
    let vip = dice.pick(&["true", "false"]);
    format!(
        "test \"t{number}\" {{\n    given ticket    #{{ {} }}\n    given requester #{{ vip: {vip} }}\n    at \"2026-11-23T10:00:00Z\"\n    expect outcome.id == \"T-{number}\"\n}}\n",
        given.join(", ")
    )
}
