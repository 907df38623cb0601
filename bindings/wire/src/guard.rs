//! What a panic in one call leaves of the others: everything.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::WireError;

/// What `run` gives, or an error where it panics. Desks cannot change and counts are single numbers, so that a session holds nothing that
/// is half done then.
///
/// A build that aborts on panic, as modules of WebAssembly do, ends the call in a trap of its own.
pub(crate) fn guarded<T>(run: impl FnOnce() -> Result<T, WireError>) -> Result<T, WireError> {
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| {
        let error = WireError::new("internal", "the engine broke off at this call; the session goes on");
        Err(error.help(Some("please report the call that did it".to_owned())))
    })
}

#[cfg(test)]
mod tests {
    use super::guarded;

    #[test]
    fn a_panic_is_an_error_of_its_call() {
        let error = guarded::<()>(|| panic!("on purpose")).unwrap_err();
        assert_eq!(error.code, "internal");
        assert_eq!(guarded(|| Ok(7)), Ok(7));
    }
}
