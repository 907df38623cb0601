//! Folding, patterns and text tests agree on what a letter and a word is, in texts of many scripts, however they are typed; and desks
//! answer so.

use std::sync::Arc;

use tierline::{Desk, Limits, Pack, Tell};
use tierline_condition::{Facts, Frame, Layout, NoCalendars, Pattern, Patterns, fold, functions::Function, plain};
use tierline_model::{Map, Request, Schema, SortedMap, Ticket, Timestamp, Value, Verdict};
use tierline_tests::random::Dice;
use unicode_normalization::UnicodeNormalization;

/// Letters of a script, and whether it puts blanks between words.
const SCRIPTS: [(&str, &str, bool); 11] = [
    ("Latin", "aeosznßéèüñçåđøğıłĳœāệ", true),
    ("Greek", "αβγσςωάέῆᾳΐΰ", true),
    ("Cyrillic", "абвиеёйїќў", true),
    ("Arabic", "ابتأئؤآىهك\u{64b}\u{651}\u{64e}", true),
    ("Hebrew", "אבשלוםהט\u{5b8}\u{5bc}\u{5c1}", true),
    ("Devanagari", "कखगमनड\u{93c}\u{93e}\u{93f}\u{94d}", true),
    ("Hangul", "가각한글프린터", true),
    ("Thai", "กขคมนเแ\u{e31}\u{e34}\u{e48}", false),
    ("Han", "打印机坏了网络", false),
    ("Hiragana", "あいがぱこ", false),
    ("Katakana", "プリンターガ", false),
];
/// What stands between words.
const BETWEEN: [&str; 12] = [" ", " ", " ", "\n", "\r\n", "  ", "\u{a0}", "\u{3000}", ".", ", ", "-", "\u{2019}"];

fn word(dice: &mut Dice, letters: &[char]) -> String {
    (0..1 + dice.below(3)).map(|_| letters[dice.below(letters.len())]).collect()
}

fn text(dice: &mut Dice, letters: &[char]) -> String {
    let mut text = word(dice, letters);
    for _ in 0..dice.below(5) {
        text += dice.pick(&BETWEEN);
        text += &word(dice, letters);
    }
    text
}

/// A word or a phrase, most often one of the text.
fn sought(dice: &mut Dice, text: &str, letters: &[char]) -> String {
    let letters_of: Vec<char> = text.chars().collect();
    let from = dice.below(letters_of.len());
    let to = from + 1 + dice.below((letters_of.len() - from).min(5));
    let part: String = letters_of[from..to].iter().collect();
    match dice.below(4) {
        0 => word(dice, letters),
        1 => text.split_whitespace().next().unwrap_or_default().to_owned(),
        _ => part.trim().to_owned(),
    }
}

/// The same text, as somebody else would type it.
fn respelt(dice: &mut Dice, text: &str) -> String {
    let mut made = String::new();
    for c in text.nfc() {
        let upper: Vec<char> = c.to_uppercase().collect();
        let is_same = |other: char| fold(&other.to_string()) == fold(&c.to_string());
        match (c, upper.as_slice()) {
            ('\'' | '\u{2019}', _) => made += dice.pick(&["'", "\u{2018}", "\u{2019}"]),
            (c, _) if c.is_whitespace() => made += dice.pick(&[" ", "\t ", "\n", "\u{a0}\u{a0}", "\r\n"]),
            (_, [upper]) if is_same(*upper) && dice.once_in(2) => made.push(*upper),
            _ => made.push(c),
        }
    }
    if dice.once_in(2) { made.nfd().collect() } else { made }
}

fn facts() -> Facts {
    let frame =
        Frame::new(Schema::standard(), Layout::default(), SortedMap::new(), Patterns::default(), Arc::new(NoCalendars));
    Facts::new(Arc::new(frame), Request::new(Ticket(Map::new()), Timestamp::from_second(0)), Limits::NONE)
}

