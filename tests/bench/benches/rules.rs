//! Rules: the routing workload of `workload/`, whose answers are checked first.

use std::{hint::black_box, time::Duration};

use criterion::{
    BatchSize, BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main, measurement::WallTime,
};
use tierline::{Request, Tell, Timestamp};
use tierline_bench::Workload;
use tierline_condition::Facts;
use tierline_rules::index::{Card, Index};

fn bench(c: &mut Criterion) {
    for rules in [1_000, 10_000, 100_000] {
        let workload = Workload::load(rules);
        let (index, facts) = workload.indexed();
        let cards = checked(&workload, &index, &facts);
        let mut group = c.benchmark_group(format!("{rules} rules"));
        group.throughput(Throughput::Elements(facts.len() as u64));
        in_slots(&mut group, &index, &facts, &cards);
        let mut card = Card::default();
        let mut found = Vec::with_capacity(1_000);
        group.bench_function("collect, bound", |b| {
            b.iter(|| {
                for facts in &facts {
                    index.write(facts, &mut card);
                    index.find(0, facts, &mut card, 0, &mut found);
                    black_box(&found);
                }
            })
        });
        let mut found = Vec::with_capacity(1_000);
        group.bench_function("first, bound", |b| {
            b.iter(|| {
                for facts in &facts {
                    index.write(facts, &mut card);
                    index.find_first(0, facts, &mut card, 0, &mut found);
                    black_box(&found);
                }
            })
        });
        if rules <= 10_000 {
            let desk = workload.desk("all");
            let requests: Vec<Request> = workload
                .tickets
                .iter()
                .map(|ticket| desk.read_ticket(ticket.clone(), Timestamp::MIN).unwrap())
                .collect();
            let names: Vec<String> = (0..requests.len()).map(|ticket| format!("r{}", ticket % rules)).collect();
            group.bench_function("evaluate, plain", |b| {
                b.iter_batched(
                    || requests.clone(),
                    |requests| requests.into_iter().map(|request| desk.evaluate(request)).collect::<Vec<_>>(),
                    BatchSize::LargeInput,
                )
            });
            group.bench_function("evaluate, explained", |b| {
                b.iter_batched(
                    || requests.clone(),
                    |requests| {
                        let explained = requests.into_iter().zip(&names).map(|(request, name)| {
                            desk.evaluate_telling(request, &Tell::Fired([name.as_str().into()].into()))
                        });
                        explained.collect::<Vec<_>>()
                    },
                    BatchSize::LargeInput,
                )
            });
        }
        group.finish();
    }
}

/// Rules that ask for nothing but a number between two.
fn ranges(c: &mut Criterion) {
    let workload = Workload::of_ranges(10_000);
    let (index, facts) = workload.indexed();
    let cards = checked(&workload, &index, &facts);
    let mut group = c.benchmark_group("10000 ranges");
    group.throughput(Throughput::Elements(facts.len() as u64));
    in_slots(&mut group, &index, &facts, &cards);
    group.finish();
}

/// The tickets on cards, once the index has given the right answers for them.
fn checked(workload: &Workload, index: &Index, facts: &[Facts]) -> Vec<Card> {
    let mut found = vec![];
    let cards = facts.iter().zip(&workload.collect).map(|(facts, expected)| {
        let mut card = Card::default();
        index.write(facts, &mut card);
        index.find(0, facts, &mut card, 0, &mut found);
        assert!(found.iter().all(|found| found.is_sure()));
        assert!(found.iter().map(|found| found.rule()).eq(expected.iter().copied()));
        index.find_first(0, facts, &mut card, 0, &mut found);
        assert_eq!(found.first().map(|found| found.rule()), expected.first().copied());
        index.write(facts, &mut card);
        card
    });
    cards.collect()
}

/// Finding alone, with the tickets on cards.
fn in_slots(group: &mut BenchmarkGroup<'_, WallTime>, index: &Index, facts: &[Facts], cards: &[Card]) {
    let mut found = Vec::with_capacity(1_000);
    group.bench_function("collect, in slots", |b| {
        b.iter_batched_ref(
            || cards.to_vec(),
            |cards| {
                for (facts, card) in facts.iter().zip(cards) {
                    index.find(0, facts, card, 0, &mut found);
                    black_box(&found);
                }
            },
            BatchSize::LargeInput,
        )
    });
    group.bench_function("first, in slots", |b| {
        b.iter_batched_ref(
            || cards.to_vec(),
            |cards| {
                for (facts, card) in facts.iter().zip(cards) {
                    index.find_first(0, facts, card, 0, &mut found);
                    black_box(&found);
                }
            },
            BatchSize::LargeInput,
        )
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_secs(2)).sample_size(20);
    targets = bench, ranges
}
criterion_main!(benches);
