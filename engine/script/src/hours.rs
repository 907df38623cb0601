//! Days and times as calendars have them, and what is probably meant by those of other habits.

use tierline_model::calendar::{LocalTime, Weekday};

use crate::{header::Reader, rhai::Slip, source::Spot};

/// The days that one word of other calendars stands for.
const DAYS: [(&str, &str); 6] = [
    ("24/7", "mon..sun 00:00 - 24:00"),
    ("weekdays", "mon..fri"),
    ("workdays", "mon..fri"),
    ("weekend", "sat, sun"),
    ("daily", "mon..sun"),
    ("everyday", "mon..sun"),
];

/// `mon`, `mon..fri`, `mon, wed`, where that follows.
pub(crate) fn weekdays(read: &mut Reader<'_>) -> Result<Option<Vec<Weekday>>, Slip> {
    let mut days = vec![];
    loop {
        let at = read.spot();
        let Some(first) = weekday(read) else { break };
        if let Some(word) = ["-", "to", "through", "until"].into_iter().find(|word| read.is(word)) {
            let slip = Slip::new("days", format!("days are joined by `..`, not by `{word}`")).at(read.spot());
            read.takes(word);
            let last = meant_days(read.written()).unwrap_or_else(|| "fri".to_owned());
            return Err(slip.help(format!("write `{}..{last}`", first.name())));
        }
        let last = if read.takes("..") {
            weekday(read).ok_or_else(|| not_days(read, "the last day, such as `fri`", &[]).at(at))?
        } else {
            first
        };
        let week = Weekday::ALL.into_iter().cycle().skip_while(|day| *day != first);
        let mut range: Vec<Weekday> = week.take(7).take_while(|day| *day != last).collect();
        range.push(last);
        days.extend(range);
        if !read.takes(",") {
            break;
        }
    }
    days.dedup();
    Ok((!days.is_empty()).then_some(days))
}

fn weekday(read: &mut Reader<'_>) -> Option<Weekday> {
    Weekday::ALL.into_iter().find(|day| read.takes(day.name()))
}

/// That something else stands where `what` is expected, with the days that may be meant.
pub(crate) fn not_days(read: &Reader<'_>, what: &str, words: &[&str]) -> Slip {
    let slip = read.wanted(what, words);
    let help = meant_days(read.written()).map(|days| format!("write `{days}`")).or(slip.help.clone());
    slip.maybe_help(help)
}

/// `mon..fri` for `Monday-Friday`.
fn meant_days(written: &str) -> Option<String> {
    const NAMES: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let lower = written.to_lowercase();
    if let Some((_, days)) = DAYS.into_iter().find(|(word, _)| *word == lower) {
        return Some(days.to_owned());
    }
    let day = |word: &str| {
        let name = NAMES.into_iter().find(|name| word.len() >= 3 && name.starts_with(word.trim_end_matches('s')))?;
        name.get(..3)
    };
    let days = lower.split(['-', '.', '\u{2013}']).filter(|part| !part.is_empty()).map(day);
    let days: Vec<&str> = days.collect::<Option<_>>()?;
    (!days.is_empty()).then(|| days.join(".."))
}

/// `08:30`
pub(crate) fn time(read: &mut Reader<'_>) -> Result<LocalTime, Slip> {
    const WHAT: &str = "a time such as `08:30`, or `closed`";
    let (at, written) = (read.spot(), read.written());
    let helped = |slip: Slip| {
        let help = meant_time(written).or(slip.help.clone());
        slip.maybe_help(help)
    };
    let hour = read.number(WHAT).map_err(helped)?;
    half_day(read, at, (hour, 0))?;
    read.must(":", WHAT).map_err(helped)?;
    let minute = read.number(WHAT)?;
    half_day(read, at, (hour, minute))?;
    let second = if read.takes(":") { read.number(WHAT)? } else { 0 };
    let part = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
    LocalTime::new(part(hour), part(minute), part(second)).ok_or_else(|| {
        let slip = Slip::new("time", format!("{hour:02}:{minute:02} is no time of day"));
        slip.help("times run from 00:00 to 24:00").at(at)
    })
}

/// That no `am` or `pm` follows.
fn half_day(read: &Reader<'_>, at: Spot, (hour, minute): (i64, i64)) -> Result<(), Slip> {
    let is = |words: [&str; 2]| words.iter().any(|word| read.is(word));
    let hour = match (is(["am", "AM"]), is(["pm", "PM"])) {
        (true, _) => hour % 12,
        (_, true) => hour % 12 + 12,
        _ => return Ok(()),
    };
    let slip = Slip::new("time", "times run from 00:00 to 24:00, without `am` and `pm`");
    Err(slip.help(format!("write `{hour:02}:{minute:02}`")).at(at))
}

/// What to write in place of `08.30`, `"08:30"` or a date.
fn meant_time(written: &str) -> Option<String> {
    if written.starts_with('"') {
        return Some("times stand without quotes, such as 09:00 - 17:00".to_owned());
    }
    if written.split('-').count() == 3 {
        return Some(format!("a date stands in double quotes: \"{written}\""));
    }
    let (hour, minute) = written.split_once('.')?;
    let is_time = [hour, minute].iter().all(|part| (1..=2).contains(&part.len()) && part.parse::<u8>().is_ok());
    is_time.then(|| format!("write `{hour:0>2}:{minute}`"))
}
