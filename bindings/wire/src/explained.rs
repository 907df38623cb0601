//! An answer for people: why it is what it is, and what would have had to differ.

use serde::Serialize;
use tierline::{Answer, Desk, Request};
use tierline_check::{WhatIf, what_if_within};
use tierline_model::Text;

use crate::clocks::ClockSaid;

/// What `explain` gives: an answer in sentences.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Explanation {
    /// What the rules ask for, and why.
    pub why: Vec<String>,
    /// Which rules nearly fired, and what was missing.
    pub nearly: Vec<String>,
    /// Of the rules that were asked for: why each did not fire, and what would have had to differ.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub why_not: Vec<WhyNot>,
    /// The clocks of the ticket.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub clocks: Vec<ClockSaid>,
}

/// Why a rule did not fire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WhyNot {
    /// The rule.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub rule: Text,
    /// Why it did not fire, in a sentence; that it did, where it did.
    pub why: String,
    /// What would have had to differ, in a sentence; none where it fired, and where no small change is known that makes it
    /// fire.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instead: Option<String>,
    /// The same as data.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub what_if: Option<WhatIf>,
}

/// Of the work that checking may take, what is looked for in one explanation may take a part so small.
const OF_CHECKING: u64 = 10;

/// Where that is used up.
const NOT_LOOKED_FURTHER: &str = "What would have had to differ was not looked for further: one explanation may take a tenth of the limit `check_work` for that.";

/// The work that one explanation may take to find out what would have had to differ.
pub fn work(desk: &Desk) -> u64 {
    (desk.limits().check_work / OF_CHECKING).max(1)
}

impl WhyNot {
    /// Why a rule did not fire for a request, whose answer tells of it, and what would have had to differ.
    ///
    /// Finding that out takes work off; where none is left, it says so.
    pub fn of(desk: &Desk, request: &Request, answer: &Answer, rule: &Text, work: &mut u64) -> WhyNot {
        let Some(why) = tierline_explain::why_not(answer, rule) else {
            return WhyNot { rule: rule.clone(), why: format!("{:?} fired.", &**rule), instead: None, what_if: None };
        };
        let what_if = what_if_within(desk, request, rule, work);
        let why = match (*work, &what_if) {
            (0, None) => format!("{why} {NOT_LOOKED_FURTHER}"),
            _ => why,
        };
        WhyNot { rule: rule.clone(), why, instead: what_if.as_ref().map(WhatIf::sentence), what_if }
    }
}
