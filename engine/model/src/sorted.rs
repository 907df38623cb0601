//! Maps and sets as sorted lists.
//!
//! The trees of the standard library are made anew for every kind of key and value, and each takes 4 KB of a WebAssembly
//! module or more. These are lists of lists, in which a binary search finds: less than a quarter of the code.
//!
//! ```
//! use tierline_model::SortedMap;
//! let map: SortedMap<&str, u32> = [("b", 1), ("a", 2), ("b", 3)].into_iter().collect();
//! assert_eq!(map.get("b"), Some(&3));
//! assert!(map.keys().eq(&["a", "b"]));
//! ```

mod map;
mod serial;
mod set;

pub use map::{IntoIter, Iter, Keys, SortedMap};
pub use set::SortedSet;
