//! What a bundle says is not taken on trust: whatever it refers to must be there, and within the bounds that rules have.

use tierline_condition::{Condition, Expr, Layout, Part, Slot};
use tierline_model::{
    agreement::{Amount, Ladder, Policy, Reach},
    quoted,
};
use tierline_sla::Calendars;

pub(super) fn part(part: &Part, layout: &Layout) -> Result<(), String> {
    part.reads.iter().try_for_each(|slot| known(*slot, layout))?;
    expr(&part.expr, layout)
}

pub(super) fn expr(whole: &Expr, layout: &Layout) -> Result<(), String> {
    match whole {
        Expr::Field(slot) => known(*slot, layout)?,
        Expr::Call(function, args) if !function.counts().contains(&args.len()) => {
            return Err(format!("`{}` is written {}", function.name, function.signature()));
        }
        Expr::Ask(ask) => ask.moves.iter().try_for_each(|part| expr(part, layout))?,
        _ => {}
    }
    whole.below().into_iter().try_for_each(|part| expr(part, layout))
}

fn known(slot: Slot, layout: &Layout) -> Result<(), String> {
    layout.path(slot).map(drop).ok_or_else(|| "a condition reads a field that is not there".to_owned())
}

/// That policies and ladders count by calendars that are there, and amounts that rules may name.
pub(super) fn calendars(
    policies: &[Policy<Condition>],
    ladders: &[Ladder<Condition>],
    calendars: &Calendars,
) -> Result<(), String> {
    let of_policies = policies.iter().flat_map(|policy| {
        let of_targets = policy.targets.iter().filter_map(|target| target.calendar.as_ref());
        policy.calendar.iter().chain(of_targets)
    });
    let mut named = of_policies.chain(ladders.iter().filter_map(|ladder| ladder.quiet.as_ref()));
    if let Some(name) = named.find(|name| !calendars.names().any(|known| *known == ***name)) {
        return Err(format!("there is no calendar {}", quoted(name)));
    }
    let start_after = policies.iter().map(|policy| Amount::Open(policy.settings.start_after));
    let of_policies = policies.iter().flat_map(|policy| {
        let of_targets = policy.targets.iter().map(|target| &target.amount);
        of_targets.chain(&policy.settings.reopen_within).cloned()
    });
    let mut amounts = start_after.chain(of_policies);
    let mut reaches = ladders.iter().flat_map(|ladder| &ladder.steps).map(|step| &step.reach);
    match amounts.all(|amount| amount.is_within_bounds()) && reaches.all(Reach::is_within_bounds) {
        true => Ok(()),
        false => Err("an SLA names a time that none can".to_owned()),
    }
}
