//! Half-open pieces of time.

use serde::{Deserialize, Serialize};
use tierline_model::{Timestamp, sort::sort_by};

/// A stretch of time: `open` is in it, `close` is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Stretch {
    /// Its first instant.
    pub open: Timestamp,
    /// The first instant after it.
    pub close: Timestamp,
}

impl Stretch {
    /// The stretch from `open` up to `close`; `None` where that would be empty.
    ///
    /// ```
    /// # use tierline_calendar::Stretch;
    /// # use tierline_model::Timestamp;
    /// let [nine, five] = [9, 17].map(|hour| Timestamp::from_second(hour * 3_600));
    /// assert_eq!(Stretch::new(nine, five).map(Stretch::seconds), Some(8 * 3_600));
    /// assert_eq!(Stretch::new(nine, nine), None);
    /// ```
    pub fn new(open: Timestamp, close: Timestamp) -> Option<Stretch> {
        (open < close).then_some(Stretch { open, close })
    }

    /// What both have; `None` where they only touch.
    pub fn overlap(self, other: Stretch) -> Option<Stretch> {
        Stretch::new(self.open.max(other.open), self.close.min(other.close))
    }

    /// How long it is.
    pub fn seconds(self) -> i64 {
        self.close.second() - self.open.second()
    }
}

/// The same time as sorted stretches that never touch.
pub(crate) fn merged(mut stretches: Vec<Stretch>) -> Vec<Stretch> {
    sort_by(&mut stretches, Ord::cmp);
    stretches.dedup_by(|next, last| {
        let touches = next.open <= last.close;
        if touches {
            last.close = last.close.max(next.close);
        }
        touches
    });
    stretches
}

/// What is left of `stretch` without `holes`, which are sorted and never touch.
pub(crate) fn without(stretch: Stretch, holes: &[Stretch]) -> impl Iterator<Item = Stretch> {
    let first = holes.partition_point(|hole| hole.close <= stretch.open);
    let holes = holes.iter().skip(first).take_while(move |hole| hole.open < stretch.close);
    let opens = std::iter::once(stretch.open).chain(holes.clone().map(|hole| hole.close));
    let closes = holes.map(|hole| hole.open).chain([stretch.close]);
    opens.zip(closes).filter_map(|(open, close)| Stretch::new(open, close))
}
