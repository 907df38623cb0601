//! Business time: New York, Monday to Friday 9 to 17, twenty holidays; beside the crate `opening-hours` in the same run.

use std::{hint::black_box, time};

use chrono::{DateTime, Duration, NaiveDate, TimeZone};
use chrono_tz::{America::New_York, Tz};
use criterion::{Criterion, criterion_group, criterion_main};
use opening_hours::{OpeningHours, localization::TzLocation};
use tierline_bench::calendar::{holidays, new_york};
use tierline_calendar::Calendars;
use tierline_model::{Timestamp, Years, kept::keep};

fn theirs() -> OpeningHours<TzLocation<Tz>> {
    let month = |day: &str| {
        let date: NaiveDate = day.parse().unwrap();
        date.format("%Y %b %d off").to_string()
    };
    let off: Vec<String> = holidays().map(|day| month(&day)).collect();
    let text = format!("Mo-Fr 09:00-17:00; {}", off.join("; "));
    let hours: OpeningHours = text.parse().unwrap();
    hours.with_context(opening_hours::Context::default().with_locale(TzLocation::new(New_York)))
}

/// The instant with so much open time since `from`, by its open ranges.
fn add_theirs(hours: &OpeningHours<TzLocation<Tz>>, from: DateTime<Tz>, mut left: Duration) -> DateTime<Tz> {
    for range in hours.iter_from(from) {
        if range.kind == opening_hours::RuleKind::Open {
            let length = range.range.end.signed_duration_since(range.range.start);
            if length >= left {
                return range.range.start + left;
            }
            left -= length;
        }
    }
    from
}

fn between_theirs(hours: &OpeningHours<TzLocation<Tz>>, from: DateTime<Tz>, to: DateTime<Tz>) -> Duration {
    let open = hours.iter_range(from, to).filter(|range| range.kind == opening_hours::RuleKind::Open);
    open.map(|range| range.range.end.signed_duration_since(range.range.start)).sum()
}

fn bench(c: &mut Criterion) {
    let (ours, theirs) = (new_york(), theirs());
    let from = New_York.with_ymd_and_hms(2026, 3, 2, 10, 30, 0).unwrap();
    let year_on = New_York.with_ymd_and_hms(2027, 3, 2, 10, 30, 0).unwrap();
    let start = Timestamp::from_second(from.timestamp());
    let end = Timestamp::from_second(year_on.timestamp());
    for hours in [8, 240, 2_080] {
        let added = add_theirs(&theirs, from, Duration::hours(hours));
        assert_eq!(ours.add(start, hours * 3_600).unwrap().second(), added.timestamp(), "both agree on {hours} h");
        c.bench_function(&format!("add {hours} h, ours"), |b| {
            b.iter(|| ours.add(black_box(start), black_box(hours * 3_600)))
        });
        c.bench_function(&format!("add {hours} h, opening-hours"), |b| {
            b.iter(|| add_theirs(&theirs, black_box(from), black_box(Duration::hours(hours))))
        });
    }
    assert_eq!(ours.between(start, end).unwrap(), between_theirs(&theirs, from, year_on).num_seconds());
    c.bench_function("between, 1 year, ours", |b| b.iter(|| ours.between(black_box(start), black_box(end))));
    c.bench_function("between, 1 year, opening-hours", |b| {
        b.iter(|| between_theirs(&theirs, black_box(from), black_box(year_on)))
    });
    let resolved = ours.resolved().clone();
    let document = resolved.document.clone();
    let years = Years { from: 2026, to: 2035 };
    c.bench_function("compile ten years", |b| b.iter(|| Calendars::compile(std::slice::from_ref(&document), years)));
    println!("memory {} bytes, in a bundle {} bytes", ours.memory(), keep(&resolved).len());
}

criterion_group! {
    name = benches;
    config = Criterion::default().warm_up_time(time::Duration::from_millis(500)).measurement_time(time::Duration::from_secs(2));
    targets = bench
}
criterion_main!(benches);
