//! The rule file of a case.

use std::fmt::Write;

use tierline_model::{
    Break, BreakDays, CalendarDocument, Interval, Metric, SpecialDay, Weekday, Years, calendar::HolidayDate,
};

use super::{
    case::{Case, Party},
    policy::{Level, Policy, PolicyStep},
};
use crate::verify::office::{Office, years};

/// The text of the rule file: fields, calendars, an `sla` block for each policy, an `escalate` block for each step.
pub(super) fn text(case: &Case) -> String {
    let mut text = String::new();
    fields(case, &mut text);
    let covers = years(case.instants());
    for office in case.parties.iter().filter_map(|party| party.office.as_ref()) {
        calendars(office, covers, &mut text);
    }
    for party in &case.parties {
        for (version, policy) in party.versions.iter().enumerate() {
            if let Some(policy) = policy {
                sla(case, party, version, policy, &mut text);
            }
        }
    }
    for party in &case.parties {
        policy_ladders(case, party, &mut text);
    }
    for (number, step) in case.expect.steps.iter().enumerate() {
        let Some(party) = case.parties.iter().find(|party| party.class == step.class) else { continue };
        let Some((metric, reach)) = &step.asked else { continue };
        let owing = party.versions.iter().enumerate().filter(|(_, policy)| owes(policy.as_ref(), *metric));
        let names: Vec<String> = owing.map(|(version, _)| party.sla(version)).collect();
        let clause = format!("{reach} {{ comment(\"reached\"); }}");
        ladder(&asked_name(number), &names, *metric, &[clause], &mut text);
    }
    text
}

/// The ladder of a step that the case asks about.
pub(super) fn asked_name(number: usize) -> String {
    format!("asked {}", number + 1)
}

fn owes(policy: Option<&Policy>, metric: Metric) -> bool {
    policy.is_some_and(|policy| policy.owes(metric))
}

fn line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

fn fields(case: &Case, text: &mut String) {
    line(text, "field \"policy_version\" integer");
    line(text, "field \"created_by\" text");
    line(text, "field \"attached\" boolean");
    let kind = if case.level_is_number().ok().flatten() == Some(true) { "integer" } else { "text" };
    line(text, &format!("field \"level\" {kind}"));
}

fn calendars(office: &Office, covers: Years, text: &mut String) {
    for document in office.documents() {
        calendar(document, covers, text);
    }
}

fn calendar(document: &CalendarDocument, covers: Years, text: &mut String) {
    line(text, &format!("calendar {} {{", quoted(&document.name)));
    if let Some(zone) = &document.time_zone {
        line(text, &format!("    timezone {}", quoted(zone)));
    }
    for (day, intervals) in &document.weekly {
        line(text, &format!("    {day} {}", hours(intervals)));
    }
    for Break { on, interval } in &document.breaks {
        let on = match on {
            BreakDays::Date(date) => quoted(&date.to_string()),
            BreakDays::Weekdays(days) => days.iter().copied().map(Weekday::name).collect::<Vec<_>>().join(", "),
        };
        line(text, &format!("    break {on} {interval}"));
    }
    for holiday in &document.holidays {
        let on: HolidayDate = holiday.on;
        line(text, &format!("    holiday {}{}", quoted(&on.to_string()), named(holiday.name.as_deref())));
    }
    for (date, SpecialDay { intervals, name }) in &document.special_days {
        let (date, name) = (quoted(&date.to_string()), named(name.as_deref()));
        line(text, &format!("    special {date} {}{name}", hours(intervals)));
    }
    if document.includes.is_empty() {
        line(text, &format!("    covers {covers}"));
    } else {
        let members: Vec<String> = document.includes.iter().map(|member| quoted(member)).collect();
        line(text, &format!("    includes {}", members.join(", ")));
    }
    line(text, "}");
}

fn hours(intervals: &[Interval]) -> String {
    match intervals {
        [] => "closed".to_owned(),
        intervals => intervals.iter().map(Interval::to_string).collect::<Vec<_>>().join(", "),
    }
}

fn named(name: Option<&str>) -> String {
    name.map(|name| format!(" {}", quoted(name))).unwrap_or_default()
}

