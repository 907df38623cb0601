//! Cutting a rule file into its pieces.
//!
//! Every block is compiled by itself, so that one broken block gives one message and hides no other. A piece starts at a
//! word of the language in the first column: not by counting braces, for one missing brace must not swallow the rest.

use crate::source::{Spot, is_typeset_quote};

/// A piece of a rule file: from its first word up to the next piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Piece<'a> {
    pub(crate) kind: Kind,
    /// The line of the file that it starts at, from 1.
    pub(crate) line: u32,
    /// Where in the file it starts, in bytes.
    pub(crate) from: usize,
    pub(crate) text: &'a str,
}

/// What a piece is, told by its first word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Rule,
    Stage,
    Otherwise,
    Matrix,
    Table,
    Test,
    Const,
    Helper,
    Import,
    Field,
    Queue,
    Calendar,
    Sla,
    Escalate,
    /// Anything else at the top level.
    Unknown,
}

impl Kind {
    /// Whether braces hold what it says.
    pub(crate) fn has_braces(self) -> bool {
        !matches!(self, Kind::Stage | Kind::Const | Kind::Import | Kind::Field | Kind::Queue | Kind::Unknown)
    }
}

const WORDS: [(&str, Kind); 14] = [
    ("rule", Kind::Rule),
    ("stage", Kind::Stage),
    ("otherwise", Kind::Otherwise),
    ("matrix", Kind::Matrix),
    ("table", Kind::Table),
    ("test", Kind::Test),
    ("const", Kind::Const),
    ("fn", Kind::Helper),
    ("import", Kind::Import),
    ("field", Kind::Field),
    ("queue", Kind::Queue),
    ("calendar", Kind::Calendar),
    ("sla", Kind::Sla),
    ("escalate", Kind::Escalate),
];

/// The words that a piece may start with.
pub(crate) fn words() -> impl Iterator<Item = &'static str> {
    WORDS.into_iter().map(|(word, _)| word)
}

/// The pieces of `text`, in order.
pub(crate) fn pieces(text: &str) -> Vec<Piece<'_>> {
    pieces_and_comment(text).0
}

/// The pieces of `text`, in order, and where a comment begins that is never closed.
pub(crate) fn pieces_and_comment(text: &str) -> (Vec<Piece<'_>>, Option<Spot>) {
    let mut scan = Scan::default();
    let starts = starts(text, &mut scan);
    let unclosed = scan.comment.filter(|_| matches!(scan.inside, Inside::Comment(_)));
    // An unclosed comment or template would hide everything below it: look again without heeding them.
    let mut starts = if scan.inside == Inside::Code { starts } else { starts_by_word(text) };
    let first = starts.first().map_or(text.len(), |start| start.offset);
    if let Some((line, offset)) = first_words(&text[..first]) {
        starts.insert(0, Start { kind: Kind::Unknown, line, offset });
    }
    let ends = starts.iter().skip(1).map(|start| start.offset).chain([text.len()]);
    let pieces = starts.iter().zip(ends).map(|(start, end)| start.piece(&text[start.offset..end])).collect();
    (pieces, unclosed)
}

#[derive(Clone, Copy, Debug)]
struct Start {
    kind: Kind,
    line: u32,
    offset: usize,
}

impl Start {
    fn piece<'a>(&self, text: &'a str) -> Piece<'a> {
        let start = text.trim_start_matches('\u{feff}');
        let from = self.offset + text.len() - start.len();
        Piece { kind: self.kind, line: self.line, from, text: start.trim_end() }
    }
}

fn starts(text: &str, scan: &mut Scan) -> Vec<Start> {
    let mut found: Vec<Start> = vec![];
    for (line, offset, content) in numbered_lines(text) {
        if scan.inside == Inside::Code {
            let known = known_word(content);
            // A block in the wrong column is told apart, so that it spoils none that stands right; but where the block above
            // has no brace yet, it may be a clause of that.
            let is_clause = found.last().is_some_and(|above| above.kind.has_braces() && !scan.opened);
            let is_indented = || !is_clause && known_word(content.trim_start()).is_some();
            let is_stray = || starts_something(content) || is_indented();
            let kind = known.or_else(|| (scan.depth <= 0 && is_stray()).then_some(Kind::Unknown));
            if let Some(kind) = kind {
                (scan.depth, scan.opened) = (0, false);
                // A stray word right below another is one mistake, not two.
                let goes_on = kind == Kind::Unknown && found.last().is_some_and(|last| last.kind == kind);
                if !goes_on {
                    found.push(Start { kind, line, offset });
                }
            }
        }
        // What stands in the rows of a grid is no code: `image/*` begins no comment there.
        let is_row = scan.inside == Inside::Code && content.trim_start().starts_with('|');
        if !(is_row && found.last().is_some_and(|above| matches!(above.kind, Kind::Matrix | Kind::Table))) {
            scan.read(content, line);
        }
    }
    found
}

/// Where a text first says something, comments apart.
fn first_words(text: &str) -> Option<(u32, usize)> {
    let mut scan = Scan::default();
    for (line, offset, content) in numbered_lines(text) {
        let said = content.trim_start_matches('\u{feff}').trim();
        let is_comment = said.is_empty() || said.starts_with("//") || said.starts_with("/*");
        if scan.inside == Inside::Code && !is_comment {
            return Some((line, offset));
        }
        scan.read(content, line);
    }
    None
}

fn starts_by_word(text: &str) -> Vec<Start> {
    let known = |(line, offset, content)| known_word(content).map(|kind| Start { kind, line, offset });
    numbered_lines(text).filter_map(known).collect()
}

