//! Bundles: they answer as their desks, and whatever they say, nothing breaks.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use tierline::{Answer, Desk, Limits, LoadError, Pack, Request, Timestamp};
use tierline_tests::random::Dice;

/// A little of everything that a desk can have.
const RULES: &str = r#"
field "form.n" integer
field "form.words" texts
const SITES = ["hq", "plant"]
const WEIGHTS = #{ a: 1.50, since: at("2026-01-01T00:00:00Z"), none: [] }
fn is_vip(requester) { requester.vip || requester.email.ends_with("@board.example") }
fn total(ticket) { let n = 0; for tag in ticket.tags { n += 1; } n }

queue "desk"
queue "network-l2"

calendar "office" {
    timezone "Europe/Berlin"
    mon..fri 09:00 - 17:00
    holiday "2026-12-25" "Christmas"
}

matrix priority by ticket.impact, ticket.urgency {
    |          | high | low |
    | moderate | P1   | P2  |
    | none     | P3   | P4  |
}

sla "gold" {
    calendar "office"
    when is_vip(requester)
    respond within 30 minutes
    resolve within 2 days
    resolve within 4 hours when ticket.priority == "P1"
    pause while ticket.status in ["waiting"]
}

sla "rest" {
    calendar "office"
    resolve within 40 hours
    update within 8 hours
}

escalate "late" for sla "gold" on resolve {
    quiet outside "office"
    at 50% when ticket.priority == "P1" { notify("team-lead"); }
    at 100% { add_tag("late"); }
    every 2 hours up to 3 times { notify("manager"); }
}

stage triage
rule "matrix" {
    when is_set(ticket.impact)
    then { prioritise(matrix("priority")); }
}
rule "script" group "odd" salience 5 {
    when total(ticket) > 1 && ticket.form.n in 1..=9
    then { for word in ticket.form.words { if word != "" { add_tag(word); } } }
}
rule "words" {
    when ticket.subject.matches("vpn|wlan\\d+") || ticket.subject.contains("Größe") && !requester.vip
    then { set_category("network"); set_field("form.n", ticket.form.n + 1); comment(`n is ${ticket.form.n}`); }
}

stage routing first
table sites first {
    | ticket.site | ticket.reopened | route      |
    | hq, plant   | >= 2            | network-l2 |
    | *           | 0..=1           | desk       |
}
rule "switch" {
    when switch ticket.kind { "incident" => ticket.reopened > 1, "problem" => true, _ => false } && ticket.site in SITES
    then { route("network-l2"); stop("enough"); }
}
otherwise { route("desk"); }

test "a vip" {
    given ticket #{ impact: "moderate", urgency: "high" }
    given requester #{ vip: true }
    expect outcome.priority == "P1"
}
"#;

fn desk() -> Desk {
    let pack = Pack { files: [("a.rhai".to_owned(), rules()), ("roster.json".to_owned(), ROSTER.to_owned())].into() };
    Desk::compile(pack, Limits::SERVER).unwrap_or_else(|wrong| panic!("{}", wrong[0]))
}

const ROSTER: &str =
    r#"{"teams": [{"id": "net", "queues": ["network-l2"]}], "agents": [{"id": "amy", "teams": ["net"]}]}"#;

fn rules() -> String {
    RULES.to_owned()
}

fn requests(desk: &Desk) -> Vec<Request> {
    let tickets = [
        json!({"id": "1", "impact": "moderate", "urgency": "high", "requester": {"vip": true}, "created_at": "2026-11-23T09:00:00Z"}),
        json!({"id": "2", "subject": "WLAN12 down", "form": {"n": 3, "words": ["a", ""]}, "tags": ["x", "y"], "site": "hq", "reopened": 2}),
        json!({"id": "3", "subject": "größe", "kind": "problem", "site": "plant", "requester": {"email": "x@board.example"}}),
        json!({}),
    ];
    let event = json!({"kind": "created"});
    let request = |ticket: Json| json!({"ticket": ticket, "event": event, "now": "2026-11-23T15:30:00Z"});
    tickets.into_iter().map(|ticket| desk.read_request(request(ticket), None).unwrap()).collect()
}

fn bytes(answer: &Answer) -> String {
    serde_json::to_string(answer).unwrap()
}

