//! What functions take and give.

use tierline_model::reference;

/// A parameter of a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Param {
    /// Its name; empty in builds without the texts of the reference.
    pub name: &'static str,
    /// The values that it takes.
    pub takes: Takes,
    /// Whether it may be left out, and what that says. All that stand behind it may be, too.
    pub left_out: LeftOut,
}

/// What it says that an argument is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftOut {
    /// It must be there.
    Never,
    /// Days and hours are those of UTC.
    InUtc,
    /// Days are 24 hours.
    ByTheHour,
}

impl Param {
    /// Whether it may be left out.
    pub fn is_optional(&self) -> bool {
        self.left_out != LeftOut::Never
    }
}

/// A parameter of that name.
pub(super) const fn param(name: &'static str, takes: Takes) -> Param {
    Param { name: reference(name), takes, left_out: LeftOut::Never }
}

/// A parameter of that name that may be left out.
pub(super) const fn optional(name: &'static str, takes: Takes, left_out: LeftOut) -> Param {
    Param { name: reference(name), takes, left_out }
}

/// The values that a parameter takes. A missing value may stand for any of them, save for words and where a name is written out. A
/// number behind a kind is that of another argument of the same call, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// Any value.
    Anything,
    /// A text.
    Text,
    /// A text, or a list, or a map.
    TextOrList,
    /// What that argument may have in it: a part of a text, an item of a list, a name in a map.
    PartOf(u8),
    /// A text or a list of texts, one of which is enough.
    Words,
    /// A list; any other value stands for a list of one.
    List,
    /// A list of what that argument, a list, may have in it; any other value stands for a list of one.
    ItemsOf(u8),
    /// What has an order: a number, an instant, a text, true or false. An instant is no text here.
    InOrder,
    /// A number where that argument is one, an instant where it is one, and so on.
    Like(u8),
    /// An instant, or a text that names one: RFC 3339, or a date.
    Instant,
    /// A priority from P1 to P5.
    Priority,
    /// The name of a field, as `changed` takes it; it is written out.
    Field,
    /// What the field named by that argument may hold.
    HeldBy(u8),
    /// The name of a calendar of the desk; it is written out.
    Calendar,
    /// The name of a matrix of the desk; it is written out.
    Matrix,
    /// A pattern, read so; it is written out.
    Pattern(Case),
}

/// How upper and lower case are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// Alike.
    Folded,
    /// Told apart.
    Exact,
}

/// What a function gives, where it does not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gives {
    /// A value of that kind, whatever its arguments are.
    Always(Kind),
    /// A value of that kind, or a missing one.
    OrMissing(Kind),
}

/// A kind of value. A number behind it is that of an argument of the same call, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// True or false.
    Truth,
    /// A whole number.
    Whole,
    /// A text.
    Text,
    /// A text in lower case: case folded.
    Folded,
    /// A text without blanks at both ends.
    Trimmed,
    /// One of these texts.
    OneOf(&'static [&'static str]),
    /// An instant, or a date.
    Instant,
    /// A date.
    Date,
    /// What its arguments are: a number, an instant, a text, true or false.
    LikeArgs,
    /// What the field named by that argument may hold.
    HeldBy(u8),
    /// A cell of the matrix named by that argument.
    CellOf(u8),
}

#[cfg(feature = "compile")]
impl Kind {
    /// What a text is where it is of this kind; `None` for kinds of which every text is, or none.
    ///
    /// ```
    /// use tierline_condition::functions::Kind;
    /// assert_eq!(Kind::Folded.settled("VPN").as_deref(), Some("vpn"));
    /// assert_eq!(Kind::Trimmed.settled(" a b ").as_deref(), Some("a b"));
    /// assert_eq!(Kind::Text.settled("VPN"), None);
    /// ```
    pub fn settled(self, text: &str) -> Option<String> {
        match self {
            Kind::Folded => Some(crate::fold(text)),
            Kind::Trimmed => Some(text.trim().to_owned()),
            Kind::Truth | Kind::Whole | Kind::Text | Kind::OneOf(_) | Kind::Instant | Kind::Date => None,
            Kind::LikeArgs | Kind::HeldBy(_) | Kind::CellOf(_) => None,
        }
    }

    /// What a text of this kind is, as the predicate of a sentence; `None` where [`Kind::settled`] says nothing.
    ///
    /// ```
    /// use tierline_condition::functions::Kind;
    /// assert_eq!(Kind::Folded.settled_as(), Some("is in lower case"));
    /// assert_eq!(Kind::Text.settled_as(), None);
    /// ```
    pub fn settled_as(self) -> Option<&'static str> {
        match self {
            Kind::Folded => Some("is in lower case"),
            Kind::Trimmed => Some("has no blanks at its ends"),
            Kind::Truth | Kind::Whole | Kind::Text | Kind::OneOf(_) | Kind::Instant | Kind::Date => None,
            Kind::LikeArgs | Kind::HeldBy(_) | Kind::CellOf(_) => None,
        }
    }

    /// Whether every part of a text of this kind is a text of this kind; blanks may stand inside of one that is trimmed.
    ///
    /// ```
    /// use tierline_condition::functions::Kind;
    /// assert!(Kind::Folded.holds_of_parts() && !Kind::Trimmed.holds_of_parts());
    /// ```
    pub fn holds_of_parts(self) -> bool {
        match self {
            Kind::Folded => true,
            Kind::Truth | Kind::Whole | Kind::Text | Kind::Trimmed | Kind::OneOf(_) | Kind::Instant => false,
            Kind::Date | Kind::LikeArgs | Kind::HeldBy(_) | Kind::CellOf(_) => false,
        }
    }
}

impl Takes {
    /// Whether it is a name or a pattern, known when the desk is compiled.
    pub fn is_written_out(self) -> bool {
        matches!(self, Takes::Field | Takes::Calendar | Takes::Matrix | Takes::Pattern(_))
    }
}

impl Case {
    /// Whether upper and lower case are alike.
    pub fn folds(self) -> bool {
        self == Case::Folded
    }
}

impl Gives {
    /// The kind of value that it is where it is not missing.
    pub fn kind(self) -> Kind {
        match self {
            Gives::Always(kind) | Gives::OrMissing(kind) => kind,
        }
    }

    /// Whether it may be missing.
    pub fn may_be_missing(self) -> bool {
        matches!(self, Gives::OrMissing(_))
    }
}
