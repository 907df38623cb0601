//! What a term may be.

use rust_decimal::Decimal;
use tierline_condition::{Comparison, Facts};
use tierline_model::{FieldType, SortedSet, Text, Timestamp, Value};

use super::{lists::Lists, ranges::Ranges, texts::Texts};

/// A single value that a term may be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Word {
    Missing,
    Truth(bool),
    Number(Decimal),
    /// In seconds since 1970.
    Instant(Decimal),
    Text(Text),
}

/// What a term may be: of every kind of value, those that are not ruled out.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Domain {
    pub(crate) missing: bool,
    pub(crate) no: bool,
    pub(crate) yes: bool,
    pub(crate) numbers: Ranges,
    /// Instants, as seconds since 1970.
    pub(crate) instants: Ranges,
    pub(crate) texts: Option<Box<Texts>>,
    pub(crate) lists: Option<Box<Lists>>,
    /// Maps, and lists of other things than texts.
    pub(crate) others: bool,
}

impl Domain {
    /// Anything.
    pub(crate) fn any() -> Domain {
        Domain {
            missing: true,
            no: true,
            yes: true,
            numbers: Ranges::all(),
            instants: Ranges::all(),
            texts: Some(Box::default()),
            lists: Some(Box::default()),
            others: true,
        }
    }

    /// What a field of that type may hold.
    pub(crate) fn of_type(kind: &FieldType, may_be_missing: bool) -> Domain {
        let missing = Domain { missing: may_be_missing, ..Domain::default() };
        match kind {
            FieldType::Text | FieldType::Id => Domain { texts: Some(Box::default()), ..missing },
            FieldType::Integer | FieldType::Number => Domain { numbers: Ranges::all(), ..missing },
            FieldType::Boolean => Domain { no: true, yes: true, ..missing },
            FieldType::Instant | FieldType::Date => Domain { instants: Ranges::all(), ..missing },
            FieldType::OneOf(words) => Domain { texts: Some(Box::new(Texts::only(words.iter().cloned()))), ..missing },
            FieldType::TextList => Domain { lists: Some(Box::default()), ..missing },
            FieldType::List => Domain { lists: Some(Box::default()), others: true, ..missing },
            FieldType::Map => Domain { others: true, ..missing },
        }
    }

    /// True, or false.
    pub(crate) fn truth(yes: bool) -> Domain {
        Domain { yes, no: !yes, ..Domain::default() }
    }

    pub(crate) fn missing() -> Domain {
        Domain { missing: true, ..Domain::default() }
    }

    pub(crate) fn numbers(numbers: Ranges) -> Domain {
        Domain { numbers, ..Domain::default() }
    }

    pub(crate) fn texts(texts: Texts) -> Domain {
        Domain { texts: Some(Box::new(texts)), ..Domain::default() }
    }

    pub(crate) fn lists(lists: Lists) -> Domain {
        Domain { lists: Some(Box::new(lists)), ..Domain::default() }
    }

    /// The same, and missing.
    pub(crate) fn or_missing(self) -> Domain {
        Domain { missing: true, ..self }
    }

    /// What compares so with a constant; `None` where that cannot be said in this way.
    pub(crate) fn compared(comparison: Comparison, constant: &Value) -> Option<Domain> {
        match comparison {
            Comparison::Equal => Domain::equal_to(constant),
            Comparison::NotEqual => Domain::equal_to(constant)?.others_than(),
            _ => {
                let ranges = |number: Decimal| match comparison {
                    Comparison::Less => Ranges::up_to(number, false),
                    Comparison::AtMost => Ranges::up_to(number, true),
                    Comparison::More => Ranges::from(number, false),
                    _ => Ranges::from(number, true),
                };
                match constant {
                    Value::Int(int) => Some(Domain::numbers(ranges((*int).into()))),
                    Value::Decimal(decimal) => Some(Domain::numbers(ranges(*decimal))),
                    Value::Instant(_) | Value::Date(_) => {
                        let at = constant.as_instant()?;
                        Some(Domain { instants: ranges(at.second().into()), ..Domain::default() })
                    }
                    _ => None,
                }
            }
        }
    }

