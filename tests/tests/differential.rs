//! Every predicate gives what its script gives, the index finds the rules that hold, calls ask for what their scripts ask for, and
//! a bundle is its desk: conditions, blocks and desks made at random, tickets made at random, with missing, odd and mistyped values.

use std::{fs, path::Path};

use tierline::{PartRuns, RuleForm, Tell};
use tierline_condition::functions::Function;
use tierline_rules::actions::ACTIONS;
use tierline_tests::{
    differ::{Kind, Rulebook, Size, Tally, corpus::Case, round},
    random::{Dice, action_call, condition, function_call, range_condition, request, request_of_numbers},
};

/// Rounds of a kind with these seeds.
#[track_caller]
fn rounds(kind: Kind, seeds: &[u64], rules: usize, tickets: usize) -> Tally {
    let mut all = Tally::default();
    for seed in seeds {
        match round(kind, *seed, Size { rules, tickets, deep: false }) {
            Ok(tally) => all.add(&tally),
            Err(found) => panic!("seed {seed}: {}\n{}", found.difference, found.line),
        }
    }
    all
}

const SEEDS: [u64; 4] = [1, 20_261, 77, 4_711];
const CONDITIONS: usize = 250;
const TICKETS: usize = 80;

#[test]
fn predicates_give_what_scripts_give() {
    let tally = rounds(Kind::Predicates, &SEEDS, CONDITIONS, TICKETS);
    let (decided, answered) = (tally.pairs, tally.of("answered by the script"));
    let compared = decided + tally.of("left open by the predicate");
    assert!(compared as usize >= SEEDS.len() * CONDITIONS * TICKETS, "{tally}");
    assert!(decided * 10 > answered * 9, "only {decided} of {answered} were decided by a predicate");
}

#[test]
fn the_index_finds_what_holds() {
    let tally = rounds(Kind::Index, &SEEDS, CONDITIONS, TICKETS);
    assert!(tally.of("sure to hold") > 2_000 && tally.of("passed over") > 20_000, "{tally}");
}

/// The same for rules that are found by the numbers that they ask for.
#[test]
fn the_index_finds_what_ranges_hold() {
    let (mut all, mut keyed) = (Tally::default(), 0);
    for seed in SEEDS {
        let mut dice = Dice(seed);
        let rule = |number| format!("rule \"{number}\" {{ when {} then {{ }} }}\n", range_condition(&mut dice));
        let subject = Rulebook::of_rules(CONDITIONS, rule).subject().unwrap();
        let requests: Vec<_> = (0..TICKETS * 5).map(|_| request_of_numbers(&mut dice)).collect();
        match Kind::Index.compare(&subject, &requests) {
            Ok(tally) => all.add(&tally),
            Err(difference) => panic!("seed {seed}: {difference}"),
        }
        let is_key = |form: &RuleForm| form.parts.iter().any(|part| part.runs.contains(&PartRuns::Key));
        keyed += subject.desk.forms().iter().filter(|form| is_key(form)).count();
    }
    assert!(keyed > SEEDS.len() * CONDITIONS / 2, "{keyed} rules");
    assert!(all.of("sure to hold") > 2_000 && all.of("passed over") > 100_000, "{all}");
}

#[test]
fn calls_ask_for_what_scripts_ask_for() {
    const BLOCKS: u64 = 150;
    let tally = rounds(Kind::Calls, &[3, 815, 90_210], BLOCKS as usize, 30);
    assert!(tally.of("blocks that need no script") * 10 > 3 * BLOCKS * 7, "{tally}");
    assert!(tally.of("went well") > 3_000 && tally.of("failed") > 1_000, "{tally}");
}

#[test]
fn the_index_changes_no_answer() {
    let tally = rounds(Kind::Answers, &[3, 33, 333], 0, 20);
    assert!(tally.of("effects") > 100, "{tally}");
}

#[test]
fn a_bundle_is_its_desk() {
    let tally = rounds(Kind::Bundles, &[5, 55], 0, 20);
    assert_eq!(tally.pairs, 40);
}

/// What was interesting once: the traps of the language, and whatever was found.
#[test]
fn the_corpus_is_answered_alike() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/differ");
    let (mut cases, mut wrong) = (0, vec![]);
    for entry in fs::read_dir(folder).unwrap() {
        for line in fs::read_to_string(entry.unwrap().path()).unwrap().lines() {
            cases += 1;
            wrong.extend(Case::read(line).and_then(|case| case.replay()).err());
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(cases > 200, "{cases}");
}

/// Whatever a rule may call is called at random, and the checker lets it pass.
#[test]
fn every_function_and_every_action_is_called() {
    let mut dice = Dice(8);
    let called = Rulebook::of_rules(1_200, |number| {
        let call = function_call(&mut dice, 1);
        format!("rule \"{number}\" {{ when {call} == 1 then {{ {} }} }}\n", action_call(&mut dice))
    });
    let text = called.stages[0].1.concat();
    let functions = Function::all().map(|function| function.name);
    let never: Vec<&str> = functions
        .chain(ACTIONS.iter().map(|action| action.spec.name))
        .filter(|name| !text.contains(&format!(" {name}(")) && !text.contains(&format!(".{name}(")))
        .collect();
    assert_eq!(never, [""; 0]);
}

/// Answers of a batch stand in order, on any number of threads.
#[test]
fn batches_keep_their_order() {
    let mut dice = Dice(5);
    let rule = |number| {
        format!("rule \"{number}\" {{ when {} then {{ add_tag(\"{number}\"); }} }}\n", condition(&mut dice, 1))
    };
    let desk = Rulebook::of_rules(40, rule).subject().unwrap().desk;
    let requests: Vec<_> = (0..101).map(|_| request(&mut dice, desk.schema(), true)).collect();
    let one_by_one: Vec<_> = requests.iter().map(|request| desk.evaluate(request.clone())).collect();
    for threads in [1, 2, 3, 7, 200] {
        let threads = threads.try_into().unwrap();
        assert_eq!(desk.evaluate_batch(requests.clone(), &Tell::Nothing, threads), one_by_one);
    }
}
