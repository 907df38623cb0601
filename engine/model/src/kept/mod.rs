//! The binary form in which bundles keep what was compiled.
//!
//! It describes nothing: fields follow each other in the order in which [`keep_struct!`](crate::keep_struct) names them, a
//! variant is the number that [`keep_enum!`](crate::keep_enum) gives it, and whoever changes either changes the format.
//! Numbers take as few bytes as they need, texts and lists begin with their length. It is the same on every machine.
//!
//! What is read may be hostile. A [`Reader`] never runs past the end, makes no room for more than there are bytes, and goes
//! only so deep. Once something is wrong it reads nothing but zeros, and [`read`] gives the reason instead of what was read.
//!
//! ```
//! use tierline_model::{Value, kept};
//! let bytes = kept::keep(&Value::text("a"));
//! assert_eq!(bytes, [4, 1, b'a']);
//! assert_eq!(kept::read::<Value>(&bytes), Ok(Value::text("a")));
//! assert_eq!(kept::read::<Value>(&bytes[..2]).unwrap_err(), "it ends where more should follow");
//! ```

mod forms;
mod plain;
mod reader;
mod writer;

pub use reader::{Reader, read};
pub use writer::{Writer, keep};

/// What a bundle can keep.
pub trait Keep: Sized {
    /// Writes it.
    fn keep(&self, to: &mut Writer);

    /// Reads what [`Keep::keep`] wrote. What is given counts only where the reader found nothing wrong.
    fn read(from: &mut Reader<'_>) -> Self;
}
