//! Effects in words.

use tierline_model::{Answer, Effect, Text, quoted};

/// What a rule asks for, as `to …, to … and to …`; empty where nothing of it is left.
pub(crate) fn of_rule(answer: &Answer, rule: &str) -> String {
    let is_breach = |effect: &Effect| matches!(effect, Effect::Breach { .. } | Effect::CorrectBreach { .. });
    let effects = answer.effects.iter().filter(|asked| &*asked.rule == rule && !is_breach(&asked.effect));
    listed(effects.map(|asked| in_words(&asked.effect)).collect())
}

/// `a, b and c`
pub(crate) fn listed(mut items: Vec<String>) -> String {
    match items.pop() {
        None => String::new(),
        Some(last) if items.is_empty() => last,
        Some(last) => format!("{} and {last}", items.join(", ")),
    }
}

fn manager_in_words(level: i64, manager: &Option<Text>) -> String {
    let name = manager.as_ref().map(|name| format!(" ({name})")).unwrap_or_default();
    format!("the manager {level} up{name}")
}

fn in_words(effect: &Effect) -> String {
    match effect {
        Effect::Route { queue } => format!("to route it to {queue}"),
        Effect::Assign { agent, strategy: Some(strategy), .. } => {
            format!("to assign it to {agent} ({})", strategy.replace('_', " "))
        }
        Effect::Assign { agent, .. } => format!("to assign it to {agent}"),
        Effect::Unassign => "to take it from its agent".to_owned(),
        Effect::Reassign { who } => format!("to give it to {who}"),
        Effect::NotifyManager { level, manager, .. } => format!("to tell {}", manager_in_words(*level, manager)),
        Effect::EscalateToManager { level, manager } => format!("to hand it to {}", manager_in_words(*level, manager)),
        Effect::Breach { clock, cycle, .. } => format!("to record a breach of {} (cycle {cycle})", clock.name()),
        Effect::CorrectBreach { breach } => format!("to mark the breach {breach} as none"),
        Effect::NobodyFits { turned_away, .. } if turned_away.is_empty() => {
            "for somebody, but no agent is there".to_owned()
        }
        Effect::NobodyFits { turned_away, .. } => {
            let lacking = turned_away.iter().map(|agent| format!("{} lacks {}", agent.agent, agent.lacks));
            format!("for somebody, but nobody fits: {}", lacking.collect::<Vec<_>>().join(", "))
        }
        Effect::Prioritise { priority } => format!("to set the priority to {priority}"),
        Effect::SetImpact { impact } => format!("to set the impact to {impact}"),
        Effect::SetUrgency { urgency } => format!("to set the urgency to {urgency}"),
        Effect::SetCategory { category } => format!("to set the category to {category}"),
        Effect::SetSubcategory { subcategory } => format!("to set the subcategory to {subcategory}"),
        Effect::SetField { field, value } => format!("to set {field} to {value}"),
        Effect::SetStatus { status } => format!("to set the status to {status}"),
        Effect::SetTier { tier } => format!("to set the tier to {tier}"),
        Effect::EscalateTo { tier, reason } => format!("to escalate it to {tier}{}", because(reason.as_deref())),
        Effect::Resolve { reason } => format!("to resolve it ({reason})"),
        Effect::AddTag { tag } => format!("to add the tag {tag}"),
        Effect::RemoveTag { tag } => format!("to remove the tag {tag}"),
        Effect::Flag { flag } => format!("to flag it: {flag}"),
        Effect::Notify { who, .. } => format!("to notify {who}"),
        Effect::Page { who, .. } => format!("to page {who}"),
        Effect::Comment { text } => format!("to comment {}", quoted(text)),
        Effect::ReplyWith { template } => format!("to reply with {template}"),
        Effect::Suggest { article } => format!("to suggest {article}"),
        Effect::Ask { field, .. } => format!("to ask for {field}"),
        Effect::AddTask { task, team: Some(team) } => format!("to add the task {task} for {team}"),
        Effect::AddTask { task, .. } => format!("to add the task {task}"),
        Effect::RequestApproval { approver, reason } => {
            format!("for approval by {approver}{}", because(reason.as_deref()))
        }
        Effect::LinkTo { relation, ticket } => format!("to link it to {ticket} as {relation}"),
        Effect::LinkToOpen { kind, topic } => format!("to link it to an open {kind} about {topic}"),
        Effect::ProposeProblem { title, reason } => {
            format!("to propose the problem {title}{}", because(reason.as_deref()), title = quoted(title))
        }
        Effect::ProposeChange { title, reason } => {
            format!("to propose the change {title}{}", because(reason.as_deref()), title = quoted(title))
        }
        Effect::HoldChange { reason, until: Some(until) } => format!("to hold the change until {until} ({reason})"),
        Effect::HoldChange { reason, .. } => format!("to hold the change ({reason})"),
        Effect::ApplySla { sla } => format!("to apply the SLA policy {sla}"),
        Effect::CancelSla { reason } => format!("to cancel the SLA policy ({reason})"),
        Effect::Run { automation, .. } => format!("to run {automation}"),
        Effect::Stop { reason } => format!("to stop there ({reason})"),
        Effect::Emit { name, .. } => format!("for {name}"),
    }
}

fn because(reason: Option<&str>) -> String {
    reason.map(|reason| format!(" ({reason})")).unwrap_or_default()
}
