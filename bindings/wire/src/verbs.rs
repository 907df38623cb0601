//! The verbs: one table of all.

use tierline::{Desk, Tell};
use tierline_model::{SortedSet, Text, quoted, reference, suggest};

use crate::{
    BatchReply, Call, Reply, Session, WireError,
    clocks::{self, DeadlinesSaid},
    full,
    reply::{Summary, Versions},
};

/// A verb of the wire.
#[derive(Clone, Copy, Debug)]
pub struct Verb {
    /// Its name.
    pub name: &'static str,
    /// What it does and gives; empty in builds without the reference.
    pub help: &'static str,
    /// What a call of it may hold beside `verb` and `id`.
    pub takes: &'static [&'static str],
    pub(crate) run: fn(&Session, Call<'_>) -> Result<Reply, WireError>,
}

/// All verbs, in the order of the reference.
pub const VERBS: &[Verb] = &[
    Verb {
        name: "version",
        help: reference("The versions of the engine and of this seam."),
        takes: &[],
        run: |_, _| Ok(Reply::Versions(Versions { engine: env!("CARGO_PKG_VERSION"), wire: 1 })),
    },
    Verb {
        name: "compile",
        help: reference(
            "Compiles the `files` of a pack (text by name) and keeps the desk under the name `desk`. Gives its hash, how many rules it has, and warnings.",
        ),
        takes: &["desk", "files"],
        run: full::compile,
    },
    Verb {
        name: "load",
        help: reference(
            "Loads a `bundle` (its bytes in base64) and keeps the desk under the name `desk`. Gives what `compile` gives.",
        ),
        takes: &["desk", "bundle"],
        run: |session, mut call| {
            let desk = Desk::load(&call.bundle()?, session.limits())?;
            keep(session, &mut call, desk)
        },
    },
    Verb {
        name: "bundle",
        help: reference("Gives the desk as a bundle, in base64: what `load` takes."),
        takes: &["desk"],
        run: full::bundle,
    },
    Verb {
        name: "forget",
        help: reference("Lets the desk go. Gives whether there was one."),
        takes: &["desk"],
        run: |session, mut call| Ok(Reply::Truth(session.forget(&desk_name(&mut call)?))),
    },
    Verb {
        name: "check",
        help: reference(
            "Compiles the `files` of a pack without keeping the desk. Gives everything that is wrong with them, and where they compile, everything that looks wrong: rules that never fire, that another covers or that want different things, tickets that nobody gets, each with a ticket that shows it. Where `changed` lists some of the files, only what has to do with those; with `now`, also what runs out.",
        ),
        takes: &["files", "changed", "now"],
        run: full::check,
    },
    Verb {
        name: "format",
        help: reference(
            "Lays out the rule files among `files` in the one style; what they say, and the hash of their desk, stays. Gives all `files`, those as they came that cannot be read, with what is wrong with these.",
        ),
        takes: &["files"],
        run: full::format,
    },
    Verb {
        name: "forms",
        help: reference(
            "How each rule of the desk runs: what of its condition the index looks up (`key`, `numbers`, `text`), what a `predicate` decides, what takes the `script`, and why.",
        ),
        takes: &["desk"],
        run: full::forms,
    },
    Verb {
        name: "test",
        help: reference(
            "Runs the tests of the desk. Gives a report for each; where `coverage` is true, these as `tests`, and beside them the `coverage`: what of the desk they reach and what not.",
        ),
        takes: &["desk", "coverage"],
        run: full::test,
    },
    Verb {
        name: "evaluate",
        help: reference(
            "Answers one `request` ({\"ticket\", \"event\", \"context\", \"roster\", \"turns\", \"now\"}), with a trace where `trace` is true. Where `why_not` is a list of rules, the trace tells of the rules that could hold and of those: it takes hardly longer, however many rules there are.",
        ),
        takes: &["desk", "request", "trace", "why_not"],
        run: |session, mut call| {
            let desk = desk(session, &mut call)?;
            let tell = tell(&desk, &mut call)?;
            let request = call.request(&desk)?;
            Ok(Reply::Answer(Box::new(desk.evaluate_telling(request, &tell))))
        },
    },
    Verb {
        name: "evaluate_batch",
        help: reference("Answers a list of `requests`, in order: each with `ok` or `error`."),
        takes: &["desk", "requests", "trace", "why_not"],
        run: |session, mut call| {
            let desk = desk(session, &mut call)?;
            let tell = tell(&desk, &mut call)?;
            let mut errors = vec![];
            let read = call.requests()?.into_iter().filter_map(|request| {
                let read = request.request(&desk);
                errors.push(read.as_ref().err().cloned());
                read.ok()
            });
            let read = read.collect();
            let answers = desk.evaluate_batch(read, &tell, session.threads()).into_iter();
            Ok(Reply::Batch(BatchReply::of(errors, answers)))
        },
    },
    Verb {
        name: "explain",
        help: reference(
            "Evaluates one `request` and says why in sentences, what nearly happened, and of every clock why it reads what it reads. Of the rules that `why_not` lists, also why each did not fire, and the smallest change of the request that makes it fire, which was tried.",
        ),
        takes: &["desk", "request", "why_not"],
        run: full::explain,
    },
    Verb {
        name: "deadlines",
        help: reference(
            "What the clocks of a `request` read, without its rules: readings, the next deadline, `wake_at`. Where `why` is true, with the reasons and the open hours of the calendars.",
        ),
        takes: &["desk", "request", "why"],
        run: |session, mut call| {
            let desk = desk(session, &mut call)?;
            let why = call.truth("why")?;
            let deadlines = desk.deadlines(call.request(&desk)?, why);
            let hours = why.then(|| clocks::open_hours(&desk, &deadlines.readings, deadlines.now));
            Ok(Reply::Deadlines(Box::new(DeadlinesSaid { deadlines, hours })))
        },
    },
    Verb {
        name: "verify",
        help: reference(
            "Runs recorded `cases`, or those of the text `lines`, one a line, against the engine; the formats are in `rules/CASES.md`. Gives how many passed and what became of the others.",
        ),
        takes: &["cases", "lines"],
        run: full::verify,
    },
    Verb {
        name: "actions",
        help: reference("The actions and functions of the rule language."),
        takes: &[],
        run: full::actions,
    },
    Verb {
        name: "schema",
        help: reference(
            "The JSON Schemas of requests and answers; of a desk with its own fields where `desk` names one.",
        ),
        takes: &["desk"],
        run: full::schemas,
    },
];

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
pub(crate) fn why_not(desk: &Desk, call: &mut Call<'_>) -> Result<Option<SortedSet<Text>>, WireError> {
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

pub(crate) fn keep(session: &Session, call: &mut Call<'_>, desk: Desk) -> Result<Reply, WireError> {
    Ok(Reply::Summary(Summary::of(&session.keep(&desk_name(call)?, desk))))
}

fn desk_name(call: &mut Call<'_>) -> Result<Text, WireError> {
    Ok(call.text("desk")?.unwrap_or_else(|| "desk".into()))
}

pub(crate) fn desk(session: &Session, call: &mut Call<'_>) -> Result<std::sync::Arc<Desk>, WireError> {
    session.desk(&desk_name(call)?)
}

#[cfg(feature = "compile")]
pub(crate) fn files(call: &mut Call<'_>) -> Result<tierline::Pack, WireError> {
    Ok(tierline::Pack { files: call.files()? })
}
