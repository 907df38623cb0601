//! Running the tests of a desk.

use std::sync::Arc;

use serde::Serialize;
use tierline_condition::{Facts, equal};
use tierline_model::{
    Answer, Class, Metric, Path, Place, Reading, Request, Root, Roster, SortedSet, Text, Ticket, Timestamp, Value,
    Verdict, quoted, sort::sort_by,
};
use tierline_rules::Rule;
use tierline_script::{ClockField, Compiled, Expected, Program, Session, TestCase, TestMoment, TestView};

use crate::{Coverage, Desk, Replay, coverage::Watch, sessions::LANGUAGE};

/// What came of one `test`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
        // A desk at work has no use for its tests: they are read where they are run.
        let Ok(compiled) = LANGUAGE.compile(&self.pack) else { return vec![] };
        self.run_tests(compiled, self, &mut |_| {})
    }

    /// As [`Desk::test`], and what of the desk the tests reach.
    ///
    /// ```
    /// # use tierline::{Desk, GoalKind, Limits, Pack};
    /// # let rules = "stage triage\nrule \"vip\" {\n  when requester.vip\n  then { add_tag(\"vip\"); }\n}\ntest \"t\" {\n  given requester #{ vip: true }\n  expect \"vip\" in outcome.tags\n}\n";
    /// # let desk = Desk::compile(Pack::of("desk.rhai", rules), Limits::SERVER).unwrap();
    /// let (_, coverage) = desk.test_with_coverage();
    /// let missing: Vec<_> = coverage.missing().map(|goal| (goal.kind, &*goal.text, goal.place.line)).collect();
    /// assert_eq!(missing, [(GoalKind::Missed, "requester.vip", 3)]);
    /// ```
    pub fn test_with_coverage(&self) -> (Vec<TestReport>, Coverage) {
        let Ok((compiled, outline)) = LANGUAGE.compile_with_outline(&self.pack) else { return Default::default() };
        let watch = Watch::default();
        let watched = self.watched_by(Arc::new(watch.clone()));
        let reports = self.run_tests(compiled, &watched, &mut |answer| watch.note(|seen| seen.add(answer)));
        (reports, self.coverage(&outline, &watch.seen()))
    }

    /// The rules that no test of the desk fires, in the order they are looked at; none where it has no tests. Tests that are
    /// soon over are played first, and no more of them than it takes.
    ///
    /// ```
    /// # use tierline::{Desk, Limits, Pack};
    /// # let rules = "stage triage\nrule \"vip\" {\n  when requester.vip\n  then { add_tag(\"vip\"); }\n}\nrule \"other\" {\n  when !requester.vip\n  then { add_tag(\"other\"); }\n}\ntest \"t\" {\n  given requester #{ vip: true }\n  expect \"vip\" in outcome.tags\n}\n";
    /// # let desk = Desk::compile(Pack::of("desk.rhai", rules), Limits::SERVER).unwrap();
    /// assert_eq!(desk.unfired_rules().iter().map(|rule| &*rule.name).collect::<Vec<_>>(), ["other"]);
    /// ```
    pub fn unfired_rules(&self) -> Vec<&Rule> {
        if self.test_count == 0 {
            return vec![];
        }
        let Ok(compiled) = LANGUAGE.compile(&self.pack) else { return vec![] };
        let mut tests: Vec<&TestCase> = compiled.tests.iter().collect();
        let span = |test: &TestCase| {
            test.moments.last().zip(test.moments.first()).map(|(last, first)| last.at.second() - first.at.second())
        };
        let key = |test: &TestCase| (span(test), test.moments.len());
        sort_by(&mut tests, |a, b| key(a).cmp(&key(b)));
        let mut silent: SortedSet<&str> = self.rule_names().collect();
        for test in tests {
            if silent.is_empty() {
                break;
            }
            let Ok(request) = self.request_of(test) else { continue };
            self.play(test, self.replay(request), &mut |_, answers, _| {
                for rule in answers.iter().flat_map(fired) {
                    silent.remove(rule);
                }
            });
        }
        self.rules.rules().filter(|rule| silent.contains(&*rule.name)).collect()
    }

    /// Runs tests on `played`, a desk that does the same as this one, and shows all its answers.
    fn run_tests(&self, compiled: Compiled, played: &Desk, show: &mut dyn FnMut(&Answer)) -> Vec<TestReport> {
        let program = Program::new(compiled.test_scripts, self.pack.clone());
        let run = |test: &TestCase| {
            let failures = match self.request_of(test) {
                Err(message) => vec![Failure { place: test.place.clone(), message }],
                Ok(request) => self.compare(test, played.replay(request), &program, show),
            };
            TestReport { test: test.name.clone(), place: test.place.clone(), failures }
        };
        compiled.tests.iter().map(run).collect()
    }

    fn request_of(&self, test: &TestCase) -> Result<Request, String> {
        let given = |name: &str| test.given.get(name).cloned();
        let mut ticket = given("ticket").unwrap_or_default();
        for root in Root::ALL.into_iter().filter(|root| root.is_part_of_ticket()) {
            if let Some(record) = given(root.name()) {
                ticket.insert(root.name().into(), Value::Map(record));
            }
        }
        let now = test.moments.first().map_or(Timestamp::MIN, |first| first.at);
        let mut request = Request::new(Ticket(ticket), now);
        request.event = given("event").unwrap_or_default();
        request.context = given("context").unwrap_or_default();
        request.roster = match given("roster") {
            None => self.roster().clone(),
            Some(roster) => {
                let read = Roster::from_json(Value::Map(roster).to_json());
                Arc::new(read.map_err(|why| format!("the roster given cannot be: {why}"))?)
            }
        };
        for (key, agent) in given("turns").unwrap_or_default() {
            let Value::Text(agent) = agent else {
                return Err(format!(
                    "the turns given must be agents by key, and {} is {}",
                    quoted(&key),
                    agent.described()
                ));
            };
            request.turns.insert(key, agent);
        }
        request.check(self.schema()).map_err(|error| format!("what is given cannot be: {error}"))?;
        Ok(request)
    }

    fn compare(
        &self,
        test: &TestCase,
        replay: Replay<'_>,
        program: &Program,
        show: &mut dyn FnMut(&Answer),
    ) -> Vec<Failure> {
        let mut failures = vec![];
        self.play(test, replay, &mut |moment, answers, request| {
            answers.iter().for_each(&mut *show);
            failures.extend(self.unmet(moment, answers, request, program));
            let foretold = |rule: &Text| test.moments.iter().any(|moment| faulted(moment).any(|known| known == rule));
            let faults = answers.iter().flat_map(|answer| &answer.faults).filter(|fault| !foretold(&fault.rule));
            let failed = faults.map(|fault| Failure {
                place: if fault.place.file.is_empty() { moment.place.clone() } else { fault.place.clone() },
                message: format!("the rule {} is a fault: {}", quoted(&fault.rule), fault.reason),
            });
            for failure in failed {
                if !failures.contains(&failure) {
                    failures.push(failure);
                }
            }
        });
        failures
    }

    /// Plays a test moment by moment, and shows what was answered on the way to each.
    fn play(&self, test: &TestCase, mut replay: Replay<'_>, show: &mut dyn FnMut(&TestMoment, &[Answer], &Request)) {
        let given = Some(replay.request().event.clone()).filter(|event| !event.is_empty());
        for (index, moment) in test.moments.iter().enumerate() {
            let mut answers = replay.until(moment.at);
            let event = moment.event.clone().or(given.clone().filter(|_| index == 0));
            answers.push(match event {
                Some(event) => replay.event(moment.at, event),
                None => replay.look(moment.at),
            });
            show(moment, &answers, replay.request());
        }
    }

    /// What is not as a moment expects.
    fn unmet(&self, moment: &TestMoment, answers: &[Answer], request: &Request, program: &Program) -> Vec<Failure> {
        let Some(answer) = answers.last() else { return vec![] };
        let mut facts = Facts::new(self.frame.clone(), request.clone(), self.limits);
        self.show_clocks(&mut facts, &mut self.session());
        let facts = Arc::new(facts);
        let mut session = Session::new(&LANGUAGE, program, self.limits).with_test(view(answers));
        let unmet = moment.expectations.iter().filter_map(|expectation| {
            let wrong = match &expectation.what {
                Expected::Holds { script, reads, .. } => match session.holds(*script, &facts) {
                    Ok(true) => return None,
                    Ok(false) => seen(reads, &facts, answers),
                    Err(trouble) => format!(", but {}", trouble.reason),
                },
                Expected::Clock { metric, field, value } => clock_misses(answer, *metric, *field, value)?,
            };
            let message = format!("expected {}{wrong}", expectation.text);
            Some(Failure { place: expectation.place.clone(), message })
        });
        unmet.collect()
    }
}

