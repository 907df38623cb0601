//! Calendars that cannot be: what admins are told, and bundles that nothing of ours has made.

use serde_json::{Value as Json, json};
use tierline_calendar::{Calendar, CalendarMistake, Calendars, Offset, ResolvedCalendar};
use tierline_model::{CalendarDocument, HolidayDate, Timestamp, Weekday, Years};

const DECADE: Years = Years { from: 2026, to: 2036 };

fn documents(calendars: Json) -> Vec<CalendarDocument> {
    serde_json::from_value(calendars).unwrap()
}

fn lines(mistakes: &[CalendarMistake]) -> Vec<String> {
    mistakes.iter().map(|mistake| format!("{} {:?}: {mistake}", mistake.code, mistake.part)).collect()
}

/// What is wrong with calendars, a line each: code, part, message and help.
fn wrong(calendars: Json) -> Vec<String> {
    lines(&Calendars::compile(&documents(calendars), DECADE).unwrap_err())
}

/// What is wrong with a calendar that is right but for `more`.
fn wrong_with(more: Json) -> Vec<String> {
    wrong(json!([office_with(more)]))
}

fn office_with(more: Json) -> Json {
    let mut office = json!({"name": "office", "time_zone": "Europe/Berlin", "weekly": {"mon": [["09:00", "17:00"]]}});
    office.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    office
}

fn unknown_zone(zone: &str) -> String {
    let lines = wrong_with(json!({"time_zone": zone}));
    assert_eq!(lines.len(), 1, "{lines:?}");
    lines[0].strip_prefix("unknown-time-zone TimeZone: calendar \"office\": ").unwrap().to_owned()
}

#[test]
fn unknown_zones_say_what_may_have_been_meant() {
    for (zone, said) in [
        ("Europe/Berln", "there is no time zone \"Europe/Berln\"; did you mean \"Europe/Berlin\"?"),
        ("europe/berlin", "there is no time zone \"europe/berlin\"; did you mean \"Europe/Berlin\"?"),
        ("EUROPE/BERLIN", "there is no time zone \"EUROPE/BERLIN\"; did you mean \"Europe/Berlin\"?"),
        ("utc", "there is no time zone \"utc\"; did you mean \"UTC\"?"),
        ("Berlin", "there is no time zone \"Berlin\"; did you mean \"Europe/Berlin\"?"),
        ("America/New York", "there is no time zone \"America/New York\"; did you mean \"America/New_York\"?"),
        ("New York", "there is no time zone \"New York\"; did you mean \"America/New_York\"?"),
        ("Mars/Olympus", "there is no time zone \"Mars/Olympus\"; name a place such as \"Europe/Berlin\""),
        ("", "there is no time zone \"\"; name a place such as \"Europe/Berlin\""),
        ("Factory", "there is no time zone \"Factory\"; name a place such as \"Europe/Berlin\""),
        (
            "CET",
            "\"CET\" is an abbreviation and does not say where clocks change; name a place such as \"Europe/Berlin\"",
        ),
        (
            "CEST",
            "\"CEST\" is an abbreviation and does not say where clocks change; name a place such as \"Europe/Berlin\"",
        ),
        (
            "EST5EDT",
            "\"EST5EDT\" is an abbreviation and does not say where clocks change; name a place such as \"Europe/Berlin\"",
        ),
        (
            "UTC+1",
            "\"UTC+1\" is an offset and does not say where clocks change; name a place such as \"Europe/Berlin\"",
        ),
        (
            "GMT-5",
            "\"GMT-5\" is an offset and does not say where clocks change; name a place such as \"Europe/Berlin\"",
        ),
        (
            "+01:00",
            "\"+01:00\" is an offset and does not say where clocks change; name a place such as \"Europe/Berlin\"",
        ),
    ] {
        assert_eq!(unknown_zone(zone), said, "{zone}");
    }
    let long = "x".repeat(100_000);
    assert!(unknown_zone(&long).ends_with("; name a place such as \"Europe/Berlin\""));
}

