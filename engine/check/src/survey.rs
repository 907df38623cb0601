//! A desk, laid out for reasoning: every rule with what it takes to hold, in the order in which rules are looked at.

use std::{cell::RefCell, sync::Arc};

use tierline::Desk;
use tierline_condition::{Condition, Expr, Facts, Frame};
use tierline_model::{
    Answer, Diagnostic, Mode, Path, Place, Request, Root, SortedMap, Spot, Tell, Value, Verdict as Became,
};
use tierline_rules::{Rule, StageRules};

use crate::{
    Finding, Scope, Witness, deeds,
    reason::{
        Bounds, Builder, Domain, Formula, Search, TermId, Terms, Verdict, Versions, base_request, bounds, paths,
        realised, solve,
    },
};

/// A desk, laid out for reasoning.
pub(crate) struct Survey<'a> {
    pub(crate) desk: &'a Desk,
    pub(crate) scope: &'a Scope,
    pub(crate) rules: Vec<Surveyed<'a>>,
    /// A ticket without fields.
    pub(crate) nothing: Facts,
    terms: RefCell<Terms>,
    /// How often rules have written to a field once all were looked at.
    written: Written,
}

/// A rule, and what it takes for it to hold.
pub(crate) struct Surveyed<'a> {
    pub(crate) rule: &'a Rule,
    pub(crate) stage: &'a StageRules,
    pub(crate) is_otherwise: bool,
    pub(crate) holds: Formula,
    pub(crate) holds_not: Formula,
    /// What single fields must hold for it to hold; `None` where it never does.
    pub(crate) bounds: Option<Bounds>,
    /// Terms that keep it from holding for a ticket of which nothing is known.
    unmet: Vec<TermId>,
    /// The fields that its condition reads.
    pub(crate) reads: Vec<Path>,
    /// The fields that its actions read.
    pub(crate) reads_acting: Vec<Path>,
    /// Whether its bounds are all there is to it.
    is_plain: bool,
    /// Whether part of its condition is known to its script only, which may read anything.
    pub(crate) is_asking: bool,
    /// What was written before it is looked at.
    written: Written,
}

impl Surveyed<'_> {
    /// Whether its condition reads a field, or may do so in a script.
    pub(crate) fn reads(&self, field: &Path) -> bool {
        self.is_asking || self.reads.iter().any(|path| path.overlaps(field))
    }
}

/// How often fields may have been written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Written {
    times: SortedMap<Path, u64>,
    /// By scripts, which may write to any field.
    anything: u64,
    /// What some fields are known to hold.
    held: SortedMap<Path, Expr>,
}

impl Written {
    /// Says what a field holds from now on.
    pub(crate) fn hold(&mut self, field: Path, value: Expr) {
        self.held.insert(field, value);
    }

    pub(crate) fn note(&mut self, rule: &Rule) {
        if deeds::is_scripted(rule) {
            self.anything += 1;
        }
        for path in deeds::calls(rule).iter().flat_map(deeds::writes) {
            *self.times.get_or_default(path) += 1;
        }
    }
}

impl Versions for Written {
    fn version(&self, path: &Path) -> u64 {
        let times: u64 = self.times.iter().filter(|(known, _)| known.overlaps(path)).map(|(_, times)| times).sum();
        let is_of_ticket = path.root == Root::Ticket || path.root.is_part_of_ticket();
        times + if is_of_ticket { self.anything } else { 0 }
    }

    fn held(&self, path: &Path) -> Option<&Expr> {
        self.held.get(path)
    }
}

