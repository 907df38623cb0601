//! The request of a recipe.

use serde_json::{Map, Value as Json, json};
use tierline::Timestamp;

use super::{Filler, Recipe};

/// What a request may still take, in bytes.
struct Room(usize);

impl Room {
    /// As many things of that many bytes as there is room for, and no more than are wanted.
    fn take(&mut self, wanted: usize, each: usize) -> usize {
        let many = wanted.min(self.0 / each.max(1));
        self.0 -= many * each;
        many
    }
}

impl Recipe {
    /// The request as JSON, of so many bytes at most or a little more.
    pub fn request(&self, bytes: usize) -> String {
        let mut room = Room(bytes.saturating_sub(1_000));
        let ticket = &self.ticket;
        let history = history(room.take(ticket.events, 100), ticket.apart);
        let tags = list("t", room.take(ticket.tags, 10));
        let flags = list("f", room.take(ticket.flags, 10));
        let entries = room.take(ticket.entries, 16);
        let mut form: Map<String, Json> = (0..entries).map(|number| (format!("k{number}"), json!(number))).collect();
        let deep = (0..room.take(ticket.depth, 10)).fold(json!(1), |inner, _| json!({ "a": inner }));
        form.insert("a".to_owned(), deep);
        let (subject, description) = (filled(&ticket.subject, &mut room), filled(&ticket.description, &mut room));
        let now = "2026-11-23T10:00:00Z";
        json!({
            "ticket": {
                "id": "T", "status": "open", "created_at": "2026-01-01T00:00:00Z", "reopened": 3, "cost": 7, "priority": "P3",
                "subject": subject, "description": description, "tags": tags, "flags": flags, "form": form,
            },
            "event": {"kind": "updated", "before": {"status": "new"}},
            "history": history,
            "now": now,
        })
        .to_string()
    }
}

fn list(of: &str, many: usize) -> Vec<String> {
    (0..many).map(|number| format!("{of}{number}")).collect()
}

/// The text, as many bytes of JSON as there is room for.
fn filled(filler: &Filler, room: &mut Room) -> String {
    let each = serde_json::to_string(&filler.unit).map_or(1, |text| text.len() - 2);
    let times = room.take(filler.bytes / filler.unit.len().max(1), each);
    filler.unit.repeat(times)
}

/// Events of the first of November and after, each of which changes what clocks look at.
fn history(many: usize, apart: usize) -> Vec<Json> {
    let first = Timestamp::parse("2026-11-01T00:00:00Z").map_or(0, |at| at.second());
    let last = Timestamp::parse("2026-11-23T09:00:00Z").map_or(0, |at| at.second());
    let at = |number: usize| (first + i64::try_from(number * apart).unwrap_or(0)).min(last);
    let event = |number: usize| {
        let kind = if number == 0 { "created" } else { "updated" };
        let status = ["open", "waiting-customer"][number % 2];
        json!({"kind": kind, "at": Timestamp::from_second(at(number)).to_string(), "set": {"status": status, "priority": format!("P{}", 1 + number % 5)}})
    };
    (0..many).map(event).collect()
}
