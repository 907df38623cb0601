//! What an agreement owes, as a case says it.

use serde_json::Value as Json;
use tierline_model::{Metric, Timestamp};

use crate::{
    WireError,
    verify::keys::{Keys, integer, wrong},
};

/// Units of time: what stands behind the metric in a key, and in the language behind the number.
const UNITS: [(&str, &str); 5] = [
    ("seconds", "seconds"),
    ("minutes", "minutes"),
    ("wall_minutes", "wall minutes"),
    ("working_days", "working days"),
    ("calendar_days", "calendar days"),
];

/// All units of targets: those of time, and shares of what is left of a clock.
fn units() -> impl Iterator<Item = (String, String)> {
    let times = UNITS.into_iter().map(|(unit, words)| (unit.to_owned(), format!(" {words}")));
    let shares =
        Metric::ALL.map(Metric::verb).map(|verb| (format!("percent_left_to_{verb}"), format!("% left to {verb}")));
    times.chain(shares)
}

/// What is owed: the metric and its amount in the language.
pub(super) type Targets = Vec<(Metric, String)>;

/// A policy of a case.
#[derive(Clone)]
pub(super) struct Policy {
    /// What is owed.
    pub(super) targets: Targets,
    /// What is owed at a priority, before what is owed otherwise.
    pub(super) by_level: Vec<(Level, Targets)>,
    /// Minutes that a start is put off.
    pub(super) start_delay: Option<i64>,
    /// The deadline that a field of the ticket holds.
    pub(super) due_field: Option<Timestamp>,
    /// Its ladder.
    pub(super) steps: Vec<PolicyStep>,
}

/// A priority: a number or a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Level {
    Number(i64),
    Word(String),
}

/// A step of the ladder of a policy.
#[derive(Clone)]
pub(super) struct PolicyStep {
    pub(super) name: String,
    pub(super) metric: Metric,
    /// When it is reached, in the language.
    pub(super) reach: String,
    /// The priority that it waits for.
    pub(super) guard: Option<Level>,
    /// The priority that it sets.
    pub(super) sets: Option<Level>,
    /// Whether it is put off to the next opening.
    pub(super) quiet: bool,
    pub(super) once_per_ticket: bool,
    pub(super) rearm: bool,
}

impl Policy {
    /// Reads the policy that stands at `path`; `None` where none matches.
    pub(super) fn read(path: &str, json: Json) -> Result<Option<Policy>, WireError> {
        if json.is_null() {
            return Ok(None);
        }
        let mut keys = Keys::of(path, json)?;
        let end_of_day = keys.truth("end_of_working_day")?.unwrap_or(false);
        let mut targets = targets(&mut keys, end_of_day)?;
        let due_field = due_field(&mut keys, &mut targets)?;
        let by_level = by_level(&mut keys, end_of_day)?;
        let start_delay = keys.count("start_delay_minutes")?;
        let steps = keys.list("escalations")?;
        let steps = steps.into_iter().map(|(path, step)| PolicyStep::read(&path, step)).collect::<Result<_, _>>()?;
        keys.finish()?;
        Ok(Some(Policy { targets, by_level, start_delay, due_field, steps }))
    }

    /// Whether it owes that.
    pub(super) fn owes(&self, metric: Metric) -> bool {
        let by_level = self.by_level.iter().flat_map(|(_, targets)| targets);
        self.targets.iter().chain(by_level).any(|(known, _)| *known == metric)
    }

    /// The priorities that it names.
    pub(super) fn levels(&self) -> impl Iterator<Item = &Level> {
        let of_steps = self.steps.iter().flat_map(|step| step.guard.iter().chain(&step.sets));
        self.by_level.iter().map(|(level, _)| level).chain(of_steps)
    }
}

/// The date that a field of the ticket holds, and which clock is due then.
fn due_field(keys: &mut Keys, targets: &mut Targets) -> Result<Option<Timestamp>, WireError> {
    let mut due = None;
    for metric in Metric::ALL {
        let key = format!("{}_due_field", metric.name());
        let Some(at) = keys.instant(&key)? else { continue };
        if due.replace(at).is_some() {
            return Err(wrong(&keys.at(&key), "is a second clock that is due by a field of the ticket"));
        }
        targets.push((metric, "by ticket.due_at".to_owned()));
    }
    Ok(due)
}

