//! Task 04: your `schedule_file.rs`, and the suite that the reference passes.

// Your file may use every other module; the reference needs none.
#[allow(unused_imports)]
use backup::*;

#[path = "../../tests/support/mod.rs"]
mod support;

#[path = "../../tests/suites/schedule_file.rs"]
mod suite;

#[allow(dead_code)]
#[path = "schedule_file.rs"]
mod subject;
