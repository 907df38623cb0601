//! Typical mistakes of an admin: each gives a message that names the place, quotes their words and proposes the mend.

use std::fmt::Write;

use tierline_tests::compile;

/// Each mistake and the line it makes; all stand in a desk that is fine otherwise.
const MISTAKES: &[(&str, &str)] = &[
    ("one equals sign", "rule \"r\" {\n  when ticket.category = \"network\"\n  then { route(\"network-l2\"); }\n}"),
    ("misspelt then", "rule \"r\" {\n  when ticket.category == \"network\"\n  than { route(\"network-l2\"); }\n}"),
    ("name without quotes", "rule VIP salience 1 {\n  then { route(\"network-l2\"); }\n}"),
    ("missing closing brace", "rule \"r\" {\n  when requester.vip\n  then { route(\"network-l2\"); }\n"),
    ("missing semicolon", "rule \"r\" {\n  then {\n    route(\"network-l2\")\n    prioritise(\"P1\");\n  }\n}"),
    ("open text", "rule \"r\" {\n  when ticket.category == \"network\n  then { route(\"network-l2\"); }\n}"),
    ("typeset quotes", "rule \"r\" {\n  when ticket.category == “network”\n  then { route(\"network-l2\"); }\n}"),
    ("single quotes", "rule \"r\" {\n  when ticket.category == 'network'\n  then { route(\"network-l2\"); }\n}"),
    ("word without quotes", "rule \"r\" {\n  when ticket.category == network\n  then { route(\"network-l2\"); }\n}"),
    ("misspelt field", "rule \"r\" {\n  when ticket.catagory == \"network\"\n  then { route(\"network-l2\"); }\n}"),
    ("misspelt record", "rule \"r\" {\n  when tiket.category == \"network\"\n  then { route(\"network-l2\"); }\n}"),
    ("field without record", "rule \"r\" {\n  when category == \"network\"\n  then { route(\"network-l2\"); }\n}"),
    ("undeclared field", "rule \"r\" {\n  when ticket.colour == \"red\"\n  then { route(\"network-l2\"); }\n}"),
    ("misspelt queue", "rule \"r\" {\n  then { route(\"netwrok-l2\"); }\n}"),
    ("misspelt action", "rule \"r\" {\n  then { rout(\"network-l2\"); }\n}"),
    ("action in a condition", "rule \"r\" {\n  when route(\"network-l2\")\n  then { }\n}"),
    ("too many values", "rule \"r\" {\n  then { route(\"network-l2\", \"P1\"); }\n}"),
    ("no such priority", "rule \"r\" {\n  then { prioritise(\"urgent\"); }\n}"),
    ("no such kind", "rule \"r\" {\n  when ticket.kind == \"incidnet\"\n  then { }\n}"),
    ("text for a number", "rule \"r\" {\n  when ticket.reopened == \"3\"\n  then { }\n}"),
    ("priorities by <", "rule \"r\" {\n  when ticket.priority < \"P3\"\n  then { }\n}"),
    ("text for an instant", "rule \"r\" {\n  when ticket.created_at > \"2026-11-01\"\n  then { }\n}"),
    ("changing the ticket", "rule \"r\" {\n  then { ticket.queue = \"network-l2\"; }\n}"),
    ("a word as a condition", "rule \"r\" {\n  when \"network\"\n  then { }\n}"),
    ("a text field as a condition", "rule \"r\" {\n  when ticket.category\n  then { }\n}"),
    ("bang before in", "rule \"r\" {\n  when !ticket.category in [\"network\"]\n  then { }\n}"),
    ("a loop", "rule \"r\" {\n  then { while true { add_tag(\"x\"); } }\n}"),
    ("misspelt rule", "rul \"r\" {\n  then { }\n}"),
    ("misspelt stage", "stage routng\nrule \"r\" {\n  then { }\n}"),
    ("a pattern with look-ahead", "rule \"r\" {\n  when matches(ticket.subject, \"a(?=b)\")\n  then { }\n}"),
    ("misspelt matrix", "rule \"r\" {\n  then { prioritise(matrix(\"priorty\")); }\n}"),
    ("misspelt helper", "rule \"r\" {\n  when is_lng(ticket.subject)\n  then { }\n}"),
    ("a record in a helper", "fn f(x) { ticket.queue == x }"),
    ("an action in a helper", "fn f(x) { route(x) }"),
    ("misspelt import", "import \"comon\""),
    ("a wish of assign", "rule \"r\" {\n  then { assign(#{ skil: \"vpn\" }); }\n}"),
    ("a field with its own action", "rule \"r\" {\n  then { set_field(\"priority\", \"P1\"); }\n}"),
    ("sixty parts", ""),
    ("two rules of one name", "rule \"first\" {\n  then { }\n}"),
    ("a ragged matrix", "matrix m by ticket.impact, ticket.urgency {\n  | | high | low |\n  | wide | P1 |\n}"),
    ("an unknown column", "table t {\n  | ticket.catgory | route |\n  | network | network-l2 |\n}"),
    ("an unknown queue in a table", "table t {\n  | ticket.category | route |\n  | network | netwok-l2 |\n}"),
    ("a test of no rule", "test \"t\" {\n  given ticket #{ category: \"x\" }\n  expect fired(\"fist\")\n}"),
    ("a test that expects nothing", "test \"t\" {\n  given ticket #{ category: \"x\" }\n}"),
    ("not in", "rule \"r\" {\n  when ticket.status not in [\"open\"]\n  then { }\n}"),
    ("not before ==", "rule \"r\" {\n  when not ticket.status == \"open\"\n  then { }\n}"),
    ("contains as an operator", "rule \"r\" {\n  when ticket.subject contains \"vpn\"\n  then { }\n}"),
    ("is as an operator", "rule \"r\" {\n  when ticket.status is \"open\"\n  then { }\n}"),
    ("AND in capitals", "rule \"r\" {\n  when requester.vip AND ticket.test\n  then { }\n}"),
    ("== a or b", "rule \"r\" {\n  when ticket.priority == \"P1\" or \"P2\"\n  then { }\n}"),
    ("null", "rule \"r\" {\n  when ticket.queue == null\n  then { }\n}"),
    ("None", "rule \"r\" {\n  when ticket.queue == None\n  then { }\n}"),
    ("user for requester", "rule \"r\" {\n  when user.vip\n  then { }\n}"),
    ("a comment with #", "rule \"r\" {\n  # why\n  then { }\n}"),
    ("a typeset blank", "rule \"r\" {\n  when requester.vip\u{a0}&& ticket.test\n  then { }\n}"),
    ("typeset quotes round a name", "rule “r” {\n  then { }\n}"),
    ("German quotes round a name", "rule „r“ {\n  then { }\n}"),
    ("French quotes round a name", "rule « r » {\n  then { }\n}"),
    ("no name at all", "rule {\n  then { }\n}"),
    ("a name that cannot be seen", "rule \"first\\u200b\" {\n  then { }\n}\nrule \"first\\u200b\" {\n  then { }\n}"),
    (
        "quotes in a name",
        "rule \"say „hi“ or \\\"hi\\\"\" {\n  then { }\n}\nrule \"say „hi“ or \\\"hi\\\"\" {\n  then { }\n}",
    ),
    ("a chain of comparisons", "rule \"r\" {\n  when 10 <= ticket.affected_users <= 20\n  then { }\n}"),
    ("a range in a list", "rule \"r\" {\n  when ticket.affected_users in [1..9]\n  then { }\n}"),
    ("return", "rule \"r\" {\n  then { if true { return; } flag(\"x\"); }\n}"),
    ("a placeholder in plain quotes", "rule \"r\" {\n  then { comment(\"Ticket ${ticket.id}\"); }\n}"),
    ("to_lower", "rule \"r\" {\n  when ticket.subject.to_lower() == \"x\"\n  then { }\n}"),
    ("a property len", "rule \"r\" {\n  when ticket.tags.len > 0\n  then { }\n}"),
    ("set_priority", "rule \"r\" {\n  then { set_priority(\"P1\"); }\n}"),
    ("a strategy that is none", "rule \"r\" {\n  then { assign(#{ strategy: \"leastloaded\" }); }\n}"),
    ("text for a number field", "rule \"r\" {\n  then { set_field(\"cost\", \"12\"); }\n}"),
    ("a matrix of ranges", "matrix m by ticket.affected_users, ticket.urgency {\n  | | low |\n  | >= 5 | P1 |\n}"),
    ("not twice in a cell", "table t {\n  | ticket.category | add_tag |\n  | not a, not b | x |\n}"),
    ("or in a cell", "table t {\n  | ticket.category | add_tag |\n  | a or b | x |\n}"),
    ("a range in a cell with -", "table t {\n  | ticket.affected_users | add_tag |\n  | 1-9 | x |\n}"),
    ("a column without its record", "table t {\n  | category | add_tag |\n  | a | x |\n}"),
    ("one of without commas", "field \"sev\" one of \"low\" \"high\""),
    ("a field of what is given", "test \"t\" {\n  given ticket #{ catagory: \"x\" }\n  expect fired(\"first\")\n}"),
    (
        "a wrong date that is given",
        "test \"t\" {\n  given ticket #{ created_at: \"23.11.2026\" }\n  expect fired(\"first\")\n}",
    ),
    ("two whens", "rule \"r\" {\n  when requester.vip\n  when ticket.test\n  then { }\n}"),
    ("else", "rule \"r\" {\n  when requester.vip\n  then { }\n  else { }\n}"),
    ("if for when", "rule \"r\" {\n  if requester.vip { flag(\"x\"); }\n}"),
    ("an SLA block", "sla \"gold\" {\n  respond within 15 minutes\n}"),
];

