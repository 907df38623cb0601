//! Coverage as a tracefile of lcov, which editors show beside the lines.
//!
//! What has a name and is done as a whole is a function; parts of conditions, ways of action blocks and cells are branches of
//! their line.

use std::collections::BTreeMap;

use tierline_wire::tierline::{Coverage, Goal, GoalKind};

use super::by_file;
use crate::{desk_files::Home, report::printable};

/// The tracefile of one desk. Those of several desks may stand one behind the other.
pub fn lcov(coverage: &Coverage, home: &Home) -> String {
    by_file(coverage).iter().map(|(file, goals)| record(&home.shown(file), goals)).collect()
}

/// The record of one file.
fn record(path: &str, goals: &[&Goal]) -> String {
    let functions = functions(goals);
    let mut lines: BTreeMap<u32, u64> = BTreeMap::new();
    let mut branches: BTreeMap<u32, Vec<u64>> = BTreeMap::new();
    for goal in goals {
        *lines.entry(goal.place.line).or_default() += goal.times;
        if is_branch(goal.kind) {
            branches.entry(goal.place.line).or_default().push(goal.times);
        }
    }
    let mut said = vec!["TN:".to_owned(), format!("SF:{path}")];
    said.extend(functions.iter().map(|goal| format!("FN:{},{}", goal.place.line, name(goal))));
    said.extend(functions.iter().map(|goal| format!("FNDA:{},{}", goal.times, name(goal))));
    said.push(format!("FNF:{}", functions.len()));
    said.push(format!("FNH:{}", functions.iter().filter(|goal| goal.is_reached()).count()));
    said.extend(branches.iter().flat_map(|(line, times)| branch_lines(*line, times)));
    said.push(format!("BRF:{}", branches.values().flatten().count()));
    said.push(format!("BRH:{}", branches.values().flatten().filter(|times| **times > 0).count()));
    said.extend(lines.iter().map(|(line, times)| format!("DA:{line},{times}")));
    said.push(format!("LF:{}", lines.len()));
    said.push(format!("LH:{}", lines.values().filter(|times| **times > 0).count()));
    said.push("end_of_record\n".to_owned());
    said.join("\n")
}

/// The branches of a line. Where none was taken, nobody came to it.
fn branch_lines(line: u32, times: &[u64]) -> impl Iterator<Item = String> {
    let was_reached = times.iter().any(|times| *times > 0);
    times.iter().enumerate().map(move |(number, times)| match was_reached {
        true => format!("BRDA:{line},0,{number},{times}"),
        false => format!("BRDA:{line},0,{number},-"),
    })
}

fn functions<'a>(goals: &[&'a Goal]) -> Vec<&'a Goal> {
    goals.iter().filter(|goal| !is_branch(goal.kind)).copied().collect()
}

fn is_branch(kind: GoalKind) -> bool {
    matches!(kind, GoalKind::Held | GoalKind::Missed | GoalKind::Branch | GoalKind::Cell)
}

/// A name that no other function of the file has: targets are named by their lines, and the SLA is said.
fn name(goal: &Goal) -> String {
    printable(&match goal.kind {
        GoalKind::Target => format!("{}: {}", goal.of, goal.text),
        GoalKind::Policy => format!("sla {}", goal.text),
        _ => goal.text.to_string(),
    })
}
