//! Whole desks, with all that `check` looks at: stages, tables, matrices, SLAs, ladders, a roster and tests.
//!
//! A tame desk keeps to few words, so that its rules often have to do with each other; a wild one has conditions and blocks that
//! nobody would write. Every action stands on a line of its own, so that it can be taken out by its place.

mod rules;
mod slas;
mod tests;
mod tickets;

use tierline::{Desk, Limits, Pack};

use super::{DECLARED, Dice};
pub use tickets::whole_request;

/// Words that tickets and rules share.
pub(super) const CATEGORIES: [&str; 3] = ["network", "printer", "account"];
pub(super) const SITES: [&str; 3] = ["leeds", "london", "york"];
pub(super) const QUEUES: [&str; 3] = ["front", "back", "field-team"];
pub(super) const KINDS: [&str; 2] = ["incident", "change"];
pub(super) const STATUSES: [&str; 3] = ["open", "waiting-customer", "waiting-supplier"];
pub(super) const LEVELS: [&str; 3] = ["high", "medium", "low"];

const ROSTER: &str = r#"{"teams": [{"id": "net", "queues": ["front"]}, {"id": "desk", "queues": ["back", "field-team"]}],
 "agents": [{"id": "amy", "teams": ["net"], "skills": {"weld": 3}, "load": 2}, {"id": "bob", "teams": ["desk"], "skills": {"weld": 1}, "load": 1}]}"#;

/// A desk that compiles.
pub fn whole_desk(dice: &mut Dice) -> Pack {
    let is_wild = dice.once_in(4);
    let mut pieces = vec![];
    if is_wild {
        pieces.push(DECLARED.to_owned());
    }
    let has_roster = dice.once_in(2);
    pieces.extend(declared(dice));
    pieces.extend(rules::stages(dice, is_wild));
    if !dice.once_in(4) {
        pieces.extend(slas::agreements(dice));
    }
    if dice.once_in(2) {
        pieces.extend(tests::tests(dice));
    }
    // Thrown aside, so that all else is as it was.
    let mut aside = Dice(dice.0 ^ 0xabad);
    if aside.once_in(3) {
        pieces.extend(slas::abroad(&mut aside));
    }
    let roster = has_roster.then_some(ROSTER);
    while let Err(wrong) = Desk::compile(pack(&pieces, roster), Limits::SERVER) {
        let lines: Vec<usize> = wrong.iter().map(|wrong| wrong.place.line as usize).collect();
        let before = pieces.len();
        drop_at(&mut pieces, &lines);
        assert!(pieces.len() < before, "{wrong:?}\n{}", pieces.concat());
    }
    pack(&pieces, roster)
}

fn pack(pieces: &[String], roster: Option<&str>) -> Pack {
    let mut pack = Pack::of("desk.rhai", &pieces.concat());
    if let Some(roster) = roster {
        pack.files.insert("roster.json".to_owned(), roster.to_owned());
    }
    pack
}

/// Leaves out the pieces that the checker refuses.
fn drop_at(pieces: &mut Vec<String>, lines: &[usize]) {
    let mut last = 0;
    pieces.retain(|piece| {
        let first = last + 1;
        last += piece.lines().count();
        !lines.iter().any(|line| (first..=last).contains(line))
    });
}

fn declared(dice: &mut Dice) -> Vec<String> {
    let mut pieces: Vec<String> = QUEUES.map(|queue| format!("queue \"{queue}\" \"Queue {queue}\"\n")).into();
    if dice.once_in(3) {
        pieces.push("queue \"idle\" \"Nobody\"\n".to_owned());
    }
    for field in ["floor", "rooms", "seats"] {
        if dice.once_in(3) {
            pieces.push(format!("field \"{field}\" integer\n"));
        }
    }
    pieces.push(matrix(dice));
    pieces
}

/// A matrix of impact and urgency, now and then with a hole.
fn matrix(dice: &mut Dice) -> String {
    let labels = |dice: &mut Dice| if dice.once_in(3) { &LEVELS[..] } else { &["high", "low"][..] };
    let (rows, columns) = (labels(dice), labels(dice));
    let mut text = format!("matrix priority by ticket.impact, ticket.urgency {{\n    | | {} |\n", columns.join(" | "));
    for row in rows {
        let cells = columns.iter().map(|_| if dice.once_in(14) { "-" } else { dice.pick(&["P1", "P2", "P3", "P4"]) });
        text += &format!("    | {row} | {} |\n", cells.collect::<Vec<_>>().join(" | "));
    }
    text + "}\n"
}
