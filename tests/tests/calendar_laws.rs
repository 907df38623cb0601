//! Laws of calendars, over random ones in zones whose clocks do odd things.
//!
//! The model that calendars must agree with is written from the rules and knows nothing of the engine: it paints every
//! minute of some days open or closed, with the zone conversions of jiff, and counts minutes.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    sync::Arc,
};

use chrono::NaiveDate;
use jiff::{
    SignedDuration,
    tz::{AmbiguousOffset, TimeZone, TimeZoneDatabase},
};
use proptest::{collection::vec, prelude::*, sample::select, test_runner::RngSeed};
use tierline_calendar::{Beyond, Calendar, Calendars};
use tierline_model::{
    Break, BreakDays, CalendarDocument, DayOfYear, Holiday, HolidayDate, Interval, LocalTime, SpecialDay, Timestamp,
    Weekday, Years,
};

const ZONES: [&str; 20] = [
    "UTC",
    "Africa/Cairo",
    "Africa/Casablanca",
    "America/New_York",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Antarctica/Troll",
    "Asia/Gaza",
    "Asia/Kathmandu",
    "Asia/Pyongyang",
    "Asia/Tehran",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "Europe/Dublin",
    "Europe/London",
    "Pacific/Apia",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
];

/// Days of the model before and after its middle; questions are asked of the inner ones.
const PAINTED: i64 = 10;
const ASKED: i64 = 7;
const DAY: i64 = 1_440;

/// Runs are the same every time.
fn runs(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_261_122),
        ..ProptestConfig::default()
    }
}

fn zone(name: &str) -> TimeZone {
    TimeZoneDatabase::bundled().get(name).unwrap()
}

fn instant(minute: i64) -> Timestamp {
    Timestamp::from_second(minute * 60)
}

fn date(day: i64) -> NaiveDate {
    NaiveDate::from_epoch_days(i32::try_from(day).unwrap()).unwrap()
}

/// The days from 1970 on which the clocks of a zone changed from 2005 to 2030; some day where they never did.
fn days_of_change(zone: &TimeZone) -> Vec<i64> {
    let (from, until) = ("2005-01-20T00:00:00Z".parse().unwrap(), 1_924_000_000);
    let changes = zone.following(from).map(|change| change.timestamp().as_second());
    let days: Vec<i64> = changes.take_while(|&second| second < until).map(|second| second / 86_400).collect();
    if days.is_empty() { vec![15_000] } else { days }
}

/// A calendar around a day, so many days from 1970.
#[derive(Clone, Debug)]
struct Sample {
    document: CalendarDocument,
    middle: i64,
}

fn a_time() -> impl Strategy<Value = i64> {
    prop_oneof![
        4 => (0..=8_i64).prop_map(|half| half * 30),
        1 => Just(23 * 60),
        3 => (0..96_i64).prop_map(|quarter| quarter * 15),
        1 => 0..DAY,
    ]
}

fn an_interval() -> impl Strategy<Value = Interval> {
    let time =
        |minute: i64| LocalTime::new(u32::try_from(minute).unwrap() / 60, u32::try_from(minute).unwrap() % 60, 0);
    let close = prop_oneof![4 => a_time(), 1 => Just(DAY)];
    (a_time(), close).prop_filter_map("empty", move |(open, close)| {
        (open != close).then(|| Interval { open: time(open).unwrap(), close: time(close).unwrap() })
    })
}

