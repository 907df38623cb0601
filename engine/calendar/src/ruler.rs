//! Finding a number's place among many in a few steps.

/// Marks on a rising row of numbers: how many of them stand before each whole multiple of a width. A place is then sought
/// between two marks only, among a handful of numbers, however long the row is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ruler {
    /// The width is 2 to the power of this.
    shift: u32,
    marks: Box<[u32]>,
}

/// Numbers between two marks, more or less.
const APART: usize = 4;

/// Numbers that are looked at one by one at most.
const HANDFUL: usize = 8;

impl Ruler {
    pub(crate) fn new(row: &[u32]) -> Ruler {
        let last = row.last().copied().unwrap_or_default();
        let wanted = u32::try_from(row.len() / APART).unwrap_or(u32::MAX).max(1);
        let shift = (last / wanted).max(1).ilog2();
        let multiples = (0..=(last >> shift) + 1).map(|multiple| u64::from(multiple) << shift);
        let before =
            |end: u64| u32::try_from(row.partition_point(|&number| u64::from(number) < end)).unwrap_or(u32::MAX);
        Ruler { shift, marks: multiples.map(before).collect() }
    }

    /// How many of the row are at most `number`.
    pub(crate) fn at_most(&self, row: &[u32], number: i64) -> usize {
        let Ok(number) = u32::try_from(number) else { return if number < 0 { 0 } else { row.len() } };
        let left = (number >> self.shift) as usize;
        let mark = |index: usize| self.marks.get(index).map_or(row.len(), |&mark| mark as usize);
        let (from, to) = (mark(left), mark(left + 1));
        let between = row.get(from..to).unwrap_or_default();
        from + match between.len() {
            // A handful is counted faster than halved.
            0..=HANDFUL => between.iter().filter(|known| **known <= number).count(),
            _ => between.partition_point(|&known| known <= number),
        }
    }

    /// Bytes on the heap.
    pub(crate) fn memory(&self) -> usize {
        size_of_val(&*self.marks)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_finds_what_a_search_of_the_whole_row_finds() {
        let rows: [&[u32]; 5] =
            [&[], &[0], &[5], &[0, 3, 4, 5, 100, 101, 4_000_000_000], &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]];
        let even: Vec<u32> = (0..500).map(|number| number * 28_800 + number % 7).collect();
        for row in rows.into_iter().chain([even.as_slice()]) {
            let ruler = Ruler::new(row);
            let near = row.iter().flat_map(|&number| (-2..=2).map(move |by| i64::from(number) + by));
            for number in near.chain([-1, 0, 1, i64::from(u32::MAX), i64::MAX, i64::MIN]) {
                let expected = row.iter().filter(|&&known| i64::from(known) <= number).count();
                assert_eq!(ruler.at_most(row, number), expected, "{number} in {row:?}");
            }
        }
    }
}
