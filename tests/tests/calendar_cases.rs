//! Calendars: the cases of other projects, and cases worked by hand.

use std::{fs, path::Path, sync::Arc};

use serde_json::{Value as Json, json};
use tierline_calendar::{Asked, Calendar, Calendars, Due};
use tierline_model::{CalendarDocument, Timestamp, Years};

/// Compiles calendars; each is an object as in the cases, `name` included.
fn compile(calendars: Json) -> Calendars {
    let documents: Vec<CalendarDocument> = serde_json::from_value(calendars).unwrap();
    Calendars::compile(&documents, Years { from: 2026, to: 2028 })
        .unwrap_or_else(|wrong| panic!("{}", wrong.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")))
}

/// Compiles one calendar, which needs no name.
fn calendar(mut calendar: Json) -> Arc<Calendar> {
    calendar["name"] = "c".into();
    compile(json!([calendar])).get("c").unwrap().clone()
}

/// Open every day of the week with those hours.
fn daily(zone: &str, hours: Json) -> Arc<Calendar> {
    let weekly: Json =
        ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map(|day| (day, hours.clone())).into_iter().collect();
    calendar(json!({"time_zone": zone, "weekly": weekly, "covers": {"from": 2010, "to": 2028}}))
}

/// Mondays to Fridays with those hours.
fn workdays(zone: &str, hours: Json) -> Json {
    let weekly: Json = ["mon", "tue", "wed", "thu", "fri"].map(|day| (day, hours.clone())).into_iter().collect();
    json!({"time_zone": zone, "weekly": weekly})
}

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap_or_else(|| panic!("{text}"))
}

/// The stretches between two instants as `open/close` in UTC.
fn stretches(calendar: &Calendar, from: &str, to: &str) -> Vec<String> {
    let stretches = calendar.stretches(at(from), at(to)).unwrap();
    stretches.map(|stretch| format!("{}/{}", stretch.open, stretch.close).replace(":00Z", "Z")).collect()
}

const HOUR: i64 = 3_600;

/// The answer to a case, as its `expect` has it: instants by their second.
fn answer(case: &Json, calendar: &Calendar) -> Json {
    let instant = |key: &str| at(case[key].as_str().unwrap());
    let from = instant("from");
    let second = |answer: Timestamp| json!(answer.second());
    let answer = match case["op"].as_str().unwrap() {
        "add" => calendar.add(from, case["seconds"].as_i64().unwrap()).map(second),
        "between" => calendar.between(from, instant("to")).map(|seconds| json!(seconds)),
        "is_open" => calendar.is_open(from).map(|open| json!(open)),
        "next_open" => calendar.next_open(from).map(second),
        "next_close" => calendar.next_close(from).map(second),
        op => panic!("{op}"),
    };
    // A case without answer looks for it for ever: the horizon is in the way.
    answer.unwrap_or_else(|beyond| if beyond.asked == Asked::Later { Json::Null } else { panic!("{beyond}") })
}

#[test]
fn every_case_of_other_projects_holds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/cases/calendar");
    let (mut count, mut wrong) = (0, vec![]);
    for file in ["biz", "business_time", "random", "rt", "working_hours"] {
        for line in fs::read_to_string(folder.join(file).with_extension("jsonl")).unwrap().lines() {
            let case: Json = serde_json::from_str(line).unwrap();
            let years = ["from", "to", "expect"].iter().filter_map(|key| case[key].as_str()?.get(..4)?.parse().ok());
            let years: Vec<i32> = years.collect();
            let covers = Years { from: years.iter().min().unwrap() - 1, to: years.iter().max().unwrap() + 1 };
            let mut document = case["calendar"].clone();
            document["name"] = case["id"].clone();
            let document: CalendarDocument = serde_json::from_value(document).unwrap();
            let calendars = Calendars::compile(&[document], covers).unwrap();
            let expected = match case["expect"].as_str() {
                Some(instant) => json!(at(instant).second()),
                None => case["expect"].clone(),
            };
            let answer = answer(&case, calendars.iter().next().unwrap());
            count += 1;
            if answer != expected {
                wrong.push(format!("{}: {answer} instead of {expected}", case["id"]));
            }
        }
    }
    assert_eq!((count, wrong), (2_540, vec![]));
}

#[test]
fn in_a_fold_an_opening_is_the_earlier_and_a_closing_the_later_instant() {
    // London, 2026-10-25: at 01:00Z clocks go from 02:00 back to 01:00.
    let night = |hours| stretches(&daily("Europe/London", hours), "2026-10-24T12:00:00Z", "2026-10-25T12:00:00Z");
    assert_eq!(night(json!([["01:15", "01:45"]])), ["2026-10-25T00:15Z/2026-10-25T01:45Z"]);
    assert_eq!(night(json!([["00:30", "02:00"]])), ["2026-10-24T23:30Z/2026-10-25T02:00Z"]);
    assert_eq!(night(json!([["01:00", "03:00"]])), ["2026-10-25T00:00Z/2026-10-25T03:00Z"]);
    // What is open before 01:00 happened once; a minute more, and it happened twice.
    assert_eq!(night(json!([["00:30", "01:00"]])), ["2026-10-24T23:30Z/2026-10-25T00:00Z"]);
    assert_eq!(night(json!([["00:30", "01:01"]])), ["2026-10-24T23:30Z/2026-10-25T01:01Z"]);
    assert_eq!(night(json!([["00:30", "01:00:01"]])), ["2026-10-24T23:30Z/2026-10-25T01:00:01Z"]);
    // Hours that touch on the wall are one stretch.
    assert_eq!(night(json!([["00:30", "01:00"], ["01:00", "02:00"]])), ["2026-10-24T23:30Z/2026-10-25T02:00Z"]);
    let twice = daily("Europe/London", json!([["01:15", "01:45"]]));
    assert_eq!(twice.between(at("2026-10-25"), at("2026-10-26")), Ok(90 * 60));
}

