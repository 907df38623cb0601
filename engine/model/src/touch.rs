//! What an action touches: what it looks at, what it writes, whom it tells, what it ends and in which ways it can be a fault.

use crate::{FieldType, Path, Schema, Value};

/// Something that an action looks at beside its arguments. What a field holds that it writes belongs to the writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reads {
    /// A field of the ticket.
    Field(&'static str),
    /// A field of the ticket, where an argument has named values and this name is not among them.
    FieldUnlessNamed {
        /// The field.
        field: &'static str,
        /// Which argument.
        argument: usize,
        /// The name.
        name: &'static str,
    },
    /// The roster.
    Roster,
    /// Whose turn it was last.
    Turns,
    /// The instant of the evaluation.
    Now,
}

/// Something that an action writes to the ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Writes {
    /// The field.
    pub field: Written,
    /// In which way.
    pub how: How,
    /// What.
    pub to: To,
    /// Whether it does so wherever that is given, or only where the action finds reason to.
    pub is_sure: bool,
}

/// Which field an action writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// This one.
    Field(&'static str),
    /// The one that this argument names: any that has no action of its own.
    NamedBy(usize),
    /// The one that this argument names, of these.
    OneOf(usize, &'static [&'static str]),
}

/// In which way an action writes a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// It holds that afterwards, whatever it held before.
    Set,
    /// It holds that afterwards, unless it holds something higher.
    Raise,
    /// It holds that afterwards, unless it holds something lower.
    Lower,
    /// The list has that item afterwards.
    Add,
    /// The list lacks that item afterwards.
    Remove,
}

/// What an action writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum To {
    /// What this argument gives; nothing is written where it is left out.
    Argument(usize),
    /// Always this word.
    Word(&'static str),
    /// It takes away what the field holds.
    Nothing,
    /// What the action works out.
    Found,
}

impl Writes {
    /// Something that is written wherever it is given.
    pub const fn surely(field: Written, how: How, to: To) -> Writes {
        Writes { field, how, to, is_sure: true }
    }

    /// Something that is written where the action finds reason to.
    pub const fn perhaps(field: Written, how: How, to: To) -> Writes {
        Writes { field, how, to, is_sure: false }
    }

    /// The fields that it may be, as far as the table says.
    pub const fn fields(&self) -> &[&'static str] {
        match &self.field {
            Written::Field(field) => std::slice::from_ref(field),
            Written::OneOf(_, fields) => fields,
            Written::NamedBy(_) => &[],
        }
    }
}

/// Whom an action gives word of the ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tells {
    /// Nobody: the ticket is changed, and that is all.
    Nobody,
    /// The person, team or role in this argument.
    Person(usize),
    /// Those who work the queue in this argument.
    Queue(usize),
    /// The agent who gets the ticket.
    Agent,
    /// A manager of the agent who has the ticket.
    Manager,
    /// The requester.
    Requester,
    /// Those who work on the ticket, or look after such tickets.
    Staff,
    /// Whomever the host sees fit to: it does something of its own.
    Host,
}

/// Whom an effect reaches who is not named in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reaches {
    /// Those who work the queue that it says.
    Queue,
    /// The requester.
    Requester,
    /// Those who work on the ticket, or look after such tickets.
    Staff,
    /// Whomever the host sees fit to.
    Host,
}

/// What an action ends or holds back. A rule that asks for such an action is a guard: where it does not fire, something goes on
/// that was to be kept from going on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    /// Nothing.
    Nothing,
    /// The evaluation: no later rule is looked at.
    Evaluation,
    /// What the ticket is for: it is held back until somebody lets it go on. Later rules are looked at.
    Purpose,
}

/// A way in which an action can be a fault although its arguments fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fails {
    /// As people are: the roster lacks whom it names, or what is wanted of them is nothing to want.
    ByPeople,
    /// Where this argument is none of the words.
    NoneOf(usize, &'static [&'static str]),
    /// Where the field that this argument names is one of these of the ticket, or none that may be set by name.
    NotFree(usize, &'static [&'static str]),
    /// Where the field that one argument names cannot hold what another gives.
    CannotHold {
        /// Which argument names the field.
        field: usize,
        /// Which argument gives the value.
        value: usize,
    },
}

/// What is known of an argument before any ticket is.
#[derive(Clone, Copy, Debug)]
pub enum Given<'a> {
    /// This value.
    Value(&'a Value),
    /// Some text.
    Text,
    /// Nothing.
    Unknown,
}

impl Fails {
    /// Whether it can be so in a call with these arguments; `is_free` says whether a field has no action of its own.
    pub fn can_be(&self, args: &[Given<'_>], schema: &Schema, is_free: impl Fn(&Path) -> bool) -> bool {
        let text = |argument: usize| match args.get(argument) {
            Some(Given::Value(value)) => value.as_text(),
            _ => None,
        };
        let named = |argument: usize| text(argument).and_then(Path::parse_in_ticket);
        match *self {
            Fails::ByPeople => true,
            Fails::NoneOf(argument, words) => !text(argument).is_some_and(|text| words.contains(&text)),
            Fails::NotFree(argument, apart) => !named(argument).is_some_and(|field| {
                let is_apart = apart.iter().any(|name| field == Path::of_ticket(name));
                field.root.is_of_ticket() && !is_apart && is_free(&field)
            }),
            Fails::CannotHold { field, value } => {
                let declared = named(field).map(|field| schema.field(&field).map(|field| &field.kind));
                !declared.is_some_and(|kind| is_held(kind, args.get(value)))
            }
        }
    }
}

/// Whether a field of this kind surely holds what is given; one that is not declared holds anything.
fn is_held(kind: Option<&FieldType>, given: Option<&Given<'_>>) -> bool {
    match (kind, given) {
        (None, _) | (_, Some(Given::Value(Value::Missing)) | None) => true,
        (Some(kind), Some(Given::Value(value))) => kind.read(value).is_some(),
        (Some(kind), Some(Given::Text)) => matches!(kind, FieldType::Text | FieldType::Id),
        (Some(_), Some(Given::Unknown)) => false,
    }
}
