//! What to write instead.

use tierline_condition::{
    Comparison,
    functions::{Function, Takes},
};
use tierline_model::{PRIORITIES, Root, SortedMap, SortedSet, Text, Timestamp, Value, quoted, suggest};

use super::{
    Kinds, Type,
    comparisons::Side,
    truths::{as_condition, meant_truth},
    types::{Call, Words},
    written::{written, written_or_x},
};
use crate::tree::{Form, Node};

/// How an instant is written.
const AN_INSTANT: &str =
    "an instant is written at(\"2026-11-23T10:00:00Z\"), or at(\"2026-11-23\") for its midnight in UTC";

/// For what stands where a condition is to stand.
pub(super) fn is_there(node: &Node, given: &Type) -> Option<String> {
    let written = written(node)?;
    match given.kinds {
        kinds if kinds.has(Kinds::NUMBER) => Some(format!("compare it with a number: {written} > 0")),
        kinds if kinds.has(Kinds::RANGE) => Some(format!("ask whether a number lies in it: x in {written}")),
        _ => Some(format!("to ask whether there is one, write is_set({written})")),
    }
}

/// For what a loop is to go over.
pub(super) fn not_a_list(node: &Node, given: &Type) -> Option<String> {
    given.may_be(Kinds::TEXT).then(|| format!("a single value needs no loop: use {} itself", written_or_x(node)))
}

/// For `of.name`, where that has no fields: a function of that name, or what is called so elsewhere.
pub(super) fn member(of: &str, whole: &Type, name: &str) -> Option<String> {
    if let Some(function) = Function::named(name) {
        return Some(match function.params.len() {
            0 => format!("write {}", function.signature()),
            1 => format!("write {name}({of})"),
            _ => format!("write {}", function.signature()),
        });
    }
    match name {
        "length" | "size" | "count" if whole.may_be(Kinds::TEXT.or(Kinds::LIST)) => Some(format!("write len({of})")),
        "hour" | "hours" if of == "now" => Some("hour_of_day() is the hour that it is, in UTC".to_owned()),
        "day" | "date" if of == "now" => {
            Some("day_of_month() is today's day of the month, in UTC; days_since(x) counts days".to_owned())
        }
        "day_of_week" if of == "now" => {
            Some("weekday() is today's day of the week, in UTC: \"mon\" to \"sun\"".to_owned())
        }
        _ if whole.may_be(Kinds::INSTANT) => {
            Some(format!("compare it with another instant, such as {of} >= at(\"2026-11-23\")"))
        }
        _ => None,
    }
}

/// For `a + b` and its like.
pub(super) fn of_sum(sign: &str, a: (&Node, &Type), b: (&Node, &Type)) -> Option<String> {
    let is_now = |node: &Node| matches!(&node.form, Form::Name(name) if name == "now");
    let (left, right) = (written_or_x(a.0), written_or_x(b.0));
    let is_instant = |given: &Type| given.kinds.without(Kinds::MISSING) == Kinds::INSTANT;
    let without_quotes = |written: &str| {
        let inner = written.trim_matches('"');
        if inner.parse::<i64>().is_ok() { inner.to_owned() } else { written.to_owned() }
    };
    match sign {
        "-" if is_instant(a.1) && is_instant(b.1) && is_now(a.0) => {
            Some(format!("write minutes_since({right}), or hours_since and days_since of it"))
        }
        "-" if is_instant(a.1) && is_instant(b.1) && is_now(b.0) => {
            Some(format!("write minutes_until({left}), or hours_until and days_until of it"))
        }
        "|" | "&" => Some(format!("between conditions write {sign}{sign}")),
        ".." | "..=" => Some(format!("write between(x, {}, {})", without_quotes(&left), without_quotes(&right))),
        _ if is_instant(a.1) || is_instant(b.1) => Some(
            "for how long ago something is, write minutes_since(x) < 90, hours_since(x) or days_since(x)".to_owned(),
        ),
        _ => {
            let list = [(a.1, left), (b.1, right)]
                .into_iter()
                .find(|(given, _)| given.kinds.and(Kinds::LIST.or(Kinds::MAP)) == given.kinds.without(Kinds::MISSING));
            list.filter(|(given, _)| !given.is_nothing())
                .map(|(_, list)| format!("for how many there are, write len({list})"))
        }
    }
}

/// For lists and maps in order.
pub(super) fn of_order(of: Side<'_>, other: Side<'_>) -> Option<String> {
    let len = |side: Side<'_>| format!("len({})", written_or_x(side.node));
    Some(format!("to compare how many there are, write {} and {}", len(of), len(other)))
}

