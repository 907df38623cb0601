//! The patterns of `matches`.

use tierline_condition::functions::{Case, Function, Takes};
use tierline_model::{Text, Value};

use super::Compiler;
use crate::tree::{Form, Node, Step};

impl<'a> Compiler<'a> {
    /// Compiles the patterns that an expression uses.
    pub(crate) fn keep_patterns(&mut self, file: usize, node: &Node) {
        let mut found = vec![];
        node.walk(&mut |node| found.extend(self.pattern_of(file, node)));
        self.add_patterns(found);
    }

    /// Compiles the patterns that statements use.
    pub(crate) fn keep_patterns_of(&mut self, file: usize, steps: &[Step]) {
        let mut found = vec![];
        steps.iter().for_each(|step| step.walk(&mut |node| found.extend(self.pattern_of(file, node))));
        self.add_patterns(found);
    }

    /// The pattern of a call of `matches`, and how it reads upper and lower case.
    fn pattern_of(&self, file: usize, node: &Node) -> Option<(Text, Case)> {
        let Form::Call { function, args } = &node.form else { return None };
        let (index, Takes::Pattern(case)) = Function::named(function)?.written_out()? else { return None };
        let Value::Text(pattern) = args.get(index)?.constant(&self.constants[file])? else { return None };
        Some((pattern, case))
    }

    fn add_patterns(&mut self, found: Vec<(Text, Case)>) {
        for (pattern, case) in found {
            // A pattern that does not compile has been named by the checker.
            drop(self.out.patterns.add(&pattern, case.folds()));
        }
    }
}
