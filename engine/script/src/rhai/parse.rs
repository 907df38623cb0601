//! Parsing one piece.

use std::sync::Arc;

use rhai::{AST, CustomExpr, Engine, Expr, Module, Position, Shared, Stmt};

use super::{
    convert::Convert,
    copies::{Named, named_in},
    habits, helpers, measures,
    plain::make_plain,
    syntax,
    tokens::{Token, TokenKind, tokens},
    troubles,
};
use crate::{
    source::Spot,
    tree::{Node, Step},
    unfold::Unfolding,
};

/// What is wrong with a piece, before it is put into its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Slip {
    pub(crate) code: String,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
    pub(crate) at: Spot,
}

impl Slip {
    pub(crate) fn new(code: &str, message: impl Into<String>) -> Slip {
        Slip { code: code.to_owned(), message: message.into(), help: None, at: Spot::new(1, 1, 1) }
    }

    pub(crate) fn help(self, help: impl Into<String>) -> Slip {
        Slip { help: Some(help.into()), ..self }
    }

    pub(crate) fn maybe_help(self, help: Option<String>) -> Slip {
        Slip { help, ..self }
    }

    /// With this help, where it has none yet.
    pub(crate) fn or_help(self, help: Option<String>) -> Slip {
        Slip { help: self.help.or(help), ..self }
    }

    /// Whether it says little more than that something does not parse.
    fn is_vague(&self) -> bool {
        const VAGUE: [&str; 8] = [
            "syntax",
            "unexpected",
            "missing-name",
            "missing-semicolon",
            "not-a-condition",
            "not-in-rules",
            "open-end",
            "stray",
        ];
        VAGUE.contains(&self.code.as_str())
    }

    pub(crate) fn at(self, at: Spot) -> Slip {
        Slip { at, ..self }
    }

    /// As one text: a machine of the syntax can hand nothing else through Rhai's parser.
    pub(super) fn pack(&self) -> String {
        format!("{}\u{1f}{}\u{1f}{}", self.code, self.message, self.help.as_deref().unwrap_or_default())
    }

    pub(super) fn unpack(packed: &str) -> Option<Slip> {
        let mut parts = packed.split('\u{1f}');
        let (code, message, help) = (parts.next()?, parts.next()?, parts.next()?);
        Some(Slip::new(code, message).maybe_help((!help.is_empty()).then(|| help.to_owned())))
    }
}

/// A block: its words and what stands between them, in order.
#[derive(Debug)]
pub(crate) struct Block {
    pub(crate) parts: Vec<BlockPart>,
    /// What is wrong with it, though it can be read: amounts with the units of readings.
    pub(crate) slips: Vec<Slip>,
}

#[derive(Debug)]
pub(crate) enum BlockPart {
    Word(String),
    /// An expression or an action block; the number says which of the block.
    Input {
        node: Node,
        number: u32,
    },
}

/// A parsed expression or action block, ready to run.
#[derive(Clone, Debug)]
pub(super) struct Code {
    pub(super) expr: Expr,
    /// Where it begins, for errors that name no place.
    pub(super) at: Spot,
    /// The variables that it names, unless there are many.
    pub(super) named: Option<Box<[Named]>>,
}

impl Code {
    fn new(expr: &Expr, node: &Node) -> Code {
        let mut expr = expr.clone();
        make_plain(&mut expr);
        Code { named: named_in(&expr), at: node.start(), expr }
    }
}

/// An expression or action block of a block, and where it is a condition, its parts.
#[derive(Clone, Debug)]
pub(super) struct Input {
    pub(super) whole: Code,
    pub(super) parts: Vec<Code>,
}

impl Input {
    fn new(expr: &Expr, convert: &Convert<'_>) -> Input {
        let node = convert.node(expr);
        let parts = match expr {
            Expr::And(parts, _) => {
                parts.iter().zip(node.conjuncts()).map(|(expr, node)| Code::new(expr, node)).collect()
            }
            _ => vec![],
        };
        Input { whole: Code::new(expr, &node), parts }
    }

    /// The part of that number; the whole where that is the only one.
    pub(super) fn part(&self, number: usize) -> Option<&Code> {
        if self.parts.is_empty() { (number == 0).then_some(&self.whole) } else { self.parts.get(number) }
    }
}

impl Block {
    /// The block, where nothing is wrong with it.
    ///
    /// # Errors
    ///
    /// The first of what is.
    pub(crate) fn without_slips(self) -> Result<Block, Slip> {
        match self.slips.first() {
            Some(slip) => Err(slip.clone()),
            None => Ok(self),
        }
    }

