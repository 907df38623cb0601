//! Hashes, as answers and bundles name them.

use sha2::{Digest, Sha256};
use tierline_model::Text;

/// The hash of these parts, one behind the other: 32 hexadecimal digits.
pub(crate) fn digest<T: AsRef<[u8]>>(parts: impl IntoIterator<Item = T>) -> Text {
    let hash = parts.into_iter().fold(Sha256::new(), Digest::chain_update).finalize();
    hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect::<String>().into()
}
