//! The lexemes of a piece as a tree of brackets, with how wide each is on one line.

use super::spaces::{can_be_asked, spaced};
use crate::rhai::{Lexeme, LexemeKind};

/// How deep brackets may be nested. The parser stops before that.
const DEEPEST: usize = 256;

#[derive(Debug)]
pub(super) enum Node<'a> {
    Leaf(Lexeme<'a>),
    Group(Group<'a>),
}

/// What stands in brackets.
#[derive(Debug)]
pub(super) struct Group<'a> {
    pub(super) kind: Brackets,
    pub(super) open: Lexeme<'a>,
    pub(super) nodes: Vec<Node<'a>>,
    pub(super) close: Lexeme<'a>,
    /// How wide it is on one line; none where it cannot or shall not stand on one.
    pub(super) width: Option<usize>,
}

/// What brackets are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Brackets {
    /// The arguments of a call.
    Call,
    /// A part of an expression.
    Part,
    List,
    Map,
    /// Statements, or clauses.
    Block,
    /// The arms of a `switch`.
    Arms,
}

impl<'a> Node<'a> {
    pub(super) fn first(&self) -> &Lexeme<'a> {
        match self {
            Node::Leaf(lexeme) => lexeme,
            Node::Group(group) => &group.open,
        }
    }

    fn last(&self) -> &Lexeme<'a> {
        match self {
            Node::Leaf(lexeme) => lexeme,
            Node::Group(group) => &group.close,
        }
    }

    pub(super) fn is(&self, text: &str) -> bool {
        matches!(self, Node::Leaf(lexeme) if lexeme.is(text))
    }

    pub(super) fn is_comment(&self) -> bool {
        matches!(self, Node::Leaf(lexeme) if lexeme.is_comment())
    }

    pub(super) fn is_word(&self) -> bool {
        self.first().kind == LexemeKind::Word
    }

    /// Whether it is a `{ … }` of statements, clauses or arms.
    pub(super) fn is_block(&self) -> bool {
        matches!(self, Node::Group(Group { kind: Brackets::Block | Brackets::Arms, .. }))
    }

    /// Whether it joins conditions.
    pub(super) fn joins(&self) -> bool {
        self.is_and() || self.is_or()
    }

    fn is_and(&self) -> bool {
        self.is("&&") || self.is("and")
    }

    pub(super) fn is_or(&self) -> bool {
        self.is("||") || self.is("or")
    }
}

/// The tree of these lexemes; none where a bracket is missing.
pub(super) fn tree(lexemes: Vec<Lexeme<'_>>) -> Option<Vec<Node<'_>>> {
    let mut nodes = vec![];
    let mut open: Vec<(Brackets, Lexeme<'_>, Vec<Node<'_>>)> = vec![];
    for lexeme in lexemes {
        if let Some(kind) = opens(&nodes, &lexeme) {
            open.push((kind, lexeme, std::mem::take(&mut nodes)));
            if open.len() > DEEPEST {
                return None;
            }
        } else if lexeme.kind == LexemeKind::Sign && matches!(lexeme.text, ")" | "]" | "}") {
            let (kind, opening, around) = open.pop().filter(|(_, opening, _)| opening.text.ends_with(pair(&lexeme)))?;
            let inside = std::mem::replace(&mut nodes, around);
            nodes.push(Node::Group(Group::new(kind, opening, inside, lexeme)));
        } else {
            nodes.push(Node::Leaf(lexeme));
        }
    }
    open.is_empty().then_some(nodes)
}

fn pair(close: &Lexeme<'_>) -> char {
    match close.text {
        ")" => '(',
        "]" => '[',
        _ => '{',
    }
}

/// What a lexeme opens behind these nodes, if it does.
fn opens(before: &[Node<'_>], lexeme: &Lexeme<'_>) -> Option<Brackets> {
    if lexeme.kind != LexemeKind::Sign {
        return None;
    }
    let mut said = before.iter().rev().filter(|node| !node.is_comment()).map(Node::last);
    let (last, back) = (said.next(), said.next());
    let is_asked = || last.is_some_and(|last| can_be_asked(back, last));
    match lexeme.text {
        "(" if is_asked() => Some(Brackets::Call),
        "(" => Some(Brackets::Part),
        "[" | "?[" => Some(Brackets::List),
        "#{" => Some(Brackets::Map),
        "{" => {
            // What a `switch` is of holds no block.
            let mut head = before.iter().rev().take_while(|node| !node.is_block() && !node.is(";") && !node.is("=>"));
            let is_switch = head.any(|node| node.is("switch"));
            Some(if is_switch { Brackets::Arms } else { Brackets::Block })
        }
        _ => None,
    }
}

impl<'a> Group<'a> {
    fn new(kind: Brackets, open: Lexeme<'a>, nodes: Vec<Node<'a>>, close: Lexeme<'a>) -> Group<'a> {
        // Where the first line break stands in the brackets, it shall stay.
        let is_kept_open = kind != Brackets::Part && nodes.first().is_some_and(|first| first.first().breaks > 0);
        let mut group = Group { kind, open, nodes, close, width: None };
        if !is_kept_open {
            group.width = group.flat_width();
        }
        group
    }

    fn flat_width(&self) -> Option<usize> {
        let mut line = Line::default();
        line.leaf(&self.open)?;
        line.nodes(&self.nodes)?;
        line.leaf(&self.close)?;
        Some(line.width)
    }
}

/// How wide these nodes are on one line; none where they cannot or shall not stand on one.
pub(super) fn width(nodes: &[Node<'_>]) -> Option<usize> {
    let mut line = Line::default();
    line.nodes(nodes)?;
    Some(line.width)
}

/// A line that is measured.
#[derive(Default)]
struct Line<'n, 'a> {
    back: Option<&'n Lexeme<'a>>,
    last: Option<&'n Lexeme<'a>>,
    width: usize,
}

impl<'n, 'a> Line<'n, 'a> {
    fn nodes(&mut self, nodes: &'n [Node<'a>]) -> Option<()> {
        for (node, next) in nodes.iter().zip(nodes.iter().skip(1).map(Some).chain([None])) {
            // A condition that is broken at what joins it stays so.
            if node.joins() && (node.first().breaks > 0 || next.is_some_and(|next| next.first().breaks > 0)) {
                return None;
            }
            match node {
                Node::Leaf(lexeme) => self.leaf(lexeme)?,
                Node::Group(group) => {
                    self.goes_on(&group.open);
                    self.width += group.width?;
                    (self.back, self.last) = (None, Some(&group.close));
                }
            }
        }
        Some(())
    }

    fn leaf(&mut self, lexeme: &'n Lexeme<'a>) -> Option<()> {
        if lexeme.is_comment() && (lexeme.breaks > 0 || lexeme.text.starts_with("//") || lexeme.text.contains('\n')) {
            return None;
        }
        self.goes_on(lexeme);
        self.width += lexeme.text.chars().count();
        (self.back, self.last) = (self.last, Some(lexeme));
        Some(())
    }

    fn goes_on(&mut self, next: &Lexeme<'a>) {
        self.width += usize::from(self.last.is_some_and(|last| spaced(self.back, last, next)));
    }
}
