//! Open dates.

use tierline_model::{Timestamp, sort::sort_by};

/// The dates on which a calendar opens, each with its last close. Dates are days since 1970-01-01, on the wall.
///
/// INVARIANT: `dates` rise strictly; `closes` has as many. They fit because a calendar covers at most
/// [`MOST_YEARS`](crate::MOST_YEARS).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Days {
    /// The first date that is known.
    pub(crate) first: i64,
    /// The last date that is known.
    pub(crate) last: i64,
    /// What `closes` count from: earlier than any of them.
    start: i64,
    /// Days since `first`.
    dates: Box<[u16]>,
    closes: Box<[u32]>,
}

/// An open date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct OpenDate {
    pub(crate) day: i64,
    pub(crate) last_close: Timestamp,
}

impl Days {
    /// Those of `open` that lie between `first` and `last`; of one that is there twice, the later close counts.
    pub(crate) fn new(first: i64, last: i64, mut open: Vec<OpenDate>) -> Days {
        open.retain(|date| (first..=last).contains(&date.day));
        sort_by(&mut open, Ord::cmp);
        open.dedup_by(|next, kept| {
            let same = next.day == kept.day;
            if same {
                kept.last_close = next.last_close;
            }
            same
        });
        let start = open.iter().map(|date| date.last_close.second()).min().unwrap_or_default();
        let dates = open.iter().map(|date| u16::try_from(date.day - first).unwrap_or_default()).collect();
        let close = |date: &OpenDate| u32::try_from(date.last_close.second() - start).unwrap_or_default();
        Days { first, last, start, dates, closes: open.iter().map(close).collect() }
    }

    /// All open dates, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = OpenDate> {
        (0..self.len()).filter_map(|number| self.get(number))
    }

    /// How many open dates there are.
    pub(crate) fn len(&self) -> usize {
        self.dates.len()
    }

    /// Bytes on the heap.
    pub(crate) fn memory(&self) -> usize {
        size_of_val(&*self.dates) + size_of_val(&*self.closes)
    }

    /// Whether it is known if `day` is open.
    pub(crate) fn know(&self, day: i64) -> bool {
        (self.first..=self.last).contains(&day)
    }

    /// How many open dates there are before `day`.
    pub(crate) fn before(&self, day: i64) -> usize {
        self.dates.partition_point(|&date| self.first + i64::from(date) < day)
    }

    /// The open date of that number, from 0.
    pub(crate) fn get(&self, number: usize) -> Option<OpenDate> {
        let (date, close) = (*self.dates.get(number)?, *self.closes.get(number)?);
        let last_close = Timestamp::from_second(self.start + i64::from(close));
        Some(OpenDate { day: self.first + i64::from(date), last_close })
    }
}
