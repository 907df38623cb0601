//! Every function of the language does what its row of the table says, for values made at random, missing ones among them, and in
//! all the ways in which it is answered. Nothing here knows a function by name: a new row is held to it as it stands.

use std::{borrow::Cow, sync::Arc};

use tierline_condition::{
    Facts, Frame, NoCalendars,
    functions::{Beside, Case, Function, Gives, Kind, Moves, Takes, Total},
};
use tierline_model::{Limits, Map, Request, SortedMap, Ticket, Timestamp, Value};
use tierline_tests::{
    ask_request, desk,
    differ::{Rulebook, Subject},
    random::{Dice, ODD_PATTERNS, PATTERNS, arguments, fits, request},
};

/// What the examples are given beside their requests.
const DESK: &str = r#"
calendar "uk-office" {
    timezone "Europe/London"
    mon..fri 09:00 - 17:00
    holiday "12-25" "Christmas Day"
}
field "form.start_date" instant
field "form.roles" texts
matrix priority by ticket.impact, ticket.urgency {
    |      | high |
    | wide | P1   |
}
stage triage
"#;

#[test]
fn each_gives_what_its_example_says() {
    for function in Function::all() {
        let example = *function.example;
        let rule = format!("rule \"r\" {{ then {{ emit(\"gave\", #{{ it: {} }}); }} }}\n", example.call);
        let answer = ask_request(&desk(&format!("{DESK}{rule}")), example.given);
        assert_eq!(answer.faults, [], "{}", example.call);
        let effects = serde_json::to_value(&answer.effects).unwrap();
        let wanted: serde_json::Value = serde_json::from_str(example.gives).unwrap();
        assert_eq!(effects[0]["data"]["it"], wanted, "{} of {}", example.call, example.given);
        assert!(example.call.contains(&format!("{}(", function.name)), "{} of {}", example.call, function.name);
    }
}

/// A desk with all patterns that arguments name.
fn subject() -> Subject {
    let patterns = || PATTERNS.iter().chain(&ODD_PATTERNS);
    let named = |name: &str| {
        let calls: Vec<String> = patterns().map(|pattern| format!("{name}(ticket.subject, {pattern})")).collect();
        calls.join(" || ")
    };
    let of_patterns: Vec<String> = Function::all()
        .filter(|function| matches!(function.written_out(), Some((1, Takes::Pattern(_)))))
        .map(|function| format!("rule \"{0}\" {{ when {1} then {{ }} }}\n", function.name, named(function.name)))
        .collect();
    Rulebook { stages: vec![("triage".to_owned(), of_patterns)] }.subject().unwrap()
}

fn called(function: &Function, facts: &Facts, args: &[Value]) -> Result<Value, String> {
    let args: Vec<Cow<'_, Value>> = args.iter().map(Cow::Borrowed).collect();
    (function.call)(facts, &args)
}

/// How often a law was put to the test for a function.
#[derive(Debug, Default)]
struct Seen {
    gave: usize,
    failed: usize,
    missing: usize,
    moved: usize,
    mattered: [usize; 5],
}

const BESIDE: [Beside; 5] = [Beside::Now, Beside::Ticket, Beside::Before, Beside::Calendar, Beside::Matrix];

#[test]
fn each_gives_fails_and_reads_as_its_row_says() {
    let subject = subject();
    for function in Function::all() {
        let mut dice = Dice(function.name.bytes().map(u64::from).sum());
        let mut seen = Seen::default();
        for round in 0..1_000 {
            let asked = request(&mut dice, &subject.compiled.schema, round % 4 > 0);
            let args = arguments(&mut dice, function);
            hold_to_row(function, &subject.frame, &asked, &args, &mut seen);
        }
        let of = function.name;
        assert!(seen.gave > 100, "{of} was hardly answered: {seen:?}");
        let is_cautious = function.total == Total::Never && seen.failed == 0 && !may_be_too_large(function);
        assert!(!is_cautious, "{of} never fails: {seen:?}");
        let takes_any = function.params.iter().any(|param| !param.takes.is_written_out());
        assert!(!takes_any || seen.missing > 100, "{of}: {seen:?}");
        assert_eq!(function.time.is_some(), seen.moved > 0, "{of}: {seen:?}");
        for (beside, mattered) in BESIDE.iter().zip(seen.mattered) {
            assert_eq!(function.reads.contains(beside), mattered > 0, "{of} and {beside:?}: {seen:?}");
        }
    }
}

/// Whether it gives texts or values of its own making, which may be larger than scripts may make.
fn may_be_too_large(function: &Function) -> bool {
    matches!(function.gives.kind(), Kind::Text | Kind::Folded | Kind::Trimmed | Kind::HeldBy(_))
}

