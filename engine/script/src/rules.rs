//! `rule` and `otherwise`.

use tierline_condition::{
    Call, Condition, Doing, Part, ScriptId,
    functions::{Function, Literal},
};
use tierline_model::{Path, Place, Stage, Text, Value};

use crate::{
    bounds,
    check::{self, Names},
    compile::Compiler,
    cut::Piece,
    lower::{Lower, Lowered, Why},
    rhai::{Block, BlockPart, Code, Script, Slip, Token, TokenKind, tokens},
    source::{Spot, offset},
    tree::{Form, Node, Step},
};

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

/// Everything wrong with the actions after `word`, or with the block itself where that is empty.
pub(crate) fn check_actions(names: &Names<'_>, block: &Block, word: &str) -> Vec<Slip> {
    let Some((steps, _)) = action_steps(block, word) else { return vec![] };
    check_steps(names, steps)
}

/// Everything wrong with an action block.
pub(crate) fn check_steps(names: &Names<'_>, steps: &[Step]) -> Vec<Slip> {
    let mut slips = check::actions(names, steps);
    if let Some(node) = steps.get(bounds::ACTIONS).and_then(first_node) {
        let message = format!("a rule may have at most {} actions", bounds::ACTIONS);
        slips.push(Slip::new("too-large", message).help("split it into several rules").at(node.at));
    }
    slips
}

