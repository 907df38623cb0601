//! What was not looked at for want of work, told by name.

use crate::{
    Finding,
    survey::Survey,
    work::{LeftOut, Why, Work},
};

/// The code of a finding that says what was not looked at, and why. It finds nothing wrong with the desk.
pub const NOT_LOOKED_AT: &str = "not-looked-at";

/// What was left out of the search for findings of some codes: a finding for each reason.
pub(crate) fn told(survey: &Survey<'_>, codes: &[&str]) -> Vec<Finding> {
    let left_out = survey.work.left_out();
    let of = |why: Why| left_out.iter().filter(move |left_out| left_out.why == why).collect::<Vec<_>>();
    [Why::All, Why::Turn, Why::Many].into_iter().filter_map(|why| finding(survey, codes, why, &of(why))).collect()
}

fn finding(survey: &Survey<'_>, codes: &[&str], why: Why, left_out: &[&LeftOut]) -> Option<Finding> {
    let first = left_out.first()?;
    let name = tierline_model::quoted(&first.turn.name).to_string();
    let whom = match (why, left_out.len() - 1) {
        (Why::All, _) => format!("from {name} on"),
        (_, 0) => format!("at {name}"),
        (_, more) => format!("at {name} and {more} more"),
    };
    let (reason, help) = match why {
        Why::All => (
            format!("checking a desk may take {} units of work, and this one takes more", survey.work.allowed()),
            "check one part of the desk at a time, or let the host raise `check_work`",
        ),
        Why::Turn => (
            format!("a proof or a search for a ticket may take {} units of work, and this takes more", Work::TURN),
            "ask for less in one condition, or split the table",
        ),
        Why::Many => (
            "too many rules may hold for the same ticket to compare each with all of them: it is those nearest"
                .to_owned(),
            "let rules ask for a word of a field, such as a category, by which they are told apart",
        ),
    };
    let message = format!("{} is not looked for any further {whom}: {reason}", codes.join(", "));
    Some(survey.finding(&first.turn.place, NOT_LOOKED_AT, message, help))
}
