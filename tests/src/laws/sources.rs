//! What is counted in the source.

use std::collections::BTreeSet;

use serde_json::{Map as JsonMap, Value as Json};
use tierline_check::{Finding, NOT_LOOKED_AT};
use tierline_condition::functions::{Function, LeftOut};
use tierline_rules::Rule;

use super::{
    World, told,
    world::{answer, fired, now},
};
use crate::random::ODD_PATTERNS;

/// Whether nobody wrote what nobody would write: no helpers, no loops, no blocks at random.
fn is_tame(world: &World) -> bool {
    !world.text().contains("fn same(x)")
}

/// How often a word stands between quotes, or fills a cell, in some lines.
fn times<'a>(word: &str, lines: impl Iterator<Item = &'a str>) -> usize {
    let quoted = format!("{word:?}");
    lines
        .map(|line| match line.trim().starts_with('|') {
            true => line.split('|').flat_map(|cell| cell.split(',')).filter(|cell| cell.trim() == word).count(),
            false => line.matches(&*quoted).count(),
        })
        .sum()
}

/// The word stands once where its field does, and differs from one that stands there more often by a letter or two, or by
/// capitals, blanks and dashes.
pub(super) fn odd_word(world: &World, finding: &Finding) -> Result<usize, String> {
    let message = &finding.diagnostic.message;
    let word = told(message, "this", '"').ok_or("it names no word")?;
    let field = told(message, " in ", '`').ok_or("it names no field")?;
    let meant =
        finding.diagnostic.help.as_deref().and_then(|help| told(help, "did you mean", '"')).ok_or("none meant")?;
    let short = field.rsplit('.').next().unwrap_or(field);
    // What the tickets of tests hold, nobody asks for.
    let asking = || world.text().lines().filter(|line| !line.trim().starts_with("given "));
    let of_field = || asking().filter(|line| line.contains(short) || line.trim().starts_with('|'));
    let (once, often) = (times(word, of_field()), times(meant, of_field()));
    if once != 1 || often < 2 {
        return Err(format!("{word} stands {once} times, {meant} {often} times"));
    }
    let look = |text: &str| text.to_lowercase().replace([' ', '-', '_'], "");
    if look(word) == look(meant) {
        return Ok(1);
    }
    let letters = |text: &str| -> BTreeSet<(usize, char)> { text.chars().enumerate().collect() };
    let differ = letters(word).symmetric_difference(&letters(meant)).count();
    let lengths = word.chars().count().abs_diff(meant.chars().count());
    if lengths > 1 || lengths == 0 && differ > 4 { Err("they are not alike".to_owned()) } else { Ok(1) }
}

/// The pattern is one of those that were made odd.
pub(super) fn odd_pattern(world: &World, finding: &Finding) -> Result<usize, String> {
    let place = &finding.diagnostic.place;
    let from: String = world.line(place.line).chars().skip(place.column as usize - 1).collect();
    match ODD_PATTERNS.iter().find(|pattern| from.starts_with(**pattern)) {
        Some(pattern) if pattern.chars().count() == place.length as usize => Ok(1),
        _ => Err("nothing is odd there".to_owned()),
    }
}

/// The lines that have one of those.
pub(super) fn all_odd_patterns(world: &World) -> Option<BTreeSet<u32>> {
    let has_odd = |line: &str| ODD_PATTERNS.iter().any(|pattern| line.contains(pattern));
    let lines = (1..).zip(world.text().lines()).filter(|(_, line)| has_odd(line)).map(|(number, _)| number);
    Some(lines.collect())
}

