//! Rules filed under what they compare.

use std::collections::BTreeMap;

use tierline_peers::{FIELDS, Op, Rule, Test};

use crate::{
    ticket::{Cells, Codes, TEXTS, ZERO, integer, negative},
    words::Words,
};

/// Each rule lies in one slot: that of the two texts it compares which tell most apart, or of the only one. What else
/// it asks is two equalities and two bounds, compared without a branch, and perhaps a word.
pub struct Index {
    tables: Vec<Table>,
    entries: Vec<Entry>,
    /// Where in a row the slots of each second field begin; those of rules without one come last.
    columns: [usize; TEXTS + 1],
    width: usize,
    buffer: Vec<u32>,
}

/// The rules filed under one field first.
struct Table {
    field: usize,
    /// For each code of it, the columns that hold anything, as bits.
    used: Vec<u8>,
    /// Where the entries of each slot begin.
    starts: Vec<u32>,
}

#[derive(Clone, Copy)]
struct Entry {
    rule: u32,
    word: u32,
    equal_cells: [u8; 2],
    least_cells: [u8; 2],
    equal: [i16; 2],
    least: [i32; 2],
}

const NO_WORD: u32 = u32::MAX;
/// The column of rules that compare one text only.
const ALONE: usize = TEXTS;

impl Index {
    /// Files `rules`, whose texts get codes and numbers.
    pub fn new(rules: &[Rule], codes: &mut Codes, words: &mut Words) -> Index {
        let tests = rules.iter().flat_map(|rule| &rule.tests);
        for (field, test) in tests.filter_map(|test| Some((text_field(test)?, test))) {
            codes.add(field, test.value.as_str().expect("a text"));
        }
        let mut columns = [0; TEXTS + 1];
        for field in 0..TEXTS {
            columns[field + 1] = columns[field] + codes.count(field);
        }
        let mut index = Index {
            tables: vec![],
            entries: vec![],
            columns,
            width: columns[ALONE] + 1,
            buffer: vec![0; rules.len() + 1],
        };
        let mut filed: [BTreeMap<usize, Vec<(usize, Entry)>>; TEXTS] = Default::default();
        for rule in rules {
            let (field, column, slot, entry) = index.file(rule, codes, words);
            filed[field].entry(slot).or_default().push((column, entry));
        }
        for (field, slots) in filed.into_iter().enumerate().filter(|(_, slots)| !slots.is_empty()) {
            index.add_table(field, codes.count(field), slots);
        }
        index
    }

    /// The field, column and slot of a rule, and what is left of it.
    fn file(&self, rule: &Rule, codes: &mut Codes, words: &mut Words) -> (usize, usize, usize, Entry) {
        let mut keys: Vec<(usize, &Test)> =
            rule.tests.iter().filter_map(|test| Some((text_field(test)?, test))).collect();
        keys.sort_by_key(|(field, _)| std::cmp::Reverse(codes.count(*field)));
        keys.truncate(2);
        let mut code =
            |(field, test): &(usize, &Test)| codes.add(*field, test.value.as_str().expect("a text")) as usize;
        let (first, second) = (keys.first().expect("a rule that compares a text"), keys.get(1));
        let (row, column) = (code(first), second.map_or(ALONE, |(field, _)| *field));
        let slot = row * self.width + self.columns[column] + second.map_or(0, &mut code);
        let left = rule.tests.iter().filter(|test| !keys.iter().any(|(_, key)| std::ptr::eq(*key, *test)));
        (first.0, column, slot, Entry::new(rule, left, codes, words))
    }

    fn add_table(&mut self, field: usize, rows: usize, mut slots: BTreeMap<usize, Vec<(usize, Entry)>>) {
        let mut table = Table { field, used: vec![0; rows], starts: vec![] };
        for slot in 0..rows * self.width {
            table.starts.push(self.entries.len() as u32);
            for (column, entry) in slots.remove(&slot).unwrap_or_default() {
                table.used[slot / self.width] |= 1 << column;
                self.entries.push(entry);
            }
        }
        table.starts.push(self.entries.len() as u32);
        self.tables.push(table);
    }

