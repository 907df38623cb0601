//! A host in small, for many tickets.

use std::collections::BTreeSet;

use tierline::{Answer, Desk, Detail, People, Replay, Request, Tell, Timestamp};

use crate::log::{Happened, TicketLog};

/// Plays tickets to a desk as a host would: all events, and all instants at which the desk asks to be woken, in the order of time,
/// whatever ticket they are of.
///
/// What happens at one instant comes in the order of the log, and before whoever is woken then. A ticket takes over people as
/// the one before left them: whose turn it was, how much everybody has.
///
/// ```
/// # use tierline::{Desk, Limits, Pack, People, Roster, Timestamp, Value};
/// # use tierline_simulate::{Happened, Played, Player, TicketLog};
/// # use std::sync::Arc;
/// let rules = "stage assignment\nrule \"give\" {\n    then { assign(#{ strategy: \"round_robin\" }); }\n}\n";
/// let desk = Desk::compile(Pack::of("desk.rhai", rules), Limits::SERVER).unwrap();
/// let roster = Roster::from_json(serde_json::json!({"agents": [{"id": "amy"}, {"id": "bob"}]})).unwrap();
/// let log = |id: &str, line| TicketLog {
///     id: id.into(),
///     events: vec![Happened {
///         at: Timestamp::parse("2026-11-23T09:00:00Z").unwrap(),
///         line,
///         event: [("kind".into(), Value::text("created"))].into_iter().collect(),
///     }],
/// };
/// let mut agents = vec![];
/// Player::new(&desk, &[log("a", 2), log("b", 1)], None).play(People::of(Arc::new(roster)), &mut |number, played| {
///     let Played::Answer(answer) = played else { return };
///     agents.push((number, answer.ticket["assignee"].to_string()));
/// });
/// // The line of `b` comes first.
/// assert_eq!(agents, [(1, "\"amy\"".to_owned()), (0, "\"bob\"".to_owned())]);
/// ```
#[derive(Debug)]
pub struct Player<'a> {
    desk: &'a Desk,
    tickets: &'a [TicketLog],
    /// Up to when the desk is woken; later events are left out.
    until: Option<Timestamp>,
    told: Told,
}

/// What is told of answers.
#[derive(Clone, Debug)]
enum Told {
    /// So much of every one.
    Every(Tell, Detail),
    /// The last of each ticket.
    Last,
}

/// What came of a ticket.
#[derive(Debug)]
pub enum Played {
    /// An answer.
    Answer(Answer),
    /// The request of its last answer, to ask it again.
    Last(Request),
    /// Nothing comes any more.
    Over,
}

