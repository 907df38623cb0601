//! `==` and `!=`: what is missing equals only a `()` that is written there.
//!
//! Rhai's `()` equals itself wherever it comes from; so a side that may come to nothing gives in its place something that equals
//! nothing.

use std::mem;

use rhai::{Dynamic, Expr, FnCallExpr, Position};

/// What equals nothing.
#[derive(Clone, Copy, Debug)]
struct Nothing;

/// Makes two sides that are missing differ, where none of them is written as `()`.
pub(super) fn tell_apart(call: &mut FnCallExpr) {
    if !matches!(&*call.name, "==" | "!=") || call.args.iter().any(is_written) {
        return;
    }
    if let Some(side) = call.args.get_mut(1) {
        let nothing = Expr::DynamicConstant(Box::new(Dynamic::from(Nothing)), Position::NONE);
        let at = side.position();
        *side = Expr::Coalesce(Box::new([mem::take(side), nothing].into_iter().collect()), at);
    }
}

/// Whether a side is a value that is written out: `()`, or one that is never missing.
fn is_written(side: &Expr) -> bool {
    side.is_constant() || matches!(side, Expr::InterpolatedString(..) | Expr::Array(..) | Expr::Map(..))
}