fn sla(case: &Case, party: &Party, version: usize, policy: &Policy, text: &mut String) {
    line(text, &format!("sla {} {{", quoted(&party.sla(version))));
    line(text, &format!("    class {}", party.class.name()));
    let is_version = (party.versions.len() > 1).then(|| format!("ticket.policy_version == {version}"));
    let conditions: Vec<String> = is_version.into_iter().chain(party.manner.when.clone()).collect();
    if !conditions.is_empty() {
        line(text, &format!("    when {}", conditions.join(" && ")));
    }
    line(text, &format!("    calendar {}", quoted(&calendar_of(case, party))));
    for (level, targets) in &policy.by_level {
        for (metric, amount) in targets {
            line(text, &format!("    {} {amount} when ticket.level == {}", metric.verb(), level.written()));
        }
    }
    for (metric, amount) in &policy.targets {
        line(text, &format!("    {} {amount}", metric.verb()));
    }
    if policy.targets.is_empty() && policy.by_level.is_empty() {
        // A policy must owe something; nobody asks for this clock.
        line(text, "    work within 1 minute");
    }
    if let Some(minutes) = policy.start_delay {
        line(text, &format!("    start after {minutes} minutes"));
    }
    let of_response = case.creator().and_then(|creator| party.manner.start_of_response(creator));
    for clause in party.manner.clauses.iter().chain(&of_response) {
        line(text, &format!("    {clause}"));
    }
    line(text, "}");
}

fn calendar_of(case: &Case, party: &Party) -> String {
    let own = party.office.as_ref().or_else(|| case.parties.first()?.office.as_ref());
    own.map(|office| office.whole.name.to_string()).unwrap_or_default()
}

fn policy_ladders(case: &Case, party: &Party, text: &mut String) {
    for (version, policy) in party.versions.iter().enumerate() {
        for step in policy.iter().flat_map(|policy| &policy.steps) {
            let mut clauses = vec![];
            if step.quiet {
                clauses.push(format!("quiet outside {}", quoted(&calendar_of(case, party))));
            }
            if step.once_per_ticket {
                clauses.push("once per ticket".to_owned());
            }
            if step.rearm {
                clauses.push("rearm".to_owned());
            }
            clauses.push(doing(step));
            let name = step_ladder(party, version, step);
            ladder(&name, &[party.sla(version)], step.metric, &clauses, text);
        }
    }
}

/// The ladder of a step of a policy: its name and that of its policy.
pub(super) fn step_ladder(party: &Party, version: usize, step: &PolicyStep) -> String {
    format!("{} of {}", step.name, party.sla(version))
}

fn doing(step: &PolicyStep) -> String {
    let guard = step.guard.as_ref().map(|level| format!(" when ticket.level == {}", level.written()));
    let action = match &step.sets {
        Some(level) => format!("set_field(\"level\", {})", level.written()),
        None => "comment(\"reached\")".to_owned(),
    };
    format!("{}{} {{ {action}; }}", step.reach, guard.unwrap_or_default())
}

fn ladder(name: &str, slas: &[String], metric: Metric, clauses: &[String], text: &mut String) {
    let slas: Vec<String> = slas.iter().map(|sla| quoted(sla)).collect();
    let of = if slas.is_empty() { String::new() } else { format!(" for sla {}", slas.join(", ")) };
    line(text, &format!("escalate {}{of} on {} {{", quoted(name), metric.verb()));
    for clause in clauses {
        line(text, &format!("    {clause}"));
    }
    line(text, "}");
}

impl Level {
    /// As a rule file has it.
    pub(super) fn written(&self) -> String {
        match self {
            Level::Number(number) => number.to_string(),
            Level::Word(word) => quoted(word),
        }
    }
}

/// A list of texts as a rule file has it.
pub(super) fn list<T: AsRef<str>>(texts: &[T]) -> String {
    let items: Vec<String> = texts.iter().map(|text| quoted(text.as_ref())).collect();
    format!("[{}]", items.join(", "))
}

/// A text as a rule file has it.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            // A string takes what is written to it.
            control if control.is_control() => drop(write!(quoted, "\\u{:04x}", u32::from(control))),
            character => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}
