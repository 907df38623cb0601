//! Ranges of whole numbers: the pieces into which their bounds cut the line of numbers, and the rules that are filed under those.
//!
//! A rule is filed under each piece that its range covers. Where those are too many, pieces are taken four at a time, sixteen at
//! a time and so on, until they are few enough: narrow ranges stand among few others, wide ones are filed no more often than
//! narrow ones. Whoever has a number looks into one place of each level.

use std::ops::RangeInclusive;

use tierline_model::{SortedMap, sort::sort_by};

use super::{
    Index,
    build::{Draft, Filed, MOST_KEYS, Test},
    columns::Columns,
};

/// Each level takes so many pieces of the one before for one, as a power of two.
const BITS_A_LEVEL: usize = 2;
/// A rule is filed under a range that covers at most one in so many pieces: others are as soon looked at every time.
const RANGE_IS_ONE_IN: usize = 4;

/// Numbers of a cell, from the first to the last; none where the last is less than the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Range {
    first: i32,
    last: i32,
}

/// Where the line of numbers is cut, in order. A piece begins at each cut, and one ends before the first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cuts(Vec<i32>);

/// The rules filed under the number that one cell holds.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) cell: u8,
    cuts: Cuts,
    levels: Vec<Level>,
}

/// The rules that are filed under so many pieces at a time.
#[derive(Clone, Copy, Debug)]
struct Level {
    /// How many, as a power of two.
    bits: usize,
    /// Where in `starts` those of its places begin.
    base: u32,
}

impl Range {
    fn overlap(self, other: Range) -> Range {
        Range { first: self.first.max(other.first), last: self.last.min(other.last) }
    }
}

impl Cuts {
    /// Where ranges begin, and where they have ended.
    pub(super) fn of(ranges: impl Iterator<Item = Range>) -> Cuts {
        let mut cuts: Vec<i32> = ranges.flat_map(|range| [range.first, range.last.saturating_add(1)]).collect();
        sort_by(&mut cuts, Ord::cmp);
        cuts.dedup();
        Cuts(cuts)
    }

    /// How many pieces there are.
    fn pieces(&self) -> usize {
        self.0.len() + 1
    }

    /// The piece that a number lies in.
    fn piece(&self, number: i32) -> usize {
        self.0.partition_point(|cut| *cut <= number)
    }

    /// The pieces that have numbers of a range.
    fn covered(&self, range: Range) -> RangeInclusive<usize> {
        self.piece(range.first)..=self.piece(range.last)
    }
}

impl Line {
    /// Where the rules stand that can hold for a number: in `starts`, one place a level.
    pub(super) fn places(&self, number: i32) -> impl Iterator<Item = (u32, usize)> + '_ {
        let piece = self.cuts.piece(number);
        self.levels.iter().map(move |level| (level.base, piece >> level.bits))
    }
}

impl Draft {
    /// The numbers that it asks cells for, cell by cell; one that it asks twice comes twice.
    pub(super) fn ranges(&self) -> impl Iterator<Item = (u8, Range)> + '_ {
        self.tests.iter().filter_map(|test| match test {
            Test::Cell(cell, ..) => Some((*cell, self.range(*cell))),
            _ => None,
        })
    }

    /// The numbers that it asks one cell for, in all its tests.
    fn range(&self, wanted: u8) -> Range {
        let ranges = self.tests.iter().filter_map(|test| match test {
            Test::Cell(cell, least, above) if *cell == wanted => {
                Some(Range { first: *least, last: least.saturating_add_unsigned(*above) })
            }
            _ => None,
        });
        ranges.fold(Range { first: i32::MIN, last: i32::MAX }, Range::overlap)
    }
}

