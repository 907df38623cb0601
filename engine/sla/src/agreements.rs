//! The policies of a desk, ready to be asked.

use tierline_condition::{Condition, Layout, Slot};
use tierline_model::{
    Class, Metric, Path, Place, Root, SortedMap, Text, Timestamp,
    agreement::{Act, Amount, Ladder, Policy, Target},
    metrics::PerMetric,
    quoted,
    sort::sort_by,
    suggest,
};

use crate::{
    hours::{Calendars, Hours, HoursVersions},
    moment::Moment,
    signals::Heeds,
    track::WORK_OF_A_TRACK,
};

/// Work that it takes to read an event and look at the ticket after it.
const WORK_OF_AN_EVENT: u64 = 10;
/// So many policies are looked at for a unit of work.
const POLICIES_OF_A_UNIT: usize = 8;

/// The number of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cond(pub usize);

/// What a desk owes: policies with their conditions, ladders, and the calendars that they count by.
#[derive(Clone, Debug, Default)]
pub struct Agreements {
    /// The policies, in the order in which they are looked at.
    pub policies: Vec<Policy<Cond>>,
    /// The conditions of all policies.
    pub conditions: Vec<Condition>,
    /// The ladders.
    pub ladders: Vec<Ladder<Condition>>,
    /// The calendars.
    pub calendars: Calendars,
    /// What each condition must be decided anew for.
    pub(crate) reads: Vec<Reads>,
    /// The conditions that every event must decide anew.
    always: Vec<usize>,
    /// The others that read a field, by its slot.
    by_slot: SortedMap<Slot, Vec<usize>>,
    /// Whether one of them may ask what an event changed.
    pub(crate) asks_changes: bool,
    /// The fields that targets name.
    pub(crate) fields: Vec<Path>,
    /// The newer versions of each policy.
    pub(crate) newer: Vec<Vec<usize>>,
    /// Each metric that a policy of a class owes; what is a share of another clock comes after it.
    pub(crate) tracks: Vec<(Class, Metric)>,
    /// The hours of each target of each policy.
    hours: Vec<Vec<HoursVersions>>,
    /// Whether what each policy owes in each metric is one and the same, whatever happens.
    fixed: Vec<PerMetric<bool>>,
    /// What each policy says to each metric.
    heeds: Vec<PerMetric<Heeds>>,
    /// Each target of each policy, as written.
    labels: Vec<Vec<Text>>,
    /// When versions of policies and calendars come into force, in order.
    pub(crate) shifts: Vec<Timestamp>,
    /// The fields in which the engine says what its clocks do, as far as no condition of a policy names them.
    own_fields: Vec<Text>,
}

/// Of each policy, the versions of it that come into force later.
fn newer(policies: &[Policy<Cond>]) -> Vec<Vec<usize>> {
    let mut by_name: Vec<(usize, &Policy<Cond>)> = policies.iter().enumerate().collect();
    sort_by(&mut by_name, |(a, one), (b, other)| one.name.cmp(&other.name).then(a.cmp(b)));
    let mut newer = vec![vec![]; policies.len()];
    for versions in by_name.chunk_by(|(_, one), (_, other)| one.name == other.name) {
        for (index, policy) in versions {
            let later = versions.iter().filter(|(_, other)| other.since > policy.since);
            newer[*index] = later.map(|(index, _)| *index).collect();
        }
    }
    newer
}

/// What a condition reads.
#[derive(Clone, Debug)]
pub(crate) struct Reads {
    /// Whether it may ask what an event changed.
    change: bool,
    /// Whether it is about an event, and not about how the ticket is.
    pub(crate) event: bool,
    /// Whether it may give something else at every moment.
    pub(crate) always: bool,
    /// Whether it may read what it does not name, such as the instant or what a script looks at.
    more: bool,
    pub(crate) fields: Vec<Slot>,
}

