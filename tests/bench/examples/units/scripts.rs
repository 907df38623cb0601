//! Steps of the script interpreter.

use std::{hint::black_box, sync::Arc};

use tierline::{Limits, Pack};
use tierline_condition::{Frame, Guest, NoCalendars, ScriptId};
use tierline_rules::actions::ACTIONS;
use tierline_script::{Language, Program, Session};

use crate::{Measured, charged, facts, request, timed};

/// Blocks that need the interpreter.
const BLOCKS: [(&str, &str); 4] = [
    ("*script*: loop and sum", "let n = 0; for i in 0..1000 { n += i; } if n < 0 { add_tag(\"x\"); }"),
    (
        "*script*: texts compared",
        "let n = 0; for i in 0..1000 { if ticket.subject == \"VPN\" { n += 1; } } if n > 9 { add_tag(\"x\"); }",
    ),
    (
        "*script*: a call of a function",
        "let n = 0; for i in 0..1000 { if len(ticket.subject) > 99 { n += 1; } } if n > 9 { add_tag(\"x\"); }",
    ),
    ("*script*: a text made", "let n = \"\"; for i in 0..1000 { n = `${i} of it`; } if n == \"x\" { add_tag(\"x\"); }"),
];

pub fn all() -> Vec<(&'static str, Measured)> {
    BLOCKS.into_iter().map(|(what, block)| (what, measure(block))).collect()
}

fn measure(block: &str) -> Measured {
    let language = Language::new(ACTIONS.iter().map(|action| &action.spec).collect());
    let pack = Pack::of("a.rhai", &format!("stage triage\nrule \"r\" {{ then {{ {block} }} }}\n"));
    let compiled = language.compile(&pack).unwrap_or_else(|broken| panic!("{}", broken.diagnostics[0]));
    let program = Program::new(compiled.scripts, Arc::new(pack));
    let calendars = Arc::new(NoCalendars);
    let frame = Arc::new(Frame::new(compiled.schema, compiled.layout, compiled.matrices, compiled.patterns, calendars));
    let asked = request(&[("subject", "The VPN is down again".into())], &[]);
    let facts = Arc::new(facts(&frame, asked));
    let mut session = Session::new(&language, &program, Limits::NONE);
    let mut run = || drop(black_box(session.act(ScriptId(0), &facts)));
    run();
    let nanoseconds = timed(&mut run);
    Measured { work: charged(&facts, run), nanoseconds }
}