/// With half the work nothing else is found than with all of it, and whatever is not found then is of a code that is named.
pub(super) fn not_looked_at(world: &World, finding: &Finding) -> Result<usize, String> {
    let is_note = |finding: &&Finding| finding.diagnostic.code == NOT_LOOKED_AT;
    let codes = |note: &Finding| -> Vec<String> {
        let named = note.diagnostic.message.split(" is not looked for any further ").next().unwrap_or_default();
        named.split(", ").map(str::to_owned).collect()
    };
    if !finding.diagnostic.message.contains("units of work") || codes(finding).iter().any(String::is_empty) {
        return Err("it says neither what nor why".to_owned());
    }
    let named: BTreeSet<String> = world.with_less.iter().filter(is_note).flat_map(codes).collect();
    let all: Vec<&Finding> = world.findings.iter().filter(|finding| !is_note(finding)).collect();
    let less: Vec<&Finding> = world.with_less.iter().filter(|finding| !is_note(finding)).collect();
    if let Some(more) = less.iter().find(|finding| !all.contains(finding)) {
        return Err(format!("found with less work only: {}", more.diagnostic));
    }
    let unsaid = |finding: &&&Finding| !less.contains(*finding) && !named.contains(&finding.diagnostic.code);
    match all.iter().find(unsaid) {
        Some(unsaid) => Err(format!("not found with less work, and nothing is said: {}", unsaid.diagnostic)),
        None => Ok(all.len().max(1)),
    }
}

/// What is declared: the line, the word for it and its name.
fn declared(world: &World) -> Vec<(u32, &str, String)> {
    let lines = (1..).zip(world.text().lines());
    let declaration = |(number, line): (u32, &'_ str)| {
        let (word, rest) = ["queue", "calendar", "matrix", "field"].into_iter().find_map(|word| {
            let rest = line.strip_prefix(word)?.strip_prefix(' ')?;
            Some((word, rest))
        })?;
        let name = rest.split([' ', '"']).find(|part| !part.is_empty())?;
        Some((number, word, name.to_owned()))
    };
    lines.filter_map(declaration).collect()
}

/// Whether a name stands in some line but that of its declaration.
fn is_named(world: &World, line: u32, word: &str, name: &str) -> bool {
    let sought = match word {
        "matrix" => format!("matrix(\"{name}\")"),
        "field" => name.rsplit('.').next().unwrap_or(name).to_owned(),
        _ => format!("{name:?}"),
    };
    let others = (1..).zip(world.text().lines()).filter(|(number, _)| *number != line);
    others.into_iter().any(|(_, text)| text.contains(&sought) && (word != "field" || !text.starts_with("field ")))
}

pub(super) fn unused(world: &World, finding: &Finding) -> Result<usize, String> {
    let line = finding.diagnostic.place.line;
    let declared = declared(world);
    let (_, word, name) = declared.iter().find(|(number, ..)| *number == line).ok_or("nothing is declared there")?;
    if is_named(world, line, word, name) { Err(format!("{word} {name} is named elsewhere")) } else { Ok(1) }
}

/// The lines of what is declared and named nowhere else.
pub(super) fn all_unused(world: &World) -> Option<BTreeSet<u32>> {
    let has_rules = world.desk.rule_count() > 0;
    if !is_tame(world) || !has_rules {
        return None;
    }
    let declared = declared(world).into_iter();
    let unused = declared.filter(|(line, word, name)| !is_named(world, *line, word, name));
    Some(unused.map(|(line, ..)| line).collect())
}

/// The teams of the roster, and those that a line asks for.
fn unknown_team_of(world: &World, line: &str) -> Option<String> {
    let roster: Json = serde_json::from_str(world.pack.files.get("roster.json")?).ok()?;
    let teams: Vec<&str> = roster["teams"].as_array()?.iter().filter_map(|team| team["id"].as_str()).collect();
    let (_, rest) = line.split_once("assign(#{")?;
    let team = rest.split_once("team: \"")?.1.split('"').next()?;
    (!teams.contains(&team)).then(|| team.to_owned())
}

pub(super) fn unknown_team(world: &World, finding: &Finding) -> Result<usize, String> {
    match unknown_team_of(world, world.line(finding.diagnostic.place.line)) {
        Some(team) if finding.diagnostic.message.contains(&format!("{team:?}")) => Ok(1),
        _ => Err("the line names no such team".to_owned()),
    }
}

pub(super) fn all_unknown_teams(world: &World) -> Option<BTreeSet<u32>> {
    let lines = (1..).zip(world.text().lines()).filter(|(_, line)| unknown_team_of(world, line).is_some());
    is_tame(world).then(|| lines.map(|(number, _)| number).collect())
}