fn action_steps<'a>(block: &'a Block, word: &'a str) -> Option<(&'a [Step], &'a Code)> {
    let (node, code) = match word {
        "" => block.parts.iter().find_map(|part| match part {
            BlockPart::Input { node, script } => Some((node, script)),
            BlockPart::Word(_) => None,
        })?,
        word => block.after(word)?,
    };
    match &node.form {
        Form::Block(steps) => Some((steps, code)),
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
        Some((node, code)) => {
            let texts = part_texts(piece.text, parts_of(node).len());
            condition(compiler, file, piece, node, code, texts)
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
    code: &Code,
    texts: Vec<String>,
) -> Condition {
    compiler.keep_patterns(file, node);
    let nodes = parts_of(node);
    let (constants, helpers) = (compiler.constants(file), compiler.unfoldings(file));
    let mut parts = vec![];
    for ((node, code), text) in nodes.into_iter().zip(code.conjuncts()).zip(texts) {
        let expr = Lower::new(&compiler.out.schema, &constants, &helpers, &mut compiler.out.layout).part(node);
        let script = Some(add_script(compiler, file, piece, node.at, code));
        parts.push(Part { text: text.into(), reads: reads(compiler, file, node), expr, script });
    }
    Condition { parts }
}

/// What stands between the `&&` of a condition.
pub(crate) fn parts_of(node: &Node) -> Vec<&Node> {
    match &node.form {
        Form::And(parts) => parts.iter().collect(),
        _ => vec![node],
    }
}

/// The fields that a part reads: those it names, those behind a matrix that it looks up.
fn reads(compiler: &Compiler<'_>, file: usize, node: &Node) -> Vec<Path> {
    let mut reads = node.reads();
    node.walk(&mut |node| {
        let Form::Call { function, args } = &node.form else { return };
        let Some((index, literal)) = Function::named(function).and_then(|function| function.literal) else { return };
        let name = args.get(index).and_then(|arg| arg.constant(compiler.names(file).constants));
        let Some(Value::Text(name)) = name else { return };
        let matrix = compiler.out.matrices.get(&name).filter(|_| literal == Literal::Matrix);
        reads.extend(matrix.into_iter().flat_map(|matrix| [matrix.row.clone(), matrix.column.clone()]));
    });
    reads
}

pub(crate) fn add_script(
    compiler: &mut Compiler<'_>,
    file: usize,
    piece: &Piece<'_>,
    at: Spot,
    code: Code,
) -> ScriptId {
    let place = place(compiler, file, piece, at);
    let scripts = &mut compiler.out.program.scripts;
    scripts.push(Script { code, library: file, lines_above: piece.line - 1, place });
    ScriptId(scripts.len() - 1)
}

fn doing(compiler: &mut Compiler<'_>, file: usize, piece: &Piece<'_>, block: &Block, word: &str) -> Option<Doing> {
    let (steps, code) = action_steps(block, word)?;
    Some(doing_of(compiler, file, piece, steps, code))
}

/// What an action block asks for.
pub(crate) fn doing_of(
    compiler: &mut Compiler<'_>,
    file: usize,
    piece: &Piece<'_>,
    steps: &[Step],
    code: &Code,
) -> Doing {
    let calls = steps.iter().map(|step| call(compiler, file, piece, step)).collect::<Lowered<Vec<Call>>>();
    if let Ok(calls) = &calls
        && calls.iter().all(|call| call.constants().is_some())
    {
        return Doing::Calls { calls: calls.clone(), script: None };
    }
    let at = steps.iter().find_map(first_node).map_or(Spot::new(1, 1, 1), |node| node.at);
    compiler.keep_patterns_of(file, steps);
    let script = add_script(compiler, file, piece, at, code.clone());
    match calls {
        Ok(calls) => Doing::Calls { calls: calls.into_iter().map(placed_as_by_script).collect(), script: Some(script) },
        Err(Why(why)) => Doing::Script { script, why },
    }
}

/// The call, where the step is an action whose arguments can be worked out without a script.
fn call(compiler: &mut Compiler<'_>, file: usize, piece: &Piece<'_>, step: &Step) -> Lowered<Call> {
    let Step::Do(node) = step else { return Err(Why::of_step(step)) };
    let Form::Call { function, args } = &node.form else { return Err(Why::new("a value that nothing is done with")) };
    let action = compiler.language.actions.iter().position(|spec| spec.name == function);
    let action = action.ok_or_else(|| Why::new(format!("a call of `{function}`, which is no action")))?;
    let (constants, helpers) = (compiler.constants(file), compiler.unfoldings(file));
    let mut lower = Lower::new(&compiler.out.schema, &constants, &helpers, &mut compiler.out.layout);
    let args = args.iter().map(|arg| lower.argument(arg)).collect::<Lowered<Vec<_>>>()?;
    Ok(Call { action, args, place: place(compiler, file, piece, node.at) })
}

/// The call at the place that its script would give: scripts know where a call begins, and not how long its name is.
fn placed_as_by_script(call: Call) -> Call {
    Call { place: Place { length: 1, ..call.place }, ..call }
}

fn first_node(step: &Step) -> Option<&Node> {
    match step {
        Step::Do(node) | Step::Let { value: node, .. } | Step::If { test: node, .. } => Some(node),
        Step::For { list: node, .. } | Step::Switch { on: node, .. } | Step::Assign { target: node, .. } => Some(node),
        Step::Leave(node) | Step::Return { value: node, .. } => node.as_ref(),
        Step::Forbidden { .. } => None,
    }
}

/// The parts of a condition as written: what stands between `when`, the `&&` and `then`.
fn part_texts(text: &str, count: usize) -> Vec<String> {
    let tokens = tokens(text);
    let start = tokens.iter().position(|token| is(token, "when")).map_or(0, |when| when + 1);
    let ends = |index: usize| is(&tokens[index], "then") && tokens.get(index + 1).is_some_and(|next| is(next, "{"));
    texts_between(text, &tokens, start, ends, count)
}

/// The parts of a condition that stands among clauses, from where it begins up to the next clause.
pub(crate) fn clause_texts(text: &str, start: Spot, count: usize) -> Vec<String> {
    let tokens = tokens(text);
    let place = |spot: Spot| (spot.line, spot.column);
    let first = tokens.iter().position(|token| place(token.spot) >= place(start)).unwrap_or(tokens.len());
    let goes_on =
        |token: &Token| ["&&", "||", "and", "or", "not", "in", "!in", "??"].iter().any(|word| is(token, word));
    let ends = |index: usize| {
        let (before, token) = (&tokens[index.saturating_sub(1)], &tokens[index]);
        let is_new_line = token.spot.line > before.spot.line && !goes_on(before) && !goes_on(token);
        index > first && (is_new_line || ["for", "{", "}", ";"].iter().any(|word| is(token, word)))
    };
    texts_between(text, &tokens, first, ends, count)
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
    let start = tokens.get(from).map_or(text.len(), |token| offset(text, token.spot));
    let end = tokens.get(to).map_or(text.len(), |token| offset(text, token.spot));
    let lines =
        text.get(start..end).unwrap_or_default().lines().map(|line| line.split("//").next().unwrap_or_default());
    lines.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}
