//! Explanations of sample tickets, as a person would read them.

use tierline_tests::{ask, desk, pack};

#[test]
fn why_and_what_nearly() {
    let desk = desk(
        r#"
stage priority
rule "usual" { then { prioritise("P4"); } }
rule "many" { when ticket.kind == "incident" && ticket.affected_users >= 5 then { prioritise("P2"); add_tag("many"); } }
rule "outage" { when ticket.kind == "incident" && mentions(ticket.subject, "outage") && ticket.affected_users >= 100 then { prioritise("P1"); } }
stage routing first
rule "net" { when ticket.category == "network" then { route("network"); } }
rule "broken" { when ticket.affected_users / 0 > 1 then { route("never"); } }
otherwise { route("rest"); notify("lead"); }
"#,
    );
    let answer = ask(&desk, r#"{"kind":"incident","subject":"Outage in Leeds","affected_users":7}"#);
    assert_eq!(
        tierline_wire::explain::sentences(&answer),
        [
            "In priority, \"usual\" fired, and a later rule replaced what it asked for.",
            "In priority, \"many\" asks to set the priority to P2 and to add the tag many, because ticket.kind is \"incident\" and ticket.affected_users is 7.",
            "In routing, \"otherwise (routing)\" asks to route it to rest and to notify lead.",
            "\"usual\" had set ticket.priority to \"P4\"; \"many\" set it to \"P2\" after that.",
            "\"broken\" could not be decided or carried out and counts as not there (desk.rhai:8:44): division by zero: 7 / 0.",
        ]
    );
    assert_eq!(
        tierline_wire::explain::near_misses(&answer),
        [
            "\"outage\" nearly fired: its first 2 parts held, but not `ticket.affected_users >= 100`; ticket.affected_users is 7."
        ]
    );
}

/// Every effect of every sample ticket has words of its own.
#[test]
fn no_rule_names_go_missing() {
    let desk = tierline::Desk::compile(pack("rules/help-desk"), tierline::Limits::SERVER).unwrap();
    let answer = ask(&desk, r#"{"subject":"Printer is on fire","channel":"phone","requester":{"vip":true}}"#);
    let said = tierline_wire::explain::sentences(&answer).join("\n");
    for asked in &answer.effects {
        assert!(said.contains(&format!("{:?}", &*asked.rule)), "{} is not in\n{said}", asked.rule);
    }
}
