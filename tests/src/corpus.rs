//! The part of the conformance corpus that is made of what stands elsewhere: the packs that ship, cases of calendars and clocks,
//! cases of conditions and actions. The rest of `tests/conformance` is written by hand.

use std::{fs, path::PathBuf, sync::Arc};

use serde_json::{Value as Json, json};
use tierline::{Answer, Desk, Limits, RuleForm, Timestamp};
use tierline_condition::{Facts, Guest, ScriptId, Trouble};
use tierline_model::{ActionCall, Place};
use tierline_wire::{base64, verify};

use crate::{
    NOW,
    differ::{Subject, corpus::Case},
    pack,
    random::DECLARED,
};

/// A file of calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallsFile {
    /// Its name before `.calls.jsonl`.
    pub name: String,
    /// The calls, one a line.
    pub calls: Vec<Json>,
}

impl CallsFile {
    /// As it stands in the folder.
    pub fn text(&self) -> String {
        self.calls.iter().map(|call| format!("{call}\n")).collect()
    }
}

/// A case of clocks or calendars: what is asked, and what it expects.
#[derive(Clone, Debug)]
pub struct ClockCase {
    /// The case as it stands in its file.
    pub case: Json,
    rules: String,
    request: Json,
}

/// Files of cases of clocks, below `tests/data/cases`.
pub const CLOCK_FILES: [&str; 5] = ["corners", "sla/docs", "sla/frappe", "sla/glpi", "sla/rt"];
/// Files of cases of calendars, below `tests/data/cases/calendar`.
pub const CALENDAR_FILES: [&str; 5] = ["biz", "business_time", "random", "rt", "working_hours"];
/// Files of cases of conditions, actions and desks, below `tests/data/differ`.
pub const LANGUAGE_FILES: [&str; 5] = ["actions", "desks", "found", "functions", "traps"];
/// The packs that ship, and how many tickets of `examples/tickets.ndjson` each is asked about.
const PACKS: [(&str, usize); 4] =
    [("service-desk", 6), ("help-desk", 40), ("round-the-clock", 4), ("managed-services", 4)];
/// Tickets whose deadlines are asked of a pack.
const DEADLINES: usize = 8;
/// Of the cases of calendars, one in so many becomes a deadline.
const ONE_IN: usize = 20;
/// Of the cases of calendars that were made at random, one in so many is asked: 220 of 2,200.
const ONE_AT_RANDOM_IN: usize = 10;

/// All files that are made, by name.
///
/// # Panics
///
/// Where what they are made of cannot be read.
pub fn made() -> Vec<CallsFile> {
    let mut files = vec![recorded()];
    files.extend(CLOCK_FILES.map(|file| clocks(&format!("clocks-{}", stem(file)), &clock_cases(file))));
    files.push(clocks("calendars", &calendar_cases()));
    files.extend(bundles());
    files.push(laid_out());
    files.extend(LANGUAGE_FILES.iter().flat_map(|file| language(file)));
    files.extend(PACKS.iter().map(|(name, tickets)| whole_pack(name, *tickets)));
    files.extend(["round-the-clock", "managed-services"].map(deadlines_of_pack));
    files.retain(|file| !file.calls.is_empty());
    files
}

/// The lines of a file below `tests/data`, as JSON.
///
/// # Panics
///
/// Where it cannot be read.
pub fn lines(file: &str) -> Vec<Json> {
    let text = data(file);
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{file}: {error}"))).collect()
}

/// The cases of a file that a single question answers: it compiles, and no step is to be taken on the way.
///
/// # Panics
///
/// Where it cannot be read.
pub fn clock_cases(file: &str) -> Vec<ClockCase> {
    let cases = lines(&format!("cases/{file}.jsonl")).into_iter();
    let single = |case: &Json| case["expect"]["error"].is_null() && !case.to_string().contains("\"escalations\"");
    cases.filter(single).map(ClockCase::new).collect()
}

/// Cases of calendars in which open time is added, as clocks that owe so much.
///
/// # Panics
///
/// Where they cannot be read.
pub fn calendar_cases() -> Vec<ClockCase> {
    let all = CALENDAR_FILES.iter().flat_map(|file| lines(&format!("cases/calendar/{file}.jsonl")));
    let adds = |case: &Json| case["op"] == "add" && case["seconds"].as_i64() > Some(0) && case["expect"].is_string();
    let clock = |case: Json| {
        json!({
            "id": case["id"], "source": case["source"], "calendar": case["calendar"],
            "policy": { "resolution_seconds": case["seconds"] },
            "semantics": {},
            "events": [{ "at": case["from"], "type": "created", "by": "customer" }],
            "as_of": case["from"],
            "expect": { "resolution_due": case["expect"] },
        })
    };
    all.filter(adds).step_by(ONE_IN).map(|case| ClockCase::new(clock(case))).collect()
}

impl ClockCase {
    fn new(case: Json) -> ClockCase {
        match verify::asked(case.clone()) {
            Ok((rules, request)) => ClockCase { case, rules, request },
            Err(error) => panic!("{}: {error:?}", case["id"]),
        }
    }
}

