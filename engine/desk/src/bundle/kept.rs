//! A compiled desk as a bundle holds it.
//!
//! What rules share is kept once and named by number. Everything that can be made of the rest in no time is made when the
//! bundle is loaded: the index, what each condition reads, which conditions time moves.

use std::sync::Arc;

use tierline_calendar::ResolvedCalendar;
use tierline_condition::{
    Call, Condition, Doing, Expr, Frame, Layout, Matrix, OnFault, Part, Patterns, ScriptId, Scripts,
};
use tierline_model::{
    Diagnostic, Limits, Mode, Pack, Roster, Schema, SortedMap, SortedSet, Spot, Stage, Text, Timestamp,
    agreement::{Ladder, Policy},
    keep_enum, keep_struct, quoted,
};
use tierline_rules::{Rule, RuleSet, StageRules, TableRow, actions::ACTIONS};
use tierline_sla::{Agreements, Calendars};

use super::check;
use crate::{Desk, Program, open_time::Asked};

/// A compiled desk.
pub(super) struct Kept {
    pub(super) schema: Schema,
    pub(super) layout: Layout,
    pub(super) matrices: SortedMap<Text, Matrix>,
    pub(super) patterns: Patterns,
    pub(super) queues: SortedSet<Text>,
    pub(super) asks_clocks: bool,
    /// The files that rules stand in.
    pub(super) places: Vec<Text>,
    /// The actions that rules ask for.
    pub(super) actions: Vec<Text>,
    pub(super) parts: Vec<Arc<Part>>,
    /// The arguments of calls.
    pub(super) args: Vec<Arc<[Expr]>>,
    pub(super) stages: Vec<KeptStage>,
    /// What the steps of each ladder ask for.
    pub(super) steps: Vec<Vec<KeptRule>>,
    pub(super) policies: Vec<Policy<KeptCondition>>,
    pub(super) ladders: Vec<Ladder<KeptCondition>>,
    pub(super) calendars: Vec<ResolvedCalendar>,
    /// What rules call each calendar, since when that is so, and its own name.
    pub(super) versions: Vec<(Text, Option<Timestamp>, Text)>,
    pub(super) roster: Arc<Roster>,
    pub(super) scripts: Scripts,
    pub(super) warnings: Vec<Diagnostic>,
    pub(super) tests: usize,
}

keep_struct!(Kept {
    schema,
    layout,
    matrices,
    patterns,
    queues,
    asks_clocks,
    places,
    actions,
    parts,
    args,
    stages,
    steps,
    policies,
    ladders,
    calendars,
    versions,
    roster,
    scripts,
    warnings,
    tests,
});

pub(super) struct KeptStage {
    stage: Stage,
    mode: Mode,
    rules: Vec<KeptRule>,
    otherwise: Option<KeptRule>,
}

keep_struct!(KeptStage { stage, mode, rules, otherwise });

pub(super) struct KeptRule {
    name: Text,
    group: Option<Text>,
    salience: i64,
    /// The number of the file, and where in it.
    at: (u32, Spot),
    when: KeptCondition,
    does: KeptDoing,
    row: Option<(usize, bool)>,
}

keep_struct!(KeptRule { name, group, salience, at, when, does, row });

/// The numbers of the parts, and the script.
pub(super) struct KeptCondition {
    parts: Vec<u32>,
    script: Option<ScriptId>,
}

keep_struct!(KeptCondition { parts, script });

enum KeptDoing {
    Calls(Vec<KeptCall>, Option<ScriptId>),
    Script(ScriptId, Text),
}

keep_enum!(KeptDoing { 0 => Calls(calls, script), 1 => Script(script, why) });

/// The numbers of the action, of what must hold for it and of its arguments, and where it stands.
struct KeptCall {
    action: u32,
    when: Option<u32>,
    args: u32,
    at: Spot,
}

keep_struct!(KeptCall { action, when, args, at });

/// Numbers for what is kept once.
#[derive(Default)]
struct Keeper {
    places: Vec<Text>,
    place_numbers: SortedMap<Text, u32>,
    actions: Vec<Text>,
    parts: Vec<Arc<Part>>,
    /// By where they are: conditions that ask the same share them.
    part_numbers: SortedMap<usize, u32>,
    args: Vec<Arc<[Expr]>>,
    arg_numbers: SortedMap<usize, u32>,
}

