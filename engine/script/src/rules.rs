//! `rule` and `otherwise`.

use tierline_condition::{Call, Condition, Doing, OnFault, Part};

use tierline_model::{Place, Stage, Text, Value};

use crate::{
    acts::Acts,
    bounds,
    check::{self, Names},
    compile::Compiler,
    cut::Piece,
    lower::{Lower, Why},
    reads::reads,
    rhai::{Block, BlockPart, Slip, Token, TokenKind, token_from, tokens},
    said_once::{self, SaidOnce},
    source::Spot,
    tree::{Form, Node, Step},
};

/// The words that its parts begin with.
pub(crate) const HEADS: [&str; 2] = ["when", "then"];

/// A rule as a file has it, compiled.
#[derive(Clone, Debug)]
pub struct RuleDraft {
    /// Its name.
    pub name: Text,
    /// Its stage.
    pub stage: Stage,
    /// Its group.
    pub group: Option<Text>,
    /// Rules of higher salience come first.
    pub salience: i64,
    /// Where it stands.
    pub place: Place,
    /// When it fires.
    pub condition: Condition,
    /// What it asks for.
    pub doing: Doing,
    /// The number of the table that it is a row of, and whether a row that fires keeps those below from firing.
    pub row: Option<(usize, bool)>,
    /// Whether it fires only where no other rule of its stage did.
    pub is_otherwise: bool,
}

/// The name of a rule or a test.
pub(crate) fn name_of(block: &Block) -> Option<Text> {
    match &block.input(0)?.form {
        Form::Const(Value::Text(name)) => Some(name.clone()),
        _ => None,
    }
}

/// What a rule says twice before its condition.
pub(crate) fn said_twice(block: &Block) -> Vec<Slip> {
    const SAID: said_once::Clauses = said_once::Clauses { block: "rule", often: &[], shared: &[], instead: &[] };
    let mut said = SaidOnce::new(&SAID);
    let heads = block.parts.windows(2).filter_map(|pair| match pair {
        [BlockPart::Word(word), BlockPart::Input { node, .. }] if ["salience", "group"].contains(&word.as_str()) => {
            said.note(&[word], node.at).err()
        }
        _ => None,
    });
    heads.collect()
}

/// The salience of a rule; 0 where none is written.
pub(crate) fn salience(block: &Block) -> Result<i64, Slip> {
    match block.after("salience") {
        None => Ok(0),
        Some((node, _)) => match node.constant(&Default::default()) {
            Some(Value::Int(salience)) => Ok(salience),
            _ => Err(Slip::new("salience", "a salience is a whole number")
                .help("rules with a higher salience come first; 0 is usual, and below 0 comes last")
                .at(node.at)),
        },
    }
}

/// What a rule says of a condition that cannot be decided: the word behind `on fault`.
fn on_fault(block: &Block) -> OnFault {
    let words = block.parts.windows(3).find_map(|parts| match parts {
        [BlockPart::Word(on), BlockPart::Word(fault), BlockPart::Word(said)] if on == "on" && fault == "fault" => {
            OnFault::named(said)
        }
        _ => None,
    });
    words.unwrap_or_default()
}

/// Everything wrong with the actions after `word`, or with the block itself where that is empty.
pub(crate) fn check_actions(names: &Names<'_>, block: &Block, word: &str) -> Vec<Slip> {
    let Some((steps, _)) = action_steps(block, word) else { return vec![] };
    check_steps(names, steps)
}

/// Everything wrong with an action block.
pub(crate) fn check_steps(names: &Names<'_>, steps: &[Step]) -> Vec<Slip> {
    let mut slips = check::actions(names, steps);
    if let Some(node) = steps.get(bounds::ACTIONS).and_then(Step::first) {
        let message = format!("a rule may have at most {} actions", bounds::ACTIONS);
        slips.push(Slip::new("too-large", message).help("split it into several rules").at(node.at));
    }
    slips
}

fn action_steps<'a>(block: &'a Block, word: &'a str) -> Option<(&'a [Step], u32)> {
    let (node, number) = match word {
        "" => block.parts.iter().find_map(|part| match part {
            BlockPart::Input { node, number } => Some((node, *number)),
            BlockPart::Word(_) => None,
        })?,
        word => block.after(word)?,
    };
    match &node.form {
        Form::Block(steps) => Some((steps, number)),
        _ => None,
    }
}

