//! What all guests can do.

use crate::{Allowance, HostError};

/// An instance of the engine. It keeps the desks that calls made and answers one call at a time.
pub trait Guest: Send {
    /// The reply to a call.
    ///
    /// # Errors
    ///
    /// Where there is none. The guest is then to be thrown away.
    fn call(&mut self, call: &str, allowance: &Allowance) -> Result<String, HostError>;
}
