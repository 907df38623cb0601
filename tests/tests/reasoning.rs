//! Laws of `check` and `what_if`: what is said never to hold never does, what is said to be covered is, what is said to make a rule
//! fire does, and so on for every code of `rules/FINDINGS.md`, for conditions, desks and tickets made at random.

use std::collections::{BTreeMap, BTreeSet};

use tierline::{Desk, Limits, Pack, Schema, Tell};
use tierline_check::{Change, WhatIf, check, what_if, what_if_within};
use tierline_model::{FieldError, Map, Path, Request, RequestError, Root, Ticket, Timestamp, Value, Verdict};
use tierline_tests::{
    laws::{LAWS, World, guards_found_open},
    pack,
    random::{DECLARED, Dice, condition, range_condition, request, request_of_numbers, whole_desk, whole_request},
};

/// A condition that compiles by itself.
fn compiling(dice: &mut Dice, of: fn(&mut Dice) -> String) -> String {
    loop {
        let text = of(dice);
        if text.len() < 1_000 && Desk::compile(Pack::of("desk.rhai", &desk_of("all", &[&text])), Limits::SERVER).is_ok()
        {
            return text;
        }
    }
}

fn any_condition(dice: &mut Dice) -> String {
    condition(dice, 3)
}

fn any_request(dice: &mut Dice, schema: &Schema) -> Request {
    request(dice, schema, true)
}

/// The same without the fields that do not fit, which a host would have been told of.
fn fitting(mut request: Request, schema: &Schema) -> Request {
    if let Err(RequestError::Fields(misfits)) = request.check(schema) {
        for FieldError { field, .. } in misfits {
            request.ticket.put(&field, Value::Missing);
        }
    }
    if request.check(schema).is_err() {
        (request.event, request.context) = Default::default();
    }
    request.check(schema).unwrap();
    request
}

fn desk_of(mode: &str, conditions: &[&str]) -> String {
    let rules = conditions.iter().enumerate().map(|(number, condition)| {
        format!("rule \"{number}\" {{\n    when {condition}\n    then {{ emit(\"fired\"); }}\n}}\n")
    });
    format!("{DECLARED}stage triage {mode}\n{}", rules.collect::<String>())
}

/// The rules that fire for a request, none of which sees what another has done.
fn holding(desk: &Desk, request: &Request) -> BTreeSet<String> {
    let answer = desk.evaluate_telling(request.clone(), &Tell::All);
    let rules = answer.trace.iter().flat_map(|trace| &trace.stages).flat_map(|stage| &stage.rules);
    rules.filter(|rule| matches!(rule.verdict, Verdict::Fired { .. })).map(|rule| rule.rule.to_string()).collect()
}

/// What was found, how often, and how many pairs of finding and ticket were compared.
#[derive(Debug, Default)]
struct Seen {
    never: usize,
    always: usize,
    covered: usize,
    pairs: usize,
}

fn hold_to_tickets(
    dice: &mut Dice,
    of: fn(&mut Dice) -> String,
    ticket: fn(&mut Dice, &Schema) -> Request,
    rounds: usize,
) -> Seen {
    let mut seen = Seen::default();
    for _ in 0..rounds {
        let (a, b, c) = (compiling(dice, of), compiling(dice, of), compiling(dice, of));
        let narrower = format!("({a}) && ({b})");
        let excluded = format!("({c}) && !({c}) && ({b})");
        let either = format!("({a}) || ({c})");
        let tautology = format!("({c}) || !({c})");
        let conditions: [&str; 8] = [&a, &narrower, &b, &excluded, &either, &c, &tautology, &a];
        let desk = |mode| Desk::compile(Pack::of("desk.rhai", &desk_of(mode, &conditions)), Limits::SERVER);
        let (Ok(first), Ok(all)) = (desk("first"), desk("all")) else { continue };
        let requests: Vec<Request> = (0..30).map(|_| ticket(dice, first.schema())).collect();
        let held: Vec<BTreeSet<String>> = requests.iter().map(|request| holding(&all, request)).collect();
        for finding in check(&first, &Default::default()) {
            let rule = finding.rules.first().map(ToString::to_string).unwrap_or_default();
            let others: Vec<String> = finding.rules.iter().skip(1).map(ToString::to_string).collect();
            for (request, held) in requests.iter().zip(&held) {
                let holds = held.contains(&rule);
                let said = match finding.diagnostic.code.as_str() {
                    "never-holds" => !holds,
                    "always-holds" => holds,
                    "unreachable-rule" => !holds || others.iter().any(|other| held.contains(other)),
                    _ => continue,
                };
                assert!(said, "{}\n{conditions:#?}\n{request:#?}", finding.diagnostic);
                seen.pairs += 1;
            }
            match finding.diagnostic.code.as_str() {
                "never-holds" => seen.never += 1,
                "always-holds" => seen.always += 1,
                "unreachable-rule" => seen.covered += 1,
                _ => {}
            }
        }
    }
    seen
}

