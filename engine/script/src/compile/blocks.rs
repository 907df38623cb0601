//! Compiling what is made of conditions and actions: rules, tables, tests.

use tierline_model::{Diagnostic, Place, SortedMap, Stage, quoted};

use super::{Compiler, Item, Parsed};
use crate::{
    bounds,
    check::{self, Room},
    cut::Piece,
    ladders::{self, step_name},
    policies,
    rhai::{Block, Slip},
    rules,
    source::{Source, Spot},
    tables, tests,
};

/// The tables so far.
#[derive(Default)]
struct Tables {
    count: usize,
    /// Where each stands, by name.
    places: SortedMap<String, String>,
}

impl<'a> Compiler<'a> {
    pub(super) fn compile_blocks(&mut self) {
        let (tests, blocks) = std::mem::take(&mut self.parsed)
            .into_iter()
            .partition::<Vec<_>, _>(|parsed| matches!(parsed.item, Item::Test(_)));
        let last = blocks.last().map(|parsed| (parsed.file, parsed.piece.line));
        self.compile_rules(blocks);
        if last.is_some_and(|(file, line)| self.is_used_up(file, line)) {
            return;
        }
        // Tests may name rows of tables and `otherwise` blocks, which are known only now.
        self.rule_names.extend(self.out.rules.iter().map(|rule| rule.name.clone()));
        let ladders = self.out.ladders.iter().map(|draft| &draft.ladder);
        let steps = ladders.flat_map(|ladder| ladder.steps.iter().map(|step| step_name(ladder, step).into()));
        self.rule_names.extend(steps.collect::<Vec<_>>());
        let of_rules = self.out.scripts.clone();
        for Parsed { file, piece, item } in tests {
            if self.is_used_up(file, piece.line) {
                break;
            }
            if self.is_full() {
                self.unseen += 1;
            } else if let Item::Test(block) = item {
                self.count(file, &block);
                self.test(file, &piece, &block);
            }
        }
        self.out.test_scripts = std::mem::replace(&mut self.out.scripts, of_rules);
    }

    fn compile_rules(&mut self, blocks: Vec<Parsed<'a>>) {
        let mut tables = Tables::default();
        let mut otherwise_at: SortedMap<Stage, String> = SortedMap::new();
        for Parsed { file, piece, item } in blocks {
            if self.is_used_up(file, piece.line) {
                return;
            }
            if self.is_full() {
                self.unseen += 1;
                continue;
            }
            let lines_above = piece.line - 1;
            if let Item::Rule { block, .. } | Item::Otherwise { block, .. } | Item::Sla(block) | Item::Escalate(block) =
                &item
            {
                self.count(file, block);
            }
            if self.is_used_up(file, piece.line) {
                return;
            }
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
                        self.table(file, &piece, stage, tables.count);
                    }
                }
            }
        }
    }

    fn policy(&mut self, file: usize, piece: &Piece<'_>, block: &Block) {
        let (policy, date) = match policies::compile(self, file, piece, block) {
            Ok(policy) if block.slips.is_empty() => policy,
            policy => return self.refuse(file, piece, block.with_slips(policy.err().unwrap_or_default())),
        };
        let versions = self.policy_names.get_or_default(policy.name.clone());
        let known = versions.first().map(|first| &self.out.policies[*first]);
        let clash = known.filter(|known| known.since == policy.since || known.class != policy.class);
        if let Some(known) = clash {
            let help =
                format!("the other stands at {}:{}; a later version says `since`", known.place.file, known.place.line);
            let slip =
                Slip::new("declared-twice", format!("there are two SLAs called {}", quoted(&policy.name))).help(help);
            return self.say(file, piece.line - 1, slip.at(Spot::new(1, 5, 1)));
        }
        versions.push(self.out.policies.len());
        self.out.policy_dates.extend(date.map(|date| (self.out.policies.len(), date)));
        self.out.policies.push(policy);
    }

    fn ladder(&mut self, file: usize, piece: &Piece<'_>, block: &Block) {
        let draft = match ladders::compile(self, file, piece, block) {
            Ok(draft) if block.slips.is_empty() => draft,
            draft => return self.refuse(file, piece, block.with_slips(draft.err().unwrap_or_default())),
        };
        let known = self.ladder_places.get(&draft.ladder.name);
        if let Some(Place { file: first, line, .. }) = known {
            let help = format!("the other stands at {first}:{line}; names are unique in a desk");
            let slip =
                Slip::new("declared-twice", format!("there are two ladders called {}", quoted(&draft.ladder.name)));
            return self.say(file, piece.line - 1, slip.help(help).at(Spot::new(1, 10, 1)));
        }
        self.ladder_places.insert(draft.ladder.name.clone(), draft.ladder.place.clone());
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
        let mut slips = block.slips.clone();
        slips.extend(rules::said_twice(block));
        if let Some((condition, _)) = block.after("when") {
            slips.extend(check::condition(&self.names(file), Room::Condition, condition));
        }
        slips.extend(rules::check_actions(&self.names(file), block, "then"));
        match rules::salience(block) {
            Ok(_) if slips.is_empty() => {
                self.budget.bytes(bounds::RULE_BYTES);
                let draft = rules::rule(self, file, piece, block, stage);
                self.out.rules.extend(draft);
            }
            Ok(_) => {}
            Err(slip) => slips.push(slip),
        }
        self.say_all(file, piece.line - 1, slips);
    }

    fn otherwise(&mut self, file: usize, piece: &Piece<'_>, block: &Block, stage: Stage) {
        let slips = block.with_slips(rules::check_actions(&self.names(file), block, ""));
        if slips.is_empty() {
            let draft = rules::otherwise(self, file, piece, block, stage);
            self.out.rules.extend(draft);
        }
        self.say_all(file, piece.line - 1, slips);
    }

    /// Notes the name of a table and where it stands, and says so where another has it.
    fn table_name(&mut self, file: usize, piece: &Piece<'_>, tables: &mut Tables) {
        tables.count += 1;
        let Some((name, at)) = tables::name(piece.text) else { return };
        if let Some(first) = tables.places.get(&name) {
            let slip = Slip::new("declared-twice", format!("there are two tables called `{name}`"));
            self.say(
                file,
                piece.line - 1,
                slip.help(format!("the other stands at {first}; rename one of the two")).at(at),
            );
        }
        let place = format!("{}:{}", self.sources[file].name, piece.line);
        tables.places.get_or_insert_with(name, || place);
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
        let text = self.pack.files.get(name).filter(|_| !self.is_full()).map(String::as_str).unwrap_or_default();
        let place = Source::new(name, "").place(slip.at);
        self.push(Diagnostic::error(place, &slip.code, slip.message).showing(text).help(slip.help));
    }

    fn test(&mut self, file: usize, piece: &Piece<'_>, block: &Block) {
        let mut slips = block.slips.clone();
        for (expectation, _) in block.all_after("expect") {
            slips.extend(check::condition(&self.names(file), Room::Expectation, expectation));
        }
        match tests::compile(self, file, piece, block) {
            Ok(test) if slips.is_empty() => self.out.tests.push(test),
            Ok(_) => {}
            Err(more) => slips.extend(more),
        }
        // What does not parse may be all that it expects.
        slips.retain(|slip| block.slips.is_empty() || slip.code != "no-expectation");
        self.say_all(file, piece.line - 1, slips);
    }
}