impl Index {
    /// Notes where rules cut the numbers of each column: that tells wide ranges from narrow ones.
    pub(super) fn learn_cuts<'a>(&mut self, drafts: impl Iterator<Item = &'a Draft>) {
        let mut by_column: Vec<Vec<Range>> = vec![vec![]; self.columns.numbers.len()];
        for (cell, range) in drafts.flat_map(Draft::ranges) {
            by_column[Columns::number_column(cell)].push(range);
        }
        for (numbers, ranges) in self.columns.numbers.iter_mut().zip(by_column) {
            numbers.cuts = Cuts::of(ranges.into_iter());
        }
    }

    /// The cell of the narrowest range that a rule asks for, where one is narrow.
    pub(super) fn narrowest(&self, draft: &Draft) -> Option<u8> {
        let shares = draft.ranges().filter_map(|(cell, range)| {
            let cuts = &self.columns.numbers.get(Columns::number_column(cell))?.cuts;
            Some((cell, cuts.covered(range).count(), cuts.pieces()))
        });
        let narrow = shares.filter(|(_, covered, of)| covered * RANGE_IS_ONE_IN <= *of);
        narrow.min_by(|(_, a, of_a), (_, b, of_b)| (a * of_b).cmp(&(b * of_a))).map(|(cell, ..)| cell)
    }

    /// Files rules under the numbers that they ask a cell for.
    pub(super) fn line(&mut self, cell: u8, rules: &[&Draft]) -> Line {
        let cuts = Cuts::of(rules.iter().map(|draft| draft.range(cell)));
        let mut by_level: SortedMap<usize, Vec<Vec<Filed<'_>>>> = SortedMap::new();
        for draft in rules {
            let pieces = cuts.covered(draft.range(cell));
            let bits = bits_of(&pieces);
            let places = by_level.get_or_insert_with(bits, || vec![vec![]; ((cuts.pieces() - 1) >> bits) + 1]);
            // An empty range covers none.
            let covered = places.get_mut(pieces.start() >> bits..=pieces.end() >> bits);
            for place in covered.into_iter().flatten() {
                // That the number lies in one of these pieces does not say that it lies in the range.
                place.push((draft, [None; 2]));
            }
        }
        let levels = by_level.into_iter().map(|(bits, places)| Level { bits, base: self.table(places) }).collect();
        Line { cell, cuts, levels }
    }
}

/// The first level at which pieces lie in few enough places.
fn bits_of(pieces: &RangeInclusive<usize>) -> usize {
    let mut bits = 0;
    while (pieces.end() >> bits).saturating_sub(pieces.start() >> bits) >= MOST_KEYS {
        bits += BITS_A_LEVEL;
    }
    bits
}

#[cfg(test)]
mod tests {
    use tierline_condition::Layout;
    use tierline_model::Path;

    use super::{
        super::{Span, columns::Numbers},
        *,
    };

    const LEAST: i32 = i32::MIN + 1;
    const MOST: i32 = i32::MAX - 1;

    fn range(first: i32, last: i32) -> Range {
        Range { first, last }
    }

    fn draft(rule: u32, tests: &[(u8, i32, i32)]) -> Draft {
        let test = |(cell, first, last): &(u8, i32, i32)| Test::Cell(*cell, *first, last.abs_diff(*first));
        Draft { rule, tests: tests.iter().map(test).collect(), decide: false }
    }

    /// The rules that stand where a number leads to, level by level.
    fn rules_at(index: &Index, line: &Line, number: i32) -> Vec<Vec<u32>> {
        let span = |(base, place)| {
            let first = base as usize + place;
            Span { from: index.starts[first], to: index.starts[first + 1] }
        };
        let rules =
            |span: Span| index.entries[span.from as usize..span.to as usize].iter().map(|entry| entry.rule).collect();
        line.places(number).map(span).map(rules).collect()
    }

    #[test]
    fn pieces_begin_where_ranges_begin_and_have_ended() {
        let cuts = Cuts::of([range(3, MOST), range(10, 50), range(LEAST, 9), range(3, 3)].into_iter());
        assert_eq!(cuts, Cuts(vec![LEAST, 3, 4, 10, 51, i32::MAX]));
        assert_eq!(cuts.pieces(), 7);
        let pieces = [
            (i32::MIN, 0),
            (LEAST, 1),
            (2, 1),
            (3, 2),
            (4, 3),
            (9, 3),
            (10, 4),
            (50, 4),
            (51, 5),
            (MOST, 5),
            (i32::MAX, 6),
        ];
        for (number, piece) in pieces {
            assert_eq!(cuts.piece(number), piece, "{number}");
        }
        assert_eq!(cuts.covered(range(3, MOST)), 2..=5);
        assert_eq!(cuts.covered(range(LEAST, 9)), 1..=3);
        assert_eq!(cuts.covered(range(10, 50)), 4..=4);
        assert!(cuts.covered(range(10, 3)).is_empty());
        // What no rule asks for lies in one piece.
        assert_eq!((Cuts::default().pieces(), Cuts::default().covered(range(LEAST, MOST))), (1, 0..=0));
    }