#[test]
fn what_is_proved_is_so() {
    let seen = hold_to_tickets(&mut Dice(20_261), any_condition, any_request, 40);
    assert!(seen.never >= 30 && seen.always >= 5 && seen.covered >= 40 && seen.pairs >= 3_000, "{seen:?}");
}

#[test]
fn what_is_proved_of_numbers_is_so() {
    let seen = hold_to_tickets(&mut Dice(77), range_condition, |dice, _| request_of_numbers(dice), 40);
    assert!(seen.never >= 30 && seen.covered >= 60 && seen.pairs >= 3_000, "{seen:?}");
}

/// A request with the changes that are told, and no others.
fn made(request: &Request, what_if: &WhatIf) -> Request {
    let mut request = request.clone();
    for Change { field, instead, .. } in &what_if.changes {
        if let ("now", Value::Instant(now)) = (&**field, instead) {
            // Where only time has to pass, nothing else happens until then.
            let timer = [("kind".into(), Value::text("timer")), ("at".into(), instead.clone())];
            if what_if.changes.len() == 1 {
                (request.event, request.since) = (timer.into_iter().collect(), Some(request.now));
            }
            request.now = *now;
        }
        match (field.strip_prefix("event.before."), Path::parse(field)) {
            // That it was missing before is said by its name.
            (Some(name), _) if instead.is_missing() && !name.contains('.') => {
                let before = request.event.get_or_insert_with("before".into(), || Value::Map(Map::new()));
                if let Value::Map(before) = before {
                    before.insert(name.into(), Value::Missing);
                }
            }
            (_, Some(path)) => match path.root {
                Root::Event => path.put(&mut request.event, instead.clone()),
                Root::Context => path.put(&mut request.context, instead.clone()),
                _ => request.ticket.put(&path, instead.clone()),
            },
            _ => {}
        }
    }
    request
}

#[test]
fn what_is_said_to_make_a_rule_fire_does() {
    let mut dice = Dice(4_711);
    let (mut found, mut asked) = (0, 0);
    for _ in 0..60 {
        let (a, b) = (compiling(&mut dice, any_condition), compiling(&mut dice, any_condition));
        let Ok(desk) = Desk::compile(Pack::of("desk.rhai", &desk_of("first", &[&a, &b])), Limits::SERVER) else {
            continue;
        };
        let requests = (0..4).map(|_| fitting(any_request(&mut dice, desk.schema()), desk.schema()));
        for request in requests.collect::<Vec<_>>() {
            let fired = holding(&desk, &request);
            for rule in ["0", "1"].into_iter().filter(|rule| !fired.contains(*rule)) {
                asked += 1;
                let Some(what_if) = what_if(&desk, &request, rule) else { continue };
                found += 1;
                assert!(!what_if.changes.is_empty());
                assert!(!what_if.sentence().ends_with("had ."), "{}", what_if.sentence());
                let changed = made(&request, &what_if);
                assert!(holding(&desk, &changed).contains(rule), "{a}\n{b}\n{}\n{changed:#?}", what_if.sentence());
                // What is told is all that it takes: read back from its JSON.
                let told = desk.read_request(serde_json::to_value(&what_if.request).unwrap(), None).unwrap();
                assert!(holding(&desk, &told).contains(rule), "{a}\n{b}\n{}", what_if.sentence());
            }
        }
    }
    assert!(asked >= 300 && found >= 50, "{found} of {asked}");
}

/// The packs that ship.
const PACKS: [&str; 11] = [
    "help-desk",
    "service-desk",
    "round-the-clock",
    "managed-services",
    "change-management",
    "problem-management",
    "request-fulfilment",
    "proactive",
    "self-service",
    "asset-management",
    "feedback",
];

/// The words that the files of a pack compare fields of the ticket with: `ticket.status == "new"`.
fn words_of(pack: &Pack) -> BTreeMap<String, Vec<String>> {
    let mut words: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for text in pack.files.values() {
        for rest in text.split("ticket.").skip(1) {
            let Some((field, rest)) = rest.split_once(" == \"") else { continue };
            let is_field = !field.is_empty() && field.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
            let word = rest.split('"').next().unwrap_or_default();
            if is_field {
                words.entry(field.to_owned()).or_default().push(word.to_owned());
            }
        }
    }
    words
}

/// The last thing that is asked of a ticket which was created and changed some times.
fn life(desk: &Desk, words: &BTreeMap<String, Vec<String>>, dice: &mut Dice) -> Request {
    let mut some = |one_in: usize| -> Map {
        let chosen: Vec<_> = words.iter().filter(|_| dice.below(one_in) == 0).collect();
        chosen
            .into_iter()
            .map(|(field, words)| (field.as_str().into(), Value::text(words[dice.below(words.len())].as_str())))
            .collect()
    };
    let mut ticket = some(2);
    ticket.insert("id".into(), Value::text("T-1"));
    let created = Timestamp::parse("2026-11-23T09:00:00Z").unwrap();
    let request = fitting(Request::new(Ticket(ticket), created), desk.schema());
    let mut replay = desk.replay(request);
    replay.created(created);
    for number in 1..4 {
        let set = Value::Map(some(3));
        let event = Map::from([("kind".into(), Value::text("updated")), ("set".into(), set)]);
        replay.event(Timestamp::from_second(created.second() + number * 5_000), event);
    }
    let mut request = replay.asked().unwrap();
    request.since = None;
    request
}

