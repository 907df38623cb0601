//! The calendars of a desk: from drafts to what conditions and clocks ask.

use tierline_calendar::CalendarMistake;
use tierline_model::{CalendarPart, Diagnostic, Pack, Place, SortedMap, calendar::Years};
use tierline_script::CalendarDraft;
use tierline_sla::Calendars;

use super::{Calendared, shown};

/// The years that a calendar covers where neither it nor the host says: ten on from the year of this release.
pub(crate) const USUAL_YEARS: Years = Years { from: 2024, to: 2036 };

/// The calendars of a desk, compiled, and what looks wrong with them but compiles.
pub(crate) fn compile(drafts: &[CalendarDraft], covers: Years, pack: &Pack) -> Result<Calendared, Vec<Diagnostic>> {
    let documents: Vec<_> = drafts.iter().map(|draft| draft.document.clone()).collect();
    let compiled = tierline_calendar::Calendars::compile(&documents, covers);
    let compiled = compiled.map_err(|mistakes| diagnostics(&mistakes, drafts, pack))?;
    let warnings = diagnostics(compiled.warnings(), drafts, pack);
    let warnings = warnings.into_iter().map(Diagnostic::warning).collect();
    Ok((named(drafts, &compiled), compiled.iter().cloned().collect(), warnings))
}

fn named(drafts: &[CalendarDraft], compiled: &tierline_calendar::Calendars) -> Calendars {
    let mut calendars = Calendars::default();
    for draft in drafts {
        if let Some(calendar) = compiled.get(&draft.document.name) {
            calendars.add(draft.name.clone(), draft.since, calendar.clone());
        }
    }
    calendars
}

fn diagnostics(mistakes: &[CalendarMistake], drafts: &[CalendarDraft], pack: &Pack) -> Vec<Diagnostic> {
    let mut named: SortedMap<&str, &CalendarDraft> = SortedMap::new();
    for draft in drafts.iter().rev() {
        named.insert(&draft.document.name, draft);
    }
    let mistakes = mistakes.iter().filter_map(|mistake| {
        let draft = named.get(&*mistake.calendar).copied();
        if draft.is_some_and(|draft| !draft.is_whole && may_follow(mistake)) {
            return None;
        }
        let place = draft.map_or_else(|| Place::file(""), |draft| draft.place_of(mistake.part).clone());
        Some(Diagnostic::error(place, mistake.code, mistake.message.clone()).help(mistake.help.clone()))
    });
    shown(mistakes, pack)
}

/// Whether a calendar may have a mistake only because something else in it could not be read.
fn may_follow(mistake: &CalendarMistake) -> bool {
    matches!(mistake.part, CalendarPart::Whole | CalendarPart::Includes(_)) || mistake.code == "not-covered"
}
