//! Rhai's errors in the words of people who write rules.

use rhai::{EvalAltResult, LexError, ParseError, ParseErrorType};

use super::{
    parse::Slip,
    tokens::{Token, spot_of, token_at, token_from},
    values,
};
use crate::{
    bounds,
    source::{Spot, is_typeset_quote},
};

/// What a parse error says.
pub(super) fn parse_error(error: &ParseError, tokens: &[Token]) -> Slip {
    let at = spot_of(error.1);
    let at = token_at(tokens, at).map_or(at, |token| tokens[token].spot);
    let slip = worded(&error.0);
    let is_end = slip.code == "missing-semicolon";
    let at = if is_end { before(at, tokens) } else { at };
    slip.at(at)
}

/// The token before `at`: what misses its semicolon ends there.
fn before(at: Spot, tokens: &[Token]) -> Spot {
    let earlier = token_from(tokens, at).checked_sub(1).and_then(|before| tokens.get(before));
    earlier.map_or(at, |token| token.spot)
}

fn worded(error: &ParseErrorType) -> Slip {
    match error {
        ParseErrorType::BadInput(LexError::Runtime(packed)) => {
            Slip::unpack(packed).unwrap_or_else(|| Slip::new("syntax", packed.clone()))
        }
        ParseErrorType::BadInput(LexError::UnexpectedInput(input)) if input.contains(is_typeset_quote) => {
            Slip::new("typeset-quote", "this quotation mark was typeset by a word processor").help("write the plain \"")
        }
        ParseErrorType::BadInput(LexError::UnexpectedInput(input)) => {
            Slip::new("syntax", format!("`{input}` has no meaning in rules"))
        }
        ParseErrorType::BadInput(LexError::MalformedChar(text)) => {
            Slip::new("single-quotes", "text is written in double quotes").help(format!("write \"{text}\""))
        }
        ParseErrorType::BadInput(LexError::MalformedEscapeSequence(escape)) => {
            let slip = Slip::new("escape", format!("`{escape}` stands for nothing in a text"));
            slip.help(format!("for a backslash write it twice, as patterns need it: \\{escape}; between backticks, `…`, it stands for itself"))
        }
        ParseErrorType::BadInput(LexError::UnterminatedString) => {
            Slip::new("open-text", "the text that begins here has no closing \" on this line")
        }
        ParseErrorType::BadInput(LexError::MalformedNumber(number)) => {
            Slip::new("number", format!("`{number}` is no number")).help("whole numbers go up to 9223372036854775807")
        }
        ParseErrorType::BadInput(LexError::ImproperSymbol(sign, _)) if sign == "=" => assignment(),
        ParseErrorType::BadInput(LexError::ImproperSymbol(sign, _)) => {
            Slip::new("syntax", format!("`{sign}` has no meaning in rules"))
        }
        ParseErrorType::MissingToken(token, why) if token == ";" && why.contains("terminate") => {
            Slip::new("missing-semicolon", "the action that ends here must be closed with `;`")
        }
        ParseErrorType::MissingToken(token, _) => Slip::new("syntax", format!("`{token}` is missing here")),
        ParseErrorType::MissingSymbol(what) if what.contains("string") => {
            Slip::new("missing-name", "a text in double quotes belongs here").help("write it as \"name\"")
        }
        ParseErrorType::MissingSymbol(what) => Slip::new("syntax", what.clone()),
        ParseErrorType::ExprTooDeep => Slip::new("too-deep", "too much is joined or nested in one expression")
            .help("use `in [...]` for a list of values, or split the rule"),
        ParseErrorType::Reserved(word) => forbidden_word(word),
        ParseErrorType::LiteralTooLarge(what, most) => {
            Slip::new("too-large", format!("{} may not be larger than {most}", what.to_lowercase()))
        }
        ParseErrorType::UnexpectedEOF => {
            Slip::new("open-end", "the block ends in the middle of something").help("a `)`, `]` or `}` is missing")
        }
        ParseErrorType::MismatchedType(_, got) => {
            Slip::new("not-a-condition", format!("true or false is needed here, not {}", values::kind(got)))
                .help("to compare with several values, write `x in [\"a\", \"b\"]`")
        }
        ParseErrorType::AssignmentToConstant(_) | ParseErrorType::AssignmentToInvalidLHS(_) => assignment(),
        ParseErrorType::VariableExists(name) => {
            Slip::new("name-taken", format!("there is a `{name}` already")).help("choose another name")
        }
        ParseErrorType::TooManyFunctions => {
            Slip::new("too-large", format!("a file may have at most {} helper functions", bounds::HELPERS))
        }
        other => Slip::new("syntax", other.to_string()),
    }
}

