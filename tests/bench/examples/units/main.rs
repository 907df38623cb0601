//! How long a unit of work takes: `cargo xtask bench --work`.
//!
//! Every function of the language is called with arguments of every kind that its row of the table takes, of several sizes, and so is
//! every kind of expression; what that charges is put beside how long it takes. A unit is to take no more than 0.1 µs or so, and the dearest one at most
//! five times as long as the cheapest.

mod calls;
mod expressions;
mod scripts;

use std::{
    hint::black_box,
    sync::Arc,
    time::{Duration, Instant},
};

use tierline::{Desk, Limits, Pack, Request, Ticket, Timestamp};
use tierline_condition::{Expr, Facts, Frame};
use tierline_model::Value;

/// Sizes of what is gone through, in bytes.
const SIZES: [usize; 4] = [64, 4_096, 65_536, 1_048_576];

/// What takes more units is left out: no rule may take so many.
const MOST: u64 = 200_000;

/// What calls name.
const DESK: &str = r#"
calendar "office" {
    timezone "Europe/London"
    mon..fri 09:00 - 17:00
    holiday "12-25" "Christmas Day"
}
matrix m by ticket.impact, ticket.urgency {
    |      | high | low |
    | wide | P1   | P2  |
    | one  | P3   | P4  |
}
stage triage
"#;

/// Something that is done once and again.
struct Subject {
    /// What it is.
    what: String,
    /// Of what kind its values are.
    of: &'static str,
    /// How large they are.
    size: usize,
    expr: Expr,
    request: Request,
}

/// How long a unit of it takes, in nanoseconds.
struct Measured {
    work: u64,
    nanoseconds: f64,
}

impl Measured {
    fn a_unit(&self) -> f64 {
        self.nanoseconds / self.work as f64
    }
}

fn main() {
    let desk = Desk::compile(Pack::of("a.rhai", DESK), Limits::SERVER).expect("a desk");
    let mut frame = (**desk.frame()).clone();
    for (pattern, folds) in calls::PATTERNS.iter().flat_map(|pattern| [(pattern, true), (pattern, false)]) {
        frame.patterns.add(pattern, folds).expect("a pattern");
    }
    let frame = Arc::new(frame);
    let mut rows: Vec<Row> = vec![];
    for subject in calls::all().chain(expressions::all()) {
        if let Some(measured) = measure(&frame, &subject) {
            add(&mut rows, &subject.what, subject.of, subject.size, &measured);
        }
    }
    for (what, measured) in scripts::all() {
        add(&mut rows, what, "", 0, &measured);
    }
    print(&rows);
}

