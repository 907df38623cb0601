//! The one style of rule files: what is laid out says the same, keeps its comments, and is laid out once and for all.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value as Json;
use tierline::{Desk, Limits, Pack, format};
use tierline_tests::random::Dice;

/// The folders of the repository that hold rule files.
const FOLDERS: [&str; 3] = ["rules", "examples", "tests/data"];
/// Packs that compile as they stand.
const PACKS: [&str; 7] = [
    "rules/service-desk",
    "rules/help-desk",
    "rules/round-the-clock",
    "rules/managed-services",
    "examples/small-desk",
    "examples/incident-log/desk",
    "examples/incident-log/sla",
];
const WIDTH: usize = 120;
/// Files that are changed at random.
const ROUNDS: usize = 1_500;
/// How many of those that go wrong are shown.
const SHOWN: usize = 3;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn laid_out(name: &str, text: &str) -> String {
    format(name, text).unwrap_or_else(|wrong| panic!("{name}: {}", wrong[0]))
}

/// Every rule file below a folder of the repository, by name.
fn rule_files(folder: &str) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            match path.extension().and_then(|extension| extension.to_str()) {
                _ if path.is_dir() => folders.push(path),
                Some("rhai") => drop(files.insert(path.display().to_string(), fs::read_to_string(&path).unwrap())),
                _ => {}
            }
        }
    }
    assert!(!files.is_empty(), "{folder}");
    files
}

/// The rules that a document shows.
fn shown(document: &str) -> BTreeMap<String, String> {
    let text = fs::read_to_string(root().join(document)).unwrap();
    let blocks = text.split("```rhai\n").skip(1).map(|rest| rest.split("```").next().unwrap().to_owned());
    (1..).zip(blocks).map(|(number, block)| (format!("{document}, block {number}"), block)).collect()
}

/// All rule files there are, and those that documents show.
fn all() -> BTreeMap<String, String> {
    let files = FOLDERS.into_iter().flat_map(rule_files);
    files.chain(["README.md", "rules/README.md", "rules/FORMATS.md"].into_iter().flat_map(shown)).collect()
}

/// The comments of a rule file, in order, without the blanks between them and around their lines.
fn comments(text: &str) -> Vec<String> {
    let mut found = vec![];
    let mut rest = text;
    while let Some(at) = rest.find(['"', '`', '/']) {
        rest = &rest[at..];
        let length = match rest.as_bytes() {
            [b'/', b'/', ..] => rest.find('\n').unwrap_or(rest.len()),
            [b'/', b'*', ..] => rest.find("*/").map_or(rest.len(), |end| end + 2),
            [b'/', ..] => 0,
            [quote, ..] => quoted(&rest[1..], char::from(*quote)),
            [] => 0,
        };
        if rest.starts_with('/') && length > 0 {
            found.push(rest[..length].lines().map(str::trim_end).collect::<Vec<_>>().join("\n"));
        }
        rest = &rest[length.max(1)..];
    }
    found
}

/// The bytes of a text in quotes, the first one left out.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = quote == '"',
            c if c == quote => return at + 2,
            _ => {}
        }
    }
    text.len() + 1
}

#[test]
fn what_is_written_in_a_hurry_becomes_what_it_should_be() {
    let folder = "tests/data/format";
    let pairs: Vec<String> = rule_files(folder).into_keys().filter(|name| name.ends_with(".before.rhai")).collect();
    assert!(pairs.len() >= 3, "{pairs:?}");
    for before in pairs {
        let after = before.replace(".before.", ".after.");
        let text = fs::read_to_string(&before).unwrap();
        assert_eq!(laid_out(&before, &text), fs::read_to_string(&after).unwrap(), "{after}");
    }
}

#[test]
fn laid_out_once_is_laid_out_for_good_and_comments_stay() {
    for (name, text) in all() {
        let once = laid_out(&name, &text);
        assert_eq!(laid_out(&name, &once), once, "{name}");
        assert_eq!(comments(&once), comments(&text), "{name}");
    }
}

#[test]
fn lines_are_as_they_should_be() {
    for (name, text) in all() {
        let text = laid_out(&name, &text);
        assert!(text.ends_with('\n') && !text.ends_with("\n\n") && !text.contains("\n\n\n"), "{name}");
        for line in text.lines() {
            assert!(line.trim_end() == line && !line.contains('\t'), "{name}: {line:?}");
            let is_free = line.contains("//") || line.contains('|') || line.trim_start().starts_with("rule ");
            assert!(is_free || line.chars().count() <= WIDTH, "{name}: {line}");
        }
    }
}

/// The pack of a folder, and the same laid out.
fn both(folder: &str) -> [Pack; 2] {
    let before = tierline_tests::pack(folder);
    let mut after = before.clone();
    for (name, text) in after.files.iter_mut().filter(|(name, _)| name.ends_with(".rhai")) {
        *text = laid_out(name, text);
    }
    [before, after]
}