/// Something wrong with the agreements as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Where.
    pub place: Place,
    /// A name for programs to branch on.
    pub code: &'static str,
    /// What.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Agreements {
    /// Policies, ladders and calendars as one.
    pub fn new(
        policies: Vec<Policy<Condition>>,
        ladders: Vec<Ladder<Condition>>,
        calendars: Calendars,
        layout: &Layout,
    ) -> Agreements {
        let mut conditions: Vec<Condition> = vec![];
        let mut number = |condition: Condition| {
            conditions.push(condition);
            Cond(conditions.len() - 1)
        };
        let policies: Vec<Policy<Cond>> = policies.into_iter().map(|policy| policy.map(&mut number)).collect();
        let mut fields: Vec<Path> = vec![];
        for target in policies.iter().flat_map(|policy| &policy.targets) {
            if let Amount::By(promise) = &target.amount
                && !fields.contains(&promise.field)
            {
                fields.push(promise.field.clone());
            }
        }
        let newer = newer(&policies);
        let of_target = |policy: &Policy<Cond>, target: &Target<Cond>| match target.amount {
            Amount::Wall(_) => HoursVersions::default(),
            // It counts as the clock that it is a share of, unless the target says otherwise.
            Amount::Share { .. } => HoursVersions::of(&calendars, target.calendar.as_ref()),
            _ => HoursVersions::of(&calendars, target.calendar.as_ref().or(policy.calendar.as_ref())),
        };
        let of_policy = |policy: &Policy<Cond>| policy.targets.iter().map(|target| of_target(policy, target)).collect();
        let hours: Vec<Vec<HoursVersions>> = policies.iter().map(of_policy).collect();
        let is_fixed = |policy: &Policy<Cond>, hours: &[HoursVersions], metric: Metric| {
            let mut owed = policy.targets.iter().zip(hours).filter(|(target, _)| target.metric == metric);
            owed.next().is_some_and(|(target, hours)| {
                let moves = matches!(target.amount, Amount::By(_) | Amount::Share { .. });
                target.when.is_none() && !moves && hours.is_one()
            })
        };
        let fixed_in = |(policy, hours): (&Policy<Cond>, &Vec<HoursVersions>)| {
            PerMetric::new(|metric| is_fixed(policy, hours, metric))
        };
        let fixed = policies.iter().zip(&hours).map(fixed_in).collect();
        let reads: Vec<Reads> = conditions.iter().map(|condition| reads(condition, layout)).collect();
        let asks_changes = reads.iter().any(|reads| reads.change);
        let of_any = reads.iter().enumerate();
        let always = of_any.filter(|(_, reads)| reads.always).map(|(index, _)| index).collect();
        let by_slot = by_slot(&reads);
        let own_fields = own_fields(&reads, layout);
        let heeds = policies.iter().map(Heeds::of).collect();
        let labels_of = |policy: &Policy<Cond>| -> Vec<Text> {
            policy.targets.iter().map(|target| target.amount.in_unit(target.unit).into()).collect()
        };
        let labels = policies.iter().map(labels_of).collect();
        let mut shifts: Vec<Timestamp> =
            policies.iter().filter_map(|policy| policy.since).chain(calendars.shifts()).collect();
        sort_by(&mut shifts, Ord::cmp);
        shifts.dedup();
        let tracks = tracks(&policies);
        Agreements {
            policies,
            conditions,
            ladders,
            calendars,
            reads,
            always,
            by_slot,
            asks_changes,
            fields,
            newer,
            tracks,
            hours,
            fixed,
            heeds,
            labels,
            shifts,
            own_fields,
        }
    }

    /// The fields of a ticket that the engine alone writes, to say what its clocks do, and that no condition of a policy reads.
    /// A script may read what it does not name itself: `is_named` says whether its helpers do.
    pub fn unread_fields(&self, is_named: impl Fn(&str) -> bool) -> Vec<Text> {
        let may_ask = self.reads.iter().any(|reads| reads.more);
        self.own_fields.iter().filter(|name| !(may_ask && is_named(name))).cloned().collect()
    }

    /// Work that it takes to play an event back, what its conditions take apart.
    pub(crate) fn work_of_a_moment(&self) -> u64 {
        let policies = self.policies.len() / POLICIES_OF_A_UNIT;
        let tracks = (self.tracks.len() as u64).saturating_mul(WORK_OF_A_TRACK);
        (policies as u64).saturating_add(tracks).saturating_add(WORK_OF_AN_EVENT)
    }

    /// The conditions that an event must decide anew that touches these slots, in order.
    pub(crate) fn moved_by(&self, touched: impl Iterator<Item = Slot>) -> Vec<usize> {
        let mut moved = self.always.clone();
        moved.extend(touched.filter_map(|slot| self.by_slot.get(&slot)).flatten().copied());
        sort_by(&mut moved, Ord::cmp);
        moved.dedup();
        moved
    }

    /// Whether a condition reads one of these slots, as far as it names what it reads.
    pub(crate) fn is_read_in(&self, slots: &[Slot]) -> bool {
        self.reads.iter().any(|reads| reads.fields.iter().any(|field| slots.contains(field)))
    }

    /// The next instant after `now` at which a version of a policy or calendar comes into force.
    pub fn next_shift(&self, now: Timestamp) -> Option<Timestamp> {
        self.shifts.iter().copied().find(|at| *at > now)
    }

    /// Whether there is nothing to fold.
    pub fn is_empty(&self) -> bool {
        self.policies.is_empty()
    }

    /// Everything about policies and ladders that cannot be: calendars that are not there or not said, policies that owe
    /// nothing, ladders on clocks that no policy has.
    pub fn mistakes(&self) -> Vec<Mistake> {
        let mut found = vec![];
        for policy in &self.policies {
            self.policy_mistakes(policy, &mut found);
        }
        for ladder in &self.ladders {
            self.ladder_mistakes(ladder, &mut found);
        }
        found
    }

    fn policy_mistakes(&self, policy: &Policy<Cond>, found: &mut Vec<Mistake>) {
        let mut wrong = |place: &Place, code, message, help: Option<String>| {
            found.push(Mistake { place: place.clone(), code, message, help });
        };
        if policy.targets.is_empty() {
            let help = "write `resolve within 8 hours` or another target".to_owned();
            wrong(&policy.place, "no-target", format!("the SLA {} owes nothing", quoted(&policy.name)), Some(help));
        }
        let named = policy.targets.iter().filter_map(|target| Some((&target.place, target.calendar.as_ref()?)));
        let named = policy.calendar.iter().map(|calendar| (&policy.place, calendar)).chain(named);
        for (place, calendar) in named.filter(|(_, calendar)| self.calendars.at(calendar, Timestamp::MIN).is_none()) {
            let hint = suggest::did_you_mean(calendar, self.calendars.names(), "\"");
            let help = hint.unwrap_or_else(|| format!("write a block: calendar {} {{ ... }}", quoted(calendar)));
            wrong(place, "unknown-calendar", format!("there is no calendar {}", quoted(calendar)), Some(help));
        }
        let needs = |target: &&Target<Cond>| {
            let needs_none = matches!(target.amount, Amount::Wall(_) | Amount::Share { .. });
            policy.calendar.is_none() && target.calendar.is_none() && !needs_none
        };
        if let Some(target) = policy.targets.iter().find(needs) {
            let message = format!("the SLA {} has no calendar to count by", quoted(&policy.name));
            let help = "write `calendar \"...\"` in it, or count wall time: `within 4 wall hours`".to_owned();
            wrong(&target.place, "no-calendar", message, Some(help));
        }
        for (act, word) in [(Act::Start, "start"), (Act::Reset, "reset")] {
            let of_act = policy.triggers.iter().filter(|trigger| trigger.act == act);
            if let Some(metric) = of_act.flat_map(|trigger| &trigger.metrics).find(|metric| metric.is_presence()) {
                let verb = metric.verb();
                let message = format!(
                    "`{word} when` does nothing for `{verb}`: that clock runs as long as somebody has the ticket"
                );
                let help = format!("take `{verb}` out of its `for`; `stop when` and `cancel when` end that clock");
                wrong(&policy.place, "unheeded", message, Some(help));
            }
        }
        for target in &policy.targets {
            if let Some(message) = self.past_horizon(policy, target) {
                let help = "a calendar `covers` a span of years: widen it, or take a shorter target".to_owned();
                wrong(&target.place, "past-horizon", message, Some(help));
            }
            if let Amount::Share { of, .. } = target.amount
                && !self.is_owed(Class::Customer, of)
            {
                let message =
                    format!("no customer SLA has a target for `{}`, so there is nothing to take a share of", of.verb());
                wrong(&target.place, "unknown-clock", message, None);
            }
        }
    }

    /// Why a target cannot be reached in all the time that its calendar covers.
    fn past_horizon(&self, policy: &Policy<Cond>, target: &Target<Cond>) -> Option<String> {
        let name = target.calendar.as_ref().or(policy.calendar.as_ref())?;
        let calendar = self.calendars.at(name, Timestamp::MAX)?;
        let from = calendar.covers().0;
        let reached = match target.amount {
            Amount::Open(seconds) => calendar.add(from, seconds),
            Amount::WorkingDays { days, .. } => calendar.add_days(from, days),
            Amount::CalendarDays { days } => calendar.add_calendar_days(from, days),
            Amount::Wall(_) | Amount::By(_) | Amount::Share { .. } => return None,
        };
        let beyond = reached.err()?;
        Some(format!(
            "{} is more than the calendar {name} covers, which ends at {}",
            target.amount,
            beyond.covers_until,
            name = quoted(name)
        ))
    }

    /// Whether a policy of the class owes the metric.
    pub(crate) fn is_owed(&self, class: Class, metric: Metric) -> bool {
        self.tracks.contains(&(class, metric))
    }

    fn owes(&self, policies: &[Text], metric: Metric, class: Class) -> bool {
        self.policies.iter().any(|policy| {
            let is_named = policies.is_empty() && policy.class == class || policies.contains(&policy.name);
            is_named && policy.targets.iter().any(|target| target.metric == metric)
        })
    }

    fn ladder_mistakes(&self, ladder: &Ladder<Condition>, found: &mut Vec<Mistake>) {
        let mut wrong = |code, message, help: Option<String>| {
            found.push(Mistake { place: ladder.place.clone(), code, message, help });
        };
        for name in &ladder.policies {
            if !self.policies.iter().any(|policy| policy.name == *name) {
                let names = self.policies.iter().map(|policy| &*policy.name);
                let hint = suggest::did_you_mean(name, names, "\"");
                wrong("unknown-sla", format!("there is no SLA {}", quoted(name)), hint);
            }
        }
        let is_owed = Class::ALL.into_iter().any(|class| self.owes(&ladder.policies, ladder.metric, class));
        let are_known = ladder.policies.iter().all(|name| self.policies.iter().any(|policy| policy.name == *name));
        if !is_owed && are_known {
            let whose = match ladder.policies.as_slice() {
                [] => "no SLA of this desk".to_owned(),
                [one] => format!("the SLA {} never", quoted(one)),
                _ => "none of these SLAs".to_owned(),
            };
            let verb = ladder.metric.verb();
            let message =
                format!("this ladder waits for a clock that does not exist: {whose} has a target for `{verb}`");
            wrong(
                "unknown-clock",
                message,
                Some(format!("write `{verb} within ...` in the `sla` block, or climb on another clock")),
            );
        }
        if let Some(calendar) = ladder.quiet.as_ref().filter(|name| self.calendars.at(name, Timestamp::MIN).is_none()) {
            let hint = suggest::did_you_mean(calendar, self.calendars.names(), "\"");
            wrong("unknown-calendar", format!("there is no calendar {}", quoted(calendar)), hint);
        }
    }

    /// The hours that a target counts by, as of an instant.
    pub(crate) fn hours(&self, policy: usize, target: usize, as_of: Timestamp) -> &Hours {
        let versions = self.hours.get(policy).and_then(|targets| targets.get(target));
        versions.map_or(&Hours::Wall, |versions| versions.at(as_of))
    }

    /// Whether what a policy owes in a metric is one and the same, whatever happens.
    pub(crate) fn is_fixed(&self, policy: usize, metric: Metric) -> bool {
        self.fixed.get(policy).is_some_and(|metrics| *metrics.of(metric))
    }

    /// What a policy says to a metric.
    pub(crate) fn heeds(&self, policy: usize, metric: Metric) -> Option<&Heeds> {
        Some(self.heeds.get(policy)?.of(metric))
    }

    /// A target as it was written.
    pub(crate) fn label(&self, policy: usize, target: usize) -> Text {
        self.labels.get(policy).and_then(|labels| labels.get(target)).cloned().unwrap_or_default()
    }

    /// What the policy owes in a metric at a moment.
    pub(crate) fn target(&self, policy: usize, metric: Metric, moment: &Moment) -> Option<usize> {
        let policy = self.policies.get(policy)?;
        let fits = |target: &Target<Cond>| target.metric == metric && target.when.is_none_or(|when| moment.is(when));
        policy.targets.iter().position(fits)
    }
}