/// A calendar in a zone, with its odd dates near a change of clocks.
fn a_sample(zones: &'static [&'static str]) -> impl Strategy<Value = Sample> {
    let place = (select(zones), any::<prop::sample::Index>(), -1..=1_i64).prop_map(|(name, change, shift)| {
        let days = days_of_change(&zone(name));
        (name, days[change.index(days.len())] + shift)
    });
    let week = vec(vec(an_interval(), 0..=3), 7);
    let near = || -5..=5_i64;
    let holidays = vec((near(), any::<bool>()), 0..=2);
    let special = vec((near(), vec(an_interval(), 0..=2), any::<bool>()), 0..=2);
    let weekdays = vec(select(&Weekday::ALL[..]), 1..=4);
    let breaks = vec((near(), prop::option::of(weekdays), an_interval()), 0..=2);
    (place, week, holidays, special, breaks).prop_map(|((zone, middle), week, holidays, special, breaks)| {
        use chrono::Datelike;
        let weekly = Weekday::ALL.into_iter().zip(week).collect();
        let holiday = |(day, yearly): (i64, bool)| {
            let date = date(middle + day);
            let on = if yearly { HolidayDate::Yearly(date.month(), date.day()) } else { HolidayDate::Date(date) };
            Holiday { on, name: None }
        };
        let pause = |(day, weekdays, interval): (i64, Option<Vec<Weekday>>, Interval)| {
            let weekdays = weekdays.map(|days| BreakDays::Weekdays(days.into_iter().collect()));
            Break { on: weekdays.unwrap_or(BreakDays::Date(date(middle + day))), interval }
        };
        let (yearly, special): (Vec<_>, Vec<_>) = special.into_iter().partition(|(.., yearly)| *yearly);
        let dated = |(day, intervals, _): (i64, Vec<Interval>, bool)| {
            (date(middle + day), SpecialDay { intervals, name: None })
        };
        let yearly = yearly.into_iter().map(dated).map(|(date, day)| (DayOfYear::of(date), day));
        let year = date(middle).year();
        let document = CalendarDocument {
            name: "c".into(),
            time_zone: Some(zone.into()),
            weekly,
            breaks: breaks.into_iter().map(pause).collect(),
            holidays: holidays.into_iter().map(holiday).collect(),
            special_days: special.into_iter().map(dated).collect(),
            yearly_days: yearly.collect(),
            includes: vec![],
            covers: Some(Years { from: year - 1, to: year + 1 }),
        };
        Sample { document, middle }
    })
}

/// The calendar of a document; `None` where it is never open.
fn compile(document: &CalendarDocument) -> Option<Arc<Calendar>> {
    match Calendars::compile(std::slice::from_ref(document), Years { from: 2026, to: 2026 }) {
        Ok(calendars) => calendars.get("c").cloned(),
        Err(wrong) if wrong.iter().all(|mistake| mistake.code == "never-open") => None,
        Err(wrong) => panic!("{wrong:?}"),
    }
}

/// Minutes, each open or closed.
struct Model {
    zone: TimeZone,
    /// The minute from 1970 (UTC) at which `open` begins.
    start: i64,
    open: Vec<bool>,
    /// The working days, as days from 1970 on the wall, each with its last close.
    dates: BTreeMap<i64, i64>,
    /// The minutes that may be asked about.
    asked: Range<i64>,
}

impl Model {
    fn of(sample: &Sample) -> Model {
        let Sample { document, middle } = sample;
        let zone = zone(document.time_zone.as_ref().unwrap());
        let start = (middle - PAINTED - 2) * DAY;
        let minutes = usize::try_from((2 * PAINTED + 5) * DAY).unwrap();
        let asked = (middle - ASKED) * DAY..(middle + ASKED) * DAY;
        let mut model = Model { zone, start, open: vec![false; minutes], dates: BTreeMap::new(), asked };
        let days = middle - PAINTED..=middle + PAINTED;
        let broken: BTreeSet<i64> = days
            .clone()
            .flat_map(|day| breaks(document, date(day)).map(move |interval| (day, interval)))
            .flat_map(|(day, interval)| model.span(day, interval))
            .collect();
        for day in days {
            for interval in hours(document, date(day)) {
                for minute in model.span(day, interval).filter(|minute| !broken.contains(minute)) {
                    model.paint(minute);
                    let last = model.dates.entry(day).or_insert(0);
                    *last = (*last).max(minute + 1);
                }
            }
        }
        model
    }

