//! The limit: an index written by hand for this workload alone. It knows the twelve fields, that every rule compares a
//! text and that none tests more than three things; an engine may assume none of that.

mod index;
mod ticket;
mod words;

use serde_json::Value as Json;
use tierline_peers::{Engine, Mode, Task};

use index::Index;
use ticket::{Cells, Codes, Fields};
use words::Words;

struct Hand {
    mode: Mode,
    codes: Codes,
    words: Words,
    index: Index,
}

impl Hand {
    fn load(task: &Task) -> Hand {
        let (mut codes, mut words) = (Codes::default(), Words::default());
        let index = Index::new(&task.workload.rules, &mut codes, &mut words);
        Hand { mode: task.mode, codes, words, index }
    }

    fn find(&mut self, cells: &Cells, subject: &str, found: &mut Vec<usize>) {
        self.words.forget();
        match self.mode {
            Mode::First => self.index.first(cells, subject, &mut self.words, found),
            Mode::Collect => self.index.collect(cells, subject, &mut self.words, found),
        }
    }
}

/// Tickets as a record of texts and numbers: to look its texts up is timed.
struct Bound(Hand);

impl Engine for Bound {
    type Ticket = Fields;

    fn bind(&self, ticket: &Json) -> Fields {
        Fields::new(ticket)
    }

    fn ask(&mut self, fields: &mut Fields, found: &mut Vec<usize>) {
        let cells = self.0.codes.cells(fields);
        self.0.find(&cells, &fields.subject, found);
    }
}

/// Tickets as numbers.
struct InCells(Hand);

impl Engine for InCells {
    type Ticket = (Cells, String);

    fn bind(&self, ticket: &Json) -> (Cells, String) {
        let fields = Fields::new(ticket);
        (self.0.codes.cells(&fields), fields.subject)
    }

    fn ask(&mut self, (cells, subject): &mut (Cells, String), found: &mut Vec<usize>) {
        self.0.find(cells, subject, found);
    }
}

fn main() {
    let task = Task::from_args();
    match task.variant.as_str() {
        "bound" => task.run(|| Bound(Hand::load(&task))),
        "cells" => task.run(|| InCells(Hand::load(&task))),
        _ => task.unknown_variant(),
    }
}
