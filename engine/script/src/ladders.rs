//! `escalate`

use tierline_condition::{Condition, Doing};
use tierline_model::{
    Metric, Place, Text,
    agreement::{Amount, Ladder, LadderStep, Reach},
};

use crate::{
    bounds,
    clauses::{Asked, Clauses},
    compile::Compiler,
    cut::Piece,
    rhai::{Block, Slip},
    rules::{check_steps, doing_of},
    said_once::{self, SaidOnce},
    site::Site,
    source::Spot,
};

/// The words that clauses begin with.
pub(crate) const HEADS: [&str; 7] = ["when", "quiet", "once", "rearm", "at", "after", "every"];
/// What a ladder says once. Its steps tell themselves apart.
const SAID: said_once::Clauses = said_once::Clauses {
    block: "ladder",
    often: &["at", "after", "every"],
    shared: &[],
    instead: &[("when", "join conditions with `&&` or `||`; a step has its own: at 75% when ... { ... }")],
};

/// How often a step without `up to` is repeated.
const USUAL_REPEATS: i64 = 48;

/// A ladder and what each of its steps asks for.
#[derive(Clone, Debug)]
pub struct LadderDraft {
    /// The ladder.
    pub ladder: Ladder<Condition>,
    /// What its steps ask for, in their order, and where that stands.
    pub doings: Vec<(Doing, Place)>,
}

/// Reads an `escalate` block.
pub(crate) fn compile(
    compiler: &mut Compiler<'_>,
    file: usize,
    piece: &Piece<'_>,
    block: &Block,
) -> Result<LadderDraft, Vec<Slip>> {
    let mut read = Clauses::new(block);
    let one = |slip| vec![slip];
    let (name, at) = read.text("the name of the ladder").map_err(one)?;
    let mut slips = vec![];
    if name.trim().is_empty() {
        slips.push(Slip::new("missing-name", "a ladder needs a name that says what it is for").at(at));
    }
    let mut site = Site::new(compiler, file, piece);
    let (policies, metric) = head(&site, &mut read, &mut slips).map_err(one)?;
    let ladder = Ladder {
        name: name.clone(),
        place: site.place(at),
        policies,
        metric,
        when: None,
        quiet: None,
        once_per_ticket: false,
        rearm: false,
        steps: vec![],
    };
    let mut draft = LadderDraft { ladder, doings: vec![] };
    let mut said = SaidOnce::new(&SAID);
    while !read.is_at_end() {
        if read.takes(";") {
            continue;
        }
        let (start, at) = (read.count(), read.spot());
        let mut clause = Clause { site: &mut site, draft: &mut draft, slips: &mut slips };
        match clause.read(&mut read) {
            Ok(()) => slips.extend(said.note(&read.words(start), at).err()),
            Err(slip) => {
                slips.push(slip);
                read.skip_to(&HEADS, start);
            }
        }
    }
    if draft.ladder.steps.is_empty() && slips.is_empty() && block.slips.is_empty() {
        let slip = Slip::new("no-steps", "this ladder has no steps").at(at);
        slips.push(slip.help("write `at 75% { notify(\"team-lead\"); }`"));
    }
    if slips.is_empty() { Ok(draft) } else { Err(slips) }
}

/// `for sla "gold", "silver" on resolve {`
fn head(site: &Site<'_, '_>, read: &mut Clauses<'_>, slips: &mut Vec<Slip>) -> Result<(Vec<Text>, Metric), Slip> {
    let mut policies = vec![];
    if read.takes("for") {
        read.must(&["sla"])?;
        loop {
            match site.sla(read.text("the name of an SLA")?) {
                Ok(name) => policies.push(name),
                Err(slip) => slips.push(slip),
            }
            if !read.takes(",") {
                break;
            }
        }
    }
    if !read.takes("on") {
        let slip = read.wanted("`on` and a clock such as `resolve`", &["on", "for"]);
        return Err(slip);
    }
    let metric = read.metric()?;
    read.takes("{");
    Ok((policies, metric))
}

struct Clause<'a, 'b, 'c> {
    site: &'a mut Site<'b, 'c>,
    draft: &'a mut LadderDraft,
    slips: &'a mut Vec<Slip>,
}