    /// Adds the first rule that holds.
    pub fn first(&self, cells: &Cells, subject: &str, words: &mut Words, found: &mut Vec<usize>) {
        let mut best = u32::MAX;
        self.slots(cells, |entries| {
            for entry in entries {
                if entry.rule >= best {
                    break;
                }
                if entry.fits(cells) && (entry.word == NO_WORD || words.is_in(entry.word, subject)) {
                    best = entry.rule;
                    break;
                }
            }
        });
        found.extend((best != u32::MAX).then_some(best as usize));
    }

    /// Adds all rules that hold, in order.
    pub fn collect(&mut self, cells: &Cells, subject: &str, words: &mut Words, found: &mut Vec<usize>) {
        let mut buffer = std::mem::take(&mut self.buffer);
        let mut count = 0;
        self.slots(cells, |entries| {
            for entry in entries {
                let mut holds = entry.fits(cells);
                if entry.word != NO_WORD {
                    holds = holds && words.is_in(entry.word, subject);
                }
                // Written in any case: a branch that cannot be foretold would cost more.
                buffer[count] = entry.rule;
                count += usize::from(holds);
            }
        });
        buffer[..count].sort_unstable();
        found.extend(buffer[..count].iter().map(|rule| *rule as usize));
        self.buffer = buffer;
    }

    /// The slots in which rules can hold.
    #[inline(always)]
    fn slots(&self, cells: &Cells, mut look: impl FnMut(&[Entry])) {
        for table in &self.tables {
            let row = cells[table.field] as usize;
            let mut used = table.used[row];
            while used != 0 {
                let column = used.trailing_zeros() as usize;
                used &= used - 1;
                let code = if column == ALONE { 0 } else { cells[column] as usize };
                let slot = row * self.width + self.columns[column] + code;
                look(&self.entries[table.starts[slot] as usize..table.starts[slot + 1] as usize]);
            }
        }
    }
}

impl Entry {
    fn new<'a>(rule: &Rule, left: impl Iterator<Item = &'a Test>, codes: &mut Codes, words: &mut Words) -> Entry {
        let (rule, word) = (rule.id as u32, NO_WORD);
        let (equal_cells, least_cells, equal, least) = ([ZERO; 2], [ZERO; 2], [0; 2], [0; 2]);
        let mut entry = Entry { rule, word, equal_cells, least_cells, equal, least };
        let (mut equalities, mut bounds) = (0, 0);
        for test in left {
            let field = field(test);
            match test.op {
                Op::Contains => entry.word = words.add(test.value.as_str().expect("a text")),
                Op::Equal => {
                    let code = match test.value.as_str() {
                        Some(text) => codes.add(field, text),
                        None => integer(&test.value),
                    };
                    entry.equal_cells[equalities] = field as u8;
                    entry.equal[equalities] = i16::try_from(code).expect("few texts");
                    equalities += 1;
                }
                Op::AtLeast => {
                    (entry.least_cells[bounds], entry.least[bounds]) = (field as u8, integer(&test.value));
                    bounds += 1;
                }
                Op::AtMost => {
                    (entry.least_cells[bounds], entry.least[bounds]) = (negative(field) as u8, -integer(&test.value));
                    bounds += 1;
                }
            }
        }
        entry
    }

    #[inline(always)]
    fn fits(&self, cells: &Cells) -> bool {
        let cell = |number: u8| cells[usize::from(number & 15)];
        let differs = |number: usize| cell(self.equal_cells[number]) ^ i32::from(self.equal[number]);
        let reaches = |number: usize| cell(self.least_cells[number]) >= self.least[number];
        (differs(0) | differs(1) == 0) & reaches(0) & reaches(1)
    }
}

fn field(test: &Test) -> usize {
    FIELDS.iter().position(|field| *field == test.field).expect("a field")
}

/// The field of a test that compares a text.
fn text_field(test: &Test) -> Option<usize> {
    let field = field(test);
    (test.op == Op::Equal && field < TEXTS).then_some(field)
}
