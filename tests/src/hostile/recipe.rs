//! What a hostile desk and its ticket are made of.

use serde::{Deserialize, Serialize};

use super::{
    calls,
    parts::{ACTIONS, AROUND, CONDITIONS, COUNTS, MOVING, POLICIES, SIZES, STEPS, UNITS},
};
use crate::random::Dice;

/// A desk and a request, in a few words and sizes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipe {
    /// Rules of a kind, group by group.
    pub groups: Vec<Group>,
    /// Rows of a table.
    pub rows: usize,
    /// SLAs.
    pub slas: Slas,
    /// Ladders on their clocks.
    pub ladders: Ladders,
    /// The ticket and what happened to it.
    pub ticket: Ticket,
    /// Whether the answer tells of all rules.
    pub traced: bool,
}

/// So many rules that differ by their number only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// How many.
    pub many: usize,
    /// Their condition.
    pub when: String,
    /// Their actions.
    pub then: String,
    /// How often each of them does that.
    pub times: usize,
}

/// So many SLAs that differ by their number only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slas {
    /// How many.
    pub many: usize,
    /// Whom they are for.
    pub when: String,
    /// What holds their clocks up.
    pub pause: String,
}

/// So many ladders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ladders {
    /// How many.
    pub many: usize,
    /// Steps of each, a minute apart.
    pub steps: usize,
    /// How often one more step is repeated.
    pub repeated: usize,
    /// What a step does.
    pub then: String,
    /// What a step waits for.
    pub only_if: String,
}

/// A text that repeats itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filler {
    /// What is repeated.
    pub unit: String,
    /// Bytes of all of it.
    pub bytes: usize,
}

/// A ticket and what happened to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// Its long text.
    pub description: Filler,
    /// Its other text.
    pub subject: Filler,
    /// Items of a list.
    pub tags: usize,
    /// Items of another.
    pub flags: usize,
    /// Entries of a map.
    pub entries: usize,
    /// How deep another map is.
    pub depth: usize,
    /// Events behind it.
    pub events: usize,
    /// Seconds between them.
    pub apart: usize,
}

impl Recipe {
    /// One made at random.
    pub fn random(dice: &mut Dice) -> Recipe {
        let groups = (0..=dice.below(3)).map(|_| Group::random(dice)).collect();
        let has_clocks = dice.once_in(3);
        let slas = if has_clocks { 1 + few(dice) } else { 0 };
        Recipe {
            groups,
            rows: if dice.once_in(6) { count(dice) } else { 0 },
            slas: Slas { many: slas, when: policy(dice, "open"), pause: policy(dice, "held up") },
            ladders: Ladders {
                many: if has_clocks { few(dice) } else { 0 },
                steps: few(dice),
                repeated: count(dice).min(1_000),
                then: dice.pick(STEPS).to_owned(),
                only_if: dice.pick(POLICIES).to_owned(),
            },
            ticket: Ticket::random(dice, has_clocks),
            traced: dice.once_in(4),
        }
    }

    /// The same with one thing changed, most often to more of it.
    #[must_use]
    pub fn changed(&self, dice: &mut Dice) -> Recipe {
        let mut recipe = self.clone();
        let ticket = &mut recipe.ticket;
        match dice.below(16) {
            0 => recipe.groups.push(Group::random(dice)),
            1 if recipe.groups.len() > 1 => drop(recipe.groups.remove(dice.below(self.groups.len()))),
            2 => vary(&mut recipe.rows, dice),
            3 => vary(&mut recipe.slas.many, dice),
            4 => vary(&mut recipe.ladders.many, dice),
            5 => vary(&mut recipe.ladders.steps, dice),
            6 => vary(&mut ticket.description.bytes, dice),
            7 => vary(&mut ticket.subject.bytes, dice),
            8 => dice.pick(UNITS).clone_into(&mut ticket.description.unit),
            9 => ticket.subject.unit.clone_from(&ticket.description.unit),
            10 => vary(&mut ticket.tags, dice),
            11 => vary(&mut ticket.flags, dice),
            12 => vary(&mut ticket.events, dice),
            13 => vary(&mut ticket.entries, dice),
            14 => recipe.traced = !recipe.traced,
            _ => {
                let at = dice.below(recipe.groups.len());
                recipe.groups[at].change(dice);
            }
        }
        recipe
    }
}

impl Group {
    fn random(dice: &mut Dice) -> Group {
        Group { many: 1 + count(dice), when: condition(dice), then: actions(dice), times: 1 + few(dice) }
    }

    fn change(&mut self, dice: &mut Dice) {
        match dice.below(5) {
            0 => self.when = condition(dice),
            1 => self.then = actions(dice),
            2 => self.when = format!("{} && {}", part(dice), self.when),
            3 => vary(&mut self.times, dice),
            _ => vary(&mut self.many, dice),
        }
    }
}

impl Ticket {
    fn random(dice: &mut Dice, has_clocks: bool) -> Ticket {
        let mut filler = |most| Filler { unit: dice.pick(UNITS).to_owned(), bytes: size(dice).min(most) };
        let (description, subject) = (filler(usize::MAX), filler(63_000));
        Ticket {
            description,
            subject,
            tags: size(dice) / 8,
            flags: size(dice) / 8,
            entries: size(dice) / 16,
            depth: dice.below(60),
            events: if has_clocks || dice.once_in(4) { count(dice) } else { 0 },
            apart: [1, 60, 3_600, 86_400][dice.below(4)],
        }
    }
}

/// A condition of one to three parts.
fn condition(dice: &mut Dice) -> String {
    let parts: Vec<String> = (0..=dice.below(3)).map(|_| part(dice)).collect();
    parts.join(" && ")
}

fn part(dice: &mut Dice) -> String {
    let around = dice.pick(AROUND);
    let mut text = String::new();
    for piece in around.split_inclusive('%') {
        match piece.strip_suffix('%') {
            Some(before) => text.extend([before, &bare(dice)]),
            None => text += piece,
        }
    }
    text
}

fn bare(dice: &mut Dice) -> String {
    match dice.below(6) {
        0 => calls::condition(dice),
        1 => dice.pick(MOVING).to_owned(),
        _ => dice.pick(CONDITIONS).to_owned(),
    }
}

/// A condition of an SLA; half of the time, that the ticket has this status.
fn policy(dice: &mut Dice, status: &str) -> String {
    if dice.once_in(2) { format!("ticket.status == \"{status}\"") } else { dice.pick(POLICIES).to_owned() }
}

fn actions(dice: &mut Dice) -> String {
    let actions: Vec<&str> = (0..=dice.below(2)).map(|_| dice.pick(ACTIONS)).collect();
    actions.join(" ")
}

fn size(dice: &mut Dice) -> usize {
    SIZES[dice.below(SIZES.len())]
}

fn count(dice: &mut Dice) -> usize {
    COUNTS[dice.below(COUNTS.len())]
}

fn few(dice: &mut Dice) -> usize {
    [0, 1, 3, 10, 50, 200, 400][dice.below(7)]
}

/// Twice as much, half of it, or as much as anything.
fn vary(number: &mut usize, dice: &mut Dice) {
    *number = match dice.below(5) {
        0 => *number / 2,
        1 => count(dice),
        2 => *number + 1,
        _ => (*number * 2).min(1_000_000),
    }
}
