//! The law of the table of actions: each is carried out with random arguments on random tickets, and none may look at, write, say
//! or end what its row does not declare, nor declare what it never does.

mod faults;
mod told;

use std::{borrow::Cow, sync::Arc};

use tierline_condition::{Facts, Frame, Layout, NoCalendars, Patterns, equal};
use tierline_model::{
    Effect, Ends, Fails, How, Map, PRIORITIES, ParamKind, Path, Reads, Request, Roster, Schema, SortedMap, SortedSet,
    TIERS, Tells, Text, Ticket, Timestamp, To, Value, Writes, Written, checked, effect::Deed,
};

use crate::{
    Args, Draft, Values,
    actions::{ACTIONS, Action},
    draft::{Step, Write},
    seen::Look,
};

const ROUNDS: usize = 400;

#[test]
fn no_action_touches_what_its_row_does_not_declare() {
    let wrong: Vec<String> = ACTIONS.iter().flat_map(breaches).collect();
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn a_row_that_lies_is_found_out() {
    let named = |name: &str| *ACTIONS.iter().find(|action| action.spec.name == name).unwrap();
    let lying = |name: &str, lie: fn(&mut Action)| {
        let mut action = named(name);
        lie(&mut action);
        breaches(&action)
    };
    assert_eq!(lying("assign", |action| action.spec.reads = checked(&[])).len(), 4);
    assert!(!lying("assign", |action| action.spec.reads = checked(&action.spec.reads.get()[..3])).is_empty());
    assert!(!lying("notify", |action| action.spec.reads = checked(&[Reads::Roster])).is_empty());
    assert!(!lying("escalate_to", |action| action.spec.writes = &action.spec.writes[..1]).is_empty());
    assert!(!lying("route", |action| action.spec.writes = &[]).is_empty());
    const RAISES: &[Writes] = &[Writes::surely(Written::Field("priority"), How::Raise, To::Argument(0))];
    assert!(!lying("prioritise", |action| action.spec.writes = RAISES).is_empty());
    const ALWAYS: &[Writes] = &[Writes::surely(Written::Field("priority"), How::Set, To::Argument(0))];
    assert!(!lying("prioritise_at_least", |action| action.spec.writes = ALWAYS).is_empty());
    const ADDS: &[Writes] = &[Writes::surely(Written::Field("tags"), How::Add, To::Argument(0))];
    assert!(!lying("remove_tag", |action| action.spec.writes = ADDS).is_empty());
    assert!(!lying("page", |action| action.spec.tells = Tells::Nobody).is_empty());
    assert!(!lying("page", |action| action.spec.tells = Tells::Person(1)).is_empty());
    assert!(!lying("add_tag", |action| action.spec.tells = Tells::Person(0)).is_empty());
    assert!(!lying("stop", |action| action.spec.ends = Ends::Nothing).is_empty());
    assert!(!lying("assign", |action| action.spec.fails = checked(&[])).is_empty());
    assert!(!lying("link_to", |action| action.spec.fails = checked(&[])).is_empty());
    const FEWER: &[Fails] = &[Fails::NoneOf(0, &["parent", "problem"])];
    assert!(!lying("link_to", |action| action.spec.fails = checked(FEWER)).is_empty());
    const NEVER: &[Fails] = &[Fails::ByPeople];
    assert!(!lying("notify_manager", |action| action.spec.fails = checked(NEVER)).is_empty());
    for left_out in 0..2 {
        let mut action = named("set_field");
        action.spec.fails = checked(&action.spec.fails.get()[left_out..=left_out]);
        assert!(!breaches(&action).is_empty(), "{left_out}");
    }
    assert!(!lying("assign", |action| action.spec.effects = checked(&action.spec.effects.get()[..1])).is_empty());
    let of_another = |action: &mut Action| action.spec.effects = ACTIONS[0].spec.effects;
    assert!(!lying("comment", of_another).is_empty());
}

/// Whoever gets a ticket is told of it, so that two rows may say either.
#[test]
fn a_row_that_lies_of_whom_it_tells_is_found_out() {
    const ALL: [Tells; 8] = [
        Tells::Nobody,
        Tells::Person(0),
        Tells::Queue(0),
        Tells::Agent,
        Tells::Manager,
        Tells::Requester,
        Tells::Staff,
        Tells::Host,
    ];
    let mut believed = vec![];
    for action in ACTIONS {
        for tells in ALL.into_iter().filter(|tells| *tells != action.spec.tells) {
            let mut lying = *action;
            lying.spec.tells = tells;
            if breaches(&lying).is_empty() {
                believed.push((action.spec.name, tells));
            }
        }
    }
    assert_eq!(believed, [("reassign", Tells::Agent)]);
}

#[test]
fn places_in_the_reference_differ() {
    let places: SortedSet<u16> = ACTIONS.iter().map(|action| action.spec.place).collect();
    assert_eq!(places.len(), ACTIONS.len());
    let effects = ACTIONS.iter().flat_map(|action| action.spec.effects.get());
    let effects: SortedMap<u16, &str> = effects.map(|effect| (effect.place, effect.name)).collect();
    let names: SortedSet<&str> = effects.values().copied().collect();
    let all: SortedSet<&str> =
        ACTIONS.iter().flat_map(|action| action.spec.effects.get()).map(|row| row.name).collect();
    assert_eq!(names, all);
}

/// What an action does that its row does not say, and what it says and never does; each once.
fn breaches(action: &Action) -> Vec<String> {
    let mut dice = Dice(20_261);
    let (mut wrong, mut done): (SortedSet<String>, SortedSet<String>) = Default::default();
    for _ in 0..ROUNDS {
        let facts = facts(&mut dice);
        let args = arguments(action, &mut dice);
        carry_out(action, &facts, &args, &mut wrong, &mut done);
    }
    let reads = action.spec.reads.get().iter().map(|row| format!("{row:?}"));
    let writes = action.spec.writes.iter().map(|row| format!("{row:?}"));
    let effects = action.spec.effects.get().iter().map(|row| row.name.to_owned());
    let fails = action.spec.fails.get().iter().map(|row| format!("{row:?}"));
    let never = reads.chain(writes).chain(fails).chain(effects).filter(|declared| !done.contains(declared));
    let never = never.map(|declared| format!("never: {declared}"));
    wrong.iter().cloned().chain(never).map(|wrong| format!("{}: {wrong}", action.spec.name)).collect()
}

fn carry_out(
    action: &Action,
    facts: &Facts,
    args: &[Value],
    wrong: &mut SortedSet<String>,
    done: &mut SortedSet<String>,
) {
    let mut draft = Draft::new(facts, 1, u64::MAX);
    let given: Vec<Cow<'_, Value>> = args.iter().map(Cow::Borrowed).collect();
    let fits = Args::check(&action.spec, Values::Made(&given), &queues()).unwrap();
    let is_fault = (action.act)(&fits, &mut draft).is_err();
    for look in &draft.seen.looks {
        match action.spec.reads.get().iter().find(|row| is_declared(row, look, args)) {
            Some(row) => drop(done.insert(format!("{row:?}"))),
            None => drop(wrong.insert(format!("looks at {look:?}"))),
        }
    }
    let ways = faults::ways(action, args, facts);
    wrong.extend(faults::otherwise(is_fault, &ways));
    if is_fault {
        done.extend(ways.iter().map(|way| format!("{way:?}")));
        return;
    }
    for step in &draft.steps {
        let (field, write) = match step {
            Step::Ask(_) => continue,
            Step::AskAbout(field, _) | Step::Note(field, ..) | Step::Holds(field) => (field, None),
            Step::Write(write, _) => (&write.field, Some(write)),
        };
        let rows = action.spec.writes.iter().filter(|row| field_of(row, args).as_ref() == Some(field));
        match rows.into_iter().find(|row| write.is_none_or(|write| is_as_declared(row, write, facts, args))) {
            Some(row) if write.is_some() => drop(done.insert(format!("{row:?}"))),
            Some(_) => {}
            None => drop(wrong.insert(format!("writes {field}"))),
        }
    }
    let deeds: Vec<Deed> = draft.steps.iter().filter_map(deed).collect();
    for deed in &deeds {
        match action.spec.effects.get().iter().any(|row| row.name == deed.spec.name) {
            true => drop(done.insert(deed.spec.name.to_owned())),
            false => drop(wrong.insert(format!("asks for {}", deed.spec.name))),
        }
    }
    if !told::is_as_declared(action.spec.tells, &deeds, args, facts, &mut draft) {
        wrong.insert(format!("tells others than {:?}", action.spec.tells));
    }
    if draft.stopped != (action.spec.ends == Ends::Evaluation) {
        wrong.insert("ends something else".to_owned());
    }
    for row in action.spec.writes.iter().filter(|row| row.is_sure && !is_written(row, &mut draft, args)) {
        wrong.insert(format!("does not surely write: {row:?}"));
    }
}

fn deed(step: &Step) -> Option<Deed> {
    match step {
        Step::Ask(Effect::Deed(deed)) | Step::AskAbout(_, Effect::Deed(deed)) | Step::Write(_, Effect::Deed(deed)) => {
            Some(deed.clone())
        }
        _ => None,
    }
}

fn is_declared(row: &Reads, look: &Look, args: &[Value]) -> bool {
    match (row, look) {
        (Reads::Field(field), Look::Field(path)) => Path::of_ticket(field) == *path,
        (Reads::FieldUnlessNamed { field, argument, name }, Look::Field(path)) => {
            let named = args.get(*argument).and_then(Value::as_map);
            Path::of_ticket(field) == *path && named.is_some_and(|named| !named.contains_key(*name))
        }
        (Reads::Roster, Look::Roster) | (Reads::Turns, Look::Turns) | (Reads::Now, Look::Now) => true,
        _ => false,
    }
}

fn field_of(row: &Writes, args: &[Value]) -> Option<Path> {
    let named = |argument: usize| args.get(argument).and_then(Value::as_text);
    match row.field {
        Written::Field(field) => Some(Path::of_ticket(field)),
        Written::NamedBy(argument) => named(argument).and_then(Path::parse_in_ticket),
        Written::OneOf(argument, known) => named(argument).filter(|name| known.contains(name)).map(Path::of_ticket),
    }
}

/// What a row says is written; `None` where it leaves that to the action, or where the argument is left out.
fn wanted(row: &Writes, args: &[Value]) -> Option<Value> {
    match row.to {
        To::Argument(argument) => args.get(argument).cloned(),
        To::Word(word) => Some(Value::text(word)),
        To::Nothing => Some(Value::Missing),
        To::Found => None,
    }
}

fn is_as_declared(row: &Writes, write: &Write, facts: &Facts, args: &[Value]) -> bool {
    let before = facts.read(&write.field);
    let wanted = wanted(row, args);
    let holds =
        |list: &Value| list.as_list().is_some_and(|items| items.iter().any(|item| Some(item) == wanted.as_ref()));
    let is_wanted = wanted.as_ref().is_none_or(|wanted| *wanted == write.value);
    match row.how {
        How::Set => is_wanted && write.item.is_none(),
        How::Raise => is_wanted && rank(&before) < rank(&write.value),
        How::Lower => is_wanted && rank(&before) > rank(&write.value),
        How::Add => write.item.is_some() && !holds(&before) && holds(&write.value),
        How::Remove => write.item.is_some() && holds(&before) && !holds(&write.value),
    }
}

/// Whether the field is afterwards as a row says that it surely is.
fn is_written(row: &Writes, draft: &mut Draft<'_>, args: &[Value]) -> bool {
    let (Some(field), Some(wanted)) = (field_of(row, args), wanted(row, args)) else { return true };
    let after = draft.read(&field);
    let has = after.as_list().is_some_and(|items| items.contains(&wanted));
    match row.how {
        How::Set => equal(&after, &wanted) || wanted.is_missing(),
        How::Raise => rank(&after) >= rank(&wanted) && !equal(&after, &Value::Missing),
        How::Lower => rank(&after) <= rank(&wanted),
        How::Add => has,
        How::Remove => !has,
    }
}

/// How high a priority or tier is; nothing is lowest.
fn rank(value: &Value) -> usize {
    let at = |words: &[&str]| words.iter().position(|word| value.as_text() == Some(word)).map(|at| at + 1);
    at(PRIORITIES).map(|at| PRIORITIES.len() + 1 - at).or(at(TIERS)).unwrap_or(0)
}

struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound as u64).unwrap()
    }

    fn one_of<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())].clone()
    }
}