#[test]
fn in_a_gap_a_boundary_is_the_instant_of_the_change() {
    // London, 2026-03-29: at 01:00Z clocks go from 01:00 to 02:00.
    let night = |hours| stretches(&daily("Europe/London", hours), "2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z");
    assert_eq!(night(json!([["00:30", "01:30"]])), ["2026-03-29T00:30Z/2026-03-29T01:00Z"]);
    assert_eq!(night(json!([["00:30", "01:00"]])), ["2026-03-29T00:30Z/2026-03-29T01:00Z"]);
    assert_eq!(night(json!([["01:30", "03:00"]])), ["2026-03-29T01:00Z/2026-03-29T02:00Z"]);
    assert_eq!(night(json!([["02:00", "03:00"]])), ["2026-03-29T01:00Z/2026-03-29T02:00Z"]);
    assert_eq!(night(json!([["01:15", "01:45"]])), [""; 0]);
    assert_eq!(night(json!([["01:00", "02:00"]])), [""; 0]);
}

#[test]
fn lord_howe_changes_by_half_an_hour() {
    let night = |hours, from: &str, to: &str| stretches(&daily("Australia/Lord_Howe", hours), from, to);
    // 2026-04-05: at 15:00Z the day before clocks go from 02:00 (+11:00) back to 01:30 (+10:30).
    let autumn = |hours| night(hours, "2026-04-04T03:00:00Z", "2026-04-05T03:00:00Z");
    assert_eq!(autumn(json!([["01:40", "01:50"]])), ["2026-04-04T14:40Z/2026-04-04T15:20Z"]);
    assert_eq!(autumn(json!([["01:15", "01:30"]])), ["2026-04-04T14:15Z/2026-04-04T14:30Z"]);
    assert_eq!(autumn(json!([["01:00", "02:00"]])), ["2026-04-04T14:00Z/2026-04-04T15:30Z"]);
    // 2026-10-04: at 15:30Z the day before clocks go from 02:00 (+10:30) to 02:30 (+11:00).
    let spring = |hours| night(hours, "2026-10-03T03:00:00Z", "2026-10-04T03:00:00Z");
    assert_eq!(spring(json!([["02:10", "03:00"]])), ["2026-10-03T15:30Z/2026-10-03T16:00Z"]);
    assert_eq!(spring(json!([["02:10", "02:20"]])), [""; 0]);
    assert_eq!(spring(json!([["01:00", "03:00"]])), ["2026-10-03T14:30Z/2026-10-03T16:00Z"]);
}

#[test]
fn apia_skipped_a_date() {
    // At 2011-12-30T10:00Z clocks went from the end of the 29th (-10:00) to the beginning of the 31st (+14:00).
    let office = daily("Pacific/Apia", json!([["09:00", "17:00"]]));
    let (before, after) = ("2011-12-29T00:00:00-10:00", "2012-01-01T00:00:00+14:00");
    assert_eq!(
        stretches(&office, before, after),
        ["2011-12-29T19:00Z/2011-12-30T03:00Z", "2011-12-30T19:00Z/2011-12-31T03:00Z"]
    );
    let noon_of_the_29th = at("2011-12-29T12:00:00-10:00");
    let noon_of_the_31st = at("2011-12-31T12:00:00+14:00");
    assert_eq!(office.add(noon_of_the_29th, 8 * HOUR), Ok(noon_of_the_31st));
    assert_eq!(office.add_days(noon_of_the_29th, 1), Ok(noon_of_the_31st));
    assert_eq!(office.add_days(noon_of_the_31st, -1), Ok(noon_of_the_29th));
    assert_eq!(office.add_calendar_days(noon_of_the_29th, 1), Ok(at("2011-12-30T10:00:00Z")));
    assert_eq!(office.add_calendar_days(noon_of_the_29th, 2), Ok(noon_of_the_31st));
    let always = daily("Pacific/Apia", json!([["00:00", "24:00"]]));
    assert_eq!(stretches(&always, before, after), ["2011-12-29T10:00Z/2011-12-31T10:00Z"]);
    assert_eq!(always.end_of_day(noon_of_the_29th), Ok(at("2011-12-30T10:00:00Z")));
}

#[test]
fn casablanca_changes_for_ramadan() {
    // 2026-02-15: at 02:00Z from 03:00 (+01:00) back to 02:00 (+00:00); 2026-03-22: at 02:00Z from 02:00 to 03:00.
    let night = daily("Africa/Casablanca", json!([["01:00", "04:00"]]));
    assert_eq!(
        stretches(&night, "2026-02-14T12:00:00Z", "2026-02-16T12:00:00Z"),
        ["2026-02-15T00:00Z/2026-02-15T04:00Z", "2026-02-16T01:00Z/2026-02-16T04:00Z"]
    );
    assert_eq!(
        stretches(&night, "2026-03-21T12:00:00Z", "2026-03-23T12:00:00Z"),
        ["2026-03-22T01:00Z/2026-03-22T03:00Z", "2026-03-23T00:00Z/2026-03-23T03:00Z"]
    );
    assert_eq!(night.offset(at("2026-02-20")), Ok(0));
    assert_eq!(night.offset(at("2026-04-20")), Ok(3_600));
}

