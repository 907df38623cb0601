//! What a log of tickets would come to: played to a desk as a host would play it, and counted as a team lead would.
//!
//! [`Player`] hands every event, and every instant at which a desk asks to be woken, to the desk in the order of time, whatever
//! ticket it is of; turns, loads and capacities go from ticket to ticket. [`report::Report`] counts how the clocks of tickets were
//! kept, and says how fast they were answered and resolved.

mod log;
mod player;
pub mod report;

pub use log::{Happened, TicketLog};
pub use player::{Played, Player};
pub use tierline_calendar::Zone;
