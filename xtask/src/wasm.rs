//! The module for hosts of WebAssembly, and the component.

use std::{fs, path::PathBuf, process::Command};

use crate::{component, root, run, tierline, tool};

/// The builds: the name of the file, and the features of `tierline-wasm`.
const BUILDS: [(&str, &[&str]); 2] =
    [("tierline", &["--features=compile,schema"]), ("tierline-runtime", &["--no-default-features"])];

/// Builds modules and components into `target/wasm` and asks the modules, in Node, what hosts ask.
pub(crate) fn build() -> Result<(), String> {
    let bundle = "target/runtime.desk.json";
    fs::create_dir_all(root().join("target/wasm")).map_err(|error| format!("target/wasm: {error}"))?;
    tierline(&["compile", "examples/incident-log/desk", "-o", bundle])?;
    for (name, features) in BUILDS {
        let module = format!("target/wasm/{name}.wasm");
        let built = compile("tierline-wasm", features)?;
        let bytes = fs::copy(built, root().join(&module)).map_err(|error| format!("{module}: {error}"))?;
        println!("xtask: {module}: {bytes} bytes");
        tool("node", "node", &["bindings/wasm/tests/module.mjs", &module, bundle], "install Node 20 or later")?;
        component::write(&compile("tierline-component", features)?, &format!("target/wasm/{name}.component.wasm"))?;
    }
    Ok(())
}

/// Compiles a package in a build of its own, so that the features of others stay out; gives the file.
fn compile(package: &str, features: &[&str]) -> Result<PathBuf, String> {
    let args = ["xtask/wasm-cargo.sh", "build", "--profile", "wasm", "--package", package];
    let build = &mut Command::new("sh");
    run(&args.join(" "), build.args(args).args(features).env("CARGO_TARGET_DIR", "target/wasm-build"))?;
    Ok(root().join(format!("target/wasm-build/wasm32-unknown-unknown/wasm/{}.wasm", package.replace('-', "_"))))
}
