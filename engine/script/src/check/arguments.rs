//! Arguments of functions that do not fit.

use tierline_condition::functions::{Param, Takes};
use tierline_model::{Path, quoted};

use super::{
    Check, Kinds, Type,
    comparisons::priorities,
    mends::of_argument,
    types::Call,
    values::is_queue,
    written::{told, written_or_x},
};
use crate::{rhai::Slip, tree::Node};

impl Check<'_> {
    /// Says which argument of a call does not fit its parameter: the first, for the others may be measured by it.
    pub(super) fn arguments(&mut self, call: Call<'_>) -> bool {
        let params = call.function.params.iter().zip(call.args).zip(call.types);
        let misfit = params.into_iter().find(|((param, _), given)| !self.fits(call, param.takes, given));
        let Some(((param, arg), given)) = misfit else { return self.in_order(call) && self.queues(call) };
        let odd = odd_first(call, param.takes, (arg, given));
        let (wanted, ((param, arg), given)) = match odd {
            Some((odd, measure)) => (measure, odd),
            None => (self.wanted(call, param.takes), ((param, arg), given)),
        };
        let value = arg.constant(self.constants());
        let got = value.as_ref().map_or_else(|| told(arg, given), |value| value.described());
        let message = format!("`{}`: `{}` must be {wanted}, not {got}", call.function.name, param.name);
        let help = self.mend_of_argument(call, param, value.as_ref());
        self.say(arg.at, Slip::new("argument", message).maybe_help(help));
        false
    }

    /// Says which argument is a priority that is put in order as a text, so that the most urgent comes first.
    fn in_order(&mut self, call: Call<'_>) -> bool {
        let mut params = call.function.params.iter().zip(call.args).zip(call.types);
        let is_priority = |((param, _), given): &((&Param, &Node), &Type)| {
            matches!(param.takes, Takes::InOrder | Takes::Like(_)) && priorities(given).is_some()
        };
        let Some(((_, arg), _)) = params.find(is_priority) else { return true };
        let written = written_or_x(arg);
        let message = format!("`{written}` is a priority, which has no order that `{}` knows", call.function.name);
        let help = format!(
            "write outranks({written}, ...), which says which way round it is, or {written} in [\"P1\", \"P2\"]"
        );
        self.say(arg.at, Slip::new("no-order", message).help(help));
        false
    }

    /// Says which argument is a queue but for its capitals: a queue that is not declared may be one of former times.
    fn queues(&mut self, call: Call<'_>) -> bool {
        let params = call.function.params.iter().zip(call.args);
        let named = params.filter_map(|(param, arg)| match param.takes {
            Takes::HeldBy(of) => {
                let path = Path::parse_in_ticket(call.arg(of)?.0.constant_text(self.constants())?.as_ref())?;
                is_queue(&path).then(|| arg.constant_text(self.constants()).map(|queue| (arg.at, queue)))?
            }
            _ => None,
        });
        let folded = |queue: &str| queue.to_lowercase();
        let twin = named.into_iter().find_map(|(at, queue)| {
            let twins = self.names.queues.iter().filter(|known| folded(known) == folded(&queue));
            let twin = twins.min_by_key(|known| **known != queue)?;
            (*twin != queue).then(|| (at, queue, twin.clone()))
        });
        let Some((at, queue, twin)) = twin else { return true };
        let slip = Slip::new("unknown-queue", format!("there is no queue {}", quoted(&queue)));
        self.say(at, slip.help(format!("did you mean {}?", quoted(&twin))));
        false
    }

    fn mend_of_argument(&self, call: Call<'_>, param: &Param, value: Option<&tierline_model::Value>) -> Option<String> {
        let index = call.function.params.iter().position(|known| known == param)?;
        let held = match param.takes {
            Takes::HeldBy(of) => self.field_named(call, of).map(Type::of_field_type),
            Takes::Priority => Some(Type::one_of(tierline_model::PRIORITIES.iter().map(|&word| word.into()))),
            _ => None,
        };
        of_argument(call, index, value, held.as_ref(), self.constants())
    }

    /// What a parameter takes, as part of a sentence.
    fn wanted(&self, call: Call<'_>, takes: Takes) -> String {
        let fixed = match takes {
            Takes::Text | Takes::Pattern(_) => "text",
            Takes::TextOrList => "text or a list",
            Takes::Words => "a word or a list of words",
            Takes::List => "a list",
            Takes::InOrder => "a number, an instant or a text",
            Takes::Instant => "an instant, or a text that names one",
            Takes::Priority => "a priority from \"P1\" to \"P5\"",
            Takes::PartOf(index) => match call.arg(index) {
                Some((_, whole)) if !whole.may_be(Kinds::TEXT.or(Kinds::MAP)) => {
                    let items = whole.items.as_ref().map_or("a value".to_owned(), |items| items.described());
                    return format!("one item, which is {items}");
                }
                _ => "one text",
            },
            Takes::ItemsOf(index) => match call.arg(index) {
                Some((list, given)) => {
                    return format!("what `{}` may have in it, {}", written_or_x(list), given.as_items().described());
                }
                None => "a list",
            },
            Takes::Like(index) => match call.arg(index) {
                Some((other, given)) => return like(other, given),
                None => "a number, an instant or a text",
            },
            Takes::HeldBy(index) => match self.field_named(call, index) {
                Some(field) => return format!("what the field holds, {}", field.wanted()),
                None => "what the field holds",
            },
            Takes::Anything | Takes::Field | Takes::Calendar | Takes::Matrix => "a value",
        };
        fixed.to_owned()
    }
}

/// An argument, its parameter and what it may be.
type Odd<'a> = ((&'static Param, &'a Node), &'a Type);

/// The argument by which another is measured, where that is what is odd: neither a number nor an instant, beside one. And what it was
/// to be.
fn odd_first<'a>(call: Call<'a>, takes: Takes, (other, beside): (&Node, &Type)) -> Option<(Odd<'a>, String)> {
    let Takes::Like(index) = takes else { return None };
    let (arg, given) = call.arg(index)?;
    let param = call.function.params.get(usize::from(index))?;
    let measured = Kinds::NUMBER.or(Kinds::INSTANT);
    let is_odd = !given.may_be(measured) && beside.may_be(measured);
    is_odd.then(|| (((param, arg), given), like(other, beside)))
}

/// What is to be as another argument is.
fn like(other: &Node, given: &Type) -> String {
    format!("{}, as `{}` is", given.described(), written_or_x(other))
}
