//! Builds and calls the programs of the peers.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use tierline_peers::{Figures, Mode};

use crate::peers::Peer;

/// What a peer is asked: which answers, of how many rules.
#[derive(Clone, Copy)]
pub struct Cell {
    /// Which answers.
    pub mode: Mode,
    /// How many rules.
    pub rules: usize,
}

/// Where the programs are.
pub struct Programs {
    workspace: &'static Path,
    /// The folder that this program was built into: the others go beside it.
    built: PathBuf,
}

impl Programs {
    /// Those of this workspace, built beside this program.
    pub fn here() -> Programs {
        let program = std::env::current_exe().expect("the path of this program");
        let built = program.parent().expect("a folder").to_owned();
        Programs { workspace: Path::new(env!("CARGO_MANIFEST_DIR")), built }
    }

    /// Builds a peer; its version.
    ///
    /// # Errors
    ///
    /// Why it cannot be had.
    pub fn build(&self, peer: &Peer) -> Result<String, String> {
        let folder = self.folder(peer);
        if is_node(&folder) {
            // Tierline's own package is built here, and not installed.
            if folder.join("package.json").exists() {
                let mut command = Command::new("npm");
                // `npm ci` refuses a lock that does not hold what a package offers to other systems.
                let build = command.args(["install", "--no-save", "--no-audit", "--no-fund"]).current_dir(&folder);
                succeed(build).map_err(|why| format!("`npm install`: {why}"))?;
            }
        } else {
            let target = self.built.parent().expect("a folder");
            let mut command = Command::new("cargo");
            command.args(["build", "--release", "--package", &format!("peer-{}", peer.program)]);
            command.arg("--target-dir").arg(target).current_dir(self.workspace);
            let build = folder.join("build.toml");
            if build.exists() {
                command.arg("--config").arg(build);
            }
            succeed(&mut command).map_err(|why| format!("`cargo build`: {why}"))?;
        }
        Ok(self.version(peer).unwrap_or_default())
    }

    /// The figures of a peer.
    ///
    /// # Errors
    ///
    /// Why there are none.
    pub fn ask(&self, peer: &Peer, variant: &str, cell: Cell) -> Result<Figures, String> {
        let folder = self.folder(peer);
        let mut command = if is_node(&folder) {
            let mut node = Command::new("node");
            node.arg("--expose-gc").arg(folder.join("main.mjs"));
            node
        } else {
            Command::new(self.built.join(format!("peer-{}", peer.program)))
        };
        command.args([&cell.rules.to_string(), cell.mode.name(), variant]);
        let output = succeed(command.env("RUST_BACKTRACE", "0"))?;
        serde_json::from_slice(&output.stdout).map_err(|error| format!("it prints no figures: {error}"))
    }

    fn folder(&self, peer: &Peer) -> PathBuf {
        self.workspace.join("engines").join(peer.program)
    }

    /// The version that is locked.
    fn version(&self, peer: &Peer) -> Option<String> {
        let (package, folder) = (peer.package?, self.folder(peer));
        if is_node(&folder) {
            let lock = fs::read(folder.join("package-lock.json")).ok()?;
            let lock: serde_json::Value = serde_json::from_slice(&lock).ok()?;
            return lock["packages"][format!("node_modules/{package}")]["version"].as_str().map(str::to_owned);
        }
        let lock = fs::read_to_string(self.workspace.join("Cargo.lock")).ok()?;
        let rest = lock.split_once(&format!("name = \"{package}\"\nversion = \""))?.1;
        rest.split_once('"').map(|(version, _)| version.to_owned())
    }
}

fn is_node(folder: &Path) -> bool {
    folder.join("main.mjs").exists()
}

/// # Errors
///
/// Where it cannot be started or fails, with the last line that says why.
fn succeed(command: &mut Command) -> Result<Output, String> {
    let output = command.output().map_err(|error| format!("it cannot be started: {error}"))?;
    if output.status.success() {
        return Ok(output);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let is_telling = |line: &&str| !line.trim().is_empty() && !line.starts_with("note:");
    let last = said.lines().rfind(|line| line.starts_with("error")).or_else(|| said.lines().rfind(is_telling));
    Err(last.unwrap_or("it does not say why").to_owned())
}
