//! The conformance corpus: the engine answers it as recorded, it covers the tables of the engine, and what it records agrees
//! with what others expect.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
};

use serde_json::{Value as Json, json};
use tierline_model::{Metric, Timestamp, answer::FAULT_CODES, reading::ClockState};
use tierline_tests::corpus::{self, CALENDAR_FILES, CLOCK_FILES, ClockCase, LANGUAGE_FILES};
use tierline_wire::{Session, Verb};

/// Bytes of all files together.
const MOST_BYTES: usize = 3_400_000;

/// A file of calls and what is recorded of it.
struct Recorded {
    name: String,
    calls: Vec<String>,
    replies: Vec<String>,
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("conformance")
}

fn lines(file: &str) -> Vec<String> {
    let text = fs::read_to_string(folder().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
    assert!(text.ends_with('\n'), "{file} does not end with a line");
    text.lines().map(str::to_owned).collect()
}

fn recorded(name: &str) -> Recorded {
    let (calls, replies) = (lines(&format!("{name}.calls.jsonl")), lines(&format!("{name}.replies.jsonl")));
    assert_eq!(calls.len(), replies.len(), "{name}: calls and replies are not as many");
    Recorded { name: name.to_owned(), calls, replies }
}

fn names(end: &str) -> BTreeSet<String> {
    let names = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter_map(|name| Some(name.strip_suffix(end)?.to_owned())).collect()
}

fn all() -> Vec<Recorded> {
    let calls = names(".calls.jsonl");
    assert_eq!(calls, names(".replies.jsonl"), "each file of calls has one of replies");
    calls.iter().map(|name| recorded(name)).collect()
}

impl Recorded {
    /// Call and reply of the lines that are JSON.
    fn pairs(&self) -> impl Iterator<Item = (Json, Json)> {
        let pairs = self.calls.iter().zip(&self.replies);
        pairs.filter_map(|(call, reply)| Some((serde_json::from_str(call).ok()?, serde_json::from_str(reply).unwrap())))
    }

    /// What became of the call with this id.
    fn by_id(&self) -> BTreeMap<String, Json> {
        let named = |(_, reply): (Json, Json)| Some((reply["id"].as_str()?.to_owned(), reply["ok"].clone()));
        self.pairs().filter_map(named).collect()
    }
}

#[test]
fn every_call_is_answered_as_recorded() {
    for file in all().iter().filter(|file| !file.name.starts_with("runtime-")) {
        let session = Session::default();
        for (number, (call, recorded)) in file.calls.iter().zip(&file.replies).enumerate() {
            let reply = session.call(call);
            assert!(reply == *recorded, "{}:{}:\n{reply}\nis not as recorded:\n{recorded}", file.name, number + 1);
        }
    }
}

#[test]
fn what_is_made_is_up_to_date() {
    for file in corpus::made() {
        let here = fs::read_to_string(folder().join(format!("{}.calls.jsonl", file.name))).unwrap_or_default();
        assert!(here == file.text(), "{}.calls.jsonl: run `cargo xtask conformance --update`", file.name);
    }
}

#[test]
fn rule_files_are_laid_out_as_they_should_be() {
    let replies = recorded("full-format").by_id();
    for name in corpus::HURRIED_FILES {
        let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("data/format/{name}.after.rhai"));
        assert_eq!(replies[name]["files"]["desk.rhai"], fs::read_to_string(file).unwrap(), "{name}");
    }
}

#[test]
fn it_is_small() {
    let bytes = |file: &Recorded| file.calls.iter().chain(&file.replies).map(|line| line.len() + 1).sum::<usize>();
    let all: usize = all().iter().map(bytes).sum();
    assert!(all < MOST_BYTES, "{all} bytes");
}

/// Everything of a kind that replies name.
#[derive(Default)]
struct Named {
    effects: BTreeSet<String>,
    faults: BTreeSet<String>,
    clocks: BTreeSet<String>,
    states: BTreeSet<String>,
    verdicts: BTreeSet<String>,
}

impl Named {
    fn read(&mut self, json: &Json) {
        match json {
            Json::Array(items) => items.iter().for_each(|item| self.read(item)),
            Json::Object(map) => {
                let text = |key: &str| map.get(key).and_then(Json::as_str).map(str::to_owned);
                self.effects.extend(text("do"));
                self.verdicts.extend(text("verdict"));
                if let Some(state) = text("state") {
                    self.clocks.extend(text("clock"));
                    self.states.insert(state);
                }
                if map.contains_key("reason") && map.contains_key("rule") {
                    self.faults.extend(text("code"));
                }
                map.values().for_each(|inner| self.read(inner));
            }
            _ => {}
        }
    }
}

