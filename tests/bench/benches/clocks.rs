//! Clocks: a ticket of twenty events and three clocks, to its readings.

use std::{hint::black_box, time::Duration};

use criterion::{Criterion, criterion_group, criterion_main};
use tierline_bench::clocks;
use tierline_model::SortedSet;
use tierline_sla::{Detail, Done};

fn bench(c: &mut Criterion) {
    let desk = clocks::desk();
    let request = clocks::request(&desk);
    let agreements = desk.agreements();
    let moments = desk.moments(&request);
    let none = SortedSet::new();
    let done = Done::before(&none);
    assert_eq!(
        tierline_sla::fold(agreements, &moments).readings(agreements, &done, request.now, Detail::Last).len(),
        3
    );
    c.bench_function("fold 20 moments, 3 clocks, to readings", |b| {
        b.iter(|| {
            let clocks = tierline_sla::fold(agreements, black_box(&moments));
            clocks.readings(agreements, &done, request.now, Detail::Last)
        })
    });
    c.bench_function("fold only", |b| b.iter(|| tierline_sla::fold(agreements, black_box(&moments))));
    c.bench_function("events to moments", |b| b.iter(|| desk.moments(black_box(&request))));
    c.bench_function("evaluate", |b| b.iter(|| desk.evaluate(black_box(request.clone()))));
}

criterion_group! {
    name = benches;
    config = Criterion::default().warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2));
    targets = bench
}
criterion_main!(benches);
