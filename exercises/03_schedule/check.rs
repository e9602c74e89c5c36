//! Task 03: your `schedule.rs`, and the suite that the reference passes.

// Your file may use every other module; the reference needs none.
#[allow(unused_imports)]
use backup::*;

#[path = "../../tests/suites/schedule.rs"]
mod suite;

#[allow(dead_code)]
#[path = "schedule.rs"]
mod subject;

#[path = "../../tests/support/mod.rs"]
mod support;
