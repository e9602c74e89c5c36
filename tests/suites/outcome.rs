//! What `outcome.rs` must do.

use super::subject::{Done, Failure};

#[test]
fn a_failure_is_told_with_what_to_do_about_it() {
    let failure = Failure::new("malformed schedule: test;", "expected path;hh:mm;name");
    assert_eq!(
        failure.to_string(),
        "malformed schedule: test; (expected path;hh:mm;name)"
    );
}

#[test]
fn a_wrong_command_line_has_an_exit_status_of_its_own() {
    assert_eq!(Failure::new("what", "why").status, 1);
    assert_eq!(Failure::usage("what", "why").status, 2);
}

#[test]
fn what_is_done_is_logged_and_by_itself_prints_nothing() {
    let done = Done::new("backup_service stopped");
    assert_eq!(done.logged, "backup_service stopped");
    assert_eq!((done.output.as_str(), done.warnings.len()), ("", 0));
}
