//! Pick and act.

mod guards;

use std::{borrow::Cow, sync::Arc};

use tierline_condition::{Call, Doing, Expr, Facts, Guest, Outcome, Trouble, Unsure};
use tierline_model::{
    ActionCall, Fault, Map, Missed, Mode, Place, RuleTrace, SortedSet, Spot, StageTrace, Tell, Text, Trace, Value,
    Verdict, answer::Asked,
};

use crate::{
    actions::ACTIONS,
    args::{Args, Values},
    draft::Draft,
    ledger::{Ledger, Mark},
    pick::Pick,
    rule::{Rule, RuleSet},
    told::{Told, cut},
};

/// Actions that all rules together may ask for, for one ticket event. Most may change nothing: see
/// [`MOST_EFFECTS`](crate::MOST_EFFECTS).
pub const MOST_CALLS: usize = 100_000;

/// What came of the rules of a desk for one ticket event.
#[derive(Clone, Debug)]
pub struct Verdicts {
    /// What the host is to do, in order.
    pub effects: Vec<Asked>,
    /// The ticket once that is done.
    pub ticket: Map,
    /// Rules that could not be decided or carried out.
    pub faults: Vec<Fault>,
    /// What became of every rule, where that was asked for.
    pub trace: Option<Trace>,
}

impl RuleSet {
    /// Looks at every rule once, stage by stage, and carries out those that hold.
    ///
    /// What became of them is told as far as `tell` says.
    ///
    /// It cannot fail: a rule that cannot be decided or carried out is passed over as a whole and named as a fault.
    pub fn evaluate(&self, facts: Facts, guest: &mut dyn Guest, tell: &Tell) -> Evaluation<'_> {
        let (faults, stopped_by) = Default::default();
        let is_timer = facts.event().get("kind").and_then(Value::as_text) == Some("timer");
        let since = facts.since().filter(|since| is_timer && *since < facts.now());
        let before = since.map(|since| Arc::new(facts.at(since)));
        let ledger = Ledger::new(facts, *tell != Tell::Nothing);
        let pick = Pick::new(self, tell);
        let trace = (*tell != Tell::Nothing).then(Trace::default);
        let told = Told::new(ledger.facts.answer_bytes());
        let mut run = Evaluation { rules: self, ledger, pick, before, faults, told, calls: 0, stopped_by, trace };
        for number in 0..self.stages.len() {
            run.stage(number, guest);
        }
        run
    }

    /// Calls with constant arguments that fail whatever the ticket is, and why: tried on `nothing`, a ticket without fields.
    pub fn hopeless_calls(&self, nothing: &Facts) -> Vec<(Place, String)> {
        let calls = self.calls().filter(|(_, call)| call.is_constant());
        let failed = calls.filter_map(|(rule, call)| {
            let mut draft = Draft::new(nothing, 1, u64::MAX);
            let failed = Ready::written(rule, call).carry_out(&self.queues, &mut draft);
            Some((call.at.of(&rule.place.file), failed.err()?))
        });
        failed.collect()
    }
}

/// An evaluation: all rules were looked at, and steps of ladders may still be taken.
#[derive(Debug)]
pub struct Evaluation<'a> {
    rules: &'a RuleSet,
    ledger: Ledger,
    pick: Pick,
    /// At a `timer` event: the facts as the evaluation before left them.
    before: Option<Arc<Facts>>,
    faults: Vec<Fault>,
    /// What may still be told of faults and rules.
    told: Told,
    /// Actions that were asked for so far, whether or not anything came of them.
    calls: usize,
    stopped_by: Option<Text>,
    trace: Option<Trace>,
}

