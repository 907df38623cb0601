//! Parts of rows that small builds leave out: they take no room there.

/// What only the checker, an editor or the reference looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checked<T> {
    #[cfg(feature = "reference")]
    what: T,
    #[cfg(not(feature = "reference"))]
    what: std::marker::PhantomData<T>,
}

/// A part of a row that only the checker, an editor or the reference looks at.
#[cfg(feature = "reference")]
pub const fn checked<T: Copy>(what: T) -> Checked<T> {
    Checked { what }
}

/// A part of a row that only the checker, an editor or the reference looks at.
#[cfg(not(feature = "reference"))]
pub const fn checked<T: Copy>(_what: T) -> Checked<T> {
    Checked { what: std::marker::PhantomData }
}

impl<T: Copy + Default> Checked<T> {
    /// What it is; nothing in builds that leave it out.
    pub fn get(self) -> T {
        #[cfg(feature = "reference")]
        return self.what;
        #[cfg(not(feature = "reference"))]
        T::default()
    }
}

/// How something is said aloud.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Aloud {
    #[cfg(feature = "aloud")]
    sentence: &'static str,
}

/// How something is said aloud, in builds that explain answers.
#[cfg(feature = "aloud")]
pub const fn aloud(sentence: &'static str) -> Aloud {
    Aloud { sentence }
}

/// How something is said aloud, in builds that explain answers.
#[cfg(not(feature = "aloud"))]
pub const fn aloud(_sentence: &'static str) -> Aloud {
    Aloud {}
}

impl Aloud {
    /// The sentence; empty in builds that leave it out.
    pub fn get(self) -> &'static str {
        #[cfg(feature = "aloud")]
        return self.sentence;
        #[cfg(not(feature = "aloud"))]
        ""
    }
}