impl<'a> Survey<'a> {
    pub(crate) fn of(desk: &'a Desk, scope: &'a Scope) -> Survey<'a> {
        let nothing = Facts::new(desk.frame().clone(), base_request(), tierline_model::Limits::NONE);
        let mut survey =
            Survey { desk, scope, rules: vec![], nothing, terms: RefCell::default(), written: Written::default() };
        for stage in &desk.rules().stages {
            survey.add_stage(stage);
        }
        survey
    }

    fn add_stage(&mut self, stage: &'a StageRules) {
        let at_first = self.written.clone();
        // Where a rule that fires keeps others from firing, those are only looked at where it has written nothing.
        let mut held_back: Vec<&Rule> = vec![];
        let is_beside = |above: &Rule, rule: &Rule| stage.mode == Mode::First || above.is_row_above(rule);
        for rule in &stage.rules {
            if held_back.last().is_some_and(|above| !is_beside(above, rule)) {
                held_back.drain(..).for_each(|rule| self.written.note(rule));
            }
            self.add(stage, rule, self.written.clone(), false);
            held_back.push(rule);
        }
        held_back.drain(..).for_each(|rule| self.written.note(rule));
        if let Some(otherwise) = &stage.otherwise {
            self.add(stage, otherwise, at_first, true);
            self.written.note(otherwise);
        }
    }

    fn add(&mut self, stage: &'a StageRules, rule: &'a Rule, written: Written, is_otherwise: bool) {
        let holds = self.build(&written, |builder| builder.holds(&rule.condition));
        let holds_not = self.build(&written, |builder| builder.holds_not(&rule.condition));
        let bounds = bounds(&holds, &self.terms.borrow(), &self.nothing);
        let parts = || rule.condition.parts.iter().map(|part| &part.expr);
        let reads = parts().flat_map(|expr| paths(expr, self.frame())).collect();
        let is_asking = parts().any(|expr| !expr.asks().is_empty());
        let is_plain = holds.is_plain();
        let reads_acting = deeds::reads(rule, self.frame());
        self.rules.push(Surveyed {
            rule,
            stage,
            is_otherwise,
            holds,
            holds_not,
            unmet: self.unmet(&bounds),
            bounds,
            reads,
            reads_acting,
            is_plain,
            is_asking,
            written,
        });
    }

    fn unmet(&self, bounds: &Option<Bounds>) -> Vec<TermId> {
        let terms = self.terms.borrow();
        let fails = |(term, domain): &(&TermId, &Arc<Domain>)| {
            let value = terms.get(**term).expr.value(&self.nothing);
            !value.is_ok_and(|value| domain.has(&value, &self.nothing))
        };
        bounds.iter().flatten().filter(fails).map(|(term, _)| *term).collect()
    }

    /// Whether a rule holds for some ticket for which none of the others does: tried with little known of it, and at both ends
    /// of what the rule asks for. It is quick, and says so less often than it is.
    pub(crate) fn stands_free(&self, rule: &Surveyed<'_>, others: &[&Surveyed<'_>]) -> bool {
        let Some(bounds) = &rule.bounds else { return false };
        // What is asked of other things than single fields, a sample may miss.
        let ends = [Value::Int(i64::MIN), Value::Int(i64::MAX)];
        rule.is_plain
            && ends.iter().any(|end| {
                let one = |domain: &Domain| Domain::equal_to(&domain.pick(end, &self.nothing)?);
                let sample: Option<SortedMap<&TermId, Domain>> =
                    bounds.iter().map(|(term, domain)| Some((term, one(domain)?))).collect();
                let Some(sample) = sample else { return false };
                let fails = |other: &&Surveyed<'_>| {
                    let outside = other.unmet.iter().any(|term| !bounds.contains_key(term));
                    let inside = || {
                        let theirs = other.bounds.iter().flatten();
                        theirs.into_iter().any(|(term, domain)| sample.get(term).is_some_and(|one| one.misses(domain)))
                    };
                    outside || inside()
                };
                others.iter().all(fails)
            })
    }

    fn build(&self, written: &Written, of: impl FnOnce(&mut Builder<'_>) -> Formula) -> Formula {
        of(&mut Builder { frame: self.frame(), terms: &mut self.terms.borrow_mut(), versions: written })
    }

    /// That a condition holds once all rules were looked at, and what it takes for it not to.
    pub(crate) fn in_the_end(&self, condition: &Condition) -> (Formula, Formula) {
        let holds = self.build(&self.written, |builder| builder.holds(condition));
        (holds, self.build(&self.written, |builder| builder.holds_not(condition)))
    }

    /// That an expression gives `truth` where a rule is looked at.
    pub(crate) fn is_at(&self, at: &Surveyed<'_>, expr: &Expr, truth: bool) -> Formula {
        self.build(&at.written, |builder| builder.is(expr, truth))
    }

    /// That an expression gives `truth` on the ticket as it comes.
    pub(crate) fn is_at_first(&self, expr: &Expr, truth: bool) -> Formula {
        self.build(&Written::default(), |builder| builder.is(expr, truth))
    }

    /// That the condition of a rule holds once all rules were looked at.
    pub(crate) fn holds_in_the_end(&self, rule: &Surveyed<'_>) -> Formula {
        self.in_the_end(&rule.rule.condition).0
    }

    /// That a rule holds right behind another one that fired and wrote what is known of it.
    pub(crate) fn holds_after(&self, rule: &Surveyed<'_>, fired: &Surveyed<'_>) -> Formula {
        let mut written = rule.written.clone();
        for set in deeds::sets(fired.rule).iter().filter(|set| set.always) {
            let by_others = rule.written.version(&set.field) - fired.written.version(&set.field) > 1;
            if let (Some(value), false) = (set.constant(), by_others) {
                written.hold(set.field.clone(), Expr::Const(value.clone()));
            }
        }
        self.build(&written, |builder| builder.holds(&rule.rule.condition))
    }

    pub(crate) fn frame(&self) -> &'a Frame {
        self.desk.frame()
    }

    /// Whether nothing makes all of these true: a proof.
    pub(crate) fn never(&self, wanted: &[&Formula]) -> bool {
        solve(wanted, &self.terms.borrow(), &self.nothing, Search::PROOF, &mut |_| true) == Verdict::Never
    }

    /// A request that makes all of these true, and whose answer `shows` what is looked for. The answer tells of the rules `told`.
    pub(crate) fn witness(
        &self,
        wanted: &[&Formula],
        told: &[&Rule],
        shows: &dyn Fn(&Answer) -> bool,
    ) -> Option<Witness> {
        let mut found = None;
        let tell = Tell::Fired(told.iter().map(|rule| rule.name.clone()).collect());
        let (terms, base) = (self.terms.borrow(), Request { roster: self.desk.roster().clone(), ..base_request() });
        let mut accept = |bounds: &Bounds| {
            let request = realised(&base, bounds, &terms, self.desk.frame());
            let Some(request) = request.filter(|request| request.check(self.desk.schema()).is_ok()) else {
                return false;
            };
            let answer = self.desk.evaluate_telling(request.clone(), &tell);
            let is_shown = shows(&answer);
            if is_shown {
                found = Some(Witness::of(&request));
            }
            is_shown
        };
        solve(wanted, &terms, &self.nothing, Search::WITNESS, &mut accept);
        found
    }

    /// Whether two rules surely never hold for the same ticket; said quickly and not always.
    pub(crate) fn are_apart(&self, one: &Surveyed<'_>, another: &Surveyed<'_>) -> bool {
        let (Some(a), Some(b)) = (&one.bounds, &another.bounds) else { return true };
        let (few, many) = if a.len() < b.len() { (a, b) } else { (b, a) };
        few.iter().any(|(term, domain): (&TermId, _)| many.get(term).is_some_and(|other| other.misses(domain)))
    }

    /// Whether a place lies in what is looked at.
    pub(crate) fn is_asked(&self, place: &Place) -> bool {
        self.scope.files.as_ref().is_none_or(|files| files.contains(&place.file))
    }

    fn text_of(&self, file: &str) -> &'a str {
        self.desk.pack().files.get(file).map(String::as_str).unwrap_or_default()
    }

    /// Where a file declares something: `queue "network"`, `matrix priority`.
    pub(crate) fn declared_at(&self, keyword: &str, name: &str) -> Option<Place> {
        self.desk.pack().rule_files().find_map(|(file, text)| {
            let mut lines = (1..).zip(text.lines());
            lines.find_map(|(number, line)| {
                let written = line.trim_start().strip_prefix(keyword)?.strip_prefix(' ')?.trim_start();
                let quoted = format!("{name:?}");
                let length = if written.starts_with(&quoted) { quoted.chars().count() } else { name.chars().count() };
                let rest = written.strip_prefix(&*quoted).or_else(|| written.strip_prefix(name))?;
                let ends = rest.chars().next().is_none_or(|next| !next.is_alphanumeric() && next != '_' && next != '.');
                let column = line.chars().count() - written.chars().count() + 1;
                let spot = Spot::new(number, u32::try_from(column).ok()?, u32::try_from(length).ok()?);
                ends.then(|| spot.of(&file.into()))
            })
        })
    }

    /// The conditions of the desk outside of rules: of SLAs, ladders and their steps.
    pub(crate) fn conditions(&self) -> impl Iterator<Item = &'a Condition> {
        let agreements = self.desk.agreements();
        let of_ladders = agreements
            .ladders
            .iter()
            .flat_map(|ladder| ladder.when.iter().chain(ladder.steps.iter().filter_map(|step| step.when.as_ref())));
        agreements.conditions.iter().chain(of_ladders)
    }

    /// All rules, and the steps of ladders as rules.
    pub(crate) fn all_rules(&self) -> impl Iterator<Item = &'a Rule> {
        self.desk.rules().rules().chain(self.desk.rules().steps.iter().flatten())
    }

    /// Every expression of the desk, and the rule that it stands in.
    pub(crate) fn exprs(&self) -> Vec<(Option<&'a Rule>, &'a Expr)> {
        let in_rules = self.all_rules().flat_map(|rule| {
            let parts = rule.condition.parts.iter().map(|part| &part.expr);
            let calls = deeds::calls(rule)
                .iter()
                .flat_map(|call| call.args.iter().chain(call.when.iter().flat_map(|when| when.iter())));
            parts.chain(calls).map(move |expr| (Some(rule), expr))
        });
        let outside = self.conditions().flat_map(|condition| condition.parts.iter().map(|part| (None, &part.expr)));
        in_rules.chain(outside).collect()
    }

    /// Whether some rule does what only its script knows, or some condition asks what only its script knows.
    pub(crate) fn has_scripts(&self) -> bool {
        self.all_rules().any(deeds::is_scripted) || self.exprs().iter().any(|(_, expr)| !expr.asks().is_empty())
    }

    /// A finding at a place, with its line.
    pub(crate) fn finding(&self, place: &Place, code: &str, message: String, help: impl Into<String>) -> Finding {
        let diagnostic = Diagnostic::error(place.clone(), code, message).showing(self.text_of(&place.file));
        diagnostic.warning().help(help.into()).into()
    }
}

