//! Desks by name, and the calls about them.

use std::{
    num::NonZeroUsize,
    sync::{Arc, PoisonError, RwLock},
};

use tierline::{Desk, Limits};
use tierline_model::{SortedMap, suggest};

use crate::{Call, Reply, Verb, WireError, call::missing, error::reply, guard::guarded, readable_id};
#[cfg(feature = "compile")]
use crate::{
    Concern, DeskStats, Stats,
    tally::{OfDesk, Tally},
};

/// Compiled desks by name. Calls may come from many threads at once.
#[derive(Debug)]
pub struct Session {
    desks: RwLock<SortedMap<String, Kept>>,
    limits: Limits,
    threads: NonZeroUsize,
    #[cfg(feature = "compile")]
    tally: Tally,
}

/// A desk that is kept under a name.
#[derive(Debug)]
struct Kept {
    desk: Arc<Desk>,
    #[cfg(feature = "compile")]
    tally: Arc<OfDesk>,
}

impl Default for Session {
    fn default() -> Session {
        Session::new(Limits::SERVER)
    }
}

impl Session {
    /// A session without desks, whose scripts run under these limits.
    pub fn new(limits: Limits) -> Session {
        Session {
            desks: RwLock::default(),
            limits,
            threads: NonZeroUsize::MIN,
            #[cfg(feature = "compile")]
            tally: Tally::default(),
        }
    }

    /// The same session, whose batches run on up to so many threads; one where nothing is said.
    pub fn on_threads(self, threads: NonZeroUsize) -> Session {
        Session { threads, ..self }
    }

    /// Answers one call. The reply is always JSON on one line. It repeats the `id` of the call, and where that is no JSON, what can be
    /// made out of it ([`readable_id`]).
    ///
    /// ```
    /// let reply = tierline_wire::Session::default().call(r#"{"id": 7, "verb": "evaluate", "request": {"ticket": "#);
    /// assert!(reply.starts_with(r#"{"id":7,"error":{"code":"bad-json""#));
    /// ```
    pub fn call(&self, call: &str) -> String {
        let replied = guarded(|| Ok(self.reply(call)));
        replied.unwrap_or_else(|error| error.reply(readable_id(call).as_ref()))
    }

    fn reply(&self, text: &str) -> String {
        let (id, result) = match Call::read(text).and_then(|mut call| Ok((call.remove("id")?, call))) {
            Ok((id, call)) => (id, self.answer(call).and_then(Reply::json)),
            Err(error) => {
                self.count_unreadable();
                (readable_id(text), Err(error))
            }
        };
        match result {
            Ok(content) => reply(id.as_ref(), "ok", &content),
            Err(error) => error.reply(id.as_ref()),
        }
    }

    /// What the reply to a call holds, for bindings that have errors of their own.
    ///
    /// # Errors
    ///
    /// Where the reply would be an error.
    ///
    /// ```
    /// let session = tierline_wire::Session::default();
    /// assert_eq!(session.ask(r#"{"id": 1, "verb": "forget"}"#), Ok("false".to_owned()));
    /// assert_eq!(session.ask("{").unwrap_err().code, "bad-json");
    /// ```
    pub fn ask(&self, call: &str) -> Result<String, WireError> {
        let mut call = Call::read(call).inspect_err(|_| self.count_unreadable())?;
        call.remove("id")?;
        self.answer(call)?.json()
    }

    /// Answers a call that a binding has put together. A panic of the engine is an error of this call and of no other.
    ///
    /// # Errors
    ///
    /// Where there is no such verb, the call is none of it, or it cannot be answered.
    pub fn answer(&self, mut call: Call<'_>) -> Result<Reply, WireError> {
        let verb = verb_of(&mut call).inspect_err(|_| self.count_unreadable())?;
        #[cfg(feature = "compile")]
        let concern = verb.about.of(call.peek("desk"));
        let reply = guarded(|| (verb.run)(self, call));
        #[cfg(feature = "compile")]
        self.tally.count(verb, self.tally_of(&concern), &reply);
        reply
    }

    fn count_unreadable(&self) {
        #[cfg(feature = "compile")]
        self.tally.count_unreadable();
    }

