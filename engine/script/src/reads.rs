//! The fields that a condition names, for whoever asks what it saw.

use tierline_condition::functions::{Function, Takes};
use tierline_model::{Path, Value};

use crate::{
    bounds,
    compile::Compiler,
    tree::{Form, Node},
};

/// The fields that a part reads: those it names, those behind a matrix that it looks up, and those that its helpers read.
pub(crate) fn reads(compiler: &Compiler<'_>, file: usize, node: &Node) -> Vec<Path> {
    let mut reads = vec![];
    read(compiler, file, node, 0, &mut reads);
    reads
}

fn read(compiler: &Compiler<'_>, file: usize, node: &Node, depth: usize, reads: &mut Vec<Path>) {
    let add = |path: Path, reads: &mut Vec<Path>| {
        if !reads.contains(&path) {
            reads.push(path);
        }
    };
    node.reads().into_iter().for_each(|path| add(path, reads));
    node.walk(&mut |node| {
        let Form::Call { function, args } = &node.form else { return };
        if let Some(matrix) = matrix(compiler, file, function, args) {
            let matrix = compiler.out.matrices.get(&matrix);
            matrix
                .into_iter()
                .flat_map(|matrix| [&matrix.row, &matrix.column])
                .for_each(|path| add(path.clone(), reads));
        }
        let helper = compiler.unfoldings(file).get(function).cloned();
        let mut room = bounds::WRITTEN_OUT;
        let body = helper.filter(|_| depth < bounds::WRITTEN_OUT_DEPTH).map(|helper| helper.filled(args, &mut room));
        if let Some(Ok(body)) = body {
            read(compiler, file, &body, depth + 1, reads);
        }
    });
}

/// The matrix that a call looks up.
fn matrix(compiler: &Compiler<'_>, file: usize, function: &str, args: &[Node]) -> Option<tierline_model::Text> {
    let (index, takes) = Function::named(function)?.written_out()?;
    let Value::Text(name) = args.get(index)?.constant(compiler.names(file).constants)? else { return None };
    (takes == Takes::Matrix).then_some(name)
}
