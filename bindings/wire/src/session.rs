//! Desks by name, and the calls about them.

use std::{
    num::NonZeroUsize,
    sync::{Arc, PoisonError, RwLock},
};

use tierline::{Desk, Limits};
use tierline_model::{SortedMap, suggest};

use crate::{Call, Reply, Verb, WireError, call::missing};

/// Compiled desks by name. Calls may come from many threads at once.
#[derive(Debug)]
pub struct Session {
    desks: RwLock<SortedMap<String, Arc<Desk>>>,
    limits: Limits,
    threads: NonZeroUsize,
}

impl Default for Session {
    fn default() -> Session {
        Session::new(Limits::SERVER)
    }
}

impl Session {
    /// A session without desks, whose scripts run under these limits.
    pub fn new(limits: Limits) -> Session {
        Session { desks: RwLock::default(), limits, threads: NonZeroUsize::MIN }
    }

    /// The same session, whose batches run on up to so many threads; one where nothing is said.
    pub fn on_threads(self, threads: NonZeroUsize) -> Session {
        Session { threads, ..self }
    }

    /// Answers one call. The reply is always JSON on one line.
    pub fn call(&self, call: &str) -> String {
        let (id, result) = match Call::read(call) {
            Ok(mut call) => match call.remove("id") {
                Ok(id) => (id, self.answer(call).and_then(Reply::json)),
                Err(error) => (None, Err(error)),
            },
            Err(error) => (None, Err(error)),
        };
        let id = id.map(|id| format!("\"id\":{id},")).unwrap_or_default();
        match result {
            Ok(content) => format!("{{{id}\"ok\":{content}}}"),
            Err(error) => format!("{{{id}\"error\":{}}}", error_json(&error)),
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
        let mut call = Call::read(call)?;
        call.remove("id")?;
        self.answer(call)?.json()
    }

    /// Answers a call that a binding has put together.
    ///
    /// # Errors
    ///
    /// Where there is no such verb, the call is none of it, or it cannot be answered.
    pub fn answer(&self, mut call: Call<'_>) -> Result<Reply, WireError> {
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
        (verb.run)(self, call)
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
        self.desks.write().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), desk.clone());
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
        desks.get(name).cloned().ok_or_else(|| {
            let hint = suggest::did_you_mean(name, desks.keys().map(String::as_str), "`");
            let help = hint.unwrap_or_else(|| "compile or load it first".to_owned());
            WireError::new("unknown-desk", format!("there is no desk `{name}`")).help(Some(help))
        })
    }
}

fn error_json(error: &WireError) -> String {
    // An error is plain data, which always has a JSON form.
    serde_json::to_string(error).unwrap_or_default()
}
