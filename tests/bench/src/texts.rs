//! The tickets of the workload as a host hands them in: requests as JSON text.

use serde_json::{Map, Value as Json, json};

use crate::Workload;

/// A thread of mail, of some 400 bytes.
const DESCRIPTION: &str = "Good morning,\n\nsince the update of last night the second screen stays black as soon as the laptop \
    sits in its dock. Without the dock all is well, and a colleague has the same at the desk beside mine. I have tried another \
    cable, another dock and the socket on the other side, and started it anew three times. There is a demonstration for \
    \"Northwind & Sons\" at two, so please call me before.\n\nKind regards,\nEllie Marsh\n";

impl Workload {
    /// Its tickets as they are: 0.4 KB.
    pub fn texts(&self) -> Vec<String> {
        self.tickets.iter().map(|ticket| request(ticket.clone())).collect()
    }

    /// Its tickets with what a help desk keeps beside: 1 KB. No rule asks for any of that.
    pub fn long_texts(&self) -> Vec<String> {
        let beside: Map<String, Json> = serde_json::from_value(json!({
            "id": "INC-104477", "channel": "portal", "status": "open", "created_at": "2026-11-23T09:41:07Z",
            "updated_at": "2026-11-23T09:58:30Z", "subject": "Second screen stays black when docked",
            "description": DESCRIPTION, "affected_users": 2, "tags": ["hardware", "dock"],
            "requester": {
                "id": "u-201", "name": "Ellie Marsh", "email": "ellie.marsh@example.com", "language": "en", "site": "leeds",
            },
        }))
        .expect("an object");
        let long = |ticket: &Json| {
            let mut ticket = ticket.clone();
            ticket.as_object_mut().expect("an object").extend(beside.clone());
            request(ticket)
        };
        self.tickets.iter().map(long).collect()
    }
}

fn request(ticket: Json) -> String {
    json!({"ticket": ticket, "now": "2026-11-23T10:00:00Z"}).to_string()
}
