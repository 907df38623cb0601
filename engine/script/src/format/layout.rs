//! How nodes are laid out: on one line where they fit, else broken where the language reads best.

use super::{
    items::{Body, Item, items},
    nodes::{Brackets, Group, Node, width},
    page::{Above, Page, WIDTH},
};

const INDENT: usize = 4;
/// How far `&&` and `||` stand in from the line that they go on with.
const JOINED: usize = 2;
/// Lists and maps go on in the column of their first item, where that is not further right.
const RIGHTMOST: usize = 60;

impl<'a> Page<'a> {
    /// The items of a body, each on a line of its own.
    pub(super) fn body(&mut self, nodes: &[Node<'a>], body: Body, indent: usize) {
        let items = items(nodes, body);
        let mut pads = given_pads(&items).into_iter();
        let mut above = Above::Nothing;
        for Item { notes, nodes } in items {
            let pad = pads.next().unwrap_or_default();
            above = self.notes(notes, above, indent);
            let Some(first) = nodes.first() else { continue };
            self.newline_below(above, first.first().breaks, indent);
            self.padded(nodes, indent, pad);
            above = Above::Line;
        }
    }

    /// Comments: the first ones behind the line where they stand so, the others on lines of their own. Says what stands above
    /// the line that follows.
    pub(super) fn notes(&mut self, notes: &[Node<'a>], mut above: Above, indent: usize) -> Above {
        let mut is_behind = self.column > 0;
        for note in notes.iter().map(Node::first) {
            is_behind &= note.breaks == 0;
            if is_behind {
                self.aside(note);
            } else {
                self.newline_below(above, note.breaks, indent);
                self.comment(note);
                above = Above::Line;
            }
        }
        above
    }

    /// A line whose second word is followed by so many more spaces.
    pub(super) fn padded(&mut self, nodes: &[Node<'a>], indent: usize, pad: usize) {
        let (words, rest) = nodes.split_at(if pad > 0 { 2 } else { 0 });
        self.flat(words);
        self.pad(pad);
        self.line(rest, indent);
    }

    /// A statement, a clause, or what stands before the body of a block.
    pub(super) fn line(&mut self, nodes: &[Node<'a>], indent: usize) {
        if self.fits(nodes, 0) {
            return self.flat(nodes);
        }
        let is_only_block = nodes.iter().filter(|node| node.is_block()).count() == 1;
        let first_line = self.line;
        let mut rest = nodes;
        while !rest.is_empty() {
            let length = rest.iter().position(Node::is_block).unwrap_or(rest.len());
            let (head, behind) = rest.split_at(length);
            self.head(head, indent, if behind.is_empty() { 0 } else { 2 });
            let Some((block, behind)) = behind.split_first() else { return };
            let may_be_short = is_only_block && self.line == first_line;
            let is_short = may_be_short && self.fits(std::slice::from_ref(block), width(behind).unwrap_or(0));
            match block {
                Node::Group(block) if !is_short => self.block(block, indent),
                block => self.flat(std::slice::from_ref(block)),
            }
            rest = behind;
        }
    }

    /// What stands before a block: where a clause is too long, its `when` begins a line.
    fn head(&mut self, nodes: &[Node<'a>], indent: usize, behind: usize) {
        let when = nodes.iter().skip(1).position(|node| node.is("when")).map(|index| index + 1);
        match when.filter(|_| !self.fits(nodes, behind)) {
            Some(when) => {
                self.sequence(&nodes[..when], indent, 0);
                self.newline(indent + INDENT);
                self.sequence(&nodes[when..], indent + INDENT, behind);
            }
            None => self.sequence(nodes, indent, behind),
        }
    }

    /// A block, its items on lines of their own.
    pub(super) fn block(&mut self, block: &Group<'a>, indent: usize) {
        let body = if block.kind == Brackets::Arms { Body::Arms } else { Body::Statements };
        self.opened(block, body, indent);
    }

    /// What stands in brackets, its items on lines of their own.
    pub(super) fn opened(&mut self, group: &Group<'a>, body: Body, indent: usize) {
        self.lexeme(&group.open);
        self.body(&group.nodes, body, indent + INDENT);
        self.newline(indent);
        self.lexeme(&group.close);
    }

    /// Whether nodes can and shall stand on what is left of the line, with `behind` after them.
    fn fits(&self, nodes: &[Node<'a>], behind: usize) -> bool {
        let Some(first) = nodes.first() else { return true };
        width(nodes).is_some_and(|width| self.has_room(first.first(), width, behind))
    }

    /// An expression, or whatever has no block in it.
    fn sequence(&mut self, nodes: &[Node<'a>], indent: usize, behind: usize) {
        if self.fits(nodes, behind) {
            return self.flat(nodes);
        }
        let has_or = nodes.iter().any(Node::is_or);
        let splits = |node: &Node<'_>| if has_or { node.is_or() } else { node.joins() };
        let Some(mut end) = nodes.iter().position(splits) else { return self.broken(nodes, indent, behind) };
        let mut start = 0;
        loop {
            let behind = if end == nodes.len() { behind } else { 0 };
            match start {
                0 => self.sequence(&nodes[..end], indent + JOINED, behind),
                _ => self.joined(&nodes[start..end], indent + JOINED, behind),
            }
            if end == nodes.len() {
                return;
            }
            start = end;
            end = nodes[start + 1..].iter().position(splits).map_or(nodes.len(), |more| start + 1 + more);
        }
    }

    /// A part of a condition on a line of its own: what joins it, and what follows.
    fn joined(&mut self, part: &[Node<'a>], indent: usize, behind: usize) {
        self.newline(indent);
        let (sign, rest) = part.split_at(1);
        self.flat(sign);
        self.sequence(rest, indent, behind);
    }

    /// Nodes one after the other: brackets that do not fit are opened.
    fn broken(&mut self, nodes: &[Node<'a>], indent: usize, behind: usize) {
        for (index, node) in nodes.iter().enumerate() {
            let rest = &nodes[index + 1..];
            match node {
                Node::Leaf(lexeme) if lexeme.is_comment() => {
                    if self.notes(std::slice::from_ref(node), Above::Nothing, indent + INDENT) == Above::Line
                        || lexeme.text.starts_with("//")
                    {
                        self.newline(indent + INDENT);
                    }
                }
                Node::Leaf(lexeme) => self.lexeme(lexeme),
                Node::Group(group) => self.group(group, indent, up_to_next_group(rest, behind)),
            }
        }
    }

    /// What stands in brackets, opened as its kind is where it does not fit.
    fn group(&mut self, group: &Group<'a>, indent: usize, behind: usize) {
        if let Some(width) = group.width
            && self.has_room(&group.open, width, behind)
        {
            self.lexeme(&group.open);
            self.flat(&group.nodes);
            return self.lexeme(&group.close);
        }
        match group.kind {
            Brackets::Block | Brackets::Arms => self.block(group, indent),
            Brackets::Part => {
                self.lexeme(&group.open);
                self.sequence(&group.nodes, indent, behind + 1);
                self.lexeme(&group.close);
            }
            Brackets::Call if self.may_hold(group) => self.held(group, indent),
            Brackets::List | Brackets::Map if self.may_hang(group) => self.hanging(group, behind),
            _ => self.opened(group, Body::Values, indent),
        }
    }

    /// Whether the last argument of a call is a list or a map that can be opened while the others stay on the line.
    fn may_hold(&self, call: &Group<'a>) -> bool {
        let Some((Node::Group(last), others)) = call.nodes.split_last() else { return false };
        let is_data = matches!(last.kind, Brackets::List | Brackets::Map) && last.open.text != "?[";
        let is_argument = others.last().is_none_or(|before| before.is(","));
        let is_open = call.nodes.first().is_some_and(|first| first.first().breaks > 0);
        is_data && is_argument && !is_open && width(others).is_some_and(|width| self.column + width + 4 <= WIDTH)
    }

    fn held(&mut self, call: &Group<'a>, indent: usize) {
        self.lexeme(&call.open);
        if let Some((Node::Group(last), others)) = call.nodes.split_last() {
            self.flat(others);
            self.opened(last, Body::Values, indent);
        }
        self.lexeme(&call.close);
    }

    /// Whether the items of a list or a map can go on in the column of the first.
    fn may_hang(&self, group: &Group<'a>) -> bool {
        let column = self.column + group.open.text.len() + 1;
        let is_kept_open = group.nodes.first().is_some_and(|first| first.first().breaks > 0);
        let is_plain = |item: &Item<'_, 'a>| {
            item.notes.is_empty() && width(item.nodes).is_some_and(|width| column + width + 2 <= WIDTH)
        };
        !is_kept_open && column <= RIGHTMOST && items(&group.nodes, Body::Values).iter().all(is_plain)
    }

    fn hanging(&mut self, group: &Group<'a>, behind: usize) {
        let inner = usize::from(group.kind == Brackets::Map);
        self.lexeme(&group.open);
        let column = self.column + inner;
        let mut items = items(&group.nodes, Body::Values).into_iter().peekable();
        while let Some(Item { nodes, .. }) = items.next() {
            let behind = if items.peek().is_none() { inner + 1 + behind } else { 0 };
            if self.column > column && !self.fits(nodes, behind) {
                self.newline(column);
            }
            self.flat(nodes);
        }
        self.lexeme(&group.close);
    }
}

/// How wide what follows is up to where the line can be broken again.
fn up_to_next_group(nodes: &[Node<'_>], behind: usize) -> usize {
    match nodes.iter().position(|node| matches!(node, Node::Group(_)) || node.is_comment()) {
        Some(next) => width(&nodes[..next]).unwrap_or(0) + 2,
        None => width(nodes).unwrap_or(0) + behind,
    }
}

/// How many spaces each clause `given` takes so that what it gives begins in one column with those of its neighbours.
fn given_pads(items: &[Item<'_, '_>]) -> Vec<usize> {
    let name = |item: &Item<'_, '_>| match item.nodes {
        [given, Node::Leaf(name), Node::Group(value), ..] if given.is("given") => {
            let is_opened = value.nodes.first().is_some_and(|first| first.first().breaks > 0);
            (!is_opened).then(|| name.text.chars().count())
        }
        _ => None,
    };
    let is_close =
        |item: &Item<'_, '_>| item.notes.is_empty() && item.nodes.first().is_some_and(|first| first.first().breaks < 2);
    let runs = items.chunk_by(|above, below| name(above).is_some() && name(below).is_some() && is_close(below));
    let pads = runs.flat_map(|run| {
        let widest = run.iter().filter_map(name).max().unwrap_or(0);
        run.iter().map(move |item| name(item).map_or(0, |name| widest - name))
    });
    pads.collect()
}
