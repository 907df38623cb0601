//! Writes the tables of letters below `engine/condition/src/letters`, from crates that know Unicode.

use std::{collections::BTreeMap, error::Error, fs};

use regex_syntax::{
    hir::{Class, HirKind},
    parse,
};
use unicode_normalization::char::{canonical_combining_class, compose, decompose_canonical};

const CATEGORIES: [&str; 29] = [
    "Cn", "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po",
    "Sm", "Sc", "Sk", "So", "Zs", "Zl", "Zp", "Cc", "Cf", "Co",
];
const SCRIPTS: [&str; 14] = [
    "Latin",
    "Greek",
    "Cyrillic",
    "Arabic",
    "Hebrew",
    "Devanagari",
    "Thai",
    "Han",
    "Hiragana",
    "Katakana",
    "Hangul",
    "Lao",
    "Khmer",
    "Myanmar",
];
/// Upper case at even numbers and lower case at odd ones, and the other way round.
const UPPER_AT_EVEN: u8 = 30;
const UPPER_AT_ODD: u8 = 31;
const PAGES: usize = 0xe02;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../engine/condition/src/letters");
    for (name, table) in [("categories", categories()?), ("scripts", scripts()?), ("marks", marks())] {
        write(folder, name, &table)?;
    }
    write(folder, "composed", &composed())
}

fn write(folder: &str, name: &str, table: &[u8]) -> Result<(), Box<dyn Error>> {
    println!("{name}: {} bytes", table.len());
    Ok(fs::write(format!("{folder}/{name}.bin"), table)?)
}

fn ranges(property: &str) -> Result<Vec<(u32, u32)>, Box<dyn Error>> {
    match parse(property)?.into_kind() {
        HirKind::Class(Class::Unicode(class)) => {
            Ok(class.iter().map(|range| (u32::from(range.start()), u32::from(range.end()))).collect())
        }
        HirKind::Literal(literal) => {
            let letter = std::str::from_utf8(&literal.0)?.chars().next().ok_or("no letter")?;
            Ok(vec![(u32::from(letter), u32::from(letter))])
        }
        _ => Err("no class".into()),
    }
}

/// The number of the block of each page of 256 characters; where each block begins among the bytes behind; and of each run of one
/// kind in a block one byte, with its length in the upper three bits, or where they are 0, in the byte that follows (0: 256).
fn categories() -> Result<Vec<u8>, Box<dyn Error>> {
    let mut all = vec![0u8; PAGES << 8];
    for (number, name) in CATEGORIES.iter().enumerate().skip(1) {
        for (first, last) in ranges(&format!(r"\p{{{name}}}"))? {
            let within = first as usize..=(last as usize).min(all.len() - 1);
            if (first as usize) < all.len() {
                all[within].fill(u8::try_from(number)?);
            }
        }
    }
    let (mut pages, mut blocks, mut starts, mut bytes) = (vec![], vec![], vec![], vec![]);
    for page in all.chunks(256) {
        let block = page_runs(page);
        let known = blocks.iter().position(|known| *known == block);
        pages.push(u8::try_from(known.unwrap_or(blocks.len()))?);
        if known.is_none() {
            starts.extend(u16::try_from(bytes.len())?.to_le_bytes());
            bytes.extend(block.iter().flat_map(|(length, what)| match length {
                1..=7 => vec![(*length as u8) << 5 | what],
                _ => vec![*what, *length as u8],
            }));
            blocks.push(block);
        }
    }
    println!("{} blocks", blocks.len());
    Ok([pages, starts, bytes].concat())
}

fn page_runs(page: &[u8]) -> Vec<(usize, u8)> {
    let (upper, lower) = (1, 2);
    let alternates = |from: usize| {
        let goes_on = |place: &usize| {
            page.get(*place) == Some(if (place - from).is_multiple_of(2) { &page[from] } else { &page[from + 1] })
        };
        (from..page.len()).take_while(goes_on).count()
    };
    let (mut runs, mut from) = (vec![], 0);
    while from < page.len() {
        let same = page[from..].iter().take_while(|what| **what == page[from]).count();
        let pair = [page.get(from), page.get(from + 1)];
        let is_pair = pair == [Some(&upper), Some(&lower)] || pair == [Some(&lower), Some(&upper)];
        let (length, what) = match is_pair.then(|| alternates(from)) {
            Some(length @ 3..) => {
                let begins_upper = page[from] == upper;
                (length, if begins_upper == (from % 2 == 0) { UPPER_AT_EVEN } else { UPPER_AT_ODD })
            }
            _ => (same, page[from]),
        };
        from += length;
        runs.push((length, what));
    }
    runs
}

