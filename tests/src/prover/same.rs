//! What is equal, in order, or in a list.

use tierline_condition::{Comparison, Range};

use super::{
    encode::{Encoder, Out},
    terms::{Given, Leaf, Term, and, int, no, not, or, real, text, yes},
    words,
};

impl Encoder<'_> {
    /// That two compare so; `asks` where a side is written as `()`, for no other missing value equals one.
    pub(super) fn compared(&mut self, comparison: Comparison, asks: bool, a: &Leaf, b: &Leaf) -> Out {
        if !asks && matches!((a, b), (Leaf::Missing, Leaf::Missing)) {
            return Out::Is(if comparison == Comparison::NotEqual { yes() } else { no() });
        }
        let is_list = |leaf: &Leaf| matches!(leaf, Leaf::Items(_) | Leaf::Texts(_) | Leaf::Other(_));
        let is_map = |leaf: &Leaf| matches!(leaf, Leaf::Entries(_) | Leaf::Other(_));
        let sign = match comparison {
            Comparison::Equal => return self.equal(a, b),
            Comparison::NotEqual => {
                return match self.equal(a, b) {
                    Out::Is(term) => Out::Is(not(&term)),
                    other => other,
                };
            }
            Comparison::Less => "<",
            Comparison::AtMost => "<=",
            Comparison::More => ">",
            Comparison::AtLeast => ">=",
        };
        if is_list(a) && is_list(b) || is_map(a) && is_map(b) {
            return if matches!((a, b), (Leaf::Other(_), _) | (_, Leaf::Other(_))) { Out::Unknown } else { Out::Fault };
        }
        Out::Is(ordered(sign, a, b).unwrap_or_else(no))
    }

    pub(super) fn equal(&mut self, a: &Leaf, b: &Leaf) -> Out {
        match (a, b) {
            (Leaf::Missing, Leaf::Missing) => Out::Is(yes()),
            (Leaf::Bool(a), Leaf::Bool(b)) if a == "true" => Out::Is(b.clone()),
            (Leaf::Bool(a), Leaf::Bool(b)) if b == "true" => Out::Is(a.clone()),
            (Leaf::Bool(a), Leaf::Bool(b)) | (Leaf::Instant(a), Leaf::Instant(b)) => Out::Is(format!("(= {a} {b})")),
            (Leaf::Word(a), Leaf::Word(b)) => Out::Is(if a == b { yes() } else { no() }),
            (Leaf::Text(folded), Leaf::Word(word)) | (Leaf::Word(word), Leaf::Text(folded)) => {
                self.note_folded(folded, word);
                Out::Is(format!("(= {folded} {})", words::literal(word)))
            }
            (Leaf::Text(a), Leaf::Text(b)) | (Leaf::Texts(a), Leaf::Texts(b)) => Out::Is(format!("(= {a} {b})")),
            (Leaf::Int(a), Leaf::Int(b)) => Out::Is(format!("(= {a} {b})")),
            (Leaf::Int(_) | Leaf::Decimal(_), Leaf::Int(_) | Leaf::Decimal(_)) => {
                Out::Is(real(a).zip(real(b)).map_or_else(no, |(a, b)| format!("(= {a} {b})")))
            }
            (Leaf::Items(a), Leaf::Items(b)) if a.len() != b.len() => Out::Is(no()),
            (Leaf::Items(a), Leaf::Items(b)) => self.all_equal(a.iter().zip(b)),
            (Leaf::Texts(list), Leaf::Items(items)) | (Leaf::Items(items), Leaf::Texts(list)) => {
                let mut all = vec![format!("(= (seq.len {list}) {})", items.len())];
                for (place, item) in items.iter().enumerate() {
                    let nth = Given::of(Leaf::Text(format!("(seq.nth {list} {place})")));
                    match self.all_equal([(&nth, item)].into_iter()) {
                        Out::Is(term) => all.push(term),
                        other => return other,
                    }
                }
                Out::Is(and(all))
            }
            (Leaf::Entries(a), Leaf::Entries(b)) => match a.iter().map(|(n, _)| n).eq(b.iter().map(|(n, _)| n)) {
                true => self.all_equal(a.iter().map(|(_, value)| value).zip(b.iter().map(|(_, value)| value))),
                false => Out::Is(no()),
            },
            (Leaf::Other(a), Leaf::Other(b)) if a == b => Out::Is(yes()),
            (Leaf::Other(_), Leaf::Items(_) | Leaf::Texts(_) | Leaf::Entries(_) | Leaf::Other(_))
            | (Leaf::Items(_) | Leaf::Texts(_) | Leaf::Entries(_), Leaf::Other(_)) => Out::Unknown,
            _ => Out::Is(no()),
        }
    }

    fn all_equal<'g>(&mut self, pairs: impl Iterator<Item = (&'g Given, &'g Given)>) -> Out {
        let mut all = vec![];
        for (a, b) in pairs {
            let mut one = vec![];
            for (first, leaf) in &a.cases {
                for (second, other) in &b.cases {
                    match self.equal(leaf, other) {
                        Out::Is(term) => one.push(and([first.clone(), second.clone(), term])),
                        other => return other,
                    }
                }
            }
            all.push(or(one));
        }
        Out::Is(and(all))
    }

    /// Whether a list of such items has one.
    pub(super) fn has(&mut self, items: &[Given], item: &Leaf) -> Out {
        let item = Given::of(item.clone());
        let mut any = vec![];
        for known in items {
            match self.all_equal([(known, &item)].into_iter()) {
                Out::Is(term) => any.push(term),
                other => return other,
            }
        }
        Out::Is(or(any))
    }

    pub(super) fn is_in(&mut self, item: &Leaf, container: &Leaf) -> Out {
        match (container, item) {
            (Leaf::Items(items), item) => self.has(items, item),
            (Leaf::Texts(list), item) => Out::Is(has_text(list, item)),
            (Leaf::Other(_), _) => Out::Unknown,
            (Leaf::Missing, _) | (Leaf::Text(_) | Leaf::Word(_), Leaf::Missing) => Out::Is(no()),
            (Leaf::Entries(entries), item) => match text(item) {
                Some(item) => Out::Is(or(entries.iter().map(|(n, _)| format!("(= {item} {})", words::literal(n))))),
                None => Out::Fault,
            },
            (container, item) => match text(container).zip(text(item)) {
                Some((container, part)) => Out::Is(format!("(str.contains {container} {part})")),
                None => Out::Fault,
            },
        }
    }
}

