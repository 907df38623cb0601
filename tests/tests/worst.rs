//! The generator of the search for the worst evaluation (`cargo xtask fuzz --worst`), on small requests and without a clock.

use peak_alloc::PeakAlloc;
use tierline::Limits;
use tierline_tests::{
    hostile::{Figures, MOST_BYTES, Recipe, cook, worst_so_far},
    random::Dice,
};

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

/// Bytes of a request: small, for what hurts hurts more in a debug build.
const REQUEST: usize = 8_000;

/// Units of work: those of the event, and what one rule may take beyond that.
const MOST_WORK: u64 = Limits::SERVER.event_work + Limits::SERVER.rule_work;

fn bears(recipe: &Recipe) -> Figures {
    let figures = cook(recipe, REQUEST, &HEAP);
    let recipe = serde_json::to_string(recipe).unwrap();
    assert!(figures.request <= REQUEST as u64 + 1_000, "{figures:?}: {recipe}");
    assert!(figures.work <= MOST_WORK, "{figures:?}: {recipe}");
    assert!(figures.bytes <= MOST_BYTES, "{figures:?}: {recipe}");
    figures
}

/// One test for all: they share one measured heap.
#[test]
fn recipes_make_desks_and_requests() {
    let mut cooked = 0;
    for seed in 0..12 {
        let dice = &mut Dice(seed);
        let mut recipe = Recipe::random(dice);
        recipe.groups.iter_mut().for_each(|group| group.many = group.many.min(20));
        recipe.ladders.many = recipe.ladders.many.min(3);
        recipe.slas.many = recipe.slas.many.min(3);
        for recipe in [recipe.changed(dice), recipe] {
            cooked += usize::from(bears(&recipe).wrong.is_none());
        }
    }
    assert!(cooked >= 12, "of 24 recipes, {cooked} made a desk and a request");
    for recipe in worst_so_far() {
        let read: Recipe = serde_json::from_str(&serde_json::to_string(&recipe).unwrap()).unwrap();
        assert_eq!(read, recipe);
        assert!(recipe.request(1_000_000).len() <= 1_001_000);
    }
}
