//! `test --coverage`

use std::collections::BTreeMap;

use crate::{Folder, Ran};

const DESK: &str = r#"stage triage

rule "vip" {
    when requester.vip && ticket.category == "network"
    then { if ticket.kind == "incident" { add_tag("vip"); } else { add_tag("other"); } }
}

rule "never, ever" {
    when ticket.category == "moon"
    then { add_tag("moon"); }
}

test "a VIP" {
    given ticket #{ category: "network", kind: "incident", requester: #{ vip: true } }
    expect fired("vip")
}
"#;

fn run(args: &[&str]) -> (Folder, Ran) {
    let folder = Folder::empty();
    folder.put("desk/a.rhai", DESK);
    let ran = folder.run(&[&["test"], args, &["desk"]].concat());
    (folder, ran)
}

#[test]
fn what_is_not_reached_is_listed_by_file_and_line() {
    let (_, ran) = run(&["--coverage"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let (table, list) = ran.out.split_once("reached: ").unwrap();
    let rows: Vec<Vec<&str>> = table.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(rows[1], ["│", "file", "rules", "rows", "parts", "branches", "cells", "slas", "targets", "steps", "│"]);
    assert_eq!(rows[3], ["│", "desk/a.rhai", "1/2", "3/6", "1/2", "│"]);
    assert_eq!(rows[4], ["│", "all", "1/2", "3/6", "1/2", "│"]);
    let expected = "\
5 of 10 (50 %)
desk/a.rhai:4:10: \"vip\": `requester.vip` never fails
desk/a.rhai:4:27: \"vip\": `ticket.category == \"network\"` never fails
desk/a.rhai:5:68: \"vip\": never goes `then { if ticket.kind == \"incident\" { add_tag(\"vip\"); } else { add_tag(\"other\"); } }`
desk/a.rhai:8:6: the rule \"never, ever\" never fires
desk/a.rhai:9:10: \"never, ever\": `ticket.category == \"moon\"` never holds
1 passed, 0 failed
";
    assert_eq!(list, expected);
}

#[test]
fn too_little_fails() {
    assert_eq!(run(&["--coverage-at-least", "50"]).1.code, 0);
    let (_, ran) = run(&["--coverage-at-least", "51"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("desk/a.rhai:8:6: the rule \"never, ever\" never fires\n"), "{}", ran.out);
    assert_eq!(ran.err, "desk: the tests reach 5 of 10, which is less than 51 %: 5 are missing\n");
    assert_eq!(run(&["--coverage-at-least", "101"]).1.code, 2);
}

#[test]
fn json_has_the_coverage_behind_the_reports() {
    let (_, ran) = run(&["--json", "--coverage"]);
    let lines = ran.json();
    assert_eq!((lines.len(), &lines[0]["test"]), (2, &"a VIP".into()));
    assert_eq!(lines[1]["coverage"]["goals"][0]["kind"], "rule");
}

/// The lines of a tracefile by their keys, read as editors read them.
fn records(tracefile: &str) -> Vec<BTreeMap<&str, Vec<&str>>> {
    let mut records = vec![];
    for record in tracefile.split_terminator("end_of_record\n") {
        let mut by_key: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for line in record.lines() {
            let (key, value) = line.split_once(':').unwrap();
            by_key.entry(key).or_default().push(value);
        }
        records.push(by_key);
    }
    records
}

#[test]
fn the_tracefile_says_the_same_to_editors() {
    let (folder, ran) = run(&["--coverage-lcov", "lcov.info"]);
    ran.is(0, "1 passed, 0 failed\n", "");
    let tracefile = folder.read("lcov.info");
    let [record] = <[_; 1]>::try_from(records(&tracefile)).unwrap();
    let expected = [
        ("BRDA", vec!["4,0,0,1", "4,0,1,0", "4,0,2,1", "4,0,3,0", "5,0,0,1", "5,0,1,0", "9,0,0,0", "9,0,1,1"]),
        ("BRF", vec!["8"]),
        ("BRH", vec!["4"]),
        ("DA", vec!["3,1", "4,2", "5,1", "8,0", "9,1"]),
        ("FN", vec!["3,vip", "8,never, ever"]),
        ("FNDA", vec!["1,vip", "0,never, ever"]),
        ("FNF", vec!["2"]),
        ("FNH", vec!["1"]),
        ("LF", vec!["5"]),
        ("LH", vec!["4"]),
        ("SF", vec!["desk/a.rhai"]),
        ("TN", vec![""]),
    ];
    assert_eq!(record, BTreeMap::from(expected));
}

#[test]
fn a_tracefile_that_cannot_be_written_is_named() {
    let (_, ran) = run(&["--coverage-lcov", "no/such/folder.info"]);
    ran.is(4, "", "error: `no/such/folder.info` cannot be written: it does not exist\n");
}