impl Keeper {
    fn condition(&mut self, condition: &Condition) -> KeptCondition {
        KeptCondition { parts: condition.parts.iter().map(|part| self.part(part)).collect(), script: condition.script }
    }

    fn part(&mut self, part: &Arc<Part>) -> u32 {
        let next = number(self.parts.len());
        let known = *self.part_numbers.get_or_insert_with(Arc::as_ptr(part).addr(), || next);
        if known == next {
            self.parts.push(part.clone());
        }
        known
    }

    fn args(&mut self, args: &Arc<[Expr]>) -> u32 {
        let next = number(self.args.len());
        let known = *self.arg_numbers.get_or_insert_with(Arc::as_ptr(args).addr(), || next);
        if known == next {
            self.args.push(args.clone());
        }
        known
    }

    fn place(&mut self, file: &Text) -> u32 {
        let next = number(self.places.len());
        let known = *self.place_numbers.get_or_insert_with(file.clone(), || next);
        if known == next {
            self.places.push(file.clone());
        }
        known
    }

    fn action(&mut self, action: u32) -> u32 {
        let name = ACTIONS.get(action as usize).map(|action| action.spec.name).unwrap_or_default();
        let known = self.actions.iter().position(|known| **known == *name);
        number(known.unwrap_or_else(|| {
            self.actions.push(name.into());
            self.actions.len() - 1
        }))
    }

    fn rule(&mut self, rule: &Rule) -> KeptRule {
        let does = match &rule.doing {
            Doing::Script { script, why } => KeptDoing::Script(*script, why.clone()),
            Doing::Calls { calls, script } => {
                KeptDoing::Calls(calls.iter().map(|call| self.call(call)).collect(), *script)
            }
        };
        KeptRule {
            name: rule.name.clone(),
            group: rule.group.clone(),
            salience: rule.salience,
            at: (self.place(&rule.place.file), rule.place.spot()),
            when: self.condition(&rule.condition),
            does,
            row: rule.row.map(|TableRow { table, first }| (table, first)),
        }
    }

    fn call(&mut self, call: &Call) -> KeptCall {
        let when = call.when.as_ref().map(|when| self.args(when));
        KeptCall { action: self.action(call.action), when, args: self.args(&call.args), at: call.at }
    }

    fn rules(&mut self, rules: &[Rule]) -> Vec<KeptRule> {
        rules.iter().map(|rule| self.rule(rule)).collect()
    }
}

impl Kept {
    pub(super) fn of(desk: &Desk) -> Kept {
        let mut keeper = Keeper::default();
        let stage = |stage: &StageRules| KeptStage {
            stage: stage.stage,
            mode: stage.mode,
            rules: keeper.rules(&stage.rules),
            otherwise: stage.otherwise.as_ref().map(|rule| keeper.rule(rule)),
        };
        let stages = desk.rules.stages.iter().map(stage).collect();
        let steps = desk.rules.steps.iter().map(|steps| keeper.rules(steps)).collect();
        let nothing = Condition::default();
        let conditions = &desk.agreements.conditions;
        let policy = |policy: &Policy<tierline_sla::Cond>| {
            policy.clone().map(&mut |when| keeper.condition(conditions.get(when.0).unwrap_or(&nothing)))
        };
        let policies = desk.agreements.policies.iter().map(policy).collect();
        let ladder = |ladder: &Ladder<Condition>| ladder.clone().map(&mut |when| keeper.condition(&when));
        let ladders = desk.agreements.ladders.iter().map(ladder).collect();
        let versions = desk.agreements.calendars.versions();
        let Keeper { places, actions, parts, args, .. } = keeper;
        Kept {
            schema: desk.frame.schema.clone(),
            layout: desk.frame.layout.clone(),
            matrices: desk.frame.matrices.clone(),
            patterns: desk.frame.patterns.clone(),
            queues: desk.rules.queues.clone(),
            asks_clocks: desk.asks_clocks,
            places,
            actions,
            parts,
            args,
            stages,
            steps,
            policies,
            ladders,
            calendars: desk.resolved.iter().map(|calendar| calendar.resolved().clone()).collect(),
            versions: versions.map(|(name, since, calendar)| (name.clone(), since, calendar.name().clone())).collect(),
            roster: desk.roster.clone(),
            scripts: desk.program.scripts().clone(),
            warnings: desk.warnings().to_vec(),
            tests: desk.test_count(),
        }
    }

