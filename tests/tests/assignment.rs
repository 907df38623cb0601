//! Who gets the ticket. The roster and every choice are worked out by hand.

use tierline_tests::{ask_request, desk, effects};

/// Four of the network team and one of the print team; Dee is away, Cy's shift begins at noon, Bo is full.
const ROSTER: &str = r#"{
  "teams": [{"id": "net", "queues": ["network-l1", "network-l2"]}, {"id": "print", "queues": ["print"]}],
  "agents": [
    {"id": "ana", "teams": ["net"], "skills": {"vpn": 2, "wifi": 1}, "tier": "L2", "languages": ["en", "pt"], "sites": ["leeds"], "capacity": 5, "load": 3},
    {"id": "bo", "teams": ["net"], "skills": {"vpn": 5}, "tier": "L2", "languages": ["en"], "capacity": 4, "load": 4},
    {"id": "cy", "teams": ["net"], "skills": {"vpn": 3, "wifi": 3}, "tier": "L2", "languages": ["en", "de"], "load": 0, "shifts": [{"from": "2026-11-23T12:00:00Z", "to": "2026-11-23T20:00:00Z"}]},
    {"id": "dee", "teams": ["net"], "skills": {"vpn": 4}, "tier": "L3", "languages": ["en"], "load": 1, "away": true},
    {"id": "eve", "teams": ["net", "print"], "skills": {"vpn": 1, "wifi": 4}, "tier": "L1", "languages": ["en", "de"], "sites": ["leeds", "london"], "load": 3}
  ]
}"#;

/// What `assign(wanted)` gives at an instant, with a turn handed in.
fn choose(wanted: &str, now: &str, turns: &str) -> String {
    let desk = desk(&format!("stage assignment\nrule \"r\" {{ then {{ assign({wanted}); }} }}\n"));
    let request =
        format!(r#"{{"ticket": {{"queue": "network-l2"}}, "roster": {ROSTER}, "turns": {turns}, "now": "{now}"}}"#);
    effects(&ask_request(&desk, &request)).replace(",\"rule\":\"r\"", "")
}

const MORNING: &str = "2026-11-23T10:00:00Z";
const NOON: &str = "2026-11-23T12:00:00Z";
const NIGHT: &str = "2026-11-23T20:00:00Z";

#[test]
fn least_loaded_takes_the_smallest_load_and_then_the_smallest_id() {
    // Cy is off until noon, Bo full, Dee away: Ana and Eve both have three tickets.
    assert_eq!(choose("#{ }", MORNING, "{}"), r#"[{"do":"assign","agent":"ana","strategy":"least_loaded"}]"#);
    assert_eq!(choose("#{ }", NOON, "{}"), r#"[{"do":"assign","agent":"cy","strategy":"least_loaded"}]"#);
    // A shift ends where it says, not a second later.
    assert_eq!(choose("#{ }", NIGHT, "{}"), r#"[{"do":"assign","agent":"ana","strategy":"least_loaded"}]"#);
}

#[test]
fn most_skilled_adds_up_the_skills_asked_for() {
    let choice = |wanted| choose(wanted, NOON, "{}");
    assert_eq!(
        choice(r#"#{ skill: "wifi", strategy: "most_skilled" }"#),
        r#"[{"do":"assign","agent":"eve","strategy":"most_skilled"}]"#
    );
    // Cy 3 + 3, Eve 1 + 4, Ana 2 + 1.
    assert_eq!(
        choice(r#"#{ skills: ["vpn", "wifi"], strategy: "most_skilled" }"#),
        r#"[{"do":"assign","agent":"cy","strategy":"most_skilled"}]"#
    );
    // Bo masters it best, once capacity does not count.
    assert_eq!(
        choice(r#"#{ skill: "vpn", strategy: "most_skilled", within_capacity: false }"#),
        r#"[{"do":"assign","agent":"bo","strategy":"most_skilled"}]"#
    );
}

#[test]
fn round_robin_goes_on_after_the_last_turn_and_comes_round() {
    let turn = |last: &str| choose(r#"#{ strategy: "round_robin" }"#, NOON, &format!(r#"{{"net":"{last}"}}"#));
    let given = |agent: &str| {
        format!(
            r#"[{{"do":"assign","agent":"{agent}","strategy":"round_robin","turn":{{"key":"net","agent":"{agent}"}}}}]"#
        )
    };
    // Ana, Cy and Eve fit; Bo is full and Dee away.
    assert_eq!(choose(r#"#{ strategy: "round_robin" }"#, NOON, "{}"), given("ana"));
    assert_eq!(turn("ana"), given("cy"));
    assert_eq!(turn("cy"), given("eve"));
    assert_eq!(turn("eve"), given("ana"));
    // Whoever had the last turn need not fit any more.
    assert_eq!(turn("bo"), given("cy"));
    assert_eq!(turn("zoe"), given("ana"));
}

#[test]
fn tier_language_site_and_team_narrow_the_choice() {
    let choice = |wanted| choose(wanted, NOON, "{}");
    assert_eq!(
        choice(r#"#{ language: "de", tier: "L1" }"#),
        r#"[{"do":"assign","agent":"eve","strategy":"least_loaded"}]"#
    );
    // Cy serves every site.
    assert_eq!(choice(r#"#{ site: "london" }"#), r#"[{"do":"assign","agent":"cy","strategy":"least_loaded"}]"#);
    assert_eq!(choice(r#"#{ team: "print" }"#), r#"[{"do":"assign","agent":"eve","strategy":"least_loaded"}]"#);
    assert_eq!(choice("\"dee\""), r#"[{"do":"assign","agent":"dee"}]"#);
}

#[test]
fn nobody_fits_is_said_with_what_each_lacks() {
    assert_eq!(
        choose(r#"#{ skill: "vpn", language: "de", tier: "L2" }"#, MORNING, "{}"),
        r#"[{"do":"nobody_fits","wanted":{"language":"de","skill":"vpn","tier":"L2"},"turned_away":[{"agent":"ana","lacks":"language de"},{"agent":"bo","lacks":"language de"},{"agent":"cy","lacks":"shift"},{"agent":"dee","lacks":"tier L2"},{"agent":"eve","lacks":"tier L2"}]}]"#
    );
}

#[test]
fn somebody_found_later_makes_nobody_fits_pointless() {
    let desk = desk(
        r#"
stage assignment
rule "expert" { then { assign(#{ skill: "mainframe" }); } }
rule "anyone" { when ticket.assignee == () then { assign(#{ }); } }
"#,
    );
    let request = format!(r#"{{"ticket": {{"queue": "network-l2"}}, "roster": {ROSTER}, "now": "{NOON}"}}"#);
    assert_eq!(
        effects(&ask_request(&desk, &request)),
        r#"[{"do":"assign","agent":"cy","strategy":"least_loaded","rule":"anyone"}]"#
    );
}

#[test]
fn unknown_agents_and_teams_are_faults() {
    let desk = desk(
        "stage assignment\nrule \"a\" { then { assign(\"anna\"); } }\nrule \"b\" { then { assign(#{ team: \"nett\" }); } }\n",
    );
    let answer = ask_request(&desk, &format!(r#"{{"ticket": {{}}, "roster": {ROSTER}}}"#));
    let reasons: Vec<&str> = answer.faults.iter().map(|fault| fault.reason.as_str()).collect();
    assert_eq!(
        reasons,
        [
            "`assign`: the roster has no agent \"anna\"; did you mean \"ana\"?",
            "`assign`: the roster has no team \"nett\"; did you mean \"net\"?"
        ]
    );
}
