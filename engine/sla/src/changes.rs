//! What is noted of a clock, for whoever asks why.

use tierline_model::{
    Timestamp,
    reading::{ChangeKind, ClockChange},
};

use crate::{
    clock::Clock,
    grown::Grown,
    moment::{Cause, Moment},
};

/// Something that happened to a clock, and its deadline before and after it.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    pub(crate) at: Timestamp,
    pub(crate) what: ChangeKind,
    because: Cause,
    due_before: Option<Timestamp>,
    pub(crate) due_after: Option<Timestamp>,
}

impl Change {
    pub(crate) fn tell(&self, moments: &Grown<Moment>) -> ClockChange {
        let Change { at, what, because, due_before, due_after } = self;
        let because = because.text(moments);
        ClockChange { at: *at, what: *what, because, due_before: *due_before, due_after: *due_after }
    }
}

impl Clock {
    /// Notes what happened and the deadline before and after it.
    pub(crate) fn note(&mut self, at: Timestamp, what: ChangeKind, because: Cause, due_before: Option<Timestamp>) {
        let due_after = self.shown_deadline();
        self.changes.push(Change { at, what, because, due_before, due_after });
    }
}
