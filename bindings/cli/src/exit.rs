//! How a command ends.

use std::{io, process::ExitCode};

/// What the command says to the shell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// All is fine.
    Fine = 0,
    /// Findings or failed tests.
    Findings = 1,
    /// The command was not written as it must be.
    Usage = 2,
    /// Some of the input was refused.
    Refused = 3,
    /// Something could not be read or written.
    Trouble = 4,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}

/// Why a command ended early.
#[derive(Debug, PartialEq, Eq)]
pub enum Failure {
    /// Nobody reads the output any more. That is no error.
    Closed,
    /// Everything was said already.
    Said(Exit),
    /// This is to be said.
    Message(Exit, String),
}

impl Failure {
    /// Something could not be read or written.
    pub fn trouble(message: impl Into<String>) -> Failure {
        Failure::Message(Exit::Trouble, message.into())
    }

    /// The command was not written as it must be.
    pub fn usage(message: impl Into<String>) -> Failure {
        Failure::Message(Exit::Usage, message.into())
    }
}

/// Errors of writing to standard output. Those of files are named by [`unreadable`] and [`unwritable`].
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::Closed,
            _ => Failure::trouble(format!("standard output cannot be written: {}", reason(&error))),
        }
    }
}

/// `name` could not be read.
pub fn unreadable(name: &str, error: &io::Error) -> Failure {
    Failure::trouble(format!("`{name}` cannot be read: {}", reason(error)))
}

/// `name` could not be written.
pub fn unwritable(name: &str, error: &io::Error) -> Failure {
    Failure::trouble(format!("`{name}` cannot be written: {}", reason(error)))
}

fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "it does not exist".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        io::ErrorKind::NotADirectory => "a part of the path is no folder".to_owned(),
        io::ErrorKind::AlreadyExists => "a file of that name is in the way".to_owned(),
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        io::ErrorKind::FileTooLarge => "it is larger than a file may be here".to_owned(),
        _ => error.to_string().to_lowercase(),
    }
}
