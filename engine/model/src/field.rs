//! Fields: what a ticket and its surroundings are made of, and what a desk adds to them.

use std::{
    fmt,
    sync::{Arc, LazyLock},
};

use serde::{Serialize, Serializer};
use serde_json::{Value as Json, json};

use crate::{
    Date, Map, SortedMap, Text, Timestamp, Value, fields, json,
    kept::{Keep, Reader, Writer},
    sort::sort_by,
    suggest,
};

/// A record that rules can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Root {
    /// The ticket itself.
    Ticket,
    /// Who asked; `ticket.requester` in JSON.
    Requester,
    /// The organisation of the requester; `ticket.organisation` in JSON.
    Organisation,
    /// The asset that it is about; `ticket.asset` in JSON.
    Asset,
    /// What just happened to the ticket.
    Event,
    /// What else the host knows; every field of it is declared by the desk.
    Context,
    /// What the SLA clocks of the ticket read.
    Sla,
}

impl Root {
    /// All records, in the order of the reference.
    pub const ALL: [Root; 7] =
        [Root::Ticket, Root::Requester, Root::Organisation, Root::Asset, Root::Event, Root::Context, Root::Sla];

    /// Its name in a rule.
    pub fn name(self) -> &'static str {
        match self {
            Root::Ticket => "ticket",
            Root::Requester => "requester",
            Root::Organisation => "organisation",
            Root::Asset => "asset",
            Root::Event => "event",
            Root::Context => "context",
            Root::Sla => "sla",
        }
    }

    /// The record of that name.
    pub fn named(name: &str) -> Option<Root> {
        Root::ALL.into_iter().find(|root| root.name() == name)
    }

    /// The record of that name that stands inside the ticket in JSON.
    pub fn of_record(name: &str) -> Option<Root> {
        Root::named(name).filter(|root| root.is_part_of_ticket())
    }

    /// Whether it is the ticket or stands inside it in JSON.
    pub fn is_of_ticket(self) -> bool {
        self == Root::Ticket || self.is_part_of_ticket()
    }

    /// Whether it stands inside the ticket in JSON.
    pub fn is_part_of_ticket(self) -> bool {
        matches!(self, Root::Requester | Root::Organisation | Root::Asset)
    }
}

/// The way to a field: a record and the names below it.
///
/// ```
/// use tierline_model::Path;
/// assert_eq!(Path::parse("ticket.requester.vip").unwrap().to_string(), "requester.vip");
/// assert!(Path::parse("tiket.subject").is_none());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Path {
    /// The record.
    pub root: Root,
    /// The names below it, outermost first; never empty.
    pub names: Arc<[Text]>,
}

impl Path {
    /// How deep a field may lie in its record, together with what it holds: not as deep as a ticket that is read, since what
    /// rules and files put into one stands in an event of its history too, inside of `set`.
    pub const DEEPEST: usize = json::DEEPEST as usize - 7;

    /// Whether a value at its end would lie deeper than it may; how deep that is.
    pub fn too_deep_for(&self, value: &Value) -> Option<usize> {
        Some(self.names.len() + value.nesting()).filter(|depth| *depth > Path::DEEPEST)
    }

    /// Reads `record.name.name`; `None` where the record is unknown or a name is empty.
    pub fn parse(text: &str) -> Option<Path> {
        let (root, names) = text.split_once('.')?;
        Path::below(Root::named(root)?, names.split('.'))
    }

    /// As [`parse`](Path::parse), where a text without a record names a field of the ticket.
    pub fn parse_in_ticket(text: &str) -> Option<Path> {
        Path::parse(text).or_else(|| Path::below(Root::Ticket, text.split('.')))
    }

