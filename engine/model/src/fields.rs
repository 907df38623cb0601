//! The standard fields: the one table from which rules, JSON Schema and reference know them.

use crate::{
    Class, Map, Metric, Text, Value,
    field::{Field, FieldType, Path, Root},
    reading::ClockState,
};

const KINDS: &[&str] = &["incident", "service_request", "problem", "change", "event"];
const CHANNELS: &[&str] = &[
    "phone",
    "email",
    "chat",
    "portal",
    "walk_in",
    "monitoring",
    "api",
    "social",
    "messaging",
    "sms",
    "agent",
    "other",
];
/// The priorities, the one that is worked on first in front.
pub const PRIORITIES: &[&str] = &["P1", "P2", "P3", "P4", "P5"];
/// The support tiers, from the first line up.
pub const TIERS: &[&str] = &["L1", "L2", "L3"];
const EVENTS: &[&str] = &[
    "created", "updated", "message", "reopened", "resolved", "closed", "merged", "absorbed", "deleted", "spam",
    "deadline", "rebase", "timer",
];
const AUTHORS: &[&str] = &["requester", "participant", "agent", "supplier", "system"];

/// All standard fields.
pub(crate) fn standard() -> impl Iterator<Item = Field> {
    [ticket(), deadlines(), dates(), requester(), organisation(), asset(), event(), sla()].into_iter().flatten()
}

fn ticket() -> Vec<Field> {
    let at = Record(Root::Ticket);
    vec![
        at.id("id", "The host's name for the ticket."),
        at.one_of("kind", KINDS, "What it is; `event` is a message of a monitoring system."),
        at.one_of("channel", CHANNELS, "How it came in."),
        at.text("subject", "What it is about, in one line."),
        at.text("description", "The whole of what was written."),
        at.text("body", "The newest message, where the host keeps it apart from the description."),
        at.text("language", "The language it is written in, such as `en`."),
        at.text("type", "A finer kind of the host's, such as `joiner` or `access-request`."),
        at.text("category", "What it concerns, coarsely."),
        at.text("subcategory", "What it concerns, finely."),
        at.text("service", "The service it concerns."),
        at.text("impact", "How much is affected; the desk's own words, as in its matrix."),
        at.text("urgency", "How soon it hurts; the desk's own words, as in its matrix."),
        at.one_of("priority", PRIORITIES, "P1 is worked on first."),
        at.boolean("priority_locked", "A person has set the priority and rules leave it."),
        at.text("queue", "The queue it is in."),
        at.one_of("tier", TIERS, "The support tier that has it."),
        at.text("assignee", "The agent who has it."),
        at.text("status", "Its status; the host's own words."),
        at.texts("tags", "Labels."),
        at.texts("flags", "Marks for the attention of people, as `flag` sets them."),
        at.text("site", "Where the trouble is."),
        at.text("environment", "Where the service runs, such as `production`."),
        at.text("risk", "How risky a change is; the desk's own words."),
        at.text("complexity", "How hard it is; the desk's own words."),
        at.map("form", "The answers of a request form, by the form's own names."),
        at.number("cost", "What it costs, in the desk's currency."),
        at.text("cost_band", "What it costs, roughly; the desk's own words."),
        at.id("parent", "The ticket that this one is part of."),
        at.id("duplicate_of", "The ticket that this one repeats."),
        at.texts("related", "Tickets that have to do with it."),
        at.id("problem", "The problem behind it."),
        at.id("change", "The change behind it."),
        at.text("known_error", "The known error that explains it."),
        at.count("reopened", "How often it was opened again."),
        at.count("reassigned", "How often it changed hands."),
        at.count("replies", "Messages of the requester since the last answer."),
        at.count("recurrence", "Like tickets of the same cause in the host's window, this one not counted."),
        at.count("children", "Tickets that are part of this one."),
        at.integer("affected_users", "How many people are affected."),
        at.integer("sentiment", "The mood of the text, from -100 to 100."),
        at.integer("confidence", "How sure the host is of its own guesses, from 0 to 100."),
        at.texts("approvals", "Approvals asked for."),
        at.texts("tasks", "Tasks to be done."),
        at.texts("missing", "Fields that the requester was asked for."),
        at.text("rule", "The rule that dealt with it before, where the host keeps that."),
        at.text("sla", "The customer SLA it is under; the engine says so in its answers and takes no notice of it."),
        at.text("applied_sla", "The SLA policy that was applied by name, whatever the conditions; `none` for no SLA."),
    ]
}