#[test]
fn every_zone_of_the_data_that_is_a_place_can_be_compiled() {
    let mut count = 0;
    for zone in tierline_calendar::zones::names() {
        let office = documents(json!([office_with(json!({"time_zone": zone, "covers": {"from": 1930, "to": 2029}}))]));
        let calendars = Calendars::compile(&office, DECADE).unwrap_or_else(|wrong| panic!("{zone}: {wrong:?}"));
        let offsets = &calendars.get("office").unwrap().resolved().offsets;
        assert!(offsets.windows(2).all(|pair| pair[0].seconds != pair[1].seconds), "{zone}");
        count += calendars.len();
    }
    assert!(count > 500, "{count}");
}

#[test]
fn intervals_that_cannot_be() {
    assert_eq!(
        wrong_with(json!({
            "weekly": {"mon": [["09:00", "17:00"], ["18:00", "18:00"]], "tue": [["24:00", "06:00"]]},
            "breaks": [{"on": ["mon"], "interval": ["12:00", "12:00"]}, {"on": [], "interval": ["12:00", "13:00"]}],
            "special_days": {"2026-12-24": [["00:00", "00:00"]]}
        })),
        [
            "empty-interval Weekly(Mon, 1): calendar \"office\": 18:00 - 18:00 is empty; the whole date is 00:00 - 24:00",
            "begins-at-24 Weekly(Tue, 0): calendar \"office\": 24:00 - 06:00 begins when the date is over; write 00:00 on the next date",
            "empty-interval Break(0): calendar \"office\": 12:00 - 12:00 is empty; the whole date is 00:00 - 24:00",
            "empty-break Break(1): calendar \"office\": the break is on no day",
            "empty-interval SpecialDay(2026-12-24, 0): calendar \"office\": 00:00 - 00:00 is empty; the whole date is 00:00 - 24:00",
        ]
    );
}

#[test]
fn calendars_that_lack_something() {
    assert_eq!(
        wrong(json!([{"name": " "}])),
        [
            "no-name Whole: calendar \" \": a calendar needs a name",
            "no-time-zone Whole: calendar \" \": the calendar has no time zone; name a place such as \"Europe/Berlin\", or \"UTC\"",
            "never-open Whole: calendar \" \": the calendar is never open; give it hours on at least one day",
        ]
    );
    let never = "never-open Whole: calendar \"office\": the calendar is never open; give it hours on at least one day";
    assert_eq!(wrong_with(json!({"weekly": {"mon": []}})), [never]);
    assert_eq!(wrong_with(json!({"breaks": [{"on": ["mon"], "interval": ["08:00", "18:00"]}]})), [never]);
    // The clocks of Apia skipped the only date with hours.
    let skipped = json!({
        "time_zone": "Pacific/Apia",
        "weekly": {},
        "special_days": {"2011-12-30": [["09:00", "17:00"]]},
        "covers": {"from": 2011, "to": 2012}
    });
    assert_eq!(wrong_with(skipped), [never]);
}

#[test]
fn years_that_cannot_be_covered() {
    let covers = |from: i32, to: i32| wrong_with(json!({"covers": {"from": from, "to": to}}));
    assert_eq!(
        covers(2030, 2026),
        ["covers-reversed Covers: calendar \"office\": 2030 to 2026 ends before it begins; did you mean 2026 to 2030?"]
    );
    assert_eq!(
        covers(1950, 2050),
        ["covers-too-much Covers: calendar \"office\": 1950 to 2050 is 101 years; a calendar covers at most 100"]
    );
    assert_eq!(
        covers(2026, 2201),
        [
            "covers-unknown-years Covers: calendar \"office\": 2026 to 2201 is more than is known: calendars cover years from 1900 to 2200"
        ]
    );
    assert_eq!(covers(i32::MIN, i32::MAX).len(), 1);
    assert_eq!(covers(i32::MAX, i32::MIN).len(), 1);
    assert_eq!(
        wrong_with(json!({
            "covers": {"from": 2026, "to": 2027},
            "holidays": ["2019-12-25"],
            "special_days": {"2028-12-24": [], "2027-12-24": []},
            "breaks": [{"on": "2025-12-24", "interval": ["12:00", "13:00"]}]
        })),
        [
            "not-covered Break(0): calendar \"office\": 2025-12-24 lies outside 2026 to 2027, the years that the calendar covers; cover its year, or leave it out",
            "not-covered SpecialDay(2028-12-24, 0): calendar \"office\": 2028-12-24 lies outside 2026 to 2027, the years that the calendar covers; cover its year, or leave it out",
        ]
    );
    assert_eq!(
        wrong_with(json!({"holidays": ["2027-12-25", "2126-12-25"]})),
        [
            "date-too-far Holiday(1): calendar \"office\": 2126-12-25 is too far from 2026 to 2036: a calendar covers at most 100 years; is its year right?"
        ]
    );
    let office = documents(json!([office_with(json!({}))]));
    assert_eq!(
        lines(&Calendars::compile(&office, Years { from: 2036, to: 2026 }).unwrap_err()),
        ["covers-reversed Whole: calendar \"office\": 2036 to 2026 ends before it begins; did you mean 2026 to 2036?"]
    );
}

