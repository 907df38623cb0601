//! What a host lets a desk cost.

use crate::reference;

/// How much a desk may cost its host. A unit of work takes 30 to 120 ns, whatever is done: it is what one step of the script
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
    /// Work of one call that answers many requests, or runs many cases.
    pub call_work: u64,
    /// Bytes that rules may add to all answers of one call together.
    pub call_bytes: u64,
    /// Requests or cases that one call may hold.
    pub call_items: u64,
    /// Work of the search for what would have had to differ, for all rules together that one call asks of.
    pub what_if_work: u64,
}

impl Limits {
    /// What a server can bear: 7 ms a rule, 60 ms an event, 25 ms to find out when to ask again, 4 MB that rules add to an
    /// answer; 2 s and 64 MB to compile, 10 s to check, 15 s to test; 10 s and 64 MB for a call that asks much.
    pub const SERVER: Limits = Limits {
        rule_work: 70_000,
        event_work: 600_000,
        wake_work: 250_000,
        answer_bytes: 4 * 1024 * 1024,
        compile_work: 20_000_000,
        compile_bytes: 64 * 1024 * 1024,
        check_work: 100_000_000,
        test_work: 150_000_000,
        call_work: 100_000_000,
        call_bytes: 64 * 1024 * 1024,
        call_items: 200_000,
        what_if_work: 5_000_000,
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
        call_work: u64::MAX,
        call_bytes: u64::MAX,
        call_items: u64::MAX,
        what_if_work: u64::MAX,
    };

    /// [`Limits::SERVER`], with other limits of a rule and of a ticket event, under the names that they had: a step is a unit
    /// of work.
    #[must_use]
    pub const fn of_steps(rule_steps: u64, event_steps: u64) -> Limits {
        Limits { rule_work: rule_steps, event_work: event_steps, ..Limits::SERVER }
    }

