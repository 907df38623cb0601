//! The text that is made, line by line.

use super::{nodes::Node, spaces::spaced};
use crate::rhai::Lexeme;

/// How wide a line may be.
pub(super) const WIDTH: usize = 120;

/// What stands above a line, which settles whether an empty line stands between the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Above {
    /// The beginning of a file or of a block: none does.
    Nothing,
    /// Another line: one does where the author wrote one.
    Line,
    /// A block, or one stands below: one does.
    Block,
}

/// A text in the making.
#[derive(Default)]
pub(super) struct Page<'a> {
    text: String,
    /// How many characters the line has.
    pub(super) column: usize,
    pub(super) line: usize,
    /// The two lexemes before this place on the line.
    back: Option<Lexeme<'a>>,
    last: Option<Lexeme<'a>>,
    /// Comments at the end of a line: which line, and where in the text each begins.
    asides: Vec<(usize, usize)>,
}

impl<'a> Page<'a> {
    /// A lexeme behind what stands on the line, with a space between them where one belongs.
    pub(super) fn lexeme(&mut self, lexeme: &Lexeme<'a>) {
        self.pad(usize::from(self.has_space_before(lexeme)));
        self.put(lexeme.text);
        (self.back, self.last) = (self.last, Some(*lexeme));
    }

    fn has_space_before(&self, next: &Lexeme<'a>) -> bool {
        self.last.is_some_and(|last| spaced(self.back.as_ref(), &last, next))
    }

    /// Nodes of which nothing is to be broken.
    pub(super) fn flat(&mut self, nodes: &[Node<'a>]) {
        for node in nodes {
            match node {
                Node::Leaf(lexeme) => self.lexeme(lexeme),
                Node::Group(group) => {
                    self.lexeme(&group.open);
                    self.flat(&group.nodes);
                    self.lexeme(&group.close);
                }
            }
        }
    }

    /// Whether something that is so wide, and begins with this lexeme, has room on the line, with `behind` after it.
    pub(super) fn has_room(&self, first: &Lexeme<'a>, width: usize, behind: usize) -> bool {
        self.column + usize::from(self.has_space_before(first)) + width + behind <= WIDTH
    }

    pub(super) fn pad(&mut self, spaces: usize) {
        self.text.extend(std::iter::repeat_n(' ', spaces));
        self.column += spaces;
    }

    /// A new line, where the text is not at the beginning of one.
    pub(super) fn newline(&mut self, indent: usize) {
        self.text.truncate(self.text.trim_end_matches(' ').len());
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.break_line();
        }
        self.column = 0;
        (self.back, self.last) = (None, None);
        self.pad(indent);
    }

    /// A new line, below an empty one where one belongs; `breaks` are those that the author made.
    pub(super) fn newline_below(&mut self, above: Above, breaks: u8, indent: usize) {
        self.newline(0);
        let is_apart = match above {
            Above::Nothing => false,
            Above::Line => breaks > 1,
            Above::Block => true,
        };
        if is_apart {
            self.break_line();
        }
        self.newline(indent);
    }

    /// What another page says, from where this one stands.
    pub(super) fn append(&mut self, page: Page<'a>) {
        let (line, at) = (self.line, self.text.len());
        self.asides.extend(page.asides.into_iter().map(|(behind, start)| (line + behind, at + start)));
        self.put(&page.text);
    }

    /// Whether it has more than one line.
    pub(super) fn has_lines(&self) -> bool {
        self.line > 0
    }

    fn break_line(&mut self) {
        self.text.push('\n');
        self.line += 1;
    }

    /// A comment behind what stands on the line. Those of lines that follow each other, as far in, begin in one column.
    pub(super) fn aside(&mut self, comment: &Lexeme<'a>) {
        self.pad(2);
        self.asides.push((self.line, self.text.len()));
        self.comment(comment);
    }

    /// A comment, without blanks at the ends of its lines.
    pub(super) fn comment(&mut self, comment: &Lexeme<'a>) {
        let lines: Vec<&str> = comment.text.split('\n').map(str::trim_end).collect();
        self.put(&lines.join("\n"));
        self.last = Some(*comment);
    }

    /// Text as it stands.
    pub(super) fn put(&mut self, text: &str) {
        self.text.push_str(text);
        self.line += text.matches('\n').count();
        self.column = match text.rsplit_once('\n') {
            Some((_, last)) => last.chars().count(),
            None => self.column + text.chars().count(),
        };
    }

    /// The text, with the comments at the ends of its lines in columns.
    pub(super) fn finish(self) -> String {
        let Page { text, asides, .. } = self;
        let line = |at: usize| &text[text[..at].rfind('\n').map_or(0, |end| end + 1)..at];
        let column = |at: usize| line(at).chars().count();
        let indent = |at: usize| line(at).len() - line(at).trim_start().len();
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for run in asides.chunk_by(|above, below| below.0 == above.0 + 1 && indent(above.1) == indent(below.1)) {
            let widest = run.iter().map(|(_, at)| column(*at)).max().unwrap_or(0);
            for &(_, at) in run {
                out.push_str(&text[done..at]);
                out.extend(std::iter::repeat_n(' ', widest - column(at)));
                done = at;
            }
        }
        out.push_str(&text[done..]);
        out
    }
}
