//! The rules for `wait.rs`. `tests/faults/lifecycle.rs` tests the message after a second.

use std::io::{self, ErrorKind};
use std::time::Duration;

use super::subject::{TIMEOUT, wait_for};

#[test]
fn value_of_an_attempt_is_returned() {
    let mut attempts = 0;
    let value = wait_for("the third attempt", TIMEOUT, || {
        attempts += 1;
        Ok((attempts == 3).then_some(attempts))
    });
    assert_eq!(value.expect("the third attempt has a value"), 3);
}

#[test]
fn error_of_an_attempt_ends_the_wait() {
    let error = wait_for("nothing", TIMEOUT, || {
        Err::<Option<()>, _>(io::ErrorKind::PermissionDenied.into())
    });
    let error = error.expect_err("the attempt has failed");
    assert_eq!(error.kind(), ErrorKind::PermissionDenied);
}

#[test]
fn timeout_is_an_error_that_names_the_event() {
    let error = wait_for("the moon", Duration::ZERO, || Ok(None::<()>));
    let error = error.expect_err("no attempt had a value");
    assert_eq!(error.kind(), ErrorKind::TimedOut);
    assert_eq!(error.to_string(), "waited 0 s in vain for the moon");
}
