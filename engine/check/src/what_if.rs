//! What would have had to differ for a rule to fire: the smallest change of the request, tried before it is told.

use std::sync::Arc;

use serde::Serialize;
use tierline::Desk;
use tierline_condition::{Expr, Facts, Guest, ScriptId, Trouble, functions::Says};
use tierline_model::{
    ActionCall, Answer, Limits, Map, Path, Place, Request, RuleTrace, SortedSet, Tell, Text, Value, Verdict as Became,
    quoted,
};
use tierline_rules::Rule;

use crate::{
    Witness, deeds,
    findings::listed,
    reason::{Builder, Formula, Ground, Search, Terms, paths, realised, solve},
    survey::{evaluation, fired},
    work::Work,
    written::{Written, WrittenBy},
};

/// Fields that may differ at once. A change of more is none that would tell anybody anything.
const MOST_CHANGES: usize = 4;

/// Rules that may stand in the way, one after the other.
const MOST_IN_THE_WAY: usize = 24;

/// The smallest change of a request that makes a rule fire. It was evaluated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WhatIf {
    /// The rule.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub rule: Text,
    /// What differs.
    pub changes: Vec<Change>,
    /// The request as it would have had to be.
    pub request: Witness,
}

/// A field of a request that would have had to hold something else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Change {
    /// The field; `now` for the instant.
    pub field: String,
    /// What it held.
    #[cfg_attr(feature = "schema", schemars(with = "serde_json::Value"))]
    pub was: Value,
    /// What it would have had to hold.
    #[cfg_attr(feature = "schema", schemars(with = "serde_json::Value"))]
    pub instead: Value,
}

impl WhatIf {
    /// In a sentence: `It would have fired had ticket.priority been "P1" instead of "P4".`
    pub fn sentence(&self) -> String {
        if let [Change { field, instead: Value::Instant(at), .. }] = self.changes.as_slice()
            && field == "now"
        {
            return format!("{} fires by time alone, at {at}, if nothing else happens.", quoted(&self.rule));
        }
        let had =
            self.changes.iter().map(|Change { field, was, instead }| match (was.is_missing(), instead.is_missing()) {
                (true, false) => format!("{field} been {instead}"),
                (true, true) => format!("{field} been named, as missing"),
                (_, true) => format!("{field} been missing instead of {was}"),
                _ => format!("{field} been {instead} instead of {was}"),
            });
        let had: Vec<String> = had.collect();
        let had = listed(had);
        format!("{} would have fired had {had}.", quoted(&self.rule))
    }
}

/// The smallest change of `request` that makes `rule` fire; `None` where it fires as it is, and where none was found.
///
/// ```
/// # use tierline::{Desk, Limits, Pack, Timestamp};
/// let rules = "stage triage\nrule \"urgent\" {\n  when ticket.priority in [\"P1\", \"P2\"] && requester.vip\n  then { add_tag(\"urgent\"); }\n}\n";
/// let desk = Desk::compile(Pack::of("desk.rhai", rules), Limits::SERVER).unwrap();
/// let now = Timestamp::parse("2026-11-23T10:00:00Z").unwrap();
/// let request = desk.read_ticket(serde_json::json!({"priority": "P3", "requester": {"vip": true}}), now).unwrap();
/// let what_if = tierline_check::what_if(&desk, &request, "urgent").unwrap();
/// assert_eq!(what_if.sentence(), r#""urgent" would have fired had ticket.priority been "P1" instead of "P3"."#);
/// ```
pub fn what_if(desk: &Desk, request: &Request, rule: &str) -> Option<WhatIf> {
    what_if_within(desk, request, rule, desk.limits().what_if_work).found
}

/// What came of a search for what would have had to differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Searched {
    /// The smallest change that was found.
    pub found: Option<WhatIf>,
    /// Units of work that it took.
    pub work: u64,
    /// Whether it ended because it might take no more work: a change may be there that was not looked at.
    pub is_cut_short: bool,
}

/// As [`what_if`], with so many units of work at most.
pub fn what_if_within(desk: &Desk, request: &Request, rule: &str, work: u64) -> Searched {
    let work = Work::new(work, work);
    let found = searched(desk, request, rule, &work);
    let is_cut_short = found.is_none() && work.is_spent();
    Searched { found, work: work.done(), is_cut_short }
}

fn searched(desk: &Desk, request: &Request, rule: &str, work: &Work) -> Option<WhatIf> {
    if work.is_spent() {
        return None;
    }
    let rule = desk.rules().rules().find(|known| &*known.name == rule)?;
    let search = Tried { desk, request, rule, work };
    let answer = search.evaluated(request);
    if fired(&answer, rule) {
        return None;
    }
    search.by_time().or_else(|| search.by_change(answer))
}

