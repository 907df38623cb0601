//! Conditions of rules.

use std::sync::Arc;

use tierline_model::{ActionCall, Place, Saw, Text, Value, keep_enum, keep_struct};

use crate::{Expr, Facts, Frame, ScriptId, Slot, Unsure};

/// The hole that a script fills: decides what an [`Expr`] cannot, and carries out action blocks.
pub trait Guest {
    /// Whether the part of that number of a condition's script holds.
    ///
    /// # Errors
    ///
    /// Where the script raises an error, gives something else than true or false, or reaches its limits.
    fn decide(&mut self, script: ScriptId, part: usize, facts: &Arc<Facts>) -> Result<bool, Trouble>;

    /// The actions that a block asks for, in order.
    ///
    /// # Errors
    ///
    /// Where the script raises an error or reaches its limits. Nothing it asked for counts then.
    fn act(&mut self, script: ScriptId, facts: &Arc<Facts>) -> Result<Vec<ActionCall>, Trouble>;
}

/// Why a rule could not be decided or carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// Where.
    pub place: Place,
    /// A name for programs to branch on.
    pub code: &'static str,
    /// Why, for the admin.
    pub reason: String,
}

/// The code of a fault that took too much work; it is older than the word.
const OUT_OF_WORK: &str = "too-many-steps";

impl Trouble {
    /// All steps of a ticket event were taken before this could begin.
    pub fn out_of_steps(place: Place, event_steps: u64) -> Trouble {
        let reason = format!("all rules of this ticket event together took {event_steps} steps, which is all they may");
        Trouble { place, code: OUT_OF_WORK, reason }
    }

    /// Whether there was not work enough to find out.
    pub fn is_want_of_work(&self) -> bool {
        self.code == OUT_OF_WORK
    }
}

/// What must hold for a rule to fire: all parts, looked at in order. No part at all always holds.
#[derive(Clone, Debug, Default)]
pub struct Condition {
    /// The parts, as they stand between the `&&`. Conditions that ask the same share them.
    pub parts: Box<[Arc<Part>]>,
    /// The script, for what the parts leave open; a row of a table has none.
    pub script: Option<ScriptId>,
    /// What becomes of its rule where it cannot be decided.
    pub on_fault: OnFault,
}

/// What becomes of a rule whose condition cannot be decided: what it says behind `on fault`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnFault {
    /// It does not say: it is passed over.
    #[default]
    Unsaid,
    /// It is passed over, and says so.
    Skip,
    /// It fires as if its condition held.
    Fire,
}

impl OnFault {
    /// All that a rule may say.
    pub const SAID: [OnFault; 2] = [OnFault::Fire, OnFault::Skip];

    /// The word for it.
    pub fn word(self) -> Option<&'static str> {
        match self {
            OnFault::Unsaid => None,
            OnFault::Skip => Some("skip"),
            OnFault::Fire => Some("fire"),
        }
    }

    /// What a word says.
    pub fn named(word: &str) -> Option<OnFault> {
        OnFault::SAID.into_iter().find(|said| said.word() == Some(word))
    }
}

keep_enum!(OnFault { 0 => Unsaid, 1 => Skip, 2 => Fire });

/// One part of a condition.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// As written.
    pub text: Text,
    /// The fields it reads.
    pub reads: Box<[Slot]>,
    /// How it is decided without a script, as far as it can be.
    pub expr: Expr,
}

keep_struct!(Part { text, reads, expr });

/// What became of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All parts hold.
    Held,
    /// The part of this number does not; those before it do.
    Missed(usize),
}

impl Condition {
    /// Decides it.
    ///
    /// # Errors
    ///
    /// Where a part raises an error before any part fails.
    pub fn decide(&self, facts: &Arc<Facts>, guest: &mut dyn Guest) -> Result<Outcome, Trouble> {
        for (index, part) in self.parts.iter().enumerate() {
            if !self.decide_part(index, part, facts, guest)? {
                return Ok(Outcome::Missed(index));
            }
        }
        Ok(Outcome::Held)
    }

    /// Whether its rule fires where it cannot be decided.
    pub fn fires_on_fault(&self) -> bool {
        self.on_fault == OnFault::Fire
    }

    /// Whether its rule fires, as far as it depends on the condition.
    pub fn lets_fire(&self, facts: &Arc<Facts>, guest: &mut dyn Guest) -> bool {
        match self.decide(facts, guest) {
            Ok(outcome) => outcome == Outcome::Held,
            Err(_) => self.fires_on_fault(),
        }
    }

    /// The first of its parts that may be a fault for some ticket; where there is none, it always can be decided. The work that
    /// it takes is set aside.
    pub fn first_doubt(&self, frame: &Frame) -> Option<&Part> {
        // A cell of a table that cannot be compared with what its field holds does not fit.
        self.script.and_then(|_| self.parts.iter().find(|part| !part.expr.is_sure(frame))).map(|part| &**part)
    }

    /// Decides its part of that number.
    pub(crate) fn decide_part(
        &self,
        index: usize,
        part: &Part,
        facts: &Arc<Facts>,
        guest: &mut dyn Guest,
    ) -> Result<bool, Trouble> {
        match (part.expr.holds(facts), self.script) {
            (Ok(holds), _) => Ok(holds),
            (Err(Unsure), Some(script)) => guest.decide(script, index, facts),
            // A cell of a table that cannot be compared with what its field holds does not fit.
            (Err(Unsure), None) => Ok(false),
        }
    }

    fn slots(&self) -> impl Iterator<Item = Slot> {
        self.parts.iter().flat_map(|part| part.reads.iter().copied())
    }

    /// The fields that its parts read, each once, and what they hold.
    pub fn saw(&self, facts: &Facts) -> Vec<Saw> {
        let mut seen: Vec<Saw> = Vec::with_capacity(self.parts.len());
        for (index, slot) in self.slots().enumerate() {
            if !self.slots().take(index).any(|before| before == slot) {
                seen.push(saw(slot, facts));
            }
        }
        seen
    }
}

impl Part {
    /// The fields it reads and what they hold.
    pub fn saw(&self, facts: &Facts) -> Vec<Saw> {
        self.reads.iter().map(|slot| saw(*slot, facts)).collect()
    }
}

fn saw(slot: Slot, facts: &Facts) -> Saw {
    Saw { field: facts.name_of(slot), value: shortened(facts.slot(slot)) }
}

fn shortened(value: &Value) -> Value {
    const LONGEST: usize = 200;
    match value {
        Value::Text(text) if text.len() > LONGEST && text.chars().count() > LONGEST => {
            Value::text(text.chars().take(LONGEST).chain(['…']).collect::<String>())
        }
        value => value.clone(),
    }
}
