//! What a session has counted, as the text that monitoring reads: OpenMetrics 1.0.

use std::fmt::Write;

use crate::{DeskStats, Stats};

/// The content type that goes with it.
pub const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// The counts as OpenMetrics text.
pub(crate) fn text(stats: &Stats, desks: &[DeskStats]) -> String {
    let mut page = String::new();
    let of_verb = |count: fn(&crate::VerbCounts) -> u64| {
        stats.verbs.iter().map(move |(verb, counts)| (labels(&[("verb", verb)]), count(counts)))
    };
    let of_desk =
        |count: fn(&DeskStats) -> u64| desks.iter().map(move |desk| (labels(&[("desk", &desk.desk)]), count(desk)));
    let hashes = desks.iter().map(|desk| (labels(&[("desk", &desk.desk), ("hash", &desk.hash)]), 1));
    counter(&mut page, "tierline_calls", "Calls that were answered.", of_verb(|counts| counts.calls));
    counter(
        &mut page,
        "tierline_call_errors",
        "Calls that were answered with an error.",
        of_verb(|counts| counts.errors),
    );
    let unreadable = [(String::new(), stats.unreadable)];
    counter(&mut page, "tierline_unreadable_calls", "Calls that named no verb that there is.", unreadable.into_iter());
    gauge(&mut page, "tierline_desks", "Desks that are kept.", [(String::new(), desks.len() as u64)].into_iter());
    family(&mut page, "tierline_desk", "info", "What each desk is.", "_info", hashes);
    gauge(&mut page, "tierline_desk_rules", "Rules of a desk.", of_desk(|desk| desk.rules as u64));
    page.push_str("# UNIT tierline_desk_size_bytes bytes\n");
    gauge(&mut page, "tierline_desk_size_bytes", "Size of a desk as a bundle.", of_desk(|desk| desk.bytes as u64));
    counter(&mut page, "tierline_desk_calls", "Calls about a desk.", of_desk(|desk| desk.counts.calls));
    let help = "Calls about a desk that were answered with an error.";
    counter(&mut page, "tierline_desk_call_errors", help, of_desk(|desk| desk.counts.errors));
    counter(&mut page, "tierline_desk_faults", "Faults that its answers told of.", of_desk(|desk| desk.counts.faults));
    counter(&mut page, "tierline_desk_work", "Work that its answers took.", of_desk(|desk| desk.counts.work));
    page.push_str("# EOF\n");
    page
}

fn counter(page: &mut String, name: &str, help: &str, samples: impl Iterator<Item = (String, u64)>) {
    family(page, name, "counter", help, "_total", samples);
}

fn gauge(page: &mut String, name: &str, help: &str, samples: impl Iterator<Item = (String, u64)>) {
    family(page, name, "gauge", help, "", samples);
}

fn family(
    page: &mut String,
    name: &str,
    kind: &str,
    help: &str,
    suffix: &str,
    samples: impl Iterator<Item = (String, u64)>,
) {
    // Writing to a text cannot fail.
    _ = writeln!(page, "# TYPE {name} {kind}\n# HELP {name} {help}");
    samples.for_each(|(labels, value)| _ = writeln!(page, "{name}{suffix}{labels} {value}"));
}

/// Labels as they stand behind a name, each value escaped.
fn labels(labels: &[(&str, &str)]) -> String {
    let escaped = |value: &str| value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    let labels: Vec<String> = labels.iter().map(|(name, value)| format!("{name}=\"{}\"", escaped(value))).collect();
    format!("{{{}}}", labels.join(","))
}
