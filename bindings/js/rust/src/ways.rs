//! Which way in and out.
//!
//! Measured in Node, Bun, Deno, Chromium and Firefox (`bindings/js/ways.mjs`, told in `engine/PERFORMANCE.md`), requests and
//! answers take less time as text, whatever their size: JavaScript writes and parses JSON by itself, while objects are walked
//! property by property across the border. Options, files, cases and what is made of a few words are quicker as objects.
//! A build with the feature `both-ways`, for tests and measurements, can be made to take either.

/// How something crosses to JavaScript or from there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// As JSON text, which JavaScript writes or parses.
    Text,
    /// As objects, which serde-wasm-bindgen walks or puts together.
    #[cfg(feature = "both-ways")]
    Objects,
}

impl Way {
    /// The way of requests.
    pub(crate) fn inward() -> Way {
        forced::ways().0
    }

    /// The way of answers.
    pub(crate) fn outward() -> Way {
        forced::ways().1
    }
}

#[cfg(not(feature = "both-ways"))]
mod forced {
    use super::Way;

    pub(super) fn ways() -> (Way, Way) {
        (Way::Text, Way::Text)
    }
}

#[cfg(feature = "both-ways")]
mod forced {
    use std::cell::Cell;

    use wasm_bindgen::prelude::*;

    use super::Way;

    thread_local! {
        static WAYS: Cell<(Way, Way)> = const { Cell::new((Way::Text, Way::Text)) };
    }

    pub(super) fn ways() -> (Way, Way) {
        WAYS.get()
    }

    /// Takes these ways from now on: `objects`, or else text.
    #[wasm_bindgen(js_name = forceWay, skip_typescript)]
    pub fn force_way(inward: &str, outward: &str) {
        let way = |word| if word == "objects" { Way::Objects } else { Way::Text };
        WAYS.set((way(inward), way(outward)));
    }
}
