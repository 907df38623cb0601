//! Compiling what is made of conditions and actions: rules, tables, tests.

use tierline_model::{Diagnostic, Place, SortedMap, Stage, quoted};

use super::{Compiler, Item, Parsed};
use crate::{
    check::{self, Room},
    cut::Piece,
    ladders::{self, step_name},
    policies,
    rhai::{Block, Slip},
    rules,
    source::{Source, Spot},
    tables, tests,
};

impl<'a> Compiler<'a> {
    pub(super) fn compile_blocks(&mut self) {
        let (tests, blocks) = std::mem::take(&mut self.parsed)
            .into_iter()
            .partition::<Vec<_>, _>(|parsed| matches!(parsed.item, Item::Test(_)));
        self.compile_rules(blocks);
        // Tests may name rows of tables and `otherwise` blocks, which are known only now.
        self.rule_names.extend(self.out.rules.iter().map(|rule| rule.name.clone()));
        let ladders = self.out.ladders.iter().map(|draft| &draft.ladder);
        let steps = ladders.flat_map(|ladder| ladder.steps.iter().map(|step| step_name(ladder, step).into()));
        self.rule_names.extend(steps.collect::<Vec<_>>());
        let of_rules = self.out.scripts.clone();
        for Parsed { file, piece, item } in tests {
            if let Item::Test(block) = item {
                self.test(file, &piece, &block);
            }
        }
        self.out.test_scripts = std::mem::replace(&mut self.out.scripts, of_rules);
    }

    fn compile_rules(&mut self, blocks: Vec<Parsed<'a>>) {
        let mut tables: Vec<(String, String)> = vec![];
        let mut otherwise_at: SortedMap<Stage, String> = SortedMap::new();
        for Parsed { file, piece, item } in blocks {
            let lines_above = piece.line - 1;
            match item {
                Item::Matrix | Item::Calendar | Item::Test(_) => {}
                Item::Sla(block) => self.policy(file, &piece, &block),
                Item::Escalate(block) => self.ladder(file, &piece, &block),
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
                        self.table_name(file, &piece, &mut tables);
                        self.table(file, &piece, stage, tables.len());
                    }
                }
            }
        }
    }

    fn policy(&mut self, file: usize, piece: &Piece<'_>, block: &Block) {
        let policy = match policies::compile(self, file, piece, block) {
            Ok(policy) if block.slips.is_empty() => policy,
            policy => return self.refuse(file, piece, block.with_slips(policy.err().unwrap_or_default())),
        };
        let known = self.out.policies.iter().find(|known| known.name == policy.name);
        let clash = known.filter(|known| known.since == policy.since || known.class != policy.class);
        if let Some(known) = clash {
            let help =
                format!("the other stands at {}:{}; a later version says `since`", known.place.file, known.place.line);
            let slip =
                Slip::new("declared-twice", format!("there are two SLAs called {}", quoted(&policy.name))).help(help);
            return self.say(file, piece.line - 1, slip.at(Spot::new(1, 5, 1)));
        }
        self.out.policies.push(policy);
    }

    fn ladder(&mut self, file: usize, piece: &Piece<'_>, block: &Block) {
        let draft = match ladders::compile(self, file, piece, block) {
            Ok(draft) if block.slips.is_empty() => draft,
            draft => return self.refuse(file, piece, block.with_slips(draft.err().unwrap_or_default())),
        };
        let known = self.out.ladders.iter().find(|known| known.ladder.name == draft.ladder.name);
        if let Some(Place { file: first, line, .. }) = known.map(|known| &known.ladder.place) {
            let help = format!("the other stands at {first}:{line}; names are unique in a desk");
            let slip =
                Slip::new("declared-twice", format!("there are two ladders called {}", quoted(&draft.ladder.name)));
            return self.say(file, piece.line - 1, slip.help(help).at(Spot::new(1, 10, 1)));
        }
        self.out.ladders.push(draft);
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

    /// Notes the name of a table and where it stands, and says so where another has it.
    fn table_name(&mut self, file: usize, piece: &Piece<'_>, tables: &mut Vec<(String, String)>) {
        let (name, at) = tables::name(piece.text).unwrap_or_default();
        if let Some((_, first)) = tables.iter().find(|(known, _)| *known == name && !name.is_empty()) {
            let slip = Slip::new("declared-twice", format!("there are two tables called `{name}`"));
            self.say(
                file,
                piece.line - 1,
                slip.help(format!("the other stands at {first}; rename one of the two")).at(at),
            );
        }
        tables.push((name, format!("{}:{}", self.sources[file].name, piece.line)));
    }

    fn table(&mut self, file: usize, piece: &Piece<'_>, stage: Stage, number: usize) {
        match tables::compile(self, file, piece, stage, number) {
            Ok(rows) => self.out.rules.extend(rows),
            Err(slips) => {
                self.refuse(file, piece, vec![]);
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
        let place = Source::new(name, "").place(slip.at);
        self.push(Diagnostic::error(place, &slip.code, slip.message).showing(text).help(slip.help));
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
}
