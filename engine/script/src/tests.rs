//! `test`

use tierline_condition::ScriptId;
use tierline_model::{Map, Metric, Path, Place, Root, Schema, SortedMap, Text, Timestamp, Value, event, suggest};

use crate::{
    check::{Outcome, TestFunction},
    clock_tests::{ClockField, clock},
    compile::Compiler,
    cut::Piece,
    instants::instant,
    rhai::{Block, BlockPart, Slip},
    rules::{name_of, place},
    said_once::{self, SaidOnce},
    source::Spot,
    tree::{Form, Node},
};

/// The instant of a test that names none.
const USUAL_INSTANT: &str = "2026-01-05T09:00:00Z";

/// The words that clauses begin with.
pub(crate) const HEADS: [&str; 3] = ["given", "at", "expect"];

/// What a test says once.
const SAID: said_once::Clauses = said_once::Clauses {
    block: "test",
    often: &["at", "expect"],
    shared: &["given"],
    instead: &[("given ticket", "write all its fields into one: given ticket #{ status: \"open\", queue: \"front\" }")],
};

/// A test of a desk: what is given, what happens and what is expected.
#[derive(Clone, Debug)]
pub struct TestCase {
    /// Its name.
    pub name: Text,
    /// Where it stands.
    pub place: Place,
    /// What is given: `ticket`, `requester`, `event`, `context`, `roster`, `turns` and so on, by name.
    pub given: SortedMap<String, Map>,
    /// What happens and what is expected then, in order; at least one.
    pub moments: Vec<TestMoment>,
}

/// An `at` of a test and what is expected then.
#[derive(Clone, Debug)]
pub struct TestMoment {
    /// The instant.
    pub at: Timestamp,
    /// Where that stands.
    pub place: Place,
    /// What happens; nothing where the desk is only asked.
    pub event: Option<Map>,
    /// What is expected of all that came of it, and of the time since the moment before.
    pub expectations: Vec<Expectation>,
}

/// One `expect` of a test.
#[derive(Clone, Debug)]
pub struct Expectation {
    /// As written.
    pub text: String,
    /// Where it stands.
    pub place: Place,
    /// What is expected.
    pub what: Expected,
}

/// What is expected.
#[derive(Clone, Debug)]
pub enum Expected {
    /// That a condition holds.
    Holds {
        /// What decides it.
        script: ScriptId,
        /// The fields it reads.
        reads: Vec<Path>,
        /// The rules that it names as faults.
        faulted: Vec<Text>,
        /// The rules that it names as fired, or not.
        fired: Vec<Text>,
    },
    /// That a clock reads so.
    Clock {
        /// The clock.
        metric: Metric,
        /// What of it.
        field: ClockField,
        /// What that is to be.
        value: Value,
    },
}

