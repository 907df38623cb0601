//! Rules that say `on fault fire`: guards that close the door where it cannot be known whether it should be open.

use tierline::{Answer, Desk, Limits, Pack, Timestamp, format};
use tierline_check::check;
use tierline_tests::{ask, ask_request, compile, desk, effects};

/// A desk whose first rule has this below its condition and asks for this.
fn guarded(condition: &str, said: &str, actions: &str) -> Desk {
    desk(&format!(
        "stage triage first\nrule \"guard\" {{\n  when {condition}\n  {said}\n  then {{ {actions} }}\n}}\n\
         rule \"next\" {{ then {{ add_tag(\"next\"); }} }}\notherwise {{ add_tag(\"none\"); }}\n\
         stage follow_up\nrule \"answer\" {{ then {{ reply_with(\"got-it\"); }} }}\n"
    ))
}

/// A condition that is a fault where nobody is affected.
const DOUBTFUL: &str = "ticket.channel == \"email\" && 100 / ticket.affected_users > 5";
const NOBODY: &str = r#"{"channel": "email", "affected_users": 0}"#;

fn traced(answer: &Answer) -> String {
    serde_json::to_string(&answer.trace.as_ref().unwrap().stages[0].rules[0]).unwrap()
}

#[test]
fn a_guard_fires_where_it_cannot_be_decided() {
    let desk = guarded(DOUBTFUL, "on fault fire", "stop(\"a loop\");");
    let answer = ask(&desk, NOBODY);
    assert_eq!(effects(&answer), r#"[{"do":"stop","reason":"a loop","rule":"guard"}]"#);
    assert_eq!(
        traced(&answer),
        r#"{"rule":"guard","verdict":"fired","undecided":"division by zero: 100 / 0","saw":[{"field":"ticket.channel","value":"email"},{"field":"ticket.affected_users","value":0}]}"#
    );
    // The fault is told.
    assert_eq!(answer.faults.len(), 1);
    assert_eq!((&*answer.faults[0].rule, answer.faults[0].reason.as_str()), ("guard", "division by zero: 100 / 0"));
    assert_eq!(
        tierline_wire::explain::sentences(&answer)[0],
        "In triage, \"guard\" asks to stop there (a loop), because its condition could not be decided: division by zero: 100 / 0."
    );
    let fault = "\"guard\" could not be decided, and fires as it says (desk.rhai:3:41): division by zero: 100 / 0.";
    assert!(tierline_wire::explain::sentences(&answer).contains(&fault.to_owned()));
}

#[test]
fn without_a_word_and_with_skip_it_is_passed_over() {
    for said in ["", "on fault skip"] {
        let desk = guarded(DOUBTFUL, said, "stop(\"a loop\");");
        let answer = ask(&desk, NOBODY);
        assert_eq!(
            effects(&answer),
            r#"[{"do":"add_tag","tag":"next","rule":"next"},{"do":"reply_with","template":"got-it","rule":"answer"}]"#
        );
        assert_eq!((traced(&answer).as_str(), answer.faults.len()), (r#"{"rule":"guard","verdict":"fault"}"#, 1));
    }
}

#[test]
fn what_does_not_hold_before_the_doubt_rules_it_out() {
    let desk = guarded(DOUBTFUL, "on fault fire", "stop(\"a loop\");");
    for ticket in [r#"{"channel": "phone", "affected_users": 0}"#, r#"{"channel": "email", "affected_users": 50}"#] {
        let answer = ask(&desk, ticket);
        assert_eq!((answer.effects.len(), answer.faults.len()), (2, 0), "{ticket}");
    }
    assert!(effects(&ask(&desk, r#"{"channel": "email", "affected_users": 5}"#)).starts_with(r#"[{"do":"stop""#));
}

/// It fires as if its condition held: in a stage of the first that fires, no other does, whatever it asks for.
#[test]
fn it_ends_a_stage_of_the_first() {
    let answer = ask(&guarded(DOUBTFUL, "on fault fire", "flag(\"odd\");"), NOBODY);
    assert_eq!(
        effects(&answer),
        r#"[{"do":"flag","flag":"odd","rule":"guard"},{"do":"reply_with","template":"got-it","rule":"answer"}]"#
    );
}

/// Where its actions are a fault, what it stops and holds is all that counts.
#[test]
fn what_it_ends_or_holds_happens_at_the_least() {
    let long = format!("{{\"channel\": \"email\", \"affected_users\": 5, \"subject\": \"{}\"}}", "x".repeat(40_000));
    let stopped = |desk: &Desk, ticket: &str| {
        let answer = ask(desk, ticket);
        let done: Vec<String> = answer.effects.iter().map(|asked| serde_json::to_string(asked).unwrap()).collect();
        (done.join(" "), answer.faults.len())
    };
    let twice = "`${ticket.subject}${ticket.subject}`";
    let desk = guarded(DOUBTFUL, "on fault fire", &format!("add_tag(\"loop\"); stop({twice});"));
    let (done, faults) = stopped(&desk, &long);
    assert!(
        done.starts_with("{\"do\":\"stop\",\"reason\":\"") && !done.contains("loop") && !done.contains("got-it"),
        "{done}"
    );
    assert_eq!(faults, 1);
    let answer = ask(&desk, &long);
    let said = tierline_wire::explain::sentences(&answer).join("\n");
    assert!(
        said.contains("\"guard\" could not be decided or carried out, and asks at the least to stop there"),
        "{said}"
    );
    // A branch that is not taken is none.
    let branch = format!("if ticket.channel == \"phone\" {{ stop(\"a loop\"); }} else {{ add_tag({twice}); }}");
    let (done, faults) = stopped(&guarded(DOUBTFUL, "on fault fire", &branch), &long);
    assert!(!done.contains("\"stop\"") && done.contains("got-it"), "{done}");
    assert_eq!(faults, 1);
    // What holds back needs no instant that can be read.
    let hold = format!("hold_change(\"a freeze\", ticket.subject); add_tag({twice});");
    let (done, _) = stopped(&guarded(DOUBTFUL, "on fault fire", &hold), &long);
    assert!(done.starts_with(r#"{"do":"hold_change","reason":"a freeze","rule":"guard"}"#), "{done}");
    // Without a word, nothing of it counts.
    let (done, faults) = stopped(&guarded(DOUBTFUL, "", &format!("add_tag(\"loop\"); stop({twice});")), &long);
    assert!(!done.contains("\"stop\"") && faults == 1, "{done}");
}

/// A guard that has no work left to find out fires.
#[test]
fn it_fires_where_the_work_is_used_up() {
    let text = "stage triage\nrule \"guard\" {\n  when matches(ticket.subject, \"(auto|robot).*reply\")\n  on fault fire\n  then { stop(\"a loop\"); }\n}\n\
                rule \"next\" { then { add_tag(\"next\"); } }\n";
    let limits = Limits::of_steps(3, 3);
    let desk = Desk::compile(Pack::of("desk.rhai", text), limits).unwrap();
    let json = serde_json::json!({"ticket": {"subject": "auto ".repeat(4_000)}});
    let answer = desk.evaluate(desk.read_request(json, Timestamp::parse("2026-11-23T10:00:00Z")).unwrap());
    assert_eq!(effects(&answer), r#"[{"do":"stop","reason":"a loop","rule":"guard"}]"#);
    assert_eq!(&*answer.faults[0].code, "too-many-steps");
}

/// At a mere look, a guard that was undecided before holds still: it stops again and asks for nothing.
#[test]
fn at_a_timer_it_holds_still() {
    let desk = guarded(DOUBTFUL, "on fault fire", "stop(\"a loop\");");
    let request = format!(
        "{{\"ticket\": {NOBODY}, \"event\": {{\"kind\": \"timer\"}}, \"since\": \"2026-11-23T09:00:00Z\", \"now\": \"2026-11-23T10:00:00Z\"}}"
    );
    let answer = ask_request(&desk, &request);
    assert_eq!((effects(&answer).as_str(), answer.faults.len()), ("[]", 1));
    assert_eq!(traced(&answer), r#"{"rule":"guard","verdict":"held_already"}"#);
}

/// By the third hour, it divides by zero; until then it is less than a hundred.
#[test]
fn a_host_is_told_when_it_comes_to_be_undecided() {
    let condition = "10 / (3 - hours_since(ticket.created_at)) >= 100";
    let at = |said: &str| {
        let answer = ask(&guarded(condition, said, "stop(\"late\");"), r#"{"created_at": "2026-11-23T09:30:00Z"}"#);
        assert!(answer.faults.is_empty() && answer.effects.len() == 2);
        answer.wake_at
    };
    let due = Timestamp::parse("2026-11-23T12:30:00Z");
    let woken = at("on fault fire");
    assert!(woken.is_some() && woken <= due, "{woken:?}");
}

#[test]
fn what_is_written_wrong_is_said() {
    let said = |rule: &str| compile(&format!("stage triage\nrule \"a\" {{ {rule} }}\n")).unwrap_err()[0].to_string();
    let cases = [
        ("on fault fire then { stop(\"x\"); }", "`on fault` says what becomes of the condition above it"),
        (
            "when requester.vip on fault stop then { stop(\"x\"); }",
            "expected `fire` or `skip` after `on fault`, found `stop`",
        ),
        ("when requester.vip on error fire then { stop(\"x\"); }", "expected `fault` after `on`, found `error`"),
        ("when requester.vip on fault fire on fault skip then { stop(\"x\"); }", "a rule has one `on fault`"),
        ("when requester.vip on fault fire { stop(\"x\"); }", "expected `then { ... }` after `on fault`"),
    ];
    for (rule, wanted) in cases {
        assert!(said(rule).contains(wanted), "{rule}: {}", said(rule));
    }
}

#[test]
fn it_stands_on_a_line_of_its_own() {
    let written = "stage triage\n\nrule \"a\" {\n    when requester.vip on   fault\n  fire then { stop(\"x\"); }\n}\n";
    let laid_out =
        "stage triage\n\nrule \"a\" {\n    when requester.vip\n    on fault fire\n    then { stop(\"x\"); }\n}\n";
    assert_eq!(format("a.rhai", written).unwrap(), laid_out);
    assert_eq!(desk(written).hash(), desk(laid_out).hash());
}

/// Guards that `check` names, and the part of which it says that it may be a fault.
fn open(condition: &str, said: &str, actions: &str) -> Option<String> {
    let desk = guarded(condition, said, actions);
    let found = check(&desk, &Default::default());
    let found = found.iter().find(|found| found.diagnostic.code == "open-guard")?;
    Some(found.diagnostic.message.clone())
}

#[test]
fn guards_that_may_stand_open_are_named() {
    let loops = "lower(ticket.description).contains(\"auto\")";
    let named = open(&format!("ticket.channel == \"email\" && {loops}"), "", "stop(\"a loop\");").unwrap();
    assert_eq!(
        named,
        format!(
            "the rule \"guard\" ends the evaluation, but where `{loops}` cannot be decided, it is passed over and all goes on"
        )
    );
    assert!(open(loops, "", "hold_change(\"a freeze\");").unwrap().contains("holds back"));
    assert!(open(DOUBTFUL, "", "if ticket.channel == \"email\" { stop(\"x\"); }").is_some());
    assert_eq!(open(loops, "on fault fire", "stop(\"a loop\");"), None);
    assert_eq!(open(loops, "on fault skip", "stop(\"a loop\");"), None);
    assert_eq!(open(loops, "", "add_tag(\"loop\");"), None);
    assert!(
        open(loops, "on fault fire", "for n in 0..2 { flag(\"odd\"); } stop(\"x\");").unwrap().contains("(a loop)")
    );
}

/// What never fails is never named.
#[test]
fn guards_that_can_always_be_decided_are_not_named() {
    for condition in [
        "requester.vip",
        "ticket.channel == \"email\" && matches(ticket.subject, \"^(automatic reply|out of office)\")",
        "ticket.description.contains(\"auto\")",
        "ticket.status in [\"closed\", \"cancelled\"] || \"spam\" in ticket.tags",
        "ticket.affected_users >= 10 && is_set(ticket.site)",
        "ticket.affected_users in 1..=9 && !requester.vip",
        "(ticket.queue ?? \"none\") == \"none\"",
        "changed_to(\"status\", \"resolved\")",
    ] {
        assert_eq!(open(condition, "", "stop(\"x\");"), None, "{condition}");
    }
}

/// A rule that fires on a fault holds wherever it may be one: nothing is claimed of it that a fault refutes.
#[test]
fn proofs_count_with_its_faults() {
    let codes = |said: &str| {
        let text = format!(
            "stage triage\nrule \"a\" {{\n  when 1 / ticket.affected_users > 3 && ticket.site == \"x\" && ticket.site == \"y\"\n  {said}\n  then {{ add_tag(\"a\"); }}\n}}\n"
        );
        let found = check(&desk(&text), &Default::default());
        found.iter().map(|found| found.diagnostic.code.clone()).collect::<Vec<_>>()
    };
    assert_eq!(codes(""), ["never-holds"]);
    assert_eq!(codes("on fault fire"), [] as [&str; 0]);
}
