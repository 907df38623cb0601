//! Instances for any number of threads.

use std::{
    num::NonZeroUsize,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
};

use crate::{Guest, HostError, Limits, Program, pack};

/// So many instances at most, made when they are first needed. Threads that find none idle wait for one.
pub struct Pool {
    program: Program,
    limits: Limits,
    setup: Vec<String>,
    /// A seat holds an instance, or nothing where the last one was thrown away.
    idle: Mutex<Vec<Seat>>,
    given_back: Condvar,
}

type Seat = Option<Box<dyn Guest>>;

impl Pool {
    /// A pool of up to `size` instances, each of which answers the calls of `setup` before all others.
    pub fn new(program: Program, limits: Limits, size: NonZeroUsize, setup: Vec<String>) -> Pool {
        let seats = (0..size.get()).map(|_| None).collect();
        Pool { program, limits, setup, idle: Mutex::new(seats), given_back: Condvar::new() }
    }

    /// The reply to a call.
    ///
    /// # Errors
    ///
    /// Where there is none. The instance is gone then; the next call gets another.
    pub fn call(&self, call: &str) -> Result<String, HostError> {
        let mut taken = self.take();
        let mut guest = match taken.seat.take() {
            Some(guest) => guest,
            None => self.guest()?,
        };
        let reply = guest.call(call, &self.limits.call)?;
        taken.seat = Some(guest);
        Ok(reply)
    }

    /// A new instance that is ready for calls.
    fn guest(&self) -> Result<Box<dyn Guest>, HostError> {
        let mut guest = self.program.guest(&self.limits)?;
        for call in &self.setup {
            pack::answered(&guest.call(call, &self.limits.load)?)?;
        }
        Ok(guest)
    }

    fn take(&self) -> Taken<'_> {
        let mut idle = self.idle();
        loop {
            match idle.pop() {
                Some(seat) => return Taken { pool: self, seat },
                None => idle = self.given_back.wait(idle).unwrap_or_else(PoisonError::into_inner),
            }
        }
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Seat>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A seat that is given back whatever happens.
struct Taken<'a> {
    pool: &'a Pool,
    seat: Seat,
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        self.pool.idle().push(self.seat.take());
        self.pool.given_back.notify_one();
    }
}
