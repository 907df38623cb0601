//! Running scripts.

use std::{
    borrow::Cow,
    cell::Cell,
    sync::{Arc, Mutex, PoisonError},
};

use rhai::{Caches, Dynamic, EvalAltResult, EvalContext, Expression, NativeCallContext, Position, Scope};
use tierline_condition::{
    Extent, Facts, Guest, Refused, ScriptId, Trouble,
    functions::{Function, weight},
};
use tierline_model::{ActionCall, Field, Limits, Map, Place, Root, Value, answer::Asked};

use super::{copies::Copies, program::Program, tokens::spot_of, troubles, values};
use crate::{Language, bounds, check::TestFunction};

/// What a `test` may ask about an evaluation.
#[derive(Clone, Debug, Default)]
pub struct TestView {
    /// Rules that fired.
    pub fired: Vec<String>,
    /// Rules that are faults.
    pub faulted: Vec<String>,
    /// Effects, in order.
    pub effects: Vec<Asked>,
}

/// Runs the scripts of a desk for one ticket event.
#[derive(Debug)]
pub struct Session<'a> {
    language: &'a Language,
    program: &'a Program,
    limits: Limits,
    work_used: u64,
    /// How much there is of the records in the scope, so many of which are not light, and of the constants above them.
    copies: Copies,
    heavy_records: usize,
    /// The work of copying the records of a revision of the facts.
    records_work: Option<(u64, u64)>,
    /// The records as they were at a revision of the facts, and above them the constants of a file.
    scope: Scope<'static>,
    records_of: Option<u64>,
    constants_of: Option<usize>,
    test: Option<Arc<TestView>>,
}

/// What functions of a running script may see, and where its actions go.
#[derive(Clone, Debug)]
struct Run(Arc<RunState>);

#[derive(Debug)]
struct RunState {
    facts: Arc<Facts>,
    calls: Mutex<Vec<(usize, Vec<Value>, Position)>>,
    test: Option<Arc<TestView>>,
}

/// What ran, and where it stands.
struct Ran {
    run: Run,
    at: Place,
}

/// The work of the script that runs on this thread.
#[derive(Clone, Copy, Debug, Default)]
struct Meter {
    /// What the engine counted.
    counted: u64,
    /// What one of them counts for.
    weight: u64,
    /// Work that the engine would not count.
    charged: u64,
    /// What of that was taken off the facts at once.
    taken: u64,
    /// What it would have come to with work that was refused; 0 where none was.
    needed: u64,
    most: u64,
}

impl Meter {
    fn used(self) -> u64 {
        self.counted.saturating_mul(self.weight).saturating_add(self.charged)
    }
}

thread_local! {
    static METER: Cell<Meter> = const { Cell::new(Meter { counted: 0, weight: 1, charged: 0, taken: 0, needed: 0, most: 0 }) };
}

/// Asked by the engine after every step: `None` while there is work left.
pub(super) fn has_work_left(counted: u64) -> Option<Dynamic> {
    let meter = Meter { counted, ..METER.get() };
    METER.set(meter);
    (meter.used() > meter.most).then_some(Dynamic::UNIT)
}

/// Charges work that the engine would count as one step.
pub(super) fn charge(work: u64) {
    let meter = METER.get();
    METER.set(Meter { charged: meter.charged.saturating_add(work), ..meter });
}

/// Charges work before it is done.
///
/// # Errors
///
/// Where the script may not take so much: it ends, and this work does not count.
fn take(work: u64, at: Position) -> Result<(), Box<EvalAltResult>> {
    let meter = METER.get();
    let needed = meter.used().saturating_add(work);
    if needed > meter.most {
        METER.set(Meter { needed, ..meter });
        return Err(EvalAltResult::ErrorTerminated(Dynamic::UNIT, at).into());
    }
    METER.set(Meter { charged: meter.charged + work, ..meter });
    Ok(())
}

/// Notes work that was taken off the facts at once.
fn note_taken(work: u64) {
    let meter = METER.get();
    METER.set(Meter { charged: meter.charged.saturating_add(work), taken: meter.taken.saturating_add(work), ..meter });
}

