//! Sets of numbers: ranges on a line, in order, with gaps between them.

use rust_decimal::Decimal;

/// A cut through the line of numbers, right below or right above a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Cut(Decimal, bool);

const BOTTOM: Cut = Cut(Decimal::MIN, false);
const TOP: Cut = Cut(Decimal::MAX, true);

/// Numbers: what lies between pairs of cuts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ranges(Vec<(Cut, Cut)>);

impl Ranges {
    /// All numbers.
    pub(crate) fn all() -> Ranges {
        Ranges(vec![(BOTTOM, TOP)])
    }

    /// This number.
    pub(crate) fn only(number: Decimal) -> Ranges {
        Ranges(vec![(Cut(number, false), Cut(number, true))])
    }

    /// The numbers from one on, itself among them or not.
    pub(crate) fn from(number: Decimal, included: bool) -> Ranges {
        Ranges(vec![(Cut(number, !included), TOP)])
    }

    /// The numbers up to one, itself among them or not.
    pub(crate) fn up_to(number: Decimal, included: bool) -> Ranges {
        Ranges(vec![(BOTTOM, Cut(number, included))])
    }

    /// All other numbers.
    pub(crate) fn complement(&self) -> Ranges {
        let mut from = BOTTOM;
        let mut gaps = vec![];
        for (first, end) in &self.0 {
            gaps.push((from, *first));
            from = *end;
        }
        gaps.push((from, TOP));
        gaps.retain(|(first, end)| first < end);
        Ranges(gaps)
    }

    /// What both have.
    pub(crate) fn intersect(&self, other: &Ranges) -> Ranges {
        let (mut one, mut another) = (self.0.as_slice(), other.0.as_slice());
        let mut both = vec![];
        while let ([a, after_a @ ..], [b, after_b @ ..]) = (one, another) {
            both.extend(overlap(*a, *b));
            if a.1 <= b.1 { one = after_a } else { another = after_b }
        }
        Ranges(both)
    }

    /// Adds what the other has. Ranges that touch become one.
    pub(crate) fn unite(&mut self, other: &Ranges) {
        for (first, end) in &other.0 {
            let from = self.0.partition_point(|known| known.1 < *first);
            let to = self.0.partition_point(|known| known.0 <= *end).max(from);
            let joined = self.0[from..to].iter().fold((*first, *end), |all, one| (all.0.min(one.0), all.1.max(one.1)));
            self.0.splice(from..to, [joined]);
        }
    }

    /// Whether both have a number in common.
    pub(crate) fn meets(&self, other: &Ranges) -> bool {
        let (few, many) = if self.0.len() < other.0.len() { (self, other) } else { (other, self) };
        few.0.iter().any(|one| {
            let from = many.0.partition_point(|known| known.1 <= one.0);
            many.0.get(from).is_some_and(|another| overlap(*one, *another).is_some())
        })
    }

    /// Whether the other has all of its numbers.
    pub(crate) fn is_within(&self, other: &Ranges) -> bool {
        let has = |range: &(Cut, Cut)| {
            let from = other.0.partition_point(|known| known.1 < range.1);
            other.0.get(from).is_some_and(|known| known.0 <= range.0)
        };
        self.0.iter().all(has)
    }

    /// The single numbers that they are, where they are `most` at most.
    pub(crate) fn points(&self, most: usize) -> Option<Vec<Decimal>> {
        let point = |(first, end): &(Cut, Cut)| (first.0 == end.0).then_some(first.0);
        if self.0.len() > most { None } else { self.0.iter().map(point).collect() }
    }

    /// Where they begin and end.
    pub(crate) fn bounds(&self) -> impl Iterator<Item = Decimal> {
        self.0.iter().flat_map(|(first, end)| [first.0, end.0])
    }

