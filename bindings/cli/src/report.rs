//! What is said to people: diagnostics with the lines they are about, errors, and text made safe for a terminal.

use std::{
    env,
    io::{self, IsTerminal, Write},
    ops::Range,
};

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use clap::ValueEnum;
use tierline_wire::{
    check::Finding,
    tierline::{Diagnostic, Severity},
};

use crate::{commands::json, desk_files::Home, exit::Failure};

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// How to talk to the user.
#[derive(Clone, Copy, Debug)]
pub struct Ui {
    /// Whether standard output is coloured.
    pub out: bool,
    /// Whether standard error is coloured.
    pub err: bool,
}

impl Ui {
    /// What `choice` means for the streams of this process.
    pub fn new(choice: Colour) -> Ui {
        let plain = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
            || env::var_os("TERM").is_some_and(|terminal| terminal == "dumb");
        let coloured = |is_terminal: bool| match choice {
            Colour::Auto => is_terminal && !plain,
            Colour::Always => true,
            Colour::Never => false,
        };
        Ui { out: coloured(io::stdout().is_terminal()), err: coloured(io::stderr().is_terminal()) }
    }

    /// Says why the command cannot go on.
    pub fn error(self, message: &str) {
        let message = printable(message);
        say_styled(&renderer(self.err).render(&[Group::with_title(Level::ERROR.primary_title(message))]));
    }

    /// Says on standard error everything that is wrong with a desk.
    pub fn does_not_compile(self, wrong: &[Diagnostic], home: &Home) {
        wrong.iter().for_each(|wrong| say_styled(&format!("{}\n", rendered(wrong, home, self.err))));
        say(&format!("the desk does not compile: {}", counted(wrong)));
    }
}

/// A line for people, on standard error. Where that is closed there is nobody to tell.
pub fn say(line: &str) {
    say_styled(&tame(line));
}

/// As [`say`], of what was rendered: it commands a terminal to show colours, and nothing else.
pub fn say_styled(rendered: &str) {
    drop(writeln!(io::stderr().lock(), "{rendered}"));
}

/// Writes to standard output what people read, at once.
///
/// # Errors
///
/// Where that cannot be written.
pub fn show(text: &str) -> io::Result<()> {
    print(&tame(text))
}

/// Writes to standard output as it is, at once: what programs read, or what was rendered.
///
/// # Errors
///
/// Where that cannot be written.
pub fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// `2 errors, 1 warning`
pub fn counted(diagnostics: &[Diagnostic]) -> String {
    let count = |severity| diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
    format!("{}, {}", plural(count(Severity::Error), "error"), plural(count(Severity::Warning), "warning"))
}

/// `1 rule`, `2 rules`
pub fn plural(count: usize, word: &str) -> String {
    let s = if count == 1 { "" } else { "s" };
    format!("{count} {word}{s}")
}

/// A finding with the line it is about and the ticket that shows it, without a line break at the end.
///
/// # Errors
///
/// Where the ticket has no JSON form.
pub fn found_said(finding: &Finding, home: &Home, colour: bool) -> Result<String, Failure> {
    let witness = finding.witness.as_ref().map(json).transpose()?;
    Ok(rendered_with(&finding.diagnostic, witness.map(|witness| format!("to see it: {witness}")), home, colour))
}

/// A diagnostic with the line it is about, without a line break at the end.
pub fn rendered(diagnostic: &Diagnostic, home: &Home, colour: bool) -> String {
    rendered_with(diagnostic, None, home, colour)
}

fn rendered_with(diagnostic: &Diagnostic, note: Option<String>, home: &Home, colour: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let place = &diagnostic.place;
    let path = home.shown(&place.file);
    let title = level.primary_title(tame(&diagnostic.message)).id(diagnostic.code.as_str());
    let group = match place.line {
        0 => Group::with_title(title).element(Origin::path(path)),
        line => {
            let source = tame_source(&diagnostic.snippet);
            let span = span(&source, place.column as usize, place.length as usize);
            let snippet = Snippet::source(source).path(path).line_start(line as usize);
            title.element(snippet.annotation(AnnotationKind::Primary.span(span)))
        }
    };
    let help = diagnostic.help.as_deref().map(|help| Level::HELP.message(tame(help)));
    let note = note.map(|note| Level::NOTE.message(tame(&note)));
    renderer(colour).render(&[group.elements(help).elements(note)])
}

