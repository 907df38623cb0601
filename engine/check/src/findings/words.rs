//! Words that look misspelt: one stands in a single place, and another that is nearly the same stands elsewhere.

use tierline_model::{FieldType, SortedMap, Text, quoted, suggest};

use crate::{
    Finding,
    survey::Survey,
    vocabulary::{self, Word},
};

pub(super) fn look(survey: &Survey<'_>) -> Vec<Finding> {
    let mut found = vec![];
    for (field, words) in vocabulary::words(survey) {
        // What a field is declared to be one of, the compiler knows.
        if matches!(survey.desk.schema().field(&field).map(|field| &field.kind), Some(FieldType::OneOf(_))) {
            continue;
        }
        let mut times: SortedMap<&Text, usize> = SortedMap::new();
        words.iter().for_each(|word| *times.get_or_default(&word.text) += 1);
        let single: Vec<&Word> = words.iter().filter(|word| times.get(&word.text) == Some(&1)).collect();
        for word in single {
            let Some(place) = word.place.as_ref().filter(|place| survey.is_asked(place)) else { continue };
            let others =
                times.iter().filter(|(other, times)| ***other != word.text && **times > 1).map(|(other, _)| &***other);
            if let Some(meant) = suggest::nearest(&word.text, others).filter(|meant| is_slip(&word.text, meant))
                && found.len() < super::MOST
            {
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
        1 => true,
        _ => false,
    };
    !is_short && !is_plural && is_near && letters(word) != letters(meant) && word.get(..1) == meant.get(..1)
}

fn sorted(word: &str) -> Vec<char> {
    let mut letters: Vec<char> = word.chars().collect();
    letters.sort_unstable();
    letters
}
