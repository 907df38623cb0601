//! What is charged for what is done about a ticket event, before it is done.

use std::{borrow::Cow, sync::Arc};

use tierline_model::{Limits, Value};

use crate::{Extent, Facts, Refused, Switch, Unsure, budget::Budget, work};

impl Facts {
    /// Takes off work that is about to be done; whether there was enough. Where there was not, nothing is taken, and it must
    /// not be done.
    pub fn charge(&self, work: u64) -> bool {
        self.budget.charge(work)
    }

    /// Takes off work that was done already.
    pub fn spend(&self, work: u64) {
        self.budget.spend(work);
    }

    /// Begins with a condition or an action block: it may take what one may, and no more than a part of what is left of the
    /// ticket event.
    pub fn begin_rule(&self) {
        self.budget.begin_rule();
    }

    /// Begins with the search for rules: it may take half of what is left.
    pub fn begin_search(&self) {
        self.budget.begin_search();
    }

    /// Ends a condition, an action block or a search: what comes is part of none, and may take all that is left.
    pub fn end_rule(&self) {
        self.budget.end_rule();
    }

    /// What is left for all that decides about this ticket event.
    pub fn work_left(&self) -> u64 {
        self.budget.left()
    }

    /// What the condition or the action block at hand may still take.
    pub fn work_at_hand(&self) -> u64 {
        self.budget.at_hand()
    }

    /// What was refused since it began.
    pub fn refused(&self) -> Option<Refused> {
        self.budget.refused()
    }

    /// That it needs so much, and may not take it.
    pub fn refusal(&self, needed: u64) -> Refused {
        self.budget.refusal(needed)
    }

    pub(crate) fn forget_refusal(&self) {
        self.budget.forget_refusal();
    }

    /// How much there is of a value. It is gone through as far as there is work left for that, and what that takes is taken off:
    /// where there is more of the value, and nothing is given, too.
    pub fn counted(&self, value: &Value) -> Option<Extent> {
        let most = work::most_items(self.work_at_hand());
        let extent = Extent::within(value, most);
        let work = extent.counted() + u64::from(extent.items > most);
        if work == 0 || self.charge(work) {
            return Some(extent);
        }
        self.spend(work);
        None
    }

    /// Takes off that the ticket is copied so many times, or is compared with what it was, whatever is left.
    pub fn spend_on_copies(&self, times: u64) {
        let of_value = |value: &Value| match value {
            Value::List(_) | Value::Map(_) => {
                let extent = Extent::of(value);
                extent.counted() + times.saturating_mul(extent.copied())
            }
            _ => 0,
        };
        self.spend(self.ticket().0.values().map(of_value).sum());
    }

    /// Bytes that rules may add to the answer.
    pub fn answer_bytes(&self) -> u64 {
        self.budget.answer_bytes()
    }

    /// The same facts, on a budget of their own.
    #[must_use]
    pub fn within(&self, limits: Limits) -> Facts {
        let mut facts = self.clone();
        facts.budget = Arc::new(Budget::new(limits));
        facts
    }
}

/// Whether there is work left for something. Where there is not, only a script could say, which is not asked then: see
/// [`Facts::refused`].
impl Facts {
    pub(crate) fn may(&self, work: u64) -> Result<(), Unsure> {
        if work == 0 || self.charge(work) { Ok(()) } else { Err(Unsure) }
    }

    fn extent(&self, value: &Value) -> Result<Extent, Unsure> {
        self.counted(value).ok_or(Unsure)
    }

    pub(crate) fn may_count(&self, value: &Value) -> Result<(), Unsure> {
        match value {
            Value::List(_) | Value::Map(_) => self.extent(value).map(drop),
            _ => Ok(()),
        }
    }

    pub(crate) fn may_copy(&self, value: &Value) -> Result<(), Unsure> {
        match value {
            Value::List(_) | Value::Map(_) => self.may(self.extent(value)?.copied()),
            _ => Ok(()),
        }
    }

    /// Whether there is work left to copy all of them.
    pub(crate) fn may_be_copied(&self) -> Result<(), Unsure> {
        // The ticket, and what conditions read of it.
        self.ticket().0.values().chain(self.ticket().0.values()).try_for_each(|value| self.may_copy(value))
    }

    /// A value to keep, copied where it must be.
    pub(crate) fn own(&self, value: Cow<'_, Value>) -> Result<Value, Unsure> {
        if let Cow::Borrowed(value) = value {
            self.may_copy(value)?;
        }
        Ok(value.into_owned())
    }

    pub(crate) fn may_compare(&self, a: &Value, b: &Value) -> Result<(), Unsure> {
        match (a, b) {
            (Value::Text(a), Value::Text(b)) => self.may(work::comparing(a, b)),
            (Value::List(a), Value::List(b)) if a.len() != b.len() => Ok(()),
            (Value::Map(a), Value::Map(b)) if a.len() != b.len() => Ok(()),
            (Value::List(_), Value::List(_)) | (Value::Map(_), Value::Map(_)) => {
                self.may(self.extent(a)?.looked_at())?;
                self.may(self.extent(b)?.looked_at())
            }
            _ => Ok(()),
        }
    }

    pub(crate) fn may_seek(&self, item: &Value, container: &Value) -> Result<(), Unsure> {
        match (container, item) {
            (Value::Text(text), _) => self.may(work::searching(text.len())),
            (Value::List(_), Value::List(_) | Value::Map(_)) => {
                self.may(self.extent(container)?.looked_at())?;
                self.may(self.extent(item)?.looked_at())
            }
            (Value::List(items), Value::Text(text)) => {
                let of_texts = work::choosing(items.len()).saturating_mul(1 + work::comparing(text, text));
                self.may(of_texts)
            }
            (Value::List(items), _) => self.may(work::choosing(items.len())),
            _ => Ok(()),
        }
    }

    pub(crate) fn may_choose(&self, switch: &Switch) -> Result<(), Unsure> {
        self.may(work::choosing(switch.arms.iter().map(|arm| arm.values.len() + arm.ranges.len()).sum()))
    }
}
