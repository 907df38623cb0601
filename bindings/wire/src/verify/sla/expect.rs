//! What a case expects.

use serde_json::Value as Json;
use tierline::Timestamp;
use tierline_model::{Class, Metric, Value};

use super::{
    case::{Case, Party},
    found::{Found, Said},
    play::Played,
    policy::{self, Level},
};
use crate::{
    WireError,
    verify::{
        Disagreement,
        keys::{Keys, instant, integer, one_of, wrong},
    },
};

/// All that a case expects.
pub(super) struct Expect {
    wanted: Vec<Wanted>,
    /// The steps of ladders that it asks about.
    pub(super) steps: Vec<AskedStep>,
    /// The mistake for which its rule file shall not compile.
    pub(super) error: Option<String>,
    /// The priority that the ticket shall have.
    pub(super) level: Option<Level>,
    tolerance: i64,
}

/// One thing that a case expects.
struct Wanted {
    /// As the case calls it: `elapsed_seconds.resolution`.
    what: String,
    class: Class,
    ask: Ask,
    said: Said,
    json: Json,
}

/// What a case asks.
#[derive(Clone, Copy)]
pub(super) enum Ask {
    /// Something of one clock.
    Clock(Metric, ClockAsk),
    /// The clocks that are breached.
    Breached,
    /// The clocks whose deadline was moved into the past.
    Rebased,
    /// The clocks with a warning.
    Warned,
    /// The earliest deadline that stands.
    EscalatesAt,
    /// The first instant at which a clock counts.
    StartsAt,
    /// When the desk wants to be woken.
    WakeAt,
    /// The steps that were taken.
    Fired,
    /// The step that is taken next.
    NextStep,
    /// The priority.
    Priority,
    /// When a step is reached, or taken.
    Step(usize, bool),
}

/// What a case asks of a clock.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum ClockAsk {
    /// The deadline of a clock that has not ended.
    Due,
    State,
    Elapsed,
    Remaining,
    Overdue,
    Paused,
    /// Working time since the start, pauses included.
    Working,
    /// Time since the start.
    Wall,
    Percent,
    BreachedAt,
    StoppedAt,
    StartedAt,
    Cycle,
    Visits,
    /// The deadline that a person's replaced.
    InsteadOf,
    /// The policy that it is under.
    Policy,
}

/// A step of a ladder that a case asks about.
pub(super) struct AskedStep {
    pub(super) class: Class,
    /// Its clock and when it is reached, where it is none of the policy.
    pub(super) asked: Option<(Metric, String)>,
    /// Its name, where it is one of the policy.
    pub(super) name: Option<String>,
}

/// Keys that hold something for each clock, `{"resolution": ...}`.
const OF_CLOCKS: [(&str, ClockAsk); 15] = [
    ("state", ClockAsk::State),
    ("elapsed_seconds", ClockAsk::Elapsed),
    ("remaining_seconds", ClockAsk::Remaining),
    ("overdue_seconds", ClockAsk::Overdue),
    ("paused_working_seconds", ClockAsk::Paused),
    ("working_seconds", ClockAsk::Working),
    ("wall_clock_seconds", ClockAsk::Wall),
    ("percent_used", ClockAsk::Percent),
    ("breached_at", ClockAsk::BreachedAt),
    ("stopped_at", ClockAsk::StoppedAt),
    ("started_at", ClockAsk::StartedAt),
    ("cycle", ClockAsk::Cycle),
    ("visits", ClockAsk::Visits),
    ("due_by_target", ClockAsk::InsteadOf),
    ("policy_version", ClockAsk::Policy),
];

impl Expect {
    pub(super) fn read(mut keys: Keys, parties: &[Party]) -> Result<Expect, WireError> {
        let error = keys.text("error")?;
        let tolerance = keys.count("tolerance_seconds")?.unwrap_or(0);
        let mut expect = Expect { wanted: vec![], steps: vec![], error, level: None, tolerance };
        expect.ticket(&mut keys)?;
        expect.of_class(Class::Customer, &mut keys)?;
        for class in [Class::Ola, Class::Supplier] {
            let Some(mut keys) = keys.inner(class.name())? else { continue };
            if !parties.iter().any(|party| party.class == class) {
                let help = "add one to `also`: {\"class\": \"ola\", \"policy\": {...}}".to_owned();
                let message = format!("the case has no agreement of the class `{}`", class.name());
                return Err(WireError::new("bad-value", message).help(Some(help)));
            }
            expect.of_class(class, &mut keys)?;
            keys.finish()?;
        }
        keys.finish()?;
        let compares = !expect.wanted.is_empty() || !expect.steps.is_empty() || expect.level.is_some();
        if !compares && expect.error.is_none() {
            return Err(WireError::new("bad-value", "`expect` names nothing to compare"));
        }
        Ok(expect)
    }

    /// What is expected of the ticket as a whole.
    fn ticket(&mut self, keys: &mut Keys) -> Result<(), WireError> {
        let class = Class::Customer;
        self.key(keys, class, "wake_at", Ask::WakeAt, maybe_instant)?;
        self.key(keys, class, "fired", Ask::Fired, words)?;
        self.key(keys, class, "next_escalation", Ask::NextStep, maybe_text)?;
        let mut level = None;
        self.key(keys, class, "priority", Ask::Priority, |path, json| {
            let said = level.insert(Level::of(path, json)?);
            Ok(match said {
                Level::Number(number) => Said::Number(*number),
                Level::Word(word) => Said::Text(word.clone()),
            })
        })?;
        self.level = level;
        Ok(())
    }

