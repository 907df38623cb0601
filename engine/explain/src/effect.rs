//! Effects in words.

use tierline_model::{
    Answer, Effect, Said, Value,
    effect::{Deed, TurnedAway},
    quoted,
};

/// What a rule asks for, as `to …, to … and to …`; empty where nothing of it is left.
pub(crate) fn of_rule(answer: &Answer, rule: &str) -> String {
    let deeds = answer.effects.iter().filter(|asked| &*asked.rule == rule).filter_map(|asked| match &asked.effect {
        Effect::Deed(deed) => Some(in_words(deed)),
        Effect::Clock(_) => None,
    });
    listed(deeds.collect())
}

/// `a, b and c`
pub(crate) fn listed(mut items: Vec<String>) -> String {
    match items.pop() {
        None => String::new(),
        Some(last) if items.is_empty() => last,
        Some(last) => format!("{} and {last}", items.join(", ")),
    }
}

/// An effect as its row says it aloud: what stands in brackets only where all values in it are said.
fn in_words(deed: &Deed) -> String {
    let (mut words, mut rest) = (String::new(), deed.spec.aloud.get());
    while let Some((before, behind)) = rest.split_once('[') {
        let (perhaps, after) = behind.split_once(']').unwrap_or((behind, ""));
        words.extend([before, perhaps].into_iter().filter_map(|part| filled(part, deed)));
        rest = after;
    }
    words.extend(filled(rest, deed));
    words
}

/// A text with the values that it names in braces; `None` where one is not said.
fn filled(text: &str, deed: &Deed) -> Option<String> {
    let (mut words, mut rest) = (String::new(), text);
    while let Some((before, behind)) = rest.split_once('{') {
        let (named, after) = behind.split_once('}')?;
        let (name, how) = named.split_once(':').unwrap_or((named, ""));
        words.push_str(before);
        words.push_str(&said(deed.value(name)?, how));
        rest = after;
    }
    words.push_str(rest);
    Some(words)
}

fn said(said: &Said, how: &str) -> String {
    match (said, how) {
        (Said::Value(value), "value") => value.to_string(),
        (Said::Value(Value::Text(text)), "quoted") => quoted(text).to_string(),
        (Said::Value(Value::Text(text)), "words") => text.replace('_', " "),
        (Said::Value(Value::Text(text)), _) => text.to_string(),
        (Said::Value(value), _) => value.to_string(),
        (Said::Turn(turn), _) => turn.agent.to_string(),
        (Said::TurnedAway(agents), _) => lacking(agents),
    }
}

fn lacking(agents: &[TurnedAway]) -> String {
    let lacks: Vec<String> = agents.iter().map(|agent| format!("{} lacks {}", agent.agent, agent.lacks)).collect();
    match lacks.is_empty() {
        true => "no agent is there".to_owned(),
        false => format!("nobody fits: {}", lacks.join(", ")),
    }
}
