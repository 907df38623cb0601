use tierline::{Desk, Limits};
use tierline_bench::Workload;
fn main() {
    let bundle = Desk::compile(Workload::load(10_000).pack("all"), Limits::SERVER).unwrap().bundle();
    let start = std::time::Instant::now();
    for _ in 0..100 { std::hint::black_box(Desk::load(&bundle, Limits::SERVER).unwrap()); }
    println!("{:?}", start.elapsed() / 100);
}
