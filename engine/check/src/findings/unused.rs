//! What a desk declares and nobody uses: queues, calendars, fields, matrices; and teams that nobody knows.

use std::cell::OnceCell;

use tierline_condition::{Expr, functions::Takes};
use tierline_model::{ParamKind, Path, SortedSet, Text, Value, agreement::Amount, quoted, suggest};

use crate::{Finding, by_path::ByPath, deeds, reason::paths, survey::Survey, vocabulary};

pub(super) fn look(survey: &Survey<'_>) -> Vec<Finding> {
    let mut texts = SortedSet::new();
    survey.exprs().into_iter().for_each(|(_, expr)| vocabulary::all_texts(expr, &mut texts));
    let mut found = vec![];
    // What a script names is not known.
    if !survey.has_scripts() {
        found.extend(queues(survey, &texts));
        found.extend(calendars(survey, &texts));
        found.extend(matrices(survey));
        found.extend(fields(survey));
    }
    found.extend(teams(survey));
    found
}

fn told(survey: &Survey<'_>, keyword: &'static str, name: &str, message: String, help: &str) -> Option<Finding> {
    let place = survey.declared_at(keyword, name).filter(|place| survey.is_asked(place))?;
    Some(survey.finding(&place, "unused", message, help))
}

/// Queues that no rule names. Where one works out the name of a queue, it may be any.
fn queues(survey: &Survey<'_>, texts: &SortedSet<Text>) -> Vec<Finding> {
    let mut named = SortedSet::new();
    for rule in survey.all_rules() {
        for set in deeds::sets(rule).iter().filter(|set| set.field == Path::of_ticket("queue")) {
            if !is_told(&set.to, &mut named) {
                return vec![];
            }
        }
    }
    let known = |queue: &&Text| !texts.contains(*queue) && !named.contains(*queue);
    let unused = survey.desk.rules().queues.iter().filter(known);
    let found = unused.filter_map(|queue| {
        let message = format!("no rule sends a ticket to the queue {queue}, or asks for it", queue = quoted(queue));
        told(survey, "queue", queue, message, "route to it, or take it away")
    });
    found.collect()
}

/// Whether all that an expression may give is written in it; what it may give goes to `named`.
fn is_told(expr: &Expr, named: &mut SortedSet<Text>) -> bool {
    match expr {
        Expr::Const(_) => {
            vocabulary::all_texts(expr, named);
            true
        }
        Expr::Choose(parts) => is_told(&parts[1], named) && is_told(&parts[2], named),
        Expr::Switch(switch) => {
            switch.arms.iter().all(|arm| is_told(&arm.gives, named)) && is_told(&switch.otherwise, named)
        }
        Expr::Helper(_, gives) => is_told(gives, named),
        _ => false,
    }
}

/// Calendars that no SLA, ladder, rule or other calendar counts by.
fn calendars(survey: &Survey<'_>, texts: &SortedSet<Text>) -> Vec<Finding> {
    let agreements = survey.desk.agreements();
    let of_policies = agreements.policies.iter().flat_map(|policy| {
        policy.calendar.iter().chain(policy.targets.iter().filter_map(|target| target.calendar.as_ref()))
    });
    let of_ladders = agreements.ladders.iter().filter_map(|ladder| ladder.quiet.as_ref());
    let of_calendars = agreements.calendars.all().flat_map(|calendar| &calendar.resolved().document.includes);
    let used: SortedSet<&str> =
        of_policies.chain(of_ladders).chain(of_calendars).chain(texts).map(|name| &**name).collect();
    // A file of nothing but calendars is meant for others.
    let is_alone = agreements.policies.is_empty() && survey.rules.is_empty();
    let unused = agreements.calendars.names().filter(|name| !used.contains(name) && !is_alone);
    let found = unused.filter_map(|name| {
        let message = format!("nothing counts by the calendar {name}", name = quoted(name));
        told(
            survey,
            "calendar",
            name,
            message,
            "name it in an SLA, in `quiet` of a ladder or in a condition, or take it away",
        )
    });
    found.collect()
}

fn matrices(survey: &Survey<'_>) -> Vec<Finding> {
    fn names(expr: &Expr, into: &mut SortedSet<Text>) {
        if let Expr::Call(function, args) = expr {
            let of_matrices = function.params.iter().zip(args).filter(|(param, _)| param.takes == Takes::Matrix);
            of_matrices.for_each(|(_, arg)| vocabulary::all_texts(arg, into));
        }
        expr.below().into_iter().for_each(|part| names(part, into));
    }
    let mut used = SortedSet::new();
    survey.exprs().into_iter().for_each(|(_, expr)| names(expr, &mut used));
    let unused = survey.frame().matrices.keys().filter(|name| !used.contains(*name));
    let found = unused.filter_map(|name| {
        let message = format!("no rule looks into the matrix {name}");
        told(survey, "matrix", name, message, &format!("write matrix(\"{name}\") in a rule, or take it away"))
    });
    found.collect()
}

