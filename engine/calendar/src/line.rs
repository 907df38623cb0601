//! Open time with running totals.

use tierline_model::Timestamp;

use crate::{Stretch, ruler::Ruler};

/// Sorted stretches that never touch, and how long all before each of them are together.
///
/// INVARIANT: `opens` and `totals` rise strictly, and `totals` has one more, for the end. All of them fit 32 bits because a
/// calendar covers at most [`MOST_YEARS`](crate::MOST_YEARS).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    start: i64,
    opens: Box<[u32]>,
    totals: Box<[u32]>,
    by_open: Ruler,
    by_total: Ruler,
}

impl Line {
    /// The stretches, which are sorted, never touch and begin at `start` or later.
    pub(crate) fn new(start: Timestamp, stretches: &[Stretch]) -> Line {
        let start = start.second();
        let opens: Box<[u32]> = stretches.iter().map(|stretch| narrow(stretch.open.second() - start)).collect();
        let mut total = 0;
        let ends = stretches.iter().map(|stretch| {
            total += stretch.seconds();
            narrow(total)
        });
        let totals: Box<[u32]> = std::iter::once(0).chain(ends).collect();
        Line { start, by_open: Ruler::new(&opens), by_total: Ruler::new(&totals), opens, totals }
    }

    /// How many stretches there are.
    pub(crate) fn len(&self) -> usize {
        self.opens.len()
    }

    /// Bytes on the heap.
    pub(crate) fn memory(&self) -> usize {
        size_of_val(&*self.opens) + size_of_val(&*self.totals) + self.by_open.memory() + self.by_total.memory()
    }

    /// All open seconds.
    pub(crate) fn total(&self) -> i64 {
        self.total_before(self.len())
    }

    /// Open seconds before `at`.
    pub(crate) fn seconds_before(&self, at: Timestamp) -> i64 {
        let Some(current) = self.begun(at).checked_sub(1) else { return 0 };
        let since_open = at.second() - self.open(current);
        self.total_before(current + 1).min(self.total_before(current) + since_open)
    }

    /// The earliest instant with `seconds` of open time before it; those must be more than 0 and at most the total.
    pub(crate) fn earliest(&self, seconds: i64) -> Timestamp {
        self.within(self.by_total.at_most(&self.totals, seconds - 1), seconds)
    }

    /// The latest instant with `seconds` of open time before it; those must be at least 0 and less than the total.
    pub(crate) fn latest(&self, seconds: i64) -> Timestamp {
        self.within(self.by_total.at_most(&self.totals, seconds), seconds)
    }

    fn within(&self, stretch_from_1: usize, seconds: i64) -> Timestamp {
        let stretch = stretch_from_1.saturating_sub(1);
        Timestamp::from_second(self.open(stretch) + seconds - self.total_before(stretch))
    }

    /// How many stretches begin at `at` or before.
    pub(crate) fn begun(&self, at: Timestamp) -> usize {
        self.by_open.at_most(&self.opens, at.second() - self.start)
    }

    /// The stretch of that number, from 0.
    pub(crate) fn stretch(&self, number: usize) -> Option<Stretch> {
        let open = self.start + i64::from(*self.opens.get(number)?);
        let close = open + self.total_before(number + 1) - self.total_before(number);
        Some(Stretch { open: Timestamp::from_second(open), close: Timestamp::from_second(close) })
    }

    /// The stretch that `at` lies in.
    pub(crate) fn current(&self, at: Timestamp) -> Option<Stretch> {
        self.last_begun(at).filter(|stretch| at < stretch.close)
    }

    /// The last stretch that begins at `at` or before.
    pub(crate) fn last_begun(&self, at: Timestamp) -> Option<Stretch> {
        self.stretch(self.begun(at).checked_sub(1)?)
    }

    fn open(&self, number: usize) -> i64 {
        self.start + self.opens.get(number).map_or(0, |&open| i64::from(open))
    }

    fn total_before(&self, number: usize) -> i64 {
        self.totals.get(number).map_or(0, |&total| i64::from(total))
    }
}

/// INVARIANT of [`Line`]: it fits.
fn narrow(seconds: i64) -> u32 {
    u32::try_from(seconds).unwrap_or_default()
}
