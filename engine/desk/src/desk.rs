//! The desk: everything compiled, asked through `&self`.

use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicU64, Ordering},
};

use serde_json::{Value as Json, json};
use tierline_calendar::Calendar;
#[cfg(feature = "compile")]
use tierline_condition::Onlooker;
use tierline_condition::{Facts, Frame, Guest};
use tierline_model::{
    Answer, Diagnostic, Limits, Pack, Request, RequestError, Roster, Schema, Tell, Text, Timestamp, forms::RuleForm,
};
use tierline_rules::RuleSet;
use tierline_sla::{Agreements, Detail, Past};

use crate::{
    Program,
    clocks::{Dealt, Settled},
    contradictions::contradictions,
};

/// A desk, compiled: rules, matrices and tables, and the roster that came with them.
///
/// It cannot change, so threads may share it without a lock; to replace a desk, swap the `Arc` that holds it.
///
/// ```
/// fn shared<T: Send + Sync>() {}
/// shared::<tierline::Desk>();
/// ```
#[derive(Debug)]
pub struct Desk {
    pub(crate) pack: Arc<Pack>,
    pub(crate) hash: Text,
    pub(crate) frame: Arc<Frame>,
    pub(crate) rules: RuleSet,
    pub(crate) program: Program,
    pub(crate) test_count: usize,
    pub(crate) limits: Limits,
    pub(crate) agreements: Agreements,
    pub(crate) resolved: Vec<Arc<Calendar>>,
    /// Rules that can come to hold by time alone.
    pub(crate) moving: Vec<(usize, usize)>,
    /// Whether any rule or step reads the clocks.
    pub(crate) asks_clocks: bool,
    pub(crate) roster: Arc<Roster>,
    pub(crate) warnings: Vec<Diagnostic>,
    /// The fields of a ticket that change though no event says so, and that nobody reads who decides about the past.
    pub(crate) unread: OnceLock<Box<[Text]>>,
    /// All that its answers took so far.
    pub(crate) work_done: WorkDone,
}

/// The work that an evaluation took.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Took {
    /// Of what its event may take.
    pub(crate) event: u64,
    /// Of the search for `wake_at`.
    pub(crate) waking: u64,
}

/// Work that was done, which threads add up.
#[derive(Debug, Default)]
pub(crate) struct WorkDone(AtomicU64);

impl WorkDone {
    /// Counts what was done about `facts`, of what `limits` allowed.
    pub(crate) fn count(&self, limits: &Limits, facts: &Facts) {
        self.0.fetch_add(limits.event_work.saturating_sub(facts.work_left()), Ordering::Relaxed);
    }
}

impl Desk {
    pub(crate) fn with_moving_rules(mut self) -> Desk {
        self.moving = self.moving_rules();
        self
    }

    fn moving_rules(&self) -> Vec<(usize, usize)> {
        let stages = self.rules.stages.iter().enumerate();
        let rules = stages.flat_map(|(stage, rules)| {
            rules.rules.iter().enumerate().map(move |(number, rule)| ((stage, number), rule))
        });
        rules.filter(|(_, rule)| rule.condition.moves(&self.frame.layout)).map(|(number, _)| number).collect()
    }

    /// The same desk with somebody who looks on.
    #[cfg(feature = "compile")]
    pub(crate) fn watched_by(&self, onlooker: Arc<dyn Onlooker>) -> Desk {
        Desk {
            pack: self.pack.clone(),
            hash: self.hash.clone(),
            frame: Arc::new(self.frame.watched_by(onlooker)),
            rules: self.rules.clone(),
            program: Program::new(self.program.scripts().clone(), self.pack.clone()),
            test_count: self.test_count,
            limits: self.limits,
            agreements: self.agreements.clone(),
            resolved: self.resolved.clone(),
            moving: self.moving.clone(),
            asks_clocks: self.asks_clocks,
            roster: self.roster.clone(),
            warnings: self.warnings.clone(),
            unread: OnceLock::new(),
            work_done: WorkDone::default(),
        }
    }

    /// A ticket without fields.
    #[cfg(feature = "compile")]
    pub(crate) fn nothing(&self) -> Facts {
        Facts::new(self.frame.clone(), Request::new(Default::default(), Timestamp::MIN), Limits::NONE)
    }

