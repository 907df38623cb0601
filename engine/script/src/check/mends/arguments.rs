//! Arguments of functions that do not fit.

use tierline_condition::functions::Takes;
use tierline_model::{Timestamp, Value, quoted};

use super::{
    beside_an_instant,
    words::{instant, number, word},
};
use crate::{
    check::{
        Kinds, Type,
        types::Call,
        written::{in_full, written, written_or_x},
    },
    tree::{Constants, Node},
};

/// For an argument of a function.
pub(in crate::check) fn of_argument(
    call: Call<'_>,
    index: usize,
    value: Option<&Value>,
    held: Option<&Type>,
    constants: &Constants,
) -> Option<String> {
    let (param, given) = (call.function.params.get(index)?, call.types.get(index)?);
    let name = call.function.name;
    let arg = call.args.get(index)?;
    let first = written_or_x(call.args.first()?);
    match param.takes {
        Takes::PartOf(_) if call.types.first()?.may_be(Kinds::LIST) && given.may_be(Kinds::LIST) => {
            Some(format!("write any_of({first}, {})", written_or_x(arg)))
        }
        Takes::PartOf(_) | Takes::Text if index > 0 && given.may_be(Kinds::LIST) => {
            let words = value?.as_list()?.iter().map(|word| format!("{name}({first}, {word})")).collect::<Vec<_>>();
            let each = words.join(" || ");
            match param.takes {
                Takes::PartOf(_) => {
                    Some(format!("write mentions({first}, {}) for any of several words, or {each}", in_full(arg)))
                }
                _ => Some(format!("write {each}")),
            }
        }
        Takes::Text if given.may_be(Kinds::LIST) => of_list(call, arg, constants),
        Takes::TextOrList | Takes::InOrder if given.may_be(Kinds::LIST) => Some(format!("write len({first})")),
        Takes::Text | Takes::TextOrList if index == 0 && value.is_none() && !given.may_be(Kinds::NUMBER) => {
            of_single(&first, given)
        }
        Takes::TextOrList if call.args.len() == 1 && given.may_be(Kinds::NUMBER) => {
            Some(format!("a number has no length: write {first}"))
        }
        Takes::Text | Takes::TextOrList | Takes::PartOf(_) | Takes::Words
            if value.is_none() && given.may_be(Kinds::NUMBER) =>
        {
            Some("compare a number with `==`, `<` or `in 1..=9`".to_owned())
        }
        Takes::Words | Takes::PartOf(_) | Takes::ItemsOf(_) | Takes::Text => in_quotes(value?),
        Takes::InOrder => like(call, call.types.get(1)?, constants),
        Takes::Like(other) => like(call, call.arg(other)?.1, constants),
        Takes::Instant => match value? {
            Value::Text(text) => Some(instant(text)),
            _ => None,
        },
        Takes::Priority | Takes::HeldBy(_) => word(held?, value?),
        _ => None,
    }
}

/// For a list that is asked what is asked of a text: for an item of it; with a pattern, for its items as one text.
fn of_list(call: Call<'_>, list: &Node, constants: &Constants) -> Option<String> {
    let (name, list) = (call.function.name, written_or_x(list));
    let Some((words, param)) = call.args.get(1).zip(call.function.params.get(1)) else {
        return Some(format!("ask for an item of it: \"...\" in {list}"));
    };
    Some(match (param.takes, words.constant(constants)) {
        (Takes::Pattern(_), _) => format!("write {name}(join({list}, \" \"), {})", in_full(words)),
        (Takes::Words, Some(Value::List(_))) => format!("write any_of({list}, {})", in_full(words)),
        (Takes::Words, _) => format!("write {} in {list}", in_full(words)),
        _ => format!("to ask for an item of it, write {} in {list}", in_full(words)),
    })
}

/// For an instant or a truth that is asked what is asked of a text.
fn of_single(written: &str, given: &Type) -> Option<String> {
    match given.kinds.without(Kinds::MISSING) {
        Kinds::INSTANT => Some(beside_an_instant(written)),
        Kinds::TRUTH => Some(format!("it is true or false: write {written}")),
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

/// The whole call, with texts in it as what it is measured by.
fn like(call: Call<'_>, measure: &Type, constants: &Constants) -> Option<String> {
    let mended = |arg: &Node| match arg.constant(constants) {
        Some(Value::Text(text)) if measure.may_be(Kinds::INSTANT) => {
            Timestamp::parse(&text).map(|_| format!("at({})", quoted(&text)))
        }
        Some(Value::Text(text)) if measure.may_be(Kinds::NUMBER) => number(&text).map(|number| number.to_string()),
        _ => written(arg),
    };
    let args = call.args.iter().map(mended).collect::<Option<Vec<_>>>()?;
    let as_they_are = call.args.iter().map(written).collect::<Option<Vec<_>>>()?;
    (args != as_they_are).then(|| format!("write {}({})", call.function.name, args.join(", ")))
}
