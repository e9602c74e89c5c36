//! Exercise 04: your `schedule_file.rs`, and the suite that the reference passes.

#![allow(dead_code, unused_imports)]

// Your file may use every other module, as the reference does, though it needs none.
use backup::*;

#[path = "../../tests/support/mod.rs"]
mod support;

#[path = "../../tests/suites/schedule_file.rs"]
mod suite;

#[path = "schedule_file.rs"]
mod subject;