#[test]
fn packs_are_the_same_desks_and_pass_their_tests() {
    for folder in PACKS {
        let [before, after] = both(folder).map(|pack| Desk::compile(pack, Limits::SERVER).unwrap());
        assert_eq!(before.hash(), after.hash(), "{folder}");
        assert!(after.test().iter().all(|report| report.failures.is_empty()), "{folder}");
    }
}

/// Every file that a call of the conformance corpus compiles, with the other files of the call.
fn compiled_by_the_corpus() -> Vec<Pack> {
    let mut packs = vec![];
    let folder = root().join("tests/conformance");
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files.iter().filter(|file| file.to_string_lossy().ends_with(".calls.jsonl")) {
        let text = fs::read_to_string(file).unwrap();
        let calls = text.lines().filter(|line| line.contains("\"compile\""));
        let files = calls.filter_map(|call| serde_json::from_str::<Json>(call).ok()?.get("files").cloned());
        packs.extend(
            files.filter_map(|files| {
                serde_json::from_value(serde_json::json!({ "files": files })["files"].clone()).ok()
            }),
        );
    }
    packs
}

#[test]
fn whatever_compiles_can_be_laid_out() {
    let packs = compiled_by_the_corpus();
    assert!(packs.len() > 300, "{}", packs.len());
    for pack in packs {
        let Ok(before) = Desk::compile(pack.clone(), Limits::SERVER) else { continue };
        let mut after = pack;
        for (name, text) in after.files.iter_mut().filter(|(name, _)| name.ends_with(".rhai")) {
            let once = laid_out(name, text);
            assert_eq!(laid_out(name, &once), once);
            assert_eq!(comments(&once), comments(text));
            *text = once;
        }
        let after = Desk::compile(after, Limits::SERVER).unwrap();
        assert_eq!(before.hash(), after.hash());
    }
}

/// Makes other blanks of those of a file where they mean nothing: line breaks stay beside `&&` and `||`, behind opening
/// brackets, and outside of blocks; rows of tables and whatever stands beside a comment stay as they are.
fn scrambled(text: &str, dice: &mut Dice) -> String {
    let mut out = String::new();
    let mut depth = 0u32;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = match c {
            _ if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            _ if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            '"' | '`' => quoted(&rest[1..], c),
            '|' if out.lines().last().is_none_or(|line| line.trim().is_empty()) && !rest.starts_with("||") => {
                rest.find('\n').unwrap_or(rest.len())
            }
            c if c.is_whitespace() => rest.find(|c: char| !c.is_whitespace()).unwrap_or(rest.len()),
            c => c.len_utf8(),
        };
        let (written, behind) = rest.split_at(length);
        match c {
            '{' | '(' | '[' => depth += 1,
            '}' | ')' | ']' => depth -= 1,
            _ => {}
        }
        match c.is_whitespace() {
            true => out.push_str(&other_blanks(&out, written, behind, depth, dice)),
            false => out.push_str(written),
        }
        rest = behind;
    }
    out
}

fn other_blanks(before: &str, blanks: &str, behind: &str, depth: u32, dice: &mut Dice) -> String {
    let line = before.lines().last().unwrap_or_default();
    let is_beside_comment =
        line.contains("//") || before.ends_with("*/") || behind.starts_with("//") || behind.starts_with("/*");
    let is_row = behind.starts_with('|') && !behind.starts_with("||") || line.trim_start().starts_with('|');
    let head_of_grid = ["matrix ", "table "].iter().any(|word| line.starts_with(word));
    if is_beside_comment || is_row && !line.contains("=>") || head_of_grid || before.is_empty() {
        return blanks.to_owned();
    }
    let spaces = |dice: &mut Dice| " ".repeat(1 + dice.below(5));
    let breaks = blanks.matches('\n').count();
    if depth == 0 {
        // What comes next may be a piece, which begins in the first column.
        return if breaks == 0 { spaces(dice) } else { "\n".repeat(if breaks > 1 { 2 + dice.below(3) } else { 1 }) };
    }
    let is_joint = |text: &str| ["&&", "||", "and ", "or "].iter().any(|sign| text.starts_with(sign));
    let last_word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let keeps = before.ends_with(['{', '(', '[']) || is_joint(behind) || ["&&", "||", "and", "or"].contains(&last_word);
    let has_break = if keeps { breaks > 0 } else { dice.once_in(3) };
    match (breaks, has_break) {
        (2.., _) => format!("{}{}", "\n".repeat(2 + dice.below(3)), spaces(dice)),
        (_, true) => format!("{}\n{}", " ".repeat(dice.below(3)), spaces(dice)),
        (_, false) => spaces(dice),
    }
}

