//! Calls: functions, helpers, and what a test asks.

use tierline_condition::{
    Pattern,
    functions::{Case, Function, Says, Stands, Takes},
};
use tierline_model::{Path, Text, Value, effect::ClockEffect, quoted, suggest};

use super::{
    Check, Kinds, Outcome, Room, TEST_FUNCTIONS, TestFunction, Type,
    mends::settled_words,
    names::unknown_field,
    types::Call,
    written::{told, written_or_this},
};
use crate::{instants::instant, rhai::Slip, site::unknown_calendar, source::Spot, tree::Node};

impl Check<'_> {
    /// A call, and what it may give.
    pub(super) fn call(&mut self, at: Spot, name: &str, args: &[Node], types: &[Type]) -> Type {
        if let Some(&count) = self.names.helpers.get(name) {
            self.count(at, name, args.len(), &[count], &format!("{name}({})", vec!["..."; count].join(", ")));
            return Type::any();
        }
        if let Some(function) = Function::named(name) {
            return self.function(at, Call { function, args, types });
        }
        if let Some(function) = TestFunction::named(name) {
            self.test_function(at, function, args, types);
            return Type::of(Kinds::TRUTH);
        }
        match self.names.actions.iter().find(|spec| spec.name == name) {
            Some(spec) => self.action(at, spec, args, types),
            None if self.names.has_broken(name) => {}
            None => {
                let slip = self.unknown_function(name);
                self.say(at, slip);
            }
        }
        Type::any()
    }

    fn function(&mut self, at: Spot, call: Call<'_>) -> Type {
        let Call { function, args, .. } = call;
        let before = self.slips.len();
        let counts: Vec<usize> = function.counts().collect();
        self.count(at, function.name, args.len(), &counts, &function.signature());
        self.literals(function, args);
        match self.slips.len() == before && self.names.typed && !self.arguments(call) {
            true => Type::any(),
            false => {
                self.never_found(call);
                self.gives(call)
            }
        }
    }

    /// Says where a text is asked for words that it never has, as they are written.
    fn never_found(&mut self, call: Call<'_>) {
        let Says::Text(stands, Case::Exact) = *call.function.says else { return };
        let (Some((text, given)), Some((arg, _))) = (call.arg(0), call.arg(1)) else { return };
        let Some(value) = arg.constant(self.constants()) else { return };
        let words = value.as_list().unwrap_or(std::slice::from_ref(&value));
        let are_words = self.names.typed && stands != Stands::AsPattern && !words.is_empty();
        let Some(settled) = given.settled_parts().filter(|_| are_words) else { return };
        let is_one = |word: &Value| word.as_text().is_none_or(|word| settled.settled(word).as_deref() == Some(word));
        if words.iter().any(is_one) {
            return;
        }
        let is = settled.settled_as().unwrap_or_default();
        let never = format!("{} {is} and never has {} in it", written_or_this(text), value.described());
        let slip = Slip::new("never-equal", never);
        self.say(arg.at, slip.maybe_help(settled_words(settled, &value)));
    }

    pub(super) fn count(&mut self, at: Spot, name: &str, given: usize, counts: &[usize], signature: &str) {
        if !counts.contains(&given) {
            let wanted: Vec<String> = counts.iter().map(usize::to_string).collect();
            let (wanted, values) = (wanted.join(" or "), if counts == [1] { "value" } else { "values" });
            let slip = Slip::new("argument-count", format!("`{name}` takes {wanted} {values}, not {given}"));
            self.say(at, slip.help(format!("it is written {signature}")));
        }
    }

    fn unknown_function(&self, name: &str) -> Slip {
        const HABITS: [(&str, &str); 11] = [
            ("to_lower", "lower(x); `contains` and its like take upper and lower case alike"),
            ("to_upper", "lower(x); `contains` and its like take upper and lower case alike"),
            ("toLowerCase", "lower(x)"),
            ("includes", "contains(x, \"...\")"),
            ("trim", "trimmed(x)"),
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
                let known = known.chain(TEST_FUNCTIONS.iter().map(|function| function.name));
                Slip::new("unknown-function", format!("there is no function `{name}`"))
                    .maybe_help(suggest::did_you_mean(name, known, "`"))
            }
            Room::Condition | Room::Helper => Slip::new("unknown-function", format!("there is no function `{name}`"))
                .maybe_help(suggest::did_you_mean(name, known, "`")),
        }
    }

    /// Arguments that must be written out, and must name what there is.
    fn literals(&mut self, function: &Function, args: &[Node]) {
        for (param, arg) in function.params.iter().zip(args) {
            let Some(text) = arg.constant_text(self.constants()) else {
                if param.takes.is_written_out() {
                    let (what, name) = (param.name, function.name);
                    let slip = Slip::new("not-literal", format!("the {what} of `{name}` must be written out"));
                    self.say(arg.at, slip.help("write it in double quotes, or use a `const`"));
                }
                continue;
            };
            let slip = match param.takes {
                // What it names is known before any ticket is.
                Takes::Instant if *function.says == Says::Names => instant(&text, arg.at).err(),
                takes => self.misnamed(takes, &text),
            };
            if let Some(slip) = slip {
                self.say(arg.at, slip);
            }
        }
    }

    /// Where a name that is written out names nothing, or a pattern is none.
    fn misnamed(&self, takes: Takes, text: &Text) -> Option<Slip> {
        match takes {
            Takes::Matrix | Takes::Calendar if self.names.has_broken(text) => None,
            Takes::Field => match Path::parse_in_ticket(text) {
                Some(path) if self.names.schema.knows(&path) => None,
                Some(path) => Some(unknown_field(self.names.schema, &path)),
                None => Some(Slip::new("unknown-field", format!("{} names no field", quoted(text)))),
            },
            Takes::Matrix => (!self.names.matrices.contains_key(text)).then(|| {
                let hint = suggest::did_you_mean(text, self.names.matrices.keys().map(|name| &**name), "\"");
                Slip::new("unknown-matrix", format!("there is no matrix {}", quoted(text))).maybe_help(hint)
            }),
            Takes::Pattern(case) => {
                let wrong = Pattern::compile(text, case.folds()).err();
                wrong.map(|error| {
                    Slip::new("pattern", format!("this pattern cannot be used: {error}")).help(
                        "patterns are regular expressions without look-around and back references, up to 1,024 bytes",
                    )
                })
            }
            Takes::Calendar => {
                let known = self.names.calendars;
                (!known.contains(text)).then(|| unknown_calendar(text, known))
            }
            _ => None,
        }
    }

    fn test_function(&mut self, at: Spot, function: &TestFunction, args: &[Node], types: &[Type]) {
        let name = function.name;
        if self.room != Room::Expectation {
            return self.say(at, Slip::new("test-only", format!("`{name}` is for the `expect` of a test")));
        }
        self.count(at, name, args.len(), function.counts, &format!("{name}(\"...\")"));
        let odd = args.iter().zip(types).find(|(_, given)| !given.is_nothing() && !given.may_be(Kinds::TEXT));
        if let Some((arg, given)) = odd {
            let slip = Slip::new("argument", format!("`{name}` is asked with text, not with {}", told(arg, given)));
            return self.say(arg.at, slip.help(format!("it is written {name}(\"...\")")));
        }
        let Some(text) = args.first().and_then(|arg| arg.constant_text(self.constants())) else { return };
        let slip = match function.asks {
            Outcome::Did => self.unknown_deed(&text),
            Outcome::Fired | Outcome::Faulted => self.unknown_rule(&text),
        };
        if let Some(slip) = slip {
            self.say(args[0].at, slip);
        }
    }

    fn unknown_deed(&self, name: &Text) -> Option<Slip> {
        let known = self.names.actions.iter().map(|spec| spec.name);
        let effects = self.names.actions.iter().flat_map(|spec| spec.effects.get()).map(|effect| effect.called);
        let is_known = known.clone().chain(effects).chain(ClockEffect::NAMES).any(|known| *known == **name);
        (!is_known).then(|| {
            let hint = suggest::did_you_mean(name, known, "\"");
            Slip::new("unknown-action", format!("there is no action {}", quoted(name))).maybe_help(hint)
        })
    }

    fn unknown_rule(&self, name: &Text) -> Option<Slip> {
        let is_known = self.names.rules.contains(name) || self.names.has_broken(name);
        (!is_known).then(|| {
            let hint = suggest::did_you_mean(name, self.names.rules.iter().map(|rule| &**rule), "\"");
            Slip::new("unknown-rule", format!("there is no rule {}", quoted(name))).maybe_help(hint)
        })
    }
}
