//! From the files of a pack to a desk.

mod calendars;
mod early;
mod findings;
mod roster;

use std::sync::Arc;

use tierline_calendar::{Calendar, ResolvedCalendar};
use tierline_condition::{Condition, Doing, Frame};
use tierline_model::{
    Diagnostic, Limits, Pack, Place, Roster, SortedMap, Stage, Text,
    agreement::{Ladder, LadderStep},
    calendar::Years,
    sort::sort_by,
};
use tierline_rules::{Rule, RuleSet, StageRules, TableRow};
use tierline_script::{Compiled, Language, Program, RuleDraft, step_name};
use tierline_sla::{Agreements, Calendars};

use roster::{ROSTER, read_roster};

use crate::{
    Desk,
    digest::digest,
    open_time::Asked,
    sessions::{LANGUAGE, UNTYPED},
};

impl Desk {
    /// Compiles the files of a pack.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it, by file and line.
    ///
    /// ```
    /// use tierline::{Desk, Limits, Pack};
    /// let pack = Pack::of("desk.rhai", "stage triage\nrule \"a\" {\n  when ticket.catagory == \"x\"\n  then { }\n}\n");
    /// let wrong = Desk::compile(pack, Limits::SERVER).unwrap_err();
    /// assert_eq!(
    ///     wrong[0].to_string(),
    ///     "desk.rhai:3:15: error[unknown-field]: `ticket` has no field `catagory`; did you mean `ticket.category`?"
    /// );
    /// ```
    pub fn compile(pack: Pack, limits: Limits) -> Result<Desk, Vec<Diagnostic>> {
        Desk::compile_covering(pack, calendars::USUAL_YEARS.from, calendars::USUAL_YEARS.to, limits)
    }

    /// As [`Desk::compile`], where calendars that do not say so themselves cover these years, both included. Usually they
    /// cover 2024 to 2036: ten years on from the year of this release, and two back.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it, by file and line.
    pub fn compile_covering(pack: Pack, from: i32, to: i32, limits: Limits) -> Result<Desk, Vec<Diagnostic>> {
        Desk::compile_in(&LANGUAGE, pack, Years { from, to }, limits)
    }

    /// As [`Desk::compile`], where whatever an expression gives fits everywhere: what does not is found when it runs. For tests that
    /// ask what mistakes of type come to.
    ///
    /// # Errors
    ///
    /// Everything else that is wrong with it, by file and line.
    #[doc(hidden)]
    pub fn compile_untyped(pack: Pack, limits: Limits) -> Result<Desk, Vec<Diagnostic>> {
        Desk::compile_in(&UNTYPED, pack, calendars::USUAL_YEARS, limits)
    }

    fn compile_in(language: &Language, pack: Pack, years: Years, limits: Limits) -> Result<Desk, Vec<Diagnostic>> {
        let mut wrong = vec![];
        let roster = read_roster(&pack).map_err(|mistake| wrong.push(*mistake)).ok();
        let (compiled, drafts) = match language.compile_within(&pack, limits) {
            Ok(compiled) => (Some(compiled), None),
            Err(broken) => {
                wrong.extend(broken.diagnostics);
                (None, Some(broken.calendars))
            }
        };
        let drafts = drafts.as_ref().or(compiled.as_ref().map(|compiled| &compiled.calendars));
        let calendars = drafts.map(|drafts| calendars::compile(drafts, years, &pack));
        let calendars = calendars.and_then(|made| made.map_err(|mistakes| wrong.extend(mistakes)).ok());
        let desk = match (compiled, calendars, roster) {
            (Some(compiled), Some(calendars), Some(roster)) if wrong.is_empty() => {
                wrong.extend(roster_mistakes(roster.mistakes(&compiled.queues)));
                Some(Desk::assemble(pack, compiled, calendars, roster, limits))
            }
            _ => None,
        };
        let desk = desk.map(|desk| desk.checked(&mut wrong));
        // What only counts further mistakes stands last.
        sort_by(&mut wrong, |a, b| (a.code == "more", &a.place).cmp(&(b.code == "more", &b.place)));
        match desk {
            Some(desk) if wrong.is_empty() => Ok(desk),
            _ => Err(wrong),
        }
    }

    /// Looks at the desk as a whole: what is wrong goes to `wrong`, what only looks so becomes a warning.
    fn checked(mut self, wrong: &mut Vec<Diagnostic>) -> Desk {
        wrong.extend(shown(self.hopeless_calls(), &self.pack));
        // A file with nothing but a ladder may be meant to go with the policies of another desk.
        let is_part = self.agreements.is_empty();
        let mistakes = shown(self.agreement_mistakes(), &self.pack);
        match is_part {
            true => self.warnings.extend(mistakes.into_iter().map(Diagnostic::warning)),
            false => wrong.extend(mistakes),
        }
        let doubtful = shown(self.doubtful_slas(), &self.pack);
        self.warnings.extend(doubtful);
        let early = shown(self.early_waits(), &self.pack);
        self.warnings.extend(early);
        sort_by(&mut self.warnings, |a, b| a.place.cmp(&b.place));
        self
    }

