//! Task 15: your `run.rs`, and the suite that the reference passes.

// Your file may use every other module, as the reference does.
#[allow(unused_imports)]
use backup::*;
// Its neighbour, which the reference calls `super::due`.
#[allow(unused_imports)]
use backup::service::*;

#[path = "../../tests/suites/service/run.rs"]
mod suite;

#[allow(dead_code)]
#[path = "run.rs"]
mod subject;

#[path = "../../tests/support/mod.rs"]
mod support;
