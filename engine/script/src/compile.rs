//! From the files of a pack to a compiled desk's parts.

use std::collections::{BTreeMap, BTreeSet};

use tierline_condition::{
    Layout, Matrix, Patterns,
    functions::{Function, Literal},
};
use tierline_model::{ActionSpec, Diagnostic, Mode, Pack, Place, Schema, Stage, Text, Value, suggest};

use crate::{
    bounds,
    check::{self, Names, Room},
    cut::{self, Kind, Piece},
    header, matrices,
    rhai::{self, Block, Engine, Helper, Library, Program, Slip, tokens},
    rules::{self, RuleDraft},
    source::{Source, Spot},
    tables,
    tests::{self, TestCase},
    tree::{Form, Node, Step},
};

/// The rule language with a host's actions.
#[derive(Debug)]
pub struct Language {
    pub(crate) engine: Engine,
    pub(crate) actions: Vec<&'static ActionSpec>,
}

/// What a pack compiles to.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// The fields that its rules may name.
    pub schema: Schema,
    /// The fields that its conditions read.
    pub layout: Layout,
    /// Its matrices.
    pub matrices: BTreeMap<Text, Matrix>,
    /// Its patterns.
    pub patterns: Patterns,
    /// Its queues; none where it declares none.
    pub queues: BTreeSet<Text>,
    /// Its rules, in the order of files and lines.
    pub rules: Vec<RuleDraft>,
    /// How many rules of each stage may fire.
    pub modes: BTreeMap<Stage, Mode>,
    /// Its tests.
    pub tests: Vec<TestCase>,
    /// Its scripts.
    pub program: Program,
    /// What looks wrong but compiles.
    pub warnings: Vec<Diagnostic>,
    /// Its content without comments and layout: what the desk's hash is made of.
    pub content: String,
}

impl Language {
    /// The language with these actions.
    pub fn new(actions: Vec<&'static ActionSpec>) -> Language {
        Language { engine: rhai::engine(&actions), actions }
    }

    /// Compiles the rule files of a pack.
    ///
    /// # Errors
    ///
    /// Everything that is wrong, by file and line; warnings among it.
    pub fn compile(&self, pack: &Pack) -> Result<Compiled, Vec<Diagnostic>> {
        let mut compiler = Compiler::new(self, pack);
        compiler.read_files();
        compiler.declare();
        compiler.link_imports();
        compiler.compile_blocks();
        compiler.finish()
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
    constants: Vec<BTreeMap<String, Value>>,
    helper_counts: Vec<BTreeMap<String, usize>>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    rule_names: BTreeSet<Text>,
    pub(crate) out: Compiled,
}

impl<'a> Compiler<'a> {
    fn new(language: &'a Language, pack: &'a Pack) -> Compiler<'a> {
        let sources: Vec<Source<'a>> = pack.rule_files().map(|(name, text)| Source { name, text }).collect();
        let out = Compiled {
            schema: Schema::standard(),
            layout: Layout::default(),
            matrices: BTreeMap::new(),
            patterns: Patterns::default(),
            queues: BTreeSet::new(),
            rules: vec![],
            modes: BTreeMap::new(),
            tests: vec![],
            program: Program::default(),
            warnings: vec![],
            content: String::new(),
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
            diagnostics: vec![],
            rule_names: BTreeSet::new(),
            out,
        }
    }

    /// Says what is wrong with a piece that starts `lines_above` lines below the top of its file.
    pub(crate) fn say(&mut self, file: usize, lines_above: u32, slip: Slip) {
        let Some(source) = self.sources.get(file) else { return };
        let error = source.error(slip.at.below(lines_above), &slip.code, slip.message);
        self.diagnostics.push(error.help(slip.help));
    }

    fn say_all(&mut self, file: usize, lines_above: u32, slips: Vec<Slip>) {
        slips.into_iter().for_each(|slip| self.say(file, lines_above, slip));
    }

