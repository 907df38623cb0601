//! From what terms must lie in to a request that has it so.

use std::sync::Arc;

use tierline_condition::{
    Expr, Facts, Frame, equal,
    functions::{Function, Held, Witness},
};
use tierline_model::{Date, FieldType, Map, Path, Request, Root, Ticket, Timestamp, Value};

use super::{
    domain::Domain,
    solve::Bounds,
    terms::{Term, Terms, kind, named},
};

/// Monday, 23 November 2026, 10:00 UTC: an instant like any other, at which most desks are open.
const SOME_MONDAY: i64 = 1_795_428_000;

/// A ticket that has just been made and of which nothing is known.
pub(crate) fn base_request() -> Request {
    let now = Timestamp::from_second(SOME_MONDAY);
    let mut request = Request::new(Ticket(Map::from([("id".into(), Value::text("W-1"))])), now);
    request.event = Map::from([("kind".into(), Value::text("created"))]);
    request
}

/// `base`, changed as little as it takes for the terms to lie in their bounds, as far as that can be arranged: it has to be
/// evaluated to see whether it is so. `None` where a field cannot be what it must.
pub(crate) fn realised(base: &Request, bounds: &Bounds, terms: &Terms, frame: &Arc<Frame>) -> Option<Request> {
    let mut request = base.clone();
    let wanted: Vec<(&Term, &Domain)> =
        bounds.iter().map(|(id, domain)| (terms.get(*id), &**domain)).filter(|(term, _)| term.version == 0).collect();
    let facts = |request: &Request| Facts::new(frame.clone(), request.clone(), tierline_model::Limits::NONE);
    request.now = instant(&wanted, &facts(&request));
    let mut now = facts(&request);
    for (term, domain) in &wanted {
        if let Expr::Field(slot) = &term.expr {
            let path = frame.layout.path(*slot)?;
            if path.root == Root::Sla {
                continue;
            }
            if !domain.has(now.slot(*slot), &now) {
                let value = domain.pick(now.slot(*slot), &now)?;
                put(&mut request, path, as_held(value, kind(*slot, frame)));
                now = facts(&request);
            }
        }
    }
    for (term, domain) in &wanted {
        if let Expr::Call(function, args) = &term.expr {
            arrange(&mut request, function, args, domain, &facts)?;
        }
    }
    let says_kind = wanted.iter().any(|(term, _)| match &term.expr {
        Expr::Field(slot) => frame.layout.path(*slot).is_some_and(|path| path.to_string() == "event.kind"),
        _ => false,
    });
    if request.event.contains_key("before") && !says_kind && !base.event.contains_key("before") {
        request.event.insert("kind".into(), Value::text("updated"));
    }
    Some(request)
}

/// A value as a field of that type holds it: an instant as the date that it is in UTC, where that takes no instants.
fn as_held(value: Value, kind: Option<&FieldType>) -> Value {
    match (value, kind) {
        (Value::Instant(at), Some(FieldType::Date)) => Value::Date(Date::from_day(at.day())),
        (value, _) => value,
    }
}

/// Sets a field of the ticket, the event or the context.
fn put(request: &mut Request, path: &Path, value: Value) {
    match path.root {
        Root::Event => path.put(&mut request.event, value),
        Root::Context => path.put(&mut request.context, value),
        _ => request.ticket.put(path, value),
    }
}

/// An instant at which all is so that only time decides: now, or the first one tried that will do.
fn instant(wanted: &[(&Term, &Domain)], facts: &Facts) -> Timestamp {
    const HOUR: i64 = 3_600;
    let is_of_time = |expr: &Expr| match expr {
        Expr::Now => true,
        Expr::Call(function, args) => function.time.is_some() && args.iter().all(|arg| matches!(arg, Expr::Const(_))),
        _ => false,
    };
    let timed: Vec<&(&Term, &Domain)> = wanted.iter().filter(|(term, _)| is_of_time(&term.expr)).collect();
    let fits = |facts: &Facts| {
        timed.iter().all(|(term, domain)| term.expr.value(facts).is_ok_and(|value| domain.has(&value, facts)))
    };
    if timed.is_empty() || fits(facts) {
        return facts.now();
    }
    let bound = timed.iter().find(|(term, _)| matches!(term.expr, Expr::Now));
    let bound = bound.and_then(|(_, domain)| domain.pick(&Value::Instant(facts.now()), facts)?.as_instant());
    let hours = (1..=24 * 14).chain((15..=400).flat_map(|day| [day * 24, day * 24 + 12]));
    let tried = bound.into_iter().chain(hours.map(|hour| Timestamp::from_second(facts.now().second() + hour * HOUR)));
    tried.into_iter().find(|at| fits(&facts.at(*at))).unwrap_or(facts.now())
}

