//! Tickets for whole desks.

use tierline_model::{Map, Request, Schema, Ticket, Timestamp, Value};

use super::{
    super::{Dice, request},
    CATEGORIES, KINDS, LEVELS, QUEUES, SITES, STATUSES,
};

/// A ticket that fits: most often one of the words that rules and tickets share.
pub fn whole_request(dice: &mut Dice, schema: &Schema) -> Request {
    let mut made = if dice.once_in(4) { request(dice, schema, true) } else { plain(dice) };
    if let Err(tierline_model::RequestError::Fields(misfits)) = made.check(schema) {
        for misfit in misfits {
            made.ticket.put(&misfit.field, Value::Missing);
        }
    }
    if made.check(schema).is_err() {
        (made.event, made.context) = Default::default();
    }
    if made.check(schema).is_ok() { made } else { plain(dice) }
}

fn plain(dice: &mut Dice) -> Request {
    let now = Timestamp::parse("2026-11-23T10:00:00Z").unwrap();
    let mut ticket = Map::from([("id".into(), Value::text("T-1"))]);
    let words: [(&str, &[&str]); 8] = [
        ("category", &CATEGORIES),
        ("site", &SITES),
        ("kind", &KINDS),
        ("impact", &LEVELS),
        ("urgency", &LEVELS),
        ("priority", &["P1", "P2", "P3"]),
        ("status", &STATUSES),
        ("queue", &QUEUES),
    ];
    for (field, words) in words {
        if !dice.once_in(3) {
            ticket.insert(field.into(), Value::text(dice.pick(words)));
        }
    }
    for field in ["affected_users", "floor", "rooms", "seats"] {
        if dice.once_in(2) {
            ticket.insert(field.into(), Value::Int(i64::try_from(dice.below(22)).unwrap()));
        }
    }
    if dice.once_in(2) {
        let tags = ["erp", "vip", "seen"].into_iter().filter(|_| dice.once_in(2)).collect::<Vec<_>>();
        ticket.insert("tags".into(), Value::texts(tags));
    }
    if dice.once_in(2) {
        ticket.insert("subject".into(), Value::text(dice.pick(&["VPN client down", "vpn", "printer", ""])));
    }
    ticket.insert("requester".into(), Value::Map(Map::from([("vip".into(), Value::Bool(dice.once_in(2)))])));
    let ago = [0, 3_600, 20_000, 86_400 * 6][dice.below(4)];
    ticket.insert("created_at".into(), Value::Instant(Timestamp::from_second(now.second() - ago)));
    let mut request = Request::new(Ticket(ticket), now);
    let kind = if ago == 0 { "created" } else { "updated" };
    request.event.insert("kind".into(), Value::text(kind));
    if ago > 0 {
        let before = [("status", Value::text("open")), ("category", Value::text("printer"))];
        let before = before.into_iter().map(|(name, value)| (name.into(), value)).collect();
        request.event.insert("before".into(), Value::Map(before));
    }
    request
}
