//! The verbs: one table of all that there is to know of each. Sessions run them by it, the reference lists them, and what bindings
//! call them by is made from it (`cargo xtask generate`).

mod desks;
mod files;
mod tickets;
mod told;
#[cfg(not(feature = "compile"))]
mod without;

use std::sync::Arc;

use tierline::{Desk, Tell};
use tierline_model::{SortedSet, Text, quoted, suggest};

use crate::{Call, Reply, Session, WireError, reply::Summary};

/// A verb of the wire.
#[derive(Clone, Copy, Debug)]
pub struct Verb {
    /// Its name.
    pub name: &'static str,
    /// What it does and gives; empty in builds without the reference.
    pub help: &'static str,
    /// What a call of it may hold beside `verb` and `id`.
    pub takes: &'static [Takes],
    /// Which desks a call of it is about.
    pub about: About,
    /// What bindings with functions of their own call it by; none in builds without the reference.
    pub wrappers: &'static [Wrapper],
    pub(crate) run: fn(&Session, Call<'_>) -> Result<Reply, WireError>,
}

/// Which desks the calls of a verb are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// None.
    Nothing,
    /// The one that `desk` names, which stays as it is.
    Desk,
    /// The same, where the call has a `desk`.
    DeskIfNamed,
    /// The one that `desk` names, which is another afterwards, or none.
    ChangesDesk,
    /// All of them, and all that was asked of them.
    Everything,
}

/// A part of a call.
#[derive(Clone, Copy, Debug)]
pub struct Takes {
    /// Its name.
    pub name: &'static str,
    /// What it is.
    pub kind: PartKind,
}

/// What a part of a call is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// The name of a desk; `desk` where it is left out.
    Desk,
    /// The texts of files by name.
    Files,
    /// The bytes of a bundle, as base64.
    Bundle,
    /// A request.
    Request,
    /// Requests.
    Requests,
    /// Recorded cases, which may stand in a text instead.
    Cases,
    /// Text with a case a line, in place of a list.
    Lines,
    /// Whether; false where it is left out.
    Truth,
    /// Names, which may be left out.
    Names,
    /// An instant, which may be left out.
    Instant,
    /// The hash of a desk, which may be left out.
    Hash,
    /// What the desk may cost, by the names of the limits; those of the session where they are left out.
    Limits,
}

impl PartKind {
    /// Whether a part of that name may be long, and is read where it is needed: requests.
    pub(crate) fn is_long(name: &str) -> bool {
        [REQUEST.name, REQUESTS.name].contains(&name)
    }
}

/// How a binding with functions of its own calls a verb.
#[derive(Clone, Copy, Debug)]
pub struct Wrapper {
    /// The name of the function, with `_` between its words.
    pub name: &'static str,
    /// What it does, in sentences.
    pub help: &'static str,
    /// When it fails, behind "where"; empty where nothing can be said beyond the help.
    pub fails: &'static str,
    /// Whether it is a method of a desk.
    pub of_desk: bool,
    /// The parts that its caller hands in.
    pub takes: &'static [&'static str],
    /// The part that it says is true, if any.
    pub sets: Option<&'static str>,
    /// What it gives.
    pub gives: Gives,
    /// Whether only the full build has it.
    pub is_full: bool,
}

