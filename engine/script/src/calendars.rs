//! `calendar`

use chrono::{Datelike, NaiveDate};
use tierline_model::{
    CalendarDocument, Place, SortedSet, Text,
    calendar::{Break, BreakDays, CalendarPart, DayOfYear, Holiday, HolidayDate, Interval, SpecialDay, Weekday, Years},
    quoted,
};

use crate::{
    compile::Compiler,
    cut::Piece,
    header::Reader,
    hours::{not_days, time, weekdays},
    instants::Since,
    rhai::Slip,
    rules::place,
    said_once::{self, SaidOnce},
    source::Spot,
};

/// A calendar as a file has it.
#[derive(Clone, Debug)]
pub struct CalendarDraft {
    /// Its name, which versions share.
    pub name: Text,
    /// Since when this version counts; always, where it says nothing.
    pub since: Option<Since>,
    /// What it says. The document of a later version is called by its beginning too.
    pub document: CalendarDocument,
    /// Where it stands.
    pub place: Place,
    /// Where its parts stand.
    pub places: Vec<(CalendarPart, Place)>,
    /// Whether all of it could be read.
    pub is_whole: bool,
}

impl CalendarDraft {
    /// Where a part stands; the calendar itself, where that is not known.
    pub fn place_of(&self, part: CalendarPart) -> &Place {
        let found = self.places.iter().find(|(known, _)| *known == part);
        found.map_or(&self.place, |(_, place)| place)
    }
}

/// The words that clauses begin with.
pub(crate) const CLAUSES: [&str; 14] = [
    "timezone", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "break", "holiday", "holidays", "special", "includes",
    "covers",
];

/// What a calendar says once; the hours of a day, too, which it looks after itself.
const SAID: said_once::Clauses = said_once::Clauses {
    block: "calendar",
    often: &["mon", "tue", "wed", "thu", "fri", "sat", "sun", "break", "holiday", "holidays", "special", "includes"],
    shared: &[],
    instead: &[("timezone", "a calendar is in one time zone; write a second calendar, and one that `includes` both")],
};

/// Reads a `calendar` block: as much of it as can be read, and what cannot.
pub(crate) fn compile(compiler: &Compiler<'_>, file: usize, piece: &Piece<'_>) -> (Option<CalendarDraft>, Vec<Slip>) {
    let mut read = Reader::new(piece.text);
    let place = |at: Spot| place(compiler, file, piece, at);
    let mut draft = match heading(&mut read, &place) {
        Ok(draft) => draft,
        Err(slip) => return (None, vec![slip]),
    };
    let mut slips = vec![];
    let mut said = SaidOnce::new(&SAID);
    while !read.is_at_end() && !read.is("}") {
        if read.takes(";") {
            continue;
        }
        let (start, at) = (read.count(), read.spot());
        let mut clause = Clause { compiler, draft: &mut draft, place: &place };
        match clause.read(&mut read) {
            Ok(()) => slips.extend(said.note(&read.words(start), at).err()),
            Err(slip) => {
                slips.push(slip);
                read.skip_to(&CLAUSES, start);
            }
        }
    }
    let end = read.must("}", "a clause, or `}` to close the calendar").and_then(|()| read.end());
    // Where the tokens break off, that is said, and what would follow is not known.
    slips.extend(end.err().filter(|_| slips.is_empty() || !read.is_broken()));
    draft.is_whole = slips.is_empty();
    (Some(draft), slips)
}