    /// What equals a constant.
    pub(crate) fn equal_to(constant: &Value) -> Option<Domain> {
        Some(match constant {
            Value::Missing => Domain::missing(),
            Value::Bool(yes) => Domain::truth(*yes),
            Value::Int(int) => Domain::numbers(Ranges::only((*int).into())),
            Value::Decimal(decimal) => Domain::numbers(Ranges::only(*decimal)),
            Value::Text(text) => Domain::texts(Texts::only([text.clone()])),
            Value::Instant(_) | Value::Date(_) => {
                let at = constant.as_instant()?;
                Domain { instants: Ranges::only(at.second().into()), ..Domain::default() }
            }
            Value::List(items) if items.is_empty() => Domain::lists(Lists { empty: true, ..Lists::default() }),
            Value::List(_) | Value::Map(_) => return None,
        })
    }

    /// All that is not in it, where it is made of names and numbers only.
    pub(crate) fn others_than(&self) -> Option<Domain> {
        let texts = match &self.texts {
            None => Some(Box::default()),
            Some(texts) if !texts.tests.is_empty() => return None,
            Some(texts) => match (&texts.only, texts.not.is_empty()) {
                (Some(only), true) => Some(Box::new(Texts::but(only.iter().cloned()))),
                (None, true) => None,
                (None, false) => Some(Box::new(Texts::only(texts.not.iter().cloned()))),
                (Some(_), false) => return None,
            },
        };
        let lists = match &self.lists {
            None => Some(Box::default()),
            Some(lists) if **lists == Lists { empty: true, ..Lists::default() } => {
                Some(Box::new(Lists { filled: true, ..Lists::default() }))
            }
            Some(lists) if **lists == Lists::default() => None,
            Some(_) => return None,
        };
        Some(Domain {
            missing: !self.missing,
            no: !self.no,
            yes: !self.yes,
            numbers: self.numbers.complement(),
            instants: self.instants.complement(),
            texts,
            lists,
            others: !self.others,
        })
    }

    /// What both have.
    pub(crate) fn intersect(&self, other: &Domain, facts: &Facts) -> Domain {
        let mut both = self.clone();
        both.narrow(other, facts);
        both
    }

    /// Leaves what the other has as well.
    pub(crate) fn narrow(&mut self, other: &Domain, facts: &Facts) {
        self.texts = self.texts.take().zip(other.texts.as_ref()).and_then(|(mut texts, other)| {
            texts.narrow(other, facts);
            (!texts.is_empty(facts)).then_some(texts)
        });
        self.lists = self.lists.take().zip(other.lists.as_ref()).and_then(|(lists, other)| {
            let lists = lists.intersect(other);
            (!lists.is_empty()).then(|| Box::new(lists))
        });
        self.missing &= other.missing;
        self.no &= other.no;
        self.yes &= other.yes;
        self.others &= other.others;
        self.numbers = self.numbers.intersect(&other.numbers);
        self.instants = self.instants.intersect(&other.instants);
    }

    /// Adds what the other has; whether that can be said in this way. Where it cannot, nothing is added.
    pub(crate) fn unite(&mut self, other: &Domain) -> bool {
        let names = |domain: &Domain| domain.texts.as_ref().is_none_or(|texts| texts.only.is_some());
        let texts_fit =
            names(self) && names(other) || self.texts.is_none() || other.texts.is_none() || self.texts == other.texts;
        let lists_fit = self.lists.is_none() || other.lists.is_none() || self.lists == other.lists;
        if !texts_fit || !lists_fit {
            return false;
        }
        match (&mut self.texts, &other.texts) {
            (Some(texts), Some(others)) => {
                if let (Some(only), Some(others)) = (&mut texts.only, &others.only) {
                    only.extend(others.iter().cloned());
                }
            }
            (texts, others) => *texts = texts.take().or_else(|| others.clone()),
        }
        self.lists = self.lists.take().or_else(|| other.lists.clone());
        self.missing |= other.missing;
        self.no |= other.no;
        self.yes |= other.yes;
        self.others |= other.others;
        self.numbers.unite(&other.numbers);
        self.instants.unite(&other.instants);
        true
    }

