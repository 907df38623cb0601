//! The methods and functions of the Python package that are verbs.

use tierline_wire::{Given, Gives, PartKind, Verb, Wrapper};

use super::{Param, wrapped, wrappers};

const WIDTH: usize = 116;

const HEAD: &str = r#""""What desks can be asked, and what needs none. Made from the table of verbs by `cargo xtask generate`."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from ._calls import ask, cases_given, given

__all__ = {exports}


class Asked:
    """What a desk can be asked."""

    def _ask(self, verb: str, **parts: Any) -> Any:
        raise NotImplementedError
"#;

/// The module of methods and functions.
pub(super) fn module() -> String {
    let methods: String =
        wrappers().filter(|(_, wrapper)| wrapper.of_desk).map(|(verb, wrapper)| function(verb, wrapper)).collect();
    let functions: String = wrappers()
        .filter(|(_, wrapper)| !wrapper.of_desk)
        .map(|(verb, wrapper)| format!("\n{}", function(verb, wrapper)))
        .collect();
    let names = wrappers().filter(|(_, wrapper)| !wrapper.of_desk).map(|(_, wrapper)| format!("\"{}\"", wrapper.name));
    let names: Vec<String> = names.collect();
    format!("{}{methods}{functions}", HEAD.replace("{exports}", &format!("[{}]", names.join(", "))))
}

fn function(verb: &Verb, wrapper: &Wrapper) -> String {
    let params = Param::all(verb, wrapper);
    let (options, needed): (Vec<&Param>, Vec<&Param>) = params.iter().partition(|param| param.is_option());
    let mut args: Vec<String> = wrapper.of_desk.then(|| "self".to_owned()).into_iter().collect();
    args.extend(needed.iter().map(|param| format!("{}: {}", param.name, handed(param.kind))));
    if !options.is_empty() {
        args.push("*".to_owned());
    }
    args.extend(options.iter().map(|param| format!("{}: {}", param.name, option(param.kind))));
    let indent = if wrapper.of_desk { "    " } else { "" };
    let head = format!("def {}({}) -> {}:", wrapper.name, args.join(", "), type_of(wrapper));
    let head = match indent.len() + head.len() > WIDTH + 4 {
        true => format!("def {}(\n{indent}    {}\n{indent}) -> {}:", wrapper.name, args.join(", "), type_of(wrapper)),
        false => head,
    };
    let mut lines = vec![String::new(), head];
    lines.extend(doc(wrapper, WIDTH - indent.len()).into_iter().map(|line| format!("    {line}")));
    let mut parts = vec![format!("\"{}\"", verb.name)];
    parts.extend(needed.iter().map(|param| passed(param)));
    parts.extend(wrapper.sets.map(|part| format!("{part}=True")));
    let given: Vec<String> = options.iter().map(|param| format!("{0}={0}", param.name)).collect();
    parts.extend((!given.is_empty()).then(|| format!("**given({})", given.join(", "))));
    let asker = if wrapper.of_desk { "self._ask" } else { "ask" };
    let asked = format!("{asker}({})", parts.join(", "));
    lines.extend(match wrapper.gives {
        Gives::Bytes => vec![format!("    return b64decode({asked})")],
        Gives::Part(part, _) => told(wrapper, &format!("{asked}[\"{part}\"]")),
        Gives::Reply(_) | Gives::Replies(_) => told(wrapper, &asked),
    });
    lines.iter().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("{indent}{line}\n") }).collect()
}

/// Gives what was asked for, with its type.
fn told(wrapper: &Wrapper, asked: &str) -> Vec<String> {
    vec![format!("    reply: {} = {asked}", type_of(wrapper)), "    return reply".to_owned()]
}

fn doc(wrapper: &Wrapper, width: usize) -> Vec<String> {
    let fails = match wrapper.fails {
        "" => String::new(),
        why => format!(" Raises :class:`TierlineError` where {why}."),
    };
    let lines = wrapped(&format!("\"\"\"{}{fails}", wrapper.help.replace('`', "``")), width - 8);
    match lines.as_slice() {
        [only] => vec![format!("{only}\"\"\"")],
        _ => lines.into_iter().chain(["\"\"\"".to_owned()]).collect(),
    }
}

fn handed(kind: PartKind) -> &'static str {
    match kind {
        PartKind::Files => "Mapping[str, str]",
        PartKind::Request => "Mapping[str, Any]",
        PartKind::Requests => "Iterable[Mapping[str, Any]]",
        PartKind::Cases => "Iterable[Mapping[str, Any]] | str",
        other => unreachable!("{other:?} is nothing that a caller must hand in"),
    }
}

fn option(kind: PartKind) -> &'static str {
    match kind {
        PartKind::Truth => "bool = False",
        PartKind::Names => "Sequence[str] | None = None",
        PartKind::Instant => "datetime | None = None",
        other => unreachable!("{other:?} is no option"),
    }
}

fn passed(param: &Param) -> String {
    let name = param.name;
    match param.kind {
        PartKind::Files => format!("{name}=dict({name})"),
        PartKind::Requests => format!("{name}=list({name})"),
        PartKind::Cases => format!("**cases_given({name})"),
        _ => format!("{name}={name}"),
    }
}

fn type_of(wrapper: &Wrapper) -> &'static str {
    match wrapper.gives {
        Gives::Bytes => "bytes",
        Gives::Replies(_) | Gives::Reply(Given::List(_)) | Gives::Part(_, Given::List(_)) => "list[dict[str, Any]]",
        Gives::Reply(Given::Object(_)) | Gives::Part(_, Given::Object(_)) => "dict[str, Any]",
        Gives::Reply(Given::Text) | Gives::Part(_, Given::Text) => "str",
        Gives::Reply(Given::Truth) | Gives::Part(_, Given::Truth) => "bool",
    }
}
