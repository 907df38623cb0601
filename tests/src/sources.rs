//! What stands in the sources of the engine and its bindings: words, texts and signs, without comments and without what only tests
//! run.

use std::{fs, io, path::Path};

/// A piece of source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// A name, keyword or number.
    Word(String),
    /// A literal text, as written between its quotes.
    Text(String),
    /// Any other character but blanks.
    Sign(char),
}

/// A literal text in a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Literal {
    /// The file, from the root of the repository.
    pub file: String,
    /// The line on which it begins.
    pub line: usize,
    /// What stands between its quotes.
    pub text: String,
}

/// In what a source is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Rust.
    Rust,
    /// JavaScript or TypeScript.
    JavaScript,
    /// Python.
    Python,
}

impl Language {
    /// The language of a file, by its name; none where it is no source, or declares types alone.
    pub fn of(file: &str) -> Option<Language> {
        let (_, kind) = file.rsplit_once('.')?;
        match kind {
            "rs" => Some(Language::Rust),
            "js" | "mjs" => Some(Language::JavaScript),
            "ts" if !file.ends_with(".d.ts") => Some(Language::JavaScript),
            "py" => Some(Language::Python),
            _ => None,
        }
    }
}

/// The sources in some folders below `root` that are no tests, each with its place below `root`.
///
/// # Errors
///
/// Where one cannot be read.
pub fn files(root: &Path, folders: &[&str]) -> io::Result<Vec<(String, String)>> {
    let mut found = vec![];
    folders.iter().try_for_each(|folder| walk(root, &root.join(folder), &mut found))?;
    found.sort();
    Ok(found)
}

fn walk(root: &Path, folder: &Path, found: &mut Vec<(String, String)>) -> io::Result<()> {
    const APART: [&str; 7] = ["tests", "benches", "examples", "node_modules", "target", "dist", "pkg"];
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let is_test = ["tests.rs", "law.rs", "bench.mjs"].contains(&&*name) || name.starts_with("test_");
        if path.is_dir() && !APART.contains(&&*name) && !name.starts_with('.') {
            walk(root, &path, found)?;
        } else if path.is_file() && !is_test && Language::of(&name).is_some() {
            let place = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            found.push((place, fs::read_to_string(&path)?));
        }
    }
    Ok(())
}

/// The texts in the sources of the engine and its bindings below `root`.
///
/// # Errors
///
/// Where a source cannot be read.
pub fn literals(root: &Path) -> io::Result<Vec<Literal>> {
    let files = files(root, &["engine", "bindings"])?;
    Ok(files.iter().flat_map(|(file, source)| literals_of(file, source)).collect())
}

/// The texts in a source, but for the features that it is built with.
pub fn literals_of(file: &str, source: &str) -> Vec<Literal> {
    let code = code_of(file, source);
    let is_feature = |at: usize| {
        let before = code[..at].iter().rev().map(|(_, token)| token);
        before.take(2).eq([&Token::Sign('='), &Token::Word("feature".to_owned())])
    };
    let literal = |(at, (line, token)): (usize, &(usize, Token))| match token {
        Token::Text(text) if !is_feature(at) => {
            Some(Literal { file: file.to_owned(), line: *line, text: text.clone() })
        }
        _ => None,
    };
    code.iter().enumerate().filter_map(literal).collect()
}

/// The tokens of a source with their lines, but for items under `#[cfg(test)]`.
pub fn code_of(file: &str, source: &str) -> Vec<(usize, Token)> {
    let Some(language) = Language::of(file) else { return vec![] };
    let mut tokens = tokens(source, language);
    while let Some(from) = (0..tokens.len()).find(|from| is_test(&tokens[*from..])) {
        let end = from + end_of_item(&tokens[from..]);
        tokens.drain(from..end);
    }
    tokens
}

const TEST: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];

