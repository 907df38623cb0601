//! CEL: one program a rule.

use cel::{Context, Program, Value};
use serde_json::Value as Json;
use tierline_peers::{Engine, FIELDS, Mode, Task, Test};

struct Cel {
    mode: Mode,
    programs: Vec<Program>,
}

impl Engine for Cel {
    type Ticket = Context<'static, 'static>;

    fn bind(&self, ticket: &Json) -> Self::Ticket {
        let mut context = Context::default();
        for field in FIELDS {
            match &ticket[field] {
                Json::String(text) => context.add_variable_from_value(field, text.clone()),
                Json::Bool(flag) => context.add_variable_from_value(field, *flag),
                number => context.add_variable_from_value(field, number.as_i64().expect("an integer")),
            }
        }
        context
    }

    fn ask(&mut self, ticket: &mut Self::Ticket, found: &mut Vec<usize>) {
        for (number, program) in self.programs.iter().enumerate() {
            if matches!(program.execute(ticket).expect("an answer"), Value::Bool(true)) {
                found.push(number);
                if self.mode == Mode::First {
                    break;
                }
            }
        }
    }
}

fn main() {
    let task = Task::from_args();
    let texts: Vec<String> = task.workload.rules.iter().map(|rule| rule.condition(" && ", Test::in_dots)).collect();
    task.run(|| Cel {
        mode: task.mode,
        programs: texts.iter().map(|text| Program::compile(text).expect("an expression")).collect(),
    });
}
