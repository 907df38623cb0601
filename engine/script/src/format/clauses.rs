//! Where the clauses of a block begin. Line breaks mean nothing in the language, so words tell it.

use tierline_model::{Metric, calendar::Weekday};

use super::nodes::Node;
use crate::{calendars, cut::Kind, ladders, policies, rhai::LexemeKind};

/// Words behind which no clause of an `sla` begins: `class supplier`, `for respond`, `left to resolve`.
const GO_ON: [&str; 5] = ["class", "for", "to", "keeps", "reopening"];

/// Words behind which something must follow.
const ASK: [&str; 8] = ["when", "while", "by", "expect", "and", "or", "not", "in"];

/// Whether `rest` begins a new clause behind `clause`, in a block of this kind.
pub(super) fn begins_clause(kind: Kind, clause: &[Node<'_>], rest: &[Node<'_>]) -> bool {
    let mut said = clause.iter().rev().filter(|node| !node.is_comment());
    let (Some(first), Some(last)) = (rest.first(), said.next()) else { return false };
    let is_field = said.next().is_some_and(|back| back.is(".") || back.is("?."));
    let is_behind = |words: &[&str]| !is_field && words.iter().any(|word| last.is(word));
    if !first.is_word() || is_behind(&ASK) || is_operator(last) {
        return false;
    }
    let word = first.first().text;
    let is_named = || rest.get(1).is_some_and(|next| next.first().kind == LexemeKind::Text);
    match kind {
        Kind::Rule => {
            ["when", "then"].contains(&word) || word == "on" && rest.get(1).is_some_and(|next| next.is("fault"))
        }
        Kind::Test => ["expect", "given"].contains(&word) || word == "at" && is_named(),
        Kind::Calendar if Weekday::ALL.iter().any(|day| day.name() == word) => !is_behind(&["break"]),
        Kind::Calendar => calendars::CLAUSES.contains(&word),
        Kind::Sla if word == "when" => !takes_when(clause),
        // As in `3 calendar days`.
        Kind::Sla if word == "calendar" => is_named(),
        Kind::Sla => is_head_of_sla(word) && !is_behind(&GO_ON),
        Kind::Escalate => ladders::HEADS.contains(&word) && !is_step_to_be_done(clause, last),
        _ => false,
    }
}

/// Whether it is a sign that something must follow: an operator, a comma, a dot.
fn is_operator(last: &Node<'_>) -> bool {
    let Node::Leaf(lexeme) = last else { return false };
    match lexeme.kind {
        LexemeKind::Prefix => true,
        LexemeKind::Sign => !["%", ";", "()"].contains(&lexeme.text),
        _ => false,
    }
}

fn is_head_of_sla(word: &str) -> bool {
    policies::HEADS.contains(&word) || Metric::ALL.iter().any(|metric| metric.verb() == word)
}

/// Whether a clause of an `sla` has room for a `when`: targets, meanings and what clocks do have, once.
fn takes_when(clause: &[Node<'_>]) -> bool {
    const ACTS: [&str; 6] = ["pause", "resume", "start", "stop", "cancel", "reset"];
    const MEANINGS: [&str; 5] = ["answer", "message", "resolved", "closed", "supplied"];
    let head = clause.first().map_or("", |head| head.first().text);
    let is_target = Metric::ALL.iter().any(|metric| metric.verb() == head);
    let has_one = clause.iter().any(|node| node.is("when") || node.is("while"));
    let is_put_off = clause.get(1).is_some_and(|next| next.is("after"));
    !has_one && !is_put_off && (is_target || ACTS.contains(&head) || MEANINGS.contains(&head))
}

/// Whether it is a step of a ladder that does not say yet what to do.
fn is_step_to_be_done(clause: &[Node<'_>], last: &Node<'_>) -> bool {
    let head = clause.first().map_or("", |head| head.first().text);
    ["at", "after", "every"].contains(&head) && !last.is_block()
}
