//! Which way in and out.
//!
//! Measured in Node, Bun, Deno, Chromium and Firefox (`bindings/js/ways.mjs`, told in `engine/PERFORMANCE.md`), requests and
//! answers take less time as text, whatever their size: JavaScript writes and parses JSON by itself, while objects are walked
//! property by property across the border. Replies of a few words are quicker as objects; options, files and cases go as objects, too:
//! they are small, or texts that would have to be quoted. Requests come as they come: `handed.js` hands text in. A build with the feature `both-ways`, for tests and measurements, can be made to
//! give objects.

/// How something crosses to JavaScript.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// As JSON text, which JavaScript parses.
    Text,
    /// As objects, which serde-wasm-bindgen puts together.
    #[cfg(feature = "both-ways")]
    Objects,
}

impl Way {
    /// The way of answers.
    pub(crate) fn outward() -> Way {
        forced::outward()
    }
}

#[cfg(not(feature = "both-ways"))]
mod forced {
    use super::Way;

    pub(super) fn outward() -> Way {
        Way::Text
    }
}

#[cfg(feature = "both-ways")]
mod forced {
    use std::cell::Cell;

    use wasm_bindgen::prelude::*;

    use super::Way;

    thread_local! {
        static OUTWARD: Cell<Way> = const { Cell::new(Way::Text) };
    }

    pub(super) fn outward() -> Way {
        OUTWARD.get()
    }

    /// Gives answers this way from now on: `objects`, or else text.
    #[wasm_bindgen(js_name = forceWay, skip_typescript)]
    pub fn force_way(way: &str) {
        OUTWARD.set(if way == "objects" { Way::Objects } else { Way::Text });
    }
}
