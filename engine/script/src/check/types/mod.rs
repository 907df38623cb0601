//! What an expression may give, as far as that is known before any ticket is.
//!
//! A [`Type`] never says less than what an expression gives: where nobody knows, it is [`Type::any`]. So what does not fit a type
//! does not fit any ticket.

mod given;
mod kinds;

use tierline_condition::functions::Kind;
use tierline_model::{Field, FieldType, Text, Value};

pub(super) use given::{Call, takes};
pub(super) use kinds::Kinds;

/// What an expression may give.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Type {
    /// The kinds of value that it may be.
    pub(super) kinds: Kinds,
    /// The texts that it may be, where it is one.
    pub(super) words: Words,
    /// What may be in it, where it is a list; `None` for anything.
    pub(super) items: Option<Box<Type>>,
}

/// The texts that something may be.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Words {
    /// Any.
    Any,
    /// One of these, in this order.
    OneOf(Vec<Text>),
    /// A text as a function leaves it.
    Settled(Kind),
}

impl Type {
    /// Nobody knows.
    pub(super) const fn any() -> Type {
        Type::of(Kinds::ANY)
    }

    /// Any value of these kinds.
    pub(super) const fn of(kinds: Kinds) -> Type {
        Type { kinds, words: Words::Any, items: None }
    }

    /// One of these texts.
    pub(super) fn one_of(words: impl IntoIterator<Item = Text>) -> Type {
        Type { words: Words::OneOf(words.into_iter().collect()), ..Type::of(Kinds::TEXT) }
    }

    /// A text as a function leaves it.
    pub(super) fn settled(kind: Kind) -> Type {
        Type { words: Words::Settled(kind), ..Type::of(Kinds::TEXT) }
    }

    /// A list of such items.
    pub(super) fn list(items: Type) -> Type {
        Type { items: Some(Box::new(items)), ..Type::of(Kinds::LIST) }
    }

    /// What is written out.
    pub(super) fn of_value(value: &Value) -> Type {
        match value {
            Value::Missing => Type::of(Kinds::MISSING),
            Value::Bool(_) => Type::of(Kinds::TRUTH),
            Value::Int(_) | Value::Decimal(_) => Type::of(Kinds::NUMBER),
            Value::Text(text) => Type::one_of([text.clone()]),
            Value::Instant(_) | Value::Date(_) => Type::of(Kinds::INSTANT),
            Value::List(items) => Type::list(Type::either(items.iter().map(Type::of_value))),
            Value::Map(_) => Type::of(Kinds::MAP),
        }
    }

    /// What a rule reads in a field: its default where the ticket has none.
    pub(super) fn of_field(field: &Field) -> Type {
        let held = Type::of_field_type(&field.kind);
        if field.default.is_missing() { held.or_missing() } else { held }
    }

    /// What a field of that type holds.
    pub(super) fn of_field_type(kind: &FieldType) -> Type {
        match kind {
            FieldType::Text | FieldType::Id => Type::of(Kinds::TEXT),
            FieldType::Integer | FieldType::Number => Type::of(Kinds::NUMBER),
            FieldType::Boolean => Type::of(Kinds::TRUTH),
            FieldType::Instant | FieldType::Date => Type::of(Kinds::INSTANT),
            FieldType::OneOf(words) => Type::one_of(words.iter().cloned()),
            FieldType::TextList => Type::list(Type::of(Kinds::TEXT)),
            FieldType::List => Type::of(Kinds::LIST),
            FieldType::Map => Type::of(Kinds::MAP),
        }
    }

    /// What a field of that type takes in: ids as numbers, instants as text.
    pub(super) fn read_by(kind: &FieldType) -> Type {
        match kind {
            FieldType::Id => Type::of(Kinds::TEXT.or(Kinds::NUMBER)),
            FieldType::Instant | FieldType::Date => Type::of(Kinds::INSTANT.or(Kinds::TEXT)),
            kind => Type::of_field_type(kind),
        }
    }

    /// One of these; nothing at all where there are none.
    pub(super) fn either(types: impl IntoIterator<Item = Type>) -> Type {
        Type::one_among(types.into_iter().collect())
    }

    fn one_among(types: Vec<Type>) -> Type {
        let mut either = Type::of(Kinds::NONE);
        let (mut items, mut may_hold_anything) = (vec![], false);
        for one in types {
            either.words = match (either.kinds.has(Kinds::TEXT), one.kinds.has(Kinds::TEXT)) {
                (true, true) => either.words.or(one.words),
                (false, true) => one.words,
                (_, false) => either.words,
            };
            if one.kinds.has(Kinds::LIST) {
                may_hold_anything |= one.items.is_none();
                items.extend(one.items.map(|items| *items));
            }
            either.kinds = either.kinds.or(one.kinds);
        }
        let has_items = either.kinds.has(Kinds::LIST) && !may_hold_anything;
        Type { items: has_items.then(|| Box::new(Type::one_among(items))), ..either }
    }