    /// The field `names` below `root`; a record inside the ticket is named by itself.
    pub fn below<'a>(root: Root, names: impl Iterator<Item = &'a str>) -> Option<Path> {
        let mut names = names.peekable();
        let inner = names.peek().and_then(|name| Root::named(name)).filter(|inner| inner.is_part_of_ticket());
        let root = match inner {
            Some(inner) if root == Root::Ticket => {
                names.next();
                inner
            }
            _ => root,
        };
        let names: Arc<[Text]> = names.map(Text::from).collect();
        (!names.is_empty() && names.iter().all(|name| !name.is_empty())).then_some(Path { root, names })
    }

    /// The field `name` of the ticket itself.
    ///
    /// ```
    /// use tierline_model::Path;
    /// assert_eq!(Path::of_ticket("queue").to_string(), "ticket.queue");
    /// ```
    pub fn of_ticket(name: &str) -> Path {
        let standard = STANDARD.named(Root::Ticket, name).first().map(|field| &field.path);
        let standard = standard.filter(|path| path.names.len() == 1);
        standard.cloned().unwrap_or_else(|| Path { root: Root::Ticket, names: [name.into()].into() })
    }

    /// Whether it is `other` or lies in it.
    pub fn is_within(&self, other: &Path) -> bool {
        self.root == other.root && self.names.starts_with(&other.names)
    }

    /// Whether writing one of the two can change the other.
    pub fn overlaps(&self, other: &Path) -> bool {
        self.root == other.root && self.names.iter().zip(&*other.names).all(|(one, another)| one == another)
    }

    /// Follows the names into `record`; [`Value::Missing`] where they end early.
    pub fn follow<'a>(&self, record: &'a Map) -> &'a Value {
        self.follow_known(record).unwrap_or(&Value::Missing)
    }

    /// Follows the names into `record`; `None` where they end early.
    pub fn follow_known<'a>(&self, record: &'a Map) -> Option<&'a Value> {
        self.follow_below(record.get(self.names.first()?)?)
    }

    /// Follows all names but the first into `value`, which the first one holds; `None` where they end early.
    pub(crate) fn follow_below<'a>(&self, value: &'a Value) -> Option<&'a Value> {
        self.follow_past(1, value)
    }

    /// Follows all but the first `known` names into `value`, which those hold; `None` where they end early.
    pub fn follow_past<'a>(&self, known: usize, value: &'a Value) -> Option<&'a Value> {
        self.names.iter().skip(known).try_fold(value, |value, name| value.as_map()?.get(name))
    }

    /// Puts `value` where the names lead, making maps on the way; a missing value takes the name away.
    pub fn put(&self, record: &mut Map, value: Value) {
        let Some((last, above)) = self.names.split_last() else { return };
        let mut map = record;
        for name in above {
            let next = map.get_or_insert_with(name.clone(), Value::default);
            if !matches!(next, Value::Map(_)) {
                *next = Value::Map(Map::new());
            }
            let Value::Map(inner) = next else { return };
            map = inner;
        }
        match value {
            Value::Missing => drop(map.remove(last)),
            value => drop(map.insert(last.clone(), value)),
        }
    }
}

/// As text: `record.name.name`.
impl Serialize for Path {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// `record.name.name`.
impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.root.name())?;
        self.names.iter().try_for_each(|name| write!(f, ".{name}"))
    }
}

/// What a field may hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// Text.
    Text,
    /// A name for the host's record: text, or a whole number read as text.
    Id,
    /// A whole number.
    Integer,
    /// A number, exact.
    Number,
    /// True or false.
    Boolean,
    /// An instant (RFC 3339) or a date.
    Instant,
    /// A date.
    Date,
    /// One of these texts.
    OneOf(Vec<Text>),
    /// A list of texts.
    TextList,
    /// A list.
    List,
    /// Named values.
    Map,
}

