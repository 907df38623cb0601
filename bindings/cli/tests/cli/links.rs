//! Links, pipes and devices where files are read.

#![cfg(unix)]

use std::{
    fs,
    os::unix::fs::symlink,
    process::{Command, Stdio},
};

use crate::{Folder, VIP};

const NOW: [&str; 2] = ["--now", "2026-11-23"];
const TABLE: &str = "stage routing first\ntable routing first from \"routing.csv\"\n";
const ROWS: &str = "ticket.category,route\nnetwork,network-l1\n";

fn link(folder: &Folder, to: &str, at: &str) {
    symlink(to, folder.path().join(at)).unwrap();
}

fn refused(folder: &Folder, args: &[&str], said: &str) {
    folder.run(args).is(4, "", &format!("error: {said}\n"));
}

/// As a cluster mounts one: each file is a link to a link to a folder, and a change swaps the link in the middle.
#[test]
fn a_mounted_config_map_is_a_desk() {
    let folder = Folder::empty();
    for (version, queue) in [("..2026_11_23", "network-l1"), ("..2026_11_24", "network-l9")] {
        folder.put(&format!("desk/{version}/routing.csv"), ROWS.replace("network-l1", queue));
        folder.put(&format!("desk/{version}/a.rhai"), TABLE);
        folder.put(&format!("desk/{version}/roster.json"), "{}");
    }
    link(&folder, "..2026_11_23", "desk/..data");
    for name in ["a.rhai", "routing.csv", "roster.json"] {
        link(&folder, &format!("..data/{name}"), &format!("desk/{name}"));
    }
    let queue = |desk: &str| {
        let ran = folder.feed(&["eval", desk, "-"], VIP.as_bytes());
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        ran.json()[0]["effects"][0]["queue"].as_str().unwrap().to_owned()
    };
    assert_eq!((queue("desk"), queue("desk/a.rhai")), ("network-l1".to_owned(), "network-l1".to_owned()));
    fs::remove_file(folder.path().join("desk/..data")).unwrap();
    link(&folder, "..2026_11_24", "desk/..data");
    assert_eq!(queue("desk"), "network-l9");
    let ran = folder.run(&["check", "desk"]);
    assert!(ran.code == 0 && ran.out.contains("desk: 1 rule, 0 tests"), "{}{}", ran.out, ran.err);
    // The desk itself may be a link to anywhere.
    link(&folder, "desk", "elsewhere");
    assert_eq!(queue("elsewhere"), "network-l9");
}

#[test]
fn rules_count_once_and_a_table_may_have_two_names() {
    let folder = Folder::with_desk();
    fs::create_dir(folder.path().join("desk/also")).unwrap();
    folder.put("desk/tables/t.csv", ROWS);
    folder.put("desk/z.rhai", "stage routing\ntable lines first from \"routing.csv\"\n");
    link(&folder, "../a.rhai", "desk/also/a.rhai");
    link(&folder, "a.rhai", "desk/b.rhai");
    link(&folder, "tables/t.csv", "desk/routing.csv");
    let ran = folder.run(&["check", "desk"]);
    assert!(ran.code == 0 && ran.out.contains("desk: 3 rules, 1 test, fine"), "{}{}", ran.out, ran.err);
}

#[test]
fn links_that_lead_out_of_a_desk_are_refused() {
    let said = |path: &str| {
        format!("`{path}` is a link that leads out of the desk's folder; put what it leads to into `desk`")
    };
    for (to, at) in [
        ("../secret/o.csv", "desk/t.csv"),
        ("../secret/o.rhai", "desk/o.rhai"),
        ("../secret/roster.json", "desk/roster.json"),
        ("../secret", "desk/more"),
        ("../desk-too", "desk/more"),
        ("..", "desk/up"),
        ("/", "desk/all"),
        ("/etc/hostname", "desk/t.csv"),
        ("inside", "desk/t.csv"),
    ] {
        let folder = Folder::with_desk();
        folder.put("secret/o.csv", ROWS);
        folder.put("secret/o.rhai", "queue \"leaked\"\n");
        folder.put("secret/roster.json", "{}");
        folder.put("desk-too/o.rhai", "queue \"leaked\"\n");
        link(&folder, "../secret/o.csv", "desk/inside");
        link(&folder, to, at);
        refused(&folder, &["check", "desk"], &said(at));
        refused(&folder, &["compile", "desk", "-o", "x"], &said(at));
        if at.ends_with(".csv") || at.ends_with(".json") {
            refused(&folder, &["check", "desk/a.rhai"], &said(at));
        }
    }
    // What is no part of a desk may lead anywhere.
    let folder = Folder::with_desk();
    link(&folder, "/etc/hostname", "desk/notes.txt");
    link(&folder, "/", "desk/.root");
    assert_eq!(folder.run(&["check", "desk"]).code, 0);
}

