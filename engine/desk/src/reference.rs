//! What the language has: the tables from which the reference is made.

use tierline_condition::functions::Function;
use tierline_model::{ActionSpec, EffectSpec, sort::sort_by};
use tierline_rules::actions::ACTIONS;

/// All actions that a rule may ask for, in the order of the reference.
///
/// ```
/// assert!(tierline::actions().any(|action| action.signature() == "notify(who, message?)"));
/// ```
pub fn actions() -> impl Iterator<Item = &'static ActionSpec> {
    ACTIONS.iter().map(|action| &action.spec)
}

/// All that actions may ask of a host, in the order of the reference.
///
/// ```
/// assert!(tierline::effects().iter().any(|effect| effect.name == "nobody_fits"));
/// ```
pub fn effects() -> Vec<&'static EffectSpec> {
    let mut effects: Vec<&EffectSpec> = actions().flat_map(|spec| spec.effects.get()).copied().collect();
    sort_by(&mut effects, |one, another| one.place.cmp(&another.place));
    effects.dedup();
    effects
}

/// All functions that conditions and actions may call, in the order of the reference.
pub fn functions() -> impl Iterator<Item = &'static Function> {
    Function::all()
}
