//! Folders, files and bundles.

use std::fs;

use serde_json::{Value as Json, json};

use crate::{Folder, RULES, VIP};

const TABLE: &str = "stage routing first\ntable routing first from \"routing.csv\"\n";
const TABLE_ROWS: &str = "ticket.category,route\nnetwork,network-l1\n";

fn effects(folder: &Folder, desk: &str) -> Json {
    let ran = folder.feed(&["eval", desk, "-"], VIP.as_bytes());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    ran.json()[0]["effects"].clone()
}

#[test]
fn a_folder_is_read_with_its_subfolders_and_without_other_files() {
    let folder = Folder::empty();
    folder.put("desk/deep/er/a.rhai", "stage triage\nrule \"a\" {\n    then { add_tag(\"deep\"); }\n}\n");
    folder.put("desk/notes.txt", b"\xff\xff");
    folder.put("desk/.hidden.rhai", "nonsense");
    folder.put("desk/.git/b.rhai", "nonsense");
    folder.put("desk/roster.json.bak", "nonsense");
    assert_eq!(effects(&folder, "desk"), json!([{"do": "add_tag", "tag": "deep", "rule": "a"}]));
    folder.put("desk/deep/er/b.rhai", "nonsense\n");
    let ran = folder.run(&["check", "--json", "desk"]);
    assert_eq!((ran.code, &ran.json()[0]["place"]["file"]), (1, &json!("deep/er/b.rhai")));
}

#[test]
fn a_rule_file_brings_the_tables_and_the_roster_beside_it() {
    let folder = Folder::empty();
    folder.put("desk/a.rhai", TABLE);
    folder.put("desk/routing.csv", format!("\u{feff}{TABLE_ROWS}"));
    folder.put("desk/b.rhai", "nonsense\n");
    let routed = json!([{"do": "route", "queue": "network-l1", "rule": "routing, row 1"}]);
    assert_eq!(effects(&folder, "desk/a.rhai"), routed);
    folder.put("desk/roster.json", "{\"teams\": 3}");
    assert_eq!(folder.run(&["check", "desk/a.rhai"]).code, 1);
    let ran = folder.run(&["check", "--json", "desk/a.rhai"]);
    assert_eq!(ran.json()[0]["code"], "roster");
}