pub(crate) fn compile(
    compiler: &mut Compiler<'_>,
    file: usize,
    piece: &Piece<'_>,
    block: &Block,
) -> Result<TestCase, Vec<Slip>> {
    let mut slips = vec![];
    let given = given(compiler, file, block, &mut slips);
    let name = name_of(block).unwrap_or_default();
    let test_place = place(compiler, file, piece, block.input(0).map_or(Spot::new(1, 1, 4), |name| name.at));
    let mut moments: Vec<TestMoment> = vec![];
    let mut early = vec![];
    for (index, part) in block.parts.iter().enumerate() {
        let BlockPart::Word(word) = part else { continue };
        match (word.as_str(), block.parts.get(index + 1)) {
            ("given", Some(BlockPart::Input { node, .. })) if !moments.is_empty() => {
                let slip = Slip::new("order", "what is given stands above the first `at`").at(node.at);
                slips.push(slip.help("move it up; what changes later is an event: at \"...\" event #{ kind: \"updated\", set: #{ ... } }"));
            }
            ("at", Some(BlockPart::Input { node, .. })) => match moment(compiler, file, piece, node, moments.last()) {
                Ok(moment) => moments.push(moment),
                Err(slip) => slips.push(slip),
            },
            ("event", Some(BlockPart::Input { node, .. })) => match event(compiler, file, node) {
                Ok(event) => {
                    if let Some(moment) = moments.last_mut() {
                        moment.event = Some(event);
                    }
                }
                Err(more) => slips.extend(more),
            },
            ("expect", Some(BlockPart::Input { node, number })) => {
                let expectation = holds(compiler, file, piece, node, *number);
                moments.last_mut().map_or(&mut early, |moment| &mut moment.expectations).push(expectation);
            }
            ("clock", _) => match clock(compiler, file, piece, block.parts.get(index + 1..).unwrap_or_default()) {
                Ok(expectation) => {
                    moments.last_mut().map_or(&mut early, |moment| &mut moment.expectations).push(expectation);
                }
                Err(slip) => slips.push(slip),
            },
            _ => {}
        }
    }
    if moments.is_empty() && slips.is_empty() {
        let at = usual_instant();
        moments.push(TestMoment { at, place: test_place.clone(), event: None, expectations: vec![] });
    }
    if let Some(first) = moments.first_mut() {
        first.expectations.splice(0..0, early);
    }
    if slips.is_empty() && moments.iter().all(|moment| moment.expectations.is_empty()) {
        slips.push(
            Slip::new("no-expectation", "this test expects nothing")
                .help("write `expect outcome.queue == \"...\"` or `expect fired(\"...\")`"),
        );
    }
    if slips.is_empty() { Ok(TestCase { name, place: test_place, given, moments }) } else { Err(slips) }
}

fn moment(
    compiler: &mut Compiler<'_>,
    file: usize,
    piece: &Piece<'_>,
    node: &Node,
    before: Option<&TestMoment>,
) -> Result<TestMoment, Slip> {
    let at = instant_of(node)?;
    if before.is_some_and(|before| before.at > at) {
        let slip = Slip::new("order", "the instants of a test follow each other").at(node.at);
        return Err(slip.help("put the earlier `at` above this one"));
    }
    Ok(TestMoment { at, place: place(compiler, file, piece, node.at), event: None, expectations: vec![] })
}

/// `event #{ kind: "message", author: "agent", public: true }`
fn event(compiler: &Compiler<'_>, file: usize, node: &Node) -> Result<Map, Vec<Slip>> {
    let constants = compiler.constants(file);
    let Some(Value::Map(event)) = node.constant(&constants) else {
        let slip = Slip::new("not-constant", "an event needs named values that are written out").at(node.at);
        return Err(vec![slip.help("write event #{ kind: \"message\", author: \"agent\", public: true }")]);
    };
    let mut slips = misgiven(compiler, "event", &event);
    if let Some(Value::Map(set)) = event.get("set") {
        slips.extend(misgiven(compiler, "ticket", set));
    }
    if !event.contains_key("kind") {
        let slip =
            Slip::new("given", "an event says what happened").help("write kind: \"updated\" or another kind in it");
        slips.push(slip);
    }
    if slips.is_empty() { Ok(event) } else { Err(slips.into_iter().map(|slip| slip.at(node.at)).collect()) }
}

fn holds(compiler: &mut Compiler<'_>, file: usize, piece: &Piece<'_>, node: &Node, number: u32) -> Expectation {
    compiler.keep_patterns(file, node);
    let script = compiler.add_script(file, piece, number);
    let start = node.leftmost();
    let text = line_from(piece.text, start);
    let what = Expected::Holds {
        script,
        reads: node.reads(),
        faulted: named(node, Outcome::Faulted),
        fired: named(node, Outcome::Fired),
    };
    Expectation { text, place: place(compiler, file, piece, start), what }
}

fn usual_instant() -> Timestamp {
    Timestamp::parse(USUAL_INSTANT).unwrap_or(Timestamp::MIN)
}

fn instant_of(node: &Node) -> Result<Timestamp, Slip> {
    match &node.form {
        Form::Const(Value::Text(text)) => instant(text, node.at),
        _ => instant("", node.at),
    }
}

