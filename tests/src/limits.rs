//! The page of limits: `rules/LIMITS.md`.

use tierline::Limits;
use tierline_condition::ALWAYS;
use tierline_model::Limit;
use tierline_rules::{MOST_CALLS, MOST_EFFECTS};
use tierline_script::bounds;

/// A bound that every build shares.
#[derive(Debug)]
pub struct Fixed {
    /// The constant that says it.
    pub name: &'static str,
    most: usize,
    bounds: &'static str,
    seen: &'static str,
}

macro_rules! fixed {
    ($($name:ident: $bounds:literal, $seen:literal;)*) => {
        &[$(Fixed { name: stringify!($name), most: bounds::$name as usize, bounds: $bounds, seen: $seen },)*]
    };
}

/// The bounds of `script/src/bounds.rs`.
pub const FIXED: &[Fixed] = fixed! {
    FILE_BYTES: "bytes of a rule file", "the error `too-large`";
    BLOCK_BYTES: "bytes of one block, for parsing is not linear in it", "the error `too-large`";
    LINE_BYTES: "bytes of one line", "the error `too-large`";
    TABLE_BYTES: "bytes of a table or a matrix in a rule file", "the error `too-large`";
    TABLE_ROWS: "rows of a table", "the error `too-large`";
    TEXT_BYTES: "bytes of a text that a script makes", "the fault `too-large`";
    LIST_ITEMS: "items of a list that a script makes, nested ones among them", "the fault `too-large`";
    MAP_ENTRIES: "entries of a map that a script makes, nested ones among them", "the fault `too-large`";
    CALL_DEPTH: "nested calls of helper functions", "the fault `too-deep`";
    EXPRESSION_DEPTH: "nested or chained parts of an expression", "the error `too-deep`";
    VARIABLES: "variables of one block at a time", "the fault `too-many-variables`";
    HELPERS: "helper functions that a file sees", "the error `too-large`";
    CONSTANTS: "constants that a file sees", "the error `too-large`";
    CONSTANT_ITEMS: "items, entries and texts of a constant, those of the constants that it names among them", "the error `too-large`";
    CONSTANT_BYTES: "bytes of the texts of a constant, counted alike", "the error `too-large`";
    SEEN_ITEMS: "items of all constants that a file sees", "the error `too-large`";
    SEEN_BYTES: "bytes of the texts of all constants that a file sees", "the error `too-large`";
    FILES: "rule files of a pack", "the error `too-large`";
    DIAGNOSTICS: "mistakes that are named", "the error `more`, with a count";
    ACTIONS: "actions that one block may ask for", "the fault `script-error`";
    WRITTEN_OUT: "nodes of a part of a condition, its helpers written out, that needs no script", "nothing: a script decides the part";
    WRITTEN_OUT_DEPTH: "helpers inside helpers that are written out", "nothing: a script decides the part";
    NESTING: "depth of what is kept in a bundle", "nothing: a script decides the part";
    CONSTANT_NESTING: "depth of the lists and maps of a constant", "the error `too-deep`";
    LOOKED_THROUGH: "nodes that are looked at in the helpers of a part of a condition for the fields that it reads", "nothing: the part counts as reading them all";
    NODE_BYTES: "bytes that a node of a predicate or an item of a constant counts for, by `compile_bytes`", "nothing";
    RULE_BYTES: "bytes that a rule, a row, a step or a part of a condition counts for", "nothing";
    PATTERN_BYTES: "bytes of a compiled pattern for each letter that it comes to", "nothing";
    RANGE_ARMS: "arms of a `switch` over actions that have ranges", "nothing: a script carries it out";
    PIECES: "pieces of a part of a condition that are looked at one by one", "nothing: a script decides the part";
    SCRIPT_BYTES: "bytes of all blocks of a desk that hold scripts, beyond which each script counts for parsing its block, whenever it runs", "nothing, or the fault `too-many-steps` of rules that need more than is left";
    BYTE_PARSED: "units of work that a byte of such a block counts for then", "nothing";
};

/// The page.
pub fn page() -> String {
    let limits: String = Limit::ALL.iter().map(row).collect();
    let fixed: String = FIXED.iter().map(|fixed| line(fixed.bounds, fixed.most, fixed.seen)).collect();
    let of_events = [
        line(
            "effects that one ticket event may ask for",
            MOST_EFFECTS,
            "the fault `too-many-effects` of the rule that would ask for more",
        ),
        line(
            "actions of all rules for one ticket event, whether or not anything comes of them",
            MOST_CALLS,
            "the fault `too-many-actions`",
        ),
    ];
    format!("{HEAD}{limits}{MORE}{fixed}{}{FOOT}{}", of_events.concat(), always())
}

fn row(limit: &Limit) -> String {
    let alias = limit.alias.map(|alias| format!(", once `{alias}`")).unwrap_or_default();
    format!(
        "| `{}`{alias} | {} | {} | {} | {} |\n",
        limit.name,
        grouped(limit.of(Limits::SERVER)),
        limit.bounds,
        limit.why,
        limit.seen
    )
}

fn line(bounds: &str, most: usize, seen: &str) -> String {
    format!("| {bounds} | {} | {seen} |\n", grouped(most as u64))
}

/// A number with a comma behind every thousand.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

const HEAD: &str = "\
<!-- Made of the engine by `cargo xtask generate`. -->

# Limits

A desk runs in its host's own process, on tickets that strangers write. What it may cost is bounded, whatever stands in the rules and in
the tickets. **Work** is counted in units of 30 to 120 ns: a step of a script, and as much of searching texts, going through lists,
copying and writing. It is asked for before it is done; what is refused is not done and counts against nobody.

A limit that is met is a fault of the rule that met it, or an error at a place in the rules. It names the limit, the field that most of
the work is for, what was needed and what is allowed. The rules beside it are decided.

## Set by the host

In Rust, `Limits` has these fields, and `Limits::SERVER` their defaults. On the wire, `compile` and `load` take
`\"limits\": {\"rule_work\": 20000}`; those that are left out are those of the session.

| limit | default | bounds | why | what the admin sees |
| --- | --- | --- | --- | --- |
";

const MORE: &str = "
## The same in every build

| bounds | most | what the admin sees |
| --- | --- | --- |
";

const FOOT: &str = "
## When an event runs out of work

A rule may take `rule_work`, and no more than an eighth of what its ticket event has left. So the dearest rules are refused first, and
those beside them that take less are still decided, wherever they stand.
";

/// How much is always decided.
fn always() -> String {
    format!(
        "A condition or an action block that takes up to {ALWAYS} units is never refused: to ask for a word, a number, a part of a short \
         text or an item of a short list takes none.\n"
    )
}