#[test]
fn includes_that_lead_nowhere() {
    let union = |name: &str, includes: &[&str]| json!({"name": name, "includes": includes});
    assert_eq!(
        wrong(json!([
            office_with(json!({})),
            union("typo", &["office", "ofice"]),
            union("self", &["self"]),
            union("a", &["office", "b"]),
            union("b", &["c"]),
            union("c", &["a"]),
            union("behind", &["a"]),
            office_with(json!({}))
        ])),
        [
            "duplicate-calendar Whole: calendar \"office\": there are two calendars called \"office\"",
            "unknown-calendar Includes(1): calendar \"typo\": there is no calendar \"ofice\"; did you mean \"office\"?",
            "circular-includes Includes(0): calendar \"self\": \"self\" includes \"self\"; take one of them out",
            "circular-includes Includes(1): calendar \"a\": \"a\" includes \"b\", which includes \"c\", which includes \"a\"; take one of them out",
        ]
    );
}

#[test]
fn unions_of_what_does_not_meet() {
    let early = office_with(json!({"covers": {"from": 2020, "to": 2021}}));
    let mut late = office_with(json!({"covers": {"from": 2022, "to": 2023}}));
    late["name"] = "late".into();
    assert_eq!(
        wrong(json!([early, late, {"name": "both", "includes": ["office", "late"]}])),
        [
            "no-common-years Includes(0): calendar \"both\": the calendars that it includes have no year in common that all of them cover"
        ]
    );
    let union = json!({"name": "both", "time_zone": "UTC", "includes": ["office"], "special_days": {"2022-12-24": [["09:00", "12:00"]]}});
    assert_eq!(
        wrong(json!([early, union])),
        [
            "not-covered SpecialDay(2022-12-24, 0): calendar \"both\": 2022-12-24 lies outside 2020 to 2021, the years that the calendar covers; cover its year, or leave it out"
        ]
    );
}

#[test]
fn everything_is_said_at_once() {
    let lines = wrong(json!([
        office_with(json!({"time_zone": "CET", "weekly": {"mon": [["09:00", "09:00"]]}, "covers": {"from": 2, "to": 1}})),
        {"name": "late", "time_zone": "UTC", "weekly": {"mon": [["09:00", "17:00"]]}, "breaks": [{"on": ["mon"], "interval": ["09:00", "17:00"]}]},
        {"name": "union", "includes": ["late", "nobody"]}
    ]));
    let codes: Vec<&str> = lines.iter().map(|line| line.split(' ').next().unwrap()).collect();
    assert_eq!(codes, ["unknown-time-zone", "empty-interval", "covers-reversed", "never-open", "unknown-calendar"]);
}

