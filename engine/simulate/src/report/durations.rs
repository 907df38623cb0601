//! How long things took, of many tickets together.

use serde::Serialize;

/// How long something took, ticket by ticket, in seconds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Durations(Vec<i64>);

/// What durations come to, in whole seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Spread {
    /// How many there are.
    pub tickets: u64,
    /// All of them together by how many they are, rounded down.
    pub mean: i64,
    /// The one in the middle; of an even number the mean of the two there, rounded down.
    pub median: i64,
    /// The smallest that nine of ten are not above: the 90th percentile by nearest rank, which is one of them.
    pub p90: i64,
}

impl Durations {
    pub(crate) fn add(&mut self, seconds: i64) {
        self.0.push(seconds);
    }

    /// What they come to; none where there are none.
    pub fn spread(&self) -> Option<Spread> {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let count = sorted.len();
        let at = |index: usize| sorted.get(index).copied();
        let sum: i128 = sorted.iter().map(|seconds| i128::from(*seconds)).sum();
        let whole = |sum: i128, count: i128| i64::try_from(sum.div_euclid(count)).ok();
        let middle = [at(count.checked_sub(1)? / 2)?, at(count / 2)?].map(i128::from);
        Some(Spread {
            tickets: count as u64,
            mean: whole(sum, i128::try_from(count).ok()?)?,
            median: whole(middle[0] + middle[1], 2)?,
            p90: at((count * 9).div_ceil(10).checked_sub(1)?)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spread(seconds: &[i64]) -> Option<(i64, i64, i64)> {
        let spread = Durations(seconds.to_vec()).spread()?;
        assert_eq!(spread.tickets, seconds.len() as u64);
        Some((spread.mean, spread.median, spread.p90))
    }

    /// Of ten, nine are not above the ninth; of eleven, 9.9 must not be above it, which takes the tenth.
    #[test]
    fn spreads_by_hand() {
        assert_eq!(spread(&[]), None);
        assert_eq!(spread(&[7]), Some((7, 7, 7)));
        assert_eq!(spread(&[9, 2]), Some((5, 5, 9)));
        assert_eq!(spread(&[30, 10, 20]), Some((20, 20, 30)));
        assert_eq!(spread(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 100]), Some((14, 5, 9)));
        assert_eq!(spread(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 100]), Some((14, 6, 10)));
        assert_eq!(spread(&[i64::MAX, i64::MAX]), Some((i64::MAX, i64::MAX, i64::MAX)));
    }
}
