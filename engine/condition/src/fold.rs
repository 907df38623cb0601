//! Case folding.

/// `text` with simple Unicode case folding: every character becomes the one that stands for it and its case variants.
///
/// Source: Unicode `CaseFolding.txt`, statuses C and S. It keeps the number of characters, so `ß` stays `ß`.
///
/// ```
/// assert_eq!(tierline_condition::fold("ÄRGER Σίσυφος"), "ärger σίσυφοσ");
/// ```
pub fn fold(text: &str) -> String {
    text.chars().map(fold_char).collect()
}

pub(crate) fn fold_char(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    unicode_case_mapping::case_folded(c).and_then(|folded| char::from_u32(folded.get())).unwrap_or(c)
}
