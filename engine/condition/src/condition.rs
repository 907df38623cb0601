//! Conditions of rules.

use std::sync::Arc;

use tierline_model::{ActionCall, Place, Saw, Text, Value, keep_enum, keep_struct};

use crate::{Expr, Facts, Frame, Refused, ScriptId, Slot, Unsure, asked::asked, shortened::shortened};

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
    /// That deciding or acting would take more work than there is for it.
    pub fn too_much_work(place: Place, refused: Refused) -> Trouble {
        let Refused { needed, allowed, of_event } = refused;
        let needs = format!("this takes {needed} units of work or more");
        let reason = match of_event {
            None => {
                format!("{needs}, and a condition or the actions of a rule may take {allowed} (the limit `rule_work`)")
            }
            Some(all) => format!(
                "{needs}, and of the {all} that all rules of a ticket event may take together (the limit `event_work`), \
                 {allowed} are left for it"
            ),
        };
        Trouble { place, code: OUT_OF_WORK, reason }
    }

    /// Whether it is that there was not work enough.
    pub fn is_of_work(&self) -> bool {
        self.code == OUT_OF_WORK
    }

    /// The same, with the field that most of the work is for, and what it holds.
    #[must_use]
    fn mostly_for(mut self, field: &str, value: &Value) -> Trouble {
        let holds = match value {
            Value::Text(text) => format!("{} bytes", text.len()),
            Value::List(items) => format!("{} items", items.len()),
            Value::Map(map) => format!("{} entries", map.len()),
            _ => return self,
        };
        self.reason.push_str(&format!("; `{field}` holds {holds}"));
        self
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
        facts.forget_refusal();
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
            (Err(Unsure), script) if facts.refused().is_some() => Err(part.refused(script, index, facts, guest)),
            (Err(Unsure), Some(script)) => {
                guest.decide(script, index, facts).map_err(|trouble| part.made_of(trouble, facts))
            }
            // A cell of a table that cannot be compared with what its field holds does not fit.
            (Err(Unsure), None) => Ok(false),
        }
    }

    fn slots(&self) -> impl Iterator<Item = Slot> {
        self.parts.iter().flat_map(|part| part.reads.iter().copied())
    }

    /// What its parts saw, each once: the fields that they read, and what they asked of the event, the instant and calendars.
    pub fn saw(&self, facts: &Facts) -> Vec<Saw> {
        let mut seen: Vec<Saw> = Vec::with_capacity(self.parts.len());
        for (index, slot) in self.slots().enumerate() {
            if !self.slots().take(index).any(|before| before == slot) {
                seen.push(saw(slot, facts));
            }
        }
        for asked in self.parts.iter().flat_map(|part| asked(&part.expr, facts)) {
            if !seen.iter().any(|known| known.field == asked.field) {
                seen.push(asked);
            }
        }
        seen
    }
}

impl Part {
    /// The fields it reads and what they hold; and what it asks of the event, the instant and calendars.
    pub fn saw(&self, facts: &Facts) -> Vec<Saw> {
        let fields = self.reads.iter().map(|slot| saw(*slot, facts));
        // What is asked alone is what does not hold.
        fields.chain(asked(&self.expr, facts).into_iter().filter(|asked| asked.field != self.text)).collect()
    }

    /// That deciding it takes more work than there is for it. The script is not begun; it knows where it stands.
    #[cold]
    fn refused(&self, script: Option<ScriptId>, index: usize, facts: &Arc<Facts>, guest: &mut dyn Guest) -> Trouble {
        let said = script.and_then(|script| guest.decide(script, index, facts).err());
        let refused = facts.refused().unwrap_or_else(|| facts.refusal(0));
        let trouble = said.unwrap_or_else(|| Trouble::too_much_work(Place::file(""), refused));
        match self.largest(facts) {
            Some(slot) => trouble.mostly_for(&facts.name_of(slot), facts.slot(slot)),
            None => trouble,
        }
    }

    /// A fault of its script; where that made something too large, with the field of which it made it.
    fn made_of(&self, trouble: Trouble, facts: &Facts) -> Trouble {
        /// What holds less is nothing to make something too large of.
        const LARGE: usize = 4 * 1024;
        match self.largest(facts).filter(|slot| trouble.code == "too-large" && size(facts.slot(*slot)) >= LARGE) {
            Some(slot) => trouble.mostly_for(&facts.name_of(slot), facts.slot(slot)),
            None => trouble,
        }
    }

    /// The largest field that it reads.
    fn largest(&self, facts: &Facts) -> Option<Slot> {
        self.reads.iter().copied().max_by_key(|slot| size(facts.slot(*slot)))
    }
}

fn saw(slot: Slot, facts: &Facts) -> Saw {
    Saw { field: facts.name_of(slot), value: shortened(facts.slot(slot)) }
}

fn size(value: &Value) -> usize {
    match value {
        Value::Text(text) => text.len(),
        Value::List(items) => items.len().saturating_mul(64),
        Value::Map(map) => map.len().saturating_mul(64),
        _ => 0,
    }
}
