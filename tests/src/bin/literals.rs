//! `cargo run -p tierline-tests --bin literals [FOLDER]`: the names of functions that stand as texts outside their table, and how
//! many there are, in this tree or in that of another commit.

use std::path::PathBuf;

use tierline_tests::{functions, literals::literals};

fn main() -> std::io::Result<()> {
    let here = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let root = std::env::args().nth(1).map_or_else(|| PathBuf::from(here), PathBuf::from);
    let found = functions::with_table(|table| literals(&root, table))?;
    for found in &found {
        println!("{}:{}: {}", found.file, found.line, found.text);
    }
    println!("{} names of functions", found.len());
    Ok(())
}
