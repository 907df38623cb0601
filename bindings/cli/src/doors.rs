//! What the commands read from files, read from bytes: for those who try it with damaged ones. What is wrong is said on standard
//! error, as ever.

use tierline_wire::tierline::Desk;

use crate::{
    asking::Asker,
    columns::ColumnMap,
    events::Log,
    ics::{self, Span},
    tickets::{Format, Input},
};

/// Reads tickets as CSV, with a header; how many of them are tickets of the desk.
pub fn csv(bytes: &[u8], desk: &Desk) -> usize {
    let Ok(mut input) = Input::of_bytes(bytes.to_vec(), Format::Csv) else { return 0 };
    let Ok(asker) = Asker::of(&mut input, desk) else { return 0 };
    input.pieces.by_ref().flatten().filter(|piece| asker.request(desk, piece).is_ok()).count()
}

/// Reads an event log, an event a line; how many tickets it tells of.
pub fn events(bytes: &[u8], desk: &Desk) -> usize {
    log(bytes, Format::Ndjson, desk)
}

/// Reads an event log as CSV, with a header; how many tickets it tells of.
pub fn events_as_csv(bytes: &[u8], desk: &Desk) -> usize {
    log(bytes, Format::Csv, desk)
}

fn log(bytes: &[u8], format: Format, desk: &Desk) -> usize {
    let Ok(mut input) = Input::of_bytes(bytes.to_vec(), format) else { return 0 };
    let Ok(asker) = Asker::of(&mut input, desk) else { return 0 };
    Log::read(&asker, &mut input, desk).map_or(0, |log| log.tickets.len())
}

/// Reads a column map; whether it is one.
pub fn column_map(text: &str) -> bool {
    ColumnMap::parse(text).is_ok()
}

/// Reads an iCalendar feed; how many holidays it has in three years, or the line that is wrong.
///
/// # Errors
///
/// The line, from 1; 0 where the file as a whole is wrong.
pub fn holidays(text: &str) -> Result<usize, usize> {
    let span = Span { from: Some(2026), until: Some(2028) };
    let holidays = ics::holidays(text, span).map_err(|wrong| wrong.line)?;
    Ok(holidays.days.len())
}
