//! A host in small: plays the events of a ticket to a desk, wakes it when it asks to be woken, and keeps what a host keeps.

#[cfg(feature = "compile")]
use tierline_condition::Facts;
use tierline_condition::equal;
use tierline_model::{Answer, Fault, Map, Metric, Path, Request, Root, Tell, Text, Ticket, Timestamp, Value};
use tierline_sla::Detail;

use crate::{
    Desk,
    going_on::Kept,
    people::{Changed, People, Work},
};

/// How often a ticket may ask to be woken between two of its events, before the replay gives up on it.
const MOST_WAKES: usize = 100_000;

/// A ticket and its events, played to a desk as a host would.
///
/// The effects that set fields of the ticket are carried out, everything that happens goes into the history, steps and
/// breaches are remembered as done, and the desk is asked again at every `wake_at`. Turns are kept, and whoever gets the ticket
/// has one more as long as it is open. Whoever plays several tickets hands the [`People`] of one on to the next.
///
/// ```
/// # use tierline::{Desk, Limits, Pack, Timestamp};
/// let rules = r#"
/// calendar "office" {
///     timezone "Europe/London"
///     mon..fri 09:00 - 17:00
/// }
/// sla "standard" {
///     calendar "office"
///     resolve within 4 hours
/// }
/// escalate "resolution" on resolve {
///     at 75% { notify("team-lead"); }
/// }
/// "#;
/// let desk = Desk::compile(Pack::of("desk.rhai", rules), Limits::SERVER).unwrap();
/// let at = |text| Timestamp::parse(text).unwrap();
/// let request = desk.read_ticket(serde_json::json!({"id": 7}), at("2026-11-23T15:00:00Z")).unwrap();
/// let mut replay = desk.replay(request);
/// replay.created(at("2026-11-23T15:00:00Z"));
/// let answers = replay.until(at("2026-11-24T10:30:00Z"));
/// assert_eq!(answers[0].now, at("2026-11-24T10:00:00Z"));
/// assert_eq!(serde_json::to_value(&answers[0].effects[0]).unwrap()["who"], "team-lead");
/// ```
#[derive(Debug)]
pub struct Replay<'a> {
    desk: &'a Desk,
    request: Request,
    last: Option<Timestamp>,
    wake_at: Option<Timestamp>,
    /// How often the ticket was woken since its last event.
    woken: usize,
    tell: Tell,
    detail: Detail,
    kept: Kept,
    /// What was asked last, to ask it again.
    asked: Option<Asked>,
    /// Who has the ticket as work.
    at_work: Work,
    /// Work that the last evaluation took.
    work: u64,
}

/// An evaluation as it was asked for.
#[derive(Debug)]
struct Asked {
    ticket: Ticket,
    /// How much of the history there was.
    history: usize,
    /// What was done since.
    done: Vec<Text>,
    /// What has changed of people since.
    people: Changed,
}

impl Desk {
    /// Plays the events of a ticket: the ticket of `request` is as it was before the first of them.
    ///
    /// Each evaluation goes on from the one before it, so that many events of one ticket take no longer than as many of many
    /// tickets; an event that comes late is the exception.
    pub fn replay(&self, request: Request) -> Replay<'_> {
        let (kept, at_work) = (Kept::of(&request), Work::before(&request.ticket));
        let (last, wake_at, woken, asked, work) = Default::default();
        let (tell, detail) = (Tell::All, Detail::Why);
        Replay { desk: self, request, last, wake_at, woken, tell, detail, kept, asked, at_work, work }
    }
}

