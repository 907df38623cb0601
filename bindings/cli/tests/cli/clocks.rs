//! `deadline`, and the clocks in `explain` and on the wire.

use serde_json::json;

use crate::Folder;

/// A calendar, two policies, a ladder.
pub const SLAS: &str = r#"calendar "office" {
    timezone "Europe/London"
    mon..fri 09:00 - 17:00
}

sla "gold" {
    when requester.tier == "gold"
    calendar "office"
    resolve within 4 hours
    pause while ticket.status == "waiting"
}

sla "standard" {
    calendar "office"
    resolve within 16 hours
    pause while ticket.status == "waiting"
}

sla "teams" {
    class ola
    calendar "office"
    own within 2 hours
}

escalate "resolution" on resolve {
    at 75% { notify("team-lead"); }
}

stage routing

rule "VPN" {
    when ticket.subject == "VPN"
    then { route("network"); }
}
"#;

const REQUEST: &str = r#"{"ticket": {"id": "T-1", "subject": "VPN", "status": "open", "requester": {"tier": "gold"}}, "history": [{"kind": "created", "at": "2026-11-23T15:00:00Z", "set": {"status": "open"}}, {"kind": "updated", "at": "2026-11-23T16:00:00Z", "set": {"status": "waiting"}}, {"kind": "updated", "at": "2026-11-24T10:00:00Z", "set": {"status": "open"}}], "now": "2026-11-24T11:00:00Z"}"#;

/// A folder with the desk `desk` of [`SLAS`].
pub fn with_slas() -> Folder {
    let folder = Folder::empty();
    folder.put("desk/a.rhai", SLAS);
    folder
}

#[test]
fn a_table_and_a_drawing_show_the_clocks() {
    let ran = with_slas().feed(&["deadline", "desk", "-", "--format", "table"], REQUEST.as_bytes());
    let shown = r"T-1  at 2026-11-24T11:00:00Z
┌─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────┐
│ clock        policy   state     target    used       left   due                     due (UTC)              next step                    │
╞═════════════════════════════════════════════════════════════════════════════════════════════════════════════════════════════════════════╡
│ resolution   gold     running   4 hours   2h (50%)   2h     Tue 24 Nov 2026 13:00   2026-11-24T13:00:00Z   75% at Tue 24 Nov 2026 12:00 │
└─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────┘

  resolution
  hours  ########.................................................................##################
  clock  ====-------------------------------------------------------------------------====
         S                                                                               N   1   D
         |Mon 15:00  |Mon 18:00  |Mon 21:00  |Tue 00:00  |Tue 03:00  |Tue 06:00  |Tue 09:00
  S start Mon 23 Nov 2026 15:00, N now Tue 24 Nov 2026 11:00, 1 75% Tue 24 Nov 2026 12:00, D due Tue
  24 Nov 2026 13:00

Wake at 2026-11-24T12:00:00Z.

";
    ran.is(0, shown, "");
}

#[test]
fn reasons_come_as_sentences() {
    let ran = with_slas().feed(&["deadline", "desk", "-", "--format", "table", "--why"], REQUEST.as_bytes());
    let said: Vec<&str> = ran.out.lines().filter_map(|line| line.strip_prefix("  ")).take(8).collect();
    assert_eq!(
        said,
        [
            "resolution: under the customer SLA \"gold\", 4 hours by the calendar \"office\".",
            "\"standard\" lost: it would do, but stands below \"gold\".",
            "It counted 1h from 2026-11-23T15:00:00Z to 2026-11-23T16:00:00Z (the ticket was created).",
            "It did not count from 2026-11-23T16:00:00Z to 2026-11-24T10:00:00Z (ticket.status became \"waiting\"): 2h of open time.",
            "It has counted 1h since 2026-11-24T10:00:00Z (ticket.status became \"open\").",
            "It went on at 2026-11-24T10:00:00Z (ticket.status became \"open\"): its deadline became 2026-11-24T13:00:00Z.",
            "It is running: 2h used (50%), 2h left, due 2026-11-24T13:00:00Z.",
            "Step 75% of \"resolution\" is reached at 2026-11-24T12:00:00Z.",
        ]
    );
    let silver = REQUEST.replace("\"gold\"", "\"silver\"");
    let ran = with_slas().feed(&["deadline", "desk", "-", "--format", "table", "--why"], silver.as_bytes());
    let lost = "  \"gold\" lost, because `requester.tier == \"gold\"` does not hold; requester.tier is \"silver\".\n";
    assert!(ran.out.contains(lost), "{}", ran.out);
}

