//! All clocks of a ticket, folded from its moments.

use tierline_model::{Class, Metric, Text};

use crate::{
    agreements::Agreements,
    clock::Clock,
    ground::Ground,
    grown::Grown,
    moment::Moment,
    track::{Lived, Track},
};

/// All clocks of a ticket, as of its last event. Read them at any instant from then on.
#[derive(Clone, Debug, Default)]
pub struct Clocks {
    pub(crate) tracks: Vec<Track>,
    /// What they were folded from.
    pub(crate) moments: Grown<Moment>,
    /// How many those are.
    folded: usize,
    /// The policy of each class.
    pub(crate) chosen: Vec<(Class, usize, Text)>,
}

/// Folds the moments of a ticket, in order, to its clocks.
pub fn fold(agreements: &Agreements, moments: &Grown<Moment>) -> Clocks {
    Clocks::new(agreements).fold_on(agreements, moments.clone(), &mut |_| true).unwrap_or_default()
}

impl Clocks {
    /// Clocks that nobody has started yet.
    pub(crate) fn new(agreements: &Agreements) -> Clocks {
        let tracks = agreements.tracks.iter().map(|(class, metric)| Track::new(*class, *metric)).collect();
        Clocks { tracks, moments: Grown::default(), folded: 0, chosen: vec![] }
    }

    /// Folds further moments: `moments` begins with those that the clocks were folded from. None where there is no room for
    /// the work that it takes.
    pub(crate) fn fold_on(
        mut self,
        agreements: &Agreements,
        moments: Grown<Moment>,
        has_room: &mut dyn FnMut(u64) -> bool,
    ) -> Option<Clocks> {
        for index in self.folded..moments.len() {
            let work = self.live(agreements, Lived { moments: &moments, before: index });
            if work > 0 && !has_room(work) {
                return None;
            }
        }
        if let Some(last) = moments.last() {
            let chosen = Class::ALL.into_iter().filter_map(|class| {
                let index = agreements.select(class, last)?;
                Some((class, index, agreements.policies[index].name.clone()))
            });
            self.chosen = chosen.collect();
        }
        (self.folded, self.moments) = (moments.len(), moments);
        Some(self)
    }

    /// Lets copies share all that there is by now.
    pub(crate) fn settle(&mut self) {
        self.moments.settle();
        self.tracks.iter_mut().for_each(Track::settle_clocks);
    }

    /// Lives through the moment behind those that it has lived through; how much of the past it went through again.
    fn live(&mut self, agreements: &Agreements, earlier: Lived<'_>) -> u64 {
        let Some(now) = earlier.next() else { return 0 };
        let mut again = 0;
        let mut chosen: Option<(Class, Option<usize>)> = None;
        for index in 0..self.tracks.len() {
            let (before, rest) = self.tracks.split_at_mut(index);
            let Some((track, behind)) = rest.split_first_mut() else { break };
            let ground = Ground { agreements, others: [before, behind], as_of: None };
            let policy = match chosen {
                Some((class, policy)) if class == track.class => policy,
                _ => agreements.select(track.class, now),
            };
            chosen = Some((track.class, policy));
            let arrives = policy.filter(|policy| earlier.before > 0 && track.arrives(ground, *policy, now));
            if let Some(policy) = arrives {
                again += track.catch_up(ground, policy, earlier, now);
            }
            track.live(ground, policy, now, earlier.last(), arrives.is_some());
            if arrives.is_some() {
                track.came_late(now.at);
            }
            if now.absorbed.is_some() {
                track.absorb(ground, now);
            }
        }
        again
    }

    /// What they were folded from.
    pub fn moments(&self) -> &Grown<Moment> {
        &self.moments
    }

    /// The clock of a metric that is open, or else the last one.
    pub fn current(&self, class: Class, metric: Metric) -> Option<&Clock> {
        let track = self.tracks.iter().find(|track| track.class == class && track.metric == metric)?;
        track.clocks.last()
    }

    /// The clock of a metric in the first class that has one.
    pub fn clock(&self, metric: Metric) -> Option<&Clock> {
        Class::ALL.into_iter().find_map(|class| self.current(class, metric))
    }

    /// The clock of the metric of that word or clock name.
    pub(crate) fn clock_called(&self, word: &str) -> Option<&Clock> {
        let mut metrics = self.tracks.iter().map(|track| track.metric);
        self.clock(metrics.find(|metric| metric.is_called(word))?)
    }

    /// All clocks, those that ended included: by class, metric and start.
    pub fn all(&self) -> impl Iterator<Item = &Clock> {
        self.tracks.iter().flat_map(|track| track.clocks.iter())
    }

    /// The clocks that are still of interest: those that were missed, and the last one of each metric and holder. By class,
    /// metric and start.
    pub fn noted(&self) -> impl Iterator<Item = &Clock> {
        self.tracks.iter().flat_map(|track| track.noted().into_iter().map(|(_, clock)| clock))
    }

    /// All clocks that have not ended.
    pub fn open(&self) -> impl Iterator<Item = &Clock> {
        self.tracks.iter().filter_map(Track::open)
    }

    /// The name of the policy of a class.
    pub fn chosen_name(&self, class: Class) -> Option<&Text> {
        self.chosen.iter().find(|(known, ..)| *known == class).map(|(.., name)| name)
    }

    /// The number of the policy of a class.
    pub fn chosen(&self, class: Class) -> Option<usize> {
        self.chosen.iter().find(|(known, ..)| *known == class).map(|(_, policy, _)| *policy)
    }
}
