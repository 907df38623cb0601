//! Matrices.

use tierline_model::{Value, reference};

use super::{Asks, Beside, Cost, Example, Function, Gives, Kind, Says, Takes, Total, Witness, aside, param, unfit};

pub(super) const ALL: &[Function] = &[Function {
    name: "matrix",
    params: &[param("name", Takes::Matrix)],
    gives: Gives::OrMissing(Kind::CellOf(0)),
    total: Total::WhereArgsFit,
    reads: &[Beside::Ticket, Beside::Matrix],
    time: None,
    asks: Asks::Nothing,
    says: aside(Says::Cell),
    witness: aside(Witness::AsSaid),
    cost: Cost::OfMatrix,
    help: reference(
        "The cell of a matrix for the ticket as it is; missing where a field is missing or no row or column fits.",
    ),
    example: aside(Example {
        call: r#"matrix("priority")"#,
        given: r#"{"ticket": {"impact": "wide", "urgency": "high"}}"#,
        gives: r#""P1""#,
    }),
    call: |facts, args| match &*args[0] {
        Value::Text(name) => match facts.frame().matrices.get(name) {
            Some(matrix) => Ok(matrix.look_up(facts)),
            None => Err(format!("there is no matrix `{name}`")),
        },
        other => unfit("the name of a matrix", other),
    },
}];
