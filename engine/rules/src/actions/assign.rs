//! `assign`

use tierline_model::{
    ActionSpec, Agent, EffectSpec, EffectValue, Ends, Fails, How, Map, Param, ParamKind, Path, Reaches, Reads, Roster,
    Said, SaidKind, Shown, TIERS, Tells, Text, Timestamp, To, Turn, Value, Writes, Written, aloud, checked,
    effect::TurnedAway, quoted, reference, sort::sort_by, suggest,
};

use super::Action;
use crate::Draft;

pub(super) static ACTION: Action = Action {
    spec: ActionSpec {
        name: "assign",
        place: 20,
        help: reference(
            "Gives the ticket to an agent: the one named, or the one who fits best. Among those of the team who have \
               the skills, tier, language and site asked for, are on shift and have room, `least_loaded` takes the one \
               with the smallest load, `most_skilled` the one who masters the skills best, `round_robin` the one after \
               the last turn; ties go to the smaller load, then to the smaller id. Where nobody fits, the effect \
               `nobody_fits` says so, unless a later rule finds somebody. Without `team` those compete whose team works \
               the ticket's queue; everybody where the roster has no teams. `on_shift` and `within_capacity` are true \
               unless turned off. The host keeps the `turn` of an `assign` effect and hands it in with the next request, \
               in `turns`.",
        ),
        params: &[Param::needed("agent_or_wanted", ParamKind::TextOrNamed(&Wanted::KEYS))],
        example: reference(
            r#"assign(#{ team: "network", skill: "vpn", tier: "L2", language: requester.language, strategy: "most_skilled" })"#,
        ),
        reads: checked(&[
            Reads::Roster,
            Reads::Now,
            Reads::Turns,
            Reads::FieldUnlessNamed { field: "queue", argument: 0, name: "team" },
        ]),
        writes: &[Writes::perhaps(Written::Field("assignee"), How::Set, To::Found)],
        tells: Tells::Agent,
        ends: Ends::Nothing,
        fails: checked(&[Fails::ByPeople]),
        effects: checked(&[&ASSIGN, &NOBODY_FITS]),
    },
    act: |args, draft| match args.value(0) {
        Value::Text(agent) => assign_to(agent, draft),
        Value::Map(wanted) => assign_best(&Wanted::read(wanted, draft)?, draft),
        other => Err(format!(
            "`assign` needs an agent's id or what is wanted, as in #{{ skill: \"vpn\" }}, not {}",
            other.described()
        )),
    },
};

pub(super) static ASSIGN: EffectSpec = EffectSpec {
    name: "assign",
    place: 20,
    help: checked("Give the ticket to an agent."),
    values: &[
        EffectValue::needed("agent", SaidKind::Person, checked("The agent's id.")),
        EffectValue::optional(
            "strategy",
            SaidKind::Text,
            checked("How the agent was chosen; absent where the rule named the agent."),
        ),
        EffectValue::optional(
            "turn",
            SaidKind::Turn,
            checked("The turn to keep and to hand in with the next request, for round robin."),
        ),
    ],
    called: "assign",
    about: Some(0),
    reaches: checked(&[]),
    aloud: aloud("to assign it to {agent}[ ({strategy:words})]"),
    shown: Shown::ByField,
};

pub(super) static NOBODY_FITS: EffectSpec = EffectSpec {
    name: "nobody_fits",
    place: 90,
    help: checked("No agent fits; somebody should see to it."),
    values: &[
        EffectValue::needed("wanted", SaidKind::Map, checked("What was wanted.")),
        EffectValue::needed(
            "turned_away",
            SaidKind::TurnedAway,
            checked("Agents of the team, by id, and the first thing that each lacks."),
        ),
    ],
    called: "nobody_fits",
    about: None,
    reaches: checked(&[Reaches::Staff]),
    aloud: aloud("for somebody, but {turned_away}"),
    shown: Shown::InWords,
};

fn assign_to(agent: &Text, draft: &mut Draft<'_>) -> Result<(), String> {
    let roster = draft.roster();
    if !roster.agents.is_empty() && roster.agent(agent).is_none() {
        let ids = roster.agents.iter().map(|agent| &*agent.id);
        let hint = suggest::behind(agent, ids, "\"");
        return Err(format!("`assign`: the roster has no agent {agent}{hint}", agent = quoted(agent)));
    }
    give(agent.clone(), None, None, draft)
}

