//! Tickets from the rows of a CSV file.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use csv_core::ReadRecordResult;
use tierline_wire::model::{
    FieldType, Path, Request, Root, Roster, Schema, Ticket, Timestamp, Value, suggest::did_you_mean,
};

use crate::{
    columns::{ColumnMap, MappedColumn},
    tickets::Unchecked,
};

/// So many columns that no rule can read are named.
const MOST_NOTES: usize = 20;

/// What the header of a CSV file says.
#[derive(Debug)]
pub struct Layout {
    width: usize,
    columns: Vec<Column>,
    missing: Vec<String>,
    /// What to say of columns that no rule can read.
    notes: Vec<String>,
}

#[derive(Debug)]
struct Column {
    at: usize,
    header: String,
    path: Path,
    kind: FieldType,
    mapped: Option<MappedColumn>,
}

impl Layout {
    /// Reads the header: names of fields, or what `map` makes of it.
    ///
    /// # Errors
    ///
    /// Where a column is no field, two columns are the same field, or the map names a column that is not there.
    pub fn of(header: &str, schema: &Schema, map: Option<&ColumnMap>) -> Result<Layout, String> {
        let headers = cells(header)?;
        let headers: Vec<&str> = headers.iter().map(str::trim).collect();
        let mut before = BTreeSet::new();
        if let Some(twice) = headers.iter().find(|header| !before.insert(**header)) {
            return Err(format!("the header has the column `{twice}` twice"));
        }
        if let Some(at) = headers.iter().position(|header| header.is_empty() && map.is_none()) {
            return Err(format!("column {} has no name in the header", at + 1));
        }
        let mut mapped = map.iter().flat_map(|map| map.columns.keys());
        if let Some(absent) = mapped.find(|column| !before.contains(column.as_str())) {
            let hint = did_you_mean(absent, headers.iter().copied(), "`");
            let hint = hint.unwrap_or_else(|| "take it out of the column map".to_owned());
            return Err(format!("the column map has the column `{absent}`, which is not in the header; {hint}"));
        }
        let counted = headers.iter().enumerate().filter_map(|(at, header)| match map {
            None => Some((at, *header, None)),
            Some(map) => map.columns.get(*header).map(|mapped| (at, *header, Some(mapped.clone()))),
        });
        let columns = counted.map(|(at, header, mapped)| Column::of(at, header, mapped, schema));
        let columns = columns.collect::<Result<Vec<Column>, String>>()?;
        let mut taken: BTreeMap<&Path, &str> = BTreeMap::new();
        for column in &columns {
            if let Some(other) = taken.insert(&column.path, &column.header) {
                return Err(format!("the columns `{other}` and `{}` are both `{}`", column.header, column.path));
            }
        }
        let missing = map.map(|map| map.missing.clone()).unwrap_or_default();
        let unknown = columns.iter().filter(|column| map.is_none() && !schema.knows(&column.path));
        let mut notes: Vec<String> = unknown.clone().take(MOST_NOTES).map(|column| column.note(schema)).collect();
        if let Some(more @ 1..) = unknown.count().checked_sub(MOST_NOTES) {
            notes.push(format!("... and {more} more columns are no fields of this desk"));
        }
        Ok(Layout { width: headers.len(), columns, missing, notes })
    }

    /// What to say of columns that no rule of the desk can read.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Reads a row.
    ///
    /// # Errors
    ///
    /// Where it has more or fewer cells than the header, or a cell does not hold what its field may.
    pub fn request(&self, row: &str, roster: &Arc<Roster>) -> Result<Unchecked, String> {
        let row = cells(row)?;
        let row: Vec<&str> = row.iter().collect();
        if row.len() != self.width {
            let (has, wants) = (row.len(), self.width);
            return Err(format!("it has {has} cells, and the header has {wants}; quote cells that have a comma"));
        }
        let mut request = Request::new(Ticket::default(), Timestamp::MIN);
        request.roster = roster.clone();
        for column in &self.columns {
            let value = column.value(row.get(column.at).unwrap_or(&""), &self.missing);
            match (column.path.root, value.map_err(|why| format!("column `{}`: {why}", column.header))?) {
                (_, Value::Missing) => {}
                (Root::Event, value) => column.path.put(&mut request.event, value),
                (Root::Context, value) => column.path.put(&mut request.context, value),
                (_, value) => request.ticket.put(&column.path, value),
            }
        }
        Ok(Unchecked { request, has_now: false })
    }
}

