//! Every predicate gives what its script gives: conditions made at random, tickets made at random, with missing, odd and
//! mistyped values.

use std::sync::Arc;

use tierline_condition::{Facts, Frame, Guest};
use tierline_model::{Limits, Map, Pack, Request, Text, Ticket, Timestamp, Value};
use tierline_script::{Compiled, Language, Session};

const CONDITIONS: usize = 250;
const TICKETS: usize = 80;
const SEEDS: [u64; 4] = [1, 20_261, 77, 4_711];

/// A small generator of numbers (SplitMix64), the same on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.roll() % n as u64).unwrap()
    }
    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

const FIELDS: [&str; 21] = [
    "ticket.category",
    "ticket.subject",
    "ticket.priority",
    "ticket.reopened",
    "ticket.affected_users",
    "ticket.cost",
    "ticket.tags",
    "ticket.created_at",
    "ticket.due_at",
    "ticket.test",
    "ticket.form.who",
    "ticket.form?.roles",
    "ticket.form",
    "ticket.form.urgent",
    "ticket.form.n",
    "ticket.odd",
    "requester.vip",
    "requester.site",
    "asset.kind",
    "ticket.asset?.model",
    "ticket.id",
];
/// What the desk declares beside the standard fields.
const DECLARED: &str = "field \"form.urgent\" boolean\nfield \"form.n\" integer\nfield \"form.who\" text\nfield \"form.roles\" texts\nfield \"odd\" map\n";
const VALUES: [&str; 22] = [
    "()",
    "true",
    "false",
    "0",
    "1",
    "-3",
    "9223372036854775807",
    "2.5",
    "1.0",
    "\"\"",
    "\"network\"",
    "\"Netz Ärger\"",
    "\"straße\"",
    "\"日本\"",
    "\"P2\"",
    "[]",
    "[\"a\", \"network\"]",
    "[1, 2.5, \"x\", true]",
    "at(\"2026-11-23T10:00:00Z\")",
    "now",
    "[[1], []]",
    "#{ a: 1 }",
];
const TEXTS: [&str; 7] =
    ["\"net\"", "\"NETWORK\"", "\"ärger\"", "\"\"", "\"a\"", "[\"down\", \"netz\"]", "ticket.category"];

fn operand(dice: &mut Dice) -> String {
    match dice.below(7) {
        0..=2 => dice.pick(&FIELDS).to_owned(),
        3 => format!("trimmed({})", dice.pick(&["ticket.subject", "ticket.category", "requester.site"])),
        4 => format!("({} ?? {})", dice.pick(&FIELDS), dice.pick(&VALUES)),
        _ => dice.pick(&VALUES).to_owned(),
    }
}

fn condition(dice: &mut Dice, depth: usize) -> String {
    let field = dice.pick(&FIELDS);
    match dice.below(if depth == 0 { 12 } else { 15 }) {
        0..=3 => format!("{} {} {}", operand(dice), dice.pick(&["==", "!=", "<", "<=", ">", ">="]), operand(dice)),
        4 => format!("{field} in {}", dice.pick(&VALUES)),
        5 => format!("{} !in {field}", dice.pick(&VALUES)),
        6 => format!("{field} in {}", dice.pick(&["1..=5", "0..3", "-3..1", "5..=1", "0..2"])),
        7 => format!(
            "{field}.{}({})",
            dice.pick(&["contains", "starts_with", "ends_with_exact", "mentions"]),
            dice.pick(&TEXTS)
        ),
        8 => format!("{}({field}, {})", dice.pick(&["any_of", "none_of", "all_of"]), dice.pick(&VALUES)),
        9 => format!("between({field}, {}, {})", dice.pick(&VALUES), dice.pick(&VALUES)),
        10 => format!(
            "{}({field}) {} {}",
            dice.pick(&["len", "hours_since", "days_until", "lower", "is_set"]),
            dice.pick(&["==", ">", "<="]),
            dice.pick(&VALUES)
        ),
        11 => dice
            .pick(&["requester.vip", "ticket.test", "changed(\"status\")", "changed_to(\"category\", \"network\")"])
            .to_owned(),
        12 => format!("!({})", condition(dice, depth - 1)),
        13 => format!("({} || {})", condition(dice, depth - 1), condition(dice, depth - 1)),
        _ => format!("({} && {})", condition(dice, depth - 1), condition(dice, depth - 1)),
    }
}

