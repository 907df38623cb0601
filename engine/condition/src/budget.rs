//! What deciding about a ticket event may take.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};

use tierline_model::Limits;

/// Work that a rule is never refused, whatever the rules before it took: simple conditions are always decided.
pub const ALWAYS: u64 = 50;

/// A rule takes at most this part of what is left of its ticket event. So the dearest rules are refused first, and those
/// beside them that take less are still decided.
const SHARE: u64 = 8;

/// What may still be done about a ticket event. All copies of its facts share it.
///
/// Work is asked for before it is done, and what is refused is not done and counts against nobody.
#[derive(Debug)]
pub(crate) struct Budget {
    rule_work: u64,
    event_work: u64,
    answer_bytes: u64,
    /// What was left of the ticket event when the piece at hand began.
    left: AtomicU64,
    /// What the piece at hand may take, and what it has left of that.
    granted: AtomicU64,
    at_hand: AtomicU64,
    /// Whether the piece is a rule of its own.
    is_rule: AtomicBool,
    /// What the piece needed where it was refused; 0 where it was not.
    needed: AtomicU64,
}

/// Work that was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused {
    /// What was needed, as far as that is known; more may have been to come.
    pub needed: u64,
    /// What was allowed.
    pub allowed: u64,
    /// What all of the ticket event may take, where it is that limit which was met; none where it is that of one rule.
    pub of_event: Option<u64>,
}

impl Budget {
    pub(crate) fn new(limits: Limits) -> Budget {
        let Limits { rule_work, event_work, answer_bytes, .. } = limits;
        let all = || AtomicU64::new(event_work);
        let (left, granted, at_hand) = (all(), all(), all());
        let (is_rule, needed) = (AtomicBool::new(false), AtomicU64::new(0));
        Budget { rule_work, event_work, answer_bytes, left, granted, at_hand, is_rule, needed }
    }

    /// Bytes that rules may add to the answer.
    pub(crate) fn answer_bytes(&self) -> u64 {
        self.answer_bytes
    }

    /// What is left of the ticket event.
    pub(crate) fn left(&self) -> u64 {
        let taken = self.granted.load(Relaxed) - self.at_hand.load(Relaxed);
        self.left.load(Relaxed).saturating_sub(taken)
    }

    /// What the piece at hand may still take.
    pub(crate) fn at_hand(&self) -> u64 {
        self.at_hand.load(Relaxed)
    }

    /// Begins with a condition or an action block.
    pub(crate) fn begin_rule(&self) {
        let left = self.left();
        self.begin(left, self.rule_work.min((left / SHARE).max(ALWAYS)));
        self.is_rule.store(true, Relaxed);
    }

    /// Begins with something that serves all rules: it may take half of what is left.
    pub(crate) fn begin_search(&self) {
        let left = self.left();
        self.begin(left, left / 2);
        self.is_rule.store(false, Relaxed);
    }

    /// Ends it: what comes is part of none.
    pub(crate) fn end_rule(&self) {
        let left = self.left();
        self.begin(left, left);
        self.is_rule.store(false, Relaxed);
    }

    fn begin(&self, left: u64, granted: u64) {
        self.left.store(left, Relaxed);
        self.granted.store(granted, Relaxed);
        self.at_hand.store(granted, Relaxed);
        self.needed.store(0, Relaxed);
    }

    /// Takes work off; whether there was enough. Where there was not, nothing is taken.
    pub(crate) fn charge(&self, work: u64) -> bool {
        let at_hand = self.at_hand.load(Relaxed);
        match at_hand.checked_sub(work) {
            Some(rest) => {
                self.at_hand.store(rest, Relaxed);
                true
            }
            None => {
                self.refuse(work);
                false
            }
        }
    }

    #[cold]
    fn refuse(&self, work: u64) {
        let taken = self.granted.load(Relaxed) - self.at_hand.load(Relaxed);
        self.needed.store(taken.saturating_add(work).max(1), Relaxed);
    }

    /// Takes off what was done already, as far as there is as much.
    pub(crate) fn spend(&self, work: u64) {
        let rest = self.at_hand.load(Relaxed).saturating_sub(work);
        self.at_hand.store(rest, Relaxed);
    }

    /// What was refused of the piece at hand.
    pub(crate) fn refused(&self) -> Option<Refused> {
        let needed = Some(self.needed.load(Relaxed)).filter(|needed| *needed > 0)?;
        Some(self.refusal(needed))
    }

    /// That the piece at hand is refused, which needs so much.
    pub(crate) fn refusal(&self, needed: u64) -> Refused {
        let allowed = self.granted.load(Relaxed);
        let is_of_rule = self.is_rule.load(Relaxed) && allowed == self.rule_work;
        Refused { needed, allowed, of_event: (!is_of_rule).then_some(self.event_work) }
    }

    /// Forgets what was refused.
    pub(crate) fn forget_refusal(&self) {
        self.needed.store(0, Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn budget(rule_work: u64, event_work: u64) -> Budget {
        Budget::new(Limits { rule_work, event_work, ..Limits::SERVER })
    }

    #[test]
    fn what_is_refused_counts_against_nobody() {
        let budget = budget(100, 10_000);
        budget.begin_rule();
        assert!(budget.charge(60));
        assert!(!budget.charge(41));
        assert_eq!(budget.refused(), Some(Refused { needed: 101, allowed: 100, of_event: None }));
        assert!(budget.charge(40));
        budget.begin_rule();
        assert_eq!((budget.refused(), budget.left()), (None, 9_900));
    }

    #[test]
    fn dear_rules_leave_enough_for_those_that_take_less() {
        let budget = budget(20_000, 500_000);
        let decided = |work: u64, rules: usize| {
            let one = || {
                budget.begin_rule();
                let may = budget.charge(work);
                budget.end_rule();
                may
            };
            (0..rules).filter(|_| one()).count()
        };
        let dear = decided(10_000, 4_000);
        assert!((40..=50).contains(&dear), "{dear}");
        assert_eq!(decided(1_000, 40), 40);
        assert!(decided(1_000, 4_000) < 100);
        assert_eq!(decided(100, 40), 40);
        decided(100, 4_000);
        assert_eq!(decided(ALWAYS, 20_000), 20_000);
        assert_eq!(decided(ALWAYS + 1, 1), 0);
    }

    #[test]
    fn what_is_no_rule_takes_what_there_is() {
        let budget = budget(100, 1_000);
        assert!(budget.charge(900));
        assert!(!budget.charge(101));
        assert_eq!(budget.refused(), Some(Refused { needed: 1_001, allowed: 1_000, of_event: Some(1_000) }));
        budget.begin_rule();
        assert!(budget.charge(50));
        assert!(!budget.charge(51));
        assert_eq!(budget.refused().map(|refused| refused.of_event), Some(Some(1_000)));
    }
}