    /// All of several, where that can be said in this way.
    pub(crate) fn any_of(domains: impl IntoIterator<Item = Option<Domain>>) -> Option<Domain> {
        let mut all = Domain::default();
        for domain in domains {
            all.unite(&domain?).then_some(())?;
        }
        Some(all)
    }

    /// The same with whole numbers only.
    pub(crate) fn whole(self) -> Domain {
        Domain { numbers: self.numbers.whole(), ..self }
    }

    /// Whether there is surely nothing in it.
    pub(crate) fn is_empty(&self) -> bool {
        !(self.missing || self.no || self.yes || self.others)
            && self.numbers.is_empty()
            && self.instants.is_empty()
            && self.texts.is_none()
            && self.lists.is_none()
    }

    /// Whether the two have surely nothing in common. It is quick, and says so less often than [`intersect`](Domain::intersect).
    pub(crate) fn misses(&self, other: &Domain) -> bool {
        let both = |of: fn(&Domain) -> bool| of(self) && of(other);
        let texts = match (&self.texts, &other.texts) {
            (Some(one), Some(another)) => one.misses(another),
            _ => true,
        };
        let lists = match (&self.lists, &other.lists) {
            (Some(one), Some(another)) => one.misses(another),
            _ => true,
        };
        texts
            && lists
            && !both(|domain| domain.missing)
            && !both(|domain| domain.no)
            && !both(|domain| domain.yes)
            && !both(|domain| domain.others)
            && !self.numbers.meets(&other.numbers)
            && !self.instants.meets(&other.instants)
    }

    /// Whether tests of texts are part of it, which are not looked at where it must be quick.
    pub(crate) fn is_tested(&self) -> bool {
        self.texts.as_ref().is_some_and(|texts| !texts.tests.is_empty()) || self.lists.is_some()
    }

