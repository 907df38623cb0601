//! What a `test` may ask about an evaluation.

use tierline_model::{Value, answer::Asked};

use crate::rhai::TestView;

/// A function of an `expect`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TestFunction {
    /// Its name.
    pub(crate) name: &'static str,
    /// How many values it may take.
    pub(crate) counts: &'static [usize],
    /// What it asks.
    pub(crate) asks: Outcome,
}

/// What a test may ask of an evaluation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Whether a rule fired.
    Fired,
    /// Whether something was asked for by an action, for somebody or something where that is said.
    Did,
    /// Whether a rule is a fault.
    Faulted,
}

/// The functions of an `expect`.
pub(crate) static TEST_FUNCTIONS: [TestFunction; 3] = [
    TestFunction { name: "fired", counts: &[1], asks: Outcome::Fired },
    TestFunction { name: "did", counts: &[1, 2], asks: Outcome::Did },
    TestFunction { name: "faulted", counts: &[1], asks: Outcome::Faulted },
];

impl TestFunction {
    /// The function of that name.
    pub(crate) fn named(name: &str) -> Option<&'static TestFunction> {
        TEST_FUNCTIONS.iter().find(|known| known.name == name)
    }

    /// What it says of an evaluation, asked with these values.
    pub(crate) fn answer(&self, test: &TestView, args: &[Value]) -> bool {
        let Some(first) = args.first().and_then(Value::as_text) else { return false };
        match self.asks {
            Outcome::Fired => test.fired.iter().any(|rule| rule == first),
            Outcome::Did => test.effects.iter().any(|asked| did(asked, first, args.get(1))),
            Outcome::Faulted => test.faulted.iter().any(|rule| rule == first),
        }
    }
}

/// Whether an effect is the action `name`, with that first argument where one is given.
fn did(asked: &Asked, name: &str, argument: Option<&Value>) -> bool {
    let (action, subject) = asked.effect.gist();
    let is_about =
        |argument: &Value| argument.as_text().is_some_and(|text| subject.is_some_and(|subject| **subject == *text));
    action == name && argument.is_none_or(is_about)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_asks_something_of_its_own() {
        let view = TestView { fired: vec!["a".to_owned()], faulted: vec!["b".to_owned()], effects: vec![] };
        let asked = |name: &str| TEST_FUNCTIONS.map(|function| function.answer(&view, &[Value::text(name)]));
        assert_eq!(asked("a"), [true, false, false]);
        assert_eq!(asked("b"), [false, false, true]);
    }
}
