//! Calls of the functions of the language, by what their rows say that they take.

use tierline_condition::{
    Expr,
    functions::{Cost, Function, Takes},
};
use tierline_model::{Request, Value};

use crate::{SIZES, Subject, request};

/// An ordinary pattern, one with a choice, one of classes, and two that are as dear as they can be.
pub const PATTERNS: [&str; 5] = [
    "inc-?[0-9]{4,}x",
    "printer|scanner|projector|beamer|drucker",
    r"\b[a-z0-9.]+@[a-z0-9]+\.example",
    "(a?){0,120}y",
    "([a-b]|[a-c]|[a-d]|[^b]){0,30}y",
];

/// What is gone through, and what is looked for in it.
#[derive(Clone, Copy)]
enum Kind {
    /// Sentences, and a word that does not stand there.
    Sentences,
    /// The same beyond ASCII.
    Russian,
    /// One letter over and over, and many of them with another at the end.
    Periodic,
    /// A text and the same in capitals.
    Same,
    /// Blanks.
    Blanks,
    /// A list of texts, and a few of which none is there.
    Texts,
    /// The same of numbers.
    Numbers,
    /// Two lists of texts, as long as each other.
    ManyTexts,
    /// Sentences, and ten words that do not stand there.
    Words,
    /// What is short: the calls of most rules.
    Short,
}

const KINDS: [(Kind, &str); 10] = [
    (Kind::Short, "what is short"),
    (Kind::Sentences, "sentences"),
    (Kind::Russian, "sentences in Russian"),
    (Kind::Periodic, "one letter"),
    (Kind::Same, "a text and itself"),
    (Kind::Blanks, "blanks"),
    (Kind::Words, "sentences, ten words"),
    (Kind::Texts, "texts"),
    (Kind::Numbers, "numbers"),
    (Kind::ManyTexts, "texts, as many"),
];

const SENTENCES: &str = "Good morning, since the update of last night the second screen stays black as soon as the laptop sits in its dock. ";
const RUSSIAN: &str =
    "Доброе утро! После вчерашнего обновления второй экран остаётся чёрным, как только ноутбук стоит на Станции. ";

pub fn all() -> impl Iterator<Item = Subject> {
    Function::all().flat_map(calls)
}

fn calls(function: &'static Function) -> Vec<Subject> {
    let patterns = function.params.iter().any(|param| matches!(param.takes, Takes::Pattern(_)));
    let choices = if patterns { &PATTERNS[..] } else { &[""] };
    let mut calls = vec![];
    for ((kind, of), pattern) in KINDS.into_iter().flat_map(|kind| choices.iter().map(move |pattern| (kind, pattern))) {
        let sizes = if matches!(kind, Kind::Short) { &[0] } else { &SIZES[..] };
        for size in sizes {
            let mut args: Vec<Value> = vec![];
            for param in function.params {
                let Some(arg) = arg(param.takes, kind, *size, pattern, &args) else { break };
                args.push(arg);
            }
            // A call that goes through nothing is one of those of short values.
            let goes_through = args.iter().any(|arg| held(arg) >= size / 2);
            let names_a_field = function.params.iter().any(|param| param.takes == Takes::Field);
            // Ends that differ are not gone through.
            let ends_early = matches!(function.cost, Cost::Ends(_)) && !matches!(kind, Kind::Same | Kind::Short);
            if args.len() < function.params.len() || !(goes_through || names_a_field) || ends_early {
                continue;
            }
            let what = if patterns { format!("{} `{pattern}`", function.name) } else { function.name.to_owned() };
            let args = args.into_iter().map(Expr::Const).collect();
            let request = changed(kind, *size);
            calls.push(Subject { what, of, size: *size, expr: Expr::Call(function, args), request });
        }
    }
    calls
}

fn held(value: &Value) -> usize {
    match value {
        Value::Text(text) => text.len(),
        Value::List(items) => items.iter().map(|item| 16 + held(item)).sum(),
        _ => 0,
    }
}

