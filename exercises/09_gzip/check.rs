//! Task 09: your `gzip.rs`, and the suite that the reference passes.

// Your file may use every other module, as the reference does: `super::block` and `super::workers`.
#[allow(unused_imports)]
use backup::archive::*;
#[allow(unused_imports)]
use backup::*;

#[path = "../../tests/suites/archive/gzip.rs"]
mod suite;

#[allow(dead_code)]
#[path = "gzip.rs"]
mod subject;

#[path = "../../tests/support/mod.rs"]
mod support;
