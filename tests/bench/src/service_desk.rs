//! The service-desk pack, and eight tickets with a past: `service-desk.ndjson`.
//!
//! Each line is a request to which a test of the pack tells a deadline: `after` is the name of that test, `due` the deadline of
//! `clock` that it works out by hand.

use std::{fs, path::Path};

use serde_json::Value as Json;
use tierline::{Desk, Limits, Pack, Reading, Request, Timestamp};

/// The files of the pack.
pub fn pack() -> Pack {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules/service-desk");
    let files = fs::read_dir(folder).expect("the pack").map(|file| file.expect("a file").path());
    let files = files.filter(|file| file.is_file()).map(|file| {
        let name = file.file_name().expect("a name").to_string_lossy().into_owned();
        (name, fs::read_to_string(&file).expect("text"))
    });
    Pack { files: files.collect() }
}

/// The desk of the pack.
pub fn desk() -> Desk {
    Desk::compile(pack(), Limits::SERVER).expect("a pack that compiles")
}

/// The eight tickets, once the desk has told the deadlines it should, also where it tells all about its rules.
pub fn checked_requests(desk: &Desk) -> Vec<Request> {
    let lines = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/service-desk.ndjson")).expect("the tickets");
    let requests = lines.lines().map(|line| {
        let case: Json = serde_json::from_str(line).expect("JSON");
        let request = desk.read_request(case["request"].clone(), None).expect("a request");
        let (plain, told) = (desk.evaluate(request.clone()), desk.evaluate_with_trace(request.clone()));
        assert!(plain.faults.is_empty(), "{}: {:?}", case["after"], plain.faults);
        let due = case["due"].as_str().and_then(Timestamp::parse);
        let owed = |reading: &Reading| reading.clock.name() == case["clock"] && reading.due == due;
        assert!(plain.readings.iter().any(owed), "{}: {:?}", case["after"], plain.readings);
        assert_eq!((&plain.effects, &plain.ticket), (&told.effects, &told.ticket), "{}", case["after"]);
        request
    });
    requests.collect()
}

/// The requests as of a host that keeps no history: the desk decides, and its clocks know of nothing but `created_at`.
pub fn without_past(requests: &[Request]) -> Vec<Request> {
    let mut requests = requests.to_vec();
    requests.iter_mut().for_each(|request| request.history.clear());
    requests
}
