//! Days and hours of UTC, in a desk whose people are elsewhere.

use tierline_calendar::Calendar;
use tierline_condition::{
    Expr,
    functions::{Function, LeftOut},
};
use tierline_model::quoted;
use tierline_rules::Rule;

use super::named;
use crate::{Finding, survey::Survey};

/// Told once for all of the desk.
pub(super) fn look(survey: &Survey<'_>) -> Vec<Finding> {
    let Some(elsewhere) = survey.desk.agreements().calendars.all().find(|calendar| is_elsewhere(calendar)) else {
        return vec![];
    };
    let asked = survey.exprs().into_iter().filter_map(|(rule, expr)| Some((rule, in_utc(expr)?)));
    let mut asked: Vec<(Option<&Rule>, &Function)> =
        asked.filter(|(rule, _)| rule.is_none_or(|rule| survey.is_asked(&rule.place))).collect();
    asked.sort_by_key(|(rule, _)| rule.map(|rule| &rule.place));
    let mut rules: Vec<&Rule> = asked.iter().filter_map(|(rule, _)| *rule).collect();
    rules.dedup_by_key(|rule| &rule.place);
    let Some((_, function)) = asked.iter().find(|(rule, _)| rule.is_some() || rules.is_empty()) else {
        return vec![];
    };
    let name = &elsewhere.resolved().document.name;
    let called = survey.desk.agreements().calendars.versions().find(|(_, _, one)| one.name() == name);
    let name = called.map_or(name, |(called, ..)| called);
    let place = rules.first().map(|rule| rule.place.clone()).or_else(|| survey.declared_at("calendar", name));
    let Some(place) = place.filter(|place| survey.is_asked(place)) else { return vec![] };
    let who = match rules.as_slice() {
        [] => "a condition of an SLA or a ladder asks".to_owned(),
        [rule] => format!("the rule {} asks", quoted(&rule.name)),
        many if many.len() <= MOST_NAMED => format!("the rules {} ask", named(many.iter().copied())),
        [first, rest @ ..] => format!("the rule {} and {} others ask", quoted(&first.name), rest.len()),
    };
    let message = format!(
        "{who} for days or hours of UTC, and the calendar {} is in {}",
        quoted(name),
        quoted(elsewhere.zone()),
    );
    let help = format!(
        "say whose days are meant: {}; where UTC is meant, name a calendar that is in UTC",
        with_calendar(function, name)
    );
    vec![survey.finding(&place, "days-in-utc", message, help).about(rules)]
}

/// Rules that are named; of more, only the first is.
const MOST_NAMED: usize = 5;

/// Whether clocks there show anything else than UTC.
fn is_elsewhere(calendar: &Calendar) -> bool {
    calendar.resolved().offsets.iter().any(|offset| offset.seconds != 0)
}

/// The first function that an expression asks of UTC because no calendar is named.
fn in_utc(expr: &Expr) -> Option<&'static Function> {
    let own = match expr {
        Expr::Call(function, args) => {
            function.params.get(args.len()).filter(|param| param.left_out == LeftOut::InUtc).map(|_| *function)
        }
        Expr::Ask(ask) => ask.moves.iter().find_map(in_utc),
        _ => None,
    };
    own.or_else(|| expr.below().into_iter().find_map(in_utc))
}

/// `days_until(date, "office")`
fn with_calendar(function: &Function, calendar: &str) -> String {
    let given = function.params.iter().filter(|param| !param.is_optional()).map(|param| param.name.to_owned());
    let args: Vec<String> = given.chain([quoted(calendar).to_string()]).collect();
    format!("{}({})", function.name, args.join(", "))
}