impl Column {
    fn of(at: usize, header: &str, mapped: Option<MappedColumn>, schema: &Schema) -> Result<Column, String> {
        let name = mapped.as_ref().map_or(header, |mapped| &mapped.field).trim();
        if name.contains(';') {
            return Err(format!("the column `{name}` is no field; the cells must be separated by commas"));
        }
        let path = Path::parse_in_ticket(name).ok_or_else(|| match Root::named(name) {
            Some(root) => {
                format!("the column `{name}` is a record, not a field; name a field such as `{}.id`", root.name())
            }
            None => format!("the column `{name}` is no field; name it such as `category` or `requester.vip`"),
        })?;
        if let Some(depth) = path.too_deep_for(&Value::Missing) {
            let most = Path::DEEPEST;
            return Err(format!(
                "a column has {depth} names, one inside the other, and may have at most {most}: `{name}` is too deep for a ticket"
            ));
        }
        if path.root == Root::Event && !schema.knows(&path) {
            let hint = schema.nearest_beside(&path).map(|near| format!("; did you mean `{near}`?"));
            return Err(format!("the column `{name}` is no field of an event{}", hint.unwrap_or_default()));
        }
        let kind = schema.field(&path).map_or(FieldType::Text, |field| field.kind.clone());
        Ok(Column { at, header: header.to_owned(), path, kind, mapped })
    }

    /// What to say of a column that no rule of the desk can read.
    fn note(&self, schema: &Schema) -> String {
        let folded = self.path.to_string().to_lowercase().replace(' ', "_");
        let meant = Path::parse(&folded).filter(|path| schema.knows(path)).map(|path| path.to_string());
        let hint = meant.or_else(|| schema.nearest(&self.path)).map(|near| format!("; did you mean `{near}`?"));
        format!("the column `{}` is no field of this desk{}", self.header, hint.unwrap_or_default())
    }

    fn value(&self, cell: &str, missing: &[String]) -> Result<Value, String> {
        let trimmed = cell.trim();
        if trimmed.is_empty() || missing.iter().any(|word| word == trimmed) {
            return Ok(Value::Missing);
        }
        match &self.mapped {
            None => typed(cell, &self.kind),
            Some(mapped) => match mapped.apply(trimmed)? {
                None => Ok(Value::Missing),
                Some(cell) if self.kind == FieldType::Instant => typed(&mapped.instant(cell)?, &self.kind),
                Some(cell) => typed(&cell, &self.kind),
            },
        }
    }
}

/// The text of a cell as its field wants it. What stays text is checked with the other fields of the ticket.
fn typed(cell: &str, kind: &FieldType) -> Result<Value, String> {
    let trimmed = cell.trim();
    let refused = || format!("`{trimmed}` is not {}", kind.wanted());
    Ok(match kind {
        FieldType::Integer => Value::Int(trimmed.parse().map_err(|_| refused())?),
        FieldType::Number => {
            let number: serde_json::Number = trimmed.parse().map_err(|_| refused())?;
            Value::from_json(number.into()).map_err(|_| refused())?
        }
        FieldType::Boolean => match trimmed.to_ascii_lowercase().as_str() {
            "true" | "yes" | "1" => Value::Bool(true),
            "false" | "no" | "0" => Value::Bool(false),
            _ => return Err(format!("{}; write true, false, yes, no, 1 or 0", refused())),
        },
        FieldType::TextList | FieldType::List => {
            Value::texts(trimmed.split(';').map(str::trim).filter(|item| !item.is_empty()))
        }
        FieldType::Instant | FieldType::Date | FieldType::OneOf(_) | FieldType::Id => Value::text(trimmed),
        FieldType::Text | FieldType::Map => Value::text(cell),
    })
}

thread_local! {
    /// Making a parser costs more than reading a row.
    static PARSER: RefCell<csv_core::Reader> = RefCell::new(csv_core::Reader::new());
}

/// The cells of one record, one behind the other.
struct Cells {
    text: String,
    ends: Vec<usize>,
}

impl Cells {
    fn iter(&self) -> impl Iterator<Item = &str> {
        let starts = [0].into_iter().chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| self.text.get(start..*end).unwrap_or_default())
    }
}

/// Reads the cells of one record.
fn cells(record: &str) -> Result<Cells, String> {
    PARSER.with_borrow_mut(|parser| {
        parser.reset();
        cells_by(parser, record)
    })
}

