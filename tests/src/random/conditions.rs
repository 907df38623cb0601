//! Conditions.

use super::{Dice, FIELDS, function_call, numbers, operand, texts, values};

/// A condition, with so many levels of brackets at most. It may be none that the checker lets pass.
pub fn condition(dice: &mut Dice, depth: usize) -> String {
    let field = dice.pick(&FIELDS);
    let value = values::written(dice, 1);
    match dice.below(if depth == 0 { 15 } else { 23 }) {
        0..=3 => {
            let sign = comparison(dice);
            format!("{} {sign} {}", operand(dice, depth), operand(dice, depth))
        }
        4 => format!("{field} in {value}"),
        5 => format!("{value} !in {field}"),
        6 => format!("{field} in {}", numbers::written_range(dice)),
        7 => format!(
            "{field}.{}({})",
            dice.pick(&["contains", "starts_with", "ends_with_exact", "mentions"]),
            texts::written_part(dice)
        ),
        8 => format!("{}({field}, {value})", dice.pick(&["any_of", "none_of", "all_of"])),
        9 => format!("between({field}, {value}, {})", values::written(dice, 1)),
        10 => format!(
            "{}({field}) {} {value}",
            dice.pick(&["len", "hours_since", "days_until", "lower", "is_set"]),
            dice.pick(&["==", ">", "<="]),
        ),
        11 => dice
            .pick(&["requester.vip", "ticket.test", "changed(\"status\")", "changed_to(\"category\", \"network\")"])
            .to_owned(),
        12 => format!("{field} in {}", dice.pick(&["WORDS", "ODD", "0..LIMIT", "1..=LIMIT"])),
        13 => function_call(dice, depth),
        14 => format!("{} {} {value}", function_call(dice, depth), comparison(dice)),
        15 => helper_call(dice, depth - 1),
        16 => format!(
            "if {} {{ {} }} else {{ {} }}",
            condition(dice, depth - 1),
            condition(dice, depth - 1),
            condition(dice, depth - 1)
        ),
        17 => format!("{} {} {}", operand(dice, depth), dice.pick(&["in", "!in"]), operand(dice, depth)),
        18 => format!("{}({})", dice.pick(&["!", "not "]), condition(dice, depth - 1)),
        19 | 20 => {
            format!("({} {} {})", condition(dice, depth - 1), dice.pick(&["||", "or"]), condition(dice, depth - 1))
        }
        _ => format!("({} {} {})", condition(dice, depth - 1), dice.pick(&["&&", "and"]), condition(dice, depth - 1)),
    }
}

fn comparison(dice: &mut Dice) -> &'static str {
    dice.pick(&["==", "!=", "<", "<=", ">", ">="])
}

/// A condition with brackets in brackets.
pub fn deep_condition(dice: &mut Dice) -> String {
    let depth = dice.below(6);
    condition(dice, depth)
}

/// A helper that gives true or false, or may.
fn helper_call(dice: &mut Dice, depth: usize) -> String {
    match dice.below(9) {
        0 | 1 => format!("{}(ticket)", dice.pick(&["busy", "deep", "guarded", "looped"])),
        2 => format!("late(ticket, {})", operand(dice, depth)),
        3 => format!("both({}, {})", condition(dice, depth), condition(dice, depth)),
        4 => format!("second({}, {})", operand(dice, depth), condition(dice, depth)),
        5 => format!("{}.named({})", dice.pick(&FIELDS), texts::written_part(dice)),
        6 => format!("listed({}, {})", values::written(dice, 1), operand(dice, depth)),
        7 => format!("within({})", operand(dice, depth)),
        _ => "shadows(requester)".to_owned(),
    }
}

/// Several parts, most of them of the kind that an index can look up.
pub fn conjunction(dice: &mut Dice) -> String {
    let part = |dice: &mut Dice| if dice.once_in(4) { condition(dice, 1) } else { plain_condition(dice) };
    let parts: Vec<String> = (0..=dice.below(3)).map(|_| part(dice)).collect();
    parts.join(" && ")
}

/// A condition of the kind that most rules have: what a field holds, compared with what is written.
pub fn plain_condition(dice: &mut Dice) -> String {
    let texts =
        ["ticket.category", "ticket.subject", "ticket.priority", "requester.site", "ticket.id", "ticket.form?.who"];
    let text = dice.pick(&texts);
    let word = if dice.once_in(12) { "()".to_owned() } else { texts::written(dice) };
    let number = dice.pick(&["ticket.reopened", "ticket.affected_users", "ticket.form.n"]);
    let part = texts::written_part(dice);
    match dice.below(20) {
        0..=2 => format!("{text} {} {word}", dice.pick(&["==", "==", "!="])),
        3 => format!("{text} in [{word}, \"network\", \"x\"]"),
        4 => format!("{text} !in [{word}, \"b\"]"),
        5 => format!("({text} == {word} || \"a\" == {text})"),
        6 => format!("{}requester.vip", dice.pick(&["", "!"])),
        7 | 8 => format!("{number} {} {}", dice.pick(&["==", "<", "<=", ">", ">="]), numbers::integer(dice)),
        9 => format!("{number} in {}", numbers::written_range(dice)),
        10 => format!(
            "{text}.{}({part})",
            dice.pick(&["contains", "contains_exact", "starts_with", "ends_with", "mentions", "mentions_exact"])
        ),
        11 => format!("{part} in {text}"),
        12 => format!("any_of(ticket.tags, {})", values::written_texts(dice)),
        13 => format!("{} in ticket.tags", texts::written(dice)),
        14 => dice
            .pick(&["busy(ticket)", "guarded(ticket)", "both(ticket.test, requester.vip)", "deep(ticket)"])
            .to_owned(),
        15 => format!("({text} == {word} && ({number} > 1 && requester.vip))"),
        16 => format!("hours_since(ticket.created_at) {} {}", dice.pick(&[">=", "<"]), dice.pick(&["3", "-2"])),
        17 => format!("{number} + 1 > 2"),
        18 => format!("second({number} * 3, {text} == {word})"),
        _ => format!("lower({text}) == {word}"),
    }
}
