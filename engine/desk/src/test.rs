//! Running the tests of a desk.

use std::sync::Arc;

use serde::Serialize;
use tierline_condition::{Facts, equal};
use tierline_model::{
    Answer, Class, Fault, Metric, Path, Place, Reading, Request, Root, Roster, SortedSet, Tell, Text, Ticket,
    Timestamp, Value, Verdict, answer::Asked, quoted, sort::sort_by,
};
use tierline_rules::Rule;
use tierline_script::{ClockField, Compiled, Expected, Program, Session, TestCase, TestMoment, TestView};
use tierline_sla::Detail;

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

/// Says of a request why rules did not fire for it, and what would have had to differ: the tail of a sentence, or nothing.
pub type SayWhy<'s> = &'s mut dyn FnMut(&Desk, &Request, &[Text]) -> String;

/// Is shown every answer.
type Show<'s> = &'s mut dyn FnMut(&Answer);

impl Desk {
    /// Runs the tests of the desk, in order. A test may take half of the work that those before it left of
    /// [`Limits::test_work`](crate::Limits); one that takes more fails.
    ///
    /// ```
    /// # use tierline::{Desk, Limits, Pack, Timestamp};
    /// # let rules = "stage triage\nrule \"vip\" {\n  when requester.vip\n  then { add_tag(\"vip\"); }\n}\ntest \"t\" {\n  given requester #{ vip: true }\n  expect \"vip\" in outcome.tags\n}\n";
    /// # let desk = Desk::compile(Pack::of("desk.rhai", rules), Limits::SERVER).unwrap();
    /// assert!(desk.test().iter().all(|report| report.failures.is_empty()));
    /// ```
    pub fn test(&self) -> Vec<TestReport> {
        self.test_saying_why(&mut |_, _, _| String::new())
    }

    /// As [`Desk::test`]; of every rule that should have fired, `why` says why it did not.
    ///
    /// ```
    /// # use tierline::{Desk, Limits, Pack};
    /// # let rules = "stage triage\nrule \"vip\" {\n  when requester.vip\n  then { add_tag(\"vip\"); }\n}\ntest \"t\" {\n  expect fired(\"vip\")\n}\n";
    /// # let desk = Desk::compile(Pack::of("desk.rhai", rules), Limits::SERVER).unwrap();
    /// let reports = desk.test_saying_why(&mut |_, _, rules| format!("; nobody knows why not {}", rules[0]));
    /// assert_eq!(reports[0].failures[0].message, r#"expected fired("vip"); no rule fired; nobody knows why not vip"#);
    /// ```
    pub fn test_saying_why(&self, why: SayWhy<'_>) -> Vec<TestReport> {
        // A desk at work has no use for its tests: they are read where they are run.
        let Ok(compiled) = LANGUAGE.compile(&self.pack) else { return vec![] };
        self.run_tests(compiled, self, &mut |_| {}, why)
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
        self.test_with_coverage_saying_why(&mut |_, _, _| String::new())
    }

    /// As [`Desk::test_with_coverage`]; of every rule that should have fired, `why` says why it did not.
    ///
    /// ```
    /// # use tierline::{Desk, Limits, Pack};
    /// # let rules = "stage triage\nrule \"vip\" {\n  when requester.vip\n  then { add_tag(\"vip\"); }\n}\ntest \"t\" {\n  given requester #{ vip: true }\n  expect fired(\"vip\")\n}\n";
    /// # let desk = Desk::compile(Pack::of("desk.rhai", rules), Limits::SERVER).unwrap();
    /// let (reports, _) = desk.test_with_coverage_saying_why(&mut |_, _, _| String::new());
    /// assert!(reports[0].failures.is_empty());
    /// ```
    pub fn test_with_coverage_saying_why(&self, why: SayWhy<'_>) -> (Vec<TestReport>, Coverage) {
        let Ok((compiled, outline)) = LANGUAGE.compile_with_outline(&self.pack) else { return Default::default() };
        let watch = Watch::default();
        let watched = self.watched_by(Arc::new(watch.clone()));
        let reports = self.run_tests(compiled, &watched, &mut |answer| watch.note(|seen| seen.add(answer)), why);
        (reports, self.coverage(&outline, &watch.seen()))
    }

