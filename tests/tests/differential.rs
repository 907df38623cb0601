//! Every predicate gives what its script gives, and the index finds the rules that hold: conditions made at random, tickets
//! made at random, with missing, odd and mistyped values.

use std::sync::Arc;

use tierline_condition::{Facts, Guest, Outcome};
use tierline_model::{Limits, Pack};
use tierline_rules::index::{Card, Index};
use tierline_script::{Compiled, Language, Session};
use tierline_tests::random::{DECLARED, Dice, condition, facts, frame, plain_condition, request};

const CONDITIONS: usize = 250;
const TICKETS: usize = 80;
const SEEDS: [u64; 4] = [1, 20_261, 77, 4_711];

/// Several parts, most of them of the kind that an index can look up.
fn conjunction(dice: &mut Dice) -> String {
    let part = |dice: &mut Dice| if dice.below(4) == 0 { condition(dice, 1) } else { plain_condition(dice) };
    let parts: Vec<String> = (0..=dice.below(3)).map(|_| part(dice)).collect();
    parts.join(" && ")
}

/// Rules of all conditions that the checker lets pass, compiled.
fn compile(language: &Language, dice: &mut Dice, part: fn(&mut Dice) -> String) -> (Compiled, Vec<String>) {
    let mut conditions: Vec<String> = vec![];
    let mut text = format!("{DECLARED}stage triage\n");
    while conditions.len() < CONDITIONS {
        let condition = part(dice);
        let rule = format!("rule \"{}\" {{\n  when {condition}\n  then {{ }}\n}}\n", conditions.len());
        if language.compile(&Pack::of("a.rhai", &format!("{DECLARED}stage triage\n{rule}"))).is_ok() {
            text.push_str(&rule);
            conditions.push(condition);
        }
    }
    (language.compile(&Pack::of("a.rhai", &text)).unwrap(), conditions)
}

#[test]
fn predicates_give_what_scripts_give() {
    let language = Language::new(vec![]);
    let (mut compared, mut decided) = (0, 0);
    for seed in SEEDS {
        let mut dice = Dice(seed);
        let (compiled, conditions) = compile(&language, &mut dice, |dice| condition(dice, 2));
        for _ in 0..TICKETS {
            let request = request(&mut dice, &compiled.schema, false);
            let facts = Arc::new(facts(&compiled, request));
            let mut session =
                Session::new(&language, &compiled.program, Limits { rule_steps: 10_000, event_steps: u64::MAX });
            for (rule, condition) in compiled.rules.iter().zip(&conditions) {
                for part in &rule.condition.parts {
                    compared += 1;
                    let Some(Ok(predicate)) = part.expr.as_ref().map(|expr| expr.holds(&facts)) else { continue };
                    decided += 1;
                    let script = session.decide(part.script.unwrap(), &facts);
                    assert_eq!(
                        script,
                        Ok(predicate),
                        "seed {seed}: {} in {condition}\n{:?}",
                        part.text,
                        part.saw(&facts)
                    );
                }
            }
        }
    }
    assert!(compared >= SEEDS.len() * CONDITIONS * TICKETS, "{compared}");
    assert!(decided * 10 > compared * 8, "only {decided} of {compared} were decided by a predicate");
}

/// What the index finds is what holds; what it is not sure of is marked; no rule is passed over that raises an error.
#[test]
fn the_index_finds_what_holds() {
    let language = Language::new(vec![]);
    let (mut found_sure, mut passed_over) = (0, 0);
    for seed in SEEDS {
        let mut dice = Dice(seed);
        let (compiled, conditions) = compile(&language, &mut dice, conjunction);
        let all = || compiled.rules.iter().map(|rule| &rule.condition);
        let index = Index::new([all().collect()].into_iter(), &frame(&compiled));
        let mut card = Card::default();
        let mut found = vec![];
        for _ in 0..TICKETS {
            let request = request(&mut dice, &compiled.schema, true);
            let facts: Arc<Facts> = Arc::new(facts(&compiled, request));
            let mut session =
                Session::new(&language, &compiled.program, Limits { rule_steps: 10_000, event_steps: u64::MAX });
            index.write(&facts, &mut card);
            index.find(0, &facts, &mut card, 0, &mut found);
            assert!(found.is_sorted_by(|a, b| a.rule() < b.rule()), "seed {seed}");
            let mut next = found.iter().peekable();
            for (number, condition) in all().enumerate() {
                let outcome = condition.decide(&facts, &mut session);
                let says = || format!("seed {seed}: {}\n{:?}", conditions[number], condition.saw(&facts));
                match next.next_if(|found| found.rule() == number) {
                    Some(found) if found.is_sure() => {
                        assert_eq!(outcome, Ok(Outcome::Held), "{}", says());
                        found_sure += 1;
                    }
                    Some(_) => {}
                    None => {
                        assert!(matches!(outcome, Ok(Outcome::Missed(_))), "{}: {outcome:?}", says());
                        passed_over += 1;
                    }
                }
            }
            // The first that is sure is the first of those.
            let sure = found.iter().find(|found| found.is_sure()).copied();
            index.find_first(0, &facts, &mut card, 0, &mut found);
            assert_eq!(found.last().filter(|found| found.is_sure()).copied(), sure, "seed {seed}");
        }
    }
    assert!(found_sure > 2_000 && passed_over > 20_000, "{found_sure} sure, {passed_over} passed over");
}
