//! Reading, without trust.

use super::Keep;

/// How deep things in things may go.
const DEEPEST: u32 = 128;

/// What these bytes keep, down to the last of them.
///
/// # Errors
///
/// What is wrong with them.
pub fn read<T: Keep>(bytes: &[u8]) -> Result<T, String> {
    let mut reader = Reader { rest: bytes, depth: 0, wrong: None };
    let read = T::read(&mut reader);
    if !reader.rest.is_empty() {
        reader.refuse("something follows its end");
    }
    reader.wrong.map_or(Ok(read), Err)
}

/// Bytes that are being read.
#[derive(Debug)]
pub struct Reader<'a> {
    rest: &'a [u8],
    depth: u32,
    wrong: Option<String>,
}

impl<'a> Reader<'a> {
    /// Notes what is wrong, unless something was before. There is nothing left to read then.
    pub fn refuse(&mut self, why: impl Into<String>) {
        if self.wrong.is_none() {
            self.wrong = Some(why.into());
        }
        self.rest = &[];
    }

    /// Notes that there is no variant of that number.
    pub fn refuse_variant(&mut self, number: u8) {
        self.refuse(format!("it names the variant {number} of what has fewer"));
    }

    /// Whether the next byte is this one, which is passed over then.
    pub fn takes(&mut self, byte: u8) -> bool {
        let rest = self.rest.strip_prefix(&[byte]);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// The next byte.
    pub fn byte(&mut self) -> u8 {
        match self.rest.split_first() {
            Some((byte, rest)) => {
                self.rest = rest;
                *byte
            }
            None => {
                self.refuse("it ends where more should follow");
                0
            }
        }
    }

    /// The next number.
    pub fn number(&mut self) -> u64 {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte();
            let bits = u64::from(byte & 0x7f);
            number |= bits << shift;
            if byte < 0x80 {
                let is_plain = bits << shift >> shift == bits && (bits != 0 || shift == 0);
                if !is_plain {
                    self.refuse("a number is not written as numbers are");
                }
                return number;
            }
        }
        self.refuse("a number is too long");
        0
    }

    /// The next number, where it must be small enough for `T`.
    pub fn small<T: TryFrom<u64> + Default>(&mut self) -> T {
        T::try_from(self.number()).unwrap_or_else(|_| {
            self.refuse("a number is too large");
            T::default()
        })
    }

    /// How many things follow: each takes a byte at least.
    pub fn length(&mut self) -> usize {
        let length = self.small();
        if length > self.rest.len() {
            self.refuse("it ends where more should follow");
            return 0;
        }
        length
    }

    /// The next text.
    pub fn text(&mut self) -> &'a str {
        let length = self.length();
        let (text, rest) = self.rest.split_at_checked(length).unwrap_or_default();
        self.rest = rest;
        str::from_utf8(text).unwrap_or_else(|_| {
            self.refuse("a text is not UTF-8");
            ""
        })
    }

    /// The next things.
    pub fn list<T: Keep>(&mut self) -> Vec<T> {
        let length = self.length();
        // Things may take more room than their bytes: no more of it is made at once than there are bytes.
        let at_once = self.rest.len() / size_of::<T>().max(1);
        let mut list = Vec::with_capacity(length.min(at_once));
        for _ in 0..length {
            list.push(T::read(self));
            if self.wrong.is_some() {
                break;
            }
        }
        list
    }

    /// Reads something that may hold more of its kind.
    pub(super) fn deeper<T>(&mut self, read: fn(&mut Reader<'a>) -> T) -> T {
        if self.depth == DEEPEST {
            self.refuse("it is nested too deep");
        }
        self.depth += 1;
        let read = read(self);
        self.depth -= 1;
        read
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Value, kept::keep};

    fn why<T: Keep>(bytes: &[u8]) -> String {
        read::<T>(bytes).err().unwrap_or_default()
    }

    #[test]
    fn numbers_have_one_form() {
        for number in [0, 1, 127, 128, 300, u64::from(u32::MAX), u64::MAX] {
            assert_eq!(read(&keep(&number)), Ok(number));
        }
        for number in [0, -1, 1, i64::MIN, i64::MAX] {
            assert_eq!(read(&keep(&number)), Ok(number));
        }
        assert_eq!(keep(&-1i64), [1]);
        assert_eq!(keep(&300u64), [0xac, 2]);
        assert_eq!(why::<u64>(&[0x80, 0]), "a number is not written as numbers are");
        assert_eq!(
            why::<u64>(&[0xff; 9].into_iter().chain([2]).collect::<Vec<_>>()),
            "a number is not written as numbers are"
        );
        assert_eq!(why::<u64>(&[0xff; 11]), "a number is too long");
        assert_eq!(why::<u32>(&keep(&u64::MAX)), "a number is too large");
    }

    #[test]
    fn what_is_wrong_is_said() {
        assert_eq!(why::<bool>(&[2]), "it names the variant 2 of what has fewer");
        assert_eq!(why::<bool>(&[1, 0]), "something follows its end");
        assert_eq!(why::<String>(&[2, 0xff, 0xfe]), "a text is not UTF-8");
        assert_eq!(why::<Vec<u64>>(&[255, 255, 3, 1]), "it ends where more should follow");
        assert_eq!(why::<Value>(&[6, 1].repeat(100_000)), "it is nested too deep");
    }
}
