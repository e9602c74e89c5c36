//! What `manager/start.rs` must do. That a service comes up is seen in `tests/words.rs`, where the
//! two programs are beside each other.

use tempfile::TempDir;

use super::subject::start;

#[test]
fn a_program_that_is_not_beside_this_one_is_named_in_the_reason() {
    let dir = TempDir::new().unwrap();
    let failure = start(dir.path()).unwrap_err();
    assert_eq!(failure.what, "can't start backup_service");
    assert!(
        failure.advice.contains("/backup_service: "),
        "{}",
        failure.advice
    );
}
