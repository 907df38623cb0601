//! Sets of texts: by name, and by what is tested of them.

use std::borrow::Cow;

use tierline_condition::{
    Facts,
    functions::{Case, Function, Says, Stands},
    plain,
};
use tierline_model::{SortedSet, Text, Value, sort::sort_by};

/// A test of a text: `contains`, `mentions` and their like, with what is looked for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TextTest {
    pub(crate) function: &'static Function,
    pub(crate) wanted: Value,
}

impl TextTest {
    /// Whether a text passes it; `None` where that takes the patterns of a desk and none are at hand.
    fn passes(&self, text: &str, facts: &Facts) -> bool {
        let args = [Cow::Owned(Value::text(text)), Cow::Borrowed(&self.wanted)];
        matches!((self.function.call)(facts, &args), Ok(Value::Bool(true)))
    }

    fn folds(&self) -> bool {
        !matches!(*self.function.says, Says::Text(_, Case::Exact))
    }

    /// Where it looks; `None` where it looks for nothing, but whether there is anything.
    fn stands(&self) -> Option<Stands> {
        match *self.function.says {
            Says::Text(stands, _) => Some(stands),
            _ => None,
        }
    }

    /// What it looks for, one of which is enough; as it is meant, where it goes by that.
    fn parts(&self) -> Vec<String> {
        let read = |text: &str| if self.folds() { plain(text).into_owned() } else { text.to_owned() };
        match &self.wanted {
            Value::Text(text) => vec![read(text)],
            Value::List(items) => items.iter().filter_map(Value::as_text).map(read).collect(),
            _ => vec![],
        }
    }

    fn is_pattern(&self) -> bool {
        self.stands() == Some(Stands::AsPattern)
    }

    /// Whether whatever passes this one for the sake of `part` is sure to pass `other` as well.
    fn part_passes(&self, part: &str, other: &TextTest, facts: &Facts) -> bool {
        // What says less about case cannot settle what says more.
        if other.is_pattern() || self.folds() && !other.folds() {
            return false;
        }
        let settles = matches!(other.stands(), None | Some(Stands::Anywhere)) || self.stands() == other.stands();
        let part = match (self.folds(), other.folds()) {
            (false, true) => self.sure_of(part),
            _ => part,
        };
        // What is read twice must be what it was.
        let stays = !self.folds() || plain(part) == part;
        settles && stays && other.passes(part, facts)
    }

    /// What stays of a part that is looked for byte by byte, whatever stands around it in a text that is then read as it is meant:
    /// a mark may make another letter of the one before it.
    fn sure_of<'p>(&self, part: &'p str) -> &'p str {
        let from = if self.stands() == Some(Stands::First) { Some(0) } else { part.find(|c: char| c.is_ascii()) };
        let to = match self.stands() {
            Some(Stands::Last | Stands::AsWords) => Some(part.len()),
            _ => part.rfind(|c: char| c.is_ascii()),
        };
        from.zip(to).and_then(|(from, to)| part.get(from..to)).unwrap_or_default()
    }
}

/// Texts: these, or all but those; and of them, those that pass and fail tests.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Texts {
    /// The only ones there are; `None` where any text will do.
    pub(crate) only: Option<SortedSet<Text>>,
    /// Those that are not among them.
    pub(crate) not: SortedSet<Text>,
    /// Tests that all must pass, or must fail.
    pub(crate) tests: Vec<(TextTest, bool)>,
}

impl Texts {
    pub(crate) fn only(texts: impl IntoIterator<Item = Text>) -> Texts {
        Texts { only: Some(texts.into_iter().collect()), ..Texts::default() }
    }

    pub(crate) fn but(texts: impl IntoIterator<Item = Text>) -> Texts {
        Texts { not: texts.into_iter().collect(), ..Texts::default() }
    }

    pub(crate) fn tested(test: TextTest, passes: bool) -> Texts {
        Texts { tests: vec![(test, passes)], ..Texts::default() }
    }