    #[test]
    fn a_rule_is_filed_under_few_places() {
        for (pieces, bits) in [(5..=5, 0), (3..=10, 0), (3..=11, 2), (0..=31, 2), (3..=34, 4), (0..=4_095, 10)] {
            assert_eq!(bits_of(&pieces), bits, "{pieces:?}");
        }
        assert_eq!(bits_of(&RangeInclusive::new(9, 2)), 0);
    }

    #[test]
    fn all_that_a_rule_asks_a_cell_counts() {
        let draft = draft(0, &[(63, 3, MOST), (62, 1, 1), (63, LEAST, 9)]);
        assert_eq!(draft.range(63), range(3, 9));
        let ranges: Vec<_> = draft.ranges().collect();
        assert_eq!(ranges, [(63, range(3, 9)), (62, range(1, 1)), (63, range(3, 9))]);
    }

    #[test]
    fn a_number_leads_to_the_rules_around_it() {
        // Twelve ranges of one number, one over ten of them, one over nothing.
        let mut drafts: Vec<Draft> = (0..12).map(|rule| draft(rule, &[(63, rule as i32, rule as i32)])).collect();
        drafts.push(draft(12, &[(63, 1, 10)]));
        drafts.push(draft(13, &[(63, 7, 9), (63, 2, 4)]));
        let drafts: Vec<&Draft> = drafts.iter().collect();
        let mut index = Index::default();
        let line = index.line(63, &drafts);
        assert_eq!(index.entries.len(), 12 + 3);
        assert_eq!(rules_at(&index, &line, 0), [vec![0], vec![12]]);
        assert_eq!(rules_at(&index, &line, 5), [vec![5], vec![12]]);
        // The piece of 11 is the twelfth, and starts a place of four.
        assert_eq!(rules_at(&index, &line, 11), [vec![11], vec![]]);
        assert_eq!(rules_at(&index, &line, -1), [vec![], vec![12]]);
        assert_eq!(rules_at(&index, &line, i32::MAX).concat(), [0u32; 0]);
    }

    #[test]
    fn every_rule_stands_where_its_numbers_lead() {
        let bounds = [LEAST, LEAST + 1, -7, -1, 0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, MOST - 1, MOST];
        let pairs = bounds.iter().flat_map(|first| bounds.iter().map(move |last| (*first, *last)));
        let ranges: Vec<(i32, i32)> = pairs.filter(|(first, last)| first <= last).collect();
        let drafts: Vec<Draft> = (0..).zip(&ranges).map(|(rule, (a, b))| draft(rule, &[(63, *a, *b)])).collect();
        let drafts: Vec<&Draft> = drafts.iter().collect();
        let mut index = Index::default();
        let line = index.line(63, &drafts);
        assert!(index.entries.len() <= MOST_KEYS * drafts.len());
        for number in bounds.into_iter().flat_map(|bound| [bound - 1, bound, bound + 1]) {
            let found = rules_at(&index, &line, number);
            assert!(found.iter().all(|rules| rules.is_sorted()), "{number}");
            let mut found = found.concat();
            found.sort_unstable();
            assert!(found.is_sorted_by(|a, b| a < b), "{number}");
            for (rule, (first, last)) in (0..).zip(&ranges) {
                let is_found = found.binary_search(&rule).is_ok();
                assert!(is_found || !(*first..=*last).contains(&number), "{number}: {first} to {last}");
            }
        }
    }

    #[test]
    fn the_narrowest_range_is_the_key() {
        let mut index = Index::default();
        let slot = Layout::default().slot(&Path::parse("ticket.a").unwrap());
        for _ in 0..2 {
            index.columns.numbers.push(Numbers { slot, cuts: Cuts::default() });
        }
        let both = draft(0, &[(63, 1, 3), (62, 5, 5)]);
        let others: Vec<Draft> = (0..10).map(|at| draft(1, &[(63, at, at), (62, at, at)])).collect();
        index.learn_cuts(others.iter().chain([&both]));
        assert_eq!(index.narrowest(&both), Some(62));
        assert_eq!(index.narrowest(&draft(2, &[(63, 1, 2)])), Some(63));
        // Half of all the pieces are too many, and no test is no range.
        assert_eq!(index.narrowest(&draft(2, &[(63, 1, 6)])), None);
        assert_eq!(index.narrowest(&draft(2, &[])), None);
        // What can never be is filed under nothing.
        assert_eq!(index.narrowest(&draft(2, &[(63, 1, 9), (62, 7, 9), (62, 1, 2)])), Some(62));
    }
}