/// `calendar "uk-office" since "2026-07-01" {`
fn heading(read: &mut Reader<'_>, place: &dyn Fn(Spot) -> Place) -> Result<CalendarDraft, Slip> {
    read.takes("calendar");
    let at = read.spot();
    let name = read.text("the name of the calendar in double quotes")?;
    if name.trim().is_empty() {
        return Err(Slip::new("missing-name", "a calendar needs a name").at(at));
    }
    let mut since = None;
    if read.takes("since") {
        let at = read.spot();
        let text = read.text("the instant since when this version counts")?;
        since = Some(Since::read(&text, at)?);
    }
    read.must("{", "`{` after the name of the calendar")?;
    let version = since.map(|since| format!(" since {since}")).unwrap_or_default();
    let document = CalendarDocument { name: format!("{name}{version}").into(), ..CalendarDocument::default() };
    Ok(CalendarDraft { name: name.into(), since, document, place: place(at), places: vec![], is_whole: false })
}

struct Clause<'a, 'b> {
    compiler: &'a Compiler<'b>,
    draft: &'a mut CalendarDraft,
    place: &'a dyn Fn(Spot) -> Place,
}

impl Clause<'_, '_> {
    fn read(&mut self, read: &mut Reader<'_>) -> Result<(), Slip> {
        let at = read.spot();
        let what = "hours such as `mon..fri 09:00 - 17:00`, or `holiday`";
        if !CLAUSES.iter().any(|clause| read.is(clause)) {
            return Err(not_days(read, what, &CLAUSES));
        }
        if let Some(days) = weekdays(read)? {
            return self.hours(read, &days, at);
        }
        match read.word(what)?.as_str() {
            "timezone" => {
                let at = read.spot();
                self.draft.document.time_zone = Some(read.text("a time zone such as \"Europe/London\"")?.into());
                self.note(CalendarPart::TimeZone, at);
            }
            "break" => self.breaks(read, at)?,
            "holiday" => {
                read.takes("from");
                let from_spot = read.spot();
                let first = holiday_date(read)?;
                self.holidays_from(read, first, (at, from_spot))?;
            }
            "holidays" => {
                read.must("from", "`from` and the name of a file, or the first of several dates")?;
                let from_spot = read.spot();
                let from = read.text("the name of a file such as \"holidays.csv\"")?;
                match HolidayDate::parse(&from) {
                    Some(first) => self.holidays_from(read, first, (at, from_spot))?,
                    None => self.holidays_of(&from, from_spot)?,
                }
            }
            "special" => self.special(read, at)?,
            "includes" => loop {
                let at = read.spot();
                let member = read.text("the name of a calendar")?;
                self.note(CalendarPart::Includes(self.draft.document.includes.len()), at);
                self.draft.document.includes.push(member.into());
                if !read.takes(",") {
                    break;
                }
            },
            _ => {
                let from = read.number("the first year")?;
                read.must("to", "`to` and the last year")?;
                let to = read.number("the last year")?;
                let year = |year: i64| i32::try_from(year).unwrap_or(i32::MAX);
                self.draft.document.covers = Some(Years { from: year(from), to: year(to) });
                self.note(CalendarPart::Covers, at);
            }
        }
        Ok(())
    }

    fn note(&mut self, part: CalendarPart, at: Spot) {
        self.draft.places.push((part, (self.place)(at)));
    }

    fn hours(&mut self, read: &mut Reader<'_>, days: &[Weekday], at: Spot) -> Result<(), Slip> {
        if days.iter().any(|day| self.draft.document.weekly.contains_key(day)) {
            let slip = Slip::new("declared-twice", "this calendar has hours for that day already");
            return Err(slip.help("write all intervals of a day in one line: mon 09:00 - 12:00, 13:00 - 17:00").at(at));
        }
        let intervals = intervals(read)?;
        for day in days {
            self.draft.document.weekly.insert(*day, intervals.iter().map(|(interval, _)| *interval).collect());
            for (index, (_, at)) in intervals.iter().enumerate() {
                self.note(CalendarPart::Weekly(*day, index), *at);
            }
        }
        Ok(())
    }