/// The rules that the expectations of a moment name as faults.
fn faulted(moment: &TestMoment) -> impl Iterator<Item = &Text> {
    moment.expectations.iter().flat_map(|expectation| match &expectation.what {
        Expected::Holds { faulted, .. } => faulted.as_slice(),
        Expected::Clock { .. } => &[],
    })
}

/// What a clock reads instead; `None` where it reads as expected.
fn clock_misses(answer: &Answer, metric: Metric, field: ClockField, value: &Value) -> Option<String> {
    let of_metric = |reading: &&Reading| reading.clock == metric;
    let last = Class::ALL
        .into_iter()
        .find_map(|class| answer.readings.iter().rev().filter(of_metric).find(|reading| reading.class == class));
    let Some(reading) = last else {
        return Some(format!("; the ticket has no clock {}", metric.name()));
    };
    let instant = |at: Option<Timestamp>| at.map_or(Value::Missing, Value::Instant);
    let read = match field {
        ClockField::Due => instant(reading.due),
        ClockField::State => Value::text(reading.state.name()),
        ClockField::Used => Value::Int(reading.used_percent),
        ClockField::Elapsed => Value::Int(reading.elapsed_seconds),
        ClockField::Left => Value::Int(reading.remaining_seconds),
        ClockField::Paused => Value::Int(reading.paused_seconds),
        ClockField::Breached => instant(reading.breach.as_ref().map(|breach| breach.at)),
        ClockField::Policy => Value::Text(reading.policy.clone()),
        ClockField::Cycle => Value::Int(reading.cycle.into()),
    };
    (!equal(&read, value)).then(|| format!("; it is {read}"))
}

