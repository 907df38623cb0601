//! Calls of actions: where they stand, and what they are called with.

use tierline_condition::functions::{Function, Kind};
use tierline_model::{
    ActionSpec, Fails, Field, FieldType, PRIORITIES, Param, ParamKind, Path, Root, SortedSet, TIERS, Tells, Text,
    Value, quoted, suggest,
};

use super::{
    Check, Kinds, Names, Room, Type,
    mends::{as_choice, as_map, as_text, word},
    names::unknown_field,
    written::told,
};
use crate::{
    rhai::Slip,
    source::Spot,
    tree::{Form, Node, Step},
};

impl Check<'_> {
    /// A call of an action.
    pub(super) fn action(&mut self, at: Spot, spec: &'static ActionSpec, args: &[Node], types: &[Type]) {
        if self.room != Room::Actions {
            let help = match self.room {
                Room::Expectation => format!("to ask whether it was asked for, write did(\"{}\")", spec.name),
                Room::Helper => "a helper only computes; call the action from a rule".to_owned(),
                _ => "it belongs after `then`".to_owned(),
            };
            return self.say(at, Slip::new("action-in-condition", format!("`{}` is an action", spec.name)).help(help));
        }
        let (least, most) = spec.arity();
        let counts: Vec<usize> = (least..=most).collect();
        self.count(at, spec.name, args.len(), &counts, &spec.signature());
        let before = self.slips.len();
        for ((param, arg), given) in spec.params.iter().zip(args).zip(types) {
            self.argument(spec, param, arg, given);
        }
        if self.slips.len() == before {
            self.sure_faults(spec, args);
        }
        let pairs = spec.params.windows(2).zip(args.windows(2).zip(types.windows(2)));
        for (params, (args, types)) in pairs {
            if let ([ParamKind::FreeField, ParamKind::Any], true) = ([params[0].kind, params[1].kind], self.names.typed)
            {
                self.written_value(spec, &args[0], (&args[1], &types[1]));
            }
        }
    }

    /// That a field may hold what is written to it.
    fn written_value(&mut self, spec: &ActionSpec, field: &Node, (arg, given): (&Node, &Type)) {
        let named = field.constant(self.constants());
        let path = named.as_ref().and_then(Value::as_text).and_then(Path::parse_in_ticket);
        let Some(field) = path.and_then(|path| self.names.schema.field(&path)) else { return };
        if let Some(slip) = self.odd_cell(spec, arg, |cell| misfit_of_field(field, cell)) {
            return self.slips.push(slip);
        }
        let value = arg.constant(self.constants());
        let fits = match &value {
            Some(value) => field.kind.read(value).is_some(),
            // A missing value takes the field away.
            None => given.may_be(Kinds::MISSING) || Type::read_by(&field.kind).can_equal(given),
        };
        if fits {
            return;
        }
        let got = value.as_ref().map_or_else(|| told(arg, given), Value::described);
        let message = format!("`{}`: `{}` must be {}, not {got}", spec.name, field.path, field.kind.wanted());
        let help = value.and_then(|value| word(&Type::of_field_type(&field.kind), &value));
        self.say(arg.at, Slip::new("argument", message).maybe_help(help));
    }

    fn argument(&mut self, spec: &ActionSpec, param: &Param, arg: &Node, given: &Type) {
        if let (ParamKind::TextOrNamed(names), Form::Map(entries)) = (param.kind, &arg.form) {
            return self.named_values(spec, names, arg.at, entries);
        }
        let queues = self.names.queues;
        if let Some(slip) = self.odd_cell(spec, arg, |cell| Some(split_help(&param.misfit(cell, queues)?))) {
            return self.slips.push(slip);
        }
        let Some(value) = arg.constant(self.constants()) else { return self.argument_type(spec, param, arg, given) };
        if value.as_text().is_some_and(|text| self.has_placeholder(text)) {
            let slip = Slip::new("placeholder", "nothing is filled in between plain quotes");
            return self.say(arg.at, slip.help("write it in backticks: `Ticket ${ticket.id}`"));
        }
        if let Some(misfit) = param.misfit(&value, self.names.queues) {
            let code =
                if param.kind == ParamKind::Queue && value.as_text().is_some() { "unknown-queue" } else { "argument" };
            let (message, help) = split_help(&misfit);
            let help = help.or_else(|| word(&taken(param.kind)?, &value));
            let help = help.or_else(|| self.put_otherwise(spec, param, arg, given));
            self.say(arg.at, Slip::new(code, format!("`{}`: {message}", spec.name)).maybe_help(help));
        } else if param.kind == ParamKind::FreeField {
            self.free_field(arg.at, value.as_text().unwrap_or_default());
        } else if param.kind == ParamKind::Sla
            && let Some(slip) = value.as_text().and_then(|name| unknown_sla(self.names, name))
        {
            self.say(arg.at, slip);
        }
    }

    /// That what is not known yet may fit.
    fn argument_type(&mut self, spec: &ActionSpec, param: &Param, arg: &Node, given: &Type) {
        let may_be_left_out = given.is_nothing() || (param.optional && given.may_be(Kinds::MISSING));
        let fits = |taken: Type| may_be_left_out || taken.can_equal(given);
        if taken(param.kind).is_some_and(|taken| !fits(taken)) {
            let wanted = param.kind.wanted();
            let message = format!("`{}`: `{}` must be {wanted}, not {}", spec.name, param.name, told(arg, given));
            let help = self.put_otherwise(spec, param, arg, given);
            self.say(arg.at, Slip::new("argument", message).maybe_help(help));
        }
    }

    /// Whether a text has a `${` and then something that can be seen here.
    fn has_placeholder(&self, text: &str) -> bool {
        text.split("${").skip(1).any(|rest| {
            let name: String = rest.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            Root::named(&name).is_some() || self.locals.contains(&name) || self.constants().contains_key(&name)
        })
    }

    /// The names in `#{ … }`, which may be wrong although the values are not known yet.
    fn named_values(&mut self, spec: &ActionSpec, names: &[&str], at: Spot, entries: &[(String, Node)]) {
        for (name, _) in entries.iter().filter(|(name, _)| !names.contains(&name.as_str())) {
            let hint = suggest::did_you_mean(name, names.iter().copied(), "`");
            let help = hint.unwrap_or_else(|| format!("there are {}", names.join(", ")));
            self.say(at, Slip::new("argument", format!("`{}` knows no `{name}`", spec.name)).help(help));
        }
    }

    /// What an argument that does not fit could be put as.
    fn put_otherwise(&self, spec: &ActionSpec, param: &Param, arg: &Node, given: &Type) -> Option<String> {
        let words = |words: &[&str]| Some((words.first()?.to_string(), words.get(1)?.to_string()));
        let known = |names: &SortedSet<Text>| words(&names.iter().map(|name| &**name).collect::<Vec<_>>());
        let is_person = matches!(spec.tells, Tells::Person(index) if spec.params.get(index) == Some(param));
        match param.kind {
            // Nobody is called as a number or a truth is.
            ParamKind::Text if is_person => None,
            ParamKind::Text | ParamKind::TextOrNamed(_) => as_text(arg, given),
            ParamKind::Priority => as_choice(arg, given, words(PRIORITIES)?),
            ParamKind::Tier => as_choice(arg, given, words(TIERS)?),
            ParamKind::Queue => as_choice(arg, given, known(self.names.queues)?),
            ParamKind::Sla => as_choice(arg, given, known(self.names.slas)?),
            ParamKind::Map => as_map(arg),
            ParamKind::FreeField | ParamKind::Instant | ParamKind::Level | ParamKind::Any => None,
        }
    }

    /// Says in which ways the call is a fault whatever its other arguments are.
    fn sure_faults(&mut self, spec: &ActionSpec, args: &[Node]) {
        let slips: Vec<Slip> = spec.fails.get().iter().filter_map(|way| self.sure_fault(spec, args, way)).collect();
        self.slips.extend(slips);
    }

    fn sure_fault(&self, spec: &ActionSpec, args: &[Node], way: &Fails) -> Option<Slip> {
        let written = |argument: usize| match args.get(argument)?.constant(self.constants())? {
            Value::Text(text) => Some(text),
            _ => None,
        };
        let (argument, slip) = match *way {
            Fails::NoneOf(argument, words) => {
                let word = written(argument).filter(|word| !words.contains(&&**word))?;
                let what = spec.params.get(argument)?.name;
                let slip = Slip::new("hopeless-action", format!("`{}` knows no {what} {}", spec.name, quoted(&word)));
                let hint = suggest::did_you_mean(&word, words.iter().copied(), "\"");
                (argument, slip.help(hint.unwrap_or_else(|| format!("there are {}", words.join(", ")))))
            }
            Fails::NotFree(argument, apart) => {
                let field = Path::parse_in_ticket(&written(argument)?)?;
                apart.iter().find(|name| field == Path::of_ticket(name))?;
                (argument, Slip::new("hopeless-action", format!("`{field}` is the host's and cannot be set")))
            }
            Fails::ByPeople | Fails::CannotHold { .. } => return None,
        };
        Some(slip.at(args.get(argument)?.at))
    }

    /// What is wrong with a cell of a matrix that an argument may be.
    fn odd_cell(
        &self,
        spec: &ActionSpec,
        arg: &Node,
        misfit: impl Fn(&Value) -> Option<(String, Option<String>)>,
    ) -> Option<Slip> {
        looked_up(arg).into_iter().find_map(|(at, of)| {
            let Some(Value::Text(name)) = of.constant(self.constants()) else { return None };
            let matrix = self.names.matrices.get(&name)?;
            let mut cells = matrix.cells.iter().flatten().filter(|cell| !cell.is_missing());
            let (message, help) = cells.find_map(&misfit)?;
            let message = format!("`{}`: a cell of the matrix `{name}` does not fit: {message}", spec.name);
            Some(Slip::new("matrix-value", message).maybe_help(help).at(at))
        })
    }

    fn free_field(&mut self, at: Spot, name: &str) {
        let Some(path) = Path::parse_in_ticket(name) else { return };
        if !self.names.schema.knows(&path) {
            return self.say(at, unknown_field(self.names.schema, &path));
        }
        let writer = self.names.actions.iter().find(|spec| path.names.len() == 1 && spec.may_write(&path.names[0]));
        if let Some(writer) = writer.filter(|_| path.root == tierline_model::Root::Ticket) {
            let slip = Slip::new("argument", format!("`{path}` is set by an action of its own"));
            self.say(at, slip.help(format!("use {}", writer.signature())));
        }
    }
}

