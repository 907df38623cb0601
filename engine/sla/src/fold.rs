//! All clocks of a ticket, folded from its moments.

use tierline_model::{Class, Metric, Text, Timestamp};

use crate::{
    agreements::Agreements,
    clock::Clock,
    moment::Moment,
    track::{Ground, Track},
};

/// All clocks of a ticket, as of its last event. Read them at any instant from then on.
#[derive(Clone, Debug, Default)]
pub struct Clocks {
    pub(crate) tracks: Vec<Track>,
    /// The policy of each class.
    pub(crate) chosen: Vec<(Class, usize, Text)>,
}

/// Folds the moments of a ticket, in order, to its clocks.
pub fn fold(agreements: &Agreements, moments: &[Moment]) -> Clocks {
    let mut clocks = Clocks { tracks: tracks(agreements), chosen: vec![] };
    for index in 0..moments.len() {
        clocks.live(agreements, &moments[..=index]);
    }
    if let Some(last) = moments.last() {
        let chosen = Class::ALL.into_iter().filter_map(|class| {
            let index = agreements.select(class, last)?;
            Some((class, index, agreements.policies[index].name.clone()))
        });
        clocks.chosen = chosen.collect();
    }
    clocks
}

/// A track for each metric that a policy of the class owes.
fn tracks(agreements: &Agreements) -> Vec<Track> {
    let all = Class::ALL.into_iter().flat_map(|class| Metric::ALL.map(|metric| (class, metric)));
    let owed = all.filter(|(class, metric)| agreements.is_owed(*class, *metric));
    let mut tracks: Vec<Track> = owed.map(|(class, metric)| Track::new(class, metric)).collect();
    // What is a share of another clock is settled after it.
    tracks.sort_by_key(|track| (track.class, agreements.takes_share(track.class, track.metric)));
    tracks
}

impl Clocks {
    /// Lives through the last of `moments`.
    fn live(&mut self, agreements: &Agreements, moments: &[Moment]) {
        let Some((now, earlier)) = moments.split_last() else { return };
        for class in Class::ALL {
            if !self.tracks.iter().any(|track| track.class == class) {
                continue;
            }
            let policy = agreements.select(class, now);
            for index in 0..self.tracks.len() {
                if self.tracks[index].class != class {
                    continue;
                }
                let left: Vec<(Metric, i64)> =
                    agreements.shared.iter().filter_map(|of| Some((*of, self.left_of(*of, now.at)?))).collect();
                let ground = Ground { agreements, left: &left, as_of: None };
                let track = &mut self.tracks[index];
                let arrives = policy.filter(|policy| track.arrives(ground, *policy, now));
                if let Some(policy) = arrives.filter(|_| !earlier.is_empty()) {
                    track.catch_up(ground, policy, earlier, now);
                }
                track.live(ground, policy, now, earlier.last(), arrives.is_some());
                if arrives.is_some() && !earlier.is_empty() {
                    track.came_late(now.at);
                }
                track.absorb(ground, now);
            }
        }
    }

    /// Seconds left of the customer's clock of a metric.
    fn left_of(&self, metric: Metric, at: Timestamp) -> Option<i64> {
        let clock = self.current(Class::Customer, metric)?;
        Some(clock.goal_seconds().ok()? - clock.used(at).ok()?)
    }

    /// The clock of a metric that is open, or else the last one.
    pub fn current(&self, class: Class, metric: Metric) -> Option<&Clock> {
        let track = self.tracks.iter().find(|track| track.class == class && track.metric == metric)?;
        track.open.as_ref().or(track.past.last())
    }

    /// The clock of a metric in the first class that has one.
    pub fn clock(&self, metric: Metric) -> Option<&Clock> {
        Class::ALL.into_iter().find_map(|class| self.current(class, metric))
    }

    /// All clocks, those that ended included: by class, metric and start.
    pub fn all(&self) -> impl Iterator<Item = &Clock> {
        self.tracks.iter().flat_map(|track| track.past.iter().chain(&track.open))
    }

    /// All clocks that have not ended.
    pub fn open(&self) -> impl Iterator<Item = &Clock> {
        self.tracks.iter().filter_map(|track| track.open.as_ref())
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