    /// The hash of the desk's content, which every answer repeats: 32 hexadecimal digits. Comments and layout do not
    /// change it.
    ///
    /// ```
    /// # use tierline::{Desk, Limits, Pack, Timestamp};
    /// # let rules = "stage triage\nrule \"vip\" {\n  when requester.vip\n  then { add_tag(\"vip\"); }\n}\ntest \"t\" {\n  given requester #{ vip: true }\n  expect \"vip\" in outcome.tags\n}\n";
    /// # let desk = Desk::compile(Pack::of("desk.rhai", rules), Limits::SERVER).unwrap();
    /// assert_eq!(desk.hash().len(), 32);
    /// ```
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// The fields that its rules may name.
    ///
    /// ```
    /// # use tierline::{Desk, Limits, Pack, Timestamp};
    /// # let rules = "stage triage\nrule \"vip\" {\n  when requester.vip\n  then { add_tag(\"vip\"); }\n}\ntest \"t\" {\n  given requester #{ vip: true }\n  expect \"vip\" in outcome.tags\n}\n";
    /// # let desk = Desk::compile(Pack::of("desk.rhai", rules), Limits::SERVER).unwrap();
    /// assert!(desk.schema().fields().any(|field| field.path.to_string() == "requester.vip"));
    /// ```
    pub fn schema(&self) -> &Schema {
        &self.frame.schema
    }

    /// Whether a calendar of the desk is open at an instant.
    ///
    /// # Errors
    ///
    /// Where there is no such calendar, or it does not reach that far.
    pub fn is_open(&self, calendar: &str, at: Timestamp) -> Result<bool, String> {
        self.frame.calendars.is_open(calendar, at)
    }

    /// The roster that came with the desk; empty where none did.
    ///
    /// ```
    /// # use tierline::{Desk, Limits, Pack, Timestamp};
    /// # let rules = "stage triage\nrule \"vip\" {\n  when requester.vip\n  then { add_tag(\"vip\"); }\n}\ntest \"t\" {\n  given requester #{ vip: true }\n  expect \"vip\" in outcome.tags\n}\n";
    /// # let desk = Desk::compile(Pack::of("desk.rhai", rules), Limits::SERVER).unwrap();
    /// assert!(desk.roster().agents.is_empty());
    /// ```
    pub fn roster(&self) -> &Arc<Roster> {
        &self.roster
    }

    /// What looks wrong but compiles.
    ///
    /// ```
    /// # use tierline::{Desk, Limits, Pack, Timestamp};
    /// # let rules = "stage triage\nrule \"vip\" {\n  when requester.vip\n  then { add_tag(\"vip\"); }\n}\ntest \"t\" {\n  given requester #{ vip: true }\n  expect \"vip\" in outcome.tags\n}\n";
    /// # let desk = Desk::compile(Pack::of("desk.rhai", rules), Limits::SERVER).unwrap();
    /// assert_eq!(desk.warnings(), []);
    /// ```
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// How many rules it has; every row of a table is one.
    ///
    /// ```
    /// # use tierline::{Desk, Limits, Pack, Timestamp};
    /// # let rules = "stage triage\nrule \"vip\" {\n  when requester.vip\n  then { add_tag(\"vip\"); }\n}\ntest \"t\" {\n  given requester #{ vip: true }\n  expect \"vip\" in outcome.tags\n}\n";
    /// # let desk = Desk::compile(Pack::of("desk.rhai", rules), Limits::SERVER).unwrap();
    /// assert_eq!(desk.rule_count(), 1);
    /// ```
    pub fn rule_count(&self) -> usize {
        self.rules.rules().count()
    }

    /// How its rules run, in the order they are looked at, and then the steps of its ladders: what of a condition the index
    /// looks up, what a predicate decides, and what takes a script, with the reason.
    ///
    /// ```
    /// # use tierline::{Desk, Limits, Pack};
    /// let rules = "stage triage\nrule \"vip\" {\n  when requester.vip\n  then { for tag in ticket.tags { flag(tag); } }\n}\n";
    /// let desk = Desk::compile(Pack::of("desk.rhai", rules), Limits::SERVER).unwrap();
    /// let forms = serde_json::to_value(desk.forms()).unwrap();
    /// assert_eq!(forms[0]["parts"][0]["runs"], serde_json::json!(["key"]));
    /// assert_eq!(forms[0]["actions"], serde_json::json!({"runs": "script", "why": "a loop"}));
    /// ```
    pub fn forms(&self) -> Vec<RuleForm> {
        self.rules.forms(&self.frame)
    }