#[test]
fn machines_get_a_line_of_json() {
    let folder = with_slas();
    let ran = folder.feed(&["deadline", "desk", "-"], REQUEST.as_bytes());
    let said = &ran.json()[0];
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert_eq!(said["readings"].as_array().unwrap().len(), 1);
    assert_eq!(said["readings"][0]["remaining_seconds"], 7_200);
    assert_eq!(
        (&said["next_deadline"], &said["wake_at"]),
        (&json!("2026-11-24T13:00:00Z"), &json!("2026-11-24T12:00:00Z"))
    );
    assert_eq!((said.get("hours"), said["readings"][0].get("why")), (None, None));
    let said = &folder.feed(&["deadline", "desk", "-", "--why"], REQUEST.as_bytes()).json()[0];
    assert_eq!(said["hours"][0]["calendar"], "office");
    assert_eq!(said["hours"][0]["open"][0], json!(["2026-11-23T15:00:00Z", "2026-11-23T17:00:00Z"]));
    assert_eq!(said["readings"][0]["why"]["spans"].as_array().unwrap().len(), 3);
    let said = &folder.feed(&["deadline", "desk", "-", "--clock", "own"], REQUEST.as_bytes()).json()[0];
    assert_eq!(said["readings"], json!([]));
}

#[test]
fn a_ticket_alone_counts_from_its_creation() {
    let ticket = r#"{"id": 1, "created_at": "2026-11-23T09:00:00Z", "updated_at": "2026-11-23T11:00:00Z"}"#;
    let ran = with_slas().feed(&["deadline", "desk", "-"], ticket.as_bytes());
    assert_eq!(ran.json()[0]["readings"][0]["elapsed_seconds"], 7_200);
    let ran = with_slas().feed(&["deadline", "desk", "-", "--now", "2026-11-23T12:00:00Z"], ticket.as_bytes());
    assert_eq!(ran.json()[0]["readings"][0]["elapsed_seconds"], 10_800);
}

#[test]
fn events_that_cannot_be_are_named_and_the_others_count() {
    let request = r#"{"ticket": {"id": "T-1"}, "history": [{"kind": "updated", "at": "2026-11-22T15:00:00Z"}, {"kind": "created", "at": "2026-11-23T15:00:00Z"}, {"kind": "message"}], "now": "2026-11-23T16:00:00Z"}"#;
    let ran = with_slas().feed(&["deadline", "desk", "-", "--format", "table"], request.as_bytes());
    let shown: Vec<&str> = ran.out.lines().filter(|line| line.starts_with("  !")).collect();
    assert_eq!(
        shown,
        [
            "  ! history, event 3: it says in `at` no instant at which it happened",
            "  ! history, event 1: it happened at 2026-11-22T15:00:00Z, before the ticket was created at 2026-11-23T15:00:00Z",
        ]
    );
    assert!(ran.out.contains("│ resolution   standard   running"), "{}", ran.out);
}

#[test]
fn a_desk_without_slas_has_no_clocks() {
    let ran = Folder::with_desk().feed(&["deadline", "desk", "-", "--format", "table"], crate::VIP.as_bytes());
    ran.is(0, "T-1  at 2026-11-23T10:00:00Z\n  no clock\n\nNothing changes by time alone.\n\n", "");
}

#[test]
fn what_is_wrong_is_refused_or_usage() {
    let folder = with_slas();
    let ran = folder.feed(&["deadline", "desk", "-"], b"{\"id\": 1, \"kind\": 3}\n{\"created_at\": \"2026-11-23\"}\n");
    assert_eq!((ran.code, ran.json().len()), (3, 1));
    assert!(ran.err.ends_with("\n1 of 2 lines refused\n"), "{}", ran.err);
    let ran = folder.feed(&["deadline", "desk", "-", "--clock", "resolutoin"], b"");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("there is no clock `resolutoin`; did you mean `resolution`?"), "{}", ran.err);
    folder.put("t.txt", "");
    folder.run(&["deadline", "desk", "t.txt"]).is(
        2,
        "",
        "error: the name `t.txt` does not tell the format of the tickets; add `--input ndjson`, `--input json` or `--input csv`\n",
    );
}

