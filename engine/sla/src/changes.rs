//! What is noted of a clock, for whoever asks why.

use tierline_model::{
    Text, Timestamp,
    reading::{ChangeKind, ClockChange},
};

use crate::clock::Clock;

impl Clock {
    /// Notes what happened and the deadline before and after it.
    pub(crate) fn note(&mut self, at: Timestamp, what: ChangeKind, because: &Text, due_before: Option<Timestamp>) {
        let due_after = self.shown_deadline();
        let is_moved = matches!(what, ChangeKind::ApplySla | ChangeKind::SetByHand | ChangeKind::Merge);
        if is_moved && due_before != due_after {
            self.moves += 1;
            self.moved_at = Some(at);
        }
        self.changes.push(ClockChange { at, what, because: because.clone(), due_before, due_after });
    }

    /// The deadline that stands: none while held up or after the end.
    pub(crate) fn shown_deadline(&self) -> Option<Timestamp> {
        self.is_running().then(|| self.deadline().ok()).flatten()
    }
}
