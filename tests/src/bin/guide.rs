//! Writes the drawings of the guide, from what the engine says of its examples.

use std::{fs, io};

use tierline_tests::guide;

fn main() -> io::Result<()> {
    for example in guide::pages().iter().flat_map(guide::Page::examples) {
        let drawing = guide::draw(&example);
        fs::write(guide::folder().join(format!("drawings/{}.svg", example.name)), drawing)?;
    }
    Ok(())
}
