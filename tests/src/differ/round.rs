//! Rounds: a desk made at random, asked about tickets made at random.

use tierline_model::{Request, Text};

use super::{Difference, Kind, Rulebook, Tally, corpus};
use crate::random::{Dice, block, condition, conjunction, deep_condition, desk_rules, request};

/// How large a round is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Rules of the desk; a whole desk has as many as it likes.
    pub rules: usize,
    /// Tickets that it is asked about.
    pub tickets: usize,
    /// Whether conditions may have as many brackets in brackets as they like.
    pub deep: bool,
}

/// A difference, and all that it takes to see it again.
#[derive(Clone, Debug)]
pub struct Found {
    /// In what.
    pub kind: Kind,
    /// The seed of its round.
    pub seed: u64,
    /// The difference.
    pub difference: Difference,
    /// The line of the corpus that shows it.
    pub line: String,
}

/// A round of a kind.
///
/// # Errors
///
/// The first difference.
///
/// # Panics
///
/// Where the engine does, and where a desk that compiled once does not compile again.
pub fn round(kind: Kind, seed: u64, size: Size) -> Result<Tally, Box<Found>> {
    let mut dice = Dice(seed);
    let book = book(kind, &mut dice, size);
    let subject = book.subject().unwrap();
    let fits = kind != Kind::Predicates;
    let mut requests: Vec<Request> =
        (0..size.tickets).map(|_| request(&mut dice, &subject.compiled.schema, fits)).collect();
    for request in &mut requests {
        request.without_groups.insert("off".into());
    }
    kind.compare(&subject, &requests).map_err(|difference| Box::new(found(kind, seed, &book, *difference)))
}

fn book(kind: Kind, dice: &mut Dice, size: Size) -> Rulebook {
    let when =
        |number: usize, condition: String| format!("rule \"{number}\" {{\n  when {condition}\n  then {{ }}\n}}\n");
    match kind {
        Kind::Predicates if size.deep => Rulebook::of_rules(size.rules, |number| when(number, deep_condition(dice))),
        Kind::Predicates => Rulebook::of_rules(size.rules, |number| when(number, condition(dice, 2))),
        Kind::Index => Rulebook::of_rules(size.rules, |number| when(number, conjunction(dice))),
        Kind::Calls => {
            Rulebook::of_rules(size.rules, |number| format!("rule \"{number}\" {{\n  then {{ {} }}\n}}\n", block(dice)))
        }
        Kind::Answers | Kind::Bundles => {
            let stages = desk_rules(dice).into_iter().map(|(heading, pieces)| (heading.to_owned(), pieces)).collect();
            let mut book = Rulebook { stages };
            book.drop_refused();
            book
        }
    }
}

fn found(kind: Kind, seed: u64, book: &Rulebook, difference: Difference) -> Found {
    let differs = |book: &Rulebook, request: &Request| {
        book.subject().is_ok_and(|desk| kind.compare(&desk, std::slice::from_ref(request)).is_err())
    };
    let book = book.clone().shrunk(|book| differs(book, &difference.request));
    let request = shrunk(difference.request.clone(), |request| differs(&book, request));
    let line = corpus::line(&format!("{}, seed {seed}", kind.name()), &book, &request);
    Found { kind, seed, difference, line }
}

/// The request with as few fields in its ticket as still do what is asked.
fn shrunk(mut request: Request, still_does: impl Fn(&Request) -> bool) -> Request {
    let names: Vec<Text> = request.ticket.0.keys().cloned().collect();
    for name in names {
        let mut fewer = request.clone();
        fewer.ticket.0.remove(&name);
        if still_does(&fewer) {
            request = fewer;
        }
    }
    request
}
