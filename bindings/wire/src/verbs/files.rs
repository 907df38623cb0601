//! Files and rules, looked at.

use tierline_model::reference;

#[cfg(not(feature = "compile"))]
use super::without::{compiles_none, tells_little};
use super::{About, DESK, DESK_HASH, FILES, Given, Gives, PartKind, Takes, Verb, Wrapper, full, wrappers};

pub(super) const ALL: &[Verb] = &[
    Verb {
        name: "check",
        help: reference(
            "Compiles the `files` of a pack without keeping the desk. Gives everything that is wrong with them, and where they compile, everything that looks wrong: rules that never fire, that another covers or that want different things, tickets that nobody gets, each with a ticket that shows it. Where `changed` lists some of the files, only what has to do with those; with `now`, also what runs out.",
        ),
        takes: &[
            FILES,
            Takes { name: "changed", kind: PartKind::Names },
            Takes { name: "now", kind: PartKind::Instant },
        ],
        about: About::Nothing,
        wrappers: wrappers(&[Wrapper {
            name: "check",
            help: "All that is wrong, or looks wrong, with the files of a desk; nothing where they are fine. Where a ticket shows a finding, that ticket is its `witness`. With `changed`, the names of some of the files, only what has to do with those: quick enough to run behind an editor. With `now`, also what runs out.",
            fails: "",
            of_desk: false,
            takes: &["files", "changed", "now"],
            sets: None,
            gives: Gives::Part("diagnostics", Given::List("Finding")),
            is_full: true,
        }]),
        run: full!(full::check, compiles_none()),
    },
    Verb {
        name: "format",
        help: reference(
            "Lays out the rule files among `files` in the one style; what they say, and the hash of their desk, stays. Gives all `files`, those as they came that cannot be read, with what is wrong with these.",
        ),
        takes: &[FILES],
        about: About::Nothing,
        wrappers: wrappers(&[Wrapper {
            name: "format",
            help: "The `files` of a desk in the one style, and in `diagnostics` what kept some from being laid out.",
            fails: "",
            of_desk: false,
            takes: &["files"],
            sets: None,
            gives: Gives::Reply(Given::Object("{ files: Record<string, string>; diagnostics: Diagnostic[] }")),
            is_full: true,
        }]),
        run: full!(full::format, compiles_none()),
    },
    Verb {
        name: "forms",
        help: reference(
            "How each rule of the desk runs: what of its condition the index looks up (`key`, `numbers`, `text`), what a `predicate` decides, what takes the `script`, and why.",
        ),
        takes: &[DESK, DESK_HASH],
        about: About::Desk,
        wrappers: wrappers(&[Wrapper {
            name: "forms",
            help: "How each rule runs: what the index looks up, what a predicate decides, what takes a script, and why.",
            fails: "",
            of_desk: true,
            takes: &[],
            sets: None,
            gives: Gives::Reply(Given::List("RuleForm")),
            is_full: true,
        }]),
        run: full!(full::forms, tells_little("`tierline check --forms` and the full build tell it")),
    },
    Verb {
        name: "test",
        help: reference(
            "Runs the tests of the desk. Gives a report for each; where `coverage` is true, these as `tests`, and beside them the `coverage`: what of the desk they reach and what not.",
        ),
        takes: &[DESK, DESK_HASH, Takes { name: "coverage", kind: PartKind::Truth }],
        about: About::Desk,
        wrappers: wrappers(&[
            Wrapper {
                name: "test",
                help: "Runs the tests of the desk: a report for each.",
                fails: "",
                of_desk: true,
                takes: &[],
                sets: None,
                gives: Gives::Reply(Given::List("TestReport")),
                is_full: true,
            },
            Wrapper {
                name: "test_with_coverage",
                help: "Runs them, as `tests`, and says in `coverage` what of the desk they reach, and what not.",
                fails: "",
                of_desk: true,
                takes: &[],
                sets: Some("coverage"),
                gives: Gives::Reply(Given::Object("{ tests: TestReport[]; coverage: Coverage }")),
                is_full: true,
            },
        ]),
        run: full!(full::test, compiles_none()),
    },
];

#[cfg(feature = "compile")]
mod full {
    use serde::Serialize;
    use tierline::{Coverage, Desk, Diagnostic, Pack, Place, TestReport};
    use tierline_check::{Finding, Scope};
    use tierline_model::SortedMap;

    use super::super::desk;
    use crate::{
        Call, Reply, Session, WireError,
        explained::{tested, tested_with_coverage},
    };

    /// What `check` gives.
    #[derive(Serialize)]
    struct Checked {
        diagnostics: Vec<Finding>,
    }

    /// What `test` gives where coverage is asked for.
    #[derive(Serialize)]
    struct Tested {
        tests: Vec<TestReport>,
        coverage: Coverage,
    }

    /// What `format` gives.
    #[derive(Serialize)]
    struct LaidOut {
        files: SortedMap<String, String>,
        diagnostics: Vec<Diagnostic>,
    }

    pub(super) fn check(session: &Session, mut call: Call<'_>) -> Result<Reply, WireError> {
        let scope = Scope {
            files: call.texts("changed", "a list of the names of files")?.map(|names| names.into_iter().collect()),
            now: call.instant("now")?,
        };
        let diagnostics = match Desk::compile(Pack { files: call.files()? }, session.limits()) {
            Ok(desk) => tierline_check::check(&desk, &scope),
            Err(diagnostics) => diagnostics.into_iter().map(Finding::from).collect(),
        };
        Reply::written(&Checked { diagnostics })
    }

    /// Work that laying out a byte takes.
    const BYTE_LAID_OUT: u64 = 10;

    pub(super) fn format(session: &Session, mut call: Call<'_>) -> Result<Reply, WireError> {
        let mut files = call.files()?;
        let (mut diagnostics, mut work, allowed) = (vec![], 0u64, session.limits().call_work);
        for (name, text) in files.iter_mut().filter(|(name, _)| name.ends_with(".rhai")) {
            let needed = work.saturating_add(BYTE_LAID_OUT.saturating_mul(text.len() as u64));
            if needed > allowed {
                diagnostics.push(not_laid_out(name, needed, allowed));
                continue;
            }
            work = needed;
            match tierline::format(name, text) {
                Ok(laid_out) => *text = laid_out,
                Err(wrong) => diagnostics.extend(wrong),
            }
        }
        Reply::written(&LaidOut { files, diagnostics })
    }

    /// That a file is given as it came, for a call may take no more.
    fn not_laid_out(name: &str, needed: u64, allowed: u64) -> Diagnostic {
        let message = format!(
            "this file is not laid out: with the files before it that takes {needed} units of work, and a call may take {allowed} \
             (the limit `call_work`)"
        );
        let help = "lay it out in a call of its own; or the host raises the limit";
        Diagnostic::error(Place::file(name), "too-costly", message).help(help.to_owned())
    }

    pub(super) fn forms(session: &Session, mut call: Call<'_>) -> Result<Reply, WireError> {
        Reply::written(&desk(session, &mut call)?.forms())
    }

    pub(super) fn test(session: &Session, mut call: Call<'_>) -> Result<Reply, WireError> {
        let desk = desk(session, &mut call)?;
        if !call.truth("coverage")? {
            return Reply::written(&tested(&desk));
        }
        let (tests, coverage) = tested_with_coverage(&desk);
        Reply::written(&Tested { tests, coverage })
    }
}
