//! An SLA case, read.

use serde_json::Value as Json;
use tierline_model::{Class, Metric, Timestamp, Value};

use super::{
    events::{self, Event},
    expect::Expect,
    manner::Manner,
    policy::{Level, Policy},
};
use crate::{
    WireError,
    verify::{
        keys::{Keys, one_of, wrong},
        office::Office,
    },
};

/// An SLA case.
pub(super) struct Case {
    /// Who owes whom what: the customer's agreement first.
    pub(super) parties: Vec<Party>,
    /// What happens, up to `as_of`, in the order of the case.
    pub(super) events: Vec<Event>,
    /// When the clocks are read.
    pub(super) as_of: Timestamp,
    /// What they shall read.
    pub(super) expect: Expect,
    /// When the clock of resolution starts, where that is not at creation.
    pub(super) starts_at: Option<Timestamp>,
}

/// An agreement of one class: its policies, one after another, and how it settles things.
pub(super) struct Party {
    /// Who owes whom.
    pub(super) class: Class,
    /// The calendar; that of the customer's agreement where it says none.
    pub(super) office: Option<Office>,
    /// Its policies by the number of their version; `None` where none matches.
    pub(super) versions: Vec<Option<Policy>>,
    /// How it settles what products settle differently.
    pub(super) manner: Manner,
}

impl Party {
    /// The name of a version in the rule file.
    pub(super) fn sla(&self, version: usize) -> String {
        match self.class {
            Class::Customer => format!("policy {version}"),
            class => class.name().to_owned(),
        }
    }

    /// Whether any of its policies owes that.
    pub(super) fn owes(&self, metric: Metric) -> bool {
        self.versions.iter().flatten().any(|policy| policy.owes(metric))
    }

    fn read(class: Class, keys: &mut Keys) -> Result<Party, WireError> {
        let office = keys.raw("calendar").map(|json| Office::named(class.name(), &keys.at("calendar"), json));
        let path = keys.at("policy");
        let policy = keys.raw("policy");
        let policy = Policy::read(&path, keys.needed("policy", policy)?)?;
        let manner = Manner::read(keys.inner("semantics")?)?;
        Ok(Party { class, office: office.transpose()?, versions: vec![policy], manner })
    }
}

impl Case {
    pub(super) fn read(mut keys: Keys) -> Result<Case, WireError> {
        let customer = Party::read(Class::Customer, &mut keys)?;
        keys.needed("calendar", customer.office.as_ref())?;
        let mut parties = vec![customer];
        for (path, other) in keys.list("also")? {
            parties.push(other_party(&path, other, &parties)?);
        }
        let as_of = keys.instant("as_of")?;
        let as_of = keys.needed("as_of", as_of)?;
        let mut listed = vec![];
        for (path, event) in keys.list("events")? {
            listed.push(events::read(&path, event, &mut parties[0].versions)?);
        }
        let expect = keys.inner("expect")?;
        let expect = Expect::read(keys.needed("expect", expect)?, &parties)?;
        keys.finish()?;
        let starts_at = parties[0].manner.starts_at;
        let events: Vec<Event> = listed.into_iter().filter(|event| event.at <= as_of).collect();
        if !events.iter().any(Event::is_creation) {
            return Err(WireError::new("bad-value", "`events` must hold one of the type `created` up to `as_of`"));
        }
        let case = Case { parties, events, as_of, expect, starts_at };
        case.level_is_number()?;
        Ok(case)
    }

    /// Who made the ticket, and whether without a message.
    pub(super) fn creator(&self) -> Option<(&str, bool)> {
        let created = &self.events.iter().find(|event| event.is_creation())?.record;
        let is_unwritten = created.get("without_message").is_some_and(|said| *said == Value::Bool(true));
        Some((created.get("set")?.as_map()?.get("created_by")?.as_text()?, is_unwritten))
    }

    /// All policies of all agreements.
    pub(super) fn policies(&self) -> impl Iterator<Item = &Policy> {
        self.parties.iter().flat_map(|party| party.versions.iter().flatten())
    }

    /// All instants that the case names.
    pub(super) fn instants(&self) -> impl Iterator<Item = Timestamp> {
        let events = self.events.iter().flat_map(|event| [Some(event.at), event.names].into_iter().flatten());
        let due = self.policies().filter_map(|policy| policy.due_field);
        [self.as_of].into_iter().chain(events).chain(due).chain(self.starts_at).chain(self.expect.instants())
    }

    /// Whether priorities are numbers; `None` where there are none.
    pub(super) fn level_is_number(&self) -> Result<Option<bool>, WireError> {
        let of_events = self.events.iter().filter_map(|event| event.level.as_ref());
        let of_policies = self.policies().flat_map(Policy::levels);
        let mut kinds = of_events.chain(of_policies).chain(&self.expect.level).map(Level::is_number);
        let Some(first) = kinds.next() else { return Ok(None) };
        match kinds.all(|kind| kind == first) {
            true => Ok(Some(first)),
            false => Err(WireError::new("bad-value", "the priorities of a case must all be numbers or all be texts")),
        }
    }
}

fn other_party(path: &str, other: Json, parties: &[Party]) -> Result<Party, WireError> {
    let mut keys = Keys::of(path, other)?;
    let class = keys.text("class")?;
    let class = keys.needed("class", class)?;
    let class = one_of(&keys.at("class"), &class, &Class::ALL.map(|class| (class.name(), class)))?;
    let party = Party::read(class, &mut keys)?;
    if parties.iter().any(|known| known.class == class) {
        return Err(wrong(&keys.at("class"), &format!("names an agreement twice: {}", class.name())));
    }
    keys.finish()?;
    Ok(party)
}
