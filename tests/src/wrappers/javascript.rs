//! The methods and functions of the npm package that are verbs, as wasm-bindgen exports them, and what the entries of the package
//! export.

use std::collections::BTreeSet;

use tierline_wire::{Given, Gives, PartKind, Verb, Wrapper};

use super::{Made, Param, camel, wrapped, wrappers};

const WIDTH: usize = 120;

/// The Rust file of methods and functions.
pub(super) fn rust() -> String {
    let (methods, functions): (Vec<_>, Vec<_>) = wrappers().partition(|(_, wrapper)| wrapper.of_desk);
    let told: BTreeSet<(String, String)> = wrappers().map(|(_, wrapper)| (given(wrapper), type_of(wrapper))).collect();
    let options: Vec<(String, Vec<Param>)> = wrappers().filter_map(|(verb, wrapper)| options(verb, wrapper)).collect();
    let interfaces: String = options.iter().map(|(name, params)| interface(name, params)).collect();
    let types: String = told.iter().map(|(name, ts)| format!("    {name}: \"{ts}\",\n")).collect();
    let option_types: String = options.iter().map(|(name, _)| format!("    {name}: \"{name}\",\n")).collect();
    let methods: String = methods.into_iter().map(|(verb, wrapper)| function(verb, wrapper)).collect();
    let functions: String = functions.into_iter().map(|(verb, wrapper)| function(verb, wrapper)).collect();
    format!(
        "//! Made from the table of verbs by `cargo xtask generate`. Change that, not this file.\n\n\
         use tierline_wire::Call;\nuse wasm_bindgen::prelude::*;\n\n\
         use crate::{{\n    Desk,\n    asked::{{asked, part_of, replies, with_options, with_true}},\n    handed,\n    \
         types::{{Cases, Files, Request, Requests, typed}},\n}};\n\n\
         #[wasm_bindgen(typescript_custom_section)]\nconst OPTIONS: &str = r#\"\n{interfaces}\"#;\n\n\
         typed! {{\n{types}{option_types}}}\n\n\
         #[wasm_bindgen]\nimpl Desk {{\n{}}}\n\n{functions}",
        methods.trim_end().to_owned() + "\n"
    )
    .trim_end()
    .to_owned()
        + "\n"
}

/// What is made of the arguments of each call before they cross to the module.
pub(super) fn arguments() -> String {
    let of = |of_desk: bool| -> String {
        let calls = wrappers().filter(|(_, wrapper)| wrapper.of_desk == of_desk);
        let line =
            |(verb, wrapper): (&Verb, &Wrapper)| format!("    {}: [{}],\n", camel(wrapper.name), takes(verb, wrapper));
        calls.map(line).collect()
    };
    format!(
        "// Made from the table of verbs by `cargo xtask generate`. Change that, not this file.\n\
         import {{ cases, files, options, request, requests }} from \"./handed.js\";\n\n\
         /** @typedef {{Record<string, Array<(value: any) => unknown>>}} Calls What is made of each argument, by the name of the call. */\n\n\
         /** The methods of desks. @type {{Calls}} */\nexport const OF_DESK = {{\n{}}};\n\n\
         /** The functions that need none. @type {{Calls}} */\nexport const OF_NONE = {{\n{}}};\n",
        of(true),
        of(false)
    )
}

fn takes(verb: &Verb, wrapper: &Wrapper) -> String {
    let params = Param::all(verb, wrapper).into_iter().filter(|param| !param.is_option());
    let needed = params.map(|param| made_by(param.kind).to_owned());
    let options = options(verb, wrapper).map(|(_, params)| {
        let names: Vec<String> = params.iter().map(|param| format!("\"{}\"", camel(param.name))).collect();
        format!("options({})", names.join(", "))
    });
    needed.chain(options).collect::<Vec<_>>().join(", ")
}

