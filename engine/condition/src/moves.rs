//! When a condition comes to hold by time alone.

use std::sync::Arc;

use tierline_model::{Path, Root, Timestamp, Value};

use crate::{
    Condition, Expr, Facts, Guest, Layout, Unsure,
    functions::{Asks, Function, Moves},
};

/// How often a condition is tried at instants at which something in it changes, before its host is asked to come back.
const MOST_TRIES: usize = 100;
/// As [`MOST_TRIES`], where a script must be asked.
const MOST_SCRIPT_TRIES: usize = 8;
/// Work that a try takes for each part that time moves.
const TRY: u64 = 16;

/// What came of trying a part of a condition.
enum Tried {
    Holds(bool),
    /// It is a fault.
    Fails,
    /// There is no work left to find out.
    Refused,
}

impl Condition {
    /// Whether it can come to hold by time alone.
    pub fn moves(&self, layout: &Layout) -> bool {
        self.parts.iter().any(|part| part.expr.moves(layout))
    }

    /// The next instant at which a host must ask again, lest it misses that the condition comes to hold by time alone: that
    /// instant, or where it holds now, the one at which it ceases to; or where it takes many tries, or more work than there is,
    /// to find out, one before.
    ///
    /// `None` where it never comes to hold by time alone, as far as is known. `waiting` is the ticket when nothing happens to it
    /// any more: [`Facts::at`] the instant of the evaluation, on a [budget](Facts::within) of its own.
    pub fn next_onset(&self, waiting: &Arc<Facts>, guest: &mut dyn Guest) -> Option<Timestamp> {
        waiting.begin_rule();
        let onset = self.search(waiting, guest);
        waiting.end_rule();
        onset
    }

    fn search(&self, waiting: &Arc<Facts>, guest: &mut dyn Guest) -> Option<Timestamp> {
        let mut now = waiting.clone();
        // What time does not move, time does not make hold: that is decided once. But where a rule fires on a fault, what stands
        // before it must be looked at every time.
        let layout = &waiting.frame().layout;
        let first_moving = self.parts.iter().position(|part| part.expr.moves(layout)).unwrap_or_default();
        let (moving, steady): (Vec<usize>, Vec<usize>) = (0..self.parts.len())
            .partition(|index| self.parts[*index].expr.moves(layout) || self.fires_on_fault() && *index > first_moving);
        let mut can_hold = true;
        for index in steady {
            match self.tried(index, &now, guest) {
                Tried::Refused | Tried::Holds(true) => {}
                Tried::Holds(false) => return None,
                // It fires whatever comes of the others.
                Tried::Fails if self.fires_on_fault() => return None,
                Tried::Fails => can_hold = false,
            }
        }
        let held_first = self.all_hold(&moving, &now, guest);
        let mut held = can_hold && held_first.unwrap_or_default();
        let mut ceased = None;
        for tried in 0..self.most_tries() {
            let next = self.next_change_or_soon(&now)?;
            let may_try = held_first.is_some() && now.charge(TRY * moving.len() as u64);
            if !may_try || tried == 0 && now.may_be_copied().is_err() {
                return ceased.or(Some(next));
            }
            Arc::make_mut(&mut now).wait_until(next);
            let Some(holds) = self.all_hold(&moving, &now, guest) else { return ceased.or(Some(next)) };
            let holds = can_hold && holds;
            match (held, holds) {
                (false, true) => return ceased.or(Some(next)),
                (true, false) => ceased = ceased.or(Some(next)),
                _ => {}
            }
            held = holds;
        }
        ceased.or(Some(now.now()))
    }

    /// Whether these parts hold; `None` where that would take more work than there is.
    fn all_hold(&self, parts: &[usize], facts: &Arc<Facts>, guest: &mut dyn Guest) -> Option<bool> {
        for part in parts {
            match self.tried(*part, facts, guest) {
                Tried::Holds(true) => {}
                // Where it cannot be decided, its rule is a fault whenever it is looked at; no wake-up helps, unless it fires on that.
                Tried::Fails => return Some(self.fires_on_fault()),
                Tried::Holds(false) => return Some(false),
                Tried::Refused => return None,
            }
        }
        Some(true)
    }

    fn tried(&self, index: usize, facts: &Arc<Facts>, guest: &mut dyn Guest) -> Tried {
        facts.forget_refusal();
        match self.decide_part(index, &self.parts[index], facts, guest) {
            Ok(holds) => Tried::Holds(holds),
            Err(trouble) if trouble.is_of_work() => Tried::Refused,
            Err(_) => Tried::Fails,
        }
    }

    fn most_tries(&self) -> usize {
        if self.parts.iter().all(|part| part.expr.asks().is_empty()) { MOST_TRIES } else { MOST_SCRIPT_TRIES }
    }

    /// The next instant at which something in it may change; where there is no work left to find out, a second later.
    fn next_change_or_soon(&self, facts: &Facts) -> Option<Timestamp> {
        facts.forget_refusal();
        let next = self.next_change(facts);
        match facts.refused() {
            Some(_) => Some(Timestamp::from_second(facts.now().second().checked_add(1)?)),
            None => next,
        }
    }

    fn next_change(&self, facts: &Facts) -> Option<Timestamp> {
        self.parts.iter().filter_map(|part| part.expr.next_change(facts)).min()
    }
}

/// Whether what a field holds changes as time passes: a reading of a clock that runs.
fn is_moving(path: &Path) -> bool {
    let moving = ["state", "used", "left", "elapsed", "longest", "breached"];
    path.root == Root::Sla && path.names.last().is_some_and(|name| moving.contains(&&**name))
}

