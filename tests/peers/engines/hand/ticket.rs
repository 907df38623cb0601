//! Tickets as numbers.

use rustc_hash::FxHashMap;
use serde_json::Value as Json;
use tierline_peers::FIELDS;

/// How many fields are texts that rules compare: the first ones.
pub const TEXTS: usize = 7;
/// The cells of the numbers, and of their negatives: `<=` is `>=` of those.
const NUMBERS: usize = 7;
const NEGATIVES: usize = 11;
const FLAG: usize = 10;
/// A cell that is always zero.
pub const ZERO: u8 = 14;

/// A ticket as numbers. There are sixteen, so that four bits name one without a check.
pub type Cells = [i32; 16];

/// A ticket as a host has it.
pub struct Fields {
    texts: [String; TEXTS],
    numbers: [i32; 3],
    flag: bool,
    /// What it is about.
    pub subject: String,
}

impl Fields {
    /// Reads it.
    pub fn new(ticket: &Json) -> Fields {
        let text = |field: &str| ticket[field].as_str().expect("a text").to_owned();
        Fields {
            texts: std::array::from_fn(|field| text(FIELDS[field])),
            numbers: std::array::from_fn(|number| integer(&ticket[FIELDS[NUMBERS + number]])),
            flag: ticket["requester_vip"].as_bool().expect("a boolean"),
            subject: text("subject"),
        }
    }
}

/// The texts that rules compare, as numbers from 1 on. Other texts are 0.
#[derive(Default)]
pub struct Codes([FxHashMap<String, i32>; TEXTS]);

impl Codes {
    /// The code of a text that a rule names.
    pub fn add(&mut self, field: usize, text: &str) -> i32 {
        let codes = &mut self.0[field];
        let next = codes.len() as i32 + 1;
        *codes.entry(text.to_owned()).or_insert(next)
    }

    /// How many codes a field has, with that of the other texts.
    pub fn count(&self, field: usize) -> usize {
        self.0[field].len() + 1
    }

    /// A ticket as numbers.
    pub fn cells(&self, fields: &Fields) -> Cells {
        let mut cells = [0; 16];
        for (field, text) in fields.texts.iter().enumerate() {
            cells[field] = self.0[field].get(text.as_str()).copied().unwrap_or_default();
        }
        for (number, value) in fields.numbers.iter().enumerate() {
            (cells[NUMBERS + number], cells[NEGATIVES + number]) = (*value, -value);
        }
        cells[FLAG] = i32::from(fields.flag);
        cells
    }
}

/// The cell of the negative of a number.
pub fn negative(field: usize) -> usize {
    field - NUMBERS + NEGATIVES
}

/// A number or a boolean.
pub fn integer(value: &Json) -> i32 {
    match value {
        Json::Bool(flag) => i32::from(*flag),
        number => number.as_i64().and_then(|number| i32::try_from(number).ok()).expect("an integer"),
    }
}