    /// The same, or a missing value.
    pub(super) fn or_missing(self) -> Type {
        Type { kinds: self.kinds.or(Kinds::MISSING), ..self }
    }

    /// What of it is of these kinds.
    pub(super) fn only(self, kinds: Kinds) -> Type {
        Type { kinds: self.kinds.and(kinds), ..self }
    }

    /// What is in it where it is a list; any other value stands for a list of one.
    pub(super) fn as_items(&self) -> Type {
        let single = self.clone().only(Kinds::ANY.without(Kinds::LIST).without(Kinds::MISSING));
        match (self.kinds.has(Kinds::LIST), &self.items) {
            (false, _) => single,
            (true, None) => Type::any(),
            (true, Some(items)) => Type::either([single, (**items).clone()]),
        }
    }

    /// Whether nobody knows anything about it.
    pub(super) fn is_unknown(&self) -> bool {
        self.kinds == Kinds::ANY
    }

    /// Whether it is a value that is missing, or nothing at all, on every ticket.
    pub(super) fn is_nothing(&self) -> bool {
        self.kinds.without(Kinds::MISSING).is_none()
    }

    /// Whether it is one value, and no list, map or range, wherever it is not missing.
    pub(super) fn is_single(&self) -> bool {
        !self.kinds.has(Kinds::LIST.or(Kinds::MAP).or(Kinds::RANGE))
    }

    /// Whether it may be a value of these kinds.
    pub(super) fn may_be(&self, kinds: Kinds) -> bool {
        self.kinds.has(kinds)
    }

    /// How a function leaves it and every part of it, where it is a text that one does.
    pub(super) fn settled_parts(&self) -> Option<Kind> {
        match self.words {
            Words::Settled(kind) if self.kinds.and(Kinds::CONTAINERS) == Kinds::TEXT => {
                Some(kind).filter(|kind| kind.holds_of_parts())
            }
            _ => None,
        }
    }

    /// Whether it may be this text.
    pub(super) fn may_be_text(&self, text: &str) -> bool {
        self.kinds.has(Kinds::TEXT) && self.words.have(text)
    }

    /// Whether some value of both is the same, missing ones apart.
    pub(super) fn can_equal(&self, other: &Type) -> bool {
        let both = self.kinds.and(other.kinds).without(Kinds::MISSING);
        both.has(Kinds::ANY.without(Kinds::TEXT)) || (both.has(Kinds::TEXT) && self.words.meet(&other.words))
    }

    /// Whether all texts that the other may be are among these.
    pub(super) fn covers(&self, other: &Type) -> bool {
        match (&self.words, &other.words) {
            (Words::OneOf(words), Words::OneOf(others)) => {
                self.kinds == other.kinds && others.iter().all(|other| words.contains(other))
            }
            _ => false,
        }
    }

    /// Whether some values of both have an order.
    pub(super) fn has_order_with(&self, other: &Type) -> bool {
        self.kinds.and(other.kinds).has(Kinds::ORDERED)
    }

    /// What it is, as part of a sentence: `an instant`, `text or a number`.
    pub(super) fn described(&self) -> String {
        const MOST_WORDS: usize = 12;
        let kinds = self.kinds.without(Kinds::MISSING);
        match (&self.words, &self.items) {
            (Words::OneOf(words), _) if kinds == Kinds::TEXT && (2..=MOST_WORDS).contains(&words.len()) => {
                format!("one of {}", words.iter().map(|word| &**word).collect::<Vec<_>>().join(", "))
            }
            (_, Some(items)) if kinds == Kinds::LIST && items.kinds == Kinds::TEXT => "a list of texts".to_owned(),
            _ if kinds.is_none() => "nothing".to_owned(),
            _ => kinds.described(),
        }
    }
}

impl Words {
    fn or(self, other: Words) -> Words {
        match (self, other) {
            (Words::OneOf(mut words), Words::OneOf(more)) => {
                more.into_iter().for_each(|word| {
                    if !words.contains(&word) {
                        words.push(word)
                    }
                });
                Words::OneOf(words)
            }
            (Words::Settled(kind), Words::Settled(other)) if kind == other => Words::Settled(kind),
            _ => Words::Any,
        }
    }

    fn have(&self, text: &str) -> bool {
        match self {
            Words::Any => true,
            Words::OneOf(words) => words.iter().any(|word| **word == *text),
            Words::Settled(kind) => kind.settled(text).is_none_or(|settled| settled == text),
        }
    }

    fn meet(&self, other: &Words) -> bool {
        match (self, other) {
            (Words::OneOf(words), other) | (other, Words::OneOf(words)) => words.iter().any(|word| other.have(word)),
            _ => true,
        }
    }
}
