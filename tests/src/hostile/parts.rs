//! Words that hurt: what conditions, actions and texts of hostile desks are made of. `@` stands for the number of the rule.

/// Conditions, or parts of them.
pub(super) const CONDITIONS: &[&str] = &[
    "true",
    "ticket.status == \"open\"",
    "mentions(ticket.description, ticket.subject)",
    "mentions(ticket.description, \"word @\")",
    "mentions(ticket.description, WORDS)",
    "ticket.description.contains(ticket.subject)",
    "ticket.description.contains(\"b@\")",
    "ticket.subject in ticket.description",
    "\"n@\" in ticket.description",
    "\"n@\" in ticket.tags",
    "\"n@\" in ticket.form",
    "ticket.subject in ticket.tags",
    "any_of(ticket.tags, ticket.flags)",
    "all_of(ticket.tags, ticket.flags)",
    "none_of(ticket.flags, WORDS)",
    "ticket.tags == ticket.flags",
    "ticket.form == ticket.odd",
    "ticket.description == ticket.subject",
    "ticket.description != \"x@\"",
    "lower(ticket.description) == \"x@\"",
    "trimmed(ticket.description) == \"x@\"",
    "join(ticket.tags, \"@\") == \"x\"",
    "matches(ticket.description, \"(a?){0,120}y@\")",
    "matches(ticket.description, \"([a-b]|[a-c]|[a-d]|[^b]){0,30}y@\")",
    "matches(ticket.description, \"^(\\\\w+\\\\s?)*@$\")",
    "matches(ticket.subject, \"(x+)+y@\")",
    "len(ticket.tags) > @",
    "each(ticket.tags) > @",
    "each(WORDS) > @",
    "fourfold(ticket.reopened) > @",
    "body(ticket).contains(\"b@\")",
    "each(NEST) > @",
    "ticket.tags[@] == \"x\"",
    "ticket.form?.a?.a?.a?.a == @",
    "changed(\"description\") || changed(\"tags\")",
    "previous(\"description\") == ticket.description",
    "changed_to(\"status\", \"open\")",
];

/// Conditions that time moves, so that the search for `wake_at` asks them again and again.
pub(super) const MOVING: &[&str] = &[
    "day_of_month() == 31",
    "day_of_month() == 32",
    "hour_of_day() == @",
    "weekday() == \"sun\"",
    "within_hours(\"office\")",
    "minutes_since(ticket.created_at) % 2 == 3",
    "minutes_since(ticket.created_at) > 100000@",
    "hours_since(ticket.created_at) == @",
    "open_minutes_since(\"office\", ticket.created_at) > 90000@",
    "days_until(\"2026-12-24\") < -@",
    "now > at(\"2030-01-01\")",
];

/// What is put around a part (`%`).
pub(super) const AROUND: &[&str] = &["%", "%", "%", "!(%)", "(% || % && %)", "(if % { % } else { % })", "(% ?? false)"];

/// Actions.
pub(super) const ACTIONS: &[&str] = &[
    "",
    "flag(\"x\");",
    "add_tag(\"t@\");",
    "remove_tag(\"t@\");",
    "comment(ticket.description);",
    "comment(`${ticket.description} @`);",
    "comment(`${ticket.subject} ${ticket.subject} @`);",
    "notify(\"x@\", ticket.subject);",
    "notify(\"x@\", `${ticket.subject} @`);",
    "emit(\"n@\", #{ a: ticket.description, b: ticket.form, c: ticket.description });",
    "emit(\"n@\", ticket);",
    "emit(\"n@\", #{ a: ticket.tags, b: WORDS, c: NEST });",
    "set_field(\"site\", `x${ticket.site}`);",
    "set_field(\"description\", `@ ${ticket.subject}`);",
    "set_field(\"subject\", ticket.description);",
    "set_field(\"form.b\", ticket.tags);",
    "set_field(\"form.c\", ticket.form);",
    "set_status(\"s@\");",
    "set_category(\"c@\");",
    "add_task(ticket.subject);",
    "for tag in ticket.tags { comment(ticket.description); }",
    "for tag in ticket.tags { if tag == ticket.subject { add_tag(\"y\"); } }",
    "for a in LIST { for b in LIST { emit(`n${a}-${b}-@`, #{ a: ticket.subject }); } }",
    "for a in LIST { for b in LIST { for c in LIST { if ticket.description.contains(\"b@\") { } } } }",
    "for a in LIST { for b in LIST { if mentions(ticket.description, ticket.subject) { } } }",
    "for a in LIST { for b in LIST { let d = ticket.tags; let f = ticket.form; } }",
    "if ticket.status == \"open\" { let s = \"xx\"; for a in LIST { s += s; } comment(s); }",
    "if ticket.status == \"open\" { let l = []; for tag in ticket.tags { l += [tag]; } emit(\"l@\", #{ l: l }); }",
    "if ticket.status == \"open\" { let t = 0; for a in LIST { for b in LIST { for c in LIST { t += a * b; } } } }",
    "comment(join(ticket.tags, \", \"));",
    "comment(lower(ticket.description));",
];

/// What steps of ladders do.
pub(super) const STEPS: &[&str] = &[
    "notify(\"x\");",
    "comment(ticket.description);",
    "set_field(\"site\", `x${ticket.site}`);",
    "set_status(\"s@\");",
    "add_tag(\"t@\");",
    "prioritise(\"P1\");",
];

/// Conditions of SLAs, and of what pauses their clocks.
pub(super) const POLICIES: &[&str] = &[
    "ticket.status == \"open\"",
    "ticket.category == \"c@\"",
    "!(\"q@\" in ticket.description) && ticket.subject == \"a\"",
    "mentions(ticket.description, ticket.subject)",
    "any_of(ticket.tags, ticket.flags)",
    "matches(ticket.description, \"(a?){0,120}y@\")",
    "changed_to(\"status\", \"open\")",
];

/// Texts to be repeated.
pub(super) const UNITS: &[&str] =
    &["a", "a", "a ", "ab ", "aA", "word ", "x-", "é", "ß ", "İ", "ﬃ", "b1 n2 ", "a\n", "\u{301}", "aaaaaaaaaaaaaaab"];

/// How large something is.
pub(super) const SIZES: &[usize] = &[0, 1, 16, 1_000, 8_000, 31_000, 63_000, 250_000, 500_000, 900_000];

/// How many there are.
pub(super) const COUNTS: &[usize] = &[0, 1, 1, 3, 10, 40, 60, 200, 900];
