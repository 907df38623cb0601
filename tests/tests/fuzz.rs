//! What must bear any bytes bears its seeds, and a few hundred changes of each kind.

use tierline_tests::{
    fuzz::{TARGETS, changed},
    random::Dice,
};

#[test]
fn every_target_bears_its_seeds() {
    for target in TARGETS {
        for seed in target.seeds() {
            (target.run)(&seed);
        }
        (target.run)(b"");
    }
}

#[test]
fn every_target_bears_changes_of_them() {
    for target in TARGETS {
        let seeds = target.seeds();
        for number in 0..200 {
            (target.run)(&changed(&seeds, target.words, &mut Dice(number)));
        }
    }
}
