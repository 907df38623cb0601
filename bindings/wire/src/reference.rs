//! The reference of the rule language, made from the tables of the engine.

use serde_json::{Value as Json, json};
use tierline::{ActionSpec, Function, Schema};
use tierline_model::ParamKind;

use crate::VERBS;

/// Actions and functions as data.
pub fn as_json() -> Json {
    let action = |spec: &ActionSpec| {
        let params = spec
            .params
            .iter()
            .map(|param| json!({ "name": param.name, "wants": param.kind.wanted(), "optional": param.optional }));
        json!({
            "name": spec.name,
            "signature": spec.signature(),
            "help": spec.help,
            "params": params.collect::<Vec<_>>(),
            "example": spec.example,
            "writes": spec.writes,
        })
    };
    let function = |function: &Function| {
        json!({
            "name": function.name,
            "signature": function.signature(),
            "help": function.help,
            "example": function.example,
        })
    };
    json!({
        "actions": tierline::actions().map(action).collect::<Vec<_>>(),
        "functions": tierline::functions().map(function).collect::<Vec<_>>(),
    })
}

/// The reference page in Markdown: actions, functions, standard fields.
pub fn as_markdown() -> String {
    let mut page = String::from(
        "# Reference of the rule language\n\nMade by `tierline actions --markdown` from the tables of the engine.\n\n## Actions\n",
    );
    for spec in tierline::actions() {
        page.push_str(&format!("\n### `{}`\n\n{}\n", spec.signature(), spec.help));
        page.push_str(&params(spec));
        if !spec.writes.is_empty() {
            let fields: Vec<String> = spec.writes.iter().map(|field| format!("`ticket.{field}`")).collect();
            page.push_str(&format!("\nWrites {}.\n", fields.join(", ")));
        }
        page.push_str(&example(&format!("{};", spec.example)));
    }
    page.push_str("\n## Functions\n\n`x.f(y)` is the same as `f(x, y)`.\n");
    for function in tierline::functions() {
        page.push_str(&format!("\n### `{}`\n\n{}\n", function.signature(), function.help));
        page.push_str(&example(function.example));
    }
    page.push_str("\n## Standard fields\n\n| field | holds | reads as, where missing | |\n| --- | --- | --- | --- |\n");
    for field in Schema::standard().fields() {
        let (holds, default) = (field.kind.wanted().replace('"', "`"), &field.default);
        page.push_str(&format!("| `{}` | {holds} | `{default}` | {} |\n", field.path, field.help));
    }
    page.push_str("\n## Calls of the wire\n\nA call is a JSON object on one line with a `verb`, perhaps an `id` that the reply repeats, and what the verb takes. A reply has `ok`\nor `error`. Where `desk` is left out, the desk is called `desk`.\n\n| verb | takes | |\n| --- | --- | --- |\n");
    for verb in VERBS {
        let takes: Vec<String> = verb.takes.iter().map(|part| format!("`{part}`")).collect();
        page.push_str(&format!("| `{}` | {} | {} |\n", verb.name, takes.join(", "), verb.help));
    }
    page
}

fn params(spec: &ActionSpec) -> String {
    let mut list = String::new();
    for (index, param) in spec.params.iter().enumerate() {
        let before = if index == 0 { "\n" } else { "" };
        let left_out = if param.optional { "; may be left out" } else { "" };
        let names = match param.kind {
            ParamKind::TextOrNamed(names) => format!("; the names are `{}`", names.join("`, `")),
            _ => String::new(),
        };
        list.push_str(&format!("{before}- `{}`: {}{names}{left_out}\n", param.name, param.kind.wanted()));
    }
    list
}

fn example(code: &str) -> String {
    format!("\n```rhai\n{code}\n```\n")
}