#[test]
fn other_blanks_and_line_breaks_come_back_to_the_same() {
    let mut dice = Dice(7);
    for (name, text) in all() {
        // A file that is laid out already is what its scrambled forms are to become.
        let want = laid_out(&name, &text);
        for _ in 0..6 {
            let other = scrambled(&want, &mut dice);
            assert!(other != want, "{name}");
            assert_eq!(laid_out(&name, &other), want, "{name}:\n{other}");
        }
    }
}

#[test]
fn nonsense_is_refused_or_laid_out_and_never_worse() {
    let mut dice = Dice(11);
    let signs: Vec<char> = "{}()[]#\"`/*|&!;:,.%$=<>-+ \n\r\t\\'\u{feff}\u{2028}0aé".chars().collect();
    let files: Vec<String> = rule_files("tests/data/format").into_values().collect();
    let (mut refused, mut done, mut bad) = (0, 0, vec![]);
    for round in 0..ROUNDS {
        let mut chars: Vec<char> = files[round % files.len()].chars().collect();
        for _ in 0..=dice.below(4) {
            let at = dice.below(chars.len());
            match dice.below(8) {
                0 if at > 0 => chars.truncate(at),
                1..4 if chars.len() > 1 => drop(chars.remove(at)),
                _ => chars.insert(at, signs[dice.below(signs.len())]),
            }
        }
        let text: String = chars.into_iter().collect();
        let once = format("a.rhai", &text);
        *if once.is_ok() { &mut done } else { &mut refused } += 1;
        let is_well = match once {
            Ok(once) => format("a.rhai", &once) == Ok(once),
            Err(wrong) => !wrong.is_empty(),
        };
        if !is_well {
            bad.push(text);
        }
    }
    assert!(refused > ROUNDS / 10 && done > ROUNDS / 10, "{refused} {done}");
    assert!(bad.is_empty(), "{} of {ROUNDS}:\n{}", bad.len(), bad[..bad.len().min(SHOWN)].join("\n-----\n"));
}

#[test]
fn random_bytes_and_deep_brackets_harm_nothing() {
    let mut dice = Dice(13);
    for _ in 0..500 {
        let bytes: Vec<u8> = (0..dice.below(200)).map(|_| u8::try_from(dice.below(256)).unwrap()).collect();
        drop(format("a.rhai", &String::from_utf8_lossy(&bytes)));
    }
    for open in ["(", "[", "{", "#{", "/*", "`${", "!", "if a {"] {
        for head in ["const A = ", "calendar \"a\" {", "sla \"a\" { when ", "matrix a by b, c {\n"] {
            assert!(
                format("a.rhai", &format!("{head}{}", open.repeat(4_000))).is_err() || open == "/*",
                "{head}{open}"
            );
        }
    }
}

#[test]
fn what_cannot_be_read_is_said_as_check_says_it() {
    for text in [
        "stage triage\nrule \"a\" { when ticket.x == \"b then { } }\n",
        "stage triage\nrule \"a\" {\n    then { route(\"x\") \n",
        "calendar \"a\" {\n    mon 09:00 - 17:00 “\n}\n",
        "calendar \"a\" {\n    mon 09:00 - 17:00\n",
        "matrix a by ticket.impact, ticket.urgency {\n  | a\n}\n",
        "rul \"a\" { }\n",
        "const A = [1, 2;\n",
        "fn a( { }\n",
    ] {
        let said = |wrong: Vec<tierline::Diagnostic>| wrong.iter().map(ToString::to_string).collect::<Vec<_>>();
        let of_check = Desk::compile(Pack::of("a.rhai", text), Limits::SERVER).map(|_| ()).map_err(said).unwrap_err();
        assert!(format("standard input", text).is_err(), "{text}");
        let of_format = format("a.rhai", text).map_err(said).unwrap_err();
        assert!(
            !of_format.is_empty() && of_format.iter().all(|wrong| of_check.contains(wrong)),
            "{of_format:?} {of_check:?}"
        );
    }
}

#[test]
fn what_only_does_not_fit_together_is_laid_out() {
    let text = "stage triage\nrule \"a\" { when ticket.no_such_field == NONE then { no_such_action(); } }\n";
    let want =
        "stage triage\n\nrule \"a\" {\n    when ticket.no_such_field == NONE\n    then { no_such_action(); }\n}\n";
    assert_eq!(laid_out("a.rhai", text), want);
}

#[test]
fn line_ends_and_byte_order_marks_of_other_systems_go() {
    let text = "\u{feff}stage triage\r\n\r\n/* a \r\n b */\r\notherwise { comment(`a\r\nb`); }";
    assert_eq!(laid_out("a.rhai", text), "stage triage\n\n/* a\n b */\notherwise { comment(`a\nb`); }\n");
    assert_eq!(laid_out("a.rhai", "// nothing but this"), "// nothing but this\n");
    assert_eq!(laid_out("a.rhai", " \n\n"), "");
}
