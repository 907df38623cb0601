//! A clock in sentences.

use tierline_model::{
    Reading, Timestamp, quoted,
    reading::{ChangeKind, ClockChange, ClockState, ClockTrace, Loser, Lost, SpanTrace, StepReading},
};

use crate::{effect::listed, seen, spoken::duration};

/// Why a clock reads what it reads, in sentences: the policy and why others lost, what counted and what did not, what moved
/// the deadline, the breach, what is uncertain. A reading without `why` says what it reads.
///
/// ```
/// # use tierline_model::{Class, Metric, Reading, Timestamp, reading::ClockState};
/// # let at = |text| Timestamp::parse(text).unwrap();
/// # let started_at = at("2026-11-23T09:00:00Z");
/// # let (version, of, longest_seconds, paused, stopped_at, breach, missed_under, set_by_hand, warning, why) = Default::default();
/// let reading = Reading {
///     // …
/// #   clock: Metric::Resolution, class: Class::Customer, policy: "gold".into(), version, of, cycle: 1, visits: 1,
/// #   calendar: Some("office".into()), state: ClockState::Running, paused, target: "4 hours".into(), goal_seconds: 14_400,
/// #   longest_seconds, elapsed_seconds: 3_600, remaining_seconds: 10_800, paused_seconds: 0, used_percent: 25, started_at,
/// #   counts_from: Some(started_at), due: Some(at("2026-11-23T13:00:00Z")), stopped_at, breach, missed_under, set_by_hand, warning,
/// #   steps: vec![], why,
/// };
/// assert_eq!(
///     tierline_explain::clock_sentences(&reading),
///     [
///         "resolution: under the customer SLA \"gold\", 4 hours by the calendar \"office\".",
///         "It is running: 1h used (25%), 3h left, due 2026-11-23T13:00:00Z.",
///     ]
/// );
/// ```
pub fn clock_sentences(reading: &Reading) -> Vec<String> {
    let mut said = vec![owed(reading)];
    if let Some(why) = &reading.why {
        said.extend(why.losers.iter().map(|loser| lost(loser, reading)));
        said.extend(starts(reading));
        said.extend(why.spans.iter().filter_map(|span| stretch(span, why, reading)));
        said.extend(why.changes.iter().filter_map(|what| change(reading, what)));
    }
    said.extend(by_hand(reading));
    said.extend(breached(reading));
    said.push(reads(reading));
    said.extend(reading.steps.iter().map(step));
    said.extend(reading.warning.iter().map(|warning| format!("Warning: {warning}.")));
    said
}

/// `resolution`, `tier of "L2"`
pub fn clock_name(reading: &Reading) -> String {
    match &reading.of {
        Some(of) => format!("{} of {}", reading.clock.name(), quoted(of)),
        None => reading.clock.name().to_owned(),
    }
}

fn owed(reading: &Reading) -> String {
    let cycle = if reading.cycle > 1 { format!(", cycle {}", reading.cycle) } else { String::new() };
    let visits =
        if reading.visits > 1 { format!(", here for the {} time", nth(reading.visits)) } else { String::new() };
    let version = reading.version.map(|since| format!(" (version since {since})")).unwrap_or_default();
    let calendar = match &reading.calendar {
        Some(calendar) => format!("by the calendar {}", quoted(calendar)),
        None => "by the wall clock".to_owned(),
    };
    let (class, policy, target) = (reading.class.name(), &*reading.policy, &reading.target);
    format!(
        "{}{cycle}{visits}: under the {class} SLA {policy}{version}, {target} {calendar}.",
        clock_name(reading),
        policy = quoted(policy)
    )
}