impl<'a> Session<'a> {
    /// A session of `language` for the scripts of `program`.
    pub fn new(language: &'a Language, program: &'a Program, limits: Limits) -> Session<'a> {
        Session {
            language,
            program,
            limits,
            work_used: 0,
            copies: Copies::default(),
            heavy_records: 0,
            records_work: None,
            scope: Scope::new(),
            records_of: None,
            constants_of: None,
            test: None,
        }
    }

    /// The same session for the expectations of a test.
    pub fn with_test(self, test: TestView) -> Session<'a> {
        Session { test: Some(Arc::new(test)), ..self }
    }

    /// How much work all scripts took so far.
    pub fn work_used(&self) -> u64 {
        self.work_used
    }

    /// How much a script that begins now may take.
    fn may_take(&self, facts: &Facts) -> u64 {
        self.limits.rule_work.min(facts.work_at_hand())
    }

    /// That a script needs so much, or more, and may not take it.
    fn refused(&self, needed: u64, allowed: u64) -> Refused {
        let is_of_rule = allowed == self.limits.rule_work;
        Refused { needed, allowed, of_event: (!is_of_rule).then_some(self.limits.event_work) }
    }

    fn run(&mut self, id: ScriptId, part: Option<usize>, facts: &Arc<Facts>) -> Result<(Dynamic, Ran), Trouble> {
        let engine = &self.language.engine;
        let most = self.may_take(facts);
        let refused = facts.refused().or_else(|| (most == 0).then(|| self.refused(1, most)));
        if let Some(refused) = refused {
            // As a build without the interpreter has it, which cannot look into the block.
            return Err(Trouble::too_much_work(self.program.scripts().beginning(id), refused));
        }
        let parsing = self.program.parsing(id);
        if parsing > most {
            return Err(Trouble::too_much_work(self.program.scripts().beginning(id), self.refused(parsing, most)));
        }
        let code = self.program.code(engine, id, part)?;
        let at = self.program.place(id, code.at);
        let file = self.program.file_of(id);
        let copied = self.set_scope(file, facts, most - parsing).map_err(|needed| {
            let refused = facts.refused().unwrap_or_else(|| self.refused(parsing + needed, most));
            Trouble::too_much_work(at.clone(), refused)
        })?;
        let state = RunState { facts: facts.clone(), calls: Mutex::default(), test: self.test.clone() };
        let run = Run(Arc::new(state));
        let mut global = engine.new_global_runtime_state();
        global.lib.extend(self.program.helpers(engine, file)?.iter().cloned());
        global.tag = Dynamic::from(run.clone());
        let weight = 1 + self.copies.most_of(code.named.as_deref()) / STEP_COPIES;
        METER.set(Meter { most, weight, charged: parsing + copied, ..Meter::default() });
        let height = self.scope.len();
        let result = EvalContext::new(engine, &mut global, &mut Caches::new(), &mut self.scope, None)
            .eval_expression_tree(&Expression::from(&code.expr));
        self.scope.rewind(height);
        let meter = METER.get();
        let used = meter.used();
        self.work_used = self.work_used.saturating_add(used);
        facts.spend(used.saturating_sub(meter.taken));
        match result {
            Ok(value) => Ok((value, Ran { run, at })),
            Err(error) => {
                let position = innermost(&error);
                let place = if position.is_none() { at } else { self.program.place(id, spot_of(position)) };
                if troubles::is_out_of_work(&error) {
                    return Err(Trouble::too_much_work(place, self.refused(used.max(meter.needed), most)));
                }
                let (code, reason) = troubles::run_error(&error);
                Err(Trouble { place, code, reason })
            }
        }
    }

    /// Puts the records as they are now into the scope, and above them the constants of a file; what is there already stays.
    /// Gives the work that it took.
    ///
    /// # Errors
    ///
    /// Where it would take more than `most`: how much. Nothing is done then.
    fn set_scope(&mut self, file: usize, facts: &Facts, most: u64) -> Result<u64, u64> {
        let mut work = 0;
        if self.records_of != Some(facts.revision()) {
            work += self.copying_records(facts)?;
            if work > most {
                return Err(work);
            }
            self.set_records(facts);
        }
        if self.constants_of != Some(file) {
            work += self.set_constants(file);
        }
        Ok(work)
    }

    /// The work of copying the records. It is found out once for each revision of the facts.
    ///
    /// # Errors
    ///
    /// Where there is no work left to find it out: how much was needed.
    fn copying_records(&mut self, facts: &Facts) -> Result<u64, u64> {
        if let Some((_, work)) = self.records_work.filter(|(revision, _)| *revision == facts.revision()) {
            return Ok(work);
        }
        let mut work: u64 = 0;
        for value in Root::ALL.into_iter().filter_map(|root| facts.record(root)).flat_map(Map::values) {
            let extent = facts.counted(value).ok_or(work)?;
            work += 1 + RECORD_ITEM * extent.items + extent.bytes / COPIED_BYTES;
        }
        self.records_work = Some((facts.revision(), work));
        Ok(work)
    }

    fn set_records(&mut self, facts: &Facts) {
        self.scope.clear();
        self.copies.truncate(0);
        for (root, record) in records(facts) {
            if root == Root::Ticket && self.test.is_some() {
                self.copies.note("outcome", &record);
                self.scope.push_constant_dynamic("outcome", values::to_dynamic(&record));
            }
            self.copies.note(root.name(), &record);
            self.scope.push_constant_dynamic(root.name(), values::to_dynamic(&record));
        }
        self.scope.push_constant("now", facts.now());
        self.heavy_records = self.copies.len();
        (self.records_of, self.constants_of) = (Some(facts.revision()), None);
    }

    fn set_constants(&mut self, file: usize) -> u64 {
        self.scope.rewind(Root::ALL.len() + 1 + usize::from(self.test.is_some()));
        self.copies.truncate(self.heavy_records);
        let mut work = 0;
        for (name, value) in self.program.scripts().constants_of(file) {
            self.copies.note(name, value);
            work += RECORD_ITEM * Extent::of(value).items;
            self.scope.push_constant_dynamic(&**name, values::to_dynamic(value));
        }
        self.constants_of = Some(file);
        work
    }
}

