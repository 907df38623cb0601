//! Desks that are large, of a dozen kinds and more: what grows faster than they do is found by them.

use tierline::Pack;

/// A kind of large desk.
#[derive(Clone, Copy, Debug)]
pub struct Large {
    /// What it has many of.
    pub name: &'static str,
    /// A desk with so many of them.
    pub make: fn(usize) -> Pack,
    /// How many of them are enough to see how it grows.
    pub count: usize,
    /// Whether its rules ask for different words, so that each has to do with few others.
    pub is_told_apart: bool,
}

/// All kinds.
pub const KINDS: &[Large] = &[
    Large { name: "rules on distinct ids", make: ids, count: 500, is_told_apart: true },
    Large {
        name: "rules that route distinct ids, of which the first counts",
        make: routes,
        count: 500,
        is_told_apart: true,
    },
    Large { name: "overlapping rules", make: overlapping, count: 600, is_told_apart: false },
    Large { name: "rows of a table", make: rows, count: 1_000, is_told_apart: true },
    Large { name: "rows of two columns", make: two_columns, count: 300, is_told_apart: true },
    Large { name: "matrices", make: matrices, count: 100, is_told_apart: true },
    Large { name: "SLAs", make: slas, count: 400, is_told_apart: true },
    Large { name: "ladders", make: ladders, count: 400, is_told_apart: true },
    Large { name: "fields nobody uses", make: fields, count: 1_000, is_told_apart: true },
    Large { name: "fields that are read and written", make: used_fields, count: 300, is_told_apart: false },
    Large { name: "rules that call helpers", make: helpers, count: 300, is_told_apart: true },
    Large { name: "conditions with many alternatives", make: alternatives, count: 40, is_told_apart: true },
    Large { name: "nested not and or", make: nested, count: 300, is_told_apart: false },
    Large { name: "long texts and patterns", make: texts, count: 100, is_told_apart: false },
    Large { name: "stages and groups", make: stages, count: 500, is_told_apart: true },
    Large { name: "words nearly alike", make: words, count: 1_000, is_told_apart: true },
    Large { name: "rules on ranges of numbers", make: ranges, count: 300, is_told_apart: false },
    Large { name: "tags that are added and taken away", make: tags, count: 400, is_told_apart: true },
    Large { name: "rules that are the same", make: same, count: 400, is_told_apart: false },
];

const CALENDAR: &str = "calendar \"c\" {\n timezone \"UTC\"\n mon..fri 09:00 - 17:00\n}\n";

fn desk(rules: String) -> Pack {
    Pack::of("desk.rhai", &rules)
}

fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect()
}

fn rules(count: usize, when: impl Fn(usize) -> String, then: impl Fn(usize) -> String) -> String {
    lines(count, |number: usize| {
        format!("rule \"r{number}\" {{ when {} then {{ {}; }} }}\n", when(number), then(number))
    })
}

fn tags_it(_: usize) -> String {
    "add_tag(\"x\")".to_owned()
}

fn routed(number: usize) -> String {
    format!("route(\"q{}\")", number % 7)
}

/// Four letters, other ones for every number.
fn letters(number: usize) -> String {
    let letter = |place: u32| char::from(b"abcdefghijklmnopqrstuvwxyz"[number * 7_919 / 26_usize.pow(place) % 26]);
    (0..4).map(letter).collect()
}

fn ids(count: usize) -> Pack {
    let when = |number: usize| format!("ticket.id == \"INC-{number}\" && ticket.category == \"c{}\"", number % 50);
    desk(format!("stage triage\n{}", rules(count, when, tags_it)))
}

fn routes(count: usize) -> Pack {
    desk(format!(
        "stage routing first\n{}",
        rules(count, |number: usize| format!("ticket.id == \"INC-{number}\""), routed)
    ))
}

fn overlapping(count: usize) -> Pack {
    let when = |number: usize| format!("ticket.subject.contains(\"{}\")", letters(number));
    desk(format!("stage routing first\n{}", rules(count, when, routed)))
}

fn table(head: &str, count: usize, row: impl Fn(usize) -> String) -> Pack {
    let mut pack = desk("stage triage\ntable t from \"t.csv\"\n".to_owned());
    pack.files.insert("t.csv".to_owned(), format!("{head}\n{}", lines(count, row)));
    pack
}

fn rows(count: usize) -> Pack {
    table("ticket.category,add_tag", count, |number: usize| format!("k{number},t{number}\n"))
}

fn two_columns(count: usize) -> Pack {
    let row = |number: usize| format!("k{},s{},t{number}\n", number % 60, number / 60);
    table("ticket.category,ticket.subject,add_tag", count, row)
}

fn matrices(count: usize) -> Pack {
    let matrix = |number: usize| {
        format!(
            "matrix m{number} by ticket.impact, ticket.urgency {{\n | | high | low |\n | high | P1 | P2 |\n | low | P3 | P4 |\n}}\n"
        )
    };
    let of_category = |number: usize| format!("ticket.category == \"c{number}\"");
    let looked_up = |number: usize| format!("prioritise(matrix(\"m{number}\"))");
    desk(format!("{}stage priority\n{}", lines(count, matrix), rules(count, of_category, looked_up)))
}

