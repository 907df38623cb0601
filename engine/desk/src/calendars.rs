//! The calendars of a desk: from drafts to what conditions and clocks ask.

use std::sync::Arc;

use tierline_calendar::{Beyond, Calendar, CalendarMistake};
use tierline_condition::OpenTime;
use tierline_model::{Diagnostic, Pack, Place, Text, Timestamp, calendar::Years};
use tierline_script::CalendarDraft;
use tierline_sla::Calendars;

use crate::desk::Calendared;

/// The years that a calendar covers where neither it nor the host says: ten on from the year of this release.
pub(crate) const USUAL_YEARS: Years = Years { from: 2024, to: 2036 };

/// The calendars of a desk, compiled, and what looks wrong with them but compiles.
pub(crate) fn compile(drafts: &[CalendarDraft], covers: Years, pack: &Pack) -> Result<Calendared, Vec<Diagnostic>> {
    let documents: Vec<_> = drafts.iter().map(|draft| draft.document.clone()).collect();
    let compiled = tierline_calendar::Calendars::compile(&documents, covers);
    let compiled = compiled.map_err(|mistakes| diagnostics(&mistakes, drafts, pack))?;
    let warnings = diagnostics(compiled.warnings(), drafts, pack);
    let warnings = warnings.into_iter().map(Diagnostic::warning).collect();
    Ok((named(drafts, &compiled), compiled.iter().cloned().collect(), warnings))
}

fn named(drafts: &[CalendarDraft], compiled: &tierline_calendar::Calendars) -> Calendars {
    let mut calendars = Calendars::default();
    for draft in drafts {
        if let Some(calendar) = compiled.get(&draft.document.name) {
            calendars.add(draft.name.clone(), draft.since, calendar.clone());
        }
    }
    calendars
}

fn diagnostics(mistakes: &[CalendarMistake], drafts: &[CalendarDraft], pack: &Pack) -> Vec<Diagnostic> {
    let mistakes = mistakes.iter().map(|mistake| {
        let draft = drafts.iter().find(|draft| draft.document.name == mistake.calendar);
        let place = draft.map_or_else(|| Place::file(""), |draft| draft.place_of(mistake.part).clone());
        let text = pack.files.get(&*place.file).map(String::as_str).unwrap_or_default();
        let diagnostic = Diagnostic::error(place, mistake.code, mistake.message.clone()).showing(text);
        diagnostic.help(mistake.help.clone())
    });
    mistakes.collect()
}

/// Calendars as conditions ask them.
#[derive(Debug)]
pub(crate) struct Asked(pub(crate) Calendars);

impl Asked {
    fn at(&self, name: &str, at: Timestamp) -> Result<&Arc<Calendar>, String> {
        self.0.at(name, at).ok_or_else(|| format!("there is no calendar {name:?}"))
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

    fn holiday(&self, calendar: &str, at: Timestamp) -> Result<(Option<Text>, Timestamp), String> {
        let calendar = self.at(calendar, at)?;
        let today = calendar.local(at).map_err(said)?.date();
        let tomorrow = calendar.next_date(at).map_err(said)?;
        Ok((calendar.holiday_name(today).map(Text::from), tomorrow))
    }
}