/// Declared fields that no rule, SLA or test has to do with.
fn fields(survey: &Survey<'_>) -> Vec<Finding> {
    let mut used = ByPath::default();
    for (_, expr) in survey.exprs() {
        paths(expr, survey.frame()).into_iter().for_each(|path| used.add(path, 0));
    }
    for rule in survey.all_rules() {
        deeds::calls(rule).iter().flat_map(deeds::writes).for_each(|path| used.add(path, 0));
    }
    for target in survey.desk.agreements().policies.iter().flat_map(|policy| &policy.targets) {
        if let Amount::By(promise) = &target.amount {
            used.add(promise.field.clone(), 0);
        }
    }
    for matrix in survey.frame().matrices.values() {
        [&matrix.row, &matrix.column].into_iter().for_each(|path| used.add(path.clone(), 0));
    }
    let tested = OnceCell::new();
    let is_tested = |path: &Path| tested.get_or_init(|| Named::behind_declarations(survey)).has(path);
    let unused = survey.desk.schema().declared().filter(|field| !used.has(&field.path) && !is_tested(&field.path));
    let found = unused.filter_map(|field| {
        let name = field.path.to_string();
        let short = name.strip_prefix("ticket.").unwrap_or(&name);
        let message = format!("no rule, SLA or test has to do with the field `{short}`");
        told(survey, "field", short, message.clone(), "use it, or take it away")
            .or_else(|| told(survey, "field", &name, message, "use it, or take it away"))
    });
    found.collect()
}

/// All that is named behind the declarations of fields: in tests as well, which are not compiled here.
struct Named<'a> {
    /// The ends of all words, from each of their letters on, in order: what begins one of them stands in some word.
    ends: Vec<&'a str>,
    /// The lines themselves, for names that are no words.
    lines: Vec<&'a str>,
}

impl<'a> Named<'a> {
    /// So much of a word is kept in order; a name is hardly longer.
    const LONGEST: usize = 64;

    fn behind_declarations(survey: &Survey<'a>) -> Named<'a> {
        let lines = survey.desk.pack().rule_files().flat_map(|(_, text)| text.lines());
        let lines: Vec<&str> = lines.filter(|line| !line.trim_start().starts_with("field ")).collect();
        let words: SortedSet<&str> = lines.iter().flat_map(|line| line.split(|letter| !is_of_word(letter))).collect();
        let ends = |word: &'a str| {
            word.char_indices().map(move |(at, _)| {
                let end = &word[at..];
                end.char_indices().nth(Named::LONGEST).map_or(end, |(most, _)| &end[..most])
            })
        };
        let mut ends: Vec<&str> = words.into_iter().flat_map(ends).collect();
        survey.work.charge(ends.len() as u64);
        ends.sort_unstable();
        ends.dedup();
        Named { ends, lines }
    }

    /// Whether the name of a field stands anywhere.
    fn has(&self, path: &Path) -> bool {
        let Some(name) = path.names.last() else { return false };
        if !name.chars().all(is_of_word) || name.chars().count() > Named::LONGEST {
            return self.lines.iter().any(|line| line.contains(&**name));
        }
        let first = self.ends.partition_point(|end| *end < &**name);
        self.ends.get(first).is_some_and(|end| end.starts_with(&**name))
    }
}

fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// The name under which named values say a team.
const TEAM: &str = "team";

fn takes_a_team(kind: ParamKind) -> bool {
    matches!(kind, ParamKind::TextOrNamed(names) if names.contains(&TEAM))
}

/// Teams that a rule asks for and the roster of the desk does not have.
fn teams(survey: &Survey<'_>) -> Vec<Finding> {
    let roster = survey.desk.roster();
    if roster.teams.is_empty() {
        return vec![];
    }
    let mut found = vec![];
    for rule in survey.all_rules() {
        for (call, arg) in deeds::args_of_kind(rule, takes_a_team) {
            let asked = match arg {
                Expr::Const(Value::Map(map)) => map.get(TEAM).and_then(Value::as_text),
                _ => None,
            };
            if let Some(team) = asked.filter(|team| roster.team(team).is_none()) {
                let place = call.at.of(&rule.place.file);
                let known = roster.teams.iter().map(|team| &*team.id);
                let help =
                    suggest::did_you_mean(team, known, "\"").unwrap_or_else(|| "add it to roster.json".to_owned());
                if survey.is_asked(&place) {
                    let message = format!("the roster of this desk has no team {team}", team = quoted(team));
                    found.push(survey.finding(&place, "unknown-team", message, help).about([rule]));
                }
            }
        }
    }
    found
}
