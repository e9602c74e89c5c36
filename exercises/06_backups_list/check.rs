//! Task 06: your `list.rs`, and the suite that the reference passes.

// Your file may use every other module, as the reference does: `crate::escape`, for instance,
// and `layout::BACKUPS`.
#[allow(unused_imports)]
use backup::backups::*;
#[allow(unused_imports)]
use backup::*;

#[path = "../../tests/suites/backups/list.rs"]
mod suite;

#[allow(dead_code)]
#[path = "list.rs"]
mod subject;

#[path = "../../tests/support/mod.rs"]
mod support;
