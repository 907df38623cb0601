//! Conditions and tickets made at random.

use std::sync::Arc;

use tierline_condition::{Facts, Frame};
use tierline_model::{FieldType, Map, Request, Schema, Text, Ticket, Timestamp, Value};
use tierline_script::Compiled;

/// A small generator of numbers (SplitMix64), the same on every machine.
#[derive(Clone, Debug)]
pub struct Dice(pub u64);

impl Dice {
    /// The next number.
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.roll() % n as u64).unwrap()
    }
    /// One of several.
    pub fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

const FIELDS: [&str; 21] = [
    "ticket.category",
    "ticket.subject",
    "ticket.priority",
    "ticket.reopened",
    "ticket.affected_users",
    "ticket.cost",
    "ticket.tags",
    "ticket.created_at",
    "ticket.due_at",
    "ticket.test",
    "ticket.form.who",
    "ticket.form?.roles",
    "ticket.form",
    "ticket.form.urgent",
    "ticket.form.n",
    "ticket.odd",
    "requester.vip",
    "requester.site",
    "asset.kind",
    "ticket.asset?.model",
    "ticket.id",
];
/// What the desk declares beside the standard fields: fields of its own, constants, helpers of every kind.
pub const DECLARED: &str = r#"
field "form.urgent" boolean
field "form.n" integer
field "form.who" text
field "form.roles" texts
field "odd" map

const LIMIT = 3;
const WORDS = ["network", "a"];

matrix who by ticket.category, ticket.reopened {
    |         | 0       | 1     |
    | network | P1      | P2    |
    | a       | network | -     |
}

fn same(x) { x }
fn after(x) { return x + 1; }
fn second(a, b) { b; }
fn both(a, b) { a && b }
fn busy(t) { t.category == "network" && len(t.subject) > 2 }
fn late(t, n) { t.reopened + n > 2 }
fn deep(t) { (busy(t) && late(t, 1)) || both(t.test, busy(t)) }
fn word(t) { if t.test { t.category } else if t.reopened > 1 { t.subject } }
fn line(x) {
    switch x {
        "network" => "l2",
        "a" | true | -3 => { 1 }
        0..3 => if x == 1 { "one" } else { "few" },
        3..=5 => "more",
        _ => x
    }
}
fn looped(t) {
    let found = false;
    for tag in t.tags { if tag == "a" { found = true; } }
    found
}
fn guarded(t) { t.category == "network" && (t.test || looped(t)) }
fn shadows(ticket) { ticket.vip ?? false }
"#;
const VALUES: [&str; 22] = [
    "()",
    "true",
    "false",
    "0",
    "1",
    "-3",
    "9223372036854775807",
    "2.5",
    "1.0",
    "\"\"",
    "\"network\"",
    "\"Netz Ärger\"",
    "\"straße\"",
    "\"日本\"",
    "\"P2\"",
    "[]",
    "[\"a\", \"network\"]",
    "[1, 2.5, \"x\", true]",
    "at(\"2026-11-23T10:00:00Z\")",
    "now",
    "[[1], []]",
    "#{ a: 1 }",
];
const TEXTS: [&str; 7] =
    ["\"net\"", "\"NETWORK\"", "\"ärger\"", "\"\"", "\"a\"", "[\"down\", \"netz\"]", "ticket.category"];

/// Anything that has a value, with so many levels of brackets at most.
pub fn operand(dice: &mut Dice, depth: usize) -> String {
    if depth > 0 && dice.below(3) == 0 {
        return made(dice, depth - 1);
    }
    match dice.below(7) {
        0..=2 => dice.pick(&FIELDS).to_owned(),
        3 => format!("trimmed({})", dice.pick(&["ticket.subject", "ticket.category", "requester.site"])),
        4 => format!("({} ?? {})", dice.pick(&FIELDS), dice.pick(&VALUES)),
        _ => dice.pick(&VALUES).to_owned(),
    }
}