    fn assemble(
        pack: Pack,
        compiled: Compiled,
        (calendars, resolved, mut warnings): Calendared,
        roster: Roster,
        limits: Limits,
    ) -> Desk {
        let hash = hash(&compiled.content, &roster, &resolved);
        let asked = Arc::new(Asked(calendars.clone()));
        let frame = Frame::new(compiled.schema, compiled.layout, compiled.matrices, compiled.patterns, asked);
        let (ladders, doings): (Vec<_>, Vec<_>) =
            compiled.ladders.into_iter().map(|draft| (draft.ladder, draft.doings)).unzip();
        let steps = ladders.iter().zip(doings).map(|(ladder, doings)| steps(ladder, doings)).collect();
        let mut policies = compiled.policies;
        calendars::begin_with_dates(&mut policies, &compiled.policy_dates, &calendars);
        let agreements = Agreements::new(policies, ladders, calendars, &frame.layout);
        let mut by_stage: SortedMap<Stage, (Vec<Rule>, Option<Rule>)> = SortedMap::new();
        for draft in compiled.rules {
            let (stage, is_otherwise) = (draft.stage, draft.is_otherwise);
            let (rules, otherwise) = by_stage.get_or_default(stage);
            match is_otherwise {
                true => *otherwise = Some(rule(draft)),
                false => rules.push(rule(draft)),
            }
        }
        let mode = |stage| compiled.modes.get(&stage).copied().unwrap_or_default();
        let stages = by_stage
            .into_iter()
            .map(|(stage, (rules, otherwise))| StageRules::new(stage, mode(stage), rules, otherwise))
            .collect();
        warnings.extend(stray_rosters(&pack));
        let pack = Arc::new(pack);
        warnings.extend(compiled.warnings);
        let rules = RuleSet::new(stages, steps, compiled.queues, &frame);
        let desk = Desk {
            warnings,
            unread: Default::default(),
            agreements,
            resolved,
            moving: vec![],
            asks_clocks: compiled.asks_clocks,
            pack: pack.clone(),
            hash,
            frame: Arc::new(frame),
            rules,
            program: Program::new(compiled.scripts, pack),
            test_count: compiled.tests.len(),
            limits,
            roster: Arc::new(roster),
            work_done: Default::default(),
        };
        desk.with_moving_rules()
    }

    /// What is wrong with policies and ladders as a whole.
    fn agreement_mistakes(&self) -> impl Iterator<Item = Diagnostic> {
        self.agreements
            .mistakes()
            .into_iter()
            .map(|mistake| Diagnostic::error(mistake.place, mistake.code, mistake.message).help(mistake.help))
    }

    /// Actions with constant arguments that can never be carried out.
    fn hopeless_calls(&self) -> impl Iterator<Item = Diagnostic> {
        // The roster may come with the request: nothing is known of it here.
        let hopeless = self.rules.hopeless_calls(&self.nothing());
        hopeless.into_iter().map(|(place, reason)| Diagnostic::error(place, "hopeless-action", reason))
    }
}

/// Diagnostics with the lines of the pack that they are about.
fn shown(diagnostics: impl IntoIterator<Item = Diagnostic>, pack: &Pack) -> Vec<Diagnostic> {
    let mut files: SortedMap<Text, Vec<&str>> = SortedMap::new();
    let shown = diagnostics.into_iter().map(|diagnostic| {
        let lines = files.get_or_insert_with(diagnostic.place.file.clone(), || {
            pack.files.get(&*diagnostic.place.file).map(|text| text.lines().collect()).unwrap_or_default()
        });
        let line = lines.get((diagnostic.place.line as usize).saturating_sub(1));
        Diagnostic { snippet: line.copied().unwrap_or_default().to_owned(), ..diagnostic }
    });
    shown.collect()
}

/// Calendars compiled, resolved, and what looks wrong with them.
pub(super) type Calendared = (Calendars, Vec<Arc<Calendar>>, Vec<Diagnostic>);

/// The steps of a ladder as rules: what each asks for.
fn steps(ladder: &Ladder<Condition>, doings: Vec<(Doing, Place)>) -> Vec<Rule> {
    let steps = ladder.steps.iter().zip(doings);
    let rule = |(step, (doing, place)): (&LadderStep<Condition>, (Doing, Place))| Rule {
        name: step_name(ladder, step).into(),
        group: None,
        salience: 0,
        place,
        condition: Condition::default(),
        doing,
        row: None,
    };
    steps.map(rule).collect()
}

fn rule(draft: RuleDraft) -> Rule {
    Rule {
        name: draft.name,
        group: draft.group,
        salience: draft.salience,
        place: draft.place,
        condition: draft.condition,
        doing: draft.doing,
        row: draft.row.map(|(table, first)| TableRow { table, first }),
    }
}

fn roster_mistakes(mistakes: Vec<String>) -> impl Iterator<Item = Diagnostic> {
    mistakes.into_iter().map(|mistake| Diagnostic::error(Place::file(ROSTER), "roster", mistake))
}

/// Rosters that are not read, for they do not stand at the top of the pack.
fn stray_rosters(pack: &Pack) -> impl Iterator<Item = Diagnostic> {
    let is_stray = |name: &&String| {
        name.rsplit('/').next().is_some_and(|file| file.eq_ignore_ascii_case(ROSTER)) && *name != ROSTER
    };
    let strays = pack.files.keys().filter(is_stray);
    strays.map(|name| {
        Diagnostic::error(Place::file(name.as_str()), "stray-roster", "this roster is not read")
            .warning()
            .help(format!("a desk has one roster, `{ROSTER}` at the top of its folder"))
    })
}

fn hash(content: &str, roster: &Roster, calendars: &[Arc<Calendar>]) -> Text {
    let calendars = calendars.iter().map(|calendar| {
        let ResolvedCalendar { document, from, until, offsets, .. } = calendar.resolved();
        // What the zone data says counts, not which version of it says so. It is plain data, which always has a JSON form.
        serde_json::to_string(&(document, from, until, offsets)).unwrap_or_default()
    });
    let calendars: Vec<String> = calendars.collect();
    let roster = serde_json::to_string(roster).unwrap_or_default();
    digest([content].into_iter().chain(calendars.iter().map(String::as_str)).chain([&*roster]))
}
