//! The corpus: one JSON object a line, of a desk and a request that once were interesting.

use serde::Deserialize;
use serde_json::{Value as Json, json};
use tierline_condition::Outcome;
use tierline_model::{Map, Request, Timestamp, Value};

use super::{Difference, Kind, Rulebook, Subject, Tally};
use crate::{NOW, random::DECLARED};

/// A case of the corpus. The desk is one of these below what all random desks declare.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// What it is about.
    pub name: String,
    /// The condition of its only rule.
    #[serde(default)]
    pub when: Option<String>,
    /// The actions of its only rule.
    #[serde(default)]
    pub then: Option<String>,
    /// Its stages and rules.
    #[serde(default)]
    pub rules: Option<String>,
    /// What is asked; where it has no `now`, at the instant of tests that name none.
    pub request: Json,
    /// What the only condition comes to: `held`, `missed`, or the code of a fault. What the actions ask for: the effects, or the
    /// code of a fault.
    #[serde(default)]
    pub gives: Option<Json>,
}

impl Case {
    /// Reads a line.
    ///
    /// # Errors
    ///
    /// Where it is no case.
    pub fn read(line: &str) -> Result<Case, String> {
        serde_json::from_str(line).map_err(|error| error.to_string())
    }

    /// Answers it in every way in which something can be answered.
    ///
    /// # Errors
    ///
    /// Where two ways differ, where it gives something else than it says, and where it is no case.
    pub fn replay(&self) -> Result<Tally, String> {
        let said = |difference: Box<Difference>| format!("{}: {difference}", self.name);
        let subject = Subject::new(self.text()?).map_err(|wrong| format!("{}: {wrong:?}", self.name))?;
        let request = self.request()?;
        let mut tally = Tally::default();
        for kind in Kind::ALL {
            tally.add(&kind.compare(&subject, std::slice::from_ref(&request)).map_err(said)?);
        }
        let gives = self.outcome(&subject, &request);
        match &self.gives {
            Some(wanted) if *wanted != gives => Err(format!("{}: it gives {gives}, not {wanted}", self.name)),
            _ => Ok(tally),
        }
    }

    /// The text of its desk.
    ///
    /// # Errors
    ///
    /// Where it does not say what the desk is.
    pub fn text(&self) -> Result<String, String> {
        let below = match (&self.when, &self.then, &self.rules) {
            (Some(when), None, None) => format!("stage triage\nrule \"it\" {{\n  when {when}\n  then {{ }}\n}}\n"),
            (None, Some(then), None) => format!("stage triage\nrule \"it\" {{\n  then {{ {then} }}\n}}\n"),
            (None, None, Some(rules)) => rules.clone(),
            _ => return Err(format!("{}: one of `when`, `then` and `rules` is needed", self.name)),
        };
        Ok(format!("{DECLARED}{below}"))
    }

    /// What is asked of its desk.
    ///
    /// # Errors
    ///
    /// Where it is no request.
    pub fn request(&self) -> Result<Request, String> {
        let roster = Default::default();
        Request::from_json(self.request.clone(), Timestamp::parse(NOW), &roster).map_err(|error| error.to_string())
    }

    fn outcome(&self, subject: &Subject, request: &Request) -> Json {
        if self.when.is_some() {
            let facts = subject.facts(request);
            let outcomes = subject.conditions().map(|condition| condition.decide(&facts, &mut subject.session()));
            return outcomes
                .map(|outcome| match outcome {
                    Ok(Outcome::Held) => json!("held"),
                    Ok(Outcome::Missed(_)) => json!("missed"),
                    Err(trouble) => json!(trouble.code),
                })
                .next()
                .unwrap_or_default();
        }
        let answer = subject.desk.evaluate(request.clone());
        match answer.faults.first() {
            Some(fault) => json!(fault.code),
            None => json!(answer.effects),
        }
    }
}

/// The line of a case.
pub fn line(name: &str, book: &Rulebook, request: &Request) -> String {
    let text = book.text();
    let rules = text.strip_prefix(DECLARED).unwrap_or(&text);
    json!({ "name": name, "rules": rules, "request": asked(request) }).to_string()
}

/// A request as JSON.
fn asked(request: &Request) -> Json {
    let record = |map: &Map| Value::Map(map.clone()).to_json();
    json!({
        "ticket": record(&request.ticket.0),
        "event": record(&request.event),
        "context": record(&request.context),
        "without_groups": request.without_groups,
        "now": request.now,
    })
}
