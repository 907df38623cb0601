//! All that tests can reach of a desk, and how often they did.

use tierline_condition::{Condition, Matrix};
use tierline_model::{
    Pack, Place, SortedMap, Spot, Text,
    agreement::{Ladder, Policy},
    sort::sort_by,
};
use tierline_rules::Rule;
use tierline_script::{Fork, Outline};
use tierline_sla::Cond;

use super::{Coverage, Goal, GoalKind, Seen, seen::Decided};
use crate::Desk;

impl Desk {
    /// What tests that saw this reached of the desk.
    pub(crate) fn coverage(&self, outline: &Outline, seen: &Seen) -> Coverage {
        let mut goals = Goals { pack: &self.pack, outline, seen, found: vec![] };
        self.rules.rules().for_each(|rule| goals.rule(rule));
        let policies = self.agreements.policies.iter().enumerate();
        policies.for_each(|(number, policy)| goals.policy(number, policy, &self.agreements.conditions));
        let ladders = self.agreements.ladders.iter().zip(&self.rules.steps);
        ladders.for_each(|(ladder, steps)| goals.ladder(ladder, steps));
        self.frame.matrices.values().for_each(|matrix| goals.matrix(matrix));
        let mut goals = goals.found;
        sort_by(&mut goals, |a, b| (&a.place, a.kind).cmp(&(&b.place, b.kind)));
        Coverage { goals }
    }
}

/// Goals that were found so far.
struct Goals<'a> {
    pack: &'a Pack,
    outline: &'a Outline,
    seen: &'a Seen,
    found: Vec<Goal>,
}

impl Goals<'_> {
    fn add(&mut self, kind: GoalKind, place: &Place, of: &Text, text: impl Into<Text>, times: u64) {
        self.found.push(Goal { kind, place: place.clone(), of: of.clone(), text: text.into(), times });
    }

    fn rule(&mut self, rule: &Rule) {
        let (seen, times) = (self.seen, times(&self.seen.fired, &rule.name));
        match (rule.row, &rule.group) {
            (Some(_), Some(table)) => self.add(GoalKind::Row, &rule.place, table, rule.name.clone(), times),
            _ => self.add(GoalKind::Rule, &rule.place, &rule.name, rule.name.clone(), times),
        }
        self.parts(&rule.condition, &rule.name, seen.rules.get(&rule.name));
        self.branches(rule);
    }

    /// The parts of a condition. Those of a row are its cells, and the row says it all.
    fn parts(&mut self, condition: &Condition, of: &Text, decided: Option<&Decided>) {
        let places = condition.script.and_then(|script| self.outline.parts.get(&script));
        for (number, (part, place)) in condition.parts.iter().zip(places.into_iter().flatten()).enumerate() {
            let (held, missed) = decided.map_or((0, 0), |decided| (decided.held(number), decided.missed(number)));
            self.add(GoalKind::Held, place, of, part.text.clone(), held);
            self.add(GoalKind::Missed, place, of, part.text.clone(), missed);
        }
    }

    /// The condition of a clause.
    fn clause(&mut self, condition: &Condition, of: &Text) {
        let decided = condition.script.and_then(|script| self.seen.clauses.get(&script));
        self.parts(condition, of, decided);
    }

    fn branches(&mut self, rule: &Rule) {
        let Some(block) = rule.doing.script() else { return };
        let asked = self.seen.acted.get(&block);
        let asked: Vec<(&[Spot], u64)> =
            asked.into_iter().flatten().map(|(asked, times)| (&asked[..], *times)).collect();
        let forks = self.outline.forks.get(&block);
        forks.into_iter().flatten().for_each(|fork| self.fork(fork, &rule.name, &asked));
    }

    /// The ways of a fork, to which came whoever asked for these actions, so many times.
    fn fork(&mut self, fork: &Fork, of: &Text, asked: &[(&[Spot], u64)]) {
        for way in &fork.ways {
            let here: Vec<_> = asked.iter().filter(|(asked, _)| fork.goes(way, asked)).copied().collect();
            let times = here.iter().map(|(_, times)| times).sum();
            match &way.place {
                Some(place) => self.add(GoalKind::Branch, place, of, self.line(place), times),
                None => self.add(GoalKind::Branch, &fork.place, of, format!("past {}", self.line(&fork.place)), times),
            }
            way.forks.iter().for_each(|fork| self.fork(fork, of, &here));
        }
    }

    fn policy(&mut self, number: usize, policy: &Policy<Cond>, conditions: &[Condition]) {
        let (seen, name) = (self.seen, &policy.name);
        self.add(GoalKind::Policy, &policy.place, name, name.clone(), times(&seen.policies, &number));
        for (target_number, target) in policy.targets.iter().enumerate() {
            let times = times(&seen.targets, &(number, target_number));
            self.add(GoalKind::Target, &target.place, name, self.line(&target.place), times);
        }
        let condition = |cond: Cond| conditions.get(cond.0);
        policy.conditions().filter_map(|cond| condition(*cond)).for_each(|condition| self.clause(condition, name));
    }

    fn ladder(&mut self, ladder: &Ladder<Condition>, steps: &[Rule]) {
        ladder.when.iter().for_each(|guard| self.clause(guard, &ladder.name));
        for (step, rule) in ladder.steps.iter().zip(steps) {
            let times = times(&self.seen.taken, &rule.name);
            self.add(GoalKind::Step, &step.place, &ladder.name, rule.name.clone(), times);
            step.when.iter().for_each(|guard| self.clause(guard, &rule.name));
            self.branches(rule);
        }
    }

    /// The cells of a matrix, but its holes.
    fn matrix(&mut self, matrix: &Matrix) {
        let places = self.outline.cells.get(&matrix.name);
        for (row, places) in places.into_iter().flatten().enumerate() {
            for (column, place) in places.iter().enumerate() {
                let value = matrix.cells.get(row).and_then(|cells| cells.get(column));
                let labels = matrix.rows.get(row).zip(matrix.columns.get(column));
                let Some((row_label, column_label)) = labels.filter(|_| value.is_some_and(|it| !it.is_missing()))
                else {
                    continue;
                };
                let times = times(&self.seen.cells, &(matrix.name.clone(), row, column));
                self.add(GoalKind::Cell, place, &matrix.name, format!("{row_label}, {column_label}"), times);
            }
        }
    }

    /// The line that a place is on, as written.
    fn line(&self, place: &Place) -> Text {
        let text = self.pack.files.get(&*place.file).map(String::as_str).unwrap_or_default();
        text.lines().nth((place.line as usize).saturating_sub(1)).unwrap_or_default().trim().into()
    }
}

fn times<K: Ord>(counts: &SortedMap<K, u64>, key: &K) -> u64 {
    counts.get(key).copied().unwrap_or_default()
}
