//! Fixed bounds of rule files and scripts, the same in every build.

/// Bytes of a rule file.
pub const FILE_BYTES: usize = 4 * 1024 * 1024;
/// Bytes of one block: parsing time is not linear in it.
pub const BLOCK_BYTES: usize = 16 * 1024;
/// Bytes of one line.
pub const LINE_BYTES: usize = 4 * 1024;
/// Bytes of a table or a matrix; rows of a table file are counted by [`TABLE_ROWS`].
pub const TABLE_BYTES: usize = 1024 * 1024;
/// Rows of a table.
pub const TABLE_ROWS: usize = 20_000;
/// Bytes of a text that a script makes.
pub const TEXT_BYTES: usize = tierline_condition::LONGEST_TEXT;
/// Items of a list that a script makes; it bounds nesting too.
pub const LIST_ITEMS: usize = tierline_condition::LONGEST_LIST;
/// Entries of a map that a script makes.
pub const MAP_ENTRIES: usize = tierline_condition::LARGEST_MAP;
/// Nested calls of helper functions.
pub const CALL_DEPTH: usize = 16;
/// Nested or chained parts of an expression.
pub const EXPRESSION_DEPTH: usize = 64;
/// Variables of one block at a time.
pub const VARIABLES: usize = 64;
/// Helper functions that a file sees, those it imports included.
pub const HELPERS: usize = 64;
/// Constants that a file sees, those it imports included.
pub const CONSTANTS: usize = 512;
/// Rule files of a pack.
pub const FILES: usize = 500;
/// Mistakes that are named before the rest is only counted.
pub const DIAGNOSTICS: usize = 500;
/// Actions that one block may ask for.
pub const ACTIONS: usize = 256;
/// Nodes of a part of a condition, or of an argument, with its helpers written out, that become a predicate.
pub const WRITTEN_OUT: usize = 512;
/// Helpers inside helpers that are written out.
pub const WRITTEN_OUT_DEPTH: usize = 8;
/// How deep a predicate may be nested, as [`Expr::nesting`](tierline_condition::Expr::nesting) counts it: readers of bundles
/// stop at 128 things in things, each of which counts one or more.
pub const NESTING: usize = 100;
/// How deep the lists and maps of a constant may be nested.
pub const CONSTANT_NESTING: usize = 16;
/// Pieces of a part of a condition that are looked at one by one, where the whole cannot become a predicate.
pub const PIECES: usize = 64;
