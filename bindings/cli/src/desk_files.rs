//! The files of a desk: a folder, one rule file, or a bundle.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
};

use tierline_wire::{
    model::suggest,
    tierline::{Desk, Diagnostic, Limits, Pack},
};

use crate::{
    exit::{Exit, Failure, unreadable},
    read_files::{self, text_of_desk},
    report::{Ui, printable},
};

/// Entries that a folder of a desk may have in all: a link to `/` shall not be walked to its end.
const MOST_ENTRIES: usize = 20_000;
/// Bytes of all files of a desk together.
const MOST_BYTES: usize = 256 * 1024 * 1024;
const BUNDLE_NAME: &str = ".desk";
const BUNDLE_START: &[u8] = b"tierline-bundle";

/// Where a desk was found.
#[derive(Clone, Debug)]
pub struct Home(PathBuf);

impl Home {
    /// That of a file that stands in no folder.
    pub fn none() -> Home {
        Home(PathBuf::new())
    }

    /// A file of the desk as the user would open it, for people.
    pub fn shown(&self, file: &str) -> String {
        printable(&self.path(file).display().to_string())
    }

    /// Where a file of the desk is.
    pub fn path(&self, file: &str) -> PathBuf {
        self.0.join(file)
    }
}

/// What a desk is made from.
#[derive(Debug)]
pub struct Source {
    /// Where it was found.
    pub home: Home,
    content: Content,
}

#[derive(Debug)]
enum Content {
    Files(Pack),
    Bundle(Vec<u8>),
}

impl Source {
    /// Reads the files at `path`.
    ///
    /// # Errors
    ///
    /// Where something is missing or unreadable, or this is no desk.
    pub fn read(path: &Path) -> Result<Source, Failure> {
        let name = path.display().to_string();
        let meta = fs::metadata(path).map_err(|error| missing(path, &error))?;
        if meta.is_dir() {
            return Ok(Source { home: Home(path.to_owned()), content: Content::Files(folder(path)?) });
        }
        if path.extension().is_some_and(|extension| extension == "rhai") {
            let folder = path.parent().unwrap_or(Path::new("")).to_owned();
            let files = rule_file(path, &folder)?;
            return Ok(Source { home: Home(folder), content: Content::Files(files) });
        }
        let bytes = read_files::bytes(path)?;
        if !name.ends_with(BUNDLE_NAME) && !bytes.starts_with(BUNDLE_START) {
            return Err(Failure::trouble(format!(
                "`{name}` is no desk: a desk is a folder with `.rhai` files, one `.rhai` file, or a bundle (`*{BUNDLE_NAME}`)"
            )));
        }
        Ok(Source { home: Home(path.to_owned()), content: Content::Bundle(bytes) })
    }

    /// Compiles them; on the inside everything that is wrong with the rules.
    ///
    /// # Errors
    ///
    /// Where it is a bundle that cannot be loaded for another reason than its rules.
    pub fn compile(self) -> Result<Result<Desk, Vec<Diagnostic>>, Failure> {
        match self.content {
            Content::Files(files) => Ok(Desk::compile(files, Limits::SERVER)),
            Content::Bundle(bundle) => match Desk::load(&bundle, Limits::SERVER) {
                Ok(desk) => Ok(Ok(desk)),
                Err(error) => Err(Failure::trouble(format!("`{}`: {error}", self.home.0.display()))),
            },
        }
    }
}

/// The desk at `path`, for commands that need one that compiles.
///
/// # Errors
///
/// Where it cannot be read or does not compile; what is wrong with the rules was said then.
pub fn load(path: &Path, ui: Ui) -> Result<Desk, Failure> {
    let source = Source::read(path)?;
    let home = source.home.clone();
    source.compile()?.map_err(|wrong| {
        ui.does_not_compile(&wrong, &home);
        Failure::Said(Exit::Findings)
    })
}

