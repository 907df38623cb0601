//! What the index does with a condition, for whoever asks.

use tierline_condition::{Condition, Frame};

use super::{
    Index,
    build::{Draft, Test},
};

/// What the index does with one part of a condition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Filed {
    /// Whether the rule is found under it.
    pub(crate) is_key: bool,
    /// Whether something of it is compared as numbers.
    pub(crate) is_compared: bool,
    /// Whether something of it is looked for in a text.
    pub(crate) is_searched: bool,
    /// Whether that is all there is to it.
    pub(crate) says_all: bool,
}

impl Index {
    /// What it does with each part of the condition of a rule that it has.
    pub(crate) fn filed(&mut self, condition: &Condition, frame: &Frame) -> Vec<Filed> {
        let probes = condition.probes(frame);
        let mut filed: Vec<Filed> =
            probes.says_all.iter().map(|says_all| Filed { says_all: *says_all, ..Filed::default() }).collect();
        // The part that each test is of.
        let mut of: Vec<usize> = vec![];
        let mut draft = Draft { rule: 0, tests: vec![], decide: true };
        for (part, probe) in &probes.probes {
            match self.test(probe) {
                Some(test) => {
                    draft.tests.push(test);
                    of.push(*part);
                }
                None => filed[*part].says_all = false,
            }
        }
        let key = self.key(&draft);
        for (number, (test, part)) in draft.tests.iter().zip(of).enumerate() {
            match test {
                test if key.is_some_and(|key| key.is(number, test)) => filed[part].is_key = true,
                Test::Contains(..) => filed[part].is_searched = true,
                _ => filed[part].is_compared = true,
            }
        }
        filed
    }
}
