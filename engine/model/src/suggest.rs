//! "Did you mean".

/// The known word nearest to `word`, if one is near enough to be meant.
///
/// Nearness counts insertions, deletions, replacements and swaps of neighbours; a third of the word may be wrong.
/// Among equally near words the first in alphabetical order is taken.
///
/// ```
/// use tierline_model::suggest::nearest;
/// assert_eq!(nearest("netwrok-l2", ["network-l1", "network-l2"]), Some("network-l2"));
/// assert_eq!(nearest("xyz", ["network"]), None);
/// ```
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest_of(word, &mut known.into_iter())
}

/// Made once: whatever the known words come from.
fn nearest_of<'a>(word: &str, known: &mut dyn Iterator<Item = &'a str>) -> Option<&'a str> {
    if word.chars().count() > 64 {
        return None;
    }
    let length = word.chars().count();
    let mut best: Option<(usize, &str)> = None;
    for candidate in known {
        let letters = candidate.chars().count();
        let most = (letters / 3).max(1).min(best.map_or(usize::MAX, |(distance, _)| distance));
        // What is longer or shorter by more than that is further away.
        if letters.abs_diff(length) > most {
            continue;
        }
        let near = (distance(word, candidate), candidate);
        if near.0 > 0 && near.0 < letters && near.0 <= most && best.is_none_or(|best| near < best) {
            best = Some(near);
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// `did you mean …?` for the nearest known word, quoted by `quote` on both sides.
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>, quote: &str) -> Option<String> {
    hint(nearest(word, known), quote)
}

fn hint(meant: Option<&str>, quote: &str) -> Option<String> {
    meant.map(|meant| format!("did you mean {quote}{meant}{quote}?"))
}

/// The same to stand behind a message: `; did you mean …?`, or nothing.
pub fn behind<'a>(word: &str, known: impl IntoIterator<Item = &'a str>, quote: &str) -> String {
    hint(nearest(word, known), quote).map(|hint| format!("; {hint}")).unwrap_or_default()
}

/// How many letters must be added, taken away, replaced or swapped with their neighbour to make one word of another.
pub fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before_last = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, &from) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, &to) in b.iter().enumerate() {
            let replaced = last[j] + usize::from(from != to);
            let mut best = replaced.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && from == b[j - 1] && a[i - 1] == to {
                best = best.min(before_last[j - 1] + 1);
            }
            row.push(best);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}