impl FieldType {
    /// Its name in a `field` declaration.
    pub fn name(&self) -> &'static str {
        match self {
            FieldType::Text => "text",
            FieldType::Id => "id",
            FieldType::Integer => "integer",
            FieldType::Number => "number",
            FieldType::Boolean => "boolean",
            FieldType::Instant => "instant",
            FieldType::Date => "date",
            FieldType::OneOf(_) => "one of",
            FieldType::TextList => "texts",
            FieldType::List => "list",
            FieldType::Map => "map",
        }
    }

    /// The type of that name; `one of` is not named by one word.
    pub fn named(name: &str) -> Option<FieldType> {
        let all = [
            FieldType::Text,
            FieldType::Id,
            FieldType::Integer,
            FieldType::Number,
            FieldType::Boolean,
            FieldType::Instant,
            FieldType::Date,
            FieldType::TextList,
            FieldType::List,
            FieldType::Map,
        ];
        all.into_iter().find(|kind| kind.name() == name)
    }

    /// What it wants, as part of a sentence.
    pub fn wanted(&self) -> String {
        match self {
            FieldType::Text => "text".to_owned(),
            FieldType::Id => "text or a whole number".to_owned(),
            FieldType::Integer => "a whole number".to_owned(),
            FieldType::Number => "a number".to_owned(),
            FieldType::Boolean => "true or false".to_owned(),
            FieldType::Instant => {
                "an instant such as \"2026-11-23T10:00:00Z\" or a date such as \"2026-11-23\"".to_owned()
            }
            FieldType::Date => "a date such as \"2026-11-23\"".to_owned(),
            FieldType::OneOf(words) => format!("one of {}", words.join(", ")),
            FieldType::TextList => "a list of texts".to_owned(),
            FieldType::List => "a list".to_owned(),
            FieldType::Map => "a map".to_owned(),
        }
    }

    /// `value` as this type reads it: ids as text, instants as instants, dates as dates. `None` where it does not fit; a missing value
    /// fits everywhere.
    pub fn read(&self, value: &Value) -> Option<Value> {
        match (self, value) {
            (FieldType::Id, Value::Int(int)) => Some(Value::text(int.to_string())),
            (FieldType::Instant, Value::Text(text)) => Value::of_time(text),
            (FieldType::Date, Value::Text(text)) => Date::parse(text).map(Value::Date),
            _ => self.fits(value).then(|| value.clone()),
        }
    }

    /// Whether a value can be read as this type.
    pub fn fits(&self, value: &Value) -> bool {
        match (self, value) {
            (_, Value::Missing)
            | (FieldType::Text | FieldType::Id, Value::Text(_))
            | (FieldType::Integer | FieldType::Number | FieldType::Id, Value::Int(_))
            | (FieldType::Number, Value::Decimal(_))
            | (FieldType::Boolean, Value::Bool(_))
            | (FieldType::Instant, Value::Instant(_) | Value::Date(_))
            | (FieldType::Date, Value::Date(_))
            | (FieldType::List, Value::List(_))
            | (FieldType::Map, Value::Map(_)) => true,
            (FieldType::Instant, Value::Text(text)) => Timestamp::parse(text).is_some(),
            (FieldType::Date, Value::Text(text)) => Date::parse(text).is_some(),
            (FieldType::OneOf(words), Value::Text(text)) => words.contains(text),
            (FieldType::TextList, Value::List(items)) => items.iter().all(|item| item.as_text().is_some()),
            _ => false,
        }
    }

    fn json_schema(&self) -> Json {
        match self {
            FieldType::Text => json!({"type": ["string", "null"]}),
            FieldType::Id => json!({"type": ["string", "integer", "null"]}),
            FieldType::Integer => json!({"type": ["integer", "null"]}),
            FieldType::Number => json!({"type": ["number", "null"]}),
            FieldType::Boolean => json!({"type": ["boolean", "null"]}),
            FieldType::Instant => json!({"type": ["string", "null"], "anyOf": [
                {"format": "date-time"}, {"format": "date"}, {"type": "null"}]}),
            FieldType::Date => json!({"type": ["string", "null"], "format": "date"}),
            FieldType::OneOf(words) => {
                let words: Vec<Json> = words.iter().map(|word| Json::from(&**word)).chain([Json::Null]).collect();
                json!({ "enum": words })
            }
            FieldType::TextList => json!({"type": ["array", "null"], "items": {"type": "string"}}),
            FieldType::List => json!({"type": ["array", "null"]}),
            FieldType::Map => json!({"type": ["object", "null"]}),
        }
    }
}

/// A field that rules can name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Where it stands.
    pub path: Path,
    /// What it holds.
    pub kind: FieldType,
    /// What rules read where the ticket has none: [`Value::Missing`], unless a missing value has one plain meaning
    /// (false for a boolean, an empty list, a count of 0).
    pub default: Value,
    /// One sentence for the reference.
    pub help: Text,
}

/// Why a value does not fit a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The field.
    pub field: Path,
    /// What it may hold.
    pub wanted: String,
    /// What was there.
    pub got: Value,
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` must be {}, not {}", self.field, self.wanted, self.got.described())?;
        let words = self.wanted.strip_prefix("one of ").into_iter().flat_map(|words| words.split(", "));
        let hint = self.got.as_text().and_then(|text| suggest::did_you_mean(text, words, "`"));
        hint.iter().try_for_each(|hint| write!(f, "; {hint}"))
    }
}

