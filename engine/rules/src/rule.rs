//! Rules, compiled.

use std::sync::OnceLock;

use tierline_condition::{Call, Condition, Doing, Frame};
use tierline_model::{Mode, Place, SortedSet, Stage, Text, sort::sort_by};

use crate::index::Index;

/// A rule: a condition and what to do where it holds.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its name, which no other rule of the desk has.
    pub name: Text,
    /// Its group, a label for reports.
    pub group: Option<Text>,
    /// Rules of higher salience come first.
    pub salience: i64,
    /// Where it stands.
    pub place: Place,
    /// When it fires.
    pub condition: Condition,
    /// What it asks for.
    pub doing: Doing,
    /// The table that it is a row of.
    pub row: Option<TableRow>,
}

/// A row of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableRow {
    /// Which table of the desk.
    pub table: usize,
    /// Whether a row that fires keeps the rows below it from firing.
    pub first: bool,
}

impl Rule {
    /// Whether, where it fires, it keeps `other` from firing, which is a row below it in a table of the first that fits.
    pub fn is_row_above(&self, other: &Rule) -> bool {
        self.row.zip(other.row).is_some_and(|(above, row)| row.first && above.table == row.table)
    }
}

/// The rules of one stage.
#[derive(Clone, Debug)]
pub struct StageRules {
    /// The stage.
    pub stage: Stage,
    /// How many of its rules may fire.
    pub mode: Mode,
    /// Its rules, in the order they are looked at.
    pub rules: Vec<Rule>,
    /// What to do where none of them fired.
    pub otherwise: Option<Rule>,
}

/// The rules of a desk.
#[derive(Clone, Debug, Default)]
pub struct RuleSet {
    /// The stages that have rules, in the order they run.
    pub stages: Vec<StageRules>,
    /// The steps of its ladders: what each asks for. They are no rules; whoever keeps the clocks says when each is due.
    pub steps: Vec<Vec<Rule>>,
    /// The queues of the desk; none where it declares none and any queue will do.
    pub queues: SortedSet<Text>,
    /// Which rules can hold for a ticket, by the number of their stage.
    pub(crate) index: Index,
    /// The numbers of all rules, by name; made when somebody first asks for a rule by its name.
    by_name: OnceLock<Box<[(u32, u32)]>>,
}

impl StageRules {
    /// A stage with these rules, put in order: by salience, then as given.
    pub fn new(stage: Stage, mode: Mode, mut rules: Vec<Rule>, otherwise: Option<Rule>) -> StageRules {
        sort_by(&mut rules, |a, b| b.salience.cmp(&a.salience));
        rules.shrink_to_fit();
        StageRules { stage, mode, rules, otherwise }
    }

    fn conditions(&self) -> Vec<&Condition> {
        self.rules.iter().map(|rule| &rule.condition).collect()
    }
}

impl RuleSet {
    /// The rules of these stages, with the steps of ladders and the queues.
    pub fn new(stages: Vec<StageRules>, steps: Vec<Vec<Rule>>, queues: SortedSet<Text>, frame: &Frame) -> RuleSet {
        let index = Index::new(stages.iter().map(StageRules::conditions), frame);
        RuleSet { stages, steps, queues, index, by_name: OnceLock::new() }
    }

    fn by_name(&self) -> &[(u32, u32)] {
        self.by_name.get_or_init(|| {
            let stages = (0..).zip(&self.stages);
            let numbers = stages.flat_map(|(stage, rules)| (0..).zip(&rules.rules).map(move |(rule, _)| (stage, rule)));
            let mut numbers: Box<[_]> = numbers.collect();
            sort_by(&mut numbers, |a, b| self.name(*a).cmp(&self.name(*b)));
            numbers
        })
    }

    fn name(&self, (stage, rule): (u32, u32)) -> Option<&Text> {
        self.rule((stage as usize, rule as usize)).map(|rule| &rule.name)
    }

    /// Whether a rule is called so.
    pub fn has(&self, name: &str) -> bool {
        self.number(name).is_some()
    }

    fn number(&self, name: &str) -> Option<(usize, usize)> {
        let known = |number: &(u32, u32)| self.name(*number).map(|known| &**known);
        let by_name = self.by_name();
        let place = by_name.binary_search_by_key(&Some(name), known).ok()?;
        by_name.get(place).map(|(stage, rule)| (*stage as usize, *rule as usize))
    }

    /// The numbers of the rules that are called so, in order.
    pub(crate) fn numbers(&self, names: &SortedSet<Text>) -> Vec<(usize, usize)> {
        let mut numbers: Vec<_> = names.iter().filter_map(|name| self.number(name)).collect();
        sort_by(&mut numbers, Ord::cmp);
        numbers
    }

    /// A rule by the number of its stage and its own in there.
    pub fn rule(&self, number: (usize, usize)) -> Option<&Rule> {
        let stage = self.stages.get(number.0)?;
        stage.rules.get(number.1)
    }

    /// The calls of all rules and steps, where they are known without a script.
    pub fn calls(&self) -> impl Iterator<Item = (&Rule, &Call)> {
        self.rules().chain(self.steps.iter().flatten()).flat_map(|rule| {
            let calls: &[Call] = match &rule.doing {
                Doing::Calls { calls, .. } => calls,
                Doing::Script { .. } => &[],
            };
            calls.iter().map(move |call| (rule, call))
        })
    }

    /// All rules, in the order they are looked at.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.stages.iter().flat_map(|stage| stage.rules.iter().chain(&stage.otherwise))
    }
}