#[test]
fn a_bundle_says_all_that_its_desk_does() {
    let desk = desk();
    let bundle = desk.bundle();
    let loaded = Desk::load(&bundle, Limits::SERVER).unwrap();
    assert_eq!(loaded.bundle(), bundle);
    assert_eq!((loaded.rule_count(), loaded.test_count()), (desk.rule_count(), 1));
    assert_eq!(loaded.warnings(), desk.warnings());
    assert_eq!(loaded.roster(), desk.roster());
    assert_eq!(serde_json::to_string(&loaded.forms()).unwrap(), serde_json::to_string(&desk.forms()).unwrap());
    assert_eq!(loaded.test(), desk.test());
    assert!(loaded.test().iter().all(|report| report.failures.is_empty()), "{:?}", loaded.test());
    for request in requests(&desk) {
        assert_eq!(bytes(&loaded.evaluate_with_trace(request.clone())), bytes(&desk.evaluate_with_trace(request)));
    }
}

#[test]
fn a_head_that_was_changed_is_noticed() {
    let bundle = desk().bundle();
    let hash = desk().hash().to_owned();
    let other = Desk::load(&bundle.replacen(&hash, &hash.replace(['0', '1'], "f"), 1), Limits::SERVER);
    assert_eq!(other.unwrap_err().code(), "changed-bundle");
    let other = Desk::load(&bundle.replacen("\"hash\":", "\"hash\" :", 1), Limits::SERVER).unwrap();
    assert_eq!(other.hash(), hash);
}

/// A bundle with this content, written as a bundle is.
fn forged(content: &Json) -> String {
    let content = content.to_string();
    let digest = Sha256::new().chain_update("h").chain_update(&content).finalize();
    let sum: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!(r#"{{"tierline_bundle":3,"engine":"x","hash":"h","sum":"{sum}","content":{content}}}"#)
}

fn content() -> Json {
    serde_json::from_str::<Json>(&desk().bundle()).unwrap()["content"].take()
}

#[test]
fn what_is_referred_to_must_be_there() {
    type Change = fn(&mut Json);
    let changes: [(Change, &str); 14] = [
        (|desk| desk["places"] = json!([]), "there is no place 0"),
        (|desk| desk["parts"] = json!([]), "there is no part 0 of a condition"),
        (|desk| desk["layout"] = json!([]), "a condition reads a field that is not there"),
        (|desk| desk["layout"][0] = json!("nothing"), "\"nothing\" names no field"),
        (|desk| desk["actions"][0] = json!("obey"), "there is no action `obey`"),
        (|desk| desk["scripts"]["scripts"] = json!([]), "there is no script"),
        (|desk| desk["calendars"] = json!([]), "there is no calendar \"office\""),
        (|desk| desk["versions"] = json!([]), "there is no calendar \"office\""),
        (|desk| desk["steps"] = json!([]), "the steps of its ladders are not what they ask for"),
        (|desk| desk["patterns"] = json!([["(", true]]), "open group without closing"),
        (|desk| desk["schema"][0]["path"] = json!("ticket.subject"), "the field `ticket.subject` is there already"),
        (|desk| desk["policies"][0]["targets"][0]["amount"] = json!({"open": -1}), "an SLA names a time that none can"),
        (
            |desk| desk["ladders"][0]["steps"][2]["reach"]["every"]["amount"] = json!({"wall": 0}),
            "an SLA names a time that none can",
        ),
        (|desk| desk["parts"][0]["expr"] = json!({"call": ["contains", []]}), "`contains` is written contains("),
    ];
    for (change, why) in changes {
        let mut content = content();
        assert!(Desk::load(&forged(&content), Limits::SERVER).is_ok());
        change(&mut content["desk"]);
        match Desk::load(&forged(&content), Limits::SERVER) {
            Err(LoadError::Damaged(said)) => assert!(said.contains(why), "{said}, not {why}"),
            other => panic!("{why}: {:?}", other.map(|desk| desk.rule_count())),
        }
    }
}

#[test]
fn deep_bundles_are_refused() {
    let mut content = content();
    let mut deep = json!({"c": {"b": true}});
    (0..60).for_each(|_| deep = json!({"not": {"and": [deep.clone()]}}));
    content["desk"]["parts"][0]["expr"] = deep;
    assert_eq!(Desk::load(&forged(&content), Limits::SERVER).unwrap_err().code(), "damaged-bundle");
    let brackets = "[".repeat(200_000);
    let text = format!(r#"{{"tierline_bundle":3,"engine":"x","hash":"h","sum":"{brackets}","content":{brackets}}}"#);
    assert_eq!(Desk::load(&text, Limits::SERVER).unwrap_err().code(), "not-a-bundle");
}

/// Helpers in helpers nest a predicate deeper than an expression can be: what becomes one can be read again, what cannot asks.
#[test]
fn what_is_as_deep_as_it_may_be_is_read_again() {
    let mut asked = vec![];
    for depth in 1..=48 {
        let helper = |level: usize| {
            let inner = if level == 0 { "n".to_owned() } else { format!("f{}(n)", level - 1) };
            let adds = (depth + level) / 8;
            format!("fn f{level}(n) {{ {}{inner}{} }}\n", "(".repeat(adds), " + 1)".repeat(adds))
        };
        let helpers: String = (0..8).map(helper).collect();
        let rule = "rule \"deep\" { when f7(ticket.reopened) > 50 then { set_field(\"form.n\", [[f7(ticket.reopened)]]); } }\n";
        let desk = tierline_tests::desk(&format!("field \"form.n\" list\n{helpers}stage triage\n{rule}"));
        let loaded = Desk::load(&desk.bundle(), Limits::SERVER).unwrap();
        let forms = serde_json::to_string(&desk.forms()).unwrap();
        assert_eq!(serde_json::to_string(&loaded.forms()).unwrap(), forms);
        asked.push(forms.contains("nested too deep"));
        for reopened in [50 - depth, 51 - depth] {
            let request = desk.read_ticket(json!({ "reopened": reopened }), Timestamp::MIN).unwrap();
            let answer = bytes(&desk.evaluate_with_trace(request.clone()));
            assert_eq!(answer.contains("\"fired\""), reopened > 50 - depth, "{depth}: {answer}");
            assert_eq!(bytes(&loaded.evaluate_with_trace(request)), answer, "{depth}");
        }
    }
    assert!(asked.is_sorted() && !asked[0] && asked[47], "{asked:?}");
}

/// All places in a document, as paths.
fn places(json: &Json, path: &str, all: &mut Vec<String>) {
    all.push(path.to_owned());
    match json {
        Json::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| places(item, &format!("{path}/{index}"), all));
        }
        Json::Object(map) => map.iter().for_each(|(name, value)| places(value, &format!("{path}/{name}"), all)),
        _ => {}
    }
}

