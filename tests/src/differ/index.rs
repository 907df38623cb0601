//! What the index finds is what holds; what it is not sure of is marked; no rule is passed over that raises an error.

use tierline_condition::Outcome;
use tierline_model::Request;
use tierline_rules::index::{Card, Index};

use super::{Difference, Subject, Tally};

pub(super) fn compare(subject: &Subject, requests: &[Request]) -> Result<Tally, Box<Difference>> {
    let index = Index::new([subject.conditions().collect()].into_iter(), &subject.frame);
    let mut tally = Tally::default();
    let mut card = Card::default();
    let mut found = vec![];
    for request in requests {
        let facts = subject.facts(request);
        let mut session = subject.session();
        index.write(&facts, &mut card);
        index.find(0, &facts, &mut card, 0, &mut found);
        let differs = |of: &str, one: String, other: String| Difference::between(of, request, one, other);
        if !found.is_sorted_by(|a, b| a.rule() < b.rule()) {
            return Err(differs("the rules that were found", format!("{found:?}"), "in order".to_owned()));
        }
        let (mut sure, mut passed_over, mut left_open) = (0, 0, 0);
        let mut next = found.iter().peekable();
        for (number, condition) in subject.conditions().enumerate() {
            let outcome = condition.decide(&facts, &mut session);
            let says = match next.next_if(|found| found.rule() == number) {
                Some(found) if found.is_sure() => {
                    sure += 1;
                    (!matches!(outcome, Ok(Outcome::Held))).then_some("the index: it holds")
                }
                Some(_) => {
                    left_open += 1;
                    None
                }
                None => {
                    passed_over += 1;
                    (!matches!(outcome, Ok(Outcome::Missed(_)))).then_some("the index: it does not hold")
                }
            };
            if let Some(index) = says {
                let parts: Vec<&str> = condition.parts.iter().map(|part| &*part.text).collect();
                return Err(differs(&parts.join(" && "), index.to_owned(), format!("the condition: {outcome:?}")));
            }
        }
        // Those from a rule on are the same.
        let from = subject.compiled.rules.len() / 3;
        let mut found_from = vec![];
        index.find(0, &facts, &mut card, from, &mut found_from);
        if !found_from.iter().eq(found.iter().filter(|found| found.rule() >= from)) {
            return Err(differs("the rules from one on", format!("{found:?}"), format!("{found_from:?}")));
        }
        // The first that is sure is the first of those.
        let first = found.iter().find(|found| found.is_sure()).copied();
        index.find_first(0, &facts, &mut card, 0, &mut found);
        let found_first = found.last().filter(|found| found.is_sure()).copied();
        Difference::unless("the first that is sure", request, ("of all", &first), ("alone", &found_first))?;
        tally.pairs += sure + passed_over;
        tally.count("sure to hold", sure);
        tally.count("passed over", passed_over);
        tally.count("left to their conditions", left_open);
    }
    Ok(tally)
}
