//! Errors and findings, as `world.wit` has them.

use tierline_wire::{
    WireError,
    tierline::{self, Severity},
};

use crate::world::exports::tierline::engine::engine::{self, Diagnostic, Error, Place};

impl From<WireError> for Error {
    fn from(WireError { code, message, place, help, diagnostics }: WireError) -> Error {
        let diagnostics = diagnostics.into_iter().map(Diagnostic::from).collect();
        Error { code, message, place: place.map(Place::from), help, diagnostics }
    }
}

impl From<tierline::Diagnostic> for Diagnostic {
    fn from(found: tierline::Diagnostic) -> Diagnostic {
        let tierline::Diagnostic { place, severity, code, message, snippet, help } = found;
        let severity = match severity {
            Severity::Error => engine::Severity::Error,
            Severity::Warning => engine::Severity::Warning,
        };
        Diagnostic { place: place.into(), severity, code, message, snippet, help }
    }
}

impl From<tierline::Place> for Place {
    fn from(tierline::Place { file, line, column, length }: tierline::Place) -> Place {
        Place { file: file.to_string(), line, column, length }
    }
}
