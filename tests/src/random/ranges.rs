//! Conditions with nothing to look up but ranges of whole numbers, and tickets for them.

use tierline_model::{Map, Request, Ticket, Timestamp, Value};

use super::Dice;

/// Fields that hold whole numbers.
const NUMBERS: [&str; 3] = ["ticket.reopened", "ticket.affected_users", "ticket.form.n"];

/// A whole number: most often one of few, now and then one at the end of what 32 or 64 bits count.
fn whole_number(dice: &mut Dice) -> i64 {
    let ends = [i64::from(i32::MIN), i64::from(i32::MAX), i64::MAX, -i64::MAX];
    match dice.below(8) {
        0 => ends[dice.below(4)].saturating_add([-2, -1, 0, 1, 2][dice.below(5)]).max(-i64::MAX),
        _ => [-20, 0, 3, 40][dice.below(4)] + i64::try_from(dice.below(40)).unwrap(),
    }
}

/// A condition with nothing to look up but ranges of whole numbers, some of them empty.
pub fn range_condition(dice: &mut Dice) -> String {
    let parts: Vec<String> = (0..=dice.below(3)).map(|_| range_part(dice)).collect();
    match dice.below(6) {
        0 => format!("{} && ticket.category != \"network\"", parts.join(" && ")),
        1 => format!("{} && len(ticket.tags) != 1", parts.join(" && ")),
        2 => format!("len(ticket.tags) != 1 && {}", parts.join(" && ")),
        _ => parts.join(" && "),
    }
}

fn range_part(dice: &mut Dice) -> String {
    let (number, bound) = (dice.pick(&NUMBERS), whole_number(dice));
    let width = i64::try_from(dice.below(9)).unwrap() - 1;
    match dice.below(7) {
        0 => format!("{number} {} {bound}", dice.pick(&["<", "<=", ">", ">="])),
        1 => format!("{bound} {} {number}", dice.pick(&["<", "<=", ">", ">=", "=="])),
        2 => format!("{number} in {bound}..{}", whole_number(dice)),
        3 => format!("{number} == {bound}"),
        4 => format!("({number} >= {bound} && {number} < {})", bound.saturating_add(width)),
        _ => format!("{number} in {bound}..={}", bound.saturating_add(width)),
    }
}

/// A ticket with whole numbers, some of them missing or none at all.
pub fn request_of_numbers(dice: &mut Dice) -> Request {
    let mut number = || match dice.below(8) {
        0 => Value::Missing,
        1 => [Value::text("3"), Value::Bool(true), Value::List(vec![]), Value::text("")][dice.below(4)].clone(),
        2 => Value::from_json(serde_json::from_str(dice.pick(&["2.5", "3.0", "40.000"])).unwrap()).unwrap(),
        _ => Value::Int(whole_number(dice)),
    };
    let form = Map::from([("n".into(), number())]);
    let ticket = [("reopened", number()), ("affected_users", number()), ("form", Value::Map(form))];
    let ticket = ticket.into_iter().map(|(name, value)| (name.into(), value)).collect();
    Request::new(Ticket(ticket), Timestamp::parse("2026-11-23T10:00:00Z").unwrap())
}
