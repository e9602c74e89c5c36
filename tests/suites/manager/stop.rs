//! The rules for `manager/stop.rs` without a service. `tests/faults/lifecycle.rs` stops one.

use std::fs;

use tempfile::TempDir;

use super::subject::stop;

#[test]
fn stop_without_a_service_is_an_error() {
    let dir = TempDir::new().unwrap();
    let failure = stop(dir.path()).expect_err("no service runs here");
    assert_eq!(failure.what, "backup_service not running");
    let files = fs::read_dir(dir.path()).unwrap().count();
    assert_eq!(files, 0, "a failed stop must not create a file");
}