/// For a comparison that never holds; `comparison` as it stands between the two in this order.
pub(super) fn of_comparison(comparison: Comparison, of: Side<'_>, other: Side<'_>) -> Option<String> {
    let (written, sign) = (written_or_x(of.node), sign_of(comparison));
    if let (Form::Name(name), Some(Value::Text(text))) = (&of.node.form, other.value)
        && let Some(root) = Root::named(name)
    {
        return Some(of_record(root, sign, text));
    }
    if of.given.may_be(Kinds::INSTANT) {
        return of_instant(&written, sign, of, other);
    }
    if of.given.may_be(Kinds::LIST)
        && let Some(Value::Text(text)) = other.value
    {
        return Some(format!("write {} in {written}", quoted(text)));
    }
    if let Some(list @ Value::List(items)) = other.value.filter(|_| of.given.is_single()) {
        return Some(if items.is_empty() {
            format!("write !is_set({written})")
        } else {
            format!("write {written} in {list}")
        });
    }
    if other.given.kinds == Kinds::RANGE {
        return Some(format!("write {written} in {}", written_or_x(other.node)));
    }
    of_word(of, other)
}

/// For a value that something never is.
pub(super) fn of_word(of: Side<'_>, other: Side<'_>) -> Option<String> {
    let value = other.value?;
    if of.given.kinds.without(Kinds::MISSING) == Kinds::TRUTH {
        return meant_truth(value).map(|is| format!("write {}", as_condition(of.node, is)));
    }
    word(of.given, value)
}

/// The word that was meant by a value that is none of those that are given.
pub(super) fn word(given: &Type, value: &Value) -> Option<String> {
    match (value, &given.words) {
        (Value::Text(text), _) if given.may_be(Kinds::NUMBER) && !given.may_be(Kinds::TEXT) => {
            text.trim().parse::<rust_decimal::Decimal>().ok().map(|number| format!("write it without quotes: {number}"))
        }
        (Value::Text(text), _) if given.may_be(Kinds::INSTANT) => Some(instant(text)),
        (Value::Text(text), Words::Settled(kind)) => {
            kind.settled(text).map(|settled| format!("write {}", quoted(&settled)))
        }
        (Value::Text(text), Words::OneOf(words)) => nearest_word(text, words),
        (Value::Int(_) | Value::Decimal(_), Words::OneOf(words)) => nearest_word(&value.to_string(), words),
        (Value::Int(_) | Value::Decimal(_), _) if given.may_be(Kinds::TEXT) => {
            Some(format!("write it in quotes: \"{value}\""))
        }
        _ => None,
    }
}

/// For a text where an instant is wanted.
fn instant(text: &str) -> String {
    match (Timestamp::parse(text), text.to_lowercase().as_str()) {
        (Some(_), _) => format!("write at({})", quoted(text)),
        (None, "now" | "today") => "the instant of the evaluation is `now`, without quotes".to_owned(),
        (None, _) => AN_INSTANT.to_owned(),
    }
}

fn of_instant(written: &str, sign: &str, of: Side<'_>, other: Side<'_>) -> Option<String> {
    let is_now = matches!(&of.node.form, Form::Name(_));
    match other.value? {
        Value::Text(text) if Timestamp::parse(text).is_some() => Some(format!("write {written} {sign} at({})", quoted(text))),
        Value::Text(text) => Some(instant(text)),
        Value::Int(_) | Value::Decimal(_) if is_now => Some(
            "hour_of_day() is the hour that it is and day_of_month() the day, both in UTC; minutes_since(x) counts minutes"
                .to_owned(),
        ),
        Value::Int(_) | Value::Decimal(_) => Some(format!("write hours_since({written}), or minutes_since and days_since of it")),
        Value::Bool(is) => Some(format!("write {}is_set({written})", if *is { "" } else { "!" })),
        _ => None,
    }
}

/// For a record that is compared with a text.
fn of_record(root: Root, sign: &str, text: &str) -> String {
    let field = match root {
        Root::Event => "event.kind",
        Root::Ticket => "ticket.kind",
        Root::Requester => "requester.email",
        Root::Organisation => "organisation.name",
        Root::Asset => "asset.name",
        Root::Context | Root::Sla => return format!("name a field of it, such as {}.x", root.name()),
    };
    format!("name a field of it: {field} {sign} {}", quoted(text))
}

/// For `item in container`.
pub(super) fn of_membership(of: Side<'_>, (container, whole): (&Node, &Type)) -> Option<String> {
    let (item, container) = (written_or_x(of.node), written_or_x(container));
    let is_a_list = of.given.kinds == Kinds::LIST;
    if is_a_list && whole.may_be(Kinds::LIST) {
        return Some(format!("write any_of({item}, {container})"));
    }
    if whole.may_be(Kinds::TEXT)
        && let Some(Value::Text(_)) = of.value
    {
        return word(whole, of.value?);
    }
    if let (Some(items), Some(value)) = (&whole.items, of.value) {
        return word(items, value);
    }
    (whole.is_single() && of.given.can_equal(whole)).then(|| format!("write {item} == {container}"))
}