/// What answers say is due when.
fn deadlines() -> Vec<Field> {
    let deadlines = Metric::ALL.into_iter().filter_map(|metric| metric.row().deadline.as_ref());
    deadlines.map(|field| Record(Root::Ticket).instant(field.name, field.help)).collect()
}

fn dates() -> Vec<Field> {
    let at = Record(Root::Ticket);
    vec![
        at.boolean("test", "A trial ticket that reports leave out."),
        at.instant("created_at", "When it was made."),
        at.instant("updated_at", "When it last changed."),
        at.instant("responded_at", "When it was first answered."),
        at.instant("resolved_at", "When it was resolved."),
        at.instant("closed_at", "When it was closed."),
        at.instant("due_at", "When it is due, as a person promised."),
        at.instant("planned_start", "When the work of a change begins."),
        at.instant("planned_end", "When the work of a change ends."),
    ]
}

fn requester() -> Vec<Field> {
    let at = Record(Root::Requester);
    vec![
        at.id("id", "The host's name for the person."),
        at.text("name", "The person's name."),
        at.text("email", "The person's mail address."),
        at.boolean("vip", "Whether the person comes first."),
        at.text("tier", "The support tier bought for the person, such as `gold`."),
        at.text("department", "The department."),
        at.text("role", "What the person does."),
        at.text("language", "The person's language, such as `de`."),
        at.text("site", "Where the person works."),
        at.text("time_zone", "The person's time zone, such as `Europe/Berlin`."),
        at.id("manager", "The person's manager."),
        at.instant("starts_on", "The first day of work."),
        at.instant("leaves_on", "The last day of work."),
    ]
}

fn organisation() -> Vec<Field> {
    let at = Record(Root::Organisation);
    vec![
        at.id("id", "The host's name for the organisation."),
        at.text("name", "The organisation's name."),
        at.text("contract", "The contract, such as `premium`."),
        at.text("industry", "What the organisation does."),
        at.text("country", "Its country."),
        at.boolean("suspended", "Whether service is suspended."),
        at.instant("contract_ends", "When the contract ends."),
    ]
}

fn asset() -> Vec<Field> {
    let at = Record(Root::Asset);
    vec![
        at.id("id", "The host's name for the asset."),
        at.text("name", "The asset's name."),
        at.text("kind", "What it is, such as `laptop` or `database`."),
        at.text("model", "Make and model."),
        at.text("criticality", "How much depends on it; the desk's own words."),
        at.id("owner", "Who answers for it."),
        at.text("site", "Where it stands."),
        at.text("environment", "Where it runs, such as `production`."),
        at.boolean("maintenance", "Whether it is in a maintenance window now."),
        at.instant("warranty_until", "When the warranty ends."),
    ]
}

fn event() -> Vec<Field> {
    let at = Record(Root::Event);
    vec![
        at.one_of("kind", EVENTS, "What happened."),
        at.instant("at", "When it happened."),
        at.one_of("author", AUTHORS, "Who did it."),
        at.boolean("public", "Whether the requester sees the message."),
        at.boolean("automated", "Whether a machine wrote the message; it is no answer then."),
        at.boolean("no_answer_needed", "Whether the message of the requester asks for nothing, such as a thank-you."),
        at.boolean(
            "without_message",
            "With `created`: whether it came without a message, so that there is none to follow up on.",
        ),
        at.text("text", "The message."),
        at.map("before", "What changed fields of the ticket held before, by name."),
        at.map("set", "What changed fields of the ticket hold since, by name; needed of what lies in the past. Of the last event, the ticket counts."),
        at.text("clock", "With `deadline`: the clock, such as `resolution`."),
        at.instant("due", "With `deadline`: the deadline that a person sets; none to go back to the target."),
        at.text("by", "With `deadline`: who sets it."),
        at.text("reason", "With `deadline`: why."),
        at.instant("opened_at", "With `absorbed`: when the ticket that was merged into this one was made."),
    ]
}

