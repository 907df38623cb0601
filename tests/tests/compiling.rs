//! Compiling any source: what it takes is counted while it is taken, grows as the source does, and ends at its limit.

use tierline::{Desk, Diagnostic, Limits, Pack};
use tierline_script::{Compiled, Language};

const RULE: &str =
    "stage triage\nrule \"ordinary\" { when ticket.status == \"open\" then { notify(\"ordinary\"); } }\n";
const CALENDAR: &str = "calendar \"c\" {\n timezone \"Europe/London\"\n mon..fri 09:00 - 17:00\n}\n";

/// A source of `n` things of a kind; `seed` settles what is in them.
type Make = fn(n: u64, seed: u64) -> String;

/// Kinds of sources, and of how many things a small one has.
const KINDS: &[(&str, u64, Make)] = &[
    ("rules", 60, |n, seed| {
        listed(RULE, n, |i| {
            let id = mixed(seed, i);
            format!(
                "rule \"r{id}\" {{ when ticket.id == \"INC-{id}\" && ticket.category == \"c{i}\" then {{ notify(\"x\"); }} }}\n"
            )
        })
    }),
    ("scripts", 60, |n, seed| {
        listed(RULE, n, |i| {
            let id = mixed(seed, i);
            format!(
                "rule \"r{id}\" {{ then {{ let a = {i}; for x in ticket.tags {{ if x == \"t{id}\" {{ a += 1; }} }} add_tag(`n${{a}}`); }} }}\n"
            )
        })
    }),
    ("SLAs", 60, |n, seed| {
        listed(CALENDAR, n, |i| {
            let id = mixed(seed, i);
            format!(
                "sla \"s{id}\" {{\n when ticket.category == \"{i}\"\n calendar \"c\"\n respond within 1 hour\n resolve within 8 hours\n pause while ticket.status == \"w{i}\"\n}}\n"
            )
        })
    }),
    ("guarded steps", 40, |n, _| {
        let head = format!(
            "{CALENDAR}sla \"s\" {{\n calendar \"c\"\n resolve within 1 hour\n}}\nescalate \"l\" on resolve {{\n"
        );
        listed(&head, n, |i| format!(" after {} minutes when ticket.category == \"{i}\" {{ notify(\"x\"); }}\n", i + 1))
            + "}\n"
    }),
    ("rows", 60, |n, seed| {
        let head = format!("{RULE}table t {{\n | ticket.category | add_tag |\n");
        listed(&head, n, |i| format!(" | \"k{i}\" | \"t{}\" |\n", mixed(seed, i))) + "}\n"
    }),
    ("matrices", 30, |n, _| {
        listed(RULE, n, |i| {
            format!(
                "matrix m{i} by ticket.impact, ticket.urgency {{\n | | high | low |\n | high | P1 | P2 |\n | low | P3 | P4 |\n}}\n"
            )
        })
    }),
    ("constants", 40, |n, seed| {
        let constants = listed("", n, |i| format!("const C{i} = [\"a{}\", {i}, #{{ b: \"{i}\" }}];\n", mixed(seed, i)));
        let rules = listed(RULE, n, |i| {
            format!("rule \"r{i}\" {{ when ticket.category in C{i} then {{ notify(\"x\"); }} }}\n")
        });
        constants + rules.as_str()
    }),
    ("helpers", 10, |n, seed| {
        let helpers = listed("", n, |i| format!("fn f{i}(x) {{ x * {} + x }}\n", mixed(seed, i) % 1_000));
        let rules = listed(RULE, n, |i| {
            format!("rule \"r{i}\" {{ when f{i}(ticket.reopened) > {i} then {{ notify(\"x\"); }} }}\n")
        });
        helpers + rules.as_str()
    }),
    ("fields", 100, |n, seed| {
        let fields = listed("", n, |i| format!("field \"form.f{}\" text\n", mixed(seed, i)));
        let rules = listed(RULE, n, |i| {
            format!("rule \"r{i}\" {{ when ticket.form.f{} == \"x\" then {{ notify(\"x\"); }} }}\n", mixed(seed, i))
        });
        fields + rules.as_str()
    }),
    ("tests", 40, |n, _| {
        listed(RULE, n, |i| {
            format!(
                "test \"t{i}\" {{\n given ticket #{{ status: \"open\" }}\n at \"2026-01-05T09:00:00Z\" event #{{ kind: \"created\" }}\n expect did(\"notify\", \"ordinary\")\n}}\n"
            )
        })
    }),
    ("calendars", 10, |n, _| {
        listed(RULE, n, |i| {
            format!("calendar \"c{i}\" {{\n timezone \"UTC\"\n mon..fri 09:00 - 17:{:02}\n}}\n", i % 60)
        })
    }),
    ("comments", 100, |n, seed| listed(RULE, n, |i| format!("// {}\n/* {i}\n */\n", mixed(seed, i)))),
    ("switches", 40, |n, _| {
        let arms = listed("", n, |i| format!("\"x{i}\" => notify(\"y{i}\"),\n"));
        format!("{RULE}rule \"s\" {{ then {{ switch ticket.subject {{\n{arms}_ => notify(\"z\") }} }} }}\n")
    }),
    ("patterns", 40, |n, seed| {
        listed(RULE, n, |i| {
            format!(
                "rule \"r{i}\" {{ when matches(ticket.subject, \"(ab?){{1,9}}{}\") then {{ notify(\"x\"); }} }}\n",
                mixed(seed, i)
            )
        })
    }),
];