    /// The desk; where something in it is not as a desk has it, what.
    pub(super) fn desk(self, hash: Text, pack: Pack, on_faults: OnFaults, limits: Limits) -> Result<Desk, String> {
        self.parts.iter().try_for_each(|part| check::part(part, &self.layout))?;
        self.args.iter().flat_map(|args| args.iter()).try_for_each(|arg| check::expr(arg, &self.layout))?;
        let finder = Finder {
            places: self.places,
            actions: self.actions.iter().map(action_number).collect::<Result<_, _>>()?,
            parts: self.parts,
            args: self.args,
            scripts: self.scripts.scripts.len(),
        };
        let mut stages = self.stages.into_iter().map(|stage| finder.stage(stage)).collect::<Result<Vec<_>, _>>()?;
        on_faults.say(&mut stages)?;
        let steps: Vec<Vec<Rule>> =
            self.steps.into_iter().map(|steps| finder.rules(steps)).collect::<Result<_, _>>()?;
        let policies: Vec<Policy<Condition>> =
            self.policies.into_iter().map(|policy| finder.policy(policy)).collect::<Result<_, _>>()?;
        let ladders: Vec<Ladder<Condition>> =
            self.ladders.into_iter().map(|ladder| finder.ladder(ladder)).collect::<Result<_, _>>()?;
        if !steps.iter().map(Vec::len).eq(ladders.iter().map(|ladder| ladder.steps.len())) {
            return Err("the steps of its ladders are not what they ask for".to_owned());
        }
        let built = tierline_calendar::Calendars::build(self.calendars);
        let built = built.map_err(|wrong| wrong.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))?;
        let mut calendars = Calendars::default();
        for (name, since, own) in self.versions {
            let calendar = built.get(&own).ok_or_else(|| format!("there is no calendar {}", quoted(&own)))?;
            calendars.add(name, since, calendar.clone());
        }
        check::calendars(&policies, &ladders, &calendars)?;
        let asked = Arc::new(Asked(calendars.clone()));
        let frame = Frame::new(self.schema, self.layout, self.matrices, self.patterns, asked);
        let agreements = Agreements::new(policies, ladders, calendars, &frame.layout);
        let rules = RuleSet::new(stages, steps, self.queues, &frame);
        let pack = Arc::new(pack);
        let desk = Desk {
            pack: pack.clone(),
            hash,
            frame: Arc::new(frame),
            rules,
            program: Program::new(self.scripts, pack),
            limits,
            agreements,
            resolved: built.iter().cloned().collect(),
            moving: vec![],
            asks_clocks: self.asks_clocks,
            test_count: self.tests,
            roster: self.roster,
            warnings: self.warnings,
            unread: Default::default(),
            work_done: Default::default(),
        };
        Ok(desk.with_moving_rules())
    }
}

/// What rules say of conditions that cannot be decided: the numbers of the stage and of the rule in it, of those that say
/// something.
#[derive(Default)]
pub(super) struct OnFaults(pub(super) Vec<(u32, u32, OnFault)>);

keep_struct!(OnFaults(rules));

impl OnFaults {
    pub(super) fn of(desk: &Desk) -> OnFaults {
        let mut said = vec![];
        for (stage, rules) in (0..).zip(&desk.rules.stages) {
            let rules = (0..).zip(&rules.rules).map(|(rule, it)| (stage, rule, it.condition.on_fault));
            said.extend(rules.filter(|(.., on_fault)| *on_fault != OnFault::Unsaid));
        }
        OnFaults(said)
    }

    /// Whether no rule says anything.
    pub(super) fn are_none(&self) -> bool {
        self.0.is_empty()
    }