    /// The rules that no test of the desk fires, in the order they are looked at; none where it has no tests, or where nobody
    /// knows for its tests take too much work. Tests that are soon over are played first, and no more of them than it takes.
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
        let mut budget = Budget(self.limits.test_work / 2);
        for test in tests {
            if silent.is_empty() {
                break;
            }
            let Ok(request) = self.request_of(test) else { continue };
            let replay = self.replay(request).telling(fired_only(), Detail::Current);
            let played = self.play(
                test,
                replay,
                budget.half(),
                &mut |answer| {
                    for rule in fired(answer) {
                        silent.remove(rule);
                    }
                },
                &mut |_, _, _| {},
            );
            match played {
                Ok(work) => budget.take(work),
                Err(_) => return vec![],
            }
        }
        self.rules.rules().filter(|rule| silent.contains(&*rule.name)).collect()
    }

    /// Runs tests on `played`, a desk that does the same as this one, and shows all its answers.
    fn run_tests(
        &self,
        compiled: Compiled,
        played: &Desk,
        show: &mut dyn FnMut(&Answer),
        why: SayWhy<'_>,
    ) -> Vec<TestReport> {
        let program = Program::new(compiled.test_scripts, self.pack.clone());
        let mut budget = Budget(self.limits.test_work);
        let mut run = |test: &TestCase| {
            let failures = match self.request_of(test) {
                Err(message) => vec![Failure { place: test.place.clone(), message }],
                Ok(request) => self.compare(test, played.replay(request), &program, (&mut budget, show, why)),
            };
            TestReport { test: test.name.clone(), place: test.place.clone(), failures }
        };
        compiled.tests.iter().map(&mut run).collect()
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
        (budget, show, why): (&mut Budget, Show<'_>, SayWhy<'_>),
    ) -> Vec<Failure> {
        let mut failures = vec![];
        let tells_all = replay.is_watched();
        let replay = if tells_all { replay } else { replay.telling(fired_only(), Detail::Current) };
        let played = self.play(test, replay, budget.half(), show, &mut |moment, seen, replay| {
            failures.extend(self.unmet(moment, seen, replay, program, why));
            let foretold = |rule: &Text| test.moments.iter().any(|moment| faulted(moment).any(|known| known == rule));
            let faults = seen.faults.iter().filter(|fault| !foretold(&fault.rule));
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
        match played {
            Ok(work) => budget.take(work),
            Err(at) => {
                failures.push(Failure { place: test.place.clone(), message: budget.exceeded(&test.name, at) });
                budget.take(budget.half());
            }
        }
        failures
    }

    /// Plays a test moment by moment: shows every answer, and at each moment what came of it. The work that it took, or the
    /// instant at which that was more than `allowed`.
    fn play(
        &self,
        test: &TestCase,
        mut replay: Replay<'_>,
        allowed: u64,
        show: &mut dyn FnMut(&Answer),
        look: &mut dyn FnMut(&TestMoment, &Seen, &mut Replay<'_>),
    ) -> Result<u64, Timestamp> {
        let given = Some(replay.request().event.clone()).filter(|event| !event.is_empty());
        let mut work = 0_u64;
        for (index, moment) in test.moments.iter().enumerate() {
            let mut seen = Seen::default();
            let mut see = |answer: Answer, replay: &Replay<'_>| {
                work = work.saturating_add(replay.work()).saturating_add(WORK_OF_AN_EVALUATION);
                show(&answer);
                let at = answer.now;
                seen.add(answer);
                if work > allowed { Err(at) } else { Ok(()) }
            };
            while let Some(answer) = replay.wake(moment.at) {
                see(answer, &replay)?;
            }
            let event = moment.event.clone().or(given.clone().filter(|_| index == 0));
            let answer = match event {
                Some(event) => replay.event(moment.at, event),
                None => replay.look(moment.at),
            };
            see(answer, &replay)?;
            look(moment, &seen, &mut replay);
        }
        Ok(work)
    }

    /// What is not as a moment expects.
    fn unmet(
        &self,
        moment: &TestMoment,
        seen: &Seen,
        replay: &mut Replay<'_>,
        program: &Program,
        why: SayWhy<'_>,
    ) -> Vec<Failure> {
        let asked = replay.asked();
        let mut why_not = |rules: &[Text]| {
            let unfired = rules.iter().filter(|rule| !seen.fired.iter().any(|fired| **fired == ***rule));
            let unfired: Vec<Text> = unfired.filter(|rule| self.rules.has(rule)).cloned().collect();
            match &asked {
                Some(request) if !unfired.is_empty() => why(self, request, &unfired),
                _ => String::new(),
            }
        };
        let Some(answer) = &seen.last else { return vec![] };
        let facts = Arc::new(replay.facts(self));
        let mut session = Session::new(&LANGUAGE, program, self.limits).with_test(seen.view());
        let unmet = moment.expectations.iter().filter_map(|expectation| {
            let wrong = match &expectation.what {
                Expected::Holds { script, reads, fired, .. } => match session.holds(*script, &facts) {
                    Ok(true) => return None,
                    Ok(false) => saw(reads, &facts, &seen.fired) + why_not(fired).as_str(),
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

/// Work that an evaluation takes at least.
const WORK_OF_AN_EVALUATION: u64 = 300;

/// The work that is left for the tests of a desk.
struct Budget(u64);

impl Budget {
    /// What one test may take of it, so that those after it are run whatever it does.
    fn half(&self) -> u64 {
        self.0 / 2
    }

    fn take(&mut self, work: u64) {
        self.0 = self.0.saturating_sub(work);
    }

    /// That a test takes more.
    fn exceeded(&self, test: &str, at: Timestamp) -> String {
        format!(
            "the test {} takes too much: it came to {at} and had taken {} units of work by then, half of what was left to the \
             tests of this desk (test_work); let less time pass in it, or let fewer rules wait for an instant",
            quoted(test),
            self.half()
        )
    }
}

/// What came of a test on the way to one of its moments.
#[derive(Default)]
struct Seen {
    /// Rules that fired and steps that were taken, in order.
    fired: Vec<String>,
    /// Faults, each once.
    faults: Vec<Fault>,
    effects: Vec<Asked>,
    last: Option<Answer>,
}

impl Seen {
    fn add(&mut self, mut answer: Answer) {
        self.fired.extend(fired(&answer).map(str::to_owned));
        self.effects.append(&mut answer.effects);
        for fault in answer.faults.drain(..) {
            if !self.faults.contains(&fault) {
                self.faults.push(fault);
            }
        }
        self.last = Some(answer);
    }

    fn view(&self) -> TestView {
        TestView {
            fired: self.fired.clone(),
            faulted: self.faults.iter().map(|fault| fault.rule.to_string()).collect(),
            effects: self.effects.clone(),
        }
    }
}

/// What tests must know of rules.
fn fired_only() -> Tell {
    Tell::Fired(SortedSet::new())
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
        ClockField::Longest => reading.longest_seconds.map_or(Value::Missing, Value::Int),
        ClockField::Paused => Value::Int(reading.paused_seconds),
        ClockField::Breached => instant(reading.breach.as_ref().map(|breach| breach.at)),
        ClockField::Policy => Value::Text(reading.policy.clone()),
        ClockField::Cycle => Value::Int(reading.cycle.into()),
    };
    (!equal(&read, value)).then(|| format!("; it is {read}"))
}

/// Rules that fired and steps that were taken.
fn fired(answer: &Answer) -> impl Iterator<Item = &str> {
    let of_stages = answer.trace.iter().flat_map(|trace| &trace.stages).flat_map(|stage| &stage.rules);
    let of_ladders = answer.trace.iter().flat_map(|trace| &trace.steps);
    let rules = of_stages.chain(of_ladders);
    rules.filter(|rule| matches!(rule.verdict, Verdict::Fired { .. })).map(|rule| &*rule.rule)
}

/// What was there instead: the fields that the expectation reads, or the rules that fired.
fn saw(reads: &[Path], facts: &Facts, fired: &[String]) -> String {
    let field =
        |path: &Path| format!("{} is {}", path.to_string().replacen("ticket.", "outcome.", 1), facts.read(path));
    let fields: Vec<String> = reads.iter().map(field).collect();
    if !fields.is_empty() {
        return format!("; {}", fields.join(", "));
    }
    let fired: Vec<String> = fired.iter().map(|rule| quoted(rule).to_string()).collect();
    match fired.as_slice() {
        [] => "; no rule fired".to_owned(),
        fired => format!("; fired: {}", fired.join(", ")),
    }
}