/// Recorded cases, a call for each file of them.
fn recorded() -> CallsFile {
    let calendars = CALENDAR_FILES.iter().map(|file| format!("calendar/{file}"));
    let files = calendars.chain(CLOCK_FILES.iter().map(|file| (*file).to_owned()));
    let call = |file: String| {
        let step = if file.ends_with("random") { ONE_AT_RANDOM_IN } else { 1 };
        let text = data(&format!("cases/{file}.jsonl"));
        let lines: String = text.lines().step_by(step).map(|line| format!("{line}\n")).collect();
        json!({ "id": file, "verb": "verify", "lines": lines })
    };
    CallsFile { name: "full-recorded-cases".to_owned(), calls: files.map(call).collect() }
}

fn clocks(name: &str, cases: &[ClockCase]) -> CallsFile {
    let asked = |ClockCase { case, rules, request }: &ClockCase| {
        let compile = json!({ "verb": "compile", "files": { "case.rhai": rules } });
        [compile, json!({ "id": case["id"], "verb": "deadlines", "request": request })]
    };
    CallsFile { name: name.to_owned(), calls: cases.iter().flat_map(asked).collect() }
}

/// A bundle, loaded beside its desk, and one that was changed; and the bundle of a desk that was loaded.
fn bundles() -> [CallsFile; 2] {
    let rules = pack("examples/incident-log/sla");
    let bundle = match Desk::compile(rules.clone(), Limits::SERVER) {
        Ok(desk) => desk.bundle(),
        Err(wrong) => panic!("{}", wrong[0]),
    };
    let mut changed = bundle.clone();
    if let Some(byte) = changed.last_mut() {
        *byte ^= 1;
    }
    let [bundle, changed] = [&bundle, &changed].map(|bundle| base64::encode(bundle));
    let ticket = &tickets_of_the_examples()[0];
    let deadlines = |desk: &str| json!({ "verb": "deadlines", "desk": desk, "request": ticket });
    let calls = vec![
        json!({ "verb": "compile", "desk": "compiled", "files": rules.files }),
        json!({ "verb": "load", "desk": "loaded", "bundle": bundle }),
        deadlines("compiled"),
        deadlines("loaded"),
        json!({ "verb": "load", "desk": "loaded", "bundle": changed }),
        deadlines("loaded"),
        json!({ "verb": "load", "desk": "loaded", "bundle": "no base64!" }),
        json!({ "verb": "forget", "desk": "loaded" }),
        deadlines("loaded"),
    ];
    let again = vec![
        json!({ "verb": "load", "desk": "loaded", "bundle": bundle }),
        json!({ "verb": "bundle", "desk": "loaded" }),
    ];
    [CallsFile { name: "bundles".to_owned(), calls }, CallsFile { name: "full-bundles".to_owned(), calls: again }]
}

/// Rule files that were written in a hurry, by name without ending; each has another that it is to become.
pub const HURRIED_FILES: [&str; 3] = ["grids", "rules", "time"];

/// Rule files to lay out: each by itself, and in a call with one that cannot be read and one that is none.
fn laid_out() -> CallsFile {
    let hurried = |name: &str| data(&format!("format/{name}.before.rhai"));
    let single = |name: &str| json!({ "id": name, "verb": "format", "files": { "desk.rhai": hurried(name) } });
    let mut calls: Vec<Json> = HURRIED_FILES.iter().map(|name| single(name)).collect();
    let broken = "stage triage\nrule \"a\" {\n    then { route(\"x\"; }\n}\n";
    let files = json!({ "a.rhai": "stage  triage", "b.rhai": broken, "c.csv": "a , b" });
    calls.push(json!({ "verb": "format", "files": files }));
    calls.push(json!({ "verb": "format" }));
    CallsFile { name: "full-format".to_owned(), calls }
}

/// Conditions, actions and desks: those that run without the interpreter, and those that take it.
fn language(file: &str) -> [CallsFile; 2] {
    let (mut plain, mut scripts) = (vec![], vec![]);
    for case in language_cases(file) {
        let of_its_kind = if takes_script(&case) { &mut scripts } else { &mut plain };
        of_its_kind.push(case);
    }
    [
        CallsFile { name: format!("language-{file}"), calls: spoken(&plain) },
        CallsFile { name: format!("full-language-{file}"), calls: spoken(&scripts) },
    ]
}

/// The cases of a file of conditions, actions or desks that a host can ask.
///
/// # Panics
///
/// Where it cannot be read.
pub fn language_cases(file: &str) -> Vec<Case> {
    let read = |case: Json| Case::read(&case.to_string()).unwrap_or_else(|why| panic!("{why}"));
    lines(&format!("differ/{file}.jsonl")).into_iter().map(read).filter(|case| answer(case).is_some()).collect()
}

