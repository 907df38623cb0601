//! The engine for Python: a session that answers calls, JSON in, JSON out. What Python calls it by stands in `python/tierline`.

use std::num::NonZeroUsize;

use pyo3::prelude::*;

/// Compiled desks by name, and the calls about them.
#[pyclass(frozen, module = "tierline._native")]
struct Session(tierline_wire::Session);

#[pymethods]
impl Session {
    /// A session whose batches run on so many threads.
    #[new]
    fn new(threads: NonZeroUsize) -> Session {
        Session(tierline_wire::Session::default().on_threads(threads))
    }

    /// The reply to a call. Other threads of Python go on meanwhile.
    fn call(&self, py: Python<'_>, call: &str) -> String {
        py.detach(|| self.0.call(call))
    }
}

/// The part of `tierline` that is not written in Python.
#[pymodule]
mod _native {
    #[pymodule_export]
    use super::Session;

    /// The version of the engine.
    #[pymodule_export]
    const VERSION: &str = env!("CARGO_PKG_VERSION");
}