fn numbered_lines(text: &str) -> impl Iterator<Item = (u32, usize, &str)> {
    let mut offset = 0;
    (1..).zip(text.split_inclusive('\n')).map(move |(line, content)| {
        let at = offset;
        offset += content.len();
        (line, at, content)
    })
}

fn known_word(line: &str) -> Option<Kind> {
    let line = line.trim_start_matches('\u{feff}');
    let end = line.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(line.len());
    let (word, rest) = line.split_at(end);
    let kind = WORDS.into_iter().find(|(known, _)| *known == word)?.1;
    // `rule(…)`, `rule = …` and `rule.x` in the first column are no blocks.
    let next = rest.trim_start().chars().next();
    let follows = match kind {
        Kind::Otherwise => matches!(next, Some('{') | None),
        _ => next.is_some_and(|next| next.is_alphanumeric() || "\"'_".contains(next) || is_typeset_quote(next)),
    };
    follows.then_some(kind)
}

/// Whether a line of the top level begins with a word that should have been one of the language.
fn starts_something(line: &str) -> bool {
    /// Words that may begin a further line of a block's head.
    const GO_ON: [&str; 7] = ["salience", "group", "by", "from", "when", "on", "then"];
    let word = line.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
    !word.is_empty() && !GO_ON.contains(&word)
}

/// Where the scan stands between two lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Inside {
    #[default]
    Code,
    Comment(u32),
    Template,
}

#[derive(Clone, Copy, Debug, Default)]
struct Scan {
    inside: Inside,
    depth: i32,
    /// Whether the piece has had a brace.
    opened: bool,
    /// Where the last comment of its kind begins.
    comment: Option<Spot>,
}

impl Scan {
    fn read(&mut self, line: &str, number: u32) {
        let mut chars = line.chars().peekable();
        let mut in_text = false;
        let mut column = 0;
        while let Some(c) = chars.next() {
            column += 1;
            match self.inside {
                Inside::Comment(depth) => match (c, chars.peek()) {
                    ('*', Some('/')) => {
                        chars.next();
                        column += 1;
                        self.inside = if depth > 1 { Inside::Comment(depth - 1) } else { Inside::Code };
                    }
                    ('/', Some('*')) => {
                        chars.next();
                        column += 1;
                        self.inside = Inside::Comment(depth + 1);
                    }
                    _ => {}
                },
                Inside::Template => {
                    if c == '`' {
                        self.inside = Inside::Code;
                    }
                }
                Inside::Code if in_text => match c {
                    '\\' => column += u32::from(chars.next().is_some()),
                    '"' => in_text = false,
                    _ => {}
                },
                Inside::Code => match (c, chars.peek()) {
                    ('/', Some('/')) => return,
                    ('/', Some('*')) => {
                        self.comment = Some(Spot::new(number, column, 2));
                        chars.next();
                        column += 1;
                        self.inside = Inside::Comment(1);
                    }
                    ('"', _) => in_text = true,
                    ('`', _) => self.inside = Inside::Template,
                    ('{', _) => (self.depth, self.opened) = (self.depth + 1, true),
                    ('}', _) => self.depth -= 1,
                    _ => {}
                },
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(Kind, u32)> {
        pieces(text).into_iter().map(|piece| (piece.kind, piece.line)).collect()
    }

    #[test]
    fn a_missing_brace_hides_nothing() {
        let text = "rule \"a\" {\n  then {\n\nrule \"b\" {\n}\n";
        assert_eq!(kinds(text), [(Kind::Rule, 1), (Kind::Rule, 4)]);
    }

    #[test]
    fn words_in_comments_templates_and_code_start_nothing() {
        let text = "/*\nrule \"a\" {\n*/\nconst A = `\nrule \"b\"\n`;\nrule \"c\" { then {\nrule(1);\n} }\n";
        assert_eq!(kinds(text), [(Kind::Const, 4), (Kind::Rule, 7)]);
    }

    #[test]
    fn an_unclosed_template_hides_nothing() {
        assert_eq!(kinds("const A = `x;\nrule \"b\" { }\n"), [(Kind::Const, 1), (Kind::Rule, 2)]);
    }

    #[test]
    fn stray_words_are_seen_at_the_top_level_only() {
        let text = "rule \"a\" {\nwhen true\nthen { }\n}\nrul \"b\" {\n}\nnonsense\n";
        assert_eq!(kinds(text), [(Kind::Rule, 1), (Kind::Unknown, 5)]);
    }

    #[test]
    fn indented_blocks_stand_apart_and_clauses_do_not() {
        assert_eq!(kinds("rule \"a\" {\n}\n  sla \"x\" {\n  }\nrule \"b\" {\n}\n").len(), 3);
        assert_eq!(kinds("sla \"x\":\n  calendar \"office\"\n"), [(Kind::Sla, 1)]);
        assert_eq!(kinds("queue \"a\"\n  queue \"b\"\n"), [(Kind::Queue, 1), (Kind::Unknown, 2)]);
    }

    #[test]
    fn nothing_before_the_first_piece_is_passed_over() {
        assert_eq!(kinds("// why\n\n  stage routing\n  rule \"a\" { }\n"), [(Kind::Unknown, 3)]);
        assert_eq!(kinds("/* why\n * so\n */\nstage routing\n"), [(Kind::Stage, 4)]);
        assert_eq!(kinds("\u{feff}stage routing\n"), [(Kind::Stage, 1)]);
    }
}
