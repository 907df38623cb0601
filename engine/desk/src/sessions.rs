//! Whoever runs the scripts of a desk.

use std::sync::LazyLock;

use tierline_rules::actions;
use tierline_script::{Language, Session};

use crate::Desk;

/// The one language of the process: it serves all desks.
pub(crate) static LANGUAGE: LazyLock<Language> =
    LazyLock::new(|| Language::new(actions::ACTIONS.iter().map(|action| &action.spec).collect()));

/// The same, where whatever an expression gives fits everywhere.
pub(crate) static UNTYPED: LazyLock<Language> =
    LazyLock::new(|| Language::new(actions::ACTIONS.iter().map(|action| &action.spec).collect()).untyped());

impl Desk {
    /// A session of its scripts, for one ticket event.
    pub(crate) fn session(&self) -> Session<'_> {
        Session::new(&LANGUAGE, &self.program, self.limits)
    }
}
