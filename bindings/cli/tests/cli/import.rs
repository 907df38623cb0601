//! `import`

use crate::{Folder, Ran};

fn feed(events: &str) -> String {
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n")
}

fn event(lines: &str) -> String {
    format!("BEGIN:VEVENT\r\n{lines}\r\nEND:VEVENT\r\n")
}

fn import(content: &str, more: &[&str]) -> Ran {
    let folder = Folder::empty();
    folder.put("x.ics", content);
    folder.run(&[&["import", "x.ics"], more].concat())
}

#[test]
fn whole_days_become_a_list() {
    let events = [
        event("DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261227\nSUMMARY:Christmas\\, all of\n  it"),
        event("DTSTART:20260501\nDURATION:P1D\nSUMMARY:May Day\nRRULE:FREQ=YEARLY;COUNT=2"),
        event("DTSTART;TZID=Europe/Berlin:20261003T000000\nDTEND;TZID=Europe/Berlin:20261004T000000\nSUMMARY:Unity"),
        event("DTSTART;VALUE=DATE:20261225\nSUMMARY:Noël \"25\"\nBEGIN:VALARM\nSUMMARY:alarm\nEND:VALARM"),
        event("DTSTART;VALUE=DATE:20261225\nSUMMARY:Noël \"25\""),
        event(
            "DTSTART;VALUE=DATE:20260106\nRDATE;VALUE=DATE:20260206,20260306\nEXDATE;VALUE=DATE:20260206\nSUMMARY:Sixth",
        ),
        event("DTSTART:20261231T120000Z\nDTEND:20261231T180000Z\nSUMMARY:Afternoon off"),
        event("DTSTART;VALUE=DATE:20260707\nSTATUS:CANCELLED\nSUMMARY:Called off"),
    ];
    let list = "\
date,name
2026-01-06,Sixth
2026-03-06,Sixth
2026-05-01,May Day
2026-10-03,Unity
2026-12-24,\"Christmas, all of it\"
2026-12-25,\"Christmas, all of it / Noël \"\"25\"\"\"
2026-12-26,\"Christmas, all of it\"
2027-05-01,May Day
";
    let said = "x.ics:37: \"Afternoon off\" is left out: it is not made of whole days\n8 holidays in 2026 to 2036\n";
    import(&feed(&events.concat()), &[]).is(0, list, said);
}

#[test]
fn rules_end_with_the_years_asked_for() {
    let christmas = event("DTSTART;VALUE=DATE:20201225\nRRULE:FREQ=YEARLY\nSUMMARY:Christmas");
    let list = "date,name\n2026-12-25,Christmas\n2027-12-25,Christmas\n";
    import(&feed(&christmas), &["--from", "2026", "--until", "2027"]).is(0, list, "2 holidays in 2026 to 2027\n");
    assert_eq!(import(&feed(&christmas), &[]).out.lines().count(), 12);
    let thursday = event("DTSTART;VALUE=DATE:20261126\nRRULE:FREQ=MONTHLY;INTERVAL=12;BYDAY=4TH\nSUMMARY:T");
    let list = "date,name\n2026-11-26,T\n2027-11-25,T\n";
    import(&feed(&thursday), &["--until", "2027"]).is(0, list, "2 holidays in 2026 to 2027\n");
    let moved = "UID:1\nDTSTART;VALUE=DATE:20260501\nRRULE:FREQ=YEARLY\nSUMMARY:May";
    let moved = event(moved)
        + event("UID:1\nRECURRENCE-ID;VALUE=DATE:20270501\nDTSTART;VALUE=DATE:20270503\nSUMMARY:May, moved").as_str();
    let list = "date,name\n2026-05-01,May\n2027-05-03,\"May, moved\"\n2028-05-01,May\n";
    import(&feed(&moved), &["--until", "2028"]).is(0, list, "3 holidays in 2026 to 2028\n");
}

