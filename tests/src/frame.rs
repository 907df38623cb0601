//! What a compiled desk lends to its tickets, where the desk itself is not asked.

use std::sync::Arc;

use tierline_calendar::{Beyond, Calendar, Calendars};
use tierline_condition::{Frame, OpenTime};
use tierline_model::{Date, Text, Timestamp, calendar::Years};
use tierline_script::Compiled;

/// What a desk lends to its tickets.
///
/// # Panics
///
/// Where its calendars do not compile.
pub fn frame(compiled: &Compiled) -> Frame {
    Frame::new(
        compiled.schema.clone(),
        compiled.layout.clone(),
        compiled.matrices.clone(),
        compiled.patterns.clone(),
        Arc::new(Asked(calendars(compiled))),
    )
}

fn calendars(compiled: &Compiled) -> Calendars {
    let documents: Vec<_> = compiled.calendars.iter().map(|draft| draft.document.clone()).collect();
    Calendars::compile(&documents, Years { from: 2026, to: 2027 }).unwrap()
}

/// Calendars without versions, as conditions ask them.
#[derive(Debug)]
struct Asked(Calendars);

impl Asked {
    fn named(&self, name: &str) -> Result<&Calendar, String> {
        self.0.get(name).map(|calendar| &**calendar).ok_or_else(|| format!("there is no calendar {name:?}"))
    }
}

fn said(beyond: Beyond) -> String {
    beyond.to_string()
}

impl OpenTime for Asked {
    fn is_open(&self, calendar: &str, at: Timestamp) -> Result<bool, String> {
        self.named(calendar)?.is_open(at).map_err(said)
    }

    fn next_turn(&self, calendar: &str, at: Timestamp) -> Result<Timestamp, String> {
        let calendar = self.named(calendar)?;
        let is_open = calendar.is_open(at).map_err(said)?;
        if is_open { calendar.next_close(at) } else { calendar.next_open(at) }.map_err(said)
    }

    fn open_seconds(&self, calendar: &str, from: Timestamp, to: Timestamp) -> Result<i64, String> {
        self.named(calendar)?.between(from, to).map_err(said)
    }

    fn add(&self, calendar: &str, from: Timestamp, open_seconds: i64) -> Result<Timestamp, String> {
        self.named(calendar)?.add(from, open_seconds).map_err(said)
    }

    fn date(&self, calendar: &str, at: Timestamp, now: Timestamp) -> Result<Date, String> {
        let calendar = self.named(calendar)?;
        calendar.date(now).map_err(said)?;
        Ok(calendar.nearest_date(at))
    }

    fn date_begins(&self, calendar: &str, date: Date, now: Timestamp) -> Result<Timestamp, String> {
        self.named(calendar)?.date_begins(date, now).map_err(said)
    }

    fn hour(&self, calendar: &str, at: Timestamp) -> Result<(i64, Timestamp), String> {
        self.named(calendar)?.hour(at).map_err(said)
    }

    fn holiday(&self, calendar: &str, at: Timestamp) -> Result<(Option<Text>, Timestamp), String> {
        let calendar = self.named(calendar)?;
        let today = calendar.local(at).map_err(said)?.date();
        let tomorrow = calendar.next_date(at).map_err(said)?;
        Ok((calendar.holiday_name(today).map(Text::from), tomorrow))
    }
}