    /// The work that all its answers took so far, as [`Limits`] counts it: for whoever meters many desks.
    ///
    /// ```
    /// # use tierline::{Desk, Limits, Pack, Timestamp};
    /// # let rules = "stage triage\nrule \"vip\" {\n  when requester.vip && ticket.subject.contains(\"vpn\")\n  then { add_tag(\"vip\"); }\n}\n";
    /// # let desk = Desk::compile(Pack::of("desk.rhai", rules), Limits::SERVER).unwrap();
    /// assert_eq!(desk.work_done(), 0);
    /// let ticket = serde_json::json!({"requester": {"vip": true}, "subject": "vpn ".repeat(100)});
    /// let request = desk.read_ticket(ticket, Timestamp::parse("2026-11-23T10:00:00Z").unwrap()).unwrap();
    /// desk.evaluate(request);
    /// assert!(desk.work_done() > 0);
    /// ```
    pub fn work_done(&self) -> u64 {
        self.work_done.0.load(Ordering::Relaxed)
    }

    /// How many tests it has.
    ///
    /// ```
    /// # use tierline::{Desk, Limits, Pack, Timestamp};
    /// # let rules = "stage triage\nrule \"vip\" {\n  when requester.vip\n  then { add_tag(\"vip\"); }\n}\ntest \"t\" {\n  given requester #{ vip: true }\n  expect \"vip\" in outcome.tags\n}\n";
    /// # let desk = Desk::compile(Pack::of("desk.rhai", rules), Limits::SERVER).unwrap();
    /// assert_eq!(desk.test_count(), 1);
    /// ```
    pub fn test_count(&self) -> usize {
        self.test_count
    }

    /// Reads a request: `{"ticket": …, "event": …, "history": …, "done": …, "since": …, "context": …, "roster": …,
    /// "turns": …, "without_groups": …, "now": …}`. Where `roster` is
    /// left out, the desk's own counts; where `now` is, `otherwise_now`.
    ///
    /// # Errors
    ///
    /// Where a part is not of its shape or a field does not hold what it may.
    ///
    /// ```
    /// # use tierline::{Desk, Limits, Pack, Timestamp};
    /// # let rules = "stage triage\nrule \"vip\" {\n  when requester.vip\n  then { add_tag(\"vip\"); }\n}\ntest \"t\" {\n  given requester #{ vip: true }\n  expect \"vip\" in outcome.tags\n}\n";
    /// # let desk = Desk::compile(Pack::of("desk.rhai", rules), Limits::SERVER).unwrap();
    /// let request = serde_json::json!({"ticket": {"kind": "incidnet"}, "now": "2026-11-23T10:00:00Z"});
    /// let refused = desk.read_request(request, None).unwrap_err().to_string();
    /// assert!(refused.ends_with("not text (\"incidnet\"); did you mean `incident`?"));
    /// ```
    pub fn read_request(&self, json: Json, otherwise_now: Option<Timestamp>) -> Result<Request, RequestError> {
        self.read_request_exactly(json.into(), otherwise_now)
    }

    /// As [`Desk::read_request`], from JSON whose numbers have the digits that were written.
    ///
    /// # Errors
    ///
    /// As [`Desk::read_request`].
    ///
    /// ```
    /// # use tierline::{Desk, Limits, Pack, Timestamp};
    /// # let rules = "stage triage\nrule \"vip\" {\n  when requester.vip\n  then { add_tag(\"vip\"); }\n}\ntest \"t\" {\n  given requester #{ vip: true }\n  expect \"vip\" in outcome.tags\n}\n";
    /// # let desk = Desk::compile(Pack::of("desk.rhai", rules), Limits::SERVER).unwrap();
    /// let json = tierline_model::json::Json::read(r#"{"ticket": {"id": 7}, "now": "2026-11-23T10:00:00Z"}"#).unwrap();
    /// let request = desk.read_request_exactly(json, None).unwrap();
    /// assert_eq!(request.ticket.id().as_deref(), Some("7"));
    /// ```
    pub fn read_request_exactly(
        &self,
        json: tierline_model::json::Json,
        otherwise_now: Option<Timestamp>,
    ) -> Result<Request, RequestError> {
        let request = Request::from_json(json, otherwise_now, &self.roster)?;
        request.check(self.schema())?;
        Ok(request)
    }

