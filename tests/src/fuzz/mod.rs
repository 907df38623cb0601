//! What must bear any bytes: rule files, calendars, bundles, wire calls, CSV, column maps, iCalendar feeds, event logs.
//!
//! A target is a plain function: it may refuse what it is given, and must neither panic nor take long. Three drive them: a test, with
//! the seeds of `tests/data/fuzz` and a few thousand changes of them; the command `fuzz`, for as long as one likes; and libFuzzer
//! (`tests/fuzz`), which sees what a change reaches.

mod changed;
mod files;
pub mod long_run;
mod targets;

use std::{fs, path::PathBuf};

pub use changed::changed;
pub use targets::{bundle, calendar, columns, csv, document, events, ics, wire};

/// What must bear any bytes.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Its name, and that of the folder of its seeds.
    pub name: &'static str,
    /// Reads the bytes.
    pub run: fn(&[u8]),
    /// What changes put in: words of what is read.
    pub words: &'static [&'static str],
}

/// All of them.
pub const TARGETS: [Target; 8] = [
    Target { name: "document", run: document, words: files::RULES },
    Target { name: "calendar", run: calendar, words: files::CALENDARS },
    Target { name: "bundle", run: bundle, words: &["1", "\n", "tierline", "\u{80}"] },
    Target { name: "wire", run: wire, words: files::CALLS },
    Target { name: "csv", run: csv, words: files::CELLS },
    Target { name: "columns", run: columns, words: files::CALLS },
    Target { name: "ics", run: ics, words: files::FEEDS },
    Target { name: "events", run: events, words: files::CALLS },
];

impl Target {
    /// The target of that name.
    pub fn named(name: &str) -> Option<Target> {
        TARGETS.into_iter().find(|target| target.name == name)
    }

    /// The seeds, file by file; of bundles, those that the documents compile to as well.
    ///
    /// # Panics
    ///
    /// Where there are none.
    pub fn seeds(&self) -> Vec<Vec<u8>> {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("data/fuzz").join(self.name);
        let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        files.sort();
        let mut seeds: Vec<Vec<u8>> = files.iter().map(|file| fs::read(file).unwrap()).collect();
        if self.name == "bundle" {
            let documents = TARGETS[..2].iter().flat_map(Target::seeds);
            seeds.extend(documents.filter_map(|document| targets::compiled(&document)).map(|desk| desk.bundle()));
        }
        assert!(!seeds.is_empty(), "{} has no seeds", self.name);
        seeds
    }
}