#[test]
fn it_covers_the_tables_of_the_engine() {
    let (mut named, mut verbs, mut calls) = (Named::default(), BTreeMap::<String, [bool; 2]>::new(), String::new());
    for file in all() {
        for (call, reply) in file.pairs() {
            let known = verbs.entry(call["verb"].as_str().unwrap_or_default().to_owned()).or_default();
            known[usize::from(reply.get("ok").is_some())] = true;
            if call["verb"] != "schema" {
                named.read(&reply);
            }
            calls.push_str(&call["files"].to_string());
        }
    }
    let missing = |what: &str, wanted: &mut dyn Iterator<Item = &str>, there: &BTreeSet<String>| {
        let missing: Vec<&str> = wanted.filter(|name| !there.contains(*name)).collect();
        assert!(missing.is_empty(), "no reply has the {what} {missing:?}");
    };
    missing("clocks", &mut Metric::ALL.iter().map(|metric| metric.name()), &named.clocks);
    missing("states", &mut ClockState::ALL.iter().map(|state| state.name()), &named.states);
    missing("faults", &mut FAULT_CODES.iter().map(|(code, _)| *code), &named.faults);
    missing(
        "verdicts",
        &mut ["fired", "missed", "fault", "held_already", "off", "passed"].into_iter(),
        &named.verdicts,
    );
    let unknown: Vec<&String> =
        named.faults.iter().filter(|code| FAULT_CODES.iter().all(|(known, _)| known != code)).collect();
    assert!(unknown.is_empty(), "the table of faults lacks {unknown:?}");
    for verb in Verb::all() {
        let [failed, answered] = verbs.get(verb.name).copied().unwrap_or_default();
        assert!(answered && failed, "`{}` is not both answered and refused", verb.name);
    }
    for action in tierline::actions() {
        assert!(calls.contains(&format!("{}(", action.name)), "no rule calls {}", action.name);
        // What is asked for at least is an effect as the priority that it comes to.
        let asks = match action.name {
            "prioritise_at_least" => "prioritise",
            name => name,
        };
        assert!(named.effects.contains(asks), "no reply has the effect of {}", action.name);
    }
    for function in tierline::functions() {
        assert!(calls.contains(&format!("{}(", function.name)), "no rule calls {}", function.name);
    }
}

/// Ids say what somebody else worked out: `due` by clock, `asks` for the effects, `fault` for the code of the first fault.
#[test]
fn what_ids_expect_is_recorded() {
    let mut counts = [0; 3];
    for (call, reply) in all().iter().flat_map(Recorded::pairs) {
        let (id, answer) = (&call["id"], &reply["ok"]);
        for (clock, due) in id["due"].as_object().into_iter().flatten() {
            counts[0] += 1;
            let readings = answer["readings"].as_array().unwrap();
            let reading = readings.iter().rfind(|reading| reading["clock"] == *clock).unwrap();
            assert_eq!(reading["due"], *due, "{id}");
        }
        if let Some(asks) = id.get("asks") {
            counts[1] += 1;
            let mut effects = answer["effects"].clone();
            effects
                .as_array_mut()
                .unwrap()
                .iter_mut()
                .for_each(|effect| drop(effect.as_object_mut().unwrap().remove("rule")));
            assert_eq!(effects, *asks, "{id}");
        }
        if let Some(fault) = id.get("fault") {
            counts[2] += 1;
            assert_eq!(answer["faults"][0]["code"], *fault, "{id}");
        }
    }
    assert!(counts[0] >= 75 && counts[1] >= 40 && counts[2] >= 45, "{counts:?}");
}

#[test]
fn recorded_cases_and_tests_of_packs_hold() {
    let file = recorded("full-recorded-cases");
    assert_eq!(file.calls.len(), CALENDAR_FILES.len() + CLOCK_FILES.len());
    for (id, report) in file.by_id() {
        assert!(report["passed"].as_u64() >= Some(8), "{id}");
        assert_eq!(report["failed"], 0, "{id}");
    }
    let mut tests = 0;
    for file in all().iter().filter(|file| file.name.starts_with("full-pack-")) {
        for (_, reply) in file.pairs().filter(|(call, _)| call["verb"] == "test") {
            for test in reply["ok"].as_array().unwrap() {
                tests += 1;
                assert_eq!(test["failures"], json!([]), "{}: {}", file.name, test["test"]);
            }
        }
    }
    assert!(tests > 200, "{tests}");
}

