//! How an agreement settles what products settle differently: `semantics`, read, and as clauses of an `sla` block.

use tierline_model::{
    Metric, Timestamp,
    metrics::{Course, Cycles, Start},
    quoted,
};

use super::{events::AUTHORS, rules::list};
use crate::{
    WireError,
    verify::keys::{Keys, one_of, wrong},
};

/// The settings of a case.
#[derive(Default)]
pub(super) struct Manner {
    /// Clauses of the `sla` block that say so.
    pub(super) clauses: Vec<String>,
    /// The condition of the tickets that it is for.
    pub(super) when: Option<String>,
    /// When the clock of resolution starts, where that is not at creation.
    pub(super) starts_at: Option<Timestamp>,
    /// Whose tickets wait for no first response, where the case says so.
    unanswered: Option<Vec<String>>,
}

/// What becomes of running clocks when the ground shifts.
const MID_FLIGHT: [(&str, &str); 6] = [
    ("retroactive_from_created", "retroactive"),
    ("retroactive", "retroactive"),
    ("keep_elapsed", "keep elapsed"),
    ("cancel_when_not_matching", "restart"),
    ("restart", "restart"),
    ("pin", "pin"),
];

/// What says something of a clock to people only, behind its name in a key.
const INFORMATIVE: [&str; 2] = ["means", "target"];

impl Manner {
    pub(super) fn read(keys: Option<Keys>) -> Result<Manner, WireError> {
        let Some(mut keys) = keys else { return Ok(Manner::default()) };
        let mut manner = Manner::default();
        manner.starts_and_stops(&mut keys)?;
        manner.messages(&mut keys)?;
        manner.pauses(&mut keys)?;
        manner.ends(&mut keys)?;
        manner.changes(&mut keys)?;
        for metric in Metric::ALL {
            for what in INFORMATIVE {
                keys.text(&format!("{}_{what}", metric.name()))?;
            }
        }
        keys.text("clock")?;
        keys.word("overall_due", &[("earliest pending", ())])?;
        keys.finish()?;
        Ok(manner)
    }

    fn says(&mut self, clause: impl Into<String>) {
        self.clauses.push(clause.into());
    }

    fn starts_and_stops(&mut self, keys: &mut Keys) -> Result<(), WireError> {
        for metric in Metric::ALL {
            self.satisfied_by(metric, keys)?;
        }
        if keys.has("no_response_clock_when_created_by") {
            let path = keys.at("no_response_clock_when_created_by");
            let without = keys.texts("no_response_clock_when_created_by")?;
            without.iter().try_for_each(|by| one_of(&path, by, &AUTHORS).map(drop))?;
            self.unanswered = Some(without);
        }
        for metric in Metric::ALL {
            self.starts_at(metric, keys)?;
        }
        let words = [("answers", "answers"), ("cancels", "cancels")];
        if let Some(word) = keys.word("resolved_unanswered", &words)? {
            self.says(format!("resolving unanswered {word}"));
        }
        Ok(())
    }

    /// What stops the clock of a metric, where that is more than an answer of an agent.
    fn satisfied_by(&mut self, metric: Metric, keys: &mut Keys) -> Result<(), WireError> {
        let key = format!("{}_satisfied_by", metric.name());
        let path = keys.at(&key);
        let words = keys.texts(&key)?;
        if !words.is_empty() && words != ["agent_reply"] {
            let parts = words.iter().map(|word| satisfied(&path, word)).collect::<Result<Vec<_>, _>>()?;
            self.says(format!("stop when {} for {}", parts.join(" || "), metric.verb()));
        }
        Ok(())
    }

    /// When the clock of a metric starts, where that is not as usual.
    fn starts_at(&mut self, metric: Metric, keys: &mut Keys) -> Result<(), WireError> {
        let key = format!("{}_starts_at", metric.name());
        let Some(starts_at) = keys.instant(&key)? else { return Ok(()) };
        if self.starts_at.replace(starts_at).is_some() {
            return Err(wrong(&keys.at(&key), "is a second start: a case has one"));
        }
        self.says(format!("start when ticket.attached for {}", metric.verb()));
        Ok(())
    }

    /// The clause that says whether what `creator` made waits for a first response, where that is not as usual: where
    /// nobody says, what a customer made, and what was made without a message.
    pub(super) fn start_of_response(&self, (creator, is_unwritten): (&str, bool)) -> Option<String> {
        let is_owed = match &self.unanswered {
            Some(without) => without.iter().all(|by| by != creator),
            None => creator == "customer" || is_unwritten,
        };
        let is_unusual = is_owed != (creator == "customer");
        let creators = if is_owed { list(&[creator]) } else { "[]".to_owned() };
        is_unusual.then(|| {
            let when = format!("event.kind == \"created\" && ticket.created_by in {creators}");
            format!("start when {when} for {}", first_answers().join(", "))
        })
    }

