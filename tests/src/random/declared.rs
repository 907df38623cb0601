//! What random desks have in common.

/// Fields that conditions read: of every type, inside others, and below maps of which nothing is declared.
pub const FIELDS: [&str; 25] = [
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
    "ticket.form.day",
    "ticket.form.sum",
    "ticket.odd",
    "requester.vip",
    "requester.site",
    "asset.kind",
    "ticket.asset?.model",
    "ticket.id",
    "event.kind",
    "context.load",
];

/// What the desk declares beside the standard fields: fields of its own, constants, calendars, helpers of every kind.
pub const DECLARED: &str = r#"
field "form.urgent" boolean
field "form.n" integer
field "form.who" text
field "form.roles" texts
field "form.day" instant
field "form.sum" number
field "form.size" one of "small", "large"
field "odd" map

const LIMIT = 3;
const WORDS = ["network", "a", "straße", "İstanbul"];
const ODD = [1, 2.5, (), "P2", [true, []], #{ a: 1 }];
const HALF = 0.5;

calendar "office" {
    timezone "Europe/Berlin"
    mon..fri 09:00 - 17:00
    holiday "12-25" "Weihnachten"
    special "2026-11-23" 10:00 - 11:30
    covers 2026 to 2027
}
calendar "night" {
    timezone "UTC"
    mon..sun 22:00 - 06:00
    holiday "2026-11-23" "Day off"
    covers 2026 to 2026
}

matrix who by ticket.category, ticket.reopened {
    |         | 0       | 1     |
    | network | P1      | P2    |
    | a       | network | -     |
}
matrix script by ticket.subject, requester.vip {
    |              | true    | false  |
    | "straße"     | "ΣΊΣΥ"  | "日本" |
    | "Netz Ärger" | network | 3      |
}

fn same(x) { x }
fn after(x) { return x + 1; }
fn second(a, b) { b; }
fn both(a, b) { a && b }
fn busy(t) { t.category == "network" && len(t.subject) > 2 }
fn late(t, n) { t.reopened + n > 2 }
fn deep(t) { (busy(t) && late(t, 1)) || both(t.test, busy(t)) }
fn word(t) { if t.test { t.category } else if t.reopened > 1 { t.subject } }
fn line(x) {
    switch x {
        "network" => "l2",
        "a" | true | -3 | 9223372036854775807 => { 1 }
        0..3 => if x == 1 { "one" } else { "few" },
        3..=5 => "more",
        "straße" | "A\"B" => `${x}!`,
        _ => x
    }
}
fn looped(t) {
    let found = false;
    for tag in t.tags { if tag == "a" { found = true; } }
    found
}
fn guarded(t) { t.category == "network" && (t.test || looped(t)) }
fn shadows(ticket) { ticket.vip ?? false }
fn named(x, word) { x.contains(word) }
fn listed(item, list) { is_set(list) && item in list }
fn within(x) { x?.a?.b.contains_exact("a") }
"#;