#[test]
fn what_looks_wrong_is_a_warning() {
    let office = office_with(json!({
        "weekly": {"mon": [["09:00", "23:59"]], "tue": [["09:00", "23:58"]], "wed": [["18:00", "23:59:59"]]},
        "breaks": [{"on": ["mon"], "interval": ["23:00", "23:59"]}]
    }));
    let union = json!({"name": "union", "includes": ["office"], "holidays": ["12-25"]});
    let calendars = Calendars::compile(&documents(json!([office, union])), DECADE).unwrap();
    let expected = [
        "ends-before-24 Weekly(Mon, 0): calendar \"office\": 09:00 - 23:59 leaves out the end of the date; write 24:00 for the end of the date",
        "ends-before-24 Weekly(Wed, 0): calendar \"office\": 18:00 - 23:59:59 leaves out the end of the date; write 24:00 for the end of the date",
        "ends-before-24 Break(0): calendar \"office\": 23:00 - 23:59 leaves out the end of the date; write 24:00 for the end of the date",
        "nothing-to-cut Whole: calendar \"union\": holidays, special days and breaks of a union count for its own hours only, and it has none; write them into the calendars that it includes",
    ];
    assert_eq!(lines(calendars.warnings()), expected);
    let loaded: Calendars = serde_json::from_str(&serde_json::to_string(&calendars).unwrap()).unwrap();
    assert_eq!(lines(loaded.warnings()), expected);
}

#[test]
fn too_much_is_refused() {
    let many = |count: usize| vec![json!(["09:00", "17:00"]); count];
    let dates: Vec<String> = (0..10_001).map(|day| format!("{}-{:02}-01", 2026 + day % 10, 1 + day % 12)).collect();
    let lines = wrong_with(json!({
        "weekly": {"mon": many(49)},
        "special_days": {"2026-12-24": many(49)},
        "holidays": dates,
        "breaks": vec![json!({"on": ["mon"], "interval": ["12:00", "13:00"]}); 49],
        "includes": vec!["office"; 101]
    }));
    let messages: Vec<&str> = lines.iter().filter(|line| line.starts_with("too-many")).map(String::as_str).collect();
    assert_eq!(
        messages,
        [
            "too-many Whole: calendar \"office\": 10001 holidays are too many: a calendar has at most 10000",
            "too-many Whole: calendar \"office\": 49 breaks of weekdays are too many: a calendar has at most 48",
            "too-many Weekly(Mon, 0): calendar \"office\": 49 intervals a day are too many: a calendar has at most 48",
            "too-many SpecialDay(2026-12-24, 0): calendar \"office\": 49 intervals a day are too many: a calendar has at most 48",
            "too-many Includes(0): calendar \"office\": 101 included calendars are too many: a calendar has at most 100",
        ]
    );
    let calendars: Vec<Json> = (0..1_001)
        .map(|number| {
            let mut office = office_with(json!({}));
            office["name"] = number.to_string().into();
            office
        })
        .collect();
    assert_eq!(
        wrong(json!(calendars)),
        ["too-many Whole: calendar \"1000\": 1001 calendars are too many: a desk has at most 1000"]
    );
}

#[test]
fn calendars_that_are_too_much_together_are_refused() {
    // Hours that all overlap make few stretches and as much work as others.
    let weekly: Json = Weekday::ALL.map(|day| (day.name(), vec![json!(["09:00", "17:00"]); 48])).into_iter().collect();
    let century = |number: usize| json!({"name": format!("c{number}"), "time_zone": "UTC", "weekly": weekly, "covers": {"from": 2001, "to": 2100}});
    let calendars: Vec<Json> = (0..8).map(century).collect();
    let too_much = |name: &str| {
        format!(
            "too-many Whole: calendar \"{name}\": with this one the calendars of the desk have too many hours in all; cover fewer years"
        )
    };
    assert_eq!(wrong(json!(calendars)), ["c5", "c6", "c7"].map(too_much));
}

