//! `table`: each row is a rule.

mod read;

use std::sync::Arc;

use tierline_condition::{Call, Comparison, Condition, Doing, Expr, Part};
use tierline_model::{ActionSpec, FieldType, Mode, ParamKind, Path, Spot, Stage, Text, Value, quoted, suggest};

use read::{more_than_words, one_of, plain, range, value};

use crate::{
    bounds,
    budget::as_number,
    cells::{self, Cell, Row},
    check::{self, is_queue, unknown_field},
    compile::Compiler,
    cut::Piece,
    header::{self, Reader},
    rhai::Slip,
    rules::RuleDraft,
};

/// A slip and the table file it is in; `None` for the rule file.
type Misplaced = (Option<String>, Slip);

/// Reads a table.
///
/// # Errors
///
/// Everything that is wrong with it.
pub(crate) fn compile(
    compiler: &mut Compiler<'_>,
    file: usize,
    piece: &Piece<'_>,
    stage: Stage,
    number: usize,
) -> Result<Vec<RuleDraft>, Vec<Misplaced>> {
    let here = |slip: Slip| vec![(None, slip)];
    let mut head = head(cells::head(piece.text)).map_err(here)?;
    if let Some((name, at)) = &mut head.csv {
        *name = csv_file(compiler, file, name).map_err(|slip| here(slip.at(*at)))?;
    }
    let rows = match &head.csv {
        None => cells::rows(piece.text).map_err(here)?,
        Some((name, at)) => {
            let text = compiler.pack.files.get(name).cloned().unwrap_or_default();
            bounded(name, &text).map_err(|slip| here(slip.at(*at)))?;
            compiler.budget.work(as_number(text.len()));
            compiler.budget.bytes(as_number(text.len()));
            let rows = cells::csv_rows(&text).map_err(|slip| vec![(Some(name.clone()), slip)])?;
            compiler.out.note_rows(&rows);
            rows
        }
    };
    let elsewhere = head.csv.as_ref().map(|(name, _)| name.clone());
    let there = |slips: Vec<Slip>| slips.into_iter().map(|slip| (elsewhere.clone(), slip)).collect::<Vec<_>>();
    let Some((titles, body)) = rows.split_first().filter(|(_, body)| !body.is_empty()) else {
        let slip = Slip::new("table", "the table has no rows").help("the first row names fields and actions");
        return Err(here(slip.at(head.at)));
    };
    if let [Cell { text, spot }] = titles.cells.as_slice()
        && text.contains([';', '\t'])
    {
        let slip = Slip::new("table", "the cells of this file are not separated by commas");
        return Err(there(vec![slip.help("save it as CSV with commas").at(*spot)]));
    }
    let columns = columns(compiler, titles).map_err(&there)?;
    let source: Text = head.csv.as_ref().map_or(compiler.sources[file].name, |(name, _)| name).into();
    let mut table = Table {
        compiler,
        columns: &columns,
        head: &head,
        stage,
        number,
        file,
        source,
        lines_above: piece.line - 1,
        slips: vec![],
    };
    let width = titles.cells.len();
    let mut drafts = vec![];
    for (number, row) in (1..).zip(body) {
        // So many are more than are told of; the rest of the rows is not looked at.
        if table.slips.len() <= bounds::DIAGNOSTICS && !table.compiler.budget.is_over() {
            table.compiler.budget.bytes(bounds::RULE_BYTES);
            drafts.extend(table.row(number, row, width));
        }
    }
    match table.slips.is_empty() {
        true => Ok(drafts),
        false => Err(there(table.slips)),
    }
}

/// The name of a table and where it stands, if it can be read.
pub(crate) fn name(text: &str) -> Option<(String, Spot)> {
    head(cells::head(text)).ok().map(|head| (head.name, head.at))
}

/// That what stands above the rows of a table can be read.
///
/// # Errors
///
/// What is wrong with it.
pub(crate) fn check_head(text: &str) -> Result<(), Slip> {
    head(cells::head(text)).map(drop)
}

struct Head {
    name: String,
    first: bool,
    csv: Option<(String, Spot)>,
    at: Spot,
}

fn head(text: &str) -> Result<Head, Slip> {
    let mut read = Reader::new(text);
    read.takes("table");
    let at = read.spot();
    let name = read.word("the table's name")?;
    let first = header::mode(&mut read) == Some(Mode::First);
    let csv = match read.takes("from") {
        true => {
            let at = read.spot();
            let csv = read.text("the name of a CSV file in double quotes")?;
            read.end()?;
            Some((csv, at))
        }
        false => {
            read.must("{", "`first`, `all`, `from \"file.csv\"` or `{` after the table's name")?;
            None
        }
    };
    Ok(Head { name, first, csv, at })
}

