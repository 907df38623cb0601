//! What is owed and by when: SLA policies and escalation ladders, as written.
//!
//! `C` is whatever stands for a condition: the language makes `tierline_condition::Condition`, the clocks work with
//! numbers of conditions.

use std::fmt;

use serde::Serialize;

use crate::{Metric, Path, Place, Text, Timestamp, metrics::Held};

/// Who owes whom. A ticket is under at most one policy of each class, side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// The desk owes the requester: a customer SLA.
    Customer,
    /// A team owes the desk: an operational level agreement.
    Ola,
    /// A supplier owes the desk: an underpinning contract.
    Supplier,
}

impl Class {
    /// All classes, in the order in which they are looked at.
    pub const ALL: [Class; 3] = [Class::Customer, Class::Ola, Class::Supplier];

    /// Its word in a rule file.
    pub fn name(self) -> &'static str {
        match self {
            Class::Customer => "customer",
            Class::Ola => "ola",
            Class::Supplier => "supplier",
        }
    }

    /// The class of that word.
    pub fn named(word: &str) -> Option<Class> {
        Class::ALL.into_iter().find(|class| class.name() == word)
    }
}

/// How long something may take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Amount {
    /// Seconds in which the calendar is open.
    Open(i64),
    /// Seconds of the wall clock.
    Wall(i64),
    /// Working days of the calendar: the same local time so many open dates later.
    WorkingDays {
        /// How many.
        days: i64,
        /// Up to that date's last close instead.
        end_of_day: bool,
    },
    /// Dates, open or not: the same local time so many dates later.
    CalendarDays {
        /// How many.
        days: i64,
    },
    /// When a field of the ticket says.
    By(Promise),
    /// A part of what is left of the customer's clock when this one starts.
    Share {
        /// Of a hundred.
        percent: i64,
        /// The customer's clock.
        of: Metric,
    },
}

impl Amount {
    /// The longest that anything may take: a hundred years.
    pub const MOST_SECONDS: i64 = 100 * 366 * 86_400;
    /// The largest share of another clock, of a hundred.
    pub const MOST_PERCENT: i64 = 1_000;

    /// Whether it is one that rules may name.
    pub fn is_within_bounds(&self) -> bool {
        match self {
            Amount::Open(seconds) | Amount::Wall(seconds) => (0..=Amount::MOST_SECONDS).contains(seconds),
            Amount::WorkingDays { days, .. } | Amount::CalendarDays { days } => {
                (0..=Amount::MOST_SECONDS / 86_400).contains(days)
            }
            Amount::Share { percent, .. } => (0..=Amount::MOST_PERCENT).contains(percent),
            Amount::By(_) => true,
        }
    }
}

/// As a policy writes it: `4 hours`.
impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days = |count: i64, kind: &str| format!("{count} {kind} day{}", if count == 1 { "" } else { "s" });
        match self {
            Amount::Open(seconds) => f.write_str(&spoken(*seconds, "")),
            Amount::Wall(seconds) => f.write_str(&spoken(*seconds, "wall ")),
            Amount::WorkingDays { days: count, end_of_day: false } => f.write_str(&days(*count, "working")),
            Amount::WorkingDays { days: count, end_of_day: true } => {
                write!(f, "{} end of day", days(*count, "working"))
            }
            Amount::CalendarDays { days: count } => f.write_str(&days(*count, "calendar")),
            Amount::By(promise) => write!(f, "by {promise}"),
            Amount::Share { percent, of } => write!(f, "{percent}% left to {}", of.verb()),
        }
    }
}

/// A date that somebody promised, in a field of the ticket. An instant at which the calendar is closed is its next opening,
/// a date without a time the opening of that day where the calendar is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    /// The field.
    pub field: Path,
    /// Whether all of that day is left, up to its last close.
    pub end_of_day: bool,
    /// Whether pauses put it off.
    pub moves_with_pauses: bool,
}

