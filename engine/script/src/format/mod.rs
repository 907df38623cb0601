//! The one style of rule files.
//!
//! A file is cut into its pieces and each is laid out by its tokens: what stands between them is made anew, comments stay where
//! they are. `nodes` makes a tree of brackets, `items` and `clauses` say what begins a line, `layout` breaks what is too long,
//! `grid` puts the columns of matrices and tables under each other. Two things are left to the author: where brackets or a
//! condition are broken already, they stay so, and an empty line stays one.

mod clauses;
mod grid;
mod items;
mod layout;
mod nodes;
mod page;
mod spaces;

use tierline_model::{Diagnostic, Limits, Pack, Place};

use crate::{
    bounds, calendars, cells,
    compile::{Compiler, Language, too_large, unknown_piece},
    cut::{Kind, Piece, pieces, pieces_and_comment},
    header, matrices,
    rhai::{self, Block, Lexeme, LexemeKind, Slip, lexemes, tokens},
    source::Source,
    tables,
};
use items::Body;
use nodes::{Node, tree};
use page::{Above, Page};

impl Language {
    /// A rule file in the one style. What it says is the same, token by token, and so is the hash of its desk.
    ///
    /// # Errors
    ///
    /// Everything in it that cannot be read, as [`Language::compile`] says it. What only does not fit together, such as a field
    /// that no desk has, is none of these.
    pub fn format(&self, name: &str, text: &str) -> Result<String, Vec<Diagnostic>> {
        let whole = |code, message: String| vec![Diagnostic::error(Place::file(name), code, message)];
        if text.len() > bounds::FILE_BYTES {
            return Err(whole("too-large", format!("the file is larger than {} bytes", bounds::FILE_BYTES)));
        }
        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        let (source, (pieces, unclosed)) = (Source::new(name, &text), pieces_and_comment(&text));
        if let Some(at) = unclosed {
            return Err(vec![source.error(at, "open-comment", "the comment that begins here is never closed")]);
        }
        let unread: Vec<Diagnostic> =
            pieces.iter().flat_map(|piece| self.unread(&source, piece)).take(bounds::DIAGNOSTICS).collect();
        if !unread.is_empty() {
            return Err(unread);
        }
        let done = laid_out(&text, &pieces).filter(|done| says_the_same(&pieces, done));
        done.ok_or_else(|| whole("layout", "this file cannot be laid out without changing what it says".to_owned()))
    }

    /// What of a piece cannot be read.
    fn unread(&self, source: &Source<'_>, piece: &Piece<'_>) -> Vec<Diagnostic> {
        if let Some(slip) = too_large(piece) {
            let at = source.place(slip.at.below(piece.line - 1));
            return vec![Diagnostic::error(at, &slip.code, slip.message).help(slip.help)];
        }
        let slips = match self.parse(piece) {
            Err(slip) => vec![slip],
            Ok(()) if piece.kind == Kind::Calendar && lexemes(piece.text).and_then(tree).is_none() => {
                let pack = Pack::of("calendar.rhai", piece.text);
                calendars::compile(&Compiler::new(self, &pack, Limits::NONE), 0, piece).1
            }
            Ok(()) => vec![],
        };
        let said = slips
            .into_iter()
            .map(|slip| source.error(slip.at.below(piece.line - 1), &slip.code, slip.message).help(slip.help));
        said.collect()
    }

    /// That a piece is what its first word says.
    fn parse(&self, piece: &Piece<'_>) -> Result<(), Slip> {
        let (engine, text) = (&self.engine, piece.text);
        match piece.kind {
            Kind::Stage => header::heading(text).map(drop),
            Kind::Import => header::import(text).map(drop),
            Kind::Queue => header::queue(text).map(drop),
            Kind::Field => header::field(text).map(drop),
            Kind::Const => rhai::parse_const(engine, text, &tokens(text)).map(drop),
            Kind::Helper => rhai::parse_helper(engine, text, &tokens(text), 0).map(drop),
            Kind::Rule | Kind::Otherwise | Kind::Test | Kind::Sla | Kind::Escalate => {
                rhai::parse_block(engine, text, &tokens(text)).and_then(Block::without_slips).map(drop)
            }
            Kind::Matrix => matrices::check_head(text).and_then(|()| cells::rows(text)).map(drop),
            Kind::Table if has_rows(piece) => tables::check_head(text).and_then(|()| cells::rows(text)).map(drop),
            Kind::Table => tables::check_head(text),
            // A calendar takes the other calendars to be read; that it has all its brackets is enough.
            Kind::Calendar => Ok(()),
            Kind::Unknown => Err(unknown_piece(text)),
        }
    }
}

/// Whether a piece is a grid that stands in the file, not in one of its own.
fn has_rows(piece: &Piece<'_>) -> bool {
    piece.kind == Kind::Matrix
        || piece.kind == Kind::Table && tokens(cells::head(piece.text)).iter().any(|token| token.text == "{")
}

