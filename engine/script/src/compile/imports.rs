//! Constants and helpers, and the imports that hand them on.

use std::sync::Arc;

use tierline_condition::{ScriptFile, functions::Function, nesting};
use tierline_model::{Root, SortedMap, SortedSet, Text, Value, quoted, sort::sort_by, suggest};

use super::Compiler;
use crate::{
    bounds,
    budget::{Held, as_number},
    check,
    rhai::Slip,
    source::Spot,
    tree::{Constants, Form, Node},
    unfold::{Unfolding, Unfoldings},
};

impl<'a> Compiler<'a> {
    /// Gives each file the constants and helpers of the files it imports.
    pub(super) fn link_imports(&mut self) {
        let imported = self.resolved();
        let reached: Vec<Vec<usize>> = (0..imported.len()).map(|file| reach(&imported, file)).collect();
        self.say_cycles(&imported, &reached);
        let mut own = vec![];
        for file in 0..self.sources.len() {
            let constants = self.own_constants(file);
            own.push(constants);
        }
        for (file, constants) in own.iter().enumerate() {
            let stem = self.sources[file].name.trim_end_matches(".rhai");
            let helpers = self.parts[file].helpers.iter().map(|(helper, ..)| &helper.name);
            let constants = constants.iter().map(|own| &own.name);
            self.elsewhere.extend(constants.chain(helpers).map(|name| (name.clone(), stem.to_owned())));
        }
        for (file, reached) in reached.iter().enumerate() {
            self.link(file, reached, &own);
        }
        self.check_helpers();
    }

    /// The files that each file imports; those that are not there are named.
    fn resolved(&mut self) -> Vec<Vec<usize>> {
        let mut numbers: SortedMap<&'a str, usize> = SortedMap::new();
        for (number, source) in self.sources.iter().enumerate() {
            numbers.get_or_insert_with(source.name, || number);
            source.name.strip_suffix(".rhai").map(|stem| *numbers.get_or_insert_with(stem, || number));
        }
        (0..self.sources.len()).map(|file| self.resolve(file, &numbers)).collect()
    }