/// Whether a line asks for days or hours and names no calendar with it.
fn asks_utc(line: &str) -> bool {
    let functions =
        Function::all().filter(|function| function.params.iter().any(|param| param.left_out == LeftOut::InUtc));
    let called = |name: &'static str| line.match_indices(name).map(move |(at, name)| (at, &line[at + name.len()..]));
    let mut calls = functions.flat_map(|function| called(function.name));
    calls.any(|(at, rest)| {
        let begins = !line[..at].ends_with(|letter: char| letter.is_alphanumeric() || letter == '_');
        let args = rest.strip_prefix('(').and_then(|rest| rest.split_once(')')).map(|(args, _)| args);
        begins && args.is_some_and(|args| !args.ends_with('"'))
    })
}

/// The rule asks for days or hours without a calendar, and a calendar is in the zone that is named.
pub(super) fn days_in_utc(world: &World, finding: &Finding) -> Result<usize, String> {
    let zone = told(&finding.diagnostic.message, " is in ", '"').ok_or("it names no zone")?;
    if zone == "UTC" || !world.text().contains(&format!("timezone {zone:?}")) {
        return Err(format!("no calendar is elsewhere, in {zone}"));
    }
    let rule = finding.rules.first().ok_or("it names no rule")?;
    match world.block(&format!("rule {rule:?}")) {
        Some((_, block)) if is_tame(world) && !block.iter().any(|line| asks_utc(line)) => {
            Err("it names its calendars".to_owned())
        }
        _ => Ok(1),
    }
}

/// The line of the first rule that asks for days or hours without a calendar, where a calendar is elsewhere.
pub(super) fn all_days_in_utc(world: &World) -> Option<BTreeSet<u32>> {
    let is_elsewhere = |line: &str| line.trim().starts_with("timezone ") && !line.contains("\"UTC\"");
    if !world.text().lines().any(is_elsewhere) {
        return Some(BTreeSet::new());
    }
    let asking = |(_, block): &(usize, Vec<&str>)| block.iter().any(|line| asks_utc(line));
    let first = world.blocks("rule").into_iter().filter(asking).map(|(first, _)| first).min();
    is_tame(world).then(|| first.into_iter().map(|first| first as u32).collect())
}

/// The lines of rules that the tickets of no test fire; of rows of a table that follow each other, the first.
pub(super) fn all_untested(world: &World) -> Option<BTreeSet<u32>> {
    let tests = world.blocks("test");
    if tests.is_empty() {
        return Some(BTreeSet::new());
    }
    let mut silent: BTreeSet<&str> = world.desk.rule_names().collect();
    for (_, lines) in tests {
        let mut ticket = Json::Object(JsonMap::new());
        for line in lines {
            let Some((record, fields)) = line.trim().strip_prefix("given ").and_then(|given| given.split_once("#{"))
            else {
                continue;
            };
            let into = match record.trim() {
                "ticket" => &mut ticket,
                record => &mut ticket[record],
            };
            for (name, value) in fields.trim_end_matches('}').split(',').filter_map(|pair| pair.split_once(':')) {
                into[name.trim()] = serde_json::from_str(value.trim()).ok()?;
            }
        }
        let answer = answer(&world.desk, &world.desk.read_ticket(ticket, now()).ok()?);
        silent.retain(|rule| !fired(&answer, rule));
    }
    let rules: Vec<&Rule> = world.desk.rules().rules().filter(|rule| silent.contains(&*rule.name)).collect();
    let is_same_table = |one: &&Rule, other: &&Rule| one.row.is_some() && one.row == other.row;
    let told = rules.chunk_by(is_same_table).filter_map(|rules| rules.first().map(|rule| rule.place.line));
    Some(told.collect())
}

pub(super) fn untested(world: &World, finding: &Finding) -> Result<usize, String> {
    match all_untested(world) {
        Some(lines) if lines.contains(&finding.diagnostic.place.line) => Ok(1),
        _ => Err("a test fires it".to_owned()),
    }
}