/// Of several clocks of a metric the last counts.
fn last_clock<'a>(answer: &'a Json, metric: &str) -> Option<&'a Json> {
    answer["readings"].as_array()?.iter().rfind(|reading| reading["clock"] == metric && reading["class"] == "customer")
}

/// A deadline that has not ended.
fn due(reading: Option<&Json>) -> Option<Timestamp> {
    let running =
        reading.filter(|reading| ["running", "paused", "missed_open"].iter().any(|state| reading["state"] == *state));
    Timestamp::parse(running?["due"].as_str()?)
}

/// How many expectations of a case its recorded reply meets.
fn agree(ClockCase { case, .. }: &ClockCase, answer: &Json) -> usize {
    let mut met = 0;
    let expect = &case["expect"];
    let tolerance = expect["tolerance_seconds"].as_i64().unwrap_or_default();
    for metric in Metric::ALL.map(Metric::name) {
        let reading = last_clock(answer, metric);
        if let Some(expected) = expect.get(format!("{metric}_due")) {
            met += 1;
            let (expected, found) = (expected.as_str().and_then(Timestamp::parse), due(reading));
            let apart = expected.zip(found).map(|(expected, found)| (expected.second() - found.second()).abs());
            let agrees = apart.map_or(expected == found, |apart| apart <= tolerance);
            assert!(agrees, "{}: {metric}: {found:?}, not {expected:?}", case["id"]);
        }
        if let Some(state) = expect["state"].get(metric) {
            met += 1;
            assert_eq!(
                reading.map(|reading| &reading["state"]).unwrap_or(&Json::Null),
                state,
                "{}: {metric}",
                case["id"]
            );
        }
        if let Some(seconds) = expect["elapsed_seconds"].get(metric).and_then(Json::as_i64) {
            met += 1;
            let found = reading.and_then(|reading| reading["elapsed_seconds"].as_i64()).unwrap_or_default();
            assert!((found - seconds).abs() <= tolerance, "{}: {metric}: {found} s, not {seconds} s", case["id"]);
        }
    }
    met
}

#[test]
fn recorded_clocks_read_what_their_cases_expect() {
    let mut files: Vec<(String, Vec<ClockCase>)> = CLOCK_FILES
        .iter()
        .map(|file| (format!("clocks-{}", file.rsplit('/').next().unwrap()), corpus::clock_cases(file)))
        .collect();
    files.push(("calendars".to_owned(), corpus::calendar_cases()));
    let mut met = 0;
    for (name, cases) in files {
        let replies = recorded(&name).by_id();
        for case in &cases {
            met += agree(case, &replies[case.case["id"].as_str().unwrap()]);
        }
    }
    assert!(met > 250, "{met}");
}

/// What a recorded answer says of a condition, or what it asks for: as the corpus of `tests/data/differ` writes it.
fn gives(answer: &Json, number: &str, is_condition: bool) -> Json {
    if let Some(fault) = answer["faults"].get(0) {
        return fault["code"].clone();
    }
    if !is_condition {
        return answer["effects"].clone();
    }
    let rules = answer["trace"]["stages"][0]["rules"].as_array().unwrap();
    let verdict = &rules.iter().find(|rule| rule["rule"] == number).unwrap()["verdict"];
    if verdict == "fired" { json!("held") } else { verdict.clone() }
}

#[test]
fn recorded_conditions_and_actions_give_what_their_cases_expect() {
    let mut agreed = 0;
    for file in LANGUAGE_FILES {
        let names = [format!("language-{file}"), format!("full-language-{file}")];
        let all: Vec<Recorded> = names.iter().filter(|name| names_a_file(name)).map(|name| recorded(name)).collect();
        for case in corpus::language_cases(file) {
            let Some(expected) = &case.gives else { continue };
            let (call, reply) =
                all.iter().flat_map(Recorded::pairs).find(|(call, _)| call["id"] == case.name.as_str()).unwrap();
            let number = call["request"]["ticket"]["type"].as_str().unwrap_or("0");
            let mut found = gives(&reply["ok"], number, case.when.is_some());
            // The only rule of a case is called `it` there, and has a number here.
            for effect in found.as_array_mut().into_iter().flatten().filter(|_| case.then.is_some()) {
                effect["rule"] = json!("it");
            }
            assert_eq!(found, *expected, "{file}: {}", case.name);
            agreed += 1;
        }
    }
    assert!(agreed > 190, "{agreed}");
}

fn names_a_file(name: &str) -> bool {
    folder().join(format!("{name}.calls.jsonl")).exists()
}