const FINE: &str = "queue \"network-l2\"\nstage triage\nrule \"first\" {\n  then { }\n}\nmatrix priority by ticket.impact, ticket.urgency {\n  | | high |\n  | wide | P1 |\n}\nfn is_long(text) { text.len() > 500 }\n";

#[test]
fn each_says_where_what_and_what_next() {
    let mut page = String::new();
    for (name, text) in MISTAKES {
        let text = match *name {
            "sixty parts" => {
                format!("rule \"r\" {{\n  when {}\n  then {{ }}\n}}", ["ticket.category == \"x\""; 70].join("\n  || "))
            }
            _ => (*text).to_owned(),
        };
        let wrong = compile(&format!("{FINE}{text}\n")).err().unwrap_or_default();
        writeln!(page, "## {name}").unwrap();
        for wrong in wrong {
            writeln!(page, "{wrong}\n    {}", wrong.snippet.trim()).unwrap();
        }
    }
    insta::assert_snapshot!(page);
}

#[test]
fn one_broken_rule_does_not_hide_the_next() {
    let wrong = compile("stage triage\nrule \"a\" {\n  wen requester.vip\n  then { }\n}\nrule \"b\" {\n  when tiket.x == 1\n  then { rout(\"x\"); }\n}\n").unwrap_err();
    let codes: Vec<(u32, &str)> = wrong.iter().map(|wrong| (wrong.place.line, wrong.code.as_str())).collect();
    assert_eq!(codes, [(3, "unexpected"), (7, "unknown-name"), (8, "unknown-action")]);
}