    /// Leaves what the other has as well.
    pub(crate) fn narrow(&mut self, other: &Texts, facts: &Facts) {
        self.only = match (self.only.take(), &other.only) {
            (Some(one), Some(another)) => Some(one.iter().filter(|text| another.contains(*text)).cloned().collect()),
            (one, another) => one.or_else(|| another.clone()),
        };
        self.not.extend(other.not.iter().cloned());
        for test in &other.tests {
            if !self.tests.contains(test) {
                self.tests.push(test.clone());
            }
        }
        if let Some(only) = &mut self.only {
            let (not, tests) = (&self.not, &self.tests);
            only.retain(|text| !not.contains(text) && passes_all(text, tests, facts));
            self.not = SortedSet::new();
            self.tests.clear();
        }
    }

    /// Whether there is surely none.
    pub(crate) fn is_empty(&self, facts: &Facts) -> bool {
        match &self.only {
            Some(only) => only.is_empty(),
            None => self.contradicts_itself(facts),
        }
    }

    /// Whether the two have surely nothing in common; said of names only, for it must be quick.
    pub(crate) fn misses(&self, other: &Texts) -> bool {
        match (&self.only, &other.only) {
            (Some(one), Some(another)) => one.is_disjoint(another),
            (Some(one), None) => one.is_subset(&other.not),
            (None, Some(another)) => another.is_subset(&self.not),
            (None, None) => false,
        }
    }

    /// Whether the other surely has all of its texts.
    pub(crate) fn is_within(&self, other: &Texts) -> bool {
        let named = match (&self.only, &other.only) {
            (Some(one), Some(another)) => one.is_subset(another),
            (Some(one), None) => one.is_disjoint(&other.not),
            (None, Some(_)) => false,
            (None, None) => other.not.is_subset(&self.not),
        };
        named && other.tests.iter().all(|test| self.tests.contains(test))
    }

    fn contradicts_itself(&self, facts: &Facts) -> bool {
        let failed: Vec<&TextTest> = self.tests.iter().filter(|(_, passes)| !passes).map(|(test, _)| test).collect();
        let passed = || self.tests.iter().filter(|(_, passes)| *passes).map(|(test, _)| test);
        let is_hopeless = |test: &TextTest| {
            let is_refused = |part: &String| failed.iter().any(|other| test.part_passes(part, other, facts));
            let parts = test.parts();
            failed.contains(&test) || !test.is_pattern() && !parts.is_empty() && parts.iter().all(is_refused)
        };
        let diverges = |one: &TextTest, other: &TextTest| {
            let (a, b) = (one.parts().concat(), other.parts().concat());
            // Of one byte by byte and one as it is meant, only what is the same for both is compared.
            let [a, b] = match (one.folds(), other.folds()) {
                (one, other) if one == other => [a, b],
                _ if a.is_ascii() && b.is_ascii() => [a, b].map(|text| plain(&text).into_owned()),
                _ => return false,
            };
            match (one.stands(), other.stands()) {
                (Some(Stands::First), Some(Stands::First)) => !a.starts_with(&b) && !b.starts_with(&a),
                (Some(Stands::Last), Some(Stands::Last)) => !a.ends_with(&b) && !b.ends_with(&a),
                _ => false,
            }
        };
        passed().any(is_hopeless) || passed().any(|one| passed().any(|other| diverges(one, other)))
    }

    /// A text among them: `wish` if it is one, or one that is put together from what the tests look for.
    pub(crate) fn pick(&self, wish: Option<&str>, facts: &Facts) -> Option<Text> {
        let fits = |text: &str| {
            let is_known = self.only.as_ref().is_none_or(|only| only.contains(text));
            is_known && !self.not.contains(text) && passes_all(text, &self.tests, facts)
        };
        let wished = wish.filter(|wish| fits(wish)).map(Text::from);
        let named = || self.only.iter().flatten().find(|text| fits(text)).cloned();
        wished.or_else(named).or_else(|| self.made(wish, facts).into_iter().find(|text| fits(text)).map(Text::from))
    }

