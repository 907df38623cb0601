//! Numbers at random for tests, the same in every run.

/// Dice that are thrown by how many sides they have.
pub(crate) fn dice(seed: u64) -> impl FnMut(usize) -> usize {
    let mut number = seed;
    move |sides| {
        number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (number >> 33) as usize % sides
    }
}
