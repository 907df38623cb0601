//! The slots of a layout in the order of their fields, to find those that a write concerns.

use std::{cmp::Ordering, iter::Map, slice::Iter};

use tierline_model::{Path, Root, sort::sort_by};

/// Slots, one after the other.
type Slots<'a> = Map<Iter<'a, u32>, fn(&u32) -> usize>;

/// The numbers of slots, by record, and by name in there.
#[derive(Clone, Debug, Default)]
pub(crate) struct ByPath(Box<[u32]>);

impl ByPath {
    pub(crate) fn new(paths: &[Path]) -> ByPath {
        let mut slots: Box<[u32]> = (0..).zip(paths).map(|(slot, _)| slot).collect();
        sort_by(&mut slots, |a, b| paths[*a as usize].cmp(&paths[*b as usize]));
        ByPath(slots)
    }

    /// The slots of a record's fields.
    pub(crate) fn of_root(&self, paths: &[Path], root: Root) -> Slots<'_> {
        self.range(|slot| paths[slot].root.cmp(&root))
    }

    /// The slots whose fields a write at `path` can change.
    pub(crate) fn overlapping<'a>(&'a self, paths: &'a [Path], path: &'a Path) -> impl Iterator<Item = usize> + 'a {
        let first = |path: &'a Path| (path.root, path.names.first());
        self.range(|slot| first(&paths[slot]).cmp(&first(path))).filter(|slot| paths[*slot].overlaps(path))
    }

    /// The slots that are equal to what is sought.
    fn range(&self, compare: impl Fn(usize) -> Ordering) -> Slots<'_> {
        let from = self.0.partition_point(|slot| compare(*slot as usize).is_lt());
        let length = self.0[from..].partition_point(|slot| compare(*slot as usize).is_eq());
        self.0[from..from + length].iter().map(|slot| *slot as usize)
    }
}
