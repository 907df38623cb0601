//! What a host is asked to do.

use serde::Serialize;

use crate::{Class, Map, Metric, Text, Timestamp, Value};

/// Something for the host to do. In JSON, `do` names which.
///
/// Where an effect sets a field of the ticket, the ticket in the answer has it set already.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Effect {
    /// Put the ticket into a queue.
    Route {
        /// The queue.
        queue: Text,
    },
    /// Give the ticket to an agent.
    Assign {
        /// The agent's id.
        agent: Text,
        /// How the agent was chosen; absent where the rule named the agent.
        #[serde(skip_serializing_if = "Option::is_none")]
        strategy: Option<Text>,
        /// The turn to keep and to hand in with the next request, for round robin.
        #[serde(skip_serializing_if = "Option::is_none")]
        turn: Option<Turn>,
    },
    /// Take the ticket from the agent who has it.
    Unassign,
    /// Give the ticket to a person, team or role.
    Reassign {
        /// A person, team or role that the host knows.
        who: Text,
    },
    /// Tell a manager of the agent who has the ticket.
    NotifyManager {
        /// How far up: 1 for the agent's manager, 2 for the manager's manager.
        level: i64,
        /// The manager, where the roster knows who that is.
        #[serde(skip_serializing_if = "Option::is_none")]
        manager: Option<Text>,
        /// What to say; absent for the host's usual text.
        #[serde(skip_serializing_if = "Option::is_none")]
        message: Option<Text>,
    },
    /// Hand the ticket to a manager of the agent who has it.
    EscalateToManager {
        /// How far up: 1 for the agent's manager, 2 for the manager's manager.
        level: i64,
        /// The manager, where the roster knows who that is.
        #[serde(skip_serializing_if = "Option::is_none")]
        manager: Option<Text>,
    },
    /// A deadline passed; no rule asks for it.
    Breach {
        /// The clock.
        clock: Metric,
        /// Who owes whom.
        class: Class,
        /// The queue or tier that it is about.
        #[serde(skip_serializing_if = "Option::is_none")]
        of: Option<Text>,
        /// Which cycle.
        cycle: u32,
        /// Whether the deadline was moved into the past.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        #[cfg_attr(feature = "schema", schemars(default))]
        rebased: bool,
    },
    /// A breach that the host has dealt with is none, by what has come to be known since. It stays on the host's record.
    CorrectBreach {
        /// The key of the breach.
        breach: Text,
    },
    /// No agent fits; somebody should see to it.
    NobodyFits {
        /// What was wanted.
        #[cfg_attr(feature = "schema", schemars(with = "serde_json::Map<String, serde_json::Value>"))]
        wanted: Map,
        /// Agents of the team, by id, and the first thing that each lacks.
        turned_away: Vec<TurnedAway>,
    },
    /// Set the priority.
    Prioritise {
        /// `P1` to `P5`.
        priority: Text,
    },
    /// Set the impact.
    SetImpact {
        /// The desk's word for it.
        impact: Text,
    },
    /// Set the urgency.
    SetUrgency {
        /// The desk's word for it.
        urgency: Text,
    },
    /// Set the category.
    SetCategory {
        /// The desk's word for it.
        category: Text,
    },
    /// Set the subcategory.
    SetSubcategory {
        /// The desk's word for it.
        subcategory: Text,
    },
    /// Set any other field of the ticket.
    SetField {
        /// The field, such as `ticket.site`.
        field: Text,
        /// What it shall hold; `null` takes it away.
        #[cfg_attr(feature = "schema", schemars(with = "serde_json::Value"))]
        value: Value,
    },
    /// Set the status.
    SetStatus {
        /// The host's word for it.
        status: Text,
    },
    /// Set the support tier without a hand-over.
    SetTier {
        /// `L1` to `L3`.
        tier: Text,
    },
    /// Hand the ticket over to a higher tier.
    EscalateTo {
        /// `L1` to `L3`.
        tier: Text,
        /// Why.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<Text>,
    },
    /// Resolve the ticket.
    Resolve {
        /// Why it counts as resolved.
        reason: Text,
    },
    /// Add a tag.
    AddTag {
        /// The tag.
        tag: Text,
    },
    /// Take a tag away.
    RemoveTag {
        /// The tag.
        tag: Text,
    },
    /// Mark the ticket for the attention of people.
    Flag {
        /// The mark.
        flag: Text,
    },
    /// Tell somebody, in the ordinary way.
    Notify {
        /// A person, team or role that the host knows.
        who: Text,
        /// What to say; absent for the host's usual text.
        #[serde(skip_serializing_if = "Option::is_none")]
        message: Option<Text>,
    },
    /// Call somebody out, now.
    Page {
        /// A person, team or role that the host knows.
        who: Text,
        /// What to say; absent for the host's usual text.
        #[serde(skip_serializing_if = "Option::is_none")]
        message: Option<Text>,
    },
    /// Add an internal comment.
    Comment {
        /// The comment.
        text: Text,
    },
    /// Answer the requester with a template of the host's.
    ReplyWith {
        /// The template.
        template: Text,
    },
    /// Offer the requester a self-service article.
    Suggest {
        /// The article.
        article: Text,
    },
    /// Ask the requester for a field that is missing.
    Ask {
        /// The field, such as `category` or `form.start_date`.
        field: Text,
        /// How to put it; absent for the host's usual text.
        #[serde(skip_serializing_if = "Option::is_none")]
        question: Option<Text>,
    },
    /// Add a task.
    AddTask {
        /// The task.
        task: Text,
        /// Who is to do it.
        #[serde(skip_serializing_if = "Option::is_none")]
        team: Option<Text>,
    },
    /// Ask for an approval.
    RequestApproval {
        /// A person or role that the host knows.
        approver: Text,
        /// Why it is needed.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<Text>,
    },
    /// Link to another ticket.
    LinkTo {
        /// How they belong together, such as `parent`, `problem` or `duplicate_of`.
        relation: Text,
        /// The other ticket.
        ticket: Text,
    },
    /// Link to the open ticket of that kind and topic, if the host finds one.
    LinkToOpen {
        /// What to look for, such as `major-incident`.
        kind: Text,
        /// What it is about, such as a category.
        topic: Text,
    },
    /// Propose a problem record.
    ProposeProblem {
        /// Its title.
        title: Text,
        /// Why.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<Text>,
    },
    /// Propose a change.
    ProposeChange {
        /// Its title.
        title: Text,
        /// Why.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<Text>,
    },
    /// Hold a change back.
    HoldChange {
        /// Why.
        reason: Text,
        /// When it may go on, where that is known.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
        until: Option<Timestamp>,
    },
    /// Put the ticket under an SLA policy.
    ApplySla {
        /// The SLA policy.
        sla: Text,
    },
    /// Take the ticket out of its SLA policy.
    CancelSla {
        /// Why.
        reason: Text,
    },
    /// Run an automation of the host's.
    Run {
        /// Its name.
        automation: Text,
        /// What it is given.
        #[serde(skip_serializing_if = "Map::is_empty")]
        #[cfg_attr(feature = "schema", schemars(default))]
        #[cfg_attr(feature = "schema", schemars(with = "serde_json::Map<String, serde_json::Value>"))]
        input: Map,
    },
    /// A rule ended the evaluation; no later rule was looked at.
    Stop {
        /// Why.
        reason: Text,
    },
    /// Something of the host's own.
    Emit {
        /// Its name.
        name: Text,
        /// What comes with it.
        #[cfg_attr(feature = "schema", schemars(with = "serde_json::Map<String, serde_json::Value>"))]
        data: Map,
    },
}