    /// `break mon..fri 12:00 - 13:00`, `break "2026-12-24" 12:00 - 14:00`, `break 12:00 - 13:00`
    fn breaks(&mut self, read: &mut Reader<'_>, at: Spot) -> Result<(), Slip> {
        let date_spot = read.spot();
        let on = match (read.maybe_text(), weekdays(read)?) {
            (Some(text), _) => BreakDays::Date(date(&text, date_spot)?),
            (None, Some(days)) => BreakDays::Weekdays(days.into_iter().collect()),
            (None, None) => BreakDays::Weekdays(SortedSet::from(Weekday::ALL)),
        };
        for (interval, _) in intervals(read)? {
            self.note(CalendarPart::Break(self.draft.document.breaks.len()), at);
            self.draft.document.breaks.push(Break { on: on.clone(), interval });
        }
        Ok(())
    }

    /// `special "2026-12-24" 08:30 - 12:00 "Christmas Eve"`, `special "2026-12-27" closed`, `special "12-24" 08:30 - 12:00`
    fn special(&mut self, read: &mut Reader<'_>, at: Spot) -> Result<(), Slip> {
        let date_spot = read.spot();
        let text = read.text("a date such as \"2026-12-24\", or \"12-24\" for every year")?;
        let yearly = DayOfYear::parse(&text);
        let day = yearly.map_or_else(|| date(&text, date_spot).map(Some), |_| Ok(None))?;
        let intervals = intervals(read)?;
        for index in 0..intervals.len().max(1) {
            let at = intervals.get(index).map_or(at, |(_, at)| *at);
            let dated = day.map(|day| CalendarPart::SpecialDay(day, index));
            let part = dated.or(yearly.map(|day| CalendarPart::YearlyDay(day, index)));
            part.into_iter().for_each(|part| self.note(part, at));
        }
        let name = read.maybe_text().map(Text::from);
        let special = SpecialDay { intervals: intervals.into_iter().map(|(open, _)| open).collect(), name };
        let document = &mut self.draft.document;
        let known = match (day, yearly) {
            (Some(day), _) => document.special_days.insert(day, special),
            (None, Some(day)) => document.yearly_days.insert(day, special),
            (None, None) => None,
        };
        if known.is_some() {
            let slip = Slip::new("declared-twice", format!("the special day {text} is written twice"));
            return Err(slip.help("write all its intervals in one line").at(at));
        }
        Ok(())
    }

    /// `"2026-12-25" "Christmas Day"`, `"2026-12-24" to "2027-01-01" "Shutdown"`, `"12-24" to "01-01"`: what follows the first date.
    fn holidays_from(
        &mut self,
        read: &mut Reader<'_>,
        first: HolidayDate,
        (at, from_spot): (Spot, Spot),
    ) -> Result<(), Slip> {
        let last = if JOINED.iter().any(|word| read.takes(word)) { holiday_date(read)? } else { first };
        let name = read.maybe_text().map(Text::from);
        for on in all_from(first, last).map_err(|slip| slip.at(from_spot))? {
            self.holiday(Holiday { on, name: name.clone() }, at);
        }
        Ok(())
    }

    fn holiday(&mut self, holiday: Holiday, at: Spot) {
        self.note(CalendarPart::Holiday(self.draft.document.holidays.len()), at);
        self.draft.document.holidays.push(holiday);
    }

