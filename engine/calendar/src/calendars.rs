//! The calendars of a desk.

use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use tierline_model::{CalendarDocument, CalendarPart, SortedMap, Text, sort::sort_by};

use crate::{Calendar, CalendarMistake, ResolvedCalendar, check, expand, includes, known::known_or, mistake::Found};

/// Calendars that one set may have.
const MOST_CALENDARS: usize = 1_000;
/// Pieces of time that may be looked at to expand all calendars of a set: a second of work or two, and less than 200 MB.
const MOST_PIECES: usize = 10_000_000;

/// The calendars of a desk, by name.
///
/// In JSON it is the list of its [`ResolvedCalendar`]s, ordered by name; reading it builds them.
///
/// # Examples
///
/// Loading needs no zone data:
///
/// ```
/// # use tierline_calendar::Calendars;
/// # use tierline_model::Timestamp;
/// let calendars: Calendars = serde_json::from_str(
///     r#"[{
///         "document": {"name": "office", "time_zone": "UTC", "weekly": {"mon": [["09:00", "17:00"]]}},
///         "from": "2026-01-01T00:00:00Z",
///         "until": "2037-01-01T00:00:00Z",
///         "offsets": [{"from": "2025-12-28T00:00:00Z", "seconds": 0}],
///         "zone_data": "2026e"
///     }]"#,
/// ).unwrap();
/// let office = calendars.get("office").unwrap();
/// let sunday = Timestamp::parse("2026-11-22T12:00:00Z").unwrap();
/// assert_eq!(office.next_open(sunday).unwrap().to_string(), "2026-11-23T09:00:00Z");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendars {
    by_name: SortedMap<Text, Arc<Calendar>>,
    warnings: Vec<CalendarMistake>,
}

impl Calendars {
    /// Expands resolved calendars, in whatever order. No zone data is needed.
    ///
    /// # Errors
    ///
    /// With all that is wrong with them. Whatever they say, the work is bounded.
    pub fn build(resolved: Vec<ResolvedCalendar>) -> Result<Calendars, Vec<CalendarMistake>> {
        let documents: Vec<&CalendarDocument> = resolved.iter().map(|calendar| &calendar.document).collect();
        let found = Calendars::check(&documents);
        Calendars::assemble(&documents, found, |index, _| resolved.get(index).cloned().ok_or_else(Vec::new))
    }

    /// The calendar of that name.
    pub fn get(&self, name: &str) -> Option<&Arc<Calendar>> {
        self.by_name.get(name)
    }

    /// All of them, by name.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Calendar>> {
        self.by_name.values()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.by_name.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.by_name.is_empty()
    }

    /// What looks wrong with them.
    pub fn warnings(&self) -> &[CalendarMistake] {
        &self.warnings
    }

    /// All that is wrong with documents, zone data aside.
    pub(crate) fn check(documents: &[&CalendarDocument]) -> Found {
        let mut found = Found::default();
        if let Some(one_too_many) = documents.get(MOST_CALENDARS) {
            let message = format!("{} calendars are too many: a desk has at most {MOST_CALENDARS}", documents.len());
            found.mistakes.push(check::mistake(one_too_many, CalendarPart::Whole, "too-many", message, None));
            return found;
        }
        for document in documents {
            found.add(check::document(document));
        }
        found.mistakes.extend(includes::check(documents));
        found
    }

    /// Builds the calendars in which no mistake was found, members before unions. `resolve` gives the resolved form of the
    /// document of that number, given its members.
    pub(crate) fn assemble(
        documents: &[&CalendarDocument],
        mut found: Found,
        mut resolve: impl FnMut(usize, &[Arc<Calendar>]) -> Result<ResolvedCalendar, Vec<CalendarMistake>>,
    ) -> Result<Calendars, Vec<CalendarMistake>> {
        if documents.len() > MOST_CALENDARS {
            return Err(found.mistakes);
        }
        let blamed = found.blamed();
        let mut by_name: SortedMap<Text, Arc<Calendar>> = SortedMap::new();
        let mut pieces = 0_usize;
        for index in includes::members_first(documents) {
            let Some(document) = documents.get(index).filter(|document| !blamed.contains(&document.name)) else {
                continue;
            };
            let members: Option<Vec<_>> = document.includes.iter().map(|name| by_name.get(name).cloned()).collect();
            let Some(members) = members else { continue };
            let built = resolve(index, &members).and_then(|resolved| {
                pieces = pieces.saturating_add(expand::pieces(&resolved, &members));
                if pieces > MOST_PIECES {
                    return Err(vec![check::too_much(document)]);
                }
                known_or(resolved, |resolved| Calendar::expand(resolved, &members)).map_err(|mistake| vec![mistake])
            });
            match built {
                Ok(calendar) => _ = by_name.insert(document.name.clone(), calendar),
                Err(mistakes) => found.mistakes.extend(mistakes),
            }
        }
        let Found { mut mistakes, mut warnings } = found;
        in_order(&mut mistakes, documents);
        in_order(&mut warnings, documents);
        if mistakes.is_empty() { Ok(Calendars { by_name, warnings }) } else { Err(mistakes) }
    }
}

/// Sorts mistakes as the documents stand, and by their parts.
fn in_order(mistakes: &mut [CalendarMistake], documents: &[&CalendarDocument]) {
    let mut places: SortedMap<&Text, usize> = SortedMap::new();
    for (index, document) in documents.iter().enumerate() {
        places.get_or_insert_with(&document.name, || index);
    }
    let key = |mistake: &CalendarMistake| (places.get(&mistake.calendar).copied(), mistake.part);
    sort_by(mistakes, |a, b| key(a).cmp(&key(b)));
}

impl Serialize for Calendars {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(|calendar| calendar.resolved()))
    }
}

impl<'de> Deserialize<'de> for Calendars {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Calendars::build(Vec::deserialize(deserializer)?).map_err(|mistakes| {
            let lines: Vec<String> = mistakes.iter().map(CalendarMistake::to_string).collect();
            D::Error::custom(lines.join("\n"))
        })
    }
}
