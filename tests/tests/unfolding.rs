//! Helpers that are written out where they are called: within bounds, and with what time does to them.

use std::time::{Duration, Instant};

use tierline::{Desk, Limits, Pack, PartRuns, Timestamp};

fn desk(rules: &str) -> Desk {
    Desk::compile(Pack::of("desk.rhai", rules), Limits::SERVER).unwrap()
}

/// How the only part of the first rule runs, and why.
fn form(desk: &Desk) -> (Vec<PartRuns>, String) {
    let part = &desk.forms()[0].parts[0];
    (part.runs.clone(), part.why.join("; "))
}

#[test]
fn helpers_that_double_each_time_stay_scripts() {
    let mut rules = "fn f0(t) { t.reopened > 1 }\n".to_owned();
    for number in 1..40 {
        let below = number - 1;
        rules.push_str(&format!("fn f{number}(t) {{ f{below}(t) || f{below}(t) }}\n"));
    }
    rules.push_str("stage triage\nrule \"a\" { when f39(ticket) then { add_tag(\"a\"); } }\n");
    let begun = Instant::now();
    let (runs, why) = form(&desk(&rules));
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    assert_eq!(runs, [PartRuns::Script]);
    assert_eq!(why, "helpers call each other too deep");
    let wide = rules.replace("f39(ticket)", "f7(ticket) && f7(ticket) && ticket.test && (f7(ticket) || f7(ticket))");
    let desk = desk(&wide);
    let runs: Vec<Vec<PartRuns>> = desk.forms()[0].parts.iter().map(|part| part.runs.clone()).collect();
    assert_eq!(runs.len(), 4);
    assert_eq!(runs[2], [PartRuns::Predicate]);
}

#[test]
fn a_helper_that_calls_itself_stays_a_script() {
    let desk = desk("fn f(t) { f(t) }\nstage triage\nrule \"a\" { when f(ticket) then { add_tag(\"a\"); } }\n");
    assert_eq!(form(&desk).0, [PartRuns::Script]);
    let now = Timestamp::parse("2026-11-23T10:00:00Z").unwrap();
    let answer = desk.evaluate(desk.read_ticket(serde_json::json!({}), now).unwrap());
    assert_eq!(&*answer.faults[0].code, "too-deep");
}

#[test]
fn time_passes_inside_helpers() {
    let rules = "fn late(t, hours) { t.status == \"open\" && hours_since(t.created_at) + 1 > hours }\nstage triage\nrule \"a\" { when late(ticket, 4) then { flag(\"late\"); } }\n";
    let desk = desk(rules);
    assert_eq!(form(&desk), (vec![PartRuns::Key, PartRuns::Predicate], String::new()));
    let ticket = serde_json::json!({"status": "open", "created_at": "2026-11-23T08:00:00Z"});
    let at = |instant: &str| Timestamp::parse(instant).unwrap();
    let answer = desk.evaluate(desk.read_ticket(ticket, at("2026-11-23T10:30:00Z")).unwrap());
    assert_eq!(answer.wake_at, Some(at("2026-11-23T12:00:00Z")));
}

/// A rule is not passed over where what comes first raises an error, in brackets and in helpers too.
#[test]
fn errors_come_before_keys() {
    let helper = "fn odd(t) { t.form.a.b > 1 && t.category == \"x\" }\nfield \"form.a\" map\n";
    for when in ["odd(ticket)", "(ticket.reopened + 9223372036854775807 > 0 && (ticket.category == \"x\"))"] {
        let desk = desk(&format!("{helper}stage triage\nrule \"a\" {{ when {when} then {{ flag(\"a\"); }} }}\n"));
        let now = Timestamp::parse("2026-11-23T10:00:00Z").unwrap();
        let ticket = serde_json::json!({"reopened": 1, "category": "y", "form": {"a": {"b": {"c": 1}}}});
        let answer = desk.evaluate(desk.read_ticket(ticket, now).unwrap());
        let faults: Vec<&str> = answer.faults.iter().map(|fault| &*fault.code).collect();
        let wanted: &[&str] = if when.starts_with("odd") { &[] } else { &["arithmetic"] };
        assert_eq!(faults, wanted, "{when}");
    }
}

/// `a?.b.f()` asks `f` of a missing value where `a` is missing, whoever decides it, and costs no more than `a.b.f()`.
#[test]
fn a_function_behind_a_safe_entry_is_asked_of_nothing() {
    let rule = |when: &str, then: &str| {
        desk(&format!(
            "field \"form.a\" map\nfield \"form.who\" text\nstage triage\nrule \"a\" {{ when {when} then {{ {then} }} }}\n"
        ))
    };
    let now = Timestamp::parse("2026-11-23T10:00:00Z").unwrap();
    let answer = |desk: &Desk| desk.evaluate(desk.read_ticket(serde_json::json!({}), now).unwrap());
    let asked = "!ticket.form.a?.b?.c.is_set() && ticket.form.a?.b?.c.len() == 0";
    let by_predicate = rule(asked, "flag(\"a\");");
    assert_eq!(form(&by_predicate).0, [PartRuns::Predicate]);
    let by_script = rule("true", &format!("if {asked} {{ flag(\"a\"); }}"));
    for desk in [by_predicate, by_script] {
        let answer = answer(&desk);
        assert_eq!((answer.effects.len(), answer.faults.as_slice()), (1, [].as_slice()));
    }
    for when in ["requester?.site.contains(\"x\")", "ticket.form?.who.contains(\"x\")"] {
        assert_eq!(form(&rule(when, "")).0, [PartRuns::Text], "{when}");
    }
}

/// A fault is where the chain is that it comes from, though Rhai is given a plain call.
#[test]
fn faults_behind_functions_are_where_they_stand() {
    for (block, place) in [
        ("if ticket.form.it.same() || true { }", (2, 28)),
        ("let y = ticket.tags[ticket.form.it.same()];", (2, 39)),
        ("let y = ticket.tags.same().a;", (2, 46)),
        ("let y = ticket.category.contains(ticket.tags[5]);", (2, 64)),
    ] {
        let desk = desk(&format!("stage triage\nrule \"r\" {{ then {{ {block} }} }}\nfn same(x) {{ x }}\n"));
        let now = Timestamp::parse("2026-11-23T10:00:00Z").unwrap();
        let ticket = serde_json::json!({"category": "a", "form": {"it": "a"}});
        let answer = desk.evaluate(desk.read_ticket(ticket, now).unwrap());
        let places: Vec<(u32, u32)> =
            answer.faults.iter().map(|fault| (fault.place.line, fault.place.column)).collect();
        assert_eq!(places, [place], "{block}");
    }
}
