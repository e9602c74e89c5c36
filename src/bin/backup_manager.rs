//! The first script.
fn main() {}