#[test]
fn sao_paulo_changed_at_midnight() {
    // 2017-10-15: at 03:00Z from 00:00 (-03:00) to 01:00 (-02:00).
    let early = daily("America/Sao_Paulo", json!([["00:00", "08:00"]]));
    assert_eq!(
        stretches(&early, "2017-10-14T12:00:00Z", "2017-10-15T12:00:00Z"),
        ["2017-10-15T03:00Z/2017-10-15T10:00Z"]
    );
    let late = daily("America/Sao_Paulo", json!([["22:00", "24:00"]]));
    assert_eq!(
        stretches(&late, "2017-10-14T12:00:00Z", "2017-10-15T12:00:00Z"),
        ["2017-10-15T01:00Z/2017-10-15T03:00Z"]
    );
    // 2018-02-18: at 02:00Z from 00:00 (-02:00) back to 23:00 of the 17th (-03:00).
    assert_eq!(
        stretches(&late, "2018-02-17T12:00:00Z", "2018-02-18T12:00:00Z"),
        ["2018-02-18T00:00Z/2018-02-18T03:00Z"]
    );
    let evening = daily("America/Sao_Paulo", json!([["20:00", "23:00"]]));
    assert_eq!(
        stretches(&evening, "2018-02-17T12:00:00Z", "2018-02-18T12:00:00Z"),
        ["2018-02-17T22:00Z/2018-02-18T01:00Z"]
    );
}

#[test]
fn a_holiday_takes_the_night_shift_that_starts_on_it_and_leaves_the_one_before() {
    let mut nights = workdays("UTC", json!([["22:00", "06:00"]]));
    nights["holidays"] = json!(["2026-11-25"]);
    // 2026-11-25 is a Wednesday.
    assert_eq!(
        stretches(&calendar(nights), "2026-11-24T12:00:00Z", "2026-11-27T00:00:00Z"),
        ["2026-11-24T22:00Z/2026-11-25T06:00Z", "2026-11-26T22:00Z/2026-11-27T00:00Z"]
    );
}

#[test]
fn special_days_beat_holidays_and_weekly_hours() {
    let mut office = workdays("UTC", json!([["09:00", "17:00"]]));
    office["holidays"] = json!(["2026-12-24", "12-25", {"on": "2026-12-31", "name": "Stocktaking"}]);
    office["special_days"] = json!({
        "2026-12-24": {"intervals": [["09:00", "12:00"]], "name": "Christmas Eve"},
        "2026-12-26": [["10:00", "11:00"], ["23:00", "01:00"]],
        "2026-12-28": []
    });
    let office = calendar(office);
    assert_eq!(
        stretches(&office, "2026-12-24T00:00:00Z", "2026-12-31T23:59:59Z"),
        [
            "2026-12-24T09:00Z/2026-12-24T12:00Z",
            "2026-12-26T10:00Z/2026-12-26T11:00Z",
            "2026-12-26T23:00Z/2026-12-27T01:00Z",
            "2026-12-29T09:00Z/2026-12-29T17:00Z",
            "2026-12-30T09:00Z/2026-12-30T17:00Z"
        ]
    );
    // A yearly holiday is one in every year: 2028-12-25 is a Monday.
    assert_eq!(office.next_open(at("2028-12-25")), Ok(at("2028-12-26T09:00:00Z")));
    let name = |date: &str| office.holiday_name(date.parse().unwrap());
    assert_eq!(name("2026-12-24"), Some("Christmas Eve"));
    assert_eq!(name("2026-12-31"), Some("Stocktaking"));
    assert_eq!(name("2026-12-25"), None);
    assert_eq!(office.holidays_known_until(), Some(2026));
    assert_eq!(daily("UTC", json!([["09:00", "17:00"]])).holidays_known_until(), None);
}

#[test]
fn a_leap_day_is_a_yearly_holiday_of_leap_years() {
    let mut always = workdays("UTC", json!([["00:00", "24:00"]]));
    always["holidays"] = json!(["02-29"]);
    let always = calendar(always);
    // 2028-02-29 is a Tuesday; 2027-03-01 a Monday.
    assert_eq!(always.next_close(at("2028-02-28T12:00:00Z")), Ok(at("2028-02-29")));
    assert_eq!(always.next_open(at("2028-02-29T12:00:00Z")), Ok(at("2028-03-01")));
    assert_eq!(always.is_open(at("2027-03-01T12:00:00Z")), Ok(true));
}

#[test]
fn breaks_are_cut_out_whichever_date_the_hours_belong_to() {
    let mut shifts = workdays("UTC", json!([["06:00", "14:00"], ["22:00", "06:00"]]));
    shifts["breaks"] = json!([
        {"on": ["mon", "tue"], "interval": ["10:00", "10:30"]},
        {"on": ["tue"], "interval": ["23:45", "00:15"]},
        {"on": "2026-11-25", "interval": ["13:00", "18:00"]},
        {"on": "2026-11-26", "interval": ["02:00", "02:20"]}
    ]);
    shifts["special_days"] = json!({"2026-11-30": [["09:00", "12:00"]]});
    let shifts = calendar(shifts);
    // From Monday, the 23rd.
    assert_eq!(
        stretches(&shifts, "2026-11-23T00:00:00Z", "2026-11-27T00:00:00Z"),
        [
            "2026-11-23T06:00Z/2026-11-23T10:00Z",
            "2026-11-23T10:30Z/2026-11-23T14:00Z",
            "2026-11-23T22:00Z/2026-11-24T10:00Z",
            "2026-11-24T10:30Z/2026-11-24T14:00Z",
            "2026-11-24T22:00Z/2026-11-24T23:45Z",
            "2026-11-25T00:15Z/2026-11-25T13:00Z",
            "2026-11-25T22:00Z/2026-11-26T02:00Z",
            "2026-11-26T02:20Z/2026-11-26T14:00Z",
            "2026-11-26T22:00Z/2026-11-27T00:00Z"
        ]
    );
    // A special day says its hours in full: the break of Mondays is not held on the 30th.
    assert_eq!(
        stretches(&shifts, "2026-11-30T08:00:00Z", "2026-11-30T20:00:00Z"),
        ["2026-11-30T09:00Z/2026-11-30T12:00Z"]
    );
}

