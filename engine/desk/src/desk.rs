//! The desk: everything compiled, asked through `&self`.

use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock},
};

use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use tierline_calendar::Calendar;
use tierline_condition::{Condition, Doing, Facts, Frame};
use tierline_model::{
    Answer, Diagnostic, Limits, Pack, Place, Request, RequestError, Roster, Schema, Stage, Tell, Text, Ticket,
    Timestamp,
    agreement::{Ladder, LadderStep},
    calendar::Years,
    forms::RuleForm,
};
use tierline_rules::{Rule, RuleSet, StageRules, TableRow, actions};
use tierline_script::{Compiled, Language, Program, RuleDraft, Session, step_name};
use tierline_sla::{Agreements, Calendars};

use crate::calendars;

/// The one language of the process: it serves all desks.
pub(crate) static LANGUAGE: LazyLock<Language> =
    LazyLock::new(|| Language::new(actions::ACTIONS.iter().map(|action| &action.spec).collect()));

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
}

impl Desk {
    /// Compiles the files of a pack.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it, by file and line.
    ///
    /// ```
    /// use tierline::{Desk, Limits, Pack};
    /// let pack = Pack::of("desk.rhai", "stage triage\nrule \"a\" {\n  when ticket.catagory == \"x\"\n  then { }\n}\n");
    /// let wrong = Desk::compile(pack, Limits::SERVER).unwrap_err();
    /// assert_eq!(
    ///     wrong[0].to_string(),
    ///     "desk.rhai:3:15: error[unknown-field]: `ticket` has no field `catagory`; did you mean `ticket.category`?"
    /// );
    /// ```
    pub fn compile(pack: Pack, limits: Limits) -> Result<Desk, Vec<Diagnostic>> {
        Desk::compile_covering(pack, calendars::USUAL_YEARS.from, calendars::USUAL_YEARS.to, limits)
    }

    /// As [`Desk::compile`], where calendars that do not say so themselves cover these years, both included. Usually they
    /// cover 2024 to 2036: ten years on from the year of this release, and two back.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it, by file and line.
    pub fn compile_covering(pack: Pack, from: i32, to: i32, limits: Limits) -> Result<Desk, Vec<Diagnostic>> {
        let mut wrong = vec![];
        let roster = read_roster(&pack).map_err(|mistake| wrong.push(*mistake)).ok();
        let (compiled, drafts) = match LANGUAGE.compile(&pack) {
            Ok(compiled) => (Some(compiled), None),
            Err(broken) => {
                wrong.extend(broken.diagnostics);
                (None, Some(broken.calendars))
            }
        };
        let drafts = drafts.as_ref().or(compiled.as_ref().map(|compiled| &compiled.calendars));
        let calendars = drafts.map(|drafts| calendars::compile(drafts, Years { from, to }, &pack));
        let calendars = calendars.and_then(|made| made.map_err(|mistakes| wrong.extend(mistakes)).ok());
        let desk = match (compiled, calendars, roster) {
            (Some(compiled), Some(calendars), Some(roster)) if wrong.is_empty() => {
                wrong.extend(roster_mistakes(roster.mistakes(&compiled.queues)));
                Some(Desk::assemble(pack, compiled, calendars, roster, limits))
            }
            _ => None,
        };
        let desk = desk.map(|desk| desk.checked(&mut wrong));
        // What only counts further mistakes stands last.
        wrong.sort_by(|a, b| (a.code == "more", &a.place).cmp(&(b.code == "more", &b.place)));
        match desk {
            Some(desk) if wrong.is_empty() => Ok(desk),
            _ => Err(wrong),
        }
    }

    /// Looks at the desk as a whole: what is wrong goes to `wrong`, what only looks so becomes a warning.
    fn checked(mut self, wrong: &mut Vec<Diagnostic>) -> Desk {
        wrong.extend(self.hopeless_calls());
        // A file with nothing but a ladder may be meant to go with the policies of another desk.
        let is_part = self.agreements.is_empty();
        let mistakes: Vec<Diagnostic> = self.agreement_mistakes().collect();
        match is_part {
            true => self.warnings.extend(mistakes.into_iter().map(Diagnostic::warning)),
            false => wrong.extend(mistakes),
        }
        self.warnings.extend(self.doubtful_slas());
        self.warnings.sort_by(|a, b| a.place.cmp(&b.place));
        self
    }

