//! Regorus: one rule of Rego a rule, all of which add to one set.

use regorus::{Engine as Rego, Rc, Value, languages::rego::compiler::Compiler, rvm::vm::RegoVM};
use serde_json::Value as Json;
use tierline_peers::{Engine, Mode, Rule, Task, Test, refuse};

/// One file may have 1 MiB at most.
const RULES_A_FILE: usize = 2_000;

struct Interpreter {
    rego: Rego,
    entry: String,
}

impl Engine for Interpreter {
    type Ticket = Value;

    fn bind(&self, ticket: &Json) -> Value {
        value(ticket)
    }

    fn ask(&mut self, ticket: &mut Value, found: &mut Vec<usize>) {
        self.rego.set_input(ticket.clone());
        take(&self.rego.eval_rule(self.entry.clone()).expect("an answer"), found);
    }
}

struct Machine(RegoVM);

impl Engine for Machine {
    type Ticket = Value;

    fn bind(&self, ticket: &Json) -> Value {
        value(ticket)
    }

    fn ask(&mut self, ticket: &mut Value, found: &mut Vec<usize>) {
        self.0.set_input(ticket.clone());
        take(&self.0.execute().expect("an answer"), found);
    }
}

fn main() {
    let task = Task::from_args();
    let mut texts: Vec<String> = task.workload.rules.chunks(RULES_A_FILE).map(package).collect();
    if task.mode == Mode::First {
        texts[0].push_str("least := min(hit)\n");
    }
    let entry = match task.mode {
        Mode::First => "data.routing.least",
        Mode::Collect => "data.routing.hit",
    };
    match task.variant.as_str() {
        "interpreter" => task.run(|| {
            let mut interpreter = Interpreter { rego: rego(&texts), entry: entry.to_owned() };
            // It prepares what it needs when it is first asked.
            interpreter.ask(&mut value(&task.workload.tickets[0]), &mut vec![]);
            interpreter
        }),
        "machine" => task.run(|| Machine(machine(&texts, entry).unwrap_or_else(|why| refuse(&why)))),
        _ => task.unknown_variant(),
    }
}

fn package(rules: &[Rule]) -> String {
    let rules = rules.iter().map(|rule| format!("hit contains {} if {{ {} }}\n", rule.id, rule.condition("; ", test)));
    format!("package routing\nimport rego.v1\n{}", rules.collect::<String>())
}

fn test(test: &Test) -> String {
    let Test { field, op, value } = test;
    match op.symbol() {
        Some(symbol) => format!("input.{field} {symbol} {value}"),
        None => format!("contains(input.{field}, {value})"),
    }
}

fn rego(texts: &[String]) -> Rego {
    let mut rego = Rego::new();
    for (number, text) in texts.iter().enumerate() {
        rego.add_policy(format!("rules-{number}.rego"), text.clone()).expect("a policy");
    }
    rego
}

/// # Errors
///
/// Where the rules do not fit into one program.
fn machine(texts: &[String], entry: &str) -> Result<RegoVM, String> {
    let point: Rc<str> = entry.into();
    let compiled = rego(texts).compile_with_entrypoint(&point).map_err(|error| error.to_string())?;
    let program = Compiler::compile_from_policy(&compiled, &[entry]).map_err(|error| error.to_string())?;
    let mut machine = RegoVM::new();
    machine.load_program(program);
    Ok(machine)
}

fn value(ticket: &Json) -> Value {
    Value::from(ticket.clone())
}

fn take(answer: &Value, found: &mut Vec<usize>) {
    let number = |value: &Value| value.as_u64().expect("a number") as usize;
    match answer {
        Value::Set(rules) => found.extend(rules.iter().map(number)),
        Value::Undefined => {}
        rule => found.push(number(rule)),
    }
}