impl<'a> Replay<'a> {
    /// Lets its answers tell less: so much about the rules, and this of the clocks. Without it, they tell all.
    #[must_use]
    pub fn telling(self, tell: Tell, detail: Detail) -> Replay<'a> {
        Replay { tell, detail, ..self }
    }

    /// The ticket as it is by now.
    pub fn ticket(&self) -> &Ticket {
        &self.request.ticket
    }

    /// When the desk asked to be woken.
    pub fn wake_at(&self) -> Option<Timestamp> {
        self.wake_at
    }

    /// When the desk asked to be woken, where that is before `at` and the ticket was not woken too often.
    pub fn wakes_before(&self, at: Timestamp) -> Option<Timestamp> {
        self.wake_at.filter(|wake_at| *wake_at < at && self.woken < MOST_WAKES)
    }

    /// Lets the ticket meet people as they are by now.
    pub fn meet(&mut self, people: People) {
        people.hand_to(&mut self.request);
    }

    /// People as they are by now, for the ticket that is played next; this one has met nobody then.
    pub fn part(&mut self) -> People {
        People::taken_from(&mut self.request)
    }

    /// The request that the next evaluation starts from.
    pub fn request(&self) -> &Request {
        &self.request
    }

    /// The ticket is created.
    pub fn created(&mut self, at: Timestamp) -> Answer {
        self.event(at, [("kind".into(), Value::text("created"))].into_iter().collect())
    }

    /// Something happens to the ticket. Fields that `set` of the event names are set.
    ///
    /// An event that happened before the last evaluation comes late: the desk is asked as of that evaluation, fields that
    /// were set since then keep what they hold, and the clocks are folded anew with the event in its place.
    ///
    /// ```
    /// # use tierline::{Desk, Limits, Pack, Timestamp, Value};
    /// # let rules = "calendar \"office\" {\n    timezone \"Europe/London\"\n    mon..fri 09:00 - 17:00\n}\nsla \"standard\" {\n    calendar \"office\"\n    resolve within 4 hours\n    pause while ticket.status == \"waiting\"\n}\n";
    /// # let desk = Desk::compile(Pack::of("desk.rhai", rules), Limits::SERVER).unwrap();
    /// # let at = |text| Timestamp::parse(text).unwrap();
    /// # let status = |status| -> tierline_model::Map {
    /// #     let set = [("status".into(), Value::text(status))].into_iter().collect();
    /// #     [("kind".into(), Value::text("updated")), ("set".into(), Value::Map(set))].into_iter().collect()
    /// # };
    /// // Four hours from nine, paused while waiting.
    /// # let request = desk.read_ticket(serde_json::json!({"id": 7}), at("2026-11-23T09:00:00Z")).unwrap();
    /// let mut replay = desk.replay(request);
    /// replay.created(at("2026-11-23T09:00:00Z"));
    /// let answer = replay.event(at("2026-11-23T12:00:00Z"), status("active"));
    /// assert_eq!(answer.readings[0].due, Timestamp::parse("2026-11-23T13:00:00Z"));
    /// // That it waited from ten on comes to be known only now.
    /// let answer = replay.event(at("2026-11-23T10:00:00Z"), status("waiting"));
    /// assert_eq!((answer.now, answer.readings[0].due), (at("2026-11-23T12:00:00Z"), Timestamp::parse("2026-11-23T15:00:00Z")));
    /// assert_eq!(answer.ticket["status"].to_string(), "\"active\"");
    /// ```
    pub fn event(&mut self, at: Timestamp, mut event: Map) -> Answer {
        event.insert("at".into(), Value::Instant(at));
        let is_late = self.last.is_some_and(|last| at < last);
        if let Some(Value::Map(set)) = event.get("set").cloned() {
            let before = match is_late {
                true => self.put_late(at, &set),
                false => put_all(&mut self.request.ticket, &set),
            };
            if event.get("kind").and_then(Value::as_text) != Some("created") {
                event.get_or_insert_with("before".into(), || Value::Map(before));
            }
        }
        self.woken = 0;
        match is_late {
            true => self.at_work.see_late(&event, &self.request.ticket),
            false => self.at_work.see(&event, &self.request.ticket),
        }
        self.hand_over();
        self.request.event = event.clone();
        self.request.since = None;
        let answer = self.ask(self.last.map_or(at, |last| last.max(at)));
        self.request.history.push(event);
        self.keep(&answer);
        answer
    }

    /// What rules do when the ticket is created belongs to its creation.
    fn add_to_creation(&mut self, set: &Map) -> bool {
        let [only] = self.request.history.as_mut_slice() else { return false };
        if only.get("kind").and_then(Value::as_text) != Some("created") {
            return false;
        }
        let Value::Map(known) = only.get_or_insert_with("set".into(), || Value::Map(Map::new())) else {
            return false;
        };
        known.extend(set.clone());
        true
    }

    /// Wakes the desk whenever it asks to be before `at`.
    pub fn until(&mut self, at: Timestamp) -> Vec<Answer> {
        std::iter::from_fn(|| self.wake(at)).collect()
    }

    /// Wakes the desk once, where it asks to be before `at`. A ticket that is woken too often between two of its events is
    /// woken no more until the next: the last answer has a fault that says so.
    pub fn wake(&mut self, at: Timestamp) -> Option<Answer> {
        let wake_at = self.wakes_before(at)?;
        let mut answer = self.pass_to(wake_at);
        self.woken += 1;
        let next = self.wake_at.filter(|wake_at| *wake_at < at && self.woken == MOST_WAKES);
        answer.faults.extend(next.map(|next| {
            let reason = format!(
                "between two events a ticket is woken at most {MOST_WAKES} times: it asks to be woken at {next} again, and is not"
            );
            Fault::without_place("the replay", "too-many-wakes", reason)
        }));
        Some(answer)
    }

    /// Asks the desk at an instant at which nothing happens but time.
    pub fn look(&mut self, at: Timestamp) -> Answer {
        self.woken = 0;
        self.pass_to(at)
    }

    fn pass_to(&mut self, at: Timestamp) -> Answer {
        // Before anything has happened there is nothing to wake up from.
        let timer = [("kind".into(), Value::text("timer")), ("at".into(), Value::Instant(at))];
        self.request.event = if self.last.is_some() { timer.into_iter().collect() } else { Map::new() };
        self.request.since = self.last;
        let answer = self.ask(at);
        self.keep(&answer);
        answer
    }

    /// The request that was asked last, with all of the history that there was, and people as they were.
    pub fn asked(&self) -> Option<Request> {
        let Asked { ticket, history, done, people } = self.asked.as_ref()?;
        let mut request = Request { ticket: ticket.clone(), ..self.request.clone() };
        request.history.truncate(*history);
        request.done.retain(|key| !done.contains(key));
        people.take_back(&mut request);
        Some(request)
    }

    /// Work that the last evaluation took.
    #[cfg(feature = "compile")]
    pub(crate) fn work(&self) -> u64 {
        self.work
    }

    /// Whether somebody looks on.
    #[cfg(feature = "compile")]
    pub(crate) fn is_watched(&self) -> bool {
        self.desk.frame.onlooker().is_some()
    }

    /// What is known of the ticket by now to `desk`, which does the same as its own and which nobody watches.
    #[cfg(feature = "compile")]
    pub(crate) fn facts(&mut self, desk: &Desk) -> Facts {
        let mut session = desk.session();
        let mut others = Kept::of(&self.request);
        let kept = if self.is_watched() { &mut others } else { &mut self.kept };
        let (mut facts, past) = desk.facts_on(&self.request, &self.request.history, kept, &mut session);
        if let Some(past) = &past {
            desk.show_clocks(&mut facts, past, &mut session);
        }
        facts
    }

    /// Sets the fields that nothing has set since; what all of them held at that time.
    fn put_late(&mut self, at: Timestamp, set: &Map) -> Map {
        let mut before = Ticket::default();
        for (path, value) in Ticket::named_in(set) {
            let history = self.request.history.iter().filter_map(|event| Some((happened(event)?, event)));
            let since = history.filter(|(then, event)| *then > at && part(event, "set", &path).is_some());
            // The first change after it says what the field held until then.
            let held = match since.min_by_key(|(then, _)| *then) {
                Some((_, event)) => part(event, "before", &path).cloned().unwrap_or_default(),
                None => {
                    let held = self.request.ticket.get(&path).clone();
                    self.request.ticket.put(&path, value);
                    held
                }
            };
            before.put(&path, held);
        }
        before.0
    }

    fn ask(&mut self, at: Timestamp) -> Answer {
        self.request.now = at;
        let (ticket, history) = (self.request.ticket.clone(), self.request.history.len());
        let telling = (&self.tell, self.detail);
        let (answer, work) = self.desk.answer_on(&self.request, &self.request.history, &mut self.kept, telling);
        self.work = work;
        self.asked = Some(Asked { ticket, history, done: answer.done.clone(), people: Changed::default() });
        answer
    }

    /// Lets whoever has the ticket now have it in their load.
    fn hand_over(&mut self) -> Changed {
        let ticket = std::mem::take(&mut self.request.ticket);
        let changed = self.at_work.hand_over(&ticket, &mut self.request);
        self.request.ticket = ticket;
        changed
    }

    /// Does what a host does with an answer.
    fn keep(&mut self, answer: &Answer) {
        let (set, before) = changes(&self.request.ticket.0, &answer.ticket);
        let is_event = self.request.event.get("kind").and_then(Value::as_text) == Some("created");
        let is_told = set.is_empty() || is_event && self.add_to_creation(&set);
        if !is_told {
            let event = [
                ("kind".into(), Value::text("updated")),
                ("at".into(), Value::Instant(answer.now)),
                ("author".into(), Value::text("system")),
                ("set".into(), Value::Map(set)),
                ("before".into(), Value::Map(before)),
            ];
            self.request.history.push(event.into_iter().collect());
        }
        let came = std::mem::replace(&mut self.request.ticket, Ticket(answer.ticket.clone()));
        self.at_work.see_answer(&came, &self.request.ticket);
        let mut changed = self.hand_over();
        changed.keep_turns(&mut self.request, answer);
        if let Some(asked) = &mut self.asked {
            asked.people = changed;
        }
        self.request.done.extend(answer.done.iter().cloned());
        answer.done.iter().for_each(|key| self.kept.note(key));
        (self.last, self.wake_at) = (Some(answer.now), answer.wake_at);
    }
}

