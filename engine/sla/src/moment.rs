//! What clocks must know of an event.

use std::sync::Arc;

use tierline_model::{Date, Map, Path, Text, Timestamp, Value};

use crate::{Cond, grown::Grown};

/// The ticket just after one of its events, as far as clocks care.
#[derive(Clone, Debug)]
pub struct Moment {
    /// Its number among the moments of the ticket, from 0.
    pub number: usize,
    /// When.
    pub at: Timestamp,
    /// What brought it about, in a few words.
    pub because: Text,
    /// Whether this is the ticket's creation.
    pub created: bool,
    /// Whether nobody says when that was.
    pub assumed: bool,
    /// Whether time alone brought it about: nothing happened, and the desk did what it then does.
    pub by_time: bool,
    /// Whether the requester wrote or made the ticket.
    pub by_requester: bool,
    /// Whether what happens asks for no answer: a machine wrote it, or it says so itself.
    pub silent: bool,
    /// Whether the ticket was made without a message.
    pub unwritten: bool,
    /// Whether it is an answer of the desk, by its usual meaning.
    pub answer: bool,
    /// Whether it is a message that waits for an answer, by its usual meaning.
    pub message: bool,
    /// Whether the ticket is resolved, by its usual meaning.
    pub resolved: bool,
    /// Whether the ticket is closed, by its usual meaning.
    pub closed: bool,
    /// Whether a supplier has the ticket, by its usual meaning.
    pub supplied: bool,
    /// Why the ticket is no more: merged, deleted, spam.
    pub gone: Option<Text>,
    /// The queue that it is in.
    pub queue: Option<Text>,
    /// The support tier that has it.
    pub tier: Option<Text>,
    /// Whether an agent has it.
    pub assigned: bool,
    /// The policy that was applied by name.
    pub applied: Option<Text>,
    /// The deadline that a person set.
    pub by_hand: Option<ByHand>,
    /// Whether clocks go over to the newest version of their policies and calendars.
    pub rebase: bool,
    /// When the ticket that was merged into this one was made.
    pub absorbed: Option<Timestamp>,
    /// What each condition gives, by its number.
    pub holds: Arc<[bool]>,
    /// The dates that the fields hold which targets name, in their order.
    pub dates: Vec<Option<Promised>>,
    /// What happened.
    pub(crate) record: Arc<Map>,
    /// The fields of the ticket that it changed, and what each held before.
    pub(crate) changed: Vec<(Path, Value)>,
}

impl Moment {
    /// Whether a condition holds.
    pub fn is(&self, condition: Cond) -> bool {
        self.holds.get(condition.0).copied().unwrap_or(false)
    }

    /// This moment as the cause of what it does to a clock.
    pub(crate) fn cause(&self) -> Cause {
        Cause::Moment(self.number)
    }
}

/// What brought something about. Clocks note much and are asked why seldom: the words are found when somebody asks.
#[derive(Clone, Debug)]
pub(crate) enum Cause {
    /// A moment, by its number.
    Moment(usize),
    /// These words.
    Words(&'static str),
    /// Words made up for the occasion.
    Text(Text),
}

impl Cause {
    /// In words.
    pub(crate) fn text(&self, moments: &Grown<Moment>) -> Text {
        match self {
            Cause::Moment(number) => moments.get(*number).map(|moment| moment.because.clone()).unwrap_or_default(),
            Cause::Words(words) => (*words).into(),
            Cause::Text(text) => text.clone(),
        }
    }
}

/// A date as somebody promised it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Promised {
    /// An instant.
    At(Timestamp),
    /// A day, where the calendar of the clock is.
    On(Date),
}

impl Promised {
    /// The date that a value is, or that its text says.
    pub(crate) fn of(value: &Value) -> Option<Promised> {
        match value {
            Value::Instant(at) => Some(Promised::At(*at)),
            Value::Date(date) => Some(Promised::On(*date)),
            Value::Text(text) => Promised::of(&Value::of_time(text)?),
            _ => None,
        }
    }
}

/// A deadline that a person set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ByHand {
    /// The clock's name or verb.
    pub clock: Text,
    /// The deadline; `None` to go back to the target.
    pub due: Option<Promised>,
    /// Who.
    pub by: Text,
    /// Why.
    pub reason: Text,
}
