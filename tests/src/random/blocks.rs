//! Blocks of actions, made from the table of actions.

use tierline_model::{Param, ParamKind};
use tierline_rules::actions::ACTIONS;

use super::{Dice, condition, operand, operands::label, texts};

/// A block of actions. It may be none that the checker lets pass.
pub fn block(dice: &mut Dice) -> String {
    steps(dice, 2)
}

/// Some statements, each on a line of its own, with branches inside branches up to this depth.
fn steps(dice: &mut Dice, depth: usize) -> String {
    (0..=dice.below(3))
        .map(|_| if depth > 0 && dice.once_in(5) { branch(dice, depth - 1) } else { call(dice) })
        .map(|statement| statement + "\n")
        .collect()
}

fn call(dice: &mut Dice) -> String {
    if dice.once_in(3) { action_call(dice) } else { telling_call(dice) }
}

fn branch(dice: &mut Dice, depth: usize) -> String {
    let [a, b] = [(); 2].map(|()| if dice.once_in(6) { String::new() } else { steps(dice, depth) });
    match dice.below(4) {
        0 => format!("if {} {{\n{a}}}", condition(dice, 2)),
        1 => format!("if {} {{\n{a}}} else {{\n{b}}}", condition(dice, 2)),
        2 => format!("if {} {{\n{a}}} else if {} {{\n{b}}}", condition(dice, 1), operand(dice, 1)),
        _ => {
            let (on, one, two, three) = (operand(dice, 1), label(dice), label(dice), label(dice));
            let last = dice.pick(&["", "_ => flag(\"odd\")", "_ => {}", "_ => { route(ticket.category); stop(); }"]);
            format!("switch {on} {{ {one} => {{\n{a}}} {two} | {three} => {{\n{b}}} {last} }}")
        }
    }
}

/// An action of those that show what they were given.
fn telling_call(dice: &mut Dice) -> String {
    let (a, b) = (operand(dice, 2), operand(dice, 2));
    match dice.below(9) {
        0 => format!("notify(\"lead\", `${{{a}}} of ${{ticket.id}}`);"),
        1 => format!("comment(\"about \" + {a});"),
        2 => format!("set_field(\"odd\", #{{ a: {a}, b: {b} }});"),
        3 => format!("set_field(\"form.who\", {a});"),
        4 => format!("run(\"job\", #{{ one: {a}, two: [{b}] }});"),
        5 => format!(
            "prioritise({});",
            dice.pick(&["matrix(\"who\")", "ticket.priority ?? \"P3\"", "line(ticket.category)"])
        ),
        6 => format!(
            "add_tag({});",
            dice.pick(&["ticket.category", "`by ${requester.site}`", "word(ticket)", "ticket.id"])
        ),
        7 => format!("route({a});"),
        _ => dice.pick(&["add_tag(\"seen\");", "set_status(\"open\");", "flag(ticket.subject);"]).to_owned(),
    }
}

/// Any action of the language.
pub fn action_call(dice: &mut Dice) -> String {
    let spec = &ACTIONS[dice.below(ACTIONS.len())].spec;
    let (least, most) = spec.arity();
    let given = least + dice.below(most - least + 1);
    let args: Vec<String> = spec.params[..given].iter().map(|param| argument(dice, param)).collect();
    format!("{}({});", spec.name, args.join(", "))
}

fn argument(dice: &mut Dice, param: &Param) -> String {
    if dice.once_in(4) {
        return operand(dice, 2);
    }
    let words: &[&str] = match param.kind {
        ParamKind::Text | ParamKind::Sla => {
            &["ticket.subject", "`${ticket.category}!`", "\"lead\"", "requester.site", "\"日本\""]
        }
        ParamKind::Queue => &["\"network\"", "ticket.category", "word(ticket)"],
        ParamKind::Priority => &["\"P1\"", "\"P4\"", "ticket.priority", "matrix(\"who\")"],
        ParamKind::Tier => &["\"L1\"", "\"L3\"", "ticket.id"],
        ParamKind::FreeField => &["\"odd\"", "\"form.n\"", "\"form.who\"", "\"cost\"", "\"subject\""],
        ParamKind::Instant => &["now", "ticket.due_at", "ticket.form.day", "\"2026-12-01T10:00:00+02:00\""],
        ParamKind::Level => &["1", "ticket.reopened", "20"],
        ParamKind::Map => &["#{}", "#{ a: ticket.id, b: [ticket.tags] }", "ticket.odd", "ticket.form"],
        ParamKind::TextOrNamed(_) => &[
            "\"ana\"",
            "ticket.category",
            "#{ team: \"net\" }",
            "#{ skill: ticket.category, strategy: \"round_robin\" }",
        ],
        ParamKind::Any => return if dice.once_in(2) { texts::written(dice) } else { operand(dice, 1) },
    };
    dice.pick(words).to_owned()
}