/// Lets a call give what it must, where it is known how.
fn arrange(
    request: &mut Request,
    function: &'static Function,
    args: &[Expr],
    domain: &Domain,
    facts: &dyn Fn(&Request) -> Facts,
) -> Option<()> {
    let now = facts(request);
    let frame = now.frame();
    match (*function.witness, args) {
        (Witness::Before(held), [field, ..]) => {
            let path = named(field).and_then(Path::parse_in_ticket)?;
            if let (Held::OtherThanValue, Some(Expr::Const(value))) = (held, args.get(1))
                && domain.yes
                && !domain.no
                && !equal(&now.read(&path), value)
            {
                put(request, &path, value.clone());
            }
            if let Some(before) = before(held, &path, args.get(1), domain, &now)? {
                put_before(request, &path, before);
            }
        }
        (Witness::Length, [Expr::Field(slot)]) => {
            let path = frame.layout.path(*slot)?.clone();
            let held = now.slot(*slot).clone();
            let length = match domain.pick(&Value::Int(length(&held)), &now)? {
                Value::Int(length) => usize::try_from(length).ok()?,
                _ => return None,
            };
            put(request, &path, of_length(&held, frame.schema.field(&path).map(|field| &field.kind), length));
        }
        (Witness::Itself, [Expr::Field(slot)]) => {
            let path = frame.layout.path(*slot)?.clone();
            put(request, &path, domain.pick(now.slot(*slot), &now)?);
        }
        (Witness::Back(seconds), _) => {
            let Some(Expr::Field(slot)) = args.iter().rev().find(|arg| matches!(arg, Expr::Field(_))) else {
                return Some(());
            };
            let expr = Expr::Call(function, args.into());
            let fits = |facts: &Facts| expr.value(facts).is_ok_and(|value| domain.has(&value, facts));
            if !fits(&now) {
                let count = domain.pick(&*expr.value(&now).ok()?, &now)?;
                let field = (frame.layout.path(*slot)?, kind(*slot, frame));
                put_back(request, field, seconds, &count, &|request| fits(&facts(request)))?;
            }
        }
        _ => {}
    }
    Some(())
}

/// What a field held before the event, for a call to give what it must; nothing where it gives that as it is.
fn before(held: Held, path: &Path, value: Option<&Expr>, domain: &Domain, now: &Facts) -> Option<Option<Value>> {
    let kind = now.frame().schema.field(path).map(|field| &field.kind);
    let (must, must_not) = (domain.yes && !domain.no, domain.no && !domain.yes);
    let value = match value {
        Some(Expr::Const(value)) => Some(value),
        _ => None,
    };
    Some(match (held, value) {
        (Held::Other, _) if must && now.before(path).is_none() => Some(another(&now.read(path), kind)),
        (Held::Other, _) if must_not && now.before(path).is_some() => Some(now.read(path)),
        (Held::Value, Some(value)) if must => Some(value.clone()),
        (Held::OtherThanValue, Some(value)) if must => match now.before(path) {
            Some(before) if !equal(&before, value) => None,
            _ => Some(another(value, kind)),
        },
        (Held::Given, _) => Some(domain.pick(&Value::Missing, now)?).filter(|value| !value.is_missing()),
        _ => None,
    })
}

