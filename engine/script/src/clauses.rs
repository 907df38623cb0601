//! Reading the clauses of `sla` and `escalate` from left to right.

use tierline_model::{Metric, Path, Text, Value, agreement::Amount, quoted, suggest};

use crate::{
    rhai::{Block, BlockPart, Slip},
    source::Spot,
    tree::{Form, Node, Step},
};

/// A condition as it stands in a block: which of its inputs it is.
pub(crate) type Asked<'a> = (&'a Node, u32);

/// What clauses are made of.
#[derive(Clone, Copy)]
enum Item<'a> {
    Word(&'a str),
    Text(&'a Text),
    Number(i64),
    Condition(Asked<'a>),
    Actions(&'a [Step], u32),
}

/// Reads the items of a block.
pub(crate) struct Clauses<'a> {
    items: Vec<(Item<'a>, Spot)>,
    next: usize,
}

impl<'a> Clauses<'a> {
    pub(crate) fn new(block: &'a Block) -> Clauses<'a> {
        let mut items: Vec<(Item<'a>, Spot)> = vec![];
        for part in &block.parts {
            let (item, spot) = match part {
                // Plain words have no place: the one before them is near.
                BlockPart::Word(word) => (Item::Word(word), items.last().map_or(Spot::new(1, 1, 1), |(_, spot)| *spot)),
                BlockPart::Input { node, number } => (input(node, *number, &items), node.at),
            };
            items.push((item, spot));
        }
        Clauses { items, next: 0 }
    }

    fn peek(&self) -> Option<Item<'a>> {
        self.items.get(self.next).map(|(item, _)| *item)
    }

    /// Where the reader stands; at the end, where the last item does.
    pub(crate) fn spot(&self) -> Spot {
        self.items.get(self.next).or(self.items.last()).map_or(Spot::new(1, 1, 1), |(_, spot)| *spot)
    }

    /// The word that follows, if one does.
    pub(crate) fn next_word(&self) -> Option<&'a str> {
        match self.peek() {
            Some(Item::Word(word)) => Some(word),
            _ => None,
        }
    }

    /// Whether all is read, up to the closing brace.
    pub(crate) fn is_at_end(&self) -> bool {
        matches!(self.peek(), None | Some(Item::Word("}")))
    }

    /// Whether a word follows.
    pub(crate) fn is(&self, word: &str) -> bool {
        matches!(self.peek(), Some(Item::Word(found)) if found == word)
    }

    /// The next word, if it is this one.
    pub(crate) fn takes(&mut self, word: &str) -> bool {
        let found = self.is(word);
        self.next += usize::from(found);
        found
    }

    /// The words, if they all follow.
    pub(crate) fn takes_all(&mut self, words: &[&str]) -> bool {
        let start = self.next;
        let found = words.iter().all(|word| self.takes(word));
        if !found {
            self.next = start;
        }
        found
    }

    pub(crate) fn must(&mut self, words: &[&str]) -> Result<(), Slip> {
        for word in words {
            if !self.takes(word) {
                return Err(self.wanted(&format!("`{}`", words.join(" ")), &[word]));
            }
        }
        Ok(())
    }

    pub(crate) fn word(&mut self, what: &str, words: &[&str]) -> Result<&'a str, Slip> {
        match self.peek() {
            Some(Item::Word(word)) if words.is_empty() || words.contains(&word) => {
                self.next += 1;
                Ok(word)
            }
            _ => Err(self.wanted(what, words)),
        }
    }

    pub(crate) fn text(&mut self, what: &str) -> Result<(&'a Text, Spot), Slip> {
        let spot = self.spot();
        match self.peek() {
            Some(Item::Text(text)) => {
                self.next += 1;
                Ok((text, spot))
            }
            _ => Err(self.wanted(what, &[])),
        }
    }

    pub(crate) fn number(&mut self, what: &str) -> Result<i64, Slip> {
        match self.peek() {
            Some(Item::Number(number)) => {
                self.next += 1;
                Ok(number)
            }
            _ => Err(self.wanted(what, &[])),
        }
    }

    pub(crate) fn condition(&mut self) -> Result<Asked<'a>, Slip> {
        match self.peek() {
            Some(Item::Condition(asked)) => {
                self.next += 1;
                Ok(asked)
            }
            _ => Err(self.wanted("a condition", &[])),
        }
    }

    /// `when CONDITION`, where one follows; of a clause that began there.
    pub(crate) fn when(&mut self, begin: Spot) -> Result<Option<Asked<'a>>, Slip> {
        let at = self.spot();
        if !self.is("when") {
            return Ok(None);
        }
        // Line breaks mean nothing to us, and much to whoever reads it.
        if at.line > begin.line && at.column <= begin.column {
            let slip =
                Slip::new("unclear-when", "this `when` stands below a clause as if it were one of its own").at(at);
            return Err(slip.help(
                "write it behind the clause that it is for, in the same line or further in; or above all of them, for the whole block",
            ));
        }
        self.next += 1;
        self.condition().map(Some)
    }

    pub(crate) fn actions(&mut self) -> Result<(&'a [Step], u32, Spot), Slip> {
        let spot = self.spot();
        match self.peek() {
            Some(Item::Actions(steps, number)) => {
                self.next += 1;
                Ok((steps, number, spot))
            }
            _ => Err(self.wanted("`{ ... }` with what to do", &[])),
        }
    }

    /// How many items are read.
    pub(crate) fn count(&self) -> usize {
        self.next
    }

    /// The words among what was read behind so many items.
    pub(crate) fn words(&self, start: usize) -> Vec<&'a str> {
        let read = self.items.get(start..self.next).unwrap_or_default();
        let word = |(item, _): &(Item<'a>, Spot)| match item {
            Item::Word(word) => Some(*word),
            _ => None,
        };
        read.iter().filter_map(word).collect()
    }

    /// Passes over what is left of a clause that began behind `start` items and went wrong: up to the next of these words.
    pub(crate) fn skip_to(&mut self, heads: &[&str], start: usize) {
        self.next += usize::from(self.next == start);
        while !self.is_at_end() && !heads.iter().any(|head| self.is(head)) {
            self.next += 1;
        }
    }

    /// A metric by its verb or its clock.
    pub(crate) fn metric(&mut self) -> Result<Metric, Slip> {
        let verbs = Metric::ALL.map(Metric::verb);
        let spot = self.spot();
        let word = self.word("a clock such as `resolve`", &[])?;
        Metric::named(word).ok_or_else(|| {
            let names = verbs.into_iter().chain(Metric::ALL.map(Metric::name));
            let help = suggest::did_you_mean(word, names, "`")
                .unwrap_or_else(|| format!("the clocks are {}", verbs.join(", ")));
            Slip::new("unknown-clock", format!("there is no clock `{word}`")).help(help).at(spot)
        })
    }

    /// `for resolve, update`, where that follows.
    pub(crate) fn for_metrics(&mut self) -> Result<Vec<Metric>, Slip> {
        let mut metrics = vec![];
        if self.takes("for") {
            metrics.push(self.metric()?);
            while self.takes(",") {
                metrics.push(self.metric()?);
            }
            self.no_clock_without_comma()?;
        }
        Ok(metrics)
    }

    /// That what follows a list of clocks is no further clock, but perhaps a target.
    fn no_clock_without_comma(&mut self) -> Result<(), Slip> {
        let Some(metric) = self.next_word().and_then(Metric::named) else { return Ok(()) };
        let begins_a_target = matches!(self.items.get(self.next + 1), Some((Item::Word("within" | "by"), _)));
        if begins_a_target {
            return Ok(());
        }
        let slip = Slip::new("unexpected", "a `,` is missing between two clocks").at(self.spot());
        self.next += 1;
        Err(slip.help(format!("write `, {}`", metric.verb())))
    }

    /// The word that was read last.
    pub(crate) fn last_word(&self) -> Option<&'a str> {
        match self.items.get(self.next.checked_sub(1)?) {
            Some((Item::Word(word), _)) => Some(word),
            _ => None,
        }
    }

    /// `15 minutes`, `2 days`, `3 calendar days`, `48 wall hours`, `5 working days end of day`, `30% left to resolve`.
    pub(crate) fn amount(&mut self) -> Result<Amount, Slip> {
        let spot = self.spot();
        let count = self.number("how long, such as `4 hours`")?;
        if self.takes("%") {
            let help = format!("write `{count}% left to resolve`: a share of what another clock has left");
            self.must(&["left", "to"]).map_err(|slip| slip.help(help))?;
            if count > Amount::MOST_PERCENT {
                let message = format!("a share of another clock is at most {}% of it", Amount::MOST_PERCENT);
                return Err(Slip::new("percent", message).at(spot));
            }
            return Ok(Amount::Share { percent: count, of: self.metric()? });
        }
        let kind = ["wall", "working", "calendar"].into_iter().find(|kind| self.takes(kind));
        let units = ["second", "minute", "hour", "day", "week"];
        let unit_spot = self.spot();
        if self.is("business") {
            let slip = Slip::new("unknown-unit", "business days are called working days here").at(unit_spot);
            return Err(slip.help(format!("write `{count} working days`")));
        }
        let percent = || Some(format!("for a part of the target write {count}%"));
        if self.is("percent") {
            return Err(Slip::new("unknown-unit", "a part is written with `%`").maybe_help(percent()).at(unit_spot));
        }
        let wanted = "a unit: minutes, hours or days";
        if self.is_at_end() {
            return Err(self.wanted(wanted, &[]).help(format!("write `{count} hours`")));
        }
        let unit = match self.word(wanted, &[]) {
            Err(slip) if matches!(self.peek(), Some(Item::Actions(..))) => return Err(slip.maybe_help(percent())),
            unit => unit?,
        };
        let single = unit.strip_suffix('s').unwrap_or(unit);
        let unknown = || {
            let help = suggest::did_you_mean(unit, ["seconds", "minutes", "hours", "days"], "`");
            let help = help.unwrap_or_else(|| "the units are seconds, minutes, hours and days".to_owned());
            Slip::new("unknown-unit", format!("`{unit}` is no unit of time")).help(help).at(unit_spot)
        };
        let seconds = match single {
            "second" => 1,
            "minute" => 60,
            "hour" => 3_600,
            "day" => 86_400,
            "week" => {
                let slip = Slip::new("unknown-unit", "a week is no unit here: it is seven days, or five working days");
                return Err(slip.help("write days, `working days` or `calendar days`").at(unit_spot));
            }
            _ if !units.contains(&single) => return Err(unknown()),
            _ => return Err(unknown()),
        };
        if count > Amount::MOST_SECONDS / seconds {
            return Err(Slip::new("too-long", format!("{count} {unit} is longer than a hundred years")).at(spot));
        }
        match (kind, single) {
            (Some("wall"), _) => Ok(Amount::Wall(count * seconds)),
            (Some("calendar"), "day") => Ok(Amount::CalendarDays { days: count }),
            (None | Some("working"), "day") => {
                Ok(Amount::WorkingDays { days: count, end_of_day: self.takes_end_of_day() })
            }
            (Some("calendar"), _) => {
                Err(Slip::new("unknown-unit", format!("there are calendar days, but no calendar {unit}")).at(unit_spot))
            }
            _ => Ok(Amount::Open(count * seconds)),
        }
    }

    /// `end of day`, where that follows.
    pub(crate) fn takes_end_of_day(&mut self) -> bool {
        self.takes_all(&["end", "of", "day"]) || self.takes_all(&["end_of_day"])
    }

    /// `75%`, where that follows.
    pub(crate) fn percent(&mut self) -> Option<i64> {
        let Some(Item::Number(percent)) = self.peek() else { return None };
        let is_percent = matches!(self.items.get(self.next + 1), Some((Item::Word("%"), _)));
        self.next += if is_percent { 2 } else { 0 };
        is_percent.then_some(percent)
    }

    /// A field, as `by` names one.
    pub(crate) fn field(&mut self) -> Result<(Path, Spot), Slip> {
        let spot = self.spot();
        let (node, _) = self.condition()?;
        let path = node.path().ok_or_else(|| {
            Slip::new("unknown-field", "`by` takes a field").help("write `resolve by ticket.due_at`").at(spot)
        })?;
        Ok((path, node.at))
    }

    pub(crate) fn wanted(&self, what: &str, words: &[&str]) -> Slip {
        let (found, hint) = match self.peek() {
            None | Some(Item::Word("}")) => ("the end of the block".to_owned(), None),
            Some(Item::Word(word)) => (format!("`{word}`"), suggest::did_you_mean(word, words.iter().copied(), "`")),
            Some(Item::Text(text)) => (quoted(text).to_string(), None),
            Some(Item::Number(number)) => (number.to_string(), None),
            Some(Item::Condition(_)) => ("a condition".to_owned(), None),
            Some(Item::Actions(..)) => ("`{`".to_owned(), None),
        };
        // A long list is no help.
        let listed = (2..=MOST_LISTED).contains(&words.len());
        let help = hint.or_else(|| listed.then(|| format!("there are `{}`", words.join("`, `"))));
        Slip::new("unexpected", format!("expected {what}, found {found}")).maybe_help(help).at(self.spot())
    }
}

/// So many words are listed in place of the one that does not fit.
const MOST_LISTED: usize = 12;

fn input<'a>(node: &'a Node, number: u32, before: &[(Item<'a>, Spot)]) -> Item<'a> {
    match before {
        // `due stays while paused` asks nothing.
        [.., (Item::Word("stays"), _), (Item::Word("while"), _)] => {}
        [.., (Item::Word("when" | "while" | "by"), _)] => return Item::Condition((node, number)),
        _ => {}
    }
    match &node.form {
        Form::Name(name) => Item::Word(name),
        Form::Const(Value::Text(text)) => Item::Text(text),
        Form::Const(Value::Int(int)) => Item::Number(*int),
        Form::Block(steps) => Item::Actions(steps, number),
        _ => Item::Condition((node, number)),
    }
}
