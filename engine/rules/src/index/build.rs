//! Filing rules: under what each is to be found, and what is left to test then.

use tierline_condition::{Condition, Frame, Probe, Slot};
use tierline_model::{SortedMap, Text, Value, sort::sort_by};

use super::{
    Entry, Extra, Index, More, Node, Parts, Shelf, Span, Split, Tree,
    columns::{Columns, LEAST_NUMBER, MOST_CELLS, MOST_NUMBER, Numbers, Words},
    ranges::Cuts,
    texts::{HASHES, Hashes, Part},
};

/// Under so many answers to one question a rule is filed at most.
pub(super) const MOST_KEYS: usize = 8;
/// A second field has so many answers at most: each takes a place in a table.
const MOST_SECOND: usize = 256;
/// Fewer rules than this are not worth a table of their own.
const FEW: usize = 4;
/// A part of a text is taken to be in one text of so many: fewer than there may be, for the text must be read to know.
const PART_IS_ONE_IN: usize = 8;

/// A test of a rule, in the numbers of the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Test {
    /// The cell lies at the first number or up to so many over it.
    Cell(u8, i32, u32),
    /// The column of words holds one of these codes.
    OneOf(usize, Vec<i32>),
    /// It holds none of these codes.
    NoneOf(usize, Vec<i32>),
    /// The list has one of these items.
    Has(usize, Vec<i32>),
    /// The text has one of these parts.
    Contains(usize, Vec<u32>),
}

/// A rule that is to be filed.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) rule: u32,
    pub(super) tests: Vec<Test>,
    /// Whether its condition must decide in the end.
    pub(super) decide: bool,
}

/// Where a rule is filed: by which of its tests, under which codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Word(usize),
    Item(usize),
    Part(usize),
    /// By all that it asks the number of a cell.
    Range(u8),
}

/// A rule and which of its tests are done once it is found where it is filed.
pub(super) type Filed<'a> = (&'a Draft, [Option<usize>; 2]);

