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
        self.left_out.push(format!("- {what}: {why}"));
    }
}

impl Display for Table {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let heads: String = CELLS.iter().map(|cell| format!(" {cell} |")).collect();
        writeln!(f, "| microseconds a ticket |{heads} binding | load, ms | memory, MB |")?;
        writeln!(f, "| --- |{}", " ---: |".repeat(CELLS.len() + 3))?;
        for row in &self.rows {
            let cells: String = self.cells(row).iter().map(|cell| format!(" {cell} |")).collect();
            writeln!(f, "| {} |{cells}", row.name)?;
        }
        let partial: Vec<String> = self.rows.iter().filter_map(|row| self.partial(row)).collect();
        if !partial.is_empty() {
            let tickets = short(self.tickets as f64);
            writeln!(f, "\nToo slow for all {tickets} tickets (checked, timed):\n\n{}", partial.join("\n"))?;
        }
        if !self.left_out.is_empty() {
            writeln!(f, "\nLeft out:\n\n{}", self.left_out.join("\n"))?;
        }
        Ok(())
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

    /// The cells of a row for which not all tickets were checked.
    fn partial(&self, row: &Row) -> Option<String> {
        let figures = row.figures.iter().zip(CELLS).filter_map(|(figures, cell)| Some((figures.as_ref()?, cell)));
        let partial = figures.filter(|(figures, _)| figures.checked < self.tickets);
        let partial = partial.map(|(Figures { checked, timed, .. }, cell)| format!("{cell} ({checked}, {timed})"));
        let partial: Vec<String> = partial.collect();
        (!partial.is_empty()).then(|| format!("- {}: {}", row.name, partial.join("; ")))
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
        ..0.9995 => format!("{figure:.3}"),
        ..9.995 => format!("{figure:.2}"),
        ..99.95 => format!("{figure:.1}"),
        _ => {
            let last_digit = 10_f64.powf(figure.log10().floor() - 2.0);
            let digits = format!("{:.0}", (figure / last_digit).round() * last_digit);
            let groups: Vec<&[u8]> = digits.as_bytes().rchunks(3).rev().collect();
            String::from_utf8(groups.join(&b',')).expect("digits")
        }
    }
}
