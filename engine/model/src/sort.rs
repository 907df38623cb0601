//! Sorting for what is sorted now and then.
//!
//! The sort of the standard library is made anew for every kind of thing and takes 4 KB of a WebAssembly module each time.
//! Here only what compares and what swaps is made anew.

use std::cmp::Ordering;

/// Sorts stably.
///
/// ```
/// let mut words = ["pear", "fig", "apple", "kiwi"];
/// tierline_model::sort::sort_by(&mut words, |a, b| a.len().cmp(&b.len()));
/// assert_eq!(words, ["fig", "pear", "kiwi", "apple"]);
/// ```
pub fn sort_by<T>(things: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    if things.is_sorted_by(|a, b| compare(a, b).is_le()) {
        return;
    }
    let mut order = order(things.len(), &|a, b| compare(&things[a], &things[b]));
    // Every thing goes where the first of its circle stood, and that one where it belongs.
    for start in 0..order.len() {
        let mut place = start;
        while order[place] != start {
            let from = std::mem::replace(&mut order[place], place);
            things.swap(place, from);
            place = from;
        }
        order[place] = place;
    }
}

/// The numbers from 0 up to `count`, sorted: runs that are in order are merged by pairs until there is one.
fn order(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    let mut length = 1;
    while length < count {
        order = order.chunks(length * 2).flat_map(|pair| merged(pair, length, compare)).collect();
        length *= 2;
    }
    order
}

/// The two halves of a pair, each in order, as one. The first ends behind `length` numbers.
fn merged(pair: &[usize], length: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let (mut first, mut second) = pair.split_at(length.min(pair.len()));
    let mut merged = Vec::with_capacity(pair.len());
    while let ([a, after_a @ ..], [b, after_b @ ..]) = (first, second) {
        if compare(*a, *b).is_le() {
            merged.push(*a);
            first = after_a;
        } else {
            merged.push(*b);
            second = after_b;
        }
    }
    merged.extend_from_slice(first);
    merged.extend_from_slice(second);
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_sorts_as_the_standard_library_does() {
        let mut number = 7u64;
        for length in 0..200 {
            let mut things: Vec<(u64, usize)> = vec![];
            for place in 0..length {
                number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                things.push((number >> 60, place));
            }
            let mut sorted = things.clone();
            sorted.sort_by_key(|thing| thing.0);
            sort_by(&mut things, |a, b| a.0.cmp(&b.0));
            assert_eq!(things, sorted);
        }
    }
}