/// Whether a list of texts has an item.
pub(super) fn has_text(list: &Term, item: &Leaf) -> Term {
    text(item).map_or_else(no, |item| format!("(seq.contains {list} (seq.unit {item}))"))
}

pub(super) fn within(range: Range, item: &Leaf) -> Out {
    if matches!(item, Leaf::Missing) {
        return Out::Is(no());
    }
    let end = if range.closed { "<=" } else { "<" };
    let from = ordered(">=", item, &Leaf::Int(int(range.first)));
    let to = ordered(end, item, &Leaf::Int(int(range.end)));
    from.zip(to).map_or(Out::Fault, |(from, to)| Out::Is(and([from, to])))
}

/// That two of a kind that has an order stand so; `None` for all others.
pub(super) fn ordered(sign: &str, a: &Leaf, b: &Leaf) -> Option<Term> {
    match (a, b) {
        (Leaf::Bool(a), Leaf::Bool(b)) => Some(match sign {
            "<" => and([not(a), b.clone()]),
            "<=" => or([not(a), b.clone()]),
            ">" => and([a.clone(), not(b)]),
            _ => or([a.clone(), not(b)]),
        }),
        (Leaf::Int(a), Leaf::Int(b)) | (Leaf::Instant(a), Leaf::Instant(b)) => Some(format!("({sign} {a} {b})")),
        (Leaf::Text(_) | Leaf::Word(_), Leaf::Text(_) | Leaf::Word(_)) => {
            let (a, b) = text(a).zip(text(b))?;
            Some(match sign {
                ">" => format!("(str.< {b} {a})"),
                ">=" => format!("(str.<= {b} {a})"),
                sign => format!("(str.{sign} {a} {b})"),
            })
        }
        _ => real(a).zip(real(b)).map(|(a, b)| format!("({sign} {a} {b})")),
    }
}
