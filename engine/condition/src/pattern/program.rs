//! Patterns as steps that are gone through letter by letter, with all the ways that a text may go at the same time.

use std::sync::Arc;

use super::{
    class::Class,
    parse::{Look, Node},
    seen::Seen,
};

/// The most steps of a pattern: far more than one of the largest size comes to.
const MOST: usize = 20_000;

/// A pattern, ready to be looked for.
#[derive(Clone, Debug)]
pub(super) struct Program {
    steps: Box<[Step]>,
    /// Whether it can only begin where the text does.
    is_at_start: bool,
    /// The steps that can be the first to read a letter; `None` where it may be found without reading one, or a place is looked at.
    firsts: Option<Box<[u32]>>,
}

#[derive(Clone, Debug)]
enum Step {
    Letter(char),
    /// A letter that is folded.
    Folded(char),
    Class(Arc<Class>),
    Look(Look),
    /// It goes on at either.
    Either(u32, u32),
    GoTo(u32),
    Found,
}

impl Program {
    /// The steps of a pattern.
    ///
    /// # Errors
    ///
    /// Where there are too many.
    pub(super) fn of(node: &Node) -> Result<Program, String> {
        let mut steps = vec![];
        write(node, &mut steps)?;
        steps.push(Step::Found);
        let is_at_start = matches!(steps.first(), Some(Step::Look(Look::Start)));
        let mut program = Program { steps: steps.into(), is_at_start, firsts: None };
        program.firsts = program.firsts();
        Ok(program)
    }

    fn firsts(&self) -> Option<Box<[u32]>> {
        let (mut seen, mut left, mut firsts) = (vec![false; self.steps.len()], vec![0u32], vec![]);
        while let Some(at) = left.pop() {
            if std::mem::replace(seen.get_mut(at as usize)?, true) {
                continue;
            }
            match self.steps.get(at as usize)? {
                Step::Found | Step::Look(_) => return None,
                Step::GoTo(to) => left.push(*to),
                Step::Either(one, other) => left.extend([*one, *other]),
                Step::Letter(_) | Step::Folded(_) | Step::Class(_) => firsts.push(at),
            }
        }
        Some(firsts.into())
    }

    /// Whether it is found among letters.
    pub(super) fn is_in(&self, mut letters: impl Iterator<Item = char>) -> bool {
        let mut run = Run { program: self, left: vec![], before: None, after: letters.next().map(Seen::new) };
        let (mut now, mut then) = (Places::new(self.steps.len()), Places::new(self.steps.len()));
        loop {
            let begins = run.before.is_none() || !self.is_at_start;
            if begins && self.may_begin(run.after.as_ref()) && run.add(0, &mut now) {
                return true;
            }
            let Some(seen) = run.after.take() else { return false };
            run.after = letters.next().map(Seen::new);
            let seen = run.before.insert(seen).clone();
            if now.is_empty() && self.is_at_start {
                return false;
            }
            for at in now.all() {
                if self.takes(at, &seen) && run.add(at + 1, &mut then) {
                    return true;
                }
            }
            std::mem::swap(&mut now, &mut then);
            then.clear();
        }
    }

    fn may_begin(&self, next: Option<&Seen>) -> bool {
        let Some(firsts) = &self.firsts else { return true };
        next.is_some_and(|seen| firsts.iter().any(|at| self.takes(*at, seen)))
    }

    fn takes(&self, at: u32, seen: &Seen) -> bool {
        match self.steps.get(at as usize) {
            Some(Step::Letter(wanted)) => *wanted == seen.written.letter,
            Some(Step::Folded(wanted)) => *wanted == seen.folded.letter,
            Some(Step::Class(class)) => class.has(seen),
            _ => false,
        }
    }
}

/// Steps that are gone through, at a place in a text.
struct Run<'a> {
    program: &'a Program,
    /// Those that are still to be looked at.
    left: Vec<u32>,
    before: Option<Seen>,
    after: Option<Seen>,
}

