//! The room that one guest lives in: a store whose memory is bounded, and whose work is metered call by call.

use wasmtime::{ResourceLimiter, Store, Trap};

use crate::{Allowance, HostError, Sandbox, sandbox::TICK};

/// Functions that a guest may call by number. The engine has a thousand or two, and never more than it starts with.
const MOST_FUNCTIONS: usize = 10_000;

/// A store with limits.
pub(crate) struct Room {
    store: Store<Bound>,
    sandbox: Sandbox,
}

impl Room {
    pub(crate) fn new(sandbox: &Sandbox, memory: usize) -> Room {
        let mut store = Store::new(sandbox.engine(), Bound { most: memory, was_refused: false });
        store.limiter(|bound| bound);
        Room { store, sandbox: sandbox.clone() }
    }

    /// Does work in the store with so much fuel and time, and says why where it was not done.
    pub(crate) fn within<T>(
        &mut self,
        allowance: &Allowance,
        work: impl FnOnce(&mut Store<Bound>) -> wasmtime::Result<T>,
    ) -> Result<T, HostError> {
        self.store.data_mut().was_refused = false;
        let done = self.fill(allowance).and_then(|()| work(&mut self.store));
        done.map_err(|error| match error.downcast_ref() {
            Some(Trap::OutOfFuel) => HostError::OutOfFuel,
            Some(Trap::Interrupt) => HostError::OutOfTime,
            _ if self.store.data().was_refused => HostError::OutOfMemory,
            _ => HostError::Trapped(format!("{error:#}")),
        })
    }

    fn fill(&mut self, allowance: &Allowance) -> wasmtime::Result<()> {
        let meters = self.sandbox.meters();
        if meters.time {
            let ticks = allowance.time.as_nanos().div_ceil(TICK.as_nanos());
            self.store.set_epoch_deadline(u64::try_from(ticks).unwrap_or(u64::MAX));
        }
        if meters.fuel { self.store.set_fuel(allowance.fuel) } else { Ok(()) }
    }
}

/// A bound for the memory of a guest. Where it asks for more, its allocator gets none, as on a machine that is full.
pub(crate) struct Bound {
    most: usize,
    was_refused: bool,
}

impl ResourceLimiter for Bound {
    fn memory_growing(&mut self, _now: usize, wanted: usize, most: Option<usize>) -> wasmtime::Result<bool> {
        let is_fine = wanted <= most.map_or(self.most, |most| most.min(self.most));
        self.was_refused |= !is_fine;
        Ok(is_fine)
    }

    fn table_growing(&mut self, _now: usize, wanted: usize, _most: Option<usize>) -> wasmtime::Result<bool> {
        Ok(wanted <= MOST_FUNCTIONS)
    }
}