    /// What is wrong with it, and what its clauses are told of: in a line that cannot be read, one mistake is told.
    pub(crate) fn with_slips(&self, more: Vec<Slip>) -> Vec<Slip> {
        let is_elsewhere = |slip: &Slip| self.slips.iter().all(|known| known.at.line != slip.at.line);
        self.slips.iter().cloned().chain(more.into_iter().filter(is_elsewhere)).collect()
    }

    /// What follows each `word`.
    pub(crate) fn all_after<'a>(&'a self, word: &'a str) -> impl Iterator<Item = (&'a Node, u32)> {
        self.parts.windows(2).filter_map(move |pair| match pair {
            [BlockPart::Word(found), BlockPart::Input { node, number }] if found == word => Some((node, *number)),
            _ => None,
        })
    }

    /// What follows the first `word`.
    pub(crate) fn after<'a>(&'a self, word: &'a str) -> Option<(&'a Node, u32)> {
        self.all_after(word).next()
    }

    /// The input of that number.
    pub(crate) fn input(&self, index: usize) -> Option<&Node> {
        let mut inputs = self.parts.iter().filter_map(|part| match part {
            BlockPart::Input { node, .. } => Some(node),
            BlockPart::Word(_) => None,
        });
        inputs.nth(index)
    }
}

/// Parses a `rule`, `otherwise` or `test`.
pub(crate) fn parse_block(engine: &Engine, text: &str, tokens: &[Token]) -> Result<Block, Slip> {
    let (ast, slips) = compile_with_slips(engine, text, tokens)?;
    let convert = Convert { tokens };
    let block = block_of(&ast, &convert)?;
    let mut inputs = (0..).zip(block.inputs.iter());
    let parts =
        block.tokens.iter().skip(1).map(|token| match token.starts_with('$').then(|| inputs.next()).flatten() {
            Some((number, input)) => BlockPart::Input { node: convert.node(input), number },
            None => BlockPart::Word(token.to_string()),
        });
    Ok(Block { parts: parts.collect(), slips })
}

/// Parses a block once more, for its scripts.
pub(super) fn parse_scripts(engine: &Engine, text: &str) -> Result<Vec<Input>, Slip> {
    let tokens = tokens(text);
    let ast = compile(engine, text, &tokens)?;
    let convert = Convert { tokens: &tokens };
    Ok(block_of(&ast, &convert)?.inputs.iter().map(|input| Input::new(input, &convert)).collect())
}

fn block_of<'a>(ast: &'a AST, convert: &Convert<'_>) -> Result<&'a CustomExpr, Slip> {
    refuse_helpers(ast, 0, convert.tokens)?;
    let mut statements = ast.statements().iter().filter(|statement| !matches!(statement, Stmt::Noop(_)));
    let block = match statements.next() {
        Some(Stmt::Expr(expr)) => match &**expr {
            Expr::Custom(custom, _) => custom,
            other => return Err(stray(convert, other.position())),
        },
        Some(other) => return Err(stray(convert, other.position())),
        None => return Err(Slip::new("empty", "there is nothing here")),
    };
    match statements.next() {
        Some(more) => Err(stray(convert, more.position())),
        None => Ok(block),
    }
}

/// That a piece holds as many helpers as it may: a `fn` that does not start in the first column is no piece of its own.
fn refuse_helpers(ast: &AST, most: usize, tokens: &[Token]) -> Result<(), Slip> {
    if ast.shared_lib().iter_script_fn_info().count() <= most {
        return Ok(());
    }
    let at = tokens.iter().filter(|token| token.text == "fn").nth(most).map_or(Spot::new(1, 1, 1), |token| token.spot);
    Err(Slip::new("stray", "a helper stands inside another block")
        .help("start `fn` in the first column, behind a closing `}`")
        .at(at))
}

fn stray(convert: &Convert<'_>, position: Position) -> Slip {
    Slip::new("stray", "this belongs to no block")
        .help("a `}` may stand too early, or a word such as `rule` may be missing before it")
        .at(convert.spot(position))
}

/// A helper function.
pub(crate) struct Helper {
    pub(crate) name: String,
    pub(crate) params: Vec<String>,
    pub(crate) body: Vec<Step>,
    /// The block that it is, for scripts that call it.
    pub(crate) block: u32,
    pub(crate) unfolding: Arc<Unfolding>,
}

