//! The lanes of an example as an SVG that reads on light and on dark pages.

use std::fmt::Write;

use tierline::{ClockState, Reading, Timestamp};
use tierline_model::Text;

use super::{Example, Lane, lanes};

const WIDTH: i64 = 840;
const MARGIN: i64 = 16;
/// The height of a bar, of a row of words, and of the room between lanes.
const BAR: i64 = 16;
const ROW: i64 = 15;
const GAP: i64 = 14;
/// About how wide a letter is, in tenths of a pixel.
const LETTER: i64 = 60;
/// How far apart the marks of the scale may be, in seconds, and how many there may be.
const SCALES: [i64; 9] = [900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400, 604_800];
const MOST_MARKS: i64 = 11;

const STYLE: &str = "\
svg{font:11px system-ui,sans-serif}.page{fill:#fff}text{fill:#1f2328}.title{font-weight:600;font-size:12px}\
.soft,.scale{fill:#59636e}.open{fill:#e3eefa}.off{fill:#9cc0ea}.counted{fill:#0969da}.ahead{fill:#a9cdf6}\
.held{fill:url(#held)}.held-line{stroke:#bf8700}.late{fill:#d1242f}.line{stroke:#8c959f;stroke-width:1}.late-line{stroke:#d1242f}\
@media(prefers-color-scheme:dark){.page{fill:#0d1117}text{fill:#e6edf3}.soft,.scale{fill:#9198a1}.open{fill:#17263a}\
.off{fill:#27496f}.counted{fill:#4493f8}.ahead{fill:#264f80}.held-line{stroke:#d29922}.late{fill:#f85149}\
.line{stroke:#6e7681}.late-line{stroke:#f85149}}";

/// The drawing of an example.
///
/// # Panics
///
/// Where the example does not compile, or a test of it does not hold.
pub fn draw(example: &Example) -> String {
    let lanes = lanes(example);
    let scale = Scale::of(&lanes);
    let mut body = String::new();
    let mut y = MARGIN / 2;
    for lane in &lanes {
        y = lane_at(&mut body, lane, &scale, y) + GAP;
    }
    y = marks(&mut body, &lanes, &scale, y - GAP / 2);
    y = legend(&mut body, y + 8);
    let height = y + MARGIN / 2;
    let title = escaped(&example.name.replace('-', " "));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" role=\"img\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n\
         <defs><pattern id=\"held\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
         <line class=\"held-line\" x1=\"0\" y1=\"0\" x2=\"0\" y2=\"6\" stroke-width=\"4\"/></pattern></defs>\n\
         <rect class=\"page\" width=\"{WIDTH}\" height=\"{height}\" rx=\"6\"/>\n{body}</svg>\n"
    )
}

/// From instants to the line on which they are drawn.
struct Scale {
    from: i64,
    to: i64,
}

impl Scale {
    /// So that all instants which matter are to be seen, with a little room on both sides.
    fn of(lanes: &[Lane]) -> Scale {
        let instants = lanes.iter().flat_map(|lane| {
            lane.instants().chain(lane.events.iter().map(|(at, _)| *at)).chain([lane.now]).map(Timestamp::second)
        });
        let (from, to) = instants.fold((i64::MAX, i64::MIN), |(from, to), at| (from.min(at), to.max(at)));
        let room = (to - from) / 25 + 900;
        Scale { from: from - room, to: to + room }
    }

    fn x(&self, at: i64) -> i64 {
        MARGIN + (at.clamp(self.from, self.to) - self.from) * (WIDTH - 2 * MARGIN) / (self.to - self.from)
    }
}

/// Words at a place of the line.
struct Label {
    x: i64,
    words: String,
    class: &'static str,
}

/// Draws a lane; gives where it ends.
fn lane_at(body: &mut String, lane: &Lane, scale: &Scale, y: i64) -> i64 {
    let above = rows(lane.events.iter().map(|(at, what)| Label {
        x: scale.x(at.second()),
        words: format!("{} {what}", clock_time(lane, *at)),
        class: "",
    }));
    let below = rows(outcomes(lane).into_iter().map(|(at, what, class)| Label {
        x: scale.x(at.second()),
        words: format!("{what} {}", day_time(lane, at)),
        class,
    }));
    let bar = y + ROW + 4 + rows_of(&above) * ROW + 3;
    let end = bar + BAR + 3 + rows_of(&below) * ROW;
    let calendar = lane.readings.last().and_then(|reading| reading.calendar.as_ref());
    for (open, close) in lane.hours(calendar).iter().flat_map(|hours| &hours.open) {
        rect(body, "open", (scale.x(open.second()), scale.x(close.second())), (y + ROW + 4, end - y - ROW - 4));
    }
    say(body, "title", MARGIN, y + ROW, &lane.title);
    let width = lane.title.chars().count() as i64 * 74 / 10 + 14;
    say(body, "soft", MARGIN + width, y + ROW, &summary(lane));
    for reading in &lane.readings {
        spans(body, lane, reading, scale, bar);
    }
    for (label, row) in &above {
        let base = y + ROW + 4 + (row + 1) * ROW - 3;
        line(body, "line", label.x, base + 2, bar + BAR);
        words(body, label, base);
    }
    for (label, row) in &below {
        let base = bar + BAR + (row + 1) * ROW - 1;
        line(body, if label.class == "late" { "late-line" } else { "line" }, label.x, bar, base - 9);
        words(body, label, base);
    }
    end
}