impl Promise {
    const END_OF_DAY: &str = " end of day";
    const MOVES: &str = " moves with pauses";

    /// Whether it is more than the name of a field.
    pub fn says_more(&self) -> bool {
        self.end_of_day || self.moves_with_pauses
    }

    /// Reads what its [`Display`](fmt::Display) writes.
    pub(crate) fn parse(text: &str) -> Option<Promise> {
        let (field, moves_with_pauses) = without(text, Promise::MOVES);
        let (field, end_of_day) = without(field, Promise::END_OF_DAY);
        Some(Promise { field: Path::parse(field)?, end_of_day, moves_with_pauses })
    }
}

/// A text without its end, and whether it had that.
fn without<'a>(text: &'a str, end: &str) -> (&'a str, bool) {
    text.strip_suffix(end).map_or((text, false), |text| (text, true))
}

/// As a policy writes it: `ticket.due_at end of day`.
impl fmt::Display for Promise {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said = |says: bool, words: &'static str| if says { words } else { "" };
        let end_of_day = said(self.end_of_day, Promise::END_OF_DAY);
        write!(f, "{}{end_of_day}{}", self.field, said(self.moves_with_pauses, Promise::MOVES))
    }
}

/// The unit in which seconds were written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    /// The largest that takes no fraction, up to hours; that of what is written in seconds, too.
    #[default]
    Usual,
    /// Minutes.
    Minute,
    /// Hours.
    Hour,
    /// Days of 24 hours.
    Day,
}

impl Unit {
    /// The unit of that name.
    pub fn named(word: &str) -> Option<Unit> {
        let single = word.strip_suffix('s').unwrap_or(word);
        [Unit::Minute, Unit::Hour, Unit::Day].into_iter().find(|unit| unit.word() == Some(single))
    }

    fn word(self) -> Option<&'static str> {
        self.parts().map(|(_, word)| word)
    }

    fn parts(self) -> Option<(i64, &'static str)> {
        match self {
            Unit::Usual => None,
            Unit::Minute => Some((60, "minute")),
            Unit::Hour => Some((3_600, "hour")),
            Unit::Day => Some((86_400, "day")),
        }
    }
}

impl Amount {
    /// As it was written in a unit: `1 wall day`, which is no `24 wall hours`.
    ///
    /// ```
    /// use tierline_model::agreement::{Amount, Unit};
    /// let (day, hour) = (Amount::Wall(86_400), Amount::Open(3_600));
    /// assert_eq!((day.in_unit(Unit::Day), day.in_unit(Unit::Usual)), ("1 wall day".into(), "24 wall hours".into()));
    /// assert_eq!(hour.in_unit(Unit::Minute), "60 minutes");
    /// ```
    pub fn in_unit(&self, unit: Unit) -> String {
        let (seconds, kind) = match self {
            Amount::Open(seconds) => (*seconds, ""),
            Amount::Wall(seconds) => (*seconds, "wall "),
            _ => return self.to_string(),
        };
        match unit.parts() {
            Some((length, word)) if seconds % length == 0 => counted(seconds / length, kind, word),
            _ => self.to_string(),
        }
    }
}

/// `1 wall day`, `60 minutes`
fn counted(count: i64, kind: &str, unit: &str) -> String {
    format!("{count} {kind}{unit}{}", if count == 1 { "" } else { "s" })
}

/// Seconds in the largest unit that takes no fraction.
fn spoken(seconds: i64, kind: &str) -> String {
    let (count, unit) = match seconds {
        0 => (0, "minute"),
        _ if seconds % 3_600 == 0 => (seconds / 3_600, "hour"),
        _ if seconds % 60 == 0 => (seconds / 60, "minute"),
        _ => (seconds, "second"),
    };
    counted(count, kind, unit)
}

