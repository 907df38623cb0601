//! Answers for people: a table on the terminal and a summary under it.

use std::collections::BTreeMap;

use comfy_table::{Cell, Color, ContentArrangement, Row, Table, presets::UTF8_BORDERS_ONLY};
use tierline_wire::{
    explain,
    model::{Effect, Map, Path, Shown},
    tierline::Answer,
};

use crate::report::{cut, plural, printable};

const SUBJECT_WIDTH: usize = 40;
const EFFECTS_WIDTH: usize = 80;

/// What is shown of one answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerRow {
    /// id, subject, kind, priority, queue, tier, assignee
    fields: [String; 7],
    effects: usize,
    gists: String,
    faults: usize,
    why: Vec<String>,
    nearly: Vec<String>,
}

const HEADERS: [&str; 8] = ["id", "subject", "kind", "priority", "queue", "tier", "assignee", "effects"];
const PRIORITY: usize = 3;

impl AnswerRow {
    /// What to show of `answer`; with the reasons where it has a trace.
    pub fn of(answer: &Answer) -> AnswerRow {
        let field = |name: &str, most| cut(&printable(&text(&answer.ticket, name)), most);
        let fields = ["id", "subject", "kind", "priority", "queue", "tier", "assignee"];
        let shown = |how| answer.effects.iter().map(|asked| &asked.effect).filter(move |effect| effect.shown() == how);
        let gists = shown(Shown::InWords).chain(shown(Shown::InWordsLast)).map(Effect::gist);
        let gists = gists.map(|(action, about)| match about {
            Some(about) => format!("{action} {about}"),
            None => action.to_owned(),
        });
        let gists = gists.collect::<Vec<_>>().join(", ");
        let (why, nearly) = match answer.trace {
            Some(_) => (explain::sentences(answer), explain::near_misses(answer)),
            None => (vec![], vec![]),
        };
        AnswerRow {
            fields: fields.map(|name| field(name, SUBJECT_WIDTH)),
            effects: answer.effects.len(),
            gists: cut(&printable(&gists), EFFECTS_WIDTH),
            faults: answer.faults.len(),
            why,
            nearly,
        }
    }

    /// What it is about, on one line.
    pub fn title(&self) -> String {
        let [id, subject, _, priority, queue, ..] = &self.fields;
        let marks = [priority, queue].into_iter().filter(|mark| !mark.is_empty()).cloned();
        let faults = (self.faults > 0).then(|| plural(self.faults, "fault"));
        let marks: Vec<String> = marks.chain(faults).collect();
        let title: Vec<&str> = [id.as_str(), subject.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
        let title = if title.is_empty() { "a ticket without id".to_owned() } else { title.join("  ") };
        let marks = if marks.is_empty() { String::new() } else { format!("  ({})", marks.join(", ")) };
        format!("{title}{marks}")
    }

    /// The row as a paragraph: what it is about, then the reasons.
    pub fn paragraph(&self) -> String {
        let mut paragraph = self.title() + "\n";
        self.why.iter().for_each(|said| paragraph.push_str(&format!("  {}\n", printable(said))));
        if !self.nearly.is_empty() {
            paragraph.push_str("  Nearly:\n");
            self.nearly.iter().for_each(|said| paragraph.push_str(&format!("    {}\n", printable(said))));
        }
        paragraph
    }

    fn cells(&self, colour: bool) -> Row {
        let fields = self.fields.iter().enumerate().map(|(at, field)| match (colour, at, field.as_str()) {
            (true, PRIORITY, "P1") => Cell::new(field).fg(Color::Red),
            (true, PRIORITY, "P2") => Cell::new(field).fg(Color::Yellow),
            _ => Cell::new(field),
        });
        let faults = if self.faults > 0 { format!("! {}; ", plural(self.faults, "fault")) } else { String::new() };
        let gists = if self.gists.is_empty() { String::new() } else { format!(": {}", self.gists) };
        let effects = Cell::new(format!("{faults}{}{gists}", self.effects));
        let effects = if colour && self.faults > 0 { effects.fg(Color::Red) } else { effects };
        let mut row = Row::from(fields.chain([effects]).collect::<Vec<Cell>>());
        row.max_height(1);
        row
    }
}

fn text(ticket: &Map, name: &str) -> String {
    let value = Path::parse_in_ticket(name).map(|path| path.follow(ticket).clone()).unwrap_or_default();
    match value.as_text() {
        Some(text) => text.to_owned(),
        None if value.is_missing() => String::new(),
        None => value.to_string(),
    }
}

/// All rows as a table, as wide as the terminal.
pub fn table(rows: &[AnswerRow], colour: bool) -> String {
    let mut table = Table::new();
    table.load_style(UTF8_BORDERS_ONLY).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(HEADERS);
    if colour {
        table.enforce_styling();
    }
    table.add_rows(rows.iter().map(|row| row.cells(colour)));
    table.to_string()
}

/// What was counted over all answers.
#[derive(Debug, Default)]
pub struct Summary {
    tickets: usize,
    effects: usize,
    faults: usize,
    priorities: BTreeMap<String, usize>,
}

impl Summary {
    /// Counts one more.
    pub fn count(&mut self, row: &AnswerRow) {
        self.tickets += 1;
        self.effects += row.effects;
        self.faults += row.faults;
        *self.priorities.entry(row.fields[PRIORITY].clone()).or_default() += 1;
    }