    /// What is expected of the clocks of a class.
    fn of_class(&mut self, class: Class, keys: &mut Keys) -> Result<(), WireError> {
        self.key(keys, class, "breached", Ask::Breached, metrics)?;
        self.key(keys, class, "rebased", Ask::Rebased, metrics)?;
        self.key(keys, class, "warned", Ask::Warned, metrics)?;
        self.key(keys, class, "escalates_at", Ask::EscalatesAt, maybe_instant)?;
        self.key(keys, class, "clock_starts_at", Ask::StartsAt, maybe_instant)?;
        for metric in Metric::ALL {
            let key = format!("{}_due", metric.name());
            self.key(keys, class, &key, Ask::Clock(metric, ClockAsk::Due), maybe_instant)?;
        }
        for (key, ask) in OF_CLOCKS {
            let Some(mut inner) = keys.inner(key)? else { continue };
            for metric in Metric::ALL {
                self.key(&mut inner, class, metric.name(), Ask::Clock(metric, ask), ask.reader())?;
            }
            inner.finish()?;
        }
        self.steps(class, keys)
    }

    fn steps(&mut self, class: Class, keys: &mut Keys) -> Result<(), WireError> {
        for (path, step) in keys.list("escalations")? {
            let mut keys = Keys::of(&path, step)?;
            let number = self.steps.len();
            self.key(&mut keys, class, "at", Ask::Step(number, false), maybe_instant)?;
            self.key(&mut keys, class, "put_off_to", Ask::Step(number, true), maybe_instant)?;
            let name = keys.text("name")?;
            let asked = match &name {
                Some(_) => None,
                None => {
                    let metric = policy::metric(&mut keys)?;
                    let reach = policy::reach(&mut keys)?;
                    Some((keys.needed("metric", metric)?, keys.needed("offset_minutes", reach)?))
                }
            };
            self.steps.push(AskedStep { class, asked, name });
            keys.finish()?;
        }
        Ok(())
    }

    fn key(
        &mut self,
        keys: &mut Keys,
        class: Class,
        key: &str,
        ask: Ask,
        read: impl FnOnce(&str, &Json) -> Result<Said, WireError>,
    ) -> Result<(), WireError> {
        let path = keys.at(key);
        let Some(json) = keys.raw(key) else { return Ok(()) };
        let said = read(&path, &json)?;
        let what = path.strip_prefix("expect.").unwrap_or(&path).to_owned();
        self.wanted.push(Wanted { what, class, ask, said, json });
        Ok(())
    }

    /// All instants that it names.
    pub(super) fn instants(&self) -> impl Iterator<Item = Timestamp> {
        self.wanted.iter().filter_map(|wanted| match wanted.said {
            Said::Instant(at) => Some(at),
            _ => None,
        })
    }

    /// Where the answer is otherwise.
    pub(super) fn disagreements(&self, case: &Case, played: &Played) -> Vec<Disagreement> {
        let found = Found { case, played };
        let differ = self.wanted.iter().filter_map(|wanted| {
            let said = found.said(wanted.class, wanted.ask);
            let (what, expected) = (wanted.what.clone(), wanted.json.clone());
            (!said.is(&wanted.said, self.tolerance)).then(|| Disagreement { what, expected, found: said.to_json() })
        });
        let faults = played.answer.faults.iter().map(|fault| Disagreement {
            what: "faults".to_owned(),
            expected: Json::Array(vec![]),
            found: Json::from(fault.reason.as_str()),
        });
        differ.chain(faults).collect()
    }
}

/// Reads what a key holds.
type Reader = fn(&str, &Json) -> Result<Said, WireError>;

impl ClockAsk {
    fn reader(self) -> Reader {
        match self {
            ClockAsk::Due | ClockAsk::BreachedAt | ClockAsk::StoppedAt => maybe_instant,
            ClockAsk::StartedAt | ClockAsk::InsteadOf => maybe_instant,
            ClockAsk::State => maybe_text,
            ClockAsk::Percent => decimal,
            _ => |path, json| integer(path, json).map(Said::Number),
        }
    }
}

fn maybe_instant(path: &str, json: &Json) -> Result<Said, WireError> {
    if json.is_null() { Ok(Said::Nothing) } else { instant(path, json).map(Said::Instant) }
}

fn maybe_text(path: &str, json: &Json) -> Result<Said, WireError> {
    match json {
        Json::Null => Ok(Said::Nothing),
        Json::String(text) => Ok(Said::Text(text.clone())),
        other => Err(wrong(path, &format!("must be text or null, not {other}"))),
    }
}

fn words(path: &str, json: &Json) -> Result<Said, WireError> {
    let not = || wrong(path, &format!("must be a list of texts, not {json}"));
    let words = json.as_array().ok_or_else(not)?.iter().map(|word| word.as_str().map(str::to_owned).ok_or_else(not));
    words.collect::<Result<_, _>>().map(Said::Words)
}

/// Clocks by name, in the order of the reference.
fn metrics(path: &str, json: &Json) -> Result<Said, WireError> {
    let known = Metric::ALL.map(|metric| (metric.name(), metric));
    let Said::Words(words) = words(path, json)? else { return Ok(Said::Nothing) };
    let metrics = words.iter().map(|word| one_of(path, word, &known)).collect::<Result<Vec<Metric>, _>>()?;
    Ok(Said::clocks(metrics))
}

fn decimal(path: &str, json: &Json) -> Result<Said, WireError> {
    match Value::from_json(json.clone()) {
        Ok(Value::Missing) => Ok(Said::Nothing),
        Ok(Value::Int(whole)) => Ok(Said::Decimal(whole.into())),
        Ok(Value::Decimal(decimal)) => Ok(Said::Decimal(decimal)),
        _ => Err(wrong(path, &format!("must be a number, not {json}"))),
    }
}
