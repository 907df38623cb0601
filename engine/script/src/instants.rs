//! Instants as rule files write them: in double quotes.

use tierline_model::{Timestamp, quoted};

use crate::{rhai::Slip, source::Spot};

/// The instant that a text names.
pub(crate) fn instant(text: &str, at: Spot) -> Result<Timestamp, Slip> {
    let wrong = || Slip::new("instant", format!("{} is no instant", quoted(text)));
    let help = "write \"2026-11-23T10:00:00Z\", or a date: \"2026-11-23\"";
    Timestamp::parse(text).ok_or_else(|| wrong().help(help).at(at))
}
