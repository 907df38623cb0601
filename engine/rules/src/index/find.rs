//! Finding rules.

use tierline_condition::Facts;

use super::{
    Card, Entry, Extra, Index, More, Node, Span,
    card::{Read, Said},
    columns::MOST_CELLS,
};

/// A rule that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found(u32);

impl Found {
    fn new(entry: &Entry, is_sure: bool) -> Found {
        Found(entry.rule << 1 | u32::from(!is_sure))
    }

    /// A rule that nothing is known of yet.
    pub(crate) fn to_decide(rule: usize) -> Found {
        Found(u32::try_from(rule << 1 | 1).unwrap_or(u32::MAX))
    }

    /// Its number.
    pub fn rule(self) -> usize {
        (self.0 >> 1) as usize
    }

    /// Whether it holds; where not, its condition must decide.
    pub fn is_sure(self) -> bool {
        self.0 & 1 == 0
    }
}

impl Index {
    /// The rules of a stage from number `from` on that can hold, in order. Where it says false, there was no work left to find
    /// them, and any can hold.
    pub fn find(&self, stage: usize, facts: &Facts, card: &mut Card, from: usize, found: &mut Vec<Found>) -> bool {
        self.search(stage, &mut Search::new(facts, from, true, found), card)
    }

    /// As [`find`](Index::find), up to the first rule that is sure to hold.
    pub fn find_first(
        &self,
        stage: usize,
        facts: &Facts,
        card: &mut Card,
        from: usize,
        found: &mut Vec<Found>,
    ) -> bool {
        self.search(stage, &mut Search::new(facts, from, false, found), card)
    }

    fn search(&self, stage: usize, search: &mut Search<'_>, card: &mut Card) -> bool {
        search.found.clear();
        let Some(shelf) = self.stages.get(stage) else { return true };
        let Card { cells, items, texts } = card;
        let mut ticket = Ticket { cells, items, texts };
        for tree in &shelf.trees {
            let node = self.node_of(tree.nodes, ticket.cells[usize::from(tree.column)]);
            self.look_into(node, search, &mut ticket);
        }
        for tree in &shelf.by_item {
            if !search.may_go_through(ticket.items.len()) {
                return false;
            }
            for number in 0..ticket.items.len() {
                let (column, code) = ticket.items[number];
                if column == tree.column {
                    self.look_into(self.node_of(tree.nodes, code), search, &mut ticket);
                }
            }
        }
        for line in &shelf.by_number {
            for (base, place) in line.places(ticket.cells[usize::from(line.cell)]) {
                self.look_at(self.of_place(base, place), search, &mut ticket);
            }
        }
        for parts in &shelf.by_part {
            let hashes = match ticket.texts[usize::from(parts.text)].read(search.facts) {
                Said::None => continue,
                Said::Text(_, hashes) => hashes.clone(),
                Said::Refused => return false,
            };
            for hash in hashes.common(&parts.used) {
                self.look_at(self.of_code(parts.base, i32::from(hash)), search, &mut ticket);
            }
        }
        self.look_at(shelf.rest, search, &mut ticket);
        search.finish();
        true
    }

    fn node_of(&self, nodes: Span, code: i32) -> Node {
        let number = nodes.from as usize + usize::try_from(code).unwrap_or_default();
        self.nodes.get(number).copied().unwrap_or_default()
    }

    fn of_code(&self, base: u32, code: i32) -> Span {
        self.of_place(base, usize::try_from(code).unwrap_or_default())
    }

    fn of_place(&self, base: u32, place: usize) -> Span {
        let first = base as usize + place;
        match self.starts.get(first..first + 2) {
            Some(&[from, to]) => Span { from, to },
            _ => Span::default(),
        }
    }

    fn look_into(&self, node: Node, search: &mut Search<'_>, ticket: &mut Ticket<'_>) {
        self.look_at(node.plain, search, ticket);
        for split in self.splits.get(node.splits.range()).unwrap_or_default() {
            let code = ticket.cells[usize::from(split.cell)];
            self.look_at(self.of_code(split.base, code), search, ticket);
        }
    }

    fn look_at(&self, entries: Span, search: &mut Search<'_>, ticket: &mut Ticket<'_>) {
        let entries = self.entries.get(entries.range()).unwrap_or_default();
        search.looked += entries.len();
        for entry in entries {
            if entry.rule >= search.best {
                return;
            }
            if entry.fits(ticket.cells) && entry.rule as usize >= search.from {
                let is_sure = match entry.more {
                    More::Nothing => Some(true),
                    _ => self.holds(entry, search, ticket),
                };
                if let Some(is_sure) = is_sure {
                    search.add(entry, is_sure);
                }
            }
        }
    }

