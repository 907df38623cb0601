//! Clauses that a block says once: a second one would take the place of the first in silence.

use tierline_model::Metric;

use crate::{rhai::Slip, source::Spot};

/// The clauses of a kind of block.
#[derive(Debug)]
pub(crate) struct Clauses {
    /// What the block is called.
    pub(crate) block: &'static str,
    /// The clauses that it may say as often as it likes. All others it says once, or once for each clock that they name.
    pub(crate) often: &'static [&'static str],
    /// Words that begin several clauses, which the word behind them tells apart.
    pub(crate) shared: &'static [&'static str],
    /// What to write in place of a second one.
    pub(crate) instead: &'static [(&'static str, &'static str)],
}

/// What a block has said so far.
pub(crate) struct SaidOnce {
    clauses: &'static Clauses,
    said: Vec<(String, Vec<Metric>)>,
}

impl SaidOnce {
    pub(crate) fn new(clauses: &'static Clauses) -> SaidOnce {
        SaidOnce { clauses, said: vec![] }
    }

    /// Notes a clause, of which these are the words.
    ///
    /// # Errors
    ///
    /// Where the block has said it before.
    pub(crate) fn note(&mut self, words: &[&str], at: Spot) -> Result<(), Slip> {
        let Clauses { block, often, shared, instead } = self.clauses;
        let Some(head) = words.first() else { return Ok(()) };
        let clause = match words.get(1) {
            Some(next) if shared.contains(head) => format!("{head} {next}"),
            _ => (*head).to_owned(),
        };
        if often.contains(&clause.as_str()) {
            return Ok(());
        }
        let metrics = metrics(words);
        let is_said = |(said, of): &(String, Vec<Metric>)| *said == clause && overlap(of, &metrics);
        if !self.said.iter().any(is_said) {
            self.said.push((clause, metrics));
            return Ok(());
        }
        let help = instead.iter().find(|(known, _)| *known == clause).map(|(_, help)| *help);
        let slip = Slip::new("declared-twice", format!("this {block} says `{clause}` twice")).at(at);
        Err(slip.help(help.unwrap_or("take one of the two away: only one of them can count")))
    }
}

/// The clocks behind `for`.
fn metrics(words: &[&str]) -> Vec<Metric> {
    words.iter().skip_while(|word| **word != "for").filter_map(|word| Metric::named(word)).collect()
}

/// Whether two clauses are about one clock; where none is named, they are about all that no other names.
fn overlap(a: &[Metric], b: &[Metric]) -> bool {
    a.is_empty() && b.is_empty() || a.iter().any(|metric| b.contains(metric))
}
