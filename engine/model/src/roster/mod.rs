//! Teams and agents, as the host knows them.

mod shape;

use serde::{Deserialize, Serialize, de::DeserializeSeed};

use crate::{
    SortedMap, SortedSet, TIERS, Text, Timestamp,
    json::{Json, Shaped},
    object::{self, Object},
    quoted, suggest,
};

/// Who can be given work: teams and agents.
///
/// ```
/// use tierline_model::Roster;
/// let roster: Roster = serde_json::from_str(r#"{
///     "teams": [{"id": "network", "queues": ["network-l2"]}],
///     "agents": [{"id": "ana", "teams": ["network"], "skills": {"vpn": 3}, "tier": "L2", "capacity": 8, "load": 2}]
/// }"#).unwrap();
/// assert_eq!(roster.teams_of_queue("network-l2").count(), 1);
/// assert!(roster.agent("ana").is_some());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(
        description = "Who can be given work: teams and agents, each id once; agents are of teams that stand in it."
    )
)]
#[serde(deny_unknown_fields)]
pub struct Roster {
    /// The teams.
    #[serde(default, deserialize_with = "object::list")]
    pub teams: Vec<Team>,
    /// The agents.
    #[serde(default, deserialize_with = "object::list")]
    pub agents: Vec<Agent>,
}

/// Why a text is no roster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The line at which that was seen, from 1.
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
    /// Everything that is wrong, on one line.
    pub why: String,
}

impl Roster {
    /// Reads a roster. It may name queues that no desk knows, for a host has one roster and perhaps several desks; what
    /// cannot be in itself is refused, as [`mistakes`](Roster::mistakes) says.
    ///
    /// # Errors
    ///
    /// Everything that is not as it must be, on one line.
    ///
    /// ```
    /// use serde_json::json;
    /// use tierline_model::Roster;
    /// assert!(Roster::from_json(json!({"agents": [{"id": "ana"}]})).is_ok());
    /// assert_eq!(
    ///     Roster::from_json(json!({"agents": [{"name": "Ana", "load": "2"}]})).unwrap_err(),
    ///     "`roster.agents[0].load` must be a whole number from 0 to 4294967295, not text (\"2\"); `roster.agents[0]` needs `id`"
    /// );
    /// ```
    pub fn from_json(json: impl Into<Json>) -> Result<Roster, String> {
        let json = json.into();
        let misfits = shape::misfits(&json);
        if misfits.is_empty()
            && let Some(roster) = Roster::shaped(json)
        {
            return roster.consistent();
        }
        Err(listed(misfits))
    }

    /// The same roster, where it can be.
    ///
    /// # Errors
    ///
    /// Everything in it that contradicts itself, on one line.
    pub fn consistent(self) -> Result<Roster, String> {
        let mistakes = self.mistakes(&SortedSet::new());
        match mistakes.is_empty() {
            true => Ok(self),
            false => Err(format!("`roster`: {}", listed(mistakes))),
        }
    }

