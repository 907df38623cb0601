//! The calendars of a desk: from drafts to what conditions and clocks ask.

use tierline_calendar::CalendarMistake;
use tierline_condition::Condition;
use tierline_model::{CalendarPart, Date, Diagnostic, Pack, Place, SortedMap, agreement::Policy, calendar::Years};
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
            let since = draft.since.map(|since| since.date.map_or(since.at, |date| calendar.begins(date)));
            calendars.add(draft.name.clone(), since, calendar.clone());
        }
    }
    calendars
}

/// Lets policies that say since which date they count begin with it where their people are: in the zone of their calendar, or where
/// they have none, of the first one that a target names.
pub(crate) fn begin_with_dates(policies: &mut [Policy<Condition>], dates: &[(usize, Date)], calendars: &Calendars) {
    for (index, date) in dates {
        let Some(policy) = policies.get_mut(*index) else { continue };
        let of_targets = || policy.targets.iter().find_map(|target| target.calendar.as_ref());
        let name = policy.calendar.as_ref().or_else(of_targets);
        let calendar = name.and_then(|name| calendars.at(name, date.midnight()));
        policy.since = Some(calendar.map_or(date.midnight(), |calendar| calendar.begins(*date)));
    }
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