    /// `3 tickets, 7 effects, 0 faults; P1: 1, P3: 1, no priority: 1`
    pub fn line(&self) -> String {
        let named = self.priorities.iter().filter(|(name, _)| !name.is_empty());
        let none = self.priorities.get("").map(|count| format!("no priority: {count}"));
        let priorities: Vec<String> = named.map(|(name, count)| format!("{name}: {count}")).chain(none).collect();
        let counts = [(self.tickets, "ticket"), (self.effects, "effect"), (self.faults, "fault")];
        let counts = counts.map(|(count, word)| plural(count, word)).join(", ");
        match priorities.is_empty() {
            true => counts,
            false => format!("{counts}; {}", priorities.join(", ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use tierline_wire::tierline::{Desk, Limits, Pack, Timestamp};

    use super::*;

    fn rows() -> Vec<AnswerRow> {
        let rules = "stage routing\nrule \"Network\" {\n  when ticket.category == \"network\" && requester.vip\n  then { route(\"network-l2\"); prioritise(\"P1\"); page(\"on-call\"); }\n}\n";
        let desk = Desk::compile(Pack::of("a.rhai", rules), Limits::SERVER).unwrap();
        let ask = |ticket| {
            let request = desk.read_ticket(ticket, Timestamp::from_second(0)).unwrap();
            AnswerRow::of(&desk.evaluate_with_trace(request))
        };
        vec![
            ask(
                json!({"id": "T-1", "subject": "VPN \u{1b}[2J down", "category": "network", "requester": {"vip": true}}),
            ),
            ask(json!({"id": 2, "category": "network"})),
        ]
    }

    #[test]
    fn the_table_has_a_row_for_every_answer() {
        let table = table(&rows(), false);
        let lines: Vec<Vec<&str>> = table.lines().map(|line| line.split_whitespace().collect()).collect();
        assert_eq!(lines[1], ["│", "id", "subject", "kind", "priority", "queue", "tier", "assignee", "effects", "│"]);
        let first = ["│", "T-1", "VPN", "\\u{1b}[2J", "down", "P1", "network-l2"];
        assert_eq!(lines[3][..7], first);
        assert_eq!(lines[3][7..], ["3:", "page", "on-call", "│"]);
        assert_eq!(lines[4], ["│", "2", "0", "│"]);
        assert!(!table.contains('\u{1b}'));
    }

    #[test]
    fn the_summary_counts() {
        let mut summary = Summary::default();
        assert_eq!(summary.line(), "0 tickets, 0 effects, 0 faults");
        rows().iter().for_each(|row| summary.count(row));
        assert_eq!(summary.line(), "2 tickets, 3 effects, 0 faults; P1: 1, no priority: 1");
    }

    #[test]
    fn a_paragraph_says_why_and_what_nearly_happened() {
        let [fired, missed] = <[AnswerRow; 2]>::try_from(rows()).unwrap();
        assert_eq!(fired.why.len(), 1);
        assert_eq!(fired.paragraph(), format!("T-1  VPN \\u{{1b}}[2J down  (P1, network-l2)\n  {}\n", fired.why[0]));
        assert_eq!((missed.why.len(), missed.nearly.len()), (1, 1));
        assert_eq!(missed.paragraph(), format!("2\n  {}\n  Nearly:\n    {}\n", missed.why[0], missed.nearly[0]));
    }
}
