//! Reading the files of a pack, piece by piece.

use tierline_model::{Diagnostic, Place, Schema, Stage, quoted, suggest};

use super::{Compiler, Item, Parsed};
use crate::{
    bounds,
    budget::as_number,
    cells,
    cut::{self, Kind, Piece},
    header, ladders, policies,
    rhai::{self, Slip, Token, tokens},
    rules,
    source::{Source, Spot},
    tests,
};

impl<'a> Compiler<'a> {
    pub(super) fn read_files(&mut self) {
        if self.sources.is_empty() {
            let error = Diagnostic::error(Place::file(""), "no-rules", "there is no rule file here");
            self.diagnostics
                .push(error.help("a desk is a folder with files that end in `.rhai`, or one such file".to_owned()));
        }
        if self.sources.len() > bounds::FILES {
            let message = format!("a pack may have at most {} rule files", bounds::FILES);
            self.diagnostics.push(Diagnostic::error(Place::file(""), "too-large", message));
            return;
        }
        for file in 0..self.sources.len() {
            let Source { name, text, .. } = self.sources[file];
            if text.len() > bounds::FILE_BYTES {
                let message = format!("the file is larger than {} bytes", bounds::FILE_BYTES);
                let error = Diagnostic::error(Place::file(name), "too-large", message);
                self.diagnostics.push(error.help("split it into several files".to_owned()));
                continue;
            }
            self.out.note("file", name);
            self.budget.work(as_number(text.len()));
            self.budget.bytes(as_number(text.len()));
            if self.is_used_up(file, 1) {
                return;
            }
            self.look_at_signs(file, text);
            let mut stage = None;
            let (pieces, unclosed) = cut::pieces_and_comment(text);
            if let Some(at) = unclosed {
                let slip = Slip::new("open-comment", "the comment that begins here is never closed");
                self.say(file, 0, slip.help("write `*/` where it ends").at(at));
            }
            for piece in pieces {
                if self.is_within_bounds(file, &piece) {
                    self.note_content(file, &piece);
                    self.read_piece(file, piece, &mut stage);
                }
            }
        }
    }

    /// Warns of signs that turn the writing around: what is read is not what is seen.
    fn look_at_signs(&mut self, file: usize, text: &str) {
        if !text.contains(is_turning) {
            return;
        }
        for (line, content) in (1..).zip(text.lines()) {
            let Some(column) = content.chars().position(is_turning) else { continue };
            if self.out.warnings.len() >= bounds::DIAGNOSTICS {
                return;
            }
            let sign = content.chars().nth(column).unwrap_or_default();
            let at = Spot::new(line, u32::try_from(column).unwrap_or(0) + 1, 1);
            let message = format!(
                "the invisible sign U+{:04X} turns the writing around: what is read here is not what is seen",
                u32::from(sign)
            );
            // It does not turn the message around as well.
            let snippet: String = content.chars().map(|c| if is_turning(c) { '\u{fffd}' } else { c }).collect();
            let error = Diagnostic { snippet, ..self.sources[file].error(at, "turned-text", message) };
            self.out.warnings.push(error.help("take it away".to_owned()).warning());
        }
    }

    /// Adds the tokens of a piece to what the hash is made of; comments and layout are none.
    fn note_content(&mut self, file: usize, piece: &Piece<'_>) {
        let head = match piece.kind {
            // The cells of a grid are read as lines, not as tokens.
            Kind::Matrix | Kind::Table => cells::head(piece.text),
            _ => piece.text,
        };
        let tokens = tokens(head);
        let is_reading = |pair: &[Token]| pair[0].text == "sla" && [".", "?.", "["].contains(&pair[1].text.as_str());
        self.out.asks_clocks |= tokens.windows(2).any(is_reading);
        for slip in rhai::without_unit(&tokens) {
            let error = self.sources[file].error(slip.at.below(piece.line - 1), &slip.code, slip.message);
            self.out.warnings.push(error.help(slip.help).warning());
        }
        for token in tokens {
            self.out.note(&format!("{:?}", token.kind), &token.text);
        }
        if head.len() < piece.text.len() {
            self.out.note_rows(&cells::rows(piece.text).unwrap_or_default());
        }
    }

    fn is_within_bounds(&mut self, file: usize, piece: &Piece<'_>) -> bool {
        let Some(slip) = too_large(piece) else { return true };
        // The line itself is too long to show.
        let Some(source) = self.sources.get(file) else { return false };
        let place = source.place(slip.at.below(piece.line - 1));
        self.push(Diagnostic::error(place, &slip.code, slip.message).help(slip.help));
        false
    }

    fn read_piece(&mut self, file: usize, piece: Piece<'a>, stage: &mut Option<Stage>) {
        if piece.kind == Kind::Sla {
            self.sla_names.extend(header::name_of(piece.text));
        }
        if let Err(slips) = self.try_piece(file, piece, stage) {
            self.refuse(file, &piece, slips);
        }
    }