fn hold_to_row(function: &Function, frame: &Arc<Frame>, asked: &Request, args: &[Value], seen: &mut Seen) {
    let facts = Facts::new(frame.clone(), asked.clone(), Limits::NONE);
    let gave = called(function, &facts, args);
    let of = || format!("{}{args:?} gives {gave:?} for {asked:#?}", function.name);
    match &gave {
        Ok(value) => assert!(is_of(function.gives, value, args, frame), "{}", of()),
        Err(reason) => assert!(!reason.is_empty(), "{}", of()),
    }
    let all_fit = function.params.iter().zip(args).all(|(param, arg)| fits(param.takes, arg, args));
    let must_give = match function.total {
        Total::Always => true,
        Total::WhereArgsFit => all_fit,
        Total::Never => false,
    };
    assert!(gave.is_ok() || !must_give, "{}", of());
    for (beside, mattered) in BESIDE.into_iter().zip(&mut seen.mattered) {
        let differs = called(function, &without(beside, frame, asked), args) != gave;
        assert!(!differs || function.reads.contains(&beside), "{} and reads {beside:?}", of());
        *mattered += usize::from(differs);
    }
    seen.moved += usize::from(moves_as_said(function, &facts, args, gave.as_ref().ok()));
    seen.gave += usize::from(gave.is_ok());
    seen.failed += usize::from(gave.is_err());
    seen.missing += usize::from(args.iter().any(Value::is_missing));
}

/// Whether a value is what a function says that it gives.
fn is_of(gives: Gives, value: &Value, args: &[Value], frame: &Frame) -> bool {
    if value.is_missing() {
        return gives.may_be_missing();
    }
    match gives.kind() {
        Kind::Truth => matches!(value, Value::Bool(_)),
        Kind::Whole => matches!(value, Value::Int(_)),
        Kind::Text => matches!(value, Value::Text(_)),
        Kind::Folded => value.as_text().is_some_and(|text| !text.chars().any(|letter| letter.is_ascii_uppercase())),
        Kind::Trimmed => value.as_text().is_some_and(|text| text.trim() == text),
        Kind::OneOf(words) => value.as_text().is_some_and(|word| words.contains(&word)),
        Kind::Instant => matches!(value, Value::Instant(_) | Value::Date(_)),
        Kind::Date => matches!(value, Value::Date(_)),
        Kind::LikeArgs => args.contains(value),
        Kind::HeldBy(field) => {
            let path = args[usize::from(field)].as_text().and_then(tierline_model::Path::parse_in_ticket).unwrap();
            frame.schema.field(&path).is_none_or(|field| field.kind.read(value).as_ref() == Some(value))
        }
        Kind::CellOf(matrix) => {
            let name = args[usize::from(matrix)].as_text().unwrap();
            frame.matrices.get(name).unwrap().cells.iter().flatten().any(|cell| cell == value)
        }
    }
}

/// The same without what a function may read beside its arguments, or with another.
fn without(beside: Beside, frame: &Arc<Frame>, asked: &Request) -> Facts {
    let mut asked = asked.clone();
    let mut frame = frame.clone();
    let Frame { schema, layout, matrices, patterns, calendars, .. } = (*frame).clone();
    match beside {
        Beside::Now => asked.now = Timestamp::from_second(asked.now.second() + 5 * 86_400 + 7_265),
        Beside::Ticket => asked.ticket = Ticket(Map::new()),
        Beside::Before => drop(asked.event.remove("before")),
        Beside::Calendar => frame = Arc::new(Frame::new(schema, layout, matrices, patterns, Arc::new(NoCalendars))),
        Beside::Matrix => frame = Arc::new(Frame::new(schema, layout, SortedMap::new(), patterns, calendars)),
    }
    Facts::new(frame, asked, Limits::NONE)
}

