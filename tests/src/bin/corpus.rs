//! Writes the calls files of `tests/conformance` that are made of what stands elsewhere in the repository.

use std::{fs, io, path::Path};

fn main() -> io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("conformance");
    for file in tierline_tests::corpus::made() {
        fs::write(folder.join(format!("{}.calls.jsonl", file.name)), file.text())?;
    }
    Ok(())
}