fn view(answers: &[Answer]) -> TestView {
    TestView {
        fired: answers.iter().flat_map(fired).map(str::to_owned).collect(),
        faulted: answers.iter().flat_map(|answer| &answer.faults).map(|fault| fault.rule.to_string()).collect(),
        effects: answers.iter().flat_map(|answer| answer.effects.clone()).collect(),
    }
}

/// Rules that fired and steps that were taken.
fn fired(answer: &Answer) -> impl Iterator<Item = &str> {
    let of_stages = answer.trace.iter().flat_map(|trace| &trace.stages).flat_map(|stage| &stage.rules);
    let of_ladders = answer.trace.iter().flat_map(|trace| &trace.steps);
    let rules = of_stages.chain(of_ladders);
    rules.filter(|rule| matches!(rule.verdict, Verdict::Fired { .. })).map(|rule| &*rule.rule)
}

/// What was there instead: the fields that the expectation reads, or the rules that fired.
fn seen(reads: &[Path], facts: &Facts, answers: &[Answer]) -> String {
    let field =
        |path: &Path| format!("{} is {}", path.to_string().replacen("ticket.", "outcome.", 1), facts.read(path));
    let fields: Vec<String> = reads.iter().map(field).collect();
    if !fields.is_empty() {
        return format!("; {}", fields.join(", "));
    }
    let fired: Vec<String> = answers.iter().flat_map(fired).map(|rule| quoted(rule).to_string()).collect();
    match fired.as_slice() {
        [] => "; no rule fired".to_owned(),
        fired => format!("; fired: {}", fired.join(", ")),
    }
}
