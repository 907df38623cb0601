//! Clocks that run in cycles: what starts, stops and reopens them.

use tierline_calendar::Due;
use tierline_model::{
    Class, Timestamp,
    agreement::{Act, Amount, Reopen, UpdateMode},
    metrics::{AtEnd, Cycles, Reopens, Start, Stop},
    reading::ChangeKind,
};

use crate::{
    clock::End,
    ground::Ground,
    hours::{Hours, wall},
    moment::{Cause, Moment},
    signals::Signals,
    track::Track,
};

impl Track {
    pub(crate) fn live_cycle(
        &mut self,
        ground: Ground<'_>,
        cycles: Cycles,
        policy: Option<usize>,
        now: &Moment,
        before: Option<&Moment>,
        arriving: bool,
    ) {
        let own = self.open().map(|open| open.policy);
        let Some(whose) = own.or(policy) else { return };
        let Some(signals) = ground.signals(whose, self.metric, now, before) else { return };
        if let Some(own) = own {
            self.stop(ground, cycles, signals);
            self.settle(ground, signals, policy);
            self.stop_under_another(ground, cycles, signals, own);
        }
        if let Some(policy) = policy {
            self.start_or_reopen(ground, cycles, policy, now, before, arriving);
        }
        self.remember(signals);
    }

    /// Stops what has just gone over to a policy whose words end it.
    fn stop_under_another(&mut self, ground: Ground<'_>, cycles: Cycles, signals: Signals<'_>, own: usize) {
        let Some(policy) = self.open().map(|open| open.policy).filter(|policy| *policy != own) else { return };
        let signals = ground.signals(policy, self.metric, signals.now, signals.before);
        if let Some(signals) = signals.filter(|signals| signals.ends_at_once()) {
            self.stop(ground, cycles, signals);
        }
    }

    fn remember(&mut self, signals: Signals<'_>) {
        let wrote_first = signals.now.created && !signals.now.by_requester;
        // A resolution answers as well, unless the policy says otherwise.
        let resolved = signals.resolved() && !signals.policy.settings.resolved_cancels_response;
        self.answered |= signals.answer() || wrote_first || resolved;
        if signals.answer() {
            self.pending = false;
        }
        let theirs = signals.message() || signals.writes_at_creation();
        self.theirs = theirs || self.theirs && !signals.answer();
    }

    /// Stops, cancels or resets what runs.
    fn stop(&mut self, ground: Ground<'_>, cycles: Cycles, signals: Signals<'_>) {
        let now = signals.now;
        let Some(policy) = self.open().map(|open| open.policy) else { return };
        if let Some(gone) = &now.gone {
            return self.cancel(now.at, Cause::Text(gone.clone()));
        }
        match self.what_stops(cycles, signals) {
            Some((end, over)) => self.end(now.at, end, now.cause(), over),
            None if signals.holds(Act::Cancel) => self.cancel(now.at, Cause::Words("a condition of the policy")),
            None if signals.onset(Act::Reset) => {
                self.start_anew(ground, policy, now, Cause::Words("it was reset"));
            }
            None => {}
        }
    }

    /// How the moment ends the clock, if it does, `None` for met or missed; and whether that is because the ticket is over.
    fn what_stops(&self, cycles: Cycles, signals: Signals<'_>) -> Option<(Option<End>, bool)> {
        let stops = cycles.stops;
        if self.is_done(stops, signals) {
            // What was said is not taken up again where the ticket comes back.
            return Some((None, signals.over() && stops != Stop::Contact));
        }
        let ended = match cycles.at_end {
            AtEnd::Nothing => None,
            AtEnd::Stops => signals.over().then_some(None),
            AtEnd::Answers if signals.resolved() => {
                Some(signals.policy.settings.resolved_cancels_response.then_some(End::Cancelled))
            }
            AtEnd::Answers => signals.closed().then_some(Some(End::Cancelled)),
        };
        match ended {
            Some(end) => Some((end, true)),
            None => answers_first(cycles.stops, signals).then_some((Some(End::Cancelled), false)),
        }
    }

