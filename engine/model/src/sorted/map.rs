//! Values by key.

use std::{
    borrow::Borrow,
    fmt,
    hash::{Hash, Hasher},
    iter::Flatten,
    ops::Index,
    slice, vec,
};

/// How many entries a page may hold. Those behind a new one in its page are moved.
const MOST: usize = 128;

/// Values by key, in the order of their keys.
///
/// It is a list of pages, each a list of entries. Most maps have one page.
// INVARIANT: no page is empty.
#[derive(Clone)]
pub struct SortedMap<K, V>(Vec<Vec<(K, V)>>);

/// Where an entry stands: its page, and its place in there.
type Place = (usize, usize);

impl<K, V> SortedMap<K, V> {
    /// A map that holds nothing.
    pub const fn new() -> SortedMap<K, V> {
        SortedMap(vec![])
    }

    /// How many keys it has.
    pub fn len(&self) -> usize {
        self.0.iter().map(Vec::len).sum()
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Keys and values, in the order of the keys.
    pub fn iter(&self) -> Iter<'_, K, V> {
        Iter(self.0.iter().flatten())
    }

    /// The keys, in order.
    pub fn keys(&self) -> Keys<'_, K, V> {
        Keys(self.0.iter().flatten())
    }

    /// The values, in the order of their keys.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &V> {
        self.0.iter().flatten().map(|(_, value)| value)
    }

    /// Keys and values to change, in the order of the keys.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (&K, &mut V)> {
        self.0.iter_mut().flatten().map(|(key, value)| (&*key, value))
    }

    /// The values to change, in the order of their keys.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
        self.0.iter_mut().flatten().map(|(_, value)| value)
    }

    /// Takes out all that are not to be kept.
    pub fn retain(&mut self, mut is_kept: impl FnMut(&K, &mut V) -> bool) {
        for page in &mut self.0 {
            page.retain_mut(|(key, value)| is_kept(key, value));
        }
        self.0.retain(|page| !page.is_empty());
    }

    /// The values, in the order of their keys.
    pub fn into_values(self) -> impl Iterator<Item = V> {
        self.into_iter().map(|(_, value)| value)
    }
}

impl<K: Ord, V> SortedMap<K, V> {
    /// Where a key stands, or where it would.
    fn place<Q: Ord + ?Sized>(&self, key: &Q) -> Result<Place, Place>
    where
        K: Borrow<Q>,
    {
        let is_before = |page: &Vec<(K, V)>| page.first().is_some_and(|(first, _)| first.borrow() <= key);
        let page = match self.0.len() {
            0 => return Err((0, 0)),
            1 => 0,
            _ => self.0.partition_point(is_before).saturating_sub(1),
        };
        let found = self.0[page].binary_search_by(|(known, _)| known.borrow().cmp(key));
        found.map(|place| (page, place)).map_err(|place| (page, place))
    }

    /// The value of a key.
    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.get_key_value(key).map(|(_, value)| value)
    }

    /// A key as it is kept, and its value.
    pub fn get_key_value<Q: Ord + ?Sized>(&self, key: &Q) -> Option<(&K, &V)>
    where
        K: Borrow<Q>,
    {
        let (page, place) = self.place(key).ok()?;
        let (known, value) = &self.0[page][place];
        Some((known, value))
    }

    /// The value of a key, to change it.
    pub fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        let (page, place) = self.place(key).ok()?;
        Some(&mut self.0[page][place].1)
    }

    /// Whether it has a key.
    pub fn contains_key<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.place(key).is_ok()
    }

    /// Puts a value in; gives the one that the key had.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        match self.place(&key) {
            Ok((page, place)) => Some(std::mem::replace(&mut self.0[page][place].1, value)),
            Err(place) => {
                self.put(place, (key, value));
                None
            }
        }
    }

    /// The value of a key, which is made and put in where there is none.
    pub fn get_or_insert_with(&mut self, key: K, make: impl FnOnce() -> V) -> &mut V {
        let place = self.place(&key);
        let (page, place) = place.unwrap_or_else(|place| self.put(place, (key, make())));
        &mut self.0[page][place].1
    }

    /// The value of a key, which is the default where there was none.
    pub fn get_or_default(&mut self, key: K) -> &mut V
    where
        V: Default,
    {
        self.get_or_insert_with(key, V::default)
    }

    /// Puts a new entry where it belongs; gives where that is, for a page that is full is divided.
    fn put(&mut self, (mut page, mut place): Place, entry: (K, V)) -> Place {
        let is_full = self.0.get(page).is_none_or(|entries| entries.len() == MOST);
        if is_full && place == self.0.get(page).map_or(0, Vec::len) {
            // What comes in order fills page after page.
            (page, place) = (self.0.len().min(page + 1), 0);
            self.0.insert(page, vec![]);
        } else if is_full {
            let upper = self.0[page].split_off(MOST / 2);
            self.0.insert(page + 1, upper);
            if place > MOST / 2 {
                (page, place) = (page + 1, place - MOST / 2);
            }
        }
        self.0[page].insert(place, entry);
        (page, place)
    }

    /// Takes a value out.
    pub fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        let (page, place) = self.place(key).ok()?;
        let (_, value) = self.0[page].remove(place);
        if self.0[page].is_empty() {
            self.0.remove(page);
        }
        Some(value)
    }
}

/// Panics where there is no such key: for tests and examples.
impl<K: Ord + Borrow<Q>, Q: Ord + ?Sized, V> Index<&Q> for SortedMap<K, V> {
    type Output = V;

    fn index(&self, key: &Q) -> &V {
        // INVARIANT: whoever asks in this way knows that the key is there.
        let (page, place) = self.place(key).unwrap_or((usize::MAX, 0));
        &self.0[page][place].1
    }
}

