//! Calls that came and replies that wait, for many workers at once.

use std::{
    collections::{BTreeMap, VecDeque},
    io::{self, Write},
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
};

use tierline_wire::Concern;

/// How much may wait before no more is read.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// Calls that are not answered, and replies that are not written.
    pub calls: usize,
    /// Bytes of both. A call may always come where nothing waits, however long it is.
    pub bytes: usize,
}

/// How far a worker looks along the line for a call that need not wait for another.
const FARTHEST: usize = 64;

/// A call as it stands in line.
#[derive(Debug)]
pub struct Call {
    number: u64,
    concern: Concern,
    bytes: usize,
    /// Its text; where it could not be read, its reply.
    pub text: Result<String, String>,
}

/// Calls that came, in order, and what became of them. Any number of workers [`take`](LineUp::take) calls and hand in their replies;
/// whoever hands in one that is next writes out all that can be.
///
/// A call is begun as soon as those before it that it must wait for are answered, so that the replies are those of one after the
/// other.
#[derive(Debug)]
pub struct LineUp<W> {
    state: Mutex<State<W>>,
    /// That a call may be taken.
    came: Condvar,
    /// That there may be room.
    left: Condvar,
    room: Room,
    keeps_order: bool,
}

#[derive(Debug)]
struct State<W> {
    /// Not begun.
    waiting: VecDeque<Call>,
    /// Begun: what they are about.
    begun: Vec<(u64, Concern)>,
    /// Answered and not written, by the place in which they are written.
    replies: BTreeMap<u64, String>,
    /// How many calls came, were answered, were written.
    came: u64,
    answered: u64,
    written: u64,
    /// Bytes of all that was not written.
    bytes: usize,
    has_ended: bool,
    /// How many workers wait for a call.
    idle: usize,
    /// Whether a call waits for room.
    is_reader_idle: bool,
    /// Where replies go; elsewhere while somebody writes.
    out: Option<W>,
    failed: Option<io::Error>,
}

impl<W: Write> LineUp<W> {
    /// An empty line whose replies go to `out`: in the order of the calls, or as they come.
    pub fn new(out: W, room: Room, keeps_order: bool) -> LineUp<W> {
        let state = State {
            waiting: VecDeque::new(),
            begun: vec![],
            replies: BTreeMap::new(),
            came: 0,
            answered: 0,
            written: 0,
            bytes: 0,
            has_ended: false,
            idle: 0,
            is_reader_idle: false,
            out: Some(out),
            failed: None,
        };
        LineUp { state: Mutex::new(state), came: Condvar::new(), left: Condvar::new(), room, keeps_order }
    }

    fn state(&self) -> MutexGuard<'_, State<W>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells whoever waits what has changed. To tell nobody costs more than to look whether anybody waits.
    fn tell(&self, state: &State<W>) {
        if state.idle > 0 && (!state.waiting.is_empty() || state.is_over()) {
            self.came.notify_all();
        }
        if state.is_reader_idle {
            self.left.notify_all();
        }
    }

    /// Lets a call stand in line, once there is room for it: its text, or where that could not be read, its reply. Whether the line goes on: nobody writes replies any more where it does not.
    pub fn push(&self, concern: Concern, text: Result<String, String>) -> bool {
        let (Ok(held) | Err(held)) = &text;
        let bytes = held.len();
        let mut state = self.state();
        let is_full = |state: &State<W>| {
            let waiting = state.came - state.written;
            waiting > 0 && (waiting >= self.room.calls as u64 || state.bytes + bytes > self.room.bytes)
        };
        while is_full(&state) && state.failed.is_none() {
            state.is_reader_idle = true;
            state = self.left.wait(state).unwrap_or_else(PoisonError::into_inner);
            state.is_reader_idle = false;
        }
        if state.failed.is_some() {
            return false;
        }
        let number = state.came;
        state.came += 1;
        state.bytes += bytes;
        state.waiting.push_back(Call { number, concern, bytes, text });
        self.tell(&state);
        true
    }

    /// No call comes any more.
    pub fn end(&self) {
        let mut state = self.state();
        state.has_ended = true;
        self.tell(&state);
    }

    /// The next call that can be begun; `None` once there is none and none comes any more.
    pub fn take(&self) -> Option<Call> {
        let mut state = self.state();
        loop {
            if let Some(call) = state.next() {
                return Some(call);
            }
            if state.is_over() {
                return None;
            }
            state.idle += 1;
            state = self.came.wait(state).unwrap_or_else(PoisonError::into_inner);
            state.idle -= 1;
        }
    }

    /// The reply to a call that was taken: written out with all others whose turn it is, by whoever comes when nobody writes.
    pub fn answer(&self, call: Call, reply: String) {
        let mut state = self.state();
        state.begun.retain(|(number, _)| *number != call.number);
        let place = if self.keeps_order { call.number } else { state.answered };
        state.answered += 1;
        state.bytes = state.bytes - call.bytes + reply.len();
        state.replies.insert(place, reply);
        self.tell(&state);
        while let Some((out, replies)) = state.turn() {
            drop(state);
            let (out, outcome) = written(out, &replies);
            state = self.state();
            state.out = Some(out);
            state.written += replies.len() as u64;
            state.bytes -= replies.iter().map(String::len).sum::<usize>();
            if let Err(error) = outcome {
                state.failed.get_or_insert(error);
            }
            self.tell(&state);
        }
    }

    /// What became of it all.
    ///
    /// # Errors
    ///
    /// Where a reply could not be written.
    pub fn into_outcome(self) -> io::Result<()> {
        let state = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        state.failed.map_or(Ok(()), Err)
    }
}

