//! By what a clock counts: a calendar, or the wall clock.

use std::sync::Arc;

use tierline_calendar::{Beyond, Calendar, Due};
use tierline_model::{SortedMap, Text, Timestamp, sort::sort_by};

use crate::moment::Promised;

/// A calendar and since when it counts.
type Version = (Option<Timestamp>, Arc<Calendar>);

/// The calendars of a desk: each name with its versions, and since when each counts.
#[derive(Clone, Debug, Default)]
pub struct Calendars {
    versions: SortedMap<Text, Vec<Version>>,
}

impl Calendars {
    /// Adds a version of a calendar.
    pub fn add(&mut self, name: Text, since: Option<Timestamp>, calendar: Arc<Calendar>) {
        let versions = self.versions.get_or_insert_with(name, Vec::new);
        versions.push((since, calendar));
        sort_by(versions, |(a, _), (b, _)| a.cmp(b));
    }

    /// The version of the calendar that counts at an instant: the newest that has begun, else the first there is.
    pub fn at(&self, name: &str, at: Timestamp) -> Option<&Arc<Calendar>> {
        let versions = self.versions.get(name)?;
        let begun = versions.iter().rev().find(|(since, _)| since.is_none_or(|since| since <= at));
        begun.or(versions.first()).map(|(_, calendar)| calendar)
    }

    /// When versions come into force.
    pub(crate) fn shifts(&self) -> impl Iterator<Item = Timestamp> {
        self.versions.values().flatten().filter_map(|(since, _)| *since)
    }

    /// The names, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.versions.keys().map(|name| &**name)
    }

    /// The versions of all calendars: what it is called, since when it counts, and it.
    pub fn versions(&self) -> impl Iterator<Item = (&Text, Option<Timestamp>, &Arc<Calendar>)> {
        let versions = self.versions.iter().map(|(name, versions)| versions.iter().map(move |version| (name, version)));
        versions.flatten().map(|(name, (since, calendar))| (name, *since, calendar))
    }

    /// All calendars, in order.
    pub fn all(&self) -> impl Iterator<Item = &Arc<Calendar>> {
        self.versions.values().flatten().map(|(_, calendar)| calendar)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.versions.is_empty()
    }
}

/// By what a clock counts.
#[derive(Clone, Debug)]
pub enum Hours {
    /// Every second.
    Wall,
    /// The open seconds of a calendar.
    Of(Arc<Calendar>),
}

/// The versions of the hours of a target, each with its beginning, the earliest first; none for the wall clock.
#[derive(Clone, Debug, Default)]
pub(crate) struct HoursVersions(Vec<(Option<Timestamp>, Hours)>);

impl HoursVersions {
    pub(crate) fn of(calendars: &Calendars, name: Option<&Text>) -> HoursVersions {
        let versions = name.and_then(|name| calendars.versions.get(name)).into_iter().flatten();
        HoursVersions(versions.map(|(since, calendar)| (*since, Hours::Of(calendar.clone()))).collect())
    }

    /// Whether it is the same hours all along.
    pub(crate) fn is_one(&self) -> bool {
        self.0.len() <= 1
    }

    /// The version that counts at an instant: the newest that has begun, else the first there is.
    pub(crate) fn at(&self, at: Timestamp) -> &Hours {
        let begun = self.0.iter().rev().find(|(since, _)| since.is_none_or(|since| since <= at));
        begun.or(self.0.first()).map_or(&Hours::Wall, |(_, hours)| hours)
    }
}

impl Hours {
    /// Whether both count by the very same hours.
    pub(crate) fn is(&self, other: &Hours) -> bool {
        match (self, other) {
            (Hours::Wall, Hours::Wall) => true,
            (Hours::Of(a), Hours::Of(b)) => Arc::ptr_eq(a, b),
            _ => false,
        }
    }

    /// The calendar's name.
    pub(crate) fn name(&self) -> Option<Text> {
        match self {
            Hours::Wall => None,
            Hours::Of(calendar) => Some(calendar.name().clone()),
        }
    }

    pub(crate) fn add(&self, from: Timestamp, seconds: i64, due: Due) -> Result<Timestamp, Beyond> {
        match self {
            Hours::Wall => Ok(wall(from, seconds)),
            Hours::Of(calendar) => calendar.add_due(from, seconds, due),
        }
    }

    /// Where an instant is in all the time that counts, if it is covered.
    pub(crate) fn position(&self, at: Timestamp) -> Option<i64> {
        match self {
            Hours::Wall => Some(at.second()),
            Hours::Of(calendar) => calendar.position(at).ok(),
        }
    }

    /// Seconds that count from one instant to a later one.
    pub(crate) fn between(&self, from: Timestamp, to: Timestamp) -> Result<i64, Beyond> {
        if to <= from {
            return Ok(0);
        }
        match self {
            Hours::Wall => Ok(to.second() - from.second()),
            Hours::Of(calendar) => calendar.between(from, to),
        }
    }

    pub(crate) fn add_days(&self, from: Timestamp, days: i64, end_of_day: bool) -> Result<Timestamp, Beyond> {
        match self {
            Hours::Wall => Ok(wall(from, days.saturating_mul(86_400))),
            Hours::Of(calendar) if end_of_day => calendar.add_days_to_close(from, days),
            Hours::Of(calendar) => calendar.add_days(from, days),
        }
    }

    pub(crate) fn add_dates(&self, from: Timestamp, days: i64) -> Result<Timestamp, Beyond> {
        match self {
            Hours::Wall => Ok(wall(from, days.saturating_mul(86_400))),
            Hours::Of(calendar) => calendar.add_calendar_days(from, days),
        }
    }

    /// When a promised date is over: as the calendar next opens, or with the last close of that day.
    pub(crate) fn promised(&self, date: Promised, end_of_day: bool) -> Result<Timestamp, Beyond> {
        match (self, date) {
            (Hours::Wall, Promised::At(at)) => Ok(at),
            (Hours::Wall, Promised::On(date)) => Ok(date.midnight()),
            (Hours::Of(calendar), Promised::On(date)) if end_of_day => calendar.end_of_date(date),
            (Hours::Of(calendar), Promised::At(at)) if end_of_day => calendar.end_of_date(calendar.date(at)?),
            (Hours::Of(calendar), Promised::On(date)) => calendar.next_open(calendar.begins(date)),
            (Hours::Of(calendar), Promised::At(at)) => calendar.next_open(at),
        }
    }

    pub(crate) fn next_open(&self, at: Timestamp) -> Result<Timestamp, Beyond> {
        match self {
            Hours::Wall => Ok(at),
            Hours::Of(calendar) => calendar.next_open(at),
        }
    }
}

pub(crate) fn wall(from: Timestamp, seconds: i64) -> Timestamp {
    Timestamp::from_second(from.second().saturating_add(seconds))
}