impl<K: PartialEq, V: PartialEq> PartialEq for SortedMap<K, V> {
    fn eq(&self, other: &SortedMap<K, V>) -> bool {
        self.iter().eq(other)
    }
}

impl<K: Eq, V: Eq> Eq for SortedMap<K, V> {}

impl<K: Hash, V: Hash> Hash for SortedMap<K, V> {
    fn hash<H: Hasher>(&self, to: &mut H) {
        self.len().hash(to);
        self.iter().for_each(|entry| entry.hash(to));
    }
}

impl<K, V> Default for SortedMap<K, V> {
    fn default() -> SortedMap<K, V> {
        SortedMap::new()
    }
}

impl<K: fmt::Debug, V: fmt::Debug> fmt::Debug for SortedMap<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self).finish()
    }
}

impl<K: Ord, V> FromIterator<(K, V)> for SortedMap<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> SortedMap<K, V> {
        let mut map = SortedMap::new();
        map.extend(entries);
        map
    }
}

impl<K: Ord, V, const N: usize> From<[(K, V); N]> for SortedMap<K, V> {
    fn from(entries: [(K, V); N]) -> SortedMap<K, V> {
        entries.into_iter().collect()
    }
}

impl<K: Ord, V> Extend<(K, V)> for SortedMap<K, V> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, entries: I) {
        for (key, value) in entries {
            self.insert(key, value);
        }
    }
}

/// Keys and values of a map, in the order of the keys.
#[derive(Clone, Debug)]
pub struct Iter<'a, K, V>(Flatten<slice::Iter<'a, Vec<(K, V)>>>);

impl<'a, K, V> Iterator for Iter<'a, K, V> {
    type Item = (&'a K, &'a V);

    fn next(&mut self) -> Option<(&'a K, &'a V)> {
        self.0.next().map(|(key, value)| (key, value))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl<K, V> DoubleEndedIterator for Iter<'_, K, V> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.0.next_back().map(|(key, value)| (key, value))
    }
}

/// The keys of a map, in order.
#[derive(Clone, Debug)]
pub struct Keys<'a, K, V>(Flatten<slice::Iter<'a, Vec<(K, V)>>>);

impl<'a, K, V> Iterator for Keys<'a, K, V> {
    type Item = &'a K;

    fn next(&mut self) -> Option<&'a K> {
        self.0.next().map(|(key, _)| key)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl<K, V> DoubleEndedIterator for Keys<'_, K, V> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.0.next_back().map(|(key, _)| key)
    }
}

impl<'a, K, V> IntoIterator for &'a SortedMap<K, V> {
    type Item = (&'a K, &'a V);
    type IntoIter = Iter<'a, K, V>;

    fn into_iter(self) -> Iter<'a, K, V> {
        self.iter()
    }
}

/// Keys and values, taken out of a map in the order of the keys.
pub type IntoIter<K, V> = Flatten<vec::IntoIter<Vec<(K, V)>>>;

impl<K, V> IntoIterator for SortedMap<K, V> {
    type Item = (K, V);
    type IntoIter = IntoIter<K, V>;

    fn into_iter(self) -> IntoIter<K, V> {
        self.0.into_iter().flatten()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// Numbers without order, the same each time.
    fn numbers() -> impl Iterator<Item = u64> {
        let next = |number: &u64| Some(number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1));
        std::iter::successors(Some(7), next).map(|number| number >> 54)
    }

    fn are_the_same(map: &SortedMap<u64, usize>, tree: &BTreeMap<u64, usize>) {
        assert!(map.iter().eq(tree));
        assert!(map.iter().rev().eq(tree.iter().rev()));
        assert!(map.keys().eq(tree.keys()) && map.values().eq(tree.values()));
        assert_eq!((map.len(), map.is_empty()), (tree.len(), tree.is_empty()));
        assert_eq!(format!("{map:?}"), format!("{tree:?}"));
    }

    #[test]
    fn it_holds_what_a_tree_holds() {
        let (mut map, mut tree) = (SortedMap::new(), BTreeMap::new());
        for (step, key) in numbers().take(5_000).enumerate() {
            match step % 7 {
                0 => assert_eq!(map.remove(&key), tree.remove(&key)),
                1 => *map.get_or_insert_with(key, || step) += 1,
                2 => map.extend([(key, step), (key + 1, step)]),
                3 => *map.get_or_default(key) += 1,
                4 if step % 100 == 4 => map.retain(|known, _| known % 256 < key % 256),
                _ => assert_eq!(map.insert(key, step), tree.insert(key, step)),
            }
            match step % 7 {
                1 => *tree.entry(key).or_insert(step) += 1,
                2 => tree.extend([(key, step), (key + 1, step)]),
                3 => *tree.entry(key).or_default() += 1,
                4 if step % 100 == 4 => tree.retain(|known, _| known % 256 < key % 256),
                _ => {}
            }
            assert_eq!(map.get(&key), tree.get(&key));
            assert_eq!(map.get_mut(&(key + 3)), tree.get_mut(&(key + 3)));
            assert_eq!(map.contains_key(&(key ^ 1)), tree.contains_key(&(key ^ 1)));
            are_the_same(&map, &tree);
        }
        assert!(map.0.len() > 2, "there is one page");
        assert!(map.into_iter().eq(tree));
    }

    #[test]
    fn of_the_same_keys_the_last_counts() {
        for length in (0..400).step_by(7) {
            let entries = || numbers().take(length).zip(0..);
            are_the_same(&entries().collect(), &entries().collect());
        }
    }
}
