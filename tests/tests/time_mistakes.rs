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
    (
        "no such date, and empty intervals on both sides of it",
        "calendar \"x\" {\n  timezone \"UTC\"\n  mon 09:00 - 09:00\n  holiday \"2026-02-30\"\n  special \"2026-12-24\" 10:00 - 10:00\n}",
    ),
    ("a zone and a time that are none", "calendar \"x\" {\n  timezone \"Berlin/Europe\"\n  mon 9 - 17:00\n}"),
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
        "event without #",
        "test \"t\" {\n  at \"2026-11-23T10:00:00Z\" event { kind: \"created\" }\n  expect clock resolution state \"running\"\n}",
    ),
    ("given without #", "test \"t\" {\n  given ticket { status: \"open\" }\n  expect fired(\"first\")\n}"),
    (
        "given after at",
        "test \"t\" {\n  at \"2026-11-23T10:00:00Z\" event #{ kind: \"created\" }\n  given ticket #{ status: \"open\" }\n  expect clock resolution state \"running\"\n}",
    ),
    (
        "misspelt word of an event",
        "test \"t\" {\n  at \"2026-11-23T10:00:00Z\" event #{ kind: \"message\", auhtor: \"agent\" }\n  expect clock resolution state \"running\"\n}",
    ),
    (
        "field of the ticket in an event",
        "test \"t\" {\n  at \"2026-11-23T10:00:00Z\" event #{ kind: \"updated\", status: \"open\" }\n  expect clock resolution state \"running\"\n}",
    ),
    (
        "misspelt field in a record of set",
        "test \"t\" {\n  at \"2026-11-23T10:00:00Z\" event #{ kind: \"updated\", set: #{ requester: #{ teir: \"gold\" } } }\n  expect clock resolution state \"running\"\n}",
    ),
    (
        "state that no clock has",
        "test \"t\" {\n  at \"2026-11-23T10:00:00Z\" event #{ kind: \"created\" }\n  expect clock resolution state \"late\"\n  expect clock resolution left \"8 hours\"\n  expect clock resolution breached true\n  expect clock resolution policy \"standart\"\n}",
    ),
    (
        "instant without quotes",
        "test \"t\" {\n  at 2026-11-23T10:00:00Z event #{ kind: \"created\" }\n  expect clock resolution state \"running\"\n}",
    ),
    (
        "time beside percent, in a test",
        "test \"t\" {\n  at \"2026-11-23T10:00:00Z\" event #{ kind: \"created\" }\n  expect clock resolution used 8h\n}",
    ),
    ("indented SLA", "  sla \"x\" {\n    calendar \"office\"\n    resolve within 4 hours\n  }"),
    ("fraction of an hour", "sla \"x\" {\n  calendar \"office\"\n  resolve within 1.5 hours\n}"),
    ("target without unit", "sla \"x\" {\n  calendar \"office\"\n  resolve within 4\n}"),
    ("share of nothing", "sla \"x\" {\n  calendar \"office\"\n  resolve within 50%\n}"),
    (
        "condition without when",
        "sla \"x\" {\n  calendar \"office\"\n  requester.tier == \"gold\"\n  resolve within 4 hours\n}",
    ),
    ("action in an SLA", "sla \"x\" {\n  calendar \"office\"\n  resolve within 4 hours\n  notify(\"x\");\n}"),
    (
        "pause if",
        "sla \"x\" {\n  calendar \"office\"\n  resolve within 4 hours\n  pause if ticket.status == \"waiting\"\n}",
    ),
    ("step with if", "escalate \"e\" on resolve {\n  at 50% if requester.vip { notify(\"x\"); }\n}"),
    (
        "clocks without comma",
        "sla \"x\" {\n  calendar \"office\"\n  resolve within 4 hours\n  pause while ticket.status == \"waiting\" for resolve update\n}",
    ),
    (
        "clocks with and",
        "sla \"x\" {\n  calendar \"office\"\n  resolve within 4 hours\n  pause while ticket.status == \"waiting\" for resolve and update\n}",
    ),
    ("name with an equals sign", "sla \"x\" {\n  calendar = \"office\"\n  resolve within 4 hours\n}"),
    ("name without quotes", "sla \"x\" {\n  calendar office\n  resolve within 4 hours\n}"),
    ("target by the name of the clock", "sla \"x\" {\n  calendar \"office\"\n  first_response within 4 hours\n}"),
    ("ladder for a name alone", "escalate \"e\" for \"standard\" on resolve {\n  at 50% { notify(\"x\"); }\n}"),
    ("SLA of a script that does not exist", "rule \"r\" {\n  then { if requester.vip { apply_sla(\"gold\"); } }\n}"),
    ("SLA of a table that does not exist", "table t {\n  | ticket.category | apply_sla |\n  | network | standart |\n}"),
    ("SLA with a colon", "sla \"x\":\n  calendar \"office\"\n  resolve within 4 hours"),
    ("target with a colon", "sla \"x\" {\n  calendar \"office\"\n  resolve: 4 hours\n}"),
    ("target with a colon and a short unit", "sla \"x\" {\n  calendar \"office\"\n  resolve: 4h\n}"),
    ("target for a priority", "sla \"x\" {\n  calendar \"office\"\n  resolve within 4 hours for P1\n}"),
    ("round the clock", "calendar \"x\" {\n  timezone \"UTC\"\n  24/7\n}"),
    (
        "clock without a reading",
        "test \"t\" {\n  at \"2026-11-23T10:00:00Z\" event #{ kind: \"created\" }\n  expect clock resolution running\n}",
    ),
    ("en dash", "calendar \"x\" {\n  timezone \"UTC\"\n  mon..fri 09:00 \u{2013} 17:00\n}"),
    ("days in full", "calendar \"x\" {\n  timezone \"UTC\"\n  Monday..Friday 09:00 - 17:00\n  weekend closed\n}"),
    ("days with a hyphen", "calendar \"x\" {\n  timezone \"UTC\"\n  mon-thu 09:00 - 17:00\n  fri to sun closed\n}"),
    ("half days", "calendar \"x\" {\n  timezone \"UTC\"\n  mon..thu 8am - 5pm\n  fri 12:30 am - 4 pm\n}"),
    ("time with a dot", "calendar \"x\" {\n  timezone \"UTC\"\n  mon..fri 8.30 - 17.00\n}"),
    ("time in quotes", "calendar \"x\" {\n  timezone \"UTC\"\n  mon..fri \"08:30\" - \"17:00\"\n}"),
    (
        "break on a date without quotes",
        "calendar \"x\" {\n  timezone UTC\n  mon..fri 09:00 - 17:00\n  break 2026-12-24 12:00 - 13:00\n}",
    ),
    ("standard field, declared", "field \"status\" one of \"new\", \"open\""),
    ("percent beside time left", "rule \"r\" {\n  when sla.resolution.left < 30%\n  then { }\n}"),
    ("time beside percent used", "rule \"r\" {\n  when sla.resolution.used > 3h\n  then { }\n}"),
    ("fraction of an hour left", "rule \"r\" {\n  when sla.resolution.left < 1.5h\n  then { }\n}"),
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