    fn paint(&mut self, minute: i64) {
        let index = usize::try_from(minute - self.start).unwrap();
        self.open[index] = true;
    }

    fn is_open(&self, minute: i64) -> bool {
        self.open[usize::try_from(minute - self.start).unwrap()]
    }

    /// The minutes of an interval that starts on a day.
    fn span(&self, day: i64, interval: Interval) -> Range<i64> {
        let minute = |time: LocalTime| i64::from(time.second()) / 60;
        let (open, close) = (minute(interval.open), minute(interval.close));
        let overnight = if close <= open { DAY } else { 0 };
        self.opening(day * DAY + open)..self.closing(day * DAY + close + overnight)
    }

    fn civil(local: i64) -> jiff::civil::DateTime {
        jiff::civil::datetime(1970, 1, 1, 0, 0, 0, 0).checked_add(SignedDuration::from_mins(local)).unwrap()
    }

    fn offset(&self, local: i64) -> AmbiguousOffset {
        self.zone.to_ambiguous_timestamp(Model::civil(local)).offset()
    }

    fn minute(local: i64, offset: jiff::tz::Offset) -> i64 {
        offset.to_timestamp(Model::civil(local)).unwrap().as_second() / 60
    }

    /// When clocks jumped over a local time.
    fn jump(&self, local: i64, before: jiff::tz::Offset) -> i64 {
        let after = before.to_timestamp(Model::civil(local)).unwrap() + SignedDuration::from_secs(1);
        self.zone.preceding(after).next().unwrap().timestamp().as_second() / 60
    }

    fn opening(&self, local: i64) -> i64 {
        match self.offset(local) {
            AmbiguousOffset::Unambiguous { offset } => Model::minute(local, offset),
            AmbiguousOffset::Gap { before, .. } => self.jump(local, before),
            AmbiguousOffset::Fold { before, .. } => Model::minute(local, before),
        }
    }

    fn closing(&self, local: i64) -> i64 {
        let happened_once = |local| !matches!(self.offset(local), AmbiguousOffset::Fold { .. });
        match self.offset(local) {
            AmbiguousOffset::Unambiguous { offset } => Model::minute(local, offset),
            AmbiguousOffset::Gap { before, .. } => self.jump(local, before),
            AmbiguousOffset::Fold { before, .. } if happened_once(local - 1) => Model::minute(local, before),
            AmbiguousOffset::Fold { after, .. } => Model::minute(local, after),
        }
    }

    fn local(&self, minute: i64) -> i64 {
        let at = jiff::Timestamp::from_second(minute * 60).unwrap();
        minute + i64::from(self.zone.to_offset(at).seconds()) / 60
    }

    // Answers; `None` where they lie too far off for the model to know.

    fn known(&self, minute: i64) -> Option<i64> {
        self.asked.contains(&minute).then_some(minute)
    }

    fn add(&self, from: i64, minutes: i64) -> Option<i64> {
        match minutes {
            0 => self.next_open(from),
            1.. => (from..self.asked.end)
                .filter(|&minute| self.is_open(minute))
                .nth(usize::try_from(minutes).ok()? - 1)
                .map(|last| last + 1),
            _ => (self.asked.start..from)
                .rev()
                .filter(|&minute| self.is_open(minute))
                .nth(usize::try_from(-minutes).ok()? - 1),
        }
    }

    fn between(&self, from: i64, to: i64) -> i64 {
        let count =
            |minutes: Range<i64>| i64::try_from(minutes.filter(|&minute| self.is_open(minute)).count()).unwrap();
        if from <= to { count(from..to) } else { -count(to..from) }
    }

    fn opens(&self, minute: i64) -> bool {
        self.is_open(minute) && !self.is_open(minute - 1)
    }

    fn closes(&self, minute: i64) -> bool {
        !self.is_open(minute) && self.is_open(minute - 1)
    }

    fn next_open(&self, at: i64) -> Option<i64> {
        (at..self.asked.end).find(|&minute| self.is_open(minute))
    }

