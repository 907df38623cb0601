//! Desks: made, kept, told of, let go.

use tierline::Desk;
use tierline_model::reference;

#[cfg(not(feature = "compile"))]
use super::without::{compiles_none, tells_little};
use super::{
    About, DESK, DESK_HASH, FILES, Given, Gives, LIMITS, PartKind, Takes, Verb, Wrapper, desk_name, desk_named, full,
    keep, wrappers,
};
use crate::{Reply, reply::Versions};

pub(super) const ALL: &[Verb] = &[
    Verb {
        name: "version",
        help: reference("The versions of the engine and of this seam."),
        takes: &[],
        about: About::Nothing,
        wrappers: wrappers(&[Wrapper {
            name: "version",
            help: "The versions of the engine and of its calls.",
            fails: "",
            of_desk: false,
            takes: &[],
            sets: None,
            gives: Gives::Reply(Given::Object("{ engine: string; wire: number }")),
            is_full: false,
        }]),
        run: |_, _| Ok(Reply::Versions(Versions { engine: env!("CARGO_PKG_VERSION"), wire: 1 })),
    },
    Verb {
        name: "compile",
        help: reference(
            "Compiles the `files` of a pack (text by name) and keeps the desk under the name `desk`. Gives its hash, how many rules it has, and warnings. With `limits` ({\"rule_work\": 20000, …}, as in `rules/LIMITS.md`) it may cost more or less than another.",
        ),
        takes: &[DESK, FILES, LIMITS],
        about: About::ChangesDesk,
        // Bindings have a class of desks, which is made by it.
        wrappers: &[],
        run: full!(full::compile, compiles_none()),
    },
    Verb {
        name: "load",
        help: reference(
            "Loads a `bundle` (its bytes in base64) and keeps the desk under the name `desk`. Gives what `compile` gives.",
        ),
        takes: &[DESK, Takes { name: "bundle", kind: PartKind::Bundle }, LIMITS],
        about: About::ChangesDesk,
        wrappers: &[],
        run: |session, mut call| {
            let limits = call.limits(session.limits())?;
            let desk = Desk::load(&call.bundle()?, limits)?;
            keep(session, &mut call, desk)
        },
    },
    Verb {
        name: "bundle",
        help: reference("Gives the desk as a bundle, in base64: what `load` takes."),
        takes: &[DESK, DESK_HASH],
        about: About::Desk,
        wrappers: wrappers(&[Wrapper {
            name: "bundle",
            help: "The desk as bytes, to load it anew from.",
            fails: "",
            of_desk: true,
            takes: &[],
            sets: None,
            gives: Gives::Bytes,
            is_full: true,
        }]),
        run: full!(full::bundle, tells_little("keep the bundle that it was loaded from")),
    },
    Verb {
        name: "forget",
        help: reference("Lets the desk go. Gives whether there was one."),
        takes: &[DESK, DESK_HASH],
        about: About::ChangesDesk,
        wrappers: &[],
        run: |session, mut call| {
            let name = desk_name(&mut call)?;
            if call.names().any(|part| part == DESK_HASH.name) {
                desk_named(session, &name, &mut call)?;
            }
            Ok(Reply::Truth(session.forget(&name)))
        },
    },
];

#[cfg(feature = "compile")]
mod full {
    use tierline::{Desk, Pack};

    use super::super::{desk, keep};
    use crate::{Call, Reply, Session, WireError};

    pub(super) fn compile(session: &Session, mut call: Call<'_>) -> Result<Reply, WireError> {
        let limits = call.limits(session.limits())?;
        let desk = Desk::compile(Pack { files: call.files()? }, limits)?;
        keep(session, &mut call, desk)
    }

    pub(super) fn bundle(session: &Session, mut call: Call<'_>) -> Result<Reply, WireError> {
        Ok(Reply::Bytes(desk(session, &mut call)?.bundle()))
    }
}
