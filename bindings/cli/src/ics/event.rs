//! One event of a feed: on which days it is.

use chrono::{Days, NaiveDate};

use super::{Wrong, lines::Line, rule};

/// An event, as far as holidays need to know it.
#[derive(Clone, Debug)]
pub struct Event {
    /// Where it begins in the file.
    pub line: usize,
    /// What its occurrences share.
    pub uid: Option<String>,
    /// Its name.
    pub name: String,
    /// Its first day; `None` where it is no whole day.
    pub first: Option<NaiveDate>,
    /// How many days each occurrence takes.
    pub length: u64,
    /// The rules by which it comes back, and their lines.
    pub rules: Vec<(usize, rule::Rule)>,
    /// Further first days.
    pub more: Vec<NaiveDate>,
    /// First days that are none.
    pub without: Vec<NaiveDate>,
    /// The occurrence that it stands in place of.
    pub replaces: Option<NaiveDate>,
    /// Whether it is called off.
    pub cancelled: bool,
}

impl Event {
    /// Reads the lines between `BEGIN:VEVENT`, which stands on `line`, and its end.
    pub fn read(line: usize, lines: &[Line]) -> Result<Event, Wrong> {
        let one = |name: &str| lines.iter().find(|line| line.name == name);
        let all = |name: &'static str| lines.iter().filter(move |line| line.name == name);
        let start = one("DTSTART").ok_or_else(|| Wrong::at(line, "the event has no `DTSTART`"))?;
        let begins = Moment::read(start)?;
        let ends = one("DTEND").map(|end| Ok((end, Moment::read(end)?))).transpose()?;
        let whole_days = match (ends, one("DURATION")) {
            (Some((end, until)), _) => begins.days_until(until, end)?,
            (None, Some(duration)) => begins.days_long(duration)?,
            (None, None) => begins.is_date.then_some(1),
        };
        let rules = all("RRULE").map(|line| {
            let rule = rule::Rule::parse(&line.value).map_err(|why| line.wrong(why))?;
            Ok((line.number, rule))
        });
        let rules = if whole_days.is_some() { rules.collect::<Result<_, Wrong>>()? } else { vec![] };
        let dates = |name: &'static str| Ok(all(name).map(dates).collect::<Result<Vec<_>, Wrong>>()?.concat());
        Ok(Event {
            line,
            uid: one("UID").map(|line| line.value.clone()),
            name: one("SUMMARY").map(Line::text).unwrap_or_default().trim().to_owned(),
            first: whole_days.map(|_| begins.date),
            length: whole_days.unwrap_or_default(),
            rules,
            more: dates("RDATE")?,
            without: dates("EXDATE")?,
            replaces: one("RECURRENCE-ID").map(|line| Ok(Moment::read(line)?.date)).transpose()?,
            cancelled: one("STATUS").is_some_and(|line| line.value.eq_ignore_ascii_case("CANCELLED")),
        })
    }
}

/// The dates of an `RDATE` or `EXDATE`.
fn dates(line: &Line) -> Result<Vec<NaiveDate>, Wrong> {
    let date = |text: &str| rule::date(text.trim()).ok_or_else(|| no_date(line, text));
    line.value.split(',').filter(|text| !text.trim().is_empty()).map(date).collect()
}

fn no_date(line: &Line, text: &str) -> Wrong {
    line.wrong(format!("`{text}` in `{}` is no date such as 20261224", line.name))
}

/// A date or a time of the day.
#[derive(Clone, Copy, Debug)]
struct Moment {
    date: NaiveDate,
    is_date: bool,
    /// Whether it is midnight by the clocks on the wall, wherever that is.
    is_midnight: bool,
}

impl Moment {
    fn read(line: &Line) -> Result<Moment, Wrong> {
        let text = line.value.trim();
        let date = rule::date(text).ok_or_else(|| no_date(line, text))?;
        let time = text.get(8..).unwrap_or_default();
        let is_time = |time: &str| time.len() == 6 && time.bytes().all(|digit| digit.is_ascii_digit());
        match time.strip_prefix('T') {
            None => Ok(Moment { date, is_date: true, is_midnight: true }),
            Some(time) if is_time(time.strip_suffix('Z').unwrap_or(time)) => {
                // Midnight of UTC is midnight nowhere in particular.
                Ok(Moment { date, is_date: false, is_midnight: time == "000000" })
            }
            Some(_) => Err(line.wrong(format!("`{text}` in `{}` is no time such as 20261224T093000", line.name))),
        }
    }

    /// How many whole days it takes up to `end`, if it is whole days.
    fn days_until(self, end: Moment, line: &Line) -> Result<Option<u64>, Wrong> {
        let days = (end.date - self.date).num_days();
        if !(self.is_midnight && end.is_midnight) {
            return Ok(None);
        }
        match u64::try_from(days) {
            // Some programs end a day on itself.
            Ok(0) if self.is_date => Ok(Some(1)),
            Ok(0) => Ok(None),
            Ok(days) => Ok(Some(days)),
            Err(_) => Err(line.wrong("the event ends before it begins")),
        }
    }

    /// The same for a duration such as `P1D`.
    fn days_long(self, duration: &Line) -> Result<Option<u64>, Wrong> {
        let text = duration.value.trim();
        let wrong = || duration.wrong(format!("`{text}` is no duration such as P1D"));
        let text = text.strip_prefix('+').unwrap_or(text).strip_prefix('P').ok_or_else(wrong)?;
        let days = match (text.strip_suffix('D'), text.strip_suffix('W')) {
            (Some(days), _) => days.parse::<u64>().ok(),
            (_, Some(weeks)) => weeks.parse::<u64>().ok().and_then(|weeks| weeks.checked_mul(7)),
            _ if text.contains('T') => return Ok(None),
            _ => None,
        };
        let days = days.filter(|days| *days > 0 && self.date.checked_add_days(Days::new(*days)).is_some());
        Ok(Some(days.ok_or_else(wrong)?).filter(|_| self.is_midnight))
    }
}