impl Evaluation<'_> {
    /// What is known by now.
    pub fn facts(&self) -> &Arc<Facts> {
        &self.ledger.facts
    }

    /// Adds faults that are none of a rule's.
    pub fn add_faults(&mut self, faults: Vec<Fault>) {
        for fault in faults {
            if !self.faults.contains(&fault) {
                self.say(fault);
            }
        }
    }

    /// Takes a step of a ladder, whose condition holds. A step that may wait is no fault where the event has no room for it.
    pub fn take_step(&mut self, step: &Rule, mark: &Mark, may_wait: bool, guest: &mut dyn Guest) -> Taken {
        let (verdict, taken) = match self.act(step, Some(mark), guest) {
            Ok(()) => (Verdict::Fired { undecided: None, saw: vec![] }, Taken::Well),
            Err(trouble) => {
                let taken = match self.is_full(&trouble) {
                    true => Taken::NoRoom(trouble.reason.clone()),
                    false => Taken::Fault,
                };
                if may_wait && taken != Taken::Fault {
                    return taken;
                }
                (self.fault(step, trouble), taken)
            }
        };
        self.ledger.facts.end_rule();
        if let Some(trace) = &mut self.trace {
            let told = RuleTrace { rule: step.name.clone(), group: None, verdict };
            if self.told.may_trace(&told) {
                trace.steps.push(told);
            }
        }
        taken
    }

    /// Whether a rule failed for what all rules of the event have taken together.
    fn is_full(&self, trouble: &Trouble) -> bool {
        let of_event = ["too-many-effects", "too-many-actions", "too-large-answer"].contains(&trouble.code);
        let is_refused = || self.facts().refused().is_some_and(|refused| refused.of_event.is_some());
        of_event || trouble.code == "too-many-steps" && is_refused()
    }

    fn stage(&mut self, number: usize, guest: &mut dyn Guest) {
        let stage = &self.rules.stages[number];
        if let Some(trace) = &mut self.trace {
            trace.stages.push(StageTrace { stage: stage.stage, mode: stage.mode, rules: vec![], others: 0 });
        }
        let mut fired: Option<&Rule> = None;
        self.pick.begin(number);
        loop {
            let are_passed = self.stopped_by.is_some() || stage.mode == Mode::First && fired.is_some();
            let Some(found) = self.pick.next(self.rules, &self.ledger.facts, are_passed) else { break };
            let rule = &stage.rules[found.rule()];
            match self.passed_by(stage.mode, fired, rule) {
                Some(verdict) => self.note(rule, verdict),
                None if self.look_at(rule, found.is_sure(), guest) => fired = Some(rule),
                None => {}
            }
        }
        if let Some(told) = self.trace.as_mut().and_then(|trace| trace.stages.last_mut()) {
            told.others = stage.rules.len() - told.rules.len();
        }
        if let Some(otherwise) = &stage.otherwise {
            match fired.map(|rule| &rule.name).or(self.stopped_by.as_ref()).cloned() {
                Some(by) => self.note(otherwise, Verdict::Passed { by }),
                None => drop(self.look_at(otherwise, false, guest)),
            }
        }
    }

    /// Why a rule is not looked at, where it is not: `fired` is the last of its stage that did.
    fn passed_by(&self, mode: Mode, fired: Option<&Rule>, rule: &Rule) -> Option<Verdict> {
        if rule.group.as_ref().is_some_and(|group| self.ledger.facts.without_groups().contains(group)) {
            return Some(Verdict::Off);
        }
        let takes_the_rest = |first: &&Rule| mode == Mode::First || first.is_row_above(rule);
        let by = self.stopped_by.as_ref().or(fired.filter(takes_the_rest).map(|first| &first.name))?;
        Some(Verdict::Passed { by: by.clone() })
    }

    /// Whether the rule, which may be sure to hold, fired or holds still.
    fn look_at(&mut self, rule: &Rule, is_sure: bool, guest: &mut dyn Guest) -> bool {
        let outcome = match is_sure {
            true => Ok(Outcome::Held),
            false => {
                self.ledger.facts.begin_rule();
                rule.condition.decide(&self.ledger.facts, guest)
            }
        };
        let (outcome, undecided) = self.as_it_says(rule, outcome, guest);
        let verdict = match outcome {
            Ok((Outcome::Held, true)) => {
                self.stop_as_before(rule, guest);
                Verdict::HeldAlready
            }
            Ok((Outcome::Held, false)) => {
                let saw = match self.trace {
                    Some(_) => rule.condition.saw(&self.ledger.facts),
                    None => vec![],
                };
                match self.act(rule, None, guest) {
                    Ok(()) => Verdict::Fired { undecided, saw },
                    Err(trouble) => self.act_at_least(rule, trouble),
                }
            }
            Ok((Outcome::Missed(index), _)) if self.trace.is_some() => {
                let part = rule.condition.parts.get(index);
                Verdict::Missed(Missed {
                    part: part.map(|part| part.text.clone()).unwrap_or_default(),
                    held: index,
                    parts: rule.condition.parts.len(),
                    saw: part.map(|part| part.saw(&self.ledger.facts)).unwrap_or_default(),
                })
            }
            Ok((Outcome::Missed(_), _)) => {
                self.ledger.facts.end_rule();
                return false;
            }
            Err(trouble) => self.fault(rule, trouble),
        };
        // A rule that holds still keeps from firing whatever it kept from firing before.
        let holds = matches!(verdict, Verdict::Fired { .. } | Verdict::HeldAlready);
        self.note(rule, verdict);
        self.ledger.facts.end_rule();
        holds
    }

    /// Ends the evaluation, where the rule that holds still did when it fired.
    fn stop_as_before(&mut self, rule: &Rule, guest: &mut dyn Guest) {
        let stopped = self.stops(rule, guest).unwrap_or_else(|| self.stops_at_least(rule));
        if stopped {
            self.stopped_by = Some(rule.name.clone());
        }
    }

    /// Whether the rule ends the evaluation; `None` where it cannot be carried out.
    fn stops(&self, rule: &Rule, guest: &mut dyn Guest) -> Option<bool> {
        let calls = calls(rule, &self.ledger.facts, guest).ok()?;
        let draft = Draft::new(&self.ledger.facts, calls.len(), self.ledger.room);
        let mut draft = draft.beside(&self.ledger, &rule.condition);
        let went_well = calls.iter().all(|call| call.carry_out(&self.rules.queues, &mut draft).is_ok());
        (went_well && draft.refused().is_none()).then_some(draft.stopped)
    }

    /// Whether nothing but time has passed since the evaluation before, and the rule held then already.
    ///
    /// # Errors
    ///
    /// Where there is no work left to find out: the rule would do again what it did then.
    fn held_before(&self, rule: &Rule, guest: &mut dyn Guest) -> Result<bool, Trouble> {
        let Some(before) = &self.before else { return Ok(false) };
        before.begin_rule();
        match rule.condition.decide(before, guest) {
            Err(trouble) if trouble.is_of_work() => Err(trouble),
            Err(_) => Ok(rule.condition.fires_on_fault()),
            Ok(outcome) => Ok(outcome == Outcome::Held),
        }
    }

    /// Carries the rule out, all of it or nothing.
    fn act(&mut self, rule: &Rule, mark: Option<&Mark>, guest: &mut dyn Guest) -> Result<(), Trouble> {
        let calls = calls(rule, &self.ledger.facts, guest)?;
        self.calls += calls.len();
        if self.calls > MOST_CALLS {
            let reason = format!("all rules of a ticket event together may ask for {MOST_CALLS} actions");
            return Err(Trouble { place: rule.place.clone(), code: "too-many-actions", reason });
        }
        let draft = Draft::new(&self.ledger.facts, calls.len(), self.ledger.room);
        let mut draft = draft.beside(&self.ledger, &rule.condition);
        for call in &calls {
            let done = call.carry_out(&self.rules.queues, &mut draft);
            if let Some(refused) = draft.refused() {
                return Err(refused.said(call.place()));
            }
            done.map_err(|reason| Trouble { place: call.place(), code: "action-failed", reason })?;
        }
        draft.may(self.ledger.work(draft.steps.len()));
        if let Some(refused) = draft.refused() {
            return Err(refused.said(rule.place.clone()));
        }
        let Draft { steps, stopped, bytes, .. } = draft;
        if let (Some(onlooker), Some(block)) = (self.ledger.facts.frame().onlooker(), rule.doing.script()) {
            onlooker.acted(block, calls.iter().map(|call| call.place().spot()).collect());
        }
        let refused = |reason| Trouble { place: rule.place.clone(), code: "too-many-effects", reason };
        self.ledger.commit(&rule.name, mark, steps, bytes).map_err(refused)?;
        if stopped {
            self.stopped_by = Some(rule.name.clone());
        }
        Ok(())
    }

    fn fault(&mut self, rule: &Rule, trouble: Trouble) -> Verdict {
        let Trouble { place, code, reason } = trouble;
        // A row of a table has no script that would know where it stands.
        let place = if place.file.is_empty() { rule.place.clone() } else { place };
        self.say(Fault { rule: rule.name.clone(), place, code: code.into(), reason });
        Verdict::Fault
    }

    /// Names a fault; where there is no room for it, it is counted.
    fn say(&mut self, fault: Fault) {
        if self.told.has_room_for(&fault) {
            self.faults.push(fault);
        }
    }

    fn note(&mut self, rule: &Rule, verdict: Verdict) {
        if let Some(stage) = self.trace.as_mut().and_then(|trace| trace.stages.last_mut()) {
            let told = RuleTrace { rule: rule.name.clone(), group: rule.group.clone(), verdict };
            if self.told.may_trace(&told) {
                stage.rules.push(told);
            }
        }
    }

    /// What came of it.
    pub fn finish(self) -> Verdicts {
        let mut room = self.ledger.room + Told::kept_for_faults(self.ledger.facts.answer_bytes());
        let (effects, overrides, facts) = self.ledger.close();
        let facts = Arc::unwrap_or_clone(facts);
        let traced = self.told.traced();
        let faults = self.told.named(self.faults, &mut room);
        let trace = self.trace.map(|trace| cut(Trace { overrides, ..trace }, traced, room));
        Verdicts { effects, ticket: facts.into_ticket().0, faults, trace }
    }
}