    fn messages(&mut self, keys: &mut Keys) -> Result<(), WireError> {
        let modes = [
            ("agent_cadence", "answers unless waiting"),
            ("agent_cadence_only", "answers"),
            ("respond_to_customer", "messages"),
            ("since_last_contact", "contact"),
        ];
        if let Some(mode) = keys.word("update_mode", &modes)? {
            self.says(format!("updates from {mode}"));
        }
        let path = keys.at("messages_count_from");
        let roles = keys.texts("messages_count_from")?;
        if !roles.is_empty() {
            let authors = roles.iter().map(|role| one_of(&path, role, &AUTHORS)).collect::<Result<Vec<_>, _>>()?;
            self.says(format!("message when event.kind == \"message\" && event.author in {}", list(&authors)));
        }
        Ok(())
    }

    fn pauses(&mut self, keys: &mut Keys) -> Result<(), WireError> {
        let states = keys.texts("pause_states")?;
        let affects = metrics(keys, "pause_affects")?;
        let credit = match keys.truth("pause_credits_time")? {
            Some(false) => " without credit",
            _ => "",
        };
        if !states.is_empty() && !affects.is_empty() {
            self.says(format!("pause while ticket.status in {} for {}{credit}", list(&states), affects.join(", ")));
        }
        if keys.word("due_while_paused", &[("kept", true), ("null", false)])? == Some(true) {
            self.says("due stays while paused");
        }
        if keys.word("deadline_at_interval_end", &[("next_open", true), ("close", false)])? == Some(true) {
            self.says("due at next opening");
        }
        Ok(())
    }

    fn ends(&mut self, keys: &mut Keys) -> Result<(), WireError> {
        if keys.has("closed_states") {
            let states = keys.texts("closed_states")?;
            self.says(format!("resolved while ticket.status in {}", list(&states)));
            self.says("closed while false");
        }
        let states = keys.texts("cancel_states")?;
        if !states.is_empty() {
            self.says(format!("cancel when ticket.status in {}", list(&states)));
        }
        let states = keys.texts("for_states")?;
        if !states.is_empty() {
            self.when = Some(format!("ticket.status in {}", list(&states)));
        }
        let states = keys.texts("supplier_states")?;
        if !states.is_empty() {
            self.says(format!("supplied while ticket.status in {}", list(&states)));
        }
        self.reopening(keys)
    }

    fn reopening(&mut self, keys: &mut Keys) -> Result<(), WireError> {
        let rules = [
            ("closed time is a pause", "pauses"),
            ("closed time counts", "counts"),
            ("new cycle", "restarts"),
            ("stays finished", "changes nothing"),
        ];
        let rule = keys.word("reopen", &rules)?;
        let window = [("reopen_within_minutes", "minutes"), ("reopen_within_days", "working days")];
        let mut within = String::new();
        for (key, unit) in window {
            if let Some(count) = keys.count(key)? {
                within = format!(" within {count} {unit}");
            }
        }
        if rule.is_some() || !within.is_empty() {
            self.says(format!("reopening {}{within}", rule.unwrap_or("pauses")));
        }
        Ok(())
    }

    fn changes(&mut self, keys: &mut Keys) -> Result<(), WireError> {
        for shift in ["policy", "priority"] {
            if let Some(rule) = keys.word(&format!("{shift}_change"), &MID_FLIGHT)? {
                self.says(format!("on {shift} change {rule}"));
            }
        }
        let words = [("continues", "continues"), ("restarts", "restarts")];
        if let Some(word) = keys.word("on_return", &words)? {
            self.says(format!("returning {word}"));
        }
        if let Some(word) = keys.word("merge_keeps", &[("earliest", "earliest"), ("own", "own")])? {
            self.says(format!("merging keeps {word}"));
        }
        if let Some(word) = keys.word("counts_from", &[("creation", "creation"), ("match", "match")])? {
            self.says(format!("counts from {word}"));
        }
        Ok(())
    }
}

/// The verbs of the clocks that wait for a first answer.
fn first_answers() -> Vec<&'static str> {
    let waits =
        |metric: &Metric| matches!(metric.row().course, Course::Cycles(Cycles { starts: Start::FirstQuestion, .. }));
    Metric::ALL.into_iter().filter(waits).map(Metric::verb).collect()
}

/// The condition under which a first response is given: an event type, or `status:X`.
fn satisfied(path: &str, word: &str) -> Result<String, WireError> {
    if let Some(status) = word.strip_prefix("status:") {
        return Ok(format!("ticket.status in {}", list(&[status])));
    }
    let reply = "event.kind == \"message\" && event.author == \"agent\"";
    let types = [
        ("agent_reply", format!("({reply} && event.public && !event.automated)")),
        ("agent_note", format!("({reply} && !event.public)")),
        ("assigned", "ticket.assignee != ()".to_owned()),
    ];
    let names = types.each_ref().map(|(name, condition)| (*name, condition));
    if word.contains(':') {
        return Err(wrong(
            path,
            &format!("cannot be {}: it holds event types, or `status:` and a status", quoted(word)),
        ));
    }
    one_of(path, word, &names).cloned()
}

/// The clocks that a key names, by their verbs.
fn metrics(keys: &mut Keys, key: &str) -> Result<Vec<&'static str>, WireError> {
    let path = keys.at(key);
    let known = Metric::ALL.map(|metric| (metric.name(), metric.verb()));
    keys.texts(key)?.iter().map(|word| one_of(&path, word, &known)).collect()
}
