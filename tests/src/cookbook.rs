//! The recipes of `rules/cookbook`, and the page that lists them.

use std::{fmt::Write, fs, path::Path};

/// A recipe: a file that is a desk by itself, and begins with a comment of three paragraphs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipe {
    /// Its name in the folder, such as `01-vip.rhai`.
    pub file: String,
    /// The first paragraph: what it is called.
    pub title: String,
    /// The second: what an admin asks.
    pub question: String,
    /// The third: what to do, in short.
    pub answer: String,
    /// The whole file.
    pub rules: String,
}

/// The chapters of the page: the first recipe of each, and what it is called.
const CHAPTERS: [(&str, &str); 9] = [
    ("01", "How urgent it is"),
    ("03", "Where it goes"),
    ("08", "Who has it"),
    ("11", "By when"),
    ("18", "The requester"),
    ("24", "More than one ticket"),
    ("27", "Requests and changes"),
    ("31", "Monitoring"),
    ("33", "The language"),
];

const PAGE_BEGINS: &str = "\
# Cookbook

Made by `cargo xtask generate` from the comments at the head of the recipes.

Each recipe answers one question. It is a file that is a desk by itself, with the tests that show what it does:

```text
tierline test rules/cookbook/01-vip.rhai
```

Copy what you need into your pack, and the tests with it.
";

/// All recipes, by number.
///
/// # Panics
///
/// Where the folder cannot be read, or a file in it is no recipe.
pub fn recipes() -> Vec<Recipe> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../rules/cookbook");
    let files = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let read = |entry: fs::DirEntry| {
        let file = entry.file_name().to_string_lossy().into_owned();
        let rules = fs::read_to_string(entry.path()).unwrap_or_else(|error| panic!("{file}: {error}"));
        recipe(file, rules)
    };
    let mut recipes: Vec<Recipe> = files.flatten().map(read).collect();
    recipes.sort_by(|a, b| a.file.cmp(&b.file));
    recipes
}

fn recipe(file: String, rules: String) -> Recipe {
    let comment = rules.lines().map_while(|line| line.strip_prefix("//")).map(str::trim);
    let comment = comment.collect::<Vec<_>>().join("\n");
    let paragraphs: Vec<String> = comment.splitn(3, "\n\n").map(|paragraph| paragraph.replace('\n', " ")).collect();
    let Ok([title, question, answer]) = <[String; 3]>::try_from(paragraphs) else {
        panic!("{file}: a recipe begins with a comment of three paragraphs: its title, the question, the answer")
    };
    Recipe { file, title, question, answer, rules }
}

/// The page that lists the recipes: `rules/COOKBOOK.md`.
pub fn page(recipes: &[Recipe]) -> String {
    let mut page = PAGE_BEGINS.to_owned();
    for recipe in recipes {
        let number = recipe.file.split('-').next().unwrap_or_default();
        if let Some((_, chapter)) = CHAPTERS.iter().find(|(first, _)| *first == number) {
            let _ = write!(page, "\n## {chapter}\n\n| recipe | question |\n| --- | --- |\n");
        }
        let Recipe { file, title, question, .. } = recipe;
        let _ = writeln!(page, "| {number} [{title}](cookbook/{file}) | {question} |");
    }
    page
}
