//! The engine that scripts run in: it starts empty and is given only what the language has.

use std::any::TypeId;

use rhai::{
    Array, Dynamic, Engine, EvalAltResult, Map, NativeCallContext, OP_CONTAINS, OptimizationLevel, Position, Variant,
};
use rust_decimal::Decimal;
use tierline_condition::{
    equal,
    functions::{Function, weight},
};
use tierline_model::{ActionSpec, Date, Timestamp};

use super::{helpers, session, shifts, syntax, templates, values};
use crate::{bounds, check::TEST_FUNCTIONS};

/// Bytes of a text that a unit of work searches.
const SEARCHED: u64 = 64;

/// The function that Rhai makes a call of from `in`, which is exact.
pub(crate) const IN: &str = OP_CONTAINS;

/// The function that [`IN`] stands for where a rule names it.
pub(super) const CONTAINS: &str = "@contains";

/// Words of Rhai that rules do without.
pub(super) const WITHOUT: [&str; 24] = [
    "Fn",
    "call",
    "curry",
    "debug",
    "do",
    "eval",
    "exit",
    "export",
    "import",
    "is_def_fn",
    "is_def_var",
    "is_shared",
    "loop",
    "print",
    "private",
    "sleep",
    "this",
    "throw",
    "timestamp",
    "try",
    "type_of",
    "until",
    "while",
    "catch",
];

