//! The files of the corpus.

use std::{fs, path::PathBuf};

use serde_json::{Map, Value, json};

use crate::root;

/// How much of a line is shown on both sides of a difference.
const SHOWN: usize = 60;

/// Calls and the replies recorded of them.
pub struct CallsFile {
    /// Its name before `.calls.jsonl`. How it begins says who answers it.
    pub name: String,
}

/// All files, by name.
pub fn all() -> Result<Vec<CallsFile>, String> {
    Ok(names()?.iter().map(|name| CallsFile::named(name)).collect())
}

/// Their names, in order.
pub fn names() -> Result<Vec<String>, String> {
    let folder = folder();
    let entries = fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    let mut names: Vec<String> = names.filter_map(|name| Some(name.strip_suffix(".calls.jsonl")?.to_owned())).collect();
    names.sort();
    if names.is_empty() { Err(format!("{}: there are no calls", folder.display())) } else { Ok(names) }
}

fn folder() -> PathBuf {
    root().join("tests/conformance")
}

impl CallsFile {
    /// The file of that name.
    pub fn named(name: &str) -> CallsFile {
        CallsFile { name: name.to_owned() }
    }

    /// Where the calls stand.
    pub fn calls(&self) -> PathBuf {
        folder().join(format!("{}.calls.jsonl", self.name))
    }

    /// Where the replies stand.
    pub fn replies(&self) -> PathBuf {
        folder().join(format!("{}.replies.jsonl", self.name))
    }

    /// The first line that is not as recorded.
    pub fn difference(&self, replies: &str) -> Option<String> {
        let recorded = match fs::read_to_string(self.replies()) {
            Ok(recorded) => recorded,
            Err(error) => return Some(format!("{}: {error}", self.replies().display())),
        };
        if recorded == replies {
            return None;
        }
        let (wanted, found): (Vec<&str>, Vec<&str>) = (recorded.lines().collect(), replies.lines().collect());
        let Some(line) = wanted.iter().zip(&found).position(|(wanted, found)| wanted != found) else {
            return Some(format!("{}: {} lines, not {}", self.name, found.len(), wanted.len()));
        };
        let (wanted, found) = beside(wanted.get(line).unwrap_or(&""), found.get(line).unwrap_or(&""));
        Some(format!("{}:{}:\n  recorded …{wanted}…\n  answered …{found}…", self.name, line + 1))
    }

    /// The calls for a build that only runs bundles: what compiles a desk loads the bundle that the full build made of it, which is
    /// answered alike. `ask` gives what the full build replies to calls.
    pub fn for_bundles(&self, ask: impl Fn(&str) -> Result<String, String>) -> Result<String, String> {
        let calls = fs::read_to_string(self.calls()).map_err(|error| format!("{}: {error}", self.calls().display()))?;
        let compiled: String =
            calls.lines().filter_map(compile).map(|call| format!("{call}\n{}\n", bundle_of(&call))).collect();
        if compiled.is_empty() {
            return Ok(calls);
        }
        let replies = ask(&compiled)?;
        // After each desk comes its bundle.
        let mut bundles = replies.lines().skip(1).step_by(2);
        let mut loading = String::new();
        for call in calls.lines() {
            match compile(call) {
                Some(compile) => loading.push_str(&self.load(compile, bundles.next())?.to_string()),
                None => loading.push_str(call),
            }
            loading.push('\n');
        }
        Ok(loading)
    }

    fn load(&self, compile: Value, bundle: Option<&str>) -> Result<Value, String> {
        let reply: Value = bundle.and_then(|reply| serde_json::from_str(reply).ok()).unwrap_or_default();
        let Some(bundle) = reply["ok"].as_str() else {
            return Err(format!("{}: a desk does not compile; the name of such a file begins with `full-`", self.name));
        };
        let mut call: Map<String, Value> =
            ["id", "desk"].into_iter().filter_map(|part| Some((part.to_owned(), compile.get(part)?.clone()))).collect();
        call.insert("verb".to_owned(), json!("load"));
        call.insert("bundle".to_owned(), json!(bundle));
        Ok(Value::Object(call))
    }
}

/// The call, where it compiles a desk.
fn compile(call: &str) -> Option<Value> {
    let call: Value = serde_json::from_str(call).ok()?;
    (call["verb"] == "compile").then_some(call)
}

/// The call for the bundle of a desk.
fn bundle_of(compile: &Value) -> Value {
    let mut call = json!({ "verb": "bundle" });
    if let Some(desk) = compile.get("desk") {
        call["desk"] = desk.clone();
    }
    call
}

/// What stands around the first difference of two texts.
fn beside(one: &str, other: &str) -> (String, String) {
    let same = one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count();
    let cut = |text: &str| {
        let shown: Vec<u8> = text.bytes().skip(same.saturating_sub(SHOWN)).take(3 * SHOWN).collect();
        String::from_utf8_lossy(&shown).into_owned()
    };
    (cut(one), cut(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_shown_with_what_stands_around_it() {
        let (one, other) = (format!("{}é1{}", "a".repeat(200), "b".repeat(200)), format!("{}é2", "a".repeat(200)));
        let (one, other) = beside(&one, &other);
        assert!(one.contains("aé1b") && one.len() < 200, "{one}");
        assert!(other.ends_with("aé2"), "{other}");
    }

    #[test]
    fn what_compiles_a_desk_loads_its_bundle() {
        let file = CallsFile::named("x");
        let call = compile(r#"{"id":7,"verb":"compile","desk":"d","files":{}}"#).unwrap();
        assert_eq!(bundle_of(&call).to_string(), r#"{"desk":"d","verb":"bundle"}"#);
        let load = file.load(call.clone(), Some(r#"{"ok":"the bundle"}"#)).unwrap();
        assert_eq!(load, json!({"id": 7, "verb": "load", "desk": "d", "bundle": "the bundle"}));
        assert!(file.load(call, Some(r#"{"error":{}}"#)).unwrap_err().contains("begins with `full-`"));
        assert_eq!(compile(r#"{"verb":"load"}"#), None);
    }
}
