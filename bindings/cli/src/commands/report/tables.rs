//! Reports as tables for people.

use comfy_table::{Cell, CellAlignment, Color, ContentArrangement, Table, presets::UTF8_BORDERS_ONLY};
use tierline_wire::{
    explain::duration,
    model::{Class, Metric, Text},
    simulate::report::{By, Count, Durations, Figures, Report, Spent, Took, in_tenths},
};

use crate::report::{plural, printable};

/// All tables; how tickets went by what was `asked` for, or else in total.
pub fn all(report: &Report, asked: bool, colour: bool) -> String {
    let mut said = head(report);
    for by in By::ALL {
        if report.clocks(by).next().is_some() {
            said.push_str(&format!("\n{}\n{}\n", title(by), counts(report, by, colour)));
        }
    }
    for time in [Spent::Held, Spent::Paused] {
        if report.times.keys().any(|holder| holder.time == time) {
            said.push_str(&format!("\ntime {}\n{}\n", time.name(), times(report, time)));
        }
    }
    if report.counts.is_empty() {
        said.push_str("no ticket is under an SLA\n");
    }
    for by in By::ALL.into_iter().filter(|by| asked || *by == By::Total) {
        let of = if by == By::Total { String::new() } else { format!(" by {}", title(by)) };
        if report.groups(by).next().is_some() {
            said.push_str(&format!("\ntickets{of}\n{}\n", tickets(report, by)));
        }
        if report.groups(by).any(|(_, figures)| has_times(figures)) {
            said.push_str(&format!("\nhow long tickets{of} took\n{}\n", took(report, by)));
        }
    }
    said
}

fn head(report: &Report) -> String {
    let count = |number: u64, word: &str| plural(usize::try_from(number).unwrap_or(usize::MAX), word);
    let mut head = format!("{}, as of {}", count(report.tickets, "ticket"), report.until);
    if [By::Month, By::Week].iter().any(|by| report.by.contains(by)) {
        head.push_str(&format!(", months and weeks in {}", report.naming.zone.name()));
    }
    if report.trials > 0 {
        head.push_str(&format!("; {} left out", count(report.trials, "trial")));
    }
    head + "\n"
}

fn counts(report: &Report, by: By, colour: bool) -> Table {
    // Where all is owed to customers, nobody need read so line by line.
    let tells_class = report.counts.keys().any(|key| key.class != Class::Customer);
    let tells_clock = by != By::Total;
    let mut table = framed(colour);
    let numbers = ["met", "missed\nopen", "missed\nclosed", "running", "called\noff", "% met"].map(right);
    let words = [("", true), ("class", tells_class), ("clock", tells_clock)];
    let shown = words.into_iter().filter(|(_, is_told)| *is_told).map(|(word, _)| Cell::new(word));
    table.set_header(shown.chain(numbers).collect::<Vec<Cell>>());
    for (key, count) in report.clocks(by) {
        let clock = key.clock.map(|clock| clock.name()).unwrap_or_default();
        let name = if by == By::Clock { "all".to_owned() } else { named(by, &key.name) };
        let words = [(name, true), (key.class.name().to_owned(), tells_class), (clock.to_owned(), tells_clock)];
        let words = words.into_iter().filter(|(_, is_told)| *is_told).map(|(word, _)| Cell::new(word));
        let numbers = [count.met, count.missed_open, count.missed_closed, count.running, count.cancelled];
        let numbers = numbers.into_iter().map(right);
        table.add_row(words.chain(numbers).chain([percent(count, colour)]).collect::<Vec<Cell>>());
    }
    table
}

/// By what is counted, as people read it.
fn title(by: By) -> String {
    by.name().replace('_', " ")
}

/// A group as people read it.
fn named(by: By, name: &Text) -> String {
    match (by, &**name) {
        (By::Total, _) => "all".to_owned(),
        (_, "") => format!("no {}", title(by)),
        (_, name) => printable(name),
    }
}

fn percent(count: Count, colour: bool) -> Cell {
    let cell = right(count.tenths_met().map(in_tenths).unwrap_or_default());
    match count.tenths_met() {
        Some(..900) if colour => cell.fg(Color::Red),
        _ => cell,
    }
}

