//! Mistakes of type: each planted one is an error with its place and its mend, and nothing is told that a ticket could disprove.

use std::collections::{BTreeMap, BTreeSet};

use tierline::{Diagnostic, Effect};
use tierline_condition::functions::Function;
use tierline_model::{Request, Value, effect::Said};
use tierline_tests::{
    ask, compile,
    differ::{Rulebook, Subject},
    random::{Dice, full_request, operation},
};

/// A desk with one mistake: the place of `«` in it, the code that is told, and a part of the message or its help.
struct Planted {
    name: String,
    code: String,
    help: String,
    desk: String,
    place: (u32, u32),
    /// The bytes before that place.
    before: usize,
    /// More of what is told.
    says: String,
    /// What the help stands for.
    instead_of: Option<String>,
    /// The code that is told all the same.
    still: Option<String>,
    /// Tickets, and whether the rule fires on them when mended.
    on: Vec<(String, bool)>,
}

/// The cases of the file, of which the first is what it says about itself.
fn planted() -> Vec<Planted> {
    let file = include_str!("../data/mistakes-of-type.txt");
    file.split("=== ").skip(1).map(Planted::read).collect()
}

impl Planted {
    fn read(text: &str) -> Planted {
        let (head, desk) = text.split_once("---\n").unwrap();
        let mut head = head.lines().map(str::to_owned);
        let (before, after) = desk.split_once('«').unwrap();
        let line = before.lines().count().max(1);
        let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
        let mut planted = Planted {
            name: head.next().unwrap(),
            code: head.next().unwrap(),
            help: head.next().unwrap_or_default(),
            desk: format!("{before}{after}"),
            place: (u32::try_from(line).unwrap(), u32::try_from(column).unwrap()),
            before: before.len(),
            says: String::new(),
            instead_of: None,
            still: None,
            on: vec![],
        };
        head.for_each(|line| planted.read_line(&line));
        planted
    }

    fn read_line(&mut self, line: &str) {
        match line.split_once(' ').unwrap() {
            ("instead", text) => self.instead_of = Some(text.strip_prefix("of ").unwrap().to_owned()),
            ("says", text) => self.says = text.to_owned(),
            ("still", code) => self.still = Some(code.to_owned()),
            ("on", text) => {
                let (ticket, fires) = text.rsplit_once(' ').unwrap();
                self.on.push((ticket.to_owned(), fires.parse().unwrap()));
            }
            _ => panic!("{}: {line}", self.name),
        }
    }

    /// Whether nothing can be said to write instead.
    fn has_no_mend(&self) -> bool {
        self.help.starts_with("- ")
    }

    /// The desk with the help in the place of what it stands for: of that which has the mistake in it, or else the first.
    fn mended(&self) -> Option<String> {
        let instead_of = self.instead_of.as_ref()?;
        let mut places = self.desk.match_indices(instead_of.as_str()).map(|(start, text)| start..start + text.len());
        let has_it = places.clone().find(|range| range.contains(&self.before));
        let range = has_it.or_else(|| places.next()).unwrap_or_else(|| panic!("{}: {instead_of}", self.name));
        let mut desk = self.desk.clone();
        desk.replace_range(range, &self.help);
        Some(desk)
    }
}

