//! SLA cases: a calendar, a policy and settings become the text of a rule file, the events a history; what the compiled desk
//! reads at `as_of` is compared with what the case expects. So the whole engine is proved, the language included.

mod case;
mod events;
mod expect;
mod found;
mod manner;
mod play;
mod policy;
mod rules;

use serde_json::Value as Json;
use tierline::{Desk, Diagnostic, Limits, Pack};

use self::{
    case::Case,
    play::{play, request},
};
use super::{Disagreement, keys::Keys, office::years};
use crate::WireError;

/// Work that compiling a byte of its rule file takes.
const BYTE: u64 = 8;

pub(super) fn run(keys: Keys, work: &mut u64) -> Result<Vec<Disagreement>, WireError> {
    let case = Case::read(keys)?;
    let rules = rules::text(&case);
    let offices = case.parties.iter().filter_map(|party| party.office.as_ref());
    let calendars: u64 = offices.map(|office| office.work(years(case.instants()))).sum();
    *work = work.saturating_add(calendars).saturating_add(BYTE.saturating_mul(rules.len() as u64));
    match (Desk::compile(Pack::of("case.rhai", &rules), Limits::SERVER), &case.expect.error) {
        (Ok(desk), None) => {
            let played = play(&desk, &case, work)?;
            Ok(case.expect.disagreements(&case, &played))
        }
        (Ok(_), Some(code)) => Ok(vec![Disagreement {
            what: "error".to_owned(),
            expected: code.as_str().into(),
            found: serde_json::Value::Null,
        }]),
        (Err(wrong), Some(code)) if wrong.iter().any(|wrong| wrong.code == *code) => Ok(vec![]),
        (Err(wrong), _) => Err(does_not_compile(wrong)),
    }
}

/// The rule file of a case, and what is asked of its desk at `as_of`.
pub(super) fn asked(keys: Keys) -> Result<(String, Json), WireError> {
    let case = Case::read(keys)?;
    Ok((rules::text(&case), request(&case)))
}

fn does_not_compile(wrong: Vec<Diagnostic>) -> WireError {
    let first = wrong.first();
    let said = first.map(|first| format!("{}: `{}`", first.message, first.snippet.trim())).unwrap_or_default();
    let message = format!("the rule file of this case does not compile: {said}");
    let help = first.and_then(|first| first.help.clone());
    let code = first.map_or("desk-does-not-compile", |first| &first.code).to_owned();
    WireError { diagnostics: wrong, ..WireError::new(&code, message).help(help) }
}
