//! What a host keeps of people from one evaluation to the next: whose turn it was, and how much everybody has.

use std::sync::Arc;

#[cfg(feature = "compile")]
use tierline_model::Reads;
use tierline_model::{Answer, Effect, Map, Request, Roster, SortedMap, Text, Ticket, Value, effect::Said};

#[cfg(feature = "compile")]
use crate::{Desk, actions};

/// Teams and agents as they are by now, and whose turn it was last: what one ticket hands on to the next.
#[derive(Clone, Debug, Default)]
pub struct People {
    /// Teams and agents, with the load that each has by now.
    pub roster: Arc<Roster>,
    /// The agent whose turn it was, by the key of the turn.
    pub turns: SortedMap<Text, Text>,
}

impl People {
    /// Everybody as the roster says, before anybody's turn.
    pub fn of(roster: Arc<Roster>) -> People {
        People { roster, turns: SortedMap::new() }
    }

    /// Those of a request, which has none any more.
    pub(crate) fn taken_from(request: &mut Request) -> People {
        People { roster: std::mem::take(&mut request.roster), turns: std::mem::take(&mut request.turns) }
    }

    /// Lets a request have them.
    pub(crate) fn hand_to(self, request: &mut Request) {
        (request.roster, request.turns) = (self.roster, self.turns);
    }
}

#[cfg(feature = "compile")]
impl Desk {
    /// Whether rules may choose among these people, as far as their text says: by turns, or by how much each has. What becomes
    /// of one ticket bears on others then.
    ///
    /// ```
    /// # use tierline::{Desk, Limits, Pack, Roster};
    /// let rules = "stage assignment\nrule \"give\" {\n    then { assign(#{ strategy: \"round_robin\" }); }\n}\n";
    /// let desk = Desk::compile(Pack::of("desk.rhai", rules), Limits::SERVER).unwrap();
    /// let roster = Roster::from_json(serde_json::json!({"agents": [{"id": "amy"}]})).unwrap();
    /// assert!(desk.chooses_among(&roster));
    /// assert!(!desk.chooses_among(&Roster::default()));
    /// // However it is laid out; that somebody has the ticket is no choice.
    /// let among = |rules: &str| Desk::compile(Pack::of("desk.rhai", rules), Limits::SERVER).unwrap().chooses_among(&roster);
    /// assert!(among(&rules.replace("assign(", "assign (")));
    /// assert!(!among("stage triage\nrule \"r\" {\n    when ticket.assignee == ()\n    then { flag(\"x\"); }\n}\n"));
    /// ```
    pub fn chooses_among(&self, roster: &Roster) -> bool {
        // Whoever chooses by how much people have can choose by turns as well.
        let choosing = || actions().filter(|action| action.reads.get().contains(&Reads::Turns));
        let names = |text: &str| choosing().any(|action| has_word(text, action.name));
        !roster.agents.is_empty() && self.pack.rule_files().any(|(_, text)| names(text))
    }
}

/// Whether a text has a word that goes on as nothing else: `assign (`, but not `assignee`.
#[cfg(feature = "compile")]
fn has_word(text: &str, word: &str) -> bool {
    let goes_on = |rest: &str| rest.starts_with(|letter: char| letter.is_alphanumeric() || letter == '_');
    text.match_indices(word).any(|(at, _)| text.get(at + word.len()..).is_some_and(|rest| !goes_on(rest)))
}

/// Who has a ticket as work to do.
#[derive(Debug, Default)]
pub(crate) struct Work {
    /// The agent, as long as the ticket is open.
    who: Option<Text>,
    /// Whether it is resolved or closed.
    is_over: bool,
    /// Whether it is no more: merged, deleted, spam.
    is_gone: bool,
}

/// What has changed of people since a request was asked, to take it back.
#[derive(Debug, Default)]
pub(crate) struct Changed {
    loads: Vec<(Text, u32)>,
    turns: Vec<(Text, Option<Text>)>,
}