/// What a wrapper gives.
#[derive(Clone, Copy, Debug)]
pub enum Gives {
    /// What the verb gives.
    Reply(Given),
    /// A part of that, by its name.
    Part(&'static str, Given),
    /// The replies of a batch, each an answer or an error: the type of one.
    Replies(&'static str),
    /// Bytes.
    Bytes,
}

/// A type of what is given, as bindings have it. The name of a type is that of TypeScript.
#[derive(Clone, Copy, Debug)]
pub enum Given {
    /// An object of that type.
    Object(&'static str),
    /// A list of such.
    List(&'static str),
    /// A text.
    Text,
    /// True or false.
    Truth,
}

/// What only the full build runs, and what another says instead.
#[cfg(feature = "compile")]
macro_rules! full {
    ($run:expr, $refusal:expr) => {
        $run
    };
}
#[cfg(not(feature = "compile"))]
macro_rules! full {
    ($run:expr, $refusal:expr) => {
        |_, _| Err($refusal)
    };
}
use full;

const DESK: Takes = Takes { name: "desk", kind: PartKind::Desk };
const DESK_HASH: Takes = Takes { name: "desk_hash", kind: PartKind::Hash };
const FILES: Takes = Takes { name: "files", kind: PartKind::Files };
const REQUEST: Takes = Takes { name: "request", kind: PartKind::Request };
const REQUESTS: Takes = Takes { name: "requests", kind: PartKind::Requests };
const LIMITS: Takes = Takes { name: "limits", kind: PartKind::Limits };
const TRACE: Takes = Takes { name: "trace", kind: PartKind::Truth };
const WHY_NOT: Takes = Takes { name: "why_not", kind: PartKind::Names };

impl Verb {
    /// All verbs, in the order of the reference.
    pub fn all() -> impl Iterator<Item = &'static Verb> {
        [desks::ALL, files::ALL, tickets::ALL, told::ALL].into_iter().flatten()
    }

    /// The verb of that name.
    pub fn named(name: &str) -> Option<&'static Verb> {
        Verb::all().find(|verb| verb.name == name)
    }
}

/// Wrappers, in builds that know the reference.
const fn wrappers(all: &'static [Wrapper]) -> &'static [Wrapper] {
    if cfg!(feature = "compile") { all } else { &[] }
}

/// How much a call wants to be told of the rules.
fn tell(desk: &Desk, call: &mut Call<'_>) -> Result<Tell, WireError> {
    let all = call.truth("trace")?;
    Ok(match why_not(desk, call)? {
        _ if all => Tell::All,
        Some(names) => Tell::Fired(names),
        None => Tell::Nothing,
    })
}

/// The rules of which a call asks why they did not fire, where it does.
fn why_not(desk: &Desk, call: &mut Call<'_>) -> Result<Option<SortedSet<Text>>, WireError> {
    let Some(names) = call.texts("why_not", "a list of the names of rules")? else { return Ok(None) };
    let names: SortedSet<Text> = names.into_iter().collect();
    match names.iter().find(|name| !desk.has_rule(name)) {
        Some(name) => {
            let hint = suggest::behind(name, desk.rule_names(), "\"");
            Err(WireError::new("unknown-rule", format!("the desk has no rule {}{hint}", quoted(name))))
        }
        None => Ok(Some(names)),
    }
}

/// Keeps a desk under the name that a call has for it.
fn keep(session: &Session, call: &mut Call<'_>, desk: Desk) -> Result<Reply, WireError> {
    Ok(Reply::Summary(Summary::of(&session.keep(&desk_name(call)?, desk))))
}

/// The desk that a call names.
///
/// # Errors
///
/// Where there is none, or it has another hash than the call says.
fn desk(session: &Session, call: &mut Call<'_>) -> Result<Arc<Desk>, WireError> {
    let name = desk_name(call)?;
    desk_named(session, &name, call)
}

/// The desk of that name, which has the hash that a call may say.
fn desk_named(session: &Session, name: &str, call: &mut Call<'_>) -> Result<Arc<Desk>, WireError> {
    let desk = session.desk(name)?;
    match call.text(DESK_HASH.name)? {
        Some(hash) if *hash != *desk.hash() => {
            let message = format!("the desk {} has the hash {}, not {hash}", quoted(name), desk.hash());
            let help = "it was replaced since: compile or load the one you mean, or ask without `desk_hash`";
            Err(WireError::new("other-desk", message).help(Some(help.to_owned())))
        }
        _ => Ok(desk),
    }
}

fn desk_name(call: &mut Call<'_>) -> Result<Text, WireError> {
    Ok(call.text("desk")?.unwrap_or_else(|| "desk".into()))
}
