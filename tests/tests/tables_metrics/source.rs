//! Rust source as far as this test must know it: words, texts and signs, without comments and without what only tests run.

use std::{fs, path::Path};

/// A piece of source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// A name, keyword or number.
    Word(String),
    /// A literal text, as written between its quotes.
    Text(String),
    /// Any other character.
    Sign(char),
}

/// The sources of the engine, its bindings and its tasks that are no tests, each with its place below `root`.
pub fn rust_files(root: &Path) -> Vec<(String, String)> {
    let mut found = vec![];
    for top in ["engine", "bindings", "xtask"] {
        collect(root, &root.join(top), &mut found);
    }
    assert!(found.len() > 100, "{}", found.len());
    found
}

fn collect(root: &Path, folder: &Path, found: &mut Vec<(String, String)>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for entry in entries.flatten() {
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        if path.is_dir() {
            if !["tests", "benches", "examples", "target", "node_modules"].contains(&name.as_str()) {
                collect(root, &path, found);
            }
        } else if name.ends_with(".rs") && name != "tests.rs" {
            let place = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
            found.push((place, fs::read_to_string(&path).unwrap()));
        }
    }
}

/// The tokens of a file with their lines, but for items under `#[cfg(test)]`.
pub fn code_of(text: &str) -> Vec<(usize, Token)> {
    let mut tokens = tokens(text);
    let test = ["#", "[", "cfg", "(", "test", ")", "]"];
    let is_test = |at: &[(usize, Token)]| {
        at.len() > test.len() && at.iter().zip(test).all(|((_, token), wanted)| shown(token) == wanted)
    };
    while let Some(from) = (0..tokens.len()).find(|from| is_test(&tokens[*from..])) {
        let mut depth = 0;
        let end = tokens[from + test.len()..].iter().position(|(_, token)| {
            match token {
                Token::Sign('{') => depth += 1,
                Token::Sign('}') => depth -= 1,
                _ => {}
            }
            depth == 0 && matches!(token, Token::Sign('}' | ';'))
        });
        tokens.drain(from..end.map_or(tokens.len(), |end| from + test.len() + end + 1));
    }
    tokens
}

fn shown(token: &Token) -> String {
    match token {
        Token::Word(word) => word.clone(),
        Token::Sign(sign) => sign.to_string(),
        Token::Text(text) => format!("{text:?}"),
    }
}

fn tokens(text: &str) -> Vec<(usize, Token)> {
    let (mut rest, mut line, mut found) = (text, 1, vec![]);
    while let Some(first) = rest.chars().next() {
        let (token, length) = match first {
            '/' if rest.starts_with("//") => (None, rest.find('\n').unwrap_or(rest.len())),
            '/' if rest.starts_with("/*") => (None, rest.find("*/").map_or(rest.len(), |end| end + 2)),
            '"' => {
                let end = closing(&rest[1..]);
                (Some(Token::Text(rest[1..=end].to_owned())), end + 2)
            }
            'r' if hashes(rest).is_some() => {
                let fence = format!("\"{}", "#".repeat(hashes(rest).unwrap_or_default()));
                let from = fence.len() + 1;
                let end = rest[from..].find(&fence).map_or(rest.len(), |end| from + end);
                (Some(Token::Text(rest[from..end].to_owned())), end + fence.len())
            }
            '\'' => (None, letter(rest)),
            first if first.is_alphanumeric() || first == '_' => {
                let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
                (Some(Token::Word(rest[..end].to_owned())), end)
            }
            first if first.is_whitespace() => (None, first.len_utf8()),
            first => (Some(Token::Sign(first)), first.len_utf8()),
        };
        found.extend(token.map(|token| (line, token)));
        let (read, unread) = rest.split_at(length.min(rest.len()));
        line += read.matches('\n').count();
        rest = unread;
    }
    found
}

/// Where a text ends, of which `rest` is what stands behind the first quote.
fn closing(rest: &str) -> usize {
    let mut escaped = false;
    let end = rest.bytes().position(|byte| {
        let is_end = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        is_end
    });
    end.unwrap_or(rest.len())
}

/// How many signs a raw text is fenced with, where one begins here.
fn hashes(rest: &str) -> Option<usize> {
    let count = rest[1..].bytes().take_while(|byte| *byte == b'#').count();
    rest[1 + count..].starts_with('"').then_some(count)
}

/// How long a letter in single quotes is, or the quote of a lifetime.
fn letter(rest: &str) -> usize {
    let mut chars = rest.char_indices().skip(1);
    match (chars.next(), chars.next()) {
        (Some((_, '\\')), Some((at, _))) => rest[at + 1..].find('\'').map_or(1, |end| at + end + 2),
        (Some(_), Some((at, '\''))) => at + 1,
        _ => 1,
    }
}

#[test]
fn source_is_told_apart() {
    let text = "let a = \"x \\\" y\"; // \"no\"\nb('\"', 'c', r#\"raw \"one\"\"#);\n#[cfg(test)]\nmod t { f(\"no\"); }\nC::D<'a>";
    let found: Vec<String> = code_of(text).iter().map(|(line, token)| format!("{line} {}", shown(token))).collect();
    let wanted = [
        "1 let",
        "1 a",
        "1 =",
        "1 \"x \\\\\\\" y\"",
        "1 ;",
        "2 b",
        "2 (",
        "2 ,",
        "2 ,",
        "2 \"raw \\\"one\\\"\"",
        "2 )",
        "2 ;",
        "5 C",
        "5 :",
        "5 :",
        "5 D",
        "5 <",
        "5 a",
        "5 >",
    ];
    assert_eq!(found, wanted);
}