#[test]
fn a_date_that_breaks_eat_up_is_no_working_day() {
    let mut office = workdays("UTC", json!([["09:00", "17:00"]]));
    office["breaks"] = json!([{"on": "2026-11-24", "interval": ["08:00", "18:00"]}]);
    let office = calendar(office);
    assert_eq!(office.add_days(at("2026-11-23T12:00:00Z"), 1), Ok(at("2026-11-25T12:00:00Z")));
    assert_eq!(office.end_of_day(at("2026-11-24T12:00:00Z")), Ok(at("2026-11-25T17:00:00Z")));
}

#[test]
fn touching_and_overlapping_hours_are_one_stretch_and_count_once() {
    let calendar = calendar(json!({
        "time_zone": "UTC",
        "weekly": {"mon": [["12:00", "17:00"], ["09:00", "12:00"], ["11:00", "13:00"], ["20:00", "24:00"]], "tue": [["00:00", "04:00"]]}
    }));
    assert_eq!(
        stretches(&calendar, "2026-11-23T00:00:00Z", "2026-11-25T00:00:00Z"),
        ["2026-11-23T09:00Z/2026-11-23T17:00Z", "2026-11-23T20:00Z/2026-11-24T04:00Z"]
    );
    assert_eq!(calendar.between(at("2026-11-23"), at("2026-11-25")), Ok(16 * HOUR));
    assert_eq!(calendar.is_open(at("2026-11-24")), Ok(true));
}

#[test]
fn twenty_four_is_the_end_of_the_date() {
    let friday = calendar(json!({"time_zone": "Asia/Kathmandu", "weekly": {"fri": [["18:00", "24:00"]]}}));
    let midnight = calendar(json!({"time_zone": "Asia/Kathmandu", "weekly": {"fri": [["18:00", "00:00"]]}}));
    for evening in [friday, midnight] {
        assert_eq!(evening.next_close(at("2026-11-27T18:30:00+05:45")), Ok(at("2026-11-28T00:00:00+05:45")));
        assert_eq!(evening.is_open(at("2026-11-28T00:00:00+05:45")), Ok(false));
    }
}

#[test]
fn add_counts_open_seconds_forth_and_back() {
    let office = calendar(workdays("Europe/Berlin", json!([["09:00", "17:00"]])));
    let add = |from: &str, seconds| office.add(at(from), seconds);
    // 2026-11-20 is a Friday.
    assert_eq!(add("2026-11-20T16:00:00+01:00", HOUR), Ok(at("2026-11-20T17:00:00+01:00")));
    assert_eq!(add("2026-11-20T16:00:00+01:00", HOUR + 1), Ok(at("2026-11-23T09:00:01+01:00")));
    assert_eq!(add("2026-11-20T17:00:00+01:00", 1), Ok(at("2026-11-23T09:00:01+01:00")));
    assert_eq!(add("2026-11-21T12:00:00+01:00", 8 * HOUR), Ok(at("2026-11-23T17:00:00+01:00")));
    assert_eq!(add("2026-11-20T16:59:59+01:00", 0), Ok(at("2026-11-20T16:59:59+01:00")));
    assert_eq!(add("2026-11-20T17:00:00+01:00", 0), Ok(at("2026-11-23T09:00:00+01:00")));
    assert_eq!(add("2026-11-23T10:00:00+01:00", -HOUR), Ok(at("2026-11-23T09:00:00+01:00")));
    assert_eq!(add("2026-11-23T10:00:00+01:00", -HOUR - 1), Ok(at("2026-11-20T16:59:59+01:00")));
    assert_eq!(add("2026-11-22T10:00:00+01:00", -8 * HOUR), Ok(at("2026-11-20T09:00:00+01:00")));
    // 2,080 hours, a year of work of 260 days: 52 weeks on, whatever the clocks did.
    assert_eq!(add("2026-11-23T09:00:00+01:00", 2_080 * HOUR), Ok(at("2027-11-19T17:00:00+01:00")));
}

#[test]
fn exact_use_may_be_due_at_the_next_opening() {
    let office = calendar(workdays("UTC", json!([["09:00", "12:00"], ["13:00", "17:00"]])));
    let due = |from: &str, seconds| office.add_due(at(from), seconds, Due::NextOpen);
    assert_eq!(due("2026-11-23T09:00:00Z", 3 * HOUR), Ok(at("2026-11-23T13:00:00Z")));
    assert_eq!(due("2026-11-23T09:00:00Z", 7 * HOUR), Ok(at("2026-11-24T09:00:00Z")));
    assert_eq!(due("2026-11-23T09:00:00Z", HOUR), Ok(at("2026-11-23T10:00:00Z")));
    assert_eq!(due("2026-11-23T14:00:00Z", -HOUR), Ok(at("2026-11-23T13:00:00Z")));
    assert_eq!(due("2026-11-23T12:00:00Z", 0), Ok(at("2026-11-23T13:00:00Z")));
    assert_eq!(office.add_due(at("2026-11-23T09:00:00Z"), 3 * HOUR, Due::Close), Ok(at("2026-11-23T12:00:00Z")));
}