#[test]
fn pipes_and_devices_are_no_files_of_a_desk() {
    for name in ["p.rhai", "p.csv", "roster.json"] {
        let folder = Folder::with_desk();
        let path = format!("desk/{name}");
        assert!(Command::new("mkfifo").arg(folder.path().join(&path)).status().unwrap().success());
        let said = format!("`{path}` cannot be read: it is a pipe, not a regular file");
        refused(&folder, &["check", "desk"], &said);
        refused(&folder, &["check", if name == "p.rhai" { "desk/p.rhai" } else { "desk/a.rhai" }], &said);
    }
    let folder = Folder::empty();
    link(&folder, "/dev/zero", "zero.rhai");
    refused(&folder, &["check", "zero.rhai"], "`zero.rhai` cannot be read: it is a device, not a regular file");
}

#[test]
fn what_has_no_end_is_not_read() {
    let folder = Folder::with_desk();
    folder.put("t.csv", "id\n1\n");
    let said = "`/dev/zero` cannot be read: it is a device, not a regular file";
    for args in [
        &["check", "/dev/zero"][..],
        &["test", "/dev/zero"],
        &["fmt", "/dev/zero"],
        &["import", "/dev/zero"],
        &["verify", "/dev/zero"],
        &["eval", "desk", "/dev/zero", "--format", "ndjson"],
        &["eval", "desk", "/dev/zero", "--format", "json"],
        &["eval", "desk", "/dev/zero", "--format", "csv"],
        &["eval", "desk", "--events", "/dev/zero", "--format", "ndjson"],
        &["eval", "desk", "t.csv", "--columns", "/dev/zero"],
        &["eval", "desk", "t.csv", "--roster", "/dev/zero"],
        &["explain", "desk", "/dev/zero", "--format", "ndjson"],
        &["deadline", "desk", "/dev/zero", "--input", "ndjson"],
        &["report", "desk", "--events", "/dev/zero", "--input", "ndjson"],
    ] {
        refused(&folder, args, said);
    }
    // A pipe has one, where its writer comes to it; what begins in it and does not end is given up.
    let endless = |args: &[&str]| {
        let zero = fs::File::open("/dev/zero").unwrap();
        let ran = folder.command(args).stdin(Stdio::from(zero)).output().unwrap();
        (ran.status.code(), String::from_utf8(ran.stderr).unwrap())
    };
    let said = "error: `-` cannot be read: what begins on line 1 is too long to be passed over: it goes on for more than 256 mib\n";
    assert_eq!(endless(&["eval", "desk", "-"]), (Some(4), said.to_owned()));
    let (code, said) = endless(&["fmt", "--stdin"]);
    assert_eq!((code, said.as_str()), (Some(4), "error: standard input is too long: it may have 67108864 bytes\n"));
}

#[test]
fn tickets_and_bundles_come_from_pipes_too() {
    let folder = Folder::with_desk();
    let plain = folder.feed(&[&["eval", "desk", "-"], &NOW[..]].concat(), VIP.as_bytes());
    let named =
        folder.feed(&[&["eval", "desk", "/dev/stdin", "--format", "ndjson"], &NOW[..]].concat(), VIP.as_bytes());
    assert_eq!((plain.code, &plain.out), (0, &named.out));
    folder.put("t.ndjson", VIP);
    folder.run(&["compile", "desk", "-o", "x.desk"]);
    let mut eval = folder.command(&["eval", "/dev/stdin", "t.ndjson", NOW[0], NOW[1]]);
    let ran = eval.stdin(Stdio::from(fs::File::open(folder.path().join("x.desk")).unwrap())).output().unwrap();
    assert_eq!(String::from_utf8(ran.stdout).unwrap(), plain.out);
    folder.run(&["eval", "desk", "/dev/null", "--format", "ndjson"]).is(0, "", "");
}
