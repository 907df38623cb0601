//! How much an answer says of faults and rules.

use tierline_model::{Bytes, Fault, Place, RuleTrace, Trace};

/// Of what may be added to an answer, a part so small is for faults.
const FAULTS: u64 = 8;

/// What may still be told. What is left out is counted.
#[derive(Debug)]
pub(crate) struct Told {
    faults: u64,
    trace: u64,
    /// The bytes of all rules that a trace tells of.
    traced: u64,
    /// Faults that were left out, and where the first of them stands.
    left_out: Option<(usize, Place)>,
}

impl Told {
    /// What may be told where so many bytes may be added to an answer.
    pub(crate) fn new(answer_bytes: u64) -> Told {
        Told { faults: answer_bytes, trace: answer_bytes, traced: 0, left_out: None }
    }

    /// The bytes of an answer that are kept for faults.
    pub(crate) fn kept_for_faults(answer_bytes: u64) -> u64 {
        answer_bytes / FAULTS
    }

    /// Whether there is room to name a fault; where there is not, it is counted.
    pub(crate) fn has_room_for(&mut self, fault: &Fault) -> bool {
        let has_room = self.left_out.is_none() && take(&mut self.faults, fault.bytes());
        if !has_room {
            self.leave_out(fault, 1);
        }
        has_room
    }

    fn leave_out(&mut self, first: &Fault, count: usize) {
        let (known, place) = self.left_out.take().unwrap_or_else(|| (0, first.place.clone()));
        self.left_out = Some((known + count, place));
    }

    /// Whether there is room to tell of a rule.
    pub(crate) fn may_trace(&mut self, rule: &RuleTrace) -> bool {
        let bytes = rule.bytes();
        let may = take(&mut self.trace, bytes);
        self.traced += if may { bytes } else { 0 };
        may
    }

    /// The bytes of all rules that were told of.
    pub(crate) fn traced(&self) -> u64 {
        self.traced
    }

    /// The faults that there is room for, and one that says how many were left out.
    pub(crate) fn named(mut self, mut faults: Vec<Fault>, room: &mut u64) -> Vec<Fault> {
        let room_for = faults.iter().take_while(|fault| take(room, fault.bytes())).count();
        let left_out = faults.split_off(room_for);
        if let Some(first) = left_out.first() {
            self.left_out = self.left_out.map(|(count, _)| (count, first.place.clone()));
            self.leave_out(first, left_out.len());
        }
        faults.extend(self.left_out.map(|(count, place)| {
            let reason = format!(
                "{count} more rules are faults, which the answer has no room to name (the limit `answer_bytes`)"
            );
            Fault { rule: "and others".into(), place, code: "too-many-faults".into(), reason }
        }));
        faults
    }
}

/// A trace whose rules have so many bytes, without those for which the answer has no room: they are counted as others.
pub(crate) fn cut(mut trace: Trace, traced: u64, mut room: u64) -> Trace {
    if traced + trace.overrides.iter().map(Bytes::bytes).sum::<u64>() <= room {
        return trace;
    }
    for stage in &mut trace.stages {
        let told = stage.rules.len();
        let room_for = stage.rules.iter().take_while(|rule| take(&mut room, rule.bytes())).count();
        stage.rules.truncate(room_for);
        stage.others += told - stage.rules.len();
    }
    trace.steps.retain(|step| take(&mut room, step.bytes()));
    trace.overrides.retain(|replaced| take(&mut room, replaced.bytes()));
    trace
}

/// Takes bytes off, where there are as many left.
fn take(room: &mut u64, bytes: u64) -> bool {
    let left = room.checked_sub(bytes);
    *room = left.unwrap_or(*room);
    left.is_some()
}