/// The matrices whose cells something may give, each with its place: by what names it.
fn looked_up(node: &Node) -> Vec<(Spot, &Node)> {
    match &node.form {
        Form::Call { function, args } => {
            let is_lookup =
                Function::named(function).is_some_and(|known| matches!(known.gives.kind(), Kind::CellOf(_)));
            args.first().filter(|_| is_lookup).map(|name| (node.at, name)).into_iter().collect()
        }
        Form::Coalesce(choices) => choices.iter().flat_map(looked_up).collect(),
        Form::Block(steps) => last_looked_up(steps),
        _ => vec![],
    }
}

fn last_looked_up(steps: &[Step]) -> Vec<(Spot, &Node)> {
    match steps.last() {
        Some(Step::Do(node)) => looked_up(node),
        Some(Step::If { then, otherwise, .. }) => [last_looked_up(then), last_looked_up(otherwise)].concat(),
        _ => vec![],
    }
}

/// Why a field does not take what a cell gives, and what to do instead: cells are texts.
fn misfit_of_field(field: &Field, cell: &Value) -> Option<(String, Option<String>)> {
    if field.kind.read(cell).is_some() {
        return None;
    }
    let takes = Type::read_by(&field.kind);
    let help = match takes.may_be(Kinds::TEXT) {
        true => word(&takes, cell),
        false => Some("a matrix gives words: other values take a rule or a `switch`".to_owned()),
    };
    Some((format!("`{}` must be {}, not {}", field.path, field.kind.wanted(), cell.described()), help))
}

