//! Names and fields.

use tierline_condition::functions::Function;
use tierline_model::{FieldType, Metric, Path, Root, suggest};

use super::{
    Check, Kinds, Room, Type,
    mends::{as_it_is_written, member},
};
use crate::{
    rhai::Slip,
    source::Spot,
    tree::{Form, Node},
};

impl Check<'_> {
    /// Whether this is a field of a record, rather than of a local variable of that name.
    pub(super) fn is_field(&self, node: &Node) -> bool {
        let mut base = node;
        while let Form::Field { of, .. } = &base.form {
            base = of;
        }
        let Form::Name(name) = &base.form else { return false };
        !self.locals.contains(name) && node.path().is_some() && self.is_record(name)
    }

    fn is_record(&self, name: &str) -> bool {
        match self.room {
            Room::Helper => false,
            Room::Expectation => name == "outcome" || Root::named(name).is_some(),
            Room::Condition | Room::Actions => Root::named(name).is_some(),
        }
    }

    /// Whether this is `ticket.requester` and its like: a record inside the ticket.
    pub(super) fn is_inner_record(&self, of: &Node, name: &str) -> bool {
        let Form::Name(outer) = &of.form else { return false };
        let is_ticket = outer == Root::Ticket.name() || outer == "outcome";
        is_ticket
            && self.is_record(outer)
            && !self.locals.contains(outer)
            && Root::named(name).is_some_and(Root::is_part_of_ticket)
    }

    /// A field of a record, and what it may hold: anything, where it is not declared.
    pub(super) fn field(&mut self, node: &Node) -> Type {
        let Some(path) = node.path() else { return Type::any() };
        if let Some(field) = self.names.schema.field(&path) {
            return Type::of_field(field);
        }
        let in_ticket = path.to_string();
        let declared = in_ticket.strip_prefix("ticket.").unwrap_or(&in_ticket);
        if !self.names.schema.knows(&path) && !self.names.has_broken(declared) {
            self.say(node.at, unknown_field(self.names.schema, &path));
        }
        Type::any()
    }

    /// A name, and what it may stand for.
    pub(super) fn name(&mut self, at: Spot, name: &str) -> Type {
        let known = self.locals.iter().any(|local| local == name)
            || self.constants().contains_key(name)
            || (self.room != Room::Helper && name == "now")
            || self.is_record(name);
        if !known && !self.names.has_broken(name) {
            let slip = self.unknown_name(name);
            self.say(at, slip);
        }
        match self.constants().get(name) {
            _ if self.locals.iter().any(|local| local == name) => Type::any(),
            Some(value) => Type::of_value(value),
            None if name == "now" && known => Type::of(Kinds::INSTANT),
            None if self.is_record(name) => Type::of(Kinds::MAP),
            None => Type::any(),
        }
    }

    fn unknown_name(&self, name: &str) -> Slip {
        let slip = Slip::new("unknown-name", format!("nothing is called `{name}` here"));
        if self.room == Room::Helper {
            return slip.help("a helper sees only its own parameters: hand the value over when you call it");
        }
        if name == "outcome" {
            return slip.help("`outcome` is for the `expect` of a test; a rule reads `ticket`");
        }
        const HABITS: [(&str, &str); 11] = [
            ("null", "()"),
            ("nil", "()"),
            ("none", "()"),
            ("None", "()"),
            ("undefined", "()"),
            ("user", "requester"),
            ("customer", "requester"),
            ("caller", "requester"),
            ("company", "organisation"),
            ("organization", "organisation"),
            ("agent", "ticket.assignee"),
        ];
        if let Some((_, ours)) = HABITS.iter().find(|(theirs, _)| *theirs == name) {
            return slip.help(format!("here that is `{ours}`"));
        }
        if let Some(file) = self.names.elsewhere.get(name) {
            return slip.help(format!("it stands in {file}.rhai: write import \"{file}\" at the top of this file"));
        }
        if let Some(function) = Function::named(name) {
            return slip.help(format!("it is a function: {}", as_it_is_written(function)));
        }
        let records = Root::ALL.map(Root::name);
        let known = records.into_iter().chain(["now"]).chain(self.constants().keys().map(String::as_str));
        let known = known.chain(self.locals.iter().map(String::as_str));
        if let Some(hint) = suggest::did_you_mean(name, known, "`") {
            return slip.help(hint);
        }
        let paths = self.names.schema.unsorted().map(|field| &field.path);
        match paths.filter(|path| path.names.len() == 1 && &*path.names[0] == name).min() {
            Some(path) => slip.help(format!("did you mean `{path}`?")),
            None => slip.help(format!("if you mean the word, write \"{name}\"")),
        }
    }
}

/// What to say of a path that no field has.
pub(crate) fn unknown_field(schema: &tierline_model::Schema, path: &Path) -> Slip {
    let above = path.names.split_last().map(|(_, above)| Path { root: path.root, names: above.into() });
    let above = above.filter(|above| !above.names.is_empty());
    let holder = above.as_ref().and_then(|above| schema.field(above));
    if let Some(holder) = holder.filter(|holder| !matches!(holder.kind, FieldType::Map | FieldType::List)) {
        let slip =
            Slip::new("unknown-field", format!("`{}` is {} and has no fields", holder.path, holder.kind.wanted()));
        let name = path.names.last().map(|name| &**name).unwrap_or_default();
        return slip.maybe_help(member(&holder.path.to_string(), &Type::of_field(holder), name));
    }
    let whole = above.map_or_else(|| path.root.name().to_owned(), |above| above.to_string());
    let name = path.names.last().map(|name| &**name).unwrap_or_default();
    let slip = Slip::new("unknown-field", format!("`{whole}` has no field `{name}`"));
    if path.root == Root::Sla {
        return slip.help(unknown_clock(schema, path));
    }
    match schema.nearest(path) {
        Some(near) => slip.help(format!("did you mean `{near}`?")),
        None => {
            let declared = path.to_string();
            let declared = declared.strip_prefix("ticket.").unwrap_or(&declared).to_owned();
            slip.help(format!("if your tickets have it, declare it: field \"{declared}\" text"))
        }
    }
}

/// What may be meant by a path below `sla`.
fn unknown_clock(schema: &tierline_model::Schema, path: &Path) -> String {
    let clock = path.names.first().map(|name| &**name).unwrap_or_default();
    match Metric::named(clock) {
        Some(metric) if metric.name() != clock => format!("that clock is called `sla.{}`", metric.name()),
        Some(_) => schema
            .nearest(path)
            .map_or("write `sla.resolution.used`".to_owned(), |near| format!("did you mean `{near}`?")),
        None => {
            let names = Metric::ALL.map(Metric::name);
            suggest::did_you_mean(clock, names, "`").unwrap_or_else(|| format!("the clocks are {}", names.join(", ")))
        }
    }
}
