//! Calls of the functions of the language.

use tierline_condition::{Expr, fold, plain};
use tierline_model::{DayOfYear, Path, Text, Timestamp};

use super::{
    encode::{Encoder, Out, constant},
    same::{has_text, ordered},
    terms::{Given, Leaf, Term, Truth, and, int, no, not, or, text, yes},
    unknowns::Kind,
    words::{self, Reading},
};

impl Encoder<'_> {
    pub(super) fn call(&mut self, expr: &Expr, name: &str, args: &[Given]) -> Given {
        let fault = or(args.iter().map(|arg| arg.fault.clone()));
        let given = match (name, args) {
            ("contains" | "contains_exact", [of, part]) => self.test(expr, of, part, |encoder, of, part| match of {
                Leaf::Items(items) => encoder.has(items, part),
                Leaf::Texts(list) => Out::Is(has_text(list, part)),
                Leaf::Other(_) => Out::Unknown,
                Leaf::Entries(entries) => Out::Is(text(part).map_or_else(no, |part| {
                    or(entries.iter().map(|(known, _)| format!("(= {part} {})", words::literal(known))))
                })),
                of => encoder.text_test(name, of, part),
            }),
            ("starts_with" | "starts_with_exact" | "ends_with" | "ends_with_exact", [of, part]) => {
                self.test(expr, of, part, |encoder, of, part| encoder.text_test(name, of, part))
            }
            ("mentions" | "mentions_exact", [of, words]) => {
                self.test(expr, of, words, |encoder, of, words| encoder.mentions(name == "mentions_exact", of, words))
            }
            ("matches" | "matches_exact", [of, _]) => self.test(expr, of, &args[1], |_, of, _| match of {
                Leaf::Missing => Out::Is(no()),
                Leaf::Text(_) | Leaf::Word(_) => Out::Unknown,
                _ => Out::Fault,
            }),
            ("lower", [of]) => self.each(of, &mut |encoder, leaf| match leaf {
                Leaf::Missing => Given::of(Leaf::Missing),
                Leaf::Word(word) => Given::of(Leaf::Word(fold(word).into())),
                Leaf::Text(term) => Given::of(encoder.folded(term)),
                _ => Given::fault(),
            }),
            ("trimmed", [of]) => self.each(of, &mut |encoder, leaf| match leaf {
                Leaf::Missing => Given::of(Leaf::Missing),
                Leaf::Word(word) => Given::of(Leaf::Word(word.trim().into())),
                Leaf::Text(_) => encoder.unknown_of(expr, &[Kind::Text], false),
                _ => Given::fault(),
            }),
            ("any_of" | "none_of" | "all_of", [list, wanted]) => {
                self.test(expr, list, wanted, |encoder, list, wanted| encoder.of_list(name, list, wanted))
            }
            ("len", [of]) => self.each(of, &mut |encoder, leaf| match leaf {
                Leaf::Missing => Given::of(Leaf::Int("0".to_owned())),
                Leaf::Text(_) | Leaf::Word(_) => {
                    Given::of(Leaf::Int(format!("(str.len {})", text(leaf).unwrap_or_default())))
                }
                Leaf::Texts(list) => Given::of(Leaf::Int(format!("(seq.len {list})"))),
                Leaf::Items(items) => Given::of(Leaf::Int(items.len().to_string())),
                Leaf::Entries(entries) => Given::of(Leaf::Int(entries.len().to_string())),
                Leaf::Other(_) => encoder.unknown_of(expr, &[Kind::Int], false),
                _ => Given::fault(),
            }),
            ("is_set", [of]) => self.each(of, &mut |encoder, leaf| match leaf {
                Leaf::Missing => truth(no()),
                Leaf::Word(word) => truth((!word.trim().is_empty()).to_string()),
                Leaf::Text(term) => truth(format!("(not (str.in_re {term} {}))", words::blanks())),
                Leaf::Texts(list) => truth(format!("(> (seq.len {list}) 0)")),
                Leaf::Items(items) => truth((!items.is_empty()).to_string()),
                Leaf::Entries(entries) => truth((!entries.is_empty()).to_string()),
                Leaf::Other(_) => encoder.unknown_of(expr, &[Kind::Bool], false),
                _ => truth(yes()),
            }),
            ("between", [value, lowest, highest]) => {
                let low = self.test(expr, value, lowest, |_, a, b| lies(">=", a, b));
                let high = self.test(expr, value, highest, |_, a, b| lies("<=", a, b));
                let holds = and([low.truth().holds, high.truth().holds]);
                Truth { holds, fault: no() }.given()
            }
            ("min" | "max", [a, b]) => self.least_or_most(name, a, b),
            ("outranks", [a, b]) => self.outranks(a, b),
            ("changed" | "changed_to" | "changed_from" | "previous", _) => self.of_change(expr, name, args),
            ("matrix", [name]) => self.cell(expr, name),
            ("hour_of_day", []) => Given::of(Leaf::Int("(div (mod f_now 86400) 3600)".to_owned())),
            ("weekday", []) => weekday(),
            ("today", []) => Given::of(Leaf::Instant("(* 86400 (div f_now 86400))".to_owned())),
            // Of what clocks show elsewhere, and how far calendars reach, nothing is known here.
            ("hour_of_day" | "day_of_month" | "month", place) => self.unknown_of(expr, &[Kind::Int], !place.is_empty()),
            ("weekday", [_]) => self.unknown_of(expr, &[Kind::Text], true),
            ("today", [_]) => self.unknown_of(expr, &[Kind::Instant], true),
            ("within_hours", _) => self.unknown_of(expr, &[Kind::Bool], true),
            ("holiday", _) => self.unknown_of(expr, &[Kind::Missing, Kind::Text], true),
            ("join", _) => self.unknown_of(expr, &[Kind::Text], true),
            ("at" | "minutes_since" | "hours_since" | "days_since", [of]) => self.of_instant(expr, name, of),
            ("minutes_until" | "hours_until" | "days_until", [of]) => self.of_instant(expr, name, of),
            ("days_since" | "days_until", [time, _]) => self.counted(expr, time),
            (name, [_, time]) if name.starts_with("open_") => self.counted(expr, time),
            _ => self.unknown(expr),
        };
        let fault = self.named("Bool", or([fault, given.fault]));
        Given { fault, ..given }
    }

    /// What a calendar counts between now and an instant.
    fn counted(&mut self, expr: &Expr, time: &Given) -> Given {
        self.each(time, &mut |encoder, leaf| match leaf {
            Leaf::Missing => Given::of(Leaf::Missing),
            Leaf::Instant(_) | Leaf::Text(_) | Leaf::Word(_) => encoder.unknown_of(expr, &[Kind::Int], true),
            _ => Given::fault(),
        })
    }

    fn test(&mut self, expr: &Expr, a: &Given, b: &Given, mut of: impl FnMut(&mut Self, &Leaf, &Leaf) -> Out) -> Given {
        let truth = self.pairs(expr, a, b, &mut of);
        Truth { holds: self.named("Bool", truth.holds), fault: truth.fault }.given()
    }

    /// What is made of each case.
    fn each(&mut self, of: &Given, make: &mut dyn FnMut(&mut Self, &Leaf) -> Given) -> Given {
        let (mut cases, mut faults) = (vec![], vec![of.fault.clone()]);
        for (guard, leaf) in &of.cases {
            let made = make(self, leaf);
            faults.push(and([guard.clone(), made.fault]));
            cases.extend(made.cases.into_iter().map(|(inner, leaf)| (and([guard.clone(), inner]), leaf)));
        }
        Given { cases, fault: or(faults) }
    }

    fn text_test(&mut self, name: &str, of: &Leaf, part: &Leaf) -> Out {
        let exact = name.ends_with("_exact");
        let (before, after) = match name.trim_end_matches("_exact") {
            "contains" => (words::ANYTHING, words::ANYTHING),
            "starts_with" => ("", words::ANYTHING),
            _ => (words::ANYTHING, ""),
        };
        match (of, part) {
            (Leaf::Missing, _) | (_, Leaf::Missing) => Out::Is(no()),
            (Leaf::Text(term), Leaf::Word(part)) => {
                let from = self.folded.get(term).cloned();
                match from {
                    // What is folded reads as what it was folded from; upper case it has none.
                    Some(_) if exact && fold(part) != **part => Out::Is(no()),
                    Some(from) if exact => {
                        Out::Is(in_re(&from, words::around(before, words::reading(part, Reading::Folded), after)))
                    }
                    None if exact => {
                        Out::Is(in_re(term, words::around(before, words::reading(part, Reading::Exact), after)))
                    }
                    from => {
                        let from = from.unwrap_or_else(|| term.clone());
                        let holds = in_re(&from, words::around(before, words::reading(part, Reading::Meant), after));
                        Out::Is(self.unless_odd(&format!("{name} {part}"), &from, holds))
                    }
                }
            }
            (Leaf::Word(of), Leaf::Word(part)) => {
                let [of, part] = [of, part].map(|text| if exact { text.to_string() } else { plain(text).into_owned() });
                let holds = match name.trim_end_matches("_exact") {
                    "contains" => of.contains(&part),
                    "starts_with" => of.starts_with(&part),
                    _ => of.ends_with(&part),
                };
                Out::Is(holds.to_string())
            }
            (Leaf::Text(_) | Leaf::Word(_), Leaf::Text(_)) => Out::Unknown,
            _ => Out::Fault,
        }
    }

    fn mentions(&mut self, exact: bool, of: &Leaf, wanted: &Leaf) -> Out {
        let listed: Vec<Option<Text>> = match wanted {
            _ if matches!(of, Leaf::Missing) => return Out::Is(no()),
            Leaf::Word(word) => vec![Some(word.clone())],
            Leaf::Items(items) => items.iter().filter_map(listed).collect(),
            Leaf::Text(_) | Leaf::Texts(_) | Leaf::Other(_) => return Out::Unknown,
            _ => return Out::Fault,
        };
        let Some(listed) = listed.into_iter().collect::<Option<Vec<_>>>() else { return Out::Unknown };
        let Some(term) = text(of) else { return Out::Fault };
        if self.folded.contains_key(&term) {
            return Out::Unknown;
        }
        let known = self.known.clone();
        let how = if exact { Reading::Exact } else { Reading::Meant };
        let tests = listed.iter().filter(|word| !word.is_empty());
        let tests: Option<Vec<Term>> =
            tests.map(|word| Some(in_re(&term, words::mentioning(word, &known, how)?))).collect();
        match (tests, of) {
            (Some(tests), Leaf::Text(_)) => {
                Out::Is(self.unless_odd(&format!("mentions {exact} {listed:?}"), &term, or(tests)))
            }
            (Some(tests), _) if !self.is_odd(of) => Out::Is(or(tests)),
            _ => Out::Unknown,
        }
    }

    /// What a test of a text comes to; of an odd one, it may be anything.
    fn unless_odd(&mut self, test: &str, of: &Term, holds: Term) -> Term {
        let is_odd = in_re(of, words::ODD.clone());
        self.odd.insert(of.clone(), is_odd.clone());
        let key = format!("{test} {of}");
        let anything = match self.of_odd.get(&key) {
            Some(known) => known.clone(),
            None => {
                let name = self.fresh();
                self.declare(&name, "Bool");
                self.of_odd.insert(key, format!("|{name}|"));
                format!("|{name}|")
            }
        };
        format!("(ite {is_odd} {anything} {holds})")
    }

    fn is_odd(&self, of: &Leaf) -> bool {
        matches!(of, Leaf::Word(word) if plain(word) != fold(word))
    }

    fn of_list(&mut self, name: &str, list: &Leaf, wanted: &Leaf) -> Out {
        let wanted: Vec<Leaf> = match wanted {
            Leaf::Missing => vec![],
            Leaf::Items(items) => match items.iter().map(Given::single).collect::<Option<Vec<_>>>() {
                Some(items) => items.into_iter().cloned().collect(),
                None => return Out::Unknown,
            },
            Leaf::Texts(_) | Leaf::Other(_) => return Out::Unknown,
            single => vec![single.clone()],
        };
        let mut has = vec![];
        for item in &wanted {
            let one = match list {
                Leaf::Missing => Out::Is(no()),
                Leaf::Items(items) => self.has(items, item),
                Leaf::Texts(list) => Out::Is(has_text(list, item)),
                Leaf::Other(_) => Out::Unknown,
                single => self.equal(single, item),
            };
            match one {
                Out::Is(term) => has.push(term),
                other => return other,
            }
        }
        Out::Is(match name {
            "any_of" => or(has),
            "none_of" => not(&or(has)),
            _ => and(has),
        })
    }

    fn least_or_most(&mut self, name: &str, a: &Given, b: &Given) -> Given {
        let sign = if name == "min" { "<=" } else { ">=" };
        let (mut cases, mut faults) = (vec![], vec![]);
        for (first, one) in &a.cases {
            for (second, another) in &b.cases {
                let both = and([first.clone(), second.clone()]);
                match ordered(sign, one, another) {
                    Some(holds) => {
                        let holds = self.named("Bool", holds);
                        cases.push((and([both.clone(), holds.clone()]), one.clone()));
                        cases.push((and([both, not(&holds)]), another.clone()));
                    }
                    None => faults.push(both),
                }
            }
        }
        Given { cases, fault: or(faults) }
    }

    fn outranks(&mut self, a: &Given, b: &Given) -> Given {
        let rank = |leaf: &Leaf| {
            let term = text(leaf)?;
            let known = ["P1", "P2", "P3", "P4", "P5"].map(|word| format!("(= {term} {})", words::literal(word)));
            Some((or(known), term))
        };
        let (mut holds, mut faults) = (vec![], vec![]);
        for (first, one) in &a.cases {
            for (second, another) in &b.cases {
                let both = and([first.clone(), second.clone()]);
                let ranks = (rank(one), rank(another));
                for (leaf, rank) in [(one, &ranks.0), (another, &ranks.1)] {
                    let is_no_rank = rank.as_ref().map_or_else(yes, |(is, _)| not(is));
                    if !matches!(leaf, Leaf::Missing) {
                        faults.push(and([both.clone(), is_no_rank]));
                    }
                }
                if let (Some((is_one, one)), Some((is_another, another))) = ranks {
                    holds.push(and([both, is_one, is_another, format!("(str.< {one} {another})")]));
                }
            }
        }
        let fault = self.named("Bool", or(faults));
        Truth { holds: and([not(&fault), or(holds)]), fault }.given()
    }

    fn of_change(&mut self, expr: &Expr, name: &str, args: &[Given]) -> Given {
        let path = match args.first().and_then(Given::single) {
            Some(Leaf::Word(name)) => Path::parse_in_ticket(name),
            _ => None,
        };
        let Some(path) = path else { return self.unknown(expr) };
        let Some(changed) = self.changed(&path) else { return self.unknown(expr) };
        let (_, before) = self.before(&path);
        let compared = match name {
            "changed" => return truth(changed),
            "previous" => {
                let mut cases = before.cases;
                cases.iter_mut().for_each(|(guard, _)| *guard = and([changed.clone(), guard.clone()]));
                cases.push((not(&changed), Leaf::Missing));
                return Given { cases, fault: no() };
            }
            "changed_to" => self.field(&path),
            _ => before,
        };
        match self.are_equal(&compared, &args[1]) {
            Some(alike) => truth(and([changed, alike])),
            None => self.unknown_of(expr, &[Kind::Bool], false),
        }
    }

    /// That two values are equal; `None` where that is not known.
    pub(super) fn are_equal(&mut self, a: &Given, b: &Given) -> Option<Term> {
        let mut any = vec![];
        for (first, one) in &a.cases {
            for (second, another) in &b.cases {
                match self.equal(one, another) {
                    Out::Is(term) => any.push(and([first.clone(), second.clone(), term])),
                    _ => return None,
                }
            }
        }
        Some(self.named("Bool", or(any)))
    }

    fn cell(&mut self, expr: &Expr, name: &Given) -> Given {
        let matrix = match name.single() {
            Some(Leaf::Word(name)) => self.frame.matrices.get(name).cloned(),
            _ => None,
        };
        let Some(matrix) = matrix else { return self.unknown(expr) };
        let (row, column) = (self.field(&matrix.row), self.field(&matrix.column));
        let fits = |encoder: &mut Self, given: &Given, label: &str| {
            let shown = |leaf: &Leaf| match leaf {
                Leaf::Bool(term) if label == "true" => Some(term.clone()),
                Leaf::Bool(term) if label == "false" => Some(not(term)),
                Leaf::Int(term) => {
                    let number = label.parse::<i64>().ok().filter(|number| number.to_string() == label)?;
                    Some(format!("(= {term} {})", int(number)))
                }
                leaf => text(leaf).map(|term| format!("(= {term} {})", words::literal(label))),
            };
            let any = or(given.cases.iter().filter_map(|(guard, leaf)| Some(and([guard.clone(), shown(leaf)?]))));
            encoder.named("Bool", any)
        };
        let columns: Vec<Term> = matrix.columns.iter().map(|label| fits(self, &column, label)).collect();
        let mut cases = vec![];
        for (label, cells) in matrix.rows.iter().zip(&matrix.cells) {
            let in_row = fits(self, &row, label);
            for (in_column, cell) in columns.iter().zip(cells) {
                let guard = self.named("Bool", and([in_row.clone(), in_column.clone()]));
                cases.extend(constant(cell).cases.into_iter().map(|(_, leaf)| (guard.clone(), leaf)));
            }
        }
        let none = not(&or(cases.iter().map(|(guard, _)| guard.clone())));
        cases.push((self.named("Bool", none), Leaf::Missing));
        Given { cases, fault: no() }
    }

    fn of_instant(&mut self, expr: &Expr, name: &str, of: &Given) -> Given {
        let unit = match name.split_once('_').map(|(unit, _)| unit) {
            Some("minutes") => 60,
            Some("hours") => 3_600,
            _ => 86_400,
        };
        let made = |term: &str| match name {
            "at" => Leaf::Instant(term.to_owned()),
            "days_until" => Leaf::Int(format!("(- (div {term} 86400) (div f_now 86400))")),
            name if name.ends_with("since") => Leaf::Int(format!("(div (- f_now {term}) {unit})")),
            _ => Leaf::Int(format!("(div (- {term} f_now) {unit})")),
        };
        self.each(of, &mut |encoder, leaf| match leaf {
            Leaf::Missing => Given::of(Leaf::Missing),
            Leaf::Instant(term) => Given::of(made(term)),
            Leaf::Word(word) => match Timestamp::parse(word) {
                Some(at) => Given::of(made(&int(at.second()))),
                None => Given::fault(),
            },
            Leaf::Text(_) => {
                let kind = if name == "at" { Kind::Instant } else { Kind::Int };
                encoder.unknown_of(expr, &[kind], true)
            }
            _ => Given::fault(),
        })
    }
}

