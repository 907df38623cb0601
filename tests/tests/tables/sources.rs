//! What is written in the sources of the engine and its bindings, tests and comments apart.

use std::{fs, path::Path};

/// A text between quotes in a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Literal {
    /// The file, from the root of the repository.
    pub file: String,
    /// Its line.
    pub line: usize,
    /// What stands between the quotes.
    pub text: String,
}

/// The literals of one line and one pair of quotes in the sources below `engine/` and `bindings/`.
pub fn literals() -> Vec<Literal> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = vec![];
    ["engine", "bindings"].iter().for_each(|folder| walk(&root.join(folder), &mut files));
    files.iter().flat_map(|file| of_file(&root, Path::new(file))).collect()
}

fn walk(folder: &Path, found: &mut Vec<String>) {
    const APART: [&str; 6] = ["tests", "examples", "node_modules", "target", "dist", "pkg"];
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let (path, name) = (entry.path(), entry.file_name().into_string().unwrap());
        if path.is_dir() {
            if !APART.contains(&&*name) && !name.starts_with('.') {
                walk(&path, found);
            }
        } else if is_source(&name) {
            found.push(path.to_str().unwrap().to_owned());
        }
    }
}

/// Rust, JavaScript, Python; what is made from the tables is none, and tests stand apart.
fn is_source(name: &str) -> bool {
    let is_code = [".rs", ".js", ".mjs", ".ts", ".py"].iter().any(|kind| name.ends_with(kind));
    let is_test = ["tests.rs", "law.rs", "bench.mjs"].contains(&name) || name.starts_with("test_");
    is_code && !is_test && !name.ends_with(".d.ts")
}

fn of_file(root: &Path, file: &Path) -> Vec<Literal> {
    let text = fs::read_to_string(file).unwrap();
    // The tests of a file stand at its end.
    let code = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap();
    let name = file.strip_prefix(root).unwrap().to_str().unwrap();
    let lines = (1..).zip(code.lines()).filter(|(_, line)| !is_comment(line));
    let texts = lines.flat_map(|(line, text)| quoted(text).into_iter().map(move |text| (line, text)));
    texts.map(|(line, text)| Literal { file: name.to_owned(), line, text }).collect()
}

fn is_comment(line: &str) -> bool {
    let line = line.trim_start();
    ["//", "#[doc", "* ", "/*"].iter().any(|mark| line.starts_with(mark))
}

/// Words between double or single quotes: letters, digits and `_` only.
fn quoted(line: &str) -> Vec<String> {
    let is_word = |text: &&str| {
        !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    let of = |quote: char| line.split(quote).filter(is_word).map(str::to_owned).collect::<Vec<_>>();
    [of('"'), of('\'')].concat()
}

#[test]
fn words_between_quotes_are_found() {
    assert_eq!(quoted(r#"match name { "route" | "stop" => 'page', _ => "to route" }"#), ["route", "stop", "page"]);
    let all = literals();
    assert!(all.iter().any(|literal| literal.file == "engine/rules/src/actions/route.rs" && literal.text == "queue"));
    assert!(all.len() > 1_000, "{}", all.len());
}
