//! What conditions must know of calendars: the hole that the desk fills, for calendars are no matter of this crate.

use std::fmt;

use tierline_model::{Date, Text, Timestamp, quoted};

/// The calendars of a desk, by name.
///
/// Every question can fail where the calendar is unknown or does not reach that far; the reason is for the admin.
pub trait OpenTime: Send + Sync {
    /// Whether it is open.
    ///
    /// # Errors
    ///
    /// Where the calendar cannot say.
    fn is_open(&self, calendar: &str, at: Timestamp) -> Result<bool, String>;

    /// When it next opens or closes, after `at`.
    ///
    /// # Errors
    ///
    /// Where the calendar cannot say.
    fn next_turn(&self, calendar: &str, at: Timestamp) -> Result<Timestamp, String>;

    /// Open seconds from one instant to another; below 0 where `to` is the earlier one.
    ///
    /// # Errors
    ///
    /// Where the calendar cannot say.
    fn open_seconds(&self, calendar: &str, from: Timestamp, to: Timestamp) -> Result<i64, String>;

    /// The instant that is so many open seconds on, or back where they are below 0.
    ///
    /// # Errors
    ///
    /// Where the calendar cannot say.
    fn add(&self, calendar: &str, from: Timestamp, open_seconds: i64) -> Result<Timestamp, String>;

    /// The local date of an instant, by the clocks that are known now. Where it lies beyond what is known, they are taken to stay as
    /// they are last.
    ///
    /// # Errors
    ///
    /// Where the calendar cannot say what is now.
    fn date(&self, calendar: &str, at: Timestamp, now: Timestamp) -> Result<Date, String>;

    /// When a local date begins; where it begins twice because clocks go back, after `now`.
    ///
    /// # Errors
    ///
    /// Where the calendar cannot say.
    fn date_begins(&self, calendar: &str, date: Date, now: Timestamp) -> Result<Timestamp, String>;

    /// The hour that clocks on the wall show, and when they show another.
    ///
    /// # Errors
    ///
    /// Where the calendar cannot say.
    fn hour(&self, calendar: &str, at: Timestamp) -> Result<(i64, Timestamp), String>;

    /// The name of the holiday that the calendar's local date is, and when the next date begins.
    ///
    /// # Errors
    ///
    /// Where the calendar cannot say.
    fn holiday(&self, calendar: &str, at: Timestamp) -> Result<(Option<Text>, Timestamp), String>;
}

impl fmt::Debug for dyn OpenTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("calendars")
    }
}

/// A desk without calendars.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoCalendars;

fn unknown<T>(calendar: &str) -> Result<T, String> {
    Err(format!("there is no calendar {}", quoted(calendar)))
}

impl OpenTime for NoCalendars {
    fn is_open(&self, calendar: &str, _: Timestamp) -> Result<bool, String> {
        unknown(calendar)
    }
    fn next_turn(&self, calendar: &str, _: Timestamp) -> Result<Timestamp, String> {
        unknown(calendar)
    }
    fn open_seconds(&self, calendar: &str, _: Timestamp, _: Timestamp) -> Result<i64, String> {
        unknown(calendar)
    }
    fn add(&self, calendar: &str, _: Timestamp, _: i64) -> Result<Timestamp, String> {
        unknown(calendar)
    }
    fn date(&self, calendar: &str, _: Timestamp, _: Timestamp) -> Result<Date, String> {
        unknown(calendar)
    }
    fn date_begins(&self, calendar: &str, _: Date, _: Timestamp) -> Result<Timestamp, String> {
        unknown(calendar)
    }
    fn hour(&self, calendar: &str, _: Timestamp) -> Result<(i64, Timestamp), String> {
        unknown(calendar)
    }
    fn holiday(&self, calendar: &str, _: Timestamp) -> Result<(Option<Text>, Timestamp), String> {
        unknown(calendar)
    }
}