fn queues() -> SortedSet<Text> {
    ["wires", "bin"].into_iter().map(Text::from).collect()
}

/// What is known of a random ticket.
fn facts(dice: &mut Dice) -> Facts {
    const FIELDS: &[(&str, &[&str])] = &[
        ("priority", PRIORITIES),
        ("tier", TIERS),
        ("queue", &["wires", "bin"]),
        ("assignee", &["amy", "bob", "eve"]),
        ("status", &["new", "resolved"]),
        ("category", &["lead", "net"]),
        ("impact", &["lead"]),
        ("applied_sla", &["gold", "none"]),
        ("parent", &["T-1", "lead"]),
    ];
    let mut ticket = Map::new();
    for (field, words) in FIELDS {
        if dice.below(2) == 0 {
            ticket.insert((*field).into(), Value::text(dice.one_of(words)));
        }
    }
    for list in ["tags", "flags", "tasks", "approvals", "missing", "related"] {
        if dice.below(2) == 0 {
            ticket.insert(list.into(), Value::texts(["net", dice.one_of(WORDS)]));
        }
    }
    let mut request = Request::new(Ticket(ticket), Timestamp::from_second(1_800_000_000));
    if dice.below(4) > 0 {
        request.roster = Arc::new(roster());
    }
    let (layout, matrices) = Default::default();
    let frame: (Layout, SortedMap<_, _>) = (layout, matrices);
    let frame = Frame::new(Schema::standard(), frame.0, frame.1, Patterns::default(), Arc::new(NoCalendars));
    Facts::new(Arc::new(frame), request, tierline_model::Limits::NONE)
}

