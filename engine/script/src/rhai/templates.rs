//! Templates: what stands in `${...}` is shown as the language shows it, however large it is.
//!
//! Rhai would show what it cannot measure in its own way, and keep quiet about it.

use std::mem;

use rhai::{CustomExpr, Dynamic, Engine, Expr, LexError, Position};

use super::sandbox::shown;

/// A name that no rule can write.
const SHOWN: &str = "@shown";

pub(super) fn register(engine: &mut Engine) {
    engine.register_custom_syntax_with_state_raw(
        SHOWN,
        |_, _, _| Err(LexError::Runtime("a template is not written so".into()).into_err(Position::NONE)),
        false,
        |context, inputs, _| match inputs {
            [part] => context.eval_expression_tree(part).map(|value| shown(&value).into()),
            _ => Ok(Dynamic::UNIT),
        },
    );
}

/// Makes a part of a template the text that it shows.
pub(super) fn show(part: &mut Expr) {
    if matches!(part, Expr::StringConstant(..)) {
        return;
    }
    let at = part.position();
    let shown = CustomExpr {
        inputs: [mem::take(part)].into_iter().collect(),
        tokens: [SHOWN.into()].into_iter().collect(),
        state: Dynamic::UNIT,
        scope_may_be_changed: false,
        self_terminated: false,
    };
    *part = Expr::Custom(Box::new(shown), at);
}
