//! The rule file of a recipe.

use super::{Group, Recipe};

/// Bytes of a rule file at most.
const MOST: usize = 1_000_000;

/// Bytes that the actions of one rule may have: a block may have 16 KB.
const BLOCK: usize = 12_000;

const CALENDARS: &str = "calendar \"office\" {\n timezone \"Europe/London\"\n mon..fri 09:00 - 17:00\n}\ncalendar \"always\" {\n timezone \"UTC\"\n mon..sun 00:00 - 24:00\n}\n";

const SURROUNDINGS: &str = "field \"odd\" map\nmatrix m by ticket.impact, ticket.urgency {\n|  | low | high |\n| low | P4 | P3 |\n| high | P2 | P1 |\n}
const LIST = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31];
const N0 = [\"a\", \"a\"];
const N1 = [N0, N0, N0, N0];
const N2 = [N1, N1, N1, N1];
const NEST = [N2, N2];
fn each(list) { let n = 0; for x in list { n += 1; } return n; }
fn body(t) { t.description }
fn twofold(n) { n + n }
fn fourfold(n) { twofold(twofold(n)) + twofold(twofold(n)) }
";

impl Recipe {
    /// The rule file.
    pub fn desk(&self) -> String {
        let words: Vec<String> = (0..300).map(|number| format!("\"b{number} a\"")).collect();
        let mut text = format!("{CALENDARS}{SURROUNDINGS}const WORDS = [{}];\n", words.join(", "));
        self.policies(&mut text);
        text += "stage triage\n";
        if self.rows > 0 {
            text += "table t all {\n| ticket.category | ticket.subject | add_tag |\n";
            let rows = (0..self.rows).map(|row| format!("| not w{row} | not x{row} | r{row} |\n"));
            extend(&mut text, rows);
            text += "}\n";
        }
        for (group, rules) in self.groups.iter().enumerate() {
            rules.write(group, &mut text);
        }
        text
    }

    fn policies(&self, text: &mut String) {
        let slas = (0..self.slas.many).map(|number| {
            let (when, pause) = (numbered(&self.slas.when, number), numbered(&self.slas.pause, number));
            format!("sla \"s{number}\" {{\n when {when}\n calendar \"always\"\n resolve within 1 minute\n pause while {pause}\n}}\n")
        });
        extend(text, slas);
        if self.slas.many == 0 {
            return;
        }
        let ladder = |number: usize| {
            let ladders = &self.ladders;
            let (then, only_if) = (numbered(&ladders.then, number), numbered(&ladders.only_if, number));
            let mut text = format!("escalate \"l{number}\" on resolve {{\n");
            for step in (1..=ladders.steps).take_while(|step| step * (then.len() + 24) < BLOCK) {
                let guard = if step == 1 { format!("when {only_if} ") } else { String::new() };
                text += &format!(" after {step} minutes {guard}{{ {then} }}\n");
            }
            if ladders.repeated > 0 {
                text += &format!(" every 1 minute up to {} times {{ {then} }}\n", ladders.repeated);
            }
            text + "}\n"
        };
        extend(text, (0..self.ladders.many).map(ladder));
    }
}

impl Group {
    fn write(&self, group: usize, text: &mut String) {
        let rule = |number: usize| {
            let then = numbered(&self.then, number);
            let times = self.times.clamp(1, 1 + BLOCK / (then.len() + 1)).min(250);
            let (when, then) = (numbered(&self.when, number), format!("{then}\n").repeat(times));
            format!("rule \"{group} {number}\" {{\n when {when}\n then {{\n{then}}}\n}}\n")
        };
        extend(text, (0..self.many).map(rule));
    }
}

fn numbered(text: &str, number: usize) -> String {
    text.replace('@', &number.to_string())
}

/// As many of the pieces as a file may hold.
fn extend(text: &mut String, pieces: impl Iterator<Item = String>) {
    for piece in pieces {
        if text.len() + piece.len() > MOST {
            return;
        }
        *text += &piece;
    }
}