    /// Whether what the clock waits for has come: what the policy says, or else what the metric does.
    fn is_done(&self, stops: Stop, signals: Signals<'_>) -> bool {
        if signals.says(Act::Stop) {
            return signals.holds(Act::Stop);
        }
        match stops {
            Stop::Over => signals.over(),
            Stop::Answer => signals.answer(),
            Stop::Contact => self.is_contact(signals),
            Stop::SomebodyHasIt => signals.now.assigned || self.leaves_its_queue(signals),
        }
    }

    /// Whether another queue has the ticket now. What the one before owed as a team is over then.
    fn leaves_its_queue(&self, signals: Signals<'_>) -> bool {
        self.enters_a_queue(signals) && signals.before.is_some_and(|before| before.queue.is_some())
    }

    /// Whether a queue has just got the ticket, where teams owe each other something.
    fn enters_a_queue(&self, signals: Signals<'_>) -> bool {
        self.class != Class::Customer && signals.before.is_some_and(|before| before.queue != signals.now.queue)
    }

    /// Whether the moment is a contact that the periodic update asks for.
    fn is_contact(&self, signals: Signals<'_>) -> bool {
        match signals.policy.settings.update {
            UpdateMode::LastContact => signals.answer() || signals.message() && !self.theirs,
            _ => signals.answer(),
        }
    }

    fn start_or_reopen(
        &mut self,
        ground: Ground<'_>,
        cycles: Cycles,
        policy: usize,
        now: &Moment,
        before: Option<&Moment>,
        arriving: bool,
    ) {
        if self.open().is_some() || now.gone.is_some() {
            return;
        }
        let Some(signals) = ground.signals(policy, self.metric, now, before) else { return };
        if signals.ends_at_once() {
            self.pending |= signals.message();
            self.begun |= cycles.starts == Start::Contact && self.begins_at_contact(signals, self.pending);
            return;
        }
        let was_resolved = self.clocks.last().is_some_and(|last| last.ended_by_resolution);
        if cycles.starts == Start::Contact && (was_resolved || signals.was_over()) {
            if self.comes_back_to_contacts(ground, cycles.reopens, signals, policy) {
                return;
            }
        } else if was_resolved && self.reopen(ground, cycles.reopens, signals, policy) {
            return;
        }
        if signals.says(Act::Start) {
            if signals.onset(Act::Start) {
                self.start(ground, policy, now);
            }
            return;
        }
        let late = arriving && (!signals.policy.settings.from_creation || self.comes_too_often());
        let was_pending = std::mem::take(&mut self.pending);
        let waits = signals.message() || was_pending;
        let starts = match cycles.starts {
            // A ticket may first be seen when it is reopened.
            Start::Creation => now.created || late || self.clocks.is_empty() && signals.was_over(),
            Start::FirstQuestion => {
                // A ticket that was made without a message waits for an answer from the first one on.
                let first_message = self.cycles == 0 && signals.message();
                signals.asks_at_creation() || (late || first_message) && !self.answered && !signals.answer()
            }
            Start::NextQuestion => waits && self.answered && !signals.answer(),
            Start::Contact => self.begins_at_contact(signals, was_pending) || late && self.owes_a_contact(signals),
            Start::NobodyHasIt => !now.assigned && (now.created || late || self.enters_a_queue(signals)),
        };
        if starts {
            self.start(ground, policy, now);
        }
    }

    /// Whether the moment begins a cycle that goes from contact to contact, where a message came in while nobody could
    /// answer or not.
    fn begins_at_contact(&self, signals: Signals<'_>, was_pending: bool) -> bool {
        let waits = signals.message() || was_pending;
        match signals.policy.settings.update {
            UpdateMode::Cadence | UpdateMode::CadenceUnlessWaiting => signals.answer(),
            UpdateMode::LastContact => {
                signals.now.created && !signals.now.unwritten || signals.answer() || signals.message()
            }
            UpdateMode::Unanswered => (signals.writes_at_creation() || waits) && !signals.answer(),
        }
    }

