//! The search: recipes at random, and from the worst of them to worse ones.

use std::{
    collections::{BTreeMap, BTreeSet},
    num::NonZero,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use super::{Figures, Recipe};
use crate::random::Dice;

/// How many recipes are climbed from at a time.
const POOL: usize = 24;

/// How long it goes on.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Desks at most.
    pub desks: u64,
    /// The first seed.
    pub seed: u64,
    /// Kitchens at a time.
    pub threads: NonZero<usize>,
    /// How long at most.
    pub time: Duration,
}

/// What became of a recipe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was answered, or its desk refused.
    Cooked(Figures),
    /// It was ended: it took longer than anybody waits, or all memory.
    Ended(&'static str),
}

impl Outcome {
    /// How bad that is, in thousandths of what is bearable.
    pub fn badness(&self) -> u64 {
        match self {
            Outcome::Cooked(figures) => figures.badness(),
            Outcome::Ended(_) => u64::MAX,
        }
    }

    fn is_too_much(&self) -> bool {
        self.badness() > 1_000
    }
}

/// A recipe, and what became of it.
#[derive(Clone, Debug)]
pub struct Found {
    /// The seed of the dice that made it.
    pub seed: u64,
    /// When, from the beginning of the search.
    pub after: Duration,
    /// The recipe.
    pub recipe: Recipe,
    /// What became of it.
    pub outcome: Outcome,
}

/// What the search knows.
#[derive(Debug, Default)]
pub struct Search {
    /// Desks that were asked.
    pub desks: u64,
    /// Recipes whose desks or requests were refused, by what was said of the first.
    pub refused: BTreeMap<String, u64>,
    /// The longest that a desk took to compile, in milliseconds.
    pub compile_ms: u64,
    /// What is too much, the worst of each kind.
    pub found: BTreeMap<String, Found>,
    /// Kinds that are too much, as they were before what they do not need was taken away.
    seen: BTreeSet<String>,
    /// What is not, the worst of each kind: from here it is climbed.
    pub pool: BTreeMap<String, Found>,
}

impl Search {
    /// The worst, from the worst on.
    pub fn worst(&self) -> Vec<&Found> {
        let mut all: Vec<&Found> = self.found.values().chain(self.pool.values()).collect();
        all.sort_by_key(|found| std::cmp::Reverse(found.outcome.badness()));
        all
    }

    fn next(&self, dice: &mut Dice) -> Recipe {
        let pool: Vec<&Found> = self.pool.values().collect();
        if pool.is_empty() || dice.once_in(3) {
            return Recipe::random(dice);
        }
        // The better of two is climbed from more often.
        let two = [dice.below(pool.len()), dice.below(pool.len())];
        let from = two.into_iter().map(|at| pool[at]).max_by_key(|found| found.outcome.badness());
        match from {
            Some(found) => found.recipe.changed(dice),
            None => Recipe::random(dice),
        }
    }

    fn learn(&mut self, found: Found) {
        self.desks += 1;
        if let Outcome::Cooked(figures) = &found.outcome {
            self.compile_ms = self.compile_ms.max(figures.compile_ms);
            if let Some(wrong) = &figures.wrong {
                let what = wrong.split_once("error").map_or(&**wrong, |(_, what)| what);
                *self.refused.entry(what.to_owned()).or_default() += 1;
                return;
            }
        }
        let kinds = if found.outcome.is_too_much() { &mut self.found } else { &mut self.pool };
        let kind = kind(&found.recipe);
        if kinds.get(&kind).is_none_or(|before| before.outcome.badness() < found.outcome.badness()) {
            kinds.insert(kind, found);
        }
        if self.pool.len() > POOL {
            let least = self.pool.iter().min_by_key(|(_, found)| found.outcome.badness());
            if let Some(kind) = least.map(|(kind, _)| kind.clone()) {
                self.pool.remove(&kind);
            }
        }
    }
}