/// Whether it was seen to move, and moved as it said that it would.
fn moves_as_said(function: &Function, facts: &Facts, args: &[Value], gave: Option<&Value>) -> bool {
    let (Some(moves), Some(gave)) = (function.time, gave) else { return false };
    let lent: Vec<Cow<'_, Value>> = args.iter().map(Cow::Borrowed).collect();
    let number = |value: Option<&Value>| match value {
        Some(Value::Int(number)) => Some(*number),
        _ => None,
    };
    let count = number(Some(gave));
    let next = match (moves, count) {
        (Moves::Turns(next), _) => next(facts, &lent),
        (Moves::Up(reach), Some(count)) => count.checked_add(1).and_then(|count| reach(facts, &lent, count)),
        (Moves::Down(reach), Some(count)) => count.checked_sub(1).and_then(|count| reach(facts, &lent, count)),
        _ => None,
    };
    let Some(next) = next.filter(|next| *next > facts.now()) else { return false };
    let at = |at: Timestamp| called(function, &facts.at(at), args).ok();
    let just_before = at(Timestamp::from_second(next.second() - 1));
    let of = || format!("{}{args:?} gives {gave} until {next}", function.name);
    assert_eq!(just_before.as_ref(), Some(gave), "{}", of());
    let then = at(next);
    if let (Some(count), Some(later)) = (count, number(then.as_ref())) {
        match moves {
            Moves::Up(_) => assert!(later > count, "{}, then {later}", of()),
            Moves::Down(_) => assert!(later < count, "{}, then {later}", of()),
            Moves::Turns(_) => {}
        }
    }
    then.is_some_and(|then| then != *gave)
}

/// A unit goes through four kilobytes of a text or some items of a list, at most; four times as much takes four times as many.
#[test]
fn each_is_charged_for_what_it_goes_through() {
    const BYTES: usize = 1 << 16;
    let subject = subject();
    let reads = |takes: Takes| takes == Takes::Field || !takes.is_written_out();
    for function in Function::all().filter(|function| function.params.iter().any(|param| reads(param.takes))) {
        let mut dice = Dice(7);
        let named = arguments(&mut dice, function);
        let charged = |bytes: usize| {
            let long = |(takes, named): (Takes, &Value)| match takes {
                Takes::Field => Value::text("description"),
                takes if takes.is_written_out() => named.clone(),
                Takes::List | Takes::ItemsOf(_) => Value::texts((0..bytes / 16).map(|item| format!("{item:08}"))),
                // Nothing is found in blanks before their end.
                _ => Value::text(" ".repeat(bytes)),
            };
            let args = function.params.iter().map(|param| param.takes).zip(&named).map(long);
            let args: Vec<Cow<'_, Value>> = args.map(Cow::Owned).collect();
            function.cost(&facts_of_long_texts(&subject.frame, bytes), &args)
        };
        let (one, four) = (charged(BYTES), charged(4 * BYTES));
        assert!(one >= BYTES as u64 / 4_096, "{} takes {one}", function.name);
        assert!(four >= 3 * one, "{} takes {one}, and {four} for four times as much", function.name);
    }
}

/// A ticket with a long text, and another as long before the event.
fn facts_of_long_texts(frame: &Arc<Frame>, bytes: usize) -> Facts {
    let held = |letter: &str| Map::from_iter([("description".into(), Value::text(letter.repeat(bytes)))]);
    let mut asked = Request::new(Ticket(held("a")), Timestamp::from_second(0));
    asked.event.insert("before".into(), Value::Map(held("b")));
    Facts::new(frame.clone(), asked, Limits::NONE)
}

/// Patterns cost more, the more letters they come to.
#[test]
fn patterns_are_charged_by_their_letters() {
    let mut subject = subject();
    let frame = Arc::make_mut(&mut subject.frame);
    for case in [Case::Folded, Case::Exact] {
        frame.patterns.add("(a{50}){9}", case.folds()).unwrap();
    }
    let facts = Facts::new(
        subject.frame.clone(),
        Request::new(Ticket(Map::new()), Timestamp::from_second(0)),
        Limits { rule_work: 0, event_work: 0, ..Limits::SERVER },
    );
    let charged = |function: &Function, pattern: &str| {
        function.cost(&facts, &[Cow::Owned(Value::text("x".repeat(640))), Cow::Owned(Value::text(pattern))])
    };
    for function in Function::all().filter(|function| matches!(function.written_out(), Some((1, Takes::Pattern(_))))) {
        assert!(charged(function, "(a{50}){9}") > 5 * charged(function, "net"), "{}", function.name);
    }
}

/// Three open hours before noon on Tuesday it is closing time on Monday, and not only the opening after that night.
#[test]
fn open_hours_to_come_are_waited_for_at_closing_time() {
    let rule = "rule \"r\" { when open_hours_since(\"uk-office\", ticket.due_at) >= -3 then { add_tag(\"soon\"); } }\n";
    let request = r#"{"ticket": {"due_at": "2026-11-24T12:00:00Z"}}"#;
    let answer = ask_request(&desk(&format!("{DESK}{rule}")), request);
    assert_eq!(answer.wake_at.map(|at| at.to_string()).as_deref(), Some("2026-11-23T17:00:00Z"));
}
