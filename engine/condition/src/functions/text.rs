//! Text tests. A missing text passes none of them.

use std::borrow::Cow;

use tierline_model::{Value, reference};

use super::{
    Arg, Asks, Case, Cost, Example, Function, Gives, Kind, Says, Stands, Takes, Total, Witness, aside, bool, param,
    unfit,
};
use crate::{Facts, equal, fold::folded, letters::composed, made::LONGEST_TEXT, search::Searched};

pub(super) const ALL: &[Function] = &[
    Function {
        name: "contains",
        params: &[param("text_or_list", Takes::TextOrList), param("part", Takes::PartOf(0))],
        gives: Gives::Always(Kind::Truth),
        total: Total::WhereArgsFit,
        reads: &[],
        time: None,
        asks: Asks::Part(Case::Folded),
        says: aside(Says::Text(Stands::Anywhere, Case::Folded)),
        witness: aside(Witness::AsSaid),
        cost: Cost::Searched(Case::Folded),
        help: reference(
            "Whether a text has the part anywhere in it, or a list has the item. Texts are read as they are meant: upper and lower case alike, white space of any kind and length as one blank, typeset apostrophes and quotation marks as plain ones, composed and decomposed letters alike.",
        ),
        example: aside(Example {
            call: r#"ticket.subject.contains("vpn")"#,
            given: r#"{"ticket": {"subject": "VPN is down"}}"#,
            gives: "true",
        }),
        call: |_, args| part_of(args, Case::Folded),
    },
    Function {
        name: "contains_exact",
        params: &[param("text_or_list", Takes::TextOrList), param("part", Takes::PartOf(0))],
        gives: Gives::Always(Kind::Truth),
        total: Total::WhereArgsFit,
        reads: &[],
        time: None,
        asks: Asks::Part(Case::Exact),
        says: aside(Says::Text(Stands::Anywhere, Case::Exact)),
        witness: aside(Witness::AsSaid),
        cost: Cost::Searched(Case::Exact),
        help: reference("As `contains`, byte by byte: upper and lower case are told apart, and so is all else."),
        example: aside(Example {
            call: r#"ticket.subject.contains_exact("VPN")"#,
            given: r#"{"ticket": {"subject": "vpn is down"}}"#,
            gives: "false",
        }),
        call: |_, args| part_of(args, Case::Exact),
    },
    Function {
        name: "starts_with",
        params: &[param("text", Takes::Text), param("beginning", Takes::Text)],
        gives: Gives::Always(Kind::Truth),
        total: Total::WhereArgsFit,
        reads: &[],
        time: None,
        asks: Asks::PartAtLeast(Case::Folded),
        says: aside(Says::Text(Stands::First, Case::Folded)),
        witness: aside(Witness::AsSaid),
        cost: Cost::Ends(Case::Folded),
        help: reference("Whether a text begins so, read as `contains` reads it."),
        example: aside(Example {
            call: r#"ticket.subject.starts_with("password")"#,
            given: r#"{"ticket": {"subject": "Password forgotten"}}"#,
            gives: "true",
        }),
        call: |_, args| text_test(args, Case::Folded, |text, part| text.starts_with(part)),
    },
    Function {
        name: "starts_with_exact",
        params: &[param("text", Takes::Text), param("beginning", Takes::Text)],
        gives: Gives::Always(Kind::Truth),
        total: Total::WhereArgsFit,
        reads: &[],
        time: None,
        asks: Asks::PartAtLeast(Case::Exact),
        says: aside(Says::Text(Stands::First, Case::Exact)),
        witness: aside(Witness::AsSaid),
        cost: Cost::Ends(Case::Exact),
        help: reference("As `starts_with`, byte by byte."),
        example: aside(Example {
            call: r#"asset.name.starts_with_exact("SRV-")"#,
            given: r#"{"ticket": {"asset": {"name": "SRV-007"}}}"#,
            gives: "true",
        }),
        call: |_, args| text_test(args, Case::Exact, |text, part| text.starts_with(part)),
    },
    Function {
        name: "ends_with",
        params: &[param("text", Takes::Text), param("end", Takes::Text)],
        gives: Gives::Always(Kind::Truth),
        total: Total::WhereArgsFit,
        reads: &[],
        time: None,
        asks: Asks::PartAtLeast(Case::Folded),
        says: aside(Says::Text(Stands::Last, Case::Folded)),
        witness: aside(Witness::AsSaid),
        cost: Cost::Ends(Case::Folded),
        help: reference("Whether a text ends so, read as `contains` reads it."),
        example: aside(Example {
            call: r#"requester.email.ends_with("@example.com")"#,
            given: r#"{"ticket": {"requester": {"email": "ana@EXAMPLE.com"}}}"#,
            gives: "true",
        }),
        call: |_, args| text_test(args, Case::Folded, |text, part| text.ends_with(part)),
    },
    Function {
        name: "ends_with_exact",
        params: &[param("text", Takes::Text), param("end", Takes::Text)],
        gives: Gives::Always(Kind::Truth),
        total: Total::WhereArgsFit,
        reads: &[],
        time: None,
        asks: Asks::PartAtLeast(Case::Exact),
        says: aside(Says::Text(Stands::Last, Case::Exact)),
        witness: aside(Witness::AsSaid),
        cost: Cost::Ends(Case::Exact),
        help: reference("As `ends_with`, byte by byte."),
        example: aside(Example {
            call: r#"asset.name.ends_with_exact("-PRD")"#,
            given: r#"{"ticket": {"asset": {"name": "srv-prd"}}}"#,
            gives: "false",
        }),
        call: |_, args| text_test(args, Case::Exact, |text, part| text.ends_with(part)),
    },
    Function {
        name: "mentions",
        params: &[param("text", Takes::Text), param("word_or_words", Takes::Words)],
        gives: Gives::Always(Kind::Truth),
        total: Total::WhereArgsFit,
        reads: &[],
        time: None,
        asks: Asks::PartAtLeast(Case::Folded),
        says: aside(Says::Text(Stands::AsWords, Case::Folded)),
        witness: aside(Witness::AsSaid),
        cost: Cost::SearchedForEach(Case::Folded),
        help: reference(
            "Whether a text has one of the words or phrases as whole words, read as `contains` reads it. Where a script puts no blanks between words, as Han, kana, Thai, Lao, Khmer and Burmese do not, a phrase is found wherever it stands.",
        ),
        example: aside(Example {
            call: r#"mentions(ticket.subject, ["outage", "not working"])"#,
            given: r#"{"ticket": {"subject": "The printer is not working."}}"#,
            gives: "true",
        }),
        call: |_, args| mentions(args, Case::Folded),
    },
    Function {
        name: "mentions_exact",
        params: &[param("text", Takes::Text), param("word_or_words", Takes::Words)],
        gives: Gives::Always(Kind::Truth),
        total: Total::WhereArgsFit,
        reads: &[],
        time: None,
        asks: Asks::PartAtLeast(Case::Exact),
        says: aside(Says::Text(Stands::AsWords, Case::Exact)),
        witness: aside(Witness::AsSaid),
        cost: Cost::SearchedForEach(Case::Exact),
        help: reference("As `mentions`, byte by byte."),
        example: aside(Example {
            call: r#"mentions_exact(ticket.subject, "SAP")"#,
            given: r#"{"ticket": {"subject": "The sap is rising"}}"#,
            gives: "false",
        }),
        call: |_, args| mentions(args, Case::Exact),
    },
    Function {
        name: "matches",
        params: &[param("text", Takes::Text), param("pattern", Takes::Pattern(Case::Folded))],
        gives: Gives::Always(Kind::Truth),
        total: Total::WhereArgsFit,
        reads: &[],
        time: None,
        asks: Asks::Nothing,
        says: aside(Says::Text(Stands::AsPattern, Case::Folded)),
        witness: aside(Witness::AsSaid),
        cost: Cost::ByPattern(Case::Folded),
        help: reference(
            "Whether a regular expression is found in a text, read as `contains` reads it, but for its white space: a blank of the pattern stands for white space of any kind and length, `[ ]` for just that blank. Letters and digits are those of Unicode, in `\\w`, `\\b` and `\\d` and by `\\p{L}`, `\\p{Lu}`, `\\p{Greek}`. No look-around and no back references, so that it takes time in proportion to the text.",
        ),
        example: aside(Example {
            call: r#"matches(ticket.subject, "inc-?[0-9]{4,}")"#,
            given: r#"{"ticket": {"subject": "Again: INC-00042"}}"#,
            gives: "true",
        }),
        call: |facts, args| matches(facts, args, Case::Folded),
    },
    Function {
        name: "matches_exact",
        params: &[param("text", Takes::Text), param("pattern", Takes::Pattern(Case::Exact))],
        gives: Gives::Always(Kind::Truth),
        total: Total::WhereArgsFit,
        reads: &[],
        time: None,
        asks: Asks::Nothing,
        says: aside(Says::Text(Stands::AsPattern, Case::Exact)),
        witness: aside(Witness::AsSaid),
        cost: Cost::ByPattern(Case::Exact),
        help: reference(
            "As `matches`, but the text and the blanks of the pattern are read as they are, upper and lower case told apart.",
        ),
        example: aside(Example {
            call: r#"matches_exact(asset.name, "^SRV-[0-9]+$")"#,
            given: r#"{"ticket": {"asset": {"name": "SRV-12"}}}"#,
            gives: "true",
        }),
        call: |facts, args| matches(facts, args, Case::Exact),
    },
    Function {
        name: "lower",
        params: &[param("text", Takes::Text)],
        gives: Gives::OrMissing(Kind::Folded),
        total: Total::Never,
        reads: &[],
        time: None,
        asks: Asks::Nothing,
        says: aside(Says::Nothing),
        witness: aside(Witness::Itself),
        cost: Cost::Folded,
        help: reference("The text, case folded; a missing text stays missing."),
        example: aside(Example {
            call: r#"lower(ticket.category) == "network""#,
            given: r#"{"ticket": {"category": "Network"}}"#,
            gives: "true",
        }),
        call: |_, args| change(args, |text| folded(beginning(text, MOST_FOLDED))),
    },
    Function {
        name: "trimmed",
        params: &[param("text", Takes::Text)],
        gives: Gives::OrMissing(Kind::Trimmed),
        total: Total::Never,
        reads: &[],
        time: None,
        asks: Asks::Nothing,
        says: aside(Says::Nothing),
        witness: aside(Witness::Itself),
        cost: Cost::Trimmed,
        help: reference("The text without blanks at both ends; a missing text stays missing."),
        example: aside(Example {
            call: r#"trimmed(ticket.subject) == """#,
            given: r#"{"ticket": {"subject": "  "}}"#,
            gives: "true",
        }),
        call: |_, args| change(args, |text| beginning(text.trim(), MOST_FOLDED).into()),
    },
];