/// All fields that the rules of one desk may name: the standard ones and those that it declares.
///
/// ```
/// use tierline_model::{Path, Schema};
/// let schema = Schema::standard();
/// let path = Path::parse("requester.vip").unwrap();
/// assert_eq!(schema.field(&path).unwrap().kind.name(), "boolean");
/// ```
#[derive(Clone, Debug)]
pub struct Schema {
    /// The fields of every desk.
    standard: &'static Fields,
    /// Those that this desk declares.
    declared: Fields,
}

/// Fields, by their record and their first name.
#[derive(Clone, Debug, Default)]
struct Fields([SortedMap<Text, Vec<Field>>; Root::ALL.len()]);

static STANDARD: LazyLock<Fields> = LazyLock::new(|| {
    let mut fields = Fields::default();
    fields::standard().for_each(|field| fields.add(field));
    fields
});

impl Fields {
    fn add(&mut self, field: Field) {
        let Some(name) = field.path.names.first() else { return };
        let beside = self.0[field.path.root as usize].get_or_insert_with(name.clone(), Vec::new);
        match beside.binary_search_by(|known| known.path.cmp(&field.path)) {
            Ok(known) => beside[known] = field,
            Err(place) => beside.insert(place, field),
        }
    }

    /// Those whose first name this is.
    fn named(&self, root: Root, name: &str) -> &[Field] {
        self.0[root as usize].get(name).map_or(&[], Vec::as_slice)
    }

    fn at(&self, path: &Path) -> Option<&Field> {
        let beside = self.named(path.root, path.names.first()?);
        beside.binary_search_by(|known| known.path.cmp(path)).ok().map(|found| &beside[found])
    }

    /// Those below a path, which stand behind it.
    fn below<'a>(&'a self, path: &'a Path) -> impl Iterator<Item = &'a Field> {
        let beside = path.names.first().map_or(&[][..], |name| self.named(path.root, name));
        let behind = beside.partition_point(|known| known.path <= *path);
        beside[behind..].iter().take_while(|known| known.path.is_within(path))
    }

    fn all(&self) -> impl Iterator<Item = &Field> {
        self.0.iter().flat_map(SortedMap::values).flatten()
    }
}

/// The fields that a desk declares: the standard ones come with the engine.
impl Keep for Schema {
    fn keep(&self, to: &mut Writer) {
        self.declared.all().cloned().collect::<Vec<_>>().keep(to);
    }

    fn read(from: &mut Reader<'_>) -> Schema {
        let mut schema = Schema::standard();
        for field in Vec::read(from) {
            if let Err(taken) = schema.declare(field) {
                from.refuse(format!("the field `{}` is there already", taken.path));
            }
        }
        schema
    }
}

impl Schema {
    /// The standard fields.
    pub fn standard() -> Schema {
        Schema { standard: &STANDARD, declared: Fields::default() }
    }

    /// Adds a field; gives it back where its path is taken by another type.
    ///
    /// # Errors
    ///
    /// The field that stands there already.
    pub fn declare(&mut self, field: Field) -> Result<(), Field> {
        match self.field(&field.path) {
            Some(taken) if taken.kind != field.kind => Err(taken.clone()),
            Some(_) => Ok(()),
            None => {
                self.declared.add(field);
                Ok(())
            }
        }
    }

    /// The field at `path`, if declared.
    pub fn field(&self, path: &Path) -> Option<&Field> {
        self.standard.at(path).or_else(|| self.declared.at(path))
    }

    /// The fields that the desk declares itself, by path.
    pub fn declared(&self) -> impl Iterator<Item = &Field> {
        self.declared.all()
    }

    /// All fields, in no order that says anything.
    pub fn unsorted(&self) -> impl Iterator<Item = &Field> {
        self.standard.all().chain(self.declared.all())
    }

