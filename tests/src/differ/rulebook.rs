//! Texts of desks.

use tierline_model::Diagnostic;

use super::Subject;
use crate::random::DECLARED;

/// The text of a desk: below what all of them declare, stages with the pieces that belong to each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rulebook {
    /// Headings, as `triage` or `routing first`, and rules, tables and the like.
    pub stages: Vec<(String, Vec<String>)>,
}

impl Rulebook {
    /// Rules of one stage that pass the checker, so many as are wanted. `rule` makes them, given a number that none had before.
    pub fn of_rules(wanted: usize, mut rule: impl FnMut(usize) -> String) -> Rulebook {
        let mut book = Rulebook { stages: vec![("triage".to_owned(), vec![])] };
        let mut made = 0;
        while book.stages[0].1.len() < wanted {
            let missing = wanted - book.stages[0].1.len();
            book.stages[0].1.extend((made..made + missing * 3 / 2 + 4).map(&mut rule));
            made += missing * 3 / 2 + 4;
            book.drop_refused();
        }
        book.stages[0].1.truncate(wanted);
        book
    }

    /// The text.
    pub fn text(&self) -> String {
        let stage = |(heading, pieces): &(String, Vec<String>)| format!("stage {heading}\n{}", pieces.concat());
        format!("{DECLARED}{}", self.stages.iter().map(stage).collect::<String>())
    }

    /// Its desk.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it.
    pub fn subject(&self) -> Result<Subject, Vec<Diagnostic>> {
        Subject::new(self.text())
    }

    /// Leaves the pieces out that the checker refuses.
    ///
    /// # Panics
    ///
    /// Where what is wrong stands in none of them.
    pub fn drop_refused(&mut self) {
        while let Err(wrong) = self.subject() {
            let before = self.pieces();
            let lines: Vec<usize> = wrong.iter().map(|wrong| wrong.place.line as usize).collect();
            self.drop_at(&lines);
            assert!(self.pieces() < before, "{wrong:?}\n{}", self.text());
        }
    }

    /// How many pieces there are.
    pub fn pieces(&self) -> usize {
        self.stages.iter().map(|(_, pieces)| pieces.len()).sum()
    }

    fn drop_at(&mut self, lines: &[usize]) {
        let mut above = DECLARED.lines().count();
        for (_, pieces) in &mut self.stages {
            let mut last = above + 1;
            pieces.retain(|piece| {
                let first = last + 1;
                last += piece.lines().count();
                !lines.iter().any(|line| (first..=last).contains(line))
            });
            above = last;
        }
    }

    /// As few of its pieces as still do what is asked.
    pub fn shrunk(mut self, still_does: impl Fn(&Rulebook) -> bool) -> Rulebook {
        let mut size = self.pieces().div_ceil(2);
        while size > 0 {
            let mut from = 0;
            while from < self.pieces() {
                let fewer = self.without(from, size);
                if still_does(&fewer) { self = fewer } else { from += size }
            }
            size /= 2;
        }
        self
    }

    fn without(&self, from: usize, size: usize) -> Rulebook {
        let mut number = 0;
        let mut fewer = self.clone();
        for (_, pieces) in &mut fewer.stages {
            pieces.retain(|_| {
                number += 1;
                !(from..from + size).contains(&(number - 1))
            });
        }
        fewer.stages.retain(|(_, pieces)| !pieces.is_empty());
        fewer
    }
}