/// What the desk at `path` would be called: the name of the folder or file without its ending.
pub fn name(path: &Path) -> String {
    let whole = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let name = whole.file_name().map_or_else(|| "desk".to_owned(), |name| name.to_string_lossy().into_owned());
    let endings = [BUNDLE_NAME, ".rhai", ".json"].into_iter();
    let short = endings.filter_map(|ending| name.strip_suffix(ending)).find(|short| !short.is_empty());
    short.map_or_else(|| name.clone(), str::to_owned)
}

/// A rule file by itself.
#[derive(Debug)]
pub struct RuleFile {
    /// Where it was found.
    pub home: Home,
    /// Its name from there.
    pub name: String,
    /// What it says.
    pub text: String,
}

/// The rule file at `path`, or all in the folder there.
///
/// # Errors
///
/// Where one is missing or unreadable.
pub fn rule_files(path: &Path) -> Result<Vec<RuleFile>, Failure> {
    let meta = fs::metadata(path).map_err(|error| missing(path, &error))?;
    if meta.is_dir() {
        let (home, pack) = (Home(path.to_owned()), folder(path)?);
        let file =
            |(name, text): (&str, &str)| RuleFile { home: home.clone(), name: name.to_owned(), text: text.to_owned() };
        return Ok(pack.rule_files().map(file).collect());
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let home = Home(path.parent().unwrap_or(Path::new("")).to_owned());
    Ok(vec![RuleFile { home, name, text: text_of_desk(path)? }])
}

/// The file or folder is not there, or not for us; with the name of one beside it that may be meant.
pub fn missing(path: &Path, error: &io::Error) -> Failure {
    let name = path.display().to_string();
    if error.kind() != io::ErrorKind::NotFound {
        return unreadable(&name, error);
    }
    if path.is_symlink() {
        return Failure::trouble(format!("`{name}` is a link to something that does not exist"));
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let beside = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut beside: Vec<String> = beside.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    beside.sort();
    let meant = path.file_name().and_then(|name| name.to_str());
    let meant = meant.and_then(|wanted| suggest::nearest(wanted, beside.iter().map(String::as_str)));
    let hint = meant.map(|meant| format!("; did you mean `{}`?", path.with_file_name(meant).display()));
    Failure::trouble(format!("`{name}` does not exist{}", hint.unwrap_or_default()))
}

fn is_part(name: &str) -> bool {
    name.ends_with(".rhai") || is_companion(name)
}

fn is_companion(name: &str) -> bool {
    name.ends_with(".csv") || name == "roster.json"
}

/// One rule file, with the tables and the roster beside it.
fn rule_file(path: &Path, folder: &Path) -> Result<Pack, Failure> {
    let name = path.file_name().and_then(|name| name.to_str());
    let name = name.ok_or_else(|| Failure::trouble(format!("the name of `{}` is not UTF-8", path.display())))?;
    let beside = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let mut walk = Walk::below(beside)?;
    for entry in entries(beside)? {
        let companion = entry.file_name().and_then(|name| name.to_str()).filter(|name| is_companion(name));
        if companion.is_some_and(|name| !name.starts_with('.')) && !entry.is_dir() {
            walk.entry(&entry, "")?;
        }
    }
    let mut pack = walk.pack()?;
    pack.files.insert(name.to_owned(), text_of_desk(path)?);
    Ok(pack)
}

fn folder(path: &Path) -> Result<Pack, Failure> {
    let mut walk = Walk::below(path)?;
    walk.folder(path, "")?;
    let pack = walk.pack()?;
    let has_rules = pack.rule_files().next().is_some();
    match has_rules {
        true => Ok(pack),
        false => Err(Failure::trouble(format!(
            "there are no `.rhai` files in `{}`; a desk needs at least one",
            path.display()
        ))),
    }
}

/// The files of a desk, as far as they were found. Links may lead to what stands in its folder, and nowhere else.
struct Walk<'a> {
    top: &'a Path,
    real_top: PathBuf,
    found: Vec<Found>,
    /// The folders that were walked, by their real paths: links may lead round in a circle.
    seen: BTreeSet<PathBuf>,
    entries: usize,
}

/// A file of a desk.
struct Found {
    /// What it is called in the desk.
    name: String,
    /// Where it was found.
    path: PathBuf,
    /// Where it is.
    real: PathBuf,
}

impl Walk<'_> {
    fn below(top: &Path) -> Result<Walk<'_>, Failure> {
        let real_top = top.canonicalize().map_err(|error| unreadable(&top.display().to_string(), &error))?;
        Ok(Walk { top, real_top, found: vec![], seen: BTreeSet::new(), entries: 0 })
    }

    /// Where something is, which must be in the folder of the desk.
    fn real(&self, path: &Path) -> Result<PathBuf, Failure> {
        let real = path.canonicalize().map_err(|error| missing(path, &error))?;
        match real.starts_with(&self.real_top) {
            true => Ok(real),
            false => Err(Failure::trouble(format!(
                "`{}` is a link that leads out of the desk's folder; put what it leads to into `{}`",
                path.display(),
                self.top.display()
            ))),
        }
    }

    fn folder(&mut self, path: &Path, prefix: &str) -> Result<(), Failure> {
        let real = self.real(path)?;
        if !self.seen.insert(real) {
            return Ok(());
        }
        // A folder goes before a link to it, so that its files have their own names.
        let mut entries = entries(path)?;
        entries.sort_by_key(|entry| entry.is_symlink());
        for entry in entries {
            self.entries += 1;
            if self.entries > MOST_ENTRIES {
                return Err(Failure::trouble(format!(
                    "`{}` has more than {MOST_ENTRIES} entries; give the folder of the rules",
                    self.top.display()
                )));
            }
            self.entry(&entry, prefix)?;
        }
        Ok(())
    }

    fn entry(&mut self, path: &Path, prefix: &str) -> Result<(), Failure> {
        let Some(os_name) = path.file_name() else { return Ok(()) };
        let name = os_name.to_string_lossy();
        if name.starts_with('.') {
            return Ok(());
        }
        let joined = format!("{prefix}{name}");
        if path.is_dir() {
            return self.folder(path, &format!("{joined}/"));
        }
        if is_part(&name) {
            if os_name.to_str().is_none() {
                return Err(Failure::trouble(format!("the name of `{}` is not UTF-8", path.display())));
            }
            self.found.push(Found { real: self.real(path)?, path: path.to_owned(), name: joined });
        }
        Ok(())
    }

    /// Reads what was found, each file once. Rules count once, whatever links lead to them; a table may have several names.
    fn pack(mut self) -> Result<Pack, Failure> {
        let real_top = self.real_top;
        self.found.sort_by_key(|found| real_top.join(&found.name) != found.real);
        let mut texts: BTreeMap<PathBuf, String> = BTreeMap::new();
        let (mut pack, mut bytes) = (Pack::default(), 0);
        for Found { name, path, real } in self.found {
            let text = match texts.get(&real) {
                Some(_) if name.ends_with(".rhai") => continue,
                Some(text) => text.clone(),
                None => text_of_desk(&path)?,
            };
            bytes += text.len();
            if bytes > MOST_BYTES {
                let (top, most) = (self.top.display(), MOST_BYTES / (1024 * 1024));
                return Err(Failure::trouble(format!(
                    "the files of `{top}` are too long: together they may have {most} MiB"
                )));
            }
            texts.insert(real, text.clone());
            pack.files.insert(name, text);
        }
        Ok(pack)
    }
}

/// What stands in a folder, by name.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let trouble = |error: io::Error| unreadable(&folder.display().to_string(), &error);
    let entries = fs::read_dir(folder).map_err(trouble)?;
    let mut paths = entries.map(|entry| Ok(entry.map_err(trouble)?.path())).collect::<Result<Vec<_>, Failure>>()?;
    paths.sort();
    Ok(paths)
}