/// The work of making an item for a script, which is copied before.
const RECORD_ITEM: u64 = 2;
/// Bytes of texts that a unit of work copies.
const COPIED_BYTES: u64 = 2_048;
/// How much the engine copies in a step of usual length, as [`Copies`] counts it.
const STEP_COPIES: u64 = 256;

/// The records as scripts see them: what came, read as its fields read it, with their defaults. Those inside the ticket stand
/// there and by themselves.
fn records(facts: &Facts) -> Vec<(Root, Value)> {
    let mut maps: Vec<(Root, Map)> =
        Root::ALL.map(|root| (root, facts.record(root).cloned().unwrap_or_default())).into();
    let is_there = |field: &Field| {
        let held = facts.record(field.path.root).and_then(|record| field.path.follow_known(record));
        held.is_some() || !field.default.is_missing()
    };
    for field in facts.frame().schema.unsorted().filter(|field| field.path.names.len() == 1 && is_there(field)) {
        if let Some((_, map)) = maps.iter_mut().find(|(root, _)| *root == field.path.root) {
            field.path.put(map, facts.read_field(field));
        }
    }
    let inner: Vec<(Root, Map)> = maps.iter().filter(|(root, _)| root.is_part_of_ticket()).cloned().collect();
    if let Some((_, ticket)) = maps.iter_mut().find(|(root, _)| *root == Root::Ticket) {
        ticket.extend(inner.iter().map(|(root, map)| (root.name().into(), Value::Map(map.clone()))));
    }
    maps.into_iter().map(|(root, map)| (root, Value::Map(map))).collect()
}

impl Session<'_> {
    /// Whether a script holds as a whole.
    ///
    /// # Errors
    ///
    /// As [`Guest::decide`].
    pub fn holds(&mut self, script: ScriptId, facts: &Arc<Facts>) -> Result<bool, Trouble> {
        self.is_true(script, None, facts)
    }

    fn is_true(&mut self, script: ScriptId, part: Option<usize>, facts: &Arc<Facts>) -> Result<bool, Trouble> {
        let (value, run) = self.run(script, part, facts)?;
        value.as_bool().map_err(|kind| Trouble {
            place: run.at,
            code: "not-a-condition",
            reason: format!("this gave {}, where a condition gives true or false", values::kind(kind)),
        })
    }
}

