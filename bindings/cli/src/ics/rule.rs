//! Recurrence rules over whole days.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

/// Days that one rule may look at: more than two hundred years of them.
const MOST_LOOKS: usize = 80_000;

/// How often something comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Every {
    Year,
    Month,
    Week,
    Day,
}

/// When something comes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    every: Every,
    interval: u32,
    count: Option<usize>,
    until: Option<NaiveDate>,
    months: Vec<i32>,
    month_days: Vec<i32>,
    year_days: Vec<i32>,
    weeks: Vec<i32>,
    /// Weekdays; each with which of them in the month or year, 0 for all.
    weekdays: Vec<(i32, Weekday)>,
    positions: Vec<i32>,
    week_start: Weekday,
}

impl Rule {
    /// Reads a rule: `FREQ=YEARLY;BYMONTH=1;BYDAY=3MO`.
    ///
    /// # Errors
    ///
    /// Where it is none, or none for whole days, in a few words.
    pub fn parse(text: &str) -> Result<Rule, String> {
        let mut parts: BTreeMap<String, &str> = BTreeMap::new();
        for part in text.trim().split(';').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').ok_or_else(|| format!("`{part}` is no part of a rule"))?;
            if parts.insert(name.to_ascii_uppercase(), value).is_some() {
                return Err(format!("the rule says `{name}` twice"));
            }
        }
        let every = match parts.remove("FREQ").map(str::to_ascii_uppercase).as_deref() {
            Some("YEARLY") => Every::Year,
            Some("MONTHLY") => Every::Month,
            Some("WEEKLY") => Every::Week,
            Some("DAILY") => Every::Day,
            Some(other) => return Err(format!("a whole day cannot come back `{other}`")),
            None => return Err("the rule does not say how often: it has no `FREQ`".to_owned()),
        };
        let mut numbers = |name: &str, most: i32| match parts.remove(name) {
            None => Ok(vec![]),
            Some(list) => numbers(name, list, most),
        };
        let (months, month_days) = (numbers("BYMONTH", 12)?, numbers("BYMONTHDAY", 31)?);
        let (year_days, weeks) = (numbers("BYYEARDAY", 366)?, numbers("BYWEEKNO", 53)?);
        let (positions, intervals, counts) =
            (numbers("BYSETPOS", 366)?, numbers("INTERVAL", 10_000)?, numbers("COUNT", 1_000_000)?);
        let whole = |name: &str, number: Option<&i32>| match number.map(|number| u32::try_from(*number)) {
            Some(Err(_)) => Err(format!("`{name}` must be more than 0")),
            Some(Ok(number)) => Ok(Some(number)),
            None => Ok(None),
        };
        let interval = whole("INTERVAL", intervals.first())?.unwrap_or(1);
        let count = whole("COUNT", counts.first())?.and_then(|count| usize::try_from(count).ok());
        let until = match parts.remove("UNTIL") {
            None => None,
            Some(text) => Some(date(text).ok_or_else(|| format!("`UNTIL={text}` is no date such as 20301231"))?),
        };
        let weekdays = match parts.remove("BYDAY") {
            None => vec![],
            Some(list) => list.split(',').map(nth_weekday).collect::<Result<_, _>>()?,
        };
        let week_start = match parts.remove("WKST") {
            None => Weekday::Mon,
            Some(text) => weekday(text).ok_or_else(|| format!("`WKST={text}` is no weekday"))?,
        };
        let known = Rule {
            every,
            interval,
            count,
            until,
            months,
            month_days,
            year_days,
            weeks,
            weekdays,
            positions,
            week_start,
        };
        let idle = |name: &str| name.starts_with("X-");
        match parts.keys().find(|name| !idle(name)) {
            Some(unknown) => Err(format!("`{unknown}` is no part of a rule for whole days")),
            None => known.checked(),
        }
    }

    fn checked(self) -> Result<Rule, String> {
        if self.months.iter().any(|month| *month < 1) {
            return Err("`BYMONTH` must be 1 to 12".to_owned());
        }
        let numbered = self.weekdays.iter().any(|(nth, _)| *nth != 0);
        if numbered && !(matches!(self.every, Every::Year | Every::Month) && self.weeks.is_empty()) {
            return Err("`BYDAY` has a number only in a month or year".to_owned());
        }
        Ok(self)
    }

    /// The days from `start` on, which is the first of them, up to `end`.
    ///
    /// # Errors
    ///
    /// Where that is too much work.
    pub fn days(&self, start: NaiveDate, end: NaiveDate) -> Result<Vec<NaiveDate>, String> {
        let end = self.until.map_or(end, |until| until.min(end));
        let most = self.count.unwrap_or(usize::MAX);
        let mut days = if start <= end && most > 0 { vec![start] } else { vec![] };
        let (mut looks, mut number) = (0, 0_u32);
        while let Some((first, last)) = self.period(start, number).filter(|(first, _)| *first <= end) {
            let mut found = vec![];
            for day in first.iter_days().take_while(|day| *day <= last) {
                looks += 1;
                if self.is_on(day, start) {
                    found.push(day);
                }
            }
            if looks > MOST_LOOKS {
                return Err("the rule goes on too long; give an earlier `--until`".to_owned());
            }
            for day in self.chosen(found).into_iter().filter(|day| *day > start && *day <= end) {
                if days.len() >= most {
                    return Ok(days);
                }
                days.push(day);
            }
            number += 1;
        }
        Ok(days)
    }

    /// The first and last day of a year, month, week or day that counts, by its number from that of `start` on.
    fn period(&self, start: NaiveDate, number: u32) -> Option<(NaiveDate, NaiveDate)> {
        let steps = number.checked_mul(self.interval)?;
        let months = |first: NaiveDate, each: u32| {
            let first = first.checked_add_months(Months::new(steps.checked_mul(each)?))?;
            Some((first, first.checked_add_months(Months::new(each))?.pred_opt()?))
        };
        match self.every {
            Every::Year if !self.weeks.is_empty() => {
                // Weeks of a year reach into its neighbours.
                let year = start.year().checked_add(i32::try_from(steps).ok()?)?;
                let first = first_week(year, self.week_start)?;
                Some((first, first_week(year + 1, self.week_start)?.pred_opt()?))
            }
            Every::Year => months(start.with_day(1)?.with_month(1)?, 12),
            Every::Month => months(start.with_day(1)?, 1),
            Every::Week => {
                let first = week_of(start, self.week_start)?;
                let first = first.checked_add_days(Days::new(u64::from(steps).checked_mul(7)?))?;
                Some((first, first.checked_add_days(Days::new(6))?))
            }
            Every::Day => {
                let day = start.checked_add_days(Days::new(u64::from(steps)))?;
                Some((day, day))
            }
        }
    }

    /// Whether the rule is for a day of its period; what it does not say is as in `start`.
    fn is_on(&self, day: NaiveDate, start: NaiveDate) -> bool {
        let number = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
        let (month, in_month) = (number(day.month()), number(day.day()));
        let year_days = if day.leap_year() { 366 } else { 365 };
        let fits = |wanted: &[i32], place: i32, length: i32| {
            wanted.is_empty() || wanted.contains(&place) || wanted.contains(&(place - length - 1))
        };
        let says_month_day = !self.month_days.is_empty();
        let says_day = says_month_day || !self.weekdays.is_empty() || !self.year_days.is_empty();
        let as_begun = match self.every {
            _ if says_day => true,
            Every::Day => true,
            Every::Week => day.weekday() == start.weekday(),
            Every::Year if !self.weeks.is_empty() => day.weekday() == start.weekday(),
            Every::Month => day.day() == start.day(),
            Every::Year => day.day() == start.day() && (!self.months.is_empty() || day.month() == start.month()),
        };
        as_begun
            && (self.months.is_empty() || self.months.contains(&month))
            && fits(&self.month_days, in_month, days_of_month(day))
            && fits(&self.year_days, number(day.ordinal()), year_days)
            && self.is_in_week(day)
            && (self.weekdays.is_empty() || self.weekdays.iter().any(|wanted| self.is_nth(day, *wanted)))
    }

    fn is_in_week(&self, day: NaiveDate) -> bool {
        if self.weeks.is_empty() {
            return true;
        }
        let week = |year: i32| {
            let (first, next) = (first_week(year, self.week_start)?, first_week(year + 1, self.week_start)?);
            let is_in = first <= day && day < next;
            let number = |days: i64| i32::try_from(days / 7).ok();
            is_in.then(|| Some((number((day - first).num_days())? + 1, number((next - first).num_days())?)))?
        };
        let found = [day.year() - 1, day.year(), day.year() + 1].into_iter().find_map(week);
        found.is_some_and(|(week, weeks)| self.weeks.contains(&week) || self.weeks.contains(&(week - weeks - 1)))
    }

    /// Whether the day is that weekday, and so many of them from the beginning or end of its month or year.
    fn is_nth(&self, day: NaiveDate, (nth, weekday): (i32, Weekday)) -> bool {
        if day.weekday() != weekday || nth == 0 {
            return day.weekday() == weekday;
        }
        let by_year = self.every == Every::Year && self.months.is_empty();
        let number = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
        let (place, length) = match by_year {
            true => (number(day.ordinal()), if day.leap_year() { 366 } else { 365 }),
            false => (number(day.day()), days_of_month(day)),
        };
        (place - 1) / 7 + 1 == nth || -((length - place) / 7 + 1) == nth
    }

    /// Of the days of a period those at the positions that the rule names.
    fn chosen(&self, days: Vec<NaiveDate>) -> Vec<NaiveDate> {
        if self.positions.is_empty() {
            return days;
        }
        let count = i32::try_from(days.len()).unwrap_or(i32::MAX);
        let is_chosen = |place: i32| self.positions.contains(&place) || self.positions.contains(&(place - count - 1));
        (1..).zip(days).filter(|(place, _)| is_chosen(*place)).map(|(_, day)| day).collect()
    }
}

