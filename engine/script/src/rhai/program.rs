//! The scripts of a desk, each parsed when it is first asked for.

use std::sync::{Arc, OnceLock};

use rhai::{Engine, Module, Shared};
use tierline_condition::{Script, ScriptBlock, ScriptFile, ScriptId, Scripts, Trouble};
use tierline_model::{Pack, Place, Spot};

use super::parse::{Code, Input, Slip, parse_library, parse_scripts};
use crate::bounds;

/// All scripts of a desk.
#[derive(Debug, Default)]
pub struct Program {
    scripts: Scripts,
    pack: Arc<Pack>,
    /// Whether there are so many that parsing them counts.
    are_many: bool,
    /// What each block parses to.
    blocks: Box<[Late<Vec<Input>>]>,
    /// The helpers that each file sees.
    helpers: Box<[Late<Vec<Shared<Module>>>]>,
}

/// What was parsed, or what is wrong with it.
type Parsed<T> = Result<T, Trouble>;

/// What is parsed when it is first asked for.
type Late<T> = OnceLock<Box<Parsed<T>>>;

impl Program {
    /// The scripts that stand there in the files of a pack.
    pub fn new(scripts: Scripts, pack: Arc<Pack>) -> Program {
        let blocks = scripts.blocks.iter().map(|_| OnceLock::new()).collect();
        let helpers = scripts.files.iter().map(|_| OnceLock::new()).collect();
        let are_many = scripts.blocks.iter().map(ScriptBlock::bytes).sum::<u64>() > bounds::SCRIPT_BYTES;
        Program { scripts, pack, are_many, blocks, helpers }
    }

    /// Where they stand.
    pub fn scripts(&self) -> &Scripts {
        &self.scripts
    }

    fn script(&self, id: ScriptId) -> Option<(Script, ScriptBlock)> {
        let script = *self.scripts.scripts.get(id.0 as usize)?;
        Some((script, *self.scripts.blocks.get(script.block as usize)?))
    }

    /// The work of parsing the block of a script. It counts in each evaluation, for none knows which came first: in desks with so many
    /// scripts that an evaluation which parses all of them would take long, and in no others.
    pub(super) fn parsing(&self, id: ScriptId) -> u64 {
        let block = self.script(id).filter(|_| self.are_many);
        block.map_or(0, |(_, block)| bounds::BYTE_PARSED.saturating_mul(block.bytes()))
    }

    /// The number of the file that a script stands in.
    pub(super) fn file_of(&self, id: ScriptId) -> usize {
        self.script(id).map_or(usize::MAX, |(_, block)| block.file as usize)
    }

    pub(super) fn file(&self, number: usize) -> Option<&ScriptFile> {
        self.scripts.files.get(number)
    }

    /// A spot in the block of a script, as a place in its file.
    pub(super) fn place(&self, id: ScriptId, spot: Spot) -> Place {
        self.scripts.place(id, spot)
    }

    /// A script, parsed: the whole of it, or the part of that number.
    ///
    /// # Errors
    ///
    /// Where it is not there, or what is there is no script.
    pub(super) fn code(&self, engine: &Engine, id: ScriptId, part: Option<usize>) -> Result<&Code, Trouble> {
        let none = || broken(self.scripts.beginning(id), "no such script");
        let (script, block) = self.script(id).ok_or_else(none)?;
        let parsed = self.blocks.get(script.block as usize).ok_or_else(none)?;
        let parsed = parsed.get_or_init(|| Box::new(self.parse(block, |text| parse_scripts(engine, text))));
        let inputs = parsed.as_ref().as_ref().map_err(Trouble::clone)?;
        let input = inputs.get(script.input as usize).ok_or_else(none)?;
        match part {
            None => Ok(&input.whole),
            Some(part) => input.part(part).ok_or_else(none),
        }
    }

    /// The helpers that the scripts of a file see.
    ///
    /// # Errors
    ///
    /// Where one is not there, or what is there is no helper.
    pub(super) fn helpers(&self, engine: &Engine, file: usize) -> Result<&[Shared<Module>], Trouble> {
        let (Some(parsed), Some(seen)) = (self.helpers.get(file), self.file(file)) else { return Ok(&[]) };
        let helper = |number: &u32| {
            let block = self.scripts.blocks.get(*number as usize);
            let block = block.ok_or_else(|| broken(Place::file(seen.name.clone()), "no such helper"))?;
            self.parse(*block, |text| parse_library(engine, text))
        };
        let parsed = parsed.get_or_init(|| Box::new(seen.helpers.iter().map(helper).collect()));
        parsed.as_ref().as_ref().map(Vec::as_slice).map_err(Trouble::clone)
    }

    fn parse<T>(&self, block: ScriptBlock, parse: impl FnOnce(&str) -> Result<T, Slip>) -> Parsed<T> {
        let name = self.file(block.file as usize).map(|file| file.name.clone()).unwrap_or_default();
        let text = self.pack.files.get(&*name).and_then(|text| text.get(block.from as usize..block.to as usize));
        let text = text.filter(|text| text.len() <= bounds::BLOCK_BYTES);
        let lines_above = block.line.saturating_sub(1);
        let text = text.ok_or_else(|| broken(Place::file(name.clone()), "the block of this script is not there"))?;
        parse(text).map_err(|slip| broken(slip.at.below(lines_above).of(&name), slip.message))
    }
}

fn broken(place: Place, reason: impl Into<String>) -> Trouble {
    Trouble { place, code: "script-error", reason: reason.into() }
}