/// A value that is put together, computed, chosen, or given by a helper.
fn made(dice: &mut Dice, depth: usize) -> String {
    let number =
        dice.pick(&["ticket.reopened", "ticket.form.n", "ticket.affected_users", "ticket.cost", "LIMIT", "2", "0"]);
    let mut a = || operand(dice, depth);
    let (a, b, c) = (a(), a(), a());
    match dice.below(16) {
        0 => format!("({a} {} {b})", dice.pick(&["+", "-", "*", "/", "%"])),
        1 | 2 => format!("({number} {} {a})", dice.pick(&["+", "-", "*", "/", "%"])),
        3 => {
            format!("(-{})", dice.pick(&["ticket.reopened", "ticket.cost", "LIMIT", "ticket.form.n", "ticket.subject"]))
        }
        4 => format!("(if {} {{ {a} }} else {{ {b} }})", condition(dice, depth)),
        5 => format!("(if {} {{ {a}; }} else if requester.vip {{ {b} }})", condition(dice, depth)),
        6 => format!("(switch {a} {{ \"a\" => {b}, 0..3 | true => {{ {c} }} _ => ticket.id }})"),
        7 => format!("`{{${{{a}}}: ${{{b}}}`"),
        8 => format!("({} + {a} + {b})", dice.pick(&["\"by \"", "ticket.subject", "ticket.tags"])),
        9 => format!("[{a}, {b}]"),
        10 => format!("#{{ a: {a}, b: {b} }}"),
        11 => format!("ticket.odd{}a{}", dice.pick(&[".", "?."]), dice.pick(&["", "?.b", ".b", "?.b.c"])),
        12 => format!("({a}){}a", dice.pick(&[".", "?."])),
        13 => format!("{}(ticket)", dice.pick(&["word", "busy", "deep", "guarded"])),
        14 => format!("{}({a})", dice.pick(&["same", "after", "line", "len"])),
        _ => dice
            .pick(&["matrix(\"who\")", "ticket[\"category\"]", "second(ticket.odd.a.b, 1)", "line(ticket.reopened)"])
            .to_owned(),
    }
}

/// A condition, with so many levels of brackets at most. It may be none that the checker lets pass.
pub fn condition(dice: &mut Dice, depth: usize) -> String {
    let field = dice.pick(&FIELDS);
    match dice.below(if depth == 0 { 13 } else { 20 }) {
        0..=3 => {
            let sign = dice.pick(&["==", "!=", "<", "<=", ">", ">="]);
            format!("{} {sign} {}", operand(dice, depth), operand(dice, depth))
        }
        4 => format!("{field} in {}", dice.pick(&VALUES)),
        5 => format!("{} !in {field}", dice.pick(&VALUES)),
        6 => format!("{field} in {}", dice.pick(&["1..=5", "0..3", "-3..1", "5..=1", "0..2"])),
        7 => format!(
            "{field}.{}({})",
            dice.pick(&["contains", "starts_with", "ends_with_exact", "mentions"]),
            dice.pick(&TEXTS)
        ),
        8 => format!("{}({field}, {})", dice.pick(&["any_of", "none_of", "all_of"]), dice.pick(&VALUES)),
        9 => format!("between({field}, {}, {})", dice.pick(&VALUES), dice.pick(&VALUES)),
        10 => format!(
            "{}({field}) {} {}",
            dice.pick(&["len", "hours_since", "days_until", "lower", "is_set"]),
            dice.pick(&["==", ">", "<="]),
            dice.pick(&VALUES)
        ),
        11 => dice
            .pick(&["requester.vip", "ticket.test", "changed(\"status\")", "changed_to(\"category\", \"network\")"])
            .to_owned(),
        12 => format!("{field} in {}", dice.pick(&["WORDS", "0..LIMIT", "1..=LIMIT"])),
        13 => helper_call(dice, depth - 1),
        14 => format!(
            "if {} {{ {} }} else {{ {} }}",
            condition(dice, depth - 1),
            condition(dice, depth - 1),
            condition(dice, depth - 1)
        ),
        15 => format!("{} {} {}", operand(dice, depth), dice.pick(&["in", "!in"]), operand(dice, depth)),
        16 => format!("!({})", condition(dice, depth - 1)),
        17 => format!("({} || {})", condition(dice, depth - 1), condition(dice, depth - 1)),
        _ => format!("({} && {})", condition(dice, depth - 1), condition(dice, depth - 1)),
    }
}

/// A helper that gives true or false, or may.
fn helper_call(dice: &mut Dice, depth: usize) -> String {
    match dice.below(6) {
        0 | 1 => format!("{}(ticket)", dice.pick(&["busy", "deep", "guarded", "looped"])),
        2 => format!("late(ticket, {})", operand(dice, depth)),
        3 => format!("both({}, {})", condition(dice, depth), condition(dice, depth)),
        4 => format!("second({}, {})", operand(dice, depth), condition(dice, depth)),
        _ => "shadows(requester)".to_owned(),
    }
}

