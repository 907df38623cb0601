//! Which calls may be answered at once, and which must wait for one another.

use tierline_model::{
    Text,
    json::{self, Json},
};

use crate::{Verb, verbs::About};

/// What a call is about, for whoever answers many at once: the outcome is that of one after the other where none begins before those
/// that it must wait for are answered.
///
/// ```
/// use tierline_wire::Concern;
/// let compile = Concern::of(r#"{"verb": "compile", "desk": "a", "files": {}}"#);
/// let evaluate = |desk: &str| Concern::of(&format!(r#"{{"verb": "evaluate", "desk": "{desk}"}}"#));
/// assert!(evaluate("a").must_wait_for(&compile));
/// assert!(!evaluate("b").must_wait_for(&compile));
/// assert!(!evaluate("a").must_wait_for(&evaluate("a")));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Concern {
    /// No desk: it waits for nothing but what is about everything.
    Nothing,
    /// The desk of that name, which it leaves as it is.
    Reads(Text),
    /// The desk of that name, in whose place another stands afterwards.
    Changes(Text),
    /// All desks and calls.
    Everything,
}

impl Concern {
    /// What a call is about; one that cannot be read, about nothing.
    pub fn of(call: &str) -> Concern {
        let parts = json::parts(call).ok().flatten().unwrap_or_default();
        let text = |name: &str| match parts.get(name).map(|part| Json::read(part)) {
            Some(Ok(Json::Text(text))) => Some(text),
            _ => None,
        };
        let verb = text("verb").and_then(|name| Verb::named(&name));
        verb.map_or(Concern::Nothing, |verb| verb.about.of(text("desk")))
    }

    /// Whether it must not begin before `earlier` is answered.
    pub fn must_wait_for(&self, earlier: &Concern) -> bool {
        use Concern::{Changes, Everything, Nothing, Reads};
        match (self, earlier) {
            (Everything, _) | (_, Everything) => true,
            (Nothing, _) | (_, Nothing) | (Reads(_), Reads(_)) => false,
            (Reads(a) | Changes(a), Reads(b) | Changes(b)) => a == b,
        }
    }
}

impl About {
    /// What a call of such a verb is about that names this desk.
    pub(crate) fn of(self, desk: Option<Text>) -> Concern {
        let or_usual = |desk: Option<Text>| desk.unwrap_or_else(|| Text::from("desk"));
        match self {
            About::Nothing => Concern::Nothing,
            About::Desk => Concern::Reads(or_usual(desk)),
            About::DeskIfNamed => desk.map_or(Concern::Nothing, Concern::Reads),
            About::ChangesDesk => Concern::Changes(or_usual(desk)),
            About::Everything => Concern::Everything,
        }
    }
}
