//! A desk, laid out for reasoning: every rule with what it takes to hold, in the order in which rules are looked at.

use std::{
    cell::{OnceCell, RefCell},
    sync::Arc,
};

use tierline::Desk;
use tierline_condition::{Condition, Expr, Facts, Frame};
use tierline_model::{
    Answer, Diagnostic, Limits, Mode, Path, Place, Request, SortedMap, Tell, Text, Value, Verdict as Became,
};
use tierline_rules::{Rule, StageRules};

use crate::{
    Finding, Scope, Witness, deeds,
    overlaps::{Bounded, Member, Overlaps},
    reason::{
        Bounds, Builder, Domain, Formula, Ground, Search, TermId, Terms, Verdict, Versions, base_request, bounds,
        paths, realised, solve,
    },
    sources::Sources,
    work::Work,
    written::{Written, WrittenBy},
};

/// A desk, laid out for reasoning.
pub(crate) struct Survey<'a> {
    pub(crate) desk: &'a Desk,
    pub(crate) scope: &'a Scope,
    pub(crate) rules: Vec<Surveyed<'a>>,
    /// A ticket without fields.
    pub(crate) nothing: Facts,
    pub(crate) work: Work,
    /// What an evaluation takes.
    evaluation: u64,
    sources: Sources<'a>,
    terms: RefCell<Terms>,
    /// What rules write, in their order.
    written: Written,
    /// Of every SLA, what it takes for its condition to hold once all rules were looked at, and for it not to.
    of_policies: OnceCell<Vec<(Formula, Formula)>>,
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
    /// The time at which it is looked at.
    time: usize,
    /// Where it stands in the survey.
    pub(crate) number: usize,
}

impl Bounded for Surveyed<'_> {
    fn bounds(&self) -> Option<&Bounds> {
        self.bounds.as_ref()
    }
}

impl Surveyed<'_> {
    /// Whether its condition reads a field, or may do so in a script.
    pub(crate) fn reads(&self, field: &Path) -> bool {
        self.is_asking || self.reads.iter().any(|path| path.overlaps(field))
    }
}