    fn next_close(&self, at: i64) -> Option<i64> {
        (at + 1..self.asked.end).find(|&minute| self.closes(minute))
    }

    fn previous_open(&self, at: i64) -> Option<i64> {
        (self.asked.start..=at).rev().find(|&minute| self.opens(minute))
    }

    fn previous_close(&self, at: i64) -> Option<i64> {
        (self.asked.start..=at).rev().find(|&minute| self.closes(minute))
    }

    fn same_time(&self, at: i64, day: i64) -> Option<i64> {
        self.known(self.opening(day * DAY + self.local(at).rem_euclid(DAY)))
    }

    fn add_calendar_days(&self, at: i64, days: i64) -> Option<i64> {
        if days == 0 { Some(at) } else { self.same_time(at, self.local(at).div_euclid(DAY) + days) }
    }

    fn add_days(&self, at: i64, days: i64) -> Option<i64> {
        let today = self.local(at).div_euclid(DAY);
        let same_time = match days {
            0 => at,
            1.. => self.same_time(at, *self.dates.range(today + 1..).nth(usize::try_from(days).ok()? - 1)?.0)?,
            _ => self.same_time(at, *self.dates.range(..today).nth_back(usize::try_from(-days).ok()? - 1)?.0)?,
        };
        if self.closes(same_time) { Some(same_time) } else { self.next_open(same_time) }
    }

    fn next_date(&self, at: i64) -> Option<i64> {
        let day = |minute: i64| self.local(minute).div_euclid(DAY);
        (at + 1..self.asked.end).find(|&minute| day(minute) > day(at))
    }

    fn end_of_day(&self, at: i64) -> Option<i64> {
        let today = self.local(at).div_euclid(DAY);
        let still_today = self.dates.get(&today).filter(|&&close| close >= at);
        let close = still_today.or_else(|| self.dates.range(today + 1..).next().map(|(_, close)| close));
        close.and_then(|&close| self.known(close))
    }
}

/// The hours of a special day, or of a day of every year that is a weekday with hours.
fn special(document: &CalendarDocument, date: NaiveDate) -> Option<&SpecialDay> {
    let is_open = document.weekly.get(&Weekday::of(date)).is_some_and(|hours| !hours.is_empty());
    let yearly = document.yearly_days.get(&DayOfYear::of(date)).filter(|_| is_open);
    document.special_days.get(&date).or(yearly)
}

/// What starts on a date, by rule 1.
fn hours(document: &CalendarDocument, date: NaiveDate) -> Vec<Interval> {
    if let Some(special) = special(document, date) {
        return special.intervals.clone();
    }
    if document.holidays.iter().any(|holiday| holiday.on.is_on(date)) {
        return vec![];
    }
    document.weekly.get(&Weekday::of(date)).cloned().unwrap_or_default()
}

/// The breaks that start on a date: one of weekdays is not held on a special day.
fn breaks(document: &CalendarDocument, date: NaiveDate) -> impl Iterator<Item = Interval> {
    let is_held = move |pause: &&Break| match &pause.on {
        BreakDays::Date(on) => *on == date,
        BreakDays::Weekdays(days) => days.contains(&Weekday::of(date)) && special(document, date).is_none(),
    };
    document.breaks.iter().filter(is_held).map(|pause| pause.interval)
}

/// An answer in minutes.
fn minutes(answer: Result<Timestamp, Beyond>) -> Option<i64> {
    let second = answer.unwrap_or_else(|beyond| panic!("{beyond}")).second();
    assert_eq!(second % 60, 0);
    Some(second / 60)
}