#[test]
fn openings_and_closes_before_and_after() {
    let office = calendar(workdays("UTC", json!([["09:00", "12:00"], ["13:00", "17:00"]])));
    let around = |instant: &str| {
        let at = at(instant);
        [office.previous_open(at), office.previous_close(at), office.next_open(at), office.next_close(at)]
            .map(|answer| answer.unwrap().to_string())
    };
    let [nine, noon, one, five, last_five] =
        ["23T09", "23T12", "23T13", "23T17", "20T17"].map(|time| format!("2026-11-{time}:00:00Z"));
    let ten = "2026-11-23T10:00:00Z".to_owned();
    assert_eq!(around(&ten), [&nine, &last_five, &ten, &noon].map(Clone::clone));
    assert_eq!(around(&nine), [&nine, &last_five, &nine, &noon].map(Clone::clone));
    assert_eq!(around(&noon), [&nine, &noon, &one, &five].map(Clone::clone));
    assert_eq!(around("2026-11-23T12:30:00Z"), [&nine, &noon, &one, &five].map(Clone::clone));
    assert_eq!(around(&one), [&one, &noon, &one, &five].map(Clone::clone));
    assert_eq!(office.is_open(at(&nine)), Ok(true));
    assert_eq!(office.is_open(at(&noon)), Ok(false));
    assert_eq!(office.local(at("2026-11-23T10:00:00Z")).unwrap().to_string(), "2026-11-23 10:00:00");
}

#[test]
fn stretches_are_cut_off_at_both_ends() {
    let office = calendar(workdays("UTC", json!([["09:00", "17:00"]])));
    assert_eq!(
        stretches(&office, "2026-11-23T10:00:00Z", "2026-11-24T10:00:00Z"),
        ["2026-11-23T10:00Z/2026-11-23T17:00Z", "2026-11-24T09:00Z/2026-11-24T10:00Z"]
    );
    assert_eq!(stretches(&office, "2026-11-23T17:00:00Z", "2026-11-24T09:00:00Z"), [""; 0]);
    assert_eq!(stretches(&office, "2026-11-24T10:00:00Z", "2026-11-23T10:00:00Z"), [""; 0]);
}

#[test]
fn working_days_keep_the_local_time() {
    let mut office = workdays("Europe/Berlin", json!([["09:00", "17:00"]]));
    office["weekly"]["fri"] = json!([["09:00", "15:00"]]);
    office["holidays"] = json!(["2026-12-25"]);
    let office = calendar(office);
    let days = |from: &str, days| office.add_days(at(from), days).unwrap();
    // Thursday noon: Friday noon; over the weekend; over the change of clocks of 2026-10-25.
    assert_eq!(days("2026-11-19T12:00:00+01:00", 1), at("2026-11-20T12:00:00+01:00"));
    assert_eq!(days("2026-11-19T12:00:00+01:00", 2), at("2026-11-23T12:00:00+01:00"));
    assert_eq!(days("2026-10-23T12:00:00+02:00", 1), at("2026-10-26T12:00:00+01:00"));
    // Friday is closed at 16:00: the next opening. At 15:00 it just closes, and that stands.
    assert_eq!(days("2026-11-19T16:00:00+01:00", 1), at("2026-11-23T09:00:00+01:00"));
    assert_eq!(days("2026-11-19T15:00:00+01:00", 1), at("2026-11-20T15:00:00+01:00"));
    // From a closed date; from before opening; over a holiday.
    assert_eq!(days("2026-11-21T12:00:00+01:00", 1), at("2026-11-23T12:00:00+01:00"));
    assert_eq!(days("2026-11-19T07:00:00+01:00", 1), at("2026-11-20T09:00:00+01:00"));
    assert_eq!(days("2026-12-24T12:00:00+01:00", 1), at("2026-12-28T12:00:00+01:00"));
    // Back, and on the spot.
    assert_eq!(days("2026-11-23T12:00:00+01:00", -1), at("2026-11-20T12:00:00+01:00"));
    assert_eq!(days("2026-11-22T12:00:00+01:00", -2), at("2026-11-19T12:00:00+01:00"));
    assert_eq!(days("2026-11-23T12:00:00+01:00", 0), at("2026-11-23T12:00:00+01:00"));
    assert_eq!(days("2026-11-23T17:00:00+01:00", 0), at("2026-11-23T17:00:00+01:00"));
    assert_eq!(days("2026-11-23T18:00:00+01:00", 0), at("2026-11-24T09:00:00+01:00"));
    assert_eq!(office.add_calendar_days(at("2026-11-20T18:00:00+01:00"), 1), Ok(at("2026-11-21T18:00:00+01:00")));
    assert_eq!(office.add_calendar_days(at("2026-10-24T18:00:00+02:00"), 1), Ok(at("2026-10-25T18:00:00+01:00")));
    assert_eq!(office.add_calendar_days(at("2026-10-26T18:00:00+01:00"), -2), Ok(at("2026-10-24T18:00:00+02:00")));
}

