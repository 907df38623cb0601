//! From the syntax tree of conditions to SMT-LIB, with missing values and faults.
//!
//! It says what `condition/src/expr.rs` says, in other words, and knows nothing of how `check` reasons. A value is told by
//! cases (`Given`), a condition holds, is a fault, or neither (`Truth`). What cannot be put so may be anything, the same
//! wherever it reads alike: what is never so then is never so; what may be so then is not `exact`.

use std::collections::BTreeMap;

use tierline_condition::{Condition, Expr, Frame, asks_for_missing};
use tierline_model::{Text, Value};

use super::{
    same::within,
    terms::{Given, Leaf, Term, Truth, and, decimal, int, no, not, or, yes},
};

/// What two leaves come to.
pub(super) enum Out {
    Is(Term),
    Fault,
    Unknown,
}

/// Writes conditions that are asked about together.
pub(super) struct Encoder<'a> {
    pub(super) frame: &'a Frame,
    /// Declarations, definitions and what is known of them.
    pub(super) lines: Vec<String>,
    pub(super) fields: BTreeMap<String, Given>,
    pub(super) unknowns: BTreeMap<String, Given>,
    /// Folded texts, and what they were folded from.
    pub(super) folded: BTreeMap<Term, Term>,
    /// What is odd about texts that are tested: their letters may be put together, or read as others. Nothing is said of a test of
    /// such a text; by the text and what is tested.
    pub(super) odd: BTreeMap<Term, Term>,
    pub(super) of_odd: BTreeMap<String, Term>,
    /// Whether nothing was taken to be anything.
    pub(super) exact: bool,
    /// All texts that the conditions write out.
    pub(super) known: String,
    names: usize,
}