    fn resolve(&mut self, file: usize, numbers: &SortedMap<&'a str, usize>) -> Vec<usize> {
        let mut imported = vec![];
        for (name, at) in self.parts[file].imports.clone() {
            match numbers.get(name.as_str()) {
                Some(other) => imported.push(*other),
                None if self.is_full() => self.left_out += 1,
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
        let reaches: Vec<SortedSet<usize>> = reached.iter().map(|files| files.iter().copied().collect()).collect();
        for (file, others) in imported.iter().enumerate() {
            for &other in others.iter().filter(|&&other| reaches[other].contains(&file)) {
                let name = self.sources[other].name.trim_end_matches(".rhai").to_owned();
                let at = self.parts[file].imports.iter().find(|(import, _)| import.trim_end_matches(".rhai") == name);
                let at = at.map_or(Spot::new(1, 1, 1), |(_, at)| *at);
                let slip = Slip::new("import-cycle", format!("this file and {} import each other", quoted(&name)));
                self.say(file, 0, slip.help("move what both need into a third file").at(at));
            }
        }
    }

    /// Puts together what a file sees: what it has of its own and what it reaches by imports.
    fn link(&mut self, file: usize, reached: &[usize], own: &[Vec<Own>]) {
        let mut seen = ScriptFile { name: self.sources[file].name.into(), ..ScriptFile::default() };
        let (mut constants, mut counts, mut unfoldings) = (Constants::new(), SortedMap::new(), SortedMap::new());
        if self.sees_too_much(file, reached, own) {
            self.add_link(seen, constants, counts, unfoldings);
            return;
        }
        let mut from: SortedMap<&str, usize> = SortedMap::new();
        let mut twice = vec![];
        for &other in reached {
            let helpers = self.parts[other].helpers.iter().map(|(helper, ..)| &helper.name);
            for name in own[other].iter().map(|own| &own.name).chain(helpers) {
                match from.insert(name, other) {
                    Some(first) if first != other => twice.push((name.clone(), first, other)),
                    _ => {}
                }
            }
            for Own { name, value, number, .. } in &own[other] {
                constants.insert(name.clone(), value.clone());
                seen.constants.push(*number);
            }
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
        let names = as_number(constants.len() + counts.len());
        self.budget.work(names);
        self.budget.bytes(names.saturating_mul(bounds::NODE_BYTES));
        // As they stand in a sorted map: scripts are given them in this order.
        let kept = &self.out.scripts.constants;
        sort_by(&mut seen.constants, |a, b| kept[*a as usize].0.cmp(&kept[*b as usize].0));
        self.add_link(seen, constants, counts, unfoldings);
    }

    fn add_link(
        &mut self,
        seen: ScriptFile,
        constants: Constants,
        counts: SortedMap<String, usize>,
        unfoldings: SortedMap<String, Arc<Unfolding>>,
    ) {
        self.constants.push(Arc::new(constants));
        self.helper_counts.push(counts);
        self.unfoldings.push(Arc::new(Unfoldings::new(unfoldings)));
        self.out.scripts.files.push(seen);
    }

    /// Whether a file sees more constants and helpers than it may, which is said.
    fn sees_too_much(&mut self, file: usize, reached: &[usize], own: &[Vec<Own>]) -> bool {
        let helpers: usize = reached.iter().map(|other| self.parts[*other].helpers.len()).sum();
        let constants: usize = reached.iter().map(|other| own[*other].len()).sum();
        let held = reached.iter().flat_map(|other| &own[*other]).map(|own| own.held).fold(Held::default(), Held::and);
        let bounds = [
            ("constants", as_number(constants), as_number(bounds::CONSTANTS)),
            ("helper functions", as_number(helpers), as_number(bounds::HELPERS)),
            ("items in constants", held.items, bounds::SEEN_ITEMS),
            ("bytes in constants", held.bytes, bounds::SEEN_BYTES),
        ];
        let mut is_over = false;
        for (what, count, most) in bounds.into_iter().filter(|(_, count, most)| count > most) {
            is_over = true;
            let message = format!("this file sees {count} {what}, imports included; {most} is the most");
            self.say(file, 0, Slip::new("too-large", message).help("split it, or move values into a table"));
        }
        if is_over {
            // Who names what is not there now is not blamed as well.
            let names = reached.iter().flat_map(|other| {
                let helpers = self.parts[*other].helpers.iter().map(|(helper, ..)| &helper.name);
                own[*other].iter().map(|own| &own.name).chain(helpers)
            });
            self.broken.extend(names.map(|name| Text::from(name.as_str())));
        }
        is_over
    }

    /// The constants that a file declares, each once, by name.
    fn own_constants(&mut self, file: usize) -> Vec<Own> {
        let mut known = Constants::new();
        let mut found: SortedMap<String, Own> = SortedMap::new();
        for (name, node, at) in std::mem::take(&mut self.parts[file].constants) {
            if self.is_full() || self.is_used_up(file, at.line) {
                self.left_out += usize::from(self.is_full());
                continue;
            }
            match self.constant(&name, &node, &known, &found) {
                Err(slip) => {
                    self.broken.insert(name.as_str().into());
                    // One that names what does not compile is not blamed as well.
                    if let Some(slip) = slip {
                        self.say(file, 0, slip.at(at));
                    }
                }
                Ok((value, held)) => {
                    self.budget.work(held.items);
                    self.budget.bytes(held.size());
                    let value = Arc::new(value);
                    let own = Own { name: name.clone(), value: value.clone(), held, number: 0 };
                    known.insert(name.clone(), value);
                    if found.insert(name.clone(), own).is_some() {
                        let slip = Slip::new("declared-twice", format!("`{name}` is declared twice"));
                        self.say(file, 0, slip.help("rename one of the two").at(at));
                    }
                }
            }
        }
        let kept = &mut self.out.scripts.constants;
        let numbered = found.into_values().map(|own| {
            kept.push((own.name.as_str().into(), own.value.clone()));
            // INVARIANT: a desk has fewer constants than 32 bits count.
            Own { number: u32::try_from(kept.len() - 1).unwrap_or(u32::MAX), ..own }
        });
        numbered.collect()
    }

    /// The value of a constant, and how much it holds. What it names is written out only where there is room for all of it.
    fn constant(
        &self,
        name: &str,
        node: &Node,
        known: &Constants,
        found: &SortedMap<String, Own>,
    ) -> Result<(Value, Held), Option<Slip>> {
        if Root::named(name).is_some() || ["now", "outcome"].contains(&name) {
            let slip = Slip::new("name-taken", format!("`{name}` is a word of the language already"));
            return Err(Some(slip.help("rename the constant")));
        }
        let too_large = |what: String| Some(Slip::new("too-large", what).help("split it into several constants"));
        let held = Held::of_node(node, &|name| found.get(name).map(|own| own.held).unwrap_or_default());
        let bounds =
            [("items", held.items, bounds::CONSTANT_ITEMS), ("bytes of text", held.bytes, bounds::CONSTANT_BYTES)];
        if let Some((what, count, most)) = bounds.into_iter().find(|(_, count, most)| count > most) {
            let message = format!(
                "`{name}` would hold {count} {what}, with what it names written out; a constant holds at most {most}"
            );
            return Err(too_large(message));
        }
        match node.constant(known) {
            Some(value) if nesting(&value) > 3 * bounds::CONSTANT_NESTING => {
                let most = bounds::CONSTANT_NESTING;
                Err(too_large(format!("the lists and maps of `{name}` are nested deeper than {most}")))
            }
            Some(value) => Ok((value, held)),
            None => {
                let mut follows = false;
                let mut look = |node: &Node| {
                    follows |= matches!(&node.form, Form::Name(name) if self.broken.contains(name.as_str()));
                };
                node.walk(&mut |node| look(node));
                let slip =
                    Slip::new("not-constant", format!("the value of `{name}` is not known before a ticket comes in"));
                let help = "a `const` holds text, numbers, true, false, lists and maps of them, or at(\"...\")";
                Err((!follows).then(|| slip.help(help)))
            }
        }
    }

    fn check_helpers(&mut self) {
        for file in 0..self.sources.len() {
            let helpers = std::mem::take(&mut self.parts[file].helpers);
            let mut seen = SortedSet::new();
            for (helper, at, lines_above) in &helpers {
                self.budget.work(helper.unfolding.nodes());
                if self.is_full() || self.is_used_up(file, at.line) {
                    break;
                }
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

/// A constant of a file.
struct Own {
    name: String,
    value: Arc<Value>,
    held: Held,
    /// Its number among those of all files.
    number: u32,
}

/// The files that `file` sees: itself first, then what it imports and what that imports, each once.
fn reach(imported: &[Vec<usize>], file: usize) -> Vec<usize> {
    let mut is_reached = vec![false; imported.len()];
    is_reached[file] = true;
    let mut reached = vec![file];
    let mut next = 0;
    while let Some(&current) = reached.get(next) {
        for &other in &imported[current] {
            if !std::mem::replace(&mut is_reached[other], true) {
                reached.push(other);
            }
        }
        next += 1;
    }
    reached
}
