//! What `manager/stop.rs` must do. That a service is gone is seen in `tests/words.rs`.

use std::fs;

use tempfile::TempDir;

use super::subject::stop;

#[test]
fn with_nothing_running_there_is_nothing_to_stop() {
    let dir = TempDir::new().unwrap();
    assert_eq!(
        stop(dir.path()).unwrap_err().what,
        "backup_service not running"
    );
    assert_eq!(
        fs::read_dir(dir.path()).unwrap().count(),
        0,
        "asking made something"
    );
}