#[test]
fn the_next_date_begins_at_midnight_where_there_is_one() {
    let next_date = |zone: &str, from: &str| daily(zone, json!([["09:00", "17:00"]])).next_date(at(from)).unwrap();
    assert_eq!(next_date("Europe/Berlin", "2026-10-25T00:00:00+02:00"), at("2026-10-26T00:00:00+01:00"));
    // Midnight is skipped, comes after the repeated hour, and is skipped with its date.
    assert_eq!(next_date("America/Sao_Paulo", "2017-10-14T12:00:00-03:00"), at("2017-10-15T03:00:00Z"));
    assert_eq!(next_date("America/Sao_Paulo", "2018-02-17T23:30:00-02:00"), at("2018-02-18T00:00:00-03:00"));
    assert_eq!(next_date("Pacific/Apia", "2011-12-29T12:00:00-10:00"), at("2011-12-31T00:00:00+14:00"));
    // St John's went from 00:01 (-02:30) back to 23:01 (-03:30): midnight came twice.
    assert_eq!(next_date("America/St_Johns", "2010-11-06T23:30:00-02:30"), at("2010-11-07T00:00:00-02:30"));
    assert_eq!(next_date("America/St_Johns", "2010-11-06T23:30:00-03:30"), at("2010-11-07T00:00:00-03:30"));
    let last = daily("UTC", json!([["09:00", "17:00"]]));
    assert_eq!(last.next_date(at("2028-12-31T12:00:00Z")), Ok(at("2029-01-01")));
}

#[test]
fn working_days_in_gaps_and_folds() {
    let nights = daily("Europe/London", json!([["00:00", "06:00"]]));
    // 01:30 is skipped on 2026-03-29 and comes twice on 2026-10-25.
    assert_eq!(nights.add_days(at("2026-03-28T01:30:00Z"), 1), Ok(at("2026-03-29T01:00:00Z")));
    assert_eq!(nights.add_days(at("2026-10-24T00:30:00Z"), 1), Ok(at("2026-10-25T00:30:00Z")));
    assert_eq!(nights.add_days(at("2026-10-25T01:30:00Z"), 1), Ok(at("2026-10-26T01:30:00Z")));
    // The second 01:30 stays where nothing is added.
    assert_eq!(nights.add_days(at("2026-10-25T01:30:00Z"), 0), Ok(at("2026-10-25T01:30:00Z")));
    assert_eq!(nights.add_calendar_days(at("2026-10-25T01:30:00Z"), 0), Ok(at("2026-10-25T01:30:00Z")));
}

#[test]
fn the_end_of_the_day_is_its_last_close() {
    let office = calendar(workdays("Europe/Berlin", json!([["09:00", "12:00"], ["13:00", "17:00"]])));
    let end = |from: &str| office.end_of_day(at(from)).unwrap();
    for same_day in ["00:00:00", "11:00:00", "12:30:00", "17:00:00"] {
        assert_eq!(end(&format!("2026-11-20T{same_day}+01:00")), at("2026-11-20T17:00:00+01:00"), "{same_day}");
    }
    assert_eq!(end("2026-11-20T17:00:01+01:00"), at("2026-11-23T17:00:00+01:00"));
    assert_eq!(end("2026-11-21T12:00:00+01:00"), at("2026-11-23T17:00:00+01:00"));
    // The night shift of Monday ends on Tuesday; on Tuesday at 03:00 it is the shift of Tuesday that ends the day.
    let nights = calendar(workdays("UTC", json!([["22:00", "06:00"]])));
    assert_eq!(nights.end_of_day(at("2026-11-23T23:00:00Z")), Ok(at("2026-11-24T06:00:00Z")));
    assert_eq!(nights.end_of_day(at("2026-11-24T03:00:00Z")), Ok(at("2026-11-25T06:00:00Z")));
    let always = daily("UTC", json!([["00:00", "24:00"]]));
    assert_eq!(always.end_of_day(at("2026-11-24T03:00:00Z")), Ok(at("2026-11-25")));
}

#[test]
fn a_union_follows_the_sun() {
    let mut berlin = workdays("Europe/Berlin", json!([["09:00", "17:00"]]));
    berlin["name"] = "berlin".into();
    berlin["holidays"] = json!(["2026-11-24"]);
    let mut auckland = workdays("Pacific/Auckland", json!([["09:00", "17:00"]]));
    auckland["name"] = "auckland".into();
    let mut angeles = workdays("America/Los_Angeles", json!([["09:00", "17:00"]]));
    angeles["name"] = "angeles".into();
    angeles["holidays"] = json!(["2027-11-25"]);
    let sun = json!({"name": "sun", "includes": ["berlin", "angeles", "auckland"]});
    let more = json!({
        "name": "more", "time_zone": "UTC", "includes": ["sun"], "weekly": {"sun": [["12:00", "13:00"]]}
    });
    let calendars = compile(json!([more, sun, angeles, berlin, auckland]));
    let sun = calendars.get("sun").unwrap();
    assert_eq!(&**sun.zone(), "Europe/Berlin");
    assert_eq!(sun.holidays_known_until(), Some(2026));
    // Auckland is at +13:00, Berlin at +01:00, Los Angeles at -08:00. Los Angeles closes as Auckland has been open for 5 hours.
    assert_eq!(
        stretches(sun, "2026-11-22T12:00:00Z", "2026-11-25T00:00:00Z"),
        [
            "2026-11-22T20:00Z/2026-11-23T04:00Z",
            "2026-11-23T08:00Z/2026-11-23T16:00Z",
            "2026-11-23T17:00Z/2026-11-24T04:00Z",
            "2026-11-24T17:00Z/2026-11-25T00:00Z"
        ]
    );
    // Both Los Angeles and Auckland are open from 20:00Z to 01:00Z: that counts once.
    assert_eq!(sun.between(at("2026-11-23T08:00:00Z"), at("2026-11-24T08:00:00Z")), Ok(19 * HOUR));
    // The 24th is a working day, though Berlin is closed; its last close is that of Los Angeles.
    let monday_noon = at("2026-11-23T12:00:00+01:00");
    assert_eq!(sun.add_days(monday_noon, 1), Ok(at("2026-11-24T17:00:00Z")));
    assert_eq!(sun.end_of_day(monday_noon), Ok(at("2026-11-24T01:00:00Z")));
    // It covers what all of them do: from New Year in Los Angeles to New Year in Auckland.
    assert_eq!(sun.covers(), (at("2026-01-01T08:00:00Z"), at("2028-12-31T11:00:00Z")));
    let more = calendars.get("more").unwrap();
    assert_eq!(
        stretches(more, "2026-11-22T00:00:00Z", "2026-11-22T20:00:00Z"),
        ["2026-11-22T12:00Z/2026-11-22T13:00Z"]
    );
    assert_eq!(more.add_days(at("2026-11-20T12:30:00Z"), 1), Ok(at("2026-11-22T12:30:00Z")));
}

