//! Calls of the functions of the language on what is large, made from its table: a new function is a new way to hurt.

use tierline_condition::functions::{Function, Gives, Kind, Takes};

use crate::random::Dice;

/// A condition that asks one of the functions.
pub(super) fn condition(dice: &mut Dice) -> String {
    let all: Vec<&Function> = Function::all().collect();
    let function = all[dice.below(all.len())];
    let args: Vec<&str> = function.params.iter().map(|param| argument(dice, param.takes)).collect();
    let call = format!("{}({})", function.name, args.join(", "));
    match function.gives {
        Gives::Always(Kind::Truth) => call,
        Gives::Always(Kind::Whole) => format!("{call} == 1@"),
        _ => format!("{call} == \"x@\""),
    }
}

fn argument(dice: &mut Dice, takes: Takes) -> &'static str {
    let of: &[&str] = match takes {
        Takes::Anything | Takes::HeldBy(_) => &["ticket.form", "ticket.tags", "ticket.description", "ticket", "NEST"],
        Takes::Text => &["ticket.description", "ticket.subject", "body(ticket)"],
        Takes::PartOf(_) => &["ticket.subject", "\"b@\"", "\"aaaaaaaaaaaaaaab\""],
        Takes::TextOrList => &["ticket.description", "ticket.tags", "ticket.form"],
        Takes::Words => &["WORDS", "ticket.subject", "ticket.flags"],
        Takes::List => &["ticket.tags", "NEST"],
        Takes::ItemsOf(_) => &["ticket.flags", "WORDS", "ticket.tags"],
        Takes::InOrder | Takes::Like(_) => &["ticket.reopened", "@", "ticket.cost"],
        Takes::Instant => &["ticket.created_at", "\"2026-12-24\"", "now"],
        Takes::Priority => &["ticket.priority", "\"P1\""],
        Takes::Field => &["\"description\"", "\"tags\"", "\"form.a\"", "\"status\""],
        Takes::Calendar => &["\"office\"", "\"always\""],
        Takes::Matrix => &["\"m\""],
        Takes::Pattern(_) => &["\"(a?){0,120}y@\"", "\"(\\\\w+ )*z@\"", "\"[^b]{0,30}[a-c]y@\""],
    };
    of[dice.below(of.len())]
}