/// Whether a rule fired, as far as an answer tells.
pub(crate) fn fired(answer: &Answer, rule: &Rule) -> bool {
    let stages = answer.trace.iter().flat_map(|trace| &trace.stages);
    let mut rules = stages.flat_map(|stage| &stage.rules);
    rules.any(|trace| trace.rule == rule.name && matches!(trace.verdict, Became::Fired { .. }))
}

/// Rules of whom the first that fires keeps the others from firing, in order: stages and tables of the first that fits.
pub(crate) fn ladders<'s, 'a>(survey: &'s Survey<'a>) -> Vec<Vec<&'s Surveyed<'a>>> {
    let mut ladders: Vec<Vec<&Surveyed<'_>>> = vec![];
    for rule in survey.rules.iter().filter(|rule| !rule.is_otherwise) {
        let goes_on = ladders.last().and_then(|ladder| ladder.last()).is_some_and(|above: &&Surveyed<'_>| {
            let is_first = rule.stage.mode == Mode::First;
            above.stage.stage == rule.stage.stage && (is_first || above.rule.is_row_above(rule.rule))
        });
        match ladders.last_mut().filter(|_| goes_on) {
            Some(ladder) => ladder.push(rule),
            None => ladders.push(vec![rule]),
        }
    }
    ladders.retain(|ladder| ladder.len() > 1);
    ladders
}