    /// Whether the extras of a rule hold, and with them the rule; `None` where they do not.
    fn holds(&self, entry: &Entry, search: &mut Search<'_>, ticket: &mut Ticket<'_>) -> Option<bool> {
        let mut is_sure = entry.more == More::Extras;
        for extra in self.extras.iter().skip(entry.extras as usize) {
            let holds = match extra {
                Extra::End => break,
                Extra::Cell(cell, least, above) => lies(ticket.cells, *cell, *least, *above),
                Extra::OneOf(cell, codes) => codes.contains(&ticket.cells[usize::from(*cell)]),
                Extra::NoneOf(cell, codes) => !codes.contains(&ticket.cells[usize::from(*cell)]),
                Extra::Has(..) if !search.may_go_through(ticket.items.len()) => {
                    is_sure = false;
                    true
                }
                Extra::Has(column, codes) => {
                    ticket.items.iter().any(|(known, code)| known == column && codes.contains(code))
                }
                Extra::Contains(text, wanted) => match ticket.texts[usize::from(*text)].read(search.facts) {
                    Said::None => false,
                    Said::Refused => {
                        is_sure = false;
                        true
                    }
                    Said::Text(text, hashes) => {
                        let parts = wanted.iter().filter_map(|part| self.parts.get(*part as usize));
                        parts.filter(|part| part.may_be_in(hashes)).any(|part| {
                            // Where there is no work left, the condition says so.
                            let may_read = search.may(text.len() / READ);
                            is_sure &= may_read;
                            !may_read || part.is_in(text)
                        })
                    }
                },
            };
            if !holds {
                return None;
            }
        }
        Some(is_sure)
    }
}

/// A ticket, as it is looked at.
struct Ticket<'a> {
    cells: &'a [i32; MOST_CELLS],
    items: &'a [(u8, i32)],
    texts: &'a mut [Read],
}

/// What is sought, and what was found.
struct Search<'a> {
    facts: &'a Facts,
    from: usize,
    /// The first rule that is sure to hold, where only that is sought.
    best: u32,
    all: bool,
    found: &'a mut Vec<Found>,
    /// How many entries were looked at.
    looked: usize,
}

/// Items of lists that a unit of work goes through.
const ITEMS: usize = 64;
/// Bytes of a text that it searches.
const READ: usize = 256;
/// Entries that it looks at.
const ENTRIES: usize = 64;

impl<'a> Search<'a> {
    fn new(facts: &'a Facts, from: usize, all: bool, found: &'a mut Vec<Found>) -> Search<'a> {
        Search { facts, from, best: u32::MAX, all, found, looked: 0 }
    }

    fn may(&self, work: usize) -> bool {
        work == 0 || self.facts.charge(work as u64)
    }

    fn may_go_through(&self, items: usize) -> bool {
        self.may(items / ITEMS)
    }

    fn add(&mut self, entry: &Entry, is_sure: bool) {
        if is_sure && !self.all {
            self.best = entry.rule;
        } else {
            self.found.push(Found::new(entry, is_sure));
        }
    }

    /// Puts what was found in order; a rule that is filed under two answers may be found twice.
    fn finish(&mut self) {
        self.facts.spend((self.looked / ENTRIES) as u64);
        if self.best != u32::MAX {
            self.found.retain(|found| found.0 >> 1 < self.best);
            self.found.push(Found(self.best << 1));
        }
        self.found.sort_unstable();
        self.found.dedup();
    }
}

impl Entry {
    fn fits(&self, cells: &[i32; MOST_CELLS]) -> bool {
        let lies = |test: usize| lies(cells, self.cells[test], self.least[test], self.above[test]);
        lies(0) & lies(1) & lies(2)
    }
}

/// Whether a cell lies at `least` or up to `above` over it.
fn lies(cells: &[i32; MOST_CELLS], cell: u8, least: i32, above: u32) -> bool {
    cells[usize::from(cell) % MOST_CELLS].wrapping_sub(least).cast_unsigned() <= above
}

impl Span {
    fn range(self) -> std::ops::Range<usize> {
        self.from as usize..self.to as usize
    }
}
