//! Prints the page of limits.

fn main() {
    print!("{}", tierline_tests::limits::page());
}