/// An engine with the functions of the language and these actions. It holds no desk: scripts bring their own constants and
/// helpers.
pub(crate) fn engine(actions: &[&'static ActionSpec]) -> Engine {
    let mut engine = Engine::new_raw();
    engine.set_optimization_level(OptimizationLevel::None);
    bound(&mut engine);
    syntax::register(&mut engine);
    templates::register(&mut engine);
    shifts::register(&mut engine);
    helpers::register(&mut engine);
    register_values(&mut engine);
    register_functions(&mut engine);
    for (index, spec) in actions.iter().enumerate() {
        register_action(&mut engine, index, spec);
    }
    engine
}

fn bound(engine: &mut Engine) {
    engine.set_max_call_levels(bounds::CALL_DEPTH);
    engine.set_max_expr_depths(bounds::EXPRESSION_DEPTH, bounds::EXPRESSION_DEPTH / 2);
    engine.set_max_string_size(bounds::TEXT_BYTES);
    engine.set_max_array_size(bounds::LIST_ITEMS);
    engine.set_max_map_size(bounds::MAP_ENTRIES);
    engine.set_max_variables(bounds::VARIABLES);
    engine.set_max_functions(bounds::HELPERS);
    engine.set_allow_anonymous_fn(false);
    engine.set_allow_shadowing(false);
    engine.on_progress(session::has_work_left);
    for word in WITHOUT {
        engine.disable_symbol(word);
    }
}

/// What the values of the language have beyond Rhai's bare core: equality of lists and maps, instants, iteration.
fn register_values(engine: &mut Engine) {
    engine.register_iterator::<Array>();
    engine.register_type_with_name::<Timestamp>("instant");
    engine.register_type_with_name::<Date>("date");
    register_order(engine, |at: Timestamp| at, |at: Timestamp| at);
    register_order(engine, Date::midnight, Date::midnight);
    register_order(engine, Date::midnight, |at: Timestamp| at);
    register_order(engine, |at: Timestamp| at, Date::midnight);
    engine.register_fn("==", |a: Array, b: Array| same(a.into(), b.into()));
    engine.register_fn("!=", |a: Array, b: Array| !same(a.into(), b.into()));
    engine.register_fn("==", |a: Map, b: Map| same(a.into(), b.into()));
    engine.register_fn("!=", |a: Map, b: Map| !same(a.into(), b.into()));
    engine.register_fn(IN, |list: Array, item: Dynamic| has(&list.into(), &item));
    engine.register_fn(IN, |_: (), _: Dynamic| false);
    engine.register_fn(IN, |text: &str, part: &str| {
        session::charge(text.len() as u64 / SEARCHED);
        text.contains(part)
    });
    engine.register_fn(IN, |text: &str, part: char| {
        session::charge(text.len() as u64 / SEARCHED);
        text.contains(part)
    });
    engine.register_fn(IN, |_: &str, (): ()| false);
    engine.register_fn(IN, |map: Map, name: &str| map.contains_key(name));
    engine.register_fn(IN, |range: std::ops::Range<i64>, item: i64| range.contains(&item));
    engine.register_fn(IN, |range: std::ops::RangeInclusive<i64>, item: i64| range.contains(&item));
    engine.register_fn(IN, |range: std::ops::Range<i64>, item: Decimal| {
        Decimal::from(range.start) <= item && item < Decimal::from(range.end)
    });
    engine.register_fn(IN, |range: std::ops::RangeInclusive<i64>, item: Decimal| {
        Decimal::from(*range.start()) <= item && item <= Decimal::from(*range.end())
    });
    engine.register_fn(IN, |_: std::ops::Range<i64>, (): ()| false);
    engine.register_fn(IN, |_: std::ops::RangeInclusive<i64>, (): ()| false);
    engine.register_fn("+", |text: &str, value: Dynamic| joined(text, &shown(&value)));
    engine.register_fn("+", |value: Dynamic, text: &str| joined(&shown(&value), text));
}

/// How instants and dates compare: by time, where a date stands for its midnight in UTC.
fn register_order<A: Variant + Clone, B: Variant + Clone>(
    engine: &mut Engine,
    first: fn(A) -> Timestamp,
    second: fn(B) -> Timestamp,
) {
    engine.register_fn("==", move |a: A, b: B| first(a) == second(b));
    engine.register_fn("!=", move |a: A, b: B| first(a) != second(b));
    engine.register_fn("<", move |a: A, b: B| first(a) < second(b));
    engine.register_fn("<=", move |a: A, b: B| first(a) <= second(b));
    engine.register_fn(">", move |a: A, b: B| first(a) > second(b));
    engine.register_fn(">=", move |a: A, b: B| first(a) >= second(b));
}

/// Two texts put together, unless that is more than a script may make.
fn joined(a: &str, b: &str) -> Result<String, Box<EvalAltResult>> {
    if a.len() + b.len() > bounds::TEXT_BYTES {
        return Err(EvalAltResult::ErrorDataTooLarge("length of string".to_owned(), Position::NONE).into());
    }
    Ok([a, b].concat())
}

/// `a == b`, charged for what is compared.
fn same(a: Dynamic, b: Dynamic) -> bool {
    let (a, b) = (values::to_value(&a), values::to_value(&b));
    session::charge(weight(&a).saturating_add(weight(&b)));
    equal(&a, &b)
}

/// `item in list`, charged for what is looked through.
fn has(list: &Dynamic, item: &Dynamic) -> bool {
    let (list, item) = (values::to_value(list), values::to_value(item));
    session::charge(weight(&list).saturating_add(weight(&item)));
    list.as_list().is_some_and(|items| items.iter().any(|known| equal(known, &item)))
}

/// A value as a template shows it, charged for its size.
pub(super) fn shown(value: &Dynamic) -> String {
    session::charge(weight(&values::to_value(value)));
    values::to_text(value)
}

fn register_functions(engine: &mut Engine) {
    let any = TypeId::of::<Dynamic>();
    for function in Function::all() {
        let name = if function.name == IN { CONTAINS } else { function.name };
        for count in function.counts() {
            engine.register_raw_fn(
                name,
                vec![any; count],
                move |context: NativeCallContext<'_>, args: &mut [&mut Dynamic]| {
                    session::call(function, &context, args)
                },
            );
        }
    }
    for function in &TEST_FUNCTIONS {
        for arity in function.counts.iter().copied() {
            engine.register_raw_fn(
                function.name,
                vec![any; arity],
                move |context: NativeCallContext<'_>, args: &mut [&mut Dynamic]| {
                    session::ask_outcome(function, &context, args)
                },
            );
        }
    }
}

fn register_action(engine: &mut Engine, index: usize, spec: &'static ActionSpec) {
    let (least, most) = spec.arity();
    for arity in least..=most {
        let types = vec![TypeId::of::<Dynamic>(); arity];
        engine.register_raw_fn(spec.name, types, move |context: NativeCallContext<'_>, args: &mut [&mut Dynamic]| {
            session::collect(index, &context, args)
                .map_err(|reason| Box::new(EvalAltResult::ErrorRuntime(reason.into(), context.call_position())))
        });
    }
}
