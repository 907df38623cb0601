//! What it takes to add to a table, tried on a copy of the repository: nothing but the new file and its name in the table.
//!
//! Building a copy takes a minute: `cargo test -p tierline-tests --test additions -- --ignored`.

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

/// Adds a line behind another one of a file.
fn add_line(file: &Path, behind: &str, line: &str) {
    let text = fs::read_to_string(file).unwrap();
    assert_eq!(text.matches(behind).count(), 1, "{behind}");
    fs::write(file, text.replace(behind, &format!("{behind}\n{line}"))).unwrap();
}

/// Runs the tests of a desk with the command as it is built from a copy.
fn test(copy: &Path, desk: &Path) -> String {
    let mut command = Command::new(env!("CARGO"));
    command.args(["run", "--quiet", "--offline", "-p", "tierline-cli", "--target-dir"]);
    command.arg(root().join("target/additions/built")).args(["--", "test"]).arg(desk).current_dir(copy);
    let output = command.output().unwrap();
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
#[ignore = "builds a copy of the engine"]
fn a_metric_is_a_file_and_its_name_in_the_table() {
    let (copy, data) = (copied("metric"), root().join("tests/data/additions/metric"));
    let metrics = copy.join("engine/model/src/metrics");
    copy_to(&data.join("pickup.rs"), &metrics.join("pickup.rs"));
    add_line(&metrics.join("mod.rs"), "mod ownership;", "mod pickup;");
    add_line(&metrics.join("mod.rs"), "    Supplier: supplier,", "    Pickup: pickup,");
    // The language takes it in targets, clauses, ladders, conditions and tests, and its clock runs.
    let desk = data.join("desk.rhai").canonicalize().unwrap();
    assert_eq!(test(&copy, &desk).trim(), "1 passed, 0 failed");
}
