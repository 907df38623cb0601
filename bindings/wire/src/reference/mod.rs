//! The reference of the rule language, made from the tables of the engine.

mod page;
mod words;

use serde::Serialize;
use tierline::{ActionSpec, Function};
use tierline_model::{Metric, Param};

pub use page::as_markdown;

/// The rule language as data: what its words are, take and do, for whoever shows or completes them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reference {
    /// What rules may ask for.
    pub actions: Vec<ActionHelp>,
    /// What conditions may ask: what each gives, and what its example does.
    pub functions: Vec<FunctionHelp>,
    /// What an SLA may promise.
    pub metrics: Vec<MetricHelp>,
}

/// An action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ActionHelp {
    /// Its name.
    pub name: &'static str,
    /// Its name with its arguments.
    pub signature: String,
    /// What it does.
    pub help: &'static str,
    /// Its arguments, in order.
    pub params: Vec<ActionParam>,
    /// How it is used.
    pub example: &'static str,
    /// What it looks at beside its arguments: `ticket.queue`, `roster`, `turns`, `now`.
    pub reads: Vec<String>,
    /// The fields of the ticket that it may write.
    pub writes: Vec<&'static str>,
    /// Whom it gives word of the ticket, in words; left out where nobody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tells: Option<String>,
    /// What it ends, in words; left out where nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends: Option<&'static str>,
    /// What it may ask of a host: each is a `do` of an effect.
    pub effects: Vec<&'static str>,
}

/// An argument of an action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ActionParam {
    /// Its name.
    pub name: &'static str,
    /// What it may be.
    pub wants: &'static str,
    /// Whether it may be left out.
    pub optional: bool,
}

/// A function.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FunctionHelp {
    /// Its name.
    pub name: &'static str,
    /// Its name with its arguments.
    pub signature: String,
    /// What it gives, in a sentence or two.
    pub help: &'static str,
    /// Its arguments, in order.
    pub params: Vec<FunctionParam>,
    /// What it reads beside its arguments: `now`, `ticket`, `before` (the event), `calendar`, `matrix`.
    pub reads: Vec<&'static str>,
    /// What kind of value it gives.
    pub gives: String,
    /// How it is used.
    pub example: &'static str,
    /// What that gives, in JSON.
    pub example_gives: &'static str,
}

/// An argument of a function.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FunctionParam {
    /// Its name.
    pub name: &'static str,
    /// What it may be.
    pub wants: String,
    /// Whether it may be left out.
    pub optional: bool,
}

/// A metric.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MetricHelp {
    /// The name of its clock: in readings, and after `sla.` in a rule.
    pub name: &'static str,
    /// Its word in an `sla` block, as in `respond within 15 minutes`.
    pub verb: &'static str,
    /// What it measures.
    pub help: &'static str,
    /// What people call its clock in English.
    pub called: &'static str,
    /// The field of the ticket that an answer sets to the deadline, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deadline: Option<&'static str>,
}

impl Reference {
    /// All of it, in the order of the tables.
    pub fn of_tables() -> Reference {
        Reference {
            actions: tierline::actions().map(action).collect(),
            functions: tierline::functions().map(function).collect(),
            metrics: Metric::ALL.into_iter().map(metric).collect(),
        }
    }
}

fn action(spec: &'static ActionSpec) -> ActionHelp {
    let param = |param: &Param| ActionParam { name: param.name, wants: param.kind.wanted(), optional: param.optional };
    ActionHelp {
        name: spec.name,
        signature: spec.signature(),
        help: spec.help,
        params: spec.params.iter().map(param).collect(),
        example: spec.example,
        reads: words::read(spec),
        writes: spec.fields().collect(),
        tells: words::told(spec),
        ends: words::ended(spec),
        effects: spec.effects.get().iter().map(|effect| effect.name).collect(),
    }
}

fn function(function: &'static Function) -> FunctionHelp {
    let params = function.params.iter().map(|param| FunctionParam {
        name: param.name,
        wants: function.wants(param),
        optional: param.is_optional(),
    });
    FunctionHelp {
        name: function.name,
        signature: function.signature(),
        help: function.help,
        params: params.collect(),
        reads: function.told_to_read(),
        gives: function.told_to_give(),
        example: function.example.call,
        example_gives: function.example.gives,
    }
}

fn metric(metric: Metric) -> MetricHelp {
    let row = metric.row();
    MetricHelp {
        name: row.name,
        verb: row.verb,
        help: row.help,
        called: row.called.get().en,
        deadline: metric.deadline_field(),
    }
}
