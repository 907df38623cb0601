//! Searching, held to what is found where all is read whole.

use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization;

use super::*;
use crate::{fold, letters::plain_quote};

/// As it is defined: both are read whole, and every place is looked at.
struct Slow(String, fn(&str) -> String);

/// A text as it is meant, put together by others.
fn meant(text: &str) -> String {
    let mut made = String::new();
    for c in text.nfc().map(plain_quote) {
        match c.is_whitespace() {
            false => made.push(c),
            true if made.ends_with(' ') => {}
            true => made.push(' '),
        }
    }
    fold(&made)
}

impl Slow {
    fn mentions(&self, words: &str) -> bool {
        let (text, words) = (&*self.0, (self.1)(words));
        let is_of_word = |c: char| c != '_' && WORD.is_match(c.encode_utf8(&mut [0; 4]));
        let has_no_blanks = |c: char| WITHOUT_BLANKS.is_match(c.encode_utf8(&mut [0; 4]));
        let is_mark = |c: char| MARK.is_match(c.encode_utf8(&mut [0; 4]));
        let beside = |c: Option<char>, edge: Option<char>| {
            c.is_none_or(|c| !is_of_word(c) || has_no_blanks(c) || edge.is_some_and(has_no_blanks))
        };
        let stands_at = |(start, _): (usize, char)| {
            let Some(after) = text[start..].strip_prefix(&*words) else { return false };
            let after = after.chars().next();
            beside(text[..start].chars().next_back(), words.chars().next())
                && beside(after, words.chars().next_back())
                && !after.is_some_and(is_mark)
        };
        !words.is_empty() && text.char_indices().any(stands_at)
    }
}

static WORD: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\w").unwrap());
static MARK: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\pM").unwrap());
static WITHOUT_BLANKS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[\p{Thai}\p{Han}\p{Hiragana}\p{Katakana}\p{Lao}\p{Khmer}\p{Myanmar}\x{30fc}\x{ff70}]").unwrap()
});

fn hold(text: &str, part: &str) {
    for (case, read) in [(Case::Folded, meant as fn(&str) -> String), (Case::Exact, str::to_owned)] {
        let (slow, searched) = (Slow(read(text), read), Searched::new(text, case));
        let of = || format!("{part:?} in {text:?}, {case:?}");
        assert_eq!(searched.has(part), slow.0.contains(&read(part)), "{}", of());
        assert_eq!(searched.starts_with(part), slow.0.starts_with(&read(part)), "{}", of());
        assert_eq!(searched.ends_with(part), slow.0.ends_with(&read(part)), "{}", of());
        assert_eq!(searched.mentions(part), slow.mentions(part), "{}", of());
    }
    assert_eq!(plain(text), meant(text));
}

/// Letters that make trouble: such as fold to ASCII, to longer and to shorter ones, letters of several bytes, and blanks.
const LETTERS: [&str; 14] = [
    "ab ",
    "kKs\u{17f}\u{212a} ",
    "aAäÄ-",
    "\u{23a}\u{2c65}ıİßẞ ",
    "σΣςa1 ",
    "\u{1e900}\u{1e922}\u{10400}\u{345}ι\u{301}. ",
    "ab \t\r\n\u{a0}\u{2003}",
    "aeE\u{301}\u{308}\u{323}éë '\u{2019}\"\u{201e}«",
    "בּשׁ\u{5e9}\u{5d1}\u{5bc}\u{5c1} a",
    "कखि\u{94d}\u{93c}\u{958} ",
    "กาเี่ a打印 1",
    "カハ\u{3099}ガーかが VPN",
    "가각\u{1100}\u{1161}\u{11a8} ",
    "ابـى\u{64b}\u{651}\u{200c}\u{654}ئ _",
];

/// What no letter is put together of here: what nobody types.
fn is_left_out(c: char) -> bool {
    let is_beyond = c > '\u{ffff}' && (MARK.is_match(c.encode_utf8(&mut [0; 4])) || c > '\u{1d000}');
    is_beyond || ('\u{f900}'..'\u{fb00}').contains(&c)
}

#[test]
fn it_finds_what_is_found_where_all_is_folded() {
    let mut dice = crate::dice::dice(7);
    for round in 0..60_000 {
        let letters: Vec<char> = match round % 16 {
            14 => LETTERS.concat().chars().collect(),
            15 => (0..4)
                .filter_map(|_| char::from_u32(dice(0x1_f000) as u32))
                .filter(|c| !is_left_out(*c))
                .chain(['a', ' '])
                .collect(),
            set => LETTERS[set].chars().collect(),
        };
        let mut text = |most| (0..dice(most)).map(|_| letters[dice(letters.len())]).collect::<String>();
        let (text, made) = (text(40), text(5));
        hold(&text, &made);
        // A part of the text, in another case.
        let inside: Vec<char> = text.chars().skip(dice(20)).take(dice(36)).collect();
        let inside: String =
            if dice(2) == 0 { inside.iter().collect() } else { inside.iter().flat_map(|c| c.to_uppercase()).collect() };
        hold(&text, &inside);
    }
}

#[test]
fn words_are_whole() {
    let mentions = |text, words| Searched::new(text, Case::Folded).mentions(words);
    assert!(mentions("the vpn is down.", "DOWN"));
    assert!(mentions("down", "down"));
    assert!(!mentions("download fails", "down"));
    assert!(mentions("shutdown, then down!", "down"));
    assert!(mentions("drucker geht nicht", "geht nicht"));
    assert!(!mentions("größe", "gr"));
    assert!(!mentions("cafe\u{301}", "cafe") && mentions("cafe\u{301}", "CAFÉ"));
    assert!(!mentions("x\u{301}y", "x") && mentions("a_b", "a") && !mentions("m2", "m"));
    assert!(
        mentions("打印机坏了", "打印机") && mentions("我的VPN坏了", "vpn") && mentions("プリンターが", "プリンター")
    );
    assert!(!mentions("นี่", "น") && mentions("เครื่องพิมพ์เสีย", "เครื่องพิมพ์") && !mentions("프린터가", "프린터"));
    assert!(!mentions("anything", ""));
    assert!(mentions("nono no no", "no no"));
    assert!(mentions("xno no no", "no no"));
}

#[test]
fn ends_are_read_as_they_are_meant() {
    let text = |text| Searched::new(text, Case::Folded);
    assert!(text("Re:\u{a0}\t \u{2003}Bu\u{308}ro").starts_with("re: bü") && !text("Bu\u{308}ro").starts_with("bu"));
    assert!(text("im Bu\u{308}ro\r\n").ends_with("büro ") && text("won\u{2019}t").ends_with("WON't"));
    assert!(!text("\u{301}").starts_with("") || text("\u{301}").has(""));
    assert!(text("").starts_with("") && text("é").ends_with("") && !text("").ends_with("x"));
    let far = format!("a{}b", " ".repeat(200));
    assert!(text(&far).starts_with("a b") && text(&far).ends_with("A B"));
}

#[test]
fn what_repeats_is_gone_through_once() {
    let text = "a ".repeat(200_000) + "a";
    let words = "a ".repeat(100_000);
    assert!(!Searched::new(&text, Case::Folded).mentions(&words));
    assert!(!Searched::new(&text.replace('a', "ä"), Case::Folded).mentions(&words.replace('a', "Ä")));
}
