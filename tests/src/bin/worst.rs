//! Looks for the worst evaluation over desks and tickets made at random, and fails where one is more than is bearable.

use std::{
    collections::BTreeSet,
    io::{BufRead, BufReader, Write},
    num::NonZero,
    process::{Child, ChildStdin, Command, ExitCode, Stdio},
    sync::{
        Mutex,
        mpsc::{Receiver, RecvTimeoutError, channel},
    },
    thread::available_parallelism,
    time::{Duration, Instant},
};

use peak_alloc::PeakAlloc;
use tierline_tests::hostile::{
    Figures, MOST_BYTES, MOST_MS, REQUEST_BYTES, Recipe, cook,
    search::{Found, Outcome, Plan, Search, search},
    worst_so_far,
};

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

const HELP: &str = "\
worst --worst N [--seed S] [--threads T] [--seconds S] [--fresh]

  --worst    stops after so many desks
  --seed     the first seed; 1
  --threads  processes at a time; one for each core
  --seconds  stops after so many seconds
  --fresh    without the recipes of tests/data/hostile/worst.jsonl, with which it begins otherwise
";

/// What is told at the end.
const TOLD: usize = 12;

/// How long anybody waits for a desk and its answer.
const PATIENCE: Duration = Duration::from_secs(12);

/// What a kitchen may take of memory, in KB.
const MEMORY: &str = "3000000";

const BETWEEN_LINES: Duration = Duration::from_secs(10);

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if args == ["--kitchen"] {
        return serve();
    }
    let (plan, first) = match plan(args.into_iter()) {
        Ok(plan) => plan,
        Err(why) => {
            eprint!("{why}{HELP}");
            return ExitCode::from(2);
        }
    };
    let last_line = Mutex::new((Instant::now(), BTreeSet::new()));
    let done = search(
        plan,
        &first,
        || {
            let mut kitchen = None;
            move |recipe: &Recipe| ask(&mut kitchen, recipe)
        },
        |search, found| tell_progress(&mut last_line.lock().unwrap(), search, found),
    );
    tell(&done);
    if done.found.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn plan(mut args: impl Iterator<Item = String>) -> Result<(Plan, Vec<Recipe>), String> {
    let threads = available_parallelism().unwrap_or(NonZero::<usize>::MIN);
    let mut plan = Plan { desks: 10_000, seed: 1, threads, time: Duration::MAX };
    let mut first = worst_so_far();
    while let Some(arg) = args.next() {
        if arg == "--fresh" {
            first.clear();
            continue;
        }
        let number = args.next().ok_or_else(|| format!("`{arg}` needs a number\n\n"))?;
        let wrong = |_| format!("`{number}` is no number for `{arg}`\n\n");
        match arg.as_str() {
            "--worst" => plan.desks = number.parse().map_err(wrong)?,
            "--seed" => plan.seed = number.parse().map_err(wrong)?,
            "--threads" => plan.threads = number.parse().map_err(wrong)?,
            "--seconds" => plan.time = Duration::from_secs(number.parse().map_err(wrong)?),
            _ => return Err(format!("there is no `{arg}`\n\n")),
        }
    }
    Ok((plan, first))
}

/// A process that cooks recipes, a line each.
struct Kitchen {
    process: Child,
    orders: ChildStdin,
    dishes: Receiver<String>,
}

impl Kitchen {
    fn open() -> Kitchen {
        let own = std::env::current_exe().unwrap();
        let script = format!("ulimit -v {MEMORY} 2>/dev/null; exec \"$0\" --kitchen");
        let mut command = Command::new("sh");
        command.arg("-c").arg(script).arg(own);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = command.spawn().unwrap();
        let (orders, said) = (process.stdin.take().unwrap(), process.stdout.take().unwrap());
        let (send, dishes) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(said).lines() {
                if line.is_ok_and(|line| send.send(line).is_err()) {
                    return;
                }
            }
        });
        Kitchen { process, orders, dishes }
    }

    fn cook(&mut self, recipe: &Recipe) -> Outcome {
        let order = serde_json::to_string(recipe).unwrap();
        if writeln!(self.orders, "{order}").and_then(|()| self.orders.flush()).is_err() {
            return Outcome::Ended("it ended by itself");
        }
        match self.dishes.recv_timeout(PATIENCE) {
            Ok(line) => Outcome::Cooked(serde_json::from_str(&line).unwrap()),
            Err(RecvTimeoutError::Timeout) => Outcome::Ended("it took longer than 12 s"),
            Err(RecvTimeoutError::Disconnected) => Outcome::Ended("it took all memory, or panicked"),
        }
    }

    fn close(&mut self) {
        // One that has ended by itself cannot be killed any more.
        self.process.kill().ok();
        self.process.wait().unwrap();
    }
}

fn ask(kitchen: &mut Option<Kitchen>, recipe: &Recipe) -> Outcome {
    let open = kitchen.get_or_insert_with(Kitchen::open);
    let outcome = open.cook(recipe);
    if matches!(outcome, Outcome::Ended(_)) {
        open.close();
        *kitchen = None;
    }
    outcome
}

/// Cooks what standard input orders.
fn serve() -> ExitCode {
    for line in std::io::stdin().lines() {
        let recipe: Recipe = serde_json::from_str(&line.unwrap()).unwrap();
        println!("{}", serde_json::to_string(&cook(&recipe, REQUEST_BYTES, &HEAP)).unwrap());
    }
    ExitCode::SUCCESS
}

fn tell_progress(last_line: &mut (Instant, BTreeSet<String>), search: &Search, found: &Found) {
    if found.outcome.badness() > 1_000 && last_line.1.insert(format!("{:?}", found.recipe.groups)) {
        println!("TOO MUCH, seed {}, after {} s: {}", found.seed, found.after.as_secs(), said(&found.outcome));
        println!("{}", serde_json::to_string(&found.recipe).unwrap());
    }
    if last_line.0.elapsed() > BETWEEN_LINES {
        last_line.0 = Instant::now();
        let below = search.pool.values().map(|found| found.outcome.badness()).max().unwrap_or(0);
        println!("{} desks, {} kinds too much, the worst of the others at {below} ‰", search.desks, search.found.len());
    }
}

fn tell(search: &Search) {
    let refused: u64 = search.refused.values().sum();
    println!("\n{} desks asked, {refused} refused, the slowest compiled in {} ms", search.desks, search.compile_ms);
    for (why, times) in search.refused.iter().take(5) {
        println!("  {times} times refused: {}", why.chars().take(160).collect::<String>());
    }
    println!("bearable are {MOST_MS} ms and {MOST_BYTES} bytes over the request; the worst:");
    for found in search.worst().into_iter().take(TOLD) {
        println!("seed {}, after {} s: {}", found.seed, found.after.as_secs(), said(&found.outcome));
        println!("{}", serde_json::to_string(&found.recipe).unwrap());
    }
}

fn said(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Ended(why) => (*why).to_owned(),
        Outcome::Cooked(Figures { ms, bytes, work, request, answer, effects, faults, .. }) => format!(
            "{ms} ms, {work} units of work, {bytes} bytes, a request of {request}, an answer of {answer}, {effects} effects, {faults} faults"
        ),
    }
}