/// What an argument may be; `None` for anything.
fn taken(kind: ParamKind) -> Option<Type> {
    let one_of = |words: &[&str]| Type::one_of(words.iter().map(|&word| word.into()));
    Some(match kind {
        ParamKind::Text | ParamKind::Queue | ParamKind::Sla | ParamKind::FreeField => Type::of(Kinds::TEXT),
        ParamKind::Priority => one_of(PRIORITIES),
        ParamKind::Tier => one_of(TIERS),
        ParamKind::Instant => Type::read_by(&FieldType::Instant),
        ParamKind::Level => Type::of(Kinds::NUMBER),
        ParamKind::Map => Type::of(Kinds::MAP),
        ParamKind::TextOrNamed(_) => Type::of(Kinds::TEXT.or(Kinds::MAP)),
        ParamKind::Any => return None,
    })
}

/// What to say of an SLA that is not there. A desk without any may name those of its host.
pub(crate) fn unknown_sla(names: &Names<'_>, name: &str) -> Option<Slip> {
    if names.slas.is_empty() || names.slas.contains(name) || names.has_broken(name) {
        return None;
    }
    let hint = suggest::did_you_mean(name, names.slas.iter().map(|known| &**known), "\"");
    let listed =
        || format!("this desk has \"{}\"", names.slas.iter().map(|known| &**known).collect::<Vec<_>>().join("\", \""));
    Some(Slip::new("unknown-sla", format!("there is no SLA {}", quoted(name))).help(hint.unwrap_or_else(listed)))
}

/// `message; did you mean …?` in two.
fn split_help(misfit: &str) -> (String, Option<String>) {
    match misfit.split_once("; did you mean") {
        Some((message, hint)) => (message.to_owned(), Some(format!("did you mean{hint}"))),
        None => (misfit.to_owned(), None),
    }
}