    fn read_files(&mut self) {
        if self.sources.is_empty() {
            let error = Diagnostic::error(Place::file(""), "no-rules", "there is no rule file here");
            self.diagnostics
                .push(error.help("a desk is a folder with files that end in `.rhai`, or one such file".to_owned()));
        }
        for file in 0..self.sources.len() {
            let Source { name, text } = self.sources[file].clone();
            if text.len() > bounds::FILE_BYTES {
                let message = format!("the file is larger than {} bytes", bounds::FILE_BYTES);
                let error = Diagnostic::error(Place::file(name), "too-large", message);
                self.diagnostics.push(error.help("split it into several files".to_owned()));
                continue;
            }
            self.note_content(name, text);
            let mut stage = None;
            for piece in cut::pieces(text) {
                if self.is_within_bounds(file, &piece) {
                    self.read_piece(file, piece, &mut stage);
                }
            }
        }
    }

    /// Adds the tokens of a file to what the hash is made of; comments and layout are none.
    fn note_content(&mut self, name: &str, text: &str) {
        let content = &mut self.out.content;
        content.push_str(&format!("\u{1}{name}\n"));
        for piece in cut::pieces(text) {
            match piece.kind {
                Kind::Matrix | Kind::Table => {
                    for row in crate::cells::rows(piece.text).unwrap_or_default() {
                        let cells: Vec<&str> = row.cells.iter().map(|cell| cell.text.as_str()).collect();
                        content.push_str(&format!("|{}\n", cells.join("|")));
                    }
                    let head = piece.text.lines().next().unwrap_or_default();
                    tokens(head).iter().for_each(|token| content.push_str(&format!("{}\n", token.text)));
                }
                _ if piece.text.len() <= bounds::BLOCK_BYTES => {
                    tokens(piece.text).iter().for_each(|token| content.push_str(&format!("{}\n", token.text)));
                }
                _ => content.push_str(piece.text),
            }
        }
    }

    fn is_within_bounds(&mut self, file: usize, piece: &Piece<'_>) -> bool {
        let most = match piece.kind {
            Kind::Matrix | Kind::Table => bounds::TABLE_BYTES,
            _ => bounds::BLOCK_BYTES,
        };
        let long = (1u32..).zip(piece.text.lines()).find(|(_, line)| line.len() > bounds::LINE_BYTES);
        let slip = if piece.text.len() > most {
            Slip::new("too-large", format!("this block is larger than {most} bytes")).help("split it")
        } else if let Some((line, _)) = long {
            let message = format!("this line is longer than {} bytes", bounds::LINE_BYTES);
            Slip::new("too-large", message).help("break it into several").at(Spot::new(line, 1, 1))
        } else {
            return true;
        };
        // The line itself is too long to show.
        let Some(source) = self.sources.get(file) else { return false };
        let place = source.place(slip.at.below(piece.line - 1));
        self.diagnostics.push(Diagnostic::error(place, &slip.code, slip.message).help(slip.help));
        false
    }

    fn read_piece(&mut self, file: usize, piece: Piece<'a>, stage: &mut Option<Stage>) {
        if let Err(slip) = self.try_piece(file, piece, stage) {
            self.say(file, piece.line - 1, slip);
        }
    }

    fn try_piece(&mut self, file: usize, piece: Piece<'a>, stage: &mut Option<Stage>) -> Result<(), Slip> {
        let engine = &self.language.engine;
        let text = piece.text;
        let block = |text| rhai::parse_block(engine, text, &tokens(text));
        let lines_above = piece.line - 1;
        match piece.kind {
            Kind::Stage => {
                // Whatever a broken heading means, the rules below it are not without one.
                stage.get_or_insert(Stage::Triage);
                let heading = header::heading(text)?;
                *stage = Some(heading.stage);
                self.headings.push((file, heading, lines_above));
            }
            Kind::Import => {
                let import = header::import(text)?;
                self.parts[file].imports.push((import.0, import.1.below(lines_above)));
            }
            Kind::Queue => {
                let (queue, at) = header::queue(text)?;
                if !self.out.queues.insert(queue.as_str().into()) {
                    let slip = Slip::new("declared-twice", format!("the queue {queue:?} is declared twice"));
                    return Err(slip.help("take one of the two away").at(at));
                }
            }
            Kind::Field => self.declare_field(text)?,
            Kind::Const => {
                let (name, node) = rhai::parse_const(engine, text, &tokens(text))?;
                let at = node.at.below(lines_above);
                self.parts[file].constants.push((name, node, at));
            }
            Kind::Helper => {
                let helper = rhai::parse_helper(engine, text, &tokens(text))?;
                self.parts[file].helpers.push((helper, Spot::new(piece.line, 1, 2), lines_above));
            }
            Kind::Rule => self.keep(file, piece, Item::Rule { block: block(text)?, stage: *stage }),
            Kind::Otherwise => self.keep(file, piece, Item::Otherwise { block: block(text)?, stage: *stage }),
            Kind::Test => self.keep(file, piece, Item::Test(block(text)?)),
            Kind::Table => self.keep(file, piece, Item::Table { stage: *stage }),
            Kind::Matrix => self.keep(file, piece, Item::Matrix),
            Kind::Later => {
                let word = text.split_whitespace().next().unwrap_or_default();
                return Err(Slip::new("not-yet", format!("this version of Tierline has no `{word}` blocks yet"))
                    .help("take the block out; calendars, SLA policies and escalation come with the next version"));
            }
            Kind::Unknown => return Err(unknown_piece(text)),
        }
        Ok(())
    }