/// That a CSV file is within its bounds.
fn bounded(name: &str, text: &str) -> Result<(), Slip> {
    let too_large =
        |what: String| Slip::new("too-large", format!("{name}: {what}", name = quoted(name))).help("split the table");
    if text.len() > bounds::TABLE_BYTES {
        return Err(too_large(format!("the file is larger than {} bytes", bounds::TABLE_BYTES)));
    }
    match (1..).zip(text.lines()).find(|(_, line)| line.len() > bounds::LINE_BYTES) {
        Some((line, _)) => Err(too_large(format!("line {line} is longer than {} bytes", bounds::LINE_BYTES))),
        None => Ok(()),
    }
}

/// The name of a CSV file beside the rule file, or at the top of the pack.
fn csv_file(compiler: &Compiler<'_>, file: usize, name: &str) -> Result<String, Slip> {
    let folder = compiler.sources[file].name.rsplit_once('/').map(|(folder, _)| format!("{folder}/"));
    let beside = format!("{}{name}", folder.unwrap_or_default());
    let files = &compiler.pack.files;
    [beside, name.to_owned()].into_iter().find(|name| files.contains_key(name)).ok_or_else(|| {
        let tables = files.keys().filter(|file| file.ends_with(".csv")).map(String::as_str);
        let hint = suggest::did_you_mean(name, tables, "\"");
        let help = hint.unwrap_or_else(|| "the file stands in the pack, beside its rule files".to_owned());
        Slip::new("unknown-table-file", format!("there is no file {} in this pack", quoted(name))).help(help)
    })
}

enum Column {
    Test { path: Path, kind: Option<FieldType> },
    Result { action: usize, spec: &'static ActionSpec },
}

impl Column {
    fn title(&self) -> String {
        match self {
            Column::Test { path, .. } => path.to_string(),
            Column::Result { spec, .. } => spec.name.to_owned(),
        }
    }
}

fn columns(compiler: &Compiler<'_>, titles: &Row) -> Result<Vec<Column>, Vec<Slip>> {
    let mut slips = vec![];
    let mut columns = vec![];
    for cell in &titles.cells {
        match column(compiler, cell) {
            Ok(column) => columns.push(column),
            Err(slip) => slips.push(slip.at(cell.spot)),
        }
    }
    let is_result = |column: &Column| matches!(column, Column::Result { .. });
    if slips.is_empty() && !columns.iter().any(is_result) {
        slips.push(
            Slip::new("table", "no column of this table is an action")
                .help("name an action such as `route` over the result column")
                .at(titles.spot),
        );
    }
    if slips.is_empty() && !columns.is_sorted_by_key(is_result) {
        slips.push(
            Slip::new("table", "an action stands left of a field")
                .help("conditions stand on the left, results on the right")
                .at(titles.spot),
        );
    }
    if slips.is_empty() { Ok(columns) } else { Err(slips) }
}

fn column(compiler: &Compiler<'_>, cell: &Cell) -> Result<Column, Slip> {
    let title = cells::word(&cell.text);
    let actions = &compiler.language.actions;
    if let Some(action) = actions.iter().position(|spec| spec.name == title) {
        let spec = actions[action];
        let takes_one = spec.arity().0 <= 1 && spec.arity().1 >= 1;
        let slip = Slip::new("table", format!("`{title}` takes more than one value and cannot be a column"))
            .help("write rules instead");
        return if takes_one { Ok(Column::Result { action, spec }) } else { Err(slip) };
    }
    let schema = &compiler.out.schema;
    match Path::parse(&title) {
        Some(path) if schema.knows(&path) => {
            let kind = schema.field(&path).map(|field| field.kind.clone());
            let queues = &compiler.out.queues;
            let is_known_queue = is_queue(&path) && !queues.is_empty();
            let kind = if is_known_queue { Some(FieldType::OneOf(queues.iter().cloned().collect())) } else { kind };
            Ok(Column::Test { path, kind })
        }
        Some(path) => Err(unknown_field(schema, &path)),
        None => {
            let field = Path::parse_in_ticket(&title).filter(|path| schema.field(path).is_some());
            let writer = actions.iter().find(|spec| spec.may_write(&title));
            let hint = match (field, writer) {
                (Some(field), Some(spec)) => {
                    Some(format!("as a condition write `{field}`, as a result `{}`", spec.name))
                }
                (Some(field), None) => Some(format!("did you mean `{field}`?")),
                _ => suggest::did_you_mean(&title, actions.iter().map(|spec| spec.name), "`"),
            };
            let help = hint.unwrap_or_else(|| {
                "a column is a field such as `ticket.category`, or an action such as `route`".to_owned()
            });
            Err(Slip::new("table", format!("`{title}` is neither a field nor an action")).help(help))
        }
    }
}

struct Table<'a, 'c> {
    compiler: &'a mut Compiler<'c>,
    columns: &'a [Column],
    head: &'a Head,
    stage: Stage,
    number: usize,
    file: usize,
    /// The file that the rows stand in.
    source: Text,
    lines_above: u32,
    slips: Vec<Slip>,
}

impl Table<'_, '_> {
    fn row(&mut self, number: u32, row: &Row, width: usize) -> Option<RuleDraft> {
        if row.cells.len() != width {
            let message = format!("this row has {} cells, the first row {width}", row.cells.len());
            self.slips.push(Slip::new("table-row", message).at(row.spot));
            return None;
        }
        let (mut parts, mut calls) = (vec![], vec![]);
        for (column, cell) in self.columns.iter().zip(&row.cells) {
            let done = match column {
                Column::Test { path, kind } => self.test(path, kind.as_ref(), cell).map(|part| parts.extend(part)),
                Column::Result { action, spec } => self.result(*action, spec, cell).map(|call| calls.extend(call)),
            };
            if let Err(slip) = done {
                // A place in a CSV file is a line: say which of its cells is meant.
                let message = match self.head.csv {
                    Some(_) => format!("{}: {}", column.title(), slip.message),
                    None => slip.message.clone(),
                };
                self.slips.push(Slip { message, ..slip }.at(cell.spot));
            }
        }
        Some(RuleDraft {
            name: format!("{}, row {number}", self.head.name).into(),
            stage: self.stage,
            group: Some(self.head.name.as_str().into()),
            salience: 0,
            place: self.spot(row.spot).of(&self.source),
            condition: Condition { parts: parts.into(), ..Condition::default() },
            doing: Doing::Calls { calls: calls.into(), script: None },
            row: Some((self.number, self.head.first)),
            is_otherwise: false,
        })
    }