impl Index {
    /// Files the rules of each stage by what their conditions ask for. Rules are known by their place in the stage.
    pub fn new<'a>(stages: impl Iterator<Item = Vec<&'a Condition>>, frame: &Frame) -> Index {
        let mut index = Index::default();
        // The codes of all stages come first: a ticket is written down once for all of them.
        let drafts: Vec<Vec<Draft>> = stages.map(|conditions| index.drafts(&conditions, frame)).collect();
        index.learn_cuts(drafts.iter().flatten());
        for drafts in &drafts {
            let shelf = index.shelf(drafts);
            index.stages.push(shelf);
        }
        index.shrink();
        index
    }

    /// Gives back the room that was set aside for more.
    fn shrink(&mut self) {
        self.nodes.shrink_to_fit();
        self.splits.shrink_to_fit();
        self.starts.shrink_to_fit();
        self.entries.shrink_to_fit();
        self.extras.shrink_to_fit();
        self.parts.shrink_to_fit();
    }

    fn drafts(&mut self, conditions: &[&Condition], frame: &Frame) -> Vec<Draft> {
        (0..).zip(conditions).map(|(rule, condition)| self.draft(rule, condition, frame)).collect()
    }

    fn draft(&mut self, rule: u32, condition: &Condition, frame: &Frame) -> Draft {
        let probes = condition.probes(frame);
        let mut draft = Draft { rule, tests: vec![], decide: !probes.are_all() };
        for (_, probe) in &probes.probes {
            match self.test(probe) {
                Some(test) => draft.tests.push(test),
                None => draft.decide = true,
            }
        }
        draft
    }

    /// A probe in numbers; none where they cannot say it.
    pub(super) fn test(&mut self, probe: &Probe) -> Option<Test> {
        Some(match probe {
            Probe::OneOf(slot, values) => {
                let (column, codes) = self.learn(*slot, values)?;
                Test::OneOf(column, codes)
            }
            Probe::NoneOf(slot, values) => {
                let (column, codes) = self.learn(*slot, values)?;
                Test::NoneOf(column, codes)
            }
            Probe::Within(slot, first, last) => {
                let (least, above) = within(*first, *last)?;
                Test::Cell(self.number_cell(*slot)?, least, above)
            }
            Probe::Has(slot, items) => {
                let column = column_of(&mut self.columns.lists, *slot)?;
                let words = &mut self.columns.lists[column];
                Test::Has(column, items.iter().map(|item| words.learn(&Value::Text(item.clone()))).collect())
            }
            Probe::Contains { slot, folds, parts } => {
                let texts = &mut self.columns.texts;
                let known = texts.iter().position(|known| *known == (*slot, *folds));
                let column = known.or_else(|| {
                    texts.push((*slot, *folds));
                    (texts.len() < MOST_CELLS).then(|| texts.len() - 1)
                })?;
                Test::Contains(column, parts.iter().map(|part| self.part(part)).collect())
            }
        })
    }

    fn learn(&mut self, slot: Slot, values: &[Value]) -> Option<(usize, Vec<i32>)> {
        let column = match self.columns.words.iter().position(|words| words.slot == slot) {
            Some(column) => column,
            None if self.has_room() => column_of(&mut self.columns.words, slot)?,
            None => return None,
        };
        let words = &mut self.columns.words[column];
        let mut codes: Vec<i32> = values.iter().map(|value| words.learn(value)).collect();
        sort_by(&mut codes, Ord::cmp);
        codes.dedup();
        Some((column, codes))
    }

    fn number_cell(&mut self, slot: Slot) -> Option<u8> {
        let numbers = &mut self.columns.numbers;
        let column = match numbers.iter().position(|known| known.slot == slot) {
            Some(column) => column,
            None if self.columns.words.len() + numbers.len() + 1 < MOST_CELLS => {
                numbers.push(Numbers { slot, cuts: Cuts::default() });
                numbers.len() - 1
            }
            None => return None,
        };
        Columns::number_cell(column)
    }

    fn has_room(&self) -> bool {
        self.columns.words.len() + self.columns.numbers.len() + 1 < MOST_CELLS
    }

    fn part(&mut self, part: &Text) -> u32 {
        let number = self.part_codes.learn(part);
        if number as usize == self.parts.len() {
            self.parts.push(Part::new(part));
        }
        number
    }

    fn shelf(&mut self, drafts: &[Draft]) -> Shelf {
        let mut shelf = Shelf::default();
        let keys: Vec<Option<Key>> = drafts.iter().map(|draft| self.key(draft)).collect();
        let with = |wanted: fn(&Key, &Test) -> Option<usize>| {
            let keyed = drafts.iter().zip(&keys).filter_map(move |(draft, key)| {
                let key = (*key)?;
                let number = key.test()?;
                Some((wanted(&key, draft.tests.get(number)?)?, draft, number))
            });
            let mut by_column: Vec<Vec<(&Draft, usize)>> = vec![];
            for (column, draft, test) in keyed {
                by_column.resize_with(by_column.len().max(column + 1), Vec::new);
                by_column[column].push((draft, test));
            }
            by_column
        };
        let words = with(|key, test| match (key, test) {
            (Key::Word(_), Test::OneOf(column, _)) => Some(*column),
            _ => None,
        });
        let items = with(|key, test| match (key, test) {
            (Key::Item(_), Test::Has(column, _)) => Some(*column),
            _ => None,
        });
        let parts = with(|key, test| match (key, test) {
            (Key::Part(_), Test::Contains(column, _)) => Some(*column),
            _ => None,
        });
        for (column, rules) in words.iter().enumerate().filter(|(_, rules)| !rules.is_empty()) {
            let tree = self.tree(cell(column), self.columns.words[column].len(), rules);
            shelf.trees.push(tree);
        }
        for (column, rules) in items.iter().enumerate().filter(|(_, rules)| !rules.is_empty()) {
            let tree = self.tree(small(column), self.columns.lists[column].len(), rules);
            shelf.by_item.push(tree);
        }
        for (column, rules) in parts.iter().enumerate().filter(|(_, rules)| !rules.is_empty()) {
            let parts = self.by_hash(small(column), rules);
            shelf.by_part.push(parts);
        }
        let mut by_number: SortedMap<u8, Vec<&Draft>> = SortedMap::new();
        for (draft, key) in drafts.iter().zip(&keys) {
            if let Some(Key::Range(cell)) = key {
                by_number.get_or_insert_with(*cell, Vec::new).push(draft);
            }
        }
        for (cell, rules) in by_number {
            let line = self.line(cell, &rules);
            shelf.by_number.push(line);
        }
        let rest: Vec<&Draft> =
            drafts.iter().zip(&keys).filter(|(_, key)| key.is_none()).map(|(draft, _)| draft).collect();
        shelf.rest = self.entries(rest.into_iter().map(|draft| (draft, [None; 2])));
        shelf
    }

    /// The rarest answer that a rule asks for, or the narrowest range where it asks for no answer.
    pub(super) fn key(&self, draft: &Draft) -> Option<Key> {
        let keys = draft.tests.iter().enumerate().filter_map(|(number, test)| match test {
            Test::OneOf(column, codes) if codes.len() <= MOST_KEYS => {
                Some((Key::Word(number), codes.len(), self.columns.words[*column].len()))
            }
            Test::Has(column, codes) if codes.len() <= MOST_KEYS => {
                Some((Key::Item(number), codes.len(), self.columns.lists[*column].len()))
            }
            Test::Contains(_, parts) if parts.len() == 1 => {
                let part = self.parts.get(*parts.first()? as usize)?;
                part.key().map(|_| (Key::Part(number), 1, PART_IS_ONE_IN))
            }
            _ => None,
        });
        // So many of so many, the smallest share first.
        let rarest = keys.min_by(|(_, a, of_a), (_, b, of_b)| (a * of_b).cmp(&(b * of_a)));
        rarest.map(|(key, ..)| key).or_else(|| self.narrowest(draft).map(Key::Range))
    }

    /// A tree over the codes of a column.
    fn tree(&mut self, column: u8, codes: usize, rules: &[(&Draft, usize)]) -> Tree {
        let mut by_code: Vec<Vec<(&Draft, usize)>> = vec![vec![]; codes];
        for (draft, key) in rules {
            let (Test::OneOf(_, wanted) | Test::Has(_, wanted)) = &draft.tests[*key] else { continue };
            for code in wanted {
                by_code[place(*code)].push((draft, *key));
            }
        }
        let nodes: Vec<Node> = by_code.iter().map(|rules| self.node(rules)).collect();
        let from = length(self.nodes.len());
        self.nodes.extend(nodes);
        Tree { column, nodes: Span { from, to: length(self.nodes.len()) } }
    }

    fn node(&mut self, rules: &[(&Draft, usize)]) -> Node {
        // By the column of the second key; the last for those that have none.
        let mut by_second: Vec<Vec<(&Draft, usize, usize)>> = vec![vec![]; self.columns.words.len()];
        let mut plain: Vec<Filed<'_>> = vec![];
        for (draft, key) in rules {
            match self.second(draft, *key) {
                Some((column, second)) => by_second[column].push((draft, *key, second)),
                None => plain.push((draft, [Some(*key), None])),
            }
        }
        let mut splits = vec![];
        for (column, rules) in by_second.into_iter().enumerate() {
            if rules.len() <= FEW {
                plain.extend(rules.into_iter().map(|(draft, key, _)| (draft, [Some(key), None])));
            } else {
                splits.push(self.split(column, &rules));
            }
        }
        sort_by(&mut plain, |a, b| a.0.rule.cmp(&b.0.rule));
        let plain = self.entries(plain.into_iter());
        let from = length(self.splits.len());
        self.splits.extend(splits);
        Node { plain, splits: Span { from, to: length(self.splits.len()) } }
    }

    /// The second rarest answer that a rule asks for, of a column with few answers.
    fn second(&self, draft: &Draft, first: usize) -> Option<(usize, usize)> {
        let words = draft.tests.iter().enumerate().filter(|(number, _)| *number != first);
        let seconds = words.filter_map(|(number, test)| match test {
            Test::OneOf(column, codes) if codes.len() <= MOST_KEYS => Some((*column, number, codes.len())),
            _ => None,
        });
        let few = seconds.filter(|(column, ..)| self.columns.words[*column].len() <= MOST_SECOND);
        let rarest = few.min_by(|(a, _, wanted), (b, _, other)| {
            let (of_a, of_b) = (self.columns.words[*a].len(), self.columns.words[*b].len());
            (wanted * of_b).cmp(&(other * of_a))
        });
        rarest.map(|(column, number, _)| (column, number))
    }

    fn split(&mut self, column: usize, rules: &[(&Draft, usize, usize)]) -> Split {
        let mut by_code: Vec<Vec<Filed<'_>>> = vec![vec![]; self.columns.words[column].len()];
        for (draft, key, second) in rules {
            let Test::OneOf(_, wanted) = &draft.tests[*second] else { continue };
            for code in wanted {
                by_code[place(*code)].push((draft, [Some(*key), Some(*second)]));
            }
        }
        Split { cell: cell(column), base: self.table(by_code) }
    }

    fn by_hash(&mut self, text: u8, rules: &[(&Draft, usize)]) -> Parts {
        let mut used = Hashes::default();
        let mut by_hash: Vec<Vec<Filed<'_>>> = vec![vec![]; HASHES];
        for (draft, key) in rules {
            let Test::Contains(_, parts) = &draft.tests[*key] else { continue };
            let part = parts.first().and_then(|part| self.parts.get(*part as usize));
            if let Some(hash) = part.and_then(Part::key) {
                used.add(hash);
                // That the text has these three bytes does not say that it has the part.
                by_hash[usize::from(hash)].push((draft, [None; 2]));
            }
        }
        Parts { text, base: self.table(by_hash), used }
    }

    /// Entries, those of each code after the other; where in `starts` the beginnings stand.
    pub(super) fn table(&mut self, by_code: Vec<Vec<Filed<'_>>>) -> u32 {
        let base = length(self.starts.len());
        // Entries may come in between while extras are added; the beginnings are noted as they come.
        for rules in by_code {
            let span = self.entries(rules.into_iter());
            self.starts.push(span.from);
        }
        self.starts.push(length(self.entries.len()));
        base
    }

    fn entries<'a>(&mut self, rules: impl Iterator<Item = Filed<'a>>) -> Span {
        let from = length(self.entries.len());
        for (draft, done) in rules {
            let left = draft.tests.iter().enumerate().filter(|(number, _)| !done.contains(&Some(*number)));
            let entry = self.entry(draft, left.map(|(_, test)| test));
            self.entries.push(entry);
        }
        Span { from, to: length(self.entries.len()) }
    }

    fn entry<'a>(&mut self, draft: &Draft, tests: impl Iterator<Item = &'a Test>) -> Entry {
        let mut entry = Entry {
            rule: draft.rule,
            cells: [0; 3],
            more: More::Nothing,
            least: [0; 3],
            above: [u32::MAX; 3],
            extras: length(self.extras.len()),
        };
        let (mut used, mut extras) = (0, vec![]);
        for test in tests {
            match as_cell(test) {
                Some((cell, least, above)) if used < 3 => {
                    (entry.cells[used], entry.least[used], entry.above[used]) = (cell, least, above);
                    used += 1;
                }
                Some((cell, least, above)) => extras.push(Extra::Cell(cell, least, above)),
                None => extras.extend(as_extra(test)),
            }
        }
        // Texts are read last.
        let (texts, mut extras): (Vec<_>, Vec<_>) =
            extras.into_iter().partition(|extra| matches!(extra, Extra::Contains(..)));
        extras.extend(texts);
        entry.more = match (draft.decide, extras.is_empty()) {
            (true, _) => More::Decide,
            (false, false) => More::Extras,
            (false, true) => More::Nothing,
        };
        if entry.more != More::Nothing {
            self.extras.extend(extras);
            self.extras.push(Extra::End);
        }
        entry
    }
}

