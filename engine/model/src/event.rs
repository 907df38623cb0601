//! What an event may say, and what is wrong with one.

use crate::{FieldError, Map, Path, Root, Schema, Text, Value, suggest};

/// A key of an event that says nothing there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StrayKey {
    /// What is wrong, on one line.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

/// The keys of an event that nothing reads: slips of the known ones, and fields of the ticket that belong in `set`.
///
/// ```
/// use tierline_model::{Map, Schema, Value, event};
/// let said: Map = [("auhtor".into(), Value::text("agent"))].into_iter().collect();
/// assert_eq!(event::stray_keys(&Schema::standard(), &said)[0].help, "did you mean `author`?");
/// ```
pub fn stray_keys(schema: &Schema, event: &Map) -> Vec<StrayKey> {
    let known = |root: Root, name: &str| Path::below(root, [name].into_iter()).is_some_and(|path| schema.knows(&path));
    let strays = event.keys().filter(|name| !known(Root::Event, name));
    let stray = |name: &Text| {
        let is_record = Root::of_record(name).is_some();
        if is_record || known(Root::Ticket, name) {
            let message = format!("`{name}` is of the ticket, not of the event");
            return StrayKey { message, help: "write it inside `set`".to_owned() };
        }
        let words =
            || schema.fields().filter(|field| field.path.root == Root::Event).map(|field| &*field.path.names[0]);
        let listed = || format!("there are `{}`", words().collect::<Vec<_>>().join("`, `"));
        let help = suggest::did_you_mean(name, words(), "`").unwrap_or_else(listed);
        StrayKey { message: format!("an event has no `{name}`"), help }
    };
    strays.map(stray).collect()
}

/// All that is wrong with an event: keys that nothing reads, and values that do not fit their fields.
pub(crate) fn mistakes(schema: &Schema, event: &Map) -> Vec<String> {
    let strays = stray_keys(schema, event).into_iter().map(|stray| format!("{}; {}", stray.message, stray.help));
    strays.chain(misfits(schema, event).iter().map(ToString::to_string)).collect()
}

/// What does not fit in an event and in what it says of the ticket, each with the field of the event in which it stands.
fn misfits(schema: &Schema, event: &Map) -> Vec<FieldError> {
    let of_event = schema.misfits(Root::Event, event);
    let partial = ["set", "before"].into_iter().filter_map(|name| Some((name, event.get(name)?.as_map()?)));
    let of_ticket = partial.flat_map(|(name, partial)| {
        let inner = Root::ALL.into_iter().filter(|root| root.is_part_of_ticket());
        let records = inner.filter_map(|root| Some((root, partial.get(root.name())?.as_map()?)));
        let records = records.flat_map(|(root, record)| schema.misfits(root, record)).collect::<Vec<_>>();
        let misfits = schema.misfits(Root::Ticket, partial).into_iter().chain(records);
        misfits.map(move |misfit| FieldError { field: within(name, &misfit.field), ..misfit })
    });
    of_event.into_iter().chain(of_ticket).collect()
}

/// Where a field of the ticket stands in an event that names it in `part`: `event.before.requester.tier`.
pub fn within(part: &str, field: &Path) -> Path {
    let record = Some(field.root).filter(|root| root.is_part_of_ticket()).map(|root| Text::from(root.name()));
    let names = [part.into()].into_iter().chain(record).chain(field.names.iter().cloned());
    Path { root: Root::Event, names: names.collect() }
}

/// What `set` or `before` of an event says of a field of the ticket.
pub fn says_of<'a>(event: &'a Map, part: &str, field: &Path) -> Option<&'a Value> {
    let partial = event.get(part)?.as_map()?;
    match field.root {
        Root::Ticket => field.follow_known(partial),
        root => field.follow_known(partial.get(root.name())?.as_map()?),
    }
}
