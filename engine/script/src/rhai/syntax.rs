//! The form of the blocks that hold expressions and actions, as Rhai custom syntax.
//!
//! Each block is a small machine: it sees the next token and says what it wants there. Its state is kept by Rhai in
//! `state`. The blocks are registered under names that no rule can write; the token mapper turns the first word of a piece
//! into one, so that `ticket.rule` and `fn f(rule)` stay ordinary names.

use std::cell::Cell;

use rhai::{Dynamic, Engine, EvalAltResult, ImmutableString, LexError, Position, Token};
use tierline_condition::OnFault;
use tierline_model::suggest;

use super::{
    clauses, helpers, measures,
    parse::Slip,
    sandbox::{CONTAINS, IN, WITHOUT},
};

/// What a machine wants next, by Rhai's names, and the state it goes to.
pub(super) type Step = Result<(i64, Option<&'static str>), Slip>;

/// A machine: its state and the next token, to what it wants there.
type Machine = fn(i64, &str) -> Step;

/// The word that a rule file writes, the name that Rhai knows, and the machine.
const BLOCKS: [(&str, &str, Machine); 5] = [
    ("rule", "@rule", rule),
    ("otherwise", "@otherwise", otherwise),
    ("test", "@test", test),
    ("sla", "@sla", clauses::sla),
    ("escalate", "@escalate", clauses::escalate),
];

thread_local! {
    static AT_START: Cell<bool> = const { Cell::new(true) };
    static AFTER_DOT: Cell<bool> = const { Cell::new(false) };
}

/// Must be called before each piece is compiled: the mapper keeps its place per thread.
pub(super) fn start() {
    AT_START.set(true);
    AFTER_DOT.set(false);
}

pub(super) fn register(engine: &mut Engine) {
    for (_, key, step) in BLOCKS {
        engine.register_custom_syntax_with_state_raw(
            key,
            move |_, look, state| {
                let (next, wanted) = step(state.as_int().unwrap_or(0), look)
                    .map_err(|slip| LexError::Runtime(slip.pack()).into_err(Position::NONE))?;
                *state = Dynamic::from_int(next);
                Ok(wanted.map(ImmutableString::from))
            },
            // With `true` nothing in a block is bound by offset to an outer variable: its parts run in any scope.
            true,
            |_, _, _| Err(Box::new(EvalAltResult::ErrorRuntime("a block is not run".into(), Position::NONE))),
        );
    }
    #[expect(deprecated, reason = "Rhai's mark for an interface that may change; the version is pinned")]
    engine.on_parse_token(|token, _, _| map(token));
}

fn map(token: Token) -> Token {
    let first = AT_START.replace(false);
    let after_dot = AFTER_DOT.replace(matches!(token, Token::Period | Token::Elvis));
    match &token {
        Token::Identifier(word) => match word.as_str() {
            "and" if !after_dot => Token::And,
            "or" if !after_dot => Token::Or,
            "not" if !after_dot => Token::Bang,
            IN => Token::Identifier(Box::new(CONTAINS.into())),
            word if first => match BLOCKS.into_iter().find(|(block, ..)| *block == word) {
                Some((_, key, _)) => Token::Identifier(Box::new(key.into())),
                None => token,
            },
            word => measures::seconds(word).map_or(token, Token::IntegerConstant),
        },
        Token::Reserved(word) if word.as_str() == helpers::STAND_IN && helpers::is_body_given() => {
            Token::Identifier(Box::new(helpers::BODY.into()))
        }
        Token::Reserved(word) if may_name_a_field(word, after_dot) => Token::Identifier(word.clone()),
        _ => token,
    }
}

/// Words that Rhai keeps for later may name fields; `public` is one of ours, and a key of maps in tests, and an SLA has dates
/// that move `with` pauses.
fn may_name_a_field(word: &str, after_dot: bool) -> bool {
    let is_name = word.starts_with(|c: char| c.is_ascii_alphabetic()) && !WITHOUT.contains(&word);
    is_name && (after_dot || matches!(word, "public" | "with"))
}

pub(super) fn wanted<T>(what: &str, found: &str, words: &[&str]) -> Result<T, Slip> {
    let hint = suggest::did_you_mean(found, words.iter().copied(), "`");
    let hint = hint.or_else(|| is_end(found).then(|| "every `{` needs its `}`".to_owned()));
    let found = match found {
        end if is_end(end) => "the end of the block".to_owned(),
        "=" if what.contains("condition") => {
            return Err(Slip::new("assignment-in-condition", "`=` sets a value").help("to compare, write `==`"));
        }
        CONTAINS => "`contains`".to_owned(),
        // Behind an open quote the next token may be half the block.
        found => format!("`{}`", found.lines().next().unwrap_or_default().chars().take(40).collect::<String>()),
    };
    Err(Slip::new("unexpected", format!("expected {what}, found {found}")).maybe_help(hint))
}

fn is_end(found: &str) -> bool {
    matches!(found, "" | "{EOF}")
}

fn rule(state: i64, look: &str) -> Step {
    const NAME: i64 = 0;
    const HEAD: i64 = 1;
    const OPEN: i64 = 2;
    const CONDITION: i64 = 3;
    const ACTIONS: i64 = 4;
    const AFTER_CONDITION: i64 = 5;
    const CLOSE: i64 = 6;
    const SALIENCE: i64 = 10;
    const GROUP: i64 = 11;
    const ON: i64 = 12;
    const ON_FAULT: i64 = 13;
    const AFTER_ON_FAULT: i64 = 14;
    Ok(match (state, look) {
        (NAME, _) => (HEAD, Some("$string$")),
        (HEAD, "salience") => (SALIENCE, Some("salience")),
        (HEAD, "group") => (GROUP, Some("group")),
        (HEAD, "{") => (OPEN, Some("{")),
        (HEAD, _) => return wanted("`salience`, `group` or `{` after the rule's name", look, &["salience", "group"]),
        (SALIENCE, _) => (HEAD, Some("$expr$")),
        (GROUP, _) => (HEAD, Some("$string$")),
        (OPEN, "if") => {
            return Err(Slip::new("unexpected", "a rule has no `if` here").help("write `when` before its condition"));
        }
        (AFTER_CONDITION | AFTER_ON_FAULT | CLOSE, "when") => {
            let slip = Slip::new("unexpected", "a rule has one `when`");
            return Err(slip.help("join conditions with `&&` or `||`, before `then`"));
        }
        (CLOSE, "else" | "otherwise") => {
            let slip = Slip::new("unexpected", format!("a rule has no `{look}`"));
            return Err(slip.help("write a second rule, or `otherwise { ... }` below the rules of the stage"));
        }
        (OPEN, "on") => {
            let slip =
                Slip::new("unexpected", "`on fault` says what becomes of the condition above it, and there is none");
            return Err(slip.help("write it between the condition and `then`; a rule without `when` always fires"));
        }
        (AFTER_ON_FAULT, "on") => return Err(Slip::new("unexpected", "a rule has one `on fault`")),
        (OPEN, "when") => (CONDITION, Some("when")),
        (OPEN, "then") => (ACTIONS, Some("then")),
        (OPEN, _) => return wanted("`when` or `then`", look, &["when", "then"]),
        (CONDITION, _) => (AFTER_CONDITION, Some("$expr$")),
        (AFTER_CONDITION, "on") => (ON, Some("on")),
        (ON, "fault") => (ON_FAULT, Some("fault")),
        (ON, _) => return wanted("`fault` after `on`", look, &["fault"]),
        (ON_FAULT, word) => match OnFault::named(word).and_then(OnFault::word) {
            Some(word) => (AFTER_ON_FAULT, Some(word)),
            None => return wanted("`fire` or `skip` after `on fault`", look, &["fire", "skip"]),
        },
        (AFTER_CONDITION | AFTER_ON_FAULT, "then") => (ACTIONS, Some("then")),
        (AFTER_CONDITION, _) => return wanted("`then { ... }` after the condition", look, &["then", "on"]),
        (AFTER_ON_FAULT, _) => return wanted("`then { ... }` after `on fault`", look, &["then"]),
        (ACTIONS, "{") => (CLOSE, Some("$block$")),
        (ACTIONS, _) => return wanted("`{` to open the actions after `then`", look, &[]),
        (CLOSE, "}") => (CLOSE + 1, Some("}")),
        (CLOSE, _) => return wanted("`}` to close the rule", look, &[]),
        _ => (state, None),
    })
}

fn otherwise(state: i64, look: &str) -> Step {
    match (state, look) {
        (0, "{") => Ok((1, Some("$block$"))),
        (0, _) => wanted("`{` to open the actions after `otherwise`", look, &[]),
        _ => Ok((state, None)),
    }
}

/// Named values that begin with a mere brace.
fn without_sign(written: &str) -> Slip {
    Slip::new("unexpected", "named values begin with `#{`").help(format!("write {written}"))
}

fn test(state: i64, look: &str) -> Step {
    const NAME: i64 = 0;
    const HEAD: i64 = 1;
    const OPEN: i64 = 2;
    const CLOSED: i64 = 3;
    const GIVEN: i64 = 10;
    const GIVEN_WHAT: i64 = 11;
    const AT: i64 = 12;
    const EXPECT: i64 = 13;
    const AFTER_AT: i64 = 14;
    const EVENT: i64 = 15;
    const CLOCK: i64 = 16;
    const CLOCK_FIELD: i64 = 17;
    const CLOCK_VALUE: i64 = 18;
    Ok(match (state, look) {
        (NAME, _) => (HEAD, Some("$string$")),
        (HEAD, "{") => (OPEN, Some("{")),
        (HEAD, _) => return wanted("`{` after the test's name", look, &[]),
        (OPEN, "given") => (GIVEN, Some("given")),
        (OPEN, "at") => (AT, Some("at")),
        (OPEN, "expect") => (EXPECT, Some("expect")),
        (OPEN, ";") => (OPEN, Some(";")),
        (OPEN, "}") => (CLOSED, Some("}")),
        (OPEN, _) => return wanted("`given`, `at`, `expect` or `}`", look, &["given", "at", "expect"]),
        (GIVEN, _) => (GIVEN_WHAT, Some("$ident$")),
        (EXPECT, "clock") => (CLOCK, Some("clock")),
        (GIVEN_WHAT, "{") => return Err(without_sign("given ticket #{ status: \"open\" }")),
        (EVENT, "{") => return Err(without_sign("event #{ kind: \"updated\" }")),
        (CLOCK_FIELD | CLOCK_VALUE, "}" | "expect" | "at") => {
            let slip = Slip::new("unexpected", "a clock, what of it and what that is to be belong together");
            return Err(slip.help("write expect clock resolution state \"running\""));
        }
        (GIVEN_WHAT | EXPECT | EVENT | CLOCK_VALUE, _) => (OPEN, Some("$expr$")),
        (AT, _) => (AFTER_AT, Some("$string$")),
        (AFTER_AT, "event") => (EVENT, Some("event")),
        (AFTER_AT, _) => return test(OPEN, look),
        (CLOCK, _) => (CLOCK_FIELD, Some("$ident$")),
        (CLOCK_FIELD, _) => (CLOCK_VALUE, Some("$ident$")),
        _ => (state, None),
    })
}