fn given(compiler: &Compiler<'_>, file: usize, block: &Block, slips: &mut Vec<Slip>) -> SortedMap<String, Map> {
    const OTHERS: [&str; 2] = ["roster", "turns"];
    let mut given = SortedMap::new();
    let mut said = SaidOnce::new(&SAID);
    let constants = compiler.constants(file);
    for window in block.parts.windows(3) {
        let [BlockPart::Word(word), BlockPart::Input { node: what, .. }, BlockPart::Input { node: value, .. }] = window
        else {
            continue;
        };
        let (true, Form::Name(name)) = (word == "given", &what.form) else { continue };
        let name = name.as_str();
        if Root::named(name).is_none() && !OTHERS.contains(&name) {
            let known = Root::ALL.map(Root::name).into_iter().chain(OTHERS);
            let slip = Slip::new("unknown-name", format!("a test can be given no `{name}`"));
            slips.push(slip.maybe_help(suggest::did_you_mean(name, known, "`")).at(what.at));
            continue;
        }
        slips.extend(said.note(&["given", name], what.at).err());
        match value.constant(&constants) {
            Some(Value::Map(map)) => {
                slips.extend(misgiven(compiler, name, &map).into_iter().map(|slip| slip.at(value.at)));
                given.insert(name.to_owned(), map);
            }
            _ => slips.push(
                Slip::new("not-constant", format!("`given {name}` needs named values that are written out"))
                    .help(format!("write given {name} #{{ ... }}"))
                    .at(value.at),
            ),
        }
    }
    given
}

/// What is given that no field can hold, or that is the slip of a known field's name.
fn misgiven(compiler: &Compiler<'_>, name: &str, map: &Map) -> Vec<Slip> {
    let Some(root) = Root::named(name) else { return vec![] };
    let schema = &compiler.out.schema;
    let misfits = schema.misfits(root, map).into_iter().map(|misfit| Slip::new("given", misfit.to_string()));
    let strays = match root {
        Root::Event => stray_keys(schema, map),
        root => misspelt(schema, root, map),
    };
    let inner = map.iter().filter(|_| root == Root::Ticket).filter_map(|(name, value)| Some((name, value.as_map()?)));
    let inner = inner.filter(|(name, _)| Root::named(name).is_some_and(Root::is_part_of_ticket));
    let inner = inner.flat_map(|(name, record)| misgiven(compiler, name, record));
    misfits.chain(strays).chain(inner).collect()
}

/// The keys of an event that nothing reads.
fn stray_keys(schema: &Schema, event: &Map) -> Vec<Slip> {
    let strays = event::stray_keys(schema, event).into_iter();
    strays.map(|stray| Slip::new("unknown-field", stray.message).help(stray.help)).collect()
}

/// The keys of a record that are slips of a known field's name; others may be the host's own.
fn misspelt(schema: &Schema, root: Root, record: &Map) -> Vec<Slip> {
    let slips = record.keys().filter_map(|key| {
        let path = Path::below(root, [&**key].into_iter()).filter(|path| !schema.knows(path))?;
        let near = schema.nearest_beside(&path)?;
        let slip = Slip::new("unknown-field", format!("`{}` has no field `{key}`", root.name()));
        Some(slip.help(format!("did you mean `{near}`?")))
    });
    slips.collect()
}

/// The rules that `faulted("…")` names, or `fired("…")`.
fn named(node: &Node, asks: Outcome) -> Vec<Text> {
    let mut rules = vec![];
    node.walk(&mut |node| {
        if let Form::Call { function, args } = &node.form
            && TestFunction::named(function).is_some_and(|function| function.asks == asks)
            && let Some(Form::Const(Value::Text(rule))) = args.first().map(|arg| &arg.form)
        {
            rules.push(rule.clone());
        }
    });
    rules
}

/// The rest of the line, without comment and closing brace.
pub(crate) fn line_from(text: &str, start: Spot) -> String {
    let line = text.lines().nth(start.line as usize - 1).unwrap_or_default();
    let rest: String = line.chars().skip(start.column as usize - 1).collect();
    let rest = rest.split(" //").next().unwrap_or_default().split(" expect ").next().unwrap_or_default().trim();
    rest.strip_suffix('}').filter(|rest| !rest.contains('{')).unwrap_or(rest).trim().trim_end_matches(';').to_owned()
}
