//! Running the tests of a desk.

use std::sync::Arc;

use serde::Serialize;
use tierline_condition::{Facts, Guest};
use tierline_model::{Answer, Map, Place, Request, Root, Text, Ticket, Value, Verdict};
use tierline_script::{Expectation, Session, TestCase, TestView};

use crate::{Desk, desk::LANGUAGE};

/// What came of one `test`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TestReport {
    /// Its name.
    pub test: Text,
    /// Where it stands.
    pub place: Place,
    /// What was not as expected; nothing where it passed.
    pub failures: Vec<Failure>,
}

/// Something that was not as expected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Failure {
    /// Where that stands.
    pub place: Place,
    /// What was expected and what was there.
    pub message: String,
}

impl Desk {
    /// Runs the tests of the desk, in order.
    ///
    /// ```
    /// # use tierline::{Desk, Limits, Pack, Timestamp};
    /// # let rules = "stage triage\nrule \"vip\" {\n  when requester.vip\n  then { add_tag(\"vip\"); }\n}\ntest \"t\" {\n  given requester #{ vip: true }\n  expect \"vip\" in outcome.tags\n}\n";
    /// # let desk = Desk::compile(Pack::of("desk.rhai", rules), Limits::SERVER).unwrap();
    /// assert!(desk.test().iter().all(|report| report.failures.is_empty()));
    /// ```
    pub fn test(&self) -> Vec<TestReport> {
        self.tests.iter().map(|test| self.run_test(test)).collect()
    }

    fn run_test(&self, test: &TestCase) -> TestReport {
        let failures = match self.request_of(test) {
            Err(message) => vec![Failure { place: test.place.clone(), message }],
            Ok(request) => self.compare(test, request),
        };
        TestReport { test: test.name.clone(), place: test.place.clone(), failures }
    }

    fn request_of(&self, test: &TestCase) -> Result<Request, String> {
        let given = |name: &str| test.given.get(name).cloned();
        let mut ticket = given("ticket").unwrap_or_default();
        for root in Root::ALL.into_iter().filter(|root| root.is_part_of_ticket()) {
            if let Some(record) = given(root.name()) {
                ticket.insert(root.name().into(), Value::Map(record));
            }
        }
        let mut request = Request::new(Ticket(ticket), test.now);
        request.event = given("event").unwrap_or_default();
        request.context = given("context").unwrap_or_default();
        request.roster = match given("roster") {
            None => self.roster().clone(),
            Some(roster) => Arc::new(shaped("roster", roster)?),
        };
        request.turns = given("turns").map_or(Ok(Default::default()), |turns| shaped("turns", turns))?;
        request.check(self.schema()).map_err(|error| format!("what is given cannot be: {error}"))?;
        Ok(request)
    }

    fn compare(&self, test: &TestCase, request: Request) -> Vec<Failure> {
        let after = request.clone();
        let answer = self.evaluate_with_trace(request);
        let after = Request { ticket: Ticket(answer.ticket.clone()), ..after };
        let facts = Facts::new(self.frame.clone(), after, self.limits.event_steps);
        let facts = Arc::new(facts);
        let mut session = Session::new(&LANGUAGE, &self.program, self.limits).with_test(view(&answer));
        let unmet = test.expectations.iter().filter_map(|expectation| {
            let message = match session.decide(expectation.script, &facts) {
                Ok(true) => return None,
                Ok(false) => format!("expected {}{}", expectation.text, seen(expectation, &facts, &answer)),
                Err(trouble) => format!("expected {}, but {}", expectation.text, trouble.reason),
            };
            Some(Failure { place: expectation.place.clone(), message })
        });
        let mut failures: Vec<Failure> = unmet.collect();
        let foretold = |rule: &Text| test.expectations.iter().any(|expectation| expectation.faulted.contains(rule));
        let faults = answer.faults.iter().filter(|fault| !foretold(&fault.rule));
        failures.extend(faults.map(|fault| Failure {
            place: fault.place.clone(),
            message: format!("the rule {:?} is a fault: {}", &*fault.rule, fault.reason),
        }));
        failures
    }
}

fn shaped<T: serde::de::DeserializeOwned>(name: &str, map: Map) -> Result<T, String> {
    serde_json::from_value(Value::Map(map).to_json())
        .map_err(|error| format!("the {name} given is not of its shape: {error}"))
}

fn view(answer: &Answer) -> TestView {
    TestView {
        fired: fired(answer).map(str::to_owned).collect(),
        faulted: answer.faults.iter().map(|fault| fault.rule.to_string()).collect(),
        effects: answer.effects.clone(),
    }
}

fn fired(answer: &Answer) -> impl Iterator<Item = &str> {
    let stages = answer.trace.iter().flat_map(|trace| &trace.stages);
    let rules = stages.flat_map(|stage| &stage.rules);
    rules.filter(|rule| matches!(rule.verdict, Verdict::Fired { .. })).map(|rule| &*rule.rule)
}

/// What was there instead: the fields that the expectation reads, or the rules that fired.
fn seen(expectation: &Expectation, facts: &Facts, answer: &Answer) -> String {
    let fields: Vec<String> = expectation
        .reads
        .iter()
        .map(|path| format!("{} is {}", path.to_string().replacen("ticket.", "outcome.", 1), facts.read(path)))
        .collect();
    if !fields.is_empty() {
        return format!("; {}", fields.join(", "));
    }
    let fired: Vec<String> = fired(answer).map(|rule| format!("{rule:?}")).collect();
    match fired.as_slice() {
        [] => "; no rule fired".to_owned(),
        fired => format!("; fired: {}", fired.join(", ")),
    }
}