    /// The same, for the search for the instant at which to ask again: it has a budget of its own.
    #[must_use]
    pub const fn of_wake(self) -> Limits {
        Limits { event_work: self.wake_work, ..self }
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

/// A limit: all there is to know of it.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// Its name, in Rust and on the wire.
    pub name: &'static str,
    /// The name that it had.
    pub alias: Option<&'static str>,
    /// What it bounds; empty in builds without the reference.
    pub bounds: &'static str,
    /// Why it is what it is.
    pub why: &'static str,
    /// What an admin sees who meets it.
    pub seen: &'static str,
    field: fn(&mut Limits) -> &mut u64,
}

impl Limit {
    /// All limits, in the order of the reference.
    pub const ALL: &'static [Limit] = &[
        Limit {
            name: "rule_work",
            alias: Some("rule_steps"),
            bounds: reference("work of one condition or one action block"),
            why: reference(
                "7 ms: far more than a rule takes that a person would write, far less than an event may take",
            ),
            seen: reference("the fault `too-many-steps` of that rule; the others are decided"),
            field: |limits| &mut limits.rule_work,
        },
        Limit {
            name: "event_work",
            alias: Some("event_steps"),
            bounds: reference(
                "work of all rules, clocks and their conditions for one ticket event; an eighth of what is left for one rule",
            ),
            why: reference(
                "60 ms, or three times as much where most of it is dear: an event is to be answered within a quarter of a second, and no search has found one that is not",
            ),
            seen: reference(
                "the fault `too-many-steps` of the rules that need more than is left for one; those that need less are decided",
            ),
            field: |limits| &mut limits.event_work,
        },
        Limit {
            name: "wake_work",
            alias: None,
            bounds: reference("work of the search for `wake_at`"),
            why: reference("25 ms: an answer comes soon, and the search can be gone on with at the next wake-up"),
            seen: reference("nothing but an earlier `wake_at`; it is never later than it should be"),
            field: |limits| &mut limits.wake_work,
        },
        Limit {
            name: "answer_bytes",
            alias: None,
            bounds: reference("bytes that rules add to an answer: effects, what they write, faults, a trace"),
            why: reference(
                "4 MB: with the ticket, which the answer repeats, no answer has more than twice the request and 4 MB",
            ),
            seen: reference(
                "the fault `too-large-answer` of the rule that would add more; the fault `too-many-faults`, with a count; rules that a trace only counts, as `others`",
            ),
            field: |limits| &mut limits.answer_bytes,
        },
        Limit {
            name: "compile_work",
            alias: None,
            bounds: reference("work of compiling a desk"),
            why: reference("2 s: of forty kinds of sources that were tried, none takes more than 0.75 s a MB"),
            seen: reference("an error at the place where it was met; the desk does not compile"),
            field: |limits| &mut limits.compile_work,
        },
        Limit {
            name: "compile_bytes",
            alias: None,
            bounds: reference("bytes that a desk takes once it is compiled: constants, patterns, tables, predicates"),
            why: reference("64 MB: a desk of 10,000 rules takes less than a tenth of it"),
            seen: reference("an error at the place where it was met; the desk does not compile"),
            field: |limits| &mut limits.compile_bytes,
        },
        Limit {
            name: "check_work",
            alias: None,
            bounds: reference("work of the proofs of `check`"),
            why: reference("10 s: what is proved by then is said"),
            seen: reference("a finding that names what was not looked at further"),
            field: |limits| &mut limits.check_work,
        },
        Limit {
            name: "test_work",
            alias: None,
            bounds: reference("work of all tests of a desk"),
            why: reference("15 s: tests that wake a desk every second for a month end"),
            seen: reference("the tests that were not run to their end fail, and say so"),
            field: |limits| &mut limits.test_work,
        },
        Limit {
            name: "call_work",
            alias: None,
            bounds: reference(
                "work of one call that asks much: all requests of `evaluate_batch` together, all cases of `verify`, all files of `format`",
            ),
            why: reference("10 s: a hundred thousand requests of an ordinary desk"),
            seen: reference(
                "the error `too-costly` in place of each answer that was still to come; those before it are given",
            ),
            field: |limits| &mut limits.call_work,
        },
        Limit {
            name: "call_bytes",
            alias: None,
            bounds: reference(
                "bytes that rules may add to all answers of one `evaluate_batch` together, counted as for `answer_bytes`",
            ),
            why: reference("64 MB: a reply of one call, beside what its requests hold"),
            seen: reference(
                "the error `too-large` in place of each answer that was still to come; those before it are given",
            ),
            field: |limits| &mut limits.call_bytes,
        },
        Limit {
            name: "call_items",
            alias: None,
            bounds: reference("requests of one `evaluate_batch`, or cases of one `verify`"),
            why: reference("each of them has a reply, an error at the least: 100 MB of them"),
            seen: reference("the error `too-large` of the call, of which nothing is answered"),
            field: |limits| &mut limits.call_items,
        },
        Limit {
            name: "what_if_work",
            alias: None,
            bounds: reference(
                "work of the search for what would have had to differ, for all rules together that an `explain` asks of by `why_not`",
            ),
            why: reference("0.5 s: what is found by then is said"),
            seen: reference("a sentence that it was not looked for any further, with the limit"),
            field: |limits| &mut limits.what_if_work,
        },
    ];

    /// The limit of that name, or that had it.
    pub fn named(name: &str) -> Option<&'static Limit> {
        Limit::ALL.iter().find(|limit| limit.name == name || limit.alias == Some(name))
    }

    /// How much it allows.
    pub fn of(&self, mut limits: Limits) -> u64 {
        *(self.field)(&mut limits)
    }

    /// Lets it allow so much.
    pub fn set(&self, limits: &mut Limits, most: u64) {
        *(self.field)(limits) = most;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_known_by_their_names() {
        let mut limits = Limits::SERVER;
        for (limit, most) in Limit::ALL.iter().zip(1..) {
            limit.set(&mut limits, most);
            assert_eq!(Limit::named(limit.name).map(|limit| limit.of(limits)), Some(most));
        }
        assert_eq!((limits.rule_steps(), limits.event_steps(), limits.what_if_work), (1, 2, 12));
        assert_eq!(Limit::named("event_steps").map(|limit| limit.name), Some("event_work"));
        assert!(Limit::named("steps").is_none());
    }
}
