//! Every function of the language is answered alike in all the ways there are: by the script and by the predicate, by the index
//! and by the condition, and what `check` proves of it is so. Nothing here knows a function by name.

use std::collections::BTreeSet;

use tierline::{Desk, Diagnostic, Limits, Pack};
use tierline_condition::functions::{Asks, Function, Kind, Says, Takes};
use tierline_model::{Request, Schema, Timestamp, Value};
use tierline_tests::{
    claims::{claims, firing},
    compile,
    differ::{Kind as Ways, Rulebook, Tally},
    random::{DECLARED, Dice, call_of, condition, request, written_text},
};

/// Rules a function, and tickets that each is answered for.
const RULES: usize = 24;
const TICKETS: usize = 60;

fn dice(function: &Function) -> Dice {
    Dice(function.name.bytes().fold(7, |sum, byte| sum.wrapping_mul(31) + u64::from(byte)))
}

/// A call. What is known before any ticket is, is none.
fn call(dice: &mut Dice, function: &Function, depth: usize) -> String {
    match *function.says {
        Says::Names => {
            format!("{}({})", function.name, dice.pick(&["ticket.created_at", "ticket.due_at", "ticket.form.day"]))
        }
        _ if function.asks != Asks::Nothing && dice.once_in(2) => call_of_field(dice, function),
        _ => call_of(dice, function, depth),
    }
}

/// A call as an index looks it up: of a field, and of what is written out behind it.
fn call_of_field(dice: &mut Dice, function: &Function) -> String {
    let of_text = ["ticket.subject", "ticket.category", "ticket.priority"];
    let rest: Vec<String> = function.params[1..]
        .iter()
        .map(|param| match param.takes {
            Takes::Like(_) => dice.pick(&["0", "1", "3", "20"]).to_owned(),
            Takes::ItemsOf(_) | Takes::Words => format!("[{}, {}]", written_text(dice), written_text(dice)),
            _ => written_text(dice),
        })
        .collect();
    let field = match function.params[0].takes {
        Takes::List => dice.pick(&["ticket.tags", "ticket.form.roles"]),
        Takes::InOrder => dice.pick(&["ticket.reopened", "ticket.affected_users", "ticket.form.n"]),
        Takes::TextOrList if dice.once_in(3) => "ticket.tags",
        _ => dice.pick(&of_text),
    };
    [vec![format!("{}({field}", function.name)], rest].concat().join(", ") + ")"
}

/// What a call is asked, as fits what it gives.
fn asked(dice: &mut Dice, function: &Function, call: &str) -> String {
    let number = dice.pick(&["0", "1", "-3", "24", "2.5"]);
    let asked = match function.gives.kind() {
        Kind::Truth => dice.pick(&["{}", "!{}", "{} == true", "({} ?? false)"]).to_owned(),
        Kind::Whole => format!("{{}} {} {number}", dice.pick(&["==", "<", ">=", "!="])),
        Kind::Text | Kind::Folded | Kind::Trimmed => {
            dice.pick(&["{} == \"network\"", "{} != \"a\"", "is_set({})", "len({}) > 3"]).to_owned()
        }
        Kind::OneOf(words) => format!("{{}} == \"{}\"", dice.pick(words)),
        Kind::Instant => dice.pick(&["{} < now", "{} == ()", "{} >= ticket.created_at"]).to_owned(),
        Kind::Date => dice.pick(&["{} < now", "{} == ticket.form.day", "{} >= ticket.created_at"]).to_owned(),
        Kind::LikeArgs => dice.pick(&["{} >= 1", "{} == ticket.reopened", "{} < now"]).to_owned(),
        Kind::HeldBy(_) | Kind::CellOf(_) => dice.pick(&["{} == \"network\"", "{} == ()", "{} == 1"]).to_owned(),
    };
    let asked = asked.replace("{}", call);
    match dice.below(6) {
        0 => format!("{asked} && {}", condition(dice, 1)),
        1 => format!("{} || {asked}", condition(dice, 1)),
        _ => asked,
    }
}

/// Rules that ask a function, and emit what it gives.
fn rules(dice: &mut Dice, function: &Function) -> Rulebook {
    Rulebook::of_rules(RULES, |number| {
        let call = call(dice, function, 1);
        let asked = asked(dice, function, &call);
        format!("rule \"{number}\" {{ when {asked} then {{ emit(\"gave\", #{{ it: {call} }}); }} }}\n")
    })
}

fn tickets(dice: &mut Dice, schema: &Schema) -> Vec<Request> {
    (0..TICKETS).map(|round| request(dice, schema, round % 4 > 0)).collect()
}

