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

/// How many pairs of letters are compared; words behind them are passed over.
const MOST_COMPARED: usize = 500_000;

/// Made once: whatever the known words come from.
fn nearest_of<'a>(word: &str, known: &mut dyn Iterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = word.chars().take(65).collect();
    if word.len() > 64 {
        return None;
    }
    let mut nearest: Option<(usize, &'a str)> = None;
    let mut compared = 0;
    for candidate in known {
        let length = candidate.chars().count();
        let most = (length / 3).max(1);
        if length.abs_diff(word.len()) > most {
            continue;
        }
        compared += length * word.len();
        if compared > MOST_COMPARED {
            break;
        }
        let found = distance_up_to(&word, candidate, most);
        let is_near = found > 0 && found < length && found <= most;
        if is_near && nearest.is_none_or(|nearest| (found, candidate) < nearest) {
            nearest = Some((found, candidate));
        }
    }
    nearest.map(|(_, candidate)| candidate)
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
    let a: Vec<char> = a.chars().collect();
    distance_up_to(&a, b, usize::MAX)
}

/// How far apart two words are; any number above `most` where that is more.
fn distance_up_to(a: &[char], b: &str, most: usize) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut before_last = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    let mut row = vec![0; b.len() + 1];
    for (i, &from) in a.iter().enumerate() {
        row[0] = i + 1;
        for (j, &to) in b.iter().enumerate() {
            let replaced = last[j] + usize::from(from != to);
            let mut best = replaced.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && from == b[j - 1] && a[i - 1] == to {
                best = best.min(before_last[j - 1] + 1);
            }
            row[j + 1] = best;
        }
        // Neighbours that are swapped reach back over one row.
        if row.iter().chain(&last).all(|distance| *distance > most) {
            return most + 1;
        }
        (before_last, last, row) = (last, row, before_last);
    }
    last[b.len()]
}