    fn try_piece(&mut self, file: usize, piece: Piece<'a>, stage: &mut Option<Stage>) -> Result<(), Vec<Slip>> {
        let engine = &self.language.engine;
        let block = |heads: &[&str]| rhai::parse_all(engine, piece.text, heads);
        let item = match piece.kind {
            Kind::Rule => Item::Rule { block: block(&rules::HEADS)?, stage: *stage },
            Kind::Otherwise => Item::Otherwise { block: block(&[])?, stage: *stage },
            Kind::Test => Item::Test(block(&tests::HEADS)?),
            Kind::Table => Item::Table { stage: *stage },
            Kind::Matrix => Item::Matrix,
            Kind::Calendar => Item::Calendar,
            Kind::Sla => Item::Sla(block(&policies::heads())?),
            Kind::Escalate => Item::Escalate(block(&ladders::HEADS)?),
            _ => return self.small_piece(file, piece, stage).map_err(|slip| vec![slip]),
        };
        self.parsed.push(Parsed { file, piece, item });
        Ok(())
    }

    fn small_piece(&mut self, file: usize, piece: Piece<'a>, stage: &mut Option<Stage>) -> Result<(), Slip> {
        let engine = &self.language.engine;
        let text = piece.text;
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
                    let slip = Slip::new("declared-twice", format!("the queue {} is declared twice", quoted(&queue)));
                    return Err(slip.help("take one of the two away").at(at));
                }
            }
            Kind::Field => self.declare_field(file, piece)?,
            Kind::Const => {
                let (name, node) = rhai::parse_const(engine, text, &tokens(text))?;
                let at = node.at.below(lines_above);
                self.parts[file].constants.push((name, node, at));
            }
            Kind::Helper => {
                let block = self.add_block(file, &piece);
                let helper = rhai::parse_helper(engine, text, &tokens(text), block)?;
                self.parts[file].helpers.push((helper, Spot::new(piece.line, 1, 2), lines_above));
            }
            _ => return Err(unknown_piece(text)),
        }
        Ok(())
    }

    fn declare_field(&mut self, file: usize, piece: Piece<'_>) -> Result<(), Slip> {
        let (field, at) = header::field(piece.text)?;
        if let Some((word, twin)) = header::twins(&field.kind) {
            let message = match word == twin {
                true => format!("{} stands twice among the words of this field", quoted(word)),
                false => format!("{} and {} look the same, and are two words", quoted(word), quoted(twin)),
            };
            let warning = self.sources[file].error(at.below(piece.line - 1), "twin-words", message);
            self.out.warnings.push(warning.help("take one of the two away".to_owned()).warning());
        }
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
            let message = format!("there is `{}` already, and it holds {}", taken.path, taken.kind.wanted());
            let is_standard = Schema::standard().field(&taken.path).is_some();
            let help = match is_standard {
                true => "it is a standard field and stays as it is: take this line away, or choose another name",
                false => "choose another name, or take one of the two lines away",
            };
            Slip::new("declared-twice", message).help(help).at(at)
        })
    }
}

/// Whether a sign settles in which direction the writing goes, though nobody sees it.
fn is_turning(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// What of a piece is larger than it may be.
pub(crate) fn too_large(piece: &Piece<'_>) -> Option<Slip> {
    let most = match piece.kind {
        Kind::Matrix | Kind::Table => bounds::TABLE_BYTES,
        _ => bounds::BLOCK_BYTES,
    };
    if piece.text.len() > most {
        return Some(Slip::new("too-large", format!("this block is larger than {most} bytes")).help("split it"));
    }
    let (line, _) = (1u32..).zip(piece.text.lines()).find(|(_, line)| line.len() > bounds::LINE_BYTES)?;
    let slip = Slip::new("too-large", format!("this line is longer than {} bytes", bounds::LINE_BYTES));
    Some(slip.help("break it into several").at(Spot::new(line, 1, 1)))
}

pub(crate) fn unknown_piece(text: &str) -> Slip {
    if let Some(slip) = rhai::typeset(text, 1).filter(|slip| slip.code == "comment") {
        return slip;
    }
    let line = text.lines().next().unwrap_or_default();
    let indent = line.chars().take_while(|c| c.is_whitespace()).count();
    let word: String = line.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    let number = |n: usize| u32::try_from(n).unwrap_or(1);
    let at = Spot::new(1, number(indent) + 1, number(word.chars().count()));
    let is_word = cut::words().any(|known| known == word);
    if is_word && indent == 0 {
        let follows = match word.as_str() {
            "otherwise" => "`{`",
            "stage" | "matrix" | "table" | "const" | "fn" => "a name",
            _ => "a name in double quotes",
        };
        let slip = Slip::new("stray", format!("`{word}` begins a block, and this does not go on as one"));
        return slip.help(format!("write {follows} behind `{word}`")).at(at);
    }
    if is_word {
        let slip = Slip::new("indented", format!("`{word}` begins a block and must stand in the first column"));
        return slip.help("take away the blanks before it, here and below").at(at);
    }
    let slip = match word.is_empty() {
        true => Slip::new("stray", "this belongs to no block"),
        false => Slip::new("unknown-block", format!("`{word}` begins nothing that a rule file knows")),
    };
    let all = || {
        format!("a file holds `{}`, each starting in the first column", cut::words().collect::<Vec<_>>().join("`, `"))
    };
    slip.help(suggest::did_you_mean(&word, cut::words(), "`").unwrap_or_else(all)).at(at)
}