impl<'a> Encoder<'a> {
    pub(super) fn new(frame: &'a Frame, conditions: &[&Condition]) -> Encoder<'a> {
        let mut known = String::new();
        for part in conditions.iter().flat_map(|condition| condition.parts.iter()) {
            written(&part.expr, &mut known);
        }
        for cell in frame.matrices.values().flat_map(|matrix| matrix.cells.iter().flatten()) {
            written(&Expr::Const(cell.clone()), &mut known);
        }
        let mut encoder = Encoder {
            frame,
            lines: vec![],
            fields: BTreeMap::new(),
            unknowns: BTreeMap::new(),
            folded: BTreeMap::new(),
            odd: BTreeMap::new(),
            of_odd: BTreeMap::new(),
            exact: true,
            known,
            names: 0,
        };
        encoder.declare("f_now", "Int");
        encoder.is_instant("f_now");
        encoder
    }

    /// That a condition lets its rule fire: all its parts hold, or where it fires on a fault, one is a fault and those before it
    /// hold.
    pub(super) fn condition(&mut self, condition: &Condition) -> Term {
        let parts: Vec<Truth> = condition.parts.iter().map(|part| self.truth(&part.expr)).collect();
        let mut fires = yes();
        for part in parts.into_iter().rev() {
            let goes_on = and([part.holds, fires]);
            fires = if condition.fires_on_fault() { or([part.fault, goes_on]) } else { goes_on };
        }
        self.named("Bool", fires)
    }

    pub(super) fn question(&self, asked: &Term) -> String {
        format!("{}\n(assert {asked})\n", self.lines.join("\n"))
    }

    pub(super) fn fresh(&mut self) -> String {
        self.names += 1;
        format!("x{}", self.names)
    }

    pub(super) fn declare(&mut self, name: &str, sort: &str) {
        self.lines.push(format!("(declare-const |{name}| {sort})"));
    }

    pub(super) fn assert(&mut self, term: &Term) {
        self.lines.push(format!("(assert {term})"));
    }

    /// A short name for a long term.
    pub(super) fn named(&mut self, sort: &str, term: Term) -> Term {
        const SHORT: usize = 24;
        if term.len() <= SHORT {
            return term;
        }
        let name = self.fresh();
        self.lines.push(format!("(define-fun {name} () {sort} {term})"));
        name
    }

    fn is_known(&mut self, truth: Truth) -> Truth {
        Truth { holds: self.named("Bool", truth.holds), fault: self.named("Bool", truth.fault) }
    }

    pub(super) fn truth(&mut self, expr: &Expr) -> Truth {
        let truth = match expr {
            Expr::And(parts) => self.all(parts),
            Expr::Or(parts) => self.one_of(parts),
            Expr::Not(part) => {
                let part = self.truth(part);
                Truth { holds: and([not(&part.holds), not(&part.fault)]), fault: part.fault }
            }
            Expr::Compare(comparison, sides) => {
                let (a, b) = (self.value(&sides.0), self.value(&sides.1));
                let asks = asks_for_missing(sides);
                self.pairs(expr, &a, &b, &mut |encoder, a, b| encoder.compared(*comparison, asks, a, b))
            }
            Expr::In(sides) => {
                let (item, container) = (self.value(&sides.0), self.value(&sides.1));
                self.pairs(expr, &item, &container, &mut |encoder, item, container| encoder.is_in(item, container))
            }
            Expr::InRange(item, range) => {
                let item = self.value(item);
                let nothing = Given::of(Leaf::Missing);
                self.pairs(expr, &item, &nothing, &mut |_, item, _| within(*range, item))
            }
            expr => self.value(expr).truth(),
        };
        self.is_known(truth)
    }

    fn all(&mut self, parts: &[Expr]) -> Truth {
        let Some((first, rest)) = parts.split_first() else { return Truth { holds: yes(), fault: no() } };
        let (first, rest) = (self.truth(first), self.all(rest));
        let fault = or([first.fault, and([first.holds.clone(), rest.fault])]);
        Truth { holds: and([first.holds, rest.holds]), fault }
    }

    fn one_of(&mut self, parts: &[Expr]) -> Truth {
        let Some((first, rest)) = parts.split_first() else { return Truth { holds: no(), fault: no() } };
        let (first, rest) = (self.truth(first), self.one_of(rest));
        let fault = or([first.fault.clone(), and([not(&first.holds), rest.fault])]);
        Truth { holds: or([first.holds, and([not(&first.fault), rest.holds])]), fault }
    }

    pub(super) fn pairs(
        &mut self,
        expr: &Expr,
        a: &Given,
        b: &Given,
        of: &mut dyn FnMut(&mut Self, &Leaf, &Leaf) -> Out,
    ) -> Truth {
        let (mut holds, mut faults) = (vec![], vec![a.fault.clone(), b.fault.clone()]);
        for (first, one) in &a.cases {
            for (second, another) in &b.cases {
                let both = and([first.clone(), second.clone()]);
                match of(self, one, another) {
                    Out::Is(term) => holds.push(and([both, term])),
                    Out::Fault => faults.push(both),
                    Out::Unknown => {
                        let unknown = self.unknown(expr).truth();
                        holds.push(and([both.clone(), unknown.holds]));
                        faults.push(and([both, unknown.fault]));
                    }
                }
            }
        }
        let fault = self.named("Bool", or(faults));
        Truth { holds: and([not(&fault), or(holds)]), fault }
    }

    pub(super) fn value(&mut self, expr: &Expr) -> Given {
        match expr {
            Expr::Const(value) => constant(value),
            Expr::Field(slot) => match self.frame.layout.path(*slot).cloned() {
                Some(path) => self.field(&path),
                None => Given::of(Leaf::Missing),
            },
            Expr::Read(path) => self.field(path),
            Expr::Now => Given::of(Leaf::Instant("f_now".to_owned())),
            Expr::Coalesce(choices) => self.first_set(choices),
            Expr::Call(function, args) => {
                let args: Vec<Given> = args.iter().map(|arg| self.value(arg)).collect();
                self.call(expr, function.name, &args)
            }
            Expr::Compute(operation, sides) => {
                let (a, b) = (self.value(&sides.0), self.value(&sides.1));
                self.computed(expr, *operation, &a, &b)
            }
            Expr::Negate(part) => self.negated(part),
            Expr::Choose(parts) => {
                let [test, then, otherwise] = &**parts;
                let test = self.truth(test);
                let left = self.named("Bool", and([not(&test.holds), not(&test.fault)]));
                let ways = [(test.holds, self.value(then)), (left, self.value(otherwise))];
                self.one_way(ways.into(), test.fault)
            }
            Expr::Switch(switch) => self.switched(expr, switch),
            Expr::Template(parts) => {
                let parts: Vec<Given> = parts.iter().map(|part| self.value(part)).collect();
                self.put_together(expr, &parts)
            }
            Expr::List(items) => {
                let items: Vec<Given> = items.iter().map(|item| self.value(item)).collect();
                let fault = or(items.iter().map(|item| item.fault.clone()));
                Given { cases: vec![(yes(), Leaf::Items(items))], fault }
            }
            Expr::Map(entries) => {
                let entries = entries.iter().map(|(name, value)| (name.clone(), self.value(value)));
                let entries: BTreeMap<Text, Given> = entries.collect();
                let fault = or(entries.values().map(|value| value.fault.clone()));
                Given { cases: vec![(yes(), Leaf::Entries(entries.into_iter().collect()))], fault }
            }
            Expr::Member { of, name, safely } => self.member(expr, of, name, *safely),
            Expr::Helper(args, gives) => {
                let faults: Vec<Term> = args.iter().map(|arg| self.value(arg).fault).collect();
                let given = self.value(gives);
                let fault = or(faults.into_iter().chain([given.fault]));
                Given { fault: self.named("Bool", fault), ..given }
            }
            Expr::Ask(_) => self.unknown(expr),
            predicate => self.truth(predicate).given(),
        }
    }

    /// One of several values, by what holds.
    pub(super) fn one_way(&mut self, ways: Vec<(Term, Given)>, fault: Term) -> Given {
        let mut faults = vec![fault];
        let mut cases = vec![];
        for (taken, given) in ways {
            faults.push(and([taken.clone(), given.fault]));
            for (guard, leaf) in given.cases {
                cases.push((self.named("Bool", and([taken.clone(), guard])), leaf));
            }
        }
        cases.retain(|(guard, _)| guard != "false");
        Given { cases, fault: self.named("Bool", or(faults)) }
    }

    fn first_set(&mut self, choices: &[Expr]) -> Given {
        let mut ways = vec![];
        let mut none_yet = yes();
        for choice in choices {
            let mut given = self.value(choice);
            let missing = self.named("Bool", given.is_missing());
            given.cases.retain(|(_, leaf)| !matches!(leaf, Leaf::Missing));
            let next = and([none_yet.clone(), missing, not(&given.fault)]);
            ways.push((none_yet, given));
            none_yet = self.named("Bool", next);
        }
        ways.push((none_yet, Given::of(Leaf::Missing)));
        self.one_way(ways, no())
    }
}

/// A constant.
pub(super) fn constant(value: &Value) -> Given {
    Given::of(match value {
        Value::Missing => Leaf::Missing,
        Value::Bool(truth) => Leaf::Bool(truth.to_string()),
        Value::Int(number) => Leaf::Int(int(*number)),
        Value::Decimal(number) => Leaf::Decimal(decimal(&number.to_string())),
        Value::Text(text) => Leaf::Word(text.clone()),
        Value::Instant(at) => Leaf::Instant(int(at.second())),
        Value::Date(date) => Leaf::Instant(int(date.midnight().second())),
        Value::List(items) => Leaf::Items(items.iter().map(constant).collect()),
        Value::Map(map) => Leaf::Entries(map.iter().map(|(name, value)| (name.clone(), constant(value))).collect()),
    })
}

/// The texts that an expression writes out.
fn written(expr: &Expr, into: &mut String) {
    if let Expr::Const(value) = expr {
        into.push_str(&value.to_string());
    }
    expr.below().into_iter().for_each(|part| written(part, into));
}