    /// All fields, by path.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        let mut all: Vec<&Field> = self.unsorted().collect();
        sort_by(&mut all, |a, b| a.path.cmp(&b.path));
        all.into_iter()
    }

    /// The fields of a record whose first name this is.
    fn named<'a>(&'a self, root: Root, name: &str) -> impl Iterator<Item = &'a Field> {
        self.standard.named(root, name).iter().chain(self.declared.named(root, name))
    }

    /// As [`named`](Schema::named), with that name as the schema keeps it, if any field is called so.
    pub(crate) fn first_named(&self, root: Root, name: &str) -> (Option<&Text>, impl Iterator<Item = &Field>) {
        let standard = self.standard.0[root as usize].get_key_value(name);
        let declared = self.declared.0[root as usize].get_key_value(name);
        let known = standard.or(declared).map(|(name, _)| name);
        (known, [standard, declared].into_iter().flatten().flat_map(|(_, fields)| fields))
    }

    /// Whether a rule may name `path`: a declared field, a part of one, or anything below a map none of whose parts
    /// are declared.
    pub fn knows(&self, path: &Path) -> bool {
        self.field(path).is_some() || self.has_parts(path) || self.is_in_open_map(path)
    }

    fn has_parts(&self, path: &Path) -> bool {
        self.parts(path).next().is_some()
    }

    /// The declared fields below `path`.
    pub fn parts<'a>(&'a self, path: &'a Path) -> impl Iterator<Item = &'a Field> {
        self.standard.below(path).chain(self.declared.below(path))
    }

    fn is_in_open_map(&self, path: &Path) -> bool {
        (1..path.names.len()).any(|length| {
            let above = Path { root: path.root, names: path.names[..length].into() };
            let open = self.field(&above).is_some_and(|field| matches!(field.kind, FieldType::Map | FieldType::List));
            open && !self.has_parts(&above)
        })
    }

    /// The known field nearest to a path that is not known: the same record, or another record with that very name.
    pub fn nearest(&self, path: &Path) -> Option<String> {
        let elsewhere = self.unsorted().map(|known| &known.path).filter(|known| known.names == path.names).min();
        elsewhere.map(Path::to_string).or_else(|| self.nearest_beside(path).map(|near| near.to_string()))
    }

    /// The known field in the same record or map whose name is nearest to that of a path that is not known.
    pub fn nearest_beside(&self, path: &Path) -> Option<&Path> {
        let (name, above) = path.names.split_last()?;
        let beside =
            |known: &&Path| known.root == path.root && known.names.split_last().is_some_and(|(_, up)| up == above);
        let known: Vec<&Path> = self.unsorted().map(|field| &field.path).filter(beside).collect();
        let names = known.iter().filter_map(|known| known.names.last()).map(|name| &**name);
        let near = suggest::nearest(name, names)?;
        known.iter().find(|known| known.names.last().is_some_and(|name| &**name == near)).copied()
    }

    /// Everything in `record` that does not fit its field.
    pub fn misfits(&self, root: Root, record: &Map) -> Vec<FieldError> {
        let fields = record.keys().flat_map(|name| self.named(root, name));
        fields
            .filter_map(|field| {
                let got = field.path.follow(record);
                let wrong = !field.kind.fits(got);
                wrong.then(|| FieldError { field: field.path.clone(), wanted: field.kind.wanted(), got: got.clone() })
            })
            .collect()
    }

    /// The JSON Schema of one record. A host may keep fields of its own in all of them but in events.
    pub fn json_schema(&self, root: Root) -> Json {
        let mut properties = serde_json::Map::new();
        for field in self.fields().filter(|field| field.path.root == root) {
            place_in_schema(&mut properties, &field.path.names, field);
        }
        json!({"type": "object", "properties": properties, "additionalProperties": root != Root::Event})
    }
}

fn place_in_schema(properties: &mut serde_json::Map<String, Json>, names: &[Text], field: &Field) {
    let Some((name, below)) = names.split_first() else { return };
    let entry = properties.entry(name.to_string());
    if below.is_empty() {
        let mut schema = field.kind.json_schema();
        schema["description"] = Json::from(&*field.help);
        if !field.default.is_missing() {
            schema["default"] = field.default.to_json();
        }
        entry.or_insert(schema);
        return;
    }
    let inner = entry.or_insert_with(|| json!({"type": ["object", "null"]}));
    let inner = inner.as_object_mut().map(|inner| inner.entry("properties").or_insert_with(|| json!({})));
    if let Some(Json::Object(inner)) = inner {
        place_in_schema(inner, below, field);
    }
}
