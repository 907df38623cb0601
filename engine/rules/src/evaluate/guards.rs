//! Rules that say `on fault fire`: guards that close the door where it cannot be known whether it should be open.

use std::borrow::Cow;

use tierline_condition::{Call, Doing, Facts, Outcome, Trouble, Unsure};
use tierline_model::{ActionSpec, Ends, SortedSet, Text, Value, Verdict};

use super::{At, Evaluation, Given, Ready};
use crate::{actions::ACTIONS, draft::Draft, rule::Rule};

impl Evaluation<'_> {
    /// What becomes of a rule by what it says of a condition that cannot be decided; and where it fires all the same, why that
    /// could not be. The fault is told either way.
    pub(super) fn as_it_says(
        &mut self,
        rule: &Rule,
        outcome: Result<Outcome, Trouble>,
    ) -> (Result<Outcome, Trouble>, Option<Text>) {
        match outcome {
            Err(trouble) if rule.condition.fires_on_fault() => {
                let why = trouble.reason.as_str().into();
                self.fault(rule, trouble);
                (Ok(Outcome::Held), Some(why))
            }
            outcome => (outcome, None),
        }
    }

    /// Carries out what a rule asks for at the least, though not all that it asks for can be: where it says `on fault fire`,
    /// what ends the evaluation or holds something back. Nothing else of it counts, and it is a fault.
    pub(super) fn act_at_least(&mut self, rule: &Rule, trouble: Trouble) -> Verdict {
        let facts = self.ledger.facts.clone();
        for (call, spec) in at_least(rule, &facts) {
            let mut draft = Draft::new(&facts, 1);
            let ready = Ready::at_least(rule, call, spec, &facts, &trouble.reason, &self.rules.queues);
            if ready.carry_out(&self.rules.queues, &mut draft).is_err() {
                continue;
            }
            let Draft { steps, stopped, .. } = draft;
            // Where there is no room for one more effect, the evaluation ends all the same.
            self.ledger.commit(&rule.name, None, steps).ok();
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