    /// How many ranges they are.
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The whole numbers among them, as far as that leaves any of each range.
    pub(crate) fn whole(self) -> Ranges {
        let whole = self.0.into_iter().filter_map(|(first, end)| {
            let lowest = if first.1 { first.0.floor() + Decimal::ONE } else { first.0.ceil() };
            let highest = if end.1 { end.0.floor() } else { end.0.ceil() - Decimal::ONE };
            let is_open = (first == BOTTOM, end == TOP);
            let first = if is_open.0 { BOTTOM } else { Cut(lowest, false) };
            let end = if is_open.1 { TOP } else { Cut(highest, true) };
            (first < end).then_some((first, end))
        });
        Ranges(whole.collect())
    }

    /// A number among them, near to `wish`: itself, or the nearest bound.
    pub(crate) fn nearest(&self, wish: Decimal) -> Option<Decimal> {
        let within = |(first, end): &(Cut, Cut)| {
            let lowest = if first.1 { just_above(first.0, *end) } else { first.0 };
            let highest = if end.1 { end.0 } else { just_below(end.0, *first) };
            wish.clamp(lowest.min(highest), highest.max(lowest))
        };
        self.0.iter().map(within).min_by_key(|number| number.checked_sub(wish).map_or(Decimal::MAX, |far| far.abs()))
    }
}

fn overlap(one: (Cut, Cut), another: (Cut, Cut)) -> Option<(Cut, Cut)> {
    let (first, end) = (one.0.max(another.0), one.1.min(another.1));
    (first < end).then_some((first, end))
}

/// A number right above one and below a cut.
fn just_above(number: Decimal, end: Cut) -> Decimal {
    let next = number + Decimal::ONE;
    if Cut(next, true) <= end { next } else { (number + end.0) / Decimal::TWO }
}

/// A number right below one and above a cut.
fn just_below(number: Decimal, first: Cut) -> Decimal {
    let next = number - Decimal::ONE;
    if Cut(next, false) >= first { next } else { (number + first.0) / Decimal::TWO }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn int(number: i64) -> Decimal {
        number.into()
    }

    #[test]
    fn what_is_at_least_five_and_below_five_is_nothing() {
        assert!(Ranges::from(int(5), true).intersect(&Ranges::up_to(int(5), false)).is_empty());
        assert!(!Ranges::from(int(5), true).intersect(&Ranges::up_to(int(5), true)).is_empty());
    }

    #[test]
    fn no_whole_number_lies_between_two_that_follow_each_other() {
        let between = Ranges::from(int(5), false).intersect(&Ranges::up_to(int(6), false));
        assert!(!between.is_empty());
        assert!(between.whole().is_empty());
    }

    #[test]
    fn the_complement_of_a_number_has_all_others() {
        let others = Ranges::only(int(7)).complement();
        assert!(!others.meets(&Ranges::only(int(7))));
        assert!(others.meets(&Ranges::only(int(8))));
        let mut all = others.clone();
        all.unite(&Ranges::only(int(7)));
        assert_eq!(all, Ranges::all());
    }

    #[test]
    fn what_touches_becomes_one_and_what_lies_apart_stays_so() {
        let mut some = Ranges::only(int(1));
        some.unite(&Ranges::only(int(5)));
        some.unite(&Ranges::only(int(3)));
        assert_eq!(some.count(), 3);
        assert!(some.meets(&Ranges::only(int(3))) && !some.meets(&Ranges::only(int(4))));
        assert!(Ranges::only(int(5)).is_within(&some) && !Ranges::only(int(2)).is_within(&some));
        let between = Ranges::from(int(1), false).intersect(&Ranges::up_to(int(3), false));
        some.unite(&between);
        assert_eq!(some.count(), 2);
        assert_eq!(some.intersect(&Ranges::from(int(2), true)).count(), 2);
    }

    #[test]
    fn the_nearest_is_the_number_itself_or_a_bound() {
        let ranges = Ranges::from(int(20), true).intersect(&Ranges::up_to(int(30), false)).whole();
        assert_eq!(ranges.nearest(int(25)), Some(int(25)));
        assert_eq!(ranges.nearest(int(7)), Some(int(20)));
        assert_eq!(ranges.nearest(int(99)), Some(int(29)));
    }
}
