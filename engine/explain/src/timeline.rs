//! A clock drawn as lines of text.

use tierline_model::{
    Reading, Timestamp,
    reading::{ChangeKind, ClockTrace, OpenHours, SpanTrace},
    sort::sort_by,
};

use crate::spoken::{local, wall, written};

const LEAST_WIDTH: usize = 30;
const MOST_WIDTH: usize = 500;
/// What stands before each line.
const GUTTER: usize = 7;
/// Steps that get a mark of their own.
const MOST_STEPS: usize = 9;
const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;
/// How far apart the times of the scale may be.
const SCALES: [i64; 16] = [
    60,
    5 * 60,
    15 * 60,
    30 * 60,
    HOUR,
    2 * HOUR,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR,
    DAY,
    2 * DAY,
    7 * DAY,
    14 * DAY,
    28 * DAY,
    91 * DAY,
    364 * DAY,
];

/// The span of time that the drawing of a clock shows: from its start to now, its deadline or its last step, whichever is
/// the latest. Ask for the open hours of this span.
pub fn shown_span(reading: &Reading, now: Timestamp) -> (Timestamp, Timestamp) {
    let seen = reading.stopped_at.unwrap_or(now);
    let steps = reading.steps.iter().take(MOST_STEPS).map(|step| step.put_off_to.unwrap_or(step.at));
    let breach = reading.breach.as_ref().map(|breach| breach.at);
    let last = steps.chain(reading.due).chain(breach).fold(seen, Timestamp::max);
    // A minute at the least, and a little room behind the last mark.
    let length = (last.second() - reading.started_at.second()).max(60);
    let end = reading.started_at.second() + length + length / 40 + 1;
    (reading.started_at, Timestamp::from_second(end))
}

/// A clock as lines of text of at most `width` characters: open hours (`#` open), what the clock did (`=` counted, `-` held
/// up, `.` closed), marks (`S` start, `N` now, `D` deadline, `B` breach, `X` end, `1` to `9` steps), a scale of local times,
/// and what the marks are. Without `why` in the reading there is no line of what it did.
///
/// ```
/// # use tierline_model::{Class, Metric, Reading, Timestamp, reading::{ClockState, ClockTrace, OpenHours, SpanTrace}};
/// # let at = |text| Timestamp::parse(text).unwrap();
/// # let (from, due) = (at("2026-11-23T09:00:00Z"), at("2026-11-23T13:00:00Z"));
/// # let (version, of, longest_seconds, paused, stopped_at, breach, missed_under, set_by_hand, warning) = Default::default();
/// # let span = SpanTrace { from, to: None, counts: true, seconds: 7_200, calendar: None, because: "it was made".into() };
/// # let why = Some(ClockTrace { spans: vec![span], ..ClockTrace::default() });
/// # let reading = Reading {
/// #   clock: Metric::Resolution, class: Class::Customer, policy: "gold".into(), version, of, cycle: 1, visits: 1,
/// #   calendar: Some("office".into()), state: ClockState::Running, paused, target: "3 hours".into(), goal_seconds: 10_800,
/// #   longest_seconds, elapsed_seconds: 7_200, remaining_seconds: 3_600, paused_seconds: 0, used_percent: 66, started_at: from,
/// #   counts_from: Some(from), due: Some(due), stopped_at, breach, missed_under, set_by_hand, warning, steps: vec![], why,
/// # };
/// // Three hours from nine, with lunch from eleven to twelve; it is ten now.
/// let open = vec![(from, at("2026-11-23T11:00:00Z")), (at("2026-11-23T12:00:00Z"), at("2026-11-23T17:00:00Z"))];
/// let hours = OpenHours { calendar: "office".into(), zone: "Europe/London".into(), offsets: vec![], open };
/// let lines = tierline_explain::timeline(&reading, Some(&hours), at("2026-11-23T10:00:00Z"), 48);
/// assert_eq!(
///     lines,
///     [
///         "hours  ####################..........###########",
///         "clock  ==========",
///         "       S        N                             D",
///         "                |Mon 10:00          |Mon 12:00",
///         "S start Mon 23 Nov 2026 09:00, N now Mon 23 Nov",
///         "2026 10:00, D due Mon 23 Nov 2026 13:00",
///     ]
/// );
/// ```
pub fn timeline(reading: &Reading, hours: Option<&OpenHours>, now: Timestamp, width: usize) -> Vec<String> {
    let width = width.clamp(LEAST_WIDTH, MOST_WIDTH);
    let paper = Paper::new(shown_span(reading, now), hours, width - GUTTER);
    let marks = marks(reading, now);
    let mut lines = vec![];
    if hours.is_some() {
        lines.push(format!("hours  {}", paper.hours()));
    }
    if let Some(why) = &reading.why {
        lines.push(format!("clock  {}", paper.clock(why, reading.stopped_at.unwrap_or(now))));
    }
    lines.push(format!("       {}", paper.marked(&marks)));
    lines.push(format!("       {}", paper.scale()));
    lines.extend(wrapped(&legend(&marks, hours), width));
    lines.into_iter().map(|line| line.trim_end().to_owned()).collect()
}

/// A mark on the drawing.
struct Mark {
    at: Timestamp,
    sign: char,
    what: String,
}

/// All marks; where two fall into one cell the later of this list is seen.
fn marks(reading: &Reading, now: Timestamp) -> Vec<Mark> {
    let mut marks = vec![];
    let mut mark = |at: Option<Timestamp>, sign: char, what: &str| {
        marks.extend(at.map(|at| Mark { at, sign, what: what.to_owned() }));
    };
    mark(Some(reading.started_at), 'S', "start");
    for (sign, step) in ('1'..='9').zip(&reading.steps) {
        let done = if step.done { " (taken)" } else { "" };
        mark(Some(step.put_off_to.unwrap_or(step.at)), sign, &format!("{}{done}", step.step));
    }
    mark(Some(now).filter(|now| reading.stopped_at.is_none_or(|end| *now <= end)), 'N', "now");
    mark(reading.stopped_at, 'X', "end");
    mark(reading.due, 'D', "due");
    let breach = reading.breach.as_ref().map(|breach| breach.at);
    mark(breach.filter(|breach| Some(*breach) != reading.due), 'B', "breach");
    marks
}

