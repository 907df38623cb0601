//! The guide in `rules/guide`: its pages, the blocks of code in them, and its drawings, which the engine itself fills in.
//!
//! What follows the language of a block says what it is for:
//!
//! - nothing: it stands alone; a `rhai` block is a whole desk;
//! - a path (`my-desk/queues.rhai`): it is that file, from there on;
//! - `with` and a path: a desk together with that file of the same page;
//! - `from` and a path: it is an excerpt of that file of the repository.
//!
//! A picture under `drawings/` shows the tests of the last `rhai` block above it.

mod drawing;
mod lanes;

pub use drawing::draw;
pub use lanes::{Lane, lanes};

use std::{collections::BTreeMap, fs, path::PathBuf};

use tierline::Pack;

/// A page of the guide.
#[derive(Debug)]
pub struct Page {
    /// Its file, `03-slas.md`.
    pub name: String,
    /// Its parts, in order.
    pub parts: Vec<Part>,
}

/// A part of a page.
#[derive(Debug)]
pub enum Part {
    /// A line outside of all blocks.
    Line(String),
    /// A block of code.
    Block(Block),
}

/// A block of code.
#[derive(Clone, Debug)]
pub struct Block {
    /// Where it begins: page and line.
    pub place: String,
    /// Its language.
    pub language: String,
    /// What it is for.
    pub role: Role,
    /// What stands in it.
    pub text: String,
}

/// What a block is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// It stands alone.
    Alone,
    /// It is a file from there on.
    File(String),
    /// It needs a file of the same page.
    With(String),
    /// It is part of a file of the repository.
    From(String),
}

/// An example with a drawing: the desk whose tests it shows.
#[derive(Debug)]
pub struct Example {
    /// The name of the drawing, `pause`.
    pub name: String,
    /// Where its block begins.
    pub place: String,
    /// The block.
    pub rules: String,
    /// The file that it needs, perhaps.
    pub beside: Option<String>,
    /// What is said about it: the lines of its section, outside of blocks.
    pub prose: Vec<String>,
}

/// Where the guide stands.
pub fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../rules/guide"))
}

/// The pages, in order.
///
/// # Panics
///
/// Where the folder cannot be read.
pub fn pages() -> Vec<Page> {
    let entries = fs::read_dir(folder()).unwrap_or_else(|error| panic!("rules/guide: {error}"));
    let mut names: Vec<String> =
        entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.retain(|name| name.ends_with(".md"));
    names.sort_unstable();
    names
        .into_iter()
        .map(|name| {
            let text = fs::read_to_string(folder().join(&name)).unwrap_or_default();
            Page { parts: parts(&name, &text), name }
        })
        .collect()
}

fn parts(page: &str, text: &str) -> Vec<Part> {
    let mut parts = vec![];
    let mut lines = text.lines().enumerate();
    while let Some((index, line)) = lines.next() {
        let Some(info) = line.strip_prefix("```") else {
            parts.push(Part::Line(line.to_owned()));
            continue;
        };
        let (language, role) = info.split_once(' ').unwrap_or((info, ""));
        let inside = lines.by_ref().map(|(_, line)| line).take_while(|line| *line != "```");
        let text = inside.map(|line| format!("{line}\n")).collect();
        let place = format!("{page}:{}", index + 1);
        parts.push(Part::Block(Block { place, language: language.to_owned(), role: role_of(role), text }));
    }
    parts
}

fn role_of(words: &str) -> Role {
    let path = |words: &str| words.to_owned();
    match words.split_once(' ') {
        Some(("with", name)) => Role::With(path(name)),
        Some(("from", name)) => Role::From(path(name)),
        _ if words.is_empty() => Role::Alone,
        _ => Role::File(path(words)),
    }
}

impl Page {
    /// Its blocks.
    pub fn blocks(&self) -> impl Iterator<Item = &Block> {
        self.parts.iter().filter_map(|part| match part {
            Part::Block(block) => Some(block),
            Part::Line(_) => None,
        })
    }

    /// Its lines outside of blocks.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Line(line) => Some(line.as_str()),
            Part::Block(_) => None,
        })
    }

    /// The files that the page makes, as they are at its end.
    pub fn files(&self) -> BTreeMap<&str, &str> {
        let files = self.blocks().filter_map(|block| match &block.role {
            Role::File(name) => Some((name.as_str(), block.text.as_str())),
            _ => None,
        });
        files.collect()
    }

    /// The desks of the page, each with where it begins: a folder of files, or a block of rules.
    pub fn desks(&self) -> Vec<(String, Pack)> {
        let mut folders: BTreeMap<&str, Pack> = BTreeMap::new();
        for (name, text) in self.files() {
            if let Some((folder, name)) = name.split_once('/') {
                folders.entry(folder).or_default().files.insert(name.to_owned(), text.to_owned());
            }
        }
        folders.retain(|_, pack| pack.rule_files().next().is_some());
        let folders = folders.into_iter().map(|(name, pack)| (format!("{}: {name}", self.name), pack));
        let rules = self.blocks().filter(|block| block.language == "rhai");
        let alone = rules.filter_map(|block| match &block.role {
            Role::Alone => Some((block.place.clone(), Pack::of("example.rhai", &block.text))),
            Role::With(name) => Some((block.place.clone(), self.pack(&block.text, Some(name)))),
            Role::File(_) | Role::From(_) => None,
        });
        folders.chain(alone).collect()
    }

    /// A block of rules and the file that it needs.
    fn pack(&self, rules: &str, beside: Option<&str>) -> Pack {
        let mut pack = Pack::of("example.rhai", rules);
        if let Some(name) = beside {
            let text = self.files().get(name).copied().unwrap_or_else(|| panic!("{}: no block is {name}", self.name));
            pack.files.insert(name.to_owned(), text.to_owned());
        }
        pack
    }

    /// The examples that are drawn.
    pub fn examples(&self) -> Vec<Example> {
        let mut examples: Vec<Example> = vec![];
        let (mut last, mut section) = (None, vec![]);
        let mut drawn_since = 0;
        for part in &self.parts {
            match part {
                Part::Block(block) if block.language == "rhai" => last = Some(block),
                Part::Block(_) => {}
                Part::Line(line) if line.starts_with('#') => {
                    tell(&mut examples[drawn_since..], &section);
                    drawn_since = examples.len();
                    section = vec![line.clone()];
                }
                Part::Line(line) => {
                    section.push(line.clone());
                    if let Some(name) = drawing_in(line) {
                        let block = last.unwrap_or_else(|| panic!("{}: nothing to draw for {name}", self.name));
                        let beside = self.pack(&block.text, with(block)).files.remove(with(block).unwrap_or_default());
                        let (place, rules) = (block.place.clone(), block.text.clone());
                        examples.push(Example { name: name.to_owned(), place, rules, beside, prose: vec![] });
                    }
                }
            }
        }
        tell(&mut examples[drawn_since..], &section);
        examples
    }
}

fn with(block: &Block) -> Option<&str> {
    match &block.role {
        Role::With(name) => Some(name),
        _ => None,
    }
}

fn tell(examples: &mut [Example], section: &[String]) {
    for example in examples {
        example.prose = section.to_vec();
    }
}

/// The drawing that a line shows: `![what is to be seen](drawings/pause.svg)`.
fn drawing_in(line: &str) -> Option<&str> {
    line.strip_prefix("![")?.split_once("](drawings/")?.1.strip_suffix(".svg)")
}
