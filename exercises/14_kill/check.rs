//! Task 14: your `kill.rs`, and the suite that the reference passes.

// Your file may use every other module, as the reference does.
#[allow(unused_imports)]
use backup::*;
// Its neighbours, which the reference calls `super::table` and so on.
#[allow(unused_imports)]
use backup::process::*;

// The suite's processes, which end with it.
#[path = "../../tests/support/mod.rs"]
mod support;

#[path = "../../tests/suites/process/kill.rs"]
mod suite;

#[allow(dead_code)]
#[path = "kill.rs"]
mod subject;
