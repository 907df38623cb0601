//! What is said of rules.

use tierline_check::Finding;
use tierline_model::Path;
use tierline_rules::actions::ACTIONS;

use super::{
    World, told,
    world::{Holds, answer, fired, outcome},
};

/// The rule at the place of a finding, and the others that it is about.
fn about(finding: &Finding) -> Result<(&str, Vec<&str>), String> {
    let (rule, others) = finding.rules.split_first().ok_or("it is about no rule")?;
    Ok((rule, others.iter().map(|other| &**other).collect()))
}

/// Fails where something is so for a ticket.
fn never(world: &World, what: &str, is_so: impl Fn(usize) -> bool) -> Result<usize, String> {
    match (0..world.requests.len()).find(|ticket| is_so(*ticket)) {
        Some(ticket) => Err(format!("{what}: {:#?}", world.requests[ticket])),
        None => Ok(world.requests.len()),
    }
}

pub(super) fn never_holds(world: &World, finding: &Finding) -> Result<usize, String> {
    let (rule, _) = about(finding)?;
    let held = world.held(rule);
    never(world, "it holds", |ticket| held[ticket] == Holds::Yes || fired(&world.answers[ticket], rule))
}

pub(super) fn always_holds(world: &World, finding: &Finding) -> Result<usize, String> {
    let held = world.held(about(finding)?.0);
    never(world, "it does not hold", |ticket| held[ticket] != Holds::Yes)
}

/// A rule above that is a fault keeps no other from its turn.
pub(super) fn unreachable(world: &World, finding: &Finding) -> Result<usize, String> {
    let (rule, above) = about(finding)?;
    let stage = world.desk.rules().stages.iter();
    let stage =
        stage.filter(|stage| above.is_empty() && stage.otherwise.as_ref().is_some_and(|known| &*known.name == rule));
    let stage: Vec<&str> = stage.flat_map(|stage| &stage.rules).map(|rule| &*rule.name).collect();
    let is_fault = |ticket: usize| {
        let mut faults = world.answers[ticket].faults.iter();
        faults.any(|fault| above.contains(&&*fault.rule) || stage.contains(&&*fault.rule))
    };
    never(world, "it fires", |ticket| fired(&world.answers[ticket], rule) && !is_fault(ticket))?;
    let held = world.held(rule);
    let covering = if above.is_empty() { &stage } else { &above };
    let covering: Vec<&[Holds]> = covering.iter().map(|other| world.held(other)).collect();
    never(world, "it holds and those above do not", |ticket| {
        let holds = held.get(ticket).is_none_or(|held| *held == Holds::Yes);
        holds && !covering.iter().any(|other| other[ticket] == Holds::Yes)
    })
}

pub(super) fn duplicate(world: &World, finding: &Finding) -> Result<usize, String> {
    let (rule, others) = about(finding)?;
    let twin = *others.first().ok_or("it has no twin")?;
    let (ours, theirs) = (world.held(rule), world.held(twin));
    never(world, "one holds and the other does not", |ticket| ours[ticket] != theirs[ticket])?;
    let alone = |rule| world.only(rule).ok_or("it has no block".to_owned()).and_then(|text| world.with_text(&text));
    let (one, other) = (alone(rule)?, alone(twin)?);
    never(world, "they do not do the same", |ticket| {
        let request = &world.requests[ticket];
        outcome(&answer(&one, request)) != outcome(&answer(&other, request))
    })
}

/// Without the action, all is as it was with it; though where it wrote what is written in the end, another may have done so first.
pub(super) fn lost_write(world: &World, finding: &Finding) -> Result<usize, String> {
    let (rule, _) = about(finding)?;
    let place = &finding.diagnostic.place;
    let lines = (1..).zip(world.text().lines()).map(|(number, line)| match number == place.line {
        true => without_statement(line, place.column as usize - 1),
        false => line.to_owned(),
    });
    let without: Vec<String> = lines.collect();
    let without = world.with_text(&without.join("\n"))?;
    let field = told(&finding.diagnostic.message, "writes to", '`').and_then(Path::parse).ok_or("it names no field")?;
    let does_no_more = writes_one_field(world.line(place.line).chars().skip(place.column as usize - 1));
    never(world, "without it, the outcome is another", |ticket| {
        let (with, other) = (&world.answers[ticket], answer(&without, &world.requests[ticket]));
        // Where the action was a fault, nothing else of its rule counted either.
        let was_fault = with.faults.iter().any(|fault| &*fault.rule == rule);
        let is_other = does_no_more && !was_fault && outcome(&other) != outcome(with);
        is_other || field.follow(&other.ticket) != field.follow(&with.ticket)
    })?;
    Ok((0..world.requests.len()).filter(|ticket| fired(&world.answers[*ticket], rule)).count())
}

