//! Prints the page that lists the recipes of `rules/cookbook`.

fn main() {
    print!("{}", tierline_tests::cookbook::page(&tierline_tests::cookbook::recipes()));
}
