//! The column map: which column of a CSV file becomes which field, and how.

use std::{borrow::Cow, collections::BTreeMap, path::Path};

use tierline_wire::model::{
    SortedMap, Text,
    json::{Json, Shaped},
    suggest::did_you_mean,
};

use crate::{exit::Failure, instants::Instants, read_files};

/// A column map.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct ColumnMap {
    /// Cells that stand for a missing value, beside the empty one.
    pub missing: Vec<String>,
    /// The columns that count, by header.
    pub columns: BTreeMap<String, MappedColumn>,
}

/// What becomes of a column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MappedColumn {
    /// The field, as in a header.
    pub field: String,
    values: Option<BTreeMap<String, Option<String>>>,
    instants: Option<Instants>,
    /// Whose local time it is where the column says nothing of instants.
    local: Option<Instants>,
}

impl ColumnMap {
    /// Reads the file of a column map.
    ///
    /// # Errors
    ///
    /// Where it is unreadable or no column map.
    pub fn read(path: &Path) -> Result<ColumnMap, Failure> {
        let text = read_files::text(path)?;
        ColumnMap::parse(&text).map_err(|why| Failure::trouble(format!("`{}`: {why}", path.display())))
    }

    /// Reads a column map.
    ///
    /// # Errors
    ///
    /// Where the text is none.
    pub fn parse(json: &str) -> Result<ColumnMap, String> {
        let json: Json = Json::read(json).map_err(|error| format!("it is not JSON: {error}"))?;
        let map = object(&json, "a column map", &["missing", "zone", "columns"])?;
        let zone = text(map, "zone")?;
        let missing = match map.get("missing") {
            None => vec![],
            Some(words) => {
                let words: Option<Vec<Text>> = Shaped::shaped(words.clone());
                words.ok_or("`missing` must be a list of texts")?.iter().map(|word| word.to_string()).collect()
            }
        };
        let columns = map.get("columns").ok_or("a column map needs `columns`, an object of columns by their header")?;
        let Json::Map(columns) = columns else {
            return Err("`columns` must be an object of columns by their header".to_owned());
        };
        let columns = columns.iter().map(|(header, json)| {
            let column = MappedColumn::parse(json, zone).map_err(|why| format!("column `{header}`: {why}"))?;
            Ok((header.to_string(), column))
        });
        Ok(ColumnMap { missing, columns: columns.collect::<Result<_, String>>()? })
    }
}

impl MappedColumn {
    /// Reads a column of a map in which local times are those of `zone`, unless it says otherwise.
    fn parse(json: &Json, zone: Option<&str>) -> Result<MappedColumn, String> {
        let column = object(json, "a column", &["field", "values", "format", "offset", "zone"])?;
        let field = text(column, "field")?.ok_or("it needs a `field`, such as {\"field\": \"category\"}")?;
        let values = match column.get("values") {
            None => None,
            Some(Json::Map(values)) => Some(values.iter().map(value).collect::<Result<_, String>>()?),
            Some(_) => return Err("`values` must be an object: what stands in the column, and what it becomes".into()),
        };
        let (format, offset, own) = (text(column, "format")?, text(column, "offset")?, text(column, "zone")?);
        let instants = match (format, offset, own) {
            (_, Some(_), Some(_)) => return Err("it has an `offset` or a `zone`, not both".to_owned()),
            (None, Some(_), _) => return Err("an `offset` goes only with a `format`".to_owned()),
            (None, None, None) => None,
            (format, None, own) => Some(Instants::in_zone(format, own.or(zone))?),
            (Some(format), Some(offset), None) => Some(Instants::at_offset(format, offset)?),
        };
        let local = zone.filter(|_| instants.is_none()).map(|zone| Instants::in_zone(None, Some(zone))).transpose()?;
        Ok(MappedColumn { field: field.to_owned(), values, instants, local })
    }

    /// What a cell that is not missing becomes; `None` where that is a missing value.
    ///
    /// # Errors
    ///
    /// Where the cell is not among the `values`, or no instant of the `format`.
    pub fn apply<'a>(&'a self, cell: &'a str) -> Result<Option<Cow<'a, str>>, String> {
        let cell = match &self.values {
            None => Some(cell),
            Some(values) => values.get(cell).map(Option::as_deref).ok_or_else(|| {
                let hint = did_you_mean(cell, values.keys().map(String::as_str), "`");
                let hint = hint.unwrap_or_else(|| "add it there".to_owned());
                format!("`{cell}` is not among the `values` of the column map; {hint}")
            })?,
        };
        match (&self.instants, cell) {
            (Some(instants), Some(cell)) => instants.read(cell).map(|instant| Some(instant.into())),
            (_, cell) => Ok(cell.map(Cow::Borrowed)),
        }
    }
}

