//! Operators that compute, and what is read out of something.

use tierline_condition::Comparison;

use super::{
    Check, Kinds, Type,
    mends::{member, of_minus, of_sum},
    written::{said, written_or_x, wrong_kind},
};
use crate::{rhai::Slip, source::Spot, tree::Node};

impl Check<'_> {
    /// An operator, and what it gives.
    pub(super) fn operator(&mut self, at: Spot, sign: &str, args: &[Node]) -> Type {
        match (sign, args) {
            ("!", [arg]) => self.inverted(at, arg),
            ("-", [arg]) => {
                let given = self.node(arg);
                if given.is_nothing() || given.may_be(Kinds::NUMBER) {
                    return Type::of(Kinds::NUMBER);
                }
                let slip = wrong_kind("`-` works with numbers", arg, &given);
                self.say(at, slip.maybe_help(of_minus(arg, &given)));
                Type::any()
            }
            ("in", [item, container]) => self.membership(at, true, item, container),
            (sign, [a, b]) => match Comparison::named(sign) {
                Some(comparison) => self.comparison(at, comparison, a, b),
                None => {
                    let (left, right) = (self.node(a), self.node(b));
                    self.computed(at, sign, (a, &left), (b, &right))
                }
            },
            (_, args) => {
                self.nodes(args);
                Type::any()
            }
        }
    }

    /// `a + b` and its like: what it gives for every two kinds that it works with.
    fn computed(&mut self, at: Spot, sign: &str, a: (&Node, &Type), b: (&Node, &Type)) -> Type {
        let given = Kinds::of_sum(sign, a.1.kinds, b.1.kinds);
        if !given.is_none() {
            return Type::of(given);
        }
        // Where the first could be one of two, the second is what does not go with it.
        let fits = match sign {
            "+" => a.1.may_be(Kinds::NUMBER.or(Kinds::TEXT)),
            "&" | "|" | "^" => a.1.may_be(Kinds::NUMBER.or(Kinds::TRUTH)),
            _ => a.1.may_be(Kinds::NUMBER),
        };
        let (node, odd) = if fits { b } else { a };
        let works_with = match sign {
            "+" => "`+` adds numbers and joins texts".to_owned(),
            ".." | "..=" => "a range has whole numbers at its ends".to_owned(),
            "&" | "|" | "^" => format!("`{sign}` works with numbers, bit by bit"),
            sign => format!("`{sign}` works with numbers"),
        };
        self.say(at, wrong_kind(&works_with, node, odd).maybe_help(of_sum(sign, a, b)));
        Type::any()
    }

    /// `of.name`, where `of` is no record.
    pub(super) fn member(&mut self, at: Spot, of: &Node, whole: &Type, name: &str) -> Type {
        if !whole.is_nothing() && !whole.may_be(Kinds::MAP) {
            let slip = Slip::new("unknown-field", format!("{} and has no fields", said(of, whole)));
            self.say(at, slip.maybe_help(member(&written_or_x(of), whole, name)));
        }
        Type::any()
    }

    /// `of[place]`.
    pub(super) fn item(&mut self, at: Spot, (of, whole): (&Node, &Type), (index, place): (&Node, &Type)) -> Type {
        let numbered = Kinds::LIST.or(Kinds::TEXT).or(Kinds::NUMBER);
        let is_numbered = whole.may_be(numbered) && place.may_be(Kinds::NUMBER.or(Kinds::RANGE));
        let is_named = whole.may_be(Kinds::MAP) && place.may_be(Kinds::TEXT);
        if whole.is_nothing() || place.is_nothing() || is_numbered || is_named {
            return Type::any();
        }
        let (at, slip) = match (whole.may_be(numbered), whole.may_be(Kinds::MAP)) {
            (true, _) => (index.at, wrong_kind("items are counted from 0, as in `x[0]`", index, place)),
            (false, true) => (index.at, wrong_kind("what is in a map has a name", index, place)),
            (false, false) => (at, wrong_kind("`[...]` reads an item of a list or a letter of a text", of, whole)),
        };
        self.say(at, slip);
        Type::any()
    }
}

impl Kinds {
    /// What two kinds of value give with a sign between them; none where every two are an error.
    fn of_sum(sign: &str, a: Kinds, b: Kinds) -> Kinds {
        let both = |kinds: Kinds| a.has(kinds) && b.has(kinds);
        let numbers = if both(Kinds::NUMBER) { Kinds::NUMBER } else { Kinds::NONE };
        let texts = if both(Kinds::TEXT) { Kinds::TEXT } else { Kinds::NONE };
        let truths = if both(Kinds::TRUTH) { Kinds::TRUTH } else { Kinds::NONE };
        let ends = Kinds::NUMBER.or(Kinds::MISSING);
        match sign {
            "+" if a.has(Kinds::TEXT) || b.has(Kinds::TEXT) => numbers.or(Kinds::TEXT),
            "+" | "*" | "/" | "%" | "**" | "<<" => numbers,
            // Between two texts it takes the second out of the first.
            "-" => numbers.or(texts),
            "&" | "|" | "^" => numbers.or(truths),
            ".." | "..=" if a.has(ends) && b.has(ends) => Kinds::RANGE,
            ".." | "..=" => Kinds::NONE,
            _ => Kinds::ANY,
        }
    }
}
