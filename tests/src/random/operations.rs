//! Single operations over anything, and tickets on which nothing is missing.

use tierline_model::{Field, FieldType, Map, Path, Request, Root, Schema, Text, Ticket, Value};

use super::{Dice, FIELDS, function_call, operand, tickets, values};

/// An operator, a call, a member or an item, of what may be of any type. Nothing in it is an operation that itself may be wrong, but
/// for what is known to give a text or a list.
pub fn operation(dice: &mut Dice) -> String {
    let (a, b) = (thing(dice), thing(dice));
    match dice.below(16) {
        0..=2 => format!("{a} {} {b}", dice.pick(&["==", "!="])),
        3 | 4 => format!("{a} {} {b}", dice.pick(&["<", "<=", ">", ">="])),
        5 | 6 => format!("{a} in {}", container(dice)),
        7 | 8 => format!("{a} {} {b}", dice.pick(&["+", "-", "*", "/", "%", "|", "&"])),
        9 => format!("({a}).{}", dice.pick(&["a", "length", "hour", "kind"])),
        10 => format!("({a})[{}]", dice.pick(&["0", "\"a\"", "ticket.reopened", "true"])),
        11 => format!("{}({a})", dice.pick(&["!", "-"])),
        12 => format!("(({a}) {} true)", dice.pick(&["&&", "||"])),
        _ => function_call(dice, 0),
    }
}

fn thing(dice: &mut Dice) -> String {
    match dice.below(10) {
        0 => dice.pick(&["weekday()", "hour_of_day()", "previous(\"priority\")", "matrix(\"who\")", "now"]).to_owned(),
        1 => format!("lower({})", dice.pick(&["ticket.category", "ticket.subject", "ticket.priority"])),
        2 => dice.pick(&["event", "requester", "ticket.asset", "1..=3", "`${ticket.id}`"]).to_owned(),
        _ => operand(dice, 0),
    }
}

/// Something in which something else may be; of a list that is written out, every item counts, so it has one.
fn container(dice: &mut Dice) -> String {
    match dice.below(4) {
        0 => format!("[{}]", values::written(dice, 0)),
        1 => dice.pick(&["0..3", "WORDS", "ODD", "lower(ticket.category)"]).to_owned(),
        _ => dice.pick(&FIELDS).to_owned(),
    }
}

/// A request on which every field holds something that fits it, and which changed all of them.
pub fn full_request(dice: &mut Dice, schema: &Schema) -> Request {
    let mut request = Request::new(Ticket(record(dice, schema, Root::Ticket)), tickets::now(dice));
    for root in [Root::Requester, Root::Organisation, Root::Asset] {
        request.ticket.0.insert(root.name().into(), Value::Map(record(dice, schema, root)));
    }
    request.event = record(dice, schema, Root::Event);
    request.event.insert("before".into(), Value::Map(record(dice, schema, Root::Ticket)));
    request.context.insert("load".into(), something(dice));
    let odd: Map = ["a", "b"].into_iter().map(|name| (Text::from(name), something(dice))).collect();
    request.ticket.0.insert("odd".into(), Value::Map(odd));
    request
}

fn record(dice: &mut Dice, schema: &Schema, root: Root) -> Map {
    let mut record = Map::new();
    let fields: Vec<&Field> = schema.fields().filter(|field| field.path.root == root).collect();
    for field in fields {
        let parts = schema.parts(&field.path).next().is_some();
        let value = match &field.kind {
            FieldType::Map if parts => continue,
            FieldType::Map => Value::Map(Map::from([("a".into(), something(dice))])),
            FieldType::TextList | FieldType::List => Value::texts([super::texts::text(dice)]),
            kind => there(dice, kind),
        };
        Path::put(&field.path, &mut record, value);
    }
    record
}

/// A value that fits a field, and is read as one: not every text is an instant.
fn there(dice: &mut Dice, kind: &FieldType) -> Value {
    loop {
        let value = tickets::fitting_value(dice, kind);
        if kind.read(&value).is_some_and(|read| !read.is_missing()) {
            return value;
        }
    }
}

/// Any value but a missing one.
fn something(dice: &mut Dice) -> Value {
    loop {
        match tickets::any_value(dice, 1) {
            Value::Missing => {}
            value => return value,
        }
    }
}