impl MappedColumn {
    /// What `apply` gave, where the field is an instant: local time is that of the map's zone.
    ///
    /// # Errors
    ///
    /// Where it is no instant.
    pub fn instant<'a>(&self, cell: Cow<'a, str>) -> Result<Cow<'a, str>, String> {
        self.local.as_ref().map_or(Ok(cell.clone()), |local| local.read(&cell).map(Cow::Owned))
    }
}

fn value((from, to): (&Text, &Json)) -> Result<(String, Option<String>), String> {
    let to = match to {
        Json::Null => None,
        Json::Text(text) => Some(text.to_string()),
        Json::Bool(_) | Json::Number(_) => Some(to.to_string()),
        Json::List(_) | Json::Map(_) => {
            return Err(format!("`{from}` in `values` must become text, a number, true, false or null"));
        }
    };
    Ok((from.to_string(), to))
}

fn object<'a>(json: &'a Json, what: &str, known: &[&str]) -> Result<&'a SortedMap<Text, Json>, String> {
    let Json::Map(entries) = json else { return Err(format!("{what} must be a JSON object")) };
    match entries.keys().find(|key| !known.contains(&&***key)) {
        None => Ok(entries),
        Some(unknown) => {
            let hint = did_you_mean(unknown, known.iter().copied(), "`");
            let hint = hint.unwrap_or_else(|| format!("it may have `{}`", known.join("`, `")));
            Err(format!("{what} has no `{unknown}`; {hint}"))
        }
    }
}