    /// As [`Desk::read_request`], from JSON text: it takes half the time.
    ///
    /// # Errors
    ///
    /// As [`Desk::read_request`], and where the text is no JSON.
    ///
    /// ```
    /// # use tierline::{Desk, Limits, Pack, Timestamp};
    /// # let rules = "stage triage\nrule \"vip\" {\n  when requester.vip\n  then { add_tag(\"vip\"); }\n}\ntest \"t\" {\n  given requester #{ vip: true }\n  expect \"vip\" in outcome.tags\n}\n";
    /// # let desk = Desk::compile(Pack::of("desk.rhai", rules), Limits::SERVER).unwrap();
    /// let request = desk.read_request_text(r#"{"ticket": {"id": 7}, "now": "2026-11-23T10:00:00Z"}"#, None).unwrap();
    /// assert_eq!(request.ticket.id().as_deref(), Some("7"));
    /// ```
    pub fn read_request_text(&self, text: &str, otherwise_now: Option<Timestamp>) -> Result<Request, RequestError> {
        Request::from_text(text, otherwise_now, &self.roster, self.schema())
    }

    /// Reads a ticket, asked about at `now` without event and context.
    ///
    /// # Errors
    ///
    /// Where it is no JSON object or a field does not hold what it may.
    ///
    /// ```
    /// # use tierline::{Desk, Limits, Pack, Timestamp};
    /// # let rules = "stage triage\nrule \"vip\" {\n  when requester.vip\n  then { add_tag(\"vip\"); }\n}\ntest \"t\" {\n  given requester #{ vip: true }\n  expect \"vip\" in outcome.tags\n}\n";
    /// # let desk = Desk::compile(Pack::of("desk.rhai", rules), Limits::SERVER).unwrap();
    /// let now = Timestamp::parse("2026-11-23T10:00:00Z").unwrap();
    /// let request = desk.read_ticket(serde_json::json!({"id": 7}), now).unwrap();
    /// assert_eq!(request.ticket.id().as_deref(), Some("7"));
    /// ```
    pub fn read_ticket(&self, ticket: Json, now: Timestamp) -> Result<Request, RequestError> {
        self.read_request(json!({ "ticket": ticket }), Some(now))
    }

    /// What to do about a ticket event. It cannot fail: a rule that cannot be decided is a fault in the answer.
    ///
    /// A field that does not hold what it may reads as missing; [`Desk::read_request`] refuses it.
    ///
    /// ```
    /// # use tierline::{Desk, Limits, Pack, Timestamp};
    /// # let rules = "stage triage\nrule \"vip\" {\n  when requester.vip\n  then { add_tag(\"vip\"); }\n}\ntest \"t\" {\n  given requester #{ vip: true }\n  expect \"vip\" in outcome.tags\n}\n";
    /// # let desk = Desk::compile(Pack::of("desk.rhai", rules), Limits::SERVER).unwrap();
    /// # let now = Timestamp::parse("2026-11-23T10:00:00Z").unwrap();
    /// let request = desk.read_ticket(serde_json::json!({"requester": {"vip": true}}), now).unwrap();
    /// let answer = desk.evaluate(request);
    /// assert_eq!(answer.ticket["tags"].to_string(), r#"["vip"]"#);
    /// ```
    pub fn evaluate(&self, request: Request) -> Answer {
        self.evaluate_telling(request, &Tell::Nothing)
    }

    /// As [`Desk::evaluate`], with what became of every rule.
    ///
    /// ```
    /// # use tierline::{Desk, Limits, Pack, Timestamp};
    /// # let rules = "stage triage\nrule \"vip\" {\n  when requester.vip\n  then { add_tag(\"vip\"); }\n}\ntest \"t\" {\n  given requester #{ vip: true }\n  expect \"vip\" in outcome.tags\n}\n";
    /// # let desk = Desk::compile(Pack::of("desk.rhai", rules), Limits::SERVER).unwrap();
    /// # let now = Timestamp::parse("2026-11-23T10:00:00Z").unwrap();
    /// let request = desk.read_ticket(serde_json::json!({}), now).unwrap();
    /// let trace = desk.evaluate_with_trace(request).trace.unwrap();
    /// let rule = serde_json::to_value(&trace.stages[0].rules[0]).unwrap();
    /// assert_eq!(rule["part"], "requester.vip");
    /// ```
    pub fn evaluate_with_trace(&self, request: Request) -> Answer {
        self.evaluate_telling(request, &Tell::All)
    }

