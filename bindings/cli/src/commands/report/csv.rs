//! Reports as CSV.

use tierline_wire::{
    model::Metric,
    simulate::report::{By, Count, Durations, Figures, Key, Report, in_tenths},
};

/// A line for every count of clocks, and of time.
pub fn clocks(report: &Report) -> String {
    let mut lines =
        String::from("by,name,class,clock,met,missed_open,missed_closed,running,cancelled,percent_met,times,seconds\n");
    for (Key { by, name, class, clock }, count) in By::ALL.into_iter().flat_map(|by| report.clocks(by)) {
        let clock = clock.map(|clock| clock.name()).unwrap_or_default();
        let Count { met, missed_open, missed_closed, running, cancelled } = count;
        lines.push_str(&format!(
            "{},{},{},{clock},{met},{missed_open},{missed_closed},{running},{cancelled},{},,\n",
            by.name(),
            quoted(name),
            class.name(),
            percent(count.tenths_met())
        ));
    }
    for (holder, time) in &report.times {
        let (by, of) = (holder.time.name(), quoted(&holder.of));
        let (class, clock) = (holder.class.name(), holder.clock.name());
        lines.push_str(&format!("{by},{of},{class},{clock},,,,,,,{},{}\n", time.times, time.seconds));
    }
    lines
}

/// A line for every group of tickets.
pub fn tickets(report: &Report) -> String {
    let columns = |what: String| format!("{what}_tickets,{what}_mean,{what}_median,{what}_p90");
    let timed = |metric: Metric| ["open", "wall"].map(|time| columns(format!("{}_{time}", metric.name()))).join(",");
    let took = Figures::timed().map(timed).join(",");
    let mut lines = format!(
        "by,name,tickets,resolved,reopened,percent_reopened,answered,first_contact,percent_first_contact,satisfaction_tickets,satisfaction,{took}\n"
    );
    for (by, (name, figures)) in By::ALL.into_iter().flat_map(|by| report.groups(by).map(move |group| (by, group))) {
        let counts = [figures.tickets, figures.resolved, figures.reopened].map(|count| count.to_string());
        let rates = [
            percent(figures.tenths_reopened()),
            figures.answered.to_string(),
            figures.first_contact.to_string(),
            percent(figures.tenths_first_contact()),
            figures.satisfaction.tickets.to_string(),
            figures.satisfaction.mean().map(|mean| mean.to_string()).unwrap_or_default(),
        ];
        let took = figures.took().map(|(_, took)| [spread(&took.open), spread(&took.wall)]);
        let cells = [by.name().to_owned(), quoted(name)].into_iter().chain(counts).chain(rates);
        let cells: Vec<String> = cells.chain(took.into_iter().flatten()).collect();
        lines.push_str(&(cells.join(",") + "\n"));
    }
    lines
}

fn spread(durations: &Durations) -> String {
    match durations.spread() {
        None => "0,,,".to_owned(),
        Some(spread) => format!("{},{},{},{}", spread.tickets, spread.mean, spread.median, spread.p90),
    }
}

fn percent(tenths: Option<u64>) -> String {
    tenths.map(in_tenths).unwrap_or_default()
}

fn quoted(text: &str) -> String {
    match text.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.to_owned(),
    }
}
