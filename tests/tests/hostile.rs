//! Scripts that mean harm: each ends in a fault within its bounds of steps and bytes, and the rules beside it still count.

use std::sync::Arc;

use peak_alloc::PeakAlloc;
use tierline::{Limits, Pack, Tell, Timestamp};
use tierline_condition::{Doing, Facts, Frame, Guest, ScriptId};
use tierline_model::{Request, Ticket};
use tierline_script::{Language, Program, Session};
use tierline_tests::{ask, compile, desk, effects};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Bytes that one hostile script may add to the heap at its worst.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// Action blocks, and the code of the fault that each ends in.
const SCRIPTS: &[(&str, &str, &str)] = &[
    (
        "three nested loops",
        "let x = 0; for a in LIST { for b in LIST { for c in LIST { x += a; } } }",
        "too-many-steps",
    ),
    ("a loop over a huge range", "for a in 0..9000000000000000000 { }", "wrong-kind"),
    ("text that doubles", "let s = \"xxxxxxxx\"; for a in LIST { s += s; }", "too-large"),
    ("a template that doubles", "let s = \"xxxxxxxx\"; for a in LIST { s = `${s}${s}`; }", "too-large"),
    ("a list that doubles", "let a = [1, 2]; for x in LIST { a = [a, a]; }", "too-large"),
    ("a list that nests", "let a = []; for x in LIST { for y in LIST { a = [a]; } }", "too-large"),
    ("a map that nests", "let m = #{ a: 1 }; for x in LIST { for y in LIST { m = #{ a: m }; } }", "too-large"),
    ("helpers that call themselves", "down(1000000);", "too-deep"),
    ("helpers that fan out", "fan(12);", "too-many-steps"),
    (
        "long texts searched again and again",
        "for a in LIST { for b in LIST { for c in LIST { if ticket.description.contains(\"no such thing\") { } } } }",
        "too-many-steps",
    ),
    (
        "patterns on long texts",
        "for a in LIST { for b in LIST { for c in LIST { if matches(ticket.description, \"(x+)+y\") { } } } }",
        "too-many-steps",
    ),
    (
        "more actions than anyone needs",
        "for a in LIST { for b in LIST { for c in LIST { add_tag(`${a} ${b} ${c}`); } } }",
        "script-error",
    ),
    ("the smallest number divided", "let x = -9223372036854775807 - 1; comment(`${x / -1}`);", "arithmetic"),
    ("a number too large", "comment(`${9223372036854775807 + ticket.reopened + 1}`);", "arithmetic"),
    ("a shift out of the number", "let d = 1 << 64; comment(`${d}`);", "arithmetic"),
    ("a shift into the sign", "let d = 4 << 61; comment(`${d}`);", "arithmetic"),
    ("a shift to the right by too much", "let d = 1; d >>= 64; comment(`${d}`);", "arithmetic"),
    ("a shift by less than nothing", "let d = ticket.reopened; d <<= -1; comment(`${d}`);", "arithmetic"),
    ("a shift without end", "let d = 1 << 4294967296; comment(`${d}`);", "arithmetic"),
    ("a power too large", "let d = 10 ** 19; comment(`${d}`);", "arithmetic"),
    ("an item that is not there", "comment(LIST[99]);", "out-of-bounds"),
    (
        "a deep list compared",
        "let a = [[[[[[[[1]]]]]]]]; for x in LIST { for y in LIST { for z in LIST { if a == a { } } } }",
        "too-many-steps",
    ),
];

const SURROUNDINGS: &str = "const LIST = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31];\nfn down(n) { down(n - 1) }\nfn fan(n) { if n == 0 { 0 } else { fan(n - 1) + fan(n - 1) + fan(n - 1) + fan(n - 1) } }\n";

fn rules(block: &str) -> String {
    format!(
        "{SURROUNDINGS}stage triage\nrule \"before\" {{ then {{ add_tag(\"before\"); }} }}\nrule \"hostile\" {{ then {{ {block} }} }}\nrule \"after\" {{ then {{ add_tag(\"after\"); }} }}\n"
    )
}

/// A ticket with a long text.
fn ticket() -> String {
    format!("{{\"description\":\"{}\"}}", "x".repeat(60_000))
}