/// The fields in which the engine says what its clocks do.
pub(crate) fn said_of_clocks() -> impl Iterator<Item = &'static str> {
    ["sla"].into_iter().chain(Metric::ALL.into_iter().filter_map(Metric::deadline_field))
}

/// The fields in which the engine says what its clocks do, but those that a condition names.
fn own_fields(reads: &[Reads], layout: &Layout) -> Vec<Text> {
    let own = said_of_clocks();
    let is_read = |name: &str| {
        let slot = layout.slot_of(&Path::of_ticket(name));
        slot.is_some_and(|slot| reads.iter().any(|reads| reads.fields.contains(&slot)))
    };
    own.filter(|name| !is_read(name)).map(Text::from).collect()
}

fn by_slot(reads: &[Reads]) -> SortedMap<Slot, Vec<usize>> {
    let mut by_slot: SortedMap<Slot, Vec<usize>> = SortedMap::new();
    for (index, reads) in reads.iter().enumerate().filter(|(_, reads)| !reads.always) {
        reads.fields.iter().for_each(|slot| by_slot.get_or_default(*slot).push(index));
    }
    by_slot
}

fn tracks(policies: &[Policy<Cond>]) -> Vec<(Class, Metric)> {
    let targets = |class: Class, metric: Metric| {
        let of_class = policies.iter().filter(move |policy| policy.class == class);
        of_class.flat_map(|policy| &policy.targets).filter(move |target| target.metric == metric)
    };
    let is_share = |target: &Target<Cond>| matches!(target.amount, Amount::Share { .. });
    let all = Class::ALL.into_iter().flat_map(|class| Metric::ALL.map(|metric| (class, metric)));
    let mut owed: Vec<_> = all.filter(|(class, metric)| targets(*class, *metric).next().is_some()).collect();
    let key = |(class, metric): &(Class, Metric)| (*class, targets(*class, *metric).any(is_share));
    sort_by(&mut owed, |a, b| key(a).cmp(&key(b)));
    owed
}

fn reads(condition: &Condition, layout: &Layout) -> Reads {
    let reads = condition.reads(layout);
    let is_of_event = |slot: &Slot| layout.path(*slot).is_some_and(|path| path.root == Root::Event);
    let event = reads.change || reads.fields.iter().any(is_of_event);
    Reads { change: reads.change, event, always: event || reads.more, more: reads.more, fields: reads.fields }
}
