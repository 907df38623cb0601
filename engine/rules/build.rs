//! Lists the files of the actions, so that a new action is a new file and nothing else.

use std::{env, fs, io, path::Path};

fn main() -> io::Result<()> {
    let folder = Path::new(&env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("src/actions");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut names: Vec<String> = fs::read_dir(&folder)?
        .filter_map(|entry| Some(entry.ok()?.file_name().to_str()?.strip_suffix(".rs")?.to_owned()))
        .collect();
    names.sort();
    let modules = names.iter().map(|name| format!("#[path = {:?}]\nmod {name};\n", folder.join(format!("{name}.rs"))));
    let rows = names.iter().map(|name| format!("{name}::ACTION, "));
    let list = format!(
        "{}\n/// All actions, in the order of the reference.\npub static ACTIONS: &[Action] = &in_order([{}]);\n",
        modules.collect::<String>(),
        rows.collect::<String>()
    );
    fs::write(Path::new(&env::var_os("OUT_DIR").unwrap_or_default()).join("actions.rs"), list)
}