fn says(facts: &Facts, name: &str, text: &str, part: &str) -> bool {
    let args = [text, part].map(|text| std::borrow::Cow::Owned(Value::text(text)));
    let given = (Function::named(name).unwrap().call)(facts, &args);
    given == Ok(Value::Bool(true))
}

fn escaped(text: &str) -> String {
    let escape = |c: char| if c.is_ascii_punctuation() { vec!['\\', c] } else { vec![c] };
    text.chars().flat_map(escape).collect()
}

fn is_found(pattern: &str, folds: bool, text: &str) -> bool {
    Pattern::compile(pattern, folds).unwrap_or_else(|wrong| panic!("{pattern}: {wrong}")).is_in(text)
}

#[test]
fn folding_patterns_and_mentions_agree_on_letters_and_words() {
    let (facts, mut dice) = (facts(), Dice(19));
    let (mut mentioned, mut not) = (0, 0);
    for (script, letters, has_blanks) in SCRIPTS {
        let letters: Vec<char> = letters.chars().collect();
        for _ in 0..1_500 {
            let text = text(&mut dice, &letters);
            let part = sought(&mut dice, &text, &letters);
            if part.is_empty() {
                continue;
            }
            let of = format!("{script}: {part:?} in {text:?}");
            let mentions = says(&facts, "mentions", &text, &part);
            let written = escaped(&plain(&part));
            let as_words = match has_blanks {
                true => format!("(?:^|[\\W_]){written}(?:$|[\\W_])"),
                // No mark may follow, for it makes another letter of the last.
                false => format!("{written}(?:$|\\P{{M}})"),
            };
            assert_eq!(mentions, is_found(&as_words, true, &text), "{of}");
            let is_word = |c: Option<char>| c.is_some_and(|c| is_found("^\\w$", true, &c.to_string()));
            if has_blanks && is_word(plain(&part).chars().next()) && is_word(plain(&part).chars().next_back()) {
                assert_eq!(mentions, is_found(&format!("\\b{written}\\b"), true, &text), "{of}");
            }
            *(if mentions { &mut mentioned } else { &mut not }) += 1;
        }
    }
    assert!(mentioned > 3_000 && not > 1_500, "{mentioned} mentioned, {not} not");
}

#[test]
fn texts_that_are_typed_otherwise_read_alike() {
    let (facts, mut dice) = (facts(), Dice(20));
    for (script, letters, _) in SCRIPTS {
        let letters: Vec<char> = letters.chars().collect();
        for _ in 0..1_000 {
            let text = text(&mut dice, &letters);
            let part = sought(&mut dice, &text, &letters);
            let (other, other_part) = (respelt(&mut dice, &text), respelt(&mut dice, &part));
            assert_eq!(plain(&text), plain(&other), "{script}");
            for name in ["contains", "starts_with", "ends_with", "mentions"] {
                let (one, another) = (says(&facts, name, &text, &part), says(&facts, name, &other, &other_part));
                assert_eq!(one, another, "{script}: {name} of {part:?} in {text:?} and of {other_part:?} in {other:?}");
                let exact = says(&facts, &format!("{name}_exact"), &text, &part);
                match name {
                    "contains" => assert_eq!(exact, text.contains(&part)),
                    "starts_with" => assert_eq!(exact, text.starts_with(&part)),
                    "ends_with" => assert_eq!(exact, text.ends_with(&part)),
                    _ => assert!(!exact || text.contains(&part)),
                }
            }
            let pattern = format!("^{}", escaped(&plain(&part)));
            assert_eq!(
                is_found(&pattern, true, &text),
                is_found(&pattern, true, &other),
                "{script}: {pattern} in {text:?}"
            );
        }
    }
}

