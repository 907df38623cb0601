//! `sla`

use tierline_condition::{Condition, functions::Function};
use tierline_model::{
    Class, Date, FieldType, Metric, Root, Text,
    agreement::{
        Act, Amount, Meanings, MidFlight, Policy, Promise, Reopen, Settings, Shift, Target, Trigger, Unit, UpdateMode,
    },
};

use crate::{
    clauses::{Asked, Clauses},
    compile::Compiler,
    cut::Piece,
    instants::Since,
    rhai::{Block, Slip},
    said_once::{self, SaidOnce},
    site::Site,
    source::Spot,
    tree::{Form, Node},
};

/// The words that clauses begin with, metrics apart.
pub(crate) const HEADS: [&str; 22] = [
    "class",
    "when",
    "calendar",
    "pause",
    "resume",
    "start",
    "stop",
    "cancel",
    "reset",
    "answer",
    "message",
    "resolved",
    "closed",
    "supplied",
    "updates",
    "due",
    "resolving",
    "reopening",
    "returning",
    "counts",
    "merging",
    "on",
];

/// The words that clauses begin with.
pub(crate) fn heads() -> Vec<&'static str> {
    HEADS.into_iter().chain(Metric::ALL.map(Metric::verb)).collect()
}

/// What an SLA says once.
const SAID: said_once::Clauses = said_once::Clauses {
    block: "SLA",
    often: &["pause", "resume", "start when", "stop", "cancel", "reset"],
    shared: &["start", "due", "on"],
    instead: &[
        ("when", "join conditions with `&&` or `||`; a target has its own: resolve within 4 hours when ..."),
        ("calendar", "a target may have one of its own: resolve within 4 hours of \"office\""),
    ],
};

/// Reads an `sla` block, and the date since which it counts, where it says one.
pub(crate) fn compile(
    compiler: &mut Compiler<'_>,
    file: usize,
    piece: &Piece<'_>,
    block: &Block,
) -> Result<(Policy<Condition>, Option<Date>), Vec<Slip>> {
    let mut read = Clauses::new(block);
    let (name, at) = read.text("the name of the SLA").map_err(|slip| vec![slip])?;
    let mut slips = vec![];
    if name.trim().is_empty() || &**name == "none" {
        let slip = Slip::new("missing-name", "an SLA needs a name that says what it is").at(at);
        slips.push(slip.help("`none` is no name: it stands for no SLA at all"));
    }
    let since = since(&mut read).unwrap_or_else(|slip| {
        slips.push(slip);
        None
    });
    read.takes("{");
    let class = class_of(block);
    let mut site = Site::new(compiler, file, piece);
    let mut policy = Policy {
        name: name.clone(),
        since: since.map(|since| since.at),
        class,
        place: site.place(at),
        when: Condition::default(),
        calendar: None,
        targets: vec![],
        triggers: vec![],
        meanings: Meanings::default(),
        settings: Settings::default_of(class),
    };
    let heads = heads();
    let mut said = SaidOnce::new(&SAID);
    let mut target = None;
    while !read.is_at_end() {
        if read.takes(";") {
            continue;
        }
        let (start, at) = (read.count(), read.spot());
        let targets = policy.targets.len();
        let mut clause = Clause { site: &mut site, policy: &mut policy, slips: &mut slips };
        let done = clause.read(&mut read, &heads);
        let is_target = policy.targets.len() > targets;
        match done {
            Err(slip) => {
                slips.push(slip);
                read.skip_to(&heads, start);
            }
            Ok(()) if is_target => {}
            Ok(()) => {
                let words = read.words(start);
                let twice = second_when(&words, target, at).and_then(|()| said.note(&words, at));
                slips.extend(twice.err().filter(|twice| slips.last().is_none_or(|last| last.at != twice.at)));
            }
        }
        target = is_target.then_some(at);
    }
    if slips.is_empty() { Ok((policy, since.and_then(|since| since.date))) } else { Err(slips) }
}

