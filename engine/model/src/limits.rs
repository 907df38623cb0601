//! What scripts may cost.

/// How much one ticket event may cost. A step is one of the script interpreter, on a ticket of usual size; reading long
/// texts and lists counts as steps too, also in conditions that need no script.
///
/// Sizes of rule files, texts, lists and maps have fixed bounds that every build shares: see
/// `tierline-script`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Script steps of one condition or one action block.
    pub rule_steps: u64,
    /// Script steps of all rules together for one ticket event.
    pub event_steps: u64,
}

impl Limits {
    /// What a server can bear for every event: 20,000 steps a block, 500,000 an event.
    pub const SERVER: Limits = Limits { rule_steps: 20_000, event_steps: 500_000 };
}
