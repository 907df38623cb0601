//! Stretches of a clock's time.

use tierline_calendar::Beyond;
use tierline_model::Timestamp;

use crate::{hours::Hours, moment::Cause};

/// A stretch of a clock's time.
#[derive(Clone, Debug)]
pub(crate) struct Span {
    /// When what began it happened.
    began: Timestamp,
    /// Its beginning: no earlier than its clock starts.
    pub(crate) from: Timestamp,
    /// Where that is in the time that counts, if its hours reach so far.
    begun: Option<i64>,
    /// Its end and its seconds that count, once it is over; those where they are known.
    pub(crate) over: Option<(Timestamp, Option<i64>)>,
    /// Whether it is used time.
    pub(crate) counts: bool,
    /// Whether the clock was held up in it.
    pub(crate) paused: bool,
    /// By what it counts, where that is not what its clock counts by now.
    former: Option<Hours>,
    /// What began it.
    pub(crate) because: Cause,
    /// The seconds of the spans before it, where all of those are known.
    pub(crate) earlier: Option<Seconds>,
}

/// Seconds that were used, and others.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Seconds {
    pub(crate) used: i64,
    pub(crate) held_up: i64,
}

impl Seconds {
    pub(crate) fn of(self, counts: bool) -> i64 {
        if counts { self.used } else { self.held_up }
    }

    /// With so many more.
    fn and(mut self, counts: bool, seconds: i64) -> Seconds {
        *(if counts { &mut self.used } else { &mut self.held_up }) += seconds;
        self
    }
}

impl Span {
    /// A span of a clock that starts at `started` and counts by `hours`.
    pub(crate) fn new(
        began: Timestamp,
        started: Timestamp,
        (counts, paused): (bool, bool),
        hours: &Hours,
        because: Cause,
    ) -> Span {
        let from = began.max(started);
        let (begun, earlier) = (hours.position(from), Some(Seconds::default()));
        Span { began, from, begun, over: None, counts, paused, former: None, because, earlier }
    }

    /// The seconds of it and the spans before it, once it is over, where they are known.
    pub(crate) fn and_earlier(&self) -> Option<Seconds> {
        Some(self.earlier?.and(self.counts, self.over?.1?))
    }

    /// Its end, once it is over.
    pub(crate) fn to(&self) -> Option<Timestamp> {
        self.over.map(|(to, _)| to)
    }

    /// By what it counts, where its clock counts by `hours` now.
    pub(crate) fn hours<'a>(&'a self, hours: &'a Hours) -> &'a Hours {
        self.former.as_ref().unwrap_or(hours)
    }

    pub(crate) fn end(&mut self, to: Timestamp, hours: &Hours) {
        let to = to.max(self.from);
        let length = self.begun.zip(self.hours(hours).position(to)).map(|(begun, ended)| ended - begun);
        self.over = Some((to, length));
    }

    /// Ends where the next one, by the same hours, begins.
    pub(crate) fn end_at(&mut self, next: &Span) {
        self.over = Some((next.from, self.begun.zip(next.begun).map(|(begun, ended)| ended - begun)));
    }

    /// Goes over to the hours and the start of its clock; it ends where the next one begins.
    fn recount(&mut self, hours: &Hours, started: Timestamp, next: Option<Timestamp>) {
        self.from = self.began.max(started);
        (self.former, self.begun) = (None, hours.position(self.from));
        if let Some(to) = next.or(self.to()) {
            self.end(to, hours);
        }
    }

    /// Keeps to `hours`, whatever its clock goes over to at `at`; it is over by then.
    pub(crate) fn keep_to(&mut self, hours: &Hours, at: Timestamp) {
        if self.former.is_some() {
            return;
        }
        if at < self.from {
            // Its clock has not begun to count.
            (self.from, self.begun) = (at, hours.position(at));
            self.end(at, hours);
        }
        self.former = Some(hours.clone());
    }

    /// By how much it puts off what is counted in days from `started` by `hours`, which are those of its clock now: a pause
    /// that is over by its time; what counted by other hours or after another grace by what it counted less.
    pub(crate) fn puts_off(&self, next: Option<&Span>, hours: &Hours, started: Timestamp) -> Result<i64, Beyond> {
        let Some(to) = self.to() else { return Ok(0) };
        let by_now = || hours.between(self.began.max(started), next.map_or(to, |next| next.began));
        match (self.counts, &self.former) {
            (false, _) => by_now(),
            (true, None) => Ok(0),
            (true, Some(former)) => Ok(by_now()? - former.between(self.from, to)?),
        }
    }

    /// Its seconds that count up to `at`.
    pub(crate) fn seconds(&self, at: Timestamp, hours: &Hours) -> Result<i64, Beyond> {
        match self.over {
            Some((to, Some(length))) if to <= at => Ok(length),
            over => self.hours(hours).between(self.from, over.map_or(at, |(to, _)| to.min(at))),
        }
    }
}

/// Lets all spans count by these hours from `started` on, each up to where the next one begins.
pub(crate) fn recount(spans: &mut [Span], hours: &Hours, started: Timestamp) {
    let mut next = None;
    for span in spans.iter_mut().rev() {
        span.recount(hours, started, next);
        next = Some(span.from);
    }
    add_up(spans);
}

/// Says of every span what the ones before it come to.
pub(crate) fn add_up(spans: &mut [Span]) {
    let mut earlier = Some(Seconds::default());
    for span in spans {
        span.earlier = earlier;
        earlier = span.and_earlier();
    }
}
