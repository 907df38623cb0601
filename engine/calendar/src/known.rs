//! Calendars that the process has already. Desks of one process often share their hours, and hours are the largest part of a
//! small desk.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::{Arc, Mutex, PoisonError, Weak},
};

use crate::{Calendar, ResolvedCalendar};

/// By a hash of what they were expanded from.
static KNOWN: Mutex<Vec<(u64, Weak<Calendar>)>> = Mutex::new(vec![]);

/// The calendar that `expand` makes of a resolved one, or the same that is there already. Unions are always made anew: what
/// they are depends on their members.
pub(crate) fn known_or<E>(
    resolved: ResolvedCalendar,
    expand: impl FnOnce(ResolvedCalendar) -> Result<Calendar, E>,
) -> Result<Arc<Calendar>, E> {
    if !resolved.document.includes.is_empty() {
        return expand(resolved).map(Arc::new);
    }
    let hash = hash(&resolved);
    let is_same = |known: &Arc<Calendar>| *known.resolved() == resolved;
    let same_hash: Vec<_> = {
        let known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        known.iter().filter(|(of, _)| *of == hash).filter_map(|(_, calendar)| calendar.upgrade()).collect()
    };
    if let Some(known) = same_hash.into_iter().find(is_same) {
        return Ok(known);
    }
    let calendar = Arc::new(expand(resolved)?);
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    known.retain(|(_, calendar)| calendar.strong_count() > 0);
    known.push((hash, Arc::downgrade(&calendar)));
    Ok(calendar)
}

fn hash(resolved: &ResolvedCalendar) -> u64 {
    let mut hasher = DefaultHasher::new();
    resolved.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Calendars;

    fn office(name: &str, hours: &str) -> Vec<ResolvedCalendar> {
        let text = format!(
            r#"[{{
                "document": {{"name": "{name}", "time_zone": "UTC", "weekly": {{"mon": [{hours}]}}}},
                "from": "2026-01-01T00:00:00Z", "until": "2037-01-01T00:00:00Z",
                "offsets": [{{"from": "2025-12-28T00:00:00Z", "seconds": 0}}], "zone_data": "2026e"
            }}]"#
        );
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn the_same_hours_are_kept_once_and_others_apart() {
        let build = |hours: &str| {
            let built = Calendars::build(office("shared by tests", hours)).unwrap();
            built.get("shared by tests").unwrap().clone()
        };
        let (first, second) = (build(r#"["09:00", "17:00"]"#), build(r#"["09:00", "17:00"]"#));
        assert!(Arc::ptr_eq(&first, &second));
        assert!(!Arc::ptr_eq(&first, &build(r#"["09:00", "16:00"]"#)));
    }
}
