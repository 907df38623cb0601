//! Every predicate gives what its script gives, or says that it is unsure.

use tierline_model::Request;

use super::{
    Difference, Subject, Tally,
    subject::{by_script, is_too_large_for_scripts},
};

pub(super) fn compare(subject: &Subject, requests: &[Request]) -> Result<Tally, Box<Difference>> {
    let mut tally = Tally::default();
    for request in requests {
        let facts = subject.facts(request);
        let mut session = subject.session();
        let is_large = is_too_large_for_scripts(request);
        let (mut decided, mut answered, mut unsure, mut large) = (0, 0, 0, 0);
        for condition in subject.conditions() {
            for (number, part) in condition.parts.iter().enumerate() {
                let Some(script) = by_script(condition, number, &mut session, &facts) else { continue };
                answered += u64::from(script.is_ok());
                match part.expr.holds(&facts) {
                    Ok(_) if is_large && script.as_ref().is_err_and(|trouble| trouble.code == "too-large") => {
                        large += 1
                    }
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
        tally.count("too large for the script", large);
    }
    Ok(tally)
}
