//! Lists that grow at their end.

use std::sync::Arc;

/// A list that grows at its end. A copy takes no longer than there are items since the list was last settled: it shares the
/// others.
#[derive(Clone, Debug)]
pub struct Grown<T> {
    shared: Option<Arc<Vec<T>>>,
    /// How many of the shared items are in it.
    count: usize,
    /// The items behind those.
    own: Vec<T>,
}

impl<T> Grown<T> {
    /// How many items it has.
    pub fn len(&self) -> usize {
        self.count + self.own.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The item of a number, from 0.
    pub fn get(&self, index: usize) -> Option<&T> {
        match index.checked_sub(self.count) {
            None => self.shared().get(index),
            Some(index) => self.own.get(index),
        }
    }

    /// The last item.
    pub fn last(&self) -> Option<&T> {
        self.own.last().or_else(|| self.shared().last())
    }

    /// The items, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.shared().iter().chain(&self.own)
    }

    /// Adds an item.
    pub fn push(&mut self, item: T) {
        self.own.push(item);
    }

    /// How many items at its beginning are so, where those that are stand before those that are not.
    pub(crate) fn partition_point(&self, is_so: impl Fn(&T) -> bool) -> usize {
        match self.shared().last().is_none_or(&is_so) {
            true => self.count + self.own.partition_point(is_so),
            false => self.shared().partition_point(is_so),
        }
    }

    fn shared(&self) -> &[T] {
        self.shared.as_deref().and_then(|shared| shared.get(..self.count)).unwrap_or_default()
    }
}

impl<T: Clone> Grown<T> {
    /// The last item, to change it.
    pub(crate) fn last_mut(&mut self) -> Option<&mut T> {
        if self.own.is_empty() && self.count > 0 {
            self.count -= 1;
            let shared = self.shared.as_mut()?;
            let last = match Arc::get_mut(shared) {
                Some(shared) => {
                    shared.truncate(self.count + 1);
                    shared.pop()
                }
                None => shared.get(self.count).cloned(),
            };
            self.own.extend(last);
        }
        self.own.last_mut()
    }

    /// All items, to change them: from now on it shares none.
    pub(crate) fn all_mut(&mut self) -> &mut Vec<T> {
        if let Some(shared) = self.shared.take() {
            let mut all = Arc::try_unwrap(shared).unwrap_or_else(|shared| Vec::clone(&shared));
            all.truncate(std::mem::take(&mut self.count));
            all.append(&mut self.own);
            self.own = all;
        }
        &mut self.own
    }

    /// Lets copies share all that it has by now. It takes no longer than there are items since the last time, unless there is
    /// a copy from before that.
    pub fn settle(&mut self) {
        let is_settled = self.own.is_empty() && self.shared.as_ref().is_none_or(|shared| shared.len() == self.count);
        if is_settled {
            return;
        }
        match self.shared.as_mut().and_then(Arc::get_mut) {
            Some(shared) => {
                shared.truncate(self.count);
                shared.append(&mut self.own);
                self.count = shared.len();
            }
            None => {
                let all = std::mem::take(self.all_mut());
                (self.count, self.shared) = (all.len(), Some(Arc::new(all)));
            }
        }
    }

    /// Forgets what it has no more, unless a copy has it.
    pub(crate) fn let_go(&mut self) {
        if let Some(shared) = self.shared.as_mut().and_then(Arc::get_mut) {
            shared.truncate(self.count);
        }
    }

    /// The items since it was last settled, to change them.
    pub(crate) fn new_ones(&mut self) -> &mut [T] {
        &mut self.own
    }
}

impl<T> Default for Grown<T> {
    fn default() -> Grown<T> {
        Grown { shared: None, count: 0, own: vec![] }
    }
}

impl<T> From<Vec<T>> for Grown<T> {
    fn from(own: Vec<T>) -> Grown<T> {
        Grown { shared: None, count: 0, own }
    }
}

impl<T> FromIterator<T> for Grown<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Grown<T> {
        Grown::from(items.into_iter().collect::<Vec<T>>())
    }
}

#[cfg(test)]
mod tests {
    use super::Grown;

    fn of(list: &Grown<u32>) -> Vec<u32> {
        list.iter().copied().collect()
    }

    #[test]
    fn copies_do_not_see_what_others_add_or_change() {
        let mut list = Grown::from(vec![1, 2, 3]);
        list.settle();
        let mut copy = list.clone();
        *copy.last_mut().unwrap() = 30;
        copy.push(40);
        list.push(4);
        assert_eq!((of(&list), of(&copy)), (vec![1, 2, 3, 4], vec![1, 2, 30, 40]));
        copy.settle();
        list.settle();
        *list.last_mut().unwrap() = 5;
        assert_eq!((of(&list), of(&copy), list.len()), (vec![1, 2, 3, 5], vec![1, 2, 30, 40], 4));
        assert_eq!((list.get(3), list.get(4), list.last()), (Some(&5), None, Some(&5)));
        copy.all_mut().remove(0);
        assert_eq!((of(&copy), of(&list.clone())), (vec![2, 30, 40], vec![1, 2, 3, 5]));
        assert_eq!(
            (0..7).map(|most| copy.partition_point(|item| *item < most * 10)).collect::<Vec<_>>(),
            [0, 1, 1, 1, 2, 3, 3]
        );
    }
}