#[test]
fn the_list_goes_into_a_calendar() {
    let folder = Folder::empty();
    folder.put("x.ics", feed(&event("DTSTART;VALUE=DATE:20261224\nSUMMARY:Christmas\\, \"Eve\"")));
    let said = "1 holiday in 2026 to 2036\n";
    folder.put("desk/a.rhai", "calendar \"c\" {\n    timezone \"UTC\"\n    mon..fri 09:00 - 17:00\n    holidays from \"h.csv\"\n}\n\nstage triage\n\nrule \"closed\" {\n    when holiday(\"c\") == \"Christmas, \\\"Eve\\\"\"\n    then { add_tag(\"closed\"); }\n}\n");
    folder.run(&["import", "x.ics", "-o", "desk/h.csv"]).is(0, "", said);
    let ran = folder.feed(&["eval", "desk", "-", "--now", "2026-12-24T12:00:00Z"], b"{\"id\": 1}");
    assert_eq!(ran.json()[0]["effects"][0]["tag"], "closed", "{}{}", ran.out, ran.err);
}

#[test]
fn what_is_broken_is_named_by_line() {
    let said = |content: &str| {
        let ran = import(content, &[]);
        assert_eq!((ran.code, ran.out.as_str()), (4, ""), "{}", ran.err);
        ran.err
    };
    assert_eq!(said(""), "error: `x.ics`: it is empty\n");
    assert_eq!(said("date,name\n"), "error: x.ics:1: it is no line of iCalendar, such as `SUMMARY:Christmas Day`\n");
    assert_eq!(said("A:1\n"), "error: x.ics:1: it is no iCalendar file, which begins with `BEGIN:VCALENDAR`\n");
    let cut = feed(&event("DTSTART:20260101"));
    assert_eq!(
        said(cut.trim_end().trim_end_matches("END:VCALENDAR")),
        "error: x.ics:1: `BEGIN:VCALENDAR` has no end: the file seems to be cut off\n"
    );
    let wrong = |lines: &str| said(&feed(&event(lines)));
    assert_eq!(wrong("SUMMARY:x"), "error: x.ics:3: the event has no `DTSTART`\n");
    assert_eq!(wrong("DTSTART:20260230"), "error: x.ics:4: `20260230` in `DTSTART` is no date such as 20261224\n");
    assert_eq!(wrong("DTSTART:20260102\nDTEND:20260101"), "error: x.ics:5: the event ends before it begins\n");
    assert_eq!(wrong("DTSTART:20260102\nRRULE:FREQ=HOURLY"), "error: x.ics:5: a whole day cannot come back `HOURLY`\n");
    assert_eq!(
        wrong("DTSTART:20260102\nRRULE:COUNT=3"),
        "error: x.ics:5: the rule does not say how often: it has no `FREQ`\n"
    );
    assert_eq!(
        wrong("DTSTART:20260102\nRRULE:FREQ=YEARLY;BYDAY=XX"),
        "error: x.ics:5: `XX` in `BYDAY` is no weekday such as `MO` or `-1FR`\n"
    );
    assert_eq!(said(&feed("END:VEVENT\n")), "error: x.ics:3: `END:VEVENT` does not end `BEGIN:VCALENDAR` of line 1\n");
    let folder = Folder::empty();
    folder.put("x.ics", b"BEGIN:VCALENDAR\nX:\xff\n");
    let ran = folder.run(&["import", "x.ics"]);
    ran.is(4, "", "error: `x.ics` is not UTF-8 text at byte offset 18; save it as UTF-8\n");
}

#[test]
fn work_is_bounded() {
    let daily = feed(&event("DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=DAILY\nSUMMARY:x"));
    let said = "error: x.ics:5: the rule goes on too long; give an earlier `--until`\n";
    import(&daily, &["--until", "9999"]).is(4, "", said);
    assert_eq!(import(&daily, &["--until", "2027"]).out.lines().count(), 731);
    let long = feed(&event("DTSTART;VALUE=DATE:20260101\nDTEND;VALUE=DATE:99990101\nSUMMARY:x"));
    let said = "error: x.ics:3: the feed has more than 20000 days; give an earlier `--until`\n";
    import(&long, &["--until", "9999"]).is(4, "", said);
    let never = feed(&event("DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31\nSUMMARY:x"));
    assert_eq!(import(&never, &[]).out, "date,name\n2026-01-01,x\n");
    assert_eq!(import(&never, &["--until", "2020", "--from", "2026"]).code, 2);
}
