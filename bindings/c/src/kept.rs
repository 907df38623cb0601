//! What C holds on to: sessions by number, replies by address. What is not known here was never given, or was taken back.

use std::{
    collections::BTreeMap,
    ffi::c_char,
    sync::{
        Arc, Mutex, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
};

use tierline_wire::Session;

static SESSIONS: RwLock<BTreeMap<u64, Arc<Session>>> = RwLock::new(BTreeMap::new());
static NEXT: AtomicU64 = AtomicU64::new(1);
static TEXTS: Mutex<BTreeMap<usize, Box<[u8]>>> = Mutex::new(BTreeMap::new());

/// Keeps a session; its number.
pub fn add_session(session: Session) -> u64 {
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    SESSIONS.write().unwrap_or_else(PoisonError::into_inner).insert(number, Arc::new(session));
    number
}

/// The session of that number. It stays as long as somebody holds it, freed or not.
pub fn session(number: u64) -> Option<Arc<Session>> {
    SESSIONS.read().unwrap_or_else(PoisonError::into_inner).get(&number).cloned()
}

/// Takes a session out.
pub fn take_session(number: u64) -> Option<Arc<Session>> {
    SESSIONS.write().unwrap_or_else(PoisonError::into_inner).remove(&number)
}

/// Keeps a text, with a zero byte behind it, until it is taken back; where it stands.
pub fn add_text(text: String) -> *const c_char {
    let mut bytes = text.into_bytes();
    bytes.push(0);
    let bytes = bytes.into_boxed_slice();
    let at = bytes.as_ptr();
    TEXTS.lock().unwrap_or_else(PoisonError::into_inner).insert(at.addr(), bytes);
    at.cast()
}

/// Lets a text go; whether there was one.
pub fn take_text(at: *const c_char) -> bool {
    TEXTS.lock().unwrap_or_else(PoisonError::into_inner).remove(&at.addr()).is_some()
}
