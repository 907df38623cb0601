//! Clocks that run as long as somebody has the ticket: a queue, a tier, a supplier.

use tierline_model::{
    Text,
    agreement::Act,
    metrics::{Held, Holder},
    reading::ChangeKind,
};

use crate::{
    clock::{Clock, End},
    ground::Ground,
    moment::{Cause, Moment},
    signals::Signals,
    track::Track,
};

impl Track {
    /// Who has the ticket, where the clock is about that and the ticket says so.
    pub(crate) fn key(&self, now: &Moment) -> Option<Text> {
        self.row.held().and_then(|held| name_of(held.by, now))
    }

    pub(crate) fn live_presence(
        &mut self,
        ground: Ground<'_>,
        held: Held,
        policy: Option<usize>,
        now: &Moment,
        before: Option<&Moment>,
    ) {
        let owed = policy.map(|policy| self.followed(ground, policy, now));
        let owes = owed.is_some_and(|policy| ground.agreements.target(policy, self.metric, now).is_some());
        let inside = policy.filter(|policy| owes && self.is_inside(ground, held.by, *policy, now, before));
        self.end_presence(ground, held.by, policy, inside.is_some(), now, before);
        if let (None, Some(policy)) = (self.open(), inside) {
            self.begin_presence(ground, held, policy, now, before);
        }
    }

    /// Whether somebody has the ticket, and nothing ends their clock.
    fn is_inside(&self, ground: Ground<'_>, by: Holder, policy: usize, now: &Moment, before: Option<&Moment>) -> bool {
        let signals = ground.signals(policy, self.metric, now, before);
        signals.is_some_and(|signals| has_it(by, signals) && now.gone.is_none() && !signals.ends_at_once())
    }

    /// Ends the clock of whoever has the ticket no more, or goes over to what is owed now.
    fn end_presence(
        &mut self,
        ground: Ground<'_>,
        by: Holder,
        policy: Option<usize>,
        is_inside: bool,
        now: &Moment,
        before: Option<&Moment>,
    ) {
        let Some(clock) = self.open() else { return };
        if let Some(gone) = &now.gone {
            return self.cancel(now.at, Cause::Text(gone.clone()));
        }
        let same = clock.of == self.key(now);
        let own = ground.signals(clock.policy, self.metric, now, before);
        let has_left = |own: Signals<'_>| !same || own.over() || own.holds(Act::Stop) || !has_it(by, own);
        match own.filter(|own| !has_left(*own)) {
            None => self.end(now.at, None, now.cause(), false),
            Some(own) if own.holds(Act::Cancel) => self.cancel(now.at, Cause::Words("a condition of the policy")),
            Some(own) if is_inside => self.settle(ground, own, policy),
            Some(own) if policy.is_none() && self.is_held(own) => {}
            // Whoever has it may be owed it again, and has used what they used.
            Some(_) => self.end(now.at, Some(End::Cancelled), Cause::Words("no policy is for the ticket"), true),
        }
    }

    /// Starts the clock of whoever has got the ticket, or goes on with the one that they had.
    fn begin_presence(&mut self, ground: Ground<'_>, held: Held, policy: usize, now: &Moment, before: Option<&Moment>) {
        let key = self.key(now);
        let can_go_on = |past: &Clock| !past.is_cancelled() || past.ended_by_resolution;
        let again = (0..self.clocks.len()).rev().find_map(|index| {
            let past = self.clocks.get(index).filter(|past| past.of == key && can_go_on(past))?;
            Some((index, past.ended_by_resolution))
        });
        let was_cut_off = again.is_some_and(|(_, was_cut_off)| was_cut_off);
        let Some(signals) = ground.signals(policy, self.metric, now, before) else { return };
        let continues = was_cut_off || signals.policy.settings.continues_on_return(held);
        match again.filter(|_| continues) {
            Some((index, _)) => {
                self.resume_past(index, now, false, ChangeKind::Reopen);
                if let Some(clock) = self.open_mut().filter(|_| !was_cut_off) {
                    clock.visits += 1;
                }
                self.settle(ground, signals, Some(policy));
            }
            None => self.start(ground, policy, now),
        }
    }
}

/// Who of a kind has the ticket, where it says so.
fn name_of(by: Holder, now: &Moment) -> Option<Text> {
    match by {
        Holder::Queue => now.queue.clone(),
        Holder::Tier => now.tier.clone(),
        Holder::Supplier => None,
    }
}

/// Whether one of a kind has the ticket.
fn has_it(by: Holder, signals: Signals<'_>) -> bool {
    match by {
        Holder::Queue => signals.now.queue.is_some(),
        Holder::Tier => signals.now.tier.is_some(),
        Holder::Supplier => signals.supplied(),
    }
}
