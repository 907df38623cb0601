//! What becomes of a running clock when the ground shifts: another policy, version, target or calendar.

use tierline_model::{
    Timestamp,
    agreement::{Amount, MidFlight, Policy, Shift},
    quoted,
    reading::ChangeKind,
};

use crate::{
    Cond,
    due::Goal,
    ground::Ground,
    hours::Hours,
    moment::{Cause, Moment},
    select::NONE,
    signals::Signals,
    track::{Track, begins, due_rule},
};

/// What a clock goes over to: all of it comes from the target in force, and nothing from the one before.
struct Terms {
    policy: usize,
    target: usize,
    goal: Goal,
    hours: Hours,
    hours_as_of: Timestamp,
    promised_at: Timestamp,
}

impl Track {
    /// Goes over to another policy, target or calendar, or leaves it.
    pub(crate) fn settle(&mut self, ground: Ground<'_>, signals: Signals<'_>, policy: Option<usize>) {
        let Some(clock) = self.open() else { return };
        if policy == Some(clock.policy) && ground.agreements.is_fixed(clock.policy, self.metric) {
            return;
        }
        let now = signals.now;
        let chosen_at = ground.as_of.unwrap_or(now);
        let policy = policy.map(|policy| self.followed(ground, policy, now));
        let target = policy.and_then(|policy| ground.agreements.target(policy, self.metric, chosen_at));
        let (Some(policy), Some(target)) = (policy, target) else {
            // A status that holds the clock up may well be none that the policy is for: the pause wins.
            let is_left = policy.is_some() || now.applied.as_deref() == Some(NONE) || !self.is_held(signals);
            if is_left {
                let owes_no_more = "the policy owes this no more";
                self.leave(now.at, if policy.is_some() { owes_no_more } else { "no policy is for the ticket" });
            }
            return;
        };
        let Some(clock) = self.open() else { return };
        let is_same = (policy, target) == (clock.policy, clock.target);
        let Some(new) = ground.policy(policy) else { return };
        let pins_hours = new.settings.mid_flight(self.class, Shift::Calendar, self.metric) == MidFlight::Pin;
        let hours_as_of = if pins_hours && !now.rebase { clock.hours_as_of } else { now.at };
        let amount = &new.targets[target].amount;
        // A share is one of what was left when the clock started.
        let (goal, hours) = match is_same && matches!(amount, Amount::Share { .. }) {
            true => (Some(clock.goal), &clock.hours),
            false => {
                let goal = ground.goal(policy, target, chosen_at, clock.born);
                (goal, ground.hours(policy, target, hours_as_of))
            }
        };
        let Some(goal) = goal else {
            let is_share = matches!(amount, Amount::Share { .. });
            let owes_no_more = "the clock that it has a share of is owed no more";
            return self.leave(now.at, if is_share { owes_no_more } else { "the field of the deadline is empty" });
        };
        if is_same && goal == clock.goal && hours.is(&clock.hours) {
            return;
        }
        let Some(old) = ground.policy(clock.policy) else { return };
        let shift = match () {
            () if new.name != old.name => Shift::Policy,
            () if policy != clock.policy => Shift::Version,
            () if target != clock.target || goal != clock.goal => Shift::Target,
            () if !hours.is(&clock.hours) => Shift::Calendar,
            () => return,
        };
        // Another date in the field is no other line of the SLA: it counts, for somebody promised it.
        let is_other_date = is_same && goal != clock.goal;
        let rule = match new.settings.mid_flight(self.class, shift, self.metric) {
            _ if is_other_date => MidFlight::Retroactive,
            MidFlight::Pin if now.rebase => MidFlight::Retroactive,
            rule => rule,
        };
        let because = match shift {
            Shift::Policy => Cause::Text(format!("now under the SLA {}", quoted(&new.name)).into()),
            Shift::Version => newer_version(new),
            Shift::Target => Cause::Text(format!("now {amount}").into()),
            Shift::Calendar => Cause::Words("a newer version of the calendar"),
        };
        let to = Terms {
            policy,
            target,
            goal,
            hours: hours.clone(),
            hours_as_of,
            promised_at: if is_other_date { now.at } else { clock.born },
        };
        self.go_over(ground, to, rule, now, because);
    }

    /// The policy that the clock follows where `policy` is the one for the ticket: not a newer version, where that is pinned.
    pub(crate) fn followed(&mut self, ground: Ground<'_>, policy: usize, now: &Moment) -> usize {
        let (class, metric) = (self.class, self.metric);
        let Some(clock) = self.open().filter(|clock| clock.policy != policy) else { return policy };
        let own = clock.policy;
        let (Some(new), Some(old)) = (ground.policy(policy), ground.policy(own)) else { return policy };
        let is_pinned = new.settings.mid_flight(class, Shift::Version, metric) == MidFlight::Pin;
        if new.name != old.name || now.rebase || !is_pinned {
            return policy;
        }
        self.pin(policy, now, newer_version(new));
        own
    }

    /// Notes that the clock does not follow `policy`.
    fn pin(&mut self, policy: usize, now: &Moment, because: Cause) {
        let is_noted = self.pinned.replace(policy) == Some(policy);
        if let Some(clock) = self.open_mut().filter(|_| !is_noted) {
            let due = clock.shown_deadline();
            clock.note(now.at, ChangeKind::Pin, because, due);
        }
    }

    fn go_over(&mut self, ground: Ground<'_>, to: Terms, rule: MidFlight, now: &Moment, because: Cause) {
        let Terms { policy, target, goal, hours, hours_as_of, promised_at } = to;
        match rule {
            MidFlight::Pin => return self.pin(policy, now, because),
            MidFlight::Restart => return self.start_anew(ground, policy, now, because),
            MidFlight::Retroactive | MidFlight::KeepElapsed => {}
        }
        let (Some(words), Some(clock)) = (ground.policy(policy), self.open_mut()) else { return };
        let (due, stood) = (clock.shown_deadline(), clock.about_to_move(ground.agreements, now));
        let started = begins(words, &hours, clock.born);
        match rule {
            MidFlight::KeepElapsed => clock.go_on_by(hours, started, now.at),
            _ => clock.recount(hours, started),
        }
        clock.keep_breach_under_its_policy();
        (clock.goal, clock.policy, clock.target) = (goal, policy, target);
        (clock.hours_as_of, clock.promised_at) = (hours_as_of, promised_at);
        (clock.due_rule, clock.keeps_due) = (due_rule(words), words.settings.due_while_paused);
        clock.refresh();
        clock.has_moved(ground.agreements, &stood, now);
        let instead_of = clock.own_deadline().ok();
        if let Some(by_hand) = &mut clock.by_hand {
            by_hand.0.instead_of = instead_of;
        }
        clock.breach_by_change(now.at);
        clock.note(now.at, ChangeKind::ApplySla, because, due);
    }
}

fn newer_version(policy: &Policy<Cond>) -> Cause {
    Cause::Text(format!("a newer version of the SLA {}", quoted(&policy.name)).into())
}