pub(crate) fn rule(
    compiler: &mut Compiler<'_>,
    file: usize,
    piece: &Piece<'_>,
    block: &Block,
    stage: Stage,
) -> Option<RuleDraft> {
    let group = block.after("group").and_then(|(node, _)| match &node.form {
        Form::Const(Value::Text(group)) => Some(group.clone()),
        _ => None,
    });
    let condition = match block.after("when") {
        Some((node, number)) => {
            let texts = part_texts(piece.text, node.conjuncts().len());
            Condition { on_fault: on_fault(block), ..condition(compiler, file, piece, node, number, texts) }
        }
        None => Condition::default(),
    };
    Some(RuleDraft {
        name: name_of(block)?,
        stage,
        group,
        salience: salience(block).ok()?,
        place: place(compiler, file, piece, block.input(0).map_or(Spot::new(1, 1, 4), |name| name.at)),
        condition,
        doing: doing(compiler, file, piece, block, "then")?,
        row: None,
        is_otherwise: false,
    })
}

pub(crate) fn otherwise(
    compiler: &mut Compiler<'_>,
    file: usize,
    piece: &Piece<'_>,
    block: &Block,
    stage: Stage,
) -> Option<RuleDraft> {
    Some(RuleDraft {
        name: format!("otherwise ({})", stage.name()).into(),
        stage,
        group: None,
        salience: 0,
        place: place(compiler, file, piece, Spot::new(1, 1, 9)),
        condition: Condition::default(),
        doing: doing(compiler, file, piece, block, "")?,
        row: None,
        is_otherwise: true,
    })
}

pub(crate) fn place(compiler: &Compiler<'_>, file: usize, piece: &Piece<'_>, at: Spot) -> Place {
    compiler.sources[file].place(at.below(piece.line - 1))
}

/// Makes a condition ready: each part as a predicate where it can be one, and as a script for what that leaves open.
pub(crate) fn condition(
    compiler: &mut Compiler<'_>,
    file: usize,
    piece: &Piece<'_>,
    node: &Node,
    number: u32,
    texts: Vec<String>,
) -> Condition {
    compiler.keep_patterns(file, node);
    let (constants, helpers) = (compiler.constants(file), compiler.unfoldings(file));
    let parts = node.conjuncts().into_iter().zip(texts).filter_map(|(node, text)| {
        if compiler.budget.is_over() {
            return None;
        }
        let mut lower = Lower::new(&compiler.out.schema, &constants, &helpers, &mut compiler.out.layout);
        let expr = lower.part(node);
        let work = lower.work;
        compiler.budget.work(work);
        let reads = reads(compiler, file, node);
        let reads = reads.iter().map(|path| compiler.out.layout.slot(path)).collect();
        Some(compiler.share(Part { text: text.into(), reads, expr }))
    });
    let parts = parts.collect();
    let script = compiler.add_script(file, piece, number);
    compiler.outline_condition(file, piece, node, script);
    Condition { parts, script: Some(script), on_fault: OnFault::Unsaid }
}

fn doing(compiler: &mut Compiler<'_>, file: usize, piece: &Piece<'_>, block: &Block, word: &str) -> Option<Doing> {
    let (steps, number) = action_steps(block, word)?;
    Some(doing_of(compiler, file, piece, steps, number))
}

/// What an action block asks for.
pub(crate) fn doing_of(
    compiler: &mut Compiler<'_>,
    file: usize,
    piece: &Piece<'_>,
    steps: &[Step],
    number: u32,
) -> Doing {
    let calls = Acts { compiler, file, piece }.calls(steps, None);
    if let Ok(calls) = &calls
        && calls.iter().all(Call::is_constant)
    {
        return Doing::Calls { calls: calls.clone().into(), script: None };
    }
    compiler.keep_patterns_of(file, steps);
    let script = compiler.add_script(file, piece, number);
    compiler.outline_actions(file, piece, steps, script);
    match calls {
        Ok(calls) => Doing::Calls { calls: calls.into_iter().map(placed_as_by_script).collect(), script: Some(script) },
        Err(Why(why)) => Doing::Script { script, why },
    }
}

/// The call at the place that its script would give: scripts know where a call begins, and not how long its name is.
fn placed_as_by_script(call: Call) -> Call {
    Call { at: Spot { length: 1, ..call.at }, ..call }
}

/// The parts of a condition as written: what stands between `when`, the `&&`, and `on fault` or `then`.
fn part_texts(text: &str, count: usize) -> Vec<String> {
    let tokens = tokens(text);
    let start = tokens.iter().position(|token| is(token, "when")).map_or(0, |when| when + 1);
    let stands = |index: usize, word: &str| tokens.get(index).is_some_and(|token| is(token, word));
    let ends = |index: usize| {
        [["then", "{"], ["on", "fault"]].iter().any(|[word, next]| stands(index, word) && stands(index + 1, next))
    };
    texts_between(text, &tokens, start, ends, count)
}

