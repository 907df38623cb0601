//! Targets driven without help from the compiler: seeds with changes at random, for as long as one likes.

use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use super::{Target, changed};
use crate::random::Dice;

/// How long anybody waits for one input.
const PATIENCE: Duration = Duration::from_secs(10);

/// Runs a target until the time is over; how many inputs it bore.
///
/// # Errors
///
/// The file in `folder` with the input over which it panicked. Where one takes longer than ten seconds the process is ended.
pub fn run(target: Target, seed: u64, time: Duration, folder: &Path) -> Result<u64, PathBuf> {
    let seeds = target.seeds();
    let begin = Instant::now();
    let at_work = Arc::new(Mutex::new((Instant::now(), vec![])));
    let is_over = Arc::new(AtomicBool::new(false));
    watch(target, at_work.clone(), is_over.clone(), folder.to_owned());
    let mut done = 0;
    let mut result = Ok(());
    for seed in seed.. {
        if begin.elapsed() > time {
            break;
        }
        let bytes = changed(&seeds, target.words, &mut Dice(seed));
        *at_work.lock().unwrap_or_else(PoisonError::into_inner) = (Instant::now(), bytes.clone());
        if catch_unwind(AssertUnwindSafe(|| (target.run)(&bytes))).is_err() {
            result = Err(kept(target, &bytes, folder));
            break;
        }
        done += 1;
    }
    is_over.store(true, Ordering::Relaxed);
    result.map(|()| done)
}

/// Ends the process where an input takes too long.
fn watch(target: Target, at_work: Arc<Mutex<(Instant, Vec<u8>)>>, is_over: Arc<AtomicBool>, folder: PathBuf) {
    std::thread::spawn(move || {
        while !is_over.load(Ordering::Relaxed) {
            std::thread::sleep(Duration::from_millis(200));
            let (since, bytes) = &*at_work.lock().unwrap_or_else(PoisonError::into_inner);
            if since.elapsed() > PATIENCE && !is_over.load(Ordering::Relaxed) {
                println!("{}: TOO LONG over {}", target.name, kept(target, bytes, &folder).display());
                std::process::exit(1);
            }
        }
    });
}

/// The file that an input is written to.
fn kept(target: Target, bytes: &[u8], folder: &Path) -> PathBuf {
    let sum = bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| (sum ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3));
    let file = folder.join(format!("{}-{sum:016x}", target.name));
    if let Err(error) = fs::create_dir_all(folder).and_then(|()| fs::write(&file, bytes)) {
        println!("{}: {error}", file.display());
    }
    file
}