    fn keep(&mut self, file: usize, piece: Piece<'a>, item: Item) {
        self.parsed.push(Parsed { file, piece, item });
    }

    fn declare_field(&mut self, text: &str) -> Result<(), Slip> {
        let (field, at) = header::field(text)?;
        if !header::is_open(field.path.root) {
            return Err(Slip::new("field-name", format!("`{}` has its own fields only", field.path.root.name())).at(at));
        }
        for map in header::maps_above(&field) {
            // A map that is there already may have any of the map types; anything else is said below.
            if let Err(taken) = self.out.schema.declare(map) {
                let message = format!("`{}` is {} and has no fields", taken.path, taken.kind.wanted());
                return Err(Slip::new("field-name", message).at(at));
            }
        }
        self.out.schema.declare(field).map_err(|taken| {
            let message = format!("`{}` is a field of the type {} already", taken.path, taken.kind.name());
            Slip::new("declared-twice", message).help("choose another name, or take the declaration away").at(at)
        })
    }

    /// Names that other pieces refer to: rules, modes of stages, constants, matrices.
    fn declare(&mut self) {
        self.settle_modes();
        self.settle_names();
        let parsed = std::mem::take(&mut self.parsed);
        for Parsed { file, piece, item } in &parsed {
            if let Item::Matrix = item {
                match matrices::compile(piece.text, &self.out.schema) {
                    Ok(matrix) => self.add_matrix(*file, piece, matrix),
                    Err(slips) => self.say_all(*file, piece.line - 1, slips),
                }
            }
        }
        self.parsed = parsed;
    }

    fn add_matrix(&mut self, file: usize, piece: &Piece<'_>, matrix: Matrix) {
        if self.out.matrices.contains_key(&matrix.name) {
            let slip = Slip::new("declared-twice", format!("there are two matrices called `{}`", matrix.name));
            return self.say(file, piece.line - 1, slip.help("rename one of the two"));
        }
        self.out.matrices.insert(matrix.name.clone(), matrix);
    }

    fn settle_modes(&mut self) {
        for (file, heading, lines_above) in std::mem::take(&mut self.headings) {
            let mode = heading.mode.unwrap_or_default();
            let known = *self.out.modes.entry(heading.stage).or_insert(mode);
            if known != mode {
                let slip = Slip::new(
                    "stage-mode",
                    format!("the stage `{}` is `first` at one heading and `all` at another", heading.stage.name()),
                );
                self.say(
                    file,
                    lines_above,
                    slip.help("write the same at every heading of the stage; `all` is meant where nothing is written")
                        .at(heading.at),
                );
            }
        }
    }

    fn settle_names(&mut self) {
        let mut first_places: BTreeMap<Text, String> = BTreeMap::new();
        let mut twice = vec![];
        for Parsed { file, piece, item } in &self.parsed {
            let (Item::Rule { block, .. } | Item::Test(block)) = item else { continue };
            let (Some(name), is_rule) = (rules::name_of(block), matches!(item, Item::Rule { .. })) else { continue };
            if !is_rule {
                continue;
            }
            let place = format!("{}:{}", self.sources[*file].name, piece.line);
            match first_places.get(&name) {
                Some(first) => {
                    let slip = Slip::new("declared-twice", format!("there are two rules called {:?}", &*name));
                    let help = format!("the other stands at {first}; names are unique in a desk");
                    let at = block.input(0).map_or(Spot::new(1, 1, 4), |name| name.at);
                    twice.push((*file, piece.line - 1, slip.help(help).at(at)));
                }
                None => drop(first_places.insert(name, place)),
            }
        }
        self.rule_names = first_places.into_keys().collect();
        for (file, lines_above, slip) in twice {
            self.say(file, lines_above, slip);
        }
    }

