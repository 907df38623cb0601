//! Calendars whose holidays run out: deadlines behind the last one are counted as if there were no more.

use tierline_model::{SortedSet, Text, Timestamp, quoted};

use crate::{Finding, survey::Survey};

pub(super) fn look(survey: &Survey<'_>) -> Vec<Finding> {
    let Some(now) = survey.scope.now else { return vec![] };
    let mut told: SortedSet<&Text> = SortedSet::new();
    let mut found = vec![];
    for (name, _, calendar) in survey.desk.agreements().calendars.versions() {
        let Some(year) = calendar.holidays_known_until().filter(|year| *year <= this_year(now)) else { continue };
        let place = survey.declared_at("calendar", name).filter(|place| survey.is_asked(place));
        if let Some(place) = place
            && told.insert(name)
        {
            let message =
                format!("the holidays of the calendar {name} run out with the year {year}", name = quoted(name));
            let help = "add those of the next years: deadlines after that are counted as if there were none";
            found.push(survey.finding(&place, "holidays-run-out", message, help));
        }
    }
    found
}

fn this_year(now: Timestamp) -> i32 {
    now.to_string().get(..4).and_then(|year| year.parse().ok()).unwrap_or(i32::MIN)
}