/// How it went to take a step of a ladder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// All of it was done.
    Well,
    /// It was a fault, and nothing of it counts.
    Fault,
    /// The event has no room for it, for this reason: nothing of it counts.
    NoRoom(String),
}

/// A call whose arguments are worked out.
struct Ready<'a> {
    action: usize,
    args: Given<'a>,
    at: At<'a>,
}

/// Arguments that are worked out.
enum Given<'a> {
    Written(&'a [Expr]),
    Made(Vec<Cow<'a, Value>>),
}

/// Where a call stands.
enum At<'a> {
    Rule(&'a Rule, Spot),
    Script(Place),
}

/// What a rule asks for, with all arguments worked out; by its script where one of them leaves that open.
fn calls<'a>(rule: &'a Rule, facts: &'a Arc<Facts>, guest: &mut dyn Guest) -> Result<Vec<Ready<'a>>, Trouble> {
    facts.begin_rule();
    let (script, made) = match &rule.doing {
        Doing::Calls { calls, script } => {
            let asked = calls.iter().filter_map(|call| match call.is_asked_for(facts) {
                Ok(true) => Some(Ready::new(rule, call, facts)),
                Ok(false) => None,
                Err(unsure) => Some(Err(unsure)),
            });
            (script.as_ref(), asked.collect())
        }
        Doing::Script { script, .. } => (Some(script), Err(Unsure)),
    };
    match (made, script) {
        (Err(Unsure), Some(script)) => Ok(guest.act(*script, facts)?.into_iter().map(Ready::from).collect()),
        (made, _) => Ok(made.unwrap_or_default()),
    }
}

impl<'a> Ready<'a> {
    fn new(rule: &'a Rule, call: &'a Call, facts: &'a Facts) -> Result<Ready<'a>, Unsure> {
        match call.has_constant_args() {
            true => Ok(Ready::written(rule, call)),
            false => Ok(Ready { args: Given::Made(call.args(facts)?), ..Ready::written(rule, call) }),
        }
    }

    /// A call whose arguments are constants.
    fn written(rule: &'a Rule, call: &'a Call) -> Ready<'a> {
        Ready { action: call.action as usize, args: Given::Written(&call.args), at: At::Rule(rule, call.at) }
    }

    fn place(&self) -> Place {
        match &self.at {
            At::Rule(rule, at) => at.of(&rule.place.file),
            At::Script(place) => place.clone(),
        }
    }

    fn carry_out(&self, queues: &SortedSet<Text>, draft: &mut Draft<'_>) -> Result<(), String> {
        let action = ACTIONS.get(self.action).ok_or("an action that this engine does not have")?;
        let values = match &self.args {
            Given::Written(values) => Values::Written(values),
            Given::Made(values) => Values::Made(values),
        };
        (action.act)(&Args::check(&action.spec, values, queues)?, draft)
    }
}

impl From<ActionCall> for Ready<'_> {
    fn from(call: ActionCall) -> Self {
        let args = Given::Made(call.args.into_iter().map(Cow::Owned).collect());
        Ready { action: call.action, args, at: At::Script(call.place) }
    }
}