/// The entries of the package: a file for each build in each home.
pub(super) fn entries() -> Vec<Made> {
    const HOMES: [(&str, &str, &str, &str); 3] = [
        (
            "browser",
            "For browsers and bundlers: the module is fetched from beside this file.",
            "fetch(new URL(\"../{wasm}\", import.meta.url))",
            "fetch(url)",
        ),
        (
            "node",
            "For Node, Bun and Deno: the module is read from beside this file.",
            "readFile(new URL(\"../{wasm}\", import.meta.url))",
            "(new URL(url).protocol === \"file:\" ? readFile(new URL(url)) : fetch(url))",
        ),
        (
            "workerd",
            "For workers that cannot compile modules while they run: the module is imported.",
            "module",
            "fetch(url)",
        ),
    ];
    let builds = [("full", "tierline.wasm"), ("runtime", "tierline-runtime.wasm")];
    let entry = |(build, wasm): (&str, &str), (home, what, source, open): (&str, &str, &str, &str)| {
        let import = match home {
            "node" => "import { readFile } from \"node:fs/promises\";\n".to_owned(),
            "workerd" => format!("import module from \"../{wasm}\";\n"),
            _ => String::new(),
        };
        let source = source.replace("{wasm}", wasm);
        let text = format!(
            "// {what} Made by `cargo xtask generate`.\n{import}import {{ create }} from \"./create.js\";\n\
             import * as glue from \"./glue/{build}.js\";\n\nexport {{ TierlineError }} from \"./error.js\";\n\
             export const {{ {} }} = create(\n    {{\n        source: () => {source},\n        open: (url) => {open},\n    }},\n    glue,\n);\n",
            exports().join(", ")
        );
        (format!("bindings/js/src/{build}.{home}.js"), text)
    };
    builds.into_iter().flat_map(|build| HOMES.into_iter().map(move |home| entry(build, home))).collect()
}

/// What the package exports beside its error.
fn exports() -> Vec<String> {
    let functions = wrappers().filter(|(_, wrapper)| !wrapper.of_desk).map(|(_, wrapper)| camel(wrapper.name));
    ["Desk", "init", "initSync", "call"].map(str::to_owned).into_iter().chain(functions).collect()
}

fn function(verb: &Verb, wrapper: &Wrapper) -> String {
    let params = Param::all(verb, wrapper);
    let needed: Vec<&Param> = params.iter().filter(|param| !param.is_option()).collect();
    let options = options(verb, wrapper);
    let mut args: Vec<String> = wrapper.of_desk.then(|| "&self".to_owned()).into_iter().collect();
    args.extend(needed.iter().map(|param| format!("{}: &{}", param.name, handed(param.kind))));
    args.extend(options.iter().map(|(name, _)| format!("options: Option<{name}>")));
    let indent = if wrapper.of_desk { "    " } else { "" };
    let mut lines = doc(wrapper, &params, WIDTH - indent.len());
    let js_name = camel(wrapper.name);
    if js_name != wrapper.name {
        lines.push(format!("#[wasm_bindgen(js_name = {js_name})]"));
    } else if !wrapper.of_desk {
        lines.push("#[wasm_bindgen]".to_owned());
    }
    lines.push(format!("pub fn {}({}) -> Result<{}, JsValue> {{", wrapper.name, args.join(", "), given(wrapper)));
    let taken = |param: &&Param| format!("    let {0} = handed::{1}(\"{0}\", {0})?;", param.name, taken_by(param.kind));
    lines.extend(needed.iter().map(taken));
    let begun = if wrapper.of_desk { "self.call" } else { "Call::new" };
    lines.push(format!("    let call = {begun}(\"{}\");", verb.name));
    lines.extend(needed.iter().map(|param| format!("    let call = {}.add(call);", param.name)));
    if let Some((_, params)) = &options {
        let known: Vec<String> =
            params.iter().map(|param| format!("(\"{}\", \"{}\")", camel(param.name), param.name)).collect();
        lines.push(format!("    let call = with_options(call, &options.into(), &[{}])?;", known.join(", ")));
    }
    if let Some(name) = wrapper.sets {
        lines.push(format!("    let call = with_true(call, \"{name}\");"));
    }
    lines.push(match wrapper.gives {
        Gives::Reply(_) | Gives::Bytes => "    asked(call)".to_owned(),
        Gives::Part(part, _) => format!("    part_of(call, \"{part}\")"),
        Gives::Replies(_) => "    replies(call)".to_owned(),
    });
    lines.push("}".to_owned());
    lines.iter().map(|line| format!("{indent}{line}\n")).collect::<String>() + "\n"
}

