//! What desks take: bytes on the heap, and the time to compile them.

use std::time::Instant;

use peak_alloc::PeakAlloc;
use tierline::{Desk, Limits, Pack};
use tierline_bench::{Workload, service_desk};

#[global_allocator]
static ALLOCATED: PeakAlloc = PeakAlloc;

fn main() {
    // What all desks of a process share is there before the first is measured.
    drop(Desk::compile(Pack::of("a.rhai", "stage triage\n"), Limits::SERVER));
    for rules in [50, 1_000, 10_000] {
        let mut workload = Workload::load(rules.max(1_000));
        workload.rules.truncate(rules);
        let pack = workload.pack("all");
        let source: usize = pack.files.values().map(String::len).sum();
        let (before, start) = (ALLOCATED.current_usage(), Instant::now());
        let desk = Desk::compile(pack.clone(), Limits::SERVER).expect("rules that compile");
        let (taken, time) = (ALLOCATED.current_usage() - before, start.elapsed());
        println!(
            "{rules} rules: {} KB on the heap ({} KB of source), compiled in {time:?}",
            taken / 1024,
            source / 1024
        );
        let bundle = desk.bundle();
        drop(desk);
        let loaded = |_| {
            let (before, start) = (ALLOCATED.current_usage(), Instant::now());
            let desk = Desk::load(&bundle, Limits::SERVER).expect("a bundle");
            let time = start.elapsed();
            (time, ALLOCATED.current_usage() - before, desk.rule_count())
        };
        let (time, taken, _) = (0..5).map(loaded).min().expect("five times");
        println!("  from a bundle of {} KB: {} KB on the heap, loaded in {time:?}", bundle.len() / 1024, taken / 1024);
    }
    let pack = service_desk::pack();
    let source: usize = pack.files.values().map(String::len).sum();
    let first = Desk::compile(pack.clone(), Limits::SERVER).expect("a pack that compiles");
    let before = ALLOCATED.current_usage();
    let desks: Vec<Desk> =
        (0..10).map(|_| Desk::compile(pack.clone(), Limits::SERVER).expect("a pack that compiles")).collect();
    let taken = (ALLOCATED.current_usage() - before) / desks.len();
    println!(
        "service-desk, {} rules: {} KB a further desk ({} KB of source)",
        first.rule_count(),
        taken / 1024,
        source / 1024
    );
}