impl Expr {
    /// Whether what it gives can change by time alone.
    pub(crate) fn moves(&self, layout: &Layout) -> bool {
        match self {
            Expr::Now => true,
            Expr::Const(_) => false,
            Expr::Field(slot) => layout.path(*slot).is_some_and(is_moving),
            Expr::Call(function, args) => function.time.is_some() || args.iter().any(|arg| arg.moves(layout)),
            Expr::Ask(ask) => ask.moves.iter().any(|part| !part.asks_change()),
            _ => self.below().into_iter().any(|part| part.moves(layout)),
        }
    }

    /// The next instant after now at which what it gives may change by time alone.
    fn next_change(&self, facts: &Facts) -> Option<Timestamp> {
        match self {
            Expr::Compare(_, sides) => {
                let ((a, b), layout) = (&**sides, &facts.frame().layout);
                match (a.moves(layout), b.moves(layout)) {
                    (true, false) => a.next_passing(b, facts),
                    (false, true) => b.next_passing(a, facts),
                    (true, true) => a.next_tick(facts).into_iter().chain(b.next_tick(facts)).min(),
                    (false, false) => None,
                }
            }
            Expr::InRange(item, range) => {
                let ends = [Value::Int(range.first), Value::Int(range.end)];
                ends.iter().filter_map(|end| item.next_passing_value(end, facts)).min()
            }
            Expr::Call(function, args)
                if function.asks == Asks::Between && !args[1..].iter().any(|end| end.moves(&facts.frame().layout)) =>
            {
                args[1..].iter().filter_map(|end| args[0].next_passing(end, facts)).min()
            }
            Expr::Ask(ask) => ask.moves.iter().filter_map(|part| part.next_change(facts)).min(),
            Expr::Call(..) | Expr::Field(_) | Expr::Now => self.next_tick(facts),
            _ => self.below().into_iter().filter_map(|part| part.next_change(facts)).min(),
        }
    }

    /// The next instant after now at which it gives something else than now.
    fn next_tick(&self, facts: &Facts) -> Option<Timestamp> {
        let second = |instant: Timestamp, more| Timestamp::from_second(instant.second() + more);
        let later = |instant: &Timestamp| *instant > facts.now();
        match self {
            Expr::Now => Some(second(facts.now(), 1)).filter(later),
            Expr::Field(slot) => {
                let path = facts.field_of(*slot).filter(|path| path.root == Root::Sla)?;
                facts.clocks()?.next(&path.names, None, facts.now())
            }
            Expr::Call(function, args) => {
                let Some(moves) = function.time else {
                    return args.iter().filter_map(|arg| arg.next_tick(facts)).min();
                };
                let values = args.iter().map(|arg| arg.value(facts)).collect::<Result<Vec<_>, _>>().ok()?;
                let next = match (moves, self.value(facts).ok().as_deref()) {
                    (Moves::Turns(next), _) => next(facts, &values),
                    (Moves::Up(reach), Some(Value::Int(count))) => reach(facts, &values, count.checked_add(1)?),
                    (Moves::Down(reach), Some(Value::Int(count))) => reach(facts, &values, count.checked_sub(1)?),
                    _ => None,
                };
                next.filter(later)
            }
            Expr::Ask(ask) => ask.moves.iter().filter_map(|part| part.next_tick(facts)).min(),
            _ => self.below().into_iter().filter_map(|part| part.next_tick(facts)).min(),
        }
    }

    /// The next instant after now at which it comes to, or passes, what `mark` gives; where only the script knows that, at
    /// which it gives something else than now.
    fn next_passing(&self, mark: &Expr, facts: &Facts) -> Option<Timestamp> {
        match mark.value(facts) {
            Ok(mark) => self.next_passing_value(&mark, facts),
            Err(Unsure) => self.next_tick(facts),
        }
    }

    fn next_passing_value(&self, mark: &Value, facts: &Facts) -> Option<Timestamp> {
        let after_now = |instants: [Option<Timestamp>; 2]| {
            instants.into_iter().flatten().filter(|instant| *instant > facts.now()).min()
        };
        match (self, mark) {
            (Expr::Now, Value::Instant(_) | Value::Date(_)) => {
                let mark = mark.as_instant()?;
                after_now([Some(mark), Some(Timestamp::from_second(mark.second() + 1))])
            }
            // Days of every year are days of UTC.
            (Expr::Now, Value::Text(_)) => {
                after_now([Some(Timestamp::from_second((facts.now().day() + 1) * 86_400)), None])
            }
            (Expr::Now, _) => None,
            (Expr::Field(slot), mark) => {
                let path = facts.field_of(*slot).filter(|path| path.root == Root::Sla)?;
                let mark = match mark {
                    Value::Int(mark) => Some(*mark),
                    _ => None,
                };
                facts.clocks()?.next(&path.names, mark, facts.now())
            }
            (Expr::Call(Function { time: Some(Moves::Up(reach)), .. }, args), Value::Int(mark)) => {
                let values = args.iter().map(|arg| arg.value(facts)).collect::<Result<Vec<_>, _>>().ok()?;
                after_now([reach(facts, &values, *mark), reach(facts, &values, mark.checked_add(1)?)])
            }
            (Expr::Call(Function { time: Some(Moves::Down(reach)), .. }, args), Value::Int(mark)) => {
                let values = args.iter().map(|arg| arg.value(facts)).collect::<Result<Vec<_>, _>>().ok()?;
                after_now([reach(facts, &values, *mark), reach(facts, &values, mark.checked_sub(1)?)])
            }
            _ => self.next_tick(facts),
        }
    }
}
