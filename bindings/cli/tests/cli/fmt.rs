//! `fmt`.

use crate::{Folder, RULES};

const HURRIED: &str = "stage triage\r\nrule \"a\"{when requester.vip then{flag( \"vip\" );}}\r\n";
const LAID_OUT: &str = "stage triage\n\nrule \"a\" {\n    when requester.vip\n    then { flag(\"vip\"); }\n}\n";
const BROKEN: &str = "stage triage\n\nrule \"a\" {\n    then { flag(\"vip\"; }\n}\n";

fn folder() -> Folder {
    let folder = Folder::empty();
    folder.put("desk/a.rhai", HURRIED);
    folder.put("desk/more/b.rhai", LAID_OUT.replace("\"a\"", "\"b\""));
    folder.put("desk/notes.txt", "rule \"a\"{}");
    folder
}

#[test]
fn files_are_laid_out_where_they_stand() {
    let folder = folder();
    folder.run(&["fmt", "desk"]).is(0, "desk/a.rhai\n", "1 of 2 files laid out anew\n");
    assert_eq!(folder.read("desk/a.rhai"), LAID_OUT);
    assert_eq!(folder.read("desk/notes.txt"), "rule \"a\"{}");
    folder.run(&["fmt", "desk", "desk/a.rhai"]).is(0, "", "0 of 3 files laid out anew\n");
    let left: Vec<_> = std::fs::read_dir(folder.path().join("desk")).unwrap().collect();
    assert_eq!(left.len(), 3, "{left:?}");
}

#[test]
fn check_shows_what_would_change_and_changes_nothing() {
    let folder = folder();
    let shown = "\
desk/a.rhai
@ 2
- rule \"a\"{when requester.vip then{flag( \"vip\" );}}
+
+ rule \"a\" {
+     when requester.vip
+     then { flag(\"vip\"); }
+ }

";
    folder.run(&["fmt", "--check", "desk"]).is(1, shown, "1 of 2 files would be laid out anew\n");
    assert_eq!(folder.read("desk/a.rhai"), HURRIED);
    folder.run(&["fmt", "--check", "desk/more"]).is(0, "", "0 of 1 file would be laid out anew\n");
}

#[test]
fn standard_input_goes_to_standard_output() {
    let folder = Folder::empty();
    folder.feed(&["fmt", "--stdin"], HURRIED.as_bytes()).is(0, LAID_OUT, "");
    folder.feed(&["fmt", "--stdin", "--check"], LAID_OUT.as_bytes()).is(0, "", "");
    assert_eq!(folder.feed(&["fmt", "--stdin", "--check"], HURRIED.as_bytes()).code, 1);
    let ran = folder.feed(&["fmt", "--stdin"], BROKEN.as_bytes());
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("--> <stdin>:4:"), "{}", ran.err);
}

#[test]
fn a_file_that_cannot_be_read_is_left_and_the_others_are_laid_out() {
    let folder = folder();
    folder.put("desk/c.rhai", BROKEN);
    let ran = folder.run(&["fmt", "desk"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, "desk/a.rhai\n"));
    assert!(ran.err.contains("error[syntax]") && ran.err.contains("--> desk/c.rhai:4:"), "{}", ran.err);
    assert!(ran.err.ends_with("1 of 2 files laid out anew, 1 file left alone\n"), "{}", ran.err);
    assert_eq!((folder.read("desk/a.rhai").as_str(), folder.read("desk/c.rhai").as_str()), (LAID_OUT, BROKEN));
}

#[test]
fn what_is_not_there_is_said() {
    let folder = Folder::with_desk();
    assert_eq!(folder.read("desk/a.rhai"), RULES);
    assert_eq!(folder.run(&["fmt", "dsk"]).code, 4);
    assert_eq!(folder.run(&["fmt"]).code, 2);
    assert_eq!(folder.run(&["fmt", "--stdin", "desk"]).code, 2);
}

#[test]
#[cfg(unix)]
fn links_stay_links_and_rights_stay() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::empty();
    folder.put("real.rhai", HURRIED);
    let real = folder.path().join("real.rhai");
    std::fs::set_permissions(&real, std::fs::Permissions::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink("real.rhai", folder.path().join("link.rhai")).unwrap();
    folder.run(&["fmt", "link.rhai"]).is(0, "link.rhai\n", "1 of 1 file laid out anew\n");
    assert_eq!(folder.read("real.rhai"), LAID_OUT);
    assert!(folder.path().join("link.rhai").is_symlink());
    assert_eq!(std::fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
}