impl Work {
    /// Of a ticket before its events: whoever has it has it in their load.
    pub(crate) fn before(ticket: &Ticket) -> Work {
        let is_over = is_over(ticket);
        Work { who: assignee(ticket).filter(|_| !is_over), is_over, is_gone: false }
    }

    /// Sees what an event made of the ticket.
    pub(crate) fn see(&mut self, event: &Map, ticket: &Ticket) {
        match event.get("kind").and_then(Value::as_text) {
            Some("resolved" | "closed") => self.is_over = true,
            Some("merged" | "deleted" | "spam") => self.is_gone = true,
            Some("reopened") => self.is_over = is_over(ticket),
            _ if sets_status(event) => self.is_over = is_over(ticket),
            _ => {}
        }
    }

    /// Sees an event that comes late: what happened since stands.
    pub(crate) fn see_late(&mut self, event: &Map, ticket: &Ticket) {
        if sets_status(event) {
            self.is_over = is_over(ticket);
        }
    }

    /// Sees what an answer made of the ticket.
    pub(crate) fn see_answer(&mut self, came: &Ticket, after: &Ticket) {
        if came.0.get("status") != after.0.get("status") {
            self.is_over = is_over(after);
        }
    }

    /// Moves the ticket from the load of whoever had it to that of whoever has it now.
    pub(crate) fn hand_over(&mut self, ticket: &Ticket, request: &mut Request) -> Changed {
        let mut changed = Changed::default();
        let who = assignee(ticket).filter(|_| !self.is_over && !self.is_gone);
        if who != self.who {
            changed.count(request, self.who.as_ref(), |load| load.saturating_sub(1));
            changed.count(request, who.as_ref(), |load| load.saturating_add(1));
            self.who = who;
        }
        changed
    }
}

impl Changed {
    /// Keeps the turns that an answer asks to keep.
    pub(crate) fn keep_turns(&mut self, request: &mut Request, answer: &Answer) {
        let deeds = answer.effects.iter().filter_map(|asked| match &asked.effect {
            Effect::Deed(deed) => Some(deed),
            Effect::Clock(_) => None,
        });
        let turns = deeds.flat_map(|deed| deed.values()).filter_map(|(_, said)| match said {
            Said::Turn(turn) => Some(turn),
            _ => None,
        });
        for turn in turns {
            let before = request.turns.insert(turn.key.clone(), turn.agent.clone());
            self.turns.push((turn.key.clone(), before));
        }
    }

    /// Changes the load of an agent whom the roster knows.
    fn count(&mut self, request: &mut Request, who: Option<&Text>, counted: impl Fn(u32) -> u32) {
        let Some(number) = who.and_then(|who| request.roster.agents.iter().position(|agent| agent.id == *who)) else {
            return;
        };
        if let Some(agent) = Arc::make_mut(&mut request.roster).agents.get_mut(number) {
            self.loads.push((agent.id.clone(), agent.load));
            agent.load = counted(agent.load);
        }
    }

    /// Lets a request have people as they were before.
    pub(crate) fn take_back(&self, request: &mut Request) {
        for (key, before) in self.turns.iter().rev() {
            match before {
                Some(agent) => drop(request.turns.insert(key.clone(), agent.clone())),
                None => drop(request.turns.remove(key)),
            }
        }
        for (id, load) in self.loads.iter().rev() {
            let mut agents = Arc::make_mut(&mut request.roster).agents.iter_mut();
            agents.find(|agent| agent.id == *id).into_iter().for_each(|agent| agent.load = *load);
        }
    }
}

fn assignee(ticket: &Ticket) -> Option<Text> {
    let assignee = ticket.0.get("assignee").and_then(Value::as_text).filter(|agent| !agent.is_empty());
    assignee.map(Text::from)
}

fn is_over(ticket: &Ticket) -> bool {
    matches!(ticket.0.get("status").and_then(Value::as_text), Some("resolved" | "closed"))
}

fn sets_status(event: &Map) -> bool {
    event.get("set").and_then(Value::as_map).is_some_and(|set| set.contains_key("status"))
}
