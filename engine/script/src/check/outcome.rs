//! What a `test` may ask about an evaluation.

use tierline_model::{Value, answer::Asked};

use crate::rhai::TestView;

/// The functions of an `expect` and how many values each takes.
pub(crate) const TEST_FUNCTIONS: [(&str, &[usize]); 3] = [("fired", &[1]), ("did", &[1, 2]), ("faulted", &[1])];

/// What `name(args)` says of an evaluation.
pub(crate) fn outcome_answer(name: &str, test: &TestView, args: &[Value]) -> bool {
    let Some(first) = args.first().and_then(Value::as_text) else { return false };
    match name {
        "fired" => test.fired.iter().any(|rule| rule == first),
        "faulted" => test.faulted.iter().any(|rule| rule == first),
        _ => test.effects.iter().any(|asked| did(asked, first, args.get(1))),
    }
}

/// Whether an effect is the action `name`, with that first argument where one is given.
fn did(asked: &Asked, name: &str, argument: Option<&Value>) -> bool {
    let (action, subject) = asked.effect.gist();
    let is_about =
        |argument: &Value| argument.as_text().is_some_and(|text| subject.is_some_and(|subject| **subject == *text));
    action == name && argument.is_none_or(is_about)
}