impl<'a> Player<'a> {
    /// Plays these tickets up to an instant, or as long as the desk asks to be woken. Answers tell all.
    pub fn new(desk: &'a Desk, tickets: &'a [TicketLog], until: Option<Timestamp>) -> Player<'a> {
        Player { desk, tickets, until, told: Told::Every(Tell::All, Detail::Why) }
    }

    /// Lets answers tell so much about the rules, and this of the clocks.
    #[must_use]
    pub fn telling(self, tell: Tell, detail: Detail) -> Player<'a> {
        Player { told: Told::Every(tell, detail), ..self }
    }

    /// Gives of every ticket only the request of its last answer.
    #[must_use]
    pub fn last_only(self) -> Player<'a> {
        Player { told: Told::Last, ..self }
    }

    /// Plays them among these people, and shows what comes of each, with the number of its ticket.
    pub fn play(&self, people: People, show: &mut dyn FnMut(usize, Played)) {
        let mut playing = Playing {
            replays: self.tickets.iter().map(|_| None).collect(),
            people,
            wakes: BTreeSet::new(),
            end: self.until.map_or(Timestamp::MAX, |until| Timestamp::from_second(until.second().saturating_add(1))),
        };
        let of_ticket = |(number, ticket): (usize, &'a TicketLog)| {
            let events = ticket.up_to(self.until);
            let is_last = move |index: usize| index + 1 == events.len();
            events.iter().enumerate().map(move |(index, happened)| (number, happened, is_last(index)))
        };
        let mut events: Vec<(usize, &Happened, bool)> = self.tickets.iter().enumerate().flat_map(of_ticket).collect();
        // What one ticket's log has at one instant stays in its order.
        events.sort_by_key(|(number, happened, _)| (happened.at, happened.line, *number));
        for (number, happened, is_last) in events {
            while let Some(woken) = playing.wakes_before(happened.at) {
                self.wake(&mut playing, woken, show);
            }
            self.event(&mut playing, number, (happened, is_last), show);
        }
        // What is due at the very end counts.
        while let Some(woken) = playing.wakes_before(playing.end) {
            self.wake(&mut playing, woken, show);
        }
    }

    fn event(
        &self,
        playing: &mut Playing<'a>,
        number: usize,
        (happened, is_last): (&Happened, bool),
        show: &mut dyn FnMut(usize, Played),
    ) {
        let Some(ticket) = self.tickets.get(number) else { return };
        let mut replay = playing.next(number).map_or_else(|| self.begin(ticket), |(replay, _)| replay);
        replay.meet(std::mem::take(&mut playing.people));
        let answer = replay.event(happened.at, happened.event.clone());
        self.after(playing, number, (replay, is_last), answer, show);
    }

    fn wake(&self, playing: &mut Playing<'a>, number: usize, show: &mut dyn FnMut(usize, Played)) {
        let Some((mut replay, is_told)) = playing.next(number) else { return };
        replay.meet(std::mem::take(&mut playing.people));
        match replay.wake(playing.end) {
            Some(answer) => self.after(playing, number, (replay, is_told), answer, show),
            None => playing.people = replay.part(),
        }
    }

    fn begin(&self, ticket: &TicketLog) -> Replay<'a> {
        let replay = self.desk.replay(ticket.beginning());
        match &self.told {
            Told::Every(tell, detail) => replay.telling(tell.clone(), *detail),
            // Of all answers but the last one nothing is shown.
            Told::Last => replay.telling(Tell::Nothing, Detail::Current),
        }
    }

    /// Shows an answer, and lets the next ticket have the people. A ticket of which nothing comes any more is let go.
    fn after(
        &self,
        playing: &mut Playing<'a>,
        number: usize,
        (mut replay, is_told): (Replay<'a>, bool),
        answer: Answer,
        show: &mut dyn FnMut(usize, Played),
    ) {
        let wakes = replay.wakes_before(playing.end);
        let is_over = is_told && wakes.is_none();
        match &self.told {
            Told::Every(..) => show(number, Played::Answer(answer)),
            Told::Last if is_over => {
                replay.asked().into_iter().for_each(|request| show(number, Played::Last(request)));
            }
            Told::Last => {}
        }
        playing.people = replay.part();
        if is_over {
            return show(number, Played::Over);
        }
        playing.wakes.extend(wakes.map(|at| (at, number)));
        if let Some(place) = playing.replays.get_mut(number) {
            *place = Some((replay, is_told));
        }
    }
}

/// Tickets while they are played.
struct Playing<'a> {
    /// Those that have begun and of which something may come yet, and whether all events of each are told.
    replays: Vec<Option<(Replay<'a>, bool)>>,
    /// Whom the next ticket meets.
    people: People,
    /// When which ticket asks to be woken.
    wakes: BTreeSet<(Timestamp, usize)>,
    /// Before when the desk is woken.
    end: Timestamp,
}

impl<'a> Playing<'a> {
    /// The ticket that asks to be woken next, where that is before `at`.
    fn wakes_before(&self, at: Timestamp) -> Option<usize> {
        self.wakes.first().filter(|(wake_at, _)| *wake_at < at).map(|(_, number)| *number)
    }

    /// Takes out a ticket that is played next.
    fn next(&mut self, number: usize) -> Option<(Replay<'a>, bool)> {
        let (replay, is_told) = self.replays.get_mut(number)?.take()?;
        if let Some(wake_at) = replay.wakes_before(self.end) {
            self.wakes.remove(&(wake_at, number));
        }
        Some((replay, is_told))
    }
}
