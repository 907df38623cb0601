//! From source to a desk, and from a bundle to a desk.

use std::{hint::black_box, time::Duration};

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use tierline::{Desk, Limits, Timestamp};
use tierline_bench::{Workload, service_desk};

fn bench(c: &mut Criterion) {
    for rules in [1_000, 10_000] {
        let workload = Workload::load(rules);
        let compiled = workload.desk("all");
        let bundle = compiled.bundle();
        check(&workload, &compiled, &load(&bundle));
        let mut group = c.benchmark_group(format!("{rules} rules"));
        let pack = workload.pack("all");
        group.bench_function("compile", |b| {
            b.iter_batched(|| pack.clone(), |pack| Desk::compile(pack, Limits::SERVER), BatchSize::PerIteration)
        });
        group.bench_function("write a bundle", |b| b.iter(|| compiled.bundle()));
        group.bench_function("load a bundle", |b| b.iter_with_large_drop(|| load(black_box(&bundle))));
        group.finish();
    }
    let mut group = c.benchmark_group("service-desk");
    let bundle = service_desk::desk().bundle();
    service_desk::checked_requests(&load(&bundle));
    group.bench_function("compile", |b| {
        b.iter_batched(service_desk::pack, |pack| Desk::compile(pack, Limits::SERVER), BatchSize::PerIteration)
    });
    group.bench_function("load a bundle", |b| b.iter_with_large_drop(|| load(black_box(&bundle))));
    group.finish();
}

fn load(bundle: &[u8]) -> Desk {
    Desk::load(bundle, Limits::SERVER).expect("a bundle")
}

/// Both desks give the answers of the workload: of rules that hold and ask for the same, one is told.
fn check(workload: &Workload, compiled: &Desk, loaded: &Desk) {
    assert_eq!(loaded.rule_count(), workload.rules.len());
    for (ticket, expected) in workload.tickets.iter().zip(&workload.collect) {
        let request = compiled.read_ticket(ticket.clone(), Timestamp::MIN).expect("a ticket");
        let answer = loaded.evaluate(request.clone());
        let rules: Vec<String> = expected.iter().map(|rule| format!("r{rule}")).collect();
        assert_eq!(answer.effects.is_empty(), rules.is_empty());
        assert!(answer.effects.iter().all(|asked| rules.iter().any(|rule| **rule == *asked.rule)));
        assert_eq!(answer.effects, compiled.evaluate(request).effects);
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(3)).sample_size(10);
    targets = bench
}
criterion_main!(benches);
