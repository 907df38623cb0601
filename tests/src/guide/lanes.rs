//! What there is to draw of an example: its tests, played to the desk as a host would.

use std::collections::BTreeSet;

use tierline::{
    Answer, Desk, Limits, Map, Metric, OpenHours, Pack, Reading, Replay, Request, Ticket, Timestamp, Value,
};
use tierline_model::{Root, Text};
use tierline_rules::actions::ACTIONS;
use tierline_script::{Expected, Language, TestCase, TestMoment};

use super::Example;

/// Behind this in a line of an example stand other ways to write the line, each of which gets a lane.
const OR: &str = "// or: ";
/// How much is known of a calendar before the first and behind the last instant that matter.
const AROUND: i64 = 7 * 86_400;

/// A clock of a ticket, from its start to the last instant of a test.
#[derive(Debug)]
pub struct Lane {
    /// What tells it from the others.
    pub title: String,
    /// The line of the example in its place, where the lanes differ by a line.
    pub line: Option<String>,
    /// The instant it is read at: the last of the test.
    pub now: Timestamp,
    /// What happened to the ticket.
    pub events: Vec<(Timestamp, String)>,
    /// The clock; its earlier cycles first.
    pub readings: Vec<Reading>,
    /// The steps of ladders that were taken, and when each was reached.
    pub taken: Vec<(Timestamp, String)>,
    /// When the calendars are open that it counted by; the one that it counts by is the last.
    pub hours: Vec<OpenHours>,
}

/// The lanes of an example: one for each line in place of another, else for each test, and there for each clock that the test
/// asks about.
///
/// # Panics
///
/// Where the example does not compile, or a test of it does not hold.
pub fn lanes(example: &Example) -> Vec<Lane> {
    let variants = variants(&example.rules);
    let mut lanes = vec![];
    for (rules, line) in &variants {
        let mut pack = Pack::of("example.rhai", rules);
        pack.files.extend(example.beside.clone().map(|text| ("beside.rhai".to_owned(), text)));
        let language = Language::new(ACTIONS.iter().map(|action| &action.spec).collect());
        let compiled = language.compile(&pack).unwrap_or_else(|broken| panic!("{}: {broken:?}", example.place));
        let desk = Desk::compile(pack, Limits::SERVER).unwrap_or_else(|found| panic!("{}: {found:?}", example.place));
        // The other lines change what comes out: the tests are those of the line as it stands.
        if line.as_ref().is_none_or(|line| Some(line) == variants.first().and_then(|(_, first)| first.as_ref())) {
            desk.test().iter().for_each(|report| assert_eq!(report.failures, [], "{}: {}", example.place, report.test));
        }
        let is_one = variants.len() > 1 || compiled.tests.len() == 1;
        lanes.extend(compiled.tests.iter().flat_map(|test| of_test(&desk, test, line.as_deref(), is_one)));
    }
    lanes
}

/// The example as it stands and with each of the other lines, together with that line. Blocks begin in the first column, so a
/// line keeps what it is indented by.
fn variants(rules: &str) -> Vec<(String, Option<String>)> {
    let Some(place) = rules.lines().position(|line| line.contains(OR)) else { return vec![(rules.to_owned(), None)] };
    let line = rules.lines().nth(place).unwrap_or_default();
    let (as_it_stands, others) = line.split_once(OR).unwrap_or_default();
    let all = [as_it_stands.trim()].into_iter().chain(others.split(" | ").map(str::trim));
    let with = |other: &str| {
        let lines = rules.lines().enumerate();
        lines.map(|(index, line)| if index == place { format!("    {other}\n") } else { format!("{line}\n") }).collect()
    };
    all.map(|other| (with(other), Some(other.to_owned()))).collect()
}

fn of_test(desk: &Desk, test: &TestCase, line: Option<&str>, is_one: bool) -> Vec<Lane> {
    let now = test.moments.last().map_or(Timestamp::MIN, |last| last.at);
    let mut replay = desk.replay(request(test, now));
    let mut taken = vec![];
    for moment in &test.moments {
        replay.until(moment.at).iter().for_each(|answer| taken.extend(steps(answer)));
        taken.extend(steps(&play(&mut replay, moment)));
    }
    let request = Request { now, ..replay.request().clone() };
    let readings = desk.deadlines(request, true).readings;
    let events: Vec<_> =
        test.moments.iter().filter_map(|moment| Some((moment.at, told(moment.event.as_ref()?)))).collect();
    let metrics = asked(test);
    let lane = |metric: Metric| {
        let readings: Vec<Reading> = readings.iter().filter(|reading| reading.clock == metric).cloned().collect();
        let name = line.map_or(&*test.name, |line| if line.is_empty() { "left out" } else { line });
        let title = match (is_one && line.is_none(), metrics.len()) {
            (true, _) => metric.name().replace('_', " "),
            (false, 1) => name.to_owned(),
            (false, _) => format!("{name}: {}", metric.name().replace('_', " ")),
        };
        let hours = hours(desk, &readings, &events, now);
        Lane {
            title,
            line: line.map(str::to_owned),
            now,
            events: events.clone(),
            readings,
            taken: taken.clone(),
            hours,
        }
    };
    metrics.iter().map(|metric| lane(*metric)).collect()
}

fn request(test: &TestCase, now: Timestamp) -> Request {
    let mut given = test.given.clone();
    let mut ticket = given.remove("ticket").unwrap_or_default();
    given.retain(|name, _| Root::named(name).is_some_and(Root::is_part_of_ticket));
    ticket.extend(given.into_iter().map(|(name, record)| (name.into(), Value::Map(record))));
    Request::new(Ticket(ticket), now)
}

