//! `eval` of CSV files, with and without a column map.

use std::path::Path;

use serde_json::{Value as Json, json};

use crate::{Folder, Ran};

fn eval(csv: &str, map: Option<&str>) -> Ran {
    let folder = Folder::with_desk();
    folder.put("t.csv", csv);
    let args = ["eval", "desk", "t.csv", "--now", "2026-11-23"];
    match map {
        None => folder.run(&args),
        Some(map) => {
            folder.put("map.json", map);
            folder.run(&[&args[..], &["--columns", "map.json"]].concat())
        }
    }
}

fn tickets(ran: &Ran) -> Vec<Json> {
    ran.json().iter().map(|answer| answer["ticket"].clone()).collect()
}

#[test]
fn cells_become_what_their_fields_hold() {
    let csv = "\u{feff}id,subject,requester.vip,tags,affected_users,cost,context.freeze\r\n\
               1,\"a, \"\"b\"\"\r\nc\",yes,x; y,12,0.10,1\r\n\
               \r\n\
               2,,,,,,\r\n";
    let ran = eval(csv, None);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let full = json!({"id": "1", "subject": "a, \"b\"\r\nc", "requester": {"vip": true}, "tags": ["x", "y"], "affected_users": 12, "flags": ["frozen"]});
    let mut tickets = tickets(&ran);
    assert_eq!(tickets[0]["cost"].to_string(), "0.1");
    tickets[0].as_object_mut().unwrap().remove("cost");
    assert_eq!(tickets, [full, json!({"id": "2"})]);
}

#[test]
fn rows_that_do_not_fit_are_refused_by_line() {
    let csv = "id,subject,affected_users,kind\n1,\"two\nlines\",x,\n2,b,3\n3,c,4,incident\n4,d,5,incidnet\n5,\"open,6,\n6,x,7,\n";
    let ran = eval(csv, None);
    assert_eq!(
        (ran.code, tickets(&ran)),
        (3, vec![json!({"id": "3", "subject": "c", "affected_users": 4, "kind": "incident"})])
    );
    assert_eq!(
        ran.err,
        "t.csv:2: column `affected_users`: `x` is not a whole number\n\
         t.csv:4: it has 3 cells, and the header has 4; quote cells that have a comma\n\
         t.csv:6: `ticket.kind` must be one of incident, service_request, problem, change, event, not text (\"incidnet\"); did you mean `incident`?\n\
         t.csv:7: the record has a quote that is not closed\n\
         4 of 5 lines refused\n"
    );
}

#[test]
fn a_header_that_cannot_be_is_trouble() {
    let said = |csv| {
        let ran = eval(csv, None);
        assert_eq!((ran.code, ran.out.as_str()), (4, ""));
        ran.err
    };
    assert_eq!(said(""), "error: `t.csv`: it is empty; CSV begins with a header\n");
    assert_eq!(said("id,id\n1,2\n"), "error: `t.csv`: the header has the column `id` twice\n");
    assert_eq!(
        said("id;subject\n1;2\n"),
        "error: `t.csv`: the column `id;subject` is no field; the cells must be separated by commas\n"
    );
}

const MAP: &str = r#"{"missing": ["?"], "columns": {
    "Number": {"field": "id"},
    "Opened": {"field": "created_at", "format": "%-d/%-m/%Y %H:%M", "offset": "+01:00"},
    "Impact": {"field": "impact", "values": {"1 - High": "high"}},
    "Frozen": {"field": "context.freeze", "values": {"ja": true, "nein": false}}
}}"#;

#[test]
fn a_column_map_names_fields_and_translates() {
    let csv = "Number,Opened,Impact,Frozen,Left out\nN1,1/2/2026 00:30,1 - High,ja,x\nN2,?,?,nein,\nN3,?,2 - Low,?,\nN4,31/2/2026 00:30,?,?,\n";
    let ran = eval(csv, Some(MAP));
    let first = json!({"id": "N1", "created_at": "2026-01-31T23:30:00Z", "impact": "high", "flags": ["frozen"]});
    assert_eq!((ran.code, tickets(&ran)), (3, vec![first, json!({"id": "N2"})]));
    assert_eq!(
        ran.err,
        "t.csv:4: column `Impact`: `2 - Low` is not among the `values` of the column map; add it there\n\
         t.csv:5: column `Opened`: `31/2/2026 00:30` is no instant of the format `%-d/%-m/%Y %H:%M`\n\
         2 of 4 lines refused\n"
    );
}

#[test]
fn a_column_map_that_is_wrong_is_trouble() {
    let said = |map| {
        let ran = eval("id,Numbr\n1,2\n", Some(map));
        assert_eq!((ran.code, ran.out.as_str()), (4, ""));
        ran.err
    };
    assert_eq!(
        said(r#"{"columns": {"Number": {"field": "id"}}}"#),
        "error: `t.csv`: the column map has the column `Number`, which is not in the header; did you mean `Numbr`?\n"
    );
    assert_eq!(
        said(r#"{"columns": {"Numbr": {"feild": "id"}}}"#),
        "error: `map.json`: column `Numbr`: a column has no `feild`; did you mean `field`?\n"
    );
    assert_eq!(
        said(r#"{"columns": {"Numbr": {"field": "id"}, "id": {"field": "ticket.id"}}}"#),
        "error: `t.csv`: the columns `id` and `Numbr` are both `ticket.id`\n"
    );
    assert_eq!(said("nonsense"), "error: `map.json`: it is not JSON: expected ident at line 1 column 2\n");
}

#[test]
fn the_incident_log_is_answered_to_the_last_row() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/incident-log");
    let path = |name: &str| examples.join(name).display().to_string();
    let (desk, log, map) = (path("desk"), path("incident_event_log_small.csv"), path("columns.json"));
    let ran = Folder::empty().run(&["eval", &desk, &log, "--columns", &map]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let tickets = tickets(&ran);
    assert_eq!(tickets.len(), 1_646);
    assert_eq!(tickets.iter().filter(|ticket| ticket["priority"] == ticket["recorded_priority"]).count(), 1_646);
    assert_eq!(tickets.iter().filter(|ticket| ticket["queue"] == "triage").count(), 18);
    assert_eq!(tickets[0]["created_at"], "2016-02-29T01:16:00Z");
}
