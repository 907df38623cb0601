//! The modules of the npm package, and the JavaScript around them: what wasm-bindgen makes of `tierline-js`.

use std::{fs, path::Path};

use wasm_bindgen_cli_support::Bindgen;

use crate::{root, wasm};

/// The builds of the package: their names, the profile and the features that they are built with. The last is for tests and
/// measurements: requests and answers cross by objects too.
const BUILDS: [(&str, &str, &str); 3] = [
    ("full", "wasm-js-full", "--features=compile"),
    ("runtime", "wasm-js", "--no-default-features"),
    ("both-ways", "wasm-js-full", "--features=compile,both-ways"),
];

/// Writes `target/wasm/js`: of each build the module, its glue and its types.
///
/// # Errors
///
/// Where one cannot be built.
pub(crate) fn build() -> Result<(), String> {
    let out = root().join("target/wasm/js");
    fs::create_dir_all(&out).map_err(|error| format!("{}: {error}", out.display()))?;
    for (name, profile, features) in BUILDS {
        let module = wasm::compile("tierline-js", profile, features)?;
        bound(&module, name, &out).map_err(|error| format!("{name}: {error:#}"))?;
    }
    Ok(())
}

/// Makes the glue of one module. An instance can be thrown away for a new one, and what belonged to it then says so.
fn bound(module: &Path, name: &str, out: &Path) -> Result<(), impl std::fmt::Display> {
    let mut glue = Bindgen::new();
    glue.input_path(module).out_name(name).typescript(true).reset_state_function(true);
    glue.remove_name_section(true).remove_producers_section(true);
    glue.web(true)?.generate(out)
}
