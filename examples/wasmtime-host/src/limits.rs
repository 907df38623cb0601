//! What guests may take.

use std::time::Duration;

/// What one call may take.
#[derive(Clone, Copy, Debug)]
pub struct Allowance {
    /// Work: about one for an instruction of WebAssembly, the same on every machine.
    pub fuel: u64,
    /// Time as the wall has it, to the next [`crate::sandbox::TICK`].
    pub time: Duration,
}

/// What an instance may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of its memory.
    pub memory: usize,
    /// For each call that makes an instance ready.
    pub load: Allowance,
    /// For each call of a caller.
    pub call: Allowance,
}

impl Limits {
    /// Enough for a desk of a thousand rules and a batch of a thousand tickets. A script that runs away meets the engine's own limits
    /// first, which are a fault of its rule and leave the rules beside it alone.
    pub const USUAL: Limits = Limits {
        memory: 128 * 1024 * 1024,
        load: Allowance { fuel: 50_000_000_000, time: Duration::from_secs(60) },
        call: Allowance { fuel: 10_000_000_000, time: Duration::from_secs(10) },
    };
}

/// What is metered. Each meter costs time in every loop of the guest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meters {
    /// Whether work is counted.
    pub fuel: bool,
    /// Whether time is looked at.
    pub time: bool,
}

impl Meters {
    /// Both.
    pub const ALL: Meters = Meters { fuel: true, time: true };
}
