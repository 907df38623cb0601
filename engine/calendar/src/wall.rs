//! Clocks on the wall.

use tierline_model::Timestamp;

use crate::Offset;

/// Seconds in a date on the wall, clock changes not counted.
pub(crate) const DATE: i64 = 86_400;

/// No zone is further from UTC.
pub(crate) const WIDEST_OFFSET: i32 = 26 * 3_600;

/// What the clocks of a time zone show. Local times are seconds since 1970-01-01 00:00 on the wall.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wall<'a>(pub(crate) &'a [Offset]);

impl<'a> Wall<'a> {
    /// Seconds ahead of UTC.
    pub(crate) fn offset(self, at: Timestamp) -> i32 {
        let current = self.0.partition_point(|offset| offset.from <= at).saturating_sub(1);
        self.0.get(current).map_or(0, |offset| offset.seconds)
    }

    /// When clocks are next put forward or back.
    pub(crate) fn next_change(self, at: Timestamp) -> Option<Timestamp> {
        self.0.get(self.0.partition_point(|offset| offset.from <= at)).map(|change| change.from)
    }

    /// The local time at an instant.
    pub(crate) fn local(self, at: Timestamp) -> i64 {
        at.second() + i64::from(self.offset(at))
    }

    /// Days since 1970-01-01 of the local date at an instant.
    pub(crate) fn day(self, at: Timestamp) -> i64 {
        self.local(at).div_euclid(DATE)
    }

    /// The first instant with that local time; where clocks skip it, the instant at which they do.
    pub(crate) fn first(self, local: i64) -> Timestamp {
        let Some((start, changes)) = self.around(local).split_first() else { return Timestamp::from_second(local) };
        let mut instant = before(local, start);
        for change in changes {
            if instant < change.from {
                break;
            }
            instant = before(local, change).max(change.from);
        }
        instant
    }

    /// The last instant with that local time; where clocks skip it, the instant at which they do.
    pub(crate) fn last(self, local: i64) -> Timestamp {
        let around = self.around(local);
        let Some(end) = around.last() else { return Timestamp::from_second(local) };
        let mut instant = before(local, end);
        for pair in around.windows(2).rev() {
            let [earlier, change] = pair else { break };
            if instant >= change.from {
                break;
            }
            instant = before(local, earlier).min(change.from);
        }
        instant
    }

    /// When hours end that are open up to a local time: its last instant, but its first where clocks went back to it, because
    /// the second before happened once.
    pub(crate) fn closing(self, local: i64) -> Timestamp {
        let last = self.last(local);
        let went_back = |pair: &[Offset]| matches!(pair, [earlier, change] if change.from == last && change.seconds < earlier.seconds);
        if self.around(local).windows(2).any(went_back) { self.first(local) } else { last }
    }

    /// The offsets that may hold at that local time, and the one before them.
    fn around(self, local: i64) -> &'a [Offset] {
        let earliest = Timestamp::from_second(local - i64::from(WIDEST_OFFSET));
        let latest = Timestamp::from_second(local + i64::from(WIDEST_OFFSET));
        let start = self.0.partition_point(|offset| offset.from <= earliest).saturating_sub(1);
        let end = self.0.partition_point(|offset| offset.from <= latest).max(1);
        self.0.get(start..end).unwrap_or_default()
    }
}

/// The instant at which clocks with that offset show a local time.
fn before(local: i64, offset: &Offset) -> Timestamp {
    Timestamp::from_second(local - i64::from(offset.seconds))
}
