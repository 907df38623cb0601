//! What differs between two texts, line by line, in short.

use crate::report::printable;

/// Lines that are shown before the rest is only counted.
const MOST_SHOWN: usize = 24;
/// How far a line is looked for that both have.
const FAR: usize = 40;

/// The lines that differ, each place with its line: `@ 12`, `- old`, `+ new`.
pub fn line_diff(before: &str, after: &str) -> String {
    let (before, after): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let mut lines = vec![];
    let (mut old, mut new) = (0, 0);
    while old < before.len() || new < after.len() {
        if before.get(old) == after.get(new) {
            (old, new) = (old + 1, new + 1);
            continue;
        }
        let (gone, come) = apart(&before[old..], &after[new..]);
        lines.push(format!("@ {}", old + 1));
        lines.extend(before[old..old + gone].iter().map(|line| format!("- {}", printable(line))));
        lines.extend(after[new..new + come].iter().map(|line| format!("+ {}", printable(line))));
        (old, new) = (old + gone, new + come);
    }
    let more = lines.len().saturating_sub(MOST_SHOWN);
    // Line ends and the end of the last line are no lines.
    let nothing = lines.is_empty().then(|| "@ line ends".to_owned());
    lines.truncate(MOST_SHOWN);
    lines.extend(nothing.into_iter().chain((more > 0).then(|| format!("... and {more} more lines"))));
    lines.iter().map(|line| format!("{}\n", line.trim_end())).collect()
}

/// How many lines of each come before the nearest that both have.
fn apart(before: &[&str], after: &[&str]) -> (usize, usize) {
    let is_shared = |gone: usize, come: usize| {
        let line = before.get(gone).filter(|line| !line.trim().is_empty());
        line.is_some() && line == after.get(come)
    };
    let pairs = (1..2 * FAR).flat_map(|far| (0..=far).map(move |gone| (gone, far - gone)));
    let nearest = pairs.into_iter().find(|&(gone, come)| gone.max(come) <= FAR && is_shared(gone, come));
    nearest.unwrap_or((before.len().min(FAR), after.len().min(FAR)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_shown() {
        let (before, after) = ("a\nb\nc\nd\ne\n", "a\nB\nc\nd\nx\ny\ne\n");
        assert_eq!(line_diff(before, after), "@ 2\n- b\n+ B\n@ 5\n+ x\n+ y\n");
        assert_eq!(line_diff("a\n\n\nb", "a\n\nb\n"), "@ 3\n-\n");
        assert_eq!(line_diff("a\r\n", "a\n"), "@ line ends\n");
    }

    #[test]
    fn much_is_cut_short() {
        let before: String = (0..100).map(|line| format!("{line}\n")).collect();
        let shown = line_diff(&before, &before.replace('\n', "x\n"));
        assert_eq!(shown.lines().count(), MOST_SHOWN + 1);
        assert_eq!(shown.lines().last(), Some("... and 179 more lines"));
    }
}
