//! What `check` finds: every kind of finding with rules that show it and rules that do not, as data; and every ticket that it
//! shows is evaluated here once more.

use std::{fs, path::Path};

use tierline::{Answer, Desk, Limits, Pack, Tell, Timestamp, Value};
use tierline_check::{Finding, Scope, check};

fn now() -> Timestamp {
    Timestamp::parse("2026-11-23T10:00:00Z").unwrap()
}

fn findings(desk: &Desk) -> Vec<Finding> {
    check(desk, &Scope { files: None, now: Some(now()) })
}

/// The cases by name: rule files in which `//~ code` stands behind each line that something is to be found at.
fn cases() -> Vec<(String, String)> {
    let mut cases: Vec<(String, String)> = fs::read_dir("data/check")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rhai"))
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(path).unwrap()))
        .collect();
    cases.sort();
    cases
}

fn compiled(name: &str, text: &str) -> Desk {
    Desk::compile(Pack::of(name, text), Limits::SERVER)
        .unwrap_or_else(|wrong| panic!("{}", wrong.iter().map(|wrong| format!("{wrong}\n")).collect::<String>()))
}

#[test]
fn every_case_finds_what_it_says_and_nothing_else() {
    let cases = cases();
    assert!(cases.len() >= 15, "{}", cases.len());
    let mut wrong = vec![];
    for (name, text) in cases {
        let lines: Vec<&str> = text.lines().collect();
        let marked = lines.iter().enumerate().filter_map(|(index, line)| {
            let code = line.trim().strip_prefix("//~ ")?;
            Some(format!("{name}:{index}: {code}"))
        });
        let mut expected: Vec<String> = marked.collect();
        let found = findings(&compiled(&name, &text)).into_iter();
        let mut found: Vec<String> = found
            .map(|finding| format!("{name}:{}: {}", finding.diagnostic.place.line, finding.diagnostic.code))
            .collect();
        expected.sort();
        found.sort();
        let extra = found.iter().filter(|line| !expected.contains(line)).map(|line| format!("+ {line}"));
        let lacking = expected.iter().filter(|line| !found.contains(line)).map(|line| format!("- {line}"));
        wrong.extend(extra.chain(lacking));
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn every_ticket_shows_what_is_said_of_it() {
    let mut shown = 0;
    for (name, text) in cases() {
        let desk = compiled(&name, &text);
        for finding in findings(&desk) {
            let Some(witness) = &finding.witness else { continue };
            let request = desk.read_request(serde_json::to_value(witness).unwrap(), None).unwrap();
            let answer = desk.evaluate_telling(request, &Tell::All);
            assert_eq!(answer.faults, [], "{name}");
            let is_shown = match finding.diagnostic.code.as_str() {
                "no-route" => !answer.ticket.contains_key("queue"),
                "no-priority" => !answer.ticket.contains_key("priority"),
                "no-sla" => !answer.ticket.contains_key("sla"),
                "table-hole" => fired(&answer).is_empty(),
                _ => finding.rules.len() == 2 && finding.rules.iter().all(|rule| fired(&answer).contains(&&**rule)),
            };
            assert!(is_shown, "{name}: {finding:?}");
            shown += 1;
        }
    }
    assert!(shown >= 6, "{shown}");
}

/// What needs people is tried with those of the desk: otherwise the first rule would be no fault for the ticket that is shown.
#[test]
fn tickets_are_shown_to_the_people_of_the_desk() {
    let rules = r#"
stage triage
rule "Nobody works there" {
    when ticket.category == "network"
    then { assign(#{ team: "nett" }); prioritise("P1"); }
}
rule "Leeds" {
    when ticket.site == "leeds"
    then { prioritise("P3"); }
}
"#;
    let mut pack = Pack::of("desk.rhai", rules);
    let codes = |pack: &Pack| -> Vec<String> {
        let desk = Desk::compile(pack.clone(), Limits::SERVER).unwrap();
        findings(&desk)
            .into_iter()
            .map(|finding| finding.diagnostic.code)
            .filter(|code| code != "no-priority")
            .collect()
    };
    assert_eq!(codes(&pack), ["conflicting-rules"]);
    pack.files.insert("roster.json".to_owned(), r#"{"teams": [{"id": "net"}], "agents": []}"#.to_owned());
    assert_eq!(codes(&pack), ["unknown-team"]);
}

fn fired(answer: &Answer) -> Vec<&str> {
    let stages = answer.trace.as_ref().unwrap().stages.iter();
    let rules = stages.flat_map(|stage| &stage.rules);
    rules.filter(|rule| matches!(rule.verdict, tierline_model::Verdict::Fired { .. })).map(|rule| &*rule.rule).collect()
}

/// Actions by which somebody learns of a ticket that waits, and may end the wait.
const TELLING: &[&str] = &[
    "route",
    "assign",
    "reassign",
    "escalate_to",
    "escalate_to_manager",
    "resolve",
    "flag",
    "notify",
    "notify_manager",
    "page",
    "comment",
    "reply_with",
    "suggest",
    "ask",
    "add_task",
    "request_approval",
    "propose_problem",
    "propose_change",
    "run",
    "emit",
];

#[test]
fn a_wait_ends_where_time_brings_about_that_somebody_is_told() {
    for spec in tierline::actions() {
        let rules = format!(
            "calendar \"office\" {{\n    timezone \"UTC\"\n    mon..fri 09:00 - 17:00\n}}\nstage follow_up\nrule \"Still waiting\" {{\n    when ticket.waits && days_since(ticket.updated_at) >= 5\n    then {{ {}; }}\n}}\nsla \"gold\" {{\n    calendar \"office\"\n    resolve within 4 hours\n    pause while ticket.waits\n}}\nfield \"waits\" boolean\n",
            spec.example
        );
        let found = findings(&compiled("desk.rhai", &rules));
        let is_endless = found.iter().any(|finding| finding.diagnostic.code == "endless-pause");
        assert_eq!(is_endless, !TELLING.contains(&spec.name), "{}", spec.name);
    }
}

#[test]
fn shipped_packs_leave_nothing_to_say() {
    for pack in shipped() {
        let desk = Desk::compile(read(&pack), Limits::SERVER).unwrap();
        let found: Vec<String> = findings(&desk).iter().map(|finding| finding.diagnostic.to_string()).collect();
        assert_eq!(found, Vec::<String>::new(), "{}", pack.display());
    }
}

fn shipped() -> Vec<std::path::PathBuf> {
    let has_rules = |path: &Path| {
        path.is_dir()
            && fs::read_dir(path)
                .unwrap()
                .any(|file| file.unwrap().path().extension().is_some_and(|kind| kind == "rhai"))
    };
    let all = fs::read_dir("../rules").unwrap().map(|entry| entry.unwrap().path());
    // The recipes are desks of their own.
    all.filter(|path| has_rules(path) && !path.ends_with("cookbook")).collect()
}

fn read(folder: &Path) -> Pack {
    let mut pack = Pack::default();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() && path.extension().is_some_and(|kind| kind != "md") {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            pack.files.insert(name, fs::read_to_string(path).unwrap());
        }
    }
    pack
}

#[test]
fn what_is_asked_of_a_changed_file_has_to_do_with_it() {
    let rule = |name: &str, test: &str, queue: &str| {
        format!("rule \"{name}\" {{ when {test} then {{ route(\"{queue}\"); }} }}\n")
    };
    let files = [
        ("a.rhai", format!("stage routing first\n{}", rule("a", "ticket.category == \"network\"", "x"))),
        (
            "b.rhai",
            format!("stage routing first\n{}", rule("b", "ticket.category == \"network\" && requester.vip", "y")),
        ),
        (
            "c.rhai",
            format!(
                "stage routing first\n{}otherwise {{ route(\"z\"); }}\n",
                rule("c", "ticket.site == \"x\" && ticket.site == \"y\"", "y")
            ),
        ),
    ];
    let pack = Pack { files: files.into_iter().map(|(name, text)| (name.to_owned(), text)).collect() };
    let desk = Desk::compile(pack, Limits::SERVER).unwrap();
    let codes = |file: &str| -> Vec<String> {
        let scope = Scope { files: Some([file.into()].into()), now: None };
        check(&desk, &scope)
            .into_iter()
            .map(|finding| format!("{} {}", finding.diagnostic.place, finding.diagnostic.code))
            .collect()
    };
    // The rule of b.rhai is covered by that of a.rhai: both files have to do with it.
    assert_eq!(codes("a.rhai"), ["b.rhai:2:6 unreachable-rule"]);
    assert_eq!(codes("b.rhai"), ["b.rhai:2:6 unreachable-rule"]);
    assert_eq!(codes("c.rhai"), ["c.rhai:2:6 never-holds"]);
}

#[test]
fn what_runs_out_is_said_where_today_is_known() {
    let rules = "calendar \"office\" {\n    timezone \"UTC\"\n    mon..fri 09:00 - 17:00\n    holiday \"2026-12-25\" \"Christmas\"\n}\nstage routing\nrule \"all\" { then { route(\"a\"); } }\nsla \"all\" {\n    calendar \"office\"\n    respond within 4 hours\n    resolve within 3100 days\n}\n";
    let desk = compiled("desk.rhai", rules);
    let codes = |now: Option<&str>| -> Vec<String> {
        let scope = Scope { files: None, now: now.map(|now| Timestamp::parse(now).unwrap()) };
        check(&desk, &scope)
            .into_iter()
            .map(|finding| format!("{} {}", finding.diagnostic.place.line, finding.diagnostic.code))
            .collect()
    };
    assert_eq!(codes(None), Vec::<String>::new());
    assert_eq!(codes(Some("2025-06-01T00:00:00Z")), ["11 past-horizon"]);
    assert_eq!(codes(Some("2026-06-01T00:00:00Z")), ["1 holidays-run-out", "11 past-horizon"]);
}

#[test]
fn a_team_that_the_roster_does_not_have() {
    let rules = "stage assignment\nrule \"a\" { then { assign(#{ team: \"netwrok\" }); } }\n";
    let roster = r#"{"teams": [{"id": "network"}], "agents": []}"#;
    let files = [("desk.rhai".to_owned(), rules.to_owned()), ("roster.json".to_owned(), roster.to_owned())];
    let desk = Desk::compile(Pack { files: files.into() }, Limits::SERVER).unwrap();
    let found: Vec<String> = findings(&desk).iter().map(|finding| finding.diagnostic.to_string()).collect();
    assert_eq!(
        found,
        [
            "desk.rhai:2:19: warning[unknown-team]: the roster of this desk has no team \"netwrok\"; did you mean \"network\"?"
        ]
    );
}

#[test]
fn a_finding_tells_all_in_json() {
    let rules = "queue \"a\"\nqueue \"b\"\nstage routing\nrule \"one\" { when ticket.site == \"x\" then { route(\"a\"); } }\nrule \"two\" { when requester.vip then { route(\"b\"); } }\notherwise { route(\"a\"); }\n";
    let found = findings(&compiled("desk.rhai", rules));
    assert_eq!(found.len(), 1, "{found:?}");
    let json = serde_json::to_value(&found[0]).unwrap();
    assert_eq!(json["code"], "conflicting-rules");
    assert_eq!(json["rules"], serde_json::json!(["two", "one"]));
    assert_eq!(json["witness"]["ticket"], serde_json::json!({"id": "W-1", "site": "x", "requester": {"vip": true}}));
    assert_eq!(json["place"]["line"], 5);
    let site = found[0].witness.as_ref().unwrap().ticket.get("site");
    assert_eq!(site, Some(&Value::text("x")));
}
