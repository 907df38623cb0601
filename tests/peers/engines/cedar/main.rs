//! Cedar: one policy a rule. It has no order, so the first that holds is the least of all that do.

use std::str::FromStr;

use cedar_policy::{Authorizer, Context, Entities, EntityUid, PolicySet, Request};
use serde_json::Value as Json;
use tierline_peers::{Engine, Mode, Rule, Task, Test};

struct Cedar {
    mode: Mode,
    policies: PolicySet,
    authorizer: Authorizer,
    entities: Entities,
}

impl Engine for Cedar {
    type Ticket = Request;

    fn bind(&self, ticket: &Json) -> Request {
        let [principal, action, resource] = [r#"Desk::"desk""#, r#"Action::"route""#, r#"Ticket::"ticket""#]
            .map(|id| EntityUid::from_str(id).expect("an id"));
        let context = Context::from_json_value(ticket.clone(), None).expect("a ticket");
        Request::new(principal, action, resource, context, None).expect("a request")
    }

    fn ask(&mut self, ticket: &mut Request, found: &mut Vec<usize>) {
        let response = self.authorizer.is_authorized(ticket, &self.policies, &self.entities);
        // Policies are numbered in the order of the text.
        let number =
            |id: &str| id.strip_prefix("policy").and_then(|number| number.parse::<usize>().ok()).expect("a number");
        found.extend(response.diagnostics().reason().map(|id| number(id.as_ref())));
        found.sort_unstable();
        if self.mode == Mode::First {
            found.truncate(1);
        }
    }
}

fn main() {
    let task = Task::from_args();
    let text: String = task.workload.rules.iter().map(policy).collect();
    task.run(|| Cedar {
        mode: task.mode,
        policies: PolicySet::from_str(&text).expect("policies"),
        authorizer: Authorizer::new(),
        entities: Entities::empty(),
    });
}

fn policy(rule: &Rule) -> String {
    format!("permit(principal, action, resource) when {{ {} }};\n", rule.condition(" && ", test))
}

fn test(test: &Test) -> String {
    let Test { field, op, value } = test;
    match op.symbol() {
        Some(symbol) => format!("context.{field} {symbol} {value}"),
        None => format!("context.{field} like \"*{}*\"", value.as_str().expect("a text")),
    }
}