/// An SLA policy.
#[derive(Clone, Debug)]
pub struct Policy<C> {
    /// Its name. Versions of one policy share it.
    pub name: Text,
    /// Since when this version counts; always, where it says nothing.
    pub since: Option<Timestamp>,
    /// Who owes whom.
    pub class: Class,
    /// Where it stands.
    pub place: Place,
    /// The tickets that it is for.
    pub when: C,
    /// The calendar of all targets that name none.
    pub calendar: Option<Text>,
    /// What is owed: of each metric, the first whose condition holds.
    pub targets: Vec<Target<C>>,
    /// What starts, pauses, stops clocks, beyond what the metric does by itself.
    pub triggers: Vec<Trigger<C>>,
    /// What it means by the words of the metrics.
    pub meanings: Meanings<C>,
    /// How it settles what products settle differently.
    pub settings: Settings,
}

/// What a policy owes in one metric.
#[derive(Clone, Debug)]
pub struct Target<C> {
    /// The metric.
    pub metric: Metric,
    /// How long it may take.
    pub amount: Amount,
    /// The unit in which that was written.
    pub unit: Unit,
    /// The tickets that it is for, among those of the policy.
    pub when: Option<C>,
    /// Its own calendar.
    pub calendar: Option<Text>,
    /// Where it stands.
    pub place: Place,
}

/// What a condition does to clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Starts a cycle when it comes to hold. Replaces what starts the metric by itself.
    Start,
    /// Holds the clock up as long as it holds.
    PauseWhile {
        /// Whether the time is given back; where it is not, the deadline is only out of sight.
        credit: bool,
    },
    /// Holds the clock up from when it comes to hold until a [`Resume`](Act::Resume) comes to hold.
    Pause,
    /// Ends a [`Pause`](Act::Pause).
    Resume,
    /// Stops the clock: met if in time. Replaces what stops the metric by itself.
    Stop,
    /// Ends the clock without met or missed.
    Cancel,
    /// Ends the cycle and starts the next when it comes to hold.
    Reset,
}

/// A condition that does something to clocks.
#[derive(Clone, Debug)]
pub struct Trigger<C> {
    /// What it does.
    pub act: Act,
    /// To which metrics; to all that usually heed it, where none is named.
    pub metrics: Vec<Metric>,
    /// When.
    pub when: C,
}

/// What a policy means by the words of the metrics; each has a usual meaning.
#[derive(Clone, Debug)]
pub struct Meanings<C> {
    /// An event that is an answer of the desk. Usually a public message of an agent that is not automated.
    pub answer: Option<C>,
    /// An event that is a message which waits for an answer. Usually one of the requester that asks for one.
    pub message: Option<C>,
    /// A ticket that is resolved. Usually one whose status is `resolved`.
    pub resolved: Option<C>,
    /// A ticket that is closed. Usually one whose status is `closed`.
    pub closed: Option<C>,
    /// A ticket that a supplier has. Usually one whose status is `waiting-supplier` or `with-supplier`.
    pub supplied: Option<C>,
}

impl<C> Default for Meanings<C> {
    fn default() -> Meanings<C> {
        Meanings { answer: None, message: None, resolved: None, closed: None, supplied: None }
    }
}

/// What to do with a running clock when the ground shifts under it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MidFlight {
    /// Count all from the start again, with the new target and calendar; pauses stay.
    Retroactive,
    /// Carry what is used over, and count the rest anew.
    KeepElapsed,
    /// End this clock and start one.
    Restart,
    /// Leave everything as it is until the next cycle.
    Pin,
}

/// What shifts under a running clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shift {
    /// Another target of the same policy: the priority changed, say.
    Target,
    /// Another policy.
    Policy,
    /// A newer version of the same policy.
    Version,
    /// A newer version of the calendar.
    Calendar,
}

/// What becomes of a stopped clock when the ticket is reopened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reopen {
    /// It goes on; the time between was a pause.
    Continue,
    /// It goes on; the time between counts.
    Count,
    /// A new cycle starts.
    Restart,
    /// It stays as it was.
    Stay,
}