#[test]
fn each_planted_mistake_is_told_with_its_place_and_its_mend() {
    let mut wrong = vec![];
    for planted in planted() {
        let told = compile(&planted.desk).err().unwrap_or_default();
        let as_wanted = match told.as_slice() {
            [one] => {
                let text = one.to_string();
                one.code == planted.code
                    && (one.place.line, one.place.column) == planted.place
                    && text.contains(&planted.says)
                    && (planted.has_no_mend() || text.contains(&planted.help))
            }
            _ => false,
        };
        if !as_wanted {
            let told: Vec<String> = told.iter().map(ToString::to_string).collect();
            wrong.push(format!("{}: {:?} {}\n{}", planted.name, planted.place, planted.code, told.join("\n")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Where the help says what to write, that compiles in the place of the mistake, and asks what was asked.
#[test]
fn what_the_help_says_to_write_is_right() {
    let mut wrong = vec![];
    for planted in planted() {
        let told = compile(&planted.desk).err().unwrap_or_default();
        let help = told.iter().find_map(|one| one.help.clone()).unwrap_or_default();
        let says_what = help.contains("write ") || help.contains("did you mean");
        let Some(mended) = planted.mended() else {
            let is_untold = planted.has_no_mend() || !planted.help.is_empty();
            // A call is told with the names of its arguments.
            if !is_untold || says_what && planted.code != "unknown-field" {
                wrong.push(format!("{}: nothing is written instead: {help}", planted.name));
            }
            continue;
        };
        if !help.contains(&planted.help) {
            wrong.push(format!("{}: not in the help: {help}", planted.name));
        }
        match (compile(&mended), &planted.still) {
            (Ok(desk), None) => {
                for (ticket, fires) in &planted.on {
                    if ask(&desk, ticket).effects.is_empty() == *fires {
                        wrong.push(format!("{}: {ticket}\n{mended}", planted.name));
                    }
                }
            }
            (Err(told), Some(code)) if told.iter().all(|one| one.code == *code) => {}
            (Err(told), _) => wrong.push(format!("{}: {told:?}\n{mended}", planted.name)),
            (Ok(_), Some(code)) => wrong.push(format!("{}: no {code}", planted.name)),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What stands right before a bracket.
fn called(text: &str) -> impl Iterator<Item = &str> {
    let is_of_name = |c: char| c.is_alphanumeric() || c == '_';
    let ends = text.match_indices('(').map(|(end, _)| &text[..end]);
    ends.filter_map(move |before| before.rsplit(|c| !is_of_name(c)).next().filter(|name| !name.is_empty()))
}

#[test]
fn what_is_told_calls_what_there_is() {
    let asked = ["fired", "did", "faulted"];
    let functions = Function::all().map(|function| function.name);
    let known: BTreeSet<&str> = functions.chain(tierline::actions().map(|action| action.name)).chain(asked).collect();
    let mut called_by_some = 0;
    for planted in planted() {
        for one in compile(&planted.desk).err().unwrap_or_default() {
            let text = format!("{} {}", one.message, one.help.unwrap_or_default());
            let unknown: Vec<&str> = called(&text).filter(|name| !known.contains(name)).collect();
            assert!(unknown.is_empty(), "{}: {unknown:?} in {text}", planted.name);
            called_by_some += called(&text).count();
        }
    }
    assert!(called_by_some > 60, "{called_by_some}");
}

#[test]
fn many_kinds_of_mistake_are_planted() {
    let planted = planted();
    let names: BTreeSet<&str> = planted.iter().map(|planted| &*planted.name).collect();
    let codes: BTreeSet<&str> = planted.iter().map(|planted| &*planted.code).collect();
    assert_eq!(names.len(), planted.len());
    assert!(planted.len() >= 180 && codes.len() >= 9, "{} of {codes:?}", planted.len());
}

/// Operations made at random, each what a rule of a line of its own gives; the language refuses none of them.
fn operations(dice: &mut Dice, rules: usize) -> Subject {
    let book = Rulebook::of_rules(rules, |number| {
        format!("rule \"{number}\" {{ then {{ emit(\"{number}\", #{{ gives: {} }}); }} }}\n", operation(dice))
    });
    book.subject().unwrap()
}

/// The lines of a text in which a mistake of type is told. That priorities are put in order as texts is none: it comes out as it does, and
/// is never what is meant.
fn told(text: &str) -> BTreeMap<usize, Diagnostic> {
    let told = compile(text).err().unwrap_or_default();
    assert!(told.iter().all(|one| one.code != "more"), "some mistakes are only counted");
    let told = told.into_iter().filter(|one| !one.message.contains("is a priority, which has no order"));
    told.map(|one| (one.place.line as usize - 1, one)).collect()
}

/// What became of a rule.
#[derive(Clone, Debug, PartialEq)]
enum Outcome {
    Gave(Value),
    Failed(String),
}

/// What every rule comes to on a ticket, by its name.
fn outcomes(subject: &Subject, request: Request) -> BTreeMap<String, Outcome> {
    let answer = subject.desk.evaluate(request);
    let faults = answer.faults.iter().map(|fault| (fault.rule.to_string(), Outcome::Failed(fault.code.to_string())));
    let gave = answer.effects.iter().filter_map(|asked| match &asked.effect {
        Effect::Deed(deed) => {
            let gives = match deed.value("data") {
                Some(Said::Value(Value::Map(data))) => data.get("gives").cloned().unwrap_or_default(),
                _ => Value::Missing,
            };
            Some((deed.value("name")?.as_text()?.to_string(), Outcome::Gave(gives)))
        }
        _ => None,
    });
    faults.chain(gave).collect()
}

/// Whether an operation never gives two different things, nor is true on one ticket and an error on another. Functions give nothing now
/// and then, whatever the ticket holds: nothing is in no text and no range, and no error.
fn is_always_so(came: &[&Outcome]) -> bool {
    let mut gave = came.iter().filter(|outcome| matches!(outcome, Outcome::Gave(_)));
    let Some(first) = gave.next() else { return true };
    let is_true = matches!(first, Outcome::Gave(Value::Bool(true)));
    gave.all(|outcome| outcome == first) && !(is_true && came.iter().any(|outcome| outcome != first))
}

/// What is told of an operation is so on every ticket: it is an error, or always comes out the same. And where it is an error on every
/// ticket, that is told, unless nobody could know.
#[test]
fn what_is_told_is_so_on_every_ticket() {
    let (mut disproved, mut untold, mut held) = (vec![], vec![], 0);
    for seed in 0..20 {
        let mut dice = Dice(20_260 + seed);
        let subject = operations(&mut dice, 60);
        let requests: Vec<Request> = (0..40).map(|_| full_request(&mut dice, &subject.compiled.schema)).collect();
        let outcomes: Vec<_> = requests.into_iter().map(|request| outcomes(&subject, request)).collect();
        let told = told(&subject.text);
        for (number, line) in subject.text.lines().enumerate().filter(|(_, line)| line.starts_with("rule \"")) {
            let name = line.split('"').nth(1).unwrap();
            let came: Vec<&Outcome> = outcomes.iter().filter_map(|outcomes| outcomes.get(name)).collect();
            let fails = came.iter().all(|outcome| matches!(outcome, Outcome::Failed(_)));
            match told.get(&number) {
                Some(one) if !is_always_so(&came) => disproved.push(format!("{one}\n{line}\n{came:?}")),
                Some(_) => held += 1,
                None if fails => untold.push(format!("{line}\n{:?}", came.first())),
                None => {}
            }
        }
    }
    assert!(disproved.is_empty(), "{}", disproved.join("\n"));
    assert!(held >= 600 && untold.len() <= held / 30, "{held} held, {} untold:\n{}", untold.len(), untold.join("\n"));
}
