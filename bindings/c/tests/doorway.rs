//! The library as C calls it: right, wrong, after the end, and from many threads.

#![allow(unsafe_code, reason = "C hands in pointers")]

use std::{
    ffi::{CStr, c_char},
    ptr, slice, thread,
};

use tierline_c::{
    tierline_abi, tierline_call, tierline_session_free, tierline_session_new, tierline_text_free, tierline_version,
};

/// Asks with a call and a length of their own.
fn ask_raw(session: u64, call: *const c_char, length: usize) -> String {
    let mut reply_length = usize::MAX;
    // SAFETY: each test hands in a pointer to as many bytes, or a length that is refused.
    let at = unsafe { tierline_call(session, call, length, &raw mut reply_length) };
    // SAFETY: the library gives that many bytes and a zero byte.
    let reply = unsafe { slice::from_raw_parts(at.cast::<u8>(), reply_length + 1) };
    let (zero, reply) = reply.split_last().unwrap();
    assert_eq!(*zero, 0);
    let reply = String::from_utf8(reply.to_vec()).unwrap();
    assert!(tierline_text_free(at));
    assert!(!tierline_text_free(at), "a text is freed once");
    reply
}

fn ask(session: u64, call: &[u8]) -> String {
    ask_raw(session, call.as_ptr().cast(), call.len())
}

const RULES: &[u8] =
    br#"{"verb":"compile","files":{"a.rhai":"stage triage\nrule \"r\" { then { add_tag(\"x\"); } }\n"}}"#;
const TICKET: &[u8] = br#"{"verb":"evaluate","request":{"ticket":{"id":"T-1"},"now":"2026-11-23T10:00:00Z"}}"#;

#[test]
fn a_session_answers_until_it_is_freed() {
    let session = tierline_session_new();
    assert_ne!(session, 0);
    assert!(ask(session, RULES).starts_with(r#"{"ok":{"hash":""#));
    assert!(ask(session, TICKET).contains(r#""effects":[{"do":"add_tag","tag":"x","rule":"r"}]"#));
    assert!(tierline_session_free(session));
    assert!(!tierline_session_free(session), "a session is freed once");
    assert!(ask(session, TICKET).starts_with(r#"{"error":{"code":"unknown-session""#));
    assert_ne!(tierline_session_new(), session, "numbers are not given again");
}

#[test]
fn sessions_do_not_share_desks() {
    let (one, other) = (tierline_session_new(), tierline_session_new());
    assert!(ask(one, RULES).starts_with(r#"{"ok""#));
    assert!(ask(other, TICKET).starts_with(r#"{"error":{"code":"unknown-desk""#));
}

#[test]
fn what_cannot_be_is_an_error_reply() {
    let session = tierline_session_new();
    let refused = |reply: String, start: &str| assert!(reply.starts_with(start), "{reply}");
    refused(ask_raw(session, ptr::null(), 0), r#"{"error":{"code":"bad-call","message":"the call is NULL""#);
    refused(ask_raw(session, ptr::null(), 7), r#"{"error":{"code":"bad-call","message":"the call is NULL""#);
    refused(ask_raw(session, TICKET.as_ptr().cast(), usize::MAX), r#"{"error":{"code":"too-large""#);
    refused(ask_raw(0, TICKET.as_ptr().cast(), TICKET.len()), r#"{"error":{"code":"unknown-session""#);
    refused(ask(session, b""), r#"{"error":{"code":"bad-json""#);
    refused(
        ask(session, b"{\"verb\":\"\xff\xfe\"}"),
        r#"{"error":{"code":"bad-call","message":"the call is not UTF-8""#,
    );
    refused(ask(session, &TICKET[..20]), r#"{"error":{"code":"bad-json""#);
    refused(ask(session, b"{\"verb\":\"version\"}\0"), r#"{"error":{"code":"bad-json""#);
    assert!(!tierline_text_free(ptr::null()));
    assert!(!tierline_text_free(TICKET.as_ptr().cast()), "what was never given is left alone");
    refused(ask(session, br#"{"verb":"version"}"#), r#"{"ok":{"engine":""#);
}

#[test]
fn replies_end_with_a_zero_byte_where_nobody_asks_for_their_length() {
    let call = br#"{"id":"a\u0000b","verb":"version"}"#;
    // SAFETY: the call has so many bytes, and NULL asks for no length.
    let at = unsafe { tierline_call(tierline_session_new(), call.as_ptr().cast(), call.len(), ptr::null_mut()) };
    // SAFETY: the library gives a text with a zero byte behind it.
    let reply = unsafe { CStr::from_ptr(at) }.to_str().unwrap().to_owned();
    assert!(reply.starts_with(r#"{"id":"a\u0000b","ok":"#) && reply.ends_with("}}"), "{reply}");
    tierline_text_free(at);
}

/// Threads ask while others take the session away: each gets an answer or an error.
#[test]
fn threads_ask_and_free_as_they_like() {
    let session = tierline_session_new();
    ask(session, RULES);
    let answered: usize = thread::scope(|scope| {
        let asking: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(move || {
                    let replies = (0..50).map(|_| ask(session, TICKET));
                    replies
                        .filter(|reply| {
                            let is_answer = reply.contains(r#""tag":"x""#);
                            assert!(is_answer || reply.starts_with(r#"{"error":{"code":"unknown-session""#), "{reply}");
                            is_answer
                        })
                        .count()
                })
            })
            .collect();
        thread::yield_now();
        tierline_session_free(session);
        asking.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    assert!(answered <= 200);
    assert!(ask(session, TICKET).starts_with(r#"{"error":{"code":"unknown-session""#));
}

#[test]
fn it_says_its_versions() {
    assert_eq!(tierline_abi(), 1);
    // SAFETY: the library gives a text that stands for ever.
    let version = unsafe { CStr::from_ptr(tierline_version()) };
    assert_eq!(version.to_str(), Ok(env!("CARGO_PKG_VERSION")));
}
