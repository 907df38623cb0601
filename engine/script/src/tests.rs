//! `test`

use std::collections::BTreeMap;

use tierline_condition::ScriptId;
use tierline_model::{Map, Path, Place, Root, Text, Timestamp, Value, suggest};

use crate::{
    compile::Compiler,
    cut::Piece,
    rhai::{Block, BlockPart, Slip},
    rules::{add_script, name_of, place},
    source::Spot,
    tree::{Form, Node},
};

/// The instant of a test that names none.
const USUAL_INSTANT: &str = "2026-01-05T09:00:00Z";

/// A test of a desk: what is given and what is expected.
#[derive(Clone, Debug)]
pub struct TestCase {
    /// Its name.
    pub name: Text,
    /// Where it stands.
    pub place: Place,
    /// What is given: `ticket`, `requester`, `event`, `context`, `roster`, `turns` and so on, by name.
    pub given: BTreeMap<String, Map>,
    /// The instant of the evaluation.
    pub now: Timestamp,
    /// What is expected.
    pub expectations: Vec<Expectation>,
}

/// One `expect` of a test.
#[derive(Clone, Debug)]
pub struct Expectation {
    /// As written.
    pub text: String,
    /// Where it stands.
    pub place: Place,
    /// What decides it.
    pub script: ScriptId,
    /// The fields it reads.
    pub reads: Vec<tierline_model::Path>,
    /// The rules that it names as faults.
    pub faulted: Vec<Text>,
}

pub(crate) fn compile(
    compiler: &mut Compiler<'_>,
    file: usize,
    piece: &Piece<'_>,
    block: &Block,
) -> Result<TestCase, Vec<Slip>> {
    let mut slips = vec![];
    let given = given(compiler, file, block, &mut slips);
    let now = block.after("at").map(|(node, _)| instant(node)).unwrap_or_else(|| Ok(usual_instant()));
    let now = now.map_err(|slip| slips.push(slip)).unwrap_or_else(|()| usual_instant());
    let name = name_of(block).unwrap_or_default();
    let mut expectations = vec![];
    for (node, code) in block.all_after("expect") {
        compiler.keep_patterns(file, node);
        let script = add_script(compiler, file, piece, node.at, code.clone());
        let start = first_spot(node);
        let text = line_from(piece.text, start);
        let (place, reads, faulted) = (place(compiler, file, piece, start), node.reads(), faulted(node));
        expectations.push(Expectation { text, place, script, reads, faulted });
    }
    if expectations.is_empty() {
        slips.push(
            Slip::new("no-expectation", "this test expects nothing")
                .help("write `expect outcome.queue == \"...\"` or `expect fired(\"...\")`"),
        );
    }
    let place = place(compiler, file, piece, block.input(0).map_or(Spot::new(1, 1, 4), |name| name.at));
    if slips.is_empty() { Ok(TestCase { name, place, given, now, expectations }) } else { Err(slips) }
}

fn usual_instant() -> Timestamp {
    Timestamp::parse(USUAL_INSTANT).unwrap_or(Timestamp::MIN)
}

fn instant(node: &Node) -> Result<Timestamp, Slip> {
    let text = match &node.form {
        Form::Const(Value::Text(text)) => text.clone(),
        _ => "".into(),
    };
    Timestamp::parse(&text).ok_or_else(|| {
        Slip::new("instant", format!("{text:?} is no instant")).help("write \"2026-11-23T10:00:00Z\"").at(node.at)
    })
}

fn given(compiler: &Compiler<'_>, file: usize, block: &Block, slips: &mut Vec<Slip>) -> BTreeMap<String, Map> {
    const OTHERS: [&str; 2] = ["roster", "turns"];
    let mut given = BTreeMap::new();
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
    let slips = map.keys().filter_map(|key| {
        let path = Path::below(root, [&**key].into_iter())?;
        let inner = root == Root::Ticket && Root::named(key).is_some_and(Root::is_part_of_ticket);
        if inner || schema.knows(&path) {
            return None;
        }
        let near = schema.nearest_beside(&path)?;
        let slip = Slip::new("unknown-field", format!("`{}` has no field `{key}`", root.name()));
        Some(slip.help(format!("did you mean `{near}`?")))
    });
    misfits.chain(slips).collect()
}

/// The rules that `faulted("…")` names.
fn faulted(node: &Node) -> Vec<Text> {
    let mut rules = vec![];
    node.walk(&mut |node| {
        if let Form::Call { function, args } = &node.form
            && function == "faulted"
            && let Some(Form::Const(Value::Text(rule))) = args.first().map(|arg| &arg.form)
        {
            rules.push(rule.clone());
        }
    });
    rules
}

/// Where an expression begins: operators stand between their sides.
fn first_spot(node: &Node) -> Spot {
    let mut first = node.at;
    node.walk(&mut |node| first = first.min(node.at));
    first
}

/// The rest of the line, without comment and closing brace.
fn line_from(text: &str, start: Spot) -> String {
    let line = text.lines().nth(start.line as usize - 1).unwrap_or_default();
    let rest: String = line.chars().skip(start.column as usize - 1).collect();
    let rest = rest.split(" //").next().unwrap_or_default().split(" expect ").next().unwrap_or_default().trim();
    rest.strip_suffix('}').filter(|rest| !rest.contains('{')).unwrap_or(rest).trim().trim_end_matches(';').to_owned()
}
