//! The metrics: one file each, one table of all.
//!
//! A metric is a file with a row, named in the table below. Language, schema, bundles and clocks read the rows; nobody else
//! knows one metric from another.

mod agent_work;
mod assignment;
mod first_response;
mod next_response;
mod ownership;
mod requester_wait;
mod resolution;
mod supplier;
mod tier;
mod update;

use serde::{Serialize, Serializer};

use crate::kept::{Keep, Reader, Writer};

/// All that there is to know of a metric.
#[derive(Debug)]
pub struct MetricRow {
    /// What bundles keep it as: no other metric's, now or ever.
    pub kept: u8,
    /// The name of its clock: in readings, and after `sla.` in a rule.
    pub name: &'static str,
    /// Its word in an `sla` block: `respond within 15 minutes`.
    pub verb: &'static str,
    /// What it measures, in a sentence of the reference.
    pub help: &'static str,
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

macro_rules! metrics {
    ($($variant:ident: $file:ident,)+) => {
        /// What a clock measures.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Metric {
            $(#[doc = concat!("Its clock is `", stringify!($file), "`.")] $variant,)+
        }

        impl Metric {
            /// All metrics, in the order of the reference.
            pub const ALL: [Metric; [$(stringify!($file)),+].len()] = [$(Metric::$variant),+];

            /// All that there is to know of it.
            #[inline]
            pub fn row(self) -> &'static MetricRow {
                match self {
                    $(Metric::$variant => &$file::ROW,)+
                }
            }
        }

    };
}

metrics! {
    FirstResponse: first_response,
    NextResponse: next_response,
    Update: update,
    RequesterWait: requester_wait,
    AgentWork: agent_work,
    Resolution: resolution,
    Assignment: assignment,
    Ownership: ownership,
    Tier: tier,
    Supplier: supplier,
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
        // INVARIANT: the variants and `ALL` are one list.
        &self.0[metric as usize]
    }
}

impl Metric {
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