/// A ticket in which a field that calls name holds something of that kind, as it did before.
fn changed(kind: Kind, size: usize) -> Request {
    let held = text(kind, size).or_else(|| list(kind, size)).unwrap_or(Value::Int(1));
    // As large, and different only in the end.
    let before = match &held {
        Value::Text(text) => Value::text(format!("{text}.")),
        Value::List(items) => Value::List(items.iter().skip(1).cloned().chain([Value::Missing]).collect()),
        other => other.clone(),
    };
    let now = [("impact", Value::text("one")), ("urgency", Value::text("low")), ("x_held", held)];
    request(&now, &[("x_held", before)])
}

fn text(kind: Kind, size: usize) -> Option<Value> {
    let of = |piece: &str| {
        let mut text = piece.repeat(size / piece.len() + 1);
        text.truncate((0..=size).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0));
        Some(Value::text(text))
    };
    match kind {
        Kind::Short => Some(Value::text("The VPN is down again")),
        Kind::Sentences | Kind::Words | Kind::Same => of(SENTENCES),
        Kind::Russian => of(RUSSIAN),
        Kind::Periodic => of("a"),
        Kind::Blanks => of(" ").map(|blanks| Value::text(format!("{}.", blanks.as_text().unwrap_or_default()))),
        Kind::Texts | Kind::Numbers | Kind::ManyTexts => None,
    }
}

fn part(kind: Kind, size: usize) -> Value {
    match kind {
        Kind::Russian => Value::text("экраны"),
        Kind::Periodic => Value::text("a".repeat(size / 2) + "b"),
        Kind::Numbers => Value::Int(-1),
        _ => Value::text("screens"),
    }
}

fn list(kind: Kind, size: usize) -> Option<Value> {
    let count = size / 16;
    match kind {
        Kind::Short => Some(Value::texts(["vip", "printer", "leeds"])),
        Kind::Texts | Kind::ManyTexts => Some(Value::texts((0..count).map(|at| format!("tag-{at:06}")))),
        Kind::Numbers => Some(Value::List((0..count).map(|at| Value::Int(at as i64)).collect())),
        _ => None,
    }
}

fn few(kind: Kind, size: usize) -> Value {
    match kind {
        Kind::Numbers => Value::List((1..=4).map(|at| Value::Int(-at)).collect()),
        Kind::ManyTexts => Value::texts((0..size / 16).rev().map(|at| format!("tog-{at:06}"))),
        _ => Value::texts(["vip-x", "tag-x", "screens", "again"]),
    }
}

fn words(kind: Kind, size: usize) -> Value {
    const WORDS: [&str; 10] = [
        "outage",
        "screens",
        "not working",
        "laptops",
        "morn",
        "soon as a",
        "vpn",
        "dockyard",
        "printer",
        "last nights",
    ];
    if matches!(kind, Kind::Words) { Value::texts(WORDS) } else { part(kind, size) }
}

fn arg(takes: Takes, kind: Kind, size: usize, pattern: &str, before: &[Value]) -> Option<Value> {
    // Equal, and elsewhere in memory.
    let same = || match before.first() {
        Some(Value::Text(text)) => Some(Value::text(String::from(&**text))),
        other => other.cloned(),
    };
    match takes {
        Takes::Text if before.is_empty() => text(kind, size),
        Takes::Text | Takes::PartOf(_) if matches!(kind, Kind::Same) => same(),
        Takes::Text | Takes::PartOf(_) => Some(part(kind, size)),
        Takes::Words => Some(words(kind, size)),
        Takes::TextOrList | Takes::Anything => text(kind, size).or_else(|| list(kind, size)),
        Takes::List => list(kind, size),
        Takes::ItemsOf(_) => Some(few(kind, size)),
        Takes::InOrder if matches!(kind, Kind::Numbers) => Some(Value::Int(7)),
        Takes::InOrder => text(kind, size),
        Takes::Like(_) => same(),
        Takes::Instant => Some(Value::text("2026-11-20T09:30:00Z")),
        Takes::Priority => Some(Value::text("P2")),
        Takes::Field => Some(Value::text("x_held")),
        Takes::HeldBy(_) => text(kind, size).or_else(|| list(kind, size)),
        Takes::Calendar => Some(Value::text("office")),
        Takes::Matrix => Some(Value::text("m")),
        Takes::Pattern(_) => Some(Value::text(pattern)),
    }
}
