//! What rows say by variants, in words.

use tierline::ActionSpec;
use tierline_model::{Ends, Path, Reads, Tells};

/// What an action looks at beside its arguments, each once.
pub(super) fn read(spec: &ActionSpec) -> Vec<String> {
    let read = |reads: &Reads| match reads {
        Reads::Field(field) | Reads::FieldUnlessNamed { field, .. } => Path::of_ticket(field).to_string(),
        Reads::Roster => "roster".to_owned(),
        Reads::Turns => "turns".to_owned(),
        Reads::Now => "now".to_owned(),
    };
    let mut all: Vec<String> = vec![];
    for word in spec.reads.get().iter().map(read) {
        if !all.contains(&word) {
            all.push(word);
        }
    }
    all
}

/// Whom an action gives word of the ticket.
pub(super) fn told(spec: &ActionSpec) -> Option<String> {
    let named = |argument: usize| spec.params.get(argument).map_or("", |param| param.name);
    Some(match spec.tells {
        Tells::Nobody => return None,
        Tells::Person(argument) => format!("the person, team or role in `{}`", named(argument)),
        Tells::Queue(argument) => format!("those who work the queue in `{}`", named(argument)),
        Tells::Agent => "the agent who gets the ticket".to_owned(),
        Tells::Manager => "a manager of the agent who has the ticket".to_owned(),
        Tells::Requester => "the requester".to_owned(),
        Tells::Staff => "those who work on the ticket, or look after such tickets".to_owned(),
        Tells::Host => "whomever the host sees fit to".to_owned(),
    })
}

/// What an action ends.
pub(super) fn ended(spec: &ActionSpec) -> Option<&'static str> {
    match spec.ends {
        // What it holds back, its help says.
        Ends::Nothing | Ends::Purpose => None,
        Ends::Evaluation => Some("the evaluation: no later rule is looked at"),
    }
}
