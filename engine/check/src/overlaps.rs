//! Rules that may hold for the same ticket as another one: found by the words that they ask for, not by comparing all with all.

use tierline_model::{SortedMap, SortedSet};

use crate::{
    reason::{Bounds, TermId, Word},
    work::Work,
};

/// Rules that one is compared with, the nearest first. What many ask for says little, and whoever is further away is left out.
const MOST_COMPARED: usize = 200;

/// Words of one field by which a rule is filed.
const MOST_WORDS: usize = 64;

/// Kinds of rules that are told apart before they are looked at.
const FEW_KINDS: usize = 8;

/// Fields by which rules are filed.
const MOST_FIELDS: usize = 8;

/// What holds only where single fields are what it asks for.
pub(crate) trait Bounded {
    /// What single fields must be; `None` where it never holds.
    fn bounds(&self) -> Option<&Bounds>;
}

/// Rules by the words of the one field for which they ask for the rarest. Of each, which `kind` it is: who looks for
/// others only looks for those of another kind.
pub(crate) struct Overlaps<'s, T> {
    /// All that are spoken of, by number.
    things: &'s [T],
    work: &'s Work,
    by_word: SortedMap<TermId, SortedMap<Word, Filed>>,
    /// All that are filed by the words of a field, once each.
    by_field: SortedMap<TermId, Filed>,
    /// Rules that ask for no word.
    others: Filed,
}

/// Rules that stand together, in rising order: all, and of each kind.
#[derive(Default)]
struct Filed {
    all: Vec<Member>,
    by_kind: SortedMap<usize, Vec<Member>>,
}

/// Which way from a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// Those that are looked at before it.
    Above,
    /// Those that are looked at after it, up to a number.
    Below(usize),
}

/// A rule that is filed: its number in the survey, and of which kind it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Member {
    pub(crate) number: usize,
    pub(crate) kind: usize,
}

impl Filed {
    fn add(&mut self, member: Member) {
        self.all.push(member);
        self.by_kind.get_or_default(member.kind).push(member);
    }

    /// The nearest to a rule on one side of it that are not of its kind; whether those are all.
    fn near(&self, to: Member, side: Side, into: &mut Vec<usize>) -> bool {
        let lists: Vec<&[Member]> = match self.by_kind.len() {
            0..=FEW_KINDS => self.by_kind.iter().filter(|(kind, _)| **kind != to.kind).map(|(_, all)| &**all).collect(),
            _ => vec![&*self.all],
        };
        let mut are_all = true;
        for members in lists {
            let members = match side {
                Side::Above => &members[..members.partition_point(|member| member.number < to.number)],
                Side::Below(last) => {
                    let end = members.partition_point(|member| member.number <= last);
                    &members[members.partition_point(|member| member.number <= to.number).min(end)..end]
                }
            };
            let nearest = match side {
                Side::Above => &members[members.len().saturating_sub(MOST_COMPARED)..],
                Side::Below(_) => &members[..members.len().min(MOST_COMPARED)],
            };
            are_all &= nearest.len() == members.len();
            into.extend(nearest.iter().filter(|member| member.kind != to.kind).map(|member| member.number));
        }
        are_all
    }
}

impl<'s, T: Bounded> Overlaps<'s, T> {
    /// Files some of `things`, which are named in rising order.
    pub(crate) fn new(things: &'s [T], members: &[Member], work: &'s Work) -> Overlaps<'s, T> {
        let mut times: SortedMap<TermId, (usize, SortedMap<Word, usize>)> = SortedMap::new();
        for member in members {
            for (term, words) in words(things[member.number].bounds()) {
                let (rules, of_term) = times.get_or_default(term);
                *rules += 1;
                words.into_iter().for_each(|word| *of_term.get_or_default(word) += 1);
            }
        }
        let mut by_rules: Vec<(usize, TermId)> = times.iter().map(|(term, (rules, _))| (*rules, *term)).collect();
        by_rules.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        let fields: SortedSet<TermId> = by_rules.into_iter().take(MOST_FIELDS).map(|(_, term)| term).collect();
        let mut all =
            Overlaps { things, work, by_word: SortedMap::new(), by_field: SortedMap::new(), others: Filed::default() };
        for member in members {
            let of_rule = words(things[member.number].bounds());
            let known = of_rule.into_iter().filter(|(term, _)| fields.contains(term));
            let rarity = |term: &TermId, words: &[Word]| -> usize {
                let of_term = times.get(term).map(|(_, of_term)| of_term);
                words.iter().filter_map(|word| of_term?.get(word)).sum()
            };
            match known.min_by_key(|(term, words)| (rarity(term, words), *term)) {
                None => all.others.add(*member),
                Some((term, words)) => {
                    all.by_field.get_or_default(term).add(*member);
                    let by_word = all.by_word.get_or_default(term);
                    words.into_iter().for_each(|word| by_word.get_or_default(word).add(*member));
                }
            }
        }
        all
    }

    /// The rules on one side of `rule` that are of another kind and may hold for the same ticket, in rising order. Of very many
    /// it gives the nearest, and the turn counts as cut.
    pub(crate) fn near(&self, rule: Member, side: Side) -> Vec<usize> {
        self.found(self.things[rule.number].bounds(), rule, side)
    }

    /// The rules that may hold where single fields are what they must be.
    pub(crate) fn of(&self, bounds: Option<&Bounds>) -> Vec<usize> {
        self.found(bounds, Member { number: usize::MAX, kind: usize::MAX }, Side::Above)
    }

    fn found(&self, bounds: Option<&Bounds>, to: Member, side: Side) -> Vec<usize> {
        let mut found = vec![];
        let mut are_all = self.others.near(to, side, &mut found);
        for (term, all) in &self.by_field {
            match bounds.and_then(|bounds| bounds.get(term)).and_then(|domain| domain.words(MOST_WORDS)) {
                None => are_all &= all.near(to, side, &mut found),
                Some(words) => {
                    for filed in words.iter().filter_map(|word| self.by_word.get(term)?.get(word)) {
                        are_all &= filed.near(to, side, &mut found);
                    }
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        self.work.charge(found.len() as u64);
        found.retain(|other| !are_apart(self.things[*other].bounds(), bounds));
        if found.len() > MOST_COMPARED {
            are_all = false;
            match side {
                Side::Above => drop(found.drain(..found.len() - MOST_COMPARED)),
                Side::Below(_) => found.truncate(MOST_COMPARED),
            }
        }
        if !are_all {
            self.work.cut();
        }
        found
    }
}

/// Whether two surely never hold for the same ticket; said quickly and not always.
fn are_apart(one: Option<&Bounds>, another: Option<&Bounds>) -> bool {
    let (Some(a), Some(b)) = (one, another) else { return true };
    let (few, many) = if a.len() < b.len() { (a, b) } else { (b, a) };
    few.iter().any(|(term, domain): (&TermId, _)| many.get(term).is_some_and(|other| other.misses(domain)))
}

/// The few words that single fields must be for a rule to hold.
fn words(bounds: Option<&Bounds>) -> Vec<(TermId, Vec<Word>)> {
    let all = bounds.into_iter().flatten();
    all.filter_map(|(term, domain)| Some((*term, domain.words(MOST_WORDS)?))).collect()
}