/// A block that does not compile is said where it stands, and not again where it is named.
#[test]
fn a_broken_block_has_no_echo() {
    let broken = [
        "escalate \"late\" on resolve {\n  at 50% { notfy(\"x\"); }\n}\ntest \"t\" {\n  expect fired(\"late, 50%\")\n}",
        "calendar \"z\" {\n  mno 09:00 - 17:00\n}\nsla \"s\" {\n  calendar \"z\"\n  resolve within 4 hours\n}\nrule \"r\" {\n  when within_hours(\"z\")\n  then { }\n}",
        "sla \"gold\" {\n  resovle within 4 hours\n}\nescalate \"e\" for sla \"gold\" on resolve {\n  at 50% { apply_sla(\"gold\"); }\n}",
        "rule \"r\" {\n  wen requester.vip\n  then { }\n}\ntest \"t\" {\n  expect fired(\"r\")\n}",
        "table t {\n  | ticket.catgory | add_tag |\n  | a | b |\n}\ntest \"t\" {\n  expect fired(\"t, row 1\")\n}",
        "matrix m by ticket.impact, ticket.urgncy {\n  | | a |\n  | b | P1 |\n}\nrule \"r\" {\n  then { prioritise(matrix(\"m\")); }\n}",
        "const A = [1, ;\nrule \"r\" {\n  when ticket.reopened in A\n  then { }\n}",
        "fn f(x) { x == }\nrule \"r\" {\n  when f(1)\n  then { }\n}",
        "field \"colour\" txet\nrule \"r\" {\n  when ticket.colour == \"red\"\n  then { }\n}",
        "  sla \"gold\" {\n    resolve within 4 hours\n  }\nrule \"r\" {\n  then { apply_sla(\"gold\"); }\n}",
    ];
    for text in broken {
        let wrong = compile(&format!("{FINE}{text}\n")).unwrap_err();
        assert_eq!(wrong.len(), 1, "{text}\n{wrong:#?}");
    }
}

