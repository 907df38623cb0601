//! From a condition to a formula.

use rust_decimal::Decimal;
use tierline_condition::{
    Comparison, Condition, Expr, Frame, Range, asks_for_missing,
    functions::{Case, Function, Says, Stands},
};
use tierline_model::{FieldType, PRIORITIES, Path, SortedSet, Text, Value};

use super::{
    domain::Domain,
    formula::Formula,
    lists::Lists,
    ranges::Ranges,
    terms::{Terms, kind, named, paths},
    texts::{TextTest, Texts},
};

/// How often rules may have written to a field before a condition is decided.
pub(crate) trait Versions {
    /// 0 for what nobody has written to.
    fn version(&self, path: &Path) -> u64;

    /// What the field holds by then, where that is known.
    fn held(&self, path: &Path) -> Option<&Expr>;
}

/// What a condition asks, and what it takes for it not to hold.
pub(crate) struct Builder<'a> {
    pub(crate) frame: &'a Frame,
    pub(crate) terms: &'a mut Terms,
    pub(crate) versions: &'a dyn Versions,
}

/// Choices of one expression that are told apart; above that many it is a term of its own.
const MOST_CASES: usize = 64;

impl Builder<'_> {
    /// That a condition lets its rule fire: it holds, or where the rule says `on fault fire`, it is a fault.
    pub(crate) fn holds(&mut self, condition: &Condition) -> Formula {
        // From a part on that may be a fault, nothing need hold for one.
        let needed = match condition.fires_on_fault() {
            true => self.surely(condition),
            false => condition.parts.len(),
        };
        let parts: Vec<Formula> = condition.parts.iter().take(needed).map(|part| self.is(&part.expr, true)).collect();
        Formula::all(parts)
    }

    /// That a condition does not let its rule fire: it does not hold, or unless the rule says `on fault fire`, it is a fault.
    pub(crate) fn holds_not(&mut self, condition: &Condition) -> Formula {
        // Behind a part that may be a fault, nothing is looked at any more.
        if self.surely(condition) < condition.parts.len() && !condition.fires_on_fault() {
            return Formula::TRUE;
        }
        let parts: Vec<Formula> = condition.parts.iter().map(|part| self.is(&part.expr, false)).collect();
        Formula::any(parts)
    }

    /// How many parts of a condition stand before the first that may be a fault.
    fn surely(&self, condition: &Condition) -> usize {
        condition.parts.iter().take_while(|part| part.expr.is_sure(self.frame)).count()
    }

    /// That an expression gives `truth`.
    pub(crate) fn is(&mut self, expr: &Expr, truth: bool) -> Formula {
        match expr {
            Expr::Const(Value::Bool(known)) => {
                if *known == truth {
                    Formula::TRUE
                } else {
                    Formula::FALSE
                }
            }
            Expr::And(parts) if truth => self.all(parts, true),
            Expr::And(parts) => self.any(parts, false),
            Expr::Or(parts) if truth => self.any(parts, true),
            Expr::Or(parts) => self.all(parts, false),
            Expr::Not(part) => self.is(part, !truth),
            Expr::Helper(_, gives) => self.is(gives, truth),
            // Scripts may say anything.
            Expr::Ask(_) => Formula::TRUE,
            Expr::Compare(comparison, sides) => self.compares(expr, *comparison, &sides.0, &sides.1, truth),
            Expr::In(sides) => self.is_in(expr, &sides.0, &sides.1, truth),
            Expr::InRange(item, range) => {
                let within = Domain::numbers(within(*range));
                self.is_within(item, &within, truth).unwrap_or_else(|| self.opaque(expr, truth))
            }
            Expr::Call(function, args) => self.calls(expr, function, args, truth),
            Expr::Choose(parts) => {
                let [test, then, otherwise] = &**parts;
                let taken = Formula::all([self.is(test, true), self.is(then, truth)]);
                let left = Formula::all([self.is(test, false), self.is(otherwise, truth)]);
                Formula::any([taken, left])
            }
            _ => self.is_within(expr, &Domain::truth(true), truth).unwrap_or(Formula::TRUE),
        }
    }

    fn all(&mut self, parts: &[Expr], truth: bool) -> Formula {
        let parts: Vec<Formula> = parts.iter().map(|part| self.is(part, truth)).collect();
        Formula::all(parts)
    }

    fn any(&mut self, parts: &[Expr], truth: bool) -> Formula {
        let parts: Vec<Formula> = parts.iter().map(|part| self.is(part, truth)).collect();
        Formula::any(parts)
    }

    /// A truth of which nothing more is known than that it is the same wherever it reads alike.
    fn opaque(&mut self, expr: &Expr, truth: bool) -> Formula {
        if !expr.asks().is_empty() {
            return Formula::TRUE;
        }
        self.term(expr, Domain::truth(truth))
    }

    fn term(&mut self, expr: &Expr, domain: Domain) -> Formula {
        let version = paths(expr, self.frame).iter().map(|path| self.versions.version(path)).sum();
        let term = self.terms.of(expr, version, self.frame);
        let domain = if self.terms.is_whole(term, self.frame) { domain.whole() } else { domain };
        Formula::Is(term, domain)
    }

    /// That what an expression gives lies in a domain, or where `truth` is false, does not.
    fn is_within(&mut self, expr: &Expr, domain: &Domain, truth: bool) -> Option<Formula> {
        let others = if truth { None } else { Some(domain.others_than()?) };
        let wanted = others.as_ref().unwrap_or(domain);
        let cases = self.cases(expr)?;
        let facts_free = |value: &Value| Domain::equal_to(value).map(|only| !only.misses(wanted));
        let mut choices = vec![];
        for (guard, leaf) in cases {
            let fits = match &leaf {
                Expr::Const(value) => {
                    if facts_free(value)? {
                        Formula::TRUE
                    } else {
                        Formula::FALSE
                    }
                }
                leaf => self.term(leaf, wanted.clone()),
            };
            choices.push(Formula::all([guard, fits]));
        }
        Some(Formula::any(choices))
    }

    /// What an expression may come to, and what must be so for each. `None` where that is too much to tell apart.
    fn cases(&mut self, expr: &Expr) -> Option<Vec<(Formula, Expr)>> {
        let cases = match expr {
            Expr::Field(slot) => {
                let path = self.frame.layout.path(*slot);
                match path.and_then(|path| self.versions.held(path)).cloned() {
                    Some(held) => self.cases(&held)?,
                    None => vec![(Formula::TRUE, expr.clone())],
                }
            }
            Expr::Coalesce(choices) => {
                let mut cases = vec![];
                let mut before = Formula::TRUE;
                for choice in choices {
                    for (guard, leaf) in self.cases(choice)? {
                        let there = self.leaf_is(&leaf, &Domain::missing().others_than()?)?;
                        cases.push((Formula::all([before.clone(), guard, there]), leaf));
                    }
                    before = Formula::all([before, self.is_within(choice, &Domain::missing(), true)?]);
                }
                cases.push((before, Expr::Const(Value::Missing)));
                cases
            }
            Expr::Choose(parts) => {
                let [test, then, otherwise] = &**parts;
                let (taken, left) = (self.is(test, true), self.is(test, false));
                let then =
                    self.cases(then)?.into_iter().map(|(guard, leaf)| (Formula::all([taken.clone(), guard]), leaf));
                let mut cases: Vec<_> = then.collect();
                let otherwise = self.cases(otherwise)?.into_iter();
                cases.extend(otherwise.map(|(guard, leaf)| (Formula::all([left.clone(), guard]), leaf)));
                cases
            }
            Expr::Switch(switch) => {
                let mut cases = vec![];
                let mut before = Formula::TRUE;
                for arm in &switch.arms {
                    let named = arm.values.iter().map(Domain::equal_to);
                    let ranges = arm.ranges.iter().map(|range| Some(Domain::numbers(within(*range))));
                    let domain = Domain::any_of(named.chain(ranges))?;
                    let fits = self.is_within(&switch.on, &domain, true)?;
                    for (guard, leaf) in self.cases(&arm.gives)? {
                        cases.push((Formula::all([before.clone(), fits.clone(), guard]), leaf));
                    }
                    before = Formula::all([before, self.is_within(&switch.on, &domain, false)?]);
                }
                for (guard, leaf) in self.cases(&switch.otherwise)? {
                    cases.push((Formula::all([before.clone(), guard]), leaf));
                }
                cases
            }
            Expr::Helper(_, gives) => self.cases(gives)?,
            Expr::Call(function, args) if *function.says == Says::Cell => self.cells(args.first().and_then(named)?)?,
            expr if !expr.asks().is_empty() => return None,
            expr => vec![(Formula::TRUE, expr.clone())],
        };
        (cases.len() <= MOST_CASES).then_some(cases)
    }

    fn leaf_is(&mut self, leaf: &Expr, domain: &Domain) -> Option<Formula> {
        Some(match leaf {
            Expr::Const(value) if Domain::equal_to(value)?.misses(domain) => Formula::FALSE,
            Expr::Const(_) => Formula::TRUE,
            leaf => self.term(leaf, domain.clone()),
        })
    }

    /// The cells of a matrix, each with the row and the column that it takes.
    fn cells(&mut self, name: &str) -> Option<Vec<(Formula, Expr)>> {
        let matrix = self.frame.matrices.get(name)?.clone();
        let (row, column) = (self.field(&matrix.row)?, self.field(&matrix.column)?);
        let mut cases = vec![];
        let labelled = |label: &Text| Domain::texts(Texts::only([label.clone()]));
        for (label, cells) in matrix.rows.iter().zip(&matrix.cells) {
            let in_row = self.is_within(&row, &labelled(label), true)?;
            for (label, cell) in matrix.columns.iter().zip(cells) {
                let in_column = self.is_within(&column, &labelled(label), true)?;
                cases.push((Formula::all([in_row.clone(), in_column]), Expr::Const(cell.clone())));
            }
        }
        let all = |labels: &[Text]| Domain::texts(Texts::only(labels.iter().cloned()));
        let no_row = self.is_within(&row, &all(&matrix.rows), false)?;
        let no_column = self.is_within(&column, &all(&matrix.columns), false)?;
        cases.push((Formula::any([no_row, no_column]), Expr::Const(Value::Missing)));
        Some(cases)
    }

    /// A field of text that conditions may read; `None` where none does, or where it holds something else than text.
    fn field(&self, path: &Path) -> Option<Expr> {
        let slot = self.frame.layout.slot_of(path)?;
        matches!(kind(slot, self.frame)?, FieldType::Text | FieldType::OneOf(_) | FieldType::Id)
            .then_some(Expr::Field(slot))
    }

    fn compares(&mut self, whole: &Expr, comparison: Comparison, a: &Expr, b: &Expr, truth: bool) -> Formula {
        let asks = matches!(whole, Expr::Compare(_, sides) if asks_for_missing(sides));
        if !asks && [a, b].iter().any(|side| matches!(side, Expr::Const(Value::Missing))) {
            // What comes to nothing equals nothing.
            return if (comparison == Comparison::NotEqual) == truth { Formula::TRUE } else { Formula::FALSE };
        }
        let (side, comparison, constant) = match (a, b) {
            (Expr::Const(a), Expr::Const(b)) => {
                let known = match a.is_missing() && b.is_missing() {
                    true => Some(comparison == Comparison::Equal),
                    false => comparison.holds(a, b),
                };
                return if known == Some(truth) { Formula::TRUE } else { Formula::FALSE };
            }
            (side, Expr::Const(constant)) => (side, comparison, constant),
            (Expr::Const(constant), side) => (side, comparison.turned(), constant),
            _ => {
                let by_cases = self.by_cases(a, |builder, a| builder.compares(whole, comparison, a, b, truth));
                let by_cases = by_cases
                    .or_else(|| self.by_cases(b, |builder, b| builder.compares(whole, comparison, a, b, truth)));
                return by_cases.unwrap_or_else(|| self.opaque(whole, truth));
            }
        };
        let domain = Domain::compared(comparison, constant);
        let within = domain.and_then(|domain| self.is_within(side, &domain, truth));
        within.unwrap_or_else(|| self.opaque(whole, truth))
    }

    /// What an expression comes to, each constant by itself; `None` where it comes to anything else.
    fn by_cases(&mut self, expr: &Expr, mut of: impl FnMut(&mut Self, &Expr) -> Formula) -> Option<Formula> {
        let cases = self.cases(expr)?;
        if !cases.iter().all(|(_, leaf)| matches!(leaf, Expr::Const(_))) {
            return None;
        }
        let choices: Vec<Formula> =
            cases.into_iter().map(|(guard, leaf)| Formula::all([guard, of(self, &leaf)])).collect();
        Some(Formula::any(choices))
    }

    fn is_in(&mut self, whole: &Expr, item: &Expr, container: &Expr, truth: bool) -> Formula {
        let within = match (item, container) {
            (item, Expr::Const(Value::List(items))) => Domain::any_of(items.iter().map(Domain::equal_to))
                .and_then(|domain| self.is_within(item, &domain, truth)),
            (Expr::Const(Value::Text(part)), Expr::Field(slot)) => match kind(*slot, self.frame) {
                Some(FieldType::TextList) => Some(self.has(container, [part.clone()].into(), truth)),
                Some(FieldType::Text | FieldType::Id) => Function::saying(Says::Text(Stands::Anywhere, Case::Exact))
                    .map(|function| self.tests(container, function, &Value::Text(part.clone()), truth)),
                _ => None,
            },
            _ => None,
        };
        within.unwrap_or_else(|| self.opaque(whole, truth))
    }

    /// That a list of texts has one of these.
    fn has(&mut self, list: &Expr, items: SortedSet<Text>, truth: bool) -> Formula {
        let lists = match (truth, items.len()) {
            (true, 1) => Lists { has: items, ..Lists::default() },
            (true, _) => Lists { one_of: vec![items], ..Lists::default() },
            (false, _) => Lists { lacks: items, ..Lists::default() },
        };
        self.term(list, Domain::lists(lists))
    }

    /// That a text passes a test, or fails it as a missing one does.
    fn tests(&mut self, text: &Expr, function: &'static Function, wanted: &Value, truth: bool) -> Formula {
        let test = TextTest { function, wanted: wanted.clone() };
        let domain = Domain::texts(Texts::tested(test, truth));
        self.term(text, if truth { domain } else { domain.or_missing() })
    }

    fn calls(&mut self, whole: &Expr, function: &'static Function, args: &[Expr], truth: bool) -> Formula {
        let field = args.first().and_then(|arg| match arg {
            Expr::Field(slot) => kind(*slot, self.frame).filter(|_| self.is_as_it_came(*slot)),
            _ => None,
        });
        let wanted = args.get(1).and_then(|arg| match arg {
            Expr::Const(value) => Some(value),
            _ => None,
        });
        let is_text = matches!(field, Some(FieldType::Text | FieldType::Id | FieldType::OneOf(_)));
        let is_texts = matches!(field, Some(FieldType::TextList));
        let items = || -> Option<SortedSet<Text>> {
            match wanted? {
                Value::Text(text) => Some([text.clone()].into()),
                Value::List(items) => items.iter().map(|item| item.as_text().map(Text::from)).collect(),
                _ => None,
            }
        };
        let found = match (*function.says, args) {
            (Says::Set, [value]) => self.is_set(value, function, truth),
            (Says::Text(Stands::Anywhere, _), [list, _]) if is_texts => {
                wanted.and_then(Value::as_text).map(|item| self.has(list, [Text::from(item)].into(), truth))
            }
            (Says::Text(..), [text, _]) if is_text => wanted.map(|wanted| self.tests(text, function, wanted, truth)),
            (Says::HasOne, [list, _]) if is_texts => items().map(|items| self.has(list, items, truth)),
            (Says::HasNone, [list, _]) if is_texts => items().map(|items| self.has(list, items, !truth)),
            (Says::HasAll, [list, _]) if is_texts => items().map(|items| {
                let lists = match truth {
                    true => Lists { has: items, ..Lists::default() },
                    false => Lists { not_all: vec![items], ..Lists::default() },
                };
                self.term(list, Domain::lists(lists))
            }),
            (Says::Between, [value, Expr::Const(lowest), Expr::Const(highest)]) => {
                let from = Domain::compared(Comparison::AtLeast, lowest);
                let to = Domain::compared(Comparison::AtMost, highest);
                from.zip(to).and_then(|(from, to)| {
                    let numbers = from.numbers.intersect(&to.numbers);
                    let instants = from.instants.intersect(&to.instants);
                    self.is_within(value, &Domain { numbers, instants, ..Domain::default() }, truth)
                })
            }
            (Says::Outranks, [a, b]) => self.outranks(a, b, truth),
            // It is what `changed` says, and what the field holds.
            (Says::ChangedTo, [field, value]) if truth => {
                let changed =
                    Function::saying(Says::Changed).map(|changed| Expr::Call(changed, [field.clone()].into()));
                let holds =
                    named(field).and_then(Path::parse_in_ticket).and_then(|path| self.frame.layout.slot_of(&path));
                let holds =
                    holds.map(|slot| Expr::Compare(Comparison::Equal, Box::new((Expr::Field(slot), value.clone()))));
                let own = self.opaque(whole, true);
                let more = changed.iter().chain(&holds).map(|part| self.is(part, true)).collect::<Vec<_>>();
                Some(Formula::all([own].into_iter().chain(more)))
            }
            (Says::ChangedFrom, [field, _]) if truth => {
                let changed =
                    Function::saying(Says::Changed).map(|changed| Expr::Call(changed, [field.clone()].into()));
                let own = self.opaque(whole, true);
                let more = changed.map_or(Formula::TRUE, |changed| self.is(&changed, true));
                Some(Formula::all([own, more]))
            }
            _ => None,
        };
        found.unwrap_or_else(|| self.opaque(whole, truth))
    }

    /// Whether nothing is known of what rules have written to the field of a slot.
    fn is_as_it_came(&self, slot: tierline_condition::Slot) -> bool {
        self.frame.layout.path(slot).is_none_or(|path| self.versions.held(path).is_none())
    }

    fn is_set(&mut self, value: &Expr, function: &'static Function, truth: bool) -> Option<Formula> {
        let test = |passes| Texts::tested(TextTest { function, wanted: Value::Missing }, passes);
        let set = Domain {
            texts: Some(Box::new(test(true))),
            lists: Some(Box::new(Lists { filled: true, ..Lists::default() })),
            ..Domain::missing().others_than()?
        };
        let unset = Domain {
            missing: true,
            texts: Some(Box::new(test(false))),
            lists: Some(Box::new(Lists { empty: true, ..Lists::default() })),
            others: true,
            ..Domain::default()
        };
        let wanted = if truth { set } else { unset };
        let mut choices = vec![];
        for (guard, leaf) in self.cases(value)? {
            let fits = match &leaf {
                Expr::Const(value) => {
                    let is_set = match value {
                        Value::Missing => false,
                        Value::Text(text) => !text.trim().is_empty(),
                        Value::List(items) => !items.is_empty(),
                        Value::Map(map) => !map.is_empty(),
                        _ => true,
                    };
                    if is_set == truth { Formula::TRUE } else { Formula::FALSE }
                }
                leaf => self.term(leaf, wanted.clone()),
            };
            choices.push(Formula::all([guard, fits]));
        }
        Some(Formula::any(choices))
    }

    fn outranks(&mut self, a: &Expr, b: &Expr, truth: bool) -> Option<Formula> {
        let rank = |expr: &Expr| named(expr).and_then(|word| PRIORITIES.iter().position(|known| *known == word));
        let words = |words: &[&str]| Domain::texts(Texts::only(words.iter().map(|word| Text::from(*word))));
        match (rank(a), rank(b)) {
            (Some(rank), None) => self.is_within(b, &words(&PRIORITIES[rank + 1..]), truth),
            (None, Some(rank)) => self.is_within(a, &words(&PRIORITIES[..rank]), truth),
            (Some(a), Some(b)) => Some(if (a < b) == truth { Formula::TRUE } else { Formula::FALSE }),
            // A missing priority outranks nothing, and nothing outranks it.
            _ if matches!(a, Expr::Const(_)) || matches!(b, Expr::Const(_)) => {
                Some(if truth { Formula::FALSE } else { Formula::TRUE })
            }
            (None, None) => {
                let by_cases = self.by_cases(a, |builder, a| builder.outranks(a, b, truth).unwrap_or(Formula::TRUE));
                by_cases
                    .or_else(|| self.by_cases(b, |builder, b| builder.outranks(a, b, truth).unwrap_or(Formula::TRUE)))
            }
        }
    }
}

fn within(range: Range) -> Ranges {
    Ranges::from(Decimal::from(range.first), true).intersect(&Ranges::up_to(Decimal::from(range.end), range.closed))
}