/// A condition of the kind that most rules have: what a field holds, compared with what is written.
pub fn plain_condition(dice: &mut Dice) -> String {
    let text = dice.pick(&["ticket.category", "ticket.subject", "ticket.priority", "requester.site", "ticket.id"]);
    let word = dice.pick(&["\"network\"", "\"Netz Ärger\"", "\"P2\"", "\"STRASSE\"", "\"a\"", "\"\"", "()"]);
    let number = dice.pick(&["ticket.reopened", "ticket.affected_users", "ticket.form.n"]);
    let part = dice.pick(&["\"net\"", "\"NETZ\"", "\"ärger\"", "\"a\"", "\"work\"", "\"日本 d\"", "\"rass\""]);
    let items = dice.pick(&["[\"a\"]", "[\"network\", \"x\"]", "[\"b\"]", "[]"]);
    match dice.below(19) {
        14 => dice
            .pick(&["busy(ticket)", "guarded(ticket)", "both(ticket.test, requester.vip)", "deep(ticket)"])
            .to_owned(),
        15 => format!("({text} == {word} && ({number} > 1 && requester.vip))"),
        16 => format!("hours_since(ticket.created_at) {} {}", dice.pick(&[">=", "<"]), dice.pick(&["3", "-2"])),
        17 => format!("{number} + 1 > 2"),
        18 => format!("second({number} * 3, {text} == {word})"),
        0..=2 => format!("{text} {} {word}", dice.pick(&["==", "==", "!="])),
        3 => format!("{text} in [{word}, \"network\", \"x\"]"),
        4 => format!("{text} !in [{word}, \"b\"]"),
        5 => format!("({text} == {word} || \"a\" == {text})"),
        6 => format!("{}requester.vip", dice.pick(&["", "!"])),
        7..=8 => format!(
            "{number} {} {}",
            dice.pick(&["==", "<", "<=", ">", ">="]),
            dice.pick(&["0", "1", "3", "-3", "7", "2147483647", "9223372036854775807"])
        ),
        9 => format!("{number} in {}", dice.pick(&["1..=5", "0..3", "-3..1", "0..2", "4..=4"])),
        10 => format!("{text}.{}({part})", dice.pick(&["contains", "contains_exact", "starts_with", "mentions"])),
        11 => format!("{part} in {text}"),
        12 => format!("any_of(ticket.tags, {items})"),
        _ => format!("{} in ticket.tags", dice.pick(&["\"a\"", "\"network\"", "\"b\""])),
    }
}

/// Fields that hold whole numbers.
const NUMBERS: [&str; 3] = ["ticket.reopened", "ticket.affected_users", "ticket.form.n"];

/// A whole number: most often one of few, now and then one at the end of what 32 or 64 bits count.
fn whole_number(dice: &mut Dice) -> i64 {
    let ends = [i64::from(i32::MIN), i64::from(i32::MAX), i64::MAX, -i64::MAX];
    match dice.below(8) {
        0 => ends[dice.below(4)].saturating_add([-2, -1, 0, 1, 2][dice.below(5)]).max(-i64::MAX),
        _ => [-20, 0, 3, 40][dice.below(4)] + i64::try_from(dice.below(40)).unwrap(),
    }
}

/// A condition with nothing to look up but ranges of whole numbers, some of them empty.
pub fn range_condition(dice: &mut Dice) -> String {
    let parts: Vec<String> = (0..=dice.below(3)).map(|_| range_part(dice)).collect();
    match dice.below(6) {
        0 => format!("{} && ticket.category != \"network\"", parts.join(" && ")),
        1 => format!("{} && len(ticket.tags) != 1", parts.join(" && ")),
        2 => format!("len(ticket.tags) != 1 && {}", parts.join(" && ")),
        _ => parts.join(" && "),
    }
}

fn range_part(dice: &mut Dice) -> String {
    let (number, bound) = (dice.pick(&NUMBERS), whole_number(dice));
    let width = i64::try_from(dice.below(9)).unwrap() - 1;
    match dice.below(7) {
        0 => format!("{number} {} {bound}", dice.pick(&["<", "<=", ">", ">="])),
        1 => format!("{bound} {} {number}", dice.pick(&["<", "<=", ">", ">=", "=="])),
        2 => format!("{number} in {bound}..{}", whole_number(dice)),
        3 => format!("{number} == {bound}"),
        4 => format!("({number} >= {bound} && {number} < {})", bound.saturating_add(width)),
        _ => format!("{number} in {bound}..={}", bound.saturating_add(width)),
    }
}

