//! Sets of lists of texts: tags and their like.

use tierline_model::{SortedSet, Text, Value};

/// Lists of texts, by what is in them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Lists {
    /// Items that are in all of them.
    pub(crate) has: SortedSet<Text>,
    /// Of each of these, at least one item is in all of them.
    pub(crate) one_of: Vec<SortedSet<Text>>,
    /// Of each of these, at least one item is in none of them.
    pub(crate) not_all: Vec<SortedSet<Text>>,
    /// Items that are in none of them.
    pub(crate) lacks: SortedSet<Text>,
    /// Whether the empty list is none of them.
    pub(crate) filled: bool,
    /// Whether the empty list is the only one.
    pub(crate) empty: bool,
}

impl Lists {
    /// What both have.
    pub(crate) fn intersect(&self, other: &Lists) -> Lists {
        let mut both = self.clone();
        both.has.extend(other.has.iter().cloned());
        both.lacks.extend(other.lacks.iter().cloned());
        both.one_of.extend(other.one_of.iter().filter(|known| !self.one_of.contains(known)).cloned());
        both.not_all.extend(other.not_all.iter().filter(|known| !self.not_all.contains(known)).cloned());
        both.filled |= other.filled;
        both.empty |= other.empty;
        both
    }

    /// Whether there is surely none.
    pub(crate) fn is_empty(&self) -> bool {
        self.has.iter().any(|item| self.lacks.contains(item))
            || self.one_of.iter().any(|items| items.is_subset(&self.lacks))
            || self.not_all.iter().any(|items| items.is_subset(&self.has))
            || self.empty && (self.filled || !self.has.is_empty() || !self.one_of.is_empty())
    }

    /// Whether the other surely has all of its lists.
    pub(crate) fn is_within(&self, other: &Lists) -> bool {
        other.has.is_subset(&self.has)
            && other.lacks.is_subset(&self.lacks)
            && other.one_of.iter().all(|items| self.one_of.contains(items) || !items.is_disjoint(&self.has))
            && other.not_all.iter().all(|items| self.not_all.contains(items) || !items.is_disjoint(&self.lacks))
            && (!other.filled || self.filled || !self.has.is_empty())
            && (!other.empty || self.empty)
    }

    /// Whether the two have surely nothing in common; said of single items only, for it must be quick.
    pub(crate) fn misses(&self, other: &Lists) -> bool {
        !self.has.is_disjoint(&other.lacks) || !other.has.is_disjoint(&self.lacks)
    }

    /// A list among them, near to `wish`: what must go goes, and what must be there is added.
    pub(crate) fn pick(&self, wish: &[Text]) -> Option<Value> {
        let mut items: Vec<Text> = wish.iter().filter(|item| !self.lacks.contains(*item)).cloned().collect();
        let missing: Vec<&Text> = self.has.iter().filter(|item| !items.contains(item)).collect();
        items.extend(missing.into_iter().cloned());
        for choices in &self.one_of {
            if !choices.iter().any(|choice| items.contains(choice)) {
                items.push(choices.iter().find(|choice| !self.lacks.contains(*choice))?.clone());
            }
        }
        for group in &self.not_all {
            if group.iter().all(|item| items.contains(item)) {
                let free = group.iter().find(|item| !self.has.contains(*item))?;
                items.retain(|item| item != free);
            }
        }
        if self.empty {
            items.clear();
        }
        if self.filled && items.is_empty() {
            let names = ["x", "y", "z"].map(Text::from);
            items.push(names.into_iter().find(|name| !self.lacks.contains(name))?);
        }
        Some(Value::texts(items))
    }
}
