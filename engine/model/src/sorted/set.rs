//! Things that are there once.

use std::{borrow::Borrow, fmt};

use super::{Keys, SortedMap};

/// Things that are there once each, in order.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct SortedSet<T>(SortedMap<T, ()>);

impl<T> SortedSet<T> {
    /// A set that holds nothing.
    pub const fn new() -> SortedSet<T> {
        SortedSet(SortedMap::new())
    }

    /// How many things it holds.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What it holds, in order.
    pub fn iter(&self) -> Keys<'_, T, ()> {
        self.0.keys()
    }
}

impl<T: Ord> SortedSet<T> {
    /// Whether it holds a thing.
    pub fn contains<Q: Ord + ?Sized>(&self, thing: &Q) -> bool
    where
        T: Borrow<Q>,
    {
        self.0.contains_key(thing)
    }

    /// Puts a thing in; whether it was not there.
    pub fn insert(&mut self, thing: T) -> bool {
        self.0.insert(thing, ()).is_none()
    }
}

impl<T> Default for SortedSet<T> {
    fn default() -> SortedSet<T> {
        SortedSet::new()
    }
}

impl<T: fmt::Debug> fmt::Debug for SortedSet<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self).finish()
    }
}

impl<T: Ord> FromIterator<T> for SortedSet<T> {
    fn from_iter<I: IntoIterator<Item = T>>(things: I) -> SortedSet<T> {
        SortedSet(things.into_iter().map(|thing| (thing, ())).collect())
    }
}

impl<T: Ord, const N: usize> From<[T; N]> for SortedSet<T> {
    fn from(things: [T; N]) -> SortedSet<T> {
        things.into_iter().collect()
    }
}

impl<T: Ord> Extend<T> for SortedSet<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, things: I) {
        self.0.extend(things.into_iter().map(|thing| (thing, ())));
    }
}

impl<'a, T> IntoIterator for &'a SortedSet<T> {
    type Item = &'a T;
    type IntoIter = Keys<'a, T, ()>;

    fn into_iter(self) -> Keys<'a, T, ()> {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thing_is_there_once() {
        let mut set: SortedSet<u8> = [3, 1, 3].into();
        assert!(set.insert(2) && !set.insert(3));
        set.extend([2, 0]);
        assert!(set.iter().eq(&[0, 1, 2, 3]));
        assert_eq!((set.contains(&1), set.contains(&4), set.len()), (true, false, 4));
        assert_eq!(format!("{set:?}"), "{0, 1, 2, 3}");
    }
}