/// When periodic updates are due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UpdateMode {
    /// So long after the last answer of the desk.
    Cadence,
    /// As [`Cadence`](UpdateMode::Cadence), and not while the requester waits for an answer.
    CadenceUnlessWaiting,
    /// So long after the last contact of either side; further messages of the requester do not start it again.
    LastContact,
    /// So long after the oldest unanswered message of the requester, the first one included.
    Unanswered,
}

/// The switches of a policy. The defaults are what `Settings::default_of` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// When periodic updates are due.
    pub update: UpdateMode,
    /// Whether a budget used up exactly at closing time is due when the calendar next opens instead.
    pub due_at_next_opening: bool,
    /// Whether a paused clock shows the deadline that it had.
    pub due_while_paused: bool,
    /// Whether resolving a ticket nobody answered ends the clock of the answer without met or missed.
    pub resolved_cancels_response: bool,
    /// Open seconds between what starts a clock and its start.
    pub start_after: i64,
    /// Whether clocks count from creation even where the policy comes to match later.
    pub from_creation: bool,
    /// What becomes of running clocks when the ground shifts; the usual rule of each shift where none is said.
    pub mid_flight: Vec<(Shift, Option<Metric>, MidFlight)>,
    /// What reopening does.
    pub reopen: Reopen,
    /// How long after resolution a ticket can be reopened before it is a new cycle; no end where none is said.
    pub reopen_within: Option<Amount>,
    /// Whether a queue, tier or supplier that gets the ticket back goes on with what it had left, where that is said.
    pub return_continues: Option<bool>,
    /// Whether a ticket that takes in an older one counts from the older one's creation.
    pub merge_keeps_earliest: bool,
}

impl Settings {
    /// The usual settings of a class.
    pub fn default_of(class: Class) -> Settings {
        Settings {
            update: UpdateMode::Cadence,
            due_at_next_opening: false,
            due_while_paused: false,
            resolved_cancels_response: false,
            start_after: 0,
            from_creation: class == Class::Customer,
            mid_flight: vec![],
            reopen: Reopen::Continue,
            reopen_within: None,
            return_continues: None,
            merge_keeps_earliest: false,
        }
    }

    /// What to do with a running clock of `metric` at a shift.
    pub fn mid_flight(&self, class: Class, shift: Shift, metric: Metric) -> MidFlight {
        let said = |of: Option<Metric>| {
            let mut rules = self.mid_flight.iter().rev();
            rules.find(|(known, named, _)| *known == shift && *named == of).map(|(.., rule)| *rule)
        };
        said(Some(metric)).or_else(|| said(None)).unwrap_or(match shift {
            Shift::Target => MidFlight::Retroactive,
            Shift::Policy if class == Class::Customer => MidFlight::Retroactive,
            Shift::Policy => MidFlight::Restart,
            Shift::Version | Shift::Calendar => MidFlight::Pin,
        })
    }

    /// Whether whoever gets the ticket back goes on with what they had left.
    pub fn continues_on_return(&self, held: Held) -> bool {
        self.return_continues.unwrap_or(held.continues_on_return)
    }
}

/// An escalation ladder: what to do as a clock runs.
#[derive(Clone, Debug)]
pub struct Ladder<C> {
    /// Its name.
    pub name: Text,
    /// Where it stands.
    pub place: Place,
    /// The policies that it is for; all, where none is named.
    pub policies: Vec<Text>,
    /// The clock that it watches.
    pub metric: Metric,
    /// The tickets that it is for.
    pub when: Option<C>,
    /// The calendar in whose closed time nothing is done: it waits for the next opening.
    pub quiet: Option<Text>,
    /// Whether each step is taken once a ticket, not once a cycle.
    pub once_per_ticket: bool,
    /// Whether steps are taken again when the deadline moves.
    pub rearm: bool,
    /// Its steps.
    pub steps: Vec<LadderStep<C>>,
}

