//! Bundles: a compiled desk as one text.
//!
//! A bundle holds the files that a desk was made of and what they were compiled to: predicates, calls, calendars with the
//! offsets of their zones. Loading it needs no interpreter and no zone data; a script is parsed where one is asked for.

mod check;
mod kept;

use std::fmt;

use serde::{Deserialize, Serialize};
use tierline_model::{Limits, Pack, Text};

use crate::{Desk, digest::digest};
use kept::Kept;

/// The format that this version reads and writes.
const FORMAT: u64 = 3;

/// What stands before the content of a bundle. Bundles of any format begin with the first two.
#[derive(Deserialize, Serialize)]
struct Head {
    tierline_bundle: u64,
    engine: String,
    hash: Text,
    /// A hash of that hash and the content.
    sum: Text,
}

/// As much of a head as all formats have.
#[derive(Deserialize)]
struct AnyHead {
    tierline_bundle: u64,
    engine: String,
}

/// What stands between the head and the content.
const CONTENT: &str = ",\"content\":";

/// What follows the head.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Content {
    files: Pack,
    desk: Kept,
}

/// Why a bundle was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoadError {
    /// It is no bundle.
    NotABundle(String),
    /// Its format is newer than this version reads.
    Newer {
        /// The format of the bundle.
        format: u64,
        /// The version that wrote it.
        engine: String,
    },
    /// Its format is older than this version reads.
    Older {
        /// The format of the bundle.
        format: u64,
        /// The version that wrote it.
        engine: String,
    },
    /// Its content is not what its hash says: it was changed or cut off.
    Changed {
        /// The hash it names.
        named: Text,
        /// The hash of what it holds.
        held: Text,
    },
    /// Its content is no desk, although nothing was changed since it was written: whatever wrote it was no Tierline.
    Damaged(String),
}

impl LoadError {
    /// A name for programs to branch on.
    pub fn code(&self) -> &'static str {
        match self {
            LoadError::NotABundle(_) => "not-a-bundle",
            LoadError::Newer { .. } => "newer-bundle",
            LoadError::Older { .. } => "older-bundle",
            LoadError::Changed { .. } => "changed-bundle",
            LoadError::Damaged(_) => "damaged-bundle",
        }
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LoadError::NotABundle(why) => write!(f, "this is no bundle of a desk: {why}"),
            LoadError::Newer { format, engine } => write!(
                f,
                "the bundle has format {format}, written by Tierline {engine}; this version reads format {FORMAT}: update Tierline to {engine} or later"
            ),
            LoadError::Older { format, engine } => write!(
                f,
                "the bundle has format {format}, written by Tierline {engine}; this version reads format {FORMAT}: make it again from its rules"
            ),
            LoadError::Changed { named, held } => {
                write!(f, "the bundle says its hash is {named}, but it holds {held}: make it again from its rules")
            }
            LoadError::Damaged(why) => {
                write!(f, "the bundle holds what no desk does: {why}; make it again from its rules")
            }
        }
    }
}

impl std::error::Error for LoadError {}

impl Desk {
    /// The desk as one text, for [`Desk::load`].
    pub fn bundle(&self) -> String {
        let content = Content { files: (*self.pack).clone(), desk: Kept::of(self) };
        // A desk is plain data, which always has a JSON form.
        let content = serde_json::to_string(&content).unwrap_or_default();
        let head = Head {
            tierline_bundle: FORMAT,
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            hash: self.hash().into(),
            sum: digest([self.hash(), &content]),
        };
        let head = serde_json::to_string(&head).unwrap_or_default();
        format!("{}{CONTENT}{content}}}", head.trim_end_matches('}'))
    }

    /// Loads what [`Desk::bundle`] wrote. It answers as the desk it was made from, byte for byte.
    ///
    /// Nothing is compiled: it takes a fraction of the time. What a bundle says is checked, but not against its files: load
    /// bundles from where you would load a program from.
    ///
    /// # Errors
    ///
    /// Where the text is no bundle, has another format, was changed, or refers to what is not there.
    ///
    /// ```
    /// use tierline::{Desk, Limits, Pack};
    /// let rules = "stage triage\nrule \"a\" {\n  then { add_tag(\"seen\"); }\n}\n";
    /// let desk = Desk::compile(Pack::of("desk.rhai", rules), Limits::SERVER).unwrap();
    /// let loaded = Desk::load(&desk.bundle(), Limits::SERVER).unwrap();
    /// assert_eq!(loaded.hash(), desk.hash());
    /// assert_eq!(Desk::load("{}", Limits::SERVER).unwrap_err().code(), "not-a-bundle");
    /// ```
    pub fn load(bundle: &str, limits: Limits) -> Result<Desk, LoadError> {
        let bundle = bundle.trim_end();
        let (head, content) = read_head(bundle)?;
        let held = digest([&head.hash, content]);
        if held != head.sum {
            return Err(LoadError::Changed { named: head.sum, held });
        }
        let content = serde_json::from_str(content);
        let Content { files, desk } = content.map_err(|error| LoadError::Damaged(error.to_string()))?;
        desk.desk(head.hash, files, limits).map_err(LoadError::Damaged)
    }
}

/// The head of a bundle, and the text of what follows.
fn read_head(bundle: &str) -> Result<(Head, &str), LoadError> {
    /// A head is shorter than this.
    const LONGEST: usize = 1_024;
    const SUM: &str = "\"sum\":\"";
    let start = bundle.get(..LONGEST).unwrap_or(bundle);
    let end = start.find(SUM).and_then(|at| Some(at + SUM.len() + start.get(at + SUM.len()..)?.find('"')? + 1));
    let head = end.and_then(|end| {
        let head: Head = serde_json::from_str(&format!("{}}}", start.get(..end)?)).ok()?;
        Some((head, bundle.get(end..)?.strip_prefix(CONTENT)?.strip_suffix('}')?))
    });
    match head {
        Some((head, content)) if head.tierline_bundle == FORMAT => Ok((head, content)),
        Some((Head { tierline_bundle, engine, .. }, _)) => Err(of_another_time(AnyHead { tierline_bundle, engine })),
        // Bundles of another time have other heads; what is laid out anew is none as it was written.
        None => match serde_json::from_str::<AnyHead>(bundle) {
            Ok(head) if head.tierline_bundle != FORMAT => Err(of_another_time(head)),
            Ok(_) => Err(LoadError::NotABundle("it is not laid out as it was written".to_owned())),
            Err(error) => Err(LoadError::NotABundle(error.to_string())),
        },
    }
}

fn of_another_time(AnyHead { tierline_bundle: format, engine }: AnyHead) -> LoadError {
    match format > FORMAT {
        true => LoadError::Newer { format, engine },
        false => LoadError::Older { format, engine },
    }
}
