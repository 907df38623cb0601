//! Every predicate gives what its script gives, and the index finds the rules that hold: conditions made at random, tickets
//! made at random, with missing, odd and mistyped values.

use std::{collections::BTreeSet, sync::Arc};

use tierline::{Desk, Diagnostic, Tell};
use tierline_condition::{Facts, Guest, Outcome};
use tierline_model::{Limits, Pack, RuleTrace, Text, Verdict};
use tierline_rules::index::{Card, Index};
use tierline_script::{Compiled, Language, Program, Session};
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
fn compile(language: &Language, dice: &mut Dice, part: fn(&mut Dice) -> String) -> (Compiled, Program, Vec<String>) {
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
    let pack = Pack::of("a.rhai", &text);
    let compiled = language.compile(&pack).unwrap();
    let program = Program::new(compiled.scripts.clone(), pack.into());
    (compiled, program, conditions)
}

#[test]
fn predicates_give_what_scripts_give() {
    let language = Language::new(vec![]);
    let (mut compared, mut answered, mut decided) = (0, 0, 0);
    for seed in SEEDS {
        let mut dice = Dice(seed);
        let (compiled, program, conditions) = compile(&language, &mut dice, |dice| condition(dice, 2));
        for _ in 0..TICKETS {
            let request = request(&mut dice, &compiled.schema, false);
            let facts = Arc::new(facts(&compiled, request));
            let mut session = Session::new(&language, &program, Limits { rule_steps: 10_000, event_steps: u64::MAX });
            for (rule, condition) in compiled.rules.iter().zip(&conditions) {
                let script = rule.condition.script.unwrap();
                for (number, part) in rule.condition.parts.iter().enumerate() {
                    compared += 1;
                    let script = session.decide(script, number, &facts);
                    answered += usize::from(script.is_ok());
                    let Ok(predicate) = part.expr.holds(&facts) else { continue };
                    decided += 1;
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
    assert!(decided * 10 > answered * 9, "only {decided} of {answered} were decided by a predicate");
}

/// What the index finds is what holds; what it is not sure of is marked; no rule is passed over that raises an error.
#[test]
fn the_index_finds_what_holds() {
    let language = Language::new(vec![]);
    let (mut found_sure, mut passed_over) = (0, 0);
    for seed in SEEDS {
        let mut dice = Dice(seed);
        let (compiled, program, conditions) = compile(&language, &mut dice, conjunction);
        let all = || compiled.rules.iter().map(|rule| &rule.condition);
        let index = Index::new([all().collect()].into_iter(), &frame(&compiled));
        let mut card = Card::default();
        let mut found = vec![];
        for _ in 0..TICKETS {
            let request = request(&mut dice, &compiled.schema, true);
            let facts: Arc<Facts> = Arc::new(facts(&compiled, request));
            let mut session = Session::new(&language, &program, Limits { rule_steps: 10_000, event_steps: u64::MAX });
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

/// A desk of rules that change what those after them read.
fn random_desk(dice: &mut Dice) -> Desk {
    const ACTIONS: [&str; 10] = [
        "set_category(\"network\")",
        "set_category(\"a\")",
        "set_field(\"subject\", \"Netz Ärger\")",
        "set_field(\"form.n\", 3)",
        "set_field(\"reopened\", 1)",
        "add_tag(\"a\")",
        "remove_tag(\"a\")",
        "prioritise(\"P2\")",
        "route(ticket.category)",
        "stop(\"enough\")",
    ];
    let mut text = DECLARED.to_owned();
    for stage in ["triage", "routing first"] {
        text += &format!("stage {stage}\n");
        let mut rules = 0;
        while rules < 40 {
            let group = dice.pick(&["", "", " group \"off\""]);
            let head = format!("rule \"{stage} {rules}\"{group} {{\n  when {}\n", conjunction(dice));
            let rule = format!("{head}  then {{ {}; }}\n}}\n", dice.pick(&ACTIONS));
            if desk_of(&format!("{DECLARED}stage {stage}\n{rule}")).is_ok() {
                text += &rule;
                rules += 1;
            }
        }
        text += "otherwise {\n  add_tag(\"otherwise\");\n}\n";
    }
    desk_of(&text).unwrap()
}

fn desk_of(text: &str) -> Result<Desk, Vec<Diagnostic>> {
    Desk::compile(Pack::of("a.rhai", text), Limits { rule_steps: 10_000, event_steps: u64::MAX })
}

/// A desk answers alike whether its index hands out the rules or all of them are looked at.
#[test]
fn the_index_changes_no_answer() {
    let mut fired = 0;
    for seed in [3, 33, 333] {
        let mut dice = Dice(seed);
        for _ in 0..4 {
            let desk = random_desk(&mut dice);
            for _ in 0..60 {
                let mut request = request(&mut dice, desk.schema(), true);
                request.without_groups.insert("off".into());
                let why_not: BTreeSet<Text> = ["triage 1".into(), "routing first 7".into()].into();
                let all = desk.evaluate_telling(request.clone(), &Tell::All);
                let some = desk.evaluate_telling(request.clone(), &Tell::Fired(why_not));
                let nothing = desk.evaluate(request);
                for answer in [&some, &nothing] {
                    assert_eq!(answer.effects, all.effects, "seed {seed}");
                    assert_eq!((&answer.ticket, &answer.faults), (&all.ticket, &all.faults), "seed {seed}");
                }
                fired += all.effects.len();
                // What is told of some rules is what is told of them among all.
                for (all, some) in
                    all.trace.iter().zip(&some.trace).flat_map(|(all, some)| all.stages.iter().zip(&some.stages))
                {
                    assert!(some.rules.iter().all(|rule| all.rules.contains(rule)), "seed {seed}");
                    assert_eq!(all.rules.len(), some.rules.len() + some.others, "seed {seed}");
                    let is_fired = |rule: &&RuleTrace| matches!(rule.verdict, Verdict::Fired { .. } | Verdict::Fault);
                    let told: Vec<&RuleTrace> = some.rules.iter().filter(is_fired).collect();
                    assert_eq!(all.rules.iter().filter(is_fired).collect::<Vec<_>>(), told, "seed {seed}");
                }
            }
        }
    }
    assert!(fired > 1_000, "{fired}");
}

/// Answers of a batch stand in order, on any number of threads.
#[test]
fn batches_keep_their_order() {
    let mut dice = Dice(5);
    let desk = random_desk(&mut dice);
    let requests: Vec<_> = (0..101).map(|_| request(&mut dice, desk.schema(), true)).collect();
    let one_by_one: Vec<_> = requests.iter().map(|request| desk.evaluate(request.clone())).collect();
    for threads in [1, 2, 3, 7, 200] {
        let threads = threads.try_into().unwrap();
        assert_eq!(desk.evaluate_batch(requests.clone(), &Tell::Nothing, threads), one_by_one);
    }
}
