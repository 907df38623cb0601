//! The table of functions, for tests that go by it.

use tierline_condition::functions::Function;

use crate::literals::Table;

/// Names of functions that mean something else as well.
const HOMONYMS: [&str; 7] = [
    // A key of events, and a word of tests, targets and ladders.
    "at",      // The question that a recorded case asks of a calendar.
    "between", // An argument of a call on the wire.
    "changed", // A clause of a calendar.
    "holiday", // What other languages call the length of a text, for which the checker has a hint.
    "len",     // The head of a block.
    "matrix",  // A class of letters in a pattern.
    "lower",
];

/// Sources that have to do with functions, and name something else so.
const OTHERS: [(&str, &str); 4] = [
    ("engine/check/src/findings/matrix.rs", "matrix"),
    ("engine/check/src/findings/unused.rs", "matrix"),
    ("engine/check/src/what_if.rs", "at"),
    ("engine/script/src/policies.rs", "at"),
];

/// Where the names of functions are looked for.
pub fn with_table<T>(of: impl FnOnce(&Table<'_>) -> T) -> T {
    let names: Vec<&str> = Function::all().map(|function| function.name).collect();
    of(&Table {
        names: &names,
        home: "engine/condition/src/functions",
        homonyms: &HOMONYMS,
        mark: "functions::",
        mark_of_line: "function",
        others: &OTHERS,
    })
}