/// The parts of a condition that stands among clauses, from where it begins up to the next clause.
pub(crate) fn clause_texts(text: &str, tokens: &[Token], start: Spot, count: usize) -> Vec<String> {
    let first = token_from(tokens, start);
    let goes_on =
        |token: &Token| ["&&", "||", "and", "or", "not", "in", "!in", "??"].iter().any(|word| is(token, word));
    let ends = |index: usize| {
        let (before, token) = (&tokens[index.saturating_sub(1)], &tokens[index]);
        let is_new_line = token.spot.line > before.spot.line && !goes_on(before) && !goes_on(token);
        index > first && (is_new_line || ["for", "{", "}", ";"].iter().any(|word| is(token, word)))
    };
    texts_between(text, tokens, first, ends, count)
}

fn is(token: &Token, word: &str) -> bool {
    token.kind != TokenKind::Text && token.text == word
}

/// The parts between the `&&` from a token on, up to the one outside brackets at which the condition ends.
fn texts_between(
    text: &str,
    tokens: &[Token],
    start: usize,
    ends: impl Fn(usize) -> bool,
    count: usize,
) -> Vec<String> {
    let mut depth = 0i32;
    let ends = |(index, token): (usize, &Token)| {
        let is_end = token.kind != TokenKind::Text && depth == 0 && ends(index);
        depth += opens(token);
        is_end.then_some(index)
    };
    let end = tokens.iter().enumerate().skip(start).find_map(ends).unwrap_or(tokens.len());
    let whole = (start, end);
    let parts = [parts_between(tokens, whole, true), parts_between(tokens, whole, false)];
    match parts.into_iter().find(|parts| parts.len() == count) {
        Some(parts) => parts.into_iter().map(|(from, to)| between(text, tokens, from, to)).collect(),
        None => vec![between(text, tokens, start, end); count],
    }
}

/// The parts between the `&&` from one token up to another; those inside brackets too, where it goes `inside`: Rhai joins
/// `a && (b && c)` to one.
fn parts_between(tokens: &[Token], (from, to): (usize, usize), inside: bool) -> Vec<(usize, usize)> {
    let mut depth = 0i32;
    let mut cuts = vec![];
    for (index, token) in tokens.iter().enumerate().take(to).skip(from) {
        match token.text.as_str() {
            _ if token.kind == TokenKind::Text => {}
            "||" | "or" if depth == 0 => return vec![(from, to)],
            "&&" | "and" if depth == 0 => cuts.push(index),
            _ => depth += opens(token),
        }
    }
    let starts = [from].into_iter().chain(cuts.iter().map(|cut| cut + 1));
    let parts = starts.zip(cuts.iter().copied().chain([to]));
    let parts = parts.flat_map(|(from, to)| match inside && is_in_brackets(tokens, from, to) {
        true => match parts_between(tokens, (from + 1, to - 1), inside) {
            parts if parts.len() > 1 => parts,
            _ => vec![(from, to)],
        },
        false => vec![(from, to)],
    });
    parts.collect()
}

/// Whether one pair of brackets holds all from one token up to another.
fn is_in_brackets(tokens: &[Token], from: usize, to: usize) -> bool {
    let mut depth = 0i32;
    let closes = |(index, token): (usize, &Token)| {
        depth += opens(token);
        (depth == 0).then_some(index)
    };
    let is_open = tokens.get(from).is_some_and(|token| is(token, "("));
    is_open && tokens.iter().enumerate().take(to).skip(from).find_map(closes).map(|close| close + 1) == Some(to)
}

/// How many more brackets are open behind a token than before it.
fn opens(token: &Token) -> i32 {
    match token.text.as_str() {
        _ if token.kind == TokenKind::Text => 0,
        "(" | "[" | "{" | "#{" | "?[" => 1,
        ")" | "]" | "}" => -1,
        _ => 0,
    }
}

/// The source from one token up to another, on one line.
fn between(text: &str, tokens: &[Token], from: usize, to: usize) -> String {
    let offset = |token: usize| tokens.get(token).map_or(text.len(), |token| token.from);
    let (start, end) = (offset(from), offset(to));
    let lines =
        text.get(start..end).unwrap_or_default().lines().map(|line| line.split("//").next().unwrap_or_default());
    lines.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}