/// Something else in place of what is there.
fn odd(there: &Json, all: &[Json], dice: &mut Dice) -> Json {
    let numbers = [-1, 0, 1, 2, 7, 255, 65_536, i64::from(u32::MAX), i64::MAX, i64::MIN];
    match (there, dice.below(4)) {
        (Json::Number(_), 0..=2) => json!(numbers[dice.below(numbers.len())]),
        (Json::Array(items), 0) => json!(items.iter().skip(1).collect::<Vec<_>>()),
        (Json::Array(items), 1) => json!(items.iter().chain(items).collect::<Vec<_>>()),
        (Json::Array(items), 2) => json!(items.iter().rev().collect::<Vec<_>>()),
        (Json::String(text), 0) => json!(format!("{text}{text}")),
        (Json::String(_), 1) => json!(["", "ticket", "event.kind", "2026-02-30", "\u{0}"][dice.below(5)]),
        (Json::Bool(yes), _) => json!(!yes),
        // What stands somewhere else in the bundle often fits.
        _ => all[dice.below(all.len())].clone(),
    }
}

#[test]
fn no_bundle_breaks_anything() {
    let whole = content();
    let mut paths = vec![];
    places(&whole["desk"], "/desk", &mut paths);
    let all: Vec<Json> = paths.iter().filter_map(|path| whole.pointer(path)).cloned().collect();
    let small: Vec<Json> = all.into_iter().filter(|json| json.to_string().len() < 500).collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut dice = Dice(20_261);
    for _ in 0..1_500 {
        let mut content = whole.clone();
        for _ in 0..=dice.below(2) {
            let path = &paths[dice.below(paths.len())];
            if let Some(there) = content.pointer(path).cloned() {
                *content.pointer_mut(path).unwrap() = odd(&there, &small, &mut dice);
            }
        }
        match Desk::load(&forged(&content), Limits::SERVER) {
            Err(error) => *counts.entry(error.code()).or_default() += 1,
            Ok(loaded) => {
                *counts.entry("loaded").or_default() += 1;
                for request in requests(&desk()).into_iter().take(3) {
                    loaded.evaluate_with_trace(request.clone());
                    let mut replay = loaded.replay(request);
                    replay.until(Timestamp::parse("2026-11-30T10:00:00Z").unwrap());
                }
                loaded.forms();
            }
        }
    }
    assert!(counts["damaged-bundle"] > 300 && counts["loaded"] > 300, "{counts:?}");
}
