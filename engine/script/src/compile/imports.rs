//! Constants and helpers, and the imports that hand them on.

use std::collections::{BTreeMap, BTreeSet};

use tierline_condition::functions::Function;
use tierline_model::{Root, Value, suggest};

use super::Compiler;
use crate::{
    check,
    rhai::{Library, Slip},
};

impl<'a> Compiler<'a> {
    /// Gives each file the constants and helpers of the files it imports.
    pub(super) fn link_imports(&mut self) {
        let own: Vec<BTreeMap<String, Value>> = (0..self.sources.len()).map(|file| self.own_constants(file)).collect();
        for file in 0..self.sources.len() {
            let reached = self.reach(file);
            let mut constants = BTreeMap::new();
            let mut counts = BTreeMap::new();
            let mut library = Library::default();
            for &other in reached.iter().rev() {
                constants.extend(own[other].clone());
                for (helper, ..) in &self.parts[other].helpers {
                    counts.insert(helper.name.clone(), helper.params.len());
                    library.helpers.push(helper.library.clone());
                }
            }
            library.constants = constants.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
            self.constants.push(constants);
            self.helper_counts.push(counts);
            self.out.program.libraries.push(library);
        }
        self.check_helpers();
    }

    fn own_constants(&mut self, file: usize) -> BTreeMap<String, Value> {
        let mut known = BTreeMap::new();
        for (name, node, at) in std::mem::take(&mut self.parts[file].constants) {
            if Root::named(&name).is_some() || ["now", "outcome"].contains(&name.as_str()) {
                let slip = Slip::new("name-taken", format!("`{name}` is a word of the language already"));
                self.say(file, 0, slip.help("rename the constant").at(at));
                continue;
            }
            match node.constant(&known) {
                Some(value) => {
                    if known.insert(name.clone(), value).is_some() {
                        self.say(
                            file,
                            0,
                            Slip::new("declared-twice", format!("`{name}` is declared twice"))
                                .help("rename one of the two")
                                .at(at),
                        );
                    }
                }
                None => {
                    let slip = Slip::new(
                        "not-constant",
                        format!("the value of `{name}` is not known before a ticket comes in"),
                    );
                    self.say(
                        file,
                        0,
                        slip.help("a `const` holds text, numbers, true, false, lists and maps of them, or at(\"...\")")
                            .at(at),
                    );
                }
            }
        }
        known
    }

    /// The files that `file` sees: itself first, then what it imports, each once.
    fn reach(&mut self, file: usize) -> Vec<usize> {
        let mut reached = vec![file];
        let mut next = 0;
        while let Some(&current) = reached.get(next) {
            for (name, at) in self.parts[current].imports.clone() {
                match self.file_named(&name) {
                    Some(other) if self.leads_back(other, current) && current == file => {
                        let slip = Slip::new("import-cycle", format!("this file and {name:?} import each other"));
                        self.say(file, 0, slip.help("move what both need into a third file").at(at));
                    }
                    Some(other) if !reached.contains(&other) => reached.push(other),
                    Some(_) => {}
                    None if current == file => {
                        let known = self.sources.iter().map(|source| source.name.trim_end_matches(".rhai"));
                        let hint = suggest::did_you_mean(&name, known, "\"");
                        let help = hint.unwrap_or_else(|| {
                            "an import names another rule file of the same pack, without `.rhai`".to_owned()
                        });
                        self.say(
                            file,
                            0,
                            Slip::new("unknown-import", format!("there is no file {name:?} in this pack"))
                                .help(help)
                                .at(at),
                        );
                    }
                    None => {}
                }
            }
            next += 1;
        }
        reached
    }

    /// Whether imports lead from one file to another.
    fn leads_back(&self, from: usize, to: usize) -> bool {
        let mut seen = vec![from];
        let mut next = 0;
        while let Some(&current) = seen.get(next) {
            if current == to {
                return true;
            }
            let imported = self.parts[current].imports.iter().filter_map(|(name, _)| self.file_named(name));
            let fresh: Vec<usize> = imported.filter(|file| !seen.contains(file)).collect();
            seen.extend(fresh);
            next += 1;
        }
        false
    }

    fn file_named(&self, name: &str) -> Option<usize> {
        self.sources.iter().position(|source| source.name == name || source.name.strip_suffix(".rhai") == Some(name))
    }

    fn check_helpers(&mut self) {
        for file in 0..self.sources.len() {
            let helpers = std::mem::take(&mut self.parts[file].helpers);
            let mut seen = BTreeSet::new();
            for (helper, at, lines_above) in &helpers {
                if !seen.insert(&helper.name) {
                    let slip = Slip::new("declared-twice", format!("there are two helpers called `{}`", helper.name));
                    self.say(file, 0, slip.help("rename one of the two").at(*at));
                }
                if Function::named(&helper.name).is_some()
                    || self.language.actions.iter().any(|spec| spec.name == helper.name)
                {
                    let slip = Slip::new("name-taken", format!("`{}` is a word of the language already", helper.name));
                    self.say(file, 0, slip.help("rename the helper").at(*at));
                }
                let slips = check::helper(&self.names(file), &helper.params, &helper.body);
                self.say_all(file, *lines_above, slips);
                self.keep_patterns_of(file, &helper.body);
            }
        }
    }
}
