//! Writes what bindings call the verbs by: `cargo run -p tierline-tests --bin wrappers`.

use std::{fs, path::Path};

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for (name, text) in tierline_tests::wrappers::all() {
        fs::write(root.join(&name), text).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}
