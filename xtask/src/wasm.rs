//! The modules for hosts of WebAssembly, the components, and how large the modules may be.

use std::{path::PathBuf, process::Command};

use crate::{component, glue, output, root, run, tierline, tool};

/// The names of the modules, the profile and the features that they are built with.
const MODULES: [(&str, &str, &str); 2] =
    [("tierline", "wasm-full", "--features=compile"), ("tierline-runtime", "wasm", "--no-default-features")];
/// How large each was when that was last looked at: a line each of name, bytes, bytes by gzip, bytes by brotli.
const BUDGET: &str = "bindings/wasm/size.txt";
/// By so many of a hundred a module may be larger: another compiler than the one that was measured makes other code.
const LEEWAY: u64 = 10;

/// How large a module is.
#[derive(Clone, Copy)]
struct Size {
    raw: u64,
    gzip: u64,
    brotli: u64,
}

impl Size {
    fn parse(text: &str) -> Option<Size> {
        let mut numbers = text.split_whitespace().map(|number| number.parse().ok());
        Some(Size { raw: numbers.next()??, gzip: numbers.next()??, brotli: numbers.next()?? })
    }

    fn is_above(self, budget: Size) -> bool {
        let most = |bytes: u64| bytes + bytes * LEEWAY / 100;
        self.gzip > most(budget.gzip) || self.brotli > most(budget.brotli)
    }
}

impl std::fmt::Display for Size {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} bytes, {} by gzip, {} by brotli", self.raw, self.gzip, self.brotli)
    }
}

/// Builds the modules, asks them in Node what hosts ask, and looks at their sizes.
///
/// # Errors
///
/// Where one cannot be built, answers wrongly, or is too large.
pub(crate) fn build() -> Result<(), String> {
    let bundle = "target/runtime.desk";
    std::fs::create_dir_all(root().join("target/wasm")).map_err(|error| format!("target/wasm: {error}"))?;
    tierline(&["compile", "examples/incident-log/desk", "-o", bundle])?;
    for (name, profile, features) in MODULES {
        let module = format!("target/wasm/{name}.wasm");
        let built = compile("tierline-wasm", profile, features)?;
        std::fs::copy(built, root().join(&module)).map_err(|error| format!("{module}: {error}"))?;
        tool("node", "node", &["bindings/wasm/tests/module.mjs", &module, bundle], "install Node 20 or later")?;
        weigh(name, &module)?;
        component::write(
            &compile("tierline-component", profile, features)?,
            &format!("target/wasm/{name}.component.wasm"),
        )?;
    }
    glue::build()?;
    for module in ["full", "runtime"] {
        weigh(&format!("js-{module}"), &format!("target/wasm/js/{module}_bg.wasm"))?;
    }
    Ok(())
}

/// Compiles a package in a build of its own, so that the features of others stay out; gives the file.
pub(crate) fn compile(package: &str, profile: &str, features: &str) -> Result<PathBuf, String> {
    let args = ["xtask/wasm-cargo.sh", "build", "--profile", profile, "--package", package, features];
    run(&args.join(" "), Command::new("sh").args(args).env("CARGO_TARGET_DIR", "target/wasm-build"))?;
    Ok(root().join(format!("target/wasm-build/wasm32-unknown-unknown/{profile}/{}.wasm", package.replace('-', "_"))))
}

/// Says how large a module is, where Node is there to compress it.
fn weigh(name: &str, module: &str) -> Result<(), String> {
    let Ok(said) = output(Command::new("node").args(["bindings/wasm/tests/size.mjs", module])) else { return Ok(()) };
    let size = Size::parse(&said).ok_or_else(|| format!("`size.mjs` said {said:?}"))?;
    println!("xtask: {module}: {size}");
    let budgets = std::fs::read_to_string(root().join(BUDGET)).map_err(|error| format!("{BUDGET}: {error}"))?;
    let budget = budgets.lines().find_map(|line| Size::parse(line.strip_prefix(name)?.strip_prefix(' ')?));
    match budget {
        Some(budget) if size.is_above(budget) => Err(format!(
            "{module} is more than {LEEWAY} % larger than {BUDGET} says: {budget}; make it smaller, or say there why not"
        )),
        Some(_) => Ok(()),
        None => {
            Err(format!("{BUDGET} says nothing of {name}: add `{name} {} {} {}`", size.raw, size.gzip, size.brotli))
        }
    }
}
