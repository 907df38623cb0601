//! An answer for people: why it is what it is, and what would have had to differ.

use serde::Serialize;
use tierline::{Answer, Desk, Request};
#[cfg(feature = "compile")]
use tierline::{Coverage, TestReport};
use tierline_check::{WhatIf, what_if_within};
#[cfg(feature = "compile")]
use tierline_model::Tell;
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

impl WhyNot {
    /// Why each of some rules did not fire for a request, whose answer tells of them, and what would have had to differ. All
    /// together they take so much work at most as `what_if_work` of the desk's limits says; of those that are left then, it says so.
    pub fn of_all<'r>(
        desk: &Desk,
        request: &Request,
        answer: &Answer,
        rules: impl IntoIterator<Item = &'r Text>,
    ) -> Vec<WhyNot> {
        let mut left = desk.limits().what_if_work;
        rules.into_iter().map(|rule| WhyNot::of(desk, request, answer, rule, &mut left)).collect()
    }

    fn of(desk: &Desk, request: &Request, answer: &Answer, rule: &Text, left: &mut u64) -> WhyNot {
        let Some(why) = tierline_explain::why_not(answer, rule) else {
            return WhyNot { rule: rule.clone(), why: format!("{:?} fired.", &**rule), instead: None, what_if: None };
        };
        let searched = what_if_within(desk, request, rule, *left);
        *left = left.saturating_sub(searched.work);
        let instead = match searched.is_cut_short {
            true => Some(format!(
                "What would have had to differ was not looked for any further: for all rules of a call that may take {} units of work \
                 (the limit `what_if_work`); ask of fewer rules at once.",
                desk.limits().what_if_work
            )),
            false => searched.found.as_ref().map(WhatIf::sentence),
        };
        WhyNot { rule: rule.clone(), why, instead, what_if: searched.found }
    }
}

/// Runs the tests of a desk; of every rule that should have fired, a failure says why it did not, and what would have had to differ.
#[cfg(feature = "compile")]
pub fn tested(desk: &Desk) -> Vec<TestReport> {
    let mut left = desk.limits().what_if_work;
    desk.test_saying_why(&mut |desk, request, rules| why_unfired(desk, request, rules, &mut left))
}

/// As [`tested`], and what of the desk its tests reach.
#[cfg(feature = "compile")]
pub fn tested_with_coverage(desk: &Desk) -> (Vec<TestReport>, Coverage) {
    let mut left = desk.limits().what_if_work;
    desk.test_with_coverage_saying_why(&mut |desk, request, rules| why_unfired(desk, request, rules, &mut left))
}

#[cfg(feature = "compile")]
fn why_unfired(desk: &Desk, request: &Request, rules: &[Text], left: &mut u64) -> String {
    let tell = Tell::Fired(rules.iter().cloned().collect());
    let answer = desk.evaluate_telling(request.clone(), &tell);
    let said = rules.iter().map(|rule| {
        let WhyNot { why, instead, .. } = WhyNot::of(desk, request, &answer, rule, left);
        format!("; {}{}", why, instead.map(|instead| format!(" {instead}")).unwrap_or_default())
    });
    said.collect()
}
