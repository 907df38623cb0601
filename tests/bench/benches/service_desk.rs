//! The service-desk pack: whole evaluations of eight tickets with a past, whose deadlines are checked first.

use std::time::Duration;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use tierline::{Answer, Desk, Request, Tell};
use tierline_bench::service_desk;

fn bench(c: &mut Criterion) {
    let desk = service_desk::desk();
    let requests = service_desk::checked_requests(&desk);
    let without_past = service_desk::without_past(&requests);
    let mut group = c.benchmark_group("service-desk");
    group.throughput(Throughput::Elements(requests.len() as u64));
    for (past, requests) in [("with a past", &requests), ("without a past", &without_past)] {
        for (told, tell) in [("nothing", Tell::Nothing), ("what fired", Tell::Fired([].into())), ("all", Tell::All)] {
            group.bench_function(format!("{past}, told {told}"), |b| {
                b.iter_batched(|| requests.clone(), |requests| answers(&desk, requests, &tell), BatchSize::SmallInput)
            });
        }
    }
    group.finish();
}

fn answers(desk: &Desk, requests: Vec<Request>, tell: &Tell) -> Vec<Answer> {
    requests.into_iter().map(|request| desk.evaluate_telling(request, tell)).collect()
}

criterion_group! {
    name = benches;
    config = Criterion::default().warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2));
    targets = bench
}
criterion_main!(benches);
