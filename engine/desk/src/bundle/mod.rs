//! Bundles: a compiled desk in one piece.
//!
//! A bundle holds the files that a desk was made of and what they were compiled to: predicates, calls, calendars with the
//! offsets of their zones. Loading it needs no interpreter and no zone data; a script is parsed where one is asked for.

mod check;
mod kept;
#[cfg(feature = "compile")]
#[cfg(test)]
mod tests;

use std::fmt;

use tierline_model::{
    FieldType, Limits, Pack, Text,
    agreement::Amount,
    kept::{keep, read},
};

use crate::{Desk, digest::digest};
use kept::{Kept, OnFaults};

/// The newest format that this version reads and writes: as the one before, with words that only this version knows. A desk
/// that uses none of them is written so that older versions read it.
const FORMAT: u64 = 7;

/// The format before.
const WITHOUT_DATES: u64 = 6;

/// The format before that: all but what rules say `on fault`. A desk of which none says anything is written so.
const WITHOUT_ON_FAULT: u64 = 5;

/// What bundles of any format begin with. On the same line follow the format, the version of Tierline that wrote it, the
/// hash of the desk, and a hash of that hash and of what follows the line.
const NAME: &str = "tierline-bundle";

/// That line is shorter than this.
const LONGEST_HEAD: usize = 1_024;

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
    /// The desk in bytes, for [`Desk::load`].
    pub fn bundle(&self) -> Vec<u8> {
        let desk = ((*self.pack).clone(), Kept::of(self));
        let on_faults = OnFaults::of(self);
        let (format, content) = match (self.has_dates(), on_faults.are_none()) {
            (true, _) => (FORMAT, keep(&(desk, on_faults))),
            (false, false) => (WITHOUT_DATES, keep(&(desk, on_faults))),
            (false, true) => (WITHOUT_ON_FAULT, keep(&desk)),
        };
        let sum = digest([self.hash().as_bytes(), &content]);
        let head = format!("{NAME} {format} {} {} {sum}\n", env!("CARGO_PKG_VERSION"), self.hash());
        [head.as_bytes(), &content].concat()
    }

    /// Whether it says of dates what older versions do not know.
    fn has_dates(&self) -> bool {
        let mut targets = self.agreements.policies.iter().flat_map(|policy| &policy.targets);
        let says_more = |amount: &Amount| matches!(amount, Amount::By(promise) if promise.says_more());
        targets.any(|target| says_more(&target.amount))
            || self.schema().declared().any(|field| field.kind == FieldType::Date)
    }

    /// Loads what [`Desk::bundle`] wrote. It answers as the desk it was made from, byte for byte.
    ///
    /// Nothing is compiled: it takes a fraction of the time. What a bundle says is checked, but not against its files: load
    /// bundles from where you would load a program from.
    ///
    /// # Errors
    ///
    /// Where the bytes are no bundle, have another format, were changed, or refer to what is not there.
    ///
    /// ```
    /// use tierline::{Desk, Limits, Pack};
    /// let rules = "stage triage\nrule \"a\" {\n  then { add_tag(\"seen\"); }\n}\n";
    /// let desk = Desk::compile(Pack::of("desk.rhai", rules), Limits::SERVER).unwrap();
    /// let loaded = Desk::load(&desk.bundle(), Limits::SERVER).unwrap();
    /// assert_eq!(loaded.hash(), desk.hash());
    /// assert_eq!(Desk::load(b"{}", Limits::SERVER).unwrap_err().code(), "not-a-bundle");
    /// ```
    pub fn load(bundle: &[u8], limits: Limits) -> Result<Desk, LoadError> {
        let Head { format, hash, sum, content } = split(bundle)?;
        let held = digest([hash.as_bytes(), content]);
        if *held != *sum {
            return Err(LoadError::Changed { named: sum.into(), held });
        }
        let ((pack, desk), on_faults): ((Pack, Kept), OnFaults) = match format {
            WITHOUT_ON_FAULT => read(content).map(|desk| (desk, OnFaults::default())),
            _ => read(content),
        }
        .map_err(LoadError::Damaged)?;
        desk.desk(hash.into(), pack, on_faults, limits).map_err(LoadError::Damaged)
    }
}

/// What the first line of a bundle says, and what follows it.
struct Head<'a> {
    format: u64,
    /// The hash of the desk.
    hash: &'a str,
    /// The hash of that and of the content.
    sum: &'a str,
    content: &'a [u8],
}

fn split(bundle: &[u8]) -> Result<Head<'_>, LoadError> {
    let not = |why: &str| LoadError::NotABundle(why.to_owned());
    let start = bundle.get(..LONGEST_HEAD).unwrap_or(bundle);
    if !start.starts_with(NAME.as_bytes()) {
        return Err(not("it does not begin as bundles do"));
    }
    let cut_off = || not("its first line is cut off");
    let end = start.iter().position(|byte| *byte == b'\n').ok_or_else(cut_off)?;
    // INVARIANT: a byte stands at `end`.
    let head = str::from_utf8(&bundle[..end]).map_err(|_| not("its first line is not UTF-8"))?;
    let mut words = head.split(' ').skip(1);
    let format = words.next().and_then(|format| format.parse().ok()).ok_or_else(cut_off)?;
    let engine = words.next().ok_or_else(cut_off)?;
    match (words.next(), words.next()) {
        (Some(hash), Some(sum)) if (WITHOUT_ON_FAULT..=FORMAT).contains(&format) => {
            Ok(Head { format, hash, sum, content: &bundle[end + 1..] })
        }
        (..) if format > FORMAT => Err(LoadError::Newer { format, engine: engine.to_owned() }),
        (..) if format < WITHOUT_ON_FAULT => Err(LoadError::Older { format, engine: engine.to_owned() }),
        (..) => Err(cut_off()),
    }
}
