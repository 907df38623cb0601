//! All mistakes of a block at once: a clause that does not parse is told of and blanked out, and the rest is read without it.

use std::borrow::Cow;

use super::{
    Engine,
    habits::is_foreign_comment,
    measures,
    parse::{Block, Slip, parse_block},
    tokens::{Token, TokenKind, token_from, tokens},
};
use crate::source::Spot;

/// So many clauses that do not parse are told of in a block.
const MOST: usize = 8;

/// Parses a block; its clauses begin with these words. Slips of the block are what does not parse, and what parses and is wrong.
///
/// # Errors
///
/// What does not parse, where the rest cannot be told from it.
pub(crate) fn parse_all(engine: &Engine, text: &str, heads: &[&str]) -> Result<Block, Vec<Slip>> {
    let mut left = Cow::Borrowed(text);
    let mut slips: Vec<Slip> = vec![];
    let mut last = 0;
    loop {
        let found = tokens(&left);
        let (more, are_measures) = match parse_block(engine, &left, &found) {
            Ok(mut block) => {
                slips.append(&mut block.slips);
                return Ok(Block { slips, ..block });
            }
            Err(slip) => with_measures(&left, &found, slip),
        };
        // What stands above a clause that was left out did parse: this would be of what is left of that clause.
        let is_new = match more.as_slice() {
            [slip] if !are_measures => slip.at.line > std::mem::replace(&mut last, slip.at.line),
            _ => true,
        };
        let places: Vec<Spot> = more.iter().map(|slip| slip.at).collect();
        if is_new {
            slips.extend(more);
        }
        let rest = places.into_iter().try_fold(left.to_string(), |left, at| without(&left, at, heads));
        match rest {
            Some(rest) if is_new && slips.len() <= MOST => left = Cow::Owned(rest),
            _ => return Err(slips),
        }
    }
}

/// The slip, or all measures that are wrong where it is the first of them; and whether it is.
fn with_measures(text: &str, found: &[Token], slip: Slip) -> (Vec<Slip>, bool) {
    let measures = measures::replaced(text, found).1;
    if measures.contains(&slip) { (measures, true) } else { (vec![slip], false) }
}

/// The block without the statement or clause that stands there; `None` where that cannot be told from the rest.
fn without(text: &str, at: Spot, heads: &[&str]) -> Option<String> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let (before, rest) = lines.split_at_checked((at.line as usize).checked_sub(1)?)?;
    let (line, behind) = rest.split_first()?;
    let without_line = || [before.concat(), blank(line), behind.concat()].concat();
    if is_foreign_comment(line) {
        return Some(without_line());
    }
    let found = tokens(text);
    let breaks_off = found.last().is_some_and(|token| token.kind == TokenKind::Broken && token.spot.line == at.line);
    if !breaks_off {
        return without_tokens(text, &found, at, heads);
    }
    // What follows a sign that means nothing is not known before the line is gone.
    let left = without_line();
    let begin = Spot::new(at.line, 1, 1);
    Some(without_tokens(&left, &tokens(&left), begin, heads).unwrap_or(left))
}

fn without_tokens(text: &str, found: &[Token], at: Spot, heads: &[&str]) -> Option<String> {
    let (from, to) = statement(found, at).or_else(|| clause(found, at, heads))?;
    let end = found.get(to).map(|token| token.from)?;
    let start = found.get(from)?.from;
    Some([text.get(..start)?, &blank(text.get(start..end)?), text.get(end..)?].concat())
}

fn blank(text: &str) -> String {
    text.chars().map(|c| if c == '\n' { c } else { ' ' }).collect()
}

/// How deep in braces every token stands; a brace stands where it opens.
fn depths(found: &[Token]) -> Vec<i32> {
    let mut depth = 0;
    let depths = found.iter().map(|token| {
        let is_sign = token.kind == TokenKind::Sign;
        depth -= i32::from(is_sign && token.text == "}");
        let here = depth;
        depth += i32::from(is_sign && token.text.ends_with('{'));
        here
    });
    depths.collect()
}

/// The token that stands at a spot, or that the spot lies in.
fn index_at(found: &[Token], at: Spot) -> usize {
    let next = token_from(found, at);
    let is_there = found.get(next).is_some_and(|token| (token.spot.line, token.spot.column) == (at.line, at.column));
    if is_there { next } else { next.saturating_sub(1) }
}

/// The statement of an action block that stands there, up to its `;`.
fn statement(found: &[Token], at: Spot) -> Option<(usize, usize)> {
    let depths = depths(found);
    let index = index_at(found, at);
    let depth = *depths.get(index).filter(|depth| **depth > 1)?;
    let ends = |index: &usize| {
        let is_end = found.get(*index).is_some_and(|token| {
            token.kind == TokenKind::Sign && ([";", "}"].contains(&token.text.as_str()) || token.text.ends_with('{'))
        });
        is_end || depths.get(*index) != Some(&depth)
    };
    let before = (0..index).rev().find(ends)?;
    // A mistake that is seen at the `;` is of the statement that it ends.
    let end = (index..found.len()).find(ends)?;
    let is_whole = found.get(end).is_some_and(|token| token.text == ";");
    (is_whole && before + 1 < end).then_some((before + 1, end + 1))
}

/// The clause that stands there: from a word that begins one, first in its line, up to the next.
fn clause(found: &[Token], at: Spot, heads: &[&str]) -> Option<(usize, usize)> {
    let depths = depths(found);
    let begins = |index: &usize| {
        let Some(token) = found.get(*index) else { return false };
        let is_first = index
            .checked_sub(1)
            .and_then(|before| found.get(before))
            .is_none_or(|before| before.spot.line < token.spot.line);
        is_first
            && depths.get(*index) == Some(&1)
            && token.kind == TokenKind::Word
            && heads.contains(&token.text.as_str())
    };
    let closes =
        |index: &usize| depths.get(*index) == Some(&0) && found.get(*index).is_some_and(|token| token.text == "}");
    let index = index_at(found, at);
    let start =
        (0..=index).rev().find(begins).filter(|start| found.get(*start).is_some_and(|head| head.text != "then"))?;
    let end = (start + 1..found.len()).find(|index| begins(index) || closes(index))?;
    (index < end).then_some((start, end))
}
