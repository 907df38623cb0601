//! Typical mistakes about calendars, SLAs, ladders and tests of them: each gives a message that names the place, quotes the
//! admin's words and proposes the mend.

use std::fmt::Write;

use tierline_tests::compile;

const MISTAKES: &[(&str, &str)] = &[
    ("no open time", "calendar \"x\" {\n  timezone \"UTC\"\n  mon..sun closed\n}"),
    ("empty interval", "calendar \"x\" {\n  timezone \"UTC\"\n  mon 09:00 - 09:00\n}"),
    ("unknown zone", "calendar \"x\" {\n  timezone \"Europe/Lodnon\"\n  mon 09:00 - 17:00\n}"),
    ("no zone", "calendar \"x\" {\n  mon 09:00 - 17:00\n}"),
    ("misspelt day", "calendar \"x\" {\n  timezone \"UTC\"\n  mno 09:00 - 17:00\n  tue 09:00 - 17:00\n}"),
    ("no such time", "calendar \"x\" {\n  timezone \"UTC\"\n  mon 09:00 - 25:00\n}"),
    ("time without minutes", "calendar \"x\" {\n  timezone \"UTC\"\n  mon 9 - 17\n}"),
    ("day twice", "calendar \"x\" {\n  timezone \"UTC\"\n  mon 09:00 - 12:00\n  mon 13:00 - 17:00\n}"),
    ("no such date", "calendar \"x\" {\n  timezone \"UTC\"\n  mon 09:00 - 17:00\n  holiday \"2026-02-30\"\n}"),
    ("date without quotes", "calendar \"x\" {\n  timezone \"UTC\"\n  mon 09:00 - 17:00\n  holiday 2026-12-25\n}"),
    (
        "missing holiday file",
        "calendar \"x\" {\n  timezone \"UTC\"\n  mon 09:00 - 17:00\n  holidays from \"uk.csv\"\n}",
    ),
    ("unknown member", "calendar \"x\" {\n  includes \"offise\"\n}"),
    (
        "years the wrong way round",
        "calendar \"x\" {\n  timezone \"UTC\"\n  mon 09:00 - 17:00\n  covers 2036 to 2026\n}",
    ),
    ("two calendars", "calendar \"office\" {\n  timezone \"UTC\"\n  mon 09:00 - 17:00\n}"),
    (
        "three mistakes in one calendar",
        "calendar \"x\" {\n  timezon \"UTC\"\n  mon 09:00 to 17:00\n  holiday \"christmas\"\n}",
    ),
    ("no calendar", "sla \"x\" {\n  resolve within 4 hours\n}"),
    ("misspelt calendar", "sla \"x\" {\n  calendar \"offise\"\n  resolve within 4 hours\n}"),
    ("no target", "sla \"x\" {\n  calendar \"office\"\n}"),
    ("misspelt verb", "sla \"x\" {\n  calendar \"office\"\n  resovle within 4 hours\n}"),
    ("misspelt unit", "sla \"x\" {\n  calendar \"office\"\n  resolve within 4 huors\n}"),
    ("no number", "sla \"x\" {\n  calendar \"office\"\n  resolve within hours\n}"),
    ("negative target", "sla \"x\" {\n  calendar \"office\"\n  resolve within -4 hours\n}"),
    ("weeks", "sla \"x\" {\n  calendar \"office\"\n  resolve within 2 weeks\n}"),
    ("target past the horizon", "sla \"x\" {\n  calendar \"office\"\n  resolve within 40000 hours\n}"),
    (
        "time in a condition",
        "sla \"x\" {\n  when hours_since(ticket.created_at) > 3\n  calendar \"office\"\n  resolve within 4 hours\n}",
    ),
    (
        "clock in a condition",
        "sla \"x\" {\n  when sla.resolution.used > 3\n  calendar \"office\"\n  resolve within 4 hours\n}",
    ),
    (
        "misspelt field",
        "sla \"x\" {\n  when requester.teir == \"gold\"\n  calendar \"office\"\n  resolve within 4 hours\n}",
    ),
    ("no such class", "sla \"x\" {\n  class custmer\n  calendar \"office\"\n  resolve within 4 hours\n}"),
    (
        "start of which clock",
        "sla \"x\" {\n  calendar \"office\"\n  resolve within 4 hours\n  start when ticket.status == \"open\"\n}",
    ),
    ("deadline that is no instant", "sla \"x\" {\n  calendar \"office\"\n  resolve by ticket.subject\n}"),
    (
        "share of a clock that is not owed",
        "sla \"x\" {\n  class ola\n  calendar \"office\"\n  tier within 30% left to update\n}",
    ),
    (
        "mid-flight rule",
        "sla \"x\" {\n  calendar \"office\"\n  resolve within 4 hours\n  on priority change keep going\n}",
    ),
    ("two SLAs", "sla \"standard\" {\n  calendar \"office\"\n  resolve within 4 hours\n}"),
    ("an SLA called none", "sla \"none\" {\n  calendar \"office\"\n  resolve within 4 hours\n}"),
    ("clock that does not exist", "escalate \"e\" for sla \"standard\" on update {\n  at 50% { notify(\"x\"); }\n}"),
    ("clock nobody owes", "escalate \"e\" on supplier {\n  at 50% { notify(\"x\"); }\n}"),
    ("no such SLA", "escalate \"e\" for sla \"standart\" on resolve {\n  at 50% { notify(\"x\"); }\n}"),
    ("no such clock", "escalate \"e\" on resolution_time {\n  at 50% { notify(\"x\"); }\n}"),
    ("percent left out", "escalate \"e\" on resolve {\n  at 50 { notify(\"x\"); }\n}"),
    ("before what", "escalate \"e\" on resolve {\n  at 30 minutes { notify(\"x\"); }\n}"),
    ("no steps", "escalate \"e\" on resolve {\n  when requester.vip\n}"),
    ("step twice", "escalate \"e\" on resolve {\n  at 50% { notify(\"x\"); }\n  at 50% { notify(\"y\"); }\n}"),
    ("misspelt action in a step", "escalate \"e\" on resolve {\n  at 50% { notfy(\"x\"); }\n}"),
    ("endless step", "escalate \"e\" on resolve {\n  every 0 minutes { notify(\"x\"); }\n}"),
    ("quiet by no calendar", "escalate \"e\" on resolve {\n  quiet outside \"offise\"\n  at 50% { notify(\"x\"); }\n}"),
    ("calendar of a function", "rule \"r\" {\n  when within_hours(\"offise\")\n  then { }\n}"),
    ("reading that does not exist", "rule \"r\" {\n  when sla.resolution.usd > 50%\n  then { }\n}"),
    ("clock that does not exist, in a rule", "rule \"r\" {\n  when sla.resolve.used > 50%\n  then { }\n}"),
    ("measure beside no clock", "rule \"r\" {\n  when ticket.reopened > 3m\n  then { }\n}"),
    ("measure in days", "rule \"r\" {\n  when sla.resolution.left < 2d\n  then { }\n}"),
    ("SLA that does not exist", "rule \"r\" {\n  then { apply_sla(\"standart\"); }\n}"),
    (
        "event without a kind",
        "test \"t\" {\n  at \"2026-11-23T10:00:00Z\" event #{ author: \"agent\" }\n  expect clock resolution state \"running\"\n}",
    ),
    (
        "event of an unknown kind",
        "test \"t\" {\n  at \"2026-11-23T10:00:00Z\" event #{ kind: \"mesage\" }\n  expect clock resolution state \"running\"\n}",
    ),
    (
        "events the wrong way round",
        "test \"t\" {\n  at \"2026-11-23T10:00:00Z\" event #{ kind: \"created\" }\n  at \"2026-11-23T09:00:00Z\"\n  expect clock resolution state \"running\"\n}",
    ),
    (
        "clock of a test",
        "test \"t\" {\n  at \"2026-11-23T10:00:00Z\" event #{ kind: \"created\" }\n  expect clock resolutoin due \"2026-11-23T12:00:00Z\"\n}",
    ),
    (
        "reading of a test",
        "test \"t\" {\n  at \"2026-11-23T10:00:00Z\" event #{ kind: \"created\" }\n  expect clock resolution deadline \"2026-11-23T12:00:00Z\"\n}",
    ),
    (
        "due that is no instant",
        "test \"t\" {\n  at \"2026-11-23T10:00:00Z\" event #{ kind: \"created\" }\n  expect clock resolution due \"noon\"\n}",
    ),
];

