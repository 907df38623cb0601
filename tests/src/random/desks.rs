//! Desks of rules that change what those after them read.

use super::{Dice, conjunction, texts};

const ACTIONS: [&str; 11] = [
    "set_category(\"network\")",
    "set_category(\"a\")",
    "set_field(\"subject\", \"Netz Ärger\")",
    "set_field(\"form.n\", 3)",
    "set_field(\"reopened\", 1)",
    "add_tag(\"a\")",
    "remove_tag(\"a\")",
    "prioritise(\"P2\")",
    "route(ticket.category)",
    "notify(\"lead\", `${ticket.subject} of ${requester.site}`)",
    "stop(\"enough\")",
];

/// The stages of a desk: their headings, and what stands below each, of which some may not pass the checker.
pub fn desk_rules(dice: &mut Dice) -> Vec<(&'static str, Vec<String>)> {
    ["triage", "routing first"].map(|stage| (stage, below(dice, stage))).into()
}

fn below(dice: &mut Dice, stage: &str) -> Vec<String> {
    let mut pieces: Vec<String> = (0..55).map(|number| rule(dice, stage, number)).collect();
    let place = dice.below(pieces.len());
    pieces.insert(place, table(dice, stage));
    pieces.push("otherwise {\n  add_tag(\"otherwise\");\n}\n".to_owned());
    pieces
}

fn rule(dice: &mut Dice, stage: &str, number: usize) -> String {
    let label = dice.pick(&["", "", " group \"off\"", " salience 5", " salience -5"]);
    let head = format!("rule \"{stage} {number}\"{label} {{\n  when {}\n", conjunction(dice));
    let on_fault = dice.pick(&["", "", "", "  on fault fire\n"]);
    format!("{head}{on_fault}  then {{ {}; }}\n}}\n", dice.pick(&ACTIONS))
}

/// A table of words, numbers and holes.
fn table(dice: &mut Dice, stage: &str) -> String {
    let name = stage.replace(' ', "_");
    let mut text = format!("table {name} {} {{\n", dice.pick(&["first", "all"]));
    text += "  | ticket.category | ticket.subject | ticket.reopened | requester.vip | add_tag | set_category |\n";
    for row in 0..8 {
        let (word, other) = (texts::written(dice), texts::written(dice));
        let word = dice.pick(&[&word, &format!("{word}, network"), "not network", "*", "-"]).to_owned();
        let other = dice.pick(&[&other, &format!("not {other}"), "*", "*"]).to_owned();
        let number = dice.pick(&[">= 1", "1..=3", "0..2", "< 0", "0", "not 1", "*"]);
        let vip = dice.pick(&["true", "false", "*", "*"]);
        let category = dice.pick(&["network", "a", "-", "\"straße\""]);
        text += &format!("  | {word} | {other} | {number} | {vip} | row{row} | {category} |\n");
    }
    text + "}\n"
}
