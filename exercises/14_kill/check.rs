//! Exercise 14: your `kill.rs`, and the suite that the reference passes.

#![allow(dead_code, unused_imports)]

// Your file may use every other module, as the reference does.
use backup::*;
// Its neighbours, which the reference calls `super::list` and so on.
use backup::process::*;

// The suite's processes, which end with it.
#[path = "../../tests/support/mod.rs"]
mod support;

#[path = "../../tests/suites/process/kill.rs"]
mod suite;

#[path = "kill.rs"]
mod subject;
