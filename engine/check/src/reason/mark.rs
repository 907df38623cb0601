//! Numbers by which formulas that are the same are found.

use tierline_model::Value;

use super::{domain::Domain, formula::Formula, texts::Texts};

/// A number that is the same for what is the same, and mostly another one for what is not: FNV-1a.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark(u64);

impl Default for Mark {
    fn default() -> Mark {
        Mark(0xcbf2_9ce4_8422_2325)
    }
}

impl Mark {
    pub(crate) fn add_text(&mut self, text: &str) {
        for byte in text.bytes().chain([0xff]) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    pub(crate) fn add(&mut self, number: usize) {
        self.0 = (self.0 ^ number as u64).wrapping_mul(0x0100_0000_01b3);
    }

    pub(crate) fn told(self) -> u64 {
        self.0
    }
}

impl Formula {
    /// Adds all that tells it from others.
    pub(crate) fn mark(&self, mark: &mut Mark) {
        match self {
            Formula::Is(term, domain) => {
                mark.add(term.0 as usize);
                domain.mark(mark);
            }
            Formula::All(parts) | Formula::Any(parts) => {
                mark.add(parts.len());
                parts.iter().for_each(|part| part.mark(mark));
            }
        }
    }
}

impl Domain {
    fn mark(&self, mark: &mut Mark) {
        [self.missing, self.no, self.yes, self.others].into_iter().for_each(|is| mark.add(is.into()));
        for number in self.numbers.bounds().chain(self.instants.bounds()) {
            mark.add_text(&number.normalize().to_string());
        }
        if let Some(texts) = &self.texts {
            texts.mark(mark);
        }
        let lists = self.lists.iter().flat_map(|lists| lists.has.iter().chain(&lists.lacks));
        lists.for_each(|item| mark.add_text(item));
    }
}

impl Texts {
    fn mark(&self, mark: &mut Mark) {
        self.only.iter().flatten().chain(&self.not).for_each(|text| mark.add_text(text));
        for (test, passes) in &self.tests {
            mark.add(usize::from(*passes));
            match &test.wanted {
                Value::Text(text) => mark.add_text(text),
                Value::List(items) => items.iter().filter_map(Value::as_text).for_each(|text| mark.add_text(text)),
                _ => {}
            }
        }
    }
}