fn times(report: &Report, time: Spent) -> Table {
    let mut table = framed(false);
    table.set_header(["", "class", "clock", "times", "open time"]);
    let (mut all_times, mut all_seconds) = (0_u64, 0_i64);
    for (holder, time) in report.times.iter().filter(|(holder, _)| holder.time == time) {
        let words = [printable(&holder.of), holder.class.name().to_owned(), holder.clock.name().to_owned()];
        let numbers = [time.times.to_string(), duration(time.seconds)].into_iter().map(right);
        table.add_row(words.into_iter().map(Cell::new).chain(numbers).collect::<Vec<Cell>>());
        (all_times, all_seconds) = (all_times + time.times, all_seconds.saturating_add(time.seconds));
    }
    let all = [Cell::new("all"), Cell::new(""), Cell::new(""), right(all_times.to_string())];
    table.add_row(all.into_iter().chain([right(duration(all_seconds))]).collect::<Vec<Cell>>());
    table
}

/// How many tickets there are, came back, took one answer; what people thought of it, where somebody said so.
fn tickets(report: &Report, by: By) -> Table {
    let is_rated = report.groups(by).any(|(_, figures)| figures.satisfaction.tickets > 0);
    let mut table = framed(false);
    let mut header = vec!["tickets", "resolved", "%\nreopened", "% first\ncontact"];
    header.extend(["rated", "mean\nrating"].into_iter().filter(|_| is_rated));
    table.set_header([Cell::new("")].into_iter().chain(header.into_iter().map(right)).collect::<Vec<Cell>>());
    for (name, figures) in report.groups(by) {
        let rate = |tenths: Option<u64>| tenths.map(in_tenths).unwrap_or_default();
        let mut cells = vec![
            figures.tickets.to_string(),
            figures.resolved.to_string(),
            rate(figures.tenths_reopened()),
            rate(figures.tenths_first_contact()),
        ];
        if is_rated {
            cells.push(figures.satisfaction.tickets.to_string());
            cells.push(figures.satisfaction.mean().map(|mean| mean.to_string()).unwrap_or_default());
        }
        let name = Cell::new(named(by, name));
        table.add_row([name].into_iter().chain(cells.into_iter().map(right)).collect::<Vec<Cell>>());
    }
    table
}

fn has_times(figures: &Figures) -> bool {
    figures.took().iter().any(|(_, took)| took.wall.spread().is_some())
}

fn took(report: &Report, by: By) -> Table {
    let mut table = framed(false);
    let header = ["tickets", "mean", "median", "90 % within"].map(right);
    table.set_header(["", "until", "time"].map(Cell::new).into_iter().chain(header).collect::<Vec<Cell>>());
    for (name, figures) in report.groups(by) {
        let rows = figures.took().map(in_both_times).into_iter().flatten();
        let rows = rows.filter_map(|(until, time, durations)| Some((until, time, cells(durations)?)));
        for (until, time, cells) in rows {
            let words = [named(by, name), until, time.to_owned()].map(Cell::new);
            table.add_row(words.into_iter().chain(cells.map(right)).collect::<Vec<Cell>>());
        }
    }
    table
}

/// What something took in open time and on the wall, and up to what.
fn in_both_times((until, took): (Metric, &Took)) -> [(String, &'static str, &Durations); 2] {
    let until = until.name().replace('_', " ");
    [(until.clone(), "open", &took.open), (until, "wall", &took.wall)]
}

fn cells(durations: &Durations) -> Option<[String; 4]> {
    let spread = durations.spread()?;
    Some([spread.tickets.to_string(), duration(spread.mean), duration(spread.median), duration(spread.p90)])
}

fn right(text: impl ToString) -> Cell {
    Cell::new(text).set_alignment(CellAlignment::Right)
}

fn framed(colour: bool) -> Table {
    let mut table = Table::new();
    table.load_style(UTF8_BORDERS_ONLY).set_content_arrangement(ContentArrangement::Dynamic);
    if colour {
        table.enforce_styling();
    }
    table
}
