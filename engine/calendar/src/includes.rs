//! Calendars that include calendars.

use tierline_model::{CalendarDocument, CalendarPart, SortedMap, SortedSet, Text, quoted, suggest};

use crate::{CalendarMistake, check::mistake};

/// All that is wrong with how calendars include each other, and names that two of them have.
pub(crate) fn check(documents: &[&CalendarDocument]) -> Vec<CalendarMistake> {
    let mut found = vec![];
    let mut names = SortedSet::new();
    for document in documents {
        if !names.insert(&document.name) {
            let message = format!("there are two calendars called {}", quoted(&document.name));
            found.push(mistake(document, CalendarPart::Whole, "duplicate-calendar", message, None));
        }
    }
    for document in documents {
        for (index, name) in document.includes.iter().enumerate().filter(|(_, name)| !names.contains(name)) {
            let message = format!("there is no calendar {}", quoted(name));
            let help = suggest::did_you_mean(name, names.iter().map(|known| &***known), "\"");
            found.push(mistake(document, CalendarPart::Includes(index), "unknown-calendar", message, help));
        }
    }
    found.extend(circles(documents));
    found
}

/// The calendars in an order in which all that one includes stand before it. Those that cannot be built are left out.
pub(crate) fn members_first(documents: &[&CalendarDocument]) -> Vec<usize> {
    let mut order = vec![];
    let mut placed = SortedSet::new();
    let mut left: Vec<usize> = (0..documents.len()).collect();
    loop {
        let before = order.len();
        left.retain(|&index| {
            let Some(document) = documents.get(index) else { return false };
            let ready = document.includes.iter().all(|name| placed.contains(name));
            if ready {
                placed.insert(&document.name);
                order.push(index);
            }
            !ready
        });
        if order.len() == before {
            return order;
        }
    }
}

/// One mistake for every circle of calendars that a walk from include to include comes upon.
fn circles(documents: &[&CalendarDocument]) -> Vec<CalendarMistake> {
    let mut is_built = vec![false; documents.len()];
    members_first(documents).into_iter().for_each(|built| is_built[built] = true);
    let mut left: SortedMap<&Text, usize> = SortedMap::new();
    for (index, document) in documents.iter().enumerate().filter(|(index, _)| !is_built[*index]) {
        left.insert(&document.name, index);
    }
    let named = |left: &SortedMap<&Text, usize>, name: &Text| documents.get(*left.get(name)?).copied();
    let mut found = vec![];
    for document in documents {
        let mut path: Vec<(&CalendarDocument, usize)> = vec![];
        let mut next = named(&left, &document.name);
        while let Some(here) = next {
            if let Some(start) = path.iter().position(|(passed, _)| passed.name == here.name) {
                found.extend(circle(path.get(start..).unwrap_or_default()));
                break;
            }
            let step = here.includes.iter().enumerate().find_map(|(index, name)| Some((index, named(&left, name)?)));
            path.push((here, step.map_or(0, |(index, _)| index)));
            next = step.map(|(_, member)| member);
        }
        for (passed, _) in path {
            left.remove(&passed.name);
        }
    }
    found
}

/// The mistake of a circle: its calendars, each with the number of the include that leads to the next.
fn circle(path: &[(&CalendarDocument, usize)]) -> Option<CalendarMistake> {
    let &(first, index) = path.first()?;
    let mut message = quoted(&first.name).to_string();
    for (number, (here, index)) in path.iter().enumerate() {
        let which = if number == 0 { "" } else { ", which" };
        message.push_str(&format!("{which} includes {}", quoted(here.includes.get(*index)?)));
    }
    let help = Some("take one of them out".to_owned());
    Some(mistake(first, CalendarPart::Includes(index), "circular-includes", message, help))
}