/// A line of the table: what is done, and of each kind and size how many nanoseconds a unit takes.
struct Row {
    what: String,
    units: Vec<(usize, f64, &'static str)>,
}

impl Row {
    /// Of what is as large, units that are the cheapest and the dearest.
    fn ends(&self, is_wanted: impl Fn(usize) -> bool) -> Option<[(f64, &'static str); 2]> {
        let mut units: Vec<(f64, &str)> =
            self.units.iter().filter(|(size, ..)| is_wanted(*size)).map(|(_, unit, of)| (*unit, *of)).collect();
        units.sort_by(|a, b| a.0.total_cmp(&b.0));
        Some([*units.first()?, *units.last()?])
    }
}

fn add(rows: &mut Vec<Row>, what: &str, of: &'static str, size: usize, measured: &Measured) {
    let unit = (size, measured.a_unit(), of);
    match rows.iter_mut().find(|row| row.what == what) {
        Some(row) => row.units.push(unit),
        None => rows.push(Row { what: what.to_owned(), units: vec![unit] }),
    }
}

fn print(rows: &[Row]) {
    let cell = |ends: Option<[(f64, &str); 2]>| {
        let a_microsecond = |unit: f64| format!("{:.1}", 1_000.0 / unit);
        ends.map_or(" | ".to_owned(), |[cheapest, dearest]| {
            format!("{} ({}) | {} ({})", a_microsecond(dearest.0), dearest.1, a_microsecond(cheapest.0), cheapest.1)
        })
    };
    println!("Units of work a microsecond: what is short; of what is long, the fewest and the most.\n");
    println!("| | short | fewest | most |\n| --- | ---: | ---: | ---: |");
    for row in rows {
        let short =
            row.ends(|size| size == 0).map_or(String::new(), |[_, dearest]| format!("{:.1}", 1_000.0 / dearest.0));
        println!("| {} | {short} | {} |", row.what.replace('|', "\\|"), cell(row.ends(|size| size >= 4_096)));
    }
    // What a function is asked at its dearest is what its charge is for.
    let mut dearest: Vec<(f64, String)> = vec![];
    for row in rows {
        let short = row.ends(|size| size == 0).map(|[_, dearest]| (dearest.0, format!("{}, short", row.what)));
        let long = row.ends(|size| size > 0).map(|[_, dearest]| (dearest.0, format!("{} of {}", row.what, dearest.1)));
        dearest.extend(short.into_iter().chain(long));
    }
    dearest.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (Some(first), Some(last)) = (dearest.first(), dearest.last()) else { return };
    let median = dearest[dearest.len() / 2].0;
    println!(
        "\nEach at its dearest: {:.0} ns a unit ({}) to {:.0} ({}), median {median:.0}.",
        first.0, first.1, last.0, last.1
    );
    println!("The dearest takes {:.1} times as long as the cheapest.", last.0 / first.0);
    if std::env::args().any(|arg| arg == "--all") {
        rows.iter().flat_map(|row| row.units.iter().map(|unit| (&row.what, unit))).for_each(
            |(what, (size, unit, of))| {
                println!("{unit:>12.1} ns  {what} of {of}, {size}");
            },
        );
    }
}

/// A request about a ticket with these fields, of which the event has changed all.
fn request(fields: &[(&str, Value)], before: &[(&str, Value)]) -> Request {
    let map = |fields: &[(&str, Value)]| fields.iter().map(|(name, value)| ((*name).into(), value.clone())).collect();
    let mut request = Request::new(Ticket(map(fields)), Timestamp::parse("2026-11-23T10:00:00Z").expect("an instant"));
    request.event.insert("before".into(), Value::Map(map(before)));
    request
}

/// None where it cannot be done.
fn measure(frame: &Arc<Frame>, subject: &Subject) -> Option<Measured> {
    let facts = facts(frame, subject.request.clone());
    subject.expr.value(&facts).ok()?;
    // A call takes one beyond what it goes through; any other expression that is short is part of what it stands in.
    let work = charged(&facts, || drop(subject.expr.value(&facts)));
    if work > MOST || work == 0 && subject.size == 0 && !matches!(subject.expr, Expr::Call(..)) {
        return None;
    }
    let work = work.max(1);
    Some(Measured { work, nanoseconds: timed(|| drop(black_box(black_box(&subject.expr).value(&facts)))) })
}

/// What is known of a ticket, with as much work as it takes.
fn facts(frame: &Arc<Frame>, request: Request) -> Facts {
    Facts::new(frame.clone(), request, Limits::NONE)
}

/// The work that something is charged for.
fn charged(facts: &Facts, work: impl FnOnce()) -> u64 {
    let before = facts.work_left();
    work();
    before - facts.work_left()
}

/// Nanoseconds that something takes: the best of a few times, of as many in a row as take a while.
fn timed(mut work: impl FnMut()) -> f64 {
    const WHILE: Duration = Duration::from_millis(3);
    let mut time = |times: u32| {
        let start = Instant::now();
        (0..times).for_each(|_| work());
        start.elapsed()
    };
    let mut times = 1;
    while time(times) < WHILE && times < 1 << 24 {
        times *= 2;
    }
    let repeats = if times > 1 { 5 } else { 2 };
    let best = (0..repeats).map(|_| time(times)).min().unwrap_or_default();
    best.as_nanos() as f64 / f64::from(times)
}
