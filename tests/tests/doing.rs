//! Actions whose arguments are worked out without a script ask for what their script asks for: blocks made at random, tickets
//! made at random.

use std::{collections::BTreeSet, sync::Arc};

use tierline_condition::{Condition, Doing, Facts, Frame};
use tierline_model::{Limits, Mode, Pack, Request, Stage, Tell};
use tierline_rules::{Rule, RuleSet, StageRules, actions::ACTIONS};
use tierline_script::{Compiled, Language, Program, RuleDraft, Session};
use tierline_tests::random::{DECLARED, Dice, frame, operand, request};

const BLOCKS: usize = 150;
const TICKETS: usize = 30;
const SEEDS: [u64; 3] = [3, 815, 90_210];

/// A block of actions. It may be none that the checker lets pass.
fn block(dice: &mut Dice) -> String {
    let action = |dice: &mut Dice| {
        let mut value = || operand(dice, 2);
        let (a, b) = (value(), value());
        match dice.below(9) {
            0 => format!("notify(\"lead\", `${{{a}}} of ${{ticket.id}}`);"),
            1 => format!("comment(\"about \" + {a});"),
            2 => format!("set_field(\"odd\", #{{ a: {a}, b: {b} }});"),
            3 => format!("set_field(\"form.who\", {a});"),
            4 => format!("run(\"job\", #{{ one: {a}, two: [{b}] }});"),
            5 => format!(
                "prioritise({});",
                dice.pick(&["matrix(\"who\")", "ticket.priority ?? \"P3\"", "line(ticket.category)"])
            ),
            6 => format!(
                "add_tag({});",
                dice.pick(&["ticket.category", "`by ${requester.site}`", "word(ticket)", "ticket.id"])
            ),
            7 => format!("route({a});"),
            _ => dice.pick(&["add_tag(\"seen\");", "set_status(\"open\");", "flag(ticket.subject);"]).to_owned(),
        }
    };
    (0..=dice.below(3)).map(|_| action(dice)).collect()
}

/// Rules of all blocks that the checker lets pass, compiled.
fn compile(language: &Language, dice: &mut Dice) -> (Compiled, Program, Vec<String>) {
    let mut blocks: Vec<String> = vec![];
    let mut text = format!("{DECLARED}stage triage\n");
    while blocks.len() < BLOCKS {
        let block = block(dice);
        let rule = format!("rule \"{}\" {{\n  then {{ {block} }}\n}}\n", blocks.len());
        if language.compile(&Pack::of("a.rhai", &format!("{DECLARED}stage triage\n{rule}"))).is_ok() {
            text.push_str(&rule);
            blocks.push(block);
        }
    }
    let pack = Pack::of("a.rhai", &text);
    let compiled = language.compile(&pack).unwrap();
    let program = Program::new(compiled.scripts.clone(), pack.into());
    (compiled, program, blocks)
}

/// A desk of this rule alone, which does so.
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
    RuleSet::new(vec![StageRules::new(Stage::Triage, Mode::All, vec![rule], None)], vec![], BTreeSet::new(), frame)
}

#[test]
fn calls_ask_for_what_scripts_ask_for() {
    let language = Language::new(ACTIONS.iter().map(|action| &action.spec).collect());
    let (mut asked, mut failed) = (0, 0);
    for seed in SEEDS {
        let mut dice = Dice(seed);
        let (compiled, program, blocks) = compile(&language, &mut dice);
        let frame = Arc::new(frame(&compiled));
        let both = compiled.rules.iter().zip(&blocks).filter_map(|(draft, block)| match &draft.doing {
            Doing::Calls { script: Some(script), .. } => {
                let by_script = Doing::Script { script: *script, why: "".into() };
                Some((block, alone(draft, draft.doing.clone(), &frame), alone(draft, by_script, &frame)))
            }
            _ => None,
        });
        let both: Vec<_> = both.collect();
        assert!(both.len() * 10 > BLOCKS * 7, "only {} of {BLOCKS} blocks need no script", both.len());
        for _ in 0..TICKETS {
            let request = request(&mut dice, &compiled.schema, true);
            let evaluate = |rules: &RuleSet, request: Request| {
                let mut session = Session::new(&language, &program, Limits::SERVER);
                let facts = Facts::new(frame.clone(), request, u64::MAX);
                let verdicts = rules.evaluate(facts, &mut session, &Tell::Nothing).finish();
                let said = (&verdicts.effects, &verdicts.ticket, &verdicts.faults);
                serde_json::to_string(&said).unwrap()
            };
            for (block, calls, script) in &both {
                let by_calls = evaluate(calls, request.clone());
                assert_eq!(by_calls, evaluate(script, request.clone()), "seed {seed}: {block}");
                let count = if by_calls.ends_with("[]]") { &mut asked } else { &mut failed };
                *count += 1;
            }
        }
    }
    assert!(asked > 3_000 && failed > 1_000, "{asked} went well, {failed} failed");
}