impl Guest for Session<'_> {
    fn decide(&mut self, script: ScriptId, part: usize, facts: &Arc<Facts>) -> Result<bool, Trouble> {
        self.is_true(script, Some(part), facts)
    }

    fn act(&mut self, script: ScriptId, facts: &Arc<Facts>) -> Result<Vec<ActionCall>, Trouble> {
        let (_, ran) = self.run(script, None, facts)?;
        let calls = std::mem::take(&mut *ran.run.0.calls.lock().unwrap_or_else(PoisonError::into_inner));
        let place = |at: Position| if at.is_none() { ran.at.clone() } else { self.program.place(script, spot_of(at)) };
        Ok(calls.into_iter().map(|(action, args, at)| ActionCall { action, args, place: place(at) }).collect())
    }
}

/// Where it went wrong. Inside a helper the place is the call: the helper may stand in another file.
fn innermost(error: &EvalAltResult) -> Position {
    error.position()
}

fn run_of(context: &NativeCallContext<'_>) -> Option<Run> {
    context.tag().and_then(|tag| tag.read_lock::<Run>().map(|run| run.clone()))
}

fn raise<T>(reason: impl Into<String>, context: &NativeCallContext<'_>) -> Result<T, Box<EvalAltResult>> {
    Err(Box::new(EvalAltResult::ErrorRuntime(reason.into().into(), context.call_position())))
}

/// Calls a function of the language from a script.
pub(super) fn call(
    function: &'static Function,
    context: &NativeCallContext<'_>,
    args: &mut [&mut Dynamic],
) -> Result<Dynamic, Box<EvalAltResult>> {
    let Some(run) = run_of(context) else { return raise("there is no ticket here", context) };
    let (facts, at) = (&run.0.facts, context.call_position());
    take(converting(args), at)?;
    let args: Vec<Cow<'_, Value>> = args.iter().map(|arg| Cow::Owned(values::to_value(arg))).collect();
    let before = facts.work_left();
    take(function.cost(facts, &args), at)?;
    let given = (function.call)(facts, &args);
    note_taken(before - facts.work_left());
    match given {
        Ok(value) => Ok(values::to_dynamic(&value)),
        // What a function takes itself is refused by the facts.
        Err(_) if facts.refused().is_some() => {
            take(facts.refused().map_or(0, |refused| refused.needed), at)?;
            Err(EvalAltResult::ErrorTerminated(Dynamic::UNIT, at).into())
        }
        Err(reason) => raise(format!("`{}`: {reason}", function.name), context),
    }
}

/// The work of reading what a script hands over: it takes a unit an item.
fn converting(args: &[&mut Dynamic]) -> u64 {
    let held = args.iter().map(|arg| values::extent(arg));
    held.map(|(items, bytes)| items.saturating_add(bytes / COPIED_BYTES)).sum()
}

/// Notes an action that a script asks for.
pub(super) fn collect(action: usize, context: &NativeCallContext<'_>, args: &mut [&mut Dynamic]) -> Result<(), String> {
    let run = run_of(context).ok_or("there is no ticket here")?;
    let args: Vec<Cow<'_, Value>> = args.iter().map(|arg| Cow::Owned(values::to_value(arg))).collect();
    charge(args.iter().map(|arg| weight(arg)).sum());
    let mut calls = run.0.calls.lock().unwrap_or_else(PoisonError::into_inner);
    if calls.len() >= bounds::ACTIONS {
        return Err(format!("a rule may ask for at most {} actions", bounds::ACTIONS));
    }
    calls.push((action, args.into_iter().map(Cow::into_owned).collect(), context.call_position()));
    Ok(())
}

/// Answers a function of an `expect`.
pub(super) fn ask_outcome(
    function: &TestFunction,
    context: &NativeCallContext<'_>,
    args: &mut [&mut Dynamic],
) -> Result<bool, Box<EvalAltResult>> {
    let Some(run) = run_of(context) else { return raise("there is no ticket here", context) };
    let Some(test) = &run.0.test else { return raise(format!("`{}` belongs into tests", function.name), context) };
    let args: Vec<Value> = args.iter().map(|arg| values::to_value(arg)).collect();
    Ok(function.answer(test, &args))
}
