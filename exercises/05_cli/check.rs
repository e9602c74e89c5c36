//! Exercise 05: your `cli.rs`, and the suite that the reference passes.

#![allow(dead_code, unused_imports)]

// Your file may use every other module, as the reference does: `crate::outcome`, for instance.
use backup::*;

#[path = "../../tests/suites/cli.rs"]
mod suite;

#[path = "cli.rs"]
mod subject;
