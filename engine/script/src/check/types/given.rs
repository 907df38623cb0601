//! What functions give and what their parameters take.

use tierline_condition::functions::{Function, Kind, Takes};
use tierline_model::{DayOfYear, FieldType, PRIORITIES, Path, TIERS, Text, Timestamp, Value};

use super::{Kinds, Type, Words};
use crate::{check::Check, tree::Node};

/// A call of a function: what it is called with, and what that may be.
#[derive(Clone, Copy)]
pub(in crate::check) struct Call<'a> {
    pub(in crate::check) function: &'static Function,
    pub(in crate::check) args: &'a [Node],
    pub(in crate::check) types: &'a [Type],
}

impl<'a> Call<'a> {
    /// The argument of that number and what it may be.
    pub(in crate::check) fn arg(self, index: u8) -> Option<(&'a Node, &'a Type)> {
        let index = usize::from(index);
        self.args.get(index).zip(self.types.get(index))
    }
}

impl Check<'_> {
    /// What a call gives.
    pub(in crate::check) fn gives(&self, call: Call<'_>) -> Type {
        let gives = call.function.gives;
        let given = match gives.kind() {
            Kind::Truth => Type::of(Kinds::TRUTH),
            Kind::Whole => Type::of(Kinds::NUMBER),
            Kind::Text => Type::of(Kinds::TEXT),
            kind @ (Kind::Folded | Kind::Trimmed) => Type::settled(kind),
            Kind::OneOf(words) => Type::one_of(words.iter().map(|&word| word.into())),
            Kind::Instant | Kind::Date => Type::of(Kinds::INSTANT),
            Kind::LikeArgs => Type::either(call.types.iter().cloned()).only(Kinds::ORDERED),
            Kind::HeldBy(index) => self.field_named(call, index).map_or(Type::any(), Type::of_field_type),
            Kind::CellOf(index) => self.cells_of(call, index),
        };
        if gives.may_be_missing() { given.or_missing() } else { given }
    }

    /// What the field that an argument names holds.
    pub(in crate::check) fn field_named(&self, call: Call<'_>, index: u8) -> Option<&FieldType> {
        let (name, _) = call.arg(index)?;
        let name = name.constant(self.constants())?;
        self.names.schema.field(&Path::parse_in_ticket(name.as_text()?)?).map(|field| &field.kind)
    }

    /// What stands in the cells of the matrix that an argument names. Where all are priorities, or tiers, others could stand there as
    /// well: that none does is no mistake of whoever asks for it.
    fn cells_of(&self, call: Call<'_>, index: u8) -> Type {
        let name = call.arg(index).and_then(|(name, _)| name.constant(self.constants()));
        let Some(Value::Text(name)) = name else { return Type::any() };
        let Some(matrix) = self.names.matrices.get(&name) else { return Type::any() };
        let cells = Type::either(matrix.cells.iter().flatten().map(Type::of_value)).or_missing();
        let sets = [PRIORITIES, TIERS].into_iter();
        let mut sets = sets.map(|words| Type::one_of(words.iter().map(|&word| word.into())).or_missing());
        sets.find(|words| words.covers(&cells)).unwrap_or(cells)
    }

    /// Whether an argument may be what its parameter takes. What is missing on every ticket fits everywhere.
    pub(in crate::check) fn fits(&self, call: Call<'_>, takes: Takes, given: &Type) -> bool {
        if given.is_nothing() {
            return true;
        }
        match takes {
            Takes::PartOf(index) => call.arg(index).is_none_or(|(_, whole)| may_be_in(given, whole)),
            Takes::ItemsOf(index) => call.arg(index).is_none_or(|(_, list)| have_in_common(given, list)),
            Takes::Like(index) => call.arg(index).is_none_or(|(_, other)| {
                let is_day = other.may_be(Kinds::INSTANT) && may_name_a_day(given);
                is_day || !other.may_be(Kinds::ORDERED) || given.has_order_with(other)
            }),
            Takes::HeldBy(index) => {
                self.field_named(call, index).is_none_or(|field| Type::of_field_type(field).can_equal(given))
            }
            alone => self::takes(alone, given),
        }
    }
}

/// Whether something may be what a parameter takes, whatever the other arguments are.
pub(in crate::check) fn takes(takes: Takes, given: &Type) -> bool {
    match takes {
        Takes::Anything | Takes::List | Takes::Field | Takes::Calendar | Takes::Matrix | Takes::Pattern(_) => true,
        Takes::PartOf(_) | Takes::ItemsOf(_) | Takes::Like(_) | Takes::HeldBy(_) => true,
        Takes::Text => given.may_be(Kinds::TEXT),
        Takes::TextOrList => given.may_be(Kinds::CONTAINERS),
        Takes::Words => given.may_be(Kinds::TEXT) || (given.may_be(Kinds::LIST) && has_texts(given)),
        Takes::InOrder => given.may_be(Kinds::ORDERED),
        Takes::Instant => given.may_be(Kinds::INSTANT) || may_name_an_instant(given),
        Takes::Priority => PRIORITIES.iter().any(|priority| given.may_be_text(priority)),
    }
}

/// Whether something may be a part of a text, an item of a list, a name in a map; true of what has no parts at all.
fn may_be_in(part: &Type, whole: &Type) -> bool {
    let names = Kinds::TEXT.or(Kinds::MAP);
    !whole.may_be(Kinds::CONTAINERS)
        || (whole.may_be(names) && part.may_be(Kinds::TEXT))
        || (whole.may_be(Kinds::LIST) && whole.items.as_ref().is_none_or(|items| items.can_equal(part)))
}

/// Whether two lists may have an item in common; true of one without items.
fn have_in_common(given: &Type, list: &Type) -> bool {
    let (given, list) = (given.as_items(), list.as_items());
    given.is_nothing() || list.is_nothing() || given.can_equal(&list)
}

fn has_texts(list: &Type) -> bool {
    list.items.as_ref().is_none_or(|items| items.is_nothing() || items.may_be(Kinds::TEXT))
}

/// Whether something may be a day of every year, such as `12-24`.
fn may_name_a_day(given: &Type) -> bool {
    let is_day = |word: &Text| DayOfYear::parse(word).is_some();
    matches!(&given.words, Words::OneOf(words) if given.may_be(Kinds::TEXT) && words.iter().any(is_day))
}

fn may_name_an_instant(given: &Type) -> bool {
    let is_instant = |word: &Text| Timestamp::parse(word).is_some();
    given.may_be(Kinds::TEXT)
        && match &given.words {
            Words::OneOf(words) => words.iter().any(is_instant),
            Words::Any | Words::Settled(_) => true,
        }
}
