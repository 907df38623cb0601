//! The house: which crate may name which, and what the engine may not touch.

use std::{collections::BTreeMap, fs, path::Path};

use cargo_metadata::{DependencyKind, MetadataCommand};

/// The table of arrows, as in `engine/ARCHITECTURE.md`.
const ARROWS: &[(&str, &[&str])] = &[
    ("tierline-model", &[]),
    ("tierline-calendar", &["tierline-model"]),
    ("tierline-condition", &["tierline-model"]),
    ("tierline-sla", &["tierline-model", "tierline-calendar", "tierline-condition"]),
    ("tierline-rules", &["tierline-model", "tierline-condition"]),
    ("tierline-script", &["tierline-model", "tierline-condition"]),
    (
        "tierline",
        &[
            "tierline-model",
            "tierline-calendar",
            "tierline-condition",
            "tierline-sla",
            "tierline-rules",
            "tierline-script",
        ],
    ),
    ("tierline-explain", &["tierline-model"]),
    (
        "tierline-check",
        &["tierline-model", "tierline-calendar", "tierline-condition", "tierline-sla", "tierline-rules", "tierline"],
    ),
    ("tierline-simulate", &["tierline-model", "tierline-calendar", "tierline-sla", "tierline"]),
    (
        "tierline-wire",
        &[
            "tierline-model",
            "tierline-calendar",
            "tierline-condition",
            "tierline-sla",
            "tierline-rules",
            "tierline-script",
            "tierline",
            "tierline-explain",
            "tierline-check",
            "tierline-simulate",
        ],
    ),
    ("tierline-cli", &["tierline-wire"]),
    ("tierline-wasm", &["tierline-wire"]),
    ("tierline-component", &["tierline-wire"]),
    ("tierline-js", &["tierline-wire"]),
    ("tierline-c", &["tierline-wire"]),
    ("tierline-python", &["tierline-wire"]),
    ("xtask", &[]),
];

#[test]
fn crates_name_only_what_the_table_allows() {
    let metadata = MetadataCommand::new().no_deps().exec().unwrap();
    let table: BTreeMap<&str, &[&str]> = ARROWS.iter().copied().collect();
    let mut seen = vec![];
    for package in metadata.packages.iter().filter(|package| package.name.as_str() != "tierline-tests") {
        let allowed =
            table.get(package.name.as_str()).unwrap_or_else(|| panic!("{} is not in the table", package.name));
        seen.push(package.name.to_string());
        for dependency in package.dependencies.iter().filter(|dependency| dependency.kind == DependencyKind::Normal) {
            let ours = dependency.name == "tierline" || dependency.name.starts_with("tierline-");
            assert!(!ours || allowed.contains(&dependency.name.as_str()), "{} names {}", package.name, dependency.name);
        }
    }
    assert_eq!(seen.len(), table.len(), "{seen:?}");
}

#[test]
fn only_script_names_rhai() {
    let metadata = MetadataCommand::new().no_deps().exec().unwrap();
    let names_rhai =
        |package: &&cargo_metadata::Package| package.dependencies.iter().any(|dependency| dependency.name == "rhai");
    let packages: Vec<&str> =
        metadata.packages.iter().filter(names_rhai).map(|package| package.name.as_str()).collect();
    assert_eq!(packages, ["tierline-script"]);
    for (file, text) in sources("engine/script/src") {
        let uses = text.lines().any(|line| line.trim_start().starts_with("use rhai::") || line.contains(" ::rhai::"));
        assert!(!uses || file.contains("/rhai/"), "{file} names Rhai outside its module");
    }
}

#[test]
fn the_engine_reads_no_clock_file_chance_or_environment_and_uses_no_float() {
    const FORBIDDEN: &[&str] = &[
        "SystemTime",
        "Instant::now",
        "Utc::now",
        "std::fs",
        "std::net",
        "std::env",
        "std::process",
        "println!",
        "eprintln!",
        "HashMap",
        "HashSet",
        "f32",
        "f64",
        "rand::",
        "async fn",
    ];
    let mut files = 0;
    // What lists the files of a table when the engine is built is not the engine.
    for (file, text) in sources("engine").into_iter().filter(|(file, _)| !file.ends_with("/build.rs")) {
        files += 1;
        for word in FORBIDDEN {
            assert!(!text.contains(word), "{file} has `{word}`");
        }
    }
    assert!(files > 60, "{files}");
}

/// All Rust files below a folder of the repository, with their text.
fn sources(folder: &str) -> Vec<(String, String)> {
    fn walk(folder: &Path, found: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let mut found = vec![];
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(folder), &mut found);
    found
}