/// A rule that did not fire for a request, and what is tried for it to.
struct Tried<'a> {
    desk: &'a Desk,
    request: &'a Request,
    rule: &'a Rule,
    work: &'a Work,
}

fn traces(answer: &Answer) -> impl Iterator<Item = &RuleTrace> {
    answer.trace.iter().flat_map(|trace| &trace.stages).flat_map(|stage| &stage.rules)
}

impl Tried<'_> {
    fn evaluated(&self, request: &Request) -> Answer {
        let (answer, taken) = self.desk.evaluate_counting(request.clone(), &Tell::All);
        self.work.charge(taken + evaluation(self.desk) + self.desk.rule_count() as u64);
        answer
    }

    /// Whether it only takes time.
    fn by_time(&self) -> Option<WhatIf> {
        let (frame, condition) = (self.desk.frame(), &self.rule.condition);
        if !condition.moves(&frame.layout) {
            return None;
        }
        let waiting = Arc::new(
            Facts::new(frame.clone(), self.request.clone(), self.desk.limits().of_wake()).at(self.request.now),
        );
        let at = condition.next_onset(&waiting, &mut Silent)?;
        let mut later = self.request.clone();
        later.event = Map::from([("kind".into(), Value::text("timer")), ("at".into(), Value::Instant(at))]);
        later.since = Some(self.request.now);
        later.now = at;
        fired(&self.evaluated(&later), self.rule).then(|| {
            let (was, instead) = (Value::Instant(self.request.now), Value::Instant(at));
            let change = Change { field: "now".to_owned(), was, instead };
            WhatIf { rule: self.rule.name.clone(), changes: vec![change], request: Witness::of(&later) }
        })
    }

    fn by_change(&self, as_it_is: Answer) -> Option<WhatIf> {
        let (desk, request, rule) = (self.desk, self.request, self.rule);
        let facts = Facts::new(desk.frame().clone(), request.clone(), Limits::NONE);
        let before = rules_that_fired(&as_it_is);
        let written = Written::by(desk, rule, &before);
        let versions = held_before(desk, rule, &written, &before);
        let mut terms = Terms::default();
        let holds = Builder { frame: desk.frame(), terms: &mut terms, versions: &versions }.holds(&rule.condition);
        let mut wanted = vec![holds];
        let mut in_the_way: SortedSet<Text> = passed_by(&as_it_is, rule).into_iter().collect();
        let mut cleared: SortedSet<Text> = SortedSet::new();
        for most in 1..=MOST_CHANGES {
            loop {
                for other in desk.rules().rules().filter(|known| in_the_way.contains(&known.name)) {
                    let mut builder = Builder { frame: desk.frame(), terms: &mut terms, versions: &versions };
                    wanted.push(builder.holds_not(&other.condition));
                }
                cleared.extend(std::mem::take(&mut in_the_way));
                let mut found = None;
                let search = Search { most_changes: Some(most), ..Search::WITNESS };
                let formulas: Vec<&Formula> = wanted.iter().collect();
                let ground = Ground { terms: &terms, facts: &facts, work: self.work };
                solve(&formulas, ground, search, &mut |bounds| {
                    let changed = realised(request, bounds, &terms, desk.frame());
                    let Some(changed) = changed.filter(|changed| changed.check(desk.schema()).is_ok()) else {
                        return false;
                    };
                    let answer = self.evaluated(&changed);
                    if fired(&answer, rule) {
                        found = Some(changed);
                        return true;
                    }
                    in_the_way.extend(passed_by(&answer, rule));
                    in_the_way.extend(meddlers(desk, rule, &before, &answer));
                    false
                });
                if let Some(changed) = found {
                    return Some(told(request, &changed, rule));
                }
                in_the_way.retain(|name| !cleared.contains(name));
                if in_the_way.is_empty() || cleared.len() > MOST_IN_THE_WAY || self.work.is_spent() {
                    break;
                }
            }
        }
        None
    }
}

/// The names of the rules that fired.
fn rules_that_fired(answer: &Answer) -> SortedSet<Text> {
    let fired = traces(answer).filter(|trace| matches!(trace.verdict, Became::Fired { .. }));
    fired.map(|trace| trace.rule.clone()).collect()
}

/// Who ended the search before it came to the rule.
fn passed_by(answer: &Answer, rule: &Rule) -> Option<Text> {
    let trace = traces(answer).find(|trace| trace.rule == rule.name)?;
    match &trace.verdict {
        Became::Passed { by } => Some(by.clone()),
        _ => None,
    }
}