/// One test for all: they share one measured heap.
#[test]
fn scripts_stay_within_their_bounds() {
    for (name, block, code) in SCRIPTS {
        let desk = desk(&rules(block));
        let ticket = ticket();
        MEMORY.reset_peak_usage();
        let before = MEMORY.current_usage();
        let answer = ask(&desk, &ticket);
        let used = MEMORY.peak_usage() - before;
        assert!(used < MOST_BYTES, "{name}: {used} bytes");
        let faults: Vec<(&str, &str)> = answer.faults.iter().map(|fault| (&*fault.rule, &*fault.code)).collect();
        assert_eq!(faults, [("hostile", *code)], "{name}: {:?}", answer.faults);
        assert_eq!(
            effects(&answer),
            r#"[{"do":"add_tag","tag":"before","rule":"before"},{"do":"add_tag","tag":"after","rule":"after"}]"#,
            "{name}"
        );
        assert!(steps(block, &ticket) <= Limits::SERVER.rule_work + 2_000, "{name}: {} steps", steps(block, &ticket));
    }
}

/// The steps that the block takes until it is stopped. One call may overshoot by the work of its own arguments.
fn steps(block: &str, ticket: &str) -> u64 {
    let actions = tierline::actions().collect();
    let language = Language::new(actions);
    let pack = Pack::of("a.rhai", &rules(block));
    let compiled = language.compile(&pack).unwrap();
    let program = Program::new(compiled.scripts, pack.into());
    let script = compiled.rules.iter().find_map(|rule| match rule.doing {
        Doing::Script { script, .. } => Some(script),
        Doing::Calls { script, .. } => script,
    });
    let map = tierline_model::value::map_from_json(serde_json::from_str(ticket).unwrap()).unwrap();
    let request = Request::new(Ticket(map), Timestamp::from_second(0));
    let calendars = Arc::new(tierline_condition::NoCalendars);
    let frame = Frame::new(compiled.schema, compiled.layout, compiled.matrices, compiled.patterns, calendars);
    let facts = Arc::new(Facts::new(Arc::new(frame), request, Limits::NONE));
    let mut session = Session::new(&language, &program, Limits::SERVER);
    drop(session.act(script.unwrap_or(ScriptId(0)), &facts));
    session.work_used()
}

/// Work that the interpreter counts as one step: long texts and lists, read by what it calls.
#[test]
fn work_inside_a_step_is_charged() {
    let tags: Vec<String> = (0..9_000).map(|n| format!("\"tag {n}\"")).collect();
    let ticket = format!("{{\"description\":\"{}\",\"tags\":[{}]}}", "x".repeat(60_000), tags.join(","));
    let loops = |body: &str| format!("for a in LIST {{ for b in LIST {{ for c in LIST {{ {body} }} }} }}");
    for body in [
        "if \"zz\" in ticket.tags { }",
        "if ticket.tags == ticket.tags { }",
        "let d = ticket.tags;",
        "if matches(ticket.description, \"(x?){0,20}y\") { }",
        "if mentions(ticket.description, LIST_OF_WORDS) { }",
        "let t = `${ticket.description}`;",
    ] {
        let words = "const LIST_OF_WORDS = [\"a b\", \"c d\", \"e f\"];\n";
        let answer = ask(&desk(&format!("{words}{}", rules(&loops(body)))), &ticket);
        let faults: Vec<&str> = answer.faults.iter().map(|fault| &*fault.code).collect();
        assert_eq!(faults, ["too-many-steps"], "{body}: {:?}", answer.faults);
    }
}