/// What recipes have in common that are the same but for their sizes.
fn kind(recipe: &Recipe) -> String {
    let mut kind: Vec<String> = recipe.groups.iter().map(|group| format!("{} | {}", group.when, group.then)).collect();
    if recipe.slas.many > 0 && recipe.ladders.many * (recipe.ladders.steps + recipe.ladders.repeated) > 0 {
        kind.push(format!("ladders: {}", recipe.ladders.then));
    }
    kind.sort();
    kind.dedup();
    kind.join("\n")
}

/// Searches. `kitchen` makes what cooks a recipe, one for each thread; `progress` is told after every desk.
pub fn search<K: FnMut(&Recipe) -> Outcome>(
    plan: Plan,
    first: &[Recipe],
    kitchen: impl Fn() -> K + Sync,
    progress: impl Fn(&Search, &Found) + Sync,
) -> Search {
    let begin = Instant::now();
    let search = Mutex::new((Search::default(), first.to_vec()));
    std::thread::scope(|threads| {
        for thread in 0..plan.threads.get() as u64 {
            let (search, kitchen, progress) = (&search, &kitchen, &progress);
            threads.spawn(move || {
                let mut cook = kitchen();
                for seed in (plan.seed.wrapping_add(thread)..).step_by(plan.threads.get()) {
                    let mut held = search.lock().unwrap_or_else(PoisonError::into_inner);
                    if held.0.desks >= plan.desks || begin.elapsed() > plan.time {
                        return;
                    }
                    let dice = &mut Dice(seed);
                    let recipe = held.1.pop().unwrap_or_else(|| held.0.next(dice));
                    drop(held);
                    let outcome = cook(&recipe);
                    let is_new = outcome.is_too_much() && {
                        let mut held = search.lock().unwrap_or_else(PoisonError::into_inner);
                        held.0.seen.insert(kind(&recipe))
                    };
                    let (recipe, outcome) = match is_new {
                        true => simpler(recipe, outcome, &mut cook),
                        false => (recipe, outcome),
                    };
                    let found = Found { seed, after: begin.elapsed(), recipe, outcome };
                    let mut held = search.lock().unwrap_or_else(PoisonError::into_inner);
                    held.0.learn(found.clone());
                    progress(&held.0, &found);
                }
            });
        }
    });
    search.into_inner().unwrap_or_else(PoisonError::into_inner).0
}

/// What is too much, without what it does not need.
fn simpler(mut recipe: Recipe, mut outcome: Outcome, cook: &mut impl FnMut(&Recipe) -> Outcome) -> (Recipe, Outcome) {
    for number in (0..recipe.groups.len()).rev() {
        let less = |recipe: &mut Recipe| drop(recipe.groups.remove(number));
        if recipe.groups.len() > 1 {
            without(&less, &mut recipe, &mut outcome, cook);
        }
    }
    let parts: [&dyn Fn(&mut Recipe); 8] = [
        &|recipe| (recipe.slas.many, recipe.ladders.many) = (0, 0),
        &|recipe| recipe.rows = 0,
        &|recipe| recipe.traced = false,
        &|recipe| recipe.ticket.events = 0,
        &|recipe| recipe.ticket.entries = 0,
        &|recipe| recipe.ticket.tags = 0,
        &|recipe| recipe.ticket.flags = 0,
        &|recipe| recipe.ticket.depth = 0,
    ];
    for less in parts {
        without(less, &mut recipe, &mut outcome, cook);
    }
    (recipe, outcome)
}

fn without(
    less: &dyn Fn(&mut Recipe),
    recipe: &mut Recipe,
    outcome: &mut Outcome,
    cook: &mut impl FnMut(&Recipe) -> Outcome,
) {
    let mut smaller = recipe.clone();
    less(&mut smaller);
    if smaller == *recipe {
        return;
    }
    let cooked = cook(&smaller);
    if cooked.is_too_much() {
        (*recipe, *outcome) = (smaller, cooked);
    }
}
