//! Task 08: your `save.rs`, and the suite that the reference passes.

// Your file may use every other module, as the reference does: `crate::archive`, for instance,
// and `crate::layout::archive`.
#[allow(unused_imports)]
use backup::backups::*;
#[allow(unused_imports)]
use backup::*;

#[path = "../../tests/suites/backups/save.rs"]
mod suite;

#[allow(dead_code)]
#[path = "save.rs"]
mod subject;

#[path = "../../tests/support/mod.rs"]
mod support;