    /// Gives each file the constants and helpers of the files it imports.
    fn link_imports(&mut self) {
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

    pub(crate) fn names(&self, file: usize) -> Names<'_> {
        Names {
            schema: &self.out.schema,
            queues: &self.out.queues,
            matrices: &self.out.matrices,
            actions: &self.language.actions,
            rules: &self.rule_names,
            constants: &self.constants[file],
            helpers: &self.helper_counts[file],
        }
    }

    fn compile_blocks(&mut self) {
        let (tests, blocks) = std::mem::take(&mut self.parsed)
            .into_iter()
            .partition::<Vec<_>, _>(|parsed| matches!(parsed.item, Item::Test(_)));
        self.compile_rules(blocks);
        // Tests may name rows of tables and `otherwise` blocks, which are known only now.
        self.rule_names.extend(self.out.rules.iter().map(|rule| rule.name.clone()));
        for Parsed { file, piece, item } in tests {
            if let Item::Test(block) = item {
                self.test(file, &piece, &block);
            }
        }
    }

    fn compile_rules(&mut self, blocks: Vec<Parsed<'a>>) {
        let mut tables = 0;
        let mut otherwise_at: BTreeMap<Stage, String> = BTreeMap::new();
        for Parsed { file, piece, item } in blocks {
            let lines_above = piece.line - 1;
            match item {
                Item::Matrix | Item::Test(_) => {}
                Item::Rule { block, stage } => {
                    if let Some(stage) = self.stage_of(file, lines_above, stage, "rule") {
                        self.rule(file, &piece, &block, stage);
                    }
                }
                Item::Otherwise { block, stage } => {
                    let Some(stage) = self.stage_of(file, lines_above, stage, "otherwise") else { continue };
                    let place = format!("{}:{}", self.sources[file].name, piece.line);
                    if let Some(first) = otherwise_at.insert(stage, place) {
                        let slip = Slip::new(
                            "declared-twice",
                            format!("the stage `{}` has two `otherwise` blocks", stage.name()),
                        );
                        self.say(
                            file,
                            lines_above,
                            slip.help(format!("the other stands at {first}")).at(Spot::new(1, 1, 9)),
                        );
                    }
                    self.otherwise(file, &piece, &block, stage);
                }
                Item::Table { stage } => {
                    if let Some(stage) = self.stage_of(file, lines_above, stage, "table") {
                        tables += 1;
                        self.table(file, &piece, stage, tables);
                    }
                }
            }
        }
    }

    fn stage_of(&mut self, file: usize, lines_above: u32, stage: Option<Stage>, word: &str) -> Option<Stage> {
        if stage.is_none() {
            let slip = Slip::new("no-stage", format!("this `{word}` stands under no `stage` heading"));
            let names = Stage::ALL.map(Stage::name).join(", ");
            let help = format!("write a heading such as `stage triage` above it; the stages are {names}");
            let at = Spot::new(1, 1, u32::try_from(word.len()).unwrap_or(1));
            self.say(file, lines_above, slip.help(help).at(at));
        }
        stage
    }

    fn table(&mut self, file: usize, piece: &Piece<'_>, stage: Stage, number: usize) {
        match tables::compile(self, file, piece, stage, number) {
            Ok(rows) => self.out.rules.extend(rows),
            Err(slips) => {
                for (elsewhere, slip) in slips {
                    match elsewhere {
                        None => self.say(file, piece.line - 1, slip),
                        Some(csv) => self.say_in_table_file(&csv, slip),
                    }
                }
            }
        }
    }

    fn say_in_table_file(&mut self, name: &str, slip: Slip) {
        let text = self.pack.files.get(name).map(String::as_str).unwrap_or_default();
        let source = Source { name, text };
        self.diagnostics.push(source.error(slip.at, &slip.code, slip.message).help(slip.help));
    }

