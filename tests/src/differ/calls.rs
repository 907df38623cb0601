//! Actions whose arguments are worked out without a script ask for what their script asks for.

use std::sync::Arc;

use tierline_condition::{Condition, Doing, Facts, Frame};
use tierline_model::{Mode, Request, SortedSet, Stage, Tell};
use tierline_rules::{Rule, RuleSet, StageRules};
use tierline_script::RuleDraft;

use super::{Difference, Subject, Tally};

pub(super) fn compare(subject: &Subject, requests: &[Request]) -> Result<Tally, Box<Difference>> {
    let mut tally = Tally::default();
    let both: Vec<Both> = subject.compiled.rules.iter().filter_map(|draft| Both::of(draft, &subject.frame)).collect();
    tally.count("blocks that need no script", both.len() as u64);
    for request in requests {
        for rule in &both {
            let calls = asked_for(&rule.by_calls, subject, request);
            let script = asked_for(&rule.by_script, subject, request);
            tally.pairs += 1;
            tally.count(if calls.ends_with("[]]") { "went well" } else { "failed" }, 1);
            let of = subject.text.lines().nth(rule.line).unwrap_or_default();
            Difference::unless(of, request, ("the calls", &calls), ("the script", &script))?;
        }
    }
    Ok(tally)
}

/// A rule that does what it does in two ways.
struct Both {
    /// The line of its block in the file, from 0.
    line: usize,
    by_calls: RuleSet,
    by_script: RuleSet,
}

impl Both {
    /// None where there is only one way.
    fn of(draft: &RuleDraft, frame: &Frame) -> Option<Both> {
        let Doing::Calls { script: Some(script), .. } = &draft.doing else { return None };
        let by_script = Doing::Script { script: *script, why: "".into() };
        Some(Both {
            line: draft.place.line as usize,
            by_calls: alone(draft, draft.doing.clone(), frame),
            by_script: alone(draft, by_script, frame),
        })
    }
}

/// A desk of this rule alone, which does so whatever the ticket is.
fn alone(draft: &RuleDraft, doing: Doing, frame: &Frame) -> RuleSet {
    let rule = Rule {
        name: draft.name.clone(),
        group: None,
        salience: 0,
        place: draft.place.clone(),
        condition: Condition::default(),
        doing,
        row: None,
    };
    RuleSet::new(vec![StageRules::new(Stage::Triage, Mode::All, vec![rule], None)], vec![], SortedSet::new(), frame)
}

fn asked_for(rules: &RuleSet, subject: &Subject, request: &Request) -> String {
    let facts = Facts::new(Arc::clone(&subject.frame), request.clone(), tierline_model::Limits::NONE);
    let verdicts = rules.evaluate(facts, &mut subject.session(), &Tell::Nothing).finish();
    let said = (&verdicts.effects, &verdicts.ticket, &verdicts.faults);
    serde_json::to_string(&said).unwrap_or_else(|error| error.to_string())
}