    pub(crate) fn threads(&self) -> NonZeroUsize {
        self.threads
    }

    pub(crate) fn limits(&self) -> Limits {
        self.limits
    }

    /// Keeps a desk under a name, in place of one that had it.
    pub fn keep(&self, name: &str, desk: Desk) -> Arc<Desk> {
        let desk = Arc::new(desk);
        let mut desks = self.desks.write().unwrap_or_else(PoisonError::into_inner);
        match desks.get_mut(name) {
            Some(kept) => {
                #[cfg(feature = "compile")]
                kept.tally.replace(&kept.desk);
                kept.desk = desk.clone();
            }
            None => {
                let kept = Kept {
                    desk: desk.clone(),
                    #[cfg(feature = "compile")]
                    tally: Arc::default(),
                };
                desks.insert(name.to_owned(), kept);
            }
        }
        desk
    }

    /// Lets a desk go; whether there was one.
    pub fn forget(&self, name: &str) -> bool {
        self.desks.write().unwrap_or_else(PoisonError::into_inner).remove(name).is_some()
    }

    /// The desk of that name.
    ///
    /// # Errors
    ///
    /// Where there is none.
    pub fn desk(&self, name: &str) -> Result<Arc<Desk>, WireError> {
        let desks = self.desks.read().unwrap_or_else(PoisonError::into_inner);
        desks.get(name).map(|kept| kept.desk.clone()).ok_or_else(|| {
            let hint = suggest::did_you_mean(name, desks.keys().map(String::as_str), "`");
            let help = hint.unwrap_or_else(|| "compile or load it first".to_owned());
            WireError::new("unknown-desk", format!("there is no desk `{name}`")).help(Some(help))
        })
    }
}

/// What it has counted, and of what.
#[cfg(feature = "compile")]
impl Session {
    /// What was counted of the calls so far.
    pub(crate) fn stats(&self) -> Stats {
        self.tally.counted()
    }

    /// The desks that are kept, and what was counted of each.
    pub(crate) fn desk_stats(&self) -> Vec<DeskStats> {
        let desks = self.desks.read().unwrap_or_else(PoisonError::into_inner);
        let told = desks.iter().map(|(name, Kept { desk, tally })| (name.clone(), desk.clone(), tally.counted(desk)));
        let told: Vec<_> = told.collect();
        drop(desks);
        let told = told.into_iter().map(|(name, desk, counts)| DeskStats {
            desk: name,
            hash: desk.hash().into(),
            rules: desk.rule_count(),
            bytes: desk.bundle().len(),
            counts,
        });
        told.collect()
    }

    /// Where calls about that are counted; a desk that is new is counted from the call on that made it.
    fn tally_of(&self, concern: &Concern) -> Option<Arc<OfDesk>> {
        let (Concern::Reads(name) | Concern::Changes(name)) = concern else { return None };
        let desks = self.desks.read().unwrap_or_else(PoisonError::into_inner);
        desks.get(&**name).map(|kept| kept.tally.clone())
    }
}

/// The verb of a call that may be one of it.
///
/// # Errors
///
/// Where there is no such verb, or it takes something less.
fn verb_of(call: &mut Call<'_>) -> Result<&'static Verb, WireError> {
    let verbs = || Verb::all().map(|verb| verb.name);
    let name = call.text("verb").and_then(|name| name.ok_or_else(|| missing("verb"))).map_err(|error| {
        let help = format!("the verbs are {}", verbs().collect::<Vec<_>>().join(", "));
        error.help(Some(help))
    })?;
    let Some(verb) = Verb::named(&name) else {
        let hint = suggest::did_you_mean(&name, verbs(), "`");
        return Err(WireError::new("unknown-verb", format!("there is no verb `{name}`")).help(hint));
    };
    let takes = || verb.takes.iter().map(|part| part.name);
    if let Some(unknown) = call.names().find(|name| !takes().any(|taken| taken == *name)) {
        let hint = suggest::did_you_mean(unknown, takes(), "`");
        return Err(WireError::new("bad-call", format!("`{name}` takes no `{unknown}`")).help(hint));
    }
    Ok(verb)
}
