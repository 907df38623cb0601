//! From the files of a pack to a compiled desk's parts.

mod blocks;
mod declare;
mod imports;
mod patterns;
mod read;
mod shared;

use std::sync::Arc;

use tierline_condition::{Condition, Layout, Matrix, Patterns, Scripts};
use tierline_model::{
    ActionSpec, Date, Diagnostic, Limits, Mode, Pack, Place, Schema, SortedMap, SortedSet, Stage, Text,
    agreement::Policy, sort::sort_by,
};

use crate::{
    bounds,
    budget::{Budget, Held},
    calendars::CalendarDraft,
    cells::Row,
    check::Names,
    cut::Piece,
    header,
    ladders::LadderDraft,
    outline::Outline,
    rhai::{self, Block, BlockPart, Engine, Helper, Slip},
    rules::RuleDraft,
    source::{Source, Spot},
    tests::TestCase,
    tree::{Constants, Form, Node},
    unfold::Unfoldings,
};

pub(crate) use read::{too_large, unknown_piece};

/// The rule language with a host's actions.
#[derive(Debug)]
pub struct Language {
    pub(crate) engine: Engine,
    pub(crate) actions: Vec<&'static ActionSpec>,
    /// Whether it refuses what does not fit where it stands.
    typed: bool,
}

/// What a pack compiles to.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// The fields that its rules may name.
    pub schema: Schema,
    /// The fields that its conditions read.
    pub layout: Layout,
    /// Its matrices.
    pub matrices: SortedMap<Text, Matrix>,
    /// Its patterns.
    pub patterns: Patterns,
    /// Its queues; none where it declares none.
    pub queues: SortedSet<Text>,
    /// Its rules, in the order of files and lines.
    pub rules: Vec<RuleDraft>,
    /// How many rules of each stage may fire.
    pub modes: SortedMap<Stage, Mode>,
    /// Whether anything in it reads the SLA clocks.
    pub asks_clocks: bool,
    /// Its calendars.
    pub calendars: Vec<CalendarDraft>,
    /// Its SLA policies, in the order in which they are looked at.
    pub policies: Vec<Policy<Condition>>,
    /// The dates since which policies count that say a date, by their places. Until calendars are known, their `since` is midnight
    /// in UTC.
    pub policy_dates: Vec<(usize, Date)>,
    /// Its escalation ladders.
    pub ladders: Vec<LadderDraft>,
    /// Its tests.
    pub tests: Vec<TestCase>,
    /// Where its scripts stand.
    pub scripts: Scripts,
    /// The same, and behind them those of its tests.
    pub test_scripts: Scripts,
    /// What looks wrong in it but compiles.
    pub warnings: Vec<Diagnostic>,
    /// Its content without comments and layout: what the desk's hash is made of.
    pub content: String,
    /// The work of compiling it, as [`Limits::compile_work`] counts it.
    pub work: u64,
    /// The bytes that it keeps, as [`Limits::compile_bytes`] counts them.
    pub bytes: u64,
}

/// A pack that does not compile.
#[derive(Clone, Debug)]
pub struct Broken {
    /// Everything that is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
    /// Its calendars, as far as they could be read: what else is wrong with them can be said as well.
    pub calendars: Vec<CalendarDraft>,
}

impl Compiled {
    /// Adds the rows of a grid to what the hash is made of.
    pub(crate) fn note_rows(&mut self, rows: &[Row]) {
        for row in rows {
            self.note("row", "");
            row.cells.iter().for_each(|cell| self.note("cell", &cell.text));
        }
    }

    /// Adds something to what the hash is made of. Lengths keep two things from reading as one.
    pub(crate) fn note(&mut self, kind: &str, text: &str) {
        self.content.push_str(&format!("{kind} {}:{text}\n", text.len()));
    }
}

impl Language {
    /// The language with these actions.
    pub fn new(actions: Vec<&'static ActionSpec>) -> Language {
        Language { engine: rhai::engine(&actions), actions, typed: true }
    }

    /// The same language, where whatever an expression gives fits everywhere: what does not is found when it runs. For tests that
    /// ask what mistakes of type come to.
    #[doc(hidden)]
    #[must_use]
    pub fn untyped(self) -> Language {
        Language { typed: false, ..self }
    }

    /// Compiles the rule files of a pack, whatever it takes.
    ///
    /// # Errors
    ///
    /// Everything that is wrong, by file and line, and the calendars that could be read all the same.
    pub fn compile(&self, pack: &Pack) -> Result<Compiled, Broken> {
        self.compile_within(pack, Limits::NONE)
    }