/// The comment of a function, which editors show where it is called.
fn doc(wrapper: &Wrapper, params: &[Param], width: usize) -> Vec<String> {
    let mut help = wrapper.help.to_owned();
    for param in params {
        help = help.replace(&format!("`{}`", param.name), &format!("`{}`", camel(param.name)));
    }
    if wrapper.is_full {
        help.push_str(" Only the full build does this.");
    }
    let mut lines: Vec<String> = wrapped(&help, width - 4).into_iter().map(|line| format!("/// {line}")).collect();
    if !wrapper.fails.is_empty() {
        lines.extend(["///".to_owned(), format!("/// @throws {{TierlineError}} where {}.", wrapper.fails)]);
    }
    lines
}

/// The name and the members of the options of a wrapper, where it has any.
fn options(verb: &Verb, wrapper: &Wrapper) -> Option<(String, Vec<Param>)> {
    let params: Vec<Param> = Param::all(verb, wrapper).into_iter().filter(Param::is_option).collect();
    (!params.is_empty()).then(|| (pascal(wrapper.name) + "Options", params))
}

fn interface(name: &str, params: &[Param]) -> String {
    let member = |param: &Param| format!("    {}?: {};\n", camel(param.name), in_typescript(param.kind));
    format!(
        "/** What may be asked for beside. */\nexport interface {name} {{\n{}}}\n",
        params.iter().map(member).collect::<String>()
    )
}

fn in_typescript(kind: PartKind) -> &'static str {
    match kind {
        PartKind::Truth => "boolean",
        PartKind::Names => "readonly string[]",
        PartKind::Instant => "string | Date",
        other => unreachable!("{other:?} is no option"),
    }
}

/// The type of what is handed in.
fn handed(kind: PartKind) -> &'static str {
    match kind {
        PartKind::Files => "Files",
        PartKind::Request => "Request",
        PartKind::Requests => "Requests",
        PartKind::Cases => "Cases",
        other => unreachable!("{other:?} is nothing that a caller must hand in"),
    }
}

/// What of `handed.rs` takes a part of that kind to the engine, whatever it is called.
fn taken_by(kind: PartKind) -> &'static str {
    match kind {
        PartKind::Request | PartKind::Requests => "by_its_way",
        PartKind::Files => "plain",
        PartKind::Cases => "cases",
        other => unreachable!("{other:?} is nothing that a caller must hand in"),
    }
}

/// What of `handed.js` makes of it what crosses.
fn made_by(kind: PartKind) -> &'static str {
    match kind {
        PartKind::Files => "files",
        PartKind::Request => "request",
        PartKind::Requests => "requests",
        PartKind::Cases => "cases",
        other => unreachable!("{other:?} is nothing that a caller must hand in"),
    }
}

/// The name of the type of what a wrapper gives.
fn given(wrapper: &Wrapper) -> String {
    format!("{}{}Reply", if wrapper.of_desk { "" } else { "Module" }, pascal(wrapper.name))
}

fn type_of(wrapper: &Wrapper) -> String {
    match wrapper.gives {
        Gives::Reply(given) | Gives::Part(_, given) => match given {
            Given::Object(name) => name.to_owned(),
            Given::List(name) => format!("{name}[]"),
            Given::Text => "string".to_owned(),
            Given::Truth => "boolean".to_owned(),
        },
        Gives::Replies(name) => format!("{name}[]"),
        Gives::Bytes => "Uint8Array<ArrayBuffer>".to_owned(),
    }
}

fn pascal(name: &str) -> String {
    let name = camel(name);
    format!("{}{}", name[..1].to_uppercase(), &name[1..])
}