/// Rules that did not fire for the request as it is, and that now write what the rule reads before it is looked at.
fn meddlers(desk: &Desk, rule: &Rule, fired_before: &SortedSet<Text>, answer: &Answer) -> Vec<Text> {
    let parts = rule.condition.parts.iter();
    let read: Vec<Path> = parts.flat_map(|part| paths(&part.expr, desk.frame())).collect();
    let writes = |other: &Rule| {
        deeds::calls(other).iter().flat_map(deeds::writes).any(|path| read.iter().any(|read| read.overlaps(&path)))
    };
    let fired = rules_that_fired(answer);
    let is_new = |other: &Rule| fired.contains(&other.name) && !fired_before.contains(&other.name);
    let before = desk.rules().rules().take_while(|known| known.name != rule.name);
    before.filter(|other| is_new(other) && writes(other)).map(|other| other.name.clone()).collect()
}

impl Written {
    /// What rules that fired may have written before a rule was looked at.
    fn by(desk: &Desk, rule: &Rule, fired: &SortedSet<Text>) -> Written {
        let mut written = Written::default();
        let before = desk.rules().rules().take_while(|known| known.name != rule.name);
        before.filter(|known| fired.contains(&known.name)).for_each(|earlier| written.note(earlier));
        written
    }
}

/// What rules that fired had written before a rule was looked at, as far as it is known.
fn held_before<'w>(desk: &Desk, rule: &Rule, written: &'w Written, fired: &SortedSet<Text>) -> WrittenBy<'w> {
    let mut held = written.at(written.now());
    let before = desk.rules().rules().take_while(|known| known.name != rule.name);
    for earlier in before.filter(|known| fired.contains(&known.name)) {
        for set in deeds::sets(earlier).into_iter().filter(|set| set.always) {
            let is_plain = match &*set.to {
                Expr::Const(_) => true,
                Expr::Call(function, _) if *function.says == Says::Cell => !looks_itself_up(desk, &set.to, &set.field),
                _ => false,
            };
            if is_plain {
                held.hold(set.field.clone(), set.to.into_owned());
            }
        }
    }
    held
}

/// Whether what is written to a field is looked up by fields that were written themselves.
fn looks_itself_up(desk: &Desk, to: &Expr, field: &Path) -> bool {
    paths(to, desk.frame()).iter().any(|path| path.overlaps(field))
}

fn told(request: &Request, changed: &Request, rule: &Rule) -> WhatIf {
    let mut changes = vec![];
    compare("ticket", &request.ticket.0, &changed.ticket.0, &mut changes);
    compare("event", &request.event, &changed.event, &mut changes);
    compare("context", &request.context, &changed.context, &mut changes);
    if request.now != changed.now {
        let (was, instead) = (Value::Instant(request.now), Value::Instant(changed.now));
        changes.push(Change { field: "now".to_owned(), was, instead });
    }
    WhatIf { rule: rule.name.clone(), changes, request: Witness::of(changed) }
}

/// The fields in which two records differ, as rules write them.
fn compare(record: &str, was: &Map, instead: &Map, changes: &mut Vec<Change>) {
    let names: SortedSet<&Text> = was.keys().chain(instead.keys()).collect();
    for name in names {
        let is_named_anew = names_by_missing(record) && was.contains_key(name) != instead.contains_key(name);
        let (old, new) = (was.get(name).unwrap_or(&Value::Missing), instead.get(name).unwrap_or(&Value::Missing));
        if old == new && !is_named_anew {
            continue;
        }
        let is_inner = record == "ticket" && ["requester", "organisation", "asset"].contains(&&**name);
        let field = if is_inner { name.to_string() } else { format!("{record}.{name}") };
        let empty = Map::new();
        match (old.as_map(), new.as_map()) {
            (None, None) => changes.push(Change { field, was: old.clone(), instead: new.clone() }),
            (old, new) => compare(&field, old.unwrap_or(&empty), new.unwrap_or(&empty), changes),
        }
    }
}

/// Whether a missing value says something in a record: that a field, before the event changed it, held nothing.
fn names_by_missing(record: &str) -> bool {
    record == "event.before" || record.starts_with("event.before.")
}

/// In place of scripts: it says that it cannot tell.
struct Silent;

impl Silent {
    fn trouble<T>() -> Result<T, Trouble> {
        Err(Trouble { place: Place::file(""), code: "no-interpreter", reason: String::new() })
    }
}

impl Guest for Silent {
    fn decide(&mut self, _: ScriptId, _: usize, _: &Arc<Facts>) -> Result<bool, Trouble> {
        Silent::trouble()
    }

    fn act(&mut self, _: ScriptId, _: &Arc<Facts>) -> Result<Vec<ActionCall>, Trouble> {
        Silent::trouble()
    }
}