#[test]
fn past_the_horizon_there_is_no_guess() {
    let office = calendar(workdays("Europe/Berlin", json!([["09:00", "17:00"]])));
    let (from, until) = office.covers();
    assert_eq!((from, until), (at("2026-01-01T00:00:00+01:00"), at("2029-01-01T00:00:00+01:00")));
    let covers = "calendar \"c\" covers 2025-12-31T23:00:00Z up to 2028-12-31T23:00:00Z; ";
    let (first, last) = (at("2026-01-01T09:00:00+01:00"), at("2028-12-29T17:00:00+01:00"));
    let (too_early, too_late) = (Timestamp::from_second(from.second() - 1), Timestamp::from_second(until.second() + 1));

    for (asked, outside) in [(too_early, "2025-12-31T22:59:59Z"), (too_late, "2028-12-31T23:00:01Z")] {
        let answers = [
            office.add(asked, 1).map(drop),
            office.add_due(asked, 1, Due::NextOpen).map(drop),
            office.between(asked, first).map(drop),
            office.between(first, asked).map(drop),
            office.is_open(asked).map(drop),
            office.next_open(asked).map(drop),
            office.next_close(asked).map(drop),
            office.previous_open(asked).map(drop),
            office.previous_close(asked).map(drop),
            office.add_days(asked, 0).map(drop),
            office.add_calendar_days(asked, 0).map(drop),
            office.end_of_day(asked).map(drop),
            office.stretches(asked, first).map(drop),
            office.local(asked).map(drop),
            office.offset(asked).map(drop),
        ];
        for (question, answer) in answers.into_iter().enumerate() {
            assert_eq!(answer.unwrap_err().to_string(), format!("{covers}{outside} lies outside"), "{question}");
        }
    }
    let later = [
        office.add(last, 1),
        office.add(last, i64::MAX),
        office.next_open(last),
        office.next_close(last),
        office.add_days(last, 1),
        office.add_days(last, i64::MAX),
        office.add_calendar_days(last, 400),
        office.add_calendar_days(last, i64::MAX),
        office.end_of_day(at("2028-12-30")),
        office.add(until, 0),
        office.add_due(at("2028-12-29T16:00:00+01:00"), HOUR, Due::NextOpen),
    ];
    for (question, answer) in later.into_iter().enumerate() {
        assert_eq!(answer.unwrap_err().to_string(), format!("{covers}the answer lies after that"), "{question}");
    }
    let earlier = [
        office.add(first, -1),
        office.add(first, i64::MIN),
        office.previous_close(first),
        office.previous_open(from),
        office.add_days(first, -1),
        office.add_days(first, i64::MIN),
        office.add_calendar_days(first, -1),
        office.add_calendar_days(first, i64::MIN),
    ];
    for (question, answer) in earlier.into_iter().enumerate() {
        assert_eq!(answer.unwrap_err().to_string(), format!("{covers}the answer lies before that"), "{question}");
    }
    for instant in [Timestamp::MIN, Timestamp::MAX] {
        assert_eq!(office.add(instant, i64::MAX).unwrap_err().asked, Asked::At(instant));
        assert_eq!(office.between(instant, from).unwrap_err().asked, Asked::At(instant));
    }
    // Up to the horizon all is known, and all of it adds up; at the horizon nobody knows what comes.
    assert_eq!(office.add(from, office.between(from, until).unwrap()), Ok(last));
    assert_eq!(office.is_open(until).unwrap_err().asked, Asked::At(until));
}

#[test]
fn what_reaches_past_the_horizon_has_no_known_end() {
    let always = daily("UTC", json!([["00:00", "24:00"]]));
    let (from, until) = always.covers();
    let noon = at("2026-06-01T12:00:00Z");
    assert_eq!(always.next_close(noon).unwrap_err().asked, Asked::Later);
    assert_eq!(always.previous_open(noon).unwrap_err().asked, Asked::Earlier);
    assert_eq!(always.add(noon, until.second() - noon.second()), Ok(until));
    assert_eq!(always.add(noon, until.second() - noon.second() + 1).unwrap_err().asked, Asked::Later);
    assert_eq!(always.add(noon, from.second() - noon.second()), Ok(from));
    // The night shift of New Year's Eve ends in a year that is not covered; that of the year before reaches into the first.
    let nights = daily("UTC", json!([["22:00", "06:00"]]));
    assert_eq!(nights.next_close(at("2028-12-31T23:00:00Z")).unwrap_err().asked, Asked::Later);
    assert_eq!(nights.end_of_day(at("2028-12-31T23:00:00Z")).unwrap_err().asked, Asked::Later);
    assert_eq!(nights.next_close(at("2010-01-01")), Ok(at("2010-01-01T06:00:00Z")));
}