proptest! {
    #![proptest_config(runs(400))]

    #[test]
    fn a_calendar_agrees_with_counting_minutes(
        sample in a_sample(&ZONES),
        asked in vec((0..2 * ASKED * DAY, 0..2 * ASKED * DAY, -3_000..3_000_i64, -5..=5_i64), 12),
    ) {
        let Some(calendar) = compile(&sample.document) else { return Ok(()) };
        let model = Model::of(&sample);
        for minute in model.asked.clone() {
            prop_assert_eq!(calendar.is_open(instant(minute)), Ok(model.is_open(minute)), "open at {}", instant(minute));
        }
        for (from, to, open, days) in asked {
            let (from, to) = (model.asked.start + from, model.asked.start + to);
            let at = instant(from);
            prop_assert_eq!(calendar.between(at, instant(to)), Ok(model.between(from, to) * 60), "{} to {}", at, instant(to));
            for (question, expected, answer) in [
                ("add", model.add(from, open), calendar.add(at, open * 60)),
                ("add nothing", model.add(from, 0), calendar.add(at, 0)),
                ("next open", model.next_open(from), calendar.next_open(at)),
                ("next close", model.next_close(from), calendar.next_close(at)),
                ("previous open", model.previous_open(from), calendar.previous_open(at)),
                ("previous close", model.previous_close(from), calendar.previous_close(at)),
                ("working days", model.add_days(from, days), calendar.add_days(at, days)),
                ("calendar days", model.add_calendar_days(from, days), calendar.add_calendar_days(at, days)),
                ("next date", model.next_date(from), calendar.next_date(at)),
                ("end of day", model.end_of_day(from), calendar.end_of_day(at)),
            ] {
                if expected.is_some() {
                    prop_assert_eq!(minutes(answer), expected, "{} from {} by {} or {} days", question, at, open, days);
                }
            }
            let local = calendar.local(at).unwrap().and_utc().timestamp();
            prop_assert_eq!(local, model.local(from) * 60, "local time at {}", at);
        }
    }

    #[test]
    fn adding_and_measuring_undo_each_other(
        sample in a_sample(&ZONES),
        asked in vec((0..20_000_000_i64, 0..20_000_000_i64, 0..20_000_000_i64, -4_000_000..4_000_000_i64), 40),
    ) {
        let Some(calendar) = compile(&sample.document) else { return Ok(()) };
        let start = calendar.covers().0.second() + 30_000_000;
        let between = |from, to| calendar.between(from, to).unwrap();
        for (a, b, c, open) in asked {
            let [a, b, c] = [a, b, c].map(|second| Timestamp::from_second(start + second));
            prop_assert_eq!(between(a, b), -between(b, a));
            prop_assert_eq!(between(a, b) + between(b, c), between(a, c));
            if let Ok(there) = calendar.add(a, open) {
                prop_assert_eq!(between(a, there), open, "{} seconds from {} are at {}", open, a, there);
            }
            let there = calendar.add(a, between(a, b)).unwrap_or(b);
            prop_assert_eq!(between(there, b), 0);
            let opens_at_b = calendar.previous_open(b) == Ok(b);
            if calendar.is_open(b) == Ok(true) && !opens_at_b {
                prop_assert_eq!(there, b);
            }
        }
    }

    #[test]
    fn stretches_are_sorted_and_never_touch_and_add_up(sample in a_sample(&ZONES)) {
        let Some(calendar) = compile(&sample.document) else { return Ok(()) };
        let (from, until) = calendar.covers();
        let stretches: Vec<_> = calendar.stretches(from, until).unwrap().collect();
        prop_assert!(stretches.iter().all(|stretch| stretch.open < stretch.close));
        prop_assert!(stretches.windows(2).all(|pair| pair[0].close < pair[1].open));
        prop_assert_eq!(stretches.iter().map(|stretch| stretch.seconds()).sum::<i64>(), calendar.between(from, until).unwrap());
        for stretch in stretches {
            prop_assert_eq!(calendar.add(stretch.open, stretch.seconds()), Ok(stretch.close));
            prop_assert_eq!(calendar.add(stretch.close, -stretch.seconds()), Ok(stretch.open));
        }
    }

    #[test]
    fn a_bundle_gives_the_same_calendars(samples in vec(a_sample(&ZONES), 1..4)) {
        let mut documents: Vec<CalendarDocument> = samples.into_iter().map(|sample| sample.document).collect();
        for (number, document) in documents.iter_mut().enumerate() {
            document.name = format!("c{number}").into();
            document.covers = Some(Years { from: 2024, to: 2026 });
            document.special_days = Default::default();
            document.breaks.clear();
        }
        let names = documents.iter().map(|document| document.name.clone()).collect();
        documents.push(CalendarDocument { name: "all".into(), includes: names, ..CalendarDocument::default() });
        let Ok(calendars) = Calendars::compile(&documents, Years { from: 2026, to: 2026 }) else { return Ok(()) };
        let json = serde_json::to_string(&calendars).unwrap();
        let loaded: Calendars = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(&loaded, &calendars);
        prop_assert_eq!(serde_json::to_string(&loaded).unwrap(), json);
    }
}

