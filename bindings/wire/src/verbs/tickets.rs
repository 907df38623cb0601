//! Tickets, decided and explained.

use tierline_model::reference;

#[cfg(not(feature = "compile"))]
use super::without::tells_little;
use super::{
    About, DESK, DESK_HASH, Given, Gives, PartKind, REQUEST, REQUESTS, TRACE, Takes, Verb, WHY_NOT, Wrapper, desk,
    full, tell, wrappers,
};
use crate::{
    BatchReply, Reply,
    call::may_hold,
    clocks::{self, DeadlinesSaid},
};

pub(super) const ALL: &[Verb] = &[
    Verb {
        name: "evaluate",
        help: reference(
            "Answers one `request` ({\"ticket\", \"event\", \"context\", \"roster\", \"turns\", \"now\"}), with a trace where `trace` is true. Where `why_not` is a list of rules, the trace tells of the rules that could hold and of those: it takes hardly longer, however many rules there are.",
        ),
        takes: &[DESK, DESK_HASH, REQUEST, TRACE, WHY_NOT],
        about: About::Desk,
        wrappers: wrappers(&[Wrapper {
            name: "evaluate",
            help: "Says what to do about one ticket event. With `trace`, also what became of every rule; with `why_not`, what became of the rules that could hold and of those that it names: that takes hardly longer, however many rules there are.",
            fails: "the request is none",
            of_desk: true,
            takes: &["request", "trace", "why_not"],
            sets: None,
            gives: Gives::Reply(Given::Object("Answer")),
            is_full: false,
        }]),
        run: |session, mut call| {
            let desk = desk(session, &mut call)?;
            let tell = tell(&desk, &mut call)?;
            let request = call.request(&desk)?;
            Ok(Reply::Answer(Box::new(desk.evaluate_telling(request, &tell))))
        },
    },
    Verb {
        name: "evaluate_batch",
        help: reference(
            "Answers a list of `requests`, in order: each with `ok` or `error`. Where they take more than a call may (`call_work`, `call_bytes`), the first ones are answered, and each of the others is an error that says so.",
        ),
        takes: &[DESK, DESK_HASH, REQUESTS, TRACE, WHY_NOT],
        about: About::Desk,
        wrappers: wrappers(&[Wrapper {
            name: "evaluate_batch",
            help: "Answers many requests at once, in order: each is `ok` with its answer, or `error`. One that is none spoils no other.",
            fails: "",
            of_desk: true,
            takes: &["requests", "trace", "why_not"],
            sets: None,
            gives: Gives::Replies("BatchReply"),
            is_full: false,
        }]),
        run: |session, mut call| {
            let desk = desk(session, &mut call)?;
            let tell = tell(&desk, &mut call)?;
            let requests = call.requests()?;
            may_hold("requests", requests.len(), &desk.limits())?;
            let mut errors = vec![];
            let read = requests.into_iter().filter_map(|request| {
                let read = request.request(&desk);
                errors.push(read.as_ref().err().cloned());
                read.ok()
            });
            let read = read.collect();
            let batch = desk.answer_batch(read, &tell, session.threads());
            Ok(Reply::Batch(BatchReply::of(errors, batch)))
        },
    },
    Verb {
        name: "explain",
        help: reference(
            "Evaluates one `request` and says why in sentences, what nearly happened, and of every clock why it reads what it reads. Of the rules that `why_not` lists, also why each did not fire, and the smallest change of the request that makes it fire, which was tried.",
        ),
        takes: &[DESK, DESK_HASH, REQUEST, WHY_NOT],
        about: About::Desk,
        wrappers: wrappers(&[Wrapper {
            name: "explain",
            help: "Evaluates a request and says why in sentences. Of the rules that `why_not` names, also why each did not fire, and the smallest change of the request that makes it fire.",
            fails: "the request is none",
            of_desk: true,
            takes: &["request", "why_not"],
            sets: None,
            gives: Gives::Reply(Given::Object("Explanation")),
            is_full: true,
        }]),
        run: full!(
            full::explain,
            tells_little("`evaluate` with `trace` gives the reasons as data; the full build says them in sentences")
        ),
    },
    Verb {
        name: "deadlines",
        help: reference(
            "What the clocks of a `request` read, without its rules: readings, the next deadline, `wake_at`. Where `why` is true, with the reasons and the open hours of the calendars.",
        ),
        takes: &[DESK, DESK_HASH, REQUEST, Takes { name: "why", kind: PartKind::Truth }],
        about: About::Desk,
        wrappers: wrappers(&[Wrapper {
            name: "deadlines",
            help: "What the clocks of a ticket read, without its rules. With `why`, the reasons and the open hours of the calendars.",
            fails: "the request is none",
            of_desk: true,
            takes: &["request", "why"],
            sets: None,
            gives: Gives::Reply(Given::Object("Deadlines")),
            is_full: false,
        }]),
        run: |session, mut call| {
            let desk = desk(session, &mut call)?;
            let why = call.truth("why")?;
            let deadlines = desk.deadlines(call.request(&desk)?, why);
            let hours = why.then(|| clocks::open_hours(&desk, &deadlines.readings, deadlines.now));
            Ok(Reply::Deadlines(Box::new(DeadlinesSaid { deadlines, hours })))
        },
    },
];

#[cfg(feature = "compile")]
mod full {
    use super::super::{desk, why_not};
    use crate::{
        Call, Reply, Session, WireError, clocks,
        explained::{Explanation, WhyNot},
    };

    /// Characters of a line of a clock's drawing.
    const DRAWN_WIDTH: usize = 100;

    pub(super) fn explain(session: &Session, mut call: Call<'_>) -> Result<Reply, WireError> {
        let desk = desk(session, &mut call)?;
        let asked = why_not(&desk, &mut call)?.unwrap_or_default();
        let request = call.request(&desk)?;
        let answer = desk.evaluate_with_trace(request.clone());
        Reply::written(&Explanation {
            why: tierline_explain::sentences(&answer),
            nearly: tierline_explain::near_misses(&answer),
            why_not: WhyNot::of_all(&desk, &request, &answer, &asked),
            clocks: clocks::clocks_said(&desk, &answer.readings, answer.now, DRAWN_WIDTH),
        })
    }
}