/// That a `when` is none that a target which has one already has behind it.
fn second_when(words: &[&str], target: Option<Spot>, at: Spot) -> Result<(), Slip> {
    match target {
        Some(target) if words.first() == Some(&"when") && target.line == at.line => {
            let slip = Slip::new("unclear-when", "a target has one `when`").at(at);
            Err(slip.help("join conditions with `&&` or `||`; the `when` of the whole SLA stands above its targets"))
        }
        _ => Ok(()),
    }
}

/// `since "2026-07-01"`, where that follows.
pub(crate) fn since(read: &mut Clauses<'_>) -> Result<Option<Since>, Slip> {
    if !read.takes("since") {
        return Ok(None);
    }
    let (text, at) = read.text("the instant since when this version counts")?;
    Since::read(text, at).map(Some)
}

/// The class, which settles the defaults of all other clauses and may stand anywhere.
fn class_of(block: &Block) -> Class {
    let mut read = Clauses::new(block);
    while !read.is_at_end() {
        if read.takes("class") {
            return Class::ALL.into_iter().find(|class| read.is(class.name())).unwrap_or(Class::Customer);
        }
        read.skip_to(&["class"], read.count());
    }
    Class::Customer
}

struct Clause<'a, 'b, 'c> {
    site: &'a mut Site<'b, 'c>,
    policy: &'a mut Policy<Condition>,
    slips: &'a mut Vec<Slip>,
}

