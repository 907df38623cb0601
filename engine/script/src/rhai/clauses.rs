//! The form of `sla` and `escalate`: clauses of words, numbers, names in quotes, conditions and action blocks.
//!
//! The machine only tells these apart, each with its place; what the clauses mean is read in `crate::clauses`.

use super::{
    parse::Slip,
    syntax::{Step, wanted},
};

const NAME: i64 = 0;
const HEAD: i64 = 1;
const HEAD_TEXT: i64 = 2;
const BODY: i64 = 3;
const BODY_TEXT: i64 = 4;
const BODY_CONDITION: i64 = 5;
const CLOSED: i64 = 6;
/// After `end`: the `of` of `end of day` names nothing.
const BODY_END: i64 = 7;
/// After `stays`: the `while` of `due stays while paused` asks nothing.
const BODY_STAYS: i64 = 8;
/// After a number: the `calendar` of `3 calendar days` names nothing.
const BODY_NUMBER: i64 = 9;

/// Words after which a name in quotes follows.
const NAMED: [&str; 5] = ["since", "calendar", "of", "outside", "sla"];
/// Words after which an expression follows.
const ASKED: [&str; 3] = ["when", "while", "by"];
/// Words that Rhai keeps for itself: they can only be matched as they are.
const RHAI: [&str; 8] = ["for", "in", "if", "while", "continue", "break", "return", "match"];

pub(super) fn sla(state: i64, look: &str) -> Step {
    step(state, look, false, "the SLA")
}

pub(super) fn escalate(state: i64, look: &str) -> Step {
    step(state, look, true, "the ladder")
}

fn step(state: i64, look: &str, has_actions: bool, what: &str) -> Step {
    if let Some(slip) = habit(state, look, has_actions) {
        return Err(slip);
    }
    Ok(match (state, look) {
        (NAME, _) => (HEAD, Some("$string$")),
        (HEAD, "{") => (BODY, Some("{")),
        (HEAD, ",") => (HEAD_TEXT, Some(",")),
        (HEAD | BODY, word) if NAMED.contains(&word) => {
            (if state == HEAD { HEAD_TEXT } else { BODY_TEXT }, Some("$ident$"))
        }
        (HEAD_TEXT, _) => (HEAD, Some("$string$")),
        (BODY_TEXT, _) => (BODY, Some("$string$")),
        (BODY_CONDITION, _) => (BODY, Some("$expr$")),
        (BODY_END, "of") => (BODY, Some("$ident$")),
        (BODY_STAYS, "while") => (BODY, Some("while")),
        (BODY_NUMBER, "calendar") => (BODY, Some("$ident$")),
        (BODY_END | BODY_STAYS | BODY_NUMBER, _) => return step(BODY, look, has_actions, what),
        (BODY, "end") => (BODY_END, Some("$ident$")),
        (BODY, "stays") => (BODY_STAYS, Some("$ident$")),
        (BODY, "}") => (CLOSED, Some("}")),
        (BODY, "{") if has_actions => (BODY, Some("$block$")),
        (BODY, ",") => (BODY, Some(",")),
        (BODY, "%") => (BODY, Some("%")),
        (BODY, ";") => (BODY, Some(";")),
        (BODY, word) if ASKED.contains(&word) => {
            (BODY_CONDITION, Some(if word == "while" { "while" } else { "$ident$" }))
        }
        (HEAD | BODY, word) => match RHAI.into_iter().find(|known| *known == word) {
            Some(word) => (state, Some(word)),
            None if word.starts_with(|c: char| c.is_ascii_digit()) => {
                (if state == BODY { BODY_NUMBER } else { state }, Some("$int$"))
            }
            None if word.starts_with(|c: char| c.is_alphabetic()) && !word.contains(' ') => (state, Some("$ident$")),
            None if state == HEAD => return wanted(&format!("`{{` after the name of {what}"), look, &[]),
            None => return wanted(&format!("a clause, or `}}` to close {what}"), look, &[]),
        },
        _ => (state, None),
    })
}

/// What people write among clauses who know other languages.
fn habit(state: i64, look: &str, has_actions: bool) -> Option<Slip> {
    let is_body = matches!(state, BODY | BODY_NUMBER | BODY_END | BODY_STAYS);
    let (message, help) = match look {
        "=" | ":" if matches!(state, HEAD_TEXT | BODY_TEXT) => {
            (format!("a name follows here, without `{look}`"), "write calendar \"office\"")
        }
        text if state == HEAD && has_actions && text.starts_with('"') => {
            (format!("{text} stands here alone"), "write for sla \"name\" on resolve")
        }
        "=" if is_body => {
            let slip = Slip::new("assignment-in-condition", "`=` sets a value");
            return Some(slip.help("to compare, write `==`; a target is written `resolve within 4 hours`"));
        }
        ":" if is_body => ("no `:` stands among clauses".to_owned(), "a target is written `resolve within 4 hours`"),
        "if" if is_body && has_actions => ("a step has no `if`".to_owned(), "write `when` before its condition"),
        "if" if is_body => (
            "an SLA has no `if`".to_owned(),
            "write `when` before a condition, or `while` for what lasts: pause while ticket.status == \"waiting\"",
        ),
        "(" if is_body && !has_actions => (
            "an SLA has no actions".to_owned(),
            "what is to happen stands in an `escalate` block; a condition stands behind `when` or `while`",
        ),
        "." | "?." | "==" | "!=" | "<" | "<=" | ">" | ">=" if is_body => (
            "this reads like a condition, and no `when` or `while` stands before it".to_owned(),
            "write `when` before it",
        ),
        "&&" | "and" if is_body => ("`and` joins conditions, not clocks".to_owned(), "write `,` between clocks"),
        number if is_body && number.contains('.') && number.starts_with(|c: char| c.is_ascii_digit()) => {
            (format!("`{number}` is no whole number"), "write it in a smaller unit: `90 minutes`, not `1.5 hours`")
        }
        _ => return None,
    };
    Some(Slip::new("clause", message).help(help))
}