    /// As [`Language::compile`], within the limits of compiling.
    ///
    /// # Errors
    ///
    /// Everything that is wrong, as far as the limits go; and that they do not go further, where they do not.
    pub fn compile_within(&self, pack: &Pack, limits: Limits) -> Result<Compiled, Broken> {
        Compiler::new(self, pack, limits).run().finish()
    }

    /// As [`Language::compile`], and where that stands which tests can reach.
    ///
    /// # Errors
    ///
    /// As [`Language::compile`].
    pub fn compile_with_outline(&self, pack: &Pack) -> Result<(Compiled, Outline), Broken> {
        let mut compiler =
            Compiler { outline: Some(Outline::default()), ..Compiler::new(self, pack, Limits::NONE) }.run();
        let outline = compiler.outline.take().unwrap_or_default();
        compiler.finish().map(|compiled| (compiled, outline))
    }
}

/// A piece that was parsed, waiting for what other files declare.
pub(crate) struct Parsed<'a> {
    pub(crate) file: usize,
    pub(crate) piece: Piece<'a>,
    pub(crate) item: Item,
}

pub(crate) enum Item {
    Rule { block: Block, stage: Option<Stage> },
    Otherwise { block: Block, stage: Option<Stage> },
    Table { stage: Option<Stage> },
    Matrix,
    Calendar,
    Sla(Block),
    Escalate(Block),
    Test(Block),
}

/// What a file has of its own.
#[derive(Default)]
struct FileParts {
    imports: Vec<(String, Spot)>,
    constants: Vec<(String, Node, Spot)>,
    helpers: Vec<(Helper, Spot, u32)>,
}

pub(crate) struct Compiler<'a> {
    pub(crate) language: &'a Language,
    pub(crate) pack: &'a Pack,
    pub(crate) sources: Vec<Source<'a>>,
    parts: Vec<FileParts>,
    parsed: Vec<Parsed<'a>>,
    headings: Vec<(usize, header::Heading, u32)>,
    /// Of each file, imports included.
    constants: Vec<Arc<Constants>>,
    helper_counts: Vec<SortedMap<String, usize>>,
    unfoldings: Vec<Arc<Unfoldings>>,
    /// Constants and helpers of all files, and the file where each stands, without `.rhai`.
    elsewhere: SortedMap<String, String>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Mistakes that are only counted.
    left_out: usize,
    /// Blocks that were not looked at any more.
    unseen: usize,
    shared: shared::Shared,
    pub(crate) budget: Budget,
    /// Whether the budget was used up, which was said.
    has_stopped: bool,
    rule_names: SortedSet<Text>,
    calendar_names: SortedSet<Text>,
    /// Those that do not compile among them.
    sla_names: SortedSet<Text>,
    /// Where each calendar stands among the calendars, by the name of its document.
    calendar_documents: SortedMap<Text, usize>,
    /// Where the versions of an SLA stand among the policies.
    policy_names: SortedMap<Text, Vec<usize>>,
    ladder_places: SortedMap<Text, Place>,
    /// Names of blocks that do not compile.
    broken: SortedSet<Text>,
    /// Where that stands which tests can reach, where somebody asks.
    pub(crate) outline: Option<Outline>,
    pub(crate) out: Compiled,
}