#[test]
fn documents_that_are_none_are_refused_in_words() {
    for (part, said) in [
        (json!({"weekly": {"mon": [["9:00", "17:00"]]}}), "`9:00` is no time such as 09:00 or 24:00"),
        (json!({"weekly": {"mon": [["09:00", "24:01"]]}}), "`24:01` is no time such as 09:00 or 24:00"),
        (json!({"weekly": {"mon": [["09:60", "17:00"]]}}), "`09:60` is no time such as 09:00 or 24:00"),
        (json!({"weekly": {"monday": []}}), "unknown variant `monday`"),
        (json!({"holidays": ["25.12."]}), "a date such as 2026-12-25 or 12-25, or a map of `on` and `name`"),
        (json!({"holidays": ["02-30"]}), "a date such as 2026-12-25 or 12-25, or a map of `on` and `name`"),
        (json!({"holidays": ["2027-02-29"]}), "a date such as 2026-12-25 or 12-25, or a map of `on` and `name`"),
        (json!({"special_days": {"2026-12-24": "closed"}}), "a list of intervals such as [[\"09:00\", \"12:00\"]]"),
        (json!({"breaks": [{"on": "mon", "interval": ["12:00", "13:00"]}]}), "a list of weekdays such as [\"mon\"]"),
        (json!({"timezone": "UTC"}), "unknown field `timezone`"),
    ] {
        let error = serde_json::from_value::<CalendarDocument>(office_with(part.clone())).unwrap_err().to_string();
        assert!(error.contains(said), "{part}: {error}");
    }
}

#[test]
fn a_document_comes_back_from_json_as_it_was() {
    let document: CalendarDocument = serde_json::from_value(office_with(json!({
        "weekly": {"mon": [["09:00", "17:00:30"]], "sun": [["22:00", "24:00"]]},
        "breaks": [{"on": ["tue", "mon"], "interval": ["12:00", "13:00"]}, {"on": "2026-11-25", "interval": ["09:00", "10:00"]}],
        "holidays": ["2026-12-25", "12-26", {"on": "01-01", "name": "New Year"}, {"on": "2026-12-31"}],
        "special_days": {"2026-12-24": [["09:00", "12:00"]], "2026-12-27": {"intervals": [], "name": "Stocktaking"}},
        "includes": ["other"],
        "covers": {"from": 2026, "to": 2027}
    })))
    .unwrap();
    let json = serde_json::to_string(&document).unwrap();
    assert_eq!(
        json,
        r#"{"name":"office","time_zone":"Europe/Berlin","weekly":{"mon":[["09:00","17:00:30"]],"sun":[["22:00","24:00"]]},"breaks":[{"on":["mon","tue"],"interval":["12:00","13:00"]},{"on":"2026-11-25","interval":["09:00","10:00"]}],"holidays":["2026-12-25","12-26",{"on":"01-01","name":"New Year"},"2026-12-31"],"special_days":{"2026-12-24":[["09:00","12:00"]],"2026-12-27":{"intervals":[],"name":"Stocktaking"}},"includes":["other"],"covers":{"from":2026,"to":2027}}"#
    );
    assert_eq!(serde_json::from_str::<CalendarDocument>(&json).unwrap(), document);
}

/// A resolved calendar as compiling makes it.
fn resolved() -> ResolvedCalendar {
    let calendars = Calendars::compile(&documents(json!([office_with(json!({}))])), DECADE).unwrap();
    calendars.get("office").unwrap().resolved().clone()
}

fn second(second: i64) -> Timestamp {
    Timestamp::from_second(second)
}