fn sla(number: usize) -> String {
    format!(
        "sla \"s{number}\" {{\n when ticket.category == \"c{number}\" && ticket.subject != \"y\"\n calendar \"c\"\n resolve within 8 hours\n pause while ticket.status == \"w{number}\"\n}}\n"
    )
}

fn slas(count: usize) -> Pack {
    let when = |number: usize| format!("ticket.category == \"c{number}\" && hours_since(ticket.created_at) > {number}");
    desk(format!("{CALENDAR}{}stage triage\n{}", lines(count, sla), rules(count, when, tags_it)))
}

fn ladders(count: usize) -> Pack {
    let ladder = |number: usize| {
        format!(
            "escalate \"l{number}\" for sla \"s{number}\" on resolve {{\n when ticket.site == \"L{number}\"\n at 50% {{ notify(\"x\"); }}\n}}\n"
        )
    };
    desk(format!("{CALENDAR}{}", lines(count, |number: usize| format!("{}{}", sla(number), ladder(number)))))
}

fn fields(count: usize) -> Pack {
    let declared = lines(count, |number: usize| format!("field \"f{number}\" text\n"));
    desk(format!("{declared}stage triage\n{}", rules(1, |_| "ticket.status == \"open\"".to_owned(), tags_it)))
}

fn used_fields(count: usize) -> Pack {
    let declared = lines(count, |number: usize| format!("field \"f{number}\" text\n"));
    let when = |number: usize| format!("ticket.f{number} == \"a\"");
    let then = |number: usize| format!("set_field(\"f{number}\", \"b\")");
    desk(format!("{declared}stage triage\n{}", rules(count, when, then)))
}

fn helpers(count: usize) -> Pack {
    let helpers =
        "fn one(x, n) { x == \"a\" + n || x == \"b\" + n }\nfn two(x, n) { one(x, n) || one(x, n + \"c\") }\n";
    let when = |number: usize| format!("two(ticket.category, \"{number}\")");
    desk(format!("{helpers}stage triage\n{}", rules(count, when, tags_it)))
}

fn alternatives(count: usize) -> Pack {
    let when = |number: usize| {
        let all: Vec<String> = (0..40).map(|one| format!("ticket.category == \"c{}\"", 40 * number + one)).collect();
        all.join(" ||\n")
    };
    desk(format!("stage routing first\n{}", rules(count, when, routed)))
}

fn nested(count: usize) -> Pack {
    let when = |number: usize| {
        format!(
            "!(ticket.category == \"c{number}\" || !(ticket.subject == \"s{number}\" || !(ticket.status == \"t{number}\" && ticket.site == \"L{number}\")))"
        )
    };
    desk(format!("stage triage\n{}", rules(count, when, tags_it)))
}

fn texts(count: usize) -> Pack {
    let long = "lorem ipsum ".repeat(20);
    let when = |number: usize| {
        format!(
            "matches(ticket.subject, \"(foo|bar{number})+ baz[0-9]{{2}}\") && ticket.description.contains(\"{long}{number}\")"
        )
    };
    desk(format!("stage triage\n{}", rules(count, when, |_| format!("comment(\"{long}\")"))))
}

fn stages(count: usize) -> Pack {
    let stages = ["triage", "priority", "routing", "assignment", "follow_up"];
    let of_stage = |stage: &str| {
        let rule = |number: usize| {
            format!(
                "rule \"{stage} {number}\" group \"g{}\" {{ when ticket.category == \"c{number}\" then {{ add_tag(\"t{number}\"); }} }}\n",
                number % 20
            )
        };
        format!("stage {stage}\n{}", lines(count / stages.len(), rule))
    };
    desk(stages.iter().map(|stage| of_stage(stage)).collect())
}

fn words(count: usize) -> Pack {
    let when = |number: usize| format!("ticket.category == \"word-{}\"", letters(number / 3 * 3));
    desk(format!("stage triage\n{}", rules(count, when, |number: usize| format!("add_tag(\"t{number}\")"))))
}

fn ranges(count: usize) -> Pack {
    let when = |number: usize| {
        format!("ticket.affected_users >= {} && ticket.affected_users < {}", 10 * number, 10 * number + 10)
    };
    desk(format!("stage routing first\n{}", rules(count, when, routed)))
}

fn tags(count: usize) -> Pack {
    let when = |number: usize| format!("ticket.category == \"c{}\"", number / 2);
    let then = |number: usize| match number % 2 {
        0 => format!("add_tag(\"t{}\")", number / 2),
        _ => format!("remove_tag(\"t{}\")", number / 2),
    };
    desk(format!("stage triage\n{}", rules(count, when, then)))
}

fn same(count: usize) -> Pack {
    desk(format!("stage triage\n{}", rules(count, |_| "ticket.category == \"c\"".to_owned(), tags_it)))
}
