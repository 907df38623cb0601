//! A desk, what `check` finds in it, and what it answers about some tickets.

use std::{
    cell::OnceCell,
    collections::{BTreeMap, BTreeSet},
};

use tierline::{Answer, Desk, Limits, Pack, Tell, Timestamp};
use tierline_check::{Finding, NOT_LOOKED_AT, Scope, Witness, check_within};
use tierline_condition::Outcome;
use tierline_model::{Request, Verdict};

use crate::differ::Subject;

/// A desk, what is found in it, and what it answers about some tickets.
#[derive(Debug)]
pub struct World {
    /// Its files; the rules stand in `desk.rhai`.
    pub pack: Pack,
    /// The desk.
    pub desk: Desk,
    /// What `check` finds; besides, what is not looked at with half the work.
    pub findings: Vec<Finding>,
    /// What is found with half the work.
    pub(super) with_less: Vec<Finding>,
    /// Tickets.
    pub requests: Vec<Request>,
    /// What it answers about them.
    pub answers: Vec<Answer>,
    held: OnceCell<BTreeMap<String, Vec<Holds>>>,
}

/// What a condition comes to for a ticket as it comes. One that is a fault holds where its rule fires on that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    Yes,
    No,
    Fault,
}

impl World {
    /// A desk that compiles, and tickets for it.
    ///
    /// # Panics
    ///
    /// Where it does not compile.
    pub fn new(pack: Pack, ticket: impl FnMut(&Desk) -> Request, tickets: usize) -> World {
        let desk = Desk::compile(pack.clone(), Limits::SERVER).unwrap();
        let mut ticket = ticket;
        let staffed = |request: Request| Request { roster: desk.roster().clone(), ..request };
        let requests: Vec<Request> = (0..tickets).map(|_| staffed(ticket(&desk))).collect();
        let answers = requests.iter().map(|request| answer(&desk, request)).collect();
        let scope = Scope { files: None, now: Some(now()) };
        let all = check_within(&desk, &scope, desk.limits().check_work);
        let with_less = check_within(&desk, &scope, all.work / 2).findings;
        let left_out = with_less.iter().filter(|finding| finding.diagnostic.code == NOT_LOOKED_AT).cloned();
        let findings = all.findings.into_iter().chain(left_out).collect();
        World { pack, desk, findings, with_less, requests, answers, held: OnceCell::new() }
    }

    /// The rules.
    pub fn text(&self) -> &str {
        self.pack.files.get("desk.rhai").map_or("", String::as_str)
    }

    /// A line, from 1.
    pub(super) fn line(&self, number: u32) -> &str {
        self.text().lines().nth(number as usize - 1).unwrap_or_default()
    }

    /// The same desk with another text.
    pub(super) fn with_text(&self, text: &str) -> Result<Desk, String> {
        let mut pack = self.pack.clone();
        pack.files.insert("desk.rhai".to_owned(), text.to_owned());
        Desk::compile(pack, Limits::SERVER).map_err(|wrong| format!("it does not compile: {wrong:?}"))
    }

    /// The block that begins with a line such as `rule "name"`: its first line, from 1, and its lines.
    pub(super) fn block(&self, head: &str) -> Option<(usize, Vec<&str>)> {
        let lines: Vec<&str> = self.text().lines().collect();
        let first = lines.iter().position(|line| line.starts_with(head))?;
        let length = lines[first..].iter().position(|line| line.starts_with('}'))? + 1;
        Some((first + 1, lines[first..first + length].to_vec()))
    }

    /// The blocks that begin with a word: the first line of each, from 1, and its lines.
    pub(super) fn blocks(&self, word: &str) -> Vec<(usize, Vec<&str>)> {
        let heads = self.text().lines().filter(|line| line.starts_with(&format!("{word} ")));
        let heads: Vec<&str> = heads.collect();
        heads.into_iter().filter_map(|head| self.block(head)).collect()
    }

    /// The text without all rules, rows of tables and `otherwise` but one; `None` for rows of tables.
    pub(super) fn only(&self, rule: &str) -> Option<String> {
        let kept = self.block(&format!("rule {rule:?}"))?.0;
        let mut is_left_out = false;
        let mut text = String::new();
        for (number, line) in (1..).zip(self.text().lines()) {
            let starts = ["rule ", "table ", "otherwise"].iter().any(|word| line.starts_with(word));
            is_left_out |= starts && number != kept;
            text += if is_left_out { "\n" } else { line };
            text += if is_left_out { "" } else { "\n" };
            is_left_out &= !line.starts_with('}');
        }
        Some(text)
    }

    /// What the conditions of the rules come to for each ticket as it comes, without what other rules do.
    pub(super) fn held(&self, rule: &str) -> &[Holds] {
        let held = self.held.get_or_init(|| {
            let subject = Subject::new(self.text().to_owned()).unwrap();
            let mut held: BTreeMap<String, Vec<Holds>> = BTreeMap::new();
            for request in &self.requests {
                let facts = subject.facts(request);
                let mut session = subject.session();
                for rule in subject.desk.rules().rules() {
                    let holds = match rule.condition.decide(&facts, &mut session) {
                        Ok(Outcome::Held) => Holds::Yes,
                        Ok(Outcome::Missed(_)) => Holds::No,
                        Err(_) if rule.condition.fires_on_fault() => Holds::Yes,
                        Err(_) => Holds::Fault,
                    };
                    held.entry(rule.name.to_string()).or_default().push(holds);
                }
            }
            held
        });
        held.get(rule).map_or(&[], Vec::as_slice)
    }

    /// What it answers about a witness, all told.
    pub(super) fn shown(&self, witness: Option<&Witness>) -> Result<Answer, String> {
        let witness = witness.ok_or("no ticket shows it")?;
        let json = serde_json::to_value(witness).map_err(|error| error.to_string())?;
        let request = self.desk.read_request(json, None).map_err(|error| error.to_string())?;
        Ok(answer(&self.desk, &request))
    }
}

/// The instant of the tickets, and today.
pub(super) fn now() -> Timestamp {
    Timestamp::parse("2026-11-23T10:00:00Z").unwrap()
}

pub(super) fn answer(desk: &Desk, request: &Request) -> Answer {
    desk.evaluate_telling(request.clone(), &Tell::All)
}

/// Whether a rule fired.
pub(super) fn fired(answer: &Answer, rule: &str) -> bool {
    let rules = answer.trace.iter().flat_map(|trace| &trace.stages).flat_map(|stage| &stage.rules);
    rules.into_iter().any(|trace| &*trace.rule == rule && matches!(trace.verdict, Verdict::Fired { .. }))
}

/// What an answer asks for and leaves behind, as JSON: not in which order, and not which rules ask.
pub(super) fn outcome(answer: &Answer) -> String {
    let effects = answer.effects.iter().map(|asked| {
        let mut effect = serde_json::to_value(asked).unwrap_or_default();
        if let Some(effect) = effect.as_object_mut() {
            effect.remove("rule");
        }
        effect.to_string()
    });
    let effects: BTreeSet<String> = effects.collect();
    let of = |part: Result<String, serde_json::Error>| part.unwrap_or_default();
    format!("{effects:?} {} {}", of(serde_json::to_string(&answer.ticket)), of(serde_json::to_string(&answer.readings)))
}
