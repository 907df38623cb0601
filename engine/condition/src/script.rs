//! Where the scripts of a desk stand.

use std::sync::Arc;

use tierline_model::{Place, Spot, Text, Value, keep_struct};

/// Which script of a desk: a whole condition, or an action block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ScriptId(pub u32);

/// Where the scripts of a desk stand in its files. Few of them ever run, so that each is parsed when it first does.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scripts {
    /// The files, by name.
    pub files: Vec<ScriptFile>,
    /// The blocks of the files that hold scripts or helpers.
    pub blocks: Vec<ScriptBlock>,
    /// The scripts, by [`ScriptId`].
    pub scripts: Vec<Script>,
    /// The constants of all files, each once.
    pub constants: Vec<(Text, Arc<Value>)>,
}

impl Scripts {
    /// A spot in the block of a script, as a place in its file.
    pub fn place(&self, id: ScriptId, spot: Spot) -> Place {
        let block = self.scripts.get(id.0 as usize).and_then(|script| self.blocks.get(script.block as usize));
        let place = block.and_then(|block| {
            let file = self.files.get(block.file as usize)?;
            Some(spot.below(block.line.saturating_sub(1)).of(&file.name))
        });
        place.unwrap_or_else(|| Place::file(""))
    }

    /// The constants that the scripts of a file see.
    pub fn constants_of(&self, file: usize) -> impl Iterator<Item = &(Text, Arc<Value>)> {
        let numbers = self.files.get(file).into_iter().flat_map(|file| &file.constants);
        numbers.filter_map(|number| self.constants.get(*number as usize))
    }

    /// Where the block of a script begins: the place of what is known without a look into it.
    pub fn beginning(&self, id: ScriptId) -> Place {
        self.place(id, Spot::new(1, 1, 1))
    }
}

/// A file, and what its scripts see.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ScriptFile {
    /// Its name.
    pub name: Text,
    /// The numbers of its constants, those of imported files among them.
    pub constants: Vec<u32>,
    /// The blocks of its helpers, those of imported files among them.
    pub helpers: Vec<u32>,
}

/// A block: some bytes of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScriptBlock {
    /// The number of the file.
    pub file: u32,
    /// The line it starts at, from 1.
    pub line: u32,
    /// Where in the file it starts, in bytes.
    pub from: u32,
    /// Where it ends.
    pub to: u32,
}

impl ScriptBlock {
    /// How many bytes it is.
    pub fn bytes(&self) -> u64 {
        u64::from(self.to.saturating_sub(self.from))
    }
}

/// A script: something that a block is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Script {
    /// The number of the block.
    pub block: u32,
    /// Which of the expressions and action blocks in it.
    pub input: u32,
}

keep_struct!(ScriptId(number));
keep_struct!(Scripts { files, blocks, scripts, constants });
keep_struct!(ScriptFile { name, constants, helpers });
keep_struct!(ScriptBlock { file, line, from, to });
keep_struct!(Script { block, input });