/// Whether the action that begins here writes one field and does no more; so does every cell of a table.
fn writes_one_field(call: impl Iterator<Item = char>) -> bool {
    let name: String = call.take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    let action = ACTIONS.iter().find(|action| action.spec.name == name);
    action.is_none_or(|action| action.spec.writes.len() == 1)
}

/// A line without the call that begins in this column, up to its semicolon, or without what stands in a cell.
fn without_statement(line: &str, column: usize) -> String {
    if line.trim().starts_with('|') {
        let rest = line.chars().skip(column).skip_while(|c| *c != '|');
        return line.chars().take(column).chain(['-', ' ']).chain(rest).collect();
    }
    let (mut depth, mut quote) = (0, None);
    let mut rest = line.chars().skip(column).peekable();
    while let Some(c) = rest.next() {
        match (quote, c) {
            (Some(_), '\\') => drop(rest.next()),
            (Some(open), c) if open == c => quote = None,
            (Some(_), _) => {}
            (None, '"' | '`') => quote = Some(c),
            (None, '(' | '{' | '[') => depth += 1,
            (None, ')' | '}' | ']') => depth -= 1,
            (None, ';') if depth == 0 => break,
            _ => {}
        }
    }
    line.chars().take(column).chain(rest).collect()
}

pub(super) fn conflict(world: &World, finding: &Finding) -> Result<usize, String> {
    let message = &finding.diagnostic.message;
    let (theirs, ours) = (told(message, "the first wants", '"'), told(message, ", the second", '"'));
    if theirs.is_none() || theirs == ours {
        return Err("both want the same".to_owned());
    }
    both_fire(world, finding, |rule, block| {
        let wanted = if Some(rule) == finding.rules.first().map(|name| &**name) { ours } else { theirs };
        wanted.is_some_and(|wanted| block.contains(&format!("{wanted:?}")))
    })
}

pub(super) fn undone(world: &World, finding: &Finding) -> Result<usize, String> {
    let tag = told(&finding.diagnostic.message, "the first adds the tag", '"').ok_or("it names no tag")?;
    both_fire(world, finding, |rule, block| {
        let is_taking = Some(rule) == finding.rules.first().map(|name| &**name);
        block.contains(&format!("{}({tag:?})", if is_taking { "remove_tag" } else { "add_tag" }))
    })
}

/// A rule that ends the evaluation or holds something back, and does not say what a fault means for it; or that is to fire on one
/// and does what only its script knows.
pub(super) fn open_guard(world: &World, finding: &Finding) -> Result<usize, String> {
    let (rule, _) = about(finding)?;
    let (_, lines) = world.block(&format!("rule {rule:?}")).ok_or("it has no block")?;
    let says = |word: &str| lines.iter().any(|line| line.trim_start().starts_with(word));
    let takes_a_script = finding.diagnostic.message.contains("take a script");
    if takes_a_script != says("on fault fire") || !says("when ") {
        return Err("it says something else".to_owned());
    }
    let guards = lines.iter().any(|line| ["stop(", "hold_change("].iter().any(|call| line.contains(call)));
    match takes_a_script || guards && !says("on fault") {
        true => Ok(1 + world.held(rule).iter().filter(|held| **held == Holds::Fault).count()),
        false => Err("it is no guard, or says what a fault means for it".to_owned()),
    }
}

/// The guards of a desk that are passed over on a fault, without a word on that, for one of the tickets.
pub fn guards_found_open(world: &World) -> Vec<&str> {
    let names = world.desk.rule_names().filter(|rule| {
        let lines = world.block(&format!("rule {rule:?}")).map(|(_, lines)| lines.join("\n")).unwrap_or_default();
        // Where it stands in a block that takes a script, nobody knows of it.
        let guards = lines.contains("    stop(\"a guard\")") || lines.contains("    hold_change(\"a guard\")");
        let is_known = guards && !lines.contains("for n in");
        is_known && !lines.contains("on fault") && world.held(rule).contains(&Holds::Fault)
    });
    names.collect()
}

/// Both rules fire for the ticket that is shown, and `says` of both what they do.
fn both_fire(world: &World, finding: &Finding, says: impl Fn(&str, &str) -> bool) -> Result<usize, String> {
    let answer = world.shown(finding.witness.as_ref())?;
    for rule in &finding.rules {
        if !fired(&answer, rule) {
            return Err(format!("{rule} does not fire for the ticket that is shown"));
        }
        let block = world.block(&format!("rule {:?}", &**rule)).map(|(_, lines)| lines.join("\n"));
        if block.is_some_and(|block| !says(rule, &block)) {
            return Err(format!("{rule} does not do so"));
        }
    }
    Ok(1)
}
