//! Whole answers of desks.

use tierline::{Answer, Desk, Tell};
use tierline_model::{Request, RuleTrace, SortedSet, Text, Verdict};

use super::{Difference, Subject, Tally, subject::LIMITS};

/// A desk answers alike whether its index hands out the rules or all of them are looked at.
pub(super) fn with_and_without_index(subject: &Subject, requests: &[Request]) -> Result<Tally, Box<Difference>> {
    let mut tally = Tally::default();
    let desk = &subject.desk;
    let why_not: SortedSet<Text> = desk.rule_names().step_by(40).map(Text::from).collect();
    for request in requests {
        let all = desk.evaluate_telling(request.clone(), &Tell::All);
        let some = desk.evaluate_telling(request.clone(), &Tell::Fired(why_not.clone()));
        let nothing = desk.evaluate(request.clone());
        for answer in [&some, &nothing] {
            let (on, off) = (without_trace(answer), without_trace(&all));
            Difference::unless("the answer", request, ("with the index", &on), ("without", &off))?;
        }
        tally.pairs += 1;
        tally.count("rules", desk.rule_count() as u64);
        tally.count("effects", all.effects.len() as u64);
        tally.count("faults", all.faults.len() as u64);
        compare_traces(&all, &some, request)?;
    }
    Ok(tally)
}

fn without_trace(answer: &Answer) -> String {
    in_bytes(&Answer { trace: None, ..answer.clone() })
}

fn in_bytes(answer: &Answer) -> String {
    serde_json::to_string(answer).unwrap_or_else(|error| error.to_string())
}

/// What is told of some rules is what is told of them among all.
fn compare_traces(all: &Answer, some: &Answer, request: &Request) -> Result<(), Box<Difference>> {
    let stages = all.trace.iter().zip(&some.trace).flat_map(|(all, some)| all.stages.iter().zip(&some.stages));
    for (all, some) in stages {
        let unknown: Vec<_> = some.rules.iter().filter(|rule| !all.rules.contains(rule)).collect();
        Difference::unless("rules told of some alone", request, ("told", &unknown), ("wanted", &vec![]))?;
        let (told, counted) = (all.rules.len(), some.rules.len() + some.others);
        Difference::unless("how many rules are told of", request, ("of all", &told), ("of some", &counted))?;
        let is_fired = |rule: &&RuleTrace| matches!(rule.verdict, Verdict::Fired { .. } | Verdict::Fault);
        let of_all: Vec<_> = all.rules.iter().filter(is_fired).collect();
        let of_some: Vec<_> = some.rules.iter().filter(is_fired).collect();
        Difference::unless("rules that fired", request, ("of all", &of_all), ("of some", &of_some))?;
    }
    Ok(())
}

/// What a bundle loads to is the desk it was made from.
///
/// # Errors
///
/// The first difference.
pub fn from_source_and_bundle(subject: &Subject, requests: &[Request]) -> Result<Tally, Box<Difference>> {
    let desk = &subject.desk;
    match Desk::load(&desk.bundle(), LIMITS) {
        Ok(loaded) => same_desk(("the source", desk), ("the bundle", &loaded), requests),
        Err(error) => {
            let request = requests.first().cloned().unwrap_or_else(nothing);
            Err(Difference::between("the bundle", &request, "it can be loaded".to_owned(), error.to_string()))
        }
    }
}

fn nothing() -> Request {
    Request::new(Default::default(), tierline_model::Timestamp::MIN)
}

/// Two desks that should be one: they say the same of themselves, and answer every request byte for byte alike.
///
/// # Errors
///
/// The first difference.
pub fn same_desk(one: (&str, &Desk), other: (&str, &Desk), requests: &[Request]) -> Result<Tally, Box<Difference>> {
    let mut tally = Tally::default();
    for request in requests {
        for (of, says) in SAYINGS {
            Difference::unless(of, request, (one.0, &says(one.1)), (other.0, &says(other.1)))?;
        }
        let answers = |desk: &Desk| (in_bytes(&desk.evaluate(request.clone())), traced(desk, request));
        Difference::unless("the answer", request, (one.0, &answers(one.1)), (other.0, &answers(other.1)))?;
        tally.pairs += 1;
        tally.count("rules", one.1.rule_count() as u64);
    }
    Ok(tally)
}

fn traced(desk: &Desk, request: &Request) -> String {
    in_bytes(&desk.evaluate_with_trace(request.clone()))
}

type Saying = fn(&Desk) -> String;

/// What a desk says of itself.
const SAYINGS: [(&str, Saying); 4] = [
    ("the hash", |desk| desk.hash().to_owned()),
    ("the forms of the rules", |desk| serde_json::to_string(&desk.forms()).unwrap_or_default()),
    ("the warnings", |desk| format!("{:?}", desk.warnings())),
    ("the schema", |desk| format!("{:?}", desk.schema().fields().collect::<Vec<_>>())),
];