    fn assemble(
        pack: Pack,
        compiled: Compiled,
        (calendars, resolved, mut warnings): Calendared,
        roster: Roster,
        limits: Limits,
    ) -> Desk {
        let hash = hash(&compiled.content, &roster, &resolved);
        let asked = Arc::new(calendars::Asked(calendars.clone()));
        let frame = Frame::new(compiled.schema, compiled.layout, compiled.matrices, compiled.patterns, asked);
        let (ladders, doings): (Vec<_>, Vec<_>) =
            compiled.ladders.into_iter().map(|draft| (draft.ladder, draft.doings)).unzip();
        let steps = ladders.iter().zip(doings).map(|(ladder, doings)| steps(ladder, doings)).collect();
        let agreements = Agreements::new(compiled.policies, ladders, calendars, &frame.layout);
        let mut by_stage: BTreeMap<Stage, (Vec<Rule>, Option<Rule>)> = BTreeMap::new();
        for draft in compiled.rules {
            let (stage, is_otherwise) = (draft.stage, draft.is_otherwise);
            let (rules, otherwise) = by_stage.entry(stage).or_default();
            match is_otherwise {
                true => *otherwise = Some(rule(draft)),
                false => rules.push(rule(draft)),
            }
        }
        let mode = |stage| compiled.modes.get(&stage).copied().unwrap_or_default();
        let stages = by_stage
            .into_iter()
            .map(|(stage, (rules, otherwise))| StageRules::new(stage, mode(stage), rules, otherwise))
            .collect();
        warnings.extend(stray_rosters(&pack));
        let pack = Arc::new(pack);
        warnings.extend(compiled.warnings);
        let rules = RuleSet::new(stages, steps, compiled.queues, &frame);
        let desk = Desk {
            warnings,
            agreements,
            resolved,
            moving: vec![],
            asks_clocks: compiled.asks_clocks,
            pack: pack.clone(),
            hash,
            frame: Arc::new(frame),
            rules,
            program: Program::new(compiled.scripts, pack),
            test_count: compiled.tests.len(),
            limits,
            roster: Arc::new(roster),
        };
        desk.with_moving_rules()
    }

    pub(crate) fn with_moving_rules(mut self) -> Desk {
        self.moving = self.moving_rules();
        self
    }

    fn moving_rules(&self) -> Vec<(usize, usize)> {
        let nothing = self.nothing();
        let stages = self.rules.stages.iter().enumerate();
        let rules = stages.flat_map(|(stage, rules)| {
            rules.rules.iter().enumerate().map(move |(number, rule)| ((stage, number), rule))
        });
        rules.filter(|(_, rule)| rule.condition.moves(&nothing)).map(|(number, _)| number).collect()
    }

    /// A ticket without fields.
    fn nothing(&self) -> Facts {
        Facts::new(self.frame.clone(), Request::new(Ticket::default(), Timestamp::MIN), u64::MAX)
    }

    /// An error, with the line of the pack that it is about.
    pub(crate) fn error(&self, place: Place, code: &str, message: String) -> Diagnostic {
        let text = self.pack.files.get(&*place.file).map(String::as_str).unwrap_or_default();
        Diagnostic::error(place, code, message).showing(text)
    }

    /// What is wrong with policies and ladders as a whole.
    fn agreement_mistakes(&self) -> impl Iterator<Item = Diagnostic> {
        self.agreements
            .mistakes()
            .into_iter()
            .map(|mistake| self.error(mistake.place, mistake.code, mistake.message).help(mistake.help))
    }

    /// Actions with constant arguments that can never be carried out.
    fn hopeless_calls(&self) -> impl Iterator<Item = Diagnostic> {
        // The roster may come with the request: nothing is known of it here.
        let hopeless = self.rules.hopeless_calls(&self.nothing());
        hopeless.into_iter().map(|(place, reason)| self.error(place, "hopeless-action", reason))
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
        let request = Request::from_text(text, otherwise_now, &self.roster)?;
        request.check(self.schema())?;
        Ok(request)
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
        self.answer(request, &Tell::Nothing)
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
        self.answer(request, &Tell::All)
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
        self.answer(request, tell)
    }

    /// Whether a rule of that name is looked at in one of its stages.
    pub fn has_rule(&self, name: &str) -> bool {
        self.rules.has(name)
    }

    /// The names of its rules, stage by stage in the order they are looked at.
    pub fn rule_names(&self) -> impl Iterator<Item = &str> {
        self.rules.rules().map(|rule| &*rule.name)
    }

