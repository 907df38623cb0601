//! Where names of the language stand as texts in the sources of the engine and its bindings.

use std::{fs, io, path::Path};

/// Words that one table knows.
#[derive(Clone, Copy, Debug)]
pub struct Table<'a> {
    /// The words.
    pub names: &'a [&'a str],
    /// The folder of the table, where they are at home.
    pub home: &'a str,
    /// Those that are words of something else as well: of blocks, of requests, of the wire. They are looked for only where a
    /// source has to do with the table.
    pub homonyms: &'a [&'a str],
    /// What stands in a source that has to do with the table.
    pub mark: &'a str,
    /// What stands in a line that has.
    pub mark_of_line: &'a str,
    /// Homonyms in such sources that mean the other thing: file and word.
    pub others: &'a [(&'a str, &'a str)],
}

/// A name that stands as a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The name.
    pub name: String,
}

/// The names of a table that stand as whole texts in `engine` and `bindings` below `root`, outside the table's own folder.
///
/// Comments, documentation and messages are no such texts, nor are tests: folders `tests`, files `tests.rs`, and whatever
/// stands in a module of tests at the end of a file.
///
/// # Errors
///
/// Where a source cannot be read.
pub fn literals(root: &Path, table: &Table<'_>) -> io::Result<Vec<Found>> {
    let mut found = vec![];
    for room in ["engine", "bindings"] {
        walk(&root.join(room), &mut |path| {
            let file = path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/");
            if !file.starts_with(table.home) {
                let names = of_source(&fs::read_to_string(path)?, &file, table).into_iter();
                found.extend(names.map(|(line, name)| Found { file: file.clone(), line, name }));
            }
            Ok(())
        })?;
    }
    found.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    Ok(found)
}

fn walk(folder: &Path, visit: &mut dyn FnMut(&Path) -> io::Result<()>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() && !["tests", "target", "node_modules"].contains(&&*name) {
            walk(&path, visit)?;
        } else if path.is_file() && name.ends_with(".rs") && name != "tests.rs" {
            visit(&path)?;
        }
    }
    Ok(())
}

fn of_source(source: &str, file: &str, table: &Table<'_>) -> Vec<(usize, String)> {
    let source = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let has_to_do = source.contains(table.mark);
    let counts = |line: usize, name: &str| {
        let of_line = || source.lines().nth(line - 1).is_some_and(|line| line.contains(table.mark_of_line));
        let is_other = table.others.contains(&(file, name));
        !table.homonyms.contains(&name) || !is_other && (has_to_do || of_line())
    };
    let texts = texts(source).into_iter();
    texts.filter(|(line, text)| table.names.contains(&&**text) && counts(*line, text)).collect()
}

/// The texts of a source, as written between their quotes, each with its line.
fn texts(source: &str) -> Vec<(usize, String)> {
    let mut texts = vec![];
    let (mut rest, mut line) = (source, 1);
    while let Some(first) = rest.chars().next() {
        let (length, text) = match first {
            '/' if rest.starts_with("//") => (rest.find('\n').unwrap_or(rest.len()), None),
            '/' if rest.starts_with("/*") => (rest.find("*/").map_or(rest.len(), |end| end + 2), None),
            '"' => plain_text(rest),
            'r' if is_raw(rest) => raw_text(rest),
            '\'' => (letter(rest), None),
            // A word that ends in `r` begins no raw text.
            c if c.is_alphanumeric() || c == '_' => {
                (rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len()), None)
            }
            c => (c.len_utf8(), None),
        };
        texts.extend(text.map(|text| (line, text.to_owned())));
        let (read, more) = rest.split_at(length);
        line += read.matches('\n').count();
        rest = more;
    }
    texts
}

fn plain_text(rest: &str) -> (usize, Option<&str>) {
    let mut is_escaped = false;
    let end = rest[1..].find(|c: char| {
        let ends = c == '"' && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        ends
    });
    end.map_or((rest.len(), None), |end| (end + 2, Some(&rest[1..=end])))
}

fn is_raw(rest: &str) -> bool {
    rest[1..].trim_start_matches('#').starts_with('"')
}

fn raw_text(rest: &str) -> (usize, Option<&str>) {
    let hashes = rest[1..].len() - rest[1..].trim_start_matches('#').len();
    let (from, end) = (hashes + 2, format!("\"{}", "#".repeat(hashes)));
    let found = rest[from..].find(&end);
    found.map_or((rest.len(), None), |at| (from + at + end.len(), Some(&rest[from..from + at])))
}

/// A letter in single quotes, or the tick before a lifetime.
fn letter(rest: &str) -> usize {
    let mut letters = rest.char_indices().skip(1);
    match (letters.next(), letters.next()) {
        (Some((_, '\\')), Some(_)) => letters.find(|(_, c)| *c == '\'').map_or(1, |(end, _)| end + 1),
        (Some(_), Some((end, '\''))) => end + 1,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_told_from_all_else() {
        let source = "let a = \"one\"; // \"two\"\nlet b: &'a str = r#\"th\"ree\"#;\n/* \"four\" */ '\"' '\\'' for_r\"five\" \"s\\\"ix\" b\"seven\"";
        let found: Vec<(usize, String)> = texts(source);
        let wanted = [(1, "one"), (2, "th\"ree"), (3, "five"), (3, "s\\\"ix"), (3, "seven")];
        assert_eq!(found, wanted.map(|(line, text)| (line, text.to_owned())));
    }

    #[test]
    fn homonyms_count_where_a_source_has_to_do_with_the_table() {
        let table = Table {
            names: &["at", "lower"],
            home: "engine/home",
            homonyms: &["at"],
            mark: "functions::",
            mark_of_line: "function",
            others: &[("other.rs", "at")],
        };
        let found = |source: &str, file: &str| of_source(source, file, &table).len();
        assert_eq!(found("event.get(\"at\")", "a.rs"), 0);
        assert_eq!(found("if function == \"at\" {", "a.rs"), 1);
        assert_eq!(found("use functions::Function;\nevent.get(\"at\")", "a.rs"), 1);
        assert_eq!(found("use functions::Function;\nevent.get(\"at\")", "other.rs"), 0);
        assert_eq!(found("\"lower\" // \"lower\"\n#[cfg(test)]\nmod tests { \"lower\" }", "a.rs"), 1);
    }
}
