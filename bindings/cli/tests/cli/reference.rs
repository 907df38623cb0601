//! `schema`, `actions`, `completions`, and help.

use serde_json::Value as Json;

use crate::Folder;

const NAMES: [&str; 14] = [
    "ticket",
    "request",
    "answer",
    "roster",
    "diagnostic",
    "deadlines",
    "explanation",
    "finding",
    "form",
    "error",
    "reference",
    "report",
    "coverage",
    "cases",
];

#[test]
fn schemas_are_printed_alone_or_together() {
    let folder = Folder::empty();
    let all: Json = serde_json::from_str(&folder.run(&["schema"]).out).unwrap();
    let mut names: Vec<&str> = all.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_by_key(|name| NAMES.iter().position(|known| known == name));
    assert_eq!(names, NAMES);
    for name in NAMES {
        let ran = folder.run(&["schema", name]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        assert!(ran.out.starts_with("{\n  \"") && ran.out.ends_with("\n}\n"), "{name}");
        assert_eq!(serde_json::from_str::<Json>(&ran.out).unwrap(), all[name]);
    }
    assert_eq!(folder.run(&["schema", "tikcet"]).code, 2);
}

#[test]
fn schemas_know_the_fields_of_a_desk() {
    let folder = Folder::with_desk();
    let ticket = |args: &[&str]| -> Json { serde_json::from_str(&folder.run(args).out).unwrap() };
    assert_eq!(ticket(&["schema", "ticket"])["properties"].get("cost_centre"), None);
    let declared = ticket(&["schema", "ticket", "--desk", "desk"]);
    assert_eq!(declared["properties"]["cost_centre"]["type"], serde_json::json!(["string", "null"]));
}

#[test]
fn schemas_are_written_to_a_folder() {
    let folder = Folder::empty();
    let ran = folder.run(&["schema", "-o", "new/schemas"]);
    let said: String = NAMES.iter().map(|name| format!("wrote new/schemas/{name}.schema.json\n")).collect();
    ran.is(0, "", &said);
    for name in NAMES {
        let file = format!("new/schemas/{name}.schema.json");
        assert_eq!(folder.read(&file), folder.run(&["schema", name]).out);
    }
}

#[test]
fn actions_come_as_text_json_and_markdown() {
    let folder = Folder::empty();
    let text = folder.run(&["actions"]).out;
    assert!(text.contains("\n  route(queue)\n      Puts the ticket into a queue.\n"), "{text}");
    assert!(text.contains("\n  between("), "{text}");
    let json: Json = serde_json::from_str(&folder.run(&["actions", "--json"]).out).unwrap();
    assert_eq!(json["actions"][0]["name"], "route");
    let signatures =
        json["functions"].as_array().unwrap().iter().map(|function| function["signature"].as_str().unwrap());
    signatures.for_each(|signature| assert!(text.contains(&format!("\n  {signature}\n")), "{signature}"));
    let page = folder.run(&["actions", "--markdown"]).out;
    assert!(page.starts_with("# Reference of the rule language\n") && page.contains("\n### `route(queue)`\n"));
    assert_eq!(folder.run(&["actions", "--markdown", "--json"]).code, 2);
}

#[test]
fn completions_and_help_name_every_command() {
    let folder = Folder::empty();
    let help = folder.run(&["--help"]);
    assert_eq!(help.code, 0);
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = folder.run(&["completions", shell]);
        assert_eq!(script.code, 0);
        for command in [
            "check",
            "test",
            "eval",
            "explain",
            "deadline",
            "report",
            "import",
            "compile",
            "schema",
            "actions",
            "pipe",
            "completions",
        ] {
            assert!(script.out.contains(command), "{shell}: {command}");
            assert!(help.out.contains(&format!("\n  {command} ")), "{command}");
        }
    }
    assert_eq!(folder.run(&["completions", "tcsh"]).code, 2);
    folder.run(&["--version"]).is(0, &format!("tierline {}\n", env!("CARGO_PKG_VERSION")), "");
}
