//! What the guide shows is what the binary prints.

use std::fs;

use crate::{Folder, readme};

/// The files that the blocks of a page make, in their order, and what its `console` blocks say at each point.
#[cfg(unix)]
fn follow(page: &str) -> usize {
    let folder = Folder::empty();
    let shell = readme::Shell::in_folder(&folder);
    let path = readme::root().join("rules/guide").join(page);
    let text = fs::read_to_string(path).unwrap();
    let mut commands = 0;
    for block in text.split("\n```").skip(1).step_by(2) {
        let (info, text) = block.split_once('\n').unwrap_or((block, ""));
        let text = format!("{text}\n");
        match info.split_once(' ') {
            None if info == "console" => commands += shell.prints(page, &text),
            Some((_, role)) if !role.contains(' ') => folder.put(role, &text),
            _ => {}
        }
    }
    commands
}

#[test]
#[cfg(unix)]
fn every_command_of_the_guide_prints_what_it_says() {
    let folder = fs::read_dir(readme::root().join("rules/guide")).unwrap();
    let names = folder.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    let pages: Vec<String> = names.filter(|name| name.ends_with(".md")).collect();
    let commands: usize = pages.iter().map(|page| follow(page)).sum();
    assert!(commands >= 30, "{commands}");
}
