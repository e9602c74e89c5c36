//! The rules for `manager/report.rs`. `tests/words.rs` tests what the programs print.

use std::fs;

use backup::clock::FakeClock;
use backup::outcome::{Done, Failure, Outcome};
use chrono::{Local, TimeZone};
use tempfile::TempDir;

use super::subject::report;

/// Reports `outcome` in `dir` at 16:07. Returns the exit status and the log.
fn reported(dir: &TempDir, outcome: &Outcome) -> (u8, String) {
    let now = Local.with_ymd_and_hms(2023, 2, 8, 16, 7, 0).unwrap();
    let status = report(dir.path(), &FakeClock::new(now, now), outcome);
    let log = fs::read_to_string(dir.path().join("logs/backup_manager.log")).unwrap_or_default();
    (status, log)
}

#[test]
fn success_is_logged_and_its_status_is_0() {
    let dir = TempDir::new().unwrap();
    let done = Ok(Done::new("backup_service started"));
    let log = "[08/02/2023 16:07] backup_service started\n".to_owned();
    assert_eq!(reported(&dir, &done), (0, log));
}

#[test]
fn warnings_are_not_logged() {
    let dir = TempDir::new().unwrap();
    let done = Ok(Done {
        warnings: vec!["careful".into()],
        ..Done::new("added")
    });
    let log = "[08/02/2023 16:07] added\n".to_owned();
    assert_eq!(reported(&dir, &done), (0, log), "only the exercise's line");
}

#[test]
fn failure_is_logged_as_an_error_without_the_advice() {
    let dir = TempDir::new().unwrap();
    let failure = Err(Failure::usage("unknown instruction: x", "did you mean y?"));
    let log = "[08/02/2023 16:07] Error: unknown instruction: x\n".to_owned();
    assert_eq!(reported(&dir, &failure), (2, log));
}

#[test]
fn log_that_cannot_be_written_is_a_failure() {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("logs"), "a file in the way").unwrap();
    let (status, _) = reported(&dir, &Ok(Done::new("done")));
    assert_eq!(status, Failure::ERROR, "a success that is not logged");
    let (status, _) = reported(&dir, &Err(Failure::usage("what", "why")));
    assert_eq!(status, Failure::USAGE, "a failure keeps its own status");
}
