//! What no evaluation reads.

/// What the checker, an editor or the reference reads of a row, and no evaluation: builds without the feature `compile` hold
/// nothing of it.
#[derive(Clone, Copy, Debug)]
pub struct Aside<T> {
    #[cfg(feature = "compile")]
    value: T,
    #[cfg(not(feature = "compile"))]
    nothing: std::marker::PhantomData<T>,
}

/// Says something aside.
pub(super) const fn aside<T: Copy>(value: T) -> Aside<T> {
    #[cfg(feature = "compile")]
    return Aside { value };
    #[cfg(not(feature = "compile"))]
    {
        let _ = value;
        Aside { nothing: std::marker::PhantomData }
    }
}

#[cfg(feature = "compile")]
impl<T> std::ops::Deref for Aside<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}
