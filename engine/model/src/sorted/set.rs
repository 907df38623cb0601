//! Things that are there once.

use std::{borrow::Borrow, fmt};

use super::{IntoIter, Keys, SortedMap};

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

    /// Takes out all that are not to be kept.
    pub fn retain(&mut self, is_kept: impl Fn(&T) -> bool) {
        self.0.retain(|thing, ()| is_kept(thing));
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

    /// Takes a thing out; whether it was there.
    pub fn remove<Q: Ord + ?Sized>(&mut self, thing: &Q) -> bool
    where
        T: Borrow<Q>,
    {
        self.0.remove(thing).is_some()
    }

    /// Whether the other holds all of its things.
    pub fn is_subset(&self, other: &SortedSet<T>) -> bool {
        self.len() <= other.len() && self.iter().all(|thing| other.contains(thing))
    }

    /// Whether the two have nothing in common.
    pub fn is_disjoint(&self, other: &SortedSet<T>) -> bool {
        let (fewer, more) = if self.len() <= other.len() { (self, other) } else { (other, self) };
        !fewer.iter().any(|thing| more.contains(thing))
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

impl<T> IntoIterator for SortedSet<T> {
    type Item = T;
    type IntoIter = std::iter::Map<IntoIter<T, ()>, fn((T, ())) -> T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter().map(|(thing, ())| thing)
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
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_thing_is_there_once() {
        let mut set: SortedSet<u8> = [3, 1, 3].into();
        assert!(set.insert(2) && !set.insert(3));
        set.extend([2, 0]);
        assert!(set.iter().eq(&[0, 1, 2, 3]));
        assert_eq!((set.contains(&1), set.contains(&4), set.len()), (true, false, 4));
        assert_eq!(format!("{set:?}"), "{0, 1, 2, 3}");
        assert!(set.remove(&1) && !set.remove(&1));
        assert!(set.into_iter().eq([0, 2, 3]));
    }

    #[test]
    fn sets_compare_as_trees_do() {
        let things = |bits: u8| (0..4).filter(move |bit| bits & 1 << bit != 0);
        for (one, other) in (0..16).flat_map(|one| (0..16).map(move |other| (one, other))) {
            let (mut set, others) = (SortedSet::from_iter(things(one)), SortedSet::from_iter(things(other)));
            let (mut tree, other_tree) = (BTreeSet::from_iter(things(one)), BTreeSet::from_iter(things(other)));
            assert_eq!(set.is_subset(&others), tree.is_subset(&other_tree), "{set:?} in {others:?}");
            assert_eq!(set.is_disjoint(&others), tree.is_disjoint(&other_tree), "{set:?} and {others:?}");
            set.retain(|thing| others.contains(thing));
            tree.retain(|thing| other_tree.contains(thing));
            assert!(set.iter().eq(&tree));
            assert_eq!(set.is_empty(), tree.is_empty());
        }
    }
}
