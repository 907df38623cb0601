//! What the command writes is whole, or what was there before; and it is never what the command reads.

#![cfg(unix)]

use std::{
    fs,
    os::unix::{
        fs::{PermissionsExt, symlink},
        process::ExitStatusExt,
    },
    process::{Command, Output, Stdio},
    thread,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use crate::{Folder, Ran};

const SIGKILL: i32 = 9;
const SIGXFSZ: i32 = 25;

/// Commands that write much to `out`, with what stands in the folder `new` and beside it.
const WRITERS: [&[&str]; 4] = [
    &["compile", "new", "-o", "out"],
    &["import", "feed.ics", "-o", "out"],
    &["test", "--coverage-lcov", "out", "new"],
    &["fmt", "out"],
];

/// A folder in which each of [`WRITERS`] has some 200 KB to write. What `fmt` reads is `out` itself.
fn folder() -> Folder {
    let folder = Folder::empty();
    let queue = |number: usize| format!("queue \"q{number}\" \"{}\"\n", "x".repeat(3_000));
    let rule = |number: usize| {
        format!("rule \"{} {number}\" {{\n    when requester.vip\n    then {{ flag(\"x\"); }}\n}}\n", "r".repeat(100))
    };
    let queues: String = (0..60).map(queue).collect();
    let rules: String = (0..400).map(rule).collect();
    let fired = "r".repeat(100);
    let test = format!("test \"t\" {{\n    given ticket #{{ subject: \"x\" }}\n    expect !fired(\"{fired} 0\")\n}}\n");
    folder.put("new/a.rhai", format!("{queues}stage triage\n\n{rules}\n{test}"));
    let event = |day: usize| {
        format!("BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:202611{day}\r\nRRULE:FREQ=DAILY\r\nSUMMARY:day\r\nEND:VEVENT\r\n")
    };
    folder.put("feed.ics", format!("BEGIN:VCALENDAR\r\n{}END:VCALENDAR\r\n", (10..13).map(event).collect::<String>()));
    folder
}

/// What `out` holds before the command.
fn old(args: &[&str]) -> String {
    match args {
        // What is laid out anew must be a rule file.
        ["fmt", ..] => (0..3_000).map(|number| format!("queue  \"q{number}\"  \"{}\"\n", "x".repeat(60))).collect(),
        _ => "what was there\n".to_owned(),
    }
}

fn names(folder: &Folder) -> Vec<String> {
    let entries = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<String> = entries.map(|name| name.into_string().unwrap()).collect();
    names.sort();
    names
}

/// Runs the command where no file may have more than so many blocks of 512 bytes; beyond that it gets an error, or is killed.
fn within(folder: &Folder, blocks: usize, is_killed: bool, args: &[&str]) -> Output {
    let signal = if is_killed { String::new() } else { format!("trap '' {SIGXFSZ}; ") };
    let script = format!("ulimit -c 0; ulimit -f {blocks}; {signal}exec \"$@\"");
    let mut shell = Command::new("sh");
    shell.args(["-c", &script, "sh", env!("CARGO_BIN_EXE_tierline")]).args(args).current_dir(folder.path());
    shell.stdin(Stdio::null()).output().unwrap()
}

#[test]
fn a_full_disk_leaves_what_was_there_and_nothing_else() {
    for args in WRITERS {
        let folder = folder();
        let old = old(args);
        folder.put("out", &old);
        let before = names(&folder);
        for blocks in [0, 1, 7, 100] {
            let ran = within(&folder, blocks, false, args);
            let said = String::from_utf8(ran.stderr).unwrap();
            assert_eq!(ran.status.code(), Some(4), "{args:?} {blocks}: {said}");
            assert!(said.ends_with("error: `out` cannot be written: it is larger than a file may be here\n"), "{said}");
            assert_eq!((folder.read("out") == old, names(&folder)), (true, before.clone()), "{args:?} {blocks}");
        }
        let ran = within(&folder, 4_000, false, args);
        assert!(ran.status.code().is_some_and(|code| code < 2), "{args:?}: {ran:?}");
        assert_eq!((folder.bytes("out").len() > 50_000, names(&folder)), (true, before), "{args:?}");
    }
}

#[test]
fn a_command_that_is_killed_as_it_writes_leaves_what_was_there() {
    for args in WRITERS {
        let folder = folder();
        let old = old(args);
        for blocks in [0, 1, 7, 100] {
            folder.put("out", &old);
            let ran = within(&folder, blocks, true, args);
            assert_eq!(ran.status.signal(), Some(SIGXFSZ), "{args:?} {blocks}: {ran:?}");
            assert!(folder.read("out") == old, "{args:?} {blocks}");
        }
    }
}

/// Not part of the tests of every day: `cargo test -p tierline-cli --test cli -- --ignored kills`.
#[test]
#[ignore = "takes a minute"]
fn two_hundred_kills_at_random_instants_leave_no_half_of_a_file() {
    const KILLS: u32 = 200;
    let mut random = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().subsec_nanos();
    let (mut midway, mut bad) = (0, vec![]);
    for args in WRITERS {
        let folder = folder();
        let old = old(args);
        folder.put("out", &old);
        let start = Instant::now();
        assert!(folder.run(args).code < 2);
        let (usual, new) = (start.elapsed(), folder.bytes("out"));
        for _ in 0..KILLS / WRITERS.len() as u32 {
            folder.put("out", &old);
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let mut child = folder.command(args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
            thread::sleep(Duration::from_nanos(usual.as_nanos() as u64 * u64::from(random >> 16) / 0xffff));
            child.kill().unwrap();
            midway += usize::from(child.wait().unwrap().signal() == Some(SIGKILL));
            let left = folder.bytes("out");
            if left != old.as_bytes() && left != new {
                bad.push((args, left.len()));
            }
        }
    }
    println!("{midway} of {KILLS} were killed before their end");
    assert_eq!(bad, []);
    assert!(midway > KILLS as usize / 3, "{midway}");
}

fn refused(ran: Ran, path: &str) {
    let said = format!("error: `{path}` is not overwritten: it was read for what would be written there\n");
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.ends_with(&said), "{}", ran.err);
}

#[test]
fn what_is_read_is_not_written() {
    let folder = folder();
    folder.put("new/roster.json", "{\"teams\": []}");
    folder.put("new/t.csv", "ticket.category,route\nx,q1\n");
    fs::hard_link(folder.path().join("new/a.rhai"), folder.path().join("hard")).unwrap();
    fs::hard_link(folder.path().join("feed.ics"), folder.path().join("hard.ics")).unwrap();
    symlink("new/a.rhai", folder.path().join("soft")).unwrap();
    let (rules, feed) = (folder.read("new/a.rhai"), folder.read("feed.ics"));
    for out in ["new/a.rhai", "hard", "soft", "new/../new/a.rhai", "new/roster.json", "new/t.csv"] {
        refused(folder.run(&["compile", "new", "-o", out]), out);
        refused(folder.run(&["test", "--coverage-lcov", out, "new"]), out);
    }
    for out in ["feed.ics", "hard.ics", "./feed.ics"] {
        refused(folder.run(&["import", "feed.ics", "-o", out]), out);
    }
    folder.run(&["compile", "new", "-o", "x.desk"]);
    let bundle = folder.bytes("x.desk");
    // By default a bundle of `x.desk` is called so, too.
    refused(folder.run(&["compile", "x.desk"]), "x.desk");
    assert_eq!((folder.read("new/a.rhai"), folder.read("feed.ics"), folder.bytes("x.desk")), (rules, feed, bundle));
    assert_eq!(folder.read("new/roster.json"), "{\"teams\": []}");
    // What was not read may be replaced, though it stands beside.
    folder.put("new/notes.txt", "");
    assert_eq!(folder.run(&["compile", "new", "-o", "new/notes.txt"]).code, 0);
}

#[test]
fn pipes_devices_and_links_are_written_through() {
    let folder = Folder::with_desk();
    folder.run(&["compile", "desk", "-o", "plain"]);
    let bundle = folder.bytes("plain");
    let ran = folder.run(&["compile", "desk", "-o", "/dev/stdout"]);
    assert_eq!((ran.code, ran.out.as_bytes()), (0, &*String::from_utf8_lossy(&bundle).into_owned().into_bytes()));
    assert_eq!(folder.run(&["compile", "desk", "-o", "/dev/null"]).code, 0);
    assert!(!fs::metadata("/dev/null").unwrap().is_file());
    let full = folder.run(&["compile", "desk", "-o", "/dev/full"]);
    assert_eq!((full.code, full.err.as_str()), (4, "error: `/dev/full` cannot be written: the disk is full\n"));

    assert!(Command::new("mkfifo").arg(folder.path().join("fifo")).status().unwrap().success());
    let mut child = folder.command(&["compile", "desk", "-o", "fifo"]).spawn().unwrap();
    assert_eq!(folder.bytes("fifo"), bundle);
    assert_eq!(child.wait().unwrap().code(), Some(0));

    fs::create_dir(folder.path().join("build")).unwrap();
    symlink("build/current", folder.path().join("link")).unwrap();
    for _ in 0..2 {
        assert_eq!(folder.run(&["compile", "desk", "-o", "link"]).code, 0);
        assert!(folder.path().join("link").is_symlink());
        assert_eq!(folder.bytes("build/current"), bundle);
    }
    assert_eq!(fs::read_dir(folder.path().join("build")).unwrap().count(), 1);
    let rights = fs::Permissions::from_mode(0o604);
    fs::set_permissions(folder.path().join("build/current"), rights.clone()).unwrap();
    folder.run(&["compile", "desk", "-o", "link"]);
    let kept = fs::metadata(folder.path().join("build/current")).unwrap().permissions().mode();
    assert_eq!(kept & 0o777, 0o604);
}
