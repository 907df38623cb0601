//! Kinds of value.

/// Kinds of value, several at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Kinds(u8);

impl Kinds {
    pub(crate) const NONE: Kinds = Kinds(0);
    pub(crate) const MISSING: Kinds = Kinds(1);
    pub(crate) const TRUTH: Kinds = Kinds(1 << 1);
    pub(crate) const NUMBER: Kinds = Kinds(1 << 2);
    pub(crate) const TEXT: Kinds = Kinds(1 << 3);
    pub(crate) const INSTANT: Kinds = Kinds(1 << 4);
    pub(crate) const LIST: Kinds = Kinds(1 << 5);
    pub(crate) const MAP: Kinds = Kinds(1 << 6);
    /// Whole numbers from one up to another: no value of a field.
    pub(crate) const RANGE: Kinds = Kinds(1 << 7);
    pub(crate) const ANY: Kinds = Kinds(u8::MAX);
    /// What `<` puts in order.
    pub(crate) const ORDERED: Kinds = Kinds::TRUTH.or(Kinds::NUMBER).or(Kinds::TEXT).or(Kinds::INSTANT);
    /// What has something in it.
    pub(crate) const CONTAINERS: Kinds = Kinds::TEXT.or(Kinds::LIST).or(Kinds::MAP);

    const NAMES: [(Kinds, &str); 7] = [
        (Kinds::TRUTH, "true or false"),
        (Kinds::NUMBER, "a number"),
        (Kinds::TEXT, "text"),
        (Kinds::INSTANT, "an instant"),
        (Kinds::LIST, "a list"),
        (Kinds::MAP, "a map"),
        (Kinds::RANGE, "a range"),
    ];

    /// These and the others.
    pub(crate) const fn or(self, other: Kinds) -> Kinds {
        Kinds(self.0 | other.0)
    }

    /// Those that are among both.
    pub(crate) const fn and(self, other: Kinds) -> Kinds {
        Kinds(self.0 & other.0)
    }

    /// These but for the others.
    pub(crate) const fn without(self, other: Kinds) -> Kinds {
        Kinds(self.0 & !other.0)
    }

    /// Whether one of the others is among them.
    pub(crate) const fn has(self, other: Kinds) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether there are none.
    pub(crate) const fn is_none(self) -> bool {
        self.0 == 0
    }

    /// As part of a sentence: `text or a number`.
    pub(crate) fn described(self) -> String {
        let named = Kinds::NAMES.into_iter().filter(|(kind, _)| self.has(*kind)).map(|(_, name)| name);
        named.collect::<Vec<_>>().join(" or ")
    }
}
