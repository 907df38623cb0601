//! Days where people are: a date begins at midnight on the clocks of a calendar, wherever a rule, a version or a holiday names one.

use tierline::{Desk, Limits, Timestamp};
use tierline_calendar::Calendars;
use tierline_model::{CalendarDocument, Date, Value, Years};
use tierline_tests::{ask_request, desk, random::Dice};

/// Calendars on both sides of the world: Los Angeles is 8 hours behind UTC in winter and 7 in summer, Sydney 11 or 10 ahead,
/// Kathmandu 5:45 ahead.
const PLACES: &str = r#"
calendar "la" {
    timezone "America/Los_Angeles"
    mon..fri 09:00 - 17:00
}
calendar "sydney" {
    timezone "Australia/Sydney"
    mon..fri 09:00 - 17:00
}
calendar "kathmandu" {
    timezone "Asia/Kathmandu"
    mon..fri 09:00 - 17:00
}
field "form.last" date
field "form.when" instant
field "form.text" text
field "form.none" date
"#;

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

/// What a call gives for a ticket.
fn gives(call: &str, ticket: &str, now: &str) -> String {
    let rule = format!("{PLACES}stage triage\nrule \"r\" {{ then {{ emit(\"it\", #{{ it: {call} }}); }} }}\n");
    let answer = ask_request(&desk(&rule), &format!(r#"{{"ticket": {ticket}, "now": "{now}"}}"#));
    assert_eq!(answer.faults, [], "{call}");
    serde_json::to_value(&answer.effects).unwrap()[0]["data"]["it"].to_string().trim_matches('"').to_owned()
}

#[test]
fn days_and_hours_are_those_of_the_calendar() {
    // 00:10 in UTC on Saturday, 28 November, is Friday 16:10 in Los Angeles, and Saturday 11:10 in Sydney, 05:55 in Kathmandu.
    let cases = [
        ("weekday()", "sat"),
        ("weekday(\"la\")", "fri"),
        ("weekday(\"sydney\")", "sat"),
        ("day_of_month()", "28"),
        ("day_of_month(\"la\")", "27"),
        ("hour_of_day()", "0"),
        ("hour_of_day(\"la\")", "16"),
        ("hour_of_day(\"sydney\")", "11"),
        ("hour_of_day(\"kathmandu\")", "5"),
        ("today()", "2026-11-28"),
        ("today(\"la\")", "2026-11-27"),
    ];
    for (call, wanted) in cases {
        assert_eq!(gives(call, "{}", "2026-11-28T00:10:00Z"), wanted, "{call}");
    }
    // The year ends in Sydney eleven hours before it does in UTC, and in Los Angeles eight hours after.
    for (now, months) in [("2026-12-31T13:00:00Z", ["12", "1", "12"]), ("2027-01-01T07:59:59Z", ["1", "1", "12"])] {
        let given = ["month()", "month(\"sydney\")", "month(\"la\")"].map(|call| gives(call, "{}", now));
        assert_eq!(given, months, "{now}");
    }
}

/// A date has no zone; an instant is the date that it is where the calendar is.
#[test]
fn days_are_counted_from_midnight_to_midnight_there() {
    let ticket = r#"{"form": {"last": "2026-11-27", "when": "2026-11-27T04:00:00Z", "text": "2026-11-27"}}"#;
    let now = "2026-11-27T00:10:00Z"; // Thursday the 26th in Los Angeles
    let cases = [
        ("days_until(ticket.form.last)", "0"),
        ("days_until(ticket.form.last, \"la\")", "1"),
        ("ticket.form.last.days_until(\"la\")", "1"),
        ("days_until(ticket.form.text, \"la\")", "1"),
        ("days_until(at(\"2026-11-27\"), \"la\")", "1"),
        // 04:00 in UTC is still the 26th there.
        ("days_until(ticket.form.when, \"la\")", "0"),
        ("days_until(ticket.form.when)", "0"),
        ("days_since(ticket.form.last, \"la\")", "-1"),
        // Not ten minutes but no whole day of 24 hours.
        ("days_since(ticket.form.last)", "0"),
        ("days_since(\"2026-11-20\", \"sydney\")", "7"),
        ("ticket.form.last == today()", "true"),
        ("ticket.form.last == today(\"la\")", "false"),
        ("ticket.form.last > today(\"la\")", "true"),
        ("ticket.form.last <= today(\"sydney\")", "true"),
        ("days_until(ticket.form?.none, \"la\") ?? 99", "99"),
    ];
    for (call, wanted) in cases {
        assert_eq!(gives(call, ticket, now), wanted, "{call}");
    }
}

/// A warranty that ends after all that the calendar covers has an answer; where now lies beyond, there is none.
#[test]
fn far_dates_are_counted() {
    let far = |name: &str, day: &str| {
        gives(
            &format!("days_until(ticket.form.{name}, \"la\")"),
            &format!(r#"{{"form": {{"{name}": "{day}"}}}}"#),
            "2026-11-27T10:00:00Z",
        )
    };
    // 73 years of which 18 have a 29 February, from 2028 to 2096: 2100 is none.
    let days = (73 * 365 + 18).to_string();
    assert_eq!([far("last", "2099-11-27"), far("when", "2099-11-27T12:00:00Z")], [days.clone(), days]);
    let rules =
        format!("{PLACES}stage triage\nrule \"r\" {{ when weekday(\"la\") == \"mon\" then {{ flag(\"it\"); }} }}\n");
    let answer = ask_request(&desk(&rules), r#"{"ticket": {}, "now": "2050-01-03T12:00:00Z"}"#);
    assert!(answer.faults[0].reason.contains("covers 2024"), "{:?}", answer.faults);
}

/// A declared date is one, and no instant; what holds an instant takes both.
#[test]
fn a_date_stays_a_date() {
    let shown = |field: &str, value: &str| {
        gives(
            &format!("ticket.form.{field}"),
            &format!(r#"{{"form": {{"{field}": "{value}"}}}}"#),
            "2026-11-27T00:10:00Z",
        )
    };
    assert_eq!(shown("last", "2026-11-27"), "2026-11-27");
    assert_eq!(shown("when", "2026-11-27"), "2026-11-27");
    assert_eq!(shown("when", "2026-11-27T10:00:00+01:00"), "2026-11-27T09:00:00Z");
    let desk = desk(&format!("{PLACES}stage triage\n"));
    let odd = serde_json::json!({"ticket": {"form": {"last": "2026-11-27T10:00:00Z"}}, "now": "2026-11-27T00:00:00Z"});
    let refused = desk.read_request(odd, None).unwrap_err().to_string();
    assert!(refused.contains("form.last") && refused.contains("a date such as"), "{refused}");
    // Beside an instant it stands for its midnight in UTC, as it always has.
    let promised = r#"{"form": {"when": "2026-11-27"}}"#;
    assert_eq!(gives("ticket.form.when <= now", promised, "2026-11-27T00:00:00Z"), "true");
    assert_eq!(gives("ticket.form.when <= now", promised, "2026-11-26T23:59:59Z"), "false");
    assert_eq!(gives("ticket.form.when == at(\"2026-11-27T00:00:00Z\")", promised, "2026-11-26T00:00:00Z"), "true");
}

/// When a host must ask again for a rule with that condition.
fn wakes(condition: &str, ticket: &str, now: &str) -> String {
    let rule = format!("{PLACES}stage triage\nrule \"r\" {{ when {condition} then {{ flag(\"it\"); }} }}\n");
    let answer = ask_request(&desk(&rule), &format!(r#"{{"ticket": {ticket}, "now": "{now}"}}"#));
    answer.wake_at.map_or("never".to_owned(), |at| at.to_string())
}

#[test]
fn midnight_there_is_waited_for_over_a_change_of_clocks() {
    // In Los Angeles clocks go back on Sunday, 1 November 2026: midnight is 07:00 in UTC before and 08:00 after.
    let (ticket, friday) = (r#"{"form": {"last": "2026-11-02"}}"#, "2026-10-30T12:00:00Z");
    let cases = [
        ("days_until(ticket.form.last, \"la\") <= 0", "2026-11-02T08:00:00Z"),
        ("days_until(ticket.form.last, \"la\") == 1", "2026-11-01T07:00:00Z"),
        ("days_since(ticket.form.last, \"la\") >= 0", "2026-11-02T08:00:00Z"),
        ("ticket.form.last == today(\"la\")", "2026-11-02T08:00:00Z"),
        ("weekday(\"la\") == \"sun\"", "2026-11-01T07:00:00Z"),
        ("weekday(\"la\") == \"mon\"", "2026-11-02T08:00:00Z"),
        ("day_of_month(\"la\") == 2", "2026-11-02T08:00:00Z"),
        ("month(\"la\") == 12", "2026-12-01T08:00:00Z"),
        ("month(\"la\") == 6", "2027-06-01T07:00:00Z"),
        ("weekday(\"la\") == \"sun\" && hour_of_day(\"la\") == 2", "2026-11-01T10:00:00Z"),
        ("between(today(\"la\"), \"12-20\", \"01-05\")", "2026-12-20T08:00:00Z"),
        ("days_until(ticket.form.last) <= 0", "2026-11-02T00:00:00Z"),
    ];
    for (condition, wanted) in cases {
        assert_eq!(wakes(condition, ticket, friday), wanted, "{condition}");
    }
}

/// A freeze of every year lies between two days of it, over the turn of the year as well.
#[test]
fn a_freeze_of_every_year_goes_over_its_turn() {
    let frozen = |now: &str| gives("between(today(\"la\"), \"12-20\", \"01-05\")", "{}", now);
    for (now, wanted) in [
        ("2026-12-20T07:59:59Z", "false"),
        ("2026-12-20T08:00:00Z", "true"),
        ("2027-01-06T07:59:59Z", "true"),
        ("2027-01-06T08:00:00Z", "false"),
    ] {
        assert_eq!(frozen(now), wanted, "{now}");
    }
    let planned = |day: &str| {
        gives(
            "between(ticket.form.when, \"02-29\", \"03-01\")",
            &format!(r#"{{"form": {{"when": "{day}"}}}}"#),
            "2026-11-23T10:00:00Z",
        )
    };
    let days = ["2028-02-28", "2028-02-29", "2027-03-01", "2028-03-02"].map(planned);
    assert_eq!(days, ["false", "true", "true", "false"]);
    assert_eq!(gives("between(ticket.form?.none, \"12-20\", \"01-05\")", "{}", "2026-12-24T10:00:00Z"), "false");
}

fn place(zone: &str, year: i32) -> Calendars {
    let document: CalendarDocument = serde_json::from_value(serde_json::json!({
        "name": "place", "time_zone": zone, "weekly": {"mon": [["09:00", "17:00"]]}, "covers": {"from": year, "to": year}
    }))
    .unwrap();
    Calendars::compile(&[document], Years { from: year, to: year }).unwrap()
}

/// What the clocks show, looked up instant by instant, is what is said of days and hours, and changes when that is said: where
/// midnight comes twice (St. John's, 2010), or not at all (Beirut), where a whole day is left out (Apia, 2011), where clocks
/// change by half an hour (Lord Howe).
#[test]
fn days_and_hours_change_when_it_is_said() {
    let places = [
        ("America/St_Johns", 2010, "2010-11-07"),
        ("Pacific/Apia", 2011, "2011-12-30"),
        ("Asia/Beirut", 2026, "2026-03-29"),
        ("Asia/Beirut", 2026, "2026-10-25"),
        ("Australia/Lord_Howe", 2026, "2026-04-05"),
        ("America/Los_Angeles", 2026, "2026-11-01"),
        ("Asia/Kathmandu", 2026, "2026-06-01"),
    ];
    let mut dice = Dice(26);
    for (zone, year, around) in places {
        let calendars = place(zone, year);
        let place = calendars.get("place").unwrap();
        let later = |at: Timestamp, by: i64| Timestamp::from_second(at.second() + by);
        let last_instant = later(place.covers().1, -1);
        for _ in 0..400 {
            let now = later(at(around), dice.below(4 * 86_400) as i64 - 2 * 86_400).min(last_instant);
            let local = place.local(now).unwrap();
            let (hour, next) = place.hour(now).unwrap();
            assert_eq!(hour.to_string(), local.format("%-H").to_string(), "{zone} at {now}");
            assert_eq!(place.hour(later(next, -1)).unwrap().0, hour, "{zone} from {now} to {next}");
            let today = place.date(now).unwrap();
            assert_eq!(today.to_string(), local.date().to_string(), "{zone} at {now}");
            for ahead in 1..3 {
                let day = Date::from_day(today.day() + ahead);
                let Ok(begins) = place.date_begins(day, now) else { continue };
                let before = place.date(later(begins, -1)).unwrap();
                assert!(begins > now && before < day, "{zone} at {now}: {day} begins at {begins}, after {before}");
                assert!(
                    begins > last_instant || place.date(begins).unwrap() >= day,
                    "{zone}: {day} begins at {begins}"
                );
                // No instant before shows that date, or a later one.
                for _ in 0..20 {
                    let between = later(now, dice.below((begins.second() - now.second()) as usize) as i64);
                    assert!(place.date(between).unwrap() < day, "{zone}: it is {day} at {between} and not at {begins}");
                }
            }
        }
    }
    let apia = place("Pacific/Apia", 2011);
    let begins = |day: &str| apia.get("place").unwrap().begins(Date::parse(day).unwrap()).to_string();
    // The 30th was left out: both dates begin as the 29th ends, ten hours behind UTC.
    assert_eq!([begins("2011-12-30"), begins("2011-12-31")], ["2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z"]);
}

/// When a ticket that comes at an instant is due.
fn due(rules: &str, created: &str) -> String {
    let request =
        format!(r#"{{"ticket": {{"created_at": "{created}"}}, "event": {{"kind": "created"}}, "now": "{created}"}}"#);
    let answer = ask_request(&desk(rules), &request);
    answer.readings.iter().find_map(|reading| reading.due).map_or("never".to_owned(), |due| due.to_string())
}

/// `since "2026-09-09"` begins at midnight where the calendar is; an SLA has the zone of its calendar, or else of the first
/// calendar that a target names.
#[test]
fn versions_begin_at_midnight_there() {
    let hours = |zone: &str| {
        format!(
            "calendar \"c\" {{ timezone \"{zone}\"\n mon..sun 00:00 - 24:00 }}\ncalendar \"utc\" {{ timezone \"UTC\"\n mon..sun 00:00 - 24:00 }}\n"
        )
    };
    let slas = |first: &str, target: &str| {
        format!(
            "sla \"s\" {{ {first}\n resolve within 1 hour{target} }}\nsla \"s\" since \"2026-09-09\" {{ {first}\n resolve within 2 hours{target} }}\n"
        )
    };
    // Midnight is 10:00 the day before in Auckland (UTC+12 before DST begins at the end of September: 12:00), 07:00 in Vancouver.
    let cases = [
        ("Pacific/Auckland", "calendar \"c\"", "", "2026-09-08T12:00:00Z"),
        ("America/Vancouver", "calendar \"c\"", "", "2026-09-09T07:00:00Z"),
        ("America/Vancouver", "", " of \"c\"", "2026-09-09T07:00:00Z"),
        ("America/Vancouver", "calendar \"utc\"", " of \"c\"", "2026-09-09T00:00:00Z"),
        ("America/Vancouver", "calendar \"utc\"", "", "2026-09-09T00:00:00Z"),
    ];
    for (zone, first, target, begins) in cases {
        let rules = [hours(zone), slas(first, target)].concat();
        let begins = at(begins).second();
        let hours = |created: i64| {
            let created = Timestamp::from_second(created);
            (at(&due(&rules, &created.to_string())).second() - created.second()) / 3_600
        };
        assert_eq!([hours(begins - 1), hours(begins)], [1, 2], "{zone}, {first}{target}");
    }
    let whole = slas("calendar \"c\"", "").replace("2026-09-09", "2026-09-09T03:00:00Z");
    let rules = [hours("America/Vancouver"), whole].concat();
    assert_eq!(due(&rules, "2026-09-09T02:59:59Z"), "2026-09-09T03:59:59Z");
    assert_eq!(due(&rules, "2026-09-09T03:00:00Z"), "2026-09-09T05:00:00Z");
}

/// Holidays from one date to another, and half days of every year.
#[test]
fn holidays_run_on_and_half_days_come_back() {
    let rules = r#"
calendar "office" {
    timezone "America/New_York"
    mon..fri 09:00 - 17:00
    holiday "2026-12-28" to "2026-12-30" "Shutdown"
    holiday "12-31" to "01-01" "Turn of the year"
    special "12-24" 09:00 - 12:00 "Christmas Eve"
    special "2027-12-24" closed
    covers 2026 to 2030
}
sla "s" { calendar "office"
    resolve within 4 hours }
"#;
    // New York is five hours behind UTC in winter. 2026: the 24th is a Thursday: 11 to 12, and 9 to 12 on Friday.
    assert_eq!(due(rules, "2026-12-24T16:00:00Z"), "2026-12-25T17:00:00Z");
    // From Monday, the 28th, all is closed up to New Year, a Friday: 9 to 13 on Monday.
    assert_eq!(due(rules, "2026-12-28T15:00:00Z"), "2027-01-04T18:00:00Z");
    // 2027: what that year says itself goes before: from Friday, the 24th, to Monday.
    assert_eq!(due(rules, "2027-12-24T15:00:00Z"), "2027-12-27T18:00:00Z");
    // 2028 it is a Sunday, which stays closed.
    assert_eq!(due(rules, "2028-12-24T15:00:00Z"), "2028-12-25T18:00:00Z");
    // 2029, a Monday.
    assert_eq!(due(rules, "2029-12-24T16:00:00Z"), "2029-12-25T17:00:00Z");
    let wrong = |line: &str| {
        let text = format!("calendar \"c\" {{ timezone \"UTC\"\n mon 09:00 - 17:00\n {line}\n}}\n");
        let wrong = Desk::compile(tierline::Pack::of("desk.rhai", &text), Limits::SERVER).unwrap_err();
        wrong[0].to_string()
    };
    let told = [
        (
            "holiday \"2027-01-01\" to \"2026-12-24\"",
            "2026-12-24 is before 2027-01-01; write \"2026-12-24\" to \"2027-01-01\"",
        ),
        ("holiday \"12-24\" to \"2027-01-01\"", "write both with their year, or both without"),
        ("holiday \"2026-12-24\" to \"2072-01-01\"", "more than a year; is the year right?"),
        ("special \"02-30\" closed", "\"02-30\" is no date"),
    ];
    for (line, words) in told {
        assert!(wrong(line).contains(words), "{}", wrong(line));
    }
}

/// A bundle has no zone data, and says the same.
#[test]
fn bundles_know_the_days() {
    let rules = format!(
        "{PLACES}calendar \"half\" {{ timezone \"America/New_York\"\n mon..fri 09:00 - 17:00\n special \"12-24\" 09:00 - 12:00\n}}\n\
         sla \"s\" {{ calendar \"half\"\n resolve within 4 hours }}\nsla \"s\" since \"2026-12-24\" {{ calendar \"half\"\n resolve within 5 hours }}\n\
         stage triage\nrule \"r\" {{ when days_until(ticket.form.last, \"la\") <= 1 && between(today(\"sydney\"), \"12-20\", \"01-05\")\n\
         then {{ emit(\"it\", #{{ it: today(\"kathmandu\"), at: at(\"2026-12-24\") }}); }} }}\n"
    );
    let desk = desk(&rules);
    let loaded = Desk::load(&desk.bundle(), Limits::SERVER).unwrap();
    for now in ["2026-12-24T04:59:59Z", "2026-12-24T05:00:00Z", "2026-12-24T16:00:00Z"] {
        let request = format!(
            r#"{{"ticket": {{"created_at": "{now}", "form": {{"last": "2026-12-25"}}}}, "event": {{"kind": "created"}}, "now": "{now}"}}"#
        );
        let answers = [&desk, &loaded].map(|desk| serde_json::to_string(&ask_request(desk, &request)).unwrap());
        assert_eq!(answers[0], answers[1]);
        assert!(answers[0].contains("2026-12-24"), "{}", answers[0]);
    }
}

/// Values of time compare by time, whether they are dates or instants.
#[test]
fn dates_compare_as_their_midnight() {
    let (date, midnight) = (Value::Date(Date::parse("2026-11-23").unwrap()), Value::Instant(at("2026-11-23")));
    assert!(tierline_condition::equal(&date, &midnight) && date != midnight);
    assert_eq!(date.as_instant(), midnight.as_instant());
}
