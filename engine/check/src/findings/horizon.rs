//! Targets that from now on end behind all that their calendar covers.

use tierline_model::{Timestamp, agreement::Amount, quoted};

use crate::{Finding, survey::Survey};

pub(super) fn look(survey: &Survey<'_>) -> Vec<Finding> {
    let Some(now) = survey.scope.now else { return vec![] };
    let calendars = &survey.desk.agreements().calendars;
    let mut found = vec![];
    for policy in survey.desk.agreements().policies.iter().filter(|policy| survey.is_asked(&policy.place)) {
        for target in &policy.targets {
            let Some(name) = target.calendar.as_ref().or(policy.calendar.as_ref()) else { continue };
            let Some(calendar) = calendars.at(name, Timestamp::MAX) else { continue };
            if calendar.covers().1 <= now {
                // It is all over: a desk for a log of the past.
                continue;
            }
            let reached = match target.amount {
                Amount::Open(seconds) => calendar.add(now, seconds),
                Amount::WorkingDays { days, .. } => calendar.add_days(now, days),
                Amount::CalendarDays { days } => calendar.add_calendar_days(now, days),
                Amount::Wall(_) | Amount::By(_) | Amount::Share { .. } => continue,
            };
            if let Err(beyond) = reached {
                let message = format!(
                    "{} from today end behind all that the calendar {name} covers: it ends at {}",
                    target.amount,
                    beyond.covers_until,
                    name = quoted(name)
                );
                found.push(survey.finding(
                    &target.place,
                    "past-horizon",
                    message,
                    "let the calendar `cover` more years, or take a shorter target",
                ));
            }
        }
    }
    found
}
