//! By what a report counts.

use std::sync::Arc;

use serde::Serialize;
use tierline_model::{Path, Roster, Text, Ticket, Timestamp, Value, metrics::Holder};

use crate::Zone;

/// By what clocks and tickets are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// All of them.
    Total,
    /// By what clocks measure.
    Clock,
    /// By policy.
    Policy,
    /// By the ticket's priority.
    Priority,
    /// By its queue; clocks of one queue by that queue.
    Queue,
    /// By its tier; clocks of one tier by that tier.
    Tier,
    /// By the team that works its queue; where several do, by that of its agent among them.
    Team,
    /// By the agent who has it.
    Agent,
    /// By who asked.
    Requester,
    /// By the organisation of who asked.
    Customer,
    /// By its category.
    Category,
    /// By make and model of its asset.
    AssetModel,
    /// By how it came in.
    Channel,
    /// By month.
    Month,
    /// By week.
    Week,
}

impl By {
    /// All of them, in the order of a report.
    pub const ALL: [By; 15] = [
        By::Total,
        By::Policy,
        By::Clock,
        By::Priority,
        By::Queue,
        By::Tier,
        By::Team,
        By::Agent,
        By::Requester,
        By::Customer,
        By::Category,
        By::AssetModel,
        By::Channel,
        By::Month,
        By::Week,
    ];

    /// By what is counted where nobody says.
    pub const USUAL: [By; 7] = [By::Total, By::Policy, By::Clock, By::Priority, By::Queue, By::Tier, By::Team];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            By::Total => "total",
            By::Clock => "clock",
            By::Policy => "policy",
            By::Priority => "priority",
            By::Queue => "queue",
            By::Tier => "tier",
            By::Team => "team",
            By::Agent => "agent",
            By::Requester => "requester",
            By::Customer => "customer",
            By::Category => "category",
            By::AssetModel => "asset_model",
            By::Channel => "channel",
            By::Month => "month",
            By::Week => "week",
        }
    }

    /// Whether tickets are counted by it, and not clocks only.
    pub fn is_of_tickets(self) -> bool {
        !matches!(self, By::Policy | By::Clock)
    }
}

/// A ticket as it was when something was decided about it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sight<'a> {
    /// The ticket after what happened then.
    pub(crate) after: &'a Ticket,
    /// The ticket before that, where what it held then counts.
    pub(crate) before: Option<&'a Ticket>,
    /// When.
    pub(crate) at: Timestamp,
    /// The queue or tier that a clock is about.
    pub(crate) of: Option<(Holder, &'a Text)>,
}

/// What names of groups are found with.
#[derive(Clone, Debug)]
pub struct Naming {
    /// Teams and agents.
    pub roster: Arc<Roster>,
    /// Where months and weeks begin.
    pub zone: Zone,
}

impl Naming {
    /// The group that a ticket is in; empty where it is in none.
    pub(crate) fn group(&self, by: By, sight: Sight<'_>) -> Text {
        let field = |path: Path| sight.text(&path).unwrap_or_default();
        let first = |paths: &[Path]| paths.iter().find_map(|path| sight.text(path)).unwrap_or_default();
        match by {
            By::Total | By::Clock | By::Policy => Text::default(),
            By::Priority => field(Path::of_ticket("priority")),
            By::Queue => sight.queue().unwrap_or_default(),
            By::Tier => sight.held_by(Holder::Tier).unwrap_or_else(|| field(Path::of_ticket("tier"))),
            By::Team => self.team(sight),
            By::Agent => sight.agent().unwrap_or_default(),
            By::Requester => first(&below("requester", ["id", "email", "name"])),
            By::Customer => first(&below("organisation", ["id", "name"])),
            By::Category => field(Path::of_ticket("category")),
            By::AssetModel => first(&below("asset", ["model"])),
            By::Channel => field(Path::of_ticket("channel")),
            By::Month => self.zone.month(sight.at).into(),
            By::Week => self.zone.week(sight.at).into(),
        }
    }

    /// The team that works the ticket's queue, or that of its agent. What a field of the host's own says comes first.
    fn team(&self, sight: Sight<'_>) -> Text {
        if let Some(team) = sight.text(&Path::of_ticket("team")) {
            return team;
        }
        let agent = sight.agent();
        let teams_of_agent = || agent.as_ref().and_then(|agent| self.roster.agent(agent)).map(|agent| &agent.teams);
        let queue = sight.queue().unwrap_or_default();
        let of_queue: Vec<&Text> = self.roster.teams_of_queue(&queue).map(|team| &team.id).collect();
        match of_queue.as_slice() {
            [] => teams_of_agent().and_then(|teams| teams.first()).cloned().unwrap_or_default(),
            [only] => (*only).clone(),
            several => {
                let of_agent = |team: &&&Text| teams_of_agent().is_some_and(|teams| teams.contains(team));
                match several.iter().find(of_agent) {
                    Some(team) => (**team).clone(),
                    None => several.iter().map(|team| &***team).collect::<Vec<&str>>().join("+").into(),
                }
            }
        }
    }
}

impl Sight<'_> {
    /// What a field held, as text: before what happened then, or since, where it held nothing before.
    fn text(self, path: &Path) -> Option<Text> {
        self.before.and_then(|before| text_in(before, path)).or_else(|| text_in(self.after, path))
    }

    fn held_by(self, by: Holder) -> Option<Text> {
        self.of.filter(|(holder, _)| *holder == by).map(|(_, of)| of.clone())
    }

    fn queue(self) -> Option<Text> {
        self.held_by(Holder::Queue).or_else(|| self.text(&Path::of_ticket("queue")))
    }

    /// The agent who has it: whoever ends something has it then.
    fn agent(self) -> Option<Text> {
        text_in(self.after, &Path::of_ticket("assignee"))
    }
}

fn below<const N: usize>(record: &str, names: [&str; N]) -> [Path; N] {
    names.map(|name| Path::parse(&format!("{record}.{name}")).unwrap_or_else(|| Path::of_ticket(name)))
}

fn text_in(ticket: &Ticket, path: &Path) -> Option<Text> {
    match ticket.get(path) {
        Value::Missing => None,
        Value::Text(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        other => Some(other.to_string().into()),
    }
}
