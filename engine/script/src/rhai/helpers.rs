//! Helpers, ready to be called by scripts.
//!
//! Rhai lets nobody at the body of a function. So the body is parsed by itself and made plain, and the function that Rhai calls
//! has nothing in it but a sign that stands for that.

use std::cell::RefCell;

use rhai::{Dynamic, Engine, EvalAltResult, Expr, Expression, Module, ParseError, Position, Shared, Stmt, StmtBlock};

use super::{plain, syntax};

/// What the body of a helper is written as where it stands elsewhere: a word that Rhai keeps for later, and no rule can use.
pub(super) const STAND_IN: &str = "yield";
/// What the token mapper makes of that.
pub(super) const BODY: &str = "@body";

/// The body of a helper.
#[derive(Clone, Debug)]
struct Body(Shared<Expr>);

thread_local! {
    /// What stands for the body of the helper that is being parsed.
    static GIVEN: RefCell<Option<Body>> = const { RefCell::new(None) };
}

/// Whether a body stands elsewhere just now.
pub(super) fn is_body_given() -> bool {
    GIVEN.with_borrow(Option::is_some)
}

pub(super) fn register(engine: &mut Engine) {
    engine.register_custom_syntax_with_state_raw(
        BODY,
        |_, _, state| {
            *state = GIVEN.take().map_or(Dynamic::UNIT, Dynamic::from);
            Ok(None)
        },
        true,
        |context, _, state| {
            let Some(body) = state.read_lock::<Body>() else { return Ok(Dynamic::UNIT) };
            let value = context.eval_expression_tree(&Expression::from(&*body.0))?;
            // What a function returns is not measured: it may be what the host sent.
            Err(Box::new(EvalAltResult::Return(value, Position::NONE)))
        },
    );
}

/// The helper of this `head`, which does this.
///
/// # Errors
///
/// Where the head is none.
pub(super) fn library(engine: &Engine, head: &str, mut body: Vec<Stmt>) -> Result<Shared<Module>, ParseError> {
    plain::make_statements_plain(&mut body);
    let body = Expr::Stmt(Box::new(StmtBlock::new(body, Position::NONE, Position::NONE)));
    syntax::start();
    GIVEN.set(Some(Body(Shared::new(body))));
    let ast = engine.compile(format!("{head}{{ {STAND_IN} }}"));
    GIVEN.set(None);
    Ok(ast?.shared_lib().clone())
}