fn cells_by(parser: &mut csv_core::Reader, record: &str) -> Result<Cells, String> {
    let no_csv = || "it is not CSV".to_owned();
    let mut input = record.as_bytes();
    let (mut text, mut ends) = (vec![0; record.len() + 1], vec![0; record.len() + 2]);
    let (mut written, mut count) = (0, 0);
    loop {
        let (state, read, more_written, more_ends) = parser.read_record(
            input,
            text.get_mut(written..).unwrap_or_default(),
            ends.get_mut(count..).unwrap_or_default(),
        );
        let was_empty = input.is_empty();
        input = input.get(read..).unwrap_or_default();
        written += more_written;
        count += more_ends;
        match state {
            // An empty input tells the parser that the record ends here.
            ReadRecordResult::InputEmpty if !was_empty => {}
            ReadRecordResult::Record | ReadRecordResult::End => break,
            _ => return Err(no_csv()),
        }
    }
    if !input.is_empty() {
        return Err("a lone carriage return stands in it; end lines with `\\n` or `\\r\\n`".to_owned());
    }
    text.truncate(written);
    ends.truncate(count);
    // Cells are cut at commas and quotes, which leaves UTF-8 whole.
    Ok(Cells { text: String::from_utf8(text).map_err(|_| no_csv())?, ends })
}

#[cfg(test)]
mod tests {
    use tierline_wire::tierline;

    use super::*;

    fn schema() -> Schema {
        let rules = "field \"cost_centre\" text\nfield \"weight\" integer\nfield \"context.freeze\" boolean\nstage triage\nrule \"a\" { then { } }\n";
        let pack = tierline::Pack::of("a.rhai", rules);
        tierline::Desk::compile(pack, tierline::Limits::SERVER).unwrap().schema().clone()
    }

    fn layout(header: &str) -> Result<Layout, String> {
        Layout::of(header, &schema(), None)
    }

    fn ticket(header: &str, row: &str) -> Result<String, String> {
        let request = layout(header).unwrap().request(row, &Arc::default())?.request;
        Ok(Value::Map(request.ticket.0).to_string())
    }

    #[test]
    fn cells_become_what_their_fields_hold() {
        let header = "id,affected_users,cost,tags,requester.vip,created_at,weight,odd";
        let row = "7,007,1.50,a; b;,Yes,2026-01-01,-3,1";
        assert_eq!(
            ticket(header, row).unwrap(),
            "#{ affected_users: 7, cost: 1.5, created_at: \"2026-01-01\", id: \"7\", odd: \"1\", \
             requester: #{ vip: true }, tags: [\"a\", \"b\"], weight: -3 }"
        );
    }

    #[test]
    fn numbers_keep_their_digits() {
        assert_eq!(ticket("cost", "0.1000000000000000000000001").unwrap(), "#{ cost: 0.1000000000000000000000001 }");
        assert_eq!(ticket("cost", "1e3").unwrap(), "#{ cost: 1000 }");
    }

    #[test]
    fn an_empty_cell_is_missing() {
        assert_eq!(ticket("id,subject,affected_users", "1,,").unwrap(), "#{ id: \"1\" }");
        assert_eq!(ticket("id,subject,requester.vip", "1,\" \",\"\"").unwrap(), "#{ id: \"1\" }");
    }

    #[test]
    fn event_and_context_go_into_the_request() {
        let layout = layout("event.kind,event.before.status,context.freeze").unwrap();
        let request = layout.request("updated,new,1", &Arc::default()).unwrap().request;
        assert_eq!(Value::Map(request.event).to_string(), "#{ before: #{ status: \"new\" }, kind: \"updated\" }");
        assert_eq!(Value::Map(request.context).to_string(), "#{ freeze: true }");
        assert!(request.ticket.0.is_empty());
    }

    #[test]
    fn cells_that_do_not_fit_are_refused() {
        let why = |header, row| ticket(header, row).unwrap_err();
        assert_eq!(why("affected_users", "many"), "column `affected_users`: `many` is not a whole number");
        assert_eq!(why("cost", "1,5"), "it has 2 cells, and the header has 1; quote cells that have a comma");
        assert_eq!(why("cost", "\"1,5\""), "column `cost`: `1,5` is not a number");
        assert_eq!(
            why("requester.vip", "ja"),
            "column `requester.vip`: `ja` is not true or false; write true, false, yes, no, 1 or 0"
        );
        assert!(why("id", "a\rb").starts_with("a lone carriage return"));
    }

    #[test]
    fn headers_that_are_no_fields_are_refused() {
        let why = |header| layout(header).unwrap_err();
        assert_eq!(why("id,,b"), "column 2 has no name in the header");
        assert_eq!(why("id,id"), "the header has the column `id` twice");
        assert_eq!(why("id,ticket.id"), "the columns `id` and `ticket.id` are both `ticket.id`");
        assert_eq!(why("id;subject"), "the column `id;subject` is no field; the cells must be separated by commas");
        assert_eq!(
            why("requester"),
            "the column `requester` is a record, not a field; name a field such as `requester.id`"
        );
        assert_eq!(why("a..b"), "the column `a..b` is no field; name it such as `category` or `requester.vip`");
    }
}
