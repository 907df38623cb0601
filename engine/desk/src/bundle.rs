//! Bundles: a desk as one file.

use std::fmt;

use serde::{Deserialize, Serialize};
use tierline_calendar::ResolvedCalendar;
use tierline_model::{Diagnostic, Limits, Pack};

use crate::Desk;

/// The newest format of a bundle that this version reads and the one it writes.
const FORMAT: u32 = 2;

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Bundle {
    tierline_bundle: u32,
    engine: String,
    hash: String,
    files: Pack,
    /// The calendars with the zone rules that they were compiled with: other zone data does not change them.
    #[serde(default)]
    calendars: Vec<ResolvedCalendar>,
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
    /// Its content is not what its hash says: it was changed or cut off.
    Changed {
        /// The hash it names.
        named: String,
        /// The hash of what it holds.
        held: String,
    },
    /// Its rules do not compile.
    Rules(Vec<Diagnostic>),
}

impl LoadError {
    /// A name for programs to branch on.
    pub fn code(&self) -> &'static str {
        match self {
            LoadError::NotABundle(_) => "not-a-bundle",
            LoadError::Newer { .. } => "newer-bundle",
            LoadError::Changed { .. } => "changed-bundle",
            LoadError::Rules(_) => "bundle-rules",
        }
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LoadError::NotABundle(why) => write!(f, "this is no bundle of a desk: {why}"),
            LoadError::Newer { format, engine } => write!(
                f,
                "the bundle has format {format}, written by Tierline {engine}; this version reads up to {FORMAT}: update Tierline"
            ),
            LoadError::Changed { named, held } => {
                write!(f, "the bundle says its hash is {named}, but it holds {held}: make it again from its rules")
            }
            LoadError::Rules(wrong) => {
                write!(f, "the rules in the bundle do not compile with this version")?;
                wrong.iter().try_for_each(|wrong| write!(f, "\n{wrong}"))
            }
        }
    }
}

impl std::error::Error for LoadError {}

impl Desk {
    /// The desk as one text, for [`Desk::load`].
    pub fn bundle(&self) -> String {
        let bundle = Bundle {
            tierline_bundle: FORMAT,
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            hash: self.hash().to_owned(),
            files: (*self.pack).clone(),
            calendars: self.resolved.iter().map(|calendar| calendar.resolved().clone()).collect(),
        };
        // A bundle is plain data, which always has a JSON form.
        serde_json::to_string(&bundle).unwrap_or_default()
    }

    /// Loads what [`Desk::bundle`] wrote. It answers as the desk it was made from, byte for byte.
    ///
    /// # Errors
    ///
    /// Where the text is no bundle, has a newer format, was changed, or does not compile.
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
        let not_a_bundle = |error: serde_json::Error| LoadError::NotABundle(error.to_string());
        let json: serde_json::Value = serde_json::from_str(bundle).map_err(not_a_bundle)?;
        let format = json.get("tierline_bundle").and_then(serde_json::Value::as_u64);
        if let Some(format) = format.filter(|format| *format > u64::from(FORMAT)) {
            let engine =
                json.get("engine").and_then(|engine| engine.as_str()).unwrap_or("of a newer version").to_owned();
            return Err(LoadError::Newer { format, engine });
        }
        let Bundle { hash, files, calendars, .. } = serde_json::from_value(json).map_err(not_a_bundle)?;
        let desk = Desk::compile_with(files, calendars, limits).map_err(LoadError::Rules)?;
        match desk.hash() == hash {
            true => Ok(desk),
            false => Err(LoadError::Changed { named: hash, held: desk.hash().to_owned() }),
        }
    }
}