    /// Compiles the patterns that an expression uses.
    pub(crate) fn keep_patterns(&mut self, file: usize, node: &Node) {
        let mut found = vec![];
        node.walk(&mut |node| found.extend(self.pattern_of(file, node)));
        self.add_patterns(found);
    }

    /// Compiles the patterns that statements use.
    pub(crate) fn keep_patterns_of(&mut self, file: usize, steps: &[Step]) {
        let mut found = vec![];
        steps.iter().for_each(|step| step.walk(&mut |node| found.extend(self.pattern_of(file, node))));
        self.add_patterns(found);
    }

    /// The pattern of a call of `matches`, and whether it folds case.
    fn pattern_of(&self, file: usize, node: &Node) -> Option<(Text, bool)> {
        let Form::Call { function, args } = &node.form else { return None };
        let (index, literal) = Function::named(function)?.literal?;
        let folds = literal == Literal::Pattern;
        let Value::Text(pattern) = args.get(index)?.constant(&self.constants[file])? else { return None };
        (folds || literal == Literal::PatternExact).then_some((pattern, folds))
    }

    fn add_patterns(&mut self, found: Vec<(Text, bool)>) {
        for (pattern, folds) in found {
            // A pattern that does not compile has been named by the checker.
            drop(self.out.patterns.add(&pattern, folds));
        }
    }

    fn rule(&mut self, file: usize, piece: &Piece<'_>, block: &Block, stage: Stage) {
        let mut slips = vec![];
        if let Some((condition, _)) = block.after("when") {
            slips.extend(check::condition(&self.names(file), Room::Condition, condition));
        }
        slips.extend(rules::check_actions(&self.names(file), block, "then"));
        match rules::salience(block) {
            Ok(_) if slips.is_empty() => {
                let draft = rules::rule(self, file, piece, block, stage);
                self.out.rules.extend(draft);
            }
            Ok(_) => {}
            Err(slip) => slips.push(slip),
        }
        self.say_all(file, piece.line - 1, slips);
    }

    fn otherwise(&mut self, file: usize, piece: &Piece<'_>, block: &Block, stage: Stage) {
        let slips = rules::check_actions(&self.names(file), block, "");
        if slips.is_empty() {
            let draft = rules::otherwise(self, file, piece, block, stage);
            self.out.rules.extend(draft);
        }
        self.say_all(file, piece.line - 1, slips);
    }

    fn test(&mut self, file: usize, piece: &Piece<'_>, block: &Block) {
        let mut slips = vec![];
        for (expectation, _) in block.all_after("expect") {
            slips.extend(check::condition(&self.names(file), Room::Expectation, expectation));
        }
        match tests::compile(self, file, piece, block) {
            Ok(test) if slips.is_empty() => self.out.tests.push(test),
            Ok(_) => {}
            Err(more) => slips.extend(more),
        }
        self.say_all(file, piece.line - 1, slips);
    }

    /// The constants that the rules of a file see.
    pub(crate) fn constants(&self, file: usize) -> BTreeMap<String, Value> {
        self.constants[file].clone()
    }

    fn finish(mut self) -> Result<Compiled, Vec<Diagnostic>> {
        if self.diagnostics.is_empty() {
            return Ok(self.out);
        }
        self.diagnostics.sort_by(|a, b| a.place.cmp(&b.place));
        self.diagnostics.dedup();
        Err(self.diagnostics)
    }
}

fn unknown_piece(text: &str) -> Slip {
    let line = text.lines().next().unwrap_or_default();
    let word: String = line.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    let slip = match word.is_empty() {
        true => Slip::new("stray", "this belongs to no block"),
        false => Slip::new("unknown-block", format!("`{word}` begins nothing that a rule file knows")),
    };
    let words = cut::words();
    let help = suggest::did_you_mean(&word, words, "`")
        .unwrap_or_else(|| "a file holds `rule`, `stage`, `otherwise`, `matrix`, `table`, `test`, `const`, `fn`, `import`, `field` and `queue`, each starting in the first column".to_owned());
    let length = u32::try_from(word.chars().count()).unwrap_or(1);
    slip.help(help).at(Spot::new(1, 1, length))
}