    /// Texts that may do: the wanted parts one behind the other, each way of choosing one of a list tried in turn.
    fn made(&self, wish: Option<&str>, facts: &Facts) -> Vec<String> {
        const MOST: usize = 64;
        let (mut starts, mut ends) = (vec![String::new()], vec![String::new()]);
        let mut middles = vec![String::new()];
        for test in self.tests.iter().filter(|(_, passes)| *passes).map(|(test, _)| test) {
            let parts = match test.is_pattern() {
                true => test.parts().iter().flat_map(|pattern| samples(pattern)).collect(),
                false => test.wanted_parts(),
            };
            let to = match test.stands() {
                Some(Stands::First) => &mut starts,
                Some(Stands::Last) => &mut ends,
                _ => &mut middles,
            };
            let longer = to.iter().flat_map(|text| parts.iter().map(move |part| joined(text, part)));
            let longer: Vec<String> = longer.take(MOST).collect();
            if matches!(test.stands(), Some(Stands::First | Stands::Last)) {
                // One beginning must do for all: the longest is tried.
                to.extend(parts);
                sort_by(to, |a, b| b.len().cmp(&a.len()));
                to.truncate(1);
            } else if !to.iter().any(|text| test.passes(text, facts)) {
                *to = longer;
            }
        }
        let mut made = vec![];
        for middle in &middles {
            let text = joined(&joined(&starts[0], middle), &ends[0]);
            made.extend(wish.map(|wish| joined(wish, &text)));
            made.push(text);
        }
        made.extend(["something else", "x", "other-1", "other-2", "0", ""].map(String::from));
        made
    }
}

impl TextTest {
    /// As [`parts`](TextTest::parts), as written.
    fn wanted_parts(&self) -> Vec<String> {
        match &self.wanted {
            Value::Text(text) => vec![text.to_string()],
            Value::List(items) => items.iter().filter_map(Value::as_text).map(str::to_owned).collect(),
            _ => vec![],
        }
    }
}

fn passes_all(text: &str, tests: &[(TextTest, bool)], facts: &Facts) -> bool {
    tests.iter().all(|(test, passes)| test.passes(text, facts) == *passes)
}

fn joined(one: &str, other: &str) -> String {
    match (one.is_empty(), other.is_empty()) {
        (true, _) => other.to_owned(),
        (_, true) => one.to_owned(),
        _ => format!("{one} {other}"),
    }
}

/// Texts in which a pattern may be found: each of its choices with classes, repeats and groups read in the plainest way. They
/// are tried, so it is enough that one fits now and then.
fn samples(pattern: &str) -> Vec<String> {
    let mut samples = vec![String::new()];
    let mut letters = pattern.chars().peekable();
    let mut whole = vec![];
    while let Some(letter) = letters.next() {
        let piece = match letter {
            '^' | '$' | '(' | ')' => continue,
            '|' => {
                whole.append(&mut samples);
                samples.push(String::new());
                continue;
            }
            '?' | '*' => {
                for sample in &mut samples {
                    sample.pop();
                }
                continue;
            }
            '+' => continue,
            '{' => {
                let count: String = letters.by_ref().take_while(|letter| *letter != '}').collect();
                let count: usize = count.split(',').next().and_then(|count| count.parse().ok()).unwrap_or(1);
                for sample in &mut samples {
                    let last = sample.pop().map(|last| last.to_string().repeat(count.min(64)));
                    sample.extend(last);
                }
                continue;
            }
            '[' => {
                let class: Vec<char> = letters.by_ref().take_while(|letter| *letter != ']').collect();
                if class.first() == Some(&'^') { '~' } else { class.first().copied().unwrap_or('x') }
            }
            '\\' => match letters.next() {
                Some('d') => '1',
                Some('s') => ' ',
                Some('w') => 'a',
                Some('b' | 'B') | None => continue,
                Some(letter) => letter,
            },
            '.' => 'x',
            letter => letter,
        };
        samples.iter_mut().for_each(|sample| sample.push(piece));
    }
    whole.append(&mut samples);
    whole
}