fn listed(head: &str, n: u64, make: impl Fn(u64) -> String) -> String {
    (0..n).fold(head.to_owned(), |text, i| text + make(i).as_str())
}

/// A number that says nothing, the same for the same two.
fn mixed(seed: u64, number: u64) -> u64 {
    let mut mixed = (seed ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_add(0x1234_5678_9abc_def1);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

fn language() -> Language {
    Language::new(tierline::actions().collect())
}

fn compiled(source: &str) -> Compiled {
    language().compile(&Pack::of("a.rhai", source)).unwrap_or_else(|broken| panic!("{:?}", broken.diagnostics))
}

fn wrong(source: &str) -> Vec<Diagnostic> {
    Desk::compile(Pack::of("a.rhai", source), Limits::SERVER).unwrap_err()
}

#[test]
fn four_times_as_much_takes_at_most_six_times_the_work() {
    for (kind, n, make) in KINDS {
        let small = compiled(&make(*n, 7));
        let large = compiled(&make(4 * n, 7));
        assert!(small.work > 0 && small.bytes > 0, "{kind}");
        let (work, bytes) = (large.work / small.work, large.bytes / small.bytes);
        assert!(work < 6, "{kind}: {} and then {} work", small.work, large.work);
        assert!(bytes < 6, "{kind}: {} and then {} bytes", small.bytes, large.bytes);
        // A megabyte of it stays within what compiling may take.
        let source = make(4 * n, 7).len() as u64;
        assert!(large.work < source * Limits::SERVER.compile_work / 1_000_000, "{kind}");
        assert!(large.bytes < source * Limits::SERVER.compile_bytes / 1_000_000, "{kind}");
    }
}

#[test]
fn any_source_compiles_or_says_what_it_lacks() {
    for seed in 0..60 {
        let mut source = String::new();
        for part in 0..1 + mixed(seed, 1) % 4 {
            let (_, n, make) = KINDS[(mixed(seed, 10 + part) % KINDS.len() as u64) as usize];
            source += make(1 + mixed(seed, 20 + part) % n, mixed(seed, 30 + part)).as_str();
        }
        // Now and then, something is missing in it, or more than once there.
        let cut = (0..=mixed(seed, 2) as usize % source.len()).rev().find(|at| source.is_char_boundary(*at)).unwrap();
        let source = match seed % 4 {
            0 => source[..cut].to_owned(),
            1 => source[cut..].to_owned(),
            2 => source[..cut].to_owned() + source.as_str(),
            _ => source,
        };
        match Desk::compile(Pack::of("a.rhai", &source), Limits::SERVER) {
            Ok(desk) => assert!(!desk.hash().is_empty()),
            Err(wrong) => {
                assert!((1..=502).contains(&wrong.len()), "seed {seed}: {} mistakes", wrong.len());
                assert!(wrong.iter().all(|one| !one.message.is_empty()), "seed {seed}");
            }
        }
    }
}

#[test]
fn constants_that_name_constants_are_measured_before_they_are_made() {
    let sources = [
        format!(
            "const C0 = #{{a:1}};\n{}",
            listed("", 12, |i| format!("const C{} = #{{ a: C{i}, b: C{i}, c: C{i}, d: C{i} }};\n", i + 1))
        ),
        format!("const C0 = [\"x\", \"x\"];\n{}", listed("", 62, |i| format!("const C{} = [C{i}, C{i}];\n", i + 1))),
        format!(
            "const C0 = [{}];\n{}",
            ["1"; 500].join(", "),
            listed("", 3, |i| format!("const C{} = [{}];\n", i + 1, vec![format!("C{i}"); 500].join(", ")))
        ),
    ];
    for source in sources {
        let wrong = wrong(&(source + RULE));
        assert_eq!(wrong[0].code, "too-large");
        assert!(wrong[0].message.contains("a constant holds at most 16384"), "{}", wrong[0].message);
        assert_eq!(wrong.len(), 1, "what names it is not blamed as well: {wrong:?}");
    }
    // 2 + 4 * 2 + … items: the seventh holds 21,845 of them and as many names.
    let maps = format!(
        "const C0 = #{{a:1}};\n{}{RULE}",
        listed("", 5, |i| format!("const C{} = #{{ a: C{i}, b: C{i}, c: C{i}, d: C{i} }};\n", i + 1))
    );
    assert!(Desk::compile(Pack::of("a.rhai", &maps), Limits::SERVER).is_ok());
}

#[test]
fn constants_are_kept_once_however_many_files_see_them() {
    let files = |count: u64| {
        let constants = listed("", 40, |i| format!("const C{i} = [\"{}\"];\n", "x".repeat(3_000 + i as usize)));
        let more = (0..count)
            .map(|i| (format!("f{i}.rhai"), format!("import \"c\"\n{}", RULE.replace("ordinary", &format!("o{i}")))));
        let pack = Pack { files: [("c.rhai".to_owned(), constants)].into_iter().chain(more).collect() };
        Desk::compile(pack, Limits::SERVER).unwrap().bundle().len()
    };
    let (few, many) = (files(2), files(100));
    assert!(many < few + 98 * 1_000, "{few} bytes, then {many}");
    assert!(few < 300_000, "sources and constants, each once: {few}");
}

#[test]
fn helpers_that_fan_out_are_not_written_out() {
    let helpers = |levels: u64, fan: usize| {
        listed("fn f0(n) { n + 1 }\n", levels, |i| {
            format!("fn f{}(n) {{ {} }}\n", i + 1, vec![format!("f{i}(n)"); fan].join("+"))
        })
    };
    for (levels, fan, count) in [(6, 16, 1), (11, 6, 250)] {
        let rules =
            listed(RULE, count, |i| format!("rule \"r{i}\" {{ when f{levels}(ticket.reopened) > {i} then {{ }} }}\n"));
        let compiled = compiled(&(helpers(levels, fan) + rules.as_str()));
        assert!(compiled.work < 20_000 + count * 3_000, "{} work", compiled.work);
    }
}

#[test]
fn a_limit_that_is_met_is_named_with_its_place() {
    let source = KINDS[0].2(200, 1);
    let limits = |work, bytes| Limits { compile_work: work, compile_bytes: bytes, ..Limits::SERVER };
    let met = |limits| Desk::compile(Pack::of("a.rhai", &source), limits).unwrap_err();
    let work = met(limits(source.len() as u64 + 100, u64::MAX));
    assert_eq!((work.len(), work[0].code.as_str()), (1, "too-costly"));
    assert!(work[0].message.contains("`compile_work` is ") && work[0].place.line > 1, "{}", work[0]);
    let bytes = met(limits(u64::MAX, 10_000));
    assert_eq!((bytes.len(), bytes[0].code.as_str()), (1, "too-large"));
    assert!(bytes[0].message.contains("`compile_bytes` is 10000, and "), "{}", bytes[0]);
    let large = KINDS.iter().find(|(kind, ..)| *kind == "patterns").unwrap().2;
    let patterns = large(3_000, 1).replace("(ab?){1,9}", "(a?){0,120}");
    let wrong = wrong(&patterns);
    assert!(wrong[0].message.contains("`compile_bytes` is 67108864"), "{}", wrong[0]);
}

#[test]
fn a_comment_that_never_ends_is_named_where_it_begins() {
    let wrong = wrong("stage triage\n  /* on */ /* off\nrule \"a\" {\n then { add_tag(\"x\"); }\n}\n");
    assert_eq!(
        wrong[0].to_string(),
        "a.rhai:2:12: error[open-comment]: the comment that begins here is never closed; write `*/` where it ends"
    );
    let nested = "stage triage\n/* a /* b */\nrule \"a\" { then { } }\n";
    assert_eq!(self::wrong(nested)[0].place.line, 2);
}

#[test]
fn signs_that_turn_the_writing_around_are_warned_of() {
    let source =
        "stage triage\nrule \"a\" { when ticket.subject == \"x\u{202e}\" /* \u{2066} */ then { add_tag(\"x\"); } }\n";
    let desk = Desk::compile(Pack::of("a.rhai", source), Limits::SERVER).unwrap();
    let [warning] = desk.warnings() else { panic!("{:?}", desk.warnings()) };
    assert_eq!((warning.code.as_str(), warning.place.line, warning.place.column), ("turned-text", 2, 37));
    assert!(warning.message.contains("U+202E") && !warning.to_string().contains('\u{202e}'), "{warning}");
    assert!(!warning.snippet.contains(['\u{202e}', '\u{2066}']));
}