/// A ticket with whole numbers, some of them missing or none at all.
pub fn request_of_numbers(dice: &mut Dice) -> Request {
    let mut number = || match dice.below(8) {
        0 => Value::Missing,
        1 => ticket_value(dice),
        2 => Value::from_json(serde_json::from_str(dice.pick(&["2.5", "3.0", "40.000"])).unwrap()).unwrap(),
        _ => Value::Int(whole_number(dice)),
    };
    let form = Map::from([("n".into(), number())]);
    let ticket = [("reopened", number()), ("affected_users", number()), ("form", Value::Map(form))];
    let ticket = ticket.into_iter().map(|(name, value)| (name.into(), value)).collect();
    Request::new(Ticket(ticket), Timestamp::parse("2026-11-23T10:00:00Z").unwrap())
}

/// A value that fits a field.
fn fitting_value(dice: &mut Dice, kind: &FieldType) -> Value {
    match kind {
        FieldType::Integer | FieldType::Number => {
            Value::Int([0, 1, 2, 3, 5, -3, i64::MAX, i64::MIN, i32::MAX.into()][dice.below(9)])
        }
        FieldType::Boolean => Value::Bool(dice.below(2) == 0),
        FieldType::TextList | FieldType::List => {
            let items = ["a", "network", "b", "c"];
            Value::List((0..dice.below(3)).map(|_| Value::text(items[dice.below(items.len())])).collect())
        }
        FieldType::OneOf(words) => Value::Text(words[dice.below(words.len())].clone()),
        FieldType::Text | FieldType::Id => {
            Value::text(dice.pick(&["network", "Netz Ärger", "STRASSE", "", "P2", "日本 down", "a", "networked"]))
        }
        FieldType::Instant | FieldType::Map => ticket_value(dice),
    }
}

fn ticket_value(dice: &mut Dice) -> Value {
    let texts =
        ["network", "Netz Ärger", "STRASSE", "", "P2", "日本 down", "a", "2026-11-23", "2026-11-23T09:30:00Z", "L1"];
    // Twice as much is more than a script may make.
    if dice.below(60) == 0 {
        return Value::text("long ".repeat(8_000));
    }
    match dice.below(11) {
        0 => Value::Missing,
        1 => Value::Bool(dice.below(2) == 0),
        2 | 3 => Value::Int([0, 1, 3, 5, -3, i64::MAX, i64::MIN][dice.below(7)]),
        4 => Value::from_json(serde_json::from_str(dice.pick(&["2.5", "1.0", "0.1", "-3.00"])).unwrap()).unwrap(),
        5 => Value::List(vec![Value::text("a"), Value::text("network")]),
        6 => Value::List(vec![Value::Int(1), Value::Missing, Value::List(vec![])]),
        7 => Value::Map(Map::from([("a".into(), Value::Int(1))])),
        _ => Value::text(texts[dice.below(texts.len())]),
    }
}

/// A ticket with missing, odd and mistyped values; where it `fits`, most of them are as they should be.
pub fn request(dice: &mut Dice, schema: &Schema, fits: bool) -> Request {
    let mut ticket = Map::new();
    for field in schema.fields().filter(|field| field.path.root == tierline_model::Root::Ticket) {
        if dice.below(2) == 0 {
            let fits = fits && dice.below(3) > 0;
            let value = if fits { fitting_value(dice, &field.kind) } else { ticket_value(dice) };
            ticket.insert(field.path.names[0].clone(), value);
        }
    }
    let pairs = |dice: &mut Dice, names: &[&str]| {
        names.iter().map(|name| (Text::from(*name), ticket_value(dice))).collect::<Map>()
    };
    ticket.insert("form".into(), Value::Map(pairs(dice, &["who", "roles", "urgent", "n", "other"])));
    ticket.insert("requester".into(), Value::Map(pairs(dice, &["vip", "site"])));
    ticket.insert("asset".into(), Value::Map(pairs(dice, &["kind", "model"])));
    let mut request = Request::new(Ticket(ticket), Timestamp::parse("2026-11-23T10:00:00Z").unwrap());
    request.event.insert("before".into(), Value::Map(pairs(dice, &["status", "category"])));
    request
}

/// What is known of a ticket, where calendars are not asked.
pub fn facts(compiled: &Compiled, request: Request) -> Facts {
    Facts::new(Arc::new(frame(compiled)), request, u64::MAX)
}

/// What a desk lends to its tickets.
pub fn frame(compiled: &Compiled) -> Frame {
    Frame::new(
        compiled.schema.clone(),
        compiled.layout.clone(),
        compiled.matrices.clone(),
        compiled.patterns.clone(),
        Arc::new(tierline_condition::NoCalendars),
    )
}