/// A step of a ladder.
#[derive(Clone, Debug)]
pub struct LadderStep<C> {
    /// What it is called in keys, readings and traces: `75%`, `30 minutes before`.
    pub label: Text,
    /// Where it stands.
    pub place: Place,
    /// When it is reached.
    pub reach: Reach,
    /// What must hold for it to be taken.
    pub when: Option<C>,
}

/// When a step is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// So much of the target is used, of a hundred.
    Percent(i64),
    /// So long before the deadline.
    Before(Amount),
    /// So long after the deadline.
    After(Amount),
    /// So long after the start.
    Since(Amount),
    /// Every so long after the deadline.
    Every {
        /// How long.
        amount: Amount,
        /// How often at most.
        most: u32,
    },
}

impl Reach {
    /// The furthest that a step is reached at, of a hundred.
    pub const MOST_PERCENT: i64 = 1_000;
    /// How often a step can be repeated.
    pub const MOST_REPEATS: u32 = 1_000;

    /// Whether it is one that rules may name.
    pub fn is_within_bounds(&self) -> bool {
        match self {
            Reach::Percent(percent) => (0..=Reach::MOST_PERCENT).contains(percent),
            Reach::Before(amount) | Reach::After(amount) | Reach::Since(amount) => amount.is_within_bounds(),
            Reach::Every { amount, most } => {
                let is_zero = matches!(amount, Amount::Open(0) | Amount::Wall(0));
                amount.is_within_bounds() && !is_zero && (1..=Reach::MOST_REPEATS).contains(most)
            }
        }
    }
}

impl<C> Policy<C> {
    /// All its conditions.
    pub fn conditions(&self) -> impl Iterator<Item = &C> {
        let Meanings { answer, message, resolved, closed, supplied } = &self.meanings;
        let meanings = [answer, message, resolved, closed, supplied].into_iter().flatten();
        let targets = self.targets.iter().filter_map(|target| target.when.as_ref());
        let triggers = self.triggers.iter().map(|trigger| &trigger.when);
        [&self.when].into_iter().chain(targets).chain(triggers).chain(meanings)
    }

    /// The same policy with other conditions.
    pub fn map<D>(self, to: &mut dyn FnMut(C) -> D) -> Policy<D> {
        let Policy { name, since, class, place, when, calendar, targets, triggers, meanings, settings } = self;
        let when = to(when);
        let mut target = |target: Target<C>| {
            let Target { metric, amount, unit, when, calendar, place } = target;
            Target { metric, amount, unit, when: when.map(&mut *to), calendar, place }
        };
        let targets = targets.into_iter().map(&mut target).collect();
        let mut trigger = |Trigger { act, metrics, when }| Trigger { act, metrics, when: to(when) };
        let triggers = triggers.into_iter().map(&mut trigger).collect();
        let Meanings { answer, message, resolved, closed, supplied } = meanings;
        let meanings = Meanings {
            answer: answer.map(&mut *to),
            message: message.map(&mut *to),
            resolved: resolved.map(&mut *to),
            closed: closed.map(&mut *to),
            supplied: supplied.map(&mut *to),
        };
        Policy { name, since, class, place, when, calendar, targets, triggers, meanings, settings }
    }
}

impl<C> Ladder<C> {
    /// The same ladder with other conditions.
    pub fn map<D>(self, to: &mut dyn FnMut(C) -> D) -> Ladder<D> {
        let Ladder { name, place, policies, metric, when, quiet, once_per_ticket, rearm, steps } = self;
        let when = when.map(&mut *to);
        let step = |LadderStep { label, place, reach, when }: LadderStep<C>| LadderStep {
            label,
            place,
            reach,
            when: when.map(&mut *to),
        };
        let steps = steps.into_iter().map(step).collect();
        Ladder { name, place, policies, metric, when, quiet, once_per_ticket, rearm, steps }
    }
}
