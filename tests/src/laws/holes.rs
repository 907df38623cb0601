//! What is said to be left out.

use std::collections::{BTreeMap, BTreeSet};

use tierline_check::Finding;
use tierline_model::{Class, Path, Request, Ticket, Value};

use super::{
    World, told,
    world::{answer, fired, now},
};

fn lacks(world: &World, finding: &Finding, field: &str, action: &str) -> Result<usize, String> {
    let answer = world.shown(finding.witness.as_ref())?;
    match answer.ticket.get(field) {
        _ if !world.text().contains(action) => Err(format!("no rule asks for `{action}`")),
        Some(value) => Err(format!("its ticket has a {field}: {value}")),
        None if !answer.faults.is_empty() => Err(format!("it is a fault: {:?}", answer.faults)),
        None => Ok(1),
    }
}

pub(super) fn no_route(world: &World, finding: &Finding) -> Result<usize, String> {
    lacks(world, finding, "queue", "")
}

pub(super) fn no_priority(world: &World, finding: &Finding) -> Result<usize, String> {
    lacks(world, finding, "priority", "prioritise")
}

pub(super) fn no_sla(world: &World, finding: &Finding) -> Result<usize, String> {
    lacks(world, finding, "sla", "sla ")?;
    let answer = world.shown(finding.witness.as_ref())?;
    match answer.readings.iter().find(|reading| reading.class == Class::Customer) {
        Some(reading) => Err(format!("its ticket has a clock: {reading:?}")),
        None => Ok(1),
    }
}

/// A table as it is written: its labels and cells.
struct Grid {
    name: String,
    line: u32,
    fields: [String; 2],
    columns: Vec<String>,
    rows: BTreeMap<String, Vec<String>>,
}

impl Grid {
    fn all(world: &World) -> Vec<Grid> {
        world.blocks("matrix").into_iter().filter_map(|(line, lines)| Grid::read(line, &lines)).collect()
    }

    fn read(line: usize, lines: &[&str]) -> Option<Grid> {
        let (name, fields) = lines[0].strip_prefix("matrix ")?.split_once(" by ")?;
        let (row, column) = fields.trim_end_matches(" {").split_once(", ")?;
        let cells = |line: &&str| -> Vec<String> {
            let inside = line.trim().trim_matches('|');
            inside.split('|').map(|cell| cell.trim().trim_matches('"').to_owned()).collect()
        };
        let mut grid = lines[1..lines.len() - 1].iter().map(cells);
        let columns = grid.next()?.into_iter().skip(1).collect();
        let rows = grid.map(|mut row| (row.remove(0), row)).collect();
        let fields = [row.to_owned(), column.to_owned()];
        Some(Grid { name: name.to_owned(), line: u32::try_from(line).ok()?, fields, columns, rows })
    }

    fn has_empty_cell(&self) -> bool {
        self.rows.values().flatten().any(|cell| cell == "-" || cell.is_empty())
    }
}

/// The matrix says nothing for the ticket that the message speaks of, whatever else the ticket has.
pub(super) fn of_matrix(world: &World, finding: &Finding) -> Result<usize, String> {
    let message = &finding.diagnostic.message;
    let grids = Grid::all(world);
    let grid = grids.iter().find(|grid| grid.line == finding.diagnostic.place.line).ok_or("there is no matrix")?;
    let tried: Vec<[String; 2]> = match told(message, "has no row for", '"').or(told(message, "has no column for", '"'))
    {
        None => {
            let row = told(message, " is ", '"').ok_or("it names no row")?;
            let (_, rest) = message.split_once(" and ").ok_or("it names no column")?;
            let column = told(rest, " is ", '"').ok_or("it names no column")?;
            vec![[row.to_owned(), column.to_owned()]]
        }
        Some(word) if message.contains("has no row") => {
            grid.columns.iter().map(|column| [word.to_owned(), column.clone()]).collect()
        }
        Some(word) => grid.rows.keys().map(|row| [row.clone(), word.to_owned()]).collect(),
    };
    let asking = format!(
        "{}\nstage follow_up\nrule \"law of matrices\" {{\n    when matrix(\"{}\") == ()\n    then {{ }}\n}}\n",
        declarations(world),
        grid.name
    );
    let desk = world.with_text(&asking)?;
    for words in &tried {
        let mut request = Request::new(Ticket::default(), now());
        for (field, word) in grid.fields.iter().zip(words) {
            let path = Path::parse(field).ok_or("no field")?;
            request.ticket.put(&path, Value::from_json(typed(word)).map_err(|_| "no value")?);
        }
        if !fired(&answer(&desk, &request), "law of matrices") {
            return Err(format!("it says something of {words:?}"));
        }
    }
    Ok(tried.len())
}

/// A label as a field holds it.
fn typed(word: &str) -> serde_json::Value {
    serde_json::from_str(word).unwrap_or_else(|_| word.into())
}

/// The fields and matrices of the desk.
fn declarations(world: &World) -> String {
    let fields = world.text().lines().filter(|line| line.starts_with("field "));
    let matrices = world.blocks("matrix").into_iter().flat_map(|(_, lines)| lines);
    fields.chain(matrices).map(|line| format!("{line}\n")).collect()
}

/// Every matrix with an empty cell; and none without, where no word that a rule writes out lacks a row or column.
pub(super) fn all_of_matrices(world: &World) -> Option<BTreeSet<u32>> {
    let is_tame = |grid: &Grid| grid.fields == ["ticket.impact", "ticket.urgency"];
    let grids = Grid::all(world);
    if !grids.iter().all(is_tame) {
        return None;
    }
    // What rules write is looked up among the rows, unless a rule looks whether there is a cell, or says what holds where there is
    // none.
    let written = |grid: &Grid| {
        let cell = format!("matrix(\"{}\")", grid.name);
        if [format!("{cell} ??"), format!("is_set({cell})")].iter().any(|minding| world.text().contains(minding)) {
            return false;
        }
        let calls = world.text().split("set_impact(\"").skip(1).filter_map(|rest| rest.split('"').next());
        calls.into_iter().any(|word| !grid.rows.contains_key(word))
    };
    Some(grids.iter().filter(|grid| grid.has_empty_cell() || written(grid)).map(|grid| grid.line).collect())
}

/// No rule of its stage fires for the ticket that is shown, and no row names its words.
pub(super) fn of_table(world: &World, finding: &Finding) -> Result<usize, String> {
    let answer = world.shown(finding.witness.as_ref())?;
    let table = told(&finding.diagnostic.message, "the table", '"').ok_or("it names no table")?;
    let rows: Vec<&str> = world.desk.rule_names().filter(|name| name.starts_with(&format!("{table}, row "))).collect();
    match rows.iter().find(|row| fired(&answer, row)) {
        _ if rows.is_empty() => Err("it has no rows".to_owned()),
        Some(row) => Err(format!("{row} fires")),
        None => Ok(1),
    }
}
