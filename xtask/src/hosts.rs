//! `cargo xtask hosts`: the examples that run the engine in wasmtime, and those that call the C library.

use std::{fs, process::Command};

use crate::{
    cargo,
    conformance::runners::{Ready, c, php, ruby},
    left_out, output, root, run, target,
};

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
    desks()?;
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

/// Runs the desk examples of C, PHP and Ruby: each prints what stands in its `desk.txt`.
fn desks() -> Result<(), String> {
    let without_ffi = ["-d", "ffi.enable=false", "examples/php/desk.php"];
    for (name, example, ready) in [
        ("C", "examples/c", c("desk")?),
        ("PHP", "examples/php", php(&["examples/php/desk.php"])?),
        ("PHP by the pipe", "examples/php", php(&without_ffi)?),
        ("Ruby", "examples/ruby", ruby("examples/ruby/desk.rb")?),
    ] {
        match ready {
            Ready::Command(command) => prints(name, &command, &format!("{example}/desk.txt"))?,
            Ready::LeftOut(why) => left_out(&format!("the desk example of {name}"), &why)?,
        }
    }
    Ok(())
}

/// Compares what a desk example prints with the file that says it.
fn prints(name: &str, command: &[String], path: &str) -> Result<(), String> {
    let (program, args) = command.split_first().ok_or("an example needs a command")?;
    let said = output(Command::new(program).args(args).arg("examples/small-desk/desk.rhai"))?;
    let expected = fs::read_to_string(root().join(path)).map_err(|error| format!("{path}: {error}"))?;
    if said != expected.replace("VERSION", env!("CARGO_PKG_VERSION")) {
        return Err(format!("the desk example of {name} prints otherwise than {path} says:\n{said}"));
    }
    println!("xtask: the desk example of {name} prints what {path} says");
    Ok(())
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