/// What the clocks read: the policy of each class, and of each metric the clock of the first class that has one.
fn sla() -> Vec<Field> {
    let at = Record(Root::Sla);
    let policies = Class::ALL.map(|class| at.text(class.name(), "The SLA policy of that class."));
    let clocks = Metric::ALL.into_iter().flat_map(|metric| {
        let of = |name: &str| format!("{}.{name}", metric.name());
        let longest = "Seconds of the longest exchange so far, where updates count from messages: `30m`.";
        let exchanges = metric.row().stops_at_a_contact().then(|| at.integer(&of("longest"), longest));
        let all = [
            at.map(metric.name(), "A clock; what it reads is missing where the ticket has none."),
            at.one_of(&of("state"), &ClockState::ALL.map(ClockState::name), "What it is doing."),
            at.integer(&of("used"), "How much of the target is used, of a hundred, rounded down: `75%`."),
            at.integer(&of("left"), "Seconds still to count, below 0 past the target: `30m`."),
            at.integer(&of("elapsed"), "Seconds that counted so far."),
            at.instant(
                &of("due"),
                "The deadline; missing while paused, unless somebody promised the date or it was missed before.",
            ),
            at.boolean(&of("breached"), "Whether the deadline passed in this cycle."),
            at.count(&of("cycle"), "Which cycle, from 1."),
            at.count(&of("visits"), "How often the queue, tier or supplier got the ticket in this cycle."),
        ];
        all.into_iter().chain(exchanges)
    });
    policies.into_iter().chain(clocks).collect()
}

/// Makes fields of one record.
#[derive(Clone, Copy)]
struct Record(Root);

impl Record {
    fn field(self, name: &str, kind: FieldType, default: Value, help: &str) -> Field {
        let path = Path { root: self.0, names: name.split('.').map(Text::from).collect() };
        let help = if cfg!(feature = "reference") { help } else { "" };
        Field { path, kind, default, help: help.into() }
    }
    fn text(self, name: &str, help: &str) -> Field {
        self.field(name, FieldType::Text, Value::Missing, help)
    }
    fn id(self, name: &str, help: &str) -> Field {
        self.field(name, FieldType::Id, Value::Missing, help)
    }
    fn one_of(self, name: &str, words: &[&str], help: &str) -> Field {
        let words = words.iter().map(|&word| Text::from(word)).collect();
        self.field(name, FieldType::OneOf(words), Value::Missing, help)
    }
    fn boolean(self, name: &str, help: &str) -> Field {
        self.field(name, FieldType::Boolean, Value::Bool(false), help)
    }
    fn integer(self, name: &str, help: &str) -> Field {
        self.field(name, FieldType::Integer, Value::Missing, help)
    }
    fn count(self, name: &str, help: &str) -> Field {
        self.field(name, FieldType::Integer, Value::Int(0), help)
    }
    fn number(self, name: &str, help: &str) -> Field {
        self.field(name, FieldType::Number, Value::Missing, help)
    }
    fn instant(self, name: &str, help: &str) -> Field {
        self.field(name, FieldType::Instant, Value::Missing, help)
    }
    fn texts(self, name: &str, help: &str) -> Field {
        self.field(name, FieldType::TextList, Value::List(vec![]), help)
    }
    fn map(self, name: &str, help: &str) -> Field {
        self.field(name, FieldType::Map, Value::Map(Map::new()), help)
    }
}
