//! Bytes with a few changes.

use crate::random::Dice;

/// Bytes that a change may lead to at most.
const MOST: usize = 64 * 1024;

/// One of the seeds with one to five changes: bits turned, pieces cut out, doubled, moved or taken from another seed, words put in.
pub fn changed(seeds: &[Vec<u8>], words: &[&str], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = seeds[dice.below(seeds.len())].clone();
    for _ in 0..=dice.below(5) {
        change(&mut bytes, seeds, words, dice);
    }
    bytes.truncate(MOST);
    bytes
}

fn change(bytes: &mut Vec<u8>, seeds: &[Vec<u8>], words: &[&str], dice: &mut Dice) {
    let at = dice.below(bytes.len() + 1);
    match dice.below(9) {
        0 if at < bytes.len() => bytes[at] ^= 1 << dice.below(8),
        1 if at < bytes.len() => bytes[at] = [0, 9, 10, 32, 34, 0x7f, 0x80, 0xff][dice.below(8)],
        2 => {
            let piece = piece(bytes, dice);
            drop(bytes.splice(at..at, piece.clone().into_iter().cycle().take(piece.len() * dice.below(20))));
        }
        3 => drop(bytes.drain(at..(at + dice.below(60)).min(bytes.len()))),
        4 => bytes.truncate(at),
        5 => {
            let piece = piece(&seeds[dice.below(seeds.len())], dice);
            drop(bytes.splice(at..at, piece));
        }
        6 => {
            let number = dice.roll() >> dice.below(64);
            drop(bytes.splice(at..at, number.to_string().into_bytes()));
        }
        _ => {
            let word = dice.pick(words).as_bytes().to_vec();
            drop(bytes.splice(at..at, word));
        }
    }
}

/// A piece of some bytes; a line or a few of them, often.
fn piece(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let from = dice.below(bytes.len() + 1);
    let most = if dice.once_in(2) { 20 } else { 400 };
    bytes[from..(from + dice.below(most)).min(bytes.len())].to_vec()
}
