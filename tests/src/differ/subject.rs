//! A desk that is answered for in two ways.

use std::sync::{Arc, LazyLock};

use tierline::{Desk, Diagnostic};
use tierline_condition::{Condition, Facts, Frame, Guest, Trouble};
use tierline_model::{Limits, Pack, Request};
use tierline_rules::actions::ACTIONS;
use tierline_script::{Compiled, Language, Program, Session};

use crate::frame;

/// What does not fit where it stands is what differs most easily: the language refuses none of it.
static LANGUAGE: LazyLock<Language> =
    LazyLock::new(|| Language::new(ACTIONS.iter().map(|action| &action.spec).collect()).untyped());

/// Whole desks may take as long as they like; their rules may not.
pub const LIMITS: Limits = Limits { rule_work: 10_000, ..Limits::NONE };

/// Predicates cost less than scripts. Where both are asked, neither may run out of steps.
const NO_LIMITS: Limits = Limits::NONE;

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
        Ok(Subject { desk: Desk::compile_untyped(pack, LIMITS)?, compiled, program, frame, text })
    }

    /// What is known of a ticket.
    pub fn facts(&self, request: &Request) -> Arc<Facts> {
        Arc::new(Facts::new(self.frame.clone(), request.clone(), Limits::NONE))
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

/// What the script of a part of a condition says; none where it has no script.
pub fn by_script(
    condition: &Condition,
    part: usize,
    session: &mut Session<'_>,
    facts: &Arc<Facts>,
) -> Option<Result<bool, Trouble>> {
    Some(session.decide(condition.script?, part, facts))
}