fn by_level(keys: &mut Keys, end_of_day: bool) -> Result<Vec<(Level, Targets)>, WireError> {
    let mut found = vec![];
    for (path, row) in keys.list("by_priority")? {
        let mut keys = Keys::of(&path, row)?;
        let level = Level::read(&mut keys, "priority")?;
        let level = keys.needed("priority", level)?;
        found.push((level, targets(&mut keys, end_of_day)?));
        keys.finish()?;
    }
    Ok(found)
}

fn targets(keys: &mut Keys, end_of_day: bool) -> Result<Targets, WireError> {
    let mut targets: Targets = vec![];
    for metric in Metric::ALL {
        for (unit, words) in units() {
            let key = format!("{}_{unit}", metric.name());
            let Some(count) = keys.count(&key)? else { continue };
            if targets.iter().any(|(known, _)| *known == metric) {
                return Err(wrong(&keys.at(&key), "is a second target of the same clock"));
            }
            let end = if unit == "working_days" && end_of_day { " end of day" } else { "" };
            targets.push((metric, format!("within {count}{words}{end}")));
        }
    }
    Ok(targets)
}

impl Level {
    /// The priority that a key holds.
    pub(super) fn read(keys: &mut Keys, key: &str) -> Result<Option<Level>, WireError> {
        let path = keys.at(key);
        keys.raw(key).map(|json| Level::of(&path, &json)).transpose()
    }

    /// The priority that stands at `path`.
    pub(super) fn of(path: &str, json: &Json) -> Result<Level, WireError> {
        match json {
            Json::String(word) => Ok(Level::Word(word.clone())),
            Json::Number(_) => integer(path, json).map(Level::Number),
            other => Err(wrong(path, &format!("must be a priority, a whole number or a text, not {other}"))),
        }
    }

    pub(super) fn is_number(&self) -> bool {
        matches!(self, Level::Number(_))
    }
}

impl PolicyStep {
    fn read(path: &str, json: Json) -> Result<PolicyStep, WireError> {
        let mut keys = Keys::of(path, json)?;
        let name = keys.text("name")?;
        let name = keys.needed("name", name)?;
        let metric = metric(&mut keys)?;
        let reach = reach(&mut keys)?;
        let step = PolicyStep {
            name,
            metric: keys.needed("metric", metric)?,
            reach: keys.needed("offset_minutes", reach)?,
            guard: level_in(&mut keys, "if")?,
            sets: level_in(&mut keys, "then")?,
            quiet: keys.truth("quiet")?.unwrap_or(false),
            once_per_ticket: keys.truth("once_per_ticket")?.unwrap_or(false),
            rearm: keys.truth("rearm")?.unwrap_or(false),
        };
        keys.finish()?;
        Ok(step)
    }
}

fn level_in(keys: &mut Keys, key: &str) -> Result<Option<Level>, WireError> {
    let Some(mut inner) = keys.inner(key)? else { return Ok(None) };
    let level = Level::read(&mut inner, "priority")?;
    inner.finish()?;
    Ok(level)
}

/// The clock that `metric` names.
pub(super) fn metric(keys: &mut Keys) -> Result<Option<Metric>, WireError> {
    keys.word("metric", &Metric::ALL.map(|metric| (metric.name(), metric)))
}

/// When a step is reached, in the language.
pub(super) fn reach(keys: &mut Keys) -> Result<Option<String>, WireError> {
    let mut found: Vec<(String, String)> = vec![];
    let offsets =
        [("offset_minutes", "minutes"), ("offset_wall_minutes", "wall minutes"), ("offset_days", "working days")];
    for (key, unit) in offsets {
        if let Some(count) = keys.integer(key)? {
            let side = if count < 0 { "before" } else { "after" };
            found.push((keys.at(key), format!("at {} {unit} {side}", count.unsigned_abs())));
        }
    }
    if let Some(percent) = keys.count("percent")? {
        found.push((keys.at("percent"), format!("at {percent}%")));
    }
    if let Some(minutes) = keys.count("minutes_after_start")? {
        found.push((keys.at("minutes_after_start"), format!("after {minutes} minutes")));
    }
    if let Some(minutes) = keys.count("every_minutes")? {
        let times = keys.count("times")?.map(|times| format!(" up to {times} times")).unwrap_or_default();
        found.push((keys.at("every_minutes"), format!("every {minutes} minutes{times}")));
    }
    match found.as_slice() {
        [_, (second, _), ..] => Err(wrong(second, "says a second time when the step is reached")),
        found => Ok(found.first().map(|(_, reach)| reach.clone())),
    }
}