fn ticket_value(dice: &mut Dice) -> Value {
    let texts =
        ["network", "Netz Ärger", "STRASSE", "", "P2", "日本 down", "a", "2026-11-23", "2026-11-23T09:30:00Z", "L1"];
    match dice.below(11) {
        0 => Value::Missing,
        1 => Value::Bool(dice.below(2) == 0),
        2 | 3 => Value::Int([0, 1, 3, 5, -3, i64::MAX, i64::MIN][dice.below(7)]),
        4 => Value::from_json(serde_json::from_str(dice.pick(&["2.5", "1.0", "0.1", "-3.00"])).unwrap()).unwrap(),
        5 => Value::List(vec![Value::text("a"), Value::text("network")]),
        6 => Value::List(vec![Value::Int(1), Value::Missing, Value::List(vec![])]),
        7 => Value::Map(Map::from([("a".into(), Value::Int(1))])),
        _ => Value::text(texts[dice.below(texts.len())]),
    }
}

fn facts(dice: &mut Dice, compiled: &Compiled) -> Facts {
    let mut ticket = Map::new();
    for field in compiled.schema.fields().filter(|field| field.path.root == tierline_model::Root::Ticket) {
        if dice.below(2) == 0 {
            ticket.insert(field.path.names[0].clone(), ticket_value(dice));
        }
    }
    let pairs = |dice: &mut Dice, names: &[&str]| {
        names.iter().map(|name| (Text::from(*name), ticket_value(dice))).collect::<Map>()
    };
    ticket.insert("form".into(), Value::Map(pairs(dice, &["who", "roles", "urgent", "n", "other"])));
    ticket.insert("requester".into(), Value::Map(pairs(dice, &["vip", "site"])));
    ticket.insert("asset".into(), Value::Map(pairs(dice, &["kind", "model"])));
    let mut request = Request::new(Ticket(ticket), Timestamp::parse("2026-11-23T10:00:00Z").unwrap());
    request.event.insert("before".into(), Value::Map(pairs(dice, &["status", "category"])));
    let frame = Frame {
        schema: compiled.schema.clone(),
        layout: compiled.layout.clone(),
        matrices: compiled.matrices.clone(),
        patterns: compiled.patterns.clone(),
        calendars: std::sync::Arc::new(tierline_condition::NoCalendars),
    };
    Facts::new(Arc::new(frame), request, u64::MAX)
}

/// Rules of all conditions that the checker lets pass, compiled.
fn compile(language: &Language, dice: &mut Dice) -> (Compiled, Vec<String>) {
    let mut conditions: Vec<String> = vec![];
    let mut text = format!("{DECLARED}stage triage\n");
    while conditions.len() < CONDITIONS {
        let condition = condition(dice, 2);
        let rule = format!("rule \"{}\" {{\n  when {condition}\n  then {{ }}\n}}\n", conditions.len());
        if language.compile(&Pack::of("a.rhai", &format!("{DECLARED}stage triage\n{rule}"))).is_ok() {
            text.push_str(&rule);
            conditions.push(condition);
        }
    }
    (language.compile(&Pack::of("a.rhai", &text)).unwrap(), conditions)
}

#[test]
fn predicates_give_what_scripts_give() {
    let language = Language::new(vec![]);
    let (mut compared, mut decided) = (0, 0);
    for seed in SEEDS {
        let mut dice = Dice(seed);
        let (compiled, conditions) = compile(&language, &mut dice);
        for _ in 0..TICKETS {
            let facts = Arc::new(facts(&mut dice, &compiled));
            let mut session =
                Session::new(&language, &compiled.program, Limits { rule_steps: 10_000, event_steps: u64::MAX });
            for (rule, condition) in compiled.rules.iter().zip(&conditions) {
                for part in &rule.condition.parts {
                    compared += 1;
                    let Some(Ok(predicate)) = part.expr.as_ref().map(|expr| expr.holds(&facts)) else { continue };
                    decided += 1;
                    let script = session.decide(part.script.unwrap(), &facts);
                    assert_eq!(
                        script,
                        Ok(predicate),
                        "seed {seed}: {} in {condition}\n{:?}",
                        part.text,
                        part.saw(&facts)
                    );
                }
            }
        }
    }
    assert!(compared >= SEEDS.len() * CONDITIONS * TICKETS, "{compared}");
    assert!(decided * 10 > compared * 8, "only {decided} of {compared} were decided by a predicate");
}
