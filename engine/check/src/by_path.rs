//! Things filed by fields, and found by any field that overlaps theirs.

use tierline_model::{Path, SortedMap};

/// Numbers filed by fields, in rising order. A field finds those of itself, of what it lies in and of what lies in it.
#[derive(Debug, Default)]
pub(crate) struct ByPath {
    own: SortedMap<Path, Vec<usize>>,
    /// By each field that theirs lies in.
    below: SortedMap<Path, Vec<usize>>,
}

impl ByPath {
    /// Files a number, which is none below those filed already.
    pub(crate) fn add(&mut self, path: Path, number: usize) {
        for above in above(&path) {
            self.below.get_or_default(above).push(number);
        }
        self.own.get_or_default(path).push(number);
    }

    /// What is filed by fields that overlap `path`, each list in rising order.
    pub(crate) fn overlapping(&self, path: &Path) -> Vec<&[usize]> {
        let own = self.own.get(path).into_iter().chain(self.below.get(path));
        let of_above: Vec<&Vec<usize>> = above(path).filter_map(|above| self.own.get(&above)).collect();
        own.chain(of_above).map(Vec::as_slice).collect()
    }

    /// Whether anything is filed by a field that overlaps `path`.
    pub(crate) fn has(&self, path: &Path) -> bool {
        !self.overlapping(path).is_empty()
    }
}

/// The fields that a field lies in.
fn above(path: &Path) -> impl Iterator<Item = Path> {
    (1..path.names.len()).map(|length| Path { root: path.root, names: path.names[..length].into() })
}
