//! Exercise 09: your `gzip.rs`, and the suite that the reference passes.

#![allow(dead_code, unused_imports)]

// Your file may use every other module, as the reference does: `super::block` and `super::crew`.
use backup::archive::*;
use backup::*;

#[path = "../../tests/suites/archive/gzip.rs"]
mod suite;

#[path = "gzip.rs"]
mod subject;

#[path = "../../tests/support/mod.rs"]
mod support;