impl Key {
    /// Whether a test of a rule, or its number, is that by which the rule is filed, or one of those.
    pub(super) fn is(self, number: usize, test: &Test) -> bool {
        match self {
            Key::Range(cell) => matches!(test, Test::Cell(of, ..) if *of == cell),
            key => key.test() == Some(number),
        }
    }

    /// The number of the one test by which a rule is filed.
    fn test(self) -> Option<usize> {
        match self {
            Key::Word(test) | Key::Item(test) | Key::Part(test) => Some(test),
            Key::Range(_) => None,
        }
    }
}

fn as_cell(test: &Test) -> Option<(u8, i32, u32)> {
    match test {
        Test::Cell(cell, least, above) => Some((*cell, *least, *above)),
        Test::OneOf(column, codes) if is_row(codes) => Some((cell(*column), *codes.first()?, length(codes.len() - 1))),
        // All numbers but one: from the next one on, round to the one before.
        Test::NoneOf(column, codes) => match codes.as_slice() {
            [code] => Some((cell(*column), code + 1, u32::MAX - 1)),
            _ => None,
        },
        _ => None,
    }
}

fn as_extra(test: &Test) -> Option<Extra> {
    Some(match test {
        Test::Cell(..) => return None,
        Test::OneOf(column, codes) => Extra::OneOf(cell(*column), codes.as_slice().into()),
        Test::NoneOf(column, codes) => Extra::NoneOf(cell(*column), codes.as_slice().into()),
        Test::Has(column, codes) => Extra::Has(small(*column), codes.as_slice().into()),
        Test::Contains(column, parts) => Extra::Contains(small(*column), parts.as_slice().into()),
    })
}

