//! Where that stands which tests can reach, beyond what rules say of themselves: parts of conditions, forks of action
//! blocks, cells of matrices. No ticket needs it, so it is made only where somebody asks.

use tierline_condition::ScriptId;
use tierline_model::{Place, SortedMap, Text};

use crate::{
    cells,
    compile::Compiler,
    cut::Piece,
    rules::place,
    source::Spot,
    tree::{Form, Node, Step},
};

/// Where the parts of a pack stand.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    /// Where the parts of each condition begin.
    pub parts: SortedMap<ScriptId, Vec<Place>>,
    /// The forks of each action block, outside those inside.
    pub forks: SortedMap<ScriptId, Vec<Fork>>,
    /// The cells of each matrix, row by row.
    pub cells: SortedMap<Text, Vec<Vec<Place>>>,
}

/// A place at which an action block goes one of several ways.
#[derive(Clone, Debug)]
pub struct Fork {
    /// Where it stands.
    pub place: Place,
    /// Its ways, but those of which nobody can tell from the actions asked for whether they were gone.
    pub ways: Vec<Way>,
}

/// One way of a fork.
#[derive(Clone, Debug)]
pub struct Way {
    /// Where it begins; nowhere where nothing is written.
    pub place: Option<Place>,
    /// Where the actions on it stand. Whoever asks for one of them goes this way.
    pub actions: Vec<Spot>,
    /// Whether it was gone where the fork was reached and no way's actions were asked for: no other is so silent.
    pub is_silent: bool,
    /// The forks on it.
    pub forks: Vec<Fork>,
}

impl Fork {
    /// Whether whoever came to the fork and asked for the actions at `asked` went that way.
    pub fn goes(&self, way: &Way, asked: &[Spot]) -> bool {
        let is_asked = |at: &Spot| asked.iter().any(|asked| (asked.line, asked.column) == (at.line, at.column));
        let tells = |way: &Way| way.actions.iter().any(is_asked);
        tells(way) || way.is_silent && !self.ways.iter().any(tells)
    }
}

impl Compiler<'_> {
    /// Notes where the parts of a condition stand, if anybody asks.
    pub(crate) fn outline_condition(&mut self, file: usize, piece: &Piece<'_>, node: &Node, script: ScriptId) {
        let parts = || node.conjuncts().iter().map(|part| place(self, file, piece, part.leftmost())).collect();
        let parts = self.outline.is_some().then(parts);
        self.outline.iter_mut().zip(parts).for_each(|(outline, parts)| drop(outline.parts.insert(script, parts)));
    }

    /// Notes where the forks of an action block stand, if anybody asks.
    pub(crate) fn outline_actions(&mut self, file: usize, piece: &Piece<'_>, steps: &[Step], script: ScriptId) {
        let forks = || Forks { compiler: self, file, piece }.of(steps, !steps.iter().any(ends_early));
        let forks = self.outline.is_some().then(forks);
        self.outline.iter_mut().zip(forks).for_each(|(outline, forks)| drop(outline.forks.insert(script, forks)));
    }

    /// Notes where the cells of a matrix stand, if anybody asks.
    pub(crate) fn outline_matrix(&mut self, file: usize, piece: &Piece<'_>, name: &Text) {
        let cells = || {
            let rows = cells::rows(piece.text).unwrap_or_default();
            let of_row = |row: &cells::Row| {
                row.cells.iter().skip(1).map(|cell| place(self, file, piece, cell.spot)).collect::<Vec<_>>()
            };
            rows.iter().skip(1).map(of_row).collect()
        };
        let cells = self.outline.is_some().then(cells);
        self.outline.iter_mut().zip(cells).for_each(|(outline, cells)| drop(outline.cells.insert(name.clone(), cells)));
    }
}

/// Finds the forks of an action block.
struct Forks<'a, 'b> {
    compiler: &'a Compiler<'b>,
    file: usize,
    piece: &'a Piece<'a>,
}

impl Forks<'_, '_> {
    /// The forks of these statements. `is_known`: whether actions tell that they were come to, whatever was done there.
    fn of(&self, steps: &[Step], is_known: bool) -> Vec<Fork> {
        let forks = steps.iter().flat_map(|step| match step {
            Step::Do(Node { form: Form::Block(steps), .. }) => self.of(steps, is_known),
            Step::For { body, .. } => self.of(body, false),
            Step::If { test, then, otherwise } => {
                vec![self.fork(test.leftmost(), &[then, otherwise], is_known)]
            }
            Step::Switch { on, arms, cases } => {
                let bodies: Vec<[Step; 1]> = arms.iter().map(|(_, body)| [Step::Do(body.clone())]).collect();
                // Where no arm is for everything else, that is a way of its own.
                let has_rest = cases.as_ref().is_none_or(|cases| cases.contains(&Default::default()));
                let rest: &[Step] = &[];
                let ways = bodies.iter().map(|body| &body[..]).chain((!has_rest).then_some(rest));
                vec![self.fork(on.leftmost(), &ways.collect::<Vec<_>>(), is_known)]
            }
            _ => vec![],
        });
        forks.filter(|fork| !fork.ways.is_empty()).collect()
    }

    fn fork(&self, at: Spot, ways: &[&[Step]], is_known: bool) -> Fork {
        let may_be_silent = |steps: &[Step]| !steps.iter().any(|step| self.is_action(step));
        let are_told_apart = is_known && ways.iter().filter(|steps| may_be_silent(steps)).count() <= 1;
        let ways = ways.iter().map(|steps| Way {
            place: steps.iter().find_map(Step::first).map(|first| self.place(first.leftmost())),
            actions: self.actions(steps),
            is_silent: are_told_apart && may_be_silent(steps),
            forks: self.of(steps, is_known && (are_told_apart || !may_be_silent(steps))),
        });
        let ways = ways.filter(|way| way.is_silent || !way.actions.is_empty()).collect();
        Fork { place: self.place(at), ways }
    }

    fn place(&self, at: Spot) -> Place {
        place(self.compiler, self.file, self.piece, at)
    }

    /// Whether it asks for an action, whatever the ticket is.
    fn is_action(&self, step: &Step) -> bool {
        match step {
            Step::Do(Node { form: Form::Block(steps), .. }) => steps.iter().any(|step| self.is_action(step)),
            Step::Do(node) => self.names_action(node),
            _ => false,
        }
    }

    fn names_action(&self, node: &Node) -> bool {
        let actions = &self.compiler.language.actions;
        matches!(&node.form, Form::Call { function, .. } if actions.iter().any(|action| action.name == function))
    }

    /// Where the actions in these statements stand.
    fn actions(&self, steps: &[Step]) -> Vec<Spot> {
        let mut found = vec![];
        let mut visit = |node: &Node| {
            if self.names_action(node) {
                found.push(node.at.below(self.piece.line - 1));
            }
        };
        steps.iter().for_each(|step| step.walk(&mut |node| visit(node)));
        found
    }
}

/// Whether what comes behind it may be passed over.
fn ends_early(step: &Step) -> bool {
    match step {
        Step::Leave(_) | Step::Return { .. } => true,
        Step::If { then, otherwise, .. } => then.iter().chain(otherwise).any(ends_early),
        Step::For { body, .. } => body.iter().any(ends_early),
        Step::Switch { arms, .. } => arms.iter().any(|(_, body)| is_left_early(body)),
        Step::Do(node) => is_left_early(node),
        Step::Let { .. } | Step::Assign { .. } | Step::Forbidden { .. } => false,
    }
}

fn is_left_early(node: &Node) -> bool {
    matches!(&node.form, Form::Block(steps) if steps.iter().any(ends_early))
}