/// What the clock does, in pieces: counted, held up, late, still to come.
fn spans(body: &mut String, lane: &Lane, reading: &Reading, scale: &Scale, y: i64) {
    let ends = |to: Option<Timestamp>| to.or(reading.stopped_at).unwrap_or(lane.now).second();
    let late_from = reading.breach.as_ref().map_or(i64::MAX, |breach| breach.at.second());
    for span in reading.why.iter().flat_map(|why| &why.spans) {
        let (from, to) = (span.from.second(), ends(span.to));
        match span.counts {
            false => piece(body, "held", scale, (from, to), (y + 3, BAR - 6)),
            true => {
                piece(body, "off", scale, (from, to), (y + BAR / 2 - 2, 4));
                for (from, to) in open_parts(lane, span.calendar.as_ref(), (from, to)) {
                    piece(body, "counted", scale, (from, to.min(late_from)), (y, BAR));
                    piece(body, "late", scale, (from.max(late_from), to), (y, BAR));
                }
            }
        }
    }
    let is_counting = reading.state == ClockState::Running;
    if let Some(due) = reading.due.filter(|due| is_counting && *due > lane.now) {
        let from = lane.now.second().max(reading.started_at.second());
        piece(body, "off", scale, (from, due.second()), (y + BAR / 2 - 1, 2));
        for part in open_parts(lane, reading.calendar.as_ref(), (from, due.second())) {
            piece(body, "ahead", scale, part, (y, BAR));
        }
    }
}

/// The parts of a stretch that count.
fn open_parts(lane: &Lane, calendar: Option<&Text>, (from, to): (i64, i64)) -> Vec<(i64, i64)> {
    match lane.hours(calendar) {
        Some(hours) => {
            let cut = hours.open.iter().map(|(open, close)| (open.second().max(from), close.second().min(to)));
            cut.filter(|(from, to)| from < to).collect()
        }
        None => vec![(from, to)],
    }
}

/// What is said below the bar: steps, deadlines, breaches and ends.
fn outcomes(lane: &Lane) -> Vec<(Timestamp, String, &'static str)> {
    let mut all = vec![];
    for reading in &lane.readings {
        for step in &reading.steps {
            match step.put_off_to {
                None => all.push((step.at, step.step.to_string(), "")),
                Some(later) => {
                    all.push((step.at, format!("{} reached", step.step), ""));
                    all.push((later, format!("{} taken", step.step), ""));
                }
            }
        }
        if let Some(due) = reading.due.filter(|_| reading.state != ClockState::Cancelled) {
            all.push((due, "due".to_owned(), ""));
        }
        if let Some(breach) = reading.breach.as_ref().filter(|breach| Some(breach.at) != reading.due) {
            all.push((breach.at, "late from".to_owned(), "late"));
        }
        match (reading.stopped_at, reading.state) {
            (Some(at), ClockState::Met) => all.push((at, "met".to_owned(), "")),
            (Some(at), ClockState::MissedClosed) => all.push((at, "too late".to_owned(), "late")),
            (Some(at), ClockState::Cancelled) => all.push((at, "cancelled".to_owned(), "soft")),
            _ => {}
        }
    }
    all.extend(lane.taken.iter().map(|(at, step)| (*at, step.clone(), "")));
    all.sort();
    all.dedup();
    all
}

/// What the last reading says, behind the title.
fn summary(lane: &Lane) -> String {
    let Some(reading) = lane.readings.last() else { return "no clock".to_owned() };
    let state = reading.state.name().replace('_', " ");
    let cycle = if reading.cycle > 1 { format!(", cycle {}", reading.cycle) } else { String::new() };
    let read = match reading.state {
        ClockState::Running | ClockState::Paused => {
            format!("{}, {} left", reading.target, lasting(reading.remaining_seconds))
        }
        _ => reading.target.to_string(),
    };
    let calendar = reading.calendar.as_ref().map_or_else(|| "day and night".to_owned(), Text::to_string);
    format!("{state} at {}: {read}{cycle} ({calendar})", day_time(lane, lane.now))
}

fn lasting(seconds: i64) -> String {
    let (hours, minutes, rest) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    let parts = [(hours, "h"), (minutes, "m"), (rest, "s")].into_iter().filter(|(count, _)| *count != 0);
    let parts: Vec<String> = parts.map(|(count, unit)| format!("{count} {unit}")).collect();
    if parts.is_empty() { "nothing".to_owned() } else { parts.join(" ") }
}

