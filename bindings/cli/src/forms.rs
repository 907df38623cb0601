//! How the rules of a desk run, for people: what takes the interpreter is named, with the reason.

use tierline_wire::model::quoted;
use tierline_wire::tierline::{ActionsRun, PartForm, PartRuns, RuleForm, Text};

use crate::{
    desk_files::Home,
    report::{cut, plural, printable, tame},
};

/// How wide parts of conditions are shown.
const PART_WIDTH: usize = 64;

/// Each rule with how its parts and its actions run, and a closing count.
pub fn forms_said(forms: &[RuleForm], home: &Home) -> String {
    let rules: String = forms.iter().map(|form| rule_said(form, home)).collect();
    tame(&format!("{rules}{}\n", counted(forms)))
}

fn rule_said(form: &RuleForm, home: &Home) -> String {
    let place = &form.place;
    let head = format!("{} ({}:{})\n", quoted(&form.rule), home.shown(&place.file), place.line);
    let parts = form.parts.iter().map(|part| (cut(&printable(&part.part), PART_WIDTH), part_said(part)));
    let actions = match (form.actions.runs, &form.actions.why) {
        (ActionsRun::Constants, _) => "constants".to_owned(),
        (ActionsRun::Predicate, _) => "predicate".to_owned(),
        (ActionsRun::Script, why) => script_said(why.as_slice()),
    };
    let lines: Vec<(String, String)> = parts.chain([("then".to_owned(), actions)]).collect();
    let width = lines.iter().map(|(what, _)| what.chars().count()).max().unwrap_or_default();
    let lines = lines.iter().map(|(what, how)| format!("    {what:width$}  {how}\n"));
    [head].into_iter().chain(lines).collect()
}

fn part_said(part: &PartForm) -> String {
    let runs = part.runs.iter().map(|runs| match runs {
        PartRuns::Key => "index key".to_owned(),
        PartRuns::Numbers => "compared as numbers".to_owned(),
        PartRuns::Text => "looked for in the text".to_owned(),
        PartRuns::Predicate => "predicate".to_owned(),
        PartRuns::Script => script_said(&part.why),
    });
    match runs.collect::<Vec<_>>() {
        runs if runs.is_empty() => "always holds".to_owned(),
        runs => runs.join(", then "),
    }
}

fn script_said(why: &[Text]) -> String {
    format!("script: {}", why.join("; "))
}

/// `40 rules and steps, 2 of them need the interpreter`, and which.
fn counted(forms: &[RuleForm]) -> String {
    let scripted: Vec<&RuleForm> = forms.iter().filter(|form| form.needs_script()).collect();
    let all = format!("{} and steps", plural(forms.len(), "rule"));
    if scripted.is_empty() {
        return format!("{all}, none needs the interpreter");
    }
    let verb = if scripted.len() == 1 { "needs" } else { "need" };
    let named = scripted.iter().map(|form| {
        let why: Vec<&str> = form.why().into_iter().map(|why| &**why).collect();
        format!("\n  {}: {}", quoted(&form.rule), why.join("; "))
    });
    format!("{all}, {} of them {verb} the interpreter:{}", scripted.len(), named.collect::<String>())
}