impl Run<'_> {
    /// Adds a step and those that follow it without a letter; whether all is found.
    fn add(&mut self, at: u32, to: &mut Places) -> bool {
        self.left.push(at);
        while let Some(at) = self.left.pop() {
            if !to.add(at) {
                continue;
            }
            match self.program.steps.get(at as usize) {
                Some(Step::Found) => return true,
                Some(Step::GoTo(to)) => self.left.push(*to),
                Some(Step::Either(one, other)) => self.left.extend([*other, *one]),
                Some(Step::Look(look)) if self.holds(*look) => self.left.push(at + 1),
                _ => {}
            }
        }
        false
    }

    fn holds(&self, look: Look) -> bool {
        let (before, after) = (self.before.as_ref(), self.after.as_ref());
        let is = |seen: Option<&Seen>, wanted: char| seen.is_some_and(|seen| seen.written.letter == wanted);
        let (was, is_next) = (|| before.is_some_and(Seen::is_word), || after.is_some_and(Seen::is_word));
        match look {
            Look::Start => before.is_none(),
            Look::End => after.is_none(),
            Look::StartOfLine => before.is_none() || is(before, '\n'),
            Look::EndOfLine => after.is_none() || is(after, '\n'),
            Look::StartOfLineCrlf => before.is_none() || is(before, '\n') || is(before, '\r') && !is(after, '\n'),
            Look::EndOfLineCrlf => after.is_none() || is(after, '\r') || is(after, '\n') && !is(before, '\r'),
            Look::WordEdge => was() != is_next(),
            Look::NoWordEdge => was() == is_next(),
            Look::WordStart => !was() && is_next(),
            Look::WordEnd => was() && !is_next(),
            Look::BeforeWord => !was(),
            Look::BehindWord => !is_next(),
        }
    }
}

/// A set of steps, in the order in which they came.
struct Places {
    order: Vec<u32>,
    /// Where each stands in the order, if it does.
    at: Vec<u32>,
    steps: usize,
}

impl Places {
    fn new(steps: usize) -> Places {
        Places { order: vec![], at: vec![], steps }
    }

    fn add(&mut self, step: u32) -> bool {
        if self.at.is_empty() {
            // Most texts have none.
            self.at = vec![0; self.steps];
        }
        let Some(at) = self.at.get_mut(step as usize) else { return false };
        if self.order.get(*at as usize) == Some(&step) {
            return false;
        }
        *at = self.order.len() as u32;
        self.order.push(step);
        true
    }

    fn all(&self) -> impl Iterator<Item = u32> {
        self.order.iter().copied()
    }

    fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    fn clear(&mut self) {
        self.order.clear();
    }
}

fn write(node: &Node, steps: &mut Vec<Step>) -> Result<(), String> {
    if steps.len() > MOST {
        return Err("the pattern comes to too many steps".to_owned());
    }
    match node {
        Node::Letter(c, reading) => steps.push(if reading.folds { Step::Folded(*c) } else { Step::Letter(*c) }),
        Node::Class(class) => steps.push(Step::Class(class.clone())),
        Node::Look(look) => steps.push(Step::Look(*look)),
        Node::All(nodes) => nodes.iter().try_for_each(|node| write(node, steps))?,
        Node::Either(nodes) => either(nodes, steps)?,
        Node::Times(node, least, most) => {
            for _ in 0..*least {
                write(node, steps)?;
            }
            match most {
                None => any_number(node, steps)?,
                Some(most) => (*least..*most).try_for_each(|_| perhaps(node, steps))?,
            }
        }
    }
    Ok(())
}

fn here(steps: &[Step]) -> u32 {
    steps.len() as u32
}

fn either(nodes: &[Node], steps: &mut Vec<Step>) -> Result<(), String> {
    let Some((last, before)) = nodes.split_last() else { return Ok(()) };
    let mut ends = vec![];
    for node in before {
        let at = steps.len();
        steps.push(Step::Found);
        write(node, steps)?;
        ends.push(steps.len());
        steps.push(Step::Found);
        steps[at] = Step::Either(at as u32 + 1, here(steps));
    }
    write(last, steps)?;
    let behind = here(steps);
    ends.into_iter().for_each(|end| steps[end] = Step::GoTo(behind));
    Ok(())
}

fn any_number(node: &Node, steps: &mut Vec<Step>) -> Result<(), String> {
    let at = steps.len();
    steps.push(Step::Found);
    write(node, steps)?;
    steps.push(Step::GoTo(at as u32));
    steps[at] = Step::Either(at as u32 + 1, here(steps));
    Ok(())
}

fn perhaps(node: &Node, steps: &mut Vec<Step>) -> Result<(), String> {
    let at = steps.len();
    steps.push(Step::Found);
    write(node, steps)?;
    steps[at] = Step::Either(at as u32 + 1, here(steps));
    Ok(())
}