/// A desk that is fine, to which each mistake is added.
const FINE: &str = "calendar \"office\" {\n  timezone \"Europe/London\"\n  mon..fri 09:00 - 17:00\n  covers 2024 to 2036\n}\nsla \"standard\" {\n  calendar \"office\"\n  resolve within 8 hours\n}\nstage triage\nrule \"first\" {\n  then { }\n}\n";

#[test]
fn each_says_where_what_and_what_next() {
    let mut page = String::new();
    for (name, text) in MISTAKES {
        let wrong = compile(&format!("{FINE}{text}\n")).err().unwrap_or_default();
        writeln!(page, "## {name}").unwrap();
        for wrong in &wrong {
            writeln!(page, "{wrong}\n    {}", wrong.snippet.trim()).unwrap();
        }
        assert!(!wrong.is_empty(), "{name} is not found");
    }
    insta::assert_snapshot!(page);
}

/// Mistakes of rules, calendars and policies are said at once.
#[test]
fn one_kind_of_mistake_hides_no_other() {
    let text = "calendar \"a\" {\n timezone \"Mars/Base\"\n mon 09:00 - 17:00\n}\ncalendar \"b\" {\n timezone \"UTC\"\n}\nsla \"s\" {\n calendar \"a\"\n resolve within 4 huors\n}\nstage triage\nrule \"r\" {\n when tiket.x == 1\n then { rout(\"x\"); }\n}\n";
    let wrong = compile(text).unwrap_err();
    let codes: Vec<(u32, &str)> = wrong.iter().map(|wrong| (wrong.place.line, wrong.code.as_str())).collect();
    assert_eq!(
        codes,
        [
            (2, "unknown-time-zone"),
            (5, "never-open"),
            (10, "unknown-unit"),
            (14, "unknown-name"),
            (15, "unknown-action")
        ]
    );
}
