//! SLA clocks: which policy a ticket is under, what its clocks read, and when anything about them changes next.
//!
//! The state of every clock is a fold over the events of the ticket, so that replay, dry run and backtest are one
//! function. [`Past`] plays them back, decides the conditions of all policies at every event and leaves plain [`Moment`]s; [`fold`] makes
//! [`Clock`]s of those and touches no ticket; a clock is then read at any instant. What the settings mean, and which
//! products settle them how, stands at [`tierline_model::agreement`].

mod agreements;
mod changes;
mod clock;
mod cycle;
mod due;
mod fold;
mod ground;
mod grown;
mod hours;
mod mid_flight;
mod moment;
mod past;
mod presence;
mod reached;
mod reading;
mod select;
mod signals;
mod snapshot;
mod span;
mod steps;
mod timeline;
mod track;
mod watch;

pub use agreements::{Agreements, Cond, Mistake};
pub use clock::Clock;
pub use due::Goal;
pub use fold::{Clocks, fold};
pub use grown::Grown;
pub use hours::{Calendars, Hours};
pub use moment::{Moment, Promised};
pub use past::Past;
pub use reading::Detail;
pub use snapshot::Snapshot;
pub use steps::{Done, DueStep};
