//! Damaged rule files and requests: an error or an answer, never a panic, and nothing said without a place.

use tierline::{Desk, Limits, Pack, Timestamp};
use tierline_tests::pack;

/// A small generator of numbers (xorshift), the same on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % n.max(1) as u64).unwrap()
    }
}

const SCRAPS: [&str; 24] = [
    "{",
    "}",
    "(",
    ")",
    "\"",
    "`",
    "${",
    "|",
    "||",
    "/*",
    "*/",
    "//",
    "\n",
    "\nrule \"x\" {",
    "when",
    "then {",
    "#{",
    "=",
    "==",
    "ticket.",
    "?.",
    "é",
    "\u{202e}",
    "9999999999999999999",
];

fn damaged(text: &str, dice: &mut Dice) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for _ in 0..=dice.below(4) {
        let at = dice.below(chars.len());
        match dice.below(3) {
            0 => drop(chars.drain(at..(at + 1 + dice.below(20)).min(chars.len()))),
            1 => drop(chars.splice(at..at, SCRAPS[dice.below(SCRAPS.len())].chars()).collect::<Vec<_>>()),
            _ => {
                let piece: Vec<char> = chars[at..(at + dice.below(200)).min(chars.len())].to_vec();
                let to = dice.below(chars.len());
                drop(chars.splice(to..to, piece).collect::<Vec<_>>());
            }
        }
    }
    chars.into_iter().collect()
}

#[test]
fn damaged_files_are_named_not_panicked_over() {
    let mut dice = Dice(20_261);
    let (mut fine, mut wrong) = (0, 0);
    for folder in ["rules/help-desk", "rules/service-desk"] {
        for (name, text) in pack(folder).files.iter().filter(|(name, _)| name.ends_with(".rhai")) {
            for _ in 0..60 {
                match Desk::compile(Pack::of(name, &damaged(text, &mut dice)), Limits::SERVER) {
                    Ok(desk) => {
                        fine += 1;
                        desk.test();
                    }
                    Err(found) => {
                        wrong += 1;
                        assert!(!found.is_empty());
                        for found in found {
                            assert!(*found.place.file == **name && !found.message.is_empty(), "{found}");
                            assert!(!found.message.contains('\n'), "{found}");
                        }
                    }
                }
            }
        }
    }
    assert!(wrong > 600, "{fine} fine, {wrong} wrong");
}

#[test]
fn damaged_tables_and_rosters_are_named() {
    let mut dice = Dice(77);
    let files = pack("rules/service-desk").files;
    for name in ["routing.csv", "roster.json"] {
        for _ in 0..60 {
            let mut files = files.clone();
            files.insert(name.to_owned(), damaged(&files[name], &mut dice));
            if let Err(found) = Desk::compile(Pack { files }, Limits::SERVER) {
                assert!(found.iter().all(|found| !found.place.file.is_empty()), "{found:?}");
            }
        }
    }
}

#[test]
fn damaged_bundles_and_tickets_are_refused() {
    let desk = Desk::compile(pack("rules/help-desk"), Limits::SERVER).unwrap();
    let bundle = desk.bundle();
    let mut dice = Dice(4_711);
    for _ in 0..60 {
        let mut damaged = bundle.clone();
        let at = dice.below(bundle.len());
        match dice.below(3) {
            0 => damaged[at] ^= 1 << dice.below(8),
            1 => drop(damaged.remove(at)),
            _ => damaged.insert(at, damaged[at]),
        }
        // Who wrote it is told, and counts for nothing.
        if let Ok(loaded) = Desk::load(&damaged, Limits::SERVER) {
            assert_eq!(loaded.hash(), desk.hash());
        }
    }
    let ticket = r#"{"ticket":{"id":"T","kind":"incident","tags":["a"],"requester":{"vip":true},"form":{"a":[1,{"b":2}]}},"now":"2026-11-23T10:00:00Z"}"#;
    for _ in 0..2_000 {
        if let Ok(json) = serde_json::from_str(&damaged(ticket, &mut dice))
            && let Ok(request) = desk.read_request(json, Some(Timestamp::from_second(0)))
        {
            desk.evaluate_with_trace(request);
        }
    }
}
