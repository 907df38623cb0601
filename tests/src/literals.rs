//! Where names of the language stand as texts in the sources of the engine and its bindings.

use std::{io, path::Path};

use crate::sources::{self, Literal};

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

/// The names of a table that stand as whole texts in `engine` and `bindings` below `root`, outside the table's own folder.
///
/// Comments, documentation and messages are no such texts, nor is what stands in tests.
///
/// # Errors
///
/// Where a source cannot be read.
pub fn literals(root: &Path, table: &Table<'_>) -> io::Result<Vec<Literal>> {
    let files = sources::files(root, &["engine", "bindings"])?;
    let outside = files.iter().filter(|(file, _)| !file.starts_with(table.home));
    Ok(outside.flat_map(|(file, source)| of_source(source, file, table)).collect())
}

fn of_source(source: &str, file: &str, table: &Table<'_>) -> Vec<Literal> {
    let code = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let has_to_do = code.contains(table.mark);
    let counts = |literal: &Literal| {
        let name = &*literal.text;
        let of_line = || source.lines().nth(literal.line - 1).is_some_and(|line| line.contains(table.mark_of_line));
        let is_other = table.others.contains(&(file, name));
        !table.homonyms.contains(&name) || !is_other && (has_to_do || of_line())
    };
    let literals = sources::literals_of(file, source).into_iter();
    literals.filter(|literal| table.names.contains(&&*literal.text) && counts(literal)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

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
