//! Names that other pieces refer to: rules, modes of stages, matrices.

use tierline_condition::Matrix;
use tierline_model::{SortedMap, Text, quoted};

use super::{Compiler, Item, Parsed};
use crate::{
    calendars::{self, CalendarDraft},
    cut::Piece,
    matrices,
    rhai::Slip,
    rules,
    source::Spot,
};

impl<'a> Compiler<'a> {
    /// Names that other pieces refer to: rules, modes of stages, constants, matrices.
    pub(super) fn declare(&mut self) {
        self.settle_modes();
        self.settle_names();
        let parsed = std::mem::take(&mut self.parsed);
        for Parsed { file, piece, item } in &parsed {
            match item {
                Item::Matrix => match matrices::compile(piece.text, &self.names_of_all()) {
                    Ok(matrix) => self.add_matrix(*file, piece, matrix),
                    Err(slips) => self.refuse(*file, piece, slips),
                },
                Item::Calendar => {
                    let (calendar, slips) = calendars::compile(self, *file, piece);
                    if !slips.is_empty() {
                        self.refuse(*file, piece, slips);
                    }
                    if let Some(calendar) = calendar {
                        self.add_calendar(*file, piece, calendar);
                    }
                }
                _ => {}
            }
        }
        self.parsed = parsed;
    }

    fn settle_modes(&mut self) {
        for (file, heading, lines_above) in std::mem::take(&mut self.headings) {
            let mode = heading.mode.unwrap_or_default();
            let known = *self.out.modes.get_or_insert_with(heading.stage, || mode);
            if known != mode {
                let slip = Slip::new(
                    "stage-mode",
                    format!("the stage `{}` is `first` at one heading and `all` at another", heading.stage.name()),
                );
                self.say(
                    file,
                    lines_above,
                    slip.help("write the same at every heading of the stage; `all` is meant where nothing is written")
                        .at(heading.at),
                );
            }
        }
    }

    fn settle_names(&mut self) {
        let mut first_places: SortedMap<Text, String> = SortedMap::new();
        let mut twice = vec![];
        for Parsed { file, piece, item } in &self.parsed {
            let Item::Rule { block, .. } = item else { continue };
            let Some(name) = rules::name_of(block) else { continue };
            if name.trim().is_empty() {
                let slip = Slip::new("missing-name", "a rule needs a name that says what it is for");
                let at = block.input(0).map_or(Spot::new(1, 1, 4), |name| name.at);
                twice.push((*file, piece.line - 1, slip.at(at)));
            }
            let place = format!("{}:{}", self.sources[*file].name, piece.line);
            match first_places.get(&name) {
                Some(first) => {
                    let slip = Slip::new("declared-twice", format!("there are two rules called {}", quoted(&name)));
                    let help = format!("the other stands at {first}; names are unique in a desk");
                    let at = block.input(0).map_or(Spot::new(1, 1, 4), |name| name.at);
                    twice.push((*file, piece.line - 1, slip.help(help).at(at)));
                }
                None => drop(first_places.insert(name, place)),
            }
        }
        self.rule_names = first_places.keys().cloned().collect();
        for (file, lines_above, slip) in twice {
            self.say(file, lines_above, slip);
        }
    }

    fn add_calendar(&mut self, file: usize, piece: &Piece<'_>, calendar: CalendarDraft) {
        let next = self.out.calendars.len();
        let first = *self.calendar_documents.get_or_insert_with(calendar.document.name.clone(), || next);
        if let Some(first) = self.out.calendars.get(first) {
            let help =
                format!("the other stands at {}:{}; a later version says `since`", first.place.file, first.place.line);
            let slip =
                Slip::new("declared-twice", format!("there are two calendars called {}", quoted(&calendar.name)));
            return self.say(file, piece.line - 1, slip.help(help).at(Spot::new(1, 10, 1)));
        }
        self.calendar_names.insert(calendar.name.clone());
        self.out.calendars.push(calendar);
    }

    fn add_matrix(&mut self, file: usize, piece: &Piece<'_>, matrix: Matrix) {
        if self.out.matrices.contains_key(&matrix.name) {
            let slip = Slip::new("declared-twice", format!("there are two matrices called `{}`", matrix.name));
            return self.say(file, piece.line - 1, slip.help("rename one of the two"));
        }
        self.outline_matrix(file, piece, &matrix.name);
        self.out.matrices.insert(matrix.name.clone(), matrix);
    }
}
