//! What a host tells its caller.

use std::fmt;

use serde_json::json;

/// Why a guest gave no reply. What is wrong with a call itself is said by the reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HostError {
    /// It took more fuel than it was given.
    OutOfFuel,
    /// It took longer than it was given.
    OutOfTime,
    /// It asked for more memory than it may have.
    OutOfMemory,
    /// It broke off for another reason.
    Trapped(String),
    /// The file is not the engine, or cannot be read.
    NotTheEngine(String),
    /// The desk cannot be had.
    NoDesk(String),
}

impl HostError {
    /// A name for programs to branch on.
    pub fn code(&self) -> &'static str {
        match self {
            HostError::OutOfFuel => "out-of-fuel",
            HostError::OutOfTime => "out-of-time",
            HostError::OutOfMemory => "out-of-memory",
            HostError::Trapped(_) => "trapped",
            HostError::NotTheEngine(_) => "not-the-engine",
            HostError::NoDesk(_) => "no-desk",
        }
    }

    /// The same in the form of a reply, for callers that read nothing else.
    pub fn reply(&self) -> String {
        json!({ "error": { "code": self.code(), "message": self.to_string() } }).to_string()
    }
}

impl fmt::Display for HostError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            HostError::OutOfFuel => f.write_str("the call took more fuel than it was given; ask for less at once"),
            HostError::OutOfTime => f.write_str("the call took longer than it was given; ask for less at once"),
            HostError::OutOfMemory => {
                f.write_str("the call needed more memory than an instance may have; ask for less at once")
            }
            HostError::Trapped(why) => write!(f, "the engine broke off: {why}"),
            HostError::NotTheEngine(why) => write!(f, "{why}; `cargo xtask wasm` builds the engine into target/wasm"),
            HostError::NoDesk(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for HostError {}
