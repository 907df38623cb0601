//! How long what an answer says is in JSON, before anybody writes it.

use crate::{
    Answer, Effect, Fault, Override, RuleTrace, Said, Saw, Trace, Value, Verdict, answer::Asked, effect::ClockEffect,
};

/// Bytes that an item of a list counts at least, for it takes as many where it is kept.
const LEAST_ITEM: u64 = 16;
/// Bytes of the marks around a name and its value.
const AROUND: u64 = 4;
/// Bytes of a number, or of an instant, or fewer.
const NUMBER: u64 = 32;

/// Something that stands in an answer.
pub trait Bytes {
    /// How many bytes it takes there, or a few more.
    fn bytes(&self) -> u64;
}

impl Bytes for str {
    fn bytes(&self) -> u64 {
        let more = |byte: u8| if byte < b' ' { 5 } else { u64::from(matches!(byte, b'"' | b'\\')) };
        2 + self.len() as u64 + self.bytes().map(more).sum::<u64>()
    }
}

impl Bytes for Value {
    fn bytes(&self) -> u64 {
        match self {
            Value::Missing | Value::Bool(_) => 5,
            Value::Int(_) | Value::Decimal(_) | Value::Instant(_) | Value::Date(_) => NUMBER,
            Value::Text(text) => Bytes::bytes(&**text),
            Value::List(items) => 2 + items.iter().map(|item| LEAST_ITEM.max(item.bytes() + 1)).sum::<u64>(),
            Value::Map(map) => {
                let entry = |(name, value): (&crate::Text, &Value)| named(name, value.bytes());
                2 + map.iter().map(entry).sum::<u64>()
            }
        }
    }
}

/// The bytes of a value of so many under a name.
fn named(name: &str, value: u64) -> u64 {
    LEAST_ITEM.max(Bytes::bytes(name) + AROUND + value)
}

impl Bytes for Said {
    fn bytes(&self) -> u64 {
        match self {
            Said::Value(value) => value.bytes(),
            Said::Turn(turn) => 32 + Bytes::bytes(&*turn.key) + Bytes::bytes(&*turn.agent),
            Said::TurnedAway(agents) => {
                agents.iter().map(|away| 32 + Bytes::bytes(&*away.agent) + Bytes::bytes(&*away.lacks)).sum()
            }
        }
    }
}

impl Bytes for Effect {
    fn bytes(&self) -> u64 {
        match self {
            Effect::Deed(deed) => {
                let values = deed.values().map(|(value, said)| named(value.name, said.bytes()));
                named("do", deed.spec.name.len() as u64) + values.sum::<u64>()
            }
            Effect::Clock(ClockEffect::Breach { .. }) => 128,
            Effect::Clock(ClockEffect::CorrectBreach { breach }) => 32 + Bytes::bytes(&**breach),
        }
    }
}

impl Bytes for Asked {
    fn bytes(&self) -> u64 {
        let key = self.key.as_ref().map_or(0, |key| named("key", Bytes::bytes(&**key)) + NUMBER);
        self.effect.bytes() + named("rule", Bytes::bytes(&*self.rule)) + key
    }
}

impl Bytes for Saw {
    fn bytes(&self) -> u64 {
        24 + Bytes::bytes(&*self.field) + self.value.bytes()
    }
}

impl Bytes for RuleTrace {
    fn bytes(&self) -> u64 {
        let seen = |saw: &[Saw]| saw.iter().map(Bytes::bytes).sum::<u64>();
        let became = match &self.verdict {
            Verdict::Fired { undecided, saw } => undecided.as_deref().map_or(0, Bytes::bytes) + seen(saw),
            Verdict::Missed(missed) => 64 + Bytes::bytes(&*missed.part) + seen(&missed.saw),
            Verdict::Passed { by } => Bytes::bytes(&**by),
            Verdict::Fault | Verdict::HeldAlready | Verdict::Off => 0,
        };
        64 + Bytes::bytes(&*self.rule) + self.group.as_ref().map_or(0, |group| Bytes::bytes(&**group)) + became
    }
}

impl Bytes for Override {
    fn bytes(&self) -> u64 {
        let names = [&self.field, &self.rule, &self.by].map(|name| Bytes::bytes(&**name));
        64 + names.iter().sum::<u64>() + self.was.bytes() + self.now.bytes()
    }
}

impl Bytes for Trace {
    fn bytes(&self) -> u64 {
        let rules = self.stages.iter().flat_map(|stage| &stage.rules).chain(&self.steps);
        rules.map(Bytes::bytes).sum::<u64>() + self.overrides.iter().map(Bytes::bytes).sum::<u64>()
    }
}

impl Bytes for Fault {
    fn bytes(&self) -> u64 {
        80 + [&*self.rule, &*self.place.file, &*self.code, &*self.reason].map(Bytes::bytes).iter().sum::<u64>()
    }
}

/// What is added to what was asked: the ticket that it repeats does not count.
impl Bytes for Answer {
    fn bytes(&self) -> u64 {
        let effects = self.effects.iter().map(Bytes::bytes).sum::<u64>();
        let faults = self.faults.iter().map(Bytes::bytes).sum::<u64>();
        effects + faults + self.trace.as_ref().map_or(0, Bytes::bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Value {
        Value::from_json(serde_json::from_str(json).unwrap()).unwrap()
    }

    #[test]
    fn nothing_takes_more_than_was_counted() {
        for json in [
            "null",
            "false",
            "-9223372036854775808",
            "0.1234567890123456789012345",
            r#""""#,
            r#""plain""#,
            r#""\u0000\u001f\n\"\\ü""#,
            "[]",
            "[[],[1,2,3],\"x\"]",
            r#"{"a":{"b":null},"\n":"\n"}"#,
        ] {
            let value = read(json);
            let written = serde_json::to_string(&value).unwrap().len() as u64;
            assert!(written <= value.bytes(), "{json}: {written} bytes, {} counted", value.bytes());
        }
    }

    #[test]
    fn texts_are_counted_to_the_byte() {
        assert_eq!(Bytes::bytes("plain"), 7);
        assert_eq!(Bytes::bytes("\u{1}\"\\"), 12);
    }
}
