//! The reference as a page.

use serde_json::Value as Json;
use tierline::{ActionSpec, Schema};
use tierline_model::{Metric, ParamKind};

use super::words;
use crate::{Verb, schema};

/// The reference page in Markdown: actions, functions, metrics, standard fields, effects, calls.
pub fn as_markdown() -> String {
    let mut page = String::from(
        "# Reference of the rule language\n\nMade by `tierline actions --markdown` from the tables of the engine.\n\n## Actions\n",
    );
    for spec in tierline::actions() {
        page.push_str(&format!("\n### `{}`\n\n{}\n", spec.signature(), spec.help));
        page.push_str(&params(spec));
        let fields: Vec<String> = spec.fields().map(|field| format!("`ticket.{field}`")).collect();
        if !fields.is_empty() {
            page.push_str(&format!("\nWrites {}.\n", fields.join(", ")));
        }
        page.push_str(&beside(spec));
        page.push_str(&example(&format!("{};", spec.example)));
    }
    page.push_str("\n## Functions\n\n`x.f(y)` is the same as `f(x, y)`.\n");
    for function in tierline::functions() {
        page.push_str(&format!("\n### `{}`\n\n{}\n\n", function.signature(), function.help));
        for param in function.params {
            page.push_str(&format!("- `{}`: {}{}\n", param.name, function.wants(param), function.left_out(param)));
        }
        page.push_str(&format!("- gives {}\n", function.told_to_give()));
        page.push_str(&example(function.example.call));
    }
    page.push_str(&metrics());
    page.push_str("\n## Standard fields\n\n| field | holds | reads as, where missing | |\n| --- | --- | --- | --- |\n");
    for field in Schema::standard().fields() {
        let (holds, default) = (field.kind.wanted().replace('"', "`"), &field.default);
        page.push_str(&format!("| `{}` | {holds} | `{default}` | {} |\n", field.path, field.help));
    }
    page.push_str(&effects());
    page.push_str("\n## Calls of the wire\n\nA call is a JSON object on one line with a `verb`, perhaps an `id` that the reply repeats, and what the verb takes. A reply has `ok`\nor `error`. Where `desk` is left out, the desk is called `desk`.\n\n| verb | takes | |\n| --- | --- | --- |\n");
    for verb in Verb::all() {
        let takes: Vec<String> = verb.takes.iter().map(|part| format!("`{}`", part.name)).collect();
        page.push_str(&format!("| `{}` | {} | {} |\n", verb.name, takes.join(", "), verb.help));
    }
    page
}

/// What an action looks at beside its arguments, whom it tells, what it ends.
fn beside(spec: &ActionSpec) -> String {
    let reads: Vec<String> = words::read(spec).iter().map(|word| format!("`{word}`")).collect();
    let reads = (!reads.is_empty()).then(|| format!("\nReads {}.\n", reads.join(", ")));
    let tells = words::told(spec).map(|whom| format!("\nTells {whom}.\n"));
    let ends = words::ended(spec).map(|what| format!("\nEnds {what}.\n"));
    [reads, tells, ends].into_iter().flatten().collect()
}

/// All metrics.
fn metrics() -> String {
    let mut section = String::from(
        "\n## Metrics\n\nWhat an `sla` block promises: `respond within 15 minutes`. A rule reads its clock behind `sla.`.\n\n| word | clock | measures | deadline |\n| --- | --- | --- | --- |\n",
    );
    for metric in Metric::ALL {
        let deadline = metric.deadline_field().map_or(String::new(), |field| format!("`ticket.{field}`"));
        let row = metric.row();
        section.push_str(&format!("| `{}` | `{}` | {} | {deadline} |\n", row.verb, row.name, row.help));
    }
    section
}

/// All effects, from the schema of answers.
fn effects() -> String {
    let mut section = String::from(
        "\n## Effects\n\nWhat a host is asked to do, in `effects` of an answer; the guide tells [what comes back](README.md#what-comes-back) beside them. `do` says\nwhich it is, and `rule` which rule asks for it. Those of ladders, and breaches, have a `key` and the instant `at` which they were reached.\n\n| `do` | with | |\n| --- | --- | --- |\n",
    );
    for effect in schema::types()["answer"]["$defs"]["Asked"]["oneOf"].as_array().into_iter().flatten() {
        section.push_str(&effect_row(effect));
    }
    section
}

fn effect_row(effect: &Json) -> String {
    let name = effect["properties"]["do"]["const"].as_str().unwrap_or_default();
    let needed =
        |value: &str| effect["required"].as_array().is_some_and(|names| names.iter().any(|name| name == value));
    let values = effect["properties"].as_object().into_iter().flatten().filter(|(value, _)| *value != "do");
    let values = values.map(|(value, schema)| {
        let (mark, help) =
            (if needed(value) { "" } else { ", perhaps" }, schema["description"].as_str().unwrap_or_default());
        format!("`{value}`{mark}: {}", help.replace('\n', " "))
    });
    let help = effect["description"].as_str().unwrap_or_default().replace('\n', " ");
    format!("| `{name}` | {} | {help} |\n", values.collect::<Vec<_>>().join("<br>"))
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
