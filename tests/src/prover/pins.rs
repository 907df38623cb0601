//! The writer of questions, held to what the engine does: with the fields of a ticket put in, what the engine says of it must be
//! possible. Otherwise a confirmed claim would say nothing.

use tierline_condition::Facts;
use tierline_model::{Path, Request, Value};

use super::{
    Question,
    encode::{Encoder, constant},
    terms::{Given, Leaf, Term, and, not, or},
    words,
};
use crate::differ::Subject;

/// What the engine says of the conditions of a desk and a ticket, as questions to which the answer must not be "never".
pub(super) fn questions(subject: &Subject, request: &Request) -> Vec<Question> {
    let facts = subject.facts(request);
    let mut session = subject.session();
    let mut questions = vec![];
    for rule in subject.desk.rules().rules() {
        let holds = rule.condition.lets_fire(&facts, &mut session);
        let mut encoder = Encoder::new(&subject.frame, &[&rule.condition]);
        let said = encoder.condition(&rule.condition);
        let said = if holds { said } else { not(&said) };
        let pinned = encoder.pinned(&facts);
        questions.push(Question { smt: encoder.question(&and([said, pinned])), exact: encoder.exact });
    }
    questions
}

impl Encoder<'_> {
    /// That the fields that were read hold what they hold in a ticket.
    fn pinned(&mut self, facts: &Facts) -> Term {
        let mut all = vec![format!("(= f_now {})", super::terms::int(facts.now().second()))];
        let fields: Vec<(String, Given)> =
            self.fields.iter().map(|(name, given)| (name.clone(), given.clone())).collect();
        for (name, given) in fields {
            if let Some(path) = name.strip_prefix("f_before ").and_then(Path::parse) {
                let before = facts.before(&path);
                all.push(match before {
                    Some(before) => and([format!("|f_says {path}|"), self.is_value(&given, &before)]),
                    None => format!("(not |f_says {path}|)"),
                });
            } else if let Some(path) = name.strip_prefix("f_").and_then(Path::parse) {
                all.push(self.is_value(&given, &facts.read(&path)));
            }
        }
        and(all)
    }

    fn is_value(&mut self, given: &Given, value: &Value) -> Term {
        let known = constant(value);
        let Some(known) = known.single() else { return super::terms::yes() };
        or(given.cases.iter().filter_map(|(guard, leaf)| Some(and([guard.clone(), is_leaf(leaf, known, value)?]))))
    }
}

/// That something of a kind is a value; `None` where it is of another kind.
fn is_leaf(leaf: &Leaf, known: &Leaf, value: &Value) -> Option<Term> {
    Some(match (leaf, known) {
        (Leaf::Missing, Leaf::Missing) => super::terms::yes(),
        (Leaf::Bool(a), Leaf::Bool(b))
        | (Leaf::Int(a), Leaf::Int(b))
        | (Leaf::Decimal(a), Leaf::Decimal(b))
        | (Leaf::Instant(a), Leaf::Instant(b)) => format!("(= {a} {b})"),
        (Leaf::Text(a), Leaf::Word(b)) => format!("(= {a} {})", words::literal(b)),
        (Leaf::Texts(list), Leaf::Items(_)) => {
            let items = value.as_list()?.iter().map(Value::as_text).collect::<Option<Vec<_>>>()?;
            let units: Vec<String> = items.iter().map(|item| format!("(seq.unit {})", words::literal(item))).collect();
            match units.as_slice() {
                [] => format!("(= (seq.len {list}) 0)"),
                [one] => format!("(= {list} {one})"),
                units => format!("(= {list} (seq.++ {}))", units.join(" ")),
            }
        }
        (Leaf::Other(_), Leaf::Items(_) | Leaf::Entries(_)) => super::terms::yes(),
        _ => return None,
    })
}
