//! `cargo xtask hosts`: the examples that run the engine in wasmtime.

use std::{fs, process::Command};

use crate::{cargo, left_out, output, root, run, target};

/// The version of Rust that wasmtime asks for.
const RUST: &str = "1.95";

/// Does what the examples' pages tell a reader to do; their tests are part of that.
pub(crate) fn test() -> Result<(), String> {
    for module in ["tierline", "tierline.component", "tierline-runtime", "tierline-runtime.component"] {
        let module = format!("target/wasm/{module}.wasm");
        if !root().join(&module).exists() {
            return Err(format!("{module} is not there; `cargo xtask wasm` builds it"));
        }
    }
    cargo(&["build", "--package", "tierline-cli"])?;
    match compiles_wasmtime() {
        true => follow("examples/wasmtime-host")?,
        false => left_out("examples/wasmtime-host", &format!("it needs Rust {RUST} (rustup update stable)"))?,
    }
    match output(Command::new("python3").args(["-c", "import ensurepip, venv"])) {
        Ok(_) => follow("examples/python-wasmtime"),
        Err(_) => {
            left_out("examples/python-wasmtime", "it needs Python 3.10 or later with `venv` (Debian: python3-venv)")
        }
    }
}

/// Whether the compiler here is new enough.
fn compiles_wasmtime() -> bool {
    let minor = |version: &str| version.split('.').nth(1)?.parse::<u32>().ok();
    output(Command::new("rustc").arg("--version")).is_ok_and(|version| minor(&version) >= minor(RUST))
}

/// Runs the commands of an example's README at the root, with what is built kept under the target folder.
fn follow(example: &str) -> Result<(), String> {
    let path = format!("{example}/README.md");
    let page = fs::read_to_string(root().join(&path)).map_err(|error| format!("{path}: {error}"))?;
    let commands = commands(&page);
    if commands.is_empty() {
        return Err(format!("{path} has no commands: a block that begins with ```sh"));
    }
    let target = target();
    let mut shell = Command::new("sh");
    shell.args(["-e", "-u", "-x", "-c", &commands]);
    shell.env("CARGO_TARGET_DIR", target.join("wasmtime-host")).env("TIERLINE", target.join("debug/tierline"));
    run(&format!("the commands of {path}"), &mut shell)
}

/// The lines of a page that are commands.
fn commands(page: &str) -> String {
    let blocks = page.split("```sh\n").skip(1);
    blocks.filter_map(|block| Some(block.split_once("```")?.0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_stand_in_blocks_of_their_own() {
        let page = "# A page\n\n```sh\none\ntwo\n```\n\n```text\nsaid\n```\n\n```sh\nthree\n```\n";
        assert_eq!(commands(page), "one\ntwo\nthree\n");
        assert_eq!(commands("`inline`\n```rust\nfn main() {}\n```\n"), "");
    }
}
