//! New York, Monday to Friday 9 to 17, twenty holidays.

use std::sync::Arc;

use serde_json::json;
use tierline_calendar::{Calendar, Calendars};
use tierline_model::{CalendarDocument, Years};

const HOLIDAYS: [&str; 10] = ["01-01", "01-19", "02-16", "05-25", "06-19", "07-03", "09-07", "10-12", "11-11", "11-26"];

/// Twenty holidays, in 2026 and 2027.
pub fn holidays() -> impl Iterator<Item = String> {
    [2026, 2027].into_iter().flat_map(|year| HOLIDAYS.map(|day| format!("{year}-{day}")))
}

/// The calendar, for ten years.
pub fn new_york() -> Arc<Calendar> {
    let holidays: Vec<String> = holidays().collect();
    let week = json!([["09:00", "17:00"]]);
    let document = json!({
        "name": "new-york", "time_zone": "America/New_York", "holidays": holidays,
        "weekly": {"mon": week, "tue": week, "wed": week, "thu": week, "fri": week},
        "covers": {"from": 2026, "to": 2035},
    });
    let document: CalendarDocument = serde_json::from_value(document).expect("a calendar");
    let calendars = Calendars::compile(&[document], Years { from: 2026, to: 2035 }).expect("a calendar that compiles");
    calendars.get("new-york").expect("the calendar").clone()
}
