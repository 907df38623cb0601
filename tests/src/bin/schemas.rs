//! Prints the schemas that the types give, on one line, as builds carry them.

fn main() {
    println!("{}", tierline_wire::schema::of_types());
}
