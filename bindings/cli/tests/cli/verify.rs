//! `verify`.

use serde_json::json;

use crate::Folder;

/// Mondays 09:00 to 17:00, asked for two hours from 16:00.
const CALENDAR: &str = r#"{"id": "c-1", "source": "by hand", "calendar": {"time_zone": "UTC", "weekly": {"mon": [["09:00", "17:00"]]}}, "op": "add", "from": "2026-11-23T16:00:00Z", "seconds": 7200, "expect": "2026-11-30T10:00:00Z"}"#;

/// Four hours from 15:00 on a Monday, of which ten minutes are a pause, are up at 11:10 on Tuesday.
const SLA: &str = r#"{"id": "s-1", "source": "by hand", "notes": "15:00 - 17:00 less 10 min, 09:00 - 11:10.", "calendar": {"time_zone": "UTC", "weekly": {"mon": [["09:00", "17:00"]], "tue": [["09:00", "17:00"]]}}, "policy": {"resolution_minutes": 240}, "semantics": {"pause_states": ["waiting"], "pause_affects": ["resolution"]}, "events": [{"at": "2026-11-23T15:00:00Z", "type": "created", "by": "customer", "status": "new"}, {"at": "2026-11-23T15:10:00Z", "type": "status", "status": "waiting"}, {"at": "2026-11-23T15:20:00Z", "type": "status", "status": "open"}], "as_of": "2026-11-23T15:20:00Z", "expect": {"resolution_due": "2026-11-24T11:10:00Z"}}"#;

fn cases(lines: &[&str]) -> Folder {
    let folder = Folder::empty();
    folder.put("cases.jsonl", format!("{}\n", lines.join("\n")));
    folder
}

#[test]
fn cases_that_hold_are_counted() {
    cases(&[CALENDAR, "", SLA]).run(&["verify", "cases.jsonl"]).is(0, "2 passed, 0 failed\n", "");
    Folder::empty().feed(&["verify", "-"], SLA.as_bytes()).is(0, "1 passed, 0 failed\n", "");
}

#[test]
fn a_disagreement_says_where_it_stands_and_what_the_engine_says() {
    let other = SLA.replace("11:10:00Z\"}", "11:00:00Z\", \"state\": {\"resolution\": \"paused\"}}");
    let folder = cases(&[CALENDAR, &other, &CALENDAR.replace("10:00:00Z\"}", "09:00:00Z\"}")]);
    folder.run(&["verify", "cases.jsonl"]).is(
        1,
        r#"cases.jsonl:2: s-1: resolution_due: expected "2026-11-24T11:00:00Z", the engine says "2026-11-24T11:10:00Z"
cases.jsonl:2: s-1: state.resolution: expected "paused", the engine says "running"
    by hand
    15:00 - 17:00 less 10 min, 09:00 - 11:10.
cases.jsonl:3: c-1: expect: expected "2026-11-30T09:00:00Z", the engine says "2026-11-30T10:00:00Z"
    by hand
1 passed, 2 failed
"#,
        "",
    );
    let ran = folder.run(&["verify", "--json", "cases.jsonl"]);
    assert_eq!((ran.code, ran.json().len(), ran.err.as_str()), (1, 3, "1 passed, 2 failed\n"));
    assert_eq!(
        ran.json()[1],
        json!({
            "file": "cases.jsonl", "line": 2, "id": "s-1", "what": "state.resolution",
            "expected": "paused", "found": "running", "source": "by hand",
            "notes": "15:00 - 17:00 less 10 min, 09:00 - 11:10."
        })
    );
}

#[test]
fn what_is_not_known_is_an_error_and_the_other_cases_are_run() {
    let wrong = [
        SLA.replace("pause_states", "pause_state"),
        SLA.replace("\"paused\"", "").replace("customer", "custommer"),
        SLA.replace("2026-11-23T15:10:00Z", "yesterday"),
        CALENDAR.replace("\"add\"", "\"ad\""),
        CALENDAR.replace("17:00", "25:00"),
        CALENDAR.replace("[[\"09:00\", \"17:00\"]]", "[\"09:00\", \"17:00\"]"),
        SLA.replace("resolution_due", "resolution_deu"),
        "{\"id\": ".to_owned(),
    ];
    let lines: Vec<&str> = wrong.iter().map(String::as_str).chain([SLA]).collect();
    let ran = cases(&lines).run(&["verify", "cases.jsonl"]);
    let errors: Vec<&str> = ran.out.lines().filter(|line| !line.starts_with(' ')).collect();
    assert_eq!(
        errors,
        [
            "cases.jsonl:1: s-1: error: there is no key `semantics.pause_state`; did you mean `pause_states`?",
            "cases.jsonl:2: s-1: error: `events[0].by` cannot be `custommer`; did you mean `customer`?",
            "cases.jsonl:3: s-1: error: `events[1].at` must be an instant such as \"2026-11-23T10:00:00Z\", not \"yesterday\"",
            "cases.jsonl:4: c-1: error: `op` cannot be `ad`; did you mean `add`?",
            "cases.jsonl:5: c-1: error: `calendar.weekly.mon[0]` must be two times such as 09:00 or 24:00, and \"25:00\" is none",
            "cases.jsonl:6: c-1: error: `calendar.weekly.mon[0]` must be two times such as [\"09:00\", \"17:00\"], not \"09:00\"; `calendar.weekly.mon[1]` must be two times such as [\"09:00\", \"17:00\"], not \"17:00\"",
            "cases.jsonl:7: s-1: error: there is no key `expect.resolution_deu`; did you mean `resolution_due`?",
            "cases.jsonl:8: error: the case is not JSON: EOF while parsing a value at line 1 column 7",
            "1 passed, 8 failed",
        ]
    );
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
}

#[test]
fn files_that_are_not_there_are_named() {
    let folder = cases(&[SLA]);
    let ran = folder.run(&["verify", "case.jsonl"]);
    assert_eq!((ran.code, ran.out.as_str()), (4, ""));
    assert_eq!(ran.err, "error: `case.jsonl` does not exist; did you mean `cases.jsonl`?\n");
    assert_eq!(folder.run(&["verify", "."]).err, "error: `.` is a folder; give files of cases\n");
    assert_eq!(folder.run(&["verify"]).code, 2);
}
