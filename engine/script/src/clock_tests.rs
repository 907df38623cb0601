//! `expect clock`: what a test expects of a clock.

use tierline_model::{Metric, Value, quoted, reading::ClockState, suggest};

use crate::{
    check,
    compile::Compiler,
    cut::Piece,
    instants::instant,
    rhai::{BlockPart, Slip},
    rules::place,
    source::Spot,
    tests::{Expectation, Expected, line_from},
    tree::{Form, Node},
};

/// What a test can expect of a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockField {
    /// The deadline; `()` for none.
    Due,
    /// What it is doing.
    State,
    /// How much of the target is used, of a hundred, rounded down.
    Used,
    /// Seconds that counted.
    Elapsed,
    /// Seconds still to count.
    Left,
    /// Seconds of the longest exchange.
    Longest,
    /// Seconds held up that would have counted.
    Paused,
    /// When it was breached; `()` for not.
    Breached,
    /// The policy.
    Policy,
    /// Which cycle.
    Cycle,
}

impl ClockField {
    /// All of them, by name.
    pub const ALL: [(&str, ClockField); 10] = [
        ("due", ClockField::Due),
        ("state", ClockField::State),
        ("used", ClockField::Used),
        ("elapsed", ClockField::Elapsed),
        ("left", ClockField::Left),
        ("longest", ClockField::Longest),
        ("paused", ClockField::Paused),
        ("breached", ClockField::Breached),
        ("policy", ClockField::Policy),
        ("cycle", ClockField::Cycle),
    ];

    /// What it is expected to be, where it can be that.
    fn read(self, value: Value, at: Spot) -> Result<Value, Slip> {
        use ClockField::{Breached, Cycle, Due, Elapsed, Left, Longest, Paused, Policy, State, Used};
        match (self, &value) {
            (Due | Breached, Value::Text(text)) => instant(text, at).map(Value::Instant),
            (State, Value::Text(state)) => known_state(state, at).map(|()| value),
            (Due | Breached, Value::Instant(_) | Value::Date(_) | Value::Missing)
            | (Policy, Value::Text(_))
            | (Used | Elapsed | Left | Longest | Paused | Cycle, Value::Int(_)) => Ok(value),
            _ => {
                let name = ClockField::ALL.into_iter().find(|(_, field)| *field == self).map_or("it", |(name, _)| name);
                let slip = Slip::new("never-equal", format!("`{name}` is never {}", value.described()));
                Err(slip.help(format!("it is {}", self.wanted())).at(at))
            }
        }
    }

    fn wanted(self) -> &'static str {
        match self {
            ClockField::Due => "an instant such as \"2026-11-23T10:00:00Z\", or () for none",
            ClockField::Breached => "the instant of the breach, or () for none",
            ClockField::State => "a state such as \"running\"",
            ClockField::Policy => "the name of an SLA in double quotes",
            ClockField::Used => "a share of the target such as `75%`",
            ClockField::Cycle => "a whole number from 1",
            ClockField::Elapsed | ClockField::Left | ClockField::Longest | ClockField::Paused => {
                "a time such as `8h` or `30m`, or its seconds"
            }
        }
    }
}

fn known_state(state: &str, at: Spot) -> Result<(), Slip> {
    let names = ClockState::ALL.map(ClockState::name);
    if names.contains(&state) {
        return Ok(());
    }
    let hint = suggest::did_you_mean(state, names, "\"");
    let help = hint.unwrap_or_else(|| format!("there are {}", names.join(", ")));
    Err(Slip::new("never-equal", format!("a clock is never {}", quoted(state))).help(help).at(at))
}

/// `clock resolution due "2026-11-24T10:00:00Z"`
pub(crate) fn clock(
    compiler: &Compiler<'_>,
    file: usize,
    piece: &Piece<'_>,
    parts: &[BlockPart],
) -> Result<Expectation, Slip> {
    let [
        BlockPart::Input { node: clock, .. },
        BlockPart::Input { node: field, .. },
        BlockPart::Input { node: value, .. },
        ..,
    ] = parts
    else {
        return Err(Slip::new("unexpected", "a clock, what of it and what that is to be are expected here"));
    };
    let unknown = |node: &Node, what: &str, known: Vec<&str>| {
        let word = if let Form::Name(word) = &node.form { word.as_str() } else { "" };
        let help = suggest::did_you_mean(word, known.iter().copied(), "`");
        let help = help.unwrap_or_else(|| format!("there are {}", known.join(", ")));
        Slip::new("unknown-clock", format!("there is no {what} `{word}`")).help(help).at(node.at)
    };
    let metric = match &clock.form {
        Form::Name(word) => Metric::named(word),
        _ => None,
    };
    let metric = metric.ok_or_else(|| unknown(clock, "clock", Metric::ALL.map(Metric::name).to_vec()))?;
    let known = ClockField::ALL.into_iter().find(|(name, _)| matches!(&field.form, Form::Name(word) if word == name));
    let names = || ClockField::ALL.map(|(name, _)| name).to_vec();
    let (_, field) = known.ok_or_else(|| unknown(field, "reading", names()))?;
    let constants = compiler.constants(file);
    let held = value
        .constant(&constants)
        .ok_or_else(|| Slip::new("not-constant", "what a clock is to read must be written out").at(value.at))?;
    let held = field.read(held, value.at)?;
    if let (ClockField::Policy, Some(sla)) = (field, held.as_text())
        && let Some(slip) = check::unknown_sla(&compiler.names(file), sla)
    {
        return Err(slip.at(value.at));
    }
    let text = line_from(piece.text, Spot { column: clock.at.column.saturating_sub(6).max(1), ..clock.at });
    let what = Expected::Clock { metric, field, value: held };
    Ok(Expectation { text, place: place(compiler, file, piece, clock.at), what })
}
