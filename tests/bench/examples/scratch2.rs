use tierline_bench::Workload;
fn main() {
    let pack = Workload::load(10_000).pack("all");
    std::fs::create_dir_all("/tmp/tl/w10k").unwrap();
    for (name, text) in &pack.files { std::fs::write(format!("/tmp/tl/w10k/{name}"), text).unwrap(); }
}