/// Whether a text has the same pieces, of the same tokens and cells, and within the same bounds.
fn says_the_same(before: &[Piece<'_>], text: &str) -> bool {
    let after = pieces(text);
    let is_same = |(before, after): (&Piece<'_>, &Piece<'_>)| {
        let said = |piece: &Piece<'_>| {
            let head = if has_rows(piece) { cells::head(piece.text) } else { piece.text };
            tokens(head).into_iter().map(|token| (token.kind, token.text)).collect::<Vec<_>>()
        };
        let rows = |piece: &Piece<'_>| {
            let rows = if has_rows(piece) { cells::rows(piece.text).unwrap_or_default() } else { vec![] };
            rows.into_iter().flat_map(|row| row.cells).map(|cell| cell.text).collect::<Vec<_>>()
        };
        before.kind == after.kind
            && too_large(after).is_none()
            && said(before) == said(after)
            && rows(before) == rows(after)
    };
    before.len() == after.len() && before.iter().zip(&after).all(is_same)
}

/// The pieces of a file, each in the one style.
fn laid_out(text: &str, pieces: &[Piece<'_>]) -> Option<String> {
    let mut page = Page::default();
    let first = pieces.first().map_or(text.len(), |first| first.from);
    let mut notes: Vec<Node<'_>> = lexemes(text.get(..first)?)?.into_iter().map(Node::Leaf).collect();
    let mut above = Above::Nothing;
    let mut is_below_block = false;
    for (piece, pad) in pieces.iter().zip(queue_pads(text, pieces)) {
        let (laid, behind) = piece_laid_out(piece, pad)?;
        let is_block = piece.kind.has_braces() && laid.has_lines();
        if above != Above::Nothing && (is_below_block || is_block) {
            above = Above::Block;
        }
        above = page.notes(&notes, above, 0);
        page.newline_below(above, breaks_before(text, piece), 0);
        (above, is_below_block) = (Above::Line, is_block);
        page.append(laid);
        notes = behind;
    }
    if is_below_block {
        above = Above::Block;
    }
    page.notes(&notes, above, 0);
    page.newline(0);
    Some(page.finish())
}

/// A piece, and the comments behind it.
fn piece_laid_out<'a>(piece: &Piece<'a>, pad: usize) -> Option<(Page<'a>, Vec<Node<'a>>)> {
    let mut page = Page::default();
    if has_rows(piece) {
        let behind = grid::grid(&mut page, piece.text)?;
        return Some((page, behind));
    }
    let mut nodes = tree(lexemes(piece.text)?)?;
    let said = nodes.len() - nodes.iter().rev().take_while(|node| node.is_comment()).count();
    let behind = nodes.split_off(said);
    match (piece.kind, nodes.split_last()) {
        (Kind::Rule | Kind::Test | Kind::Calendar | Kind::Sla | Kind::Escalate, Some((Node::Group(body), head))) => {
            page.line(head, 0);
            page.opened(body, Body::Clauses(piece.kind), 0);
        }
        _ => page.padded(&nodes, 0, pad),
    }
    Some((page, behind))
}

/// The line breaks between a piece and what stands above it, as of lexemes.
fn breaks_before(text: &str, piece: &Piece<'_>) -> u8 {
    let above = text.get(..piece.from).unwrap_or_default();
    above[above.trim_end().len()..].matches('\n').take(2).map(|_| 1).sum()
}

/// How many spaces the name of each queue takes so that the descriptions of neighbours begin in one column.
fn queue_pads(text: &str, pieces: &[Piece<'_>]) -> Vec<usize> {
    let name = |piece: &Piece<'_>| match lexemes(piece.text).as_deref() {
        Some([queue, name, help, ..]) if queue.is("queue") && help.kind == LexemeKind::Text => {
            Some(name.text.chars().count())
        }
        _ => None,
    };
    let is_close = |above: &Piece<'_>, below: &Piece<'_>| {
        breaks_before(text, below) < 2
            && !lexemes(above.text).is_some_and(|words| words.iter().any(is_own_line_comment))
    };
    let names: Vec<Option<usize>> = pieces.iter().map(name).collect();
    let mut pads = vec![0; pieces.len()];
    let indices: Vec<usize> = (0..pieces.len()).collect();
    let is_run = |above: &usize, below: &usize| {
        names[*above].is_some() && names[*below].is_some() && is_close(&pieces[*above], &pieces[*below])
    };
    for run in indices.chunk_by(is_run) {
        let widest = run.iter().filter_map(|index| names[*index]).max().unwrap_or(0);
        run.iter().for_each(|index| pads[*index] = names[*index].map_or(0, |name| widest - name));
    }
    pads
}

fn is_own_line_comment(lexeme: &Lexeme<'_>) -> bool {
    lexeme.is_comment() && lexeme.breaks > 0
}