#[cfg(unix)]
#[test]
fn links_in_a_circle_end() {
    let folder = Folder::with_desk();
    std::fs::create_dir(folder.path().join("desk/deep")).unwrap();
    std::os::unix::fs::symlink("..", folder.path().join("desk/deep/up")).unwrap();
    std::os::unix::fs::symlink(".", folder.path().join("desk/self")).unwrap();
    let ran = folder.run(&["check", "desk"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("\ndesk: 2 rules, 1 test, fine"), "{}", ran.out);
    std::os::unix::fs::symlink("nowhere", folder.path().join("desk/broken.rhai")).unwrap();
    let said = "error: `desk/broken.rhai` is a link to something that does not exist\n";
    folder.run(&["check", "desk"]).is(4, "", said);
}

#[test]
fn what_is_no_desk_is_refused() {
    let folder = Folder::with_desk();
    fs::create_dir(folder.path().join("empty")).unwrap();
    folder.put("tables/a.csv", TABLE_ROWS);
    folder.put("desk.txt", RULES);
    let none = |name| format!("error: there are no `.rhai` files in `{name}`; a desk needs at least one\n");
    folder.run(&["check", "empty"]).is(4, "", &none("empty"));
    folder.run(&["test", "tables"]).is(4, "", &none("tables"));
    folder.run(&["check", "dsek"]).is(4, "", "error: `dsek` does not exist; did you mean `desk`?\n");
    folder.run(&["check", "desk/b.rhai"]).is(
        4,
        "",
        "error: `desk/b.rhai` does not exist; did you mean `desk/a.rhai`?\n",
    );
    folder.run(&["eval", "nowhere-near/x", "-"]).is(4, "", "error: `nowhere-near/x` does not exist\n");
    folder.run(&["check", "desk.txt"]).is(
        4,
        "",
        "error: `desk.txt` is no desk: a desk is a folder with `.rhai` files, one `.rhai` file, or a bundle (`*.desk`)\n",
    );
}

#[test]
fn a_file_that_is_not_utf8_is_named_with_the_place() {
    let folder = Folder::with_desk();
    folder.put("desk/b.rhai", b"// caf\xe9\n");
    let said = "error: `desk/b.rhai` is not UTF-8 text at byte offset 6; save it as UTF-8\n";
    folder.run(&["check", "desk"]).is(4, "", said);
    folder.run(&["eval", "desk", "-"]).is(4, "", said);
}

#[test]
fn a_bundle_stands_for_its_folder() {
    let folder = Folder::with_desk();
    let ran = folder.run(&["compile", "desk"]);
    let bundle = folder.bytes("desk.desk");
    let head =
        bundle.split(|byte| *byte == b'\n').next().map(|head| String::from_utf8(head.to_vec()).unwrap()).unwrap();
    let hash = head.split(' ').nth(3).unwrap();
    ran.is(0, "", &format!("wrote desk.desk: 2 rules (desk {hash})\n"));
    assert!(head.starts_with("tierline-bundle 5 "));

    folder.run(&["compile", "desk", "-o", "other"]);
    folder.run(&["compile", "desk/a.rhai"]);
    let out = folder.run(&["compile", "desk.desk", "-o", "-"]);
    out.is(0, &String::from_utf8_lossy(&bundle), &format!("wrote the bundle: 2 rules (desk {hash})\n"));

    let tickets = format!("{VIP}\n{{\"id\": \"T-2\", \"updated_at\": \"2026-11-23\"}}\n");
    let answers = |desk| folder.feed(&["eval", desk, "-", "--trace", "--explain"], tickets.as_bytes());
    let from_folder = answers("desk");
    assert_eq!((from_folder.code, from_folder.json().len()), (0, 2));
    for bundle in ["desk.desk", "other", "a.desk", "desk", "desk/"] {
        assert_eq!(answers(bundle), from_folder, "{bundle}");
    }
    folder.run(&["test", "desk.desk"]).is(0, "1 passed, 0 failed\n", "");
    let fine = format!("\nother: 2 rules, 1 test, fine (desk {hash})\n");
    let ran = folder.run(&["check", "other"]);
    assert!(ran.code == 0 && ran.out.ends_with(&fine), "{}", ran.out);
}

#[test]
fn a_bundle_that_was_changed_or_is_of_another_time_is_refused() {
    let folder = Folder::with_desk();
    folder.run(&["compile", "desk"]);
    let bundle = folder.bytes("desk.desk");
    let said = |bundle: &[u8]| {
        folder.put("x.desk", bundle);
        let ran = folder.feed(&["eval", "x.desk", "-"], VIP.as_bytes());
        assert_eq!((ran.code, ran.out.as_str()), (4, ""));
        ran.err
    };
    let changed = said(&[&bundle[..], b"more"].concat());
    assert!(changed.starts_with("error: `x.desk`: the bundle says its hash is "), "{changed}");
    let cut_off = said(&bundle[..20]);
    assert_eq!(cut_off, "error: `x.desk`: this is no bundle of a desk: its first line is cut off\n");
    let newer = said(b"tierline-bundle 99 3.0.0 \n");
    let update = "this version reads format 7: update Tierline to 3.0.0 or later\n";
    assert!(newer.starts_with("error: `x.desk`: the bundle has format 99, ") && newer.ends_with(update), "{newer}");
    let older = said(b"tierline-bundle 2 0.0.1 \n");
    let again = "this version reads format 7: make it again from its rules\n";
    assert!(older.starts_with("error: `x.desk`: the bundle has format 2, ") && older.ends_with(again), "{older}");
}

#[test]
fn what_cannot_be_written_is_trouble() {
    let folder = Folder::with_desk();
    let said = "error: `nowhere/x.json` cannot be written: it does not exist\n";
    folder.run(&["compile", "desk", "-o", "nowhere/x.json"]).is(4, "", said);
    folder.run(&["compile", "desk", "-o", "desk"]).is(4, "", "error: `desk` cannot be written: it is a folder\n");
    folder.put("file", "");
    folder.run(&["schema", "-o", "file"]).is(
        4,
        "",
        "error: `file` cannot be written: a file of that name is in the way\n",
    );
}