/// Puts labels into as few rows as keep them apart.
fn rows(labels: impl Iterator<Item = Label>) -> Vec<(Label, i64)> {
    let mut ends: Vec<i64> = vec![];
    let placed = labels.map(|label| {
        let (from, to) = extent(&label);
        let row = ends.iter().position(|end| *end < from).unwrap_or(ends.len());
        ends.resize(ends.len().max(row + 1), 0);
        ends[row] = to + 6;
        (label, row as i64)
    });
    placed.collect()
}

fn rows_of(placed: &[(Label, i64)]) -> i64 {
    placed.iter().map(|(_, row)| row + 1).max().unwrap_or(0)
}

/// From where to where a label goes: to the right of its place, to the left of it where the page would end.
fn extent(label: &Label) -> (i64, i64) {
    let width = label.words.chars().count() as i64 * LETTER / 10;
    if label.x + width > WIDTH - 4 { (label.x - width, label.x) } else { (label.x, label.x + width) }
}

fn words(body: &mut String, label: &Label, y: i64) {
    let (from, _) = extent(label);
    let anchor = if from < label.x { " text-anchor=\"end\"" } else { "" };
    let x = if from < label.x { label.x - 3 } else { label.x + 3 };
    let (class, text) = (label.class, escaped(&label.words));
    let _ = writeln!(body, "<text class=\"{class}\" x=\"{x}\" y=\"{y}\"{anchor}>{text}</text>");
}

/// The scale: a mark with its day at midnight, with its hour otherwise.
fn marks(body: &mut String, lanes: &[Lane], scale: &Scale, y: i64) -> i64 {
    let Some(lane) = lanes.first() else { return y };
    let offset = lane.wall(Timestamp::from_second(scale.from)) - scale.from;
    let long = scale.to - scale.from;
    let apart = SCALES.into_iter().find(|apart| long / apart < MOST_MARKS).unwrap_or(604_800);
    let first = (scale.from + offset).div_euclid(apart) * apart + apart - offset;
    let mut at = first;
    while at < scale.to {
        let wall = lane.wall(Timestamp::from_second(at));
        let is_midnight = wall % 86_400 == 0;
        let format = if is_midnight { "%a %-d %b" } else { "%H:%M" };
        let label = Label {
            x: scale.x(at) - 3,
            words: Timestamp::from_second(wall).to_chrono().format(format).to_string(),
            class: "scale",
        };
        line(body, "line", scale.x(at), y, y + 4);
        if extent(&label).0 == label.x {
            words(body, &label, y + 14);
        }
        at += apart;
    }
    line_across(body, y);
    y + ROW
}

/// What the colours say that are there.
fn legend(body: &mut String, y: i64) -> i64 {
    let mut x = MARGIN;
    for (class, what) in [
        ("open", "open hours"),
        ("counted", "counted"),
        ("off", "closed: does not count"),
        ("held", "paused"),
        ("ahead", "still to come"),
        ("late", "late"),
    ] {
        if !body.contains(&format!("class=\"{class}\"")) {
            continue;
        }
        rect(body, class, (x, x + 14), (y, 10));
        say(body, "soft", x + 18, y + 9, what);
        x += 34 + what.len() as i64 * LETTER / 10;
    }
    y + ROW
}

/// `10:00`
fn clock_time(lane: &Lane, at: Timestamp) -> String {
    Timestamp::from_second(lane.wall(at)).to_chrono().format("%H:%M").to_string()
}

/// `Mon 10:00`
fn day_time(lane: &Lane, at: Timestamp) -> String {
    let wall = lane.wall(at);
    let format = if wall % 60 == 0 { "%a %H:%M" } else { "%a %H:%M:%S" };
    Timestamp::from_second(wall).to_chrono().format(format).to_string()
}

fn piece(body: &mut String, class: &str, scale: &Scale, (from, to): (i64, i64), across: (i64, i64)) {
    if from < to {
        rect(body, class, (scale.x(from), scale.x(to)), across);
    }
}

fn rect(body: &mut String, class: &str, (from, to): (i64, i64), (y, height): (i64, i64)) {
    let width = to - from;
    if width > 0 {
        let _ =
            writeln!(body, "<rect class=\"{class}\" x=\"{from}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>");
    }
}

fn line(body: &mut String, class: &str, x: i64, from: i64, to: i64) {
    let _ = writeln!(body, "<line class=\"{class}\" x1=\"{x}\" y1=\"{from}\" x2=\"{x}\" y2=\"{to}\"/>");
}

fn line_across(body: &mut String, y: i64) {
    let to = WIDTH - MARGIN;
    let _ = writeln!(body, "<line class=\"line\" x1=\"{MARGIN}\" y1=\"{y}\" x2=\"{to}\" y2=\"{y}\"/>");
}

fn say(body: &mut String, class: &str, x: i64, y: i64, text: &str) {
    let _ = writeln!(body, "<text class=\"{class}\" x=\"{x}\" y=\"{y}\">{}</text>", escaped(text));
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
