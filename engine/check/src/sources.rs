//! The files of a desk, line by line.

use tierline::Desk;
use tierline_model::{Place, SortedMap, Spot};

/// Words with which a declaration begins that may be looked for.
const KEYWORDS: &[&str] = &["queue", "calendar", "field", "matrix", "table"];

/// The lines of the files of a desk, and where what is declared in a line of its own.
pub(crate) struct Sources<'a> {
    lines: SortedMap<&'a str, Vec<&'a str>>,
    /// By keyword and name, as it is written: its place, and how many declarations stand before it.
    declared: SortedMap<(&'static str, &'a str), (usize, Place)>,
}

impl<'a> Sources<'a> {
    pub(crate) fn of(desk: &'a Desk) -> Sources<'a> {
        let files = desk.pack().files.iter();
        let lines = files.map(|(file, text)| (file.as_str(), text.lines().collect())).collect();
        let mut sources = Sources { lines, declared: SortedMap::new() };
        for (file, text) in desk.pack().rule_files() {
            for (number, line) in (1..).zip(text.lines()) {
                sources.read(file, number, line);
            }
        }
        sources
    }

    fn read(&mut self, file: &str, number: u32, line: &'a str) {
        let begins =
            |keyword: &&&str| line.trim_start().strip_prefix(**keyword).is_some_and(|rest| rest.starts_with(' '));
        let Some(keyword) = KEYWORDS.iter().find(begins) else { return };
        let written = line.trim_start()[keyword.len()..].trim_start();
        let Some(name) = first_name(written) else { return };
        let column = line.chars().count() - written.chars().count() + 1;
        let (Ok(column), Ok(length)) = (u32::try_from(column), u32::try_from(name.chars().count())) else { return };
        let order = self.declared.len();
        self.declared
            .get_or_insert_with((keyword, name), || (order, Spot::new(number, column, length).of(&file.into())));
    }

    /// A line of a file, from 1; nothing where there is none.
    pub(crate) fn line(&self, place: &Place) -> &'a str {
        let line = (place.line as usize).saturating_sub(1);
        self.lines.get(&*place.file).and_then(|lines| lines.get(line).copied()).unwrap_or_default()
    }

    /// Where a file first declares something: `queue "network"`, `matrix priority`.
    pub(crate) fn declared_at(&self, keyword: &'static str, name: &str) -> Option<Place> {
        let quoted = format!("{name:?}");
        let found = [name, &quoted].into_iter().filter_map(|name| self.declared.get(&(keyword, name)));
        found.min_by_key(|(order, _)| *order).map(|(_, place)| place.clone())
    }
}

/// The name at the beginning of what is written, with its quotes if it has some.
fn first_name(written: &str) -> Option<&str> {
    let goes_on = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '.';
    let end = match written.strip_prefix('"') {
        None => written.find(|letter| !goes_on(letter)).unwrap_or(written.len()),
        Some(rest) => {
            let mut is_escaped = false;
            let closes = |letter: char| {
                let closes = letter == '"' && !is_escaped;
                is_escaped = letter == '\\' && !is_escaped;
                closes
            };
            let end = rest.find(closes)? + 2;
            // What goes on right behind the quotes is no name.
            (!written[end..].starts_with(goes_on)).then_some(end)?
        }
    };
    written.get(..end).filter(|name| !name.is_empty())
}