/// Parses a `fn`, the block of that number.
pub(crate) fn parse_helper(engine: &Engine, text: &str, tokens: &[Token], block: u32) -> Result<Helper, Slip> {
    let ast = compile(engine, text, tokens)?;
    let convert = Convert { tokens };
    refuse_helpers(&ast, 1, tokens)?;
    if let Some(more) = ast.statements().iter().find(|statement| !matches!(statement, Stmt::Noop(_))) {
        return Err(stray(&convert, more.position()));
    }
    let library = ast.shared_lib().clone();
    let (_, _, _, _, helper) =
        library.iter_script_fn_info().next().ok_or_else(|| Slip::new("empty", "there is no function here"))?;
    let name = helper.name.to_string();
    let params: Vec<String> = helper.params.iter().map(ToString::to_string).collect();
    let body = compile_body(engine, text, tokens)?;
    let body: Vec<Step> = body.statements().iter().flat_map(|statement| convert.steps_of(statement)).collect();
    let unfolding = Arc::new(Unfolding::new(&name, &params, &body));
    Ok(Helper { name, params, body, block, unfolding })
}

/// Parses a `fn` once more, for scripts that call it.
pub(super) fn parse_library(engine: &Engine, text: &str) -> Result<Shared<Module>, Slip> {
    let tokens = tokens(text);
    refuse_helpers(&compile(engine, text, &tokens)?, 1, &tokens)?;
    let body = compile_body(engine, text, &tokens)?.statements().to_vec();
    let (head, _) = head_and_body(text, &tokens);
    helpers::library(engine, head, body).map_err(|error| troubles::parse_error(&error, &tokens))
}

fn head_and_body<'a>(text: &'a str, tokens: &[Token]) -> (&'a str, &'a str) {
    let brace = tokens.iter().find(|token| token.text == "{" && token.kind == TokenKind::Sign);
    text.split_at(brace.map_or(text.len(), |brace| brace.from))
}

/// Parses the body of a helper. Rhai does not show the body of a function, so it is parsed again as a block, with the head
/// blanked out to keep every place.
fn compile_body(engine: &Engine, text: &str, tokens: &[Token]) -> Result<AST, Slip> {
    let (head, body) = head_and_body(text, tokens);
    let blank: String = head.chars().map(|c| if c == '\n' { c } else { ' ' }).collect();
    compile(engine, &format!("{blank}{body}"), tokens)
}

/// Parses the expression of a `const`.
pub(crate) fn parse_const(engine: &Engine, text: &str, tokens: &[Token]) -> Result<(String, Node), Slip> {
    let ast = compile(engine, text, tokens)?;
    let convert = Convert { tokens };
    refuse_helpers(&ast, 0, tokens)?;
    let mut statements = ast.statements().iter().filter(|statement| !matches!(statement, Stmt::Noop(_)));
    match (statements.next(), statements.next()) {
        (Some(Stmt::Var(variable, ..)), None) => Ok((variable.0.name.to_string(), convert.node(&variable.1))),
        (Some(Stmt::Var(..)), Some(more)) | (Some(more), _) => Err(stray(&convert, more.position())),
        (None, _) => Err(Slip::new("empty", "there is nothing here")),
    }
}

fn compile(engine: &Engine, text: &str, tokens: &[Token]) -> Result<AST, Slip> {
    let (ast, slips) = compile_with_slips(engine, text, tokens)?;
    slips.into_iter().next().map_or(Ok(ast), Err)
}

/// As [`compile`], and what is wrong, though it parses.
fn compile_with_slips(engine: &Engine, text: &str, tokens: &[Token]) -> Result<(AST, Vec<Slip>), Slip> {
    syntax::start();
    let (replaced, slips) = measures::replaced(text, tokens);
    match engine.compile(replaced.as_deref().unwrap_or(text)) {
        Ok(ast) => Ok((ast, slips)),
        Err(error) => Err(slips.into_iter().next().unwrap_or_else(|| parse_slip(&error, text, tokens))),
    }
}

fn parse_slip(error: &rhai::ParseError, text: &str, tokens: &[Token]) -> Slip {
    match troubles::parse_error(error, tokens) {
        // What our own machines and lexers say is as good as it gets.
        slip if !slip.is_vague() => slip,
        slip => habits::explain(text, tokens, slip.at).unwrap_or_else(|| match slip.code.as_str() {
            "missing-name" => Slip { help: habits::in_quotes(text, slip.at).or(slip.help), ..slip },
            _ => slip,
        }),
    }
}