fn play(replay: &mut Replay<'_>, moment: &TestMoment) -> Answer {
    match &moment.event {
        Some(event) => replay.event(moment.at, event.clone()),
        None => replay.look(moment.at),
    }
}

/// The steps of ladders that an answer takes: when each was reached, and its name without the ladder's.
fn steps(answer: &Answer) -> Vec<(Timestamp, String)> {
    let effects = serde_json::to_value(&answer.effects).unwrap_or_default();
    let step = |effect: &serde_json::Value| {
        let at = Timestamp::parse(effect["at"].as_str()?)?;
        Some((at, effect["rule"].as_str()?.split_once(", ")?.1.to_owned()))
    };
    effects.as_array().into_iter().flatten().filter_map(step).collect()
}

/// The clocks that a test asks about, in the order of the reference.
fn asked(test: &TestCase) -> Vec<Metric> {
    let expectations = test.moments.iter().flat_map(|moment| &moment.expectations);
    let asked: Vec<Metric> = expectations
        .filter_map(|expectation| match &expectation.what {
            Expected::Clock { metric, .. } => Some(*metric),
            Expected::Holds { .. } => None,
        })
        .collect();
    Metric::ALL.into_iter().filter(|metric| asked.contains(metric)).collect()
}

/// An event in a word or two: what it sets, else who did what.
fn told(event: &Map) -> String {
    let word = |name: &str| event.get(name).and_then(Value::as_text).map(str::to_owned);
    let set = event.get("set").and_then(Value::as_map).map(words).unwrap_or_default();
    let kind = word("kind").unwrap_or_else(|| "updated".to_owned());
    let is_automated = event.get("automated") == Some(&Value::Bool(true));
    let is_public = event.get("public") != Some(&Value::Bool(false));
    match (kind.as_str(), word("author").as_deref()) {
        ("updated", _) if !set.is_empty() => set.join(", "),
        ("message", Some("agent")) if is_automated => "automatic answer".to_owned(),
        ("message", Some("agent")) if is_public => "answer".to_owned(),
        ("message", Some("agent")) => "note".to_owned(),
        ("message", _) => "message".to_owned(),
        ("created", Some("agent")) => "created by an agent".to_owned(),
        ("deadline", _) => "deadline set by hand".to_owned(),
        _ => kind,
    }
}

/// The values that an event sets; names where they are no words.
fn words(set: &Map) -> Vec<String> {
    let words = set.iter().map(|(name, value)| match value {
        Value::Map(record) => words(record).join(", "),
        value => value.as_text().map_or_else(|| name.to_string(), str::to_owned),
    });
    words.collect()
}

fn hours(desk: &Desk, readings: &[Reading], events: &[(Timestamp, String)], now: Timestamp) -> Vec<OpenHours> {
    let spans = readings.iter().filter_map(|reading| reading.why.as_ref()).flat_map(|why| &why.spans);
    let before = spans.map(|span| &span.calendar);
    let calendars = before.chain(readings.last().map(|reading| &reading.calendar)).flatten();
    let all = instants_of(readings).chain(events.iter().map(|(at, _)| *at)).chain([now]);
    let all: BTreeSet<i64> = all.map(Timestamp::second).collect();
    let (first, last) = (all.first().map_or(0, |at| at - AROUND), all.last().map_or(0, |at| at + AROUND));
    let (first, last) = (Timestamp::from_second(first), Timestamp::from_second(last));
    calendars.filter_map(|calendar| desk.open_hours(calendar, first, last)).collect()
}

fn instants_of(readings: &[Reading]) -> impl Iterator<Item = Timestamp> + '_ {
    readings.iter().flat_map(|reading| {
        let ends = [
            Some(reading.started_at),
            reading.due,
            reading.stopped_at,
            reading.breach.as_ref().map(|breach| breach.at),
        ];
        let steps = reading.steps.iter().flat_map(|step| [Some(step.at), step.put_off_to]);
        ends.into_iter().chain(steps).flatten()
    })
}

impl Lane {
    /// When a calendar is open; nothing for the wall clock.
    pub fn hours(&self, calendar: Option<&Text>) -> Option<&OpenHours> {
        self.hours.iter().find(|hours| Some(&hours.calendar) == calendar)
    }

    /// The instants that its clock is about: starts, deadlines, ends, breaches, steps.
    pub fn instants(&self) -> impl Iterator<Item = Timestamp> + '_ {
        instants_of(&self.readings)
    }

    /// All instants that the drawing shows: those, what happened, and when the calendar opens and closes.
    pub fn all_instants(&self) -> BTreeSet<i64> {
        let open = self.hours.iter().flat_map(|hours| &hours.open).flat_map(|(open, close)| [*open, *close]);
        let changes = self.readings.iter().filter_map(|reading| reading.why.as_ref()).flat_map(|why| &why.changes);
        let changes = changes.flat_map(|change| [Some(change.at), change.due_before, change.due_after]).flatten();
        let events = self.events.iter().chain(&self.taken).map(|(at, _)| *at);
        self.instants().chain(open).chain(changes).chain(events).chain([self.now]).map(Timestamp::second).collect()
    }

    /// An instant as the clocks on the wall of its calendar show it, in seconds.
    pub fn wall(&self, at: Timestamp) -> i64 {
        let mut offsets = self.hours.last().into_iter().flat_map(|hours| &hours.offsets);
        at.second() + offsets.rfind(|(since, _)| *since <= at).map_or(0, |(_, seconds)| i64::from(*seconds))
    }
}