/// Conditions that need no script share the same budget.
#[test]
fn predicates_are_charged_too() {
    let mut text = "stage triage\n".to_owned();
    for number in 0..200 {
        let pattern = format!("(x?){{0,20}}[y{number}]");
        text.push_str(&format!(
            "rule \"r{number}\" {{ when matches(ticket.description, \"{pattern}\") then {{ }} }}\n"
        ));
    }
    text.push_str("rule \"constant\" { then { add_tag(\"still here\"); } }\n");
    let answer = ask(&desk(&text), &ticket());
    assert_eq!(effects(&answer), r#"[{"do":"add_tag","tag":"still here","rule":"constant"}]"#);
    assert!(!answer.faults.is_empty());
    assert!(answer.faults.iter().all(|fault| &*fault.code == "too-many-steps"));
}

/// A desk whose rules are the rows of one table file.
fn table(csv: String) -> Result<tierline::Desk, Vec<tierline::Diagnostic>> {
    let rules = "stage triage\ntable t from \"t.csv\"\n".to_owned();
    let files = [("a.rhai".to_owned(), rules), ("t.csv".to_owned(), csv)];
    tierline::Desk::compile(Pack { files: files.into() }, Limits::SERVER)
}

#[test]
fn effects_are_bounded() {
    let rows: String = (0..5_000).map(|n| format!("*,t{n}\n")).collect();
    let answer = ask(&table(format!("ticket.category,add_tag\n{rows}")).unwrap(), "{}");
    assert_eq!(answer.effects.len(), 1_000);
    assert_eq!(answer.faults.len(), 4_000);
    assert_eq!(answer.faults[0].reason, "a ticket event may ask for at most 1000 effects");
}

#[test]
fn mistakes_are_bounded_and_the_rest_is_counted() {
    let wrong = compile(&"stage x\n".repeat(60_000)).unwrap_err();
    assert_eq!(wrong.len(), 501);
    assert_eq!(
        wrong[500].to_string(),
        ": error[more]: there are 59500 more mistakes; mend the first ones and check again"
    );
    let long_line = format!("const A = \"{}\";\n", "x".repeat(5_000));
    assert_eq!(compile(&long_line.repeat(600)).unwrap_err().len(), 501);
    let wrong = table(format!("{}\n", "nosuch,".repeat(20_000))).unwrap_err();
    assert_eq!(
        wrong[0].to_string(),
        "a.rhai:2:14: error[too-large]: \"t.csv\": line 1 is longer than 4096 bytes; split the table"
    );
}

#[test]
fn all_scripts_of_an_event_share_one_budget() {
    let mut text = format!("{SURROUNDINGS}stage triage\n");
    for number in 0..200 {
        text.push_str(&format!("rule \"r{number}\" {{ then {{ fan(12); }} }}\n"));
    }
    text.push_str("rule \"constant\" { then { add_tag(\"still here\"); } }\n");
    let answer = ask(&desk(&text), "{}");
    assert_eq!(effects(&answer), r#"[{"do":"add_tag","tag":"still here","rule":"constant"}]"#);
    assert_eq!(answer.faults.len(), 200);
    let of = |limit: &str| answer.faults.iter().filter(|fault| fault.reason.contains(limit)).count();
    // A block of 70,000 leaves less than eight times as much: from there on, each takes an eighth of what is left.
    assert_eq!((of("`rule_work`"), of("`event_work`")), (1, 199), "{:?}", answer.faults[20]);
}

/// Rules that are dear fall, and those that take less are decided, before and behind them.
#[test]
fn ordinary_rules_are_decided_beside_dear_ones() {
    let mut text = "stage triage
"
    .to_owned();
    for number in 0..400 {
        text.push_str(&format!("rule \"r{number}\" {{ when !(\"n{number}\" in ticket.tags) then {{ }} }}\n"));
    }
    text.push_str("rule \"words\" { when ticket.description.contains(\"printer\") then { notify(\"paper\"); } }\n");
    text.push_str("rule \"script\" { then { for n in [1, 2, 3] { flag(`f${n}`); } } }\n");
    let tags: Vec<String> = (0..120_000).map(|n| format!("\"t{n}\"")).collect();
    let ticket = format!("{{\"description\":\"the printer is on fire\",\"tags\":[{}]}}", tags.join(","));
    let answer = ask(&desk(&text), &ticket);
    assert!((200..400).contains(&answer.faults.len()), "{}", answer.faults.len());
    let reason = &answer.faults[2].reason;
    assert!(reason.ends_with("are left for it; `ticket.tags` holds 120000 items"), "{reason}");
    assert!(answer.faults.iter().all(|fault| &*fault.code == "too-many-steps" && &*fault.rule != "words"));
}

/// A rule that would make the answer too large is a fault as a whole; those beside it count.
#[test]
fn what_rules_add_to_an_answer_is_bounded() {
    let mut text = "stage triage\n".to_owned();
    for number in 0..100 {
        text.push_str(&format!("rule \"r{number}\" {{ then {{ notify(\"x\", `${{ticket.subject}} {number}`); }} }}\n"));
    }
    text.push_str("rule \"all of it\" { then { flag(\"whole\"); comment(ticket.description); } }\n");
    text.push_str("rule \"ordinary\" { then { notify(\"ordinary\"); } }\n");
    let (subject, description) = ("s".repeat(60_000), "d".repeat(5_000_000));
    let answer = ask(&desk(&text), &format!("{{\"subject\":\"{subject}\",\"description\":\"{description}\"}}"));
    let written = serde_json::to_string(&answer).unwrap().len();
    assert!(written < subject.len() + description.len() + 4 * 1024 * 1024, "{written}");
    assert_eq!(answer.effects.last().map(|asked| &*asked.rule), Some("ordinary"));
    let all = answer.faults.last().unwrap();
    assert_eq!((&*all.rule, &*all.code), ("all of it", "too-large-answer"));
    assert!(all.reason.starts_with("what this rule asks for takes 5000"), "{}", all.reason);
    assert!(all.reason.ends_with("(the limit `answer_bytes`)"), "{}", all.reason);
    assert!(!answer.ticket.contains_key("flags"));
}

/// What a trace shows of what it saw is short, and rules that it has no room for are counted.
#[test]
fn traces_are_bounded() {
    let tags: Vec<String> = (0..100_000).map(|n| format!("\"t{n}\"")).collect();
    let ticket = format!("{{\"tags\":[{}]}}", tags.join(","));
    let rules: String = (0..500)
        .map(|n| format!("rule \"r{n}\" {{ when ticket.tags == [\"{n}\"] && ticket.status == \"x\" then {{ }} }}\n"))
        .collect();
    let desk = desk(&format!("stage triage\n{rules}"));
    let now = Timestamp::from_second(0);
    let request = desk.read_ticket(serde_json::from_str(&ticket).unwrap(), now).unwrap();
    let trace = serde_json::to_value(desk.evaluate_with_trace(request).trace.unwrap()).unwrap();
    let saw = trace["stages"][0]["rules"][499]["saw"][0]["value"].as_array().unwrap();
    assert_eq!((saw.len(), saw.last().unwrap().as_str()), (51, Some("…")));
    let limits = Limits { answer_bytes: 20_000, ..Limits::SERVER };
    let poor = tierline::Desk::compile(desk.pack().clone(), limits).unwrap();
    let request = poor.read_ticket(serde_json::from_str("{}").unwrap(), now).unwrap();
    let stage = &poor.evaluate_with_trace(request).trace.unwrap().stages[0];
    assert_eq!(stage.rules.len() + stage.others, 500);
    assert!((50..300).contains(&stage.rules.len()), "{}", stage.rules.len());
}

/// Faults that an answer has no room for are counted.
#[test]
fn faults_are_bounded() {
    let rows: String = (0..5_000).map(|n| format!("*,t{n}\n")).collect();
    let files = [
        ("a.rhai".to_owned(), "stage triage\ntable t from \"t.csv\"\n".to_owned()),
        ("t.csv".to_owned(), format!("ticket.category,add_tag\n{rows}")),
    ];
    let limits = Limits { answer_bytes: 200_000, ..Limits::SERVER };
    let answer = ask(&tierline::Desk::compile(Pack { files: files.into() }, limits).unwrap(), "{}");
    let last = answer.faults.last().unwrap();
    assert_eq!((&*last.rule, &*last.code), ("and others", "too-many-faults"));
    assert!(last.reason.contains("more rules are faults"), "{}", last.reason);
    assert!(answer.faults.len() < 1_000, "{}", answer.faults.len());
}

#[test]
fn there_is_no_way_out() {
    for block in [
        "eval(\"1\");",
        "print(\"x\");",
        "debug(\"x\");",
        "let f = Fn(\"route\");",
        "route.call();",
        "sleep(60);",
        "exit();",
        "timestamp();",
        "import \"x\" as y;",
        "export a;",
        "try { } catch { }",
        "throw \"x\";",
        "loop { }",
        "while true { }",
        "do { } while true;",
        "let f = |x| x;",
        "type_of(ticket);",
        "global::X;",
        "this.x = 1;",
        "ticket.queue = \"x\";",
        "ticket.tags.push(\"x\");",
        "LIST = [];",
        "now = 1;",
    ] {
        assert!(compile(&rules(block)).is_err(), "{block}");
    }
}

#[test]
fn hostile_files_are_refused_within_bounds() {
    let deep = |open: &str, n: usize| format!("stage triage\nrule \"r\" {{ when {} then {{ }} }}\n", open.repeat(n));
    let cases = [
        ("deep brackets", deep("(", 3_000), "too-deep"),
        ("deep bangs", deep("!", 3_000), "too-deep"),
        ("deep lists", deep("[", 3_000), "too-deep"),
        (
            "a block of 1 MB",
            format!("stage triage\nrule \"r\" {{ then {{\n{} }} }}\n", "add_tag(\"x\");\n".repeat(80_000)),
            "too-large",
        ),
        ("a line of 1 MB", format!("const A = \"{}\";\n", "x".repeat(1_000_000)), "too-large"),
        ("a file of 5 MB", "// comment\n".repeat(500_000), "too-large"),
        (
            "a pattern that explodes",
            "stage triage\nrule \"r\" { when matches(ticket.subject, \"(a{1000}){1000}\") then { } }\n".to_owned(),
            "pattern",
        ),
    ];
    for (name, text, code) in cases {
        let wrong = compile(&text).unwrap_err();
        assert!(wrong.iter().any(|wrong| wrong.code == code), "{name}: {wrong:?}");
        assert!(wrong.iter().all(|wrong| wrong.to_string().len() < 1_000), "{name}");
    }
}

#[test]
fn imports_in_a_circle_are_named() {
    let files = [
        ("a.rhai", "import \"b\"\nstage triage\nrule \"a\" { then { } }\n"),
        ("b.rhai", "import \"c\"\n"),
        ("c.rhai", "import \"a\"\n"),
    ];
    let files = files.map(|(name, text)| (name.to_owned(), text.to_owned()));
    let wrong = tierline::Desk::compile(Pack { files: files.into() }, Limits::SERVER).unwrap_err();
    let said: Vec<String> = wrong.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "a.rhai:1:8: error[import-cycle]: this file and \"b\" import each other; move what both need into a third file",
            "b.rhai:1:8: error[import-cycle]: this file and \"c\" import each other; move what both need into a third file",
            "c.rhai:1:8: error[import-cycle]: this file and \"a\" import each other; move what both need into a third file",
        ]
    );
}

