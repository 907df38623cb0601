//! Bugs that were found, each a case before it became a fix.

use tierline::{Desk, Limits, Pack};
use tierline_tests::{ask, ask_request, compile, desk, effects};

fn wrong(rules: &str) -> Vec<String> {
    compile(rules).err().unwrap_or_default().iter().map(ToString::to_string).collect()
}

/// The one rule `r` in triage.
fn rule(body: &str) -> String {
    format!("stage triage\nrule \"r\" {{ {body} }}\n")
}

fn tags(rules: &str, ticket: &str) -> String {
    let answer = ask(&desk(rules), ticket);
    assert_eq!(answer.faults, []);
    answer.ticket.get("tags").map(ToString::to_string).unwrap_or_default()
}

#[test]
fn an_indented_file_is_not_an_empty_desk() {
    assert_eq!(
        wrong("  stage routing\n  rule \"a\" { then { } }\n"),
        [
            "desk.rhai:1:3: error[indented]: `stage` begins a block and must stand in the first column; take away the blanks before it, here and below"
        ]
    );
    assert_eq!(tags("\u{feff}stage triage\nrule \"a\" { then { add_tag(\"x\"); } }\n", "{}"), r#"["x"]"#);
}

#[test]
fn nothing_behind_a_grid_or_a_block_is_passed_over() {
    let matrix = "matrix m by ticket.impact, ticket.urgency {\n| | a |\n| b | P1 |\n}\n";
    let found = wrong(&format!("{matrix}  | c | P2 |\n"));
    assert!(found[0].starts_with("desk.rhai:5:1: error[stray]: `| c | P2 |` stands behind the end"), "{found:?}");
    let indented = "must stand in the first column; take away the blanks before it, here and below";
    assert_eq!(
        wrong(&format!("{matrix}  rule \"y\" {{ when nonsense then {{ }} }}\n")),
        [format!("desk.rhai:5:3: error[indented]: `rule` begins a block and {indented}")]
    );
    assert_eq!(
        wrong("stage triage\nrule \"a\" { then { } }\n  fn gone(x) { nosuch(x) }\n"),
        [format!("desk.rhai:3:3: error[indented]: `fn` begins a block and {indented}")]
    );
    assert_eq!(
        wrong("stage triage\nrule \"a\" { then { } } fn gone(x) { nosuch(x) }\n"),
        [
            "desk.rhai:2:23: error[stray]: a helper stands inside another block; start `fn` in the first column, behind a closing `}`"
        ]
    );
}

#[test]
fn a_second_helper_in_a_piece_cannot_replace_a_function() {
    let found = wrong("fn a(x) { x } fn lower(y) { route(\"hacked\"); y }\n");
    assert!(found.len() == 1 && found[0].starts_with("desk.rhai:1:15: error[stray]"), "{found:?}");
}

#[test]
fn maps_with_declared_parts_read_alike_in_predicates_and_scripts() {
    let rules = r#"
field "form.urgent" boolean
stage triage
rule "predicate" { when "urgent" in ticket.form && len(ticket.form) == 1 then { add_tag("predicate"); } }
rule "script" { then { if "urgent" in ticket.form && len(ticket.form) == 1 { add_tag("script"); } } }
"#;
    assert_eq!(tags(rules, "{}"), r#"["predicate", "script"]"#);
}

#[test]
fn contains_is_no_name() {
    for block in ["emit(\"e\", #{ contains: \"pii\" });", "let contains = 1;", "comment(ticket.contains);"] {
        assert!(!wrong(&rule(&format!("then {{ {block} }}"))).is_empty(), "{block}");
    }
    assert!(!wrong("field \"contains\" text\n").is_empty());
}

#[test]
fn long_texts_are_the_same_fault_in_predicates_and_scripts() {
    let ticket = format!("{{\"description\":\"{}\"}}", "x".repeat(80_000));
    let rules = "stage triage\nrule \"predicate\" { when trimmed(ticket.description) != \"\" then { } }\nrule \"script\" { then { if trimmed(ticket.description) != \"\" { } } }\n";
    let codes: Vec<String> = ask(&desk(rules), &ticket).faults.iter().map(|fault| fault.code.to_string()).collect();
    assert_eq!(codes, ["too-large", "too-large"]);
}

#[test]
fn writes_of_a_whole_and_of_its_parts_keep_their_order() {
    let after = |desk: &Desk| serde_json::to_string(&ask(desk, r#"{"form":{"a":1}}"#).ticket).unwrap();
    let one = desk(&rule("then { set_field(\"form\", #{ a: 5 }); set_field(\"form.a\", 1); }"));
    assert_eq!(after(&one), r#"{"form":{"a":1}}"#);
    let three = desk(
        "stage triage\nrule \"a\" { then { set_field(\"form.a\", 2); } }\nrule \"b\" { then { set_field(\"form\", #{ b: 1 }); } }\nrule \"c\" { then { set_field(\"form.a\", 1); } }\n",
    );
    assert_eq!(
        effects(&ask(&three, r#"{"form":{"a":1}}"#)),
        r#"[{"do":"set_field","field":"ticket.form","value":{"b":1},"rule":"b"},{"do":"set_field","field":"ticket.form.a","value":1,"rule":"c"}]"#
    );
    assert_eq!(after(&three), r#"{"form":{"a":1,"b":1}}"#);
}

#[test]
fn ranges_hold_decimals_and_refuse_text() {
    let rules = "stage triage\ntable t {\n| ticket.cost | add_tag |\n| 1..=5 | cell |\n}\nrule \"r\" { when ticket.cost in 1..=5 then { add_tag(\"rule\"); } }\nrule \"open\" { when ticket.cost in 1..3 then { add_tag(\"open\"); } }\n";
    assert_eq!(tags(rules, r#"{"cost":2.5}"#), r#"["cell", "rule", "open"]"#);
    assert_eq!(tags(rules, r#"{"cost":5}"#), r#"["cell", "rule"]"#);
    assert_eq!(tags(rules, r#"{"cost":5.01}"#), "");
    assert_eq!(
        wrong("stage triage\ntable t {\n| ticket.subcategory | add_tag |\n| 1..=5 | x |\n}\n"),
        ["desk.rhai:4:3: error[table-cell]: a range needs a field that holds numbers"]
    );
}

#[test]
fn the_hash_sees_heads_rows_and_kinds_of_token() {
    let hash = |rules: &str| desk(rules).hash().to_owned();
    let table = |mode: &str| {
        hash(&format!("stage triage\ntable t\n  {mode} {{\n| ticket.category | add_tag |\n| a | x |\n}}\n"))
    };
    assert_ne!(table("first"), table("all"));
    let matrix = |by: &str| hash(&format!("matrix p\n  by {by} {{\n| | a |\n| b | P1 |\n}}\n"));
    assert_ne!(matrix("ticket.impact, ticket.urgency"), matrix("ticket.impact, ticket.impact"));
    let word = |value: &str| hash(&format!("const B = \"x\";\nconst A = {value};\n"));
    assert_ne!(word("B"), word("\"B\""));
    let behind_a_template =
        |tag: &str| hash(&rule(&format!("then {{ comment(`${{ticket.id}} it's`); add_tag(\"{tag}\"); }}")));
    assert_ne!(behind_a_template("x"), behind_a_template("y"));
}

#[test]
fn imports_that_bring_one_name_twice_are_named() {
    let files = [
        ("a.rhai", "import \"b\"\nimport \"c\"\nstage triage\nrule \"r\" { then { add_tag(TAG); } }\n"),
        ("b.rhai", "const TAG = \"b\";\n"),
        ("c.rhai", "const TAG = \"c\";\n"),
    ];
    let files = files.map(|(name, text)| (name.to_owned(), text.to_owned()));
    let wrong = Desk::compile(Pack { files: files.into() }, Limits::SERVER).unwrap_err();
    assert_eq!(
        wrong[0].to_string(),
        "a.rhai:1:1: error[declared-twice]: this file sees two things called `TAG`; one stands in b.rhai, one in c.rhai: rename one"
    );
}

#[test]
fn what_rules_write_is_no_change_of_the_event() {
    let desk = desk(
        "stage triage\nrule \"a\" { then { set_status(\"waiting\"); } }\nrule \"b\" { when changed(\"status\") then { add_tag(\"changed\"); } }\n",
    );
    let request = r#"{"ticket":{"status":"open"},"event":{"before":{"status":"open","reopened":null}}}"#;
    assert_eq!(effects(&ask_request(&desk, request)), r#"[{"do":"set_status","status":"waiting","rule":"a"}]"#);
}

#[test]
fn setting_what_a_field_holds_leaves_it_as_it_came() {
    let rules = "stage triage\nrule \"a\" { then { set_field(\"due_at\", \"2026-11-23T10:00:00Z\"); set_field(\"reopened\", ()); set_field(\"requester.manager\", \"7\"); } }\nrule \"b\" { then { set_field(\"test\", true); add_tag(\"x\"); } }\nrule \"c\" { then { set_field(\"test\", false); remove_tag(\"x\"); } }\n";
    let answer = ask(&desk(rules), r#"{"due_at":"2026-11-23T11:00:00+01:00","requester":{"manager":7}}"#);
    assert_eq!(effects(&answer), "[]");
    assert_eq!(
        serde_json::to_string(&answer.ticket).unwrap(),
        r#"{"due_at":"2026-11-23T11:00:00+01:00","requester":{"manager":7}}"#
    );
}

#[test]
fn finding_the_same_agent_again_makes_nobody_fits_pointless() {
    let rules = "stage assignment\nrule \"a\" { then { assign(#{ skill: \"vpn\" }); } }\nrule \"b\" { then { assign(\"ana\"); } }\n";
    for ticket in [r#"{"assignee":"ana"}"#, "{}"] {
        let answer =
            ask_request(&desk(rules), &format!(r#"{{"ticket":{ticket},"roster":{{"agents":[{{"id":"ana"}}]}}}}"#));
        assert!(!effects(&answer).contains("nobody_fits"), "{ticket}");
        assert_eq!(answer.trace.unwrap().overrides, [], "{ticket}");
    }
}

#[test]
fn names_that_mean_something_are_no_variables() {
    for block in ["let asset = 1;", "let now = 2;", "for ticket in [1] { }", "let MAX = 3;"] {
        let found = wrong(&format!("const MAX = 1;\n{}", rule(&format!("then {{ {block} }}"))));
        assert!(found[0].contains("error[name-taken]"), "{block}: {found:?}");
    }
    let table = "table t {\n| ticket.category | add_tag |\n| a | x |\n}\n";
    assert_eq!(
        wrong(&format!("stage triage\n{table}{table}")),
        [
            "desk.rhai:6:7: error[declared-twice]: there are two tables called `t`; the other stands at desk.rhai:2; rename one of the two"
        ]
    );
}

#[test]
fn whole_numbers_may_be_written_as_decimals() {
    assert_eq!(tags(&rule("when ticket.reopened == 5 then { add_tag(\"x\"); }"), r#"{"reopened":5.0}"#), r#"["x"]"#);
}

#[test]
fn fields_may_have_letters_of_any_alphabet_and_are_checked_in_brackets_too() {
    let rules = format!("field \"größe\" integer\n{}", rule("when ticket.größe > 5 then { add_tag(\"x\"); }"));
    assert_eq!(tags(&rules, r#"{"größe":6}"#), r#"["x"]"#);
    assert_eq!(
        wrong(&rule("when ticket[\"catagory\"] == \"x\" then { }")),
        ["desk.rhai:2:24: error[unknown-field]: `ticket` has no field `catagory`; did you mean `ticket.category`?"]
    );
}

#[test]
fn cells_of_a_matrix_and_queues_in_conditions_are_checked() {
    let matrix = "matrix p by ticket.impact, ticket.urgency {\n| | a |\n| b | P9 |\n}\n";
    assert_eq!(
        wrong(&format!("{matrix}{}", rule("then { prioritise(matrix(\"p\")); }"))),
        [
            "desk.rhai:6:30: error[matrix-value]: `prioritise`: a cell of the matrix `p` does not fit: `priority` must be a priority from \"P1\" to \"P5\", not text (\"P9\")"
        ]
    );
    assert_eq!(
        wrong(&format!("queue \"network\"\n{}", rule("when ticket.queue == \"netwrok\" then { }"))),
        ["desk.rhai:3:33: error[unknown-queue]: there is no queue \"netwrok\"; did you mean \"network\"?"]
    );
}

#[test]
fn groups_can_be_switched_off() {
    let desk = desk(
        "stage triage\nrule \"a\" group \"g\" { then { add_tag(\"a\"); } }\nrule \"b\" { then { add_tag(\"b\"); } }\n",
    );
    let answer = ask_request(&desk, r#"{"ticket":{},"without_groups":["g"]}"#);
    assert_eq!(effects(&answer), r#"[{"do":"add_tag","tag":"b","rule":"b"}]"#);
    assert_eq!(
        serde_json::to_string(&answer.trace.unwrap().stages[0].rules).unwrap(),
        r#"[{"rule":"a","group":"g","verdict":"off"},{"rule":"b","verdict":"fired"}]"#
    );
}

/// A desk of one rule file and other files.
fn pack(files: &[(&str, &str)]) -> Result<Desk, Vec<String>> {
    let files = files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    Desk::compile(Pack { files }, Limits::SERVER).map_err(|wrong| wrong.iter().map(ToString::to_string).collect())
}

#[test]
fn rows_of_nothing_but_commas_are_no_rules() {
    let rules = "stage routing first\ntable t first from \"t.csv\"\notherwise { route(\"rest\"); }\n";
    let desk = pack(&[("a.rhai", rules), ("t.csv", "ticket.category,route\r\nnetwork,net\r\n,\r\n\r\n")]).unwrap();
    assert_eq!(desk.rule_count(), 2);
    assert_eq!(
        effects(&ask(&desk, r#"{"category":"other"}"#)),
        r#"[{"do":"route","queue":"rest","rule":"otherwise (routing)"}]"#
    );
}

#[test]
fn cells_of_a_csv_file_are_named_by_line_and_column() {
    let rules = "stage routing\ntable t from \"t.csv\"\n";
    let csv = "ticket.affected_users,add_tag\n1,x\n1-9,y\n";
    assert_eq!(
        pack(&[("a.rhai", rules), ("t.csv", csv)]).unwrap_err(),
        ["t.csv:3:1: error[table-cell]: ticket.affected_users: \"1-9\" is not a whole number; write 1..=9"]
    );
    assert_eq!(
        pack(&[("a.rhai", rules), ("t.csv", "ticket.category;route\nnet;q\n")]).unwrap_err(),
        ["t.csv:1:1: error[table]: the cells of this file are not separated by commas; save it as CSV with commas"]
    );
    assert_eq!(
        pack(&[("sub/a.rhai", rules), ("sub/t.csv", "ticket.category,route\nnet,q,r\n")]).unwrap_err(),
        ["sub/t.csv:2:1: error[table-row]: this row has 3 cells, the first row 2"]
    );
}

#[test]
fn rosters_are_checked() {
    let rules = "queue \"network\"\nstage triage\nrule \"r\" { then { } }\n";
    let roster = r#"{"teams":[{"id":"net","queues":["netwrok"]},{"id":"net"}],
        "agents":[{"id":"ana","teams":["nett"],"tier":"2","shifts":[{"from":"2026-11-23T10:00:00Z","to":"2026-11-23T09:00:00Z"}]}]}"#;
    assert_eq!(
        pack(&[("a.rhai", rules), ("roster.json", roster)]).unwrap_err(),
        [
            "roster.json: error[roster]: there are two teams with the id \"net\"",
            "roster.json: error[roster]: team \"net\": there is no queue \"netwrok\"; did you mean \"network\"?",
            "roster.json: error[roster]: agent \"ana\": there is no team \"nett\"; did you mean \"net\"?",
            "roster.json: error[roster]: agent \"ana\": the tier \"2\" is none of L1, L2, L3",
            "roster.json: error[roster]: agent \"ana\": the shift from 2026-11-23T10:00:00Z ends before it begins",
        ]
    );
    let no_object = pack(&[("a.rhai", rules), ("roster.json", "[]")]).unwrap_err();
    assert!(no_object[0].starts_with("roster.json:1:1: error[roster]: the roster cannot be read"), "{no_object:?}");
    let stray = pack(&[("a.rhai", rules), ("Roster.json", "{}")]).unwrap();
    assert_eq!(
        stray.warnings()[0].to_string(),
        "Roster.json: warning[stray-roster]: this roster is not read; a desk has one roster, `roster.json` at the top of its folder"
    );
}

#[test]
fn a_queue_that_no_team_works_gets_nobody() {
    let desk = desk("stage assignment\nrule \"r\" { then { assign(#{ }); } }\n");
    let roster = r#"{"teams":[{"id":"net","queues":["net"]}],"agents":[{"id":"ana","teams":["net"]}]}"#;
    let answer = ask_request(&desk, &format!(r#"{{"ticket":{{"queue":"nte"}},"roster":{roster}}}"#));
    assert_eq!(effects(&answer), r#"[{"do":"nobody_fits","wanted":{},"turned_away":[],"rule":"r"}]"#);
}

#[test]
fn parts_of_a_request_in_the_wrong_place_are_named() {
    let desk = desk(&rule("then { }"));
    let refused = |json: &str| {
        let now = tierline::Timestamp::parse(tierline_tests::NOW);
        desk.read_request(serde_json::from_str(json).unwrap(), now).unwrap_err().to_string()
    };
    assert_eq!(
        refused(r#"{"ticket":{"context":{"freeze":true}}}"#),
        r#"`context` stands inside the ticket and belongs beside it: {"ticket": ..., "context": ...}"#
    );
    assert_eq!(
        refused(r#"{"ticket":{},"requester":{"vip":true}}"#),
        r#"`requester` belongs inside the ticket: {"ticket": {"requester": ...}}"#
    );
}

#[test]
fn what_another_file_has_is_found_there() {
    let rules = "stage triage\nrule \"r\" { when ticket.category in WORDS && is_long(ticket.subject) then { } }\n";
    assert_eq!(
        pack(&[("a.rhai", rules), ("common.rhai", "const WORDS = [\"x\"];\nfn is_long(text) { len(text) > 5 }\n")])
            .unwrap_err(),
        [
            "a.rhai:2:36: error[unknown-name]: nothing is called `WORDS` here; it stands in common.rhai: write import \"common\" at the top of this file",
            "a.rhai:2:45: error[unknown-function]: there is no function `is_long` in this file; it stands in common.rhai: write import \"common\" at the top of this file",
        ]
    );
}

#[test]
fn the_id_of_a_ticket_is_the_hosts() {
    assert_eq!(
        wrong(&rule("then { set_field(\"id\", \"9\"); }")),
        ["desk.rhai:2:29: error[hopeless-action]: `ticket.id` is the host's and cannot be set"]
    );
}

#[test]
fn a_rule_has_so_many_actions_and_no_more() {
    let block = |count: usize| {
        rule(&format!("then {{\n{} }}", "set_field(\"cost\", 0); set_field(\"cost\", 1);\n".repeat(count / 2)))
    };
    assert!(wrong(&block(256)).is_empty());
    let found = wrong(&block(258));
    assert!(
        found[0].contains("error[too-large]: a rule may have at most 256 actions; split it into several rules"),
        "{found:?}"
    );
}

#[test]
fn host_fields_in_tests_are_no_slips_of_ours() {
    let names = ["location", "team", "cc", "org", "due", "group", "company", "title", "notes", "user", "owner"];
    let given: Vec<String> = names.iter().map(|name| format!("{name}: \"x\"")).collect();
    let test = format!("test \"t\" {{\n  given ticket #{{ {} }}\n  expect fired(\"r\")\n}}\n", given.join(", "));
    assert_eq!(wrong(&format!("{}{test}", rule("then { }"))), Vec::<String>::new());
    assert_eq!(
        wrong(&rule("when ticket.location == \"x\" then { }")),
        [
            "desk.rhai:2:24: error[unknown-field]: `ticket` has no field `location`; if your tickets have it, declare it: field \"location\" text"
        ]
    );
}

#[test]
fn habits_are_looked_for_where_parsing_ended() {
    let missing = "rule \"r\" {\n  // the user\u{2019}s flag, # and none\n  when ticket.test\n  then { comment(`it\u{2019}s on`);\n    add_tag(\"x\") add_tag(\"y\"); }\n}\n";
    let found = wrong(&format!("stage triage\n{missing}"));
    assert!(found[0].starts_with("desk.rhai:6:16: error[missing-semicolon]"), "{found:?}");
}

#[test]
fn placeholders_of_hosts_are_let_through() {
    for text in ["\"{{tpl}}\"", "`Hello {{user}}`", "\"cost is ${5}\""] {
        assert_eq!(wrong(&rule(&format!("then {{ comment({text}); }}"))), Vec::<String>::new(), "{text}");
    }
    assert!(wrong(&rule("then { comment(\"Ticket ${ticket.id}\"); }"))[0].contains("error[placeholder]"));
}

#[test]
fn cells_are_judged_outside_their_quotes() {
    let table = |cell: &str| {
        wrong(&format!("stage triage\ntable t {{\n| ticket.subcategory | add_tag |\n| {cell} | x |\n}}\n"))
    };
    for cell in ["not \"c\", not \"d\"", "\"high\" or \"low\"", "not d or \"e\"", "a*", "> x", "1.5..=2.5"] {
        assert!(
            table(cell).first().is_some_and(|wrong| wrong.contains("error[table-cell]")),
            "{cell}: {:?}",
            table(cell)
        );
    }
    for cell in ["wow!", "a=b", "C++", "a@b.com", "\"yes or no\"", "not \"a or b\", c"] {
        assert_eq!(table(cell), Vec::<String>::new(), "{cell}");
    }
    let dates = "stage triage\ntable t {\n| ticket.created_at | add_tag |\n| >= \"2026-01-01\" | new |\n}\n";
    assert_eq!(tags(dates, r#"{"created_at":"2026-11-23"}"#), r#"["new"]"#);
}

#[test]
fn the_roster_of_a_request_may_be_another() {
    let rules = rule("then { assign(\"bob\"); assign(#{ team: \"night\" }); }");
    let day = r#"{"teams":[{"id":"day"}],"agents":[{"id":"ana","teams":["day"]}]}"#;
    assert!(pack(&[("a.rhai", &rules), ("roster.json", day)]).is_ok());
    let without_teams = r#"{"agents":[{"id":"ana","teams":["net"]}]}"#;
    assert!(pack(&[("a.rhai", &rules), ("roster.json", without_teams)]).is_ok());
    assert!(wrong(&rule("then { assign(#{ tier: \"2\" }); }"))[0].contains("`tier` must be \"L1\", \"L2\" or \"L3\""));
}

#[test]
fn outcomes_and_switches_may_be_compared() {
    let rules = "const FREEZE = true;\nstage triage\nrule \"a\" { when (ticket.affected_users > 5) != requester.vip && FREEZE == true then { add_tag(\"a\"); } }\n";
    assert_eq!(tags(rules, r#"{"affected_users":6}"#), r#"["a"]"#);
    let found = wrong(&rule("when hour_of_day() in 22..=6 then { }"));
    assert!(found[0].contains("error[empty-range]: no number lies in 22..=6"), "{found:?}");
}

#[test]
fn a_comment_may_stand_in_the_head_of_a_helper() {
    let rules = "fn f(x) /* { */ { x == 1 }\nstage triage\nrule \"a\" { when f(1) then { add_tag(\"a\"); } }\n";
    assert_eq!(tags(rules, "{}"), r#"["a"]"#);
}

/// Rule files that showed a mistake of the engine, each with the test that failed.
#[test]
fn rule_files_that_found_something() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/found");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 6);
    for file in files {
        let reports = desk(&std::fs::read_to_string(&file).unwrap()).test();
        assert!(!reports.is_empty(), "{file:?}");
        for report in reports {
            assert_eq!(report.failures, [], "{file:?}: {}", report.test);
        }
    }
}

/// What cannot be heeded is refused, not passed over.
#[test]
fn a_clock_of_whoever_has_the_ticket_cannot_be_reset() {
    let rules = "calendar \"office\" {\n timezone \"UTC\"\n mon..fri 09:00 - 17:00\n}\nsla \"tiers\" {\n calendar \"office\"\n tier within 4 hours\n reset when ticket.status == \"new\" for tier\n}\n";
    assert_eq!(
        wrong(rules),
        [
            "desk.rhai:5:5: error[unheeded]: `reset when` does nothing for `tier`: that clock runs as long as somebody has the ticket; take `tier` out of its `for`; `stop when` and `cancel when` end that clock"
        ]
    );
}

/// A closed ticket that no rule can move wakes nobody, whatever its calendar does.
#[test]
fn what_time_cannot_move_wakes_nobody() {
    let rules = "calendar \"office\" {\n timezone \"Europe/London\"\n mon..fri 09:00 - 17:00\n}\nstage triage\nrule \"asleep\" {\n when ticket.queue == () && !within_hours(\"office\")\n then { route(\"apac\"); }\n}\n";
    let answer = ask(&desk(rules), r#"{"status":"closed","queue":"x","created_at":"2026-11-20T10:00:00Z"}"#);
    assert_eq!(answer.wake_at, None);
    let waiting = ask(&desk(rules), r#"{"created_at":"2026-11-20T10:00:00Z"}"#);
    assert_eq!(waiting.wake_at.map(|at| at.to_string()).as_deref(), Some("2026-11-23T17:00:00Z"));
}