/// Every letter that folds to another is one with it in every way that a pattern can name it.
#[test]
fn case_of_patterns_is_that_of_folding() {
    let letters: Vec<char> = SCRIPTS.iter().flat_map(|(_, letters, _)| letters.chars()).collect();
    for c in letters.iter().flat_map(|c| c.to_uppercase().chain([*c])) {
        let written = c.to_string();
        let folded = fold(&written);
        for pattern in [written.clone(), format!("[{c}]"), format!("[{c}-{c}]"), format!("(?i:{c})"), format!("[^{c}]")]
        {
            let is_not = pattern.starts_with("[^");
            assert_eq!(is_found(&pattern, true, &folded), !is_not, "{pattern} in {folded}");
        }
        assert_eq!(is_found(&format!("^{c}$"), false, &folded), written == folded, "{c}");
        assert!(is_found(r"^[\p{L}\p{M}]$", true, &written) && is_found(r"^\w$", false, &written), "{c}");
    }
}

#[test]
fn desks_answer_as_their_functions_do() {
    let (facts, mut dice) = (facts(), Dice(21));
    let letters: Vec<Vec<char>> = SCRIPTS.iter().map(|(_, letters, _)| letters.chars().collect()).collect();
    let mut asked = vec![];
    for number in 0..220 {
        let letters = &letters[number % letters.len()];
        let text = text(&mut dice, letters);
        let part = sought(&mut dice, &text, letters);
        if !part.is_empty() {
            asked.push((["contains", "mentions", "starts_with", "ends_with", "contains_exact"][dice.below(5)], part));
        }
    }
    let written = |part: &str| format!("\"{}\"", part.replace('\n', "\\n").replace('\r', "\\r"));
    let rules = asked.iter().enumerate().map(|(number, (name, part))| {
        let part = written(part);
        format!("rule \"{number}\" {{ when {name}(ticket.subject, {part}) then {{ add_tag(\"x\"); }} }}\n")
    });
    let rules = format!("stage triage\n{}", rules.collect::<String>());
    let desk = Desk::compile(Pack::of("desk.rhai", &rules), Limits::SERVER).unwrap();
    let mut held = 0;
    for round in 0..300 {
        let text = text(&mut dice, &letters[round % letters.len()]);
        let expected: Vec<String> = (0..)
            .zip(&asked)
            .filter(|(_, (name, part))| says(&facts, name, &text, part))
            .map(|(number, _): (usize, _)| number.to_string())
            .collect();
        held += expected.len();
        let ticket = Ticket(Map::from_iter([("subject".into(), Value::text(&*text))]));
        let answer = desk.evaluate_telling(Request::new(ticket, Timestamp::from_second(0)), &Tell::All);
        let rules = answer.trace.iter().flat_map(|trace| &trace.stages).flat_map(|stage| &stage.rules);
        let fired = rules.filter(|rule| matches!(rule.verdict, Verdict::Fired { .. }));
        let fired: Vec<String> = fired.map(|rule| rule.rule.to_string()).collect();
        assert_eq!(fired, expected, "{text:?}");
    }
    assert!(held > 500, "{held}");
}

/// What people meet: the sentences of the guide.
#[test]
fn words_are_found_as_people_type_them() {
    let facts = facts();
    let mentions = |text, words| says(&facts, "mentions", text, words);
    assert!(mentions("Pumpe verliert \u{d6}l.", "öl") && !mentions("Kühlung", "lung"));
    assert!(mentions("the screen is dark", "screen") && mentions("it doesn\u{2019}t\n work", "doesn't work"));
    assert!(mentions("打印机坏了", "打印机") && mentions("この VPNが落ちた", "vpn"));
    assert!(!mentions("프린터가 고장", "프린터") && says(&facts, "contains", "프린터가 고장", "프린터"));
    assert!(says(&facts, "starts_with", "\u{201e}Eilt\u{201c} bitte", "\"eilt\""));
    assert!(
        !says(&facts, "contains", "re\u{301}sume\u{301}", "resume")
            && says(&facts, "contains", "re\u{301}sume\u{301}", "RÉSUMÉ")
    );
}