fn is_test(tokens: &[(usize, Token)]) -> bool {
    let is = |token: &Token, wanted: &str| match token {
        Token::Word(word) => word == wanted,
        Token::Sign(sign) => wanted.chars().eq([*sign]),
        Token::Text(_) => false,
    };
    tokens.len() > TEST.len() && tokens.iter().zip(TEST).all(|((_, token), wanted)| is(token, wanted))
}

/// How many tokens belong to the item or field that begins here.
fn end_of_item(tokens: &[(usize, Token)]) -> usize {
    let mut depth = 0;
    for (at, (_, token)) in tokens.iter().enumerate().skip(TEST.len()) {
        match token {
            Token::Sign('(' | '[' | '{') => depth += 1,
            // The end of what it stands in.
            Token::Sign(')' | ']' | '}') if depth == 0 => return at,
            Token::Sign(')' | ']' | '}') => depth -= 1,
            _ => {}
        }
        if depth == 0 && matches!(token, Token::Sign('}' | ';' | ',')) {
            return at + 1;
        }
    }
    tokens.len()
}

/// The tokens of a source with their lines.
pub fn tokens(source: &str, language: Language) -> Vec<(usize, Token)> {
    let (mut rest, mut line, mut found) = (source, 1, vec![]);
    while let Some(first) = rest.chars().next() {
        let before = found.last().map(|(_, token)| token);
        let (length, token) = match comment(rest, language).or_else(|| text(rest, language, before)) {
            Some((length, text)) => (length, text.map(|text| Token::Text(text.to_owned()))),
            // A word that ends in `r` begins no raw text.
            None if first.is_alphanumeric() || first == '_' => {
                let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
                (length, Some(Token::Word(rest[..length].to_owned())))
            }
            None => (first.len_utf8(), (!first.is_whitespace()).then_some(Token::Sign(first))),
        };
        found.extend(token.map(|token| (line, token)));
        let (read, more) = rest.split_at(length);
        line += read.matches('\n').count();
        rest = more;
    }
    found
}

/// How long something is, and the text that it is, if it is one.
type Piece<'a> = (usize, Option<&'a str>);

fn comment(rest: &str, language: Language) -> Option<Piece<'_>> {
    let to_end_of_line = || rest.find('\n').unwrap_or(rest.len());
    match language {
        Language::Python => rest.starts_with('#').then(|| (to_end_of_line(), None)),
        _ if rest.starts_with("//") => Some((to_end_of_line(), None)),
        _ if rest.starts_with("/*") => Some((rest.find("*/").map_or(rest.len(), |end| end + 2), None)),
        _ => None,
    }
}

/// The text that begins here, or what might be taken for one: a letter, a lifetime, a pattern.
fn text<'a>(rest: &'a str, language: Language, before: Option<&Token>) -> Option<Piece<'a>> {
    let first = rest.chars().next()?;
    match (language, first) {
        (Language::Rust, 'r') if is_raw(rest) => Some(raw_text(rest)),
        (Language::Rust, '\'') => Some((letter(rest), None)),
        (Language::Python, '"' | '\'') if rest.starts_with("\"\"\"") || rest.starts_with("'''") => {
            let end = rest[3..].find(&rest[..3]);
            Some(end.map_or((rest.len(), None), |end| (end + 6, Some(&rest[3..end + 3]))))
        }
        (Language::JavaScript, '/') if may_begin_pattern(before) => Some((pattern(rest)?, None)),
        (_, '"') | (Language::JavaScript, '\'' | '`') | (Language::Python, '\'') => Some(plain_text(rest, first)),
        _ => None,
    }
}

fn plain_text(rest: &str, quote: char) -> Piece<'_> {
    let mut is_escaped = false;
    let end = rest[1..].find(|c: char| {
        let ends = c == quote && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        ends
    });
    end.map_or((rest.len(), None), |end| (end + 2, Some(&rest[1..=end])))
}

fn is_raw(rest: &str) -> bool {
    rest[1..].trim_start_matches('#').starts_with('"')
}

fn raw_text(rest: &str) -> Piece<'_> {
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