proptest! {
    #![proptest_config(runs(150))]

    #[test]
    fn a_union_is_open_where_one_of_its_members_or_its_own_hours_are(
        own in a_sample(&ZONES),
        others in vec(a_sample(&ZONES), 1..=3),
    ) {
        // All of them about the same days.
        let middle = own.middle;
        let covers = own.document.covers;
        let mut documents = vec![CalendarDocument { name: "c".into(), ..own.document.clone() }];
        let mut models = vec![Model::of(&own)];
        for (number, other) in others.into_iter().enumerate() {
            let mut document = CalendarDocument { name: format!("m{number}").into(), covers, ..other.document };
            let shift = |date: NaiveDate| date + chrono::Duration::days(middle - other.middle);
            document.special_days = document.special_days.into_iter().map(|(date, day)| (shift(date), day)).collect();
            document.breaks.retain(|pause| matches!(pause.on, BreakDays::Weekdays(_)));
            models.push(Model::of(&Sample { document: document.clone(), middle }));
            documents[0].includes.push(document.name.clone());
            documents.push(document);
        }
        let Ok(calendars) = Calendars::compile(&documents, Years { from: 2026, to: 2026 }) else { return Ok(()) };
        let union = calendars.get("c").unwrap();
        let asked = models[0].asked.clone();
        let mut open = 0;
        for minute in asked.clone() {
            let is_open = models.iter().any(|model| model.is_open(minute));
            prop_assert_eq!(union.is_open(instant(minute)), Ok(is_open), "open at {}", instant(minute));
            open += i64::from(is_open);
        }
        prop_assert_eq!(union.between(instant(asked.start), instant(asked.end)), Ok(open * 60));
        // Working days are those of all, by their dates; the last close is the latest.
        let mut dates: BTreeMap<i64, i64> = BTreeMap::new();
        for (&day, &close) in models.iter().flat_map(|model| &model.dates) {
            let last = dates.entry(day).or_insert(close);
            *last = (*last).max(close);
        }
        for minute in asked.clone().step_by(97) {
            let today = models[0].local(minute).div_euclid(DAY);
            let close = dates.get(&today).filter(|&&close| close >= minute);
            let close = close.or_else(|| dates.range(today + 1..).next().map(|(_, close)| close));
            if let Some(close) = close.filter(|close| asked.contains(close)) {
                prop_assert_eq!(union.end_of_day(instant(minute)), Ok(instant(*close)), "from {}", instant(minute));
            }
        }
    }
}

#[test]
fn samples_meet_what_is_odd_about_clocks() {
    // What the laws are for: gaps and folds of an hour and of others, at midnight and not, and a skipped date.
    let mut seen = BTreeSet::new();
    for name in ZONES {
        let zone = zone(name);
        for day in days_of_change(&zone) {
            let noon =
                |day: i64| zone.to_offset(jiff::Timestamp::from_second(day * 86_400 + 43_200).unwrap()).seconds();
            seen.insert(noon(day + 1) - noon(day - 1));
        }
    }
    for change in [3_600, -3_600, 1_800, -1_800, 7_200, -7_200, 86_400] {
        assert!(seen.contains(&change), "{change}: {seen:?}");
    }
}