    /// Whether a contact is owed for what was said before.
    fn owes_a_contact(&self, signals: Signals<'_>) -> bool {
        match signals.policy.settings.update {
            UpdateMode::Cadence => self.answered,
            UpdateMode::CadenceUnlessWaiting => self.answered && !self.theirs,
            UpdateMode::LastContact => self.answered || self.theirs,
            UpdateMode::Unanswered => self.theirs,
        }
    }

    /// Owes contacts again, where the ticket is over no more; whether that was all there is to do.
    fn comes_back_to_contacts(
        &mut self,
        ground: Ground<'_>,
        reopens: Reopens,
        signals: Signals<'_>,
        policy: usize,
    ) -> bool {
        let begun = std::mem::take(&mut self.begun);
        let settings = &signals.policy.settings;
        let waits = (signals.message() || self.theirs) && !signals.answer();
        // What is said now begins a cycle as ever.
        if self.begins_at_contact(signals, self.pending) {
            return false;
        }
        if waits && settings.update == UpdateMode::CadenceUnlessWaiting {
            return true;
        }
        // What was said while the ticket was over, or at its end, counts from now on.
        if begun {
            if settings.reopen != Reopen::Stay {
                self.start(ground, policy, signals.now);
            }
            return true;
        }
        let was_resolved = self.clocks.last().is_some_and(|last| last.ended_by_resolution);
        was_resolved && self.reopen(ground, reopens, signals, policy)
    }

    /// Goes on with the clock that ended when the ticket was resolved; whether that was all there is to do.
    fn reopen(&mut self, ground: Ground<'_>, reopens: Reopens, signals: Signals<'_>, policy: usize) -> bool {
        let Some(last) = self.clocks.last() else { return false };
        let unanswered = match reopens {
            Reopens::No => return false,
            Reopens::Yes => false,
            Reopens::WhereUnanswered if !self.answered && !signals.answer() && last.is_cancelled() => true,
            Reopens::WhereUnanswered => return false,
        };
        let settings = &signals.policy.settings;
        let now = signals.now;
        let in_time =
            last.stopped.is_none_or(|stopped| within(settings.reopen_within.as_ref(), &last.hours, stopped, now.at));
        let rule = match settings.reopen {
            // What nobody answered is still owed: the time it was closed was a pause.
            _ if unanswered => Reopen::Continue,
            rule if in_time || rule == Reopen::Stay => rule,
            _ => Reopen::Restart,
        };
        match rule {
            Reopen::Stay => {}
            Reopen::Restart => self.start(ground, policy, now),
            Reopen::Continue | Reopen::Count => {
                self.resume_past(self.clocks.len() - 1, now, rule == Reopen::Count, ChangeKind::Reopen);
                self.settle(ground, signals, Some(policy));
            }
        }
        true
    }
}

/// Whether the requester is to be answered before the next contact is owed, and asks for that now.
fn answers_first(stops: Stop, signals: Signals<'_>) -> bool {
    let unless_waiting = signals.policy.settings.update == UpdateMode::CadenceUnlessWaiting;
    stops == Stop::Contact && unless_waiting && signals.message()
}

/// Whether a ticket resolved at one instant can still be reopened at another.
fn within(window: Option<&Amount>, hours: &Hours, stopped: Timestamp, now: Timestamp) -> bool {
    let end = match window {
        None => return true,
        Some(Amount::Wall(seconds)) => Ok(wall(stopped, *seconds)),
        Some(Amount::Open(seconds)) => hours.add(stopped, *seconds, Due::Close),
        Some(Amount::WorkingDays { days, end_of_day }) => hours.add_days(stopped, *days, *end_of_day),
        Some(Amount::CalendarDays { days }) => hours.add_dates(stopped, *days),
        Some(Amount::By(_) | Amount::Share { .. }) => return true,
    };
    end.is_ok_and(|end| now <= end)
}
