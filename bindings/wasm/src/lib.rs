//! The engine as a WebAssembly module that any host can run: it imports nothing, and exports its memory and four functions.
//!
//! A host
//! 1. asks for room with [`tierline_alloc`] and writes a call into it, JSON in UTF-8,
//! 2. hands it in with [`tierline_call`], which takes the room back,
//! 3. reads the reply where that points to: four bytes, least first, say how long it is, then comes the JSON,
//! 4. gives the reply back with [`tierline_free`].
//!
//! What calls and replies look like stands in `rules/REFERENCE.md`. One instance holds any number of desks and answers one
//! call after the other. Its memory is bounded to 256 MiB, of which 4 MiB are its stack. Where that ends, or a call traps for
//! another reason, the instance is to be thrown away: it answers every further call with the error `trapped`.

mod rooms;

use std::{
    cell::{Cell, RefCell},
    ptr,
};

use rooms::Rooms;
use tierline_wire::Session;

/// The version of what is exported here.
const ABI: u32 = 1;

/// What a call is answered after another has trapped.
const TRAPPED: &str = r#"{"error":{"code":"trapped","message":"a call before this one broke off","help":"throw this instance away and make a new one"}}"#;
/// What a call is answered that was written where there is no room for it.
const NO_ROOM: &str = r#"{"error":{"code":"bad-call","message":"the call does not stand where this module gave room for it","help":"ask for room with tierline_alloc, and hand in what that gave"}}"#;
/// What a call is answered that is not UTF-8.
const NO_TEXT: &str = r#"{"error":{"code":"bad-call","message":"the call is not UTF-8"}}"#;

thread_local! {
    static SESSION: Session = Session::default();
    static ROOMS: RefCell<Rooms> = RefCell::default();
    /// Whether a call is being answered; it stays so where one traps.
    static IS_BUSY: Cell<bool> = const { Cell::new(false) };
}

/// The version of the exported functions, for hosts that know several.
#[allow(unsafe_code, reason = "exported by name")]
#[unsafe(no_mangle)]
pub extern "C" fn tierline_abi() -> u32 {
    ABI
}

/// Gives room for a call of so many bytes; 0 where there is none.
#[allow(unsafe_code, reason = "exported by name")]
#[unsafe(no_mangle)]
pub extern "C" fn tierline_alloc(length: usize) -> *const u8 {
    ROOMS.with_borrow_mut(|rooms| rooms.add(length)).unwrap_or(ptr::null())
}

/// Takes room back. What was never given, or was taken back already, is left alone.
#[allow(unsafe_code, reason = "exported by name")]
#[unsafe(no_mangle)]
pub extern "C" fn tierline_free(room: *const u8) {
    ROOMS.with_borrow_mut(|rooms| drop(rooms.take(room)));
}

/// Answers the call that stands in `room`, which is taken back. Gives where the reply stands; 0 where there is no room for it.
#[allow(unsafe_code, reason = "exported by name")]
#[unsafe(no_mangle)]
pub extern "C" fn tierline_call(room: *const u8) -> *const u8 {
    let call = ROOMS.with_borrow_mut(|rooms| rooms.take(room));
    if IS_BUSY.replace(true) {
        return told(TRAPPED.to_owned());
    }
    let reply = match call.map(|call| String::from_utf8(call.into())) {
        Some(Ok(call)) => SESSION.with(|session| session.call(&call)),
        Some(Err(_)) => NO_TEXT.to_owned(),
        None => NO_ROOM.to_owned(),
    };
    IS_BUSY.set(false);
    told(reply)
}

/// Lends a reply to the host, behind its length.
fn told(reply: String) -> *const u8 {
    let reply = reply.into_bytes();
    // INVARIANT: the memory of a module has fewer bytes than 32 bits count.
    let length = u32::try_from(reply.len()).unwrap_or(u32::MAX);
    let told = length.to_le_bytes().into_iter().chain(reply).collect();
    ROOMS.with_borrow_mut(|rooms| rooms.keep(told))
}
