//! Files that are read: none without an end, and none that an output takes the place of.

use std::{
    fs::{self, File, Metadata},
    io::{self, IsTerminal, Read, Stdin},
    path::Path,
    sync::{Mutex, PoisonError},
};

use crate::{
    desk_files::missing,
    exit::{Failure, unreadable},
};

/// Bytes of one file that is read as a whole, bundles included.
pub const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// Opens what the user named: a file, or a pipe, which ends where its writer does. A device may have no end.
///
/// # Errors
///
/// Where it is missing, unreadable, a folder, or a device.
pub fn open(path: &Path) -> Result<File, Failure> {
    open_where(path, |meta| match kind(meta) {
        "a device" => !is_terminal_or_nothing(path),
        "a folder" | "a socket" => true,
        _ => false,
    })
}

/// Standard input.
///
/// # Errors
///
/// Where it is the file that standard output is written to.
pub fn stdin() -> Result<Stdin, Failure> {
    match open_stream(io::stdin()).is_some_and(|meta| is_stdout(&meta)) {
        true => Err(grows("standard input")),
        false => Ok(io::stdin()),
    }
}

/// The bytes of what the user named, as [`open`] takes it.
///
/// # Errors
///
/// As [`open`], and where there are more than [`MOST_BYTES`].
pub fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    all_of(path, open(path)?)
}

/// The text of a small file that the user named, such as a roster or a column map.
///
/// # Errors
///
/// As [`bytes`], and where it is not UTF-8.
pub fn text(path: &Path) -> Result<String, Failure> {
    text_of(path, bytes(path)?)
}

/// The text of a file of a desk, which nothing but a regular file can be.
///
/// # Errors
///
/// As [`text`], and where it is something else.
pub fn text_of_desk(path: &Path) -> Result<String, Failure> {
    let file = open_where(path, |meta| !meta.is_file())?;
    text_of(path, all_of(path, file)?)
}

/// Whether it was read in this process, by whatever name.
pub fn was_read(path: &Path) -> bool {
    let identity = fs::metadata(path).ok().and_then(|meta| identity(path, &meta));
    identity.is_some_and(|identity| seen(|read| read.contains(&identity)))
}

fn open_where(path: &Path, is_refused: impl Fn(&Metadata) -> bool) -> Result<File, Failure> {
    let name = path.display();
    let refused = |meta: &Metadata| {
        let kind = kind(meta);
        Failure::trouble(format!("`{name}` cannot be read: it is {kind}, not a regular file"))
    };
    // Opening a pipe that nobody writes to would wait; so what it is, is asked before.
    let meta = fs::metadata(path).map_err(|error| missing(path, &error))?;
    if is_refused(&meta) {
        return Err(refused(&meta));
    }
    let file = File::open(path).map_err(|error| missing(path, &error))?;
    let meta = file.metadata().map_err(|error| unreadable(&name.to_string(), &error))?;
    if is_refused(&meta) {
        return Err(refused(&meta));
    }
    if is_stdout(&meta) {
        return Err(grows(&format!("`{name}`")));
    }
    if let Some(identity) = identity(path, &meta).filter(|_| meta.is_file()) {
        seen(|read| read.push(identity));
    }
    Ok(file)
}

fn all_of(path: &Path, file: File) -> Result<Vec<u8>, Failure> {
    let mut bytes = vec![];
    let read = file.take(MOST_BYTES + 1).read_to_end(&mut bytes);
    read.map_err(|error: io::Error| unreadable(&path.display().to_string(), &error))?;
    match bytes.len() as u64 > MOST_BYTES {
        true => {
            let most = MOST_BYTES / (1024 * 1024);
            Err(Failure::trouble(format!("`{}` is too long: a file may have {most} MiB", path.display())))
        }
        false => Ok(bytes),
    }
}

fn text_of(path: &Path, bytes: Vec<u8>) -> Result<String, Failure> {
    let text = String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        Failure::trouble(format!("`{}` is not UTF-8 text at byte offset {offset}; save it as UTF-8", path.display()))
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// That a file would never come to its end: what is made of it is written behind it.
fn grows(name: &str) -> Failure {
    Failure::usage(format!(
        "{name} is not read: standard output is written to the same file, which would grow as it is read; write to another file"
    ))
}

/// Whether that is the file that standard output is written to.
#[cfg(unix)]
fn is_stdout(meta: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    let is_same = |out: Metadata| (out.dev(), out.ino()) == (meta.dev(), meta.ino());
    meta.is_file() && open_stream(io::stdout()).is_some_and(is_same)
}

/// What an open stream leads to.
#[cfg(unix)]
fn open_stream(stream: impl std::os::fd::AsFd) -> Option<Metadata> {
    File::from(stream.as_fd().try_clone_to_owned().ok()?).metadata().ok()
}

#[cfg(not(unix))]
fn is_stdout(_: &Metadata) -> bool {
    false
}

#[cfg(not(unix))]
fn open_stream(_: impl Read) -> Option<Metadata> {
    None
}

/// What stands there, for people.
fn kind(meta: &Metadata) -> &'static str {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        let kind = meta.file_type();
        if kind.is_fifo() {
            return "a pipe";
        }
        if kind.is_socket() {
            return "a socket";
        }
        if kind.is_char_device() || kind.is_block_device() {
            return "a device";
        }
    }
    if meta.is_dir() { "a folder" } else { "a file" }
}

/// Devices that end: a terminal, by its user, and the one that is empty.
fn is_terminal_or_nothing(path: &Path) -> bool {
    let is_nothing = || path.canonicalize().is_ok_and(|real| real == Path::new("/dev/null"));
    is_nothing() || File::open(path).is_ok_and(|device| device.is_terminal())
}

/// What tells a file from all others, whatever it is called.
#[cfg(unix)]
type Identity = (u64, u64);
#[cfg(not(unix))]
type Identity = std::path::PathBuf;

#[cfg(unix)]
fn identity(_: &Path, meta: &Metadata) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    Some((meta.dev(), meta.ino()))
}

#[cfg(not(unix))]
fn identity(path: &Path, _: &Metadata) -> Option<Identity> {
    path.canonicalize().ok()
}

/// The files that were read in this process. They are kept for all of it, so that no command can forget one.
fn seen<T>(work: impl FnOnce(&mut Vec<Identity>) -> T) -> T {
    static READ: Mutex<Vec<Identity>> = Mutex::new(vec![]);
    work(&mut READ.lock().unwrap_or_else(PoisonError::into_inner))
}