#[test]
fn damaged_bundles_are_refused() {
    let sound = resolved();
    assert!(Calendar::build(sound.clone(), &[]).is_ok());
    let (from, until) = (sound.from.second(), sound.until.second());
    type Damage = fn(&mut ResolvedCalendar);
    let damages: [(Damage, &str); 17] = [
        (|c| c.from = Timestamp::MIN, "it covers years that are not known"),
        (|c| c.until = Timestamp::MAX, "it covers years that are not known"),
        (|c| c.until = c.from, "it covers nothing"),
        (|c| (c.from, c.until) = (c.until, c.from), "it covers nothing"),
        (|c| c.from = Timestamp::parse("1900-01-01").unwrap(), "it covers too many years"),
        (|c| c.offsets.clear(), "it does not say what the clocks show at first"),
        (|c| _ = c.offsets.remove(0), "it does not say what the clocks show at first"),
        (|c| c.offsets.swap(1, 2), "its clock changes are out of order"),
        (|c| c.offsets[0].from = c.offsets[1].from, "it does not say what the clocks show at first"),
        (|c| c.offsets[2].from = c.offsets[1].from, "its clock changes are out of order"),
        (|c| c.offsets[1].from = second(c.offsets[0].from.second() - 1), "its clock changes are out of order"),
        (|c| c.offsets[1].seconds = i32::MIN, "its clocks are too far from UTC"),
        (|c| c.offsets[1].seconds = 26 * 3_600 + 1, "its clocks are too far from UTC"),
        (
            |c| {
                let last = c.offsets.last().unwrap().from.second();
                c.offsets.push(Offset { from: second(last + 86_400), seconds: 0 });
            },
            "its clock changes are out of order",
        ),
        (
            |c| {
                let last = *c.offsets.last().unwrap();
                c.offsets.extend(vec![last; 1_000]);
            },
            "it has too many clock changes",
        ),
        (|c| c.document.includes.push("other".into()), "its members are not those that it includes"),
        (|c| c.document.includes = vec!["office".into()], "its members are not those that it includes"),
    ];
    for (number, (damage, said)) in damages.into_iter().enumerate() {
        let mut calendar = sound.clone();
        damage(&mut calendar);
        let mistakes = lines(&Calendar::build(calendar, &[]).unwrap_err());
        let line = format!(
            "damaged Whole: calendar \"office\": the compiled calendar is damaged: {said}; compile the desk anew"
        );
        assert_eq!(mistakes, [line], "{number}");
    }
    assert!(from < until);
}

#[test]
fn what_is_wrong_with_a_document_is_wrong_in_a_bundle() {
    let mut calendar = resolved();
    calendar.document.weekly = Default::default();
    calendar.document.holidays = serde_json::from_value(json!(["12-25"])).unwrap();
    calendar.document.holidays[0].on = HolidayDate::Yearly(u32::MAX, 31);
    assert_eq!(
        lines(&Calendars::build(vec![calendar.clone(), calendar]).unwrap_err()),
        [
            "never-open Whole: calendar \"office\": the calendar is never open; give it hours on at least one day",
            "never-open Whole: calendar \"office\": the calendar is never open; give it hours on at least one day",
            "duplicate-calendar Whole: calendar \"office\": there are two calendars called \"office\"",
            "no-such-date Holiday(0): calendar \"office\": no year has the date 4294967295-31",
            "no-such-date Holiday(0): calendar \"office\": no year has the date 4294967295-31",
        ]
    );
    let bundle = r#"[{"document":{"name":"a","includes":["a"]},"from":"2026-01-01","until":"2027-01-01","offsets":[],"zone_data":""}]"#;
    let error = serde_json::from_str::<Calendars>(bundle).unwrap_err().to_string();
    assert!(error.starts_with("calendar \"a\": \"a\" includes \"a\"; take one of them out"), "{error}");
}

#[test]
fn odd_but_sound_bundles_are_asked_without_harm() {
    let mut calendar = resolved();
    // One second of a Monday noon, clocks that are a date away, dates from the ends of time.
    calendar.from = Timestamp::parse("2026-11-23T12:00:00Z").unwrap();
    calendar.until = second(calendar.from.second() + 1);
    calendar.offsets = vec![Offset { from: Timestamp::MIN, seconds: -26 * 3_600 }];
    calendar.document.weekly.values_mut().for_each(Vec::clear);
    calendar.document.special_days = serde_json::from_value(json!({
        "2026-11-22": [["00:00", "24:00"]], "+262142-12-31": [["00:00", "24:00"]], "-262143-01-01": [["00:00", "24:00"]]
    }))
    .unwrap();
    let calendar = Calendar::build(calendar, &[]).unwrap();
    let (from, until) = calendar.covers();
    assert_eq!(calendar.between(from, until), Ok(1));
    assert_eq!(calendar.add(from, 1), Ok(until));
    assert!(calendar.add(from, 2).is_err());
    assert!(calendar.add_days(from, 1).is_err());
    assert!(calendar.add_calendar_days(from, -1).is_err());
    assert!(calendar.end_of_day(from).is_err());
}
