//! `explain`

use serde_json::{Value as Json, json};

use crate::{Folder, VIP};

fn two_tickets() -> Folder {
    let folder = Folder::with_desk();
    folder.put(
        "t.ndjson",
        format!("{VIP}\n{{\"id\": \"T-2\", \"category\": \"network\", \"created_at\": \"2026-11-23\"}}\nnonsense\n"),
    );
    folder
}

/// What the command should say, made from what it says as JSON.
fn in_words(title: &str, explained: &Json) -> String {
    let listed = |name: &str| -> String {
        let said = explained[name].as_array().unwrap().iter().map(|said| said.as_str().unwrap());
        said.map(|said| format!("  {said}\n")).collect()
    };
    let nearly = Some(listed("nearly")).filter(|nearly| !nearly.is_empty());
    format!("{title}\n{}\nNearly:\n{}", listed("why"), nearly.unwrap_or_else(|| "  nothing\n".to_owned()))
}

#[test]
fn the_first_ticket_is_explained() {
    let folder = two_tickets();
    let explained = &folder.run(&["explain", "desk", "t.ndjson", "--json"]).json()[0];
    assert!(explained["why"][0].as_str().unwrap().starts_with("In routing, \"VIP network\""), "{explained}");
    assert_eq!(explained["nearly"], json!([]));
    let words = in_words("T-1  VPN  (P1, network-l2)  at 2026-11-23T10:00:00Z", explained);
    folder.run(&["explain", "desk", "t.ndjson"]).is(0, &words, "");
    folder.run(&["explain", "desk", "t.ndjson", "--id", "T-1"]).is(0, &words, "");
}

#[test]
fn the_ticket_of_an_id_is_explained() {
    let folder = two_tickets();
    let explained = &folder.run(&["explain", "desk", "t.ndjson", "--id", "T-2", "--json"]).json()[0];
    assert!(explained["nearly"][0].as_str().unwrap().contains("`requester.vip`"), "{explained}");
    folder.run(&["explain", "desk", "t.ndjson", "--id", "T-2"]).is(
        0,
        &in_words("T-2  at 2026-11-23T00:00:00Z", explained),
        "",
    );
    folder.run(&["explain", "desk", "t.ndjson", "--id", "T-21"]).is(
        4,
        "",
        "error: none of the 2 tickets in `t.ndjson` has the id `T-21`; 1 line could not be read; did you mean `T-1`?\n",
    );
}

#[test]
fn reasons_are_also_json() {
    let ran = two_tickets().run(&["explain", "desk", "t.ndjson", "--id", "T-2", "--json", "--now", "2026-12-01"]);
    let explained = &ran.json()[0];
    assert!(!explained["why"].as_array().unwrap().is_empty());
    assert_eq!(explained["nearly"].as_array().unwrap().len(), 1);
    assert_eq!(explained["answer"]["now"], "2026-12-01T00:00:00Z");
    assert_eq!(explained["answer"]["trace"]["stages"][0]["stage"], "routing");
    assert_eq!(explained["answer"]["id"], json!("T-2"));
}

#[test]
fn a_ticket_that_is_refused_or_not_there_is_named() {
    let folder = Folder::with_desk();
    let ran = folder.feed(&["explain", "desk", "-"], b"\n{\"kind\": 3}\n");
    ran.is(
        3,
        "",
        "-:2: `ticket.kind` must be one of incident, service_request, problem, change, event, not a whole number (3)\n",
    );
    folder.feed(&["explain", "desk", "-"], b"").is(4, "", "error: there is no ticket in `-`\n");
}