#[test]
fn predicate_script_and_index_answer_alike() {
    let mut all = Rulebook { stages: vec![("triage".to_owned(), vec![])] };
    for function in Function::all() {
        let mut dice = dice(function);
        let book = rules(&mut dice, function);
        let subject = book.subject().unwrap();
        let tickets = tickets(&mut dice, &subject.compiled.schema);
        let alike = |kind: Ways| -> Tally {
            kind.compare(&subject, &tickets).unwrap_or_else(|found| panic!("{}: {found}", function.name))
        };
        let decided = alike(Ways::Predicates);
        let given = alike(Ways::Calls);
        let name = function.name;
        assert!(decided.pairs > 50 && decided.of("answered by the script") > 50, "{name}: {decided}");
        assert!(given.of("went well") > 20, "{name}: {given}");
        let named = |rule: &String| rule.replacen("rule \"", &format!("rule \"{name} "), 1);
        all.stages[0].1.extend(book.stages[0].1.iter().map(named));
    }
    // An index pays, and is made, where there are many rules.
    let subject = all.subject().unwrap();
    let tickets = tickets(&mut Dice(43), &subject.compiled.schema);
    let indexed = Ways::Index.compare(&subject, &tickets).unwrap_or_else(|found| panic!("{found}"));
    assert!(indexed.of("passed over") > 1_500 && indexed.of("sure to hold") > 0, "{indexed}");
}

/// As it is written in a rule, for a function that gives such a value; `None` for what is not.
fn written(function: &Function, value: &Value) -> Option<String> {
    let gives_instants = matches!(function.gives.kind(), Kind::Instant | Kind::Date | Kind::LikeArgs);
    match value {
        Value::Missing => Some("()".to_owned()),
        Value::Bool(_) | Value::Int(_) | Value::Decimal(_) => Some(value.to_string()),
        Value::Text(at) if gives_instants => Timestamp::parse(at).map(|at| format!("at(\"{at}\")")),
        Value::Text(text) if !text.contains(['"', '\\', '\n', '\r', '\t', '$']) => Some(format!("\"{text}\"")),
        _ => None,
    }
}

/// What a row says of the arguments of a call is so where the call holds: nothing but what is true or false ever does.
#[test]
fn what_says_when_it_holds_is_true_or_false() {
    for function in Function::all() {
        let speaks_of_truth = !matches!(*function.says, Says::Nothing | Says::Cell | Says::Names);
        assert!(!speaks_of_truth || function.gives.kind() == Kind::Truth, "{}", function.name);
    }
}

/// What a function was seen to give cannot be what it never gives; and whatever else is proved of it is so.
#[test]
fn what_is_proved_of_each_is_so() {
    let (mut proved, mut seen) = (0, 0);
    for function in Function::all() {
        let mut dice = dice(function);
        let tickets = tickets(&mut dice, compile(DECLARED).unwrap().schema());
        let given = values(&mut dice, function, &tickets);
        seen += given.len();
        assert!(!given.is_empty(), "{} was never seen to give anything", function.name);
        let conditions = given.iter().flat_map(|(call, value)| {
            let (is, is_not) = (format!("{call} == {value}"), format!("{call} != {value}"));
            [format!("{is} && {is_not}"), is, is_not]
        });
        let rules: Vec<String> = conditions
            .enumerate()
            .map(|(number, condition)| format!("rule \"{number}\" {{ when {condition} then {{ emit(\"it\"); }} }}\n"))
            .collect();
        let mut book = Rulebook { stages: vec![("triage".to_owned(), rules)] };
        book.drop_refused();
        let desk = |mode: &str| {
            let stages = vec![(format!("triage {mode}"), book.stages[0].1.clone())];
            untyped(&Rulebook { stages }.text()).unwrap_or_else(|wrong| panic!("{wrong:?}"))
        };
        let all = desk("all");
        let fired: Vec<BTreeSet<String>> = tickets.iter().map(|ticket| firing(&all, ticket)).collect();
        proved += claims(&desk("first"), &fired).unwrap_or_else(|wrong| panic!("{}: {wrong}", function.name));
    }
    assert!(seen > 150 && proved > 150, "{seen} values, {proved} claims");
}

/// A desk, though arguments fit no ticket: those are answered, too.
fn untyped(rules: &str) -> Result<Desk, Vec<Diagnostic>> {
    Desk::compile_untyped(Pack::of("desk.rhai", rules), Limits::SERVER)
}

/// What calls were seen to give, as it is written in a rule.
fn values(dice: &mut Dice, function: &Function, tickets: &[Request]) -> BTreeSet<(String, String)> {
    let mut given = BTreeSet::new();
    for _ in 0..6 {
        let call = call(dice, function, 0);
        let rule = format!("{DECLARED}stage triage\nrule \"r\" {{ then {{ emit(\"gave\", #{{ it: {call} }}); }} }}\n");
        let Ok(desk) = untyped(&rule) else { continue };
        let gave: BTreeSet<String> = tickets
            .iter()
            .filter_map(|ticket| {
                let effects = serde_json::to_value(desk.evaluate(ticket.clone()).effects).ok()?;
                let value = effects.get(0)?["data"]["it"].clone();
                written(function, &Value::from_json(value).ok()?)
            })
            .collect();
        given.extend(gave.into_iter().take(3).map(|value| (call.clone(), value)));
    }
    given
}
