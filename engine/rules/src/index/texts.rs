//! Parts of texts: whether a text has a part, without reading the text for most that it has not.

use memchr::memmem::Finder;

/// Bits of a hash of three bytes.
const BITS: u32 = 10;
pub(super) const HASHES: usize = 1 << BITS;

/// A set of hashes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hashes([u64; HASHES / 64]);

impl Default for Hashes {
    fn default() -> Hashes {
        Hashes([0; HASHES / 64])
    }
}

impl Hashes {
    /// The hashes of all three bytes in a row.
    pub(super) fn of(text: &str) -> Hashes {
        let mut hashes = Hashes::default();
        text.as_bytes().windows(3).for_each(|window| hashes.add(hash(window)));
        hashes
    }

    pub(super) fn add(&mut self, hash: u16) {
        self.0[usize::from(hash >> 6)] |= 1 << (hash & 63);
    }

    pub(super) fn has(&self, hash: u16) -> bool {
        self.0[usize::from(hash >> 6)] >> (hash & 63) & 1 == 1
    }

    /// Those that are in both.
    pub(super) fn common<'a>(&'a self, other: &'a Hashes) -> impl Iterator<Item = u16> + 'a {
        (0u16..).zip(self.0.iter().zip(&other.0)).flat_map(|(word, (a, b))| {
            let mut left = a & b;
            std::iter::from_fn(move || {
                let bit = u16::try_from(left.trailing_zeros()).ok().filter(|bit| *bit < 64)?;
                left &= left - 1;
                Some(word * 64 + bit)
            })
        })
    }
}

fn hash(three: &[u8]) -> u16 {
    let number = three.iter().fold(0u32, |number, byte| number << 8 | u32::from(*byte));
    u16::try_from(number.wrapping_mul(0x9E37_79B1) >> (32 - BITS)).unwrap_or_default()
}

/// A part that a rule asks a text for.
#[derive(Clone, Debug)]
pub(super) struct Part {
    find: Finder<'static>,
    /// The hashes of its first and last three bytes, where it has as many.
    ends: Option<[u16; 2]>,
}

impl Part {
    pub(super) fn new(part: &str) -> Part {
        let bytes = part.as_bytes();
        let ends = bytes.first_chunk::<3>().zip(bytes.last_chunk::<3>());
        Part { find: Finder::new(bytes).into_owned(), ends: ends.map(|(first, last)| [hash(first), hash(last)]) }
    }

    /// A hash that every text has that has the part; none where the part is too short.
    pub(super) fn key(&self) -> Option<u16> {
        self.ends.map(|[first, _]| first)
    }

    /// Whether a text with these hashes can have it.
    pub(super) fn may_be_in(&self, hashes: &Hashes) -> bool {
        self.ends.is_none_or(|ends| ends.into_iter().all(|end| hashes.has(end)))
    }

    pub(super) fn is_in(&self, text: &str) -> bool {
        self.find.find(text.as_bytes()).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_found_where_it_stands() {
        let texts = ["", "vp", "vpn", "the vpn is down", "größer", "vpvpn", "np vnv p n"];
        for part in ["v", "vp", "vpn", "vpn is", "öß", "is down"] {
            for text in texts {
                let (part_of, hashes) = (Part::new(part), Hashes::of(text));
                let found = part_of.may_be_in(&hashes) && part_of.is_in(text);
                assert_eq!(found, text.contains(part), "{part:?} in {text:?}");
            }
        }
    }

    #[test]
    fn common_hashes_are_in_both() {
        let (a, b) = (Hashes::of("password reset"), Hashes::of("reset my password"));
        let common: Vec<u16> = a.common(&b).collect();
        let expected: Vec<u16> = (0..1024).filter(|hash| a.has(*hash) && b.has(*hash)).collect();
        assert_eq!(common, expected);
        assert!(common.len() >= 9);
    }
}
