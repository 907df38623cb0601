//! Rules that say `on fault fire`: guards that close the door where it cannot be known whether it should be open.

use std::borrow::Cow;

use tierline_condition::{Call, Doing, Facts, Guest, Outcome, Trouble, Unsure};
use tierline_model::{ActionSpec, Ends, SortedSet, Text, Value, Verdict};

use super::{At, Evaluation, Given, Ready};
use crate::{actions::ACTIONS, draft::Draft, rule::Rule};

impl Evaluation<'_> {
    /// What becomes of a rule by what it says of a condition that cannot be decided, and whether it held at the evaluation before
    /// already; and where it fires without being decided, why it could not be. The fault is told either way.
    pub(super) fn as_it_says(
        &mut self,
        rule: &Rule,
        outcome: Result<Outcome, Trouble>,
        guest: &mut dyn Guest,
    ) -> (Result<(Outcome, bool), Trouble>, Option<Text>) {
        let (outcome, undecided) = match outcome {
            Err(trouble) if rule.condition.fires_on_fault() => (Ok(Outcome::Held), Some(self.told(rule, trouble))),
            outcome => (outcome, None),
        };
        let held_before = |outcome: Outcome| Ok((outcome, outcome == Outcome::Held && self.held_before(rule, guest)?));
        match outcome.and_then(held_before) {
            // Nobody knows what it came to at the evaluation before: better once too often than never.
            Err(trouble) if rule.condition.fires_on_fault() => {
                (Ok((Outcome::Held, false)), Some(self.told(rule, trouble)))
            }
            outcome => (outcome, undecided),
        }
    }

    /// Why a rule is a fault, once it is told.
    fn told(&mut self, rule: &Rule, trouble: Trouble) -> Text {
        let why = trouble.reason.as_str().into();
        self.fault(rule, trouble);
        why
    }

    /// Carries out what a rule asks for at the least, though not all that it asks for can be: where it says `on fault fire`,
    /// what ends the evaluation or holds something back. Nothing else of it counts, and it is a fault.
    pub(super) fn act_at_least(&mut self, rule: &Rule, trouble: Trouble) -> Verdict {
        let facts = self.ledger.facts.clone();
        facts.begin_rule();
        for (call, spec) in at_least(rule, &facts) {
            let mut draft = Draft::new(&facts, 1, self.ledger.room);
            let ready = Ready::at_least(rule, call, spec, &facts, &trouble.reason, &self.rules.queues);
            if ready.carry_out(&self.rules.queues, &mut draft).is_err() {
                continue;
            }
            // Where there is no room left for the effect, the evaluation ends all the same.
            let has_room = draft.refused().is_none();
            let Draft { steps, stopped, bytes, .. } = draft;
            if has_room {
                self.ledger.commit(&rule.name, None, steps, bytes).ok();
            }
            if stopped {
                self.stopped_by = Some(rule.name.clone());
            }
        }
        self.fault(rule, trouble)
    }

    /// Whether a rule ends the evaluation though not all that it asks for can be carried out.
    pub(super) fn stops_at_least(&self, rule: &Rule) -> bool {
        at_least(rule, &self.ledger.facts).any(|(_, spec)| spec.ends == Ends::Evaluation)
    }
}

/// What a rule asks for at the least: its calls that end or hold something, unless they stand in a branch that is surely not
/// taken. Nothing where it does not say `on fault fire`, and where only a script knows what it asks for.
fn at_least<'a>(rule: &'a Rule, facts: &Facts) -> impl Iterator<Item = (&'a Call, &'static ActionSpec)> {
    let calls: &[Call] = match &rule.doing {
        Doing::Calls { calls, .. } if rule.condition.fires_on_fault() => calls,
        _ => &[],
    };
    let known = calls.iter().filter_map(|call| Some((call, &ACTIONS.get(call.action as usize)?.spec)));
    known.filter(|(call, spec)| spec.ends != Ends::Nothing && !matches!(call.is_asked_for(facts), Ok(false)))
}

impl<'a> Ready<'a> {
    /// A call with a stand-in for every argument that cannot be worked out or does not fit: nothing where it may be left out,
    /// otherwise why the rule is a fault.
    fn at_least(
        rule: &'a Rule,
        call: &'a Call,
        spec: &ActionSpec,
        facts: &Facts,
        why: &str,
        queues: &SortedSet<Text>,
    ) -> Ready<'a> {
        let args = call.args.iter().zip(spec.params).map(|(arg, param)| match arg.value(facts) {
            Ok(value) if param.misfit(&value, queues).is_none() => Cow::Owned(value.into_owned()),
            Ok(_) | Err(Unsure) if param.optional => Cow::Owned(Value::Missing),
            Ok(_) | Err(Unsure) => Cow::Owned(Value::text(why)),
        });
        Ready { action: call.action as usize, args: Given::Made(args.collect()), at: At::Rule(rule, call.at) }
    }
}