#[test]
fn the_first_date_is_what_it_would_be_in_the_middle() {
    // The shift of New Year's Eve and the break that begins on it reach into the first year.
    let mut nights = workdays("UTC", json!([["00:00", "04:00"], ["22:00", "23:00"]]));
    nights["breaks"] = json!([{"on": ["thu"], "interval": ["23:30", "00:30"]}]);
    // 2027-01-01 is a Friday.
    nights["covers"] = json!({"from": 2027, "to": 2027});
    let nights = calendar(nights);
    assert_eq!(
        stretches(&nights, "2027-01-01T00:00:00Z", "2027-01-02T00:00:00Z"),
        ["2027-01-01T00:30Z/2027-01-01T04:00Z", "2027-01-01T22:00Z/2027-01-01T23:00Z"]
    );
    // The clocks of Apia jumped two days before its first date.
    let office = workdays("Pacific/Apia", json!([["09:00", "17:00"]]));
    let mut apia = office.clone();
    apia["covers"] = json!({"from": 2012, "to": 2012});
    assert_eq!(calendar(apia).next_open(at("2011-12-31T10:00:00Z")), Ok(at("2012-01-02T09:00:00+14:00")));
}

#[test]
fn dates_of_a_union_are_known_where_all_members_know_them() {
    let mut auckland = workdays("Pacific/Auckland", json!([["09:00", "17:00"]]));
    auckland["name"] = "auckland".into();
    auckland["covers"] = json!({"from": 2027, "to": 2027});
    let mut angeles = workdays("America/Los_Angeles", json!([["09:00", "17:00"]]));
    angeles["name"] = "angeles".into();
    angeles["covers"] = json!({"from": 2027, "to": 2027});
    let london = json!({"name": "a", "time_zone": "Europe/London", "includes": ["auckland"], "covers": {"from": 2026, "to": 2028}});
    let west = json!({"name": "b", "time_zone": "Pacific/Auckland", "includes": ["angeles"], "covers": {"from": 2026, "to": 2028}});
    let calendars = compile(json!([auckland, angeles, london, west]));
    // New Year's Eve in London is already covered, and nobody knows whether it is a working day in Auckland.
    let a = calendars.get("a").unwrap();
    let eve = at("2026-12-31T20:00:00Z");
    assert_eq!(a.is_open(eve), Ok(true));
    assert_eq!(a.end_of_day(eve).unwrap_err().asked, Asked::Earlier);
    assert_eq!(a.add_days(eve, 1).unwrap_err().asked, Asked::Earlier);
    // The same at the other end: in Auckland it is the first of January 2028.
    let b = calendars.get("b").unwrap();
    let next_year = at("2027-12-31T20:00:00Z");
    assert_eq!(b.is_open(next_year), Ok(true));
    assert_eq!(b.end_of_day(next_year).unwrap_err().asked, Asked::Later);
    assert_eq!(b.add_days(next_year, -1).unwrap_err().asked, Asked::Later);
}

#[test]
fn ten_years_take_little_memory_and_a_small_bundle() {
    let mut office = workdays("America/New_York", json!([["09:00", "17:00"]]));
    let dated: Vec<String> = (0..20).map(|number| format!("20{}-07-{:02}", 26 + number / 2, 4 + number % 2)).collect();
    office["name"] = "office".into();
    office["holidays"] = json!(dated);
    office["covers"] = json!({"from": 2026, "to": 2035});
    let calendars = compile(json!([office]));
    let memory = calendars.get("office").unwrap().memory();
    assert!((20_000..64 * 1024).contains(&memory), "{memory}");
    let bundle = serde_json::to_string(&calendars).unwrap();
    assert!(bundle.len() < 4 * 1024, "{}", bundle.len());
}

#[test]
fn a_calendar_covers_its_dates_and_two_years_more() {
    let covers = |more: Json| {
        let mut calendar = workdays("UTC", json!([["09:00", "17:00"]]));
        calendar.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let (from, until) = self::calendar(calendar).covers();
        (from.to_string()[..4].to_owned(), until.to_string()[..4].to_owned())
    };
    let years = |from: &str, until: &str| (from.to_owned(), until.to_owned());
    assert_eq!(covers(json!({})), years("2026", "2029"));
    assert_eq!(covers(json!({"holidays": ["2026-12-25", "12-26"]})), years("2026", "2029"));
    assert_eq!(covers(json!({"holidays": ["2027-12-25"]})), years("2026", "2030"));
    assert_eq!(covers(json!({"special_days": {"2030-12-24": []}})), years("2026", "2033"));
    assert_eq!(covers(json!({"holidays": ["2019-12-25"]})), years("2019", "2029"));
    assert_eq!(
        covers(json!({"breaks": [{"on": "2024-01-02", "interval": ["09:00", "10:00"]}]})),
        years("2024", "2029")
    );
    assert_eq!(
        covers(json!({"holidays": ["2019-12-25"], "covers": {"from": 2030, "to": 2030}})),
        years("2030", "2031")
    );
}