const DOUBTFUL: &[(&str, &str)] = &[
    (
        "SLA below one for all",
        "sla \"gold\" {\n  when requester.vip\n  calendar \"office\"\n  resolve within 4 hours\n}",
    ),
    (
        "target below one for all",
        "sla \"line\" {\n  class ola\n  calendar \"office\"\n  tier within 4 hours\n  own by ticket.due_at\n  tier within 2 hours when requester.vip\n  own within 1 day\n}",
    ),
    (
        "target of nothing",
        "sla \"line\" {\n  class ola\n  calendar \"office\"\n  tier within 0 minutes\n  own within 0% left to resolve\n}",
    ),
    (
        "holidays that end",
        "calendar \"x\" {\n  timezone \"UTC\"\n  mon..fri 09:00 - 17:00\n  holiday \"2026-12-25\"\n  holiday \"01-01\"\n  covers 2024 to 2030\n}",
    ),
    (
        "readings without unit",
        "rule \"r\" {\n  when sla.resolution.used >= 0.75 || sla.tier.left < 30\n    || 0.5 < sla.supplier.used || sla.update.elapsed > 90\n  then { }\n}",
    ),
];

/// What compiles and is hardly meant is a warning.
#[test]
fn what_is_hardly_meant_is_said() {
    let mut page = String::new();
    for (name, text) in DOUBTFUL {
        let desk = tierline_tests::desk(&format!("{FINE}{text}\n"));
        writeln!(page, "## {name}").unwrap();
        for doubt in desk.warnings() {
            writeln!(page, "{doubt}\n    {}", doubt.snippet.trim()).unwrap();
        }
        assert!(!desk.warnings().is_empty(), "{name} is not found");
    }
    insta::assert_snapshot!(page);
}

#[test]
fn what_may_be_meant_is_not_doubted() {
    let meant = [
        // The later version asks for something: not all tickets stay with it.
        "sla \"standard\" since \"2027-01-01\" {\n  when requester.vip\n  calendar \"office\"\n  resolve within 4 hours\n}\nsla \"other\" {\n  calendar \"office\"\n  resolve within 4 hours\n}",
        "sla \"line\" {\n  class ola\n  calendar \"office\"\n  own by ticket.due_at when is_set(ticket.due_at)\n  own within 1 day\n}",
        "sla \"line\" {\n  class ola\n  calendar \"office\"\n  own within 0 days end of day\n}",
        "sla \"line\" {\n  class ola\n  calendar \"office\"\n  start after 10 minutes\n  own within 0 minutes\n}",
        "calendar \"x\" {\n  timezone \"UTC\"\n  mon..fri 09:00 - 17:00\n  holiday \"2026-12-25\"\n}",
        "rule \"r\" {\n  when sla.resolution.left < 0 || sla.resolution.used >= 75% || sla.resolution.cycle > 1\n  then { }\n}",
        "test \"t\" {\n  at \"2026-11-23T10:00:00Z\" event #{ kind: \"created\" }\n  expect clock resolution left 8h\n  expect clock resolution used 0%\n}",
    ];
    for text in meant {
        let desk = tierline_tests::desk(&format!("{FINE}{text}\n"));
        assert_eq!(desk.warnings(), [], "{text}");
        assert!(desk.test().iter().all(|report| report.failures.is_empty()), "{text}");
    }
}
