//! The engine for C, and for every language that calls C: a session is a number, a call is JSON in, JSON out.
//!
//! What calls and replies look like stands in `rules/REFERENCE.md`. Any thread may call anything at any time. No call ends the process:
//! wrong pointers and lengths as far as they can be told, handles that were freed, text that is no UTF-8 and a panic of the engine
//! are error replies.

mod kept;

use std::{
    ffi::c_char,
    panic::{AssertUnwindSafe, catch_unwind},
    slice,
};

use tierline_wire::Session;

/// The version of these functions. It changes when a program that was built against an older header would break.
const ABI: u32 = 1;

/// Bytes that a call may have. What is longer is a length gone wrong, such as a negative number.
const MOST_BYTES: usize = 1 << 30;

/// The version of these functions: 1.
#[allow(unsafe_code, reason = "exported by name")]
#[unsafe(no_mangle)]
pub extern "C" fn tierline_abi() -> u32 {
    ABI
}

/// The version of the engine, such as `0.1.0`, with a zero byte behind it. It stands for ever and is not to be freed.
#[allow(unsafe_code, reason = "exported by name")]
#[unsafe(no_mangle)]
pub extern "C" fn tierline_version() -> *const c_char {
    concat!(env!("CARGO_PKG_VERSION"), "\0").as_ptr().cast()
}

/// Makes a session: a place for compiled desks, by name. Never 0, and never a number that was given before.
#[allow(unsafe_code, reason = "exported by name")]
#[unsafe(no_mangle)]
pub extern "C" fn tierline_session_new() -> u64 {
    kept::add_session(Session::default())
}

/// Lets a session go with its desks, once calls that other threads have begun are answered. Whether there was one.
#[allow(unsafe_code, reason = "exported by name")]
#[unsafe(no_mangle)]
pub extern "C" fn tierline_session_free(session: u64) -> bool {
    kept::take_session(session).is_some()
}

/// Answers a call of `length` bytes: UTF-8, without a zero byte behind it if you like. Gives the reply with a zero byte behind it, and
/// its length where `reply_length` is not NULL. Every reply is to be handed to `tierline_text_free`; none is NULL.
///
/// # Safety
///
/// `call` is NULL or points to `length` bytes, and `reply_length` is NULL or points to a `size_t`.
#[allow(unsafe_code, reason = "C hands in pointers")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tierline_call(
    session: u64,
    call: *const c_char,
    length: usize,
    reply_length: *mut usize,
) -> *const c_char {
    let reply = if call.is_null() {
        error("bad-call", "the call is NULL", "hand in a pointer to JSON in UTF-8")
    } else if length > MOST_BYTES {
        error("too-large", "the length of the call is over 1 GiB", "hand in the number of bytes of the call")
    } else {
        // SAFETY: the caller vouches for `length` bytes there, which is less than `isize::MAX`.
        answer(session, unsafe { slice::from_raw_parts(call.cast(), length) })
    };
    if !reply_length.is_null() {
        // SAFETY: the caller vouches for room there.
        unsafe { reply_length.write(reply.len()) };
    }
    kept::add_text(reply)
}

/// Takes a reply back. NULL, and what was taken back already, is left alone; whether it was a reply.
#[allow(unsafe_code, reason = "exported by name")]
#[unsafe(no_mangle)]
pub extern "C" fn tierline_text_free(text: *const c_char) -> bool {
    kept::take_text(text)
}

fn answer(session: u64, call: &[u8]) -> String {
    let Some(session) = kept::session(session) else {
        return error(
            "unknown-session",
            "there is no such session",
            "make one with tierline_session_new and free it last",
        );
    };
    match std::str::from_utf8(call) {
        Ok(call) => guarded(|| session.call(call)),
        Err(_) => error("bad-call", "the call is not UTF-8", "hand in JSON in UTF-8"),
    }
}

/// The reply, or an error where the engine panics: that must not reach C. A session holds nothing that is half done then.
fn guarded(reply: impl FnOnce() -> String) -> String {
    catch_unwind(AssertUnwindSafe(reply)).unwrap_or_else(|_| {
        error("internal", "the engine broke off; the session goes on", "please report the call that did it")
    })
}

/// An error reply; none of the texts has anything to escape.
fn error(code: &str, message: &str, help: &str) -> String {
    format!(r#"{{"error":{{"code":"{code}","message":"{message}","help":"{help}"}}}}"#)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_reply() {
        let reply = guarded(|| panic!("on purpose"));
        assert!(reply.starts_with(r#"{"error":{"code":"internal","#), "{reply}");
    }
}