/// Of shipped packs, on tickets with a history: every change that is told, made and evaluated, fires the rule.
#[test]
fn what_is_told_of_shipped_packs_is_so() {
    let mut dice = Dice(1_919);
    let (mut found, mut with_before) = (0, 0);
    for folder in PACKS {
        let pack = pack(&format!("rules/{folder}"));
        let words = words_of(&pack);
        let desk = Desk::compile(pack, Limits::SERVER).unwrap();
        let request = life(&desk, &words, &mut dice);
        if request.check(desk.schema()).is_err() {
            continue;
        }
        let fired = holding(&desk, &request);
        for rule in desk.rules().rules() {
            let name = &*rule.name;
            let is_asked = rule.condition.needs_a_change() || dice.once_in(4);
            if fired.contains(name) || !is_asked {
                continue;
            }
            let Some(what_if) = what_if_within(&desk, &request, name, 150_000).found else { continue };
            found += 1;
            with_before += usize::from(what_if.changes.iter().any(|change| change.field.starts_with("event.before")));
            let changed = made(&request, &what_if);
            assert!(holding(&desk, &changed).contains(name), "{folder}: {}\n{changed:#?}", what_if.sentence());
        }
    }
    assert!(found >= 60 && with_before >= 2, "{found}, {with_before} of them with what was before");
}

/// The codes of `rules/FINDINGS.md`.
fn codes() -> BTreeSet<String> {
    let page = std::fs::read_to_string("../rules/FINDINGS.md").unwrap();
    let rows =
        page.lines().filter_map(|line| line.strip_prefix("| `")?.split_once(" | ").map(|(codes, _)| codes.to_owned()));
    rows.flat_map(|codes| codes.split(", ").map(|code| code.trim_matches('`').to_owned()).collect::<Vec<_>>()).collect()
}

#[test]
fn every_code_has_a_law() {
    let laws: Vec<&str> = LAWS.iter().map(|law| law.code).collect();
    assert_eq!(laws.iter().map(|code| (*code).to_owned()).collect::<BTreeSet<_>>(), codes());
    assert_eq!(laws.len(), 26);
}

/// Whoever is a guard, does not say what a fault means for it, and is passed over on one for some ticket, was named before.
#[test]
fn every_guard_that_a_ticket_finds_open_is_named() {
    let mut open = 0;
    for seed in 0..240 {
        let mut dice = Dice(seed);
        let pack = whole_desk(&mut dice);
        let world = World::new(pack, |desk| whole_request(&mut dice, desk.schema()), 16);
        let mut named = world.findings.iter().filter(|one| one.diagnostic.code == "open-guard");
        let named: BTreeSet<&str> = named.by_ref().filter_map(|one| one.rules.first()).map(|rule| &**rule).collect();
        for guard in guards_found_open(&world) {
            open += 1;
            assert!(named.contains(guard), "seed {seed}: {guard} is not among {named:?}\n{}", world.text());
        }
    }
    assert!(open >= 12, "{open}");
}

/// What is found in whole desks is so, and what can be counted in their source is found.
#[test]
fn every_finding_of_a_whole_desk_is_so() {
    const DESKS: u64 = 200;
    const TICKETS: usize = 24;
    // How often each was found, and put to the test.
    let mut seen: BTreeMap<&str, (usize, usize)> = LAWS.iter().map(|law| (law.code, (0, 0))).collect();
    let mut wrong = vec![];
    for seed in 0..DESKS {
        let mut dice = Dice(seed);
        let pack = whole_desk(&mut dice);
        let world = World::new(pack, |desk| whole_request(&mut dice, desk.schema()), TICKETS);
        for law in LAWS {
            let found: Vec<_> = world.findings.iter().filter(|one| one.diagnostic.code == law.code).collect();
            for finding in &found {
                match (law.is_so)(&world, finding) {
                    Ok(times) => {
                        let count = seen.get_mut(law.code).unwrap();
                        *count = (count.0 + 1, count.1 + times);
                    }
                    Err(why) => wrong.push(format!("seed {seed}: {}\n{why}", finding.diagnostic)),
                }
            }
            let lines: BTreeSet<u32> = found.iter().map(|one| one.diagnostic.place.line).collect();
            if let Some(counted) = law.all.and_then(|all| all(&world))
                && counted != lines
            {
                wrong.push(format!("seed {seed}: {} at {lines:?}, counted at {counted:?}\n{}", law.code, world.text()));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {seen:?}\n{}", wrong.len(), wrong.join("\n\n"));
    let unmet: Vec<_> = seen.iter().filter(|(_, (found, tested))| *found < 3 || tested < found).collect();
    assert!(unmet.is_empty(), "{unmet:?} of {seen:?}");
}
