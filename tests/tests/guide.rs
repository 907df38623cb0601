//! The guide in `rules/guide` compiles, its drawings are what the engine says, and its links lead somewhere.

use std::{collections::BTreeSet, fs, path::Path};

use tierline::{Desk, Limits, Timestamp};
use tierline_tests::guide::{self, Block, Example, Lane, Page, Role};

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

#[test]
fn every_desk_compiles_without_a_warning_and_passes() {
    let desks: Vec<_> = guide::pages().iter().flat_map(Page::desks).collect();
    assert!(desks.len() >= 35, "{}", desks.len());
    for (place, pack) in desks {
        let desk = Desk::compile(pack, Limits::SERVER).unwrap_or_else(|wrong| {
            panic!("{place}\n{}", wrong.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
        });
        assert_eq!(desk.warnings(), [], "{place}");
        for report in desk.test() {
            assert_eq!(report.failures, [], "{place}: {}", report.test);
        }
    }
}

#[test]
fn drawings_are_what_the_engine_says() {
    let examples: Vec<Example> = guide::pages().iter().flat_map(Page::examples).collect();
    assert!(examples.len() >= 20, "{}", examples.len());
    for example in &examples {
        let path = guide::folder().join(format!("drawings/{}.svg", example.name));
        let drawn = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            drawn == guide::draw(example),
            "{}: {} has changed: run `cargo xtask generate`",
            example.place,
            example.name
        );
    }
    let shown: BTreeSet<String> = examples.iter().map(|example| format!("{}.svg", example.name)).collect();
    let there: BTreeSet<String> = fs::read_dir(guide::folder().join("drawings"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(shown, there);
}

/// What the prose beside a drawing says of instants (`Monday 10:00`) is in the drawing; a row of a table that begins with
/// one of several lines speaks of the lane of that line.
#[test]
fn instants_in_the_prose_are_in_the_drawing() {
    let mut checked = 0;
    for page in guide::pages() {
        let examples = page.examples();
        for section in examples.chunk_by(|one, next| one.prose == next.prose) {
            let lanes: Vec<Lane> = section.iter().flat_map(guide::lanes).collect();
            for line in &section[0].prose {
                let row = lanes.iter().filter(|lane| {
                    lane.line.as_ref().is_some_and(|own| line.starts_with(&format!("| {} |", written(own))))
                });
                let row: Vec<&Lane> = row.collect();
                let known: BTreeSet<String> = match row.as_slice() {
                    [] => lanes.iter().flat_map(|lane| said(lane, lane.all_instants())).collect(),
                    lanes => lanes.iter().flat_map(|lane| said(lane, lane.instants().map(Timestamp::second))).collect(),
                };
                for instant in instants(line) {
                    checked += 1;
                    assert!(
                        known.contains(&instant),
                        "{}: {instant} is not in the drawing: {line}\n{known:?}",
                        page.name
                    );
                }
            }
        }
    }
    assert!(checked >= 60, "{checked}");
}

/// How a table names a line of an example.
fn written(line: &str) -> String {
    if line.is_empty() { "left out".to_owned() } else { format!("`{line}`") }
}

/// `Monday 10:00`, for each instant.
fn said(lane: &Lane, instants: impl IntoIterator<Item = i64>) -> BTreeSet<String> {
    let wall = instants.into_iter().map(|at| Timestamp::from_second(lane.wall(Timestamp::from_second(at))).to_chrono());
    wall.map(|at| at.format("%A %H:%M").to_string()).collect()
}

/// The instants that a line names.
fn instants(line: &str) -> Vec<String> {
    const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let words: Vec<&str> = line.split(|letter: char| !letter.is_alphanumeric() && letter != ':').collect();
    let is_time = |word: &str| word.len() == 5 && word.as_bytes()[2] == b':';
    let pairs = words.windows(2).filter(|pair| DAYS.contains(&pair[0]) && is_time(pair[1].trim_end_matches(':')));
    pairs.map(|pair| format!("{} {}", pair[0], pair[1].trim_end_matches(':'))).collect()
}

#[test]
fn excerpts_stand_in_the_files_they_are_from() {
    let pages = guide::pages();
    let excerpts = pages.iter().flat_map(Page::blocks).filter_map(|block| match &block.role {
        Role::From(path) => Some((block, path)),
        _ => None,
    });
    let excerpts: Vec<(&Block, &String)> = excerpts.collect();
    assert!(excerpts.len() >= 6, "{}", excerpts.len());
    for (block, path) in excerpts {
        let file =
            fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{}: {path}: {error}", block.place));
        let file = flush(&file);
        assert!(file.contains(&flush(&block.text)), "{}: this is not in {path}:\n{}", block.place, block.text);
    }
}

/// The lines of a text without what they are indented by, and without the marks of a doc comment.
fn flush(text: &str) -> String {
    let flush = |line: &str| line.trim_start().trim_start_matches("//!").trim_start().to_owned();
    text.lines().map(|line| format!("{}\n", flush(line))).collect()
}

#[test]
fn links_lead_to_files_and_headings_that_are_there() {
    let mut links = 0;
    for page in guide::pages() {
        for line in page.lines() {
            for target in line.split("](").skip(1).filter_map(|rest| Some(rest.split_once(')')?.0)) {
                if target.starts_with("http") {
                    continue;
                }
                links += 1;
                let (file, heading) = target.split_once('#').unwrap_or((target, ""));
                let file = if file.is_empty() { page.name.as_str() } else { file };
                let path = guide::folder().join(file);
                assert!(path.exists(), "{}: there is no {target}", page.name);
                if !heading.is_empty() {
                    let text = fs::read_to_string(path).unwrap();
                    let headings = text.lines().filter(|line| line.starts_with('#')).map(anchor);
                    assert!(headings.into_iter().any(|known| known == heading), "{}: no heading {target}", page.name);
                }
            }
        }
    }
    assert!(links >= 40, "{links}");
}

/// The anchor that GitHub gives a heading.
fn anchor(heading: &str) -> String {
    let words = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = words.chars().filter(|letter| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '_'));
    kept.map(|letter| if letter == ' ' { '-' } else { letter }).collect()
}

#[test]
fn the_index_names_every_chapter() {
    let index = fs::read_to_string(guide::folder().join("README.md")).unwrap();
    let chapters: Vec<String> =
        guide::pages().into_iter().map(|page| page.name).filter(|name| name != "README.md").collect();
    assert_eq!(chapters.len(), 7);
    chapters.iter().for_each(|name| assert!(index.contains(&format!("]({name})")), "{name}"));
}
