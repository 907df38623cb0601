//! The targets.

use std::sync::LazyLock;

use serde_json::Value as Json;
use tierline::{Answer, Desk, Limits, LoadError, Pack, Timestamp};
use tierline_cli::doors;
use tierline_wire::Session;

/// What stands before the name of a further file of a pack.
const FURTHER: &str = "\n==== ";

/// The ticket that desks are asked about.
const REQUEST: &str = r#"{"ticket":{"id":"T","status":"open","subject":"Netz Ärger","tags":["a","b"],"reopened":2,"created_at":"2026-11-20T08:00:00Z","form":{"n":3}},"event":{"kind":"updated","before":{"status":"new"}},"history":[{"kind":"created","at":"2026-11-20T08:00:00Z","set":{"status":"new"}}],"now":"2026-11-23T10:00:00Z"}"#;

const DESK: &str = "calendar \"c\" {\n timezone \"UTC\"\n mon..fri 09:00 - 17:00\n}\nsla \"s\" {\n calendar \"c\"\n resolve within 8 hours\n}\nfield \"form.n\" integer\nstage triage\nrule \"r\" {\n when ticket.status == \"open\" && requester.vip\n then { notify(\"lead\", ticket.subject); }\n}\n";

static STANDING: LazyLock<Desk> = LazyLock::new(|| crate::desk(DESK));

/// What a host would allow, and less time: targets are run often.
const LIMITS: Limits = Limits::of_steps(2_000, 20_000);

/// A pack: the first rule file, then others and tables, each behind a line with its name.
pub fn document(bytes: &[u8]) {
    let pack = pack(&String::from_utf8_lossy(bytes));
    match Desk::compile(pack, LIMITS) {
        Ok(desk) => {
            let answer = told(&desk);
            let loaded = Desk::load(&desk.bundle(), LIMITS).expect("a bundle that was just made is loaded");
            assert_eq!(loaded.hash(), desk.hash());
            assert_eq!(answer.map(json), told(&loaded).map(json), "a bundle answers as its source");
        }
        Err(wrong) => {
            assert!(!wrong.is_empty());
            assert!(wrong.iter().all(|wrong| !wrong.message.contains('\n')), "a message is one line");
        }
    }
}

/// A rule file whose calendar `c` is asked.
pub fn calendar(bytes: &[u8]) {
    let Ok(desk) = Desk::compile(Pack::of("a.rhai", &String::from_utf8_lossy(bytes)), LIMITS) else { return };
    for second in [i64::MIN / 4, -1, 0, 1_772_000_000, 1_774_747_800, 1_795_428_000, i64::MAX / 4] {
        // That no calendar tells of the instant is an answer, too.
        let _ = desk.is_open("c", Timestamp::from_second(second));
    }
}

/// A bundle, and where its sum is not what it says the same with the right sum: whoever damages it on purpose sees to that.
pub fn bundle(bytes: &[u8]) {
    let loaded = match Desk::load(bytes, LIMITS) {
        Err(LoadError::Changed { named, held }) => Desk::load(&with_sum(bytes, &named, &held), LIMITS),
        loaded => loaded,
    };
    if let Ok(desk) = loaded {
        told(&desk);
    }
}

fn with_sum(bytes: &[u8], named: &str, held: &str) -> Vec<u8> {
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(0);
    let head = String::from_utf8_lossy(&bytes[..end]);
    let before = head.strip_suffix(named).unwrap_or(&head);
    [before.as_bytes(), held.as_bytes(), &bytes[end..]].concat()
}

/// Calls, a line each; every reply is JSON that says either `ok` or `error`.
pub fn wire(bytes: &[u8]) {
    let session = Session::new(LIMITS);
    for line in String::from_utf8_lossy(bytes).lines().take(20) {
        let reply = session.call(line);
        let read: Json = serde_json::from_str(&reply).unwrap_or_else(|error| panic!("{error}: {reply}"));
        assert!(read.get("ok").is_some() != read.get("error").is_some(), "{reply}");
    }
    assert!(session.call(r#"{"verb":"version"}"#).starts_with(r#"{"ok":"#));
}

/// Tickets as CSV, which may be an event log as well.
pub fn csv(bytes: &[u8]) {
    doors::csv(bytes, &STANDING);
    doors::events_as_csv(bytes, &STANDING);
}

/// A column map.
pub fn columns(bytes: &[u8]) {
    doors::column_map(&String::from_utf8_lossy(bytes));
}

/// A feed of holidays.
pub fn ics(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Err(line) = doors::holidays(&text) {
        assert!(line <= text.lines().count() + 1, "there is no line {line}");
    }
}

/// An event log.
pub fn events(bytes: &[u8]) {
    doors::events(bytes, &STANDING);
}

/// The desk of a pack, where it is one.
pub(super) fn compiled(bytes: &[u8]) -> Option<Desk> {
    Desk::compile(pack(&String::from_utf8_lossy(bytes)), LIMITS).ok()
}

fn pack(text: &str) -> Pack {
    let mut parts = text.split(FURTHER);
    let mut pack = Pack::of("a.rhai", parts.next().unwrap_or_default());
    for (name, file) in parts.filter_map(|part| part.split_once('\n')) {
        pack.files.insert(name.to_owned(), file.to_owned());
    }
    pack
}

fn told(desk: &Desk) -> Option<Answer> {
    let request = desk.read_request_text(REQUEST, None).ok()?;
    Some(desk.evaluate(request))
}

fn json(answer: Answer) -> String {
    serde_json::to_string(&answer).expect("an answer is JSON")
}
