//! A desk that is answered for in two ways.

use std::sync::{Arc, LazyLock};

use tierline::{Desk, Diagnostic};
use tierline_condition::{Condition, Facts, Frame, Guest, LARGEST_MAP, LONGEST_LIST, LONGEST_TEXT, Trouble};
use tierline_model::{Limits, Pack, Request, Value};
use tierline_rules::actions::ACTIONS;
use tierline_script::{Compiled, Language, Program, Session};

use crate::frame;

static LANGUAGE: LazyLock<Language> =
    LazyLock::new(|| Language::new(ACTIONS.iter().map(|action| &action.spec).collect()));

/// Whole desks may take as long as they like; their rules may not.
pub const LIMITS: Limits = Limits { rule_steps: 10_000, event_steps: u64::MAX };

/// Predicates cost less than scripts. Where both are asked, neither may run out of steps.
const NO_LIMITS: Limits = Limits { rule_steps: u64::MAX, event_steps: u64::MAX };

/// A desk and the parts that it is made of.
#[derive(Debug)]
pub struct Subject {
    /// Its file.
    pub text: String,
    /// The desk.
    pub desk: Desk,
    /// What its file compiles to.
    pub compiled: Compiled,
    /// Its scripts.
    pub program: Program,
    /// What it lends to its tickets.
    pub frame: Arc<Frame>,
}

impl Subject {
    /// The desk of one file.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it.
    pub fn new(text: String) -> Result<Subject, Vec<Diagnostic>> {
        let pack = Pack::of("a.rhai", &text);
        let compiled = LANGUAGE.compile(&pack).map_err(|broken| broken.diagnostics)?;
        let frame = Arc::new(frame(&compiled));
        let program = Program::new(compiled.scripts.clone(), pack.clone().into());
        Ok(Subject { desk: Desk::compile(pack, LIMITS)?, compiled, program, frame, text })
    }

    /// What is known of a ticket.
    pub fn facts(&self, request: &Request) -> Arc<Facts> {
        Arc::new(Facts::new(self.frame.clone(), request.clone(), u64::MAX))
    }

    /// A session of its scripts.
    pub fn session(&self) -> Session<'_> {
        Session::new(&LANGUAGE, &self.program, NO_LIMITS)
    }

    /// The conditions of its rules, in the order of the file.
    pub fn conditions(&self) -> impl Iterator<Item = &Condition> {
        self.compiled.rules.iter().map(|rule| &rule.condition)
    }
}

/// Whether a ticket has more in it than a script may make. Rhai calls no function behind such a value (`ticket.body.contains("x")` is
/// a fault), and shows it in a template in its own way; a predicate does both as usual.
pub fn is_too_large_for_scripts(request: &Request) -> bool {
    let mut size = (0, 0, 0);
    request.ticket.0.values().for_each(|value| add_size(value, &mut size));
    let (text, items, entries) = size;
    text > LONGEST_TEXT || items > LONGEST_LIST || entries > LARGEST_MAP
}

fn add_size(value: &Value, size: &mut (usize, usize, usize)) {
    match value {
        Value::Text(text) => size.0 += text.len(),
        Value::List(items) => {
            size.1 += items.len();
            items.iter().for_each(|item| add_size(item, size));
        }
        Value::Map(map) => {
            size.2 += map.len();
            map.values().for_each(|value| add_size(value, size));
        }
        _ => {}
    }
}

/// What the script of a part of a condition says; none where it has no script.
pub fn by_script(
    condition: &Condition,
    part: usize,
    session: &mut Session<'_>,
    facts: &Arc<Facts>,
) -> Option<Result<bool, Trouble>> {
    Some(session.decide(condition.script?, part, facts))
}