impl Effect {
    /// The action that asks for it, and what it is mainly about: the first argument of that action.
    pub fn gist(&self) -> (&'static str, Option<&Text>) {
        match self {
            Effect::Route { queue, .. } => ("route", Some(queue)),
            Effect::Assign { agent, .. } => ("assign", Some(agent)),
            Effect::Unassign => ("unassign", None),
            Effect::Reassign { who, .. } => ("reassign", Some(who)),
            Effect::NotifyManager { manager, .. } => ("notify_manager", manager.as_ref()),
            Effect::EscalateToManager { manager, .. } => ("escalate_to_manager", manager.as_ref()),
            Effect::Breach { .. } => ("breach", None),
            Effect::CorrectBreach { breach, .. } => ("correct_breach", Some(breach)),
            Effect::NobodyFits { .. } => ("nobody_fits", None),
            Effect::Prioritise { priority, .. } => ("prioritise", Some(priority)),
            Effect::SetImpact { impact, .. } => ("set_impact", Some(impact)),
            Effect::SetUrgency { urgency, .. } => ("set_urgency", Some(urgency)),
            Effect::SetCategory { category, .. } => ("set_category", Some(category)),
            Effect::SetSubcategory { subcategory, .. } => ("set_category", Some(subcategory)),
            Effect::SetField { field, .. } => ("set_field", Some(field)),
            Effect::SetStatus { status, .. } => ("set_status", Some(status)),
            Effect::SetTier { tier, .. } => ("set_tier", Some(tier)),
            Effect::EscalateTo { tier, .. } => ("escalate_to", Some(tier)),
            Effect::Resolve { reason, .. } => ("resolve", Some(reason)),
            Effect::AddTag { tag, .. } => ("add_tag", Some(tag)),
            Effect::RemoveTag { tag, .. } => ("remove_tag", Some(tag)),
            Effect::Flag { flag, .. } => ("flag", Some(flag)),
            Effect::Notify { who, .. } => ("notify", Some(who)),
            Effect::Page { who, .. } => ("page", Some(who)),
            Effect::Comment { text, .. } => ("comment", Some(text)),
            Effect::ReplyWith { template, .. } => ("reply_with", Some(template)),
            Effect::Suggest { article, .. } => ("suggest", Some(article)),
            Effect::Ask { field, .. } => ("ask", Some(field)),
            Effect::AddTask { task, .. } => ("add_task", Some(task)),
            Effect::RequestApproval { approver, .. } => ("request_approval", Some(approver)),
            Effect::LinkTo { relation, .. } => ("link_to", Some(relation)),
            Effect::LinkToOpen { kind, .. } => ("link_to_open", Some(kind)),
            Effect::ProposeProblem { title, .. } => ("propose_problem", Some(title)),
            Effect::ProposeChange { title, .. } => ("propose_change", Some(title)),
            Effect::HoldChange { reason, .. } => ("hold_change", Some(reason)),
            Effect::ApplySla { sla, .. } => ("apply_sla", Some(sla)),
            Effect::CancelSla { reason, .. } => ("cancel_sla", Some(reason)),
            Effect::Run { automation, .. } => ("run", Some(automation)),
            Effect::Stop { reason, .. } => ("stop", Some(reason)),
            Effect::Emit { name, .. } => ("emit", Some(name)),
        }
    }
}

/// Whose turn it was, for round robin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Turn {
    /// Under which key to keep it.
    pub key: Text,
    /// The agent whose turn it was.
    pub agent: Text,
}

/// An agent who was not chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TurnedAway {
    /// The agent's id.
    pub agent: Text,
    /// The first thing that the agent lacks.
    pub lacks: Text,
}
