//! The fields that a condition names, for whoever asks what it saw.

use tierline_condition::functions::{Function, Takes};
use tierline_model::{Path, Text};

use crate::{
    bounds,
    budget::as_number,
    compile::Compiler,
    tree::{Form, Node},
    unfold::Unfoldings,
};

/// The fields that a part reads: those it names, those behind a matrix that it looks up, and those that its helpers read, as far
/// as these are looked through.
pub(crate) fn reads(compiler: &mut Compiler<'_>, file: usize, node: &Node) -> Vec<Path> {
    let helpers = compiler.unfoldings(file);
    let (mut reads, mut room) = (vec![], bounds::LOOKED_THROUGH);
    Search { compiler, file, helpers: &helpers, room: &mut room }.read(node, 0, &mut reads);
    compiler.budget.work(as_number(bounds::LOOKED_THROUGH - room));
    reads
}

struct Search<'a, 'c> {
    compiler: &'a Compiler<'c>,
    file: usize,
    helpers: &'a Unfoldings,
    /// How many more nodes of helpers are looked at.
    room: &'a mut usize,
}

impl Search<'_, '_> {
    fn read(&mut self, node: &Node, depth: usize, reads: &mut Vec<Path>) {
        let add = |path: Path, reads: &mut Vec<Path>| {
            if !reads.contains(&path) {
                reads.push(path);
            }
        };
        node.reads().into_iter().for_each(|path| add(path, reads));
        node.walk(&mut |node| {
            let Form::Call { function, args } = &node.form else { return };
            if let Some(matrix) = self.matrix(function, args) {
                let matrix = self.compiler.out.matrices.get(&matrix);
                matrix
                    .into_iter()
                    .flat_map(|matrix| [&matrix.row, &matrix.column])
                    .for_each(|path| add(path.clone(), reads));
            }
            let helper = self.helpers.get(function).filter(|_| depth < bounds::WRITTEN_OUT_DEPTH && *self.room > 0);
            if let Some(Ok(body)) = helper.map(|helper| helper.filled(args, self.room)) {
                self.read(&body, depth + 1, reads);
            }
        });
    }

    /// The matrix that a call looks up.
    fn matrix(&self, function: &str, args: &[Node]) -> Option<Text> {
        let (index, takes) = Function::named(function)?.written_out()?;
        let name = args.get(index)?.constant_text(self.compiler.names(self.file).constants)?;
        (takes == Takes::Matrix).then_some(name)
    }
}