impl Clause<'_, '_, '_> {
    fn read(&mut self, read: &mut Clauses<'_>, heads: &[&str]) -> Result<(), Slip> {
        let at = read.spot();
        if let Some(slip) = read.next_word().and_then(no_clause) {
            return Err(slip.at(at));
        }
        let head = read.word("a clause such as `resolve within 8 hours`", heads)?;
        if let Some(metric) = Metric::named(head) {
            return self.target(read, metric, at);
        }
        match head {
            "class" => drop(read.word("a class", &Class::ALL.map(Class::name))?),
            "when" => self.policy.when = self.asked(read.condition()?),
            "calendar" => self.policy.calendar = self.calendar(read)?,
            "pause" if read.takes("while") => {
                let when = read.condition()?;
                let metrics = read.for_metrics()?;
                let credit = !read.takes_all(&["without", "credit"]);
                self.trigger(Act::PauseWhile { credit }, metrics, when);
            }
            "pause" | "resume" | "start" | "stop" | "cancel" | "reset" => self.act(read, head, at)?,
            "answer" => self.policy.meanings.answer = Some(self.meaning(read)?),
            "message" => self.policy.meanings.message = Some(self.meaning(read)?),
            "resolved" => self.policy.meanings.resolved = Some(self.meaning(read)?),
            "closed" => self.policy.meanings.closed = Some(self.meaning(read)?),
            "supplied" => self.policy.meanings.supplied = Some(self.meaning(read)?),
            "updates" => {
                read.must(&["from"])?;
                self.policy.settings.update =
                    match read.word("what updates count from", &["answers", "contact", "messages"])? {
                        "contact" => UpdateMode::LastContact,
                        "messages" => UpdateMode::Unanswered,
                        _ if read.takes_all(&["unless", "waiting"]) => UpdateMode::CadenceUnlessWaiting,
                        _ => UpdateMode::Cadence,
                    };
            }
            "due" if read.takes("stays") => {
                read.must(&["while", "paused"])?;
                self.policy.settings.due_while_paused = true;
            }
            "due" => {
                read.must(&["at", "next", "opening"])?;
                self.policy.settings.due_at_next_opening = true;
            }
            "resolving" => {
                read.must(&["unanswered"])?;
                let word = read.word("what that does", &["answers", "cancels"])?;
                self.policy.settings.resolved_cancels_response = word == "cancels";
            }
            "reopening" => self.reopening(read)?,
            "returning" => {
                let word = read.word("what a return does", &["continues", "restarts"])?;
                self.policy.settings.return_continues = Some(word == "continues");
            }
            "counts" => {
                read.must(&["from"])?;
                let word = read.word("what it counts from", &["creation", "match"])?;
                self.policy.settings.from_creation = word == "creation";
            }
            "merging" => {
                read.must(&["keeps"])?;
                let word = read.word("what a merge keeps", &["earliest", "own"])?;
                self.policy.settings.merge_keeps_earliest = word == "earliest";
            }
            _ => self.mid_flight(read)?,
        }
        Ok(())
    }

    /// `resolve within 8 hours of "office" when ticket.priority == "P2"`, `resolve by ticket.due_on end of day moves with pauses`
    fn target(&mut self, read: &mut Clauses<'_>, metric: Metric, at: Spot) -> Result<(), Slip> {
        let mut unit = Unit::Usual;
        let amount = if read.takes("by") {
            let (path, at) = read.field()?;
            let kind = self.site.compiler.out.schema.field(&path).map(|field| &field.kind);
            if !matches!(kind, Some(FieldType::Instant | FieldType::Date)) {
                let slip = Slip::new("unknown-field", format!("`{path}` is no field that holds an instant or a date"));
                return Err(slip.help("`by` takes one, such as `ticket.due_at`").at(at));
            }
            let end_of_day = read.takes_end_of_day();
            Amount::By(Promise { field: path, end_of_day, moves_with_pauses: false })
        } else {
            read.must(&["within"])?;
            let amount = read.amount()?;
            unit = read
                .last_word()
                .and_then(Unit::named)
                .filter(|unit| amount.in_unit(*unit) != amount.to_string())
                .unwrap_or_default();
            amount
        };
        let calendar = if read.takes("of") { self.calendar(read)? } else { None };
        let amount = moves_with_pauses(read, amount)?;
        let when = read.when(at)?.map(|asked| self.asked(asked));
        let place = self.site.place(at);
        self.policy.targets.push(Target { metric, amount, unit, when, calendar, place });
        Ok(())
    }

    fn act(&mut self, read: &mut Clauses<'_>, head: &str, at: Spot) -> Result<(), Slip> {
        if head == "start" && read.takes("after") {
            let Amount::Open(seconds) = read.amount()? else {
                let slip = Slip::new("unknown-unit", "a start is put off by minutes or hours of open time");
                return Err(slip.help("write `start after 60 minutes`").at(at));
            };
            self.policy.settings.start_after = seconds;
            return Ok(());
        }
        read.must(&["when"])?;
        let when = read.condition()?;
        let metrics = read.for_metrics()?;
        let act = match head {
            "pause" => Act::Pause,
            "resume" => Act::Resume,
            "start" => Act::Start,
            "stop" => Act::Stop,
            "cancel" => Act::Cancel,
            _ => Act::Reset,
        };
        let metrics = match (act, metrics.is_empty()) {
            (Act::Cancel, true) => Metric::ALL.to_vec(),
            (Act::Start | Act::Stop | Act::Reset, true) => {
                let slip = Slip::new("missing-clock", format!("this does not say which clocks it is to {head}"));
                return Err(slip.help(format!("write `{head} when ... for resolve`")).at(at));
            }
            _ => metrics,
        };
        self.trigger(act, metrics, when);
        Ok(())
    }

    fn trigger(&mut self, act: Act, metrics: Vec<Metric>, when: Asked<'_>) {
        let when = self.asked(when);
        self.policy.triggers.push(Trigger { act, metrics, when });
    }

    fn meaning(&mut self, read: &mut Clauses<'_>) -> Result<Condition, Slip> {
        if !read.takes("while") {
            read.must(&["when"])?;
        }
        let asked = read.condition()?;
        Ok(self.asked(asked))
    }

    fn reopening(&mut self, read: &mut Clauses<'_>) -> Result<(), Slip> {
        let words = ["pauses", "counts", "restarts", "changes"];
        self.policy.settings.reopen = match read.word("what reopening does", &words)? {
            "pauses" => Reopen::Continue,
            "counts" => Reopen::Count,
            "restarts" => Reopen::Restart,
            _ => {
                read.must(&["nothing"])?;
                Reopen::Stay
            }
        };
        if read.takes("within") {
            self.policy.settings.reopen_within = Some(read.amount()?);
        }
        Ok(())
    }

    /// `on priority change keep elapsed for resolve`
    fn mid_flight(&mut self, read: &mut Clauses<'_>) -> Result<(), Slip> {
        let shift = match read.word("what changes", &["priority", "policy", "version", "hours"])? {
            "priority" => Shift::Target,
            "policy" => Shift::Policy,
            "version" => Shift::Version,
            _ => Shift::Calendar,
        };
        read.must(&["change"])?;
        let rule = match read.word("what that does to running clocks", &["retroactive", "keep", "restart", "pin"])? {
            "retroactive" => MidFlight::Retroactive,
            "restart" => MidFlight::Restart,
            "pin" => MidFlight::Pin,
            _ => {
                read.must(&["elapsed"])?;
                MidFlight::KeepElapsed
            }
        };
        match read.for_metrics()?.as_slice() {
            [] => self.policy.settings.mid_flight.push((shift, None, rule)),
            metrics => {
                let rules = metrics.iter().map(|metric| (shift, Some(*metric), rule));
                self.policy.settings.mid_flight.extend(rules);
            }
        }
        Ok(())
    }

    /// The name of a calendar. One that is not there is said, and the reading goes on.
    fn calendar(&mut self, read: &mut Clauses<'_>) -> Result<Option<Text>, Slip> {
        let named = self.site.calendar(read.text("the name of a calendar")?);
        Ok(named.map_err(|slip| self.slips.push(slip)).ok())
    }

    /// A condition, checked. A wrong one is said, and the reading goes on.
    fn asked(&mut self, asked: Asked<'_>) -> Condition {
        self.slips.extend(asks_for_time(asked.0));
        self.site.condition(asked).unwrap_or_else(|slips| {
            self.slips.extend(slips);
            Condition::default()
        })
    }
}

