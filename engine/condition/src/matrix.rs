//! Two-way tables.

use tierline_model::{Path, Text, Value, keep_struct};

use crate::Facts;

/// A table that two fields look up: impact and urgency give the priority.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matrix {
    /// Its name.
    pub name: Text,
    /// The field that chooses the row.
    pub row: Path,
    /// The field that chooses the column.
    pub column: Path,
    /// What the row field may hold, from top to bottom.
    pub rows: Vec<Text>,
    /// What the column field may hold, from left to right.
    pub columns: Vec<Text>,
    /// The cells, row by row; as many rows and columns as named.
    pub cells: Vec<Vec<Value>>,
}

keep_struct!(Matrix { name, row, column, rows, columns, cells });

impl Matrix {
    /// The cell for the ticket as it is; [`Value::Missing`] where no row or no column fits.
    pub fn look_up(&self, facts: &Facts) -> Value {
        let index = |labels: &[Text], value: Value| {
            let word = match value {
                Value::Text(text) => text,
                Value::Bool(_) | Value::Int(_) => value.to_string().into(),
                _ => return None,
            };
            labels.iter().position(|label| *label == word)
        };
        let row = index(&self.rows, facts.read(&self.row));
        let column = index(&self.columns, facts.read(&self.column));
        let (Some(row), Some(column)) = (row, column) else { return Value::Missing };
        if let Some(onlooker) = facts.frame().onlooker() {
            onlooker.looked_up(&self.name, row, column);
        }
        let cell = self.cells.get(row).and_then(|cells| cells.get(column));
        cell.cloned().unwrap_or_default()
    }
}