/// `1st`, `22nd`, `13th`
fn nth(count: u32) -> String {
    let end = match (count % 100, count % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{count}{end}")
}

fn lost(loser: &Loser, reading: &Reading) -> String {
    let name = &*loser.policy;
    match &loser.because {
        Lost::Missed { part, saw } => {
            format!("{name} lost, because `{part}` does not hold{}.", seen(saw, "; "), name = quoted(name))
        }
        Lost::Later => {
            format!("{name} lost: it would do, but stands below {}.", quoted(&reading.policy), name = quoted(name))
        }
        Lost::OtherVersion if loser.policy == reading.policy => {
            format!("Another version of {} was not in force.", quoted(name))
        }
        Lost::OtherVersion => format!("{} lost: this version of it is not in force.", quoted(name)),
        Lost::NotApplied => format!("{} lost: another one was applied by name.", quoted(name)),
    }
}

fn starts(reading: &Reading) -> Option<String> {
    let from = reading.counts_from.filter(|from| *from > reading.started_at)?;
    Some(format!("It started at {}, outside the hours of its calendar, and counts from {from} on.", reading.started_at))
}

/// What a stretch of its time did to it. Stretches that are over and had no open time say nothing, unless they held it up.
fn stretch(span: &SpanTrace, why: &ClockTrace, reading: &Reading) -> Option<String> {
    let until = match span.to {
        Some(to) => format!("from {} to {to}", span.from),
        None => format!("since {}", span.from),
    };
    let pauses = |change: &ClockChange| change.what == ChangeKind::Pause && change.at == span.from;
    let paused = why.changes.iter().any(pauses);
    let open = if span.calendar.is_some() { " of open time" } else { "" };
    let (time, because) = (duration(span.seconds), &span.because);
    match (span.counts, paused) {
        _ if span.to == Some(span.from) => None,
        (true, false) if span.to.is_some() && span.seconds == 0 => None,
        (counts, _) if span.seconds == 0 && (paused || !counts) => {
            let was = if span.to.is_some() { "was" } else { "has been" };
            let outside = if span.calendar.is_some() { ", outside the hours of its calendar" } else { "" };
            Some(format!("It {was} held up {until} ({because}){outside}."))
        }
        (true, false) => {
            let hours = match (&span.calendar, &reading.calendar) {
                (Some(own), now) if Some(own) != now.as_ref() => format!(" by the calendar {}", quoted(own)),
                _ => String::new(),
            };
            let counted = if span.to.is_some() { "counted" } else { "has counted" };
            Some(format!("It {counted} {time} {until}{hours} ({because})."))
        }
        (true, true) => {
            let was = if span.to.is_some() { "was" } else { "has been" };
            Some(format!("It {was} held up {until} ({because}): {time}{open}, which counts all the same."))
        }
        (false, _) => {
            let did_not = if span.to.is_some() { "did not count" } else { "has not counted" };
            Some(format!("It {did_not} {until} ({because}): {time}{open}."))
        }
    }
}

/// What moved the deadline, or would have.
fn change(reading: &Reading, change: &ClockChange) -> Option<String> {
    let ClockChange { at, because, due_before, due_after, .. } = change;
    let moved = match (due_before, due_after) {
        (Some(before), Some(after)) if before != after => format!("its deadline moved from {before} to {after}"),
        (Some(before), Some(_)) => format!("its deadline stayed {before}"),
        (Some(before), None) => format!("its deadline {before} fell away"),
        (None, Some(after)) => format!("its deadline became {after}"),
        (None, None) => "it had no deadline then".to_owned(),
    };
    match change.what {
        ChangeKind::ApplySla => Some(format!("At {at} its target changed ({because}): {moved}.")),
        ChangeKind::Merge => Some(format!("At {at} {because}: {moved}.")),
        ChangeKind::Resume => Some(format!("It went on at {at} ({because}): {moved}.")),
        ChangeKind::Reopen => Some(format!("It was taken up again at {at} ({because}): {moved}.")),
        ChangeKind::Pin => Some(format!("At {at} it did not follow a change ({because}): {moved}.")),
        ChangeKind::Fulfill => Some(format!("It stopped at {at} ({because}).")),
        ChangeKind::Cancel if reading.breach.is_some() => {
            Some(format!("It ended at {at}, after its deadline had passed ({because})."))
        }
        ChangeKind::Cancel => Some(format!("It ended at {at} without met or missed ({because}).")),
        ChangeKind::SetByHand => Some(format!("At {at} a person set its deadline: {moved}.")),
        ChangeKind::Activate | ChangeKind::Pause | ChangeKind::Breach => None,
    }
}

fn by_hand(reading: &Reading) -> Option<String> {
    let set = reading.set_by_hand.as_ref()?;
    let reason = if set.reason.is_empty() { String::new() } else { format!(" ({})", set.reason) };
    let instead = set.instead_of.map(|own| format!("; the target alone gives {own}")).unwrap_or_default();
    Some(format!("{} set the deadline by hand at {}{reason}{instead}.", set.by, set.at))
}

fn breached(reading: &Reading) -> Option<String> {
    let breach = reading.breach.as_ref()?;
    let under = reading.missed_under.as_ref().map(|policy| format!(", under the SLA {}", quoted(policy)));
    let under = under.unwrap_or_default();
    Some(match breach.rebased {
        true => format!("It is breached since {}{under}: a change then put its deadline into the past.", breach.at),
        false => format!("It is breached: its deadline passed at {}{under}.", breach.at),
    })
}

fn reads(reading: &Reading) -> String {
    let longest = reading.longest_seconds.map(|longest| format!(", {} in the longest exchange", duration(longest)));
    let longest = longest.unwrap_or_default();
    // Up to a date that no pause moves, time passes that is not used.
    let is_all =
        reading.set_by_hand.is_some() || reading.elapsed_seconds + reading.remaining_seconds == reading.goal_seconds;
    let of_the_way = if is_all { "" } else { " of the way to its date" };
    let used = format!("{} used ({}%{of_the_way}){longest}", duration(reading.elapsed_seconds), reading.used_percent);
    let left = match reading.remaining_seconds {
        over if over < 0 => format!("{} over", duration(-over)),
        left => format!("{} left", duration(left)),
    };
    let due = match reading.due {
        Some(due) => format!(", due {due}"),
        None => ", no deadline stands".to_owned(),
    };
    let stopped = reading.stopped_at.map(|at| format!(" at {at}")).unwrap_or_default();
    match reading.state {
        ClockState::Running => format!("It is running: {used}, {left}{due}."),
        ClockState::Paused => format!("It is paused: {used}, {left}{due}."),
        ClockState::MissedOpen if reading.paused => {
            format!("It is missed and still open, and paused: {used}, {left}{due}.")
        }
        ClockState::MissedOpen => format!("It is missed and still open: {used}, {left}."),
        ClockState::Met => format!("It was met{stopped}: {used}, {left}."),
        ClockState::MissedClosed => format!("It was missed{stopped}: {used}, {left}."),
        ClockState::Cancelled => format!("It was cancelled{stopped}: {used}."),
    }
}

fn step(step: &StepReading) -> String {
    let StepReading { ladder, step, at, put_off_to, done, .. } = step;
    let put_off = put_off_to.map(|to| format!(", put off to {to} by quiet hours")).unwrap_or_default();
    match done {
        true => format!("Step {step} of {} was taken (reached at {at}{put_off}).", quoted(ladder)),
        false => format!("Step {step} of {} is reached at {at}{put_off}.", quoted(ladder)),
    }
}

/// What the clocks of an answer come to, a sentence for each that matters: those that run, are held up or were missed.
pub(crate) fn outlook(readings: &[Reading], now: Timestamp) -> Vec<String> {
    let due = |reading: &Reading| match (reading.due, reading.state) {
        (Some(due), ClockState::Running) => Some(format!("{} is due at {due}", clock_name(reading))),
        (due, ClockState::Paused) => {
            let left = duration(reading.remaining_seconds);
            let due = due.map(|due| format!(", due at {due} as it stands")).unwrap_or_default();
            Some(format!("{} is paused with {left} left{due}", clock_name(reading)))
        }
        _ => None,
    };
    let missed = readings.iter().filter(|reading| reading.state == ClockState::MissedOpen);
    let missed = missed.filter_map(|reading| {
        let breach = reading.breach.as_ref()?;
        let rebased = if breach.rebased { " by a change" } else { "" };
        let paused = if reading.paused { ", and paused" } else { "" };
        Some(format!("{} has been missed since {}{rebased} and is still open{paused}", clock_name(reading), breach.at))
    });
    let missed: Vec<String> = missed.collect();
    let due: Vec<String> = readings.iter().filter_map(due).collect();
    let said = [missed, due].into_iter().filter(|said| !said.is_empty());
    said.map(|said| format!("At {now}, {}.", listed(said))).collect()
}
