//! Words that look misspelt: one stands in a single place, and another that is nearly the same stands elsewhere.

use tierline_model::{FieldType, SortedMap, SortedSet, Text, quoted, suggest};

use crate::{Finding, reason::Mark, survey::Survey, vocabulary, work::Work};

pub(super) fn look(survey: &Survey<'_>) -> Vec<Finding> {
    let mut found = vec![];
    for (field, words) in vocabulary::words(survey) {
        // What a field is declared to be one of, the compiler knows.
        if matches!(survey.desk.schema().field(&field).map(|field| &field.kind), Some(FieldType::OneOf(_))) {
            continue;
        }
        let mut times: SortedMap<&Text, usize> = SortedMap::new();
        words.iter().for_each(|word| *times.get_or_default(&word.text) += 1);
        let others = Others::of(times.iter().filter(|(_, times)| **times > 1).map(|(word, _)| &***word).collect());
        survey.work.charge(others.by_mark.len() as u64);
        let single = words.iter().filter(|word| times.get(&word.text) == Some(&1));
        for word in single {
            let Some(place) = word.place.as_ref().filter(|place| survey.is_asked(place)) else { continue };
            if found.len() == super::MOST || !survey.turns_to(&word.text, place) {
                return found;
            }
            if let Some(meant) = others.meant(&word.text, &survey.work) {
                let does = if word.is_written { "sets" } else { "asks for" };
                let message =
                    format!("this {does} {} in `{field}`, a word that stands nowhere else", quoted(&word.text));
                let help = format!("did you mean {meant}?", meant = quoted(meant));
                found.push(survey.finding(place, "odd-word", message, help));
            }
        }
    }
    found
}

/// Words that stand in several places, to be found by words that are nearly the same.
struct Others<'a> {
    words: Vec<&'a str>,
    /// The mark of each word without one of its letters, of its whole and of its letters in order, and which word it is.
    by_mark: Vec<(u64, usize)>,
    /// The words by what they look like.
    by_look: SortedMap<String, &'a str>,
}

/// A word without what is easily overlooked: capitals, blanks and dashes.
fn look_of(word: &str) -> String {
    word.chars()
        .filter(|letter| !letter.is_whitespace() && !"-_".contains(*letter))
        .flat_map(char::to_lowercase)
        .collect()
}

impl<'a> Others<'a> {
    fn of(words: Vec<&'a str>) -> Others<'a> {
        let by_look = words.iter().map(|word| (look_of(word), *word)).collect();
        let marks =
            words.iter().enumerate().flat_map(|(number, word)| marks(word).into_iter().map(move |mark| (mark, number)));
        let mut by_mark: Vec<(u64, usize)> = marks.collect();
        by_mark.sort_unstable();
        Others { words, by_mark, by_look }
    }

    /// The word that was meant, where another one looks like a slip of the pen for it: of all words it is the nearest.
    fn meant(&self, word: &str, work: &Work) -> Option<&'a str> {
        let near: SortedSet<usize> = marks(word).into_iter().flat_map(|mark| self.marked(mark)).collect();
        work.charge(1 + near.len() as u64);
        if let Some(twin) = self.twin(word) {
            return Some(twin);
        }
        if !near.iter().any(|near| is_slip(word, self.words[*near])) {
            return None;
        }
        // What differs in one letter is found by its mark; nothing that is further away is nearer.
        let nearest = suggest::nearest(word, near.iter().map(|near| self.words[*near]))?;
        let nearest = match suggest::distance(word, nearest) {
            1 => nearest,
            _ => {
                work.charge(3 * self.words.len() as u64);
                suggest::nearest(word, self.words.iter().copied())?
            }
        };
        is_slip(word, nearest).then_some(nearest)
    }

    /// The word that differs in capitals, blanks and dashes only.
    fn twin(&self, word: &str) -> Option<&'a str> {
        self.by_look.get(&look_of(word)).copied().filter(|twin| *twin != word)
    }

    fn marked(&self, mark: u64) -> impl Iterator<Item = usize> {
        let first = self.by_mark.partition_point(|(known, _)| *known < mark);
        self.by_mark[first..].iter().take_while(move |(known, _)| *known == mark).map(|(_, number)| *number)
    }
}

/// Marks of which two words share one where they differ in a letter, or by two letters that are swapped.
fn marks(word: &str) -> SortedSet<u64> {
    const LONGEST: usize = 64;
    let letters: Vec<char> = word.chars().collect();
    if letters.len() > LONGEST {
        return SortedSet::new();
    }
    let marked = |letters: &mut dyn Iterator<Item = char>| {
        let mut mark = Mark::default();
        letters.for_each(|letter| mark.add(letter as usize));
        mark
    };
    let without = |left_out: usize| {
        let mut rest = letters.iter().enumerate().filter(|(at, _)| *at != left_out).map(|(_, letter)| *letter);
        marked(&mut rest).told()
    };
    let mut swapped = marked(&mut sorted(word).into_iter());
    swapped.add_text("in any order");
    (0..=letters.len()).map(without).chain([swapped.told()]).collect()
}

/// Whether one of two words may be a slip of the pen for the other: letters differ, not numbers, and it is no plural.
fn is_slip(word: &str, meant: &str) -> bool {
    const SHORTEST: usize = 5;
    let is_short = word.chars().count().min(meant.chars().count()) < SHORTEST;
    let letters = |text: &str| text.chars().filter(|letter| !letter.is_ascii_digit()).collect::<String>();
    let is_plural = word.trim_end_matches('s') == meant.trim_end_matches('s');
    let lengths = (word.chars().count(), meant.chars().count());
    let differ = word.chars().zip(meant.chars()).filter(|(one, another)| one != another).count();
    // One letter is another, two are swapped, or one is too many or missing.
    let is_near = match lengths.0.abs_diff(lengths.1) {
        0 => differ <= 2 && sorted(word) == sorted(meant) || differ == 1,
        1 => suggest::distance(word, meant) == 1,
        _ => false,
    };
    !is_short && !is_plural && is_near && letters(word) != letters(meant) && word.get(..1) == meant.get(..1)
}

fn sorted(word: &str) -> Vec<char> {
    let mut letters: Vec<char> = word.chars().collect();
    letters.sort_unstable();
    letters
}
