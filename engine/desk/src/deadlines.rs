//! The clocks of a ticket without its rules: what is due when, and when to look again.

use std::sync::Arc;

use serde::Serialize;
use tierline_condition::Facts;
use tierline_model::{Fault, Reading, Request, Text, Timestamp, reading::OpenHours};

use tierline_sla::{Clocks, Detail, Done, Grown, Moment};

use crate::{Desk, contradictions::contradictions};

/// What the clocks of a ticket read, and what is next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Deadlines {
    /// The ticket's id, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Text>,
    /// The desk that answers: the hash of its content.
    pub desk: Text,
    /// The instant it was asked for.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub now: Timestamp,
    /// What the clocks read: the last of each metric and holder and every earlier one that was missed; with `why`, all.
    pub readings: Vec<Reading>,
    /// The earliest deadline that stands, passed or not.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub next_deadline: Option<Timestamp>,
    /// The earliest instant after `now` at which a clock is breached or a step of a ladder is reached by time alone. What
    /// is due by now stands in the readings: a step that is not done and was reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub wake_at: Option<Timestamp>,
    /// Events that cannot be and what else contradicts itself in the request, and conditions of policies that could not be decided;
    /// the others count.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub faults: Vec<Fault>,
}

impl Desk {
    /// What the clocks of a ticket read, from its history alone: no rule runs and no step is taken. With `why` every
    /// reading says which policies lost, what counted and what happened to it, and those of earlier cycles are there too.
    ///
    /// ```
    /// # use tierline::{Desk, Limits, Pack, Timestamp};
    /// let rules = r#"
    /// calendar "office" {
    ///     timezone "Europe/London"
    ///     mon..fri 09:00 - 17:00
    /// }
    /// sla "standard" {
    ///     calendar "office"
    ///     resolve within 4 hours
    /// }
    /// "#;
    /// let desk = Desk::compile(Pack::of("desk.rhai", rules), Limits::SERVER).unwrap();
    /// let request = serde_json::json!({
    ///     "ticket": {"id": 7},
    ///     "history": [{"kind": "created", "at": "2026-11-23T15:00:00Z"}],
    ///     "now": "2026-11-23T16:00:00Z",
    /// });
    /// let deadlines = desk.deadlines(desk.read_request(request, None).unwrap(), false);
    /// assert_eq!(deadlines.next_deadline, Timestamp::parse("2026-11-24T11:00:00Z"));
    /// assert_eq!(deadlines.readings[0].used_percent, 25);
    /// // A second after its deadline it is breached.
    /// assert_eq!(deadlines.wake_at, Timestamp::parse("2026-11-24T11:00:01Z"));
    /// ```
    pub fn deadlines(&self, request: Request, why: bool) -> Deadlines {
        self.read_clocks(request, why).0
    }

    /// As [`Desk::deadlines`], and the moments of the ticket: all that happened to it, as far as clocks care.
    pub fn course(&self, request: Request, why: bool) -> (Deadlines, Grown<Moment>) {
        let unread = self.agreements.is_empty().then(|| self.moments(&request));
        let (deadlines, clocks) = self.read_clocks(request, why);
        let moments = clocks.map(|clocks| clocks.moments().clone()).or(unread);
        (deadlines, moments.unwrap_or_default())
    }

    /// What the clocks of a ticket read, and they; none where nothing is owed.
    fn read_clocks(&self, mut request: Request, why: bool) -> (Deadlines, Option<Arc<Clocks>>) {
        let done = std::mem::take(&mut request.done);
        let (id, desk, now, done) = (request.ticket.id(), self.hash.clone(), request.now, Done::before(&done));
        let mut session = self.session();
        let facts = Arc::new(Facts::new(self.frame.clone(), request, self.limits));
        let faults = contradictions(&facts);
        let none = Deadlines { id, desk, now, readings: vec![], next_deadline: None, wake_at: None, faults };
        let Some(past) = self.past(&facts, &mut session) else { return (none, None) };
        let (clocks, mut faults) = past.clocks(&self.agreements, &facts, &mut session);
        faults.extend(none.faults.iter().cloned());
        let mut readings = clocks.readings(&self.agreements, &done, now, if why { Detail::Why } else { Detail::Last });
        clocks.tell_losers(&self.agreements, &mut readings, &facts, &mut session);
        let (_, next_step) = clocks.steps(&self.agreements, &done, now);
        let ahead = next_step.into_iter().chain(clocks.next_breach(now)).chain(self.agreements.next_shift(now));
        let wake_at = ahead.filter(|at| *at > now).min();
        self.work_done.count(&self.limits, &facts);
        let next_deadline = clocks.next_deadline(now);
        (Deadlines { readings, next_deadline, wake_at, faults, ..none }, Some(clocks))
    }

    /// When a calendar is open from `from` up to `until`, cut off at what it covers; `None` where there is no such calendar.
    ///
    /// ```
    /// # use tierline::{Desk, Limits, Pack, Timestamp};
    /// let rules = "calendar \"office\" {\n    timezone \"Europe/London\"\n    mon..fri 09:00 - 17:00\n}\n";
    /// let desk = Desk::compile(Pack::of("desk.rhai", rules), Limits::SERVER).unwrap();
    /// let at = |text| Timestamp::parse(text).unwrap();
    /// let hours = desk.open_hours("office", at("2026-07-03T12:00:00Z"), at("2026-07-06")).unwrap();
    /// assert_eq!(hours.open, [(at("2026-07-03T12:00:00Z"), at("2026-07-03T16:00:00Z"))]);
    /// assert_eq!(hours.offsets, [(at("2026-07-03T12:00:00Z"), 3_600)]);
    /// ```
    pub fn open_hours(&self, calendar: &str, from: Timestamp, until: Timestamp) -> Option<OpenHours> {
        let calendar = self.agreements.calendars.all().find(|known| &**known.name() == calendar)?;
        let (first, horizon) = calendar.covers();
        let (from, until) = (from.clamp(first, horizon), until.clamp(first, horizon));
        let open = calendar.stretches(from, until).ok()?.map(|stretch| (stretch.open, stretch.close)).collect();
        let known = &calendar.resolved().offsets;
        let begun = known.partition_point(|offset| offset.from <= from).saturating_sub(1);
        let within = known.iter().skip(begun).take_while(|offset| offset.from <= until);
        let offsets = within.map(|offset| (offset.from.max(from), offset.seconds)).collect();
        Some(OpenHours { calendar: calendar.name().clone(), zone: calendar.zone().clone(), offsets, open })
    }
}
