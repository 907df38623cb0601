//! What compiles and is hardly meant: SLAs and targets that can never be chosen, and targets of nothing.

use tierline_model::{
    Class, Diagnostic, Place, SortedMap, SortedSet, Text,
    agreement::{Amount, Policy, Target},
    quoted,
    sort::sort_by,
};
use tierline_sla::Cond;

use crate::Desk;

/// An SLA, with its conditions as numbers.
type Sla = Policy<Cond>;

impl Desk {
    /// What looks wrong with the SLAs.
    pub(crate) fn doubtful_slas(&self) -> Vec<Diagnostic> {
        let policies = &self.agreements.policies;
        let open = self.open_slas();
        let hidden = policies.iter().enumerate().filter_map(|(index, policy)| {
            let above = open.iter().take_while(|above| **above < index).map(|above| &policies[*above]);
            let above = above.filter(|above| above.class == policy.class).find(|above| above.name != policy.name)?;
            Some(never_chosen(policy, above))
        });
        let of_targets = policies.iter().flat_map(|policy| {
            let targets = policy.targets.iter().enumerate();
            targets.filter_map(|(index, target)| doubtful_target(policy, index, target))
        });
        hidden.chain(of_targets).collect()
    }

    /// The numbers of SLAs that no ticket of their class can come past, at any time: of each class the first two, for one
    /// hides every SLA below it but itself.
    fn open_slas(&self) -> Vec<usize> {
        let policies = &self.agreements.policies;
        let asking = policies.iter().filter(|policy| !self.asks_nothing(policy.when));
        let asking: SortedSet<&Text> = asking.map(|policy| &policy.name).collect();
        let mut found: SortedMap<Class, Vec<usize>> = SortedMap::new();
        for (index, policy) in policies.iter().enumerate() {
            let beside = found.get_or_default(policy.class);
            let is_new = beside.len() < 2 && beside.iter().all(|known| policies[*known].name != policy.name);
            if is_new && policy.since.is_none() && !asking.contains(&policy.name) {
                beside.push(index);
            }
        }
        let mut open: Vec<usize> = found.into_values().flatten().collect();
        sort_by(&mut open, usize::cmp);
        open
    }

    fn asks_nothing(&self, when: Cond) -> bool {
        self.agreements.conditions.get(when.0).is_some_and(|condition| condition.parts.is_empty())
    }
}

fn never_chosen(policy: &Sla, above: &Sla) -> Diagnostic {
    let (name, above) = (&*policy.name, &*above.name);
    let message = format!(
        "the SLA {name} is never chosen: {above} stands above it and is for all tickets",
        name = quoted(name),
        above = quoted(above)
    );
    let help = format!(
        "move it above {above}, or give {above} a `when`; only `apply_sla` and hosts can still name it",
        above = quoted(above)
    );
    doubt(&policy.place, "never-chosen", message, help)
}

fn doubtful_target(policy: &Sla, index: usize, target: &Target<Cond>) -> Option<Diagnostic> {
    let mut above = policy.targets.iter().take(index);
    let hides = |above: &&Target<Cond>| above.metric == target.metric && above.when.is_none();
    let verb = target.metric.verb();
    if let Some(above) = above.find(hides) {
        let line = above.place.line;
        let message =
            format!("this target is never chosen: the `{verb}` of line {line} stands above it and is for all tickets");
        let help = match &above.amount {
            Amount::By(promise) => format!("write `when is_set({})` behind the one above", promise.field),
            _ => "move it above that line, or give that line a `when`".to_owned(),
        };
        return Some(doubt(&target.place, "never-chosen", message, help));
    }
    // A grace before the clock is time as well.
    (is_nothing(&target.amount) && policy.settings.start_after == 0).then(|| {
        let message = format!("a target of {} leaves no time at all: every ticket misses it at once", target.amount);
        doubt(&target.place, "no-time", message, format!("write how long it may take, or take `{verb}` away"))
    })
}

fn doubt(place: &Place, code: &str, message: String, help: String) -> Diagnostic {
    Diagnostic::error(place.clone(), code, message).help(help).warning()
}

/// Whether an amount is over as it begins. No working days to the end of the day are today.
fn is_nothing(amount: &Amount) -> bool {
    matches!(
        amount,
        Amount::Open(0)
            | Amount::Wall(0)
            | Amount::WorkingDays { days: 0, end_of_day: false }
            | Amount::CalendarDays { days: 0 }
            | Amount::Share { percent: 0, .. }
    )
}
