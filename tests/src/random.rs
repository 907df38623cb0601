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
/// What the desk declares beside the standard fields.
pub const DECLARED: &str = "field \"form.urgent\" boolean\nfield \"form.n\" integer\nfield \"form.who\" text\nfield \"form.roles\" texts\nfield \"odd\" map\n";
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

fn operand(dice: &mut Dice) -> String {
    match dice.below(7) {
        0..=2 => dice.pick(&FIELDS).to_owned(),
        3 => format!("trimmed({})", dice.pick(&["ticket.subject", "ticket.category", "requester.site"])),
        4 => format!("({} ?? {})", dice.pick(&FIELDS), dice.pick(&VALUES)),
        _ => dice.pick(&VALUES).to_owned(),
    }
}

/// A condition, with so many levels of brackets at most. It may be none that the checker lets pass.
pub fn condition(dice: &mut Dice, depth: usize) -> String {
    let field = dice.pick(&FIELDS);
    match dice.below(if depth == 0 { 12 } else { 15 }) {
        0..=3 => format!("{} {} {}", operand(dice), dice.pick(&["==", "!=", "<", "<=", ">", ">="]), operand(dice)),
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
        12 => format!("!({})", condition(dice, depth - 1)),
        13 => format!("({} || {})", condition(dice, depth - 1), condition(dice, depth - 1)),
        _ => format!("({} && {})", condition(dice, depth - 1), condition(dice, depth - 1)),
    }
}

/// A condition of the kind that most rules have: what a field holds, compared with what is written.
pub fn plain_condition(dice: &mut Dice) -> String {
    let text = dice.pick(&["ticket.category", "ticket.subject", "ticket.priority", "requester.site", "ticket.id"]);
    let word = dice.pick(&["\"network\"", "\"Netz Ärger\"", "\"P2\"", "\"STRASSE\"", "\"a\"", "\"\"", "()"]);
    let number = dice.pick(&["ticket.reopened", "ticket.affected_users", "ticket.form.n"]);
    let part = dice.pick(&["\"net\"", "\"NETZ\"", "\"ärger\"", "\"a\"", "\"work\"", "\"日本 d\"", "\"rass\""]);
    let items = dice.pick(&["[\"a\"]", "[\"network\", \"x\"]", "[\"b\"]", "[]"]);
    match dice.below(14) {
        0..=2 => format!("{text} {} {word}", dice.pick(&["==", "==", "!="])),
        3 => format!("{text} in [{word}, \"network\", \"x\"]"),
        4 => format!("{text} !in [{word}, \"b\"]"),
        5 => format!("({text} == {word} || \"a\" == {text})"),
        6 => format!("{}requester.vip", dice.pick(&["", "!"])),
        7..=8 => format!(
            "{number} {} {}",
            dice.pick(&["==", "<", "<=", ">", ">="]),
            dice.pick(&["0", "1", "3", "-3", "9223372036854775807"])
        ),
        9 => format!("{number} in {}", dice.pick(&["1..=5", "0..3", "-3..1", "0..2"])),
        10 => format!("{text}.{}({part})", dice.pick(&["contains", "contains_exact", "starts_with", "mentions"])),
        11 => format!("{part} in {text}"),
        12 => format!("any_of(ticket.tags, {items})"),
        _ => format!("{} in ticket.tags", dice.pick(&["\"a\"", "\"network\"", "\"b\""])),
    }
}

/// A value that fits a field.
fn fitting_value(dice: &mut Dice, kind: &FieldType) -> Value {
    match kind {
        FieldType::Integer | FieldType::Number => Value::Int([0, 1, 2, 3, 5, -3, i64::MAX, i64::MIN][dice.below(8)]),
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