fn text_test(args: &[Arg<'_>], case: Case, test: fn(Searched<'_>, &str) -> bool) -> Result<Value, String> {
    match (&*args[0], &*args[1]) {
        (Value::Missing, _) | (_, Value::Missing) => bool(false),
        (Value::Text(text), Value::Text(part)) => bool(test(Searched::new(text, case), part)),
        (Value::Text(_), other) | (other, _) => unfit("text", other),
    }
}

fn part_of(args: &[Arg<'_>], case: Case) -> Result<Value, String> {
    match &*args[0] {
        Value::List(items) => bool(items.iter().any(|item| equal(item, &args[1]))),
        Value::Map(map) => bool(args[1].as_text().is_some_and(|name| map.contains_key(name))),
        _ => text_test(args, case, |text, part| text.has(part)),
    }
}

fn mentions(args: &[Arg<'_>], case: Case) -> Result<Value, String> {
    let text = match &*args[0] {
        Value::Missing => return bool(false),
        Value::Text(text) if case.folds() && !text.is_ascii() => composed(text, true),
        Value::Text(text) => Cow::Borrowed(&**text),
        other => return unfit("text", other),
    };
    let text = Searched::new(&text, case);
    match &*args[1] {
        Value::Text(word) => bool(text.mentions(word)),
        Value::List(words) => bool(words.iter().filter_map(Value::as_text).any(|word| text.mentions(word))),
        other => unfit("a word or a list of words", other),
    }
}

fn matches(facts: &Facts, args: &[Arg<'_>], case: Case) -> Result<Value, String> {
    let Value::Text(pattern) = &*args[1] else { return unfit("a pattern", &args[1]) };
    let pattern = facts.frame().patterns.get(pattern, case.folds());
    let pattern = pattern.ok_or("a pattern must be written out where it is used")?;
    match &*args[0] {
        Value::Missing => bool(false),
        Value::Text(text) if !pattern.may_be_in(text) => bool(false),
        // What the cost of the row leaves out.
        Value::Text(text) if pattern.words() > 0 && !facts.charge(pattern.work(text)) => {
            Err(format!("a text of {} bytes takes more work than is left", text.len()))
        }
        Value::Text(text) => bool(pattern.is_in(text)),
        other => unfit("text", other),
    }
}

/// Bytes that make, folded, a text which is longer than a script may make one: a letter becomes at most three times shorter.
const MOST_FOLDED: usize = 4 * LONGEST_TEXT;

/// The beginning of a text, about so many bytes of it. What would be too long is left too long, and is refused.
fn beginning(text: &str, bytes: usize) -> &str {
    let end = (bytes..text.len()).find(|end| text.is_char_boundary(*end)).unwrap_or(text.len());
    text.get(..end).unwrap_or(text)
}

fn change(args: &[Arg<'_>], change: fn(&str) -> Cow<'_, str>) -> Result<Value, String> {
    match &*args[0] {
        Value::Missing => Ok(Value::Missing),
        Value::Text(text) => Ok(match change(text) {
            // What stays as it is, is no other text.
            Cow::Borrowed(same) if same.len() == text.len() => Value::Text(text.clone()),
            changed => Value::text(changed),
        }),
        other => unfit("text", other),
    }
}