/// `20261224`, or the date of `20261224T000000Z`.
pub fn date(text: &str) -> Option<NaiveDate> {
    let date = text.get(..8).filter(|date| date.bytes().all(|digit| digit.is_ascii_digit()))?;
    let rest = text.get(8..).unwrap_or_default();
    (rest.is_empty() || rest.starts_with('T')).then(|| NaiveDate::parse_from_str(date, "%Y%m%d").ok())?
}

fn numbers(name: &str, list: &str, most: i32) -> Result<Vec<i32>, String> {
    let number = |text: &str| {
        let number = text.trim().parse::<i32>().ok().filter(|number| *number != 0 && number.abs() <= most);
        number.ok_or_else(|| format!("`{text}` cannot be in `{name}`"))
    };
    list.split(',').map(number).collect()
}

/// `MO`, `3MO`, `-1FR`
fn nth_weekday(text: &str) -> Result<(i32, Weekday), String> {
    let text = text.trim();
    let wrong = || format!("`{text}` in `BYDAY` is no weekday such as `MO` or `-1FR`");
    let (nth, day) = text.split_at_checked(text.len().saturating_sub(2)).ok_or_else(wrong)?;
    let day = weekday(day).ok_or_else(wrong)?;
    let nth = match nth {
        "" => 0,
        nth => nth.parse().ok().filter(|nth| (1..=53).contains(&i32::abs(*nth))).ok_or_else(wrong)?,
    };
    Ok((nth, day))
}

fn weekday(text: &str) -> Option<Weekday> {
    Some(match text.to_ascii_uppercase().as_str() {
        "MO" => Weekday::Mon,
        "TU" => Weekday::Tue,
        "WE" => Weekday::Wed,
        "TH" => Weekday::Thu,
        "FR" => Weekday::Fri,
        "SA" => Weekday::Sat,
        "SU" => Weekday::Sun,
        _ => return None,
    })
}

fn days_of_month(day: NaiveDate) -> i32 {
    i32::from(day.num_days_in_month())
}

/// The first day of the week of a day.
fn week_of(day: NaiveDate, week_start: Weekday) -> Option<NaiveDate> {
    day.checked_sub_days(Days::new(u64::from(day.weekday().days_since(week_start))))
}

/// The first day of the first week of a year: the one with four days in it.
fn first_week(year: i32, week_start: Weekday) -> Option<NaiveDate> {
    week_of(NaiveDate::from_ymd_opt(year, 1, 4)?, week_start)
}
