//! Every predicate gives what its script gives, or says that it is unsure.

use tierline_model::Request;

use super::{Difference, Subject, Tally, subject::by_script};

pub(super) fn compare(subject: &Subject, requests: &[Request]) -> Result<Tally, Box<Difference>> {
    let mut tally = Tally::default();
    for request in requests {
        let facts = subject.facts(request);
        let mut session = subject.session();
        let (mut decided, mut answered, mut unsure) = (0, 0, 0);
        for condition in subject.conditions() {
            for (number, part) in condition.parts.iter().enumerate() {
                let Some(script) = by_script(condition, number, &mut session, &facts) else { continue };
                answered += u64::from(script.is_ok());
                match part.expr.holds(&facts) {
                    Ok(predicate) => {
                        decided += 1;
                        let (by_predicate, by_script) = (("the predicate", &Ok(predicate)), ("the script", &script));
                        Difference::unless(&part.text, request, by_predicate, by_script)?;
                    }
                    Err(_) => unsure += 1,
                }
            }
        }
        tally.pairs += decided;
        tally.count("answered by the script", answered);
        tally.count("left open by the predicate", unsure);
    }
    Ok(tally)
}
