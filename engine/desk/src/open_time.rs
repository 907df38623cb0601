//! The calendars of a desk, as conditions ask them.

use std::sync::Arc;

use tierline_calendar::{Beyond, Calendar};
use tierline_condition::OpenTime;
use tierline_model::{Date, Text, Timestamp, quoted};
use tierline_sla::Calendars;

/// Calendars as conditions ask them.
#[derive(Debug)]
pub(crate) struct Asked(pub(crate) Calendars);

impl Asked {
    fn at(&self, name: &str, at: Timestamp) -> Result<&Arc<Calendar>, String> {
        self.0.at(name, at).ok_or_else(|| format!("there is no calendar {}", quoted(name)))
    }
}

fn said(beyond: Beyond) -> String {
    beyond.to_string()
}

impl OpenTime for Asked {
    fn is_open(&self, calendar: &str, at: Timestamp) -> Result<bool, String> {
        self.at(calendar, at)?.is_open(at).map_err(said)
    }

    fn next_turn(&self, calendar: &str, at: Timestamp) -> Result<Timestamp, String> {
        let calendar = self.at(calendar, at)?;
        let is_open = calendar.is_open(at).map_err(said)?;
        if is_open { calendar.next_close(at) } else { calendar.next_open(at) }.map_err(said)
    }

    fn open_seconds(&self, calendar: &str, from: Timestamp, to: Timestamp) -> Result<i64, String> {
        self.at(calendar, to)?.between(from, to).map_err(said)
    }

    fn add(&self, calendar: &str, from: Timestamp, open_seconds: i64) -> Result<Timestamp, String> {
        self.at(calendar, from)?.add(from, open_seconds).map_err(said)
    }

    fn date(&self, calendar: &str, at: Timestamp, now: Timestamp) -> Result<Date, String> {
        let calendar = self.at(calendar, now)?;
        calendar.date(now).map_err(said)?;
        Ok(calendar.nearest_date(at))
    }

    fn date_begins(&self, calendar: &str, date: Date, now: Timestamp) -> Result<Timestamp, String> {
        self.at(calendar, now)?.date_begins(date, now).map_err(said)
    }

    fn hour(&self, calendar: &str, at: Timestamp) -> Result<(i64, Timestamp), String> {
        self.at(calendar, at)?.hour(at).map_err(said)
    }

    fn holiday(&self, calendar: &str, at: Timestamp) -> Result<(Option<Text>, Timestamp), String> {
        let calendar = self.at(calendar, at)?;
        let today = calendar.local(at).map_err(said)?.date();
        let tomorrow = calendar.next_date(at).map_err(said)?;
        Ok((calendar.holiday_name(today).map(Text::from), tomorrow))
    }
}
