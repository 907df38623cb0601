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
/// Items, entries and texts of a constant, those of the constants that it names written out in it.
pub const CONSTANT_ITEMS: u64 = 16_384;
/// Bytes of the texts of a constant, written out alike.
pub const CONSTANT_BYTES: u64 = 1024 * 1024;
/// Items of all constants that a file sees, those it imports included, and bytes of their texts.
pub const SEEN_ITEMS: u64 = 131_072;
/// Bytes of the texts of all constants that a file sees.
pub const SEEN_BYTES: u64 = 8 * 1024 * 1024;
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
/// Nodes that are looked at, in all helpers of a part of a condition, for the fields that it reads.
pub const LOOKED_THROUGH: usize = 2_048;
/// Bytes that a node of a predicate or an item of a constant counts for.
pub const NODE_BYTES: u64 = 24;
/// Bytes that a rule, a row, a step or a part of a condition counts for.
pub const RULE_BYTES: u64 = 96;
/// Bytes of a compiled pattern for each letter that it comes to.
pub const PATTERN_BYTES: u64 = 96;
/// Arms of a `switch` over actions that have ranges: what each is for names those before it.
pub const RANGE_ARMS: usize = 32;
/// Pieces of a part of a condition that are looked at one by one, where the whole cannot become a predicate.
pub const PIECES: usize = 64;
/// Bytes of the blocks of a desk that hold scripts, which are parsed when they are first asked for; where there are more, that counts.
pub const SCRIPT_BYTES: u64 = 256 * 1024;
/// Units of work that parsing a byte of a script counts for then.
pub const BYTE_PARSED: u64 = 2;
