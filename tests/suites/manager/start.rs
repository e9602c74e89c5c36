//! The rules for `manager/start.rs` without a service. `tests/faults/lifecycle.rs` starts one.

use tempfile::TempDir;

use super::subject::start;

#[test]
fn missing_program_is_named_in_the_reason() {
    let dir = TempDir::new().unwrap();
    let failure = start(dir.path()).expect_err("backup_service is not beside this test");
    assert_eq!(failure.what, "can't start backup_service");
    let advice = failure.advice;
    let names_it = advice.contains("/backup_service: ");
    assert!(
        names_it,
        "`{advice}` must name the program that was not found"
    );
}
