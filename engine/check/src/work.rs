//! How much checking may take, and what was not looked at for it.

use std::cell::{Cell, RefCell};

use tierline_model::{Place, Text};

/// What is done and may be done, in units of work: of all that is looked for together, and of one turn, which is a rule for
/// which one kind of finding is looked for.
#[derive(Debug)]
pub(crate) struct Work {
    allowed: u64,
    of_turn: u64,
    done: Cell<u64>,
    /// What was done when the turn began.
    begun: Cell<u64>,
    /// Whether the turn left out rules to compare with.
    is_cut: Cell<bool>,
    turn: RefCell<Option<Turn>>,
    left_out: RefCell<Vec<LeftOut>>,
}

/// Who has its turn: a rule, an SLA, a field.
#[derive(Clone, Debug)]
pub(crate) struct Turn {
    pub(crate) name: Text,
    pub(crate) place: Place,
}

/// A turn that did not come to its end.
#[derive(Clone, Debug)]
pub(crate) struct LeftOut {
    pub(crate) turn: Turn,
    pub(crate) why: Why,
}

/// Why a turn did not come to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Why {
    /// All work of the check is done.
    All,
    /// All work of a turn is done.
    Turn,
    /// There were too many to compare it with.
    Many,
}

impl Work {
    /// What one turn of many may take: about a tenth of a second.
    pub(crate) const TURN: u64 = 1_000_000;

    /// So much work, in turns of so much each at most.
    pub(crate) fn new(allowed: u64, of_turn: u64) -> Work {
        Work {
            allowed,
            of_turn,
            done: Cell::new(0),
            begun: Cell::new(0),
            is_cut: Cell::new(false),
            turn: RefCell::default(),
            left_out: RefCell::default(),
        }
    }

    pub(crate) fn allowed(&self) -> u64 {
        self.allowed
    }

    /// What was done so far.
    pub(crate) fn done(&self) -> u64 {
        self.done.get()
    }

    /// Notes what is being done.
    pub(crate) fn charge(&self, work: u64) {
        self.done.set(self.done.get().saturating_add(work));
    }

    /// Whether the turn may do nothing more.
    pub(crate) fn is_spent(&self) -> bool {
        self.is_all_spent() || self.done.get() - self.begun.get() >= self.of_turn
    }

    fn is_all_spent(&self) -> bool {
        self.done.get() >= self.allowed
    }

    /// Says that the turn compares with some of those only with which it might.
    pub(crate) fn cut(&self) {
        self.is_cut.set(true);
    }

    /// Begins the next turn; whether there is any work left for it. Where there is none, it counts as left out.
    pub(crate) fn next(&self, name: &Text, place: &Place) -> bool {
        self.end();
        *self.turn.borrow_mut() = Some(Turn { name: name.clone(), place: place.clone() });
        self.begun.set(self.done.get());
        self.charge(1);
        !self.is_all_spent()
    }

    /// Ends the turn.
    pub(crate) fn end(&self) {
        let why = match () {
            () if self.is_all_spent() => Some(Why::All),
            () if self.is_spent() => Some(Why::Turn),
            () if self.is_cut.get() => Some(Why::Many),
            () => None,
        };
        self.is_cut.set(false);
        let turn = self.turn.borrow_mut().take();
        self.left_out.borrow_mut().extend(turn.zip(why).map(|(turn, why)| LeftOut { turn, why }));
    }

    /// The turns that did not come to their end since this was asked last.
    pub(crate) fn left_out(&self) -> Vec<LeftOut> {
        self.end();
        self.left_out.take()
    }
}