    /// As [`Desk::evaluate`], with as much about the rules as `tell` says. Names that no rule has are passed over.
    ///
    /// ```
    /// # use tierline::{Desk, Limits, Pack, Tell, Timestamp};
    /// # let rules = "stage triage\nrule \"vip\" {\n  when requester.vip\n  then { add_tag(\"vip\"); }\n}\nrule \"other\" {\n  when ticket.category == \"other\"\n  then { add_tag(\"other\"); }\n}\n";
    /// # let desk = Desk::compile(Pack::of("desk.rhai", rules), Limits::SERVER).unwrap();
    /// # let now = Timestamp::parse("2026-11-23T10:00:00Z").unwrap();
    /// let request = desk.read_ticket(serde_json::json!({}), now).unwrap();
    /// let why_not_vip = Tell::Fired(["vip".into()].into());
    /// let stage = &desk.evaluate_telling(request, &why_not_vip).trace.unwrap().stages[0];
    /// assert_eq!((&*stage.rules[0].rule, stage.rules.len(), stage.others), ("vip", 1, 1));
    /// ```
    pub fn evaluate_telling(&self, request: Request, tell: &Tell) -> Answer {
        self.evaluate_counting(request, tell).0
    }

    /// As [`Desk::evaluate_telling`], with the work that it took, that of the search for `wake_at` aside.
    pub fn evaluate_counting(&self, request: Request, tell: &Tell) -> (Answer, u64) {
        let (answer, took) = self.evaluate_metered(request, tell);
        (answer, took.event)
    }

    pub(crate) fn evaluate_metered(&self, mut request: Request, tell: &Tell) -> (Answer, Took) {
        let done = std::mem::take(&mut request.done);
        let facts = self.facts(request);
        let contradictions = contradictions(&facts);
        let mut session = self.session();
        let past = self.past(&facts, &mut session);
        let dealt = Dealt { done: &done, breaches: None };
        let detail = if *tell == Tell::Nothing { Detail::Last } else { Detail::Why };
        let (mut answer, took) = self.decide(facts, past, dealt, (tell, detail), &mut session);
        answer.faults.extend(contradictions);
        (answer, took)
    }

    /// What it may cost.
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// Its rules, compiled.
    pub fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// What it lends to the facts of every ticket.
    pub fn frame(&self) -> &Arc<Frame> {
        &self.frame
    }

    /// The files that it was made of; of a desk that came as a bundle, those that its scripts need.
    pub fn pack(&self) -> &Pack {
        &self.pack
    }

    /// Whether a rule of that name is looked at in one of its stages.
    pub fn has_rule(&self, name: &str) -> bool {
        self.rules.has(name)
    }

    /// The names of its rules, stage by stage in the order they are looked at.
    pub fn rule_names(&self) -> impl Iterator<Item = &str> {
        self.rules.rules().map(|rule| &*rule.name)
    }

    /// What a request says.
    pub(crate) fn facts(&self, request: Request) -> Facts {
        Facts::new(self.frame.clone(), request, self.limits)
    }

    /// What to do about a ticket whose past was played, and the work that it took.
    pub(crate) fn decide(
        &self,
        mut facts: Facts,
        past: Option<Past>,
        dealt: Dealt<'_>,
        (tell, detail): (&Tell, Detail),
        guest: &mut dyn Guest,
    ) -> (Answer, Took) {
        let (id, now) = (facts.ticket().id(), facts.now());
        if let Some(past) = &past {
            self.show_clocks(&mut facts, past, guest);
        }
        let mut run = self.rules.evaluate(facts, guest, tell);
        let settled = past.map(|past| self.settle(&mut run, &past, dealt, guest));
        let facts = run.facts().clone();
        let verdicts = run.finish();
        let mut answer = Answer {
            id,
            desk: self.hash.clone(),
            now,
            effects: verdicts.effects,
            ticket: verdicts.ticket,
            readings: vec![],
            done: vec![],
            wake_at: None,
            faults: verdicts.faults,
            trace: verdicts.trace,
        };
        let mut waking = 0;
        if settled.is_some() || !self.moving.is_empty() {
            let settled = settled.unwrap_or_else(|| Settled::nothing(dealt));
            waking = self.tell(&mut answer, settled, (dealt, detail), &facts, guest);
        }
        self.work_done.count(&self.limits, &facts);
        (answer, Took { event: self.limits.event_work.saturating_sub(facts.work_left()), waking })
    }
}
