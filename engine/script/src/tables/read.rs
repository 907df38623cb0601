//! What a cell says of a field.

use tierline_condition::{
    Comparison, Expr, Range,
    functions::{Function, Says},
};
use tierline_model::{FieldType, Value, quoted};

use crate::{check, rhai::Slip};

/// `1..=9`; `None` where a cell is something else.
pub(super) fn range(kind: Option<&FieldType>, field: &Expr, text: &str) -> Result<Option<(Expr, String)>, Slip> {
    let ends = text.split_once("..=").map(|(first, end)| (first.trim().parse::<i64>(), end.trim().parse::<i64>()));
    let Some((Ok(first), Ok(end))) = ends else { return Ok(None) };
    if !matches!(kind, None | Some(FieldType::Integer | FieldType::Number)) {
        return Err(Slip::new("table-cell", "a range needs a field that holds numbers"));
    }
    if first > end {
        let slip = Slip::new("table-cell", format!("no number lies in {first}..={end}"));
        return Err(slip.help(format!("write {end}..={first}")));
    }
    let range = Range { first, end, closed: true };
    Ok(Some((Expr::InRange(Box::new(field.clone()), range), format!("in {first}..={end}"))))
}

/// What to say of a cell that looks like more than words, its parts in quotes apart.
pub(super) fn more_than_words(text: &str) -> Option<Slip> {
    let plain: String = text.split('"').step_by(2).collect::<Vec<_>>().join("\u{1}");
    let is_sign = |word: &str| word.starts_with(['<', '>', '=', '!', '*']) || word.ends_with('*');
    let help = match plain.as_str() {
        plain if plain.split(',').skip(1).any(|word| word.trim().starts_with("not ")) => {
            "`not` stands once, before all the words: `not a, b`"
        }
        plain if plain.contains(" or ") => {
            "words are separated by commas: `a, b`; words with `or` in them stand in quotes, in a CSV file in three"
        }
        plain if plain.contains("..") => "a range is written `1..=9`, with whole numbers",
        plain if plain.split(',').map(str::trim).any(is_sign) => {
            "a cell has `*`, `>= 5`, `1..=9`, `not a`, or words; words that begin with signs stand in quotes"
        }
        _ => return None,
    };
    Some(Slip::new("table-cell", format!("`{text}` is more than words")).help(help))
}

pub(super) fn one_of(field: Expr, kind: Option<&FieldType>, values: Vec<Value>) -> (Expr, String) {
    let list = Value::List(values.clone());
    if let (Some(FieldType::TextList | FieldType::List), Some(any_of)) = (kind, Function::saying(Says::HasOne)) {
        let asks = format!("any of {list}");
        return (Expr::Call(any_of, Box::new([field, Expr::Const(list)])), asks);
    }
    match <[Value; 1]>::try_from(values) {
        Ok([value]) => {
            let asks = format!("== {value}");
            (Expr::Compare(Comparison::Equal, Box::new((field, Expr::Const(value)))), asks)
        }
        Err(_) => (Expr::In(Box::new((field, Expr::Const(list.clone())))), format!("in {list}")),
    }
}

/// A word of a cell as its field's type reads it.
pub(super) fn value(kind: Option<&FieldType>, word: &str) -> Result<Value, Slip> {
    let text = Value::text(word);
    let Some(kind) = kind else { return Ok(plain(word).unwrap_or(text)) };
    let read = match kind {
        FieldType::Text | FieldType::Id | FieldType::TextList | FieldType::List => Some(text),
        FieldType::OneOf(_) | FieldType::Instant | FieldType::Date => kind.read(&text),
        FieldType::Map => None,
        FieldType::Integer | FieldType::Number | FieldType::Boolean => {
            plain(word).filter(|value| kind.read(value).is_some())
        }
    };
    read.ok_or_else(|| {
        let slip = Slip::new("table-cell", format!("{word} is not {}", kind.wanted(), word = quoted(word)));
        slip.maybe_help(check::instead_of_word(kind, word))
    })
}

/// A word that is a number, true or false.
pub(super) fn plain(word: &str) -> Option<Value> {
    match word {
        "true" | "TRUE" => Some(Value::Bool(true)),
        "false" | "FALSE" => Some(Value::Bool(false)),
        number => {
            let int = number.parse().ok().map(Value::Int);
            int.or_else(|| rust_decimal::Decimal::from_str_exact(number).ok().map(Value::Decimal))
        }
    }
}