    /// The holidays of a CSV file of the pack: a date and a name in each line.
    fn holidays_of(&mut self, file: &str, at: Spot) -> Result<(), Slip> {
        if file.ends_with(".ics") {
            let slip = Slip::new("holiday-file", "holidays are read from CSV, not from iCalendar").at(at);
            return Err(slip.help(format!("run `tierline import {file} -o {}.csv`", file.trim_end_matches(".ics"))));
        }
        let Some(text) = self.compiler.pack.files.get(file) else {
            let files = self.compiler.pack.files.keys().map(String::as_str).filter(|name| name.ends_with(".csv"));
            let hint = tierline_model::suggest::did_you_mean(file, files, "\"");
            let slip = Slip::new("unknown-file", format!("this pack has no file {}", quoted(file)));
            let help = hint.unwrap_or_else(|| "`tierline import` makes one of an iCalendar file".to_owned());
            return Err(slip.help(help).at(at));
        };
        let mut rows = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        for (index, row) in rows.records().enumerate() {
            let line = index + 1;
            let wrong = |what: String| {
                let slip = Slip::new("holiday-file", format!("{file}, line {line}: {what}"));
                slip.help("each line holds a date and a name: 2026-12-25,Christmas Day").at(at)
            };
            let row = row.map_err(|error| wrong(error.to_string()))?;
            let cell = row.get(0).unwrap_or_default().trim_start_matches('\u{feff}');
            if cell.is_empty() || line == 1 && cell.eq_ignore_ascii_case("date") {
                continue;
            }
            let on = HolidayDate::parse(cell).ok_or_else(|| wrong(format!("{} is no date", quoted(cell))))?;
            let name = row.get(1).filter(|name| !name.is_empty()).map(Text::from);
            self.holiday(Holiday { on, name }, at);
        }
        Ok(())
    }
}

/// `08:30 - 12:00, 13:00 - 18:00`, or `closed`.
fn intervals(read: &mut Reader<'_>) -> Result<Vec<(Interval, Spot)>, Slip> {
    if read.takes("closed") {
        return Ok(vec![]);
    }
    let mut intervals = vec![];
    loop {
        let at = read.spot();
        let open = time(read)?;
        read.must("-", "`-` and the time it closes")?;
        let close = time(read)?;
        intervals.push((Interval { open, close }, at));
        if !read.takes(",") {
            return Ok(intervals);
        }
    }
}

/// The words between the first and the last date of several.
const JOINED: [&str; 3] = ["to", "until", ".."];

/// The dates from the first to the last, both included; days of every year go over its turn.
fn all_from(first: HolidayDate, last: HolidayDate) -> Result<Vec<HolidayDate>, Slip> {
    /// Nobody is on holiday for longer.
    const MOST: i64 = 366;
    if let (HolidayDate::Date(from), HolidayDate::Date(to)) = (first, last) {
        return match (to - from).num_days() {
            ..0 => {
                Err(Slip::new("date", format!("{to} is before {from}")).help(format!("write \"{to}\" to \"{from}\"")))
            }
            MOST.. => {
                let slip = Slip::new("date", format!("from {from} to {to} it is more than a year"));
                Err(slip.help("is the year right?"))
            }
            _ => Ok(from.iter_days().take_while(|date| *date <= to).map(HolidayDate::Date).collect()),
        };
    }
    let day = |on: HolidayDate| DayOfYear::parse(&on.to_string());
    let Some((first_day, last_day)) = day(first).zip(day(last)) else {
        let slip = Slip::new("date", format!("of {first} and {last}, one is a date and the other a day of every year"));
        return Err(slip.help("write both with their year, or both without"));
    };
    // A leap year has all days.
    let year = NaiveDate::from_ymd_opt(2000, 1, 1).into_iter().flat_map(|first| first.iter_days().take(366));
    let between = year.filter(|date| DayOfYear::of(*date).is_between(first_day, last_day));
    Ok(between.map(|date| HolidayDate::Yearly(date.month(), date.day())).collect())
}

fn holiday_date(read: &mut Reader<'_>) -> Result<HolidayDate, Slip> {
    let at = read.spot();
    let text = read.text("a date such as \"2026-12-25\", or \"12-25\" for every year")?;
    HolidayDate::parse(&text).ok_or_else(|| no_date(&text, at))
}

fn date(text: &str, at: Spot) -> Result<NaiveDate, Slip> {
    text.parse().map_err(|_| no_date(text, at))
}

fn no_date(text: &str, at: Spot) -> Slip {
    Slip::new("date", format!("{} is no date", quoted(text)))
        .help("write \"2026-12-25\"; a day of every year is \"12-25\"")
        .at(at)
}