    /// A spot among the rows, in their file.
    fn spot(&self, spot: Spot) -> Spot {
        if self.head.csv.is_some() { spot } else { spot.below(self.lines_above) }
    }

    fn result(&mut self, action: usize, spec: &'static ActionSpec, cell: &Cell) -> Result<Option<Call>, Slip> {
        if cell.text.is_empty() || cell.text == "-" {
            return Ok(None);
        }
        let text = cells::word(&cell.text);
        let is_number = spec.params.first().is_some_and(|param| param.kind == ParamKind::Level);
        let number = plain(&text).filter(|_| is_number);
        let value = number.unwrap_or_else(|| Value::text(text));
        match check::given(&self.compiler.names(self.file), spec, &value) {
            Some(slip) => Err(slip),
            None => {
                let at = self.spot(cell.spot);
                Ok(Some(self.compiler.call(action, vec![Expr::Const(value)], at)))
            }
        }
    }

    /// What a cell asks of its field; `None` where it asks nothing.
    fn test(&mut self, path: &Path, kind: Option<&FieldType>, cell: &Cell) -> Result<Option<Arc<Part>>, Slip> {
        if matches!(cell.text.as_str(), "" | "*" | "-") {
            return Ok(None);
        }
        let slot = self.compiler.out.layout.slot(path);
        let (expr, asks) = self.asked(path, kind, Expr::Field(slot), &cell.text)?;
        let text: Text = format!("{path} {asks}").into();
        Ok(Some(self.compiler.share(Part { text, reads: [slot].into(), expr })))
    }

    /// The predicate of a cell, and how it would stand in a rule behind its field.
    fn asked(&self, path: &Path, kind: Option<&FieldType>, field: Expr, text: &str) -> Result<(Expr, String), Slip> {
        if let Some(order) = self.order(path, kind, &field, text)? {
            return Ok(order);
        }
        if let Some(range) = range(kind, &field, text)? {
            return Ok(range);
        }
        if let Some(odd) = more_than_words(text) {
            return Err(odd);
        }
        let (negated, words) = match text.strip_prefix("not ") {
            Some(rest) => (true, cells::words(rest)),
            None => (false, cells::words(text)),
        };
        let values = words.iter().map(|word| value(kind, word)).collect::<Result<Vec<_>, _>>()?;
        values.iter().try_for_each(|value| self.checked(path, "==", value))?;
        let (expr, asks) = one_of(field, kind, values);
        Ok(if negated { (Expr::Not(Box::new(expr)), format!("not {asks}")) } else { (expr, asks) })
    }

    /// `>= 5` and its like; `None` where a cell is something else.
    fn order(
        &self,
        path: &Path,
        kind: Option<&FieldType>,
        field: &Expr,
        text: &str,
    ) -> Result<Option<(Expr, String)>, Slip> {
        let signs = [">=", "<=", ">", "<"];
        let Some((sign, bound)) = signs.into_iter().find_map(|sign| Some((sign, text.strip_prefix(sign)?))) else {
            return Ok(None);
        };
        let Some(comparison) = Comparison::named(sign) else { return Ok(None) };
        let written = cells::word(bound.trim());
        let bound = value(kind, &written)?;
        if matches!(bound, Value::Text(_)) {
            let slip = Slip::new("table-cell", format!("`{sign}` needs a number or an instant"));
            return Err(slip.maybe_help(check::instead_of_order(path, kind, sign, &written)));
        }
        self.checked(path, sign, &bound)?;
        let asks = format!("{sign} {bound}");
        Ok(Some((Expr::Compare(comparison, Box::new((field.clone(), Expr::Const(bound)))), asks)))
    }

    /// That a field may compare so with a value.
    fn checked(&self, path: &Path, sign: &str, value: &Value) -> Result<(), Slip> {
        check::asked(&self.compiler.names(self.file), path, sign, value).map_or(Ok(()), Err)
    }
}
