//! What has a value.

use super::{Dice, FIELDS, condition, function_call, texts, values};

/// Anything that has a value, with so many levels of brackets at most.
pub fn operand(dice: &mut Dice, depth: usize) -> String {
    if depth > 0 && dice.once_in(3) {
        return made(dice, depth - 1);
    }
    match dice.below(8) {
        0..=2 => dice.pick(&FIELDS).to_owned(),
        3 => format!("trimmed({})", dice.pick(&["ticket.subject", "ticket.category", "requester.site"])),
        4 => format!("({} ?? {})", dice.pick(&FIELDS), values::written(dice, depth)),
        5 if depth > 0 => function_call(dice, depth - 1),
        _ => values::written(dice, 1),
    }
}

/// A value that is put together, computed, chosen, or given by a helper.
fn made(dice: &mut Dice, depth: usize) -> String {
    let numbers =
        ["ticket.reopened", "ticket.form.n", "ticket.affected_users", "ticket.cost", "LIMIT", "HALF", "2", "0"];
    let number = dice.pick(&numbers);
    let mut a = || operand(dice, depth);
    let (a, b, c) = (a(), a(), a());
    match dice.below(20) {
        0 => format!("({a} {} {b})", dice.pick(&["+", "-", "*", "/", "%", "**"])),
        1 | 2 => format!("({number} {} {a})", dice.pick(&["+", "-", "*", "/", "%"])),
        3 => {
            format!("(-{})", dice.pick(&["ticket.reopened", "ticket.cost", "LIMIT", "ticket.form.n", "ticket.subject"]))
        }
        4 => format!("(if {} {{ {a} }} else {{ {b} }})", condition(dice, depth)),
        5 => format!("(if {} {{ {a}; }} else if requester.vip {{ {b} }})", condition(dice, depth)),
        6 => format!("(switch {a} {{ \"a\" => {b}, 0..3 | true => {{ {c} }} _ => ticket.id }})"),
        7 => format!("`{{${{{a}}}: ${{{b}}}`"),
        8 => format!("({} + {a} + {b})", dice.pick(&["\"by \"", "ticket.subject", "ticket.tags"])),
        9 => format!("[{a}, {b}]"),
        10 => format!("#{{ a: {a}, b: {b} }}"),
        11 => {
            let ends =
                ["", "?.b", ".b", "?.b.c", "?.b.len()", "?.lower()", "?.b.same().c", "?.same()?.c.d", ".same()[0]"];
            format!("ticket.odd{}a{}", dice.pick(&[".", "?."]), dice.pick(&ends))
        }
        12 => format!("({a}){}a", dice.pick(&[".", "?."])),
        13 => format!("{}(ticket)", dice.pick(&["word", "busy", "deep", "guarded"])),
        14 => format!("{}({a})", dice.pick(&["same", "after", "line", "len"])),
        15 => switch(dice, &a, &b),
        16 => function_call(dice, depth),
        17 => format!("({a} ?? {b} ?? {c})"),
        18 => dice.pick(&["ticket.tags[0]", "ticket.tags[-1]", "ticket.subject[0]", "'a'", "WORDS[1]"]).to_owned(),
        _ => dice
            .pick(&["matrix(\"who\")", "ticket[\"category\"]", "second(ticket.odd.a.b, 1)", "line(ticket.reopened)"])
            .to_owned(),
    }
}

/// A `switch` over words and numbers of all kinds.
fn switch(dice: &mut Dice, on: &str, gives: &str) -> String {
    let (a, b, c) = (label(dice), label(dice), label(dice));
    let last = dice.pick(&["", "_ => 0", "_ => ticket.category"]);
    format!("(switch {on} {{ {a} => {gives}, {b} | {c} => {{ \"b\" }} {last} }})")
}

/// What an arm of a `switch` is for.
pub(super) fn label(dice: &mut Dice) -> String {
    match dice.below(4) {
        0 => super::numbers::written_range(dice),
        1 => super::numbers::integer(dice).to_string(),
        _ => texts::written(dice),
    }
}
