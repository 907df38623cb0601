//! What a row of the table says of its function beside its types.

use tierline_model::Timestamp;

use super::{Arg, Case};
use crate::Facts;

/// For which arguments a function never fails, and gives nothing that a script may not make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Total {
    /// For any.
    Always,
    /// For those that are what its parameters take, missing ones among them.
    WhereArgsFit,
    /// For none that can be told beforehand.
    Never,
}

/// What a function reads beside its arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    /// The instant of the evaluation.
    Now,
    /// Fields of the ticket that an argument names, or a matrix.
    Ticket,
    /// What the ticket held before the event.
    Before,
    /// A calendar of the desk.
    Calendar,
    /// A matrix of the desk.
    Matrix,
}

/// How what a function gives moves as time passes and nothing else happens.
#[derive(Clone, Copy)]
pub enum Moves {
    /// It only rises: the first instant at which it is at least so much.
    Up(fn(&Facts, &[Arg<'_>], i64) -> Option<Timestamp>),
    /// It only falls: the first instant at which it is at most so much.
    Down(fn(&Facts, &[Arg<'_>], i64) -> Option<Timestamp>),
    /// It changes now and then: the next instant after now at which it may.
    Turns(fn(&Facts, &[Arg<'_>]) -> Option<Timestamp>),
}

/// What can be asked in place of a call, of the field that is its first argument and what is written out behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    /// Nothing.
    Nothing,
    /// Whether the field holds anything; more must be so.
    Held,
    /// Whether the list has one of the items.
    Item,
    /// Whether the text has the part somewhere, or the list has the item.
    Part(Case),
    /// Whether the text has one of the parts somewhere; more must be so.
    PartAtLeast(Case),
    /// Whether the number or the instant lies between the two, both of them included.
    Between,
}

/// What a call says of its arguments, for whoever reasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    /// Nothing: it is only known to give the same wherever it reads alike, and what kind of value that is.
    Nothing,
    /// The text has what is looked for there, and the case is read so. A list has the item, where it takes one.
    Text(Stands, Case),
    /// The value is there, and has anything in it but blanks.
    Set,
    /// The list has one of the items.
    HasOne,
    /// The list has all of the items.
    HasAll,
    /// The list has none of the items.
    HasNone,
    /// The first lies between the two others, both of them included.
    Between,
    /// The first is a priority that is worked on before the second.
    Outranks,
    /// The event changed the field.
    Changed,
    /// The event changed the field, which now holds the value.
    ChangedTo,
    /// The event changed the field, which held the value.
    ChangedFrom,
    /// It is a cell of the matrix, for the row and the column of the ticket.
    Cell,
    /// It is what its argument names, and known where that is written out.
    Names,
}

/// Where in a text something is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// Anywhere.
    Anywhere,
    /// At the start.
    First,
    /// At the end.
    Last,
    /// Anywhere, with no letter or digit right before or after it.
    AsWords,
    /// Wherever a pattern is found.
    AsPattern,
}

/// How a ticket is made for which a call gives what it must.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Witness {
    /// There is no way: it is tried as it is.
    None,
    /// By what the call says of its arguments.
    AsSaid,
    /// By another instant of the evaluation.
    Now,
    /// By what the event says that the field held before.
    Before(Held),
    /// By how long the text or the list is in the field that is its argument.
    Length,
    /// By the field that is its argument, which holds what the call must give.
    Itself,
    /// By the last field among its arguments, an instant so many seconds back for each that the call must give; or where they
    /// are below 0, ahead.
    Back(i64),
}

/// What a field held before the event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// Something else than now, or where it must not have changed, the same.
    Other,
    /// The value that is the second argument.
    Value,
    /// Something else than that.
    OtherThanValue,
    /// What the call must give.
    Given,
}

/// A call, as in a rule.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// The call, or a condition with it.
    pub call: &'static str,
    /// A request, in JSON, at a Monday, 2026-11-23T10:00:00Z, if it does not say when.
    pub given: &'static str,
    /// What the call gives then, in JSON.
    pub gives: &'static str,
}