    fn say(self, stages: &mut [StageRules]) -> Result<(), String> {
        for (stage, rule, on_fault) in self.0 {
            let known = stages.get_mut(stage as usize).and_then(|stage| stage.rules.get_mut(rule as usize));
            let known = known.ok_or_else(|| format!("there is no rule {rule} in its stage {stage}"))?;
            known.condition.on_fault = on_fault;
        }
        Ok(())
    }
}

/// What numbers stand for.
struct Finder {
    places: Vec<Text>,
    actions: Vec<u32>,
    parts: Vec<Arc<Part>>,
    args: Vec<Arc<[Expr]>>,
    scripts: usize,
}

impl Finder {
    fn stage(&self, KeptStage { stage, mode, rules, otherwise }: KeptStage) -> Result<StageRules, String> {
        let otherwise = otherwise.map(|rule| self.rule(rule)).transpose()?;
        Ok(StageRules::new(stage, mode, self.rules(rules)?, otherwise))
    }

    fn rules(&self, rules: Vec<KeptRule>) -> Result<Vec<Rule>, String> {
        rules.into_iter().map(|rule| self.rule(rule)).collect()
    }

    fn rule(&self, rule: KeptRule) -> Result<Rule, String> {
        let (place, at) = rule.at;
        let file = self.places.get(place as usize).ok_or_else(|| format!("there is no place {place}"))?;
        Ok(Rule {
            place: at.of(file),
            condition: self.condition(rule.when)?,
            doing: match rule.does {
                KeptDoing::Script(script, why) => Doing::Script { script: self.script(script)?, why },
                KeptDoing::Calls(calls, script) => {
                    let calls = calls.into_iter().map(|call| self.call(call)).collect::<Result<_, _>>()?;
                    Doing::Calls { calls, script: script.map(|script| self.script(script)).transpose()? }
                }
            },
            name: rule.name,
            group: rule.group,
            salience: rule.salience,
            row: rule.row.map(|(table, first)| TableRow { table, first }),
        })
    }

    fn call(&self, KeptCall { action, when, args, at }: KeptCall) -> Result<Call, String> {
        let exprs = |number: u32| {
            let exprs = self.args.get(number as usize).cloned();
            exprs.ok_or_else(|| format!("there are no arguments {number}"))
        };
        let number = *self.actions.get(action as usize).ok_or_else(|| format!("there is no action {action}"))?;
        Ok(Call { action: number, when: when.map(exprs).transpose()?, args: exprs(args)?, at })
    }

    fn condition(&self, KeptCondition { parts, script }: KeptCondition) -> Result<Condition, String> {
        let part = |number: u32| {
            let part = self.parts.get(number as usize).cloned();
            part.ok_or_else(|| format!("there is no part {number} of a condition"))
        };
        let parts = parts.into_iter().map(part).collect::<Result<_, _>>()?;
        let script = script.map(|script| self.script(script)).transpose()?;
        Ok(Condition { parts, script, ..Condition::default() })
    }

    fn script(&self, script: ScriptId) -> Result<ScriptId, String> {
        match (script.0 as usize) < self.scripts {
            true => Ok(script),
            false => Err(format!("there is no script {}", script.0)),
        }
    }

    fn policy(&self, policy: Policy<KeptCondition>) -> Result<Policy<Condition>, String> {
        let mut wrong = None;
        let policy = policy.map(&mut |when| self.noting(when, &mut wrong));
        wrong.map_or(Ok(policy), Err)
    }

    fn ladder(&self, ladder: Ladder<KeptCondition>) -> Result<Ladder<Condition>, String> {
        let mut wrong = None;
        let ladder = ladder.map(&mut |when| self.noting(when, &mut wrong));
        wrong.map_or(Ok(ladder), Err)
    }

    fn noting(&self, when: KeptCondition, wrong: &mut Option<String>) -> Condition {
        self.condition(when).unwrap_or_else(|why| {
            *wrong = Some(why);
            Condition::default()
        })
    }
}

fn action_number(name: &Text) -> Result<u32, String> {
    let known = ACTIONS.iter().position(|action| *action.spec.name == **name);
    known.map(number).ok_or_else(|| format!("there is no action `{name}`"))
}

/// INVARIANT: a desk has fewer rules, parts and actions than 32 bits count.
fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
