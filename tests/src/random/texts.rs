//! Texts in many scripts.

use super::Dice;

/// Words that tickets and rules share, so that they often meet.
const USUAL: [&str; 10] =
    ["network", "NETWORK", "Netz Ärger", "STRASSE", "P2", "a", "networked", "日本 down", "x", "L1"];

/// What trips those who think of ASCII.
const ODD: [&str; 64] = [
    "",
    " ",
    "ärger",
    "A\u{308}RGER",
    "a\u{308}rger",
    "straße",
    "STRAẞE",
    "strasse",
    "e\u{301}te\u{301}",
    "été",
    "\u{301}",
    "Å",
    "\u{212b}",
    "\u{212a}elvin",
    "kelvin",
    "ﬁle",
    "file",
    "ŉ",
    "ǅ",
    "ΣΊΣΥΦΟΣ",
    "σίσυφος",
    "σίσυφοσ",
    "ᾳ ᾼ",
    "ПРИВЕТ",
    "привет, сеть",
    "网络故障",
    "網絡",
    "日本",
    "شبكة معطلة",
    "رقم ٣",
    "שלום",
    "नमस्ते",
    "İstanbul",
    "ıstanbul",
    "ISTANBUL",
    "istanbul",
    "👩\u{200d}👩\u{200d}👧",
    "🖨️ kaputt",
    "🖨",
    "🇩🇪",
    "Ꮳ",
    "ꮳ",
    "ſ",
    "\u{a0}vpn\u{a0}",
    "vpn\u{200b}",
    "\u{feff}a",
    "\u{2028}",
    "a\tb",
    "a\nb",
    "\r\n",
    "\"quoted\"",
    "back\\slash",
    "${ticket.id}",
    "`",
    "{a}",
    "()",
    "true",
    "3",
    "3.0",
    "-0",
    "P1",
    "P6",
    "down",
    "net down!",
];

/// A text: most often one of the words that rules and tickets share.
pub fn text(dice: &mut Dice) -> &'static str {
    if dice.once_in(3) { dice.pick(&ODD) } else { dice.pick(&USUAL) }
}

/// A text as it stands in a rule.
pub fn literal(text: &str) -> String {
    let mut literal = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => literal.push_str("\\\""),
            '\\' => literal.push_str("\\\\"),
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\t' => literal.push_str("\\t"),
            c => literal.push(c),
        }
    }
    literal + "\""
}

/// A text, written out in a rule.
pub fn written(dice: &mut Dice) -> String {
    literal(text(dice))
}

/// Part of a text, written out in a rule; it may be none of it.
pub fn written_part(dice: &mut Dice) -> String {
    let whole: Vec<char> = text(dice).chars().collect();
    let from = dice.below(whole.len() + 1);
    let to = from + dice.below(whole.len() - from + 1);
    literal(&whole[from..to].iter().collect::<String>())
}

/// Regular expressions, written out in a rule.
pub const PATTERNS: [&str; 16] = [
    "\"net\"",
    "\"^NETWORK$\"",
    "\"ärger|down\"",
    "\"[0-9]+\"",
    "\"\\\\bnet\\\\b\"",
    "\"stra(ß|ss)e\"",
    "\"^.?$\"",
    "\"[а-я]+\"",
    "\"\"",
    "\"İ\"",
    "\"(?s)a.b\"",
    "\"\\\\D\"",
    "\"a b|日本 d\"",
    "\"^\\\\w+$\"",
    "\"\\\\p{Greek}\\\\p{Ll}*\\\\b\"",
    "\"e\u{301}t\"",
];

/// Those that say something else than they seem to: slashes, a word in brackets, an escape that the text takes, one that it leaves.
pub const ODD_PATTERNS: [&str; 4] = ["\"/net/i\"", "\"[NETWORK]\"", "\"\\u005bnet\\u005d\"", "\"net\\\\\\\\d+\""];

/// A regular expression, written out in a rule.
pub fn written_pattern(dice: &mut Dice) -> &'static str {
    let all = PATTERNS.len() + ODD_PATTERNS.len();
    let number = dice.below(all);
    PATTERNS.iter().chain(&ODD_PATTERNS).nth(number).copied().unwrap_or("\"\"")
}