fn renderer(colour: bool) -> Renderer {
    if colour { Renderer::styled() } else { Renderer::plain() }
}

/// Which bytes of `line` are `length` characters from `column` on, counted from 1; all but the indent where it is 0.
fn span(line: &str, column: usize, length: usize) -> Range<usize> {
    let byte = |character: usize| line.char_indices().nth(character).map_or(line.len(), |(byte, _)| byte);
    match column.checked_sub(1) {
        Some(start) => byte(start)..byte(start.saturating_add(length.max(1))),
        None => line.len() - line.trim_start().len()..line.trim_end().len().max(line.len() - line.trim_start().len()),
    }
}

/// The text on one line and without anything that a terminal would obey.
pub fn printable(text: &str) -> String {
    escaped(text, |blank| matches!(blank, '\n' | '\t' | '\r').then_some(' '))
}

/// The text, with its lines, and without anything else that a terminal would obey.
pub fn tame(text: &str) -> String {
    escaped(text, |character| matches!(character, '\n' | '\t').then_some(character))
}

/// The text with escapes for commands, but for those that stand for something else.
fn escaped(text: &str, stands_for: impl Fn(char) -> Option<char>) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut escaped, character| {
        match stands_for(character) {
            Some(character) => escaped.push(character),
            None if is_command(character) => escaped.extend(character.escape_unicode()),
            None => escaped.push(character),
        }
        escaped
    })
}

/// Whether a terminal would obey a character, or show others in another order or on another line for it.
fn is_command(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A line of a source with as many characters, of which a terminal obeys none; those of ASCII the renderer shows as pictures.
fn tame_source(line: &str) -> String {
    let shown = |character: char| !character.is_ascii() && is_command(character);
    line.chars().map(|character| if shown(character) { char::REPLACEMENT_CHARACTER } else { character }).collect()
}

/// The first `most` characters of a text, with `...` for what was cut off.
pub fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some(_) => text.chars().take(most.saturating_sub(3)).chain("...".chars()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_in_characters_become_bytes() {
        let line = "  wenn ü == \"grün\"  ";
        assert_eq!(&line[span(line, 8, 1)], "ü");
        assert_eq!(&line[span(line, 13, 6)], "\"grün\"");
        assert_eq!(&line[span(line, 0, 0)], "wenn ü == \"grün\"");
        assert_eq!(span(line, 99, 3), line.len()..line.len());
        assert_eq!(span("", 0, 0), 0..0);
        assert_eq!(span("   ", 0, 0), 3..3);
    }

    #[test]
    fn a_terminal_gets_no_commands() {
        assert_eq!(printable("a\u{1b}[2Jb\r\nc"), "a\\u{1b}[2Jb  c");
        assert_eq!(tame("a\u{1b}[2Jb\r\n\tc"), "a\\u{1b}[2Jb\\u{d}\n\tc");
        let commands = (0..=0x9fu32).filter(|code| !(0x20..0x7f).contains(code) && ![9, 10, 13].contains(code));
        let turns = [0x61c, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202e, 0x2066, 0x2069];
        for code in commands.chain(turns) {
            let character = char::from_u32(code).unwrap();
            let escape = format!("\\u{{{code:x}}}");
            assert_eq!((printable(&character.to_string()), tame(&character.to_string())), (escape.clone(), escape));
        }
        let plain = "grün, 日本語, 👩\u{200d}💻, می\u{200c}خواهم";
        assert_eq!((printable(plain).as_str(), tame(plain).as_str()), (plain, plain));
        assert_eq!(tame_source("a\u{9b}31m\tb"), "a\u{fffd}31m\tb");
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        assert_eq!(cut("grün", 4), "grün");
        assert_eq!(cut("grünlich", 5), "gr...");
    }
}