fn assign_best(wanted: &Wanted, draft: &mut Draft<'_>) -> Result<(), String> {
    let now = draft.now();
    let team = draft.roster().agents.iter().filter(|agent| wanted.asks_team_of(agent));
    let (mut fitting, mut turned_away) = (vec![], vec![]);
    for agent in team {
        match wanted.lacking(agent, now) {
            None => fitting.push(agent),
            Some(lacks) => turned_away.push(TurnedAway { agent: agent.id.clone(), lacks: lacks.into() }),
        }
    }
    sort_by(&mut fitting, |a, b| a.id.cmp(&b.id));
    sort_by(&mut turned_away, |a, b| a.agent.cmp(&b.agent));
    let key = wanted.turn_key();
    match wanted.strategy.choose(&fitting, &wanted.skills, draft.turn(&key)) {
        None => {
            let wanted = Value::Map(wanted.as_written.clone());
            let effect = NOBODY_FITS.saying([wanted.into(), Said::TurnedAway(turned_away)]);
            draft.ask_about(&Path::of_ticket("assignee"), effect);
            Ok(())
        }
        Some(agent) => {
            let turn = Turn { key, agent: agent.id.clone() };
            let turn = (wanted.strategy == Strategy::RoundRobin).then(|| Box::new(turn));
            give(agent.id.clone(), Some(wanted.strategy), turn, draft)
        }
    }
}

fn give(agent: Text, strategy: Option<Strategy>, turn: Option<Box<Turn>>, draft: &mut Draft<'_>) -> Result<(), String> {
    let strategy: Option<Text> = strategy.map(|strategy| strategy.name().into());
    let turn = turn.map_or_else(Said::default, Said::Turn);
    let effect = ASSIGN.saying([agent.clone().into(), strategy.into(), turn]);
    draft.set(&Path::of_ticket("assignee"), Value::Text(agent), effect)
}

/// Whom a rule wants.
#[derive(Debug)]
struct Wanted {
    /// The teams whose agents compete; everybody does where the roster has no teams.
    teams: Option<Vec<Text>>,
    skills: Vec<Text>,
    tier: Option<Text>,
    language: Option<Text>,
    site: Option<Text>,
    on_shift: bool,
    within_capacity: bool,
    strategy: Strategy,
    as_written: Map,
}

impl Wanted {
    const KEYS: [&str; 9] =
        ["team", "skill", "skills", "tier", "language", "site", "on_shift", "within_capacity", "strategy"];

    fn read(written: &Map, draft: &mut Draft<'_>) -> Result<Wanted, String> {
        let roster = draft.roster();
        let teams = match text(written, "team")? {
            Some(team) => Some(vec![known_team(team, roster)?]),
            None if roster.teams.is_empty() => None,
            None => Some(teams_of_queue(draft, roster)),
        };
        Ok(Wanted {
            teams,
            skills: text(written, "skill")?.into_iter().chain(texts(written, "skills")?).collect(),
            tier: tier(written)?,
            language: text(written, "language")?,
            site: text(written, "site")?,
            on_shift: switch(written, "on_shift")?,
            within_capacity: switch(written, "within_capacity")?,
            strategy: Strategy::read(text(written, "strategy")?.as_deref())?,
            as_written: written
                .iter()
                .filter(|(_, value)| !value.is_missing())
                .map(|(k, v)| (k.clone(), v.clone()))
                .collect(),
        })
    }

    fn asks_team_of(&self, agent: &Agent) -> bool {
        self.teams.as_ref().is_none_or(|teams| agent.teams.iter().any(|team| teams.contains(team)))
    }

    /// The first thing that the agent lacks.
    fn lacking(&self, agent: &Agent, now: Timestamp) -> Option<String> {
        let skill = self.skills.iter().find(|skill| !agent.skills.contains_key(*skill));
        if let Some(skill) = skill {
            return Some(format!("skill {skill}"));
        }
        if let Some(tier) = self.tier.as_ref().filter(|tier| agent.tier.as_ref() != Some(tier)) {
            return Some(format!("tier {tier}"));
        }
        if let Some(language) = self.language.as_ref().filter(|language| !agent.languages.contains(language)) {
            return Some(format!("language {language}"));
        }
        if let Some(site) = self.site.as_ref().filter(|site| !agent.sites.is_empty() && !agent.sites.contains(site)) {
            return Some(format!("site {site}"));
        }
        if self.on_shift && !agent.is_on_shift(now) {
            return Some("shift".to_owned());
        }
        (self.within_capacity && !agent.has_room()).then(|| "room".to_owned())
    }

