//! Plain Rhai: one AST a rule, as most hosts use it, or all rules as one generated script of `switch`.

mod script;

use std::cell::OnceCell;

use rhai::{
    AST, Array, Dynamic, Engine as Rhai, INT, Scope,
    grain::{Compiler, Program, Vm},
};
use serde_json::Value as Json;
use tierline_peers::{Engine, FIELDS, Mode, Task, Test};

/// One AST a rule.
struct Each {
    rhai: Rhai,
    mode: Mode,
    rules: Vec<AST>,
}

impl Engine for Each {
    type Ticket = Scope<'static>;

    fn bind(&self, ticket: &Json) -> Self::Ticket {
        scope(ticket)
    }

    fn ask(&mut self, ticket: &mut Self::Ticket, found: &mut Vec<usize>) {
        for (number, rule) in self.rules.iter().enumerate() {
            if self.rhai.eval_ast_with_scope::<bool>(ticket, rule).expect("an answer") {
                found.push(number);
                if self.mode == Mode::First {
                    break;
                }
            }
        }
    }
}

/// One script, walked as a tree.
struct Switch {
    rhai: Rhai,
    script: AST,
}

impl Engine for Switch {
    type Ticket = Scope<'static>;

    fn bind(&self, ticket: &Json) -> Self::Ticket {
        scope(ticket)
    }

    fn ask(&mut self, ticket: &mut Self::Ticket, found: &mut Vec<usize>) {
        let fields = ticket.len();
        let answer = self.rhai.eval_ast_with_scope(ticket, &self.script).expect("an answer");
        ticket.rewind(fields);
        take(answer, found);
    }
}

/// One script, compiled for Rhai's bytecode machine.
struct Grain<'a> {
    machine: Vm<'a>,
    script: Program<'a>,
}

impl Engine for Grain<'_> {
    type Ticket = Scope<'static>;

    fn bind(&self, ticket: &Json) -> Self::Ticket {
        scope(ticket)
    }

    fn ask(&mut self, ticket: &mut Self::Ticket, found: &mut Vec<usize>) {
        let fields = ticket.len();
        let answer = self.machine.eval_with_scope(ticket, &self.script).expect("an answer");
        ticket.rewind(fields);
        take(answer, found);
    }
}

fn main() {
    let task = Task::from_args();
    let mut rhai = Rhai::new();
    rhai.set_max_expr_depths(0, 0);
    match task.variant.as_str() {
        "each" => {
            let texts: Vec<String> =
                task.workload.rules.iter().map(|rule| rule.condition(" && ", Test::in_dots)).collect();
            task.run(|| {
                let rules = texts.iter().map(|text| rhai.compile_expression(text).expect("a condition")).collect();
                Each { rhai, mode: task.mode, rules }
            });
        }
        "switch" => {
            let text = script::of(&task.workload.rules, task.mode);
            task.run(|| {
                let script = rhai.compile(&text).expect("a script");
                Switch { rhai, script }
            });
        }
        "grain" => {
            let text = script::of(&task.workload.rules, task.mode);
            let tree = OnceCell::new();
            task.run(|| {
                let tree = tree.get_or_init(|| rhai.compile(&text).expect("a script"));
                let script = Compiler::new().compile(tree);
                Grain { machine: Vm::new(&rhai), script }
            });
        }
        _ => task.unknown_variant(),
    }
}

fn scope(ticket: &Json) -> Scope<'static> {
    let mut scope = Scope::with_capacity(FIELDS.len() + 1);
    for field in FIELDS {
        let value: Dynamic = match &ticket[field] {
            Json::String(text) => text.as_str().into(),
            Json::Bool(flag) => (*flag).into(),
            number => (number.as_i64().expect("an integer") as INT).into(),
        };
        scope.push_dynamic(field, value);
    }
    scope
}

fn take(answer: Dynamic, found: &mut Vec<usize>) {
    let number = |rule: &Dynamic| rule.as_int().expect("a number") as usize;
    match answer.try_cast_result::<Array>() {
        Ok(rules) => {
            found.extend(rules.iter().map(number));
            found.sort_unstable();
        }
        Err(rule) if number(&rule) != script::NONE => found.push(number(&rule)),
        Err(_) => {}
    }
}
