//! What functions take and give, in words: for the reference and for editors.

use super::{Beside, Function, Gives, Kind, LeftOut, Param, Takes};

impl Function {
    /// What a parameter takes.
    ///
    /// ```
    /// use tierline_condition::functions::Function;
    /// let between = Function::named("between").unwrap();
    /// let told: Vec<String> = between.params.iter().map(|param| between.wants(param)).collect();
    /// assert_eq!(told, ["a number, an instant or a text", "what `value` is", "what `value` is"]);
    /// ```
    pub fn wants(&self, param: &Param) -> String {
        let of = |at: u8| self.params.get(usize::from(at)).map_or("", |param| param.name);
        match param.takes {
            Takes::Anything => "any value".to_owned(),
            Takes::Text => "a text".to_owned(),
            Takes::TextOrList => "a text, a list or a map".to_owned(),
            Takes::PartOf(at) => format!("what `{}` may have in it: a text, an item, a name", of(at)),
            Takes::Words => "a word or a list of words".to_owned(),
            Takes::List => "a list".to_owned(),
            Takes::ItemsOf(at) => format!("items that `{}` may have", of(at)),
            Takes::InOrder => "a number, an instant or a text".to_owned(),
            Takes::Like(at) => format!("what `{}` is", of(at)),
            Takes::Instant => "an instant or a date".to_owned(),
            Takes::Priority => "a priority".to_owned(),
            Takes::Field => "the name of a field, written out".to_owned(),
            Takes::HeldBy(at) => format!("what the field `{}` may hold", of(at)),
            Takes::Calendar => "the name of a calendar, written out".to_owned(),
            Takes::Matrix => "the name of a matrix, written out".to_owned(),
            Takes::Pattern(_) => "a pattern, written out".to_owned(),
        }
    }

    /// What it is that an argument is left out, behind what its parameter takes; nothing where it must be there.
    pub fn left_out(&self, param: &Param) -> &'static str {
        match param.left_out {
            LeftOut::Never => "",
            LeftOut::InUtc => "; may be left out for UTC",
            LeftOut::ByTheHour => "; may be left out for days of 24 hours",
        }
    }

    /// What it gives.
    ///
    /// ```
    /// use tierline_condition::functions::Function;
    /// let told = |name| Function::named(name).unwrap().told_to_give();
    /// assert_eq!(told("contains"), "true or false");
    /// assert_eq!(told("minutes_since"), "a whole number, or a missing value");
    /// ```
    pub fn told_to_give(&self) -> String {
        let of = |at: u8| self.params.get(usize::from(at)).map_or("", |param| param.name);
        let kind = match self.gives.kind() {
            Kind::Truth => "true or false".to_owned(),
            Kind::Whole => "a whole number".to_owned(),
            Kind::Text => "a text".to_owned(),
            Kind::Folded => "a text in lower case".to_owned(),
            Kind::Trimmed => "a text without blanks at its ends".to_owned(),
            Kind::OneOf(words) => format!("one of {}", words.join(", ")),
            Kind::Instant => "an instant".to_owned(),
            Kind::Date => "a date".to_owned(),
            Kind::LikeArgs => "what its arguments are".to_owned(),
            Kind::HeldBy(at) => format!("what the field `{}` holds", of(at)),
            Kind::CellOf(at) => format!("a cell of the matrix `{}`", of(at)),
        };
        match self.gives {
            Gives::Always(_) => kind,
            Gives::OrMissing(_) => format!("{kind}, or a missing value"),
        }
    }

    /// What it reads beside its arguments, each in a word.
    pub fn told_to_read(&self) -> Vec<&'static str> {
        let word = |beside: &Beside| match beside {
            Beside::Now => "now",
            Beside::Ticket => "ticket",
            Beside::Before => "before",
            Beside::Calendar => "calendar",
            Beside::Matrix => "matrix",
        };
        self.reads.iter().map(word).collect()
    }
}
