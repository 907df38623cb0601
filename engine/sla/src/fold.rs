//! All clocks of a ticket, folded from its moments.

use std::sync::Arc;

use tierline_model::{Class, Metric, Text, Timestamp};

use crate::{agreements::Agreements, clock::Clock, ground::Ground, moment::Moment, track::Track};

/// All clocks of a ticket, as of its last event. Read them at any instant from then on.
#[derive(Clone, Debug, Default)]
pub struct Clocks {
    pub(crate) tracks: Vec<Track>,
    /// What they were folded from.
    pub(crate) moments: Arc<[Moment]>,
    /// The policy of each class.
    pub(crate) chosen: Vec<(Class, usize, Text)>,
}

/// Folds the moments of a ticket, in order, to its clocks.
pub fn fold(agreements: &Agreements, moments: &Arc<[Moment]>) -> Clocks {
    let tracks = agreements.tracks.iter().map(|(class, metric)| Track::new(*class, *metric)).collect();
    Clocks { tracks, moments: [].into(), chosen: vec![] }.fold_on(agreements, moments)
}

impl Clocks {
    /// Folds further moments: `moments` begins with those that the clocks were folded from.
    pub(crate) fn fold_on(mut self, agreements: &Agreements, moments: &Arc<[Moment]>) -> Clocks {
        for index in self.moments.len()..moments.len() {
            self.live(agreements, &moments[..=index]);
        }
        self.moments = moments.clone();
        if let Some(last) = moments.last() {
            let chosen = Class::ALL.into_iter().filter_map(|class| {
                let index = agreements.select(class, last)?;
                Some((class, index, agreements.policies[index].name.clone()))
            });
            self.chosen = chosen.collect();
        }
        self
    }

    /// Lives through the last of `moments`.
    fn live(&mut self, agreements: &Agreements, moments: &[Moment]) {
        let Some((now, earlier)) = moments.split_last() else { return };
        let mut chosen: Option<(Class, Option<usize>)> = None;
        for index in 0..self.tracks.len() {
            let left = if agreements.shared.is_empty() { vec![] } else { self.left(agreements, now.at) };
            let ground = Ground { agreements, left: &left, as_of: None };
            let track = &mut self.tracks[index];
            let policy = match chosen {
                Some((class, policy)) if class == track.class => policy,
                _ => agreements.select(track.class, now),
            };
            chosen = Some((track.class, policy));
            let arrives = policy.filter(|policy| !earlier.is_empty() && track.arrives(ground, *policy, now));
            if let Some(policy) = arrives {
                track.catch_up(ground, policy, earlier, now);
            }
            track.live(ground, policy, now, earlier.last(), arrives.is_some());
            if arrives.is_some() {
                track.came_late(now.at);
            }
            if now.absorbed.is_some() {
                track.absorb(ground, now);
            }
        }
    }

    /// Seconds left of the customer's clocks that targets take a share of.
    fn left(&self, agreements: &Agreements, at: Timestamp) -> Vec<(Metric, i64)> {
        agreements.shared.iter().filter_map(|of| Some((*of, self.left_of(*of, at)?))).collect()
    }

    /// Seconds left of the customer's clock of a metric.
    fn left_of(&self, metric: Metric, at: Timestamp) -> Option<i64> {
        let clock = self.current(Class::Customer, metric).filter(|clock| !clock.is_cancelled())?;
        clock.left(at).ok()
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
        self.tracks.iter().flat_map(|track| &track.clocks)
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
