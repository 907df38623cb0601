//! Files that are written: as a whole or not at all, whatever happens on the way.

use std::{
    fs::{self, File, Metadata, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use tempfile::{Builder, NamedTempFile};

use crate::{
    exit::{Failure, unwritable},
    read_files::was_read,
};

/// How what becomes a file is called until it is whole. Folders of desks pass over such names.
const UNFINISHED: (&str, &str) = (".tierline-", ".tmp");
/// Links that are followed before they seem to lead round in a circle.
const MOST_LINKS: usize = 40;

/// Whether the user means standard output.
pub fn is_stdout(path: &Path) -> bool {
    ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"].iter().any(|name| path == Path::new(name))
}

/// Writes a file, or standard output where that is meant.
///
/// # Errors
///
/// Where it cannot be written, and then it is as it was; and where it was read in this process.
pub fn write(path: &Path, content: &[u8]) -> Result<(), Failure> {
    if was_read(path) {
        let path = path.display();
        return Err(Failure::usage(format!(
            "`{path}` is not overwritten: it was read for what would be written there"
        )));
    }
    rewrite(path, content)
}

/// As [`write`], where a file that was read is to be replaced.
///
/// # Errors
///
/// Where it cannot be written, and then it is as it was.
pub fn rewrite(path: &Path, content: &[u8]) -> Result<(), Failure> {
    let written = match Target::of(path) {
        Ok(Target::Stdout) => return Ok(all_to(io::stdout().lock(), content)?),
        Ok(Target::Stream(stream)) => {
            OpenOptions::new().write(true).open(stream).and_then(|stream| all_to(stream, content))
        }
        Ok(Target::File(target)) => put(&target, content),
        Err(error) => Err(error),
    };
    written.map_err(|error| unwritable(&path.display().to_string(), &error))
}

fn put(target: &Path, content: &[u8]) -> io::Result<()> {
    match fs::metadata(target) {
        Ok(meta) if meta.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
        Ok(meta) => replace(target, content, Some(&meta)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => replace(target, content, None),
        Err(error) => Err(error),
    }
}

fn all_to(mut out: impl Write, content: &[u8]) -> io::Result<()> {
    out.write_all(content)?;
    out.flush()
}

/// Where something is written in the end.
enum Target {
    Stdout,
    /// A pipe or a device, which nothing can stand beside.
    Stream(PathBuf),
    /// A file, or none yet.
    File(PathBuf),
}

impl Target {
    /// Follows links, also one to what is not there yet.
    fn of(path: &Path) -> io::Result<Target> {
        let mut path = path.to_owned();
        for _ in 0..MOST_LINKS {
            if is_stdout(&path) {
                return Ok(Target::Stdout);
            }
            // What is open already has no name of its own.
            let is_open = ["/dev/fd", "/proc/self/fd"].iter().any(|folder| path.starts_with(folder));
            if is_open || path == Path::new("/dev/stderr") {
                return Ok(Target::Stream(path));
            }
            match fs::symlink_metadata(&path) {
                Ok(meta) if meta.is_symlink() => path = path.with_file_name("").join(fs::read_link(&path)?),
                Ok(meta) if !meta.is_file() && !meta.is_dir() => return Ok(Target::Stream(path)),
                _ => return Ok(Target::File(path)),
            }
        }
        Err(io::Error::other("its links lead round in a circle"))
    }
}

/// Writes beside a file, and takes its place once all is on the disk.
fn replace(target: &Path, content: &[u8], old: Option<&Metadata>) -> io::Result<()> {
    if old.is_some() {
        // A file that may not be written is not replaced either.
        OpenOptions::new().write(true).open(target)?;
    }
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut beside = unfinished(folder)?;
    beside.as_file_mut().write_all(content)?;
    if let Some(old) = old {
        keep_rights(beside.as_file(), old)?;
    }
    beside.as_file().sync_all()?;
    beside.persist(target)?;
    // Some file systems cannot do that for folders; the file is whole there, too.
    drop(File::open(folder).and_then(|folder| folder.sync_all()));
    Ok(())
}

/// A file that is gone again unless it becomes another, with the rights that a new file has.
fn unfinished(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(UNFINISHED.0).suffix(UNFINISHED.1);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// Gives a file the rights, and where we may the owner, of the one that it replaces.
fn keep_rights(file: &File, old: &Metadata) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, fchown};
        let new = file.metadata()?;
        if (new.uid(), new.gid()) != (old.uid(), old.gid()) {
            drop(fchown(file, Some(old.uid()), Some(old.gid())));
        }
    }
    file.set_permissions(old.permissions())
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let mut names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_new_file_has_the_rights_of_a_new_file_and_an_old_one_keeps_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let (usual, new, old) = (folder.path().join("usual"), folder.path().join("new"), folder.path().join("old"));
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o7777;
        fs::write(&usual, "").unwrap();
        write(&new, b"text").unwrap();
        assert_eq!((fs::read(&new).unwrap(), mode(&new)), (b"text".to_vec(), mode(&usual)));
        fs::write(&old, "old").unwrap();
        fs::set_permissions(&old, fs::Permissions::from_mode(0o640)).unwrap();
        write(&old, b"text").unwrap();
        assert_eq!((fs::read(&old).unwrap(), mode(&old)), (b"text".to_vec(), 0o640));
        assert_eq!(names(folder.path()), ["new", "old", "usual"]);
    }

    #[test]
    fn links_are_written_through_also_to_what_is_not_there() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("sub")).unwrap();
        fs::write(at("sub/old"), "old").unwrap();
        for (link, to) in [("one", "two"), ("two", "sub/old"), ("three", "sub/none"), ("a", "b"), ("b", "a")] {
            symlink(to, at(link)).unwrap();
        }
        write(&at("one"), b"text").unwrap();
        write(&at("three"), b"more").unwrap();
        assert_eq!(
            (fs::read(at("sub/old")).unwrap(), fs::read(at("sub/none")).unwrap()),
            (b"text".to_vec(), b"more".to_vec())
        );
        assert!(["one", "two", "three"].iter().all(|link| at(link).is_symlink()));
        assert_eq!(names(&at("sub")), ["none", "old"]);
        assert!(write(&at("a"), b"text").is_err());
        assert_eq!(names(folder.path()), ["a", "b", "one", "sub", "three", "two"]);
    }

    #[test]
    fn what_was_read_is_overwritten_only_by_those_who_mean_to() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("read"), "old").unwrap();
        fs::hard_link(at("read"), at("hard")).unwrap();
        symlink("read", at("soft")).unwrap();
        crate::read_files::bytes(&at("hard")).unwrap();
        for name in ["read", "hard", "soft"] {
            let said =
                format!("`{}` is not overwritten: it was read for what would be written there", at(name).display());
            assert_eq!(write(&at(name), b"text"), Err(Failure::usage(said)));
        }
        assert_eq!(fs::read(at("read")).unwrap(), b"old");
        rewrite(&at("soft"), b"text").unwrap();
        assert_eq!((fs::read(at("read")).unwrap(), at("soft").is_symlink()), (b"text".to_vec(), true));
    }
}