/// When an event of the history happened.
fn happened(event: &Map) -> Option<Timestamp> {
    event.get("at")?.as_instant()
}

/// What `set` or `before` of an event says of a field.
fn part<'a>(event: &'a Map, part: &str, path: &Path) -> Option<&'a Value> {
    let partial = event.get(part)?.as_map()?;
    match path.root {
        Root::Ticket => path.follow_known(partial),
        root => path.follow_known(partial.get(root.name())?.as_map()?),
    }
}

/// Sets fields of the ticket and of the records in it; what they held before.
fn put_all(ticket: &mut Ticket, set: &Map) -> Map {
    let mut before = Map::new();
    for (name, value) in set {
        let is_record = Root::of_record(name).is_some();
        let held = match ticket.0.get(name) {
            // A record that is not there has no fields yet.
            None | Some(Value::Missing) if is_record && value.as_map().is_some() => Value::Map(Map::new()),
            held => held.cloned().unwrap_or_default(),
        };
        match (is_record, value, &held) {
            (true, Value::Map(inner), Value::Map(record)) => {
                let merged = record.clone().into_iter().chain(inner.clone()).collect();
                ticket.0.insert(name.clone(), Value::Map(merged));
                let was = inner.keys().map(|key| (key.clone(), record.get(key).cloned().unwrap_or_default()));
                before.insert(name.clone(), Value::Map(was.collect()));
            }
            _ => {
                match value.is_missing() {
                    true => drop(ticket.0.remove(name)),
                    false => drop(ticket.0.insert(name.clone(), value.clone())),
                }
                before.insert(name.clone(), held);
            }
        }
    }
    before
}

/// What an answer changed of a ticket, what the engine only says of its clocks apart: as it is now, and as it was.
fn changes(came: &Map, after: &Map) -> (Map, Map) {
    let said = |name: &Text| {
        &**name == "sla" || Metric::ALL.into_iter().filter_map(Metric::deadline_field).any(|field| field == &**name)
    };
    let names = came.keys().chain(after.keys().filter(|name| !came.contains_key(*name))).filter(|name| !said(name));
    let mut found = (Map::new(), Map::new());
    for name in names {
        let (was, now) = (came.get(name).cloned().unwrap_or_default(), after.get(name).cloned().unwrap_or_default());
        if !equal(&was, &now) {
            found.0.insert(name.clone(), now);
            found.1.insert(name.clone(), was);
        }
    }
    found
}