#[test]
fn what_rules_write_is_no_deeper_than_it_is_read_again() {
    let path = |names: usize| vec!["a"; names].join(".");
    let field = |names: usize, kind: &str, value: &str| {
        let path = path(names);
        format!("field \"{path}\" {kind}\nstage triage\nrule \"r\" {{ then {{ set_field(\"{path}\", {value}); }} }}\n")
    };
    for names in [121, 128, 400] {
        let wrong = compile(&field(names, "text", "\"x\"")).unwrap_err();
        let said = format!("this field has {names} names, one inside the other; it may have at most 120");
        assert_eq!((&*wrong[0].code, &*wrong[0].message), ("field-name", &*said));
    }
    let reads_again = |answer: &tierline::Answer| {
        let ticket = serde_json::to_string(&answer.ticket).unwrap();
        let event = format!("{{\"kind\":\"created\",\"at\":\"2026-11-23\",\"set\":{ticket},\"before\":{ticket}}}");
        let request = format!("{{\"ticket\":{ticket},\"history\":[{event}],\"now\":\"2026-11-23\"}}");
        Request::from_text(&request, None, &Arc::default(), &tierline::Schema::standard()).is_ok()
    };
    for (names, kind, value) in [(120, "text", "\"x\""), (119, "map", "#{ b: 1 }")] {
        let answer = ask(&desk(&field(names, kind, value)), "{}");
        assert_eq!(answer.effects.len(), 1);
        assert!(reads_again(&answer));
    }
    for (names, kind, value) in [(120, "list", "[1]"), (118, "map", "#{ b: [[1]] }")] {
        let wrong = compile(&field(names, kind, value)).unwrap_err();
        let said = "would be nested 121 deep, and what a ticket holds may be nested at most 120 deep";
        assert!(wrong[0].message.contains(said), "{}", wrong[0]);
    }
    // Rules that put into a field what it held go on as long as that can be read again.
    let mut text = "field \"form\" map\nstage triage\n".to_owned();
    (0..200).for_each(|n| {
        text.push_str(&format!("rule \"r{n}\" {{ then {{ set_field(\"form\", #{{ a: ticket.form }}); }} }}\n"))
    });
    let answer = ask(&desk(&text), "{}");
    // The first puts an empty map into a map, which is 3 deep with the name of the field; the last puts 118 around it.
    assert_eq!(answer.faults.len(), 200 - 118, "{:?}", answer.faults.first());
    assert!(reads_again(&answer));
}

