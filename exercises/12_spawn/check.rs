//! Task 12: your `spawn.rs`, and the suite that the reference passes.

// Your file may use every other module; the reference needs none.
#[allow(unused_imports)]
use backup::*;

#[path = "../../tests/suites/process/spawn.rs"]
mod suite;

#[allow(dead_code)]
#[path = "spawn.rs"]
mod subject;

#[path = "../../tests/support/mod.rs"]
mod support;
