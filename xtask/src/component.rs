//! Components: what `wit-component` makes of a module that `wit-bindgen` wrote the exports of.

use std::{fs, path::Path};

use wasmparser::{Parser, Payload};
use wit_component::ComponentEncoder;

use crate::root;

/// Writes the component of a module, which may ask nothing of its host.
pub(crate) fn write(module: &Path, component: &str) -> Result<(), String> {
    let trouble = |error: &dyn std::fmt::Display| format!("{component}: {error}");
    let module = fs::read(module).map_err(|error| trouble(&error))?;
    let encoder = ComponentEncoder::default().validate(true).module(&module);
    let bytes = encoder.and_then(|mut encoder| encoder.encode()).map_err(|error| trouble(&format!("{error:#}")))?;
    let imports = imports(&bytes).map_err(|error| trouble(&error))?;
    if !imports.is_empty() {
        return Err(trouble(&format!("it imports {}, and no host must need to give it anything", imports.join(", "))));
    }
    fs::write(root().join(component), &bytes).map_err(|error| trouble(&error))?;
    println!("xtask: {component}: {} bytes", bytes.len());
    Ok(())
}

/// The names of what a component imports. The modules inside import from each other, which is no matter of the host.
fn imports(component: &[u8]) -> wasmparser::Result<Vec<String>> {
    let mut depth = 0;
    let mut found = vec![];
    for payload in Parser::new(0).parse_all(component) {
        match payload? {
            Payload::Version { .. } => depth += 1,
            Payload::End(_) => depth -= 1,
            Payload::ComponentImportSection(imports) if depth == 1 => {
                for import in imports {
                    found.push(import?.name.0.to_owned());
                }
            }
            _ => {}
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The preamble of a component.
    const COMPONENT: &[u8] = b"\0asm\x0d\0\x01\0";
    /// A section that imports a function of the first type by the name `host`.
    const IMPORT: &[u8] = b"\x0a\x09\x01\0\x04host\x01\0";

    #[test]
    fn what_a_component_asks_for_is_found() {
        assert_eq!(imports(COMPONENT).unwrap(), [""; 0]);
        assert_eq!(imports(&[COMPONENT, IMPORT].concat()).unwrap(), ["host"]);
    }

    #[test]
    fn what_stands_in_a_component_inside_is_passed_over() {
        let inside = [COMPONENT, IMPORT].concat();
        let section = [&[4, u8::try_from(inside.len()).unwrap()][..], &inside].concat();
        assert_eq!(imports(&[COMPONENT, &section].concat()).unwrap(), [""; 0]);
    }
}
