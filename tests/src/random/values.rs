//! Values, written out in a rule.

use super::{Dice, numbers, texts};

/// Any value, with lists and maps so deep at most.
pub fn written(dice: &mut Dice, depth: usize) -> String {
    match dice.below(if depth == 0 { 11 } else { 15 }) {
        0 => "()".to_owned(),
        1 => dice.pick(&["true", "false"]).to_owned(),
        2..=4 => numbers::written(dice),
        5..=8 => texts::written(dice),
        9 => format!("at(\"{}\")", numbers::instant(dice)),
        10 => dice.pick(&["now", "LIMIT", "WORDS", "[]", "#{}", "ODD", "HALF"]).to_owned(),
        11..=13 => list(dice, depth),
        _ => format!("#{{ a: {}, b: {} }}", written(dice, depth - 1), written(dice, depth - 1)),
    }
}

fn list(dice: &mut Dice, depth: usize) -> String {
    let items: Vec<String> = (0..dice.below(4)).map(|_| written(dice, depth - 1)).collect();
    format!("[{}]", items.join(", "))
}

/// A list of texts.
pub fn written_texts(dice: &mut Dice) -> String {
    let items: Vec<String> = (0..dice.below(4)).map(|_| texts::written(dice)).collect();
    format!("[{}]", items.join(", "))
}