#[test]
fn nothing_that_happened_is_after_the_usual_now() {
    let request =
        r#"{"ticket": {"id": 1, "priority": "P4"}, "history": [{"kind": "created", "at": "2099-01-05T10:00:00Z"}]}"#;
    let ran = with_slas().feed(&["deadline", "desk", "-"], request.as_bytes());
    assert_eq!((ran.code, &ran.json()[0]["now"]), (0, &json!("2099-01-05T10:00:00Z")));
    assert_eq!(ran.json()[0].get("faults"), None);
}

#[test]
fn what_cannot_have_happened_has_no_place() {
    let request = r#"{"ticket": {"id": 1}, "history": [{"kind": "created", "at": "2026-11-23"}, {"kind": "updated"}], "now": "2026-11-24"}"#;
    let ran = with_slas().feed(&["explain", "desk", "-"], request.as_bytes());
    let said = "  history, event 2 counts as not there: it says in `at` no instant at which it happened.\n";
    assert!(ran.out.contains(said), "{}", ran.out);
}

#[test]
fn explain_ends_with_the_clocks() {
    let folder = with_slas();
    let ran = folder.feed(&["explain", "desk", "-"], REQUEST.as_bytes());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let (rules, clocks) = ran.out.split_once("\nClocks:\n").unwrap();
    assert_eq!(
        rules,
        "T-1  VPN  (network)  at 2026-11-24T11:00:00Z
  In routing, \"VPN\" asks to route it to network, because ticket.subject is \"VPN\".
  At 2026-11-24T11:00:00Z, resolution is due at 2026-11-24T13:00:00Z and ownership of \"network\" is due at 2026-11-24T13:00:00Z.
  Nothing changes by time alone before 2026-11-24T12:00:00Z: ask again then.

Nearly:
  nothing
"
    );
    assert!(clocks.starts_with("  resolution: under the customer SLA \"gold\""), "{clocks}");
    assert!(clocks.contains("\n    S start Mon 23 Nov 2026 15:00,"), "{clocks}");
    let explained = &folder.feed(&["explain", "desk", "-", "--json"], REQUEST.as_bytes()).json()[0];
    assert_eq!(explained["clocks"][1]["clock"], "ownership of \"network\"");
}

#[test]
fn steps_breaches_and_rules_that_held_already_are_said() {
    let later = |now: &str, more: &str| {
        let request = REQUEST.replace("\"now\": \"2026-11-24T11:00:00Z\"", &format!("\"now\": \"{now}\"{more}"));
        let ran = with_slas().feed(&["explain", "desk", "-"], request.as_bytes());
        ran.out.lines().skip(1).take_while(|line| !line.is_empty()).map(str::to_owned).collect::<Vec<String>>()
    };
    let timer = r#", "event": {"kind": "timer"}, "since": "2026-11-24T11:00:00Z""#;
    let said = later("2026-11-24T12:00:00Z", timer);
    assert_eq!(said[0], "  In routing, \"VPN\" holds as it did at the look before: it is not carried out again.");
    assert_eq!(said[1], "  The step \"resolution, 75%\", reached at 2026-11-24T12:00:00Z, asks to notify team-lead.");
    let said = later("2026-11-24T14:00:00Z", timer);
    let breach = "  The clock resolution of the customer SLA \"gold\" (cycle 1) is breached: its deadline passed at 2026-11-24T13:00:00Z.";
    assert_eq!(said[2], breach);
    assert_eq!(
        said[3],
        "  At 2026-11-24T14:00:00Z, resolution has been missed since 2026-11-24T13:00:00Z and is still open."
    );
}

#[test]
fn the_wire_gives_deadlines_too() {
    let compile = json!({"verb": "compile", "files": {"a.rhai": SLAS}});
    let ask = |why: &str| format!("{{\"verb\": \"deadlines\", \"request\": {REQUEST}{why}}}");
    let input = format!("{compile}\n{}\n{}\n{{\"verb\": \"deadlines\"}}\n", ask(""), ask(", \"why\": true"));
    let replies = Folder::empty().feed(&["pipe"], input.as_bytes()).json();
    let plain = &replies[1]["ok"];
    assert_eq!((&plain["id"], &plain["readings"][0]["state"]), (&json!("T-1"), &json!("running")));
    assert_eq!(plain.get("hours"), None);
    assert_eq!(replies[2]["ok"]["hours"][0]["zone"], "Europe/London");
    assert_eq!(replies[2]["ok"]["readings"][0]["why"]["losers"][0]["because"], "later");
    assert_eq!(replies[3]["error"]["message"], "the call needs `request`");
}
