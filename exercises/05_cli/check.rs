//! Task 05: your `cli.rs`, and the suite that the reference passes.

// Your file may use every other module, as the reference does: `crate::outcome`, for instance.
#[allow(unused_imports)]
use backup::*;

#[path = "../../tests/suites/cli.rs"]
mod suite;

#[allow(dead_code)]
#[path = "cli.rs"]
mod subject;

#[path = "../../tests/support/mod.rs"]
mod support;
