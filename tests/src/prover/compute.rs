//! What is worked out: numbers, texts that are put together, `switch`, and what maps have.

use tierline_condition::{Arm, Expr, Operation, Switch};
use tierline_model::Text;

use super::{
    encode::{Encoder, Out, constant},
    same::within,
    terms::{Given, Leaf, Term, and, int, no, not, or, text, yes},
    unknowns::Kind,
    words,
};

impl Encoder<'_> {
    pub(super) fn negated(&mut self, part: &Expr) -> Given {
        let part = self.value(part);
        let (mut cases, mut faults) = (vec![], vec![part.fault]);
        for (guard, leaf) in part.cases {
            match leaf {
                Leaf::Int(term) => {
                    faults.push(and([guard.clone(), format!("(= {term} {})", int(i64::MIN))]));
                    cases.push((guard, Leaf::Int(format!("(- {term})"))));
                }
                Leaf::Decimal(term) => cases.push((guard, Leaf::Decimal(format!("(- {term})")))),
                _ => faults.push(guard),
            }
        }
        Given { cases, fault: self.named("Bool", or(faults)) }
    }

    pub(super) fn switched(&mut self, expr: &Expr, switch: &Switch) -> Given {
        let on = self.value(&switch.on);
        let (mut taken, mut left, mut odd) = (vec![vec![]; switch.arms.len()], vec![], vec![]);
        for (guard, leaf) in &on.cases {
            if !matches!(leaf, Leaf::Missing | Leaf::Bool(_) | Leaf::Int(_) | Leaf::Text(_) | Leaf::Word(_)) {
                odd.push(guard.clone());
                continue;
            }
            // Those that name the value go before those that have it in a range.
            let named: Vec<Term> = switch.arms.iter().map(|arm| self.is_named(arm, leaf)).collect();
            let in_range: Vec<Term> = switch.arms.iter().map(|arm| is_in_range(arm, leaf)).collect();
            let mut none_yet = guard.clone();
            for fits in [named, in_range] {
                for (taken, fits) in taken.iter_mut().zip(fits) {
                    let fits = self.named("Bool", fits);
                    taken.push(and([none_yet.clone(), fits.clone()]));
                    none_yet = self.named("Bool", and([none_yet, not(&fits)]));
                }
            }
            left.push(none_yet);
        }
        let mut ways = vec![];
        for (arm, taken) in switch.arms.iter().zip(taken) {
            ways.push((self.named("Bool", or(taken)), self.value(&arm.gives)));
        }
        ways.push((self.named("Bool", or(left)), self.value(&switch.otherwise)));
        if !odd.is_empty() {
            ways.push((self.named("Bool", or(odd)), self.unknown(expr)));
        }
        self.one_way(ways, on.fault)
    }

    /// That an arm names a value.
    fn is_named(&mut self, arm: &Arm, leaf: &Leaf) -> Term {
        let values: Vec<Given> = arm.values.iter().map(constant).collect();
        or(values.iter().filter_map(Given::single).map(|value| match self.equal(leaf, value) {
            Out::Is(term) => term,
            _ => no(),
        }))
    }

    pub(super) fn member(&mut self, expr: &Expr, of: &Expr, name: &Text, safely: bool) -> Given {
        let left_out = self.is_left_out(of);
        let of = self.value(of);
        let mut ways = vec![];
        for (guard, leaf) in of.cases {
            let given = match leaf {
                Leaf::Entries(entries) => match entries.into_iter().find(|(known, _)| known == name) {
                    Some((_, given)) => Given { fault: no(), ..given },
                    None => Given::of(Leaf::Missing),
                },
                Leaf::Missing if safely => Given::of(Leaf::Missing),
                // Brackets may end what is left out, and the tree does not tell them.
                Leaf::Missing if left_out != no() => {
                    let either = self.unknown_of(expr, &[Kind::Missing], true);
                    let fault = self.named("Bool", or([either.fault.clone(), not(&left_out)]));
                    Given { fault, ..either }
                }
                Leaf::Other(_) => self.unknown(expr),
                _ => Given::fault(),
            };
            ways.push((guard, given));
        }
        self.one_way(ways, of.fault)
    }

    /// That a `?.` of the chain found nothing: what stands behind it is not looked at.
    fn is_left_out(&mut self, chain: &Expr) -> Term {
        let Expr::Member { of, safely, .. } = chain else { return no() };
        let before = self.is_left_out(of);
        let here = if *safely { self.value(of).is_missing() } else { no() };
        self.named("Bool", or([before, here]))
    }

    pub(super) fn computed(&mut self, expr: &Expr, operation: Operation, a: &Given, b: &Given) -> Given {
        let mut ways = vec![];
        for (first, one) in &a.cases {
            for (second, another) in &b.cases {
                let given = match (operation, one, another) {
                    (_, Leaf::Int(a), Leaf::Int(b)) => self.of_integers(operation, a, b),
                    (_, Leaf::Int(_) | Leaf::Decimal(_), Leaf::Int(_) | Leaf::Decimal(_)) => self.unknown(expr),
                    (Operation::Add, Leaf::Text(_) | Leaf::Word(_), _)
                    | (Operation::Add, _, Leaf::Text(_) | Leaf::Word(_)) => {
                        self.put_together(expr, &[Given::of(one.clone()), Given::of(another.clone())])
                    }
                    _ => Given::fault(),
                };
                ways.push((and([first.clone(), second.clone()]), given));
            }
        }
        let fault = or([a.fault.clone(), b.fault.clone()]);
        self.one_way(ways, fault)
    }

    fn of_integers(&mut self, operation: Operation, a: &Term, b: &Term) -> Given {
        let (term, mut faults) = match operation {
            Operation::Add => (format!("(+ {a} {b})"), vec![]),
            Operation::Subtract => (format!("(- {a} {b})"), vec![]),
            Operation::Multiply => (format!("(* {a} {b})"), vec![]),
            // Towards nothing, as machines divide.
            Operation::Divide => {
                let size = format!("(div (abs {a}) (abs {b}))");
                (format!("(ite (= (>= {a} 0) (>= {b} 0)) {size} (- {size}))"), vec![format!("(= {b} 0)")])
            }
            Operation::Remainder => {
                let size = format!("(mod (abs {a}) (abs {b}))");
                let least = format!("(and (= {a} {}) (= {b} (- 1)))", int(i64::MIN));
                (format!("(ite (>= {a} 0) {size} (- {size}))"), vec![format!("(= {b} 0)"), least])
            }
        };
        let term = self.named("Int", term);
        faults.push(format!("(not (<= {} {term} {}))", int(i64::MIN), int(i64::MAX)));
        Given { cases: vec![(yes(), Leaf::Int(term))], fault: self.named("Bool", or(faults)) }
    }

    /// A text of several parts. One that is too long is a fault; how long that is is left open.
    pub(super) fn put_together(&mut self, expr: &Expr, parts: &[Given]) -> Given {
        let mut texts = vec![];
        for part in parts {
            let mut shown = words::literal("");
            for (guard, leaf) in &part.cases {
                let one = match leaf {
                    Leaf::Missing => words::literal(""),
                    Leaf::Bool(truth) => format!("(ite {truth} \"true\" \"false\")"),
                    Leaf::Int(term) => {
                        format!("(ite (< {term} 0) (str.++ \"-\" (str.from_int (- {term}))) (str.from_int {term}))")
                    }
                    leaf => match text(leaf) {
                        Some(term) => term,
                        None => return self.unknown_text(expr),
                    },
                };
                shown = format!("(ite {guard} {one} {shown})");
            }
            texts.push(self.named("String", shown));
        }
        let term = match texts.as_slice() {
            [one] => one.clone(),
            texts => self.named("String", format!("(str.++ {})", texts.join(" "))),
        };
        let too_long = self.unknown_text(expr).fault;
        let fault = or(parts.iter().map(|part| part.fault.clone()).chain([too_long]));
        Given { cases: vec![(yes(), Leaf::Text(term))], fault: self.named("Bool", fault) }
    }
}

/// That an arm has a whole number in one of its ranges.
fn is_in_range(arm: &Arm, leaf: &Leaf) -> Term {
    or(arm.ranges.iter().map(|range| match (leaf, within(*range, leaf)) {
        (Leaf::Int(_), Out::Is(term)) => term,
        _ => no(),
    }))
}
