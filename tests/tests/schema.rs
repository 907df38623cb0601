//! What is generated from the engine's tables and checked in: `rules/schema/` and the reference page.
//!
//! `cargo xtask generate` writes them anew.

use std::{fs, path::Path};

use serde_json::Value as Json;
use tierline::Schema;

fn committed(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn schemas_are_those_of_the_types() {
    let of_types = format!("{}\n", tierline_wire::schema::of_types());
    assert!(
        committed("bindings/wire/src/schema/types.json") == of_types,
        "a type has changed: run `cargo xtask generate`"
    );
    let schemas = tierline_wire::schema::all(&Schema::standard());
    let schemas = schemas.as_object().unwrap();
    assert_eq!(schemas.len(), 14);
    for (name, schema) in schemas {
        let generated = format!("{}\n", serde_json::to_string_pretty(schema).unwrap());
        assert!(
            committed(&format!("rules/schema/{name}.schema.json")) == generated,
            "{name} has changed: run `cargo xtask generate`"
        );
    }
}

#[test]
fn the_reference_page_is_that_of_the_tables() {
    let generated = tierline_wire::reference::as_markdown();
    assert!(committed("rules/REFERENCE.md") == generated, "the reference has changed: run `cargo xtask generate`");
}

/// Why a value is none of a schema, as far as the words go that our schemas use; `None` where it is one.
fn misfit(schema: &Json, value: &Json, root: &Json) -> Option<String> {
    if let Some(name) = schema["$ref"].as_str() {
        let found = root.pointer(name.trim_start_matches('#')).unwrap_or_else(|| panic!("{name}"));
        if let Some(wrong) = misfit(found, value, root) {
            return Some(wrong);
        }
    }
    let listed = |word: &str| schema[word].as_array().cloned().unwrap_or_default();
    for word in ["anyOf", "oneOf"] {
        let choices = listed(word);
        if !choices.is_empty() && choices.iter().all(|choice| misfit(choice, value, root).is_some()) {
            return Some(format!("none of {word} fits {value}"));
        }
    }
    if let Some(wrong) = listed("allOf").iter().find_map(|part| misfit(part, value, root)) {
        return Some(wrong);
    }
    let types = match &schema["type"] {
        Json::String(only) => vec![only.clone()],
        Json::Array(types) => types.iter().filter_map(|known| known.as_str().map(str::to_owned)).collect(),
        _ => vec![],
    };
    let kind = match value {
        Json::Null => "null",
        Json::Bool(_) => "boolean",
        Json::Number(number) if number.is_i64() || number.is_u64() => "integer",
        Json::Number(_) => "number",
        Json::String(_) => "string",
        Json::Array(_) => "array",
        Json::Object(_) => "object",
    };
    let fits = |known: &String| known == kind || known == "number" && kind == "integer";
    if !types.is_empty() && !types.iter().any(fits) {
        return Some(format!("{value} is no {types:?}"));
    }
    if schema.get("const").is_some_and(|only| only != value)
        || schema.get("enum").is_some_and(|_| !listed("enum").contains(value))
    {
        return Some(format!("{value} is not what it must be"));
    }
    let missing = listed("required").into_iter().find(|name| value.get(name.as_str().unwrap_or_default()).is_none());
    if let Some(name) = missing.filter(|_| value.is_object()) {
        return Some(format!("{name} is missing in {value}"));
    }
    let entries = value.as_object().into_iter().flatten();
    let inner = entries.filter_map(|(name, value)| misfit(schema["properties"].get(name)?, value, root));
    let items = value.as_array().into_iter().flatten().filter_map(|item| misfit(schema.get("items")?, item, root));
    inner.chain(items).next()
}

/// Every answer about a sample ticket, with and without a trace, is what the schema says an answer is.
#[test]
fn answers_are_of_their_schema() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let schema: Json =
        serde_json::from_str(&fs::read_to_string(root.join("rules/schema/answer.schema.json")).unwrap()).unwrap();
    let desk = tierline::Desk::compile(tierline_tests::pack("rules/service-desk"), tierline::Limits::SERVER).unwrap();
    let tickets = fs::read_to_string(root.join("examples/tickets.ndjson")).unwrap();
    let now = tierline::Timestamp::parse("2026-11-23T10:00:00Z");
    let mut checked = 0;
    for line in tickets.lines() {
        let json: Json = serde_json::from_str(line).unwrap();
        let json = if json.get("ticket").is_some() { json } else { serde_json::json!({ "ticket": json }) };
        let request = desk.read_request(json, now).unwrap();
        for answer in [desk.evaluate(request.clone()), desk.evaluate_with_trace(request)] {
            let answer = serde_json::to_value(&answer).unwrap();
            assert_eq!(misfit(&schema, &answer, &schema), None);
            checked += usize::from(answer.get("readings").is_some());
        }
    }
    assert!(checked > 100, "{checked}");
}

/// What `actions` gives is what its schema says, from which types are made: no word more, and each word of it somewhere.
#[test]
fn the_reference_as_data_is_what_its_schema_says() {
    let schema = tierline_wire::schema::all(&Schema::standard())["reference"].clone();
    let reply = serde_json::to_value(tierline_wire::reference::Reference::of_tables()).unwrap();
    assert_eq!(misfit(&schema, &reply, &schema), None);
    for (part, name) in [("actions", "ActionHelp"), ("functions", "FunctionHelp"), ("metrics", "MetricHelp")] {
        let rows = reply[part].as_array().unwrap();
        assert!(rows.len() >= 10, "{part}");
        let properties = schema["$defs"][name]["properties"].as_object().unwrap();
        for word in properties.keys() {
            assert!(rows.iter().any(|row| row.get(word).is_some()), "no row of {part} has `{word}`");
        }
        for word in rows.iter().flat_map(|row| row.as_object().unwrap().keys()) {
            assert!(properties.contains_key(word), "{part} have `{word}`");
        }
    }
    let row = |part: &str, name: &str| {
        reply[part].as_array().unwrap().iter().find(|row| row["name"] == name).unwrap().clone()
    };
    assert_eq!(row("actions", "assign")["reads"], serde_json::json!(["roster", "now", "turns", "ticket.queue"]));
    assert_eq!(row("actions", "route")["tells"], "those who work the queue in `queue`");
    assert_eq!(row("actions", "set_tier").get("tells"), None);
    assert_eq!(row("actions", "stop")["ends"], "the evaluation: no later rule is looked at");
    assert_eq!(row("functions", "hours_since")["reads"], serde_json::json!(["now"]));
    assert_eq!(row("metrics", "first_response")["verb"], "respond");
    assert_eq!(row("metrics", "first_response")["deadline"], "respond_by");
}
