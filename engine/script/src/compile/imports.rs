//! Constants and helpers, and the imports that hand them on.

use std::sync::Arc;

use tierline_condition::{ScriptFile, functions::Function, nesting};
use tierline_model::{Root, SortedMap, SortedSet, Value, quoted, suggest};

use super::Compiler;
use crate::{
    bounds, check,
    lower::Unfoldings,
    rhai::Slip,
    source::{Source, Spot},
};

impl<'a> Compiler<'a> {
    /// Gives each file the constants and helpers of the files it imports.
    pub(super) fn link_imports(&mut self) {
        let imported: Vec<Vec<usize>> = (0..self.sources.len()).map(|file| self.resolve(file)).collect();
        let reached: Vec<Vec<usize>> = (0..imported.len()).map(|file| reach(&imported, file)).collect();
        self.say_cycles(&imported, &reached);
        let own: Vec<SortedMap<String, Value>> = (0..self.sources.len()).map(|file| self.own_constants(file)).collect();
        for (file, constants) in own.iter().enumerate() {
            let stem = self.sources[file].name.trim_end_matches(".rhai");
            let helpers = self.parts[file].helpers.iter().map(|(helper, ..)| &helper.name);
            self.elsewhere.extend(constants.keys().chain(helpers).map(|name| (name.clone(), stem.to_owned())));
        }
        for (file, reached) in reached.iter().enumerate() {
            self.link(file, reached, &own);
        }
        self.check_helpers();
    }

    /// The files that a file imports; those that are not there are named.
    fn resolve(&mut self, file: usize) -> Vec<usize> {
        let mut imported = vec![];
        for (name, at) in self.parts[file].imports.clone() {
            let is_meant =
                |source: &Source<'_>| source.name == name || source.name.strip_suffix(".rhai") == Some(&name);
            match self.sources.iter().position(is_meant) {
                Some(other) => imported.push(other),
                None => {
                    let known = self.sources.iter().map(|source| source.name.trim_end_matches(".rhai"));
                    let help = suggest::did_you_mean(&name, known, "\"").unwrap_or_else(|| {
                        "an import names another rule file of the same pack, without `.rhai`".to_owned()
                    });
                    let slip = Slip::new("unknown-import", format!("there is no file {} in this pack", quoted(&name)));
                    self.say(file, 0, slip.help(help).at(at));
                }
            }
        }
        imported
    }

    fn say_cycles(&mut self, imported: &[Vec<usize>], reached: &[Vec<usize>]) {
        for (file, others) in imported.iter().enumerate() {
            for &other in others.iter().filter(|&&other| reached[other].contains(&file)) {
                let name = self.sources[other].name.trim_end_matches(".rhai").to_owned();
                let at = self.parts[file].imports.iter().find(|(import, _)| import.trim_end_matches(".rhai") == name);
                let at = at.map_or(Spot::new(1, 1, 1), |(_, at)| *at);
                let slip = Slip::new("import-cycle", format!("this file and {} import each other", quoted(&name)));
                self.say(file, 0, slip.help("move what both need into a third file").at(at));
            }
        }
    }

    /// Puts together what a file sees: what it has of its own and what it reaches by imports.
    fn link(&mut self, file: usize, reached: &[usize], own: &[SortedMap<String, Value>]) {
        let mut seen = ScriptFile { name: self.sources[file].name.into(), ..ScriptFile::default() };
        let (mut constants, mut counts, mut unfoldings) = (SortedMap::new(), SortedMap::new(), Unfoldings::new());
        let mut from: SortedMap<String, usize> = SortedMap::new();
        let mut twice = vec![];
        for &other in reached {
            let helpers = self.parts[other].helpers.iter().map(|(helper, ..)| &helper.name);
            for name in own[other].keys().chain(helpers) {
                match from.insert(name.clone(), other) {
                    Some(first) if first != other => twice.push((name.clone(), first, other)),
                    _ => {}
                }
            }
            constants.extend(own[other].clone());
            for (helper, ..) in &self.parts[other].helpers {
                counts.insert(helper.name.clone(), helper.params.len());
                unfoldings.insert(helper.name.clone(), helper.unfolding.clone());
                seen.helpers.push(helper.block);
            }
        }
        for (name, first, other) in twice {
            let (first, other) = (self.sources[first].name, self.sources[other].name);
            let slip = Slip::new("declared-twice", format!("this file sees two things called `{name}`"));
            self.say(file, 0, slip.help(format!("one stands in {first}, one in {other}: rename one")));
        }
        let bounds =
            [("constants", constants.len(), bounds::CONSTANTS), ("helper functions", counts.len(), bounds::HELPERS)];
        for (what, count, most) in bounds.into_iter().filter(|(_, count, most)| count > most) {
            let message = format!("this file sees {count} {what}, imports included; {most} is the most");
            self.say(file, 0, Slip::new("too-large", message).help("split it, or move values into a table"));
        }
        seen.constants = constants.iter().map(|(name, value)| (name.as_str().into(), value.clone())).collect();
        self.constants.push(Arc::new(constants));
        self.helper_counts.push(counts);
        self.unfoldings.push(Arc::new(unfoldings));
        self.out.scripts.files.push(seen);
    }

    fn own_constants(&mut self, file: usize) -> SortedMap<String, Value> {
        let mut known = SortedMap::new();
        for (name, node, at) in std::mem::take(&mut self.parts[file].constants) {
            if Root::named(&name).is_some() || ["now", "outcome"].contains(&name.as_str()) {
                let slip = Slip::new("name-taken", format!("`{name}` is a word of the language already"));
                self.say(file, 0, slip.help("rename the constant").at(at));
                continue;
            }
            match node.constant(&known) {
                Some(value) if nesting(&value) > 3 * bounds::CONSTANT_NESTING => {
                    let message =
                        format!("the lists and maps of `{name}` are nested deeper than {}", bounds::CONSTANT_NESTING);
                    let slip = Slip::new("too-large", message).help("split it into several constants");
                    self.say(file, 0, slip.at(at));
                }
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

    fn check_helpers(&mut self) {
        for file in 0..self.sources.len() {
            let helpers = std::mem::take(&mut self.parts[file].helpers);
            let mut seen = SortedSet::new();
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

/// The files that `file` sees: itself first, then what it imports and what that imports, each once.
fn reach(imported: &[Vec<usize>], file: usize) -> Vec<usize> {
    let mut reached = vec![file];
    let mut next = 0;
    while let Some(&current) = reached.get(next) {
        for &other in &imported[current] {
            if !reached.contains(&other) {
                reached.push(other);
            }
        }
        next += 1;
    }
    reached
}