    fn answer(&self, request: Request, tell: &Tell) -> Answer {
        let (id, now) = (request.ticket.id(), request.now);
        let mut session = Session::new(&LANGUAGE, &self.program, self.limits);
        let came = if self.agreements.is_empty() { Ticket::default() } else { request.ticket.clone() };
        let mut facts = Facts::new(self.frame.clone(), request, self.limits.event_steps);
        self.show_clocks(&mut facts, &came, &mut session);
        let mut run = self.rules.evaluate(facts, &mut session, tell);
        let settled = match self.agreements.is_empty() {
            true => None,
            false => Some(self.settle(&mut run, &came, &mut session)),
        };
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
        if settled.is_some() || !self.moving.is_empty() {
            self.tell(&mut answer, settled.unwrap_or_default(), &facts, &mut session);
        }
        answer
    }
}

/// Calendars compiled, resolved, and what looks wrong with them.
pub(crate) type Calendared = (Calendars, Vec<Arc<Calendar>>, Vec<Diagnostic>);

/// The steps of a ladder as rules: what each asks for.
fn steps(ladder: &Ladder<Condition>, doings: Vec<(Doing, Place)>) -> Vec<Rule> {
    let steps = ladder.steps.iter().zip(doings);
    let rule = |(step, (doing, place)): (&LadderStep<Condition>, (Doing, Place))| Rule {
        name: step_name(ladder, step).into(),
        group: None,
        salience: 0,
        place,
        condition: Condition::default(),
        doing,
        row: None,
    };
    steps.map(rule).collect()
}

fn rule(draft: RuleDraft) -> Rule {
    Rule {
        name: draft.name,
        group: draft.group,
        salience: draft.salience,
        place: draft.place,
        condition: draft.condition,
        doing: draft.doing,
        row: draft.row.map(|(table, first)| TableRow { table, first }),
    }
}

/// The file of a pack that says who can be given work.
const ROSTER: &str = "roster.json";

pub(crate) fn read_roster(pack: &Pack) -> Result<Roster, Box<Diagnostic>> {
    let Some(text) = pack.files.get(ROSTER) else { return Ok(Roster::default()) };
    let is_object = text.trim_start().starts_with('{');
    let roster = if is_object { serde_json::from_str(text) } else { Err(serde::de::Error::custom("it is no object")) };
    roster.map_err(|error: serde_json::Error| {
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let (line, column) = (number(error.line()).max(1), number(error.column()).max(1));
        let place = Place { file: ROSTER.into(), line, column, length: 1 };
        let why = error.to_string();
        let why = why.split(" at line ").next().unwrap_or_default();
        let wrong = Diagnostic::error(place, "roster", format!("the roster cannot be read: {why}")).showing(text);
        Box::new(wrong.help("a roster is {\"teams\": [...], \"agents\": [...]}".to_owned()))
    })
}

fn roster_mistakes(mistakes: Vec<String>) -> impl Iterator<Item = Diagnostic> {
    mistakes.into_iter().map(|mistake| Diagnostic::error(Place::file(ROSTER), "roster", mistake))
}

/// Rosters that are not read, for they do not stand at the top of the pack.
fn stray_rosters(pack: &Pack) -> impl Iterator<Item = Diagnostic> {
    let is_stray = |name: &&String| {
        name.rsplit('/').next().is_some_and(|file| file.eq_ignore_ascii_case(ROSTER)) && *name != ROSTER
    };
    let strays = pack.files.keys().filter(is_stray);
    strays.map(|name| {
        Diagnostic::error(Place::file(name.as_str()), "stray-roster", "this roster is not read")
            .warning()
            .help(format!("a desk has one roster, `{ROSTER}` at the top of its folder"))
    })
}

fn hash(content: &str, roster: &Roster, calendars: &[Arc<Calendar>]) -> Text {
    let mut hasher = Sha256::new();
    hasher.update(content);
    for calendar in calendars.iter().map(|calendar| calendar.resolved()) {
        // What the zone data says counts, not which version of it says so.
        let known = (&calendar.document, calendar.from, calendar.until, &calendar.offsets);
        hasher.update(serde_json::to_string(&known).unwrap_or_default());
    }
    // A roster is plain data, which always has a JSON form.
    hasher.update(serde_json::to_string(roster).unwrap_or_default());
    let digest = hasher.finalize();
    digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect::<String>().into()
}
