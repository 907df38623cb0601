//! Conditions, calls, desks and tickets made at random: as they usually are, and as nobody would write them.

mod arguments;
mod blocks;
mod calls;
mod claims;
mod conditions;
mod declared;
mod desks;
mod dice;
mod numbers;
mod operands;
mod operations;
mod ranges;
mod texts;
mod tickets;
mod values;
mod whole;

pub use arguments::{arguments, fits};
pub use blocks::{action_call, block};
pub use calls::{call_of, function_call};
pub use claims::claims_desk;
pub use conditions::{condition, conjunction, deep_condition, plain_condition};
pub use declared::{DECLARED, FIELDS};
pub use desks::desk_rules;
pub use dice::Dice;
pub use operands::operand;
pub use operations::{full_request, operation};
pub use ranges::{range_condition, request_of_numbers};
pub use texts::{ODD_PATTERNS, PATTERNS, written as written_text};
pub use tickets::request;
pub use whole::{whole_desk, whole_request};