impl Clause<'_, '_, '_> {
    fn read(&mut self, read: &mut Clauses<'_>) -> Result<(), Slip> {
        let at = read.spot();
        let what = "a step such as `at 75% { ... }`";
        match read.word(what, &HEADS)? {
            "when" => {
                let asked = read.condition()?;
                self.draft.ladder.when = Some(self.asked(asked));
            }
            "quiet" => {
                read.must(&["outside"])?;
                let named = read.text("the name of a calendar")?;
                self.draft.ladder.quiet = self.site.calendar(named).map_err(|slip| self.slips.push(slip)).ok();
            }
            "once" => {
                read.must(&["per"])?;
                self.draft.ladder.once_per_ticket = read.word("once per what", &["ticket", "cycle"])? == "ticket";
            }
            "rearm" => self.draft.ladder.rearm = true,
            "at" => {
                let reach = self.at(read)?;
                self.step(read, reach, at)?;
            }
            "after" => {
                let reach = Reach::Since(self.amount(read)?);
                self.step(read, reach, at)?;
            }
            _ => {
                let amount = self.amount(read)?;
                let spot = read.spot();
                let most = if read.takes("up") {
                    read.must(&["to"])?;
                    let most = read.number("how often")?;
                    if !read.takes("time") {
                        read.must(&["times"])?;
                    }
                    most
                } else {
                    USUAL_REPEATS
                };
                let is_zero = matches!(amount, Amount::Open(0) | Amount::Wall(0));
                if is_zero || !(1..=i64::from(Reach::MOST_REPEATS)).contains(&most) {
                    let slip = Slip::new("repeat", "a step is repeated after some time, and 1 to 1000 times");
                    return Err(slip.help("write `every 30 minutes up to 10 times { ... }`").at(spot));
                }
                let most = u32::try_from(most).unwrap_or(1);
                self.step(read, Reach::Every { amount, most }, at)?;
            }
        }
        Ok(())
    }

    /// `at 75%`, `at 30 minutes before`, `at 2 hours after`
    fn at(&mut self, read: &mut Clauses<'_>) -> Result<Reach, Slip> {
        let start = read.spot();
        if let Some(percent) = read.percent() {
            if !(0..=Reach::MOST_PERCENT).contains(&percent) {
                return Err(Slip::new("percent", "a step is reached at 0% to 1000% of the target").at(start));
            }
            return Ok(Reach::Percent(percent));
        }
        if ["breach", "deadline", "due"].iter().any(|word| read.is(word)) {
            let slip = read.wanted("a part of the target or a time", &[]);
            return Err(slip.help("write `at 100%`: the deadline is there"));
        }
        let amount = self.amount(read)?;
        match read.word("`before` or `after` the deadline", &["before", "after"])? {
            "before" => Ok(Reach::Before(amount)),
            _ => Ok(Reach::After(amount)),
        }
    }

    fn amount(&self, read: &mut Clauses<'_>) -> Result<Amount, Slip> {
        let at = read.spot();
        match read.amount()? {
            Amount::Share { .. } => {
                Err(Slip::new("unexpected", "a step is reached after some time, not after a share").at(at))
            }
            amount => Ok(amount),
        }
    }

    fn step(&mut self, read: &mut Clauses<'_>, reach: Reach, at: Spot) -> Result<(), Slip> {
        let when = read.when(at)?.map(|asked| self.asked(asked));
        let (steps, number, _) = read.actions()?;
        let label: Text = label(&reach).into();
        if self.draft.ladder.steps.iter().any(|step| step.label == label) {
            let slip = Slip::new("declared-twice", format!("this ladder has two steps at {label}"));
            return Err(slip.help("write their actions into one").at(at));
        }
        let place = self.site.place(at);
        let Site { compiler, file, piece, .. } = &mut *self.site;
        let slips = check_steps(&compiler.names(*file), steps);
        if slips.is_empty() {
            let doing = doing_of(compiler, *file, piece, steps, number);
            self.draft.doings.push((doing, place.clone()));
        }
        self.slips.extend(slips);
        self.site.compiler.budget.bytes(bounds::RULE_BYTES);
        self.draft.ladder.steps.push(LadderStep { label, place, reach, when });
        Ok(())
    }

    /// A condition, checked.
    fn asked(&mut self, asked: Asked<'_>) -> Condition {
        self.site.condition(asked).unwrap_or_else(|slips| {
            self.slips.extend(slips);
            Condition::default()
        })
    }
}

/// What a step is called.
fn label(reach: &Reach) -> String {
    match reach {
        Reach::Percent(percent) => format!("{percent}%"),
        Reach::Before(amount) => format!("{amount} before"),
        Reach::After(amount) => format!("{amount} after"),
        Reach::Since(amount) => format!("after {amount}"),
        Reach::Every { amount, .. } => format!("every {amount}"),
    }
}

/// What a step is called in traces, effects and tests: `gold resolution, 75%`.
pub fn step_name(ladder: &Ladder<Condition>, step: &LadderStep<Condition>) -> String {
    format!("{}, {}", ladder.name, step.label)
}
