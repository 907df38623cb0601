//! What a host lets a desk cost.

/// How much a desk may cost its host. A unit of work takes about 0.1 µs, whatever is done: it is what one step of the script
/// interpreter takes, and reading texts, comparing lists, making copies and asking for effects are counted in it alike.
///
/// Sizes of rule files, texts, lists and maps have fixed bounds that every build shares: see
/// `tierline-script`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Work of one condition or one action block.
    pub rule_work: u64,
    /// Work of all that decides about one ticket event: rules, clocks and their conditions.
    pub event_work: u64,
    /// Work of the search for the instant at which to ask again.
    pub wake_work: u64,
    /// Bytes that rules may add to an answer, beyond what the request holds.
    pub answer_bytes: u64,
    /// Work of compiling a desk.
    pub compile_work: u64,
    /// Bytes that a desk may take once it is compiled.
    pub compile_bytes: u64,
    /// Work of checking a desk.
    pub check_work: u64,
    /// Work of all tests of a desk.
    pub test_work: u64,
}

impl Limits {
    /// What a server can bear: 2 ms a rule, 50 ms an event, 25 ms to find out when to ask again, 4 MB that rules add to an
    /// answer; 2 s and 64 MB to compile, 10 s to check, 10 s to test.
    pub const SERVER: Limits = Limits {
        rule_work: 20_000,
        event_work: 500_000,
        wake_work: 250_000,
        answer_bytes: 4 * 1024 * 1024,
        compile_work: 20_000_000,
        compile_bytes: 64 * 1024 * 1024,
        check_work: 100_000_000,
        test_work: 100_000_000,
    };

    /// No limits, for those who trust whoever wrote the rules and whoever writes the tickets.
    pub const NONE: Limits = Limits {
        rule_work: u64::MAX,
        event_work: u64::MAX,
        wake_work: u64::MAX,
        answer_bytes: u64::MAX,
        compile_work: u64::MAX,
        compile_bytes: u64::MAX,
        check_work: u64::MAX,
        test_work: u64::MAX,
    };

    /// [`Limits::SERVER`], with other limits of a rule and of a ticket event, under the names that they had: a step is a unit
    /// of work.
    #[must_use]
    pub const fn of_steps(rule_steps: u64, event_steps: u64) -> Limits {
        Limits { rule_work: rule_steps, event_work: event_steps, ..Limits::SERVER }
    }

    /// [`rule_work`](Limits::rule_work), under the name that it had.
    pub const fn rule_steps(&self) -> u64 {
        self.rule_work
    }

    /// [`event_work`](Limits::event_work), under the name that it had.
    pub const fn event_steps(&self) -> u64 {
        self.event_work
    }
}
