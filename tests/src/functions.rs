//! The table of functions, for tests that go by it.

use tierline_condition::functions::Function;

use crate::literals::Table;

/// Names of functions that mean something else as well.
const HOMONYMS: [&str; 8] = [
    "at",      // a key of events, and a word of tests, targets and ladders
    "between", // the question that a recorded case asks of a calendar
    "changed", // an argument of a call on the wire
    "holiday", // a clause of a calendar
    "len",     // what other languages call the length of a text, for which the checker has a hint
    "lower",   // a class of letters in a pattern
    "matrix",  // the head of a block
    "month",   // a part of a date, as browsers tell them
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
