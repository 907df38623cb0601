//! The index: which few rules of a stage can hold for a ticket.
//!
//! Most of what conditions ask is whether a field holds this or that. Each rule is filed under one or two such answers, the
//! rarest that it asks for, and is found only where the ticket gives them; one that asks for no word may be filed under a range
//! of numbers. What else the rule asks stands beside it as plain comparisons of numbers. A ticket is written onto a [`Card`] once: its texts become numbers, and no text is compared after
//! that. What cannot be said with numbers is left to the condition.
//!
//! A rule that is not found does not hold; a rule that is found holds, or is marked to be decided by its condition.

mod build;
mod card;
mod columns;
mod dictionary;
mod filed;
mod find;
mod ranges;
mod texts;

use columns::Columns;

pub use card::Card;
pub use find::Found;

/// An index over the rules of a desk, stage by stage.
#[derive(Clone, Debug, Default)]
pub struct Index {
    columns: Columns,
    stages: Vec<Shelf>,
    nodes: Vec<Node>,
    splits: Vec<Split>,
    /// Where entries begin, those of each code of a split after the other.
    starts: Vec<u32>,
    entries: Vec<Entry>,
    extras: Vec<Extra>,
    /// Parts of texts that rules ask for.
    parts: Vec<texts::Part>,
    part_codes: dictionary::Dictionary,
}

/// The rules of one stage.
#[derive(Clone, Debug, Default)]
struct Shelf {
    /// Rules filed under what one field holds: one tree a field.
    trees: Vec<Tree>,
    /// Rules filed under an item of a list: one tree a field.
    by_item: Vec<Tree>,
    /// Rules filed under a range of numbers: one line a field.
    by_number: Vec<ranges::Line>,
    /// Rules filed under a part of a text: one a text.
    by_part: Vec<Parts>,
    /// Rules filed under nothing.
    rest: Span,
}

/// Some entries: from one up to another.
#[derive(Clone, Copy, Debug, Default)]
struct Span {
    from: u32,
    to: u32,
}

/// The rules filed under what one column holds.
#[derive(Clone, Debug)]
struct Tree {
    /// The cell, or the column of items.
    column: u8,
    /// Its nodes, one for each code.
    nodes: Span,
}

/// The rules filed under one code.
#[derive(Clone, Copy, Debug, Default)]
struct Node {
    /// Those that are filed under nothing more.
    plain: Span,
    /// Those that are filed under a second field.
    splits: Span,
}

/// The rules of a node that are filed under a second field.
#[derive(Clone, Copy, Debug)]
struct Split {
    cell: u8,
    /// Where in `starts` those of its codes begin.
    base: u32,
}

/// The rules filed under parts of a text, by a hash of three of its bytes.
#[derive(Clone, Debug)]
struct Parts {
    text: u8,
    /// Where in `starts` those of its hashes begin.
    base: u32,
    /// The hashes under which there are rules.
    used: texts::Hashes,
}

/// A rule, as far as the index knows it.
#[derive(Clone, Copy, Debug)]
struct Entry {
    rule: u32,
    cells: [u8; 3],
    more: More,
    /// Each cell must lie at this number or up to `above` over it.
    least: [i32; 3],
    above: [u32; 3],
    /// The first of its extras.
    extras: u32,
}

/// What there is to a rule beyond its cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum More {
    /// Nothing: where its cells fit, it holds.
    Nothing,
    /// Its extras.
    Extras,
    /// Its extras, and then its condition decides.
    Decide,
}

/// A test that takes more than a comparison; those of a rule stand one after the other.
#[derive(Clone, Debug)]
enum Extra {
    /// The cell lies at the first number or up to so many over it.
    Cell(u8, i32, u32),
    /// The cell holds one of these codes.
    OneOf(u8, Box<[i32]>),
    /// The cell holds none of these codes.
    NoneOf(u8, Box<[i32]>),
    /// The list has one of these items.
    Has(u8, Box<[i32]>),
    /// The text has one of these parts.
    Contains(u8, Box<[u32]>),
    /// There is nothing more.
    End,
}