    /// Whether all that is in it surely is in `other` as well.
    pub(crate) fn is_within(&self, other: &Domain) -> bool {
        let texts = match (&self.texts, &other.texts) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(one), Some(another)) => one.is_within(another),
        };
        let lists = match (&self.lists, &other.lists) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(one), Some(another)) => one.is_within(another),
        };
        texts
            && lists
            && (!self.missing || other.missing)
            && (!self.no || other.no)
            && (!self.yes || other.yes)
            && (!self.others || other.others)
            && self.numbers.is_within(&other.numbers)
            && self.instants.is_within(&other.instants)
    }

    /// The single words and truths that it is made of; `None` where there is anything else in it.
    pub(crate) fn single(&self) -> Option<Vec<Domain>> {
        let is_other = self.missing
            || self.others
            || self.lists.is_some()
            || !self.numbers.is_empty()
            || !self.instants.is_empty();
        let texts = match &self.texts {
            None => vec![],
            Some(texts) => texts.only.as_ref()?.iter().map(|text| Domain::texts(Texts::only([text.clone()]))).collect(),
        };
        let truths =
            [(self.yes, true), (self.no, false)].into_iter().filter(|(is, _)| *is).map(|(_, yes)| Domain::truth(yes));
        (!is_other).then(|| texts.into_iter().chain(truths).collect())
    }

    /// The single values that it is made of, where they are `most` at most and there is nothing else in it.
    pub(crate) fn words(&self, most: usize) -> Option<Vec<Word>> {
        let texts = match &self.texts {
            None => None,
            Some(texts) => Some(texts.only.as_ref().filter(|only| only.len() <= most)?),
        };
        if self.others || self.lists.is_some() {
            return None;
        }
        let (numbers, instants) = (self.numbers.points(most)?, self.instants.points(most)?);
        let mut words: Vec<Word> = texts.into_iter().flatten().cloned().map(Word::Text).collect();
        words.extend(numbers.into_iter().map(Word::Number));
        words.extend(instants.into_iter().map(Word::Instant));
        let single = [(self.missing, Word::Missing), (self.no, Word::Truth(false)), (self.yes, Word::Truth(true))];
        words.extend(single.into_iter().filter(|(is, _)| *is).map(|(_, word)| word));
        (words.len() <= most).then_some(words)
    }

    /// What it takes to look at it once, in units of work.
    pub(crate) fn weight(&self) -> u64 {
        let texts = self
            .texts
            .as_ref()
            .map_or(0, |texts| texts.only.as_ref().map_or(0, SortedSet::len) + texts.not.len() + 2 * texts.tests.len());
        let lists = self
            .lists
            .as_ref()
            .map_or(0, |lists| lists.has.len() + lists.lacks.len() + 4 * (lists.one_of.len() + lists.not_all.len()));
        1 + (texts + lists + self.numbers.count() + self.instants.count()) as u64 / 4
    }

    /// What it takes to narrow it down where it stands. What it is not among the texts is only added to.
    pub(crate) fn weight_in_place(&self) -> u64 {
        let not = self.texts.as_ref().map_or(0, |texts| texts.not.len());
        self.weight() - not as u64 / 4
    }

    /// A value in it, near to `wish`.
    pub(crate) fn pick(&self, wish: &Value, facts: &Facts) -> Option<Value> {
        if self.has(wish, facts) {
            return Some(wish.clone());
        }
        let is_free = |texts: &Texts| texts.only.is_none() && !texts.tests.iter().any(|(_, passes)| *passes);
        if self.missing && self.texts.as_deref().is_some_and(is_free) {
            return Some(Value::Missing);
        }
        let text = || self.texts.as_ref()?.pick(wish.as_text(), facts).map(Value::Text);
        let number = || {
            let near = match wish {
                Value::Int(int) => (*int).into(),
                Value::Decimal(decimal) => *decimal,
                _ => Decimal::ONE,
            };
            let number = self.numbers.nearest(near)?;
            Some(
                i64::try_from(number)
                    .ok()
                    .filter(|int| Decimal::from(*int) == number)
                    .map_or(Value::Decimal(number), Value::Int),
            )
        };
        let instant = || {
            let near = match wish {
                Value::Instant(_) | Value::Date(_) => wish.as_instant()?,
                _ => facts.now(),
            };
            let second = self.instants.nearest(near.second().into())?;
            Some(Value::Instant(Timestamp::from_second(i64::try_from(second.floor()).ok()?)))
        };
        let items: Vec<Text> =
            wish.as_list().into_iter().flatten().filter_map(Value::as_text).map(Text::from).collect();
        let list = || self.lists.as_ref()?.pick(&items);
        let truth = || (self.yes || self.no).then_some(Value::Bool(self.yes));
        let picked = text().or_else(number).or_else(instant).or_else(truth).or_else(list);
        picked
            .or_else(|| self.missing.then_some(Value::Missing))
            .or_else(|| self.others.then(|| Value::Map(Default::default())))
    }

    /// Whether a value is in it, as far as that can be said.
    pub(crate) fn has(&self, value: &Value, facts: &Facts) -> bool {
        match Domain::equal_to(value) {
            Some(only) => !self.intersect(&only, facts).is_empty(),
            None => match (value, &self.lists) {
                (Value::List(items), Some(lists)) => {
                    let texts: Vec<Text> = items.iter().filter_map(Value::as_text).map(Text::from).collect();
                    lists.pick(&texts).as_ref() == Some(value)
                }
                _ => self.others,
            },
        }
    }
}
