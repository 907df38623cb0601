//! The rules that an instance is to know.

use std::{collections::BTreeMap, fs, io, path::Path};

use serde_json::{
    Map, Value as Json, json,
    value::{RawValue, to_raw_value},
};

use crate::{Allowance, HostError, Limits, Program};

/// The call that loads the desk of a folder: its rules, the tables and the roster beside them. They are compiled here, once; to load
/// what they were compiled to takes an instance a fraction of that.
///
/// # Errors
///
/// Where the folder cannot be read, or its rules do not compile.
pub fn load(program: &Program, folder: &Path, limits: &Limits) -> Result<String, HostError> {
    let files = files(folder).map_err(|error| HostError::NoDesk(format!("{}: {error}", folder.display())))?;
    let files: Map<String, Json> = files.into_iter().map(|(name, text)| (name, json!(text))).collect();
    let mut guest = program.guest(limits)?;
    let mut ask = |call: &Json, allowance: &Allowance| answered(&guest.call(&call.to_string(), allowance)?);
    ask(&json!({ "verb": "compile", "files": files }), &limits.load)?;
    let bundle = ask(&json!({ "verb": "bundle" }), &limits.load)?;
    Ok(json!({ "verb": "load", "bundle": bundle }).to_string())
}

/// The files of a pack: names and texts.
///
/// # Errors
///
/// Where they cannot be read.
pub fn files(folder: &Path) -> io::Result<Vec<(String, String)>> {
    let mut files = vec![];
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".rhai") || name.ends_with(".csv") || name == "roster.json" {
            files.push((name, fs::read_to_string(entry.path())?));
        }
    }
    files.sort();
    Ok(files)
}

/// What a reply holds.
///
/// # Errors
///
/// Where it is an error.
pub fn answered(reply: &str) -> Result<Json, HostError> {
    let mut reply: Json = serde_json::from_str(reply).map_err(|error| HostError::NoDesk(error.to_string()))?;
    match reply.get_mut("ok") {
        Some(content) => Ok(content.take()),
        None => Err(HostError::NoDesk(reply["error"].to_string())),
    }
}

/// The calls that evaluate the lines of a file at an instant. A line is a ticket, or a request: `{"ticket": ..., "event": ...}`.
///
/// # Errors
///
/// Where a line is no JSON object.
pub fn calls(lines: &str, now: &str) -> serde_json::Result<Vec<String>> {
    let now = to_raw_value(now)?;
    let call = |line| {
        // Numbers and all else stay as they are written.
        let mut request: BTreeMap<&str, &RawValue> = serde_json::from_str(line)?;
        if !request.contains_key("ticket") {
            request = BTreeMap::from([("ticket", serde_json::from_str(line)?)]);
        }
        request.entry("now").or_insert(&now);
        Ok(format!(r#"{{"verb":"evaluate","request":{}}}"#, serde_json::to_string(&request)?))
    };
    lines.lines().map(call).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tickets_and_requests_become_calls() {
        let calls = calls("{\"id\": 1.50}\n{\"ticket\": {}, \"now\": \"then\"}\n", "now").unwrap();
        assert_eq!(calls[0], r#"{"verb":"evaluate","request":{"now":"now","ticket":{"id": 1.50}}}"#);
        assert_eq!(calls[1], r#"{"verb":"evaluate","request":{"now":"then","ticket":{}}}"#);
        assert!(super::calls("[1]", "now").is_err());
    }
}
