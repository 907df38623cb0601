//! What it takes to add to a table, tried on a copy of the repository: one file, and everything that goes through the rows knows the
//! new one.
//!
//! Building a copy takes two minutes: `cargo xtask additions`.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A copy of all that is built, below `target`; what was built of the one before is of use again.
fn copied(name: &str) -> PathBuf {
    let copy = root().join("target/additions").join(name);
    drop(fs::remove_dir_all(&copy));
    for part in ["Cargo.toml", "Cargo.lock", "engine", "bindings", "rules", "tests", "xtask", "examples", "clippy.toml"]
    {
        copy_to(&root().join(part), &copy.join(part));
    }
    copy
}

fn copy_to(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap().flatten() {
            let name = entry.file_name();
            if name != "target" && name != "node_modules" {
                copy_to(&entry.path(), &to.join(name));
            }
        }
    } else {
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(from, to).unwrap();
    }
}

/// Adds a row at the end of the table of a file.
fn add_row(file: &Path, row: &Path) {
    let text = fs::read_to_string(file).unwrap();
    let end = text.find("\n];\n").unwrap() + 1;
    fs::write(file, format!("{}{}{}", &text[..end], fs::read_to_string(row).unwrap(), &text[end..])).unwrap();
}

/// What is added, in a folder of the data.
fn added(kind: &str, name: &str) -> PathBuf {
    root().join("tests/data/additions").join(kind).join(name).canonicalize().unwrap()
}

/// What cargo writes that runs something of a copy.
fn run(copy: &Path, package: &[&str], args: &[&str], input: Option<&Path>) -> String {
    let mut command = Command::new(env!("CARGO"));
    command.args(["run", "--quiet", "--offline"]).args(package).arg("--target-dir");
    command.arg(root().join("target/additions/built")).arg("--").args(args).current_dir(copy);
    if let Some(input) = input {
        command.stdin(fs::File::open(input).unwrap());
    }
    let output = command.output().unwrap();
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
#[ignore = "builds a copy of the engine"]
fn a_word_is_a_row_and_everybody_knows_it() {
    let copy = copied("words");
    add_row(&copy.join("engine/condition/src/functions/text.rs"), &added("function", "row.rs"));
    copy_to(&added("action", "nudge.rs"), &copy.join("engine/rules/src/actions/nudge.rs"));
    add_row(&copy.join("bindings/wire/src/verbs/told.rs"), &added("verb", "row.rs"));
    copy_to(&added("metric", "pickup.rs"), &copy.join("engine/model/src/metrics/pickup.rs"));

    let cli = |args: &[&str], input: Option<&Path>| run(&copy, &["-p", "tierline-cli"], args, input);
    // The language takes each wherever one of its kind may stand, and it does what its row says.
    for (kind, passed) in [("function", 2), ("action", 1), ("metric", 1)] {
        let desk = added(kind, "desk.rhai").display().to_string();
        assert_eq!(cli(&["test", &desk], None).trim(), format!("{passed} passed, 0 failed"), "{kind}");
        let checked = cli(&["check", &desk], None);
        assert!(checked.contains("0 errors") || checked.contains(", fine (desk "), "{kind}: {checked}");
    }
    // Its arguments have types: this can hold on no ticket.
    let desk = root().join("target/additions/mistyped.rhai");
    fs::write(&desk, "stage triage\nrule \"a\" { when shouts(ticket.tags) then { nudge(5); } }\n").unwrap();
    let told = cli(&["check", &desk.display().to_string()], None);
    assert!(told.contains("`shouts`: `text` must be") && told.contains("`nudge`: `who` must be"), "{told}");
    // The reference lists them.
    let reference = cli(&["actions", "--markdown"], None);
    for word in ["`shouts(text)`", "`nudge(who, why?)`", "| `ping` |"] {
        assert!(reference.contains(word) || reference.contains(&word.replace(", why?", ", [why]")), "{word}");
    }
    // The wire answers the verb, and means it by a slip of the fingers.
    let replies = cli(&["pipe"], Some(&added("verb", "calls.jsonl")));
    let replies: Vec<&str> = replies.lines().collect();
    assert_eq!(replies[1], r#"{"ok":"1 RULES ARE HERE"}"#);
    assert!(replies[2].contains("did you mean `ping`?"), "{}", replies[2]);
    // JavaScript and Python call it, and the browser elements have words for the clock.
    run(&copy, &["-p", "tierline-tests", "--bin", "wrappers"], &[], None);
    let made = |name: &str| fs::read_to_string(copy.join(name)).unwrap();
    assert!(made("bindings/js/rust/src/verbs.rs").contains("pub fn ping(&self, options: Option<PingOptions>)"));
    assert!(
        made("bindings/python/python/tierline/_verbs.py").contains("def ping(self, *, loud: bool = False) -> str:")
    );
    let clocks = made("bindings/js/src/elements/clocks.js");
    assert!(clocks.contains("pickup: \"First touch\",") && clocks.contains("pickup: \"Erste Berührung\","), "{clocks}");
}