    /// Turns go round among those who compete: the same teams, skills, tier, language and site.
    fn turn_key(&self) -> Text {
        let mut parts = vec![self.teams.as_ref().map(|teams| teams.join("+")).unwrap_or_default()];
        parts.extend(self.skills.iter().map(|skill| format!("skill={skill}")));
        let named = [("tier", &self.tier), ("language", &self.language), ("site", &self.site)];
        parts.extend(named.into_iter().filter_map(|(name, value)| Some(format!("{name}={}", value.as_ref()?))));
        parts.join("|").into()
    }
}

fn known_team(team: Text, roster: &Roster) -> Result<Text, String> {
    if roster.teams.is_empty() || roster.team(&team).is_some() {
        return Ok(team);
    }
    let hint = suggest::behind(&team, roster.teams.iter().map(|team| &*team.id), "\"");
    Err(format!("`assign`: the roster has no team {team}{hint}", team = quoted(&team)))
}

fn teams_of_queue(draft: &mut Draft<'_>, roster: &Roster) -> Vec<Text> {
    let queue = draft.read(&Path::of_ticket("queue"));
    queue.as_text().into_iter().flat_map(|queue| roster.teams_of_queue(queue)).map(|team| team.id.clone()).collect()
}

fn text(written: &Map, key: &str) -> Result<Option<Text>, String> {
    match written.get(key) {
        None | Some(Value::Missing) => Ok(None),
        Some(Value::Text(text)) => Ok(Some(text.clone())),
        Some(other) => Err(format!("`assign`: `{key}` must be text, not {}", other.described())),
    }
}

/// The tier that is wanted, which is one of three.
fn tier(written: &Map) -> Result<Option<Text>, String> {
    match text(written, "tier")? {
        Some(tier) if !TIERS.contains(&&*tier) => {
            Err(format!("`assign`: `tier` must be \"L1\", \"L2\" or \"L3\", not text ({})", quoted(&tier)))
        }
        tier => Ok(tier),
    }
}

fn texts(written: &Map, key: &str) -> Result<Vec<Text>, String> {
    let wrong = |other: &Value| format!("`assign`: `{key}` must be a list of texts, not {}", other.described());
    match written.get(key) {
        None | Some(Value::Missing) => Ok(vec![]),
        Some(Value::List(items)) => {
            items.iter().map(|item| item.as_text().map(Text::from).ok_or_else(|| wrong(item))).collect()
        }
        Some(other) => Err(wrong(other)),
    }
}

/// A switch that is on unless turned off.
fn switch(written: &Map, key: &str) -> Result<bool, String> {
    match written.get(key) {
        None | Some(Value::Missing) => Ok(true),
        Some(Value::Bool(on)) => Ok(*on),
        Some(other) => Err(format!("`assign`: `{key}` must be true or false, not {}", other.described())),
    }
}

/// How to choose among those who fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Strategy {
    LeastLoaded,
    RoundRobin,
    MostSkilled,
}

impl Strategy {
    const ALL: [Strategy; 3] = [Strategy::LeastLoaded, Strategy::RoundRobin, Strategy::MostSkilled];

    fn name(self) -> &'static str {
        match self {
            Strategy::LeastLoaded => "least_loaded",
            Strategy::RoundRobin => "round_robin",
            Strategy::MostSkilled => "most_skilled",
        }
    }

    fn read(name: Option<&str>) -> Result<Strategy, String> {
        let Some(name) = name else { return Ok(Strategy::LeastLoaded) };
        Strategy::ALL.into_iter().find(|strategy| strategy.name() == name).ok_or_else(|| {
            let names = Strategy::ALL.map(Strategy::name);
            let hint =
                suggest::did_you_mean(name, names, "\"").unwrap_or_else(|| format!("there are {}", names.join(", ")));
            format!("`assign` knows no strategy {name}; {hint}", name = quoted(name))
        })
    }

    /// The agent to take; `fitting` is in the order of ids.
    fn choose<'a>(self, fitting: &[&'a Agent], skills: &[Text], last: Option<&Text>) -> Option<&'a Agent> {
        let mastery = |agent: &Agent| -> u64 {
            let level = |skill: &Text| u64::from(agent.skills.get(skill).copied().unwrap_or(0));
            skills.iter().map(level).sum()
        };
        match self {
            Strategy::LeastLoaded => fitting.iter().min_by_key(|agent| agent.load),
            Strategy::MostSkilled => fitting.iter().min_by_key(|agent| (std::cmp::Reverse(mastery(agent)), agent.load)),
            Strategy::RoundRobin => {
                let after_last = fitting.iter().find(|agent| last.is_some_and(|last| agent.id > *last));
                after_last.or(fitting.first())
            }
        }
        .copied()
    }
}
