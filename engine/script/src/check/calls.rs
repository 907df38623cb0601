//! Calls: functions, helpers, actions and their arguments.

use tierline_condition::{
    Pattern,
    functions::{Function, Literal},
};
use tierline_model::{ActionSpec, Param, ParamKind, Path, Root, Value, effect::ClockEffect, quoted, suggest};

use super::{Check, Names, Room, TEST_FUNCTIONS, names::unknown_field};
use crate::{
    instants::instant,
    rhai::Slip,
    site::unknown_calendar,
    source::Spot,
    tree::{Form, Node},
};

impl Check<'_> {
    pub(super) fn call(&mut self, at: Spot, name: &str, args: &[Node]) {
        if let Some(&count) = self.names.helpers.get(name) {
            return self.count(at, name, args.len(), &[count], &format!("{name}({})", vec!["..."; count].join(", ")));
        }
        if let Some(function) = Function::named(name) {
            self.count(at, name, args.len(), &[function.params.len()], &function.signature());
            return self.literal(function, args);
        }
        if let Some((_, counts)) = TEST_FUNCTIONS.iter().find(|(known, _)| *known == name) {
            return self.test_function(at, name, counts, args);
        }
        match self.names.actions.iter().find(|spec| spec.name == name) {
            Some(spec) => self.action(at, spec, args),
            None if self.names.has_broken(name) => {}
            None => {
                let slip = self.unknown_function(name);
                self.say(at, slip);
            }
        }
    }

    fn count(&mut self, at: Spot, name: &str, given: usize, counts: &[usize], signature: &str) {
        if !counts.contains(&given) {
            let wanted: Vec<String> = counts.iter().map(usize::to_string).collect();
            let (wanted, values) = (wanted.join(" or "), if counts == [1] { "value" } else { "values" });
            let slip = Slip::new("argument-count", format!("`{name}` takes {wanted} {values}, not {given}"));
            self.say(at, slip.help(format!("it is written {signature}")));
        }
    }

    fn unknown_function(&self, name: &str) -> Slip {
        const HABITS: [(&str, &str); 12] = [
            ("to_lower", "lower(x); `contains` and its like take upper and lower case alike"),
            ("to_upper", "lower(x); `contains` and its like take upper and lower case alike"),
            ("toLowerCase", "lower(x)"),
            ("includes", "contains(x, \"...\")"),
            ("trim", "trimmed(x)"),
            ("today", "`now`, or days_until(x) and days_since(x)"),
            ("date", "at(\"2026-11-23\")"),
            ("length", "len(x)"),
            ("is_empty", "!is_set(x)"),
            ("set_priority", "prioritise(\"P2\")"),
            ("set_queue", "route(\"queue\")"),
            ("set_group", "route(\"queue\")"),
        ];
        if let Some((_, ours)) = HABITS.iter().find(|(theirs, _)| *theirs == name) {
            return Slip::new("unknown-function", format!("there is no `{name}` here")).help(format!("write {ours}"));
        }
        if let Some(file) = self.names.elsewhere.get(name) {
            return Slip::new("unknown-function", format!("there is no function `{name}` in this file"))
                .help(format!("it stands in {file}.rhai: write import \"{file}\" at the top of this file"));
        }
        let functions = Function::all().map(|function| function.name);
        let helpers = self.names.helpers.keys().map(String::as_str);
        let known = functions.chain(helpers);
        match self.room {
            Room::Actions => {
                let known = known.chain(self.names.actions.iter().map(|spec| spec.name));
                let hint = suggest::did_you_mean(name, known, "`");
                let help =
                    hint.unwrap_or_else(|| "for something of your host's own, use emit(\"name\", #{ ... })".to_owned());
                Slip::new("unknown-action", format!("there is no action `{name}`")).help(help)
            }
            Room::Expectation => {
                let known = known.chain(TEST_FUNCTIONS.iter().map(|(name, _)| *name));
                Slip::new("unknown-function", format!("there is no function `{name}`"))
                    .maybe_help(suggest::did_you_mean(name, known, "`"))
            }
            Room::Condition | Room::Helper => Slip::new("unknown-function", format!("there is no function `{name}`"))
                .maybe_help(suggest::did_you_mean(name, known, "`")),
        }
    }

    /// An argument that must be written out, and must name what there is.
    fn literal(&mut self, function: &Function, args: &[Node]) {
        let Some((index, literal)) = function.literal else { return };
        let Some(arg) = args.get(index) else { return };
        let Some(Value::Text(text)) = arg.constant(self.constants()) else {
            if literal != Literal::Instant {
                let what = function.params[index];
                let slip = Slip::new("not-literal", format!("the {what} of `{}` must be written out", function.name));
                self.say(arg.at, slip.help("write it in double quotes, or use a `const`"));
            }
            return;
        };
        let slip = match literal {
            Literal::Matrix | Literal::Calendar if self.names.has_broken(&text) => None,
            Literal::Field => match Path::parse_in_ticket(&text) {
                Some(path) if self.names.schema.knows(&path) => None,
                Some(path) => Some(unknown_field(self.names.schema, &path)),
                None => Some(Slip::new("unknown-field", format!("{} names no field", quoted(&text)))),
            },
            Literal::Matrix => (!self.names.matrices.contains_key(&text)).then(|| {
                let hint = suggest::did_you_mean(&text, self.names.matrices.keys().map(|name| &**name), "\"");
                Slip::new("unknown-matrix", format!("there is no matrix {}", quoted(&text))).maybe_help(hint)
            }),
            Literal::Pattern | Literal::PatternExact => {
                let wrong = Pattern::compile(&text, literal == Literal::Pattern).err();
                wrong.map(|error| {
                    Slip::new("pattern", format!("this pattern cannot be used: {error}")).help(
                        "patterns are regular expressions without look-around and back references, up to 1,024 bytes",
                    )
                })
            }
            Literal::Calendar => {
                let known = self.names.calendars;
                (!known.contains(&text)).then(|| unknown_calendar(&text, known))
            }
            Literal::Instant => instant(&text, arg.at).err(),
        };
        if let Some(slip) = slip {
            self.say(arg.at, slip);
        }
    }

    fn test_function(&mut self, at: Spot, name: &str, counts: &[usize], args: &[Node]) {
        if self.room != Room::Expectation {
            return self.say(at, Slip::new("test-only", format!("`{name}` is for the `expect` of a test")));
        }
        self.count(at, name, args.len(), counts, &format!("{name}(\"...\")"));
        let Some(Value::Text(text)) = args.first().and_then(|arg| arg.constant(self.constants())) else { return };
        let at = args[0].at;
        if name == "did" {
            let known = self.names.actions.iter().map(|spec| spec.name);
            let effects = self.names.actions.iter().flat_map(|spec| spec.effects.get()).map(|effect| effect.called);
            if !known.clone().chain(effects).chain(ClockEffect::NAMES).any(|known| known == &*text) {
                let hint = suggest::did_you_mean(&text, known, "\"");
                self.say(
                    at,
                    Slip::new("unknown-action", format!("there is no action {}", quoted(&text))).maybe_help(hint),
                );
            }
        } else if !self.names.rules.contains(&text) && !self.names.has_broken(&text) {
            let hint = suggest::did_you_mean(&text, self.names.rules.iter().map(|rule| &**rule), "\"");
            self.say(at, Slip::new("unknown-rule", format!("there is no rule {}", quoted(&text))).maybe_help(hint));
        }
    }

    fn action(&mut self, at: Spot, spec: &'static ActionSpec, args: &[Node]) {
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
        for (param, arg) in spec.params.iter().zip(args) {
            self.argument(spec, param, arg);
        }
    }

    fn argument(&mut self, spec: &ActionSpec, param: &Param, arg: &Node) {
        if let (ParamKind::TextOrNamed(names), Form::Map(entries)) = (param.kind, &arg.form) {
            return self.named_values(spec, names, arg.at, entries);
        }
        if let Form::Call { function, args } = &arg.form
            && function == "matrix"
        {
            return self.cells(spec, param, arg.at, args);
        }
        let Some(value) = arg.constant(self.constants()) else { return };
        if value.as_text().is_some_and(|text| self.has_placeholder(text)) {
            let slip = Slip::new("placeholder", "nothing is filled in between plain quotes");
            return self.say(arg.at, slip.help("write it in backticks: `Ticket ${ticket.id}`"));
        }
        if let Some(misfit) = param.misfit(&value, self.names.queues) {
            let code =
                if param.kind == ParamKind::Queue && value.as_text().is_some() { "unknown-queue" } else { "argument" };
            let (message, help) = split_help(&misfit);
            self.say(arg.at, Slip::new(code, format!("`{}`: {message}", spec.name)).maybe_help(help));
        } else if param.kind == ParamKind::FreeField {
            self.free_field(arg.at, value.as_text().unwrap_or_default());
        } else if param.kind == ParamKind::Sla
            && let Some(slip) = value.as_text().and_then(|name| unknown_sla(self.names, name))
        {
            self.say(arg.at, slip);
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

    /// That every cell of a matrix fits the argument that it is looked up for.
    fn cells(&mut self, spec: &ActionSpec, param: &Param, at: Spot, args: &[Node]) {
        let name = args.first().and_then(|arg| arg.constant(self.constants()));
        let Some(Value::Text(name)) = name else { return };
        let cells = self.names.matrices.get(&name).into_iter().flat_map(|matrix| matrix.cells.iter().flatten());
        let misfit = cells.filter(|cell| !cell.is_missing()).find_map(|cell| param.misfit(cell, self.names.queues));
        if let Some(misfit) = misfit {
            let (message, help) = split_help(&misfit);
            let message = format!("`{}`: a cell of the matrix `{name}` does not fit: {message}", spec.name);
            self.say(at, Slip::new("matrix-value", message).maybe_help(help));
        }
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