impl<'a> Survey<'a> {
    pub(crate) fn of(desk: &'a Desk, scope: &'a Scope, work: Work) -> Survey<'a> {
        let mut survey = Survey {
            desk,
            scope,
            rules: vec![],
            nothing: Facts::new(desk.frame().clone(), base_request(), Limits::NONE),
            work,
            evaluation: evaluation(desk),
            sources: Sources::of(desk),
            terms: RefCell::default(),
            written: Written::default(),
            of_policies: OnceCell::new(),
        };
        for stage in &desk.rules().stages {
            survey.add_stage(stage);
        }
        survey
    }

    fn add_stage(&mut self, stage: &'a StageRules) {
        let at_first = self.written.now();
        // Where a rule that fires keeps others from firing, those are only looked at where it has written nothing.
        let mut held_back: Vec<&Rule> = vec![];
        let is_beside = |above: &Rule, rule: &Rule| stage.mode == Mode::First || above.is_row_above(rule);
        for rule in &stage.rules {
            if held_back.last().is_some_and(|above| !is_beside(above, rule)) {
                held_back.drain(..).for_each(|rule| self.written.note(rule));
            }
            self.add(stage, rule, self.written.now(), false);
            held_back.push(rule);
        }
        held_back.drain(..).for_each(|rule| self.written.note(rule));
        if let Some(otherwise) = &stage.otherwise {
            self.add(stage, otherwise, at_first, true);
            self.written.note(otherwise);
        }
    }

    fn add(&mut self, stage: &'a StageRules, rule: &'a Rule, time: usize, is_otherwise: bool) {
        let written = self.written.at(time);
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
            time,
            number: self.rules.len(),
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

    fn build(&self, written: &WrittenBy<'_>, of: impl FnOnce(&mut Builder<'_>) -> Formula) -> Formula {
        let built = of(&mut Builder { frame: self.frame(), terms: &mut self.terms.borrow_mut(), versions: written });
        self.work.charge(2 * built.weight());
        built
    }

    fn at_the_end(&self) -> WrittenBy<'_> {
        self.written.at(self.written.now())
    }

    /// That a condition holds once all rules were looked at, and what it takes for it not to.
    pub(crate) fn in_the_end(&self, condition: &Condition) -> (Formula, Formula) {
        let written = self.at_the_end();
        let holds = self.build(&written, |builder| builder.holds(condition));
        (holds, self.build(&written, |builder| builder.holds_not(condition)))
    }

    /// The same of the conditions of all SLAs, in their order.
    pub(crate) fn of_policies(&self) -> &[(Formula, Formula)] {
        self.of_policies.get_or_init(|| {
            let agreements = self.desk.agreements();
            let conditions = agreements.policies.iter().map(|policy| agreements.conditions.get(policy.when.0));
            conditions.map(|when| when.map_or((Formula::TRUE, Formula::TRUE), |when| self.in_the_end(when))).collect()
        })
    }

    /// What a formula needs of single terms, whichever way it is made true; `None` where that cannot be.
    pub(crate) fn bounds_of(&self, formula: &Formula) -> Option<Bounds> {
        bounds(formula, &self.terms.borrow(), &self.nothing)
    }

    /// That an expression gives `truth` where a rule is looked at.
    pub(crate) fn is_at(&self, at: &Surveyed<'_>, expr: &Expr, truth: bool) -> Formula {
        self.build(&self.written.at(at.time), |builder| builder.is(expr, truth))
    }

    /// That an expression gives `truth` on the ticket as it comes.
    pub(crate) fn is_at_first(&self, expr: &Expr, truth: bool) -> Formula {
        self.build(&self.written.at(0), |builder| builder.is(expr, truth))
    }

    /// That the condition of a rule holds once all rules were looked at.
    pub(crate) fn holds_in_the_end(&self, rule: &Surveyed<'_>) -> Formula {
        self.in_the_end(&rule.rule.condition).0
    }

    /// That a rule holds right behind another one that fired and wrote what is known of it.
    pub(crate) fn holds_after(&self, rule: &Surveyed<'_>, fired: &Surveyed<'_>) -> Formula {
        let (before, mut written) = (self.written.at(fired.time), self.written.at(rule.time));
        for set in deeds::sets(fired.rule).iter().filter(|set| set.always) {
            let by_others = written.version(&set.field) - before.version(&set.field) > 1;
            if let (Some(value), false) = (set.constant(), by_others) {
                written.hold(set.field.clone(), Expr::Const(value.clone()));
            }
        }
        self.build(&written, |builder| builder.holds(&rule.rule.condition))
    }

    pub(crate) fn frame(&self) -> &'a Frame {
        self.desk.frame()
    }

    /// Some of the rules, in rising order, to be found by what they ask for.
    pub(crate) fn overlaps(&self, rules: &[Member]) -> Overlaps<'_, Surveyed<'a>> {
        Overlaps::new(&self.rules, rules, &self.work)
    }

    /// The stages, each with its rules in their order; `otherwise` stands behind them.
    pub(crate) fn stages(&self) -> impl Iterator<Item = (&'a StageRules, &[Surveyed<'a>])> {
        let of_stage = self.rules.chunk_by(|one, other| one.stage.stage == other.stage.stage);
        of_stage.filter_map(|rules| Some((rules.first()?.stage, rules)))
    }

    /// Whether nothing makes all of these true: a proof.
    pub(crate) fn never(&self, wanted: &[&Formula]) -> bool {
        let ground = Ground { terms: &self.terms.borrow(), facts: &self.nothing, work: &self.work };
        solve(wanted, ground, Search::PROOF, &mut |_| true) == Verdict::Never
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
            self.work.charge(bounds.len() as u64 * 4);
            let request = realised(&base, bounds, &terms, self.desk.frame());
            let Some(request) = request.filter(|request| request.check(self.desk.schema()).is_ok()) else {
                return false;
            };
            self.work.charge(self.evaluation + told.len() as u64);
            let answer = self.desk.evaluate_telling(request.clone(), &tell);
            let is_shown = shows(&answer);
            if is_shown {
                found = Some(Witness::of(&request));
            }
            is_shown
        };
        let ground = Ground { terms: &terms, facts: &self.nothing, work: &self.work };
        solve(wanted, ground, Search::WITNESS, &mut accept);
        found
    }

    /// Whether a place lies in what is looked at.
    pub(crate) fn is_asked(&self, place: &Place) -> bool {
        self.scope.files.as_ref().is_none_or(|files| files.contains(&place.file))
    }

    /// Begins the turn of something that is looked at; whether work is left for it. It counts as not looked at where there is
    /// none.
    pub(crate) fn turns_to(&self, name: &Text, place: &Place) -> bool {
        self.work.next(name, place)
    }

    /// The same of a rule.
    pub(crate) fn turns_to_rule(&self, rule: &Rule) -> bool {
        self.turns_to(&rule.name, &rule.place)
    }

    /// Where a file declares something: `queue "network"`, `matrix priority`.
    pub(crate) fn declared_at(&self, keyword: &'static str, name: &str) -> Option<Place> {
        self.sources.declared_at(keyword, name)
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
        let snippet = self.sources.line(place).to_owned();
        let diagnostic = Diagnostic::error(place.clone(), code, message).warning().help(help.into());
        Diagnostic { snippet, ..diagnostic }.into()
    }
}

/// What an evaluation of a desk takes, about, in units of work.
pub(crate) fn evaluation(desk: &Desk) -> u64 {
    let (rules, policies) = (desk.rules().rules().count(), desk.agreements().policies.len());
    200 + (rules + 4 * policies) as u64 / 4
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