impl<'a> Compiler<'a> {
    pub(crate) fn new(language: &'a Language, pack: &'a Pack, limits: Limits) -> Compiler<'a> {
        let sources: Vec<Source<'a>> = pack.rule_files().map(|(name, text)| Source::new(name, text)).collect();
        let out = Compiled {
            schema: Schema::standard(),
            layout: Layout::default(),
            matrices: SortedMap::new(),
            patterns: Patterns::default(),
            queues: SortedSet::new(),
            rules: vec![],
            modes: SortedMap::new(),
            asks_clocks: false,
            calendars: vec![],
            policies: vec![],
            policy_dates: vec![],
            ladders: vec![],
            tests: vec![],
            scripts: Scripts::default(),
            test_scripts: Scripts::default(),
            warnings: vec![],
            content: String::new(),
            work: 0,
            bytes: 0,
        };
        Compiler {
            language,
            pack,
            parts: sources.iter().map(|_| FileParts::default()).collect(),
            sources,
            parsed: vec![],
            headings: vec![],
            constants: vec![],
            helper_counts: vec![],
            unfoldings: vec![],
            elsewhere: SortedMap::new(),
            diagnostics: vec![],
            left_out: 0,
            unseen: 0,
            shared: Default::default(),
            budget: Budget::of(limits),
            has_stopped: false,
            rule_names: SortedSet::new(),
            calendar_names: SortedSet::new(),
            sla_names: SortedSet::new(),
            calendar_documents: SortedMap::new(),
            policy_names: SortedMap::new(),
            ladder_places: SortedMap::new(),
            broken: SortedSet::new(),
            outline: None,
            out,
        }
    }

    fn run(mut self) -> Self {
        self.read_files();
        self.declare();
        self.link_imports();
        self.compile_blocks();
        self
    }

    /// Says what is wrong with a piece that starts `lines_above` lines below the top of its file.
    pub(crate) fn say(&mut self, file: usize, lines_above: u32, slip: Slip) {
        let Some(source) = self.sources.get(file) else { return };
        let error = source.error(slip.at.below(lines_above), &slip.code, slip.message);
        self.push(error.help(slip.help));
    }

    /// Keeps a diagnostic, or only counts it where there are many already.
    pub(super) fn push(&mut self, diagnostic: Diagnostic) {
        match self.diagnostics.len() < bounds::DIAGNOSTICS {
            true => self.diagnostics.push(diagnostic),
            false => self.left_out += 1,
        }
    }

    /// Whether so much is wrong that nothing more is looked at.
    pub(super) fn is_full(&self) -> bool {
        self.left_out > 0
    }

    /// Whether compiling ends at a piece, for what it may cost is used up. That is said once.
    pub(super) fn is_used_up(&mut self, file: usize, line: u32) -> bool {
        if self.budget.is_over() && !std::mem::replace(&mut self.has_stopped, true) {
            let error = self.budget.exceeded(self.sources[file].place(Spot::new(line, 1, 1)));
            // It is why nothing more is looked at, so it is never only counted.
            self.diagnostics.push(error);
        }
        self.has_stopped
    }

    /// Counts what stands in a block: each node, and what the constants hold that it names.
    pub(super) fn count(&mut self, file: usize, block: &Block) {
        let Some(constants) = self.constants.get(file) else { return };
        let mut work = 0u64;
        for part in &block.parts {
            let BlockPart::Input { node, .. } = part else { continue };
            node.walk(&mut |node| {
                let held = match &node.form {
                    Form::Name(name) => constants.get(name).map(|value| Held::of_value(value).items),
                    _ => None,
                };
                work = work.saturating_add(1 + held.unwrap_or_default());
            });
        }
        self.budget.work(work);
    }

    pub(super) fn say_all(&mut self, file: usize, lines_above: u32, slips: Vec<Slip>) {
        slips.into_iter().for_each(|slip| self.say(file, lines_above, slip));
    }

    /// Says what is wrong with a block, and remembers that it does not compile.
    pub(super) fn refuse(&mut self, file: usize, piece: &Piece<'_>, slips: Vec<Slip>) {
        self.broken.extend(header::name_of(piece.text));
        self.say_all(file, piece.line - 1, slips);
    }

    /// What the rules of a file know by name.
    pub(crate) fn names(&self, file: usize) -> Names<'_> {
        Names { constants: &self.constants[file], helpers: &self.helper_counts[file], ..self.names_of_all() }
    }

    /// The same without constants and helpers, which not every file sees.
    fn names_of_all(&self) -> Names<'_> {
        static NO_CONSTANTS: Constants = SortedMap::new();
        static NO_HELPERS: SortedMap<String, usize> = SortedMap::new();
        Names {
            schema: &self.out.schema,
            queues: &self.out.queues,
            matrices: &self.out.matrices,
            actions: &self.language.actions,
            calendars: &self.calendar_names,
            slas: &self.sla_names,
            broken: &self.broken,
            rules: &self.rule_names,
            constants: &NO_CONSTANTS,
            helpers: &NO_HELPERS,
            elsewhere: &self.elsewhere,
            typed: self.language.typed,
        }
    }

    /// The constants that the rules of a file see.
    pub(crate) fn constants(&self, file: usize) -> Arc<Constants> {
        self.constants[file].clone()
    }

    /// The helpers that the rules of a file see.
    pub(crate) fn unfoldings(&self, file: usize) -> Arc<Unfoldings> {
        self.unfoldings[file].clone()
    }

    fn finish(mut self) -> Result<Compiled, Broken> {
        if self.diagnostics.is_empty() {
            (self.out.work, self.out.bytes) = self.budget.used();
            return Ok(self.out);
        }
        sort_by(&mut self.diagnostics, |a, b| a.place.cmp(&b.place));
        self.diagnostics.dedup();
        if self.left_out > 0 {
            let unseen = match self.unseen {
                0 => String::new(),
                blocks => format!(", and {blocks} blocks that were not looked at"),
            };
            let message = format!("there are {} more mistakes{unseen}", self.left_out);
            let more = Diagnostic::error(Place::file(""), "more", message);
            self.diagnostics.push(more.help("mend the first ones and check again".to_owned()));
        }
        Err(Broken { diagnostics: self.diagnostics, calendars: self.out.calendars })
    }
}