    /// Reads a roster from JSON text.
    ///
    /// # Errors
    ///
    /// Where the text is no JSON, or something in it is not as it must be.
    pub fn from_text(text: &str) -> Result<Roster, Unreadable> {
        let mut from = serde_json::Deserializer::from_str(text);
        let roster = Object::NEW.deserialize(&mut from).and_then(|roster| from.end().map(|()| roster));
        roster.map_err(|error| {
            let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX).max(1);
            let why = match Json::read(text) {
                Err(no_json) => format!("it is not JSON: {no_json}"),
                Ok(json) => match shape::misfits(&json) {
                    misfits if misfits.is_empty() => "a key stands in it twice".to_owned(),
                    misfits => listed(misfits),
                },
            };
            Unreadable { line: number(error.line()), column: number(error.column()), why }
        })
    }

    /// Everything in it that cannot be: ids that two share, teams, tiers and queues that are not there, shifts that end
    /// before they begin. No queues at all means that any queue will do.
    pub fn mistakes(&self, queues: &SortedSet<Text>) -> Vec<String> {
        let mut found = vec![];
        let mut ids = SortedSet::new();
        let all_ids = self
            .teams
            .iter()
            .map(|team| ("team", &team.id))
            .chain(self.agents.iter().map(|agent| ("agent", &agent.id)));
        for (what, id) in all_ids {
            if !ids.insert((what, id)) {
                found.push(format!("there are two {what}s with the id {id}", id = quoted(id)));
            }
        }
        let unknown = |what: &str, word: &str, known: Vec<&str>| {
            format!("there is no {what} {word}{}", suggest::behind(word, known, "\""), word = quoted(word))
        };
        for team in &self.teams {
            for queue in team.queues.iter().filter(|queue| !queues.is_empty() && !queues.contains(*queue)) {
                let hint = unknown("queue", queue, queues.iter().map(|known| &**known).collect());
                found.push(format!("team {}: {hint}", quoted(&team.id)));
            }
        }
        for agent in &self.agents {
            for team in agent.teams.iter().filter(|team| !self.teams.is_empty() && self.team(team).is_none()) {
                let hint = unknown("team", team, self.teams.iter().map(|known| &*known.id).collect());
                found.push(format!("agent {}: {hint}", quoted(&agent.id)));
            }
            if let Some(tier) = agent.tier.as_ref().filter(|tier| !TIERS.contains(&&***tier)) {
                found.push(format!(
                    "agent {}: the tier {tier} is none of L1, L2, L3",
                    quoted(&agent.id),
                    tier = quoted(tier)
                ));
            }
            if let Some(shift) = agent.shifts.iter().find(|shift| shift.from >= shift.to) {
                found.push(format!("agent {}: the shift from {} ends before it begins", quoted(&agent.id), shift.from));
            }
        }
        found
    }

    /// The agent of that id.
    pub fn agent(&self, id: &str) -> Option<&Agent> {
        self.agents.iter().find(|agent| &*agent.id == id)
    }

    /// The manager `level` steps above an agent; `None` where the roster does not say.
    pub fn manager(&self, agent: &str, level: i64) -> Option<&Text> {
        const HIGHEST: i64 = 20;
        let first = self.agent(agent)?.manager.as_ref()?;
        (1..level.min(HIGHEST)).try_fold(first, |manager, _| self.agent(manager)?.manager.as_ref())
    }

    /// The team of that id.
    pub fn team(&self, id: &str) -> Option<&Team> {
        self.teams.iter().find(|team| &*team.id == id)
    }

    /// The teams that work a queue.
    pub fn teams_of_queue<'a>(&'a self, queue: &'a str) -> impl Iterator<Item = &'a Team> {
        self.teams.iter().filter(move |team| team.queues.iter().any(|worked| &**worked == queue))
    }
}

/// What is wrong, on one line that can still be read.
fn listed(mut misfits: Vec<String>) -> String {
    const MOST: usize = 10;
    let more = misfits.len().saturating_sub(MOST);
    misfits.truncate(MOST);
    if more > 0 {
        misfits.push(format!("and {more} more"));
    }
    misfits.join("; ")
}

/// A team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Team {
    /// The host's name for it.
    pub id: Text,
    /// Its name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// The queues it works.
    #[serde(default)]
    pub queues: Vec<Text>,
    /// Who leads it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead: Option<Text>,
}

/// An agent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Agent {
    /// The host's name for the agent.
    pub id: Text,
    /// The agent's name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// The ids of the agent's teams.
    #[serde(default)]
    pub teams: Vec<Text>,
    /// Skills and how well each is mastered, 1 or more.
    #[serde(default)]
    pub skills: SortedMap<Text, u32>,
    /// The support tier: `L1`, `L2` or `L3`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<Text>,
    /// Languages spoken, such as `en`.
    #[serde(default)]
    pub languages: Vec<Text>,
    /// Sites served; none for all.
    #[serde(default)]
    pub sites: Vec<Text>,
    /// The id of the agent's manager, where the host says: an agent's, or anybody's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manager: Option<Text>,
    /// When the agent is on shift; none for always.
    #[serde(default, deserialize_with = "object::list")]
    pub shifts: Vec<Shift>,
    /// How many tickets the agent may have at once; none for any number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u32>,
    /// How many tickets the agent has.
    #[serde(default)]
    pub load: u32,
    /// Whether the agent is away, shift or not.
    #[serde(default)]
    pub away: bool,
}

impl Agent {
    /// Whether the agent works at `now`.
    pub fn is_on_shift(&self, now: Timestamp) -> bool {
        !self.away && (self.shifts.is_empty() || self.shifts.iter().any(|shift| shift.from <= now && now < shift.to))
    }

    /// Whether one more ticket fits.
    pub fn has_room(&self) -> bool {
        self.capacity.is_none_or(|capacity| self.load < capacity)
    }
}

/// A shift: `from` is in it, `to` is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Shift {
    /// Its first instant.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date-time")))]
    pub from: Timestamp,
    /// The first instant after it.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date-time")))]
    pub to: Timestamp,
}
