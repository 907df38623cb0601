//! `<<` and `>>`: what does not fit a number is a fault, as it is of every other sign that computes.
//!
//! Rhai shifts by any number, backwards by one below zero, and keeps quiet about what is lost.

use std::mem;

use rhai::{
    BinaryExpr, CustomExpr, Dynamic, Engine, EvalAltResult, Expr, FnCallExpr, LexError, OpAssignment, Position, Token,
};

/// Names that no rule can write.
const LEFT: &str = "@shift_left";
const RIGHT: &str = "@shift_right";

pub(super) fn register(engine: &mut Engine) {
    for (name, shift) in [(LEFT, left as Shift), (RIGHT, right as Shift)] {
        engine.register_custom_syntax_with_state_raw(
            name,
            |_, _, _| Err(LexError::Runtime("a shift is not written so".into()).into_err(Position::NONE)),
            false,
            move |context, inputs, _| {
                let [number, by] = inputs else { return Ok(Dynamic::UNIT) };
                let at = number.position();
                let (number, by) = (context.eval_expression_tree(number)?, context.eval_expression_tree(by)?);
                shift(&number, &by).map(Dynamic::from_int).map_err(|mut error| {
                    error.set_position(at);
                    error
                })
            },
        );
    }
}

type Shift = fn(&Dynamic, &Dynamic) -> Result<i64, Box<EvalAltResult>>;

fn left(number: &Dynamic, by: &Dynamic) -> Result<i64, Box<EvalAltResult>> {
    let shifted = |number: i64, by: u32| {
        let shifted = number.checked_shl(by)?;
        (shifted >> by == number).then_some(shifted)
    };
    shift("<<", number, by, shifted)
}

fn right(number: &Dynamic, by: &Dynamic) -> Result<i64, Box<EvalAltResult>> {
    shift(">>", number, by, i64::checked_shr)
}

fn shift(
    sign: &str,
    number: &Dynamic,
    by: &Dynamic,
    shifted: impl Fn(i64, u32) -> Option<i64>,
) -> Result<i64, Box<EvalAltResult>> {
    let (Ok(whole), Ok(times)) = (number.as_int(), by.as_int()) else {
        let what = format!("{sign} ({}, {})", number.type_name(), by.type_name());
        return Err(Box::new(EvalAltResult::ErrorFunctionNotFound(what, Position::NONE)));
    };
    let shifted = u32::try_from(times).ok().and_then(|times| shifted(whole, times));
    shifted.ok_or_else(|| {
        let what = format!("Shift overflow: {whole} {sign} {times}");
        Box::new(EvalAltResult::ErrorArithmetic(what, Position::NONE))
    })
}

/// The shift that a sign stands for.
fn name_of(sign: &Token) -> Option<&'static str> {
    match sign {
        Token::LeftShift => Some(LEFT),
        Token::RightShift => Some(RIGHT),
        _ => None,
    }
}

/// A call that is a shift, as one of ours.
pub(super) fn of_call(call: &mut FnCallExpr, at: Position) -> Option<Expr> {
    let name = call.op_token.as_ref().and_then(name_of)?;
    let [number, by] = call.args.as_mut_slice() else { return None };
    Some(shift_of(name, mem::take(number), mem::take(by), at))
}

/// `x <<= y` becomes `x = x << y`, of our shift.
pub(super) fn make_assignment_safe(operation: &mut OpAssignment, sides: &mut BinaryExpr) {
    let Some((_, _, _, _, sign, _)) = operation.get_op_assignment_info() else { return };
    let Some(name) = name_of(sign) else { return };
    let at = operation.position();
    sides.rhs = shift_of(name, sides.lhs.clone(), mem::take(&mut sides.rhs), at);
    *operation = OpAssignment::new_assignment(at);
}

fn shift_of(name: &'static str, number: Expr, by: Expr, at: Position) -> Expr {
    let shift = CustomExpr {
        inputs: [number, by].into_iter().collect(),
        tokens: [name.into()].into_iter().collect(),
        state: Dynamic::UNIT,
        scope_may_be_changed: false,
        self_terminated: false,
    };
    Expr::Custom(Box::new(shift), at)
}