/// A word of a list; `None` of what is no text, and nothing known of a text that is worked out.
fn listed(item: &Given) -> Option<Option<Text>> {
    match item.single() {
        Some(Leaf::Word(word)) => Some(Some(word.clone())),
        Some(Leaf::Text(_)) | None => Some(None),
        Some(_) => None,
    }
}

/// Of days of every year nothing is known here.
fn lies(sign: &str, a: &Leaf, b: &Leaf) -> Out {
    match (a, b) {
        (Leaf::Instant(_), Leaf::Word(day)) if DayOfYear::parse(day).is_some() => Out::Unknown,
        _ => in_order(sign, a, b),
    }
}

fn in_order(sign: &str, a: &Leaf, b: &Leaf) -> Out {
    Out::Is(ordered(sign, a, b).unwrap_or_else(no))
}

fn in_re(term: &str, texts: Term) -> Term {
    format!("(str.in_re {term} {texts})")
}

fn truth(term: Term) -> Given {
    Given::of(Leaf::Bool(term))
}

/// The day that it is in UTC: the first of 1970 was a Thursday.
fn weekday() -> Given {
    let days = ["thu", "fri", "sat", "sun", "mon", "tue", "wed"].into_iter().enumerate();
    let cases = days.map(|(number, day)| (format!("(= (mod (div f_now 86400) 7) {number})"), Leaf::Word(day.into())));
    Given { cases: cases.collect(), fault: no() }
}
