//! How tickets went: how soon they were answered and resolved, whether they came back, what people thought of it.

use rust_decimal::Decimal;
use serde::Serialize;
use tierline::{Class, Desk, Metric, Reading, Text, Ticket, Timestamp, Value};
use tierline_model::{
    Path,
    metrics::{self, Start},
};
use tierline_sla::{Grown, Moment};

use super::{By, durations::Durations};

/// What a line about tickets is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Group {
    /// By what is counted.
    pub by: By,
    /// The group; empty for the total, and for tickets without.
    pub name: Text,
}

/// How the tickets of a group went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// How many there are.
    pub tickets: u64,
    /// Those that were resolved or closed at least once.
    pub resolved: u64,
    /// Those of them that were opened again.
    pub reopened: u64,
    /// Those that are resolved and were answered in public at least once.
    pub answered: u64,
    /// Those of them that took one answer and were never opened again.
    pub first_contact: u64,
    /// From creation to the first public answer.
    pub first_response: Took,
    /// From creation to the last resolution.
    pub resolution: Took,
    /// What people thought of it.
    pub satisfaction: Satisfaction,
}

/// How long something took.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Took {
    /// In open time of the calendar that the ticket's clock counts by.
    pub open: Durations,
    /// By the clock on the wall.
    pub wall: Durations,
}

/// Numbers by which people say what they thought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Satisfaction {
    /// How many said so.
    pub tickets: u64,
    sum: Decimal,
}

impl Satisfaction {
    fn add(&mut self, said: &Value) {
        let number = match said {
            Value::Int(number) => Decimal::from(*number),
            Value::Decimal(number) => *number,
            _ => return,
        };
        if let Some(sum) = self.sum.checked_add(number) {
            (self.tickets, self.sum) = (self.tickets + 1, sum);
        }
    }

    /// The mean, with two digits behind the point, cut off.
    pub fn mean(self) -> Option<Decimal> {
        let mean = self.sum.checked_div(Decimal::from(self.tickets))?;
        Some(mean.trunc_with_scale(2).normalize())
    }
}

impl Figures {
    /// The clocks whose ends tell how soon tickets were answered and resolved.
    pub fn timed() -> [Metric; 2] {
        [answering(), Metric::USUAL]
    }

    /// How long it took up to the ends of those.
    pub fn took(&self) -> [(Metric, &Took); 2] {
        let [answered, resolved] = Figures::timed();
        [(answered, &self.first_response), (resolved, &self.resolution)]
    }

    /// Of a hundred that were resolved how many were opened again, in tenths, rounded down.
    pub fn tenths_reopened(&self) -> Option<u64> {
        super::tenths(self.reopened, self.resolved)
    }

    /// Of a hundred that were answered and are resolved how many took one answer, in tenths, rounded down.
    pub fn tenths_first_contact(&self) -> Option<u64> {
        super::tenths(self.first_contact, self.answered)
    }

    pub(crate) fn add(&mut self, course: &Course) {
        self.tickets += 1;
        self.resolved += u64::from(course.was_resolved);
        self.reopened += u64::from(course.was_reopened);
        let is_answered = course.resolution.is_some() && course.answers > 0;
        self.answered += u64::from(is_answered);
        self.first_contact += u64::from(is_answered && course.answers == 1 && !course.was_reopened);
        self.first_response.add(course.first_response.as_ref());
        self.resolution.add(course.resolution.as_ref());
        self.satisfaction.add(&course.said);
    }
}

impl Took {
    fn add(&mut self, span: Option<&Span>) {
        let Some(span) = span else { return };
        self.wall.add(span.wall);
        span.open.into_iter().for_each(|open| self.open.add(open));
    }
}

/// How one ticket went.
#[derive(Debug)]
pub(crate) struct Course {
    /// When it was made.
    pub(crate) created: Timestamp,
    was_resolved: bool,
    was_reopened: bool,
    answers: u64,
    first_response: Option<Span>,
    resolution: Option<Span>,
    said: Value,
}

/// How long something took, in seconds.
#[derive(Debug)]
struct Span {
    open: Option<i64>,
    wall: i64,
}

impl Course {
    /// How a ticket went, as its moments tell; none where it has none.
    pub(crate) fn of(
        desk: &Desk,
        ticket: &Ticket,
        moments: &Grown<Moment>,
        readings: &[Reading],
        satisfaction: Option<&Path>,
    ) -> Option<Course> {
        let first = moments.iter().next()?;
        let created = first.at;
        let is_over = |moment: &Moment| moment.resolved || moment.closed;
        let pairs = || moments.iter().zip(moments.iter().skip(1));
        let was_reopened = pairs().any(|(before, after)| is_over(before) && !is_over(after));
        let ended =
            pairs().filter(|(before, after)| !is_over(before) && is_over(after)).map(|(_, after)| after.at).last();
        let ended = ended.or(Some(created).filter(|_| is_over(first)));
        let stays = moments.last().is_some_and(is_over);
        let answered =
            moments.iter().find(|moment| moment.answer).filter(|_| first.by_requester).map(|moment| moment.at);
        let took = |until: Timestamp, metric: Metric| Span {
            open: open_seconds(desk, readings, metric, (created, until)),
            wall: until.second() - created.second(),
        };
        Some(Course {
            created,
            was_resolved: moments.iter().any(is_over),
            was_reopened,
            answers: moments.iter().filter(|moment| moment.answer).count() as u64,
            first_response: answered.map(|at| took(at, answering())),
            resolution: ended.filter(|_| stays).map(|at| took(at, Metric::USUAL)),
            said: satisfaction.map(|path| ticket.get(path).clone()).unwrap_or_default(),
        })
    }
}

/// The metric that waits for the first answer.
fn answering() -> Metric {
    let waits_first = |metric: &Metric| match metric.row().course {
        metrics::Course::Cycles(cycles) => cycles.starts == Start::FirstQuestion,
        metrics::Course::Held(_) => false,
    };
    Metric::ALL.into_iter().find(waits_first).unwrap_or(Metric::USUAL)
}

/// Open seconds of the calendar by which the customer's clock of a metric counts, or else any of the customer's.
fn open_seconds(desk: &Desk, readings: &[Reading], metric: Metric, (from, to): (Timestamp, Timestamp)) -> Option<i64> {
    let customers = || readings.iter().rev().filter(|reading| reading.class == Class::Customer);
    let reading = customers().find(|reading| reading.clock == metric).or_else(|| customers().next())?;
    match &reading.calendar {
        None => Some(to.second() - from.second()),
        Some(calendar) => desk.agreements().calendars.at(calendar, from)?.between(from, to).ok(),
    }
}
