//! What is said of SLAs, ladders and calendars.

use std::collections::BTreeSet;

use tierline::Timestamp;
use tierline_check::Finding;
use tierline_model::{Answer, Path, Reading, Request, Value, reading::ClockState};

use super::{
    World, told,
    world::{answer, now},
};

/// The days of a ticket that is let alone.
const DAYS: i64 = 40;

pub(super) fn never_chosen(world: &World, finding: &Finding) -> Result<usize, String> {
    let is_free = |request: &&Request| request.ticket.get(&Path::of_ticket("applied_sla")).is_missing();
    let asked = world.requests.iter().zip(&world.answers).filter(|(request, _)| is_free(request));
    let readings: Vec<&Reading> = asked.flat_map(|(_, answer)| &answer.readings).collect();
    let line = world.line(finding.diagnostic.place.line).trim();
    let is_chosen: Box<dyn Fn(&Reading) -> bool> = match told(&finding.diagnostic.message, "the SLA", '"') {
        Some(name) => Box::new(move |reading| &*reading.policy == name),
        // A target behind another one.
        None => {
            let target = line.strip_prefix("respond within ").ok_or("it names no SLA")?;
            let (_, lines) = block_around(world, "sla", finding.diagnostic.place.line).ok_or("it is in no SLA")?;
            let name = lines[0].split('"').nth(1).unwrap_or_default().to_owned();
            Box::new(move |reading| *reading.policy == *name && &*reading.target == target)
        }
    };
    match readings.iter().find(|reading| is_chosen(reading)) {
        Some(reading) => Err(format!("it is: {reading:?}")),
        None => Ok(readings.len()),
    }
}

/// The block that a line stands in.
fn block_around<'a>(world: &'a World, word: &str, line: u32) -> Option<(usize, Vec<&'a str>)> {
    let line = line as usize;
    world.blocks(word).into_iter().find(|(first, lines)| (*first..*first + lines.len()).contains(&line))
}

/// A ticket as it is made now.
fn new_ticket(request: &Request) -> Request {
    let mut made = Request::new(request.ticket.clone(), now());
    (made.context, made.roster) = (request.context.clone(), request.roster.clone());
    for field in ["created_at", "resolved_at", "closed_at", "responded_at", "applied_sla"] {
        made.ticket.put(&Path::of_ticket(field), Value::Missing);
    }
    made
}

/// What is answered about a ticket that is made now and let alone.
fn let_alone(world: &World, request: &Request, days: i64) -> (Vec<Answer>, Answer) {
    let until = Timestamp::from_second(now().second() + days * 86_400);
    let mut replay = world.desk.replay(new_ticket(request));
    let mut answers = vec![replay.created(now())];
    answers.extend(replay.until(until));
    let last = replay.look(until);
    (answers, last)
}

/// What a step says of when it is taken: `8 hours before`.
fn reach(line: &str) -> &str {
    let reach = line.trim().trim_start_matches("at ");
    let end = reach.find(" when ").or(reach.find(" {")).unwrap_or(reach.len());
    &reach[..end]
}

/// The step is over before a clock that begins now counts.
pub(super) fn too_early(world: &World, finding: &Finding) -> Result<usize, String> {
    let line = finding.diagnostic.place.line;
    let (_, lines) = block_around(world, "escalate", line).ok_or("it is in no ladder")?;
    let ladder = lines[0].split('"').nth(1).unwrap_or_default();
    let mut seen = 0;
    for request in &world.requests {
        let mut request = new_ticket(request);
        request.event.insert("kind".into(), Value::text("created"));
        for reading in answer(&world.desk, &request).readings {
            let begins = reading.counts_from.unwrap_or(reading.started_at);
            let steps =
                reading.steps.iter().filter(|step| &*step.ladder == ladder && &*step.step == reach(world.line(line)));
            for step in steps {
                seen += 1;
                if step.at > begins {
                    return Err(format!("it is taken at {}: {reading:?}", step.at));
                }
            }
        }
    }
    Ok(seen)
}

pub(super) fn never_reached(world: &World, finding: &Finding) -> Result<usize, String> {
    let told = world.line(finding.diagnostic.place.line + 1);
    let who = told.split('"').nth(1).ok_or("the step tells nobody")?;
    let mut seen = 0;
    for request in world.requests.iter().take(12) {
        let (answers, _) = let_alone(world, request, DAYS);
        for answer in answers {
            seen += 1;
            if serde_json::to_string(&answer.effects).unwrap_or_default().contains(&format!("{who:?}")) {
                return Err(format!("it is reached: {request:#?}"));
            }
        }
    }
    Ok(seen)
}