impl<W> State<W> {
    /// Whether no call is to be taken any more.
    fn is_over(&self) -> bool {
        self.failed.is_some() || (self.has_ended && self.waiting.is_empty())
    }

    /// Begins the first call that need wait for none before it.
    fn next(&mut self) -> Option<Call> {
        let free = |index: &usize| {
            let (index, call) = (*index, self.waiting.get(*index));
            let mut before = self
                .begun
                .iter()
                .map(|(_, concern)| concern)
                .chain(self.waiting.iter().take(index).map(|call| &call.concern));
            call.is_some_and(|call| !before.any(|earlier| call.concern.must_wait_for(earlier)))
        };
        let index = (0..self.waiting.len().min(FARTHEST)).find(free)?;
        let call = self.waiting.remove(index)?;
        self.begun.push((call.number, call.concern.clone()));
        Some(call)
    }

    /// The replies whose turn it is, and where to write them, where nobody does.
    fn turn(&mut self) -> Option<(W, Vec<String>)> {
        if self.failed.is_some() || !self.replies.contains_key(&self.written) {
            return None;
        }
        let out = self.out.take()?;
        let next = (self.written..).map_while(|place| self.replies.remove(&place));
        Some((out, next.collect()))
    }
}

/// Writes replies, a line each.
fn written<W: Write>(mut out: W, replies: &[String]) -> (W, io::Result<()>) {
    let mut write = || {
        for reply in replies {
            out.write_all(reply.as_bytes())?;
            out.write_all(b"\n")?;
        }
        out.flush()
    };
    let outcome = write();
    (out, outcome)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOM: Room = Room { calls: 8, bytes: 1_000 };

    fn line_up(calls: &[(&str, Concern)], keeps_order: bool) -> LineUp<Vec<u8>> {
        let line_up = LineUp::new(vec![], ROOM, keeps_order);
        for (text, concern) in calls {
            assert!(line_up.push(concern.clone(), Ok((*text).to_owned())));
        }
        line_up.end();
        line_up
    }

    fn text(call: &Call) -> &str {
        call.text.as_deref().unwrap()
    }

    fn written(line_up: &LineUp<Vec<u8>>) -> String {
        String::from_utf8(line_up.state().out.clone().unwrap()).unwrap()
    }

    #[test]
    fn replies_stand_in_the_order_of_the_calls() {
        let line_up = line_up(&[("a", Concern::Nothing), ("b", Concern::Nothing), ("c", Concern::Nothing)], true);
        let [a, b, c] = [(); 3].map(|()| line_up.take().unwrap());
        assert_eq!([text(&a), text(&b), text(&c)], ["a", "b", "c"]);
        line_up.answer(c, "C".into());
        line_up.answer(b, "B".into());
        assert_eq!(written(&line_up), "");
        line_up.answer(a, "A".into());
        assert_eq!(written(&line_up), "A\nB\nC\n");
        assert!(line_up.take().is_none());
        assert!(line_up.into_outcome().is_ok());
    }

    #[test]
    fn replies_stand_as_they_come_where_nobody_wants_order() {
        let line_up = line_up(&[("a", Concern::Nothing), ("b", Concern::Nothing)], false);
        let [a, b] = [(); 2].map(|()| line_up.take().unwrap());
        line_up.answer(b, "B".into());
        line_up.answer(a, "A".into());
        assert_eq!(written(&line_up), "B\nA\n");
    }

    #[test]
    fn a_call_waits_for_what_changes_its_desk_and_lets_others_pass() {
        let (reads, changes) = (|desk: &str| Concern::Reads(desk.into()), |desk: &str| Concern::Changes(desk.into()));
        let calls = [("make", changes("a")), ("ask", reads("a")), ("other", reads("b")), ("make anew", changes("a"))];
        let line_up = line_up(&calls, true);
        let make = line_up.take().unwrap();
        let other = line_up.take().unwrap();
        assert_eq!((text(&make), text(&other)), ("make", "other"));
        assert_eq!(line_up.state().next().map(|call| call.number), None);
        line_up.answer(make, String::new());
        let ask = line_up.take().unwrap();
        assert_eq!((text(&ask), line_up.state().next().map(|call| call.number)), ("ask", None));
        line_up.answer(ask, String::new());
        assert_eq!(text(&line_up.take().unwrap()), "make anew");
    }

    #[test]
    fn no_more_is_read_than_there_is_room_for() {
        let line_up = LineUp::new(vec![], Room { calls: 2, bytes: 10 }, true);
        // The first may always come; with it there is no room for another byte.
        assert!(line_up.push(Concern::Nothing, Ok("longer than the room".into())));
        std::thread::scope(|scope| {
            let pushed = scope.spawn(|| line_up.push(Concern::Nothing, Ok("b".into())));
            let first = line_up.take().unwrap();
            assert_eq!((text(&first), line_up.state().came), ("longer than the room", 1));
            line_up.answer(first, "A".into());
            assert!(pushed.join().unwrap());
        });
        assert_eq!(line_up.take().as_ref().map(text), Some("b"));
    }

    /// Takes nothing.
    struct Closed;

    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn where_nobody_reads_the_line_ends() {
        let line_up = LineUp::new(Closed, ROOM, true);
        assert!(line_up.push(Concern::Nothing, Ok("a".into())));
        let call = line_up.take().unwrap();
        line_up.answer(call, "A".into());
        assert!(!line_up.push(Concern::Nothing, Ok("b".into())));
        assert!(line_up.take().is_none());
        assert_eq!(line_up.into_outcome().unwrap_err().kind(), io::ErrorKind::BrokenPipe);
    }
}