/// Puts an instant so far back, or ahead, that a call gives `count` of so many seconds each.
fn put_back(
    request: &mut Request,
    (path, kind): (&Path, Option<&FieldType>),
    seconds: i64,
    count: &Value,
    fits: &dyn Fn(&Request) -> bool,
) -> Option<()> {
    let back = match count {
        Value::Int(count) => count.checked_mul(seconds)?,
        Value::Missing => {
            put(request, path, Value::Missing);
            return Some(());
        }
        _ => return None,
    };
    // Open time is less than time: further back is tried as well.
    for factor in [1, 2, 4, 8, 16] {
        let at = Timestamp::from_second(request.now.second().checked_sub(back.checked_mul(factor)?)?);
        put(request, path, as_held(Value::Instant(at), kind));
        if fits(request) {
            break;
        }
    }
    Some(())
}

fn put_before(request: &mut Request, path: &Path, value: Value) {
    let mut before = request.event.get("before").and_then(Value::as_map).cloned().unwrap_or_default();
    // A missing value stands there as such: it says that the field held nothing.
    match (path.root, &*path.names) {
        (Root::Ticket, [name]) => drop(before.insert(name.clone(), value)),
        (Root::Ticket, _) => path.put(&mut before, value),
        (root, _) => {
            let inner = before.get_or_insert_with(root.name().into(), || Value::Map(Map::new()));
            if let (Value::Map(inner), [name]) = (inner, &*path.names) {
                inner.insert(name.clone(), value);
            }
        }
    }
    request.event.insert("before".into(), Value::Map(before));
}

/// Another value of the same kind.
fn another(value: &Value, kind: Option<&FieldType>) -> Value {
    match (value, kind) {
        (Value::Bool(yes), _) => Value::Bool(!yes),
        (Value::Int(int), _) => Value::Int(int.saturating_add(1)),
        (Value::Instant(at), _) => Value::Instant(Timestamp::from_second(at.second() - 86_400)),
        (Value::Date(date), _) => Value::Date(Date::from_day(date.day() - 1)),
        (value, Some(FieldType::OneOf(words))) => {
            let other = words.iter().find(|word| value.as_text() != Some(word));
            other.map_or(Value::Missing, |word| Value::Text(word.clone()))
        }
        (Value::List(items), _) if items.is_empty() => Value::texts(["before"]),
        (Value::List(_), _) => Value::List(vec![]),
        (Value::Text(text), Some(FieldType::Text | FieldType::Id)) => {
            Value::text(if **text == *"before" { "earlier" } else { "before" })
        }
        (Value::Missing, Some(FieldType::Boolean)) => Value::Bool(true),
        (Value::Missing, Some(FieldType::Integer | FieldType::Number)) => Value::Int(1),
        (Value::Missing, Some(kind @ (FieldType::Instant | FieldType::Date))) => {
            as_held(Value::Instant(Timestamp::from_second(SOME_MONDAY)), Some(kind))
        }
        (Value::Missing, Some(FieldType::TextList | FieldType::List)) => Value::texts(["before"]),
        (Value::Missing, _) => Value::text("before"),
        _ => Value::Missing,
    }
}

fn length(value: &Value) -> i64 {
    let length = match value {
        Value::Text(text) => text.chars().count(),
        Value::List(items) => items.len(),
        Value::Map(map) => map.len(),
        _ => 0,
    };
    i64::try_from(length).unwrap_or(i64::MAX)
}

/// A text or list of that length which begins as `value` does.
fn of_length(value: &Value, kind: Option<&FieldType>, length: usize) -> Value {
    const LONGEST: usize = 20_000;
    let length = length.min(LONGEST);
    match (value, kind) {
        (Value::List(items), _) if length == 0 || !items.is_empty() || matches!(kind, Some(FieldType::TextList)) => {
            let more = (items.len()..length).map(|number| Value::text(format!("item-{number}")));
            Value::List(items.iter().cloned().chain(more).take(length).collect())
        }
        (Value::Text(text), _) => {
            Value::text(text.chars().chain(std::iter::repeat('x')).take(length).collect::<String>())
        }
        _ if length == 0 => Value::Missing,
        _ => Value::text("x".repeat(length)),
    }
}
