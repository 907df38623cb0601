//! What stands on lines of its own: statements, arms, items of lists, clauses; and the comments above each.

use super::{clauses::begins_clause, nodes::Node};
use crate::cut::Kind;

/// What a body is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Body {
    Statements,
    Arms,
    /// Items of a list or a map, or arguments.
    Values,
    /// Clauses of a block of this kind.
    Clauses(Kind),
}

/// One of them, and the comments before it; the last one may be comments alone.
pub(super) struct Item<'n, 'a> {
    pub(super) notes: &'n [Node<'a>],
    pub(super) nodes: &'n [Node<'a>],
}

/// The items of a body, in order.
pub(super) fn items<'n, 'a>(nodes: &'n [Node<'a>], body: Body) -> Vec<Item<'n, 'a>> {
    let mut items = vec![];
    let mut rest = nodes;
    while !rest.is_empty() {
        let (notes, said) = rest.split_at(comments(rest));
        let (nodes, behind) = said.split_at(body.item_length(said));
        items.push(Item { notes, nodes });
        rest = behind;
    }
    items
}

/// How many comments stand at the beginning.
pub(super) fn comments(nodes: &[Node<'_>]) -> usize {
    nodes.iter().take_while(|node| node.is_comment()).count()
}

impl Body {
    fn item_length(self, nodes: &[Node<'_>]) -> usize {
        let mut length = 0;
        while length < nodes.len() {
            // Comments belong to what follows them.
            let next = length + comments(&nodes[length..]);
            let (item, rest) = (&nodes[..length], &nodes[next..]);
            if length > 0 && (rest.is_empty() || self.begins(item, rest)) {
                return length;
            }
            length = nodes.len().min(next + 1);
            if self.ends(&nodes[..length], &nodes[length..]) {
                return length;
            }
        }
        length
    }

    /// Whether `rest` begins a new item behind what is read of this one.
    fn begins(self, item: &[Node<'_>], rest: &[Node<'_>]) -> bool {
        matches!(self, Body::Clauses(kind) if begins_clause(kind, item, rest))
    }

    /// Whether an item is over with its last node.
    fn ends(self, item: &[Node<'_>], rest: &[Node<'_>]) -> bool {
        let mark = match self {
            Body::Statements | Body::Clauses(_) => ";",
            Body::Arms | Body::Values => ",",
        };
        let Some(last) = item.last() else { return false };
        if last.is(mark) {
            return true;
        }
        let next = rest.get(comments(rest));
        let goes_on = || next.is_some_and(|next| next.is("else") || next.is(mark));
        matches!(self, Body::Statements | Body::Arms) && last.is_block() && self.is_of_blocks(item) && !goes_on()
    }

    /// Whether a block ends the item: `if`, `switch`, `for`, or a block itself; as a statement or behind the `=>` of an arm.
    fn is_of_blocks(self, item: &[Node<'_>]) -> bool {
        let start = match self {
            Body::Arms => item.iter().position(|node| node.is("=>")).map_or(item.len(), |arrow| arrow + 1),
            _ => 0,
        };
        let first = item[start..].iter().find(|node| !node.is_comment());
        first.is_some_and(|first| first.is_block() || ["if", "switch", "for"].iter().any(|word| first.is(word)))
    }
}