/// A clock that stands still because of the wait stands still as long as nobody does anything.
pub(super) fn endless_pause(world: &World, finding: &Finding) -> Result<usize, String> {
    let name = told(&finding.diagnostic.message, "the clocks of the SLA", '"').ok_or("it names no SLA")?;
    let (_, lines) = world.block(&format!("sla {name:?}")).ok_or("there is no such SLA")?;
    let pause = lines.iter().find_map(|line| line.trim().strip_prefix("pause while ticket.status == "));
    let status = pause.ok_or("it does not pause")?.trim_matches('"');
    let mut seen = 0;
    for request in &world.requests {
        let mut request = request.clone();
        request.ticket.put(&Path::of_ticket("status"), Value::text(status));
        let (answers, last) = let_alone(world, &request, 1);
        let stands = |answer: &Answer| {
            let is_its = |reading: &&Reading| &*reading.policy == name && reading.state == ClockState::Paused;
            answer.readings.iter().any(|reading| is_its(&reading))
        };
        // Rules may have put it into another status as it came.
        if !answers.first().is_some_and(stands) {
            continue;
        }
        let (_, late) = let_alone(world, &request, 400);
        if !stands(&last) || !stands(&late) {
            return Err(format!("the wait ends: {request:#?}"));
        }
        seen += 1;
    }
    Ok(seen)
}

/// The dates of holidays of a calendar as it is written, and the last year that it covers.
fn calendar(world: &World, name: &str) -> Option<(Vec<String>, i32)> {
    let (_, lines) = world.block(&format!("calendar {name:?}"))?;
    let holidays = lines.iter().filter_map(|line| line.trim().strip_prefix("holiday \""));
    let holidays = holidays.filter_map(|rest| rest.split('"').next().map(str::to_owned)).collect();
    let covers = lines.iter().find_map(|line| line.trim().strip_prefix("covers "))?;
    Some((holidays, covers.rsplit(' ').next()?.parse().ok()?))
}

/// Open hours from today to the end of a calendar of 9 to 17 on weekdays, in whole days after today and hours of today.
fn open_days_left(holidays: &[String], until: i32) -> usize {
    let today = now().second().div_euclid(86_400);
    let days = (today + 1..).map(|day| Timestamp::from_second(day * 86_400).to_string());
    let is_weekday = |day: i64| (day + 3).rem_euclid(7) < 5;
    (today + 1..)
        .zip(days)
        .take_while(|(_, date)| {
            date.get(..4).and_then(|year| year.parse::<i32>().ok()).is_some_and(|year| year <= until)
        })
        .filter(|(day, _)| is_weekday(*day))
        .filter(|(_, date)| !holidays.iter().any(|holiday| *holiday == date[..10] || *holiday == date[5..10]))
        .count()
}

/// The lines of targets that end behind their calendar.
pub(super) fn all_past_horizon(world: &World) -> Option<BTreeSet<u32>> {
    let mut lines = BTreeSet::new();
    for (first, block) in world.blocks("sla") {
        let name = block.iter().find_map(|line| line.trim().strip_prefix("calendar "))?.trim_matches('"').to_owned();
        let (holidays, until) = calendar(world, &name)?;
        let days = open_days_left(&holidays, until);
        for (number, line) in (first..).zip(&block) {
            let Some((_, amount)) = line.split_once(" within ") else { continue };
            let (count, unit) = amount.trim().split_once(' ')?;
            let count: usize = count.parse().ok()?;
            // Seven hours of today are left.
            let is_past = if unit == "days" { count > days } else { count > days * 8 + 7 };
            if is_past {
                lines.insert(u32::try_from(number).ok()?);
            }
        }
    }
    Some(lines)
}

pub(super) fn past_horizon(world: &World, finding: &Finding) -> Result<usize, String> {
    let line = finding.diagnostic.place.line;
    match all_past_horizon(world) {
        Some(lines) if !lines.contains(&line) => Err("there are days enough".to_owned()),
        _ => Ok(1),
    }
}

/// The lines of calendars whose last dated holiday is of this year or gone.
pub(super) fn all_run_out(world: &World) -> Option<BTreeSet<u32>> {
    let mut lines = BTreeSet::new();
    for (first, block) in world.blocks("calendar") {
        let dates = block.iter().filter_map(|line| line.trim().strip_prefix("holiday \""));
        let years = dates.filter_map(|date| date.get(..4)?.parse::<i32>().ok());
        if years.max().is_some_and(|last| last <= 2026) {
            lines.insert(u32::try_from(first).ok()?);
        }
    }
    Some(lines)
}

pub(super) fn run_out(world: &World, finding: &Finding) -> Result<usize, String> {
    let lines = all_run_out(world).unwrap_or_default();
    if lines.contains(&finding.diagnostic.place.line) { Ok(1) } else { Err("they do not".to_owned()) }
}
