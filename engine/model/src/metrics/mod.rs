//! The metrics: one file each, one table of all.
//!
//! A metric is a file with a row; whoever adds one adds its file, for the list of the files is made when this crate is built
//! (`build.rs`). Language, schema, bundles and clocks read the rows; nobody else knows one metric from another.

use serde::{Serialize, Serializer};

use crate::{
    Checked,
    kept::{Keep, Reader, Writer},
};

// The modules, one for each file, `Metric` with a variant for each, and `Metric::row`.
include!(concat!(env!("OUT_DIR"), "/metrics.rs"));

/// All that there is to know of a metric.
#[derive(Debug)]
pub struct MetricRow {
    /// What bundles keep it as, and where it stands among the metrics: the next number that is free. It never changes.
    pub kept: u8,
    /// The name of its clock: in readings, and after `sla.` in a rule.
    pub name: &'static str,
    /// Its word in an `sla` block: `respond within 15 minutes`.
    pub verb: &'static str,
    /// What it measures, in a sentence of the reference.
    pub help: &'static str,
    /// What people call its clock: the browser elements show it.
    pub called: Checked<Called>,
    /// The field of the ticket that an answer sets to the deadline, where there is one.
    pub deadline: Option<DeadlineField>,
    /// Whether `pause while` of a policy holds it up without naming it: answers are owed whatever the status.
    pub pauses_unless_said: bool,
    /// Whether it counts from the older ticket's creation where that was merged into this one and the policy says so.
    pub merges_back: bool,
    /// What its clocks run from and to.
    pub course: Course,
}

impl MetricRow {
    /// Who has the ticket as long as its clock runs, where it is about that.
    #[inline]
    pub fn held(&self) -> Option<Held> {
        match self.course {
            Course::Cycles(_) => None,
            Course::Held(held) => Some(held),
        }
    }

    /// Whether its cycles go from one contact to the next.
    pub fn stops_at_a_contact(&self) -> bool {
        matches!(self.course, Course::Cycles(Cycles { stops: Stop::Contact, .. }))
    }
}

/// What people call a clock, language by language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Called {
    /// In English.
    pub en: &'static str,
    /// In German.
    pub de: &'static str,
}

impl Called {
    /// By the codes of the languages.
    pub fn by_language(self) -> [(&'static str, &'static str); 2] {
        let Called { en, de } = self;
        [("en", en), ("de", de)]
    }
}

/// A field of the ticket that holds a deadline.
#[derive(Debug)]
pub struct DeadlineField {
    /// Its name.
    pub name: &'static str,
    /// What it is for, in a sentence of the reference.
    pub help: &'static str,
}

/// What clocks run from and to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Course {
    /// From what starts a cycle to what stops it, and so on.
    Cycles(Cycles),
    /// As long as somebody has the ticket. They stop as met or missed when the ticket is handed on.
    Held(Held),
}

/// What starts, stops and reopens a clock, where the policy says nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cycles {
    /// What starts a cycle.
    pub starts: Start,
    /// What stops it: met if in time.
    pub stops: Stop,
    /// What the end of the ticket does to one that it does not stop.
    pub at_end: AtEnd,
    /// Whether a ticket that is reopened goes on with it.
    pub reopens: Reopens,
}

/// What starts a cycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// The ticket's creation, or the policy's coming to owe it.
    Creation,
    /// What the requester asks first, as long as nobody has answered.
    FirstQuestion,
    /// What the requester asks once there was an answer.
    NextQuestion,
    /// A contact, as `updates from` of the policy says.
    Contact,
    /// The ticket's creation or its coming into a queue, as long as no agent has it.
    NobodyHasIt,
}

/// What stops a cycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The end of the ticket: it is resolved or closed.
    Over,
    /// An answer of the desk.
    Answer,
    /// A contact, as `updates from` of the policy says.
    Contact,
    /// An agent who has it, or another queue.
    SomebodyHasIt,
}

