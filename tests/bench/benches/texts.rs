//! A request as JSON text to its answer as JSON text: 1,000 rules, the first that holds, told nothing about the rules.

use std::{hint::black_box, time::Duration};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use tierline::Desk;
use tierline_bench::Workload;

fn bench(c: &mut Criterion) {
    let workload = Workload::load(1_000);
    let desk = workload.desk("first");
    for (name, texts) in
        [("text to text", workload.texts()), ("text to text, with fields beside", workload.long_texts())]
    {
        check(&workload, &desk, &texts);
        let bytes: usize = texts.iter().map(String::len).sum();
        println!("{name}: {} bytes a request", bytes / texts.len());
        let mut group = c.benchmark_group(name);
        group.throughput(Throughput::Elements(texts.len() as u64));
        group.bench_function("answer", |b| {
            b.iter(|| texts.iter().for_each(|text| drop(black_box(answer(&desk, black_box(text))))))
        });
        group.bench_function("read only", |b| {
            b.iter(|| texts.iter().for_each(|text| drop(black_box(desk.read_request_text(black_box(text), None)))))
        });
        group.finish();
    }
}

fn answer(desk: &Desk, text: &str) -> String {
    let request = desk.read_request_text(text, None).expect("a request");
    serde_json::to_string(&desk.evaluate(request)).expect("an answer")
}

/// The rule that fires is the first of those that hold.
fn check(workload: &Workload, desk: &Desk, texts: &[String]) {
    for (text, expected) in texts.iter().zip(&workload.collect) {
        let answer = answer(desk, text);
        match expected.first() {
            Some(rule) => assert!(answer.contains(&format!("\"rule\":\"r{rule}\"")), "r{rule}: {answer}"),
            None => assert!(answer.contains("\"effects\":[]"), "{answer}"),
        }
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2)).sample_size(20);
    targets = bench
}
criterion_main!(benches);
