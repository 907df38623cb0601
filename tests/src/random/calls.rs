//! Calls of the functions of the language, made from its table.

use tierline_condition::functions::{Function, Gives, Kind, Says, Takes};

use super::{Dice, numbers, operand, texts, values};

/// Fields that calls name in a text.
pub(super) const NAMED_FIELDS: [&str; 8] =
    ["status", "category", "subject", "reopened", "tags", "form.n", "form.day", "odd.a.b"];

/// The matrices and the calendars that desks declare.
pub(super) const MATRICES: [&str; 2] = ["who", "script"];
pub(super) const CALENDARS: [&str; 2] = ["office", "night"];

/// A call of any function. Most of its arguments are what it wants.
pub fn function_call(dice: &mut Dice, depth: usize) -> String {
    let all: Vec<&Function> = Function::all().collect();
    let function = all[dice.below(all.len())];
    call_of(dice, function, depth)
}

/// A call of a function. Most of its arguments are what it wants.
pub fn call_of(dice: &mut Dice, function: &Function, depth: usize) -> String {
    let (least, most) = function.counts().into_inner();
    let count = if least < most && dice.once_in(2) { least } else { most };
    let args: Vec<String> = (0..count).map(|place| argument(dice, function, place, depth)).collect();
    match args.split_first() {
        Some((of, rest)) if dice.once_in(2) && of.starts_with(char::is_alphabetic) => {
            format!("{of}.{}({})", function.name, rest.join(", "))
        }
        _ => format!("{}({})", function.name, args.join(", ")),
    }
}

fn argument(dice: &mut Dice, function: &Function, place: usize, depth: usize) -> String {
    let takes = function.params[place].takes;
    let is_sought = place > 0 && function.gives == Gives::Always(Kind::Truth);
    match takes {
        Takes::Instant if *function.says == Says::Names => texts::literal(numbers::instant(dice)),
        takes if !takes.is_written_out() && dice.once_in(5) => operand(dice, depth),
        Takes::PartOf(_) | Takes::Text if is_sought && dice.once_in(2) => texts::written_part(dice),
        takes => fitting(dice, takes),
    }
}

/// What a parameter takes, most often.
fn fitting(dice: &mut Dice, takes: Takes) -> String {
    match takes {
        Takes::Field => texts::literal(dice.pick(&NAMED_FIELDS)),
        Takes::Matrix => texts::literal(dice.pick(&MATRICES)),
        Takes::Pattern(_) => texts::written_pattern(dice).to_owned(),
        Takes::Calendar => texts::literal(dice.pick(&CALENDARS)),
        Takes::List | Takes::TextOrList if dice.once_in(2) => a_list(dice),
        Takes::ItemsOf(_) | Takes::Words if dice.once_in(2) => values::written_texts(dice),
        Takes::Anything | Takes::InOrder | Takes::Like(_) | Takes::HeldBy(_) => in_order(dice),
        Takes::Priority => dice.pick(&["ticket.priority", "\"P1\"", "\"P3\"", "\"P5\"", "ticket.id"]).to_owned(),
        Takes::Instant => an_instant(dice),
        Takes::Text | Takes::PartOf(_) | Takes::TextOrList | Takes::List | Takes::ItemsOf(_) | Takes::Words => {
            a_text(dice)
        }
    }
}

fn a_text(dice: &mut Dice) -> String {
    let fields = ["ticket.category", "ticket.subject", "ticket.form.who", "requester.site", "ticket.id"];
    if dice.once_in(2) { dice.pick(&fields).to_owned() } else { texts::written(dice) }
}

fn a_list(dice: &mut Dice) -> String {
    dice.pick(&["ticket.tags", "ticket.form?.roles", "WORDS", "ODD", "[]", "ticket.odd.a"]).to_owned()
}

fn in_order(dice: &mut Dice) -> String {
    let fields = ["ticket.reopened", "ticket.affected_users", "ticket.cost", "ticket.form.n", "ticket.form.sum"];
    match dice.below(4) {
        0 => an_instant(dice),
        1 => numbers::written(dice),
        _ => dice.pick(&fields).to_owned(),
    }
}

fn an_instant(dice: &mut Dice) -> String {
    match dice.below(4) {
        0 => texts::literal(numbers::instant(dice)),
        1 => "now".to_owned(),
        _ => dice.pick(&["ticket.created_at", "ticket.due_at", "ticket.form.day"]).to_owned(),
    }
}
