//! Every predicate gives what its script gives, and the index finds the rules that hold: conditions made at random, tickets
//! made at random, with missing, odd and mistyped values.

use std::{collections::BTreeSet, sync::Arc};

use tierline::{Desk, Diagnostic, PartRuns, RuleForm, Tell};
use tierline_condition::{Facts, Guest, Outcome};
use tierline_model::{Limits, Pack, Request, RuleTrace, Text, Verdict};
use tierline_rules::index::{Card, Index};
use tierline_script::{Compiled, Language, Session};
use tierline_tests::random::{
    DECLARED, Dice, condition, facts, frame, plain_condition, range_condition, request, request_of_numbers,
};

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
    let (mut compared, mut answered, mut decided) = (0, 0, 0);
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
                    let script = session.decide(part.script.unwrap(), &facts);
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

/// How often a rule was found and sure to hold, and how often it was passed over.
#[derive(Clone, Copy, Debug, Default)]
struct Told {
    sure: usize,
    passed_over: usize,
}

/// Holds an index to what the conditions say, with their scripts, of tickets: what it finds is what holds; what it is not sure of is
/// marked; no rule is passed over that raises an error. What it told of each rule.
fn told(language: &Language, compiled: &Compiled, conditions: &[String], requests: Vec<Request>) -> Vec<Told> {
    let all = || compiled.rules.iter().map(|rule| &rule.condition);
    let index = Index::new([all().collect()].into_iter(), &frame(compiled));
    let mut card = Card::default();
    let mut found = vec![];
    let mut told = vec![Told::default(); conditions.len()];
    for request in requests {
        let facts: Arc<Facts> = Arc::new(facts(compiled, request));
        let mut session =
            Session::new(language, &compiled.program, Limits { rule_steps: 10_000, event_steps: u64::MAX });
        index.write(&facts, &mut card);
        index.find(0, &facts, &mut card, 0, &mut found);
        assert!(found.is_sorted_by(|a, b| a.rule() < b.rule()));
        let mut next = found.iter().peekable();
        for (number, (condition, told)) in all().zip(&mut told).enumerate() {
            let outcome = condition.decide(&facts, &mut session);
            let says = || format!("{}\n{:?}", conditions[number], condition.saw(&facts));
            match next.next_if(|found| found.rule() == number) {
                Some(found) if found.is_sure() => {
                    assert_eq!(outcome, Ok(Outcome::Held), "{}", says());
                    told.sure += 1;
                }
                Some(_) => {}
                None => {
                    assert!(matches!(outcome, Ok(Outcome::Missed(_))), "{}: {outcome:?}", says());
                    told.passed_over += 1;
                }
            }
        }
        let all_found = found.clone();
        // Those from a rule on are the same.
        let from = conditions.len() / 3;
        index.find(0, &facts, &mut card, from, &mut found);
        assert!(found.iter().eq(all_found.iter().filter(|found| found.rule() >= from)));
        // The first that is sure is the first of those.
        let sure = all_found.iter().find(|found| found.is_sure());
        index.find_first(0, &facts, &mut card, 0, &mut found);
        assert_eq!(found.last().filter(|found| found.is_sure()), sure);
    }
    told
}

#[test]
fn the_index_finds_what_holds() {
    let language = Language::new(vec![]);
    let mut all: Vec<Told> = vec![];
    for seed in SEEDS {
        println!("seed {seed}");
        let mut dice = Dice(seed);
        let (compiled, conditions) = compile(&language, &mut dice, conjunction);
        let requests = (0..TICKETS).map(|_| request(&mut dice, &compiled.schema, true)).collect();
        all.extend(told(&language, &compiled, &conditions, requests));
    }
    let (sure, passed_over) = sums(&all);
    assert!(sure > 2_000 && passed_over > 20_000, "{sure} sure, {passed_over} passed over");
}

fn sums(all: &[Told]) -> (usize, usize) {
    (all.iter().map(|told| told.sure).sum(), all.iter().map(|told| told.passed_over).sum())
}

/// The same for rules that are found by the numbers that they ask for.
#[test]
fn the_index_finds_what_ranges_hold() {
    let language = Language::new(vec![]);
    let mut by_number: Vec<Told> = vec![];
    for seed in SEEDS {
        println!("seed {seed}");
        let mut dice = Dice(seed);
        let (compiled, conditions) = compile(&language, &mut dice, range_condition);
        let requests = (0..TICKETS * 5).map(|_| request_of_numbers(&mut dice)).collect();
        let told = told(&language, &compiled, &conditions, requests);
        let rules = conditions.iter().enumerate();
        let rules: String =
            rules.map(|(rule, when)| format!("rule \"{rule}\" {{\n  when {when}\n  then {{ }}\n}}\n")).collect();
        let forms = desk_of(&format!("{DECLARED}stage triage\n{rules}")).unwrap().forms();
        let is_key = |form: &RuleForm| form.parts.iter().any(|part| part.runs.contains(&PartRuns::Key));
        let with_key = forms.iter().zip(told).filter(|(form, _)| is_key(form)).map(|(_, told)| told);
        by_number.extend(with_key);
    }
    assert!(by_number.len() > SEEDS.len() * CONDITIONS / 2, "{} rules", by_number.len());
    let ((sure, passed_over), ever) = (sums(&by_number), by_number.iter().filter(|told| told.sure > 0).count());
    assert!(
        sure > 2_000 && passed_over > 100_000 && ever > 200,
        "{sure} sure, {passed_over} passed over, {ever} rules"
    );
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
