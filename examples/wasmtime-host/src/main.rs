//! `wasmtime-host`: tickets through the rules of a pack, in a sandbox.

use std::{
    env, fs,
    io::{self, BufRead, Write},
    num::NonZeroUsize,
    path::Path,
    process::ExitCode,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::Duration,
};

use wasmtime_host::{Allowance, Limits, Meters, Pool, Program, Sandbox, pack};

const HELP: &str = "\
wasmtime-host evaluate ENGINE PACK TICKETS NOW
    answers every ticket of the file TICKETS (JSON, one a line) by the rules in the folder PACK as they stand at the instant NOW, on all
    cores, and writes a reply a line
wasmtime-host pipe ENGINE
    answers calls from standard input, one a line

ENGINE is target/wasm/tierline.wasm or target/wasm/tierline.component.wasm; `cargo xtask wasm` builds both.";

/// What a call of a pipe may take: so much that the limits of the engine come first, whatever the verb.
const PIPED: Allowance = Allowance { fuel: 10_000_000_000_000, time: Duration::from_secs(600) };

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match args.as_slice() {
        ["evaluate", engine, pack, tickets, now] => evaluate(engine, pack, tickets, now),
        ["pipe", engine] => pipe(engine),
        _ => Err(HELP.into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

type Done = Result<(), Box<dyn std::error::Error>>;

fn program(engine: &str) -> Result<Program, Box<dyn std::error::Error>> {
    let engine = Path::new(engine);
    // What is compiled of it is kept beside it.
    let cache = engine.parent().unwrap_or(Path::new("")).join("compiled");
    Ok(Sandbox::new(Meters::ALL, &cache)?.program(engine)?)
}

fn evaluate(engine: &str, pack: &str, tickets: &str, now: &str) -> Done {
    let program = program(engine)?;
    let load = pack::load(&program, Path::new(pack), &Limits::USUAL)?;
    let threads = thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let pool = Pool::new(program, Limits::USUAL, threads, vec![load]);
    let calls = pack::calls(&fs::read_to_string(tickets)?, now)?;
    let mut out = io::stdout().lock();
    for reply in replies(&pool, &calls, threads) {
        writeln!(out, "{reply}")?;
    }
    Ok(())
}

/// The replies to calls, in their order. Each thread takes the next call that nobody has taken.
fn replies(pool: &Pool, calls: &[String], threads: NonZeroUsize) -> Vec<String> {
    let next = AtomicUsize::new(0);
    let answer = || {
        let mut replies = vec![];
        while let Some((place, call)) =
            Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|at| Some((at, calls.get(at)?)))
        {
            replies.push((place, pool.call(call).unwrap_or_else(|error| error.reply())));
        }
        replies
    };
    let mut replies = thread::scope(|scope| {
        let threads: Vec<_> = (0..threads.get()).map(|_| scope.spawn(answer)).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap_or_default()).collect::<Vec<_>>()
    });
    replies.sort_unstable();
    replies.into_iter().map(|(_, reply)| reply).collect()
}

/// One instance, so that the desks of earlier calls are there for later ones; it is replaced, without them, where it fails.
fn pipe(engine: &str) -> Done {
    let limits = Limits { call: PIPED, ..Limits::USUAL };
    let pool = Pool::new(program(engine)?, limits, NonZeroUsize::MIN, vec![]);
    let mut out = io::stdout().lock();
    for call in io::stdin().lock().lines() {
        writeln!(out, "{}", pool.call(&call?).unwrap_or_else(|error| error.reply()))?;
        out.flush()?;
    }
    Ok(())
}
