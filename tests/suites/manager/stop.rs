//! The rules for `manager/stop.rs` without a service. `tests/faults/lifecycle.rs` stops one.

use std::fs;

use tempfile::TempDir;

use super::subject::stop;
use crate::support::TestEnv;
use crate::support::running::Running;

/// Another directory has a service, and another program has this directory as its last argument.
#[test]
fn stop_without_a_service_is_an_error() {
    let dir = TempDir::new().unwrap();
    let other = TestEnv::new();
    let _service = other.by_hand();
    let mut shell = other.background("sh");
    let _program = Running::new(shell.args(["-c", "sleep 600; exit", "sh"]).arg(dir.path()));
    let failure = stop(dir.path()).expect_err("no service runs here");
    assert_eq!(failure.what, "backup_service not running");
    let files = fs::read_dir(dir.path()).unwrap().count();
    assert_eq!(files, 0, "a failed stop must not create a file");
}