/// `S start Mon 23 Nov 2026 09:00, N now …`, as the time goes.
fn legend(marks: &[Mark], hours: Option<&OpenHours>) -> String {
    let mut marks: Vec<&Mark> = marks.iter().collect();
    sort_by(&mut marks, |a, b| a.at.cmp(&b.at));
    let said = marks.iter().map(|mark| format!("{} {} {}", mark.sign, mark.what, local(mark.at, hours)));
    said.collect::<Vec<_>>().join(", ")
}

/// Cells of time, side by side.
struct Paper<'a> {
    from: i64,
    length: i64,
    cells: i64,
    hours: Option<&'a OpenHours>,
}

impl<'a> Paper<'a> {
    fn new((from, to): (Timestamp, Timestamp), hours: Option<&'a OpenHours>, cells: usize) -> Paper<'a> {
        let length = (to.second() - from.second()).max(1);
        Paper { from: from.second(), length, cells: i64::try_from(cells).unwrap_or(1).max(1), hours }
    }

    /// The first second of a cell.
    fn start(&self, cell: i64) -> i64 {
        self.from + (self.length * cell + self.cells - 1) / self.cells
    }

    fn cell(&self, at: Timestamp) -> Option<usize> {
        let cell = (at.second() - self.from) * self.cells / self.length;
        usize::try_from(cell).ok().filter(|_| cell < self.cells)
    }

    fn each(&self, draw: impl FnMut((i64, i64)) -> char) -> String {
        (0..self.cells).map(|cell| (self.start(cell), self.start(cell + 1))).map(draw).collect()
    }

    fn is_open(&self, cell: (i64, i64)) -> bool {
        let open = self.hours.map(|hours| hours.open.as_slice()).unwrap_or_default();
        let first = open.partition_point(|(_, close)| close.second() <= cell.0);
        let within = open.iter().skip(first).take_while(|(open, _)| open.second() < cell.1);
        self.hours.is_none() || fills(within.map(|(open, close)| (open.second(), close.second())), cell)
    }

    fn hours(&self) -> String {
        self.each(|cell| if self.is_open(cell) { '#' } else { '.' })
    }

    fn clock(&self, why: &ClockTrace, until: Timestamp) -> String {
        let paused = |span: &&SpanTrace| {
            let pauses = why.changes.iter().any(|change| change.what == ChangeKind::Pause && change.at == span.from);
            !span.counts || pauses
        };
        let (held, counted): (Vec<&SpanTrace>, Vec<&SpanTrace>) = why.spans.iter().partition(paused);
        let ends = |span: &&SpanTrace| (span.from.second(), span.to.unwrap_or(until).min(until).second());
        self.each(|cell| match () {
            () if fills(held.iter().map(ends), cell) => '-',
            () if !fills(counted.iter().map(ends), cell) => ' ',
            () if self.is_open(cell) => '=',
            () => '.',
        })
    }

    fn marked(&self, marks: &[Mark]) -> String {
        let mut line: Vec<char> = self.each(|_| ' ').chars().collect();
        for mark in marks {
            if let Some(place) = self.cell(mark.at).and_then(|cell| line.get_mut(cell)) {
                *place = mark.sign;
            }
        }
        line.into_iter().collect()
    }

    /// Local times, as far apart as their labels need.
    fn scale(&self) -> String {
        let fits = |apart: &&i64| **apart * self.cells >= self.length * label_width(**apart);
        let apart = SCALES.iter().find(fits).copied().unwrap_or(364 * DAY);
        // Days begin at midnight, weeks on a Monday: 1970-01-05 was one.
        let number = |wall: i64| (wall - 4 * DAY).div_euclid(apart);
        let shown = |second: i64| wall(Timestamp::from_second(second), self.hours);
        let mut line = String::new();
        let mut drawn: i64 = 0;
        for cell in 0..self.cells {
            let this = number(shown(self.start(cell + 1) - 1));
            let is_tick = this != number(shown(self.start(cell) - 1));
            let label = label(this * apart + 4 * DAY, apart);
            if is_tick && drawn <= cell && cell + label_width(apart) - 1 <= self.cells {
                line.extend(std::iter::repeat_n(' ', usize::try_from(cell - drawn).unwrap_or_default()));
                line.push_str(&label);
                drawn = cell + i64::try_from(label.len()).unwrap_or_default();
            }
        }
        line
    }
}

fn label(wall: i64, apart: i64) -> String {
    match apart {
        apart if apart < DAY => format!("|{}", written(wall, "%a %H:%M")),
        apart if apart < 91 * DAY => format!("|{}", written(wall, "%a %-d %b")),
        _ => format!("|{}", written(wall, "%b %Y")),
    }
}

/// Characters of a label and the gap behind it.
fn label_width(apart: i64) -> i64 {
    if (DAY..91 * DAY).contains(&apart) { 13 } else { 12 }
}

/// Whether stretches fill at least half of a cell.
fn fills(stretches: impl Iterator<Item = (i64, i64)>, cell: (i64, i64)) -> bool {
    let filled: i64 = stretches.map(|(from, to)| (to.min(cell.1) - from.max(cell.0)).max(0)).sum();
    filled * 2 >= cell.1 - cell.0 && filled > 0
}

/// Words in lines of at most so many characters.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![];
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
