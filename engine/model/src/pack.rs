//! The files of a desk.

use crate::SortedMap;

use serde::{Deserialize, Serialize};

/// The files of a desk before it is compiled, by name: rule files (`.rhai`), tables (`.csv`), and perhaps `roster.json`.
///
/// Names are relative to the pack, with `/` between folders. Order by name is the order of the desk.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Pack {
    /// The text of every file, by name.
    pub files: SortedMap<String, String>,
}

impl Pack {
    /// A pack of one rule file.
    pub fn of(name: &str, text: &str) -> Pack {
        Pack { files: [(name.to_owned(), text.to_owned())].into() }
    }

    /// The rule files, in order.
    pub fn rule_files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().filter(|(name, _)| name.ends_with(".rhai")).map(|(name, text)| (name.as_str(), text.as_str()))
    }
}
