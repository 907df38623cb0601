//! The patterns of `matches`.

use tierline_condition::{
    Pattern,
    functions::{Case, Function, Takes},
};
use tierline_model::Text;

use super::Compiler;
use crate::{
    bounds,
    tree::{Form, Node, Step},
};

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
        Some((args.get(index)?.constant_text(&self.constants[file])?, case))
    }

    fn add_patterns(&mut self, found: Vec<(Text, Case)>) {
        for (pattern, case) in found {
            if self.out.patterns.get(&pattern, case.folds()).is_some() || self.budget.is_over() {
                continue;
            }
            let letters = Pattern::letters(&pattern);
            // The checker has compiled it as well.
            self.budget.work(letters.saturating_mul(2));
            self.budget.bytes(letters.saturating_mul(bounds::PATTERN_BYTES));
            // A pattern that does not compile has been named by the checker.
            drop(self.out.patterns.add(&pattern, case.folds()));
        }
    }
}
