//! The table.

use std::fmt::{self, Display, Formatter};

use tierline_peers::{Figures, Mode};

use crate::{peers::Peer, run::Cell};

/// What each engine is asked.
const CELLS: [Cell; 4] = [
    Cell { mode: Mode::First, rules: 1_000 },
    Cell { mode: Mode::Collect, rules: 1_000 },
    Cell { mode: Mode::First, rules: 10_000 },
    Cell { mode: Mode::Collect, rules: 10_000 },
];

/// Figures of all engines, and why others have none.
#[derive(Default)]
pub struct Table {
    rows: Vec<Row>,
    tickets: usize,
    left_out: Vec<String>,
}

struct Row {
    name: String,
    figures: [Option<Figures>; CELLS.len()],
}

impl Table {
    /// Asks all variants of a peer for all their figures.
    pub fn add(&mut self, peer: &Peer, version: &str, ask: impl Fn(&str, Cell) -> Result<Figures, String>) {
        for (variant, described) in peer.variants {
            let name = [peer.name, version].join(" ");
            let name = format!("{}, {described}", name.trim_end());
            let figures = CELLS.map(|cell| match ask(variant, cell) {
                Ok(figures) => Some(figures),
                Err(why) => {
                    self.leave_out(&format!("{name}, {cell}"), &why);
                    None
                }
            });
            self.tickets = figures.iter().flatten().map(|figures| figures.checked).fold(self.tickets, usize::max);
            self.rows.push(Row { name, figures });
        }
    }

    /// Notes that there are no figures, and why.
    pub fn leave_out(&mut self, what: &str, why: &str) {
        eprintln!("peers: {what} is left out: {why}");
        self.left_out.push(format!("{what}: {why}"));
    }
}

impl Display for Table {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let heads: String = CELLS.iter().map(|cell| format!(" {cell} |")).collect();
        writeln!(f, "| microseconds a ticket |{heads} binding | load, ms | memory, MB |")?;
        writeln!(f, "| --- |{}", " ---: |".repeat(CELLS.len() + 3))?;
        for row in &self.rows {
            writeln!(
                f,
                "| {} |{}",
                row.name,
                self.cells(row).iter().map(|cell| format!(" {cell} |")).collect::<String>()
            )?;
        }
        let partial: Vec<String> = self.partial().collect();
        if !partial.is_empty() {
            writeln!(
                f,
                "\nToo slow for all {} tickets (checked, timed): {}.",
                short(self.tickets as f64),
                partial.join("; ")
            )?;
        }
        self.left_out.iter().try_for_each(|left_out| writeln!(f, "\nLeft out: {left_out}"))
    }
}

impl Table {
    fn cells(&self, row: &Row) -> Vec<String> {
        let ours = &self.rows[0].figures;
        let times = row.figures.iter().zip(ours).map(|(figures, ours)| match (figures, ours) {
            (Some(figures), Some(ours)) => {
                format!("{} (×{})", short(figures.micros), short(figures.micros / ours.micros))
            }
            (Some(figures), None) => short(figures.micros),
            (None, _) => "–".to_owned(),
        });
        // What grows with the rules is told of the most rules for which there are figures: the others say little.
        let last = row.figures.iter().flatten().last();
        let more = [
            last.and_then(|figures| figures.bind_micros),
            last.map(|figures| figures.load_millis),
            last.and_then(|figures| figures.bytes).map(|bytes| bytes as f64 / 1e6),
        ];
        times.chain(more.map(|figure| figure.map_or("–".to_owned(), short))).collect()
    }

    /// Where not all tickets were checked.
    fn partial(&self) -> impl Iterator<Item = String> {
        let cells = self
            .rows
            .iter()
            .flat_map(|row| row.figures.iter().zip(CELLS).map(move |(figures, cell)| (row, cell, figures)));
        let partial = cells.filter_map(|(row, cell, figures)| Some((row, cell, figures.as_ref()?)));
        partial
            .filter(|(.., figures)| figures.checked < self.tickets)
            .map(|(row, cell, Figures { checked, timed, .. })| format!("{}, {cell} ({checked}, {timed})", row.name))
    }
}

impl Display for Cell {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}", self.mode.name(), short(self.rules as f64))
    }
}

/// Three digits; thousands are set apart.
fn short(figure: f64) -> String {
    match figure {
        ..1.0 => format!("{figure:.3}"),
        ..10.0 => format!("{figure:.2}"),
        ..100.0 => format!("{figure:.1}"),
        _ => {
            let digits = format!("{figure:.0}");
            let groups: Vec<&[u8]> = digits.as_bytes().rchunks(3).rev().collect();
            String::from_utf8(groups.join(&b',')).expect("digits")
        }
    }
}