/// Whether numbers in order follow each other without a gap.
fn is_row(codes: &[i32]) -> bool {
    codes.windows(2).all(|pair| pair[1] == pair[0] + 1)
}

/// The least number on a card, and how far others may lie above it; none where cards do not tell such numbers apart.
fn within(first: i64, last: i64) -> Option<(i32, u32)> {
    const NEVER: (i32, u32) = (i32::MIN, 0);
    if first > last {
        return Some(NEVER);
    }
    let (low, high) = (i64::from(LEAST_NUMBER), i64::from(MOST_NUMBER));
    let is_exact =
        (first == i64::MIN || low < first && first <= high) && (last == i64::MAX || low <= last && last < high);
    let (first, last) = (first.clamp(low, high), last.clamp(low, high));
    let least = i32::try_from(first).ok()?;
    is_exact.then_some((least, u32::try_from(last - first).ok()?))
}

fn column_of(columns: &mut Vec<Words>, slot: Slot) -> Option<usize> {
    columns.iter().position(|words| words.slot == slot).or_else(|| {
        columns.push(Words::new(slot));
        (columns.len() < MOST_CELLS).then(|| columns.len() - 1)
    })
}

/// The cell of a column of words: the first of a card is always 0.
fn cell(column: usize) -> u8 {
    small(column + 1)
}

fn small(number: usize) -> u8 {
    u8::try_from(number).unwrap_or(u8::MAX)
}

fn place(code: i32) -> usize {
    usize::try_from(code).unwrap_or_default()
}

/// INVARIANT: a desk has fewer rules, tests and codes than 32 bits count.
fn length(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