/// `moves with pauses`, where that follows: a date that pauses put off.
fn moves_with_pauses(read: &mut Clauses<'_>, amount: Amount) -> Result<Amount, Slip> {
    let at = read.spot();
    if !read.takes("moves") {
        return Ok(amount);
    }
    read.must(&["with", "pauses"])?;
    let Amount::By(promise) = amount else {
        let slip = Slip::new("unexpected", "`moves with pauses` is for a date that somebody promised").at(at);
        return Err(slip.help("a target that begins with `within` gets the time of a pause back anyhow"));
    };
    Ok(Amount::By(Promise { moves_with_pauses: true, ..promise }))
}

/// What to say of `first_response within 1 hour`, which begins with the name of the clock, and of a target that goes on with
/// `for P1`.
fn no_clause(word: &str) -> Option<Slip> {
    if word == "for" {
        let slip = Slip::new("unexpected", "`for` names clocks, behind `pause`, `start` and their like");
        return Some(
            slip.help("a target for some tickets says `when`: resolve within 4 hours when ticket.priority == \"P1\""),
        );
    }
    let metric = Metric::named(word).filter(|metric| metric.verb() != word)?;
    let slip = Slip::new("unexpected", format!("`{word}` is the name of a clock, and a target begins with its verb"));
    Some(slip.help(format!("write `{} within ...`", metric.verb())))
}

/// What in a condition moves by time alone: clocks are looked at when something happens, not in between.
fn asks_for_time(node: &Node) -> Vec<Slip> {
    const HELP: &str =
        "conditions of an SLA are decided when something happens to the ticket; use a calendar or a rule";
    let slip = |what: &str, at: Spot| {
        Slip::new("time-in-sla", format!("`{what}` changes by time alone, which an SLA takes no notice of"))
            .help(HELP)
            .at(at)
    };
    let mut slips = vec![];
    node.walk(&mut |node| match &node.form {
        Form::Name(name) if name == "now" => slips.push(slip("now", node.at)),
        Form::Name(name) if name == Root::Sla.name() => slips.push(slip("sla", node.at)),
        Form::Call { function, .. } if Function::named(function).is_some_and(|known| known.time.is_some()) => {
            slips.push(slip(function, node.at));
        }
        _ => {}
    });
    slips
}