/// Whether a stroke behind this begins a pattern, rather than dividing.
fn may_begin_pattern(before: Option<&Token>) -> bool {
    match before {
        None => true,
        Some(Token::Sign(sign)) => !matches!(sign, ')' | ']' | '}'),
        Some(Token::Word(word)) => word == "return",
        Some(Token::Text(_)) => false,
    }
}

/// How long a pattern between strokes is, on one line.
fn pattern(rest: &str) -> Option<usize> {
    let (mut is_escaped, mut in_class) = (false, false);
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '\n' => return None,
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '[' => in_class = true,
            ']' => in_class = false,
            '/' if !in_class => return Some(at + 1),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(file: &str, source: &str) -> Vec<String> {
        let show = |(line, token)| match token {
            Token::Word(word) => format!("{line} {word}"),
            Token::Text(text) => format!("{line} {text:?}"),
            Token::Sign(sign) => format!("{line} {sign}"),
        };
        code_of(file, source).into_iter().map(show).collect()
    }

    fn texts(file: &str, source: &str) -> Vec<(usize, String)> {
        literals_of(file, source).into_iter().map(|literal| (literal.line, literal.text)).collect()
    }

    #[test]
    fn source_is_told_apart() {
        let text = "let a = \"x \\\" y\"; // \"no\"\nb('\"', 'c', r#\"raw \"one\"\"#);\n#[cfg(test)]\nmod t { f(\"no\"); }\nC::D<'a>";
        let wanted = "1 let|1 a|1 =|1 \"x \\\\\\\" y\"|1 ;|2 b|2 (|2 ,|2 ,|2 \"raw \\\"one\\\"\"|2 )|2 ;|5 C|5 :|5 :|5 D|5 <|5 a|5 >";
        assert_eq!(shown("a.rs", text).join("|"), wanted);
    }

    #[test]
    fn texts_are_told_from_all_else() {
        let rust = "#[cfg(feature = \"zero\")] let a = \"one\"; // \"two\"\nlet b: &'a str = r#\"th\"ree\"#;\n/* \"four\" */ '\"' '\\'' for_r\"five\" \"s\\\"ix\" b\"seven\"";
        let wanted = [(1, "one"), (2, "th\"ree"), (3, "five"), (3, "s\\\"ix"), (3, "seven")];
        assert_eq!(texts("a.rs", rust), wanted.map(|(line, text)| (line, text.to_owned())));
        let script =
            "const a = 'one'; // \"two\"\n/* 'three' */ x.replace(/[\"/']/g, `fo\"ur`) + 1 / 2 + \"fi've\" / 2;";
        let wanted = [(1, "one"), (2, "fo\"ur"), (2, "fi've")];
        assert_eq!(texts("a.mjs", script), wanted.map(|(line, text)| (line, text.to_owned())));
        let python = "\"\"\"Do\nit's.\"\"\"\na = f'one' # \"two\"\nb = \"it's\"";
        let wanted = [(1, "Do\nit's."), (3, "one"), (4, "it's")];
        assert_eq!(texts("a.py", python), wanted.map(|(line, text)| (line, text.to_owned())));
    }

    #[test]
    fn what_only_tests_see_is_left_out_and_no_more() {
        let source = "struct A {\n    #[cfg(test)]\n    a: &'static [(\"no\", \"no\")],\n    b: \"b\",\n    #[cfg(test)]\n    c: \"no\"\n}\n#[cfg(test)]\nfn d(a: A, b: B) { \"no\"; }\n#[cfg(test)]\nmod e;\nfn f() { \"f\" }";
        let wanted = [(4, "b"), (12, "f")];
        assert_eq!(texts("a.rs", source), wanted.map(|(line, text)| (line, text.to_owned())));
        let doubled = "#[cfg(test)]\n#[allow(x)]\nmod a {\n    const B: [C; 2] = [\"no\", \"no\"];\n}\n#[cfg(not(test))]\nmod d { \"d\" }";
        assert_eq!(texts("a.rs", doubled), [(7, "d".to_owned())]);
    }
}