fn roster() -> Roster {
    Roster::from_json(serde_json::json!({
        "teams": [{ "id": "w", "queues": ["wires"] }, { "id": "b", "queues": ["bin"] }],
        "agents": [
            { "id": "amy", "teams": ["w"], "skills": { "weld": 3 }, "manager": "bob" },
            { "id": "bob", "teams": ["b", "w"], "tier": "L2", "manager": "eve" },
        ],
    }))
    .unwrap()
}

const WORDS: &[&str] = &["lead", "net", "parent", "problem", "related", "amy", "T-1"];

/// Arguments that fit: some of those that may be left out are.
fn arguments(action: &Action, dice: &mut Dice) -> Vec<Value> {
    let mut args = vec![];
    for param in action.spec.params {
        if param.optional && dice.below(3) == 0 {
            break;
        }
        args.push(argument(param.kind, dice));
    }
    args
}

fn argument(kind: ParamKind, dice: &mut Dice) -> Value {
    match kind {
        ParamKind::Text => Value::text(dice.one_of(WORDS)),
        ParamKind::Queue => Value::text(dice.one_of(&["wires", "bin"])),
        ParamKind::Sla => Value::text(dice.one_of(&["gold", "none"])),
        ParamKind::Priority => Value::text(dice.one_of(PRIORITIES)),
        ParamKind::Tier => Value::text(dice.one_of(TIERS)),
        ParamKind::FreeField => Value::text(dice.one_of(&["site", "form.who", "requester.site", "queue", "id"])),
        ParamKind::Instant => Value::text("2027-01-04"),
        ParamKind::Level => Value::Int(1 + i64::try_from(dice.below(3)).unwrap()),
        ParamKind::Map => Value::Map(Map::from([("a".into(), Value::Int(1))])),
        ParamKind::TextOrNamed(_) if dice.below(3) == 0 => Value::text(dice.one_of(&["amy", "nobody"])),
        ParamKind::TextOrNamed(_) => Value::Map(whom(dice)),
        ParamKind::Any => dice.one_of(&[Value::Int(7), Value::text("leeds"), Value::Missing, Value::texts(["x"])]),
    }
}

/// Whom a rule wants.
fn whom(dice: &mut Dice) -> Map {
    let known = [
        ("team", Value::text(dice.one_of(&["w", "b", "c"]))),
        ("skill", Value::text("weld")),
        ("tier", Value::text("L2")),
        ("on_shift", Value::Bool(false)),
        ("strategy", Value::text(dice.one_of(&["round_robin", "most_skilled"]))),
    ];
    known.into_iter().filter(|_| dice.below(2) == 0).map(|(name, value)| (name.into(), value)).collect()
}