/// The calls of such cases: one desk for all conditions and actions, of which the type of the ticket chooses one.
fn spoken(cases: &[Case]) -> Vec<Json> {
    let mut rules = format!("{DECLARED}stage triage\n");
    let (mut shared, mut others) = (vec![], vec![]);
    for (number, case) in cases.iter().enumerate() {
        let mut request = case.request.clone();
        if request["now"].is_null() {
            request["now"] = json!(NOW);
        }
        let (when, then) = (case.when.as_deref(), case.then.as_deref().unwrap_or_default());
        if let Some(own) = &case.rules {
            others.push(json!({ "verb": "compile", "files": { "desk.rhai": format!("{DECLARED}{own}") } }));
            others.push(json!({ "id": case.name, "verb": "evaluate", "trace": true, "request": request }));
            continue;
        }
        let asked = when.map(|when| format!(" && ({when})")).unwrap_or_default();
        rules.push_str(&format!(
            "rule \"{number}\" {{\n    when ticket.type == \"{number}\"{asked}\n    then {{ {then} }}\n}}\n"
        ));
        request["ticket"]["type"] = json!(number.to_string());
        let names = [number.to_string()];
        shared.push(json!({ "id": case.name, "verb": "evaluate", "why_not": names, "request": request }));
    }
    if !shared.is_empty() {
        shared.insert(0, json!({ "verb": "compile", "files": { "desk.rhai": rules } }));
    }
    [shared, others].concat()
}

/// A pack, its tests, and what it answers about tickets. Every pack has a rule that takes the interpreter.
fn whole_pack(name: &str, tickets: usize) -> CallsFile {
    let requests: Vec<Json> = tickets_of_the_examples().into_iter().take(tickets).collect();
    let mut calls =
        vec![compile_pack(name), json!({ "verb": "test" }), json!({ "verb": "evaluate_batch", "requests": requests })];
    calls.extend(requests.iter().take(3).map(|request| json!({ "verb": "explain", "request": request })));
    CallsFile { name: format!("full-pack-{name}"), calls }
}

/// The deadlines of a pack, which take no interpreter.
fn deadlines_of_pack(name: &str) -> CallsFile {
    let requests = tickets_of_the_examples().into_iter().take(DEADLINES);
    let deadlines = requests.map(|request| json!({ "verb": "deadlines", "request": request }));
    CallsFile { name: format!("pack-{name}"), calls: [compile_pack(name)].into_iter().chain(deadlines).collect() }
}

fn compile_pack(name: &str) -> Json {
    json!({ "verb": "compile", "files": pack(&format!("rules/{name}")).files })
}

/// Requests about the tickets of the examples.
fn tickets_of_the_examples() -> Vec<Json> {
    let path = root().join("../examples/tickets.ndjson");
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.lines().map(request).collect()
}

/// The request of a line: what stands beside the ticket in a request, and the rest as the ticket.
fn request(line: &str) -> Json {
    let mut ticket: Json = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
    let mut request = json!({ "now": NOW });
    if let Some(fields) = ticket.as_object_mut() {
        for beside in ["event", "context", "roster", "history", "turns", "now"] {
            if let Some(part) = fields.remove(beside) {
                request[beside] = part;
            }
        }
    }
    request["ticket"] = ticket;
    request
}

/// What a case comes to in its own desk; `None` where its request is none that a host may ask.
fn answer(case: &Case) -> Option<Answer> {
    let desk = own_desk(case);
    let request = desk.read_request(case.request.clone(), Timestamp::parse(NOW)).ok()?;
    Some(desk.evaluate(request))
}

/// Whether a case takes the interpreter: always, or because its predicates leave something open, as they do wherever a script
/// may end in a fault.
fn takes_script(case: &Case) -> bool {
    let answer = answer(case).unwrap_or_else(|| panic!("{}: no host can ask this", case.name));
    own_desk(case).forms().iter().any(RuleForm::needs_script) || !answer.faults.is_empty() || leaves_open(case)
}

fn leaves_open(case: &Case) -> bool {
    let text = case.text().unwrap_or_else(|why| panic!("{why}"));
    let subject = Subject::new(text).unwrap_or_else(|why| panic!("{}: {why:?}", case.name));
    let request = subject.desk.read_request(case.request.clone(), Timestamp::parse(NOW));
    let facts = subject.facts(&request.unwrap_or_else(|why| panic!("{}: {why}", case.name)));
    subject.conditions().any(|condition| condition.decide(&facts, &mut Nobody).is_err())
}

/// A guest that runs no script.
struct Nobody;

impl Guest for Nobody {
    fn decide(&mut self, _script: ScriptId, _part: usize, _facts: &Arc<Facts>) -> Result<bool, Trouble> {
        Err(Nobody::is_here())
    }

    fn act(&mut self, _script: ScriptId, _facts: &Arc<Facts>) -> Result<Vec<ActionCall>, Trouble> {
        Err(Nobody::is_here())
    }
}

impl Nobody {
    fn is_here() -> Trouble {
        Trouble { place: Place::file(""), code: "no-interpreter", reason: String::new() }
    }
}

fn own_desk(case: &Case) -> Desk {
    crate::desk(&case.text().unwrap_or_else(|why| panic!("{why}")))
}

fn stem(file: &str) -> &str {
    file.rsplit('/').next().unwrap_or(file)
}

fn data(file: &str) -> String {
    let path = root().join("data").join(file);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}
