//! Lists the files of the metrics, so that a new metric is a new file and nothing else.

use std::{env, fs, io, path::Path};

fn main() -> io::Result<()> {
    let folder = Path::new(&env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("src/metrics");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut names: Vec<String> = fs::read_dir(&folder)?
        .filter_map(|entry| Some(entry.ok()?.file_name().to_str()?.strip_suffix(".rs")?.to_owned()))
        .filter(|name| name != "mod")
        .collect();
    names.sort();
    let each = |line: &dyn Fn(&str, String) -> String| -> String {
        names.iter().map(|name| line(name, variant(name))).collect()
    };
    let list = format!(
        "{}
/// What a clock measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Metric {{
{}}}

const COUNT: usize = {};

const IN_FILES: [Metric; COUNT] = [{}];

impl Metric {{
    /// All that there is to know of it.
    #[inline]
    pub fn row(self) -> &'static MetricRow {{
        match self {{
{}        }}
    }}
}}
",
        each(&|name, _| format!("#[path = {:?}]\nmod {name};\n", folder.join(format!("{name}.rs")))),
        each(&|name, variant| format!("    /// Its clock is `{name}`.\n    {variant} = {name}::ROW.kept,\n")),
        names.len(),
        each(&|_, variant| format!("Metric::{variant}, ")),
        each(&|name, variant| format!("            Metric::{variant} => &{name}::ROW,\n")),
    );
    fs::write(Path::new(&env::var_os("OUT_DIR").unwrap_or_default()).join("metrics.rs"), list)
}

/// `first_response` as a variant is named: `FirstResponse`.
fn variant(name: &str) -> String {
    name.split('_').map(|word| word[..1].to_uppercase() + &word[1..]).collect()
}