#[test]
fn requests_that_cannot_be_are_refused() {
    let desk = desk("stage triage\nrule \"r\" { then { } }\n");
    let cases = [
        (
            r#"{"ticket":{"kind":"incidnet"}}"#,
            "`ticket.kind` must be one of incident, service_request, problem, change, event, not text (\"incidnet\"); did you mean `incident`?",
        ),
        (
            r#"{"ticket":{"channel":"fax machine"}}"#,
            "`ticket.channel` must be one of phone, email, chat, portal, walk_in, monitoring, api, social, messaging, sms, agent, other, not text (\"fax machine\")",
        ),
        (
            r#"{"ticket":{"reopened":"3","requester":{"vip":"yes"}}}"#,
            "`ticket.reopened` must be a whole number, not text (\"3\"); `requester.vip` must be true or false, not text (\"yes\")",
        ),
        (r#"{"ticket":{"requester":"ana"}}"#, "`ticket.requester` must be a map, not text (\"ana\")"),
        (
            r#"{"ticket":{"created_at":"yesterday"}}"#,
            "`ticket.created_at` must be an instant such as \"2026-11-23T10:00:00Z\" or a date such as \"2026-11-23\", not text (\"yesterday\")",
        ),
        (r#"{"ticket":{"cost":1e99}}"#, "the number 1e+99 in `ticket` has more digits than can be kept exactly (28)"),
        (r#"{"tiket":{}}"#, "a request has no part `tiket`; did you mean `ticket`?"),
        (r#"{"event":{}}"#, "a request needs a `ticket`"),
        (r#"{"ticket":[]}"#, "`ticket` must be a JSON object, not a list ([])"),
        (r#"[]"#, "a request must be a JSON object"),
        (
            r#"{"ticket":{},"now":"soon"}"#,
            "`now` must be an instant such as \"2026-11-23T10:00:00Z\", not text (\"soon\")",
        ),
    ];
    for (json, message) in cases {
        let refused = desk.read_request(serde_json::from_str(json).unwrap(), Some(Timestamp::from_second(0)));
        assert_eq!(refused.unwrap_err().to_string(), message);
    }
}

/// That a text is looked through for letters that are to be put together takes a unit for 64 bytes, each time: 6,400 bytes that are
/// more than ASCII take 100 units more than as many that are not.
#[test]
fn looking_for_letters_to_put_together_takes_work() {
    let rules: String = (0..10)
        .map(|number| {
            format!(
                "rule \"r{number}\" {{ when !contains(ticket.description, \"no such thing {number}\") then {{ }} }}\n"
            )
        })
        .collect();
    let desk = desk(&format!("stage triage\n{rules}"));
    let work = |description: String| {
        let request = format!(r#"{{"ticket": {{"description": "{description}"}}, "now": "2026-11-23T10:00:00Z"}}"#);
        desk.evaluate_counting(desk.read_request_text(&request, None).unwrap(), &Tell::Nothing).1
    };
    assert_eq!(work("я".repeat(3_200)) - work("x".repeat(6_400)), 10 * 100);
}