/// What the end of the ticket does to a cycle that it does not stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtEnd {
    /// Nothing: the policy itself says what stops it.
    Nothing,
    /// Stops it as well.
    Stops,
    /// A resolution is an answer or no longer asks for one, as `resolving unanswered` of the policy says; closing cancels it.
    Answers,
}

/// Whether a ticket that is reopened goes on with the cycle that its end stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reopens {
    /// Never.
    No,
    /// As `reopening` of the policy says.
    Yes,
    /// Where that was cancelled and nobody has answered: the time it was closed was a pause.
    WhereUnanswered,
}

/// Who has the ticket, and has it back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// Who.
    pub by: Holder,
    /// Whether whoever gets the ticket back goes on with what they had left, where the policy does not say.
    pub continues_on_return: bool,
}

/// Who has a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// A queue.
    Queue,
    /// A support tier.
    Tier,
    /// A supplier; which one, the ticket does not say.
    Supplier,
}

/// The metrics as their files stand in a folder, in the order of their numbers, which leave none out.
const fn in_order<const N: usize>(metrics: [Metric; N]) -> [Metric; N] {
    let (mut ordered, mut at) = (metrics, 0);
    while at < N {
        let place = metrics[at] as usize;
        assert!(place < N, "the numbers of the metrics go up from 0 and leave none out");
        ordered[place] = metrics[at];
        at += 1;
    }
    ordered
}

/// Something of each metric.
#[derive(Clone, Debug)]
pub struct PerMetric<T>([T; Metric::ALL.len()]);

impl<T> PerMetric<T> {
    /// What `of` gives for each.
    pub fn new(of: impl Fn(Metric) -> T) -> PerMetric<T> {
        PerMetric(Metric::ALL.map(of))
    }

    /// That of a metric.
    #[inline]
    pub fn of(&self, metric: Metric) -> &T {
        // INVARIANT: `in_order` holds the numbers of the variants to their places in `ALL`.
        &self.0[metric as usize]
    }
}

impl Metric {
    /// All metrics, in the order of the reference: by their numbers.
    pub const ALL: [Metric; COUNT] = in_order(IN_FILES);

    /// What a deadline that a person sets is for, where nobody says.
    pub const USUAL: Metric = Metric::Resolution;

    /// The name of its clock: in readings, and after `sla.` in a rule.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// Its word in an `sla` block: `respond within 15 minutes`.
    pub fn verb(self) -> &'static str {
        self.row().verb
    }

    /// The metric of that word or clock name.
    pub fn named(word: &str) -> Option<Metric> {
        Metric::ALL.into_iter().find(|metric| metric.is_called(word))
    }

    /// Whether that is its word or the name of its clock.
    #[inline]
    pub fn is_called(self, word: &str) -> bool {
        let row = self.row();
        row.verb == word || row.name == word
    }

    /// The field of the ticket that an answer sets to the deadline, where there is one.
    pub fn deadline_field(self) -> Option<&'static str> {
        self.row().deadline.as_ref().map(|field| field.name)
    }

    /// Whether its clock runs as long as somebody has the ticket, and stops as met or missed when they hand it on.
    pub fn is_presence(self) -> bool {
        self.row().held().is_some()
    }
}

/// By its name.
impl Serialize for Metric {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// By the number of its row.
impl Keep for Metric {
    fn keep(&self, to: &mut Writer) {
        to.byte(self.row().kept);
    }

    fn read(from: &mut Reader<'_>) -> Metric {
        let kept = from.byte();
        Metric::ALL.into_iter().find(|metric| metric.row().kept == kept).unwrap_or_else(|| {
            from.refuse_variant(kept);
            Metric::USUAL
        })
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Metric {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Metric".into()
    }

    fn schema_id() -> std::borrow::Cow<'static, str> {
        concat!(module_path!(), "::Metric").into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let of = |metric: Metric| {
            let MetricRow { name, help, .. } = metric.row();
            serde_json::json!({"description": help, "type": "string", "const": name})
        };
        schemars::json_schema!({"description": "What a clock measures.", "oneOf": Metric::ALL.map(of)})
    }
}
