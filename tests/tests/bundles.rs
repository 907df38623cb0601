//! Bundles: they answer as their desks, and whatever they say, nothing breaks.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use tierline::{Answer, Desk, Limits, LoadError, Pack, Request, Timestamp};
use tierline_condition::Expr;
use tierline_model::kept;
use tierline_tests::random::Dice;

/// A little of everything that a desk can have.
const RULES: &str = include_str!("../data/bundles/a.rhai");
const ROSTER: &str = include_str!("../data/bundles/roster.json");
/// How many damaged bundles are loaded.
const ROUNDS: usize = 3_000;

fn desk() -> Desk {
    let pack =
        Pack { files: [("a.rhai".to_owned(), RULES.to_owned()), ("roster.json".to_owned(), ROSTER.to_owned())].into() };
    Desk::compile(pack, Limits::SERVER).unwrap_or_else(|wrong| panic!("{}", wrong[0]))
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

/// The first line, and what follows it.
fn halves(bundle: &[u8]) -> (String, &[u8]) {
    let end = bundle.iter().position(|byte| *byte == b'\n').unwrap();
    (String::from_utf8(bundle[..end].to_vec()).unwrap(), &bundle[end + 1..])
}

#[test]
fn a_head_that_was_changed_is_noticed() {
    let bundle = desk().bundle();
    let (head, content) = halves(&bundle);
    let with = |head: &str| Desk::load(&[head.as_bytes(), b"\n", content].concat(), Limits::SERVER);
    let words: Vec<&str> = head.split(' ').collect();
    assert_eq!(words[..4], ["tierline-bundle", "5", env!("CARGO_PKG_VERSION"), desk().hash()]);
    assert_eq!(with(&head).unwrap().hash(), desk().hash());
    assert_eq!(with(&head.replace(words[3], "f00d")).unwrap_err().code(), "changed-bundle");
    assert_eq!(with(&head.replace(words[4], "f00d")).unwrap_err().code(), "changed-bundle");
    let newer = with("tierline-bundle 8 2.0.0 and more").unwrap_err();
    assert_eq!(newer, LoadError::Newer { format: 8, engine: "2.0.0".to_owned() });
    assert!(newer.to_string().ends_with("this version reads format 7: update Tierline to 2.0.0 or later"), "{newer}");
    assert_eq!(with("tierline-bundle 3 0.0.1").unwrap_err().code(), "older-bundle");
    for none in ["tierline-bundle", "tierline-bundle four 1", "tierline-bundle 5 0.1.0 hash", "{\"tierline_bundle\":3}"]
    {
        assert_eq!(with(none).unwrap_err().code(), "not-a-bundle", "{none}");
    }
    assert_eq!(with(&format!("tierline-bundle {}", " ".repeat(2_000))).unwrap_err().code(), "not-a-bundle");
}

/// A desk that says more of a promised date than older versions know is kept in a newer format, and answers alike.
#[test]
fn what_is_said_of_promised_dates_is_kept() {
    let rules = |words: &str| {
        format!(
            "field \"due_on\" instant\ncalendar \"yard\" {{\n  timezone \"America/New_York\"\n  mon..fri 09:00 - 17:00\n}}\n\
             sla \"a\" {{\n  calendar \"yard\"\n  resolve by ticket.due_on{words}\n}}\n"
        )
    };
    // 23 November is a Monday; New York is five hours behind.
    let said = [("", "5", "14:00"), (" end of day", "7", "22:00"), (" end of day moves with pauses", "7", "22:00")];
    for (words, format, due) in said {
        let desk = Desk::compile(Pack::of("desk.rhai", &rules(words)), Limits::SERVER).unwrap();
        let bundle = desk.bundle();
        assert!(bundle.starts_with(format!("tierline-bundle {format} ").as_bytes()), "{words}");
        let loaded = Desk::load(&bundle, Limits::SERVER).unwrap();
        assert_eq!(loaded.bundle(), bundle);
        let request = serde_json::json!({"ticket": {"due_on": "2026-11-23"}, "now": "2026-11-20T10:00:00Z"});
        let answer = loaded.evaluate(loaded.read_request(request, None).unwrap());
        let [reading] = answer.readings.as_slice() else { panic!("{:?}", answer.readings) };
        assert_eq!(&*reading.target, format!("by ticket.due_on{words}"));
        assert_eq!(reading.due, Timestamp::parse(&format!("2026-11-23T{due}:00Z")));
    }
}

#[test]
fn what_rules_say_of_faults_is_kept() {
    let rule = |name: &str, said: &str| {
        format!(
            "rule \"{name}\" {{\n  when 1 / ticket.affected_users > 2\n  {said}\n  then {{ add_tag(\"{name}\"); }}\n}}\n"
        )
    };
    let text = format!("stage triage\n{}{}{}", rule("a", ""), rule("b", "on fault fire"), rule("c", "on fault skip"));
    let desk = Desk::compile(Pack::of("desk.rhai", &text), Limits::SERVER).unwrap();
    let loaded = Desk::load(&desk.bundle(), Limits::SERVER).unwrap();
    assert_eq!(loaded.bundle(), desk.bundle());
    // Where none says anything, bundles are those of the format before.
    assert!(desk.bundle().starts_with(b"tierline-bundle 6 "));
    let request = Request::new(Default::default(), Timestamp::parse("2026-11-23T15:30:00Z").unwrap());
    let answer = loaded.evaluate_with_trace(request.clone());
    assert_eq!(bytes(&answer), bytes(&desk.evaluate_with_trace(request)));
    assert_eq!((answer.effects.len(), answer.faults.len()), (1, 3));
    assert_eq!(&*answer.effects[0].rule, "b");
}

#[test]
fn a_bundle_that_is_cut_off_is_noticed() {
    let bundle = desk().bundle();
    for length in 0..bundle.len() {
        let error = Desk::load(&bundle[..length], Limits::SERVER).unwrap_err();
        assert!(["not-a-bundle", "changed-bundle"].contains(&error.code()), "{length}: {error}");
    }
}

/// A bundle with this content, written as a bundle is.
fn forged(content: &[u8]) -> Vec<u8> {
    let digest = Sha256::new().chain_update("h").chain_update(content).finalize();
    let sum: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    [format!("tierline-bundle 5 x h {sum}\n").as_bytes(), content].concat()
}

#[test]
fn deep_predicates_are_refused() {
    // `!!!…` and `[[[…`, in two bytes a level or fewer.
    for deep in [vec![6; 200_000], [17, 1].repeat(200_000)] {
        assert_eq!(kept::read::<Expr>(&deep).unwrap_err(), "it is nested too deep");
    }
    let bundle = desk().bundle();
    let (_, content) = halves(&bundle);
    for at in (0..content.len()).step_by(7) {
        let deep = [&content[..at], &[6; 50_000][..]].concat();
        assert_eq!(Desk::load(&forged(&deep), Limits::SERVER).unwrap_err().code(), "damaged-bundle");
    }
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

/// Changes a few bytes, takes some out, or puts some in that stand somewhere else: those are often a whole thing.
fn damaged(content: &[u8], dice: &mut Dice) -> Vec<u8> {
    const ODD: [u8; 8] = [0, 1, 2, 0x7f, 0x80, 0xff, 0x20, 0x41];
    let mut bytes = content.to_vec();
    for _ in 0..=dice.below(2) {
        let at = dice.below(bytes.len());
        let end = (at + 1 + dice.below(12)).min(bytes.len());
        let from = dice.below(content.len());
        let piece = content[from..(from + dice.below(24)).min(content.len())].to_vec();
        match dice.below(5) {
            0 => bytes[at] = ODD[dice.below(ODD.len())],
            1 => bytes[at] = bytes[at].wrapping_add(1),
            2 => drop(bytes.drain(at..end)),
            3 => drop(bytes.splice(at..at, piece)),
            _ => drop(bytes.splice(at..end, piece)),
        }
    }
    bytes
}

#[test]
fn no_bundle_breaks_anything() {
    let bundle = desk().bundle();
    let (_, content) = halves(&bundle);
    // Behind the files, which nothing looks into.
    let start = content.windows(ROSTER.len()).position(|part| part == ROSTER.as_bytes()).unwrap() + ROSTER.len();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut dice = Dice(20_261);
    for _ in 0..ROUNDS {
        let changed = [&content[..start], &damaged(&content[start..], &mut dice)].concat();
        match Desk::load(&forged(&changed), Limits::SERVER) {
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