fn text<'a>(entries: &'a SortedMap<Text, Json>, name: &str) -> Result<Option<&'a str>, String> {
    match entries.get(name) {
        None => Ok(None),
        Some(Json::Text(text)) => Ok(Some(text)),
        Some(_) => Err(format!("`{name}` must be text")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(json: &str) -> Result<MappedColumn, String> {
        ColumnMap::parse(&format!("{{\"columns\": {{\"c\": {json}}}}}")).map(|mut map| map.columns.remove("c").unwrap())
    }

    fn applied(json: &str, cell: &str) -> Result<Option<String>, String> {
        column(json).unwrap().apply(cell).map(|cell| cell.map(Cow::into_owned))
    }

    #[test]
    fn a_map_names_fields_and_missing_words() {
        let map = ColumnMap::parse(r#"{"missing": ["?"], "columns": {"number": {"field": "id"}}}"#).unwrap();
        assert_eq!(map.missing, ["?"]);
        assert_eq!(map.columns["number"].field, "id");
        assert_eq!(map.columns["number"].apply("INC1"), Ok(Some("INC1".into())));
    }

    #[test]
    fn values_are_translated_and_others_refused() {
        let json = r#"{"field": "impact", "values": {"1 - High": "high", "yes": true, "3": 3, "none": null}}"#;
        assert_eq!(applied(json, "1 - High"), Ok(Some("high".to_owned())));
        assert_eq!(applied(json, "yes"), Ok(Some("true".to_owned())));
        assert_eq!(applied(json, "3"), Ok(Some("3".to_owned())));
        assert_eq!(applied(json, "none"), Ok(None));
        let why = "`1 - high` is not among the `values` of the column map; did you mean `1 - High`?";
        assert_eq!(applied(json, "1 - high"), Err(why.to_owned()));
        assert_eq!(
            applied(json, "other"),
            Err("`other` is not among the `values` of the column map; add it there".to_owned())
        );
    }

    #[test]
    fn instants_are_read_by_their_format() {
        let read =
            |format: &str, cell| applied(&format!("{{\"field\": \"created_at\", {format}}}"), cell).map(Option::unwrap);
        let days = r#""format": "%-d/%-m/%Y %H:%M", "offset": "+01:00""#;
        assert_eq!(read(days, "29/2/2016 01:16"), Ok("2016-02-29T00:16:00Z".to_owned()));
        assert_eq!(read(days, "02/03/2016 00:16"), Ok("2016-03-01T23:16:00Z".to_owned()));
        let why = "`30/2/2016 01:16` is no instant of the format `%-d/%-m/%Y %H:%M`";
        assert_eq!(read(days, "30/2/2016 01:16"), Err(why.to_owned()));
        assert_eq!(read(r#""format": "%Y-%m-%d""#, "2016-02-29"), Ok("2016-02-29T00:00:00Z".to_owned()));
        let zoned = r#""format": "%Y-%m-%d %H:%M:%S %z""#;
        assert_eq!(read(zoned, "2016-02-29 10:00:00 +0200"), Ok("2016-02-29T08:00:00Z".to_owned()));
        let half = r#""format": "%d.%m.%y %I:%M %p""#;
        assert_eq!(read(half, "29.02.16 01:16 PM"), Ok("2016-02-29T13:16:00Z".to_owned()));
    }

    /// Berlin is an hour ahead in winter and two in summer; on 25 October 2026 its clocks show 02:30 twice, first at 00:30 UTC;
    /// on 29 March they skip it, at 01:00 UTC.
    #[test]
    fn local_times_are_read_by_the_name_of_their_zone() {
        let map = |json: &str| ColumnMap::parse(json).map(|mut map| map.columns.remove("c").unwrap());
        let read = |column: &MappedColumn, cell| column.apply(cell).map(|cell| cell.unwrap().into_owned());
        let own = map(r#"{"columns": {"c": {"field": "created_at", "zone": "Europe/Berlin"}}}"#).unwrap();
        assert_eq!(read(&own, "2026-01-15 09:00"), Ok("2026-01-15T08:00:00Z".to_owned()));
        assert_eq!(read(&own, "2026-07-15T09:00:30"), Ok("2026-07-15T07:00:30Z".to_owned()));
        assert_eq!(read(&own, "2026-10-25 02:30"), Ok("2026-10-25T00:30:00Z".to_owned()));
        assert_eq!(read(&own, "2026-03-29 02:30"), Ok("2026-03-29T01:00:00Z".to_owned()));
        assert_eq!(read(&own, "2026-07-15"), Ok("2026-07-14T22:00:00Z".to_owned()));
        assert_eq!(read(&own, "2026-07-15T09:00:00Z"), Ok("2026-07-15T09:00:00Z".to_owned()));
        assert_eq!(read(&own, "2026-07-15T09:00:00-04:00"), Ok("2026-07-15T13:00:00Z".to_owned()));
        let why = "`noon` is no instant of the form `2026-11-23 10:00`";
        assert_eq!(read(&own, "noon"), Err(why.to_owned()));
        let of_map =
            r#"{"zone": "Asia/Kolkata", "columns": {"c": {"field": "created_at", "format": "%d.%m.%Y %H:%M"}}}"#;
        assert_eq!(read(&map(of_map).unwrap(), "01.01.2026 05:00"), Ok("2025-12-31T23:30:00Z".to_owned()));
        let offset = of_map.replace("%H:%M\"", "%H:%M\", \"offset\": \"+01:00\"");
        assert_eq!(read(&map(&offset).unwrap(), "01.01.2026 05:00"), Ok("2026-01-01T04:00:00Z".to_owned()));
        let usual = map(r#"{"zone": "Asia/Kolkata", "columns": {"c": {"field": "created_at"}}}"#).unwrap();
        assert_eq!(usual.instant("2026-01-01 05:00".into()), Ok("2025-12-31T23:30:00Z".into()));
        let wrong = map(r#"{"columns": {"c": {"field": "created_at", "zone": "Berlin"}}}"#).unwrap_err();
        assert_eq!(wrong, "column `c`: there is no time zone \"Berlin\"; did you mean \"Europe/Berlin\"?");
    }

    #[test]
    fn what_is_wrong_with_a_map_is_named() {
        let why = |json| ColumnMap::parse(json).unwrap_err();
        assert_eq!(why("[]"), "a column map must be a JSON object");
        assert_eq!(why("{}"), "a column map needs `columns`, an object of columns by their header");
        assert_eq!(why(r#"{"colums": {}}"#), "a column map has no `colums`; did you mean `columns`?");
        assert_eq!(why(r#"{"missing": "?", "columns": {}}"#), "`missing` must be a list of texts");
        let why = |json| column(json).unwrap_err();
        assert_eq!(why(r#"{"feld": "id"}"#), "column `c`: a column has no `feld`; did you mean `field`?");
        assert_eq!(why("{}"), "column `c`: it needs a `field`, such as {\"field\": \"category\"}");
        assert_eq!(why(r#"{"field": 1}"#), "column `c`: `field` must be text");
        assert_eq!(why(r#"{"field": "id", "offset": "+00:00"}"#), "column `c`: an `offset` goes only with a `format`");
        let format = r#"{"field": "id", "format": "%Q"}"#;
        assert_eq!(why(format), "column `c`: `%Q` is no format; write it as for strftime, such as `%d/%m/%Y %H:%M`");
        let offset = r#"{"field": "id", "format": "%Y", "offset": "Berlin"}"#;
        assert_eq!(why(offset), "column `c`: `Berlin` is no offset; write it as `+01:00`");
    }
}