fn assignment() -> Slip {
    Slip::new("assignment-in-condition", "`=` sets a value").help("to compare, write `==`")
}

fn forbidden_word(word: &str) -> Slip {
    let help = match word {
        "while" | "loop" | "do" | "until" => "use `for ... in` over a list",
        "import" => "an `import` stands alone at the top of a file",
        "null" | "nil" => "a missing value is written `()`; is_set(x) asks whether there is one",
        "print" | "debug" => "use `comment` or `notify` to say something",
        _ => "see the reference for what rules may use",
    };
    Slip::new("not-in-rules", format!("`{word}` is not part of the rule language")).help(help)
}

/// Whether a running script was stopped because it took more work than it may.
pub(super) fn is_out_of_work(error: &EvalAltResult) -> bool {
    match error {
        EvalAltResult::ErrorInFunctionCall(_, _, inner, _) => is_out_of_work(inner),
        error => matches!(error, EvalAltResult::ErrorTerminated(..) | EvalAltResult::ErrorTooManyOperations(_)),
    }
}

/// What an error of a running script says: its code and the reason.
pub(super) fn run_error(error: &EvalAltResult) -> (&'static str, String) {
    match error {
        EvalAltResult::ErrorInFunctionCall(_, _, inner, _) => run_error(inner),
        EvalAltResult::ErrorStackOverflow(_) => {
            ("too-deep", format!("functions call each other more than {} deep", bounds::CALL_DEPTH))
        }
        EvalAltResult::ErrorDataTooLarge(what, _) => ("too-large", too_large(&what.to_lowercase())),
        EvalAltResult::ErrorTooManyVariables(_) => {
            ("too-many-variables", format!("the script has more than {} variables", bounds::VARIABLES))
        }
        EvalAltResult::ErrorFunctionNotFound(signature, _) => ("wrong-kind", cannot(signature)),
        EvalAltResult::ErrorMismatchDataType(wanted, got, _) => {
            ("wrong-kind", format!("{} is needed here, not {}", values::kind(wanted), values::kind(got)))
        }
        EvalAltResult::ErrorDotExpr(_, _) => {
            ("missing-value", "a field of something that is missing is read here; `?.` reads it safely".to_owned())
        }
        EvalAltResult::ErrorIndexingType(..) => {
            ("missing-value", "an item of something that is missing, or is no list, is read here".to_owned())
        }
        EvalAltResult::ErrorPropertyNotFound(name, _) => ("missing-value", format!("there is no `{name}` here")),
        EvalAltResult::ErrorVariableNotFound(name, _) => ("unknown-name", format!("nothing is called `{name}` here")),
        EvalAltResult::ErrorVariableExists(name, _) => ("name-taken", format!("there is a `{name}` already")),
        EvalAltResult::ErrorArithmetic(what, _) => ("arithmetic", what.to_lowercase()),
        EvalAltResult::ErrorArrayBounds(length, index, _) => {
            ("out-of-bounds", format!("there is no item {index} in a list of {length}"))
        }
        EvalAltResult::ErrorStringBounds(length, index, _) => {
            ("out-of-bounds", format!("there is no character {index} in a text of {length}"))
        }
        EvalAltResult::ErrorFor(_) => ("wrong-kind", "`for` needs a list".to_owned()),
        EvalAltResult::ErrorRuntime(reason, _) => ("script-error", reason.to_string()),
        other => ("script-error", other.to_string()),
    }
}

/// What a script made too large, and how large it may be.
fn too_large(what: &str) -> String {
    let (made, most) = match what {
        "length of string" => ("text", format!("{} bytes", bounds::TEXT_BYTES)),
        what if what.contains("array") => ("list", format!("{} items", bounds::LIST_ITEMS)),
        what if what.contains("map") => ("map", format!("{} entries", bounds::MAP_ENTRIES)),
        what => return format!("the script made something too large: {what}"),
    };
    format!("a {made} that a rule makes may have {most} at most, and this one is larger")
}

/// `+ (map, i64)` in plain words.
fn cannot(signature: &str) -> String {
    let (name, types) = signature.split_once('(').unwrap_or((signature, ""));
    let kinds: Vec<&str> =
        types.trim_end_matches(')').split(", ").filter(|kind| !kind.is_empty()).map(values::kind).collect();
    match kinds.as_slice() {
        [] => format!("`{}` needs a value", name.trim()),
        kinds => format!("`{}` does not work with {}", name.trim(), kinds.join(" and ")),
    }
}