/// For an argument of a function.
pub(super) fn of_argument(
    call: Call<'_>,
    index: usize,
    value: Option<&Value>,
    held: Option<&Type>,
    constants: &SortedMap<String, Value>,
) -> Option<String> {
    let (param, given) = (call.function.params.get(index)?, call.types.get(index)?);
    let name = call.function.name;
    let written = |node: &Node| written_or_x(node);
    let first = call.args.first().map(written)?;
    match param.takes {
        Takes::PartOf(_) if call.types.first()?.may_be(Kinds::LIST) && given.may_be(Kinds::LIST) => {
            Some(format!("write any_of({first}, {})", written(call.args.get(index)?)))
        }
        Takes::PartOf(_) | Takes::Text if index > 0 && given.may_be(Kinds::LIST) => {
            let words = value?.as_list()?.iter().map(|word| format!("{name}({first}, {word})")).collect::<Vec<_>>();
            let each = words.join(" || ");
            match param.takes {
                Takes::PartOf(_) => {
                    Some(format!("write mentions({first}, {}) for any of several words, or {each}", value?))
                }
                _ => Some(format!("write {each}")),
            }
        }
        Takes::Text if given.may_be(Kinds::LIST) => {
            let list = written(call.args.get(index)?);
            match call.args.get(1).map(|words| (words.constant(constants), words)) {
                Some((Some(Value::List(_)), words)) => Some(format!("write any_of({list}, {})", written(words))),
                Some((_, word)) => Some(format!("write {} in {list}", written(word))),
                None => Some(format!("ask for an item of it: \"...\" in {list}")),
            }
        }
        Takes::TextOrList | Takes::InOrder if given.may_be(Kinds::LIST) => Some(format!("write len({first})")),
        Takes::Text | Takes::TextOrList | Takes::PartOf(_) | Takes::Words
            if value.is_none() && given.may_be(Kinds::NUMBER) =>
        {
            Some("compare a number with `==`, `<` or `in 1..=9`".to_owned())
        }
        Takes::Words | Takes::PartOf(_) => in_quotes(value?),
        Takes::ItemsOf(_) => in_quotes(value?),
        Takes::Like(other) => like(call, call.arg(other)?.1, constants),
        Takes::Instant => match value? {
            Value::Text(text) => Some(instant(text)),
            _ => None,
        },
        Takes::Priority | Takes::HeldBy(_) => word(held?, value?),
        _ => None,
    }
}

/// Numbers in quotes.
fn in_quotes(value: &Value) -> Option<String> {
    let quoted = |value: &Value| Value::text(value.to_string());
    match value {
        Value::Int(_) | Value::Decimal(_) => Some(format!("write it in quotes: {}", quoted(value))),
        Value::List(items) if items.iter().all(|item| matches!(item, Value::Int(_) | Value::Decimal(_))) => {
            Some(format!("write them in quotes: {}", Value::List(items.iter().map(quoted).collect())))
        }
        _ => None,
    }
}

/// The whole call, with texts in it as what its first argument is.
fn like(call: Call<'_>, first: &Type, constants: &SortedMap<String, Value>) -> Option<String> {
    let mended = |arg: &Node| match arg.constant(constants) {
        Some(Value::Text(text)) if first.may_be(Kinds::INSTANT) => {
            Timestamp::parse(&text).map(|_| format!("at({})", quoted(&text)))
        }
        Some(Value::Text(text)) if first.may_be(Kinds::NUMBER) => {
            text.trim().parse::<rust_decimal::Decimal>().ok().map(|number| number.to_string())
        }
        _ => written(arg),
    };
    let args = call.args.iter().map(mended).collect::<Option<Vec<_>>>()?;
    let as_they_are = call.args.iter().map(written).collect::<Option<Vec<_>>>()?;
    (args != as_they_are).then(|| format!("write {}({})", call.function.name, args.join(", ")))
}

fn sign_of(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Equal => "==",
        Comparison::NotEqual => "!=",
        Comparison::Less => "<",
        Comparison::AtMost => "<=",
        Comparison::More => ">",
        Comparison::AtLeast => ">=",
    }
}

/// Which of the words that something may be was meant: the same in another spelling, the beginning of a longer one, the nearest, or
/// what people call a priority.
fn nearest_word(word: &str, words: &SortedSet<Text>) -> Option<String> {
    let folded = word.trim().to_lowercase();
    let begins = |known: &&Text| known.len() >= 3 && folded.starts_with(&known.to_lowercase());
    let same = words.iter().find(|known| known.to_lowercase() == folded);
    let meant = same.or_else(|| words.iter().find(begins)).map(|known| &**known);
    let meant = meant.or_else(|| suggest::nearest(word, words.iter().map(|known| &**known)));
    let is_of_priorities = || words.iter().map(|known| &**known).eq(PRIORITIES.iter().copied());
    let meant = meant.or_else(|| called(&folded).filter(|_| is_of_priorities()));
    meant.map(|meant| format!("did you mean {}?", quoted(meant)))
}

/// The priority that people call so.
fn called(word: &str) -> Option<&'static str> {
    Some(match word {
        "1" | "critical" | "urgent" | "highest" => "P1",
        "2" | "high" => "P2",
        "3" | "medium" | "normal" => "P3",
        "4" | "low" => "P4",
        "5" | "lowest" => "P5",
        _ => return None,
    })
}
