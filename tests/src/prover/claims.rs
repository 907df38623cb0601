//! What `check` claims of a desk, as questions to which the answer must be "never".

use std::fmt;

use tierline::Desk;
use tierline_check::{Finding, check};
use tierline_condition::Condition;
use tierline_model::Text;

use super::{
    encode::Encoder,
    terms::{Term, and, not},
};

/// What is claimed of rules, by their names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// No ticket is all that it asks for.
    NeverHolds(Text),
    /// Every ticket is.
    AlwaysHolds(Text),
    /// Where the first holds, one of the others does.
    CoveredBy(Text, Vec<Text>),
    /// Some of them always holds.
    OneOf(Vec<Text>),
    /// Both hold for the same tickets.
    SameAs(Text, Text),
}

/// A claim as a question.
#[derive(Clone, Debug)]
pub struct Question {
    /// What would refute the claim.
    pub smt: String,
    /// Whether all of it could be put so; otherwise what makes it true may be none.
    pub exact: bool,
}

impl Claim {
    /// All that `check` claims of the conditions of a desk.
    pub fn all(desk: &Desk) -> Vec<Claim> {
        check(desk, &Default::default()).iter().filter_map(|finding| Claim::of(desk, finding)).collect()
    }

    fn of(desk: &Desk, finding: &Finding) -> Option<Claim> {
        let (rule, others) = finding.rules.split_first()?;
        let rule = rule.clone();
        match (finding.diagnostic.code.as_str(), others) {
            ("never-holds", _) => Some(Claim::NeverHolds(rule)),
            ("always-holds", _) => Some(Claim::AlwaysHolds(rule)),
            ("unreachable-rule", []) => {
                let is_of = |otherwise: &tierline_rules::Rule| otherwise.name == rule;
                let mut stages = desk.rules().stages.iter();
                let stage = stages.find(|stage| stage.otherwise.as_ref().is_some_and(is_of))?;
                Some(Claim::OneOf(stage.rules.iter().map(|rule| rule.name.clone()).collect()))
            }
            ("unreachable-rule", others) => Some(Claim::CoveredBy(rule, others.to_vec())),
            ("duplicate-rule", [twin]) => Some(Claim::SameAs(rule, twin.clone())),
            _ => None,
        }
    }

    /// What it claims.
    pub fn kind(&self) -> &'static str {
        match self {
            Claim::NeverHolds(_) => "never holds",
            Claim::AlwaysHolds(_) | Claim::OneOf(_) => "always holds",
            Claim::CoveredBy(..) => "covered by",
            Claim::SameAs(..) => "same as",
        }
    }

    /// What would refute it.
    pub fn question(&self, desk: &Desk) -> Option<Question> {
        let of = |name: &Text| desk.rules().rules().find(|rule| rule.name == *name).map(|rule| &rule.condition);
        let names: Vec<&Text> = match self {
            Claim::NeverHolds(rule) | Claim::AlwaysHolds(rule) => vec![rule],
            Claim::CoveredBy(rule, others) => [rule].into_iter().chain(others).collect(),
            Claim::OneOf(rules) => rules.iter().collect(),
            Claim::SameAs(rule, twin) => vec![rule, twin],
        };
        let conditions: Vec<&Condition> = names.into_iter().map(of).collect::<Option<_>>()?;
        let mut encoder = Encoder::new(desk.frame(), &conditions);
        let holds: Vec<Term> = conditions.iter().map(|condition| encoder.condition(condition)).collect();
        let asked = match (self, holds.as_slice()) {
            (Claim::NeverHolds(_), [holds]) => holds.clone(),
            (Claim::SameAs(..), [one, another]) => format!("(xor {one} {another})"),
            (Claim::CoveredBy(..), [holds, others @ ..]) => {
                and([holds.clone()].into_iter().chain(others.iter().map(not)))
            }
            (_, none) => and(none.iter().map(not)),
        };
        // A ticket with plain texts refutes it: what others come to is not put.
        let plain: Vec<Term> = encoder.odd.values().map(not).collect();
        let asked = and([asked].into_iter().chain(plain));
        Some(Question { smt: encoder.question(&asked), exact: encoder.exact })
    }
}

impl fmt::Display for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Claim::NeverHolds(rule) => write!(f, "{rule} never holds"),
            Claim::AlwaysHolds(rule) => write!(f, "{rule} always holds"),
            Claim::CoveredBy(rule, others) => write!(f, "{rule} is covered by {}", others.join(", ")),
            Claim::OneOf(rules) => write!(f, "one of {} always holds", rules.join(", ")),
            Claim::SameAs(rule, twin) => write!(f, "{rule} is the same as {twin}"),
        }
    }
}