/// First and last of each run, three bytes each, and the script, counted from 1.
fn scripts() -> Result<Vec<u8>, Box<dyn Error>> {
    let mut all = BTreeMap::new();
    for (number, name) in (1u8..).zip(SCRIPTS) {
        all.extend(ranges(&format!(r"\p{{{name}}}"))?.into_iter().map(|range| (range, number)));
    }
    let three = |number: u32| number.to_be_bytes().into_iter().skip(1);
    Ok(all.into_iter().flat_map(|((first, last), script)| three(first).chain(three(last)).chain([script])).collect())
}

fn characters() -> impl Iterator<Item = char> {
    // No jamo of Hangul, which are composed by a sum, and no ideographs that are there for the sake of other sets.
    (0x80..0x1_0000).filter_map(char::from_u32).filter(|c| !matches!(u32::from(*c), 0xac00..=0xd7a3 | 0xf900..=0xfaff))
}

/// The first of each run of marks of one class, how many follow, and the class.
fn marks() -> Vec<u8> {
    let mut runs: Vec<(u16, u8, u8)> = vec![];
    for c in characters() {
        let (number, class) = (u32::from(c) as u16, canonical_combining_class(c));
        match runs.last_mut() {
            _ if class == 0 => {}
            Some((first, more, of))
                if *of == class && first.wrapping_add(u16::from(*more)).wrapping_add(1) == number =>
            {
                *more += 1
            }
            _ => runs.push((number, 0, class)),
        }
    }
    runs.into_iter()
        .flat_map(|(first, more, class)| [first.to_be_bytes().to_vec(), vec![more, class]].concat())
        .collect()
}

/// A letter that is put together: its first part, the number of its second, and it.
type Composed = (u16, u8, u16);

/// How many second letters there are, and they; then how many composed letters there are, and column by column, in their order: the
/// letter, upper and lower byte; its first part, too; its second, as its number among the seconds, from 1 (0: there is none; 128 more:
/// it is not put together again).
fn composed() -> Vec<u8> {
    let (mut rows, mut seconds) = (vec![], vec![]);
    // Of several that are put together of the same, the first stands for them.
    let mut whole: BTreeMap<Vec<char>, char> = BTreeMap::new();
    for c in characters() {
        whole.entry(decomposed(c)).or_insert(c);
    }
    for c in characters() {
        let parts = parts(c, &whole);
        if let [first, rest @ ..] = &parts[..] {
            let second = rest.first().copied();
            seconds.extend(second);
            let again = second.is_some_and(|second| compose(*first, second) == Some(c));
            rows.push((*first, second, again, c));
        }
    }
    seconds.sort_unstable();
    seconds.dedup();
    let number =
        |second: Option<char>| second.and_then(|c| seconds.binary_search(&c).ok()).map_or(0, |place| place as u8 + 1);
    let mut rows: Vec<Composed> = rows
        .into_iter()
        .map(|(first, second, again, c)| {
            let number = number(second) + if again { 0 } else { 128 };
            (u32::from(first) as u16, number, u32::from(c) as u16)
        })
        .collect();
    rows.sort_unstable_by_key(|row| row.2);
    println!("{} seconds, {} composed", seconds.len(), rows.len());
    let mut table = vec![seconds.len() as u8];
    table.extend(seconds.iter().flat_map(|c| (u32::from(*c) as u16).to_be_bytes()));
    table.extend((rows.len() as u16).to_be_bytes());
    let columns: [fn(&Composed) -> u8; 5] =
        [|row| (row.2 >> 8) as u8, |row| row.2 as u8, |row| (row.0 >> 8) as u8, |row| row.0 as u8, |row| row.1];
    table.extend(columns.iter().flat_map(|column| rows.iter().map(column)));
    table
}

/// What a letter is put together of, one step down: one letter or two; nothing where it is none of those.
fn parts(c: char, whole: &BTreeMap<Vec<char>, char>) -> Vec<char> {
    let all = decomposed(c);
    match &all[..] {
        [one] if *one == c => vec![],
        [one] => vec![*one],
        [one, last] => vec![*one, *last],
        [before @ .., last] => whole.get(before).map_or_else(Vec::new, |first| vec![*first, *last]),
        [] => vec![],
    }
}

fn decomposed(c: char) -> Vec<char> {
    let mut all = vec![];
    decompose_canonical(c, |part| all.push(part));
    all
}
