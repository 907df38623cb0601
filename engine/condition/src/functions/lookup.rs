//! Matrices.

use tierline_model::{Value, reference};

use super::{Function, Gives, Kind, Literal, Takes, param, unfit};

pub(super) const ALL: &[Function] = &[Function {
    name: "matrix",
    params: &[param("name", Takes::Matrix)],
    gives: Gives::OrMissing(Kind::CellOf(0)),
    help: reference(
        "The cell of a matrix for the ticket as it is; missing where a field is missing or no row or column fits.",
    ),
    example: reference(r#"matrix("priority")"#),
    literal: Some((0, Literal::Matrix)),
    time: None,
    call: |facts, args| match &*args[0] {
        Value::Text(name) => match facts.frame().matrices.get(name) {
            Some(matrix) => Ok(matrix.look_up(facts)),
            None => Err(format!("there is no matrix `{name}`")),
        },
        other => unfit("the name of a matrix", other),
    },
}];
