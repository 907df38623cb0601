//! What the engine tells of itself.

use tierline_model::reference;

#[cfg(not(feature = "compile"))]
use super::without::{compiles_none, has_no_schemas, tells_little};
use super::{About, DESK, DESK_HASH, Given, Gives, PartKind, Takes, Verb, Wrapper, full, wrappers};

pub(super) const ALL: &[Verb] = &[
    Verb {
        name: "verify",
        help: reference(
            "Runs recorded `cases`, or those of the text `lines`, one a line, against the engine; the formats are in `rules/CASES.md`. Gives how many passed and what became of the others. Where they take more than a call may (`call_work`), each that is left is an error that says so.",
        ),
        takes: &[Takes { name: "cases", kind: PartKind::Cases }, Takes { name: "lines", kind: PartKind::Lines }],
        about: About::Nothing,
        wrappers: wrappers(&[Wrapper {
            name: "verify",
            help: "Runs recorded cases, a list or text with one a line, against the engine: how many passed, and what became of the others.",
            fails: "",
            of_desk: false,
            takes: &["cases"],
            sets: None,
            gives: Gives::Reply(Given::Object("CaseSummary")),
            is_full: true,
        }]),
        run: full!(full::verify, compiles_none()),
    },
    Verb {
        name: "actions",
        help: reference("The actions, functions and metrics of the rule language."),
        takes: &[],
        about: About::Nothing,
        wrappers: wrappers(&[Wrapper {
            name: "actions",
            help: "The actions, functions and metrics of the rule language.",
            fails: "",
            of_desk: false,
            takes: &[],
            sets: None,
            gives: Gives::Reply(Given::Object("Reference")),
            is_full: true,
        }]),
        run: full!(full::actions, tells_little("`tierline actions` and the full build list them")),
    },
    Verb {
        name: "schema",
        help: reference(
            "The JSON Schemas of requests and answers; of a desk with its own fields where `desk` names one.",
        ),
        takes: &[DESK, DESK_HASH],
        about: About::DeskIfNamed,
        wrappers: wrappers(&[
            Wrapper {
                name: "schema",
                help: "The JSON Schemas of what goes in and comes out.",
                fails: "",
                of_desk: false,
                takes: &[],
                sets: None,
                gives: Gives::Reply(Given::Object("Record<string, object>")),
                is_full: true,
            },
            Wrapper {
                name: "schema",
                help: "The JSON Schemas of what goes in and comes out, with the fields that this desk declares.",
                fails: "",
                of_desk: true,
                takes: &[],
                sets: None,
                gives: Gives::Reply(Given::Object("Record<string, object>")),
                is_full: true,
            },
        ]),
        run: full!(full::schemas, has_no_schemas()),
    },
    Verb {
        name: "stats",
        help: reference(
            "What the session has answered so far, this call not among it: `calls`, those with an error, those that could not be read, and calls and errors by verb.",
        ),
        takes: &[],
        about: About::Everything,
        wrappers: &[],
        run: full!(full::stats, tells_little("the full build counts calls")),
    },
    Verb {
        name: "desks",
        help: reference(
            "The desks that the session keeps: name, `hash`, `rules`, `bytes` of its bundle, and of each name the calls, errors, and the faults and work of its evaluations.",
        ),
        takes: &[],
        about: About::Everything,
        wrappers: &[],
        run: full!(full::desks, tells_little("the full build counts calls")),
    },
    Verb {
        name: "metrics",
        help: reference("What `stats` and `desks` tell, as a text in the OpenMetrics format 1.0."),
        takes: &[],
        about: About::Everything,
        wrappers: &[],
        run: full!(full::metrics, tells_little("the full build counts calls")),
    },
];

#[cfg(feature = "compile")]
mod full {
    use tierline::Schema;

    use super::super::{DESK, desk};
    use crate::{Call, Reply, Session, WireError, metrics, reference::Reference, schema, verify::Summary};

    pub(super) fn verify(session: &Session, mut call: Call<'_>) -> Result<Reply, WireError> {
        match (call.list("cases", "a list of cases")?, call.text("lines")?) {
            (Some(cases), None) => {
                let cases = cases.into_iter().map(Into::into).collect();
                Reply::written(&Summary::of_cases(cases, &session.limits())?)
            }
            (None, Some(lines)) => Reply::written(&Summary::of_lines(&lines, &session.limits())?),
            (Some(_), Some(_)) => Err(WireError::new("bad-call", "give `cases` or `lines`, not both")),
            (None, None) => Err(WireError::new(
                "bad-call",
                "the call needs `cases`, a list, or `lines`, a text with a case on each line",
            )),
        }
    }

    pub(super) fn actions(_session: &Session, _call: Call<'_>) -> Result<Reply, WireError> {
        Reply::written(&Reference::of_tables())
    }

    pub(super) fn schemas(session: &Session, mut call: Call<'_>) -> Result<Reply, WireError> {
        let names_one = call.names().any(|part| part == DESK.name);
        Reply::written(&match names_one {
            true => schema::all(desk(session, &mut call)?.schema()),
            false => schema::all(&Schema::standard()),
        })
    }

    pub(super) fn stats(session: &Session, _call: Call<'_>) -> Result<Reply, WireError> {
        Reply::written(&session.stats())
    }

    pub(super) fn desks(session: &Session, _call: Call<'_>) -> Result<Reply, WireError> {
        Reply::written(&session.desk_stats())
    }

    pub(super) fn metrics(session: &Session, _call: Call<'_>) -> Result<Reply, WireError> {
        Reply::written(&metrics::text(&session.stats(), &session.desk_stats()))
    }
}
