//! The module for hosts of WebAssembly.

use std::{fs, process::Command};

use crate::{root, run, tierline, tool};

/// The builds: the name of the file, and the features of `tierline-wasm`.
const BUILDS: [(&str, &[&str]); 2] =
    [("tierline", &["--features=compile,schema"]), ("tierline-runtime", &["--no-default-features"])];

/// Builds the modules into `target/wasm` and asks them, in Node, what hosts ask.
pub(crate) fn build() -> Result<(), String> {
    let built = "target/wasm-build/wasm32-unknown-unknown/wasm/tierline_wasm.wasm";
    let bundle = "target/runtime.desk.json";
    tierline(&["compile", "examples/incident-log/desk", "-o", bundle])?;
    fs::create_dir_all(root().join("target/wasm")).map_err(|error| format!("target/wasm: {error}"))?;
    for (name, features) in BUILDS {
        let module = format!("target/wasm/{name}.wasm");
        let args = ["xtask/wasm-cargo.sh", "build", "--profile", "wasm", "--package", "tierline-wasm"];
        let build = &mut Command::new("sh");
        run(&args.join(" "), build.args(args).args(features).env("CARGO_TARGET_DIR", "target/wasm-build"))?;
        let bytes = fs::copy(root().join(built), root().join(&module)).map_err(|error| format!("{module}: {error}"))?;
        println!("xtask: {module}: {bytes} bytes");
        tool("node", "node", &["bindings/wasm/tests/module.mjs", &module, bundle], "install Node 20 or later")?;
    }
    Ok(())
}
