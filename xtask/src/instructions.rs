//! `cargo xtask bench --instructions`: instructions an operation, beside those of the committed table.
//!
//! Times are those of a machine and of what else runs on it. How many instructions an operation takes is the same in every run of one
//! build, so that a change which takes more is seen where nobody measures times.

use std::{collections::BTreeMap, fs, path::Path, process::Command};

use crate::{cargo, output, root};

/// The committed table: `scenario: instructions`, a line each.
const TABLE: &str = "tests/bench/instructions.txt";

/// Of a hundred: how much more is too much.
const BEARABLE: u64 = 3;

/// Counts, and fails where a scenario takes more than [`BEARABLE`] beyond the table.
pub fn compare(target: &str) -> Result<(), String> {
    beside(&count_all(target)?, &read()?)
}

/// Counts, and writes the table anew.
pub fn update(target: &str) -> Result<(), String> {
    write(&count_all(target)?)
}

fn count_all(target: &str) -> Result<Vec<(String, u64)>, String> {
    if !Command::new("valgrind").arg("--version").output().is_ok_and(|output| output.status.success()) {
        return Err(
            "instructions are counted by valgrind, which is not on this machine; install it, for example with \
            `sudo apt-get install valgrind`"
                .to_owned(),
        );
    }
    let manifest = ["--manifest-path", "tests/bench/Cargo.toml", "--target-dir", target];
    cargo(&[&["build", "--quiet", "--profile", "bench", "--example", "count"][..], &manifest].concat())?;
    let count = root().join(target).join("release/examples/count");
    let counted = scenarios(&count)?.into_iter().map(|scenario| {
        let instructions = instructions(&count, &scenario)?;
        println!("{instructions:>12}  {scenario}");
        Ok((scenario, instructions))
    });
    counted.collect()
}

fn scenarios(count: &Path) -> Result<Vec<String>, String> {
    Ok(output(&mut Command::new(count))?.lines().map(str::to_owned).collect())
}

/// Instructions an operation of a scenario.
fn instructions(count: &Path, scenario: &str) -> Result<u64, String> {
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null", "--log-fd=1"]);
    valgrind.args(["--collect-atstart=no", "--toggle-collect=count::measured*"]);
    let said = output(valgrind.arg(count).arg(scenario))?;
    let collected = said.lines().find_map(|line| line.split_once("Collected :")?.1.trim().parse::<u64>().ok());
    let operations = said.lines().find_map(|line| line.parse::<u64>().ok());
    match (collected, operations) {
        (Some(collected @ 1..), Some(operations @ 1..)) => Ok(collected / operations),
        _ => Err(format!("valgrind counted nothing of `{scenario}`:\n{said}")),
    }
}

fn beside(counted: &[(String, u64)], table: &BTreeMap<String, u64>) -> Result<(), String> {
    let mut too_many = vec![];
    for (scenario, instructions) in counted {
        match table.get(scenario) {
            None => too_many.push(format!("`{scenario}` is not in {TABLE}")),
            Some(before) if instructions * 100 > before * (100 + BEARABLE) => {
                let more = (instructions - before) * 100 / before;
                too_many.push(format!("`{scenario}` takes {instructions} instructions, {more} % more than {before}"));
            }
            Some(before) if instructions * 100 < before * (100 - BEARABLE) => {
                println!(
                    "`{scenario}` takes {instructions} instructions, less than {before}: `--update` holds on to that"
                );
            }
            Some(_) => {}
        }
    }
    if too_many.is_empty() {
        return Ok(());
    }
    Err(format!(
        "{}\n\nMake it take less, or say in the commit why it must take more and write {TABLE} anew: \
         `cargo xtask bench --instructions --update`. Another compiler counts otherwise: the table begins with the one that it is of.",
        too_many.join("\n")
    ))
}

fn write(counted: &[(String, u64)]) -> Result<(), String> {
    let compiler = output(Command::new("rustc").arg("--version"))?;
    let rows: String = counted.iter().map(|(scenario, count)| format!("{scenario}: {count}\n")).collect();
    let table = format!("# Instructions an operation, as counted of {}\n{rows}", compiler.trim());
    fs::write(root().join(TABLE), table).map_err(|error| format!("{TABLE}: {error}"))
}

fn read() -> Result<BTreeMap<String, u64>, String> {
    let table = fs::read_to_string(root().join(TABLE)).map_err(|error| format!("{TABLE}: {error}"))?;
    let rows = table.lines().filter(|line| !line.starts_with('#'));
    let rows = rows.map(|row| {
        let (scenario, count) = row.rsplit_once(": ")?;
        Some((scenario.to_owned(), count.parse().ok()?))
    });
    rows.collect::<Option<_>>().ok_or_else(|| format!("{TABLE} has a line that is not `scenario: instructions`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn beside_a_hundred(instructions: u64) -> Result<(), String> {
        beside(&[("add".to_owned(), instructions)], &[("add".to_owned(), 100)].into())
    }

    #[test]
    fn a_little_more_is_bearable() {
        assert_eq!(beside_a_hundred(103), Ok(()));
        assert_eq!(beside_a_hundred(50), Ok(()));
    }

    #[test]
    fn more_than_that_is_named() {
        let why = beside_a_hundred(104).unwrap_err();
        assert!(why.starts_with("`add` takes 104 instructions, 4 % more than 100\n"), "{why}");
    }

    #[test]
    fn a_scenario_without_a_count_is_named() {
        let why = beside(&[("add".to_owned(), 1)], &BTreeMap::new()).unwrap_err();
        assert!(why.starts_with("`add` is not in tests/bench/instructions.txt\n"), "{why}");
    }
}
